"""Auto-Summary, which prepares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cxworkbench.sample.parts import add_metric, add_pilot, pass_gate
from cxworkbench.sample.steps import Steps, told
from db.change import Change
from db.models import (
    FrictionPoint,
    Objective,
)

_D = Decimal


@told("2025-12-11 10:30", "jo", "Add the pilot Auto-Summary")
def add_the_pilot_auto_summary(steps: Steps, change: Change) -> None:
    add_pilot(
        steps,
        change,
        "summary",
        {
            "frame": date(2026, 2, 12),
            "prepare": date(2026, 3, 20),
            "measure": date(2026, 4, 17),
            "go_live": date(2026, 4, 27),
            "decide": date(2026, 7, 31),
            "scale": date(2026, 10, 1),
        },
        name="Auto-Summary",
        deployment_type="auto_summarisation",
        status="preparing",
        owner=steps["marta"],
        deputy=steps["ben"],
        customer_facing=False,
        affects_workers=True,
        generative=True,
        third_party=True,
        scope_in="Complaint calls in Leeds and Cardiff",
        scope_out="All other calls",
        position=3,
    )


@told("2026-02-03 11:15", "marta", "Describe the objective of Auto-Summary")
def describe_the_objective_of_auto_summary(steps: Steps, change: Change) -> None:
    point = change.add(
        FrictionPoint(
            pilot=steps["summary"],
            title="Complaint notes typed after each call",
            journey_step="Wrap up a complaint",
            affected_people="74 complaint handlers",
            volume_per_month=5100,
            evidence="Call platform: 3:20 after-call work a complaint, 4 weeks",
            owner=steps["marta"],
        )
    )
    common = {"pilot": steps["summary"], "cadence": "week", "owner": steps["marta"]}
    add_metric(
        steps,
        change,
        "as_acw",
        name="After-call work",
        catalogue_id="acw",
        role="primary",
        definition="Mean time from the end of the call to the next ready state, complaint calls",
        unit="seconds",
        decimals=0,
        kind_="mean",
        direction="down",
        source="Call platform",
        n_name="Calls",
        position=1,
        baseline_value=_D("200"),
        baseline_from=date(2026, 2, 9),
        baseline_to=date(2026, 3, 23),
        success_threshold=_D("150"),
        scale_threshold=_D("130"),
        stop_threshold=_D("200"),
        **common,
    )
    add_metric(
        steps,
        change,
        "as_reopened",
        name="Reopened",
        catalogue_id="reopen_rate",
        role="guardrail",
        definition="Complaints opened again within 28 days, share",
        unit="percent",
        decimals=1,
        kind_="proportion",
        direction="down",
        source="Complaint system",
        n_name="Complaints",
        position=2,
        baseline_value=_D("8.1"),
        baseline_from=date(2026, 2, 9),
        baseline_to=date(2026, 3, 23),
        guardrail_limit=_D("9.0"),
        **common,
    )
    add_metric(
        steps,
        change,
        "as_accuracy",
        name="Note accuracy",
        role="guardrail",
        definition="Notes that two readers find right, of 50 drawn a week",
        unit="percent",
        decimals=1,
        kind_="proportion",
        direction="up",
        source="Quality sampling",
        n_name="Notes",
        position=3,
        baseline_from=date(2026, 3, 30),
        guardrail_limit=_D("96.0"),
        guardrail_rule="rare",
        **common,
    )
    steps.keep(
        "summary_objective",
        change.add(
            Objective(
                pilot=steps["summary"],
                title="Shorten complaint wrap-up",
                friction_point=point,
                outcome="Shorter complaint wrap-up",
                outcome_kind="commercial",
                metric=steps["as_acw"],
                baseline_value=_D("200"),
                baseline_from=date(2026, 1, 5),
                baseline_to=date(2026, 2, 2),
                baseline_source="Call platform",
                target_value=_D("120"),
                target_date=date(2026, 9, 30),
                owner=steps["marta"],
                priority=1,
                origin="own_data",
            )
        ),
    )


@told("2026-02-12 14:40", "helen", "Pass Frame, Auto-Summary")
def pass_frame_auto_summary(steps: Steps, change: Change) -> None:
    pass_gate(steps, change, "summary", "frame", date(2026, 2, 12), None, None)
    change.set(
        steps["summary_objective"], agreed_by=[steps["helen"], steps["meera"]], agreed_on=date(2026, 2, 12)
    )
