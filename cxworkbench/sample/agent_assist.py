"""Agent Assist: from its friction point in July 2025 to the go-live of 3 November."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cxworkbench.sample.parts import add_event, add_metric, add_pilot, pass_gate
from cxworkbench.sample.steps import Steps, told
from db.change import Change
from db.models import (
    DecisionRule,
    FrictionPoint,
    Objective,
)

_D = Decimal


@told("2025-07-03 11:00", "jo", "Add the pilot Agent Assist")
def add_the_pilot_agent_assist(steps: Steps, change: Change) -> None:
    add_pilot(
        steps,
        change,
        "assist",
        {
            "frame": date(2025, 7, 22),
            "prepare": date(2025, 9, 12),
            "measure": date(2025, 10, 24),
            "go_live": date(2025, 11, 3),
            "decide": date(2026, 3, 12),
            "scale": date(2026, 7, 1),
        },
        name="Agent Assist",
        deployment_type="agent_assist",
        status="preparing",
        owner=steps["priya"],
        deputy=steps["sian"],
        customer_facing=False,
        affects_workers=True,
        generative=True,
        third_party=True,
        scope_in="Billing calls in Leeds and Cardiff",
        scope_out="Moves, complaints and vulnerable customers",
        position=1,
    )


@told("2025-07-08 14:20", "priya", "Describe the friction point")
def describe_the_friction_point(steps: Steps, change: Change) -> None:
    point = change.add(
        FrictionPoint(
            pilot=steps["assist"],
            title="Billing customers call twice on one bill",
            journey_step="Query a bill",
            affected_people="Billing customers, 180,000 a month",
            volume_per_month=182000,
            evidence="Contact history, 12 weeks: 39 in 100 billing calls are followed by another within 7 days",
            owner=steps["priya"],
        )
    )
    add_metric(
        steps,
        change,
        "aa_fcr",
        pilot=steps["assist"],
        name="Resolved first time",
        catalogue_id="fcr",
        role="primary",
        definition="Billing calls with no repeat contact in 7 days, of all billing calls answered",
        unit="percent",
        decimals=1,
        kind_="proportion",
        direction="up",
        cadence="week",
        source="Contact history",
        n_name="Calls",
        owner=steps["priya"],
        position=1,
    )
    steps.keep(
        "assist_objective",
        change.add(
            Objective(
                pilot=steps["assist"],
                title="Settle billing calls the first time",
                friction_point=point,
                outcome="More calls settled first time",
                outcome_kind="both",
                metric=steps["aa_fcr"],
                target_value=_D("70.0"),
                target_date=date(2026, 6, 30),
                owner=steps["priya"],
                priority=1,
                origin="customer_evidence",
            )
        ),
    )


@told("2025-07-22 15:00", "helen", "Pass Frame, Agent Assist")
def pass_frame_agent_assist(steps: Steps, change: Change) -> None:
    pass_gate(steps, change, "assist", "frame", date(2025, 7, 22), "helen", 1)
    change.set(
        steps["assist_objective"], agreed_by=[steps["helen"], steps["meera"]], agreed_on=date(2025, 7, 22)
    )


@told("2025-09-12 15:00", "helen", "Pass Prepare, Agent Assist")
def pass_prepare_agent_assist(steps: Steps, change: Change) -> None:
    pass_gate(
        steps,
        change,
        "assist",
        "prepare",
        date(2025, 9, 12),
        "helen",
        2,
        kind_="select",
        question="Choose the tools of Agent Assist, and pass Prepare?",
        outcome="Clearline Assist with our own search; Prepare passed",
        reason="The two highest scores that open in the call screen; four sources audited, the lowest at 78",
    )


@told("2025-10-20 10:00", "priya", "Add handling time and quality score")
def add_handling_time_and_quality_score(steps: Steps, change: Change) -> None:
    add_metric(
        steps,
        change,
        "aa_aht",
        pilot=steps["assist"],
        name="Handling time",
        catalogue_id="aht",
        role="primary",
        definition="Talk, hold and after-call work a billing call, mean of the week",
        unit="seconds",
        decimals=0,
        kind_="mean",
        direction="down",
        cadence="week",
        source="Call platform",
        n_name="Calls",
        owner=steps["priya"],
        position=2,
    )
    add_metric(
        steps,
        change,
        "aa_qa",
        pilot=steps["assist"],
        name="Quality score",
        catalogue_id="qa_score",
        role="guardrail",
        definition="Mean score of calls checked by the quality team, 1 to 5",
        unit="score",
        decimals=2,
        kind_="mean",
        direction="up",
        cadence="week",
        source="Quality sampling",
        owner=steps["lewis"],
        position=3,
    )


@told("2025-10-24 14:00", "priya", "Set the thresholds of Agent Assist")
def set_the_thresholds_of_agent_assist(steps: Steps, change: Change) -> None:
    common: dict[str, Any] = {"baseline_from": date(2025, 8, 11), "baseline_to": date(2025, 11, 3)}
    change.set(
        steps["aa_fcr"],
        baseline_value=_D("61.0"),
        success_threshold=_D("66.0"),
        scale_threshold=_D("70.0"),
        stop_threshold=_D("60.0"),
        guardrail_limit=_D("59.0"),
        minimum_sample=20000,
        defined_on=date(2025, 10, 24),
        **common,
    )
    change.set(
        steps["aa_aht"],
        baseline_value=_D("580"),
        success_threshold=_D("525"),
        scale_threshold=_D("495"),
        stop_threshold=_D("600"),
        guardrail_limit=_D("620"),
        minimum_sample=20000,
        defined_on=date(2025, 10, 24),
        **common,
    )
    change.set(
        steps["aa_qa"],
        baseline_value=_D("4.20"),
        success_threshold=_D("4.25"),
        scale_threshold=_D("4.35"),
        guardrail_limit=_D("4.10"),
        defined_on=date(2025, 10, 24),
        **common,
    )
    rule = change.add(
        DecisionRule(
            pilot=steps["assist"],
            warm_up_weeks=4,
            shortest_weeks=12,
            decide_by=date(2026, 3, 12),
            fallback="hold",
            scale_needs=[steps["aa_fcr"]],
        )
    )
    steps.keep("rule_assist", rule)
    change.set(
        steps["assist_objective"],
        baseline_value=_D("61.0"),
        baseline_from=date(2025, 8, 11),
        baseline_to=date(2025, 10, 20),
        baseline_source="Contact history",
    )
    pass_gate(steps, change, "assist", "measure", date(2025, 10, 24), "helen", 3)


@told("2025-11-03 08:00", "helen", "Go live with Agent Assist in Leeds")
def go_live_with_agent_assist_in_leeds(steps: Steps, change: Change) -> None:
    pass_gate(steps, change, "assist", "go_live", date(2025, 11, 3), "helen", 4)
    change.set(steps["assist"], status="live")
    add_event(steps, change, "assist", date(2025, 11, 3), "Go-live Leeds 1", "go_live", "Leeds 1 goes live")
