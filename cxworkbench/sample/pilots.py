"""The three pilots of the sample: their gates, friction points, objectives, metrics and rules, as they came about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cxworkbench.sample.steps import Steps, told
from db.change import Change
from db.models import (
    Benefit,
    ChartEvent,
    Decision,
    DecisionRule,
    FrictionPoint,
    Gate,
    Metric,
    Objective,
    Pilot,
    RoiCase,
    Series,
)
from db.models.pilots import GATES

_D = Decimal


def _add_pilot(steps: Steps, change: Change, key: str, gates: dict[str, date | None], **values: Any) -> None:
    pilot = steps.keep(key, change.add(Pilot(**values)))
    for kind in GATES:
        planned = gates.get(kind)
        steps.keep(
            f"{key}_{kind}",
            change.add(Gate(pilot=pilot, kind_=kind, planned_on=planned, first_planned_on=planned)),
        )


def _add_metric(steps: Steps, change: Change, key: str, **values: Any) -> None:
    metric = steps.keep(key, change.add(Metric(**values)))
    steps.keep(f"series_{key}", change.add(Series(metric=metric, arm="pilot")))


def _justify(steps: Steps, change: Change, key: str, name: str, text: str, **values: Any) -> None:
    case = change.add(RoiCase(pilot=steps[key], name=f"{name} case", status="draft"))
    change.add(
        Benefit(
            case=case,
            pilot=steps[key],
            objective=steps[f"{key}_objective"],
            name=name,
            justification=text,
            source="Own measurement",
            **values,
        )
    )


@told("2025-07-03 11:00", "jo", "Add the pilot Agent Assist")
def add_the_pilot_agent_assist(steps: Steps, change: Change) -> None:
    _add_pilot(
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
    _add_metric(
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
    _justify(
        steps,
        change,
        "assist",
        "Fewer repeat calls",
        "Nine points lie between the two sites today, and the lower one has the older content.",
        metric=steps["aa_fcr"],
        low=_D("4.5"),
        expected=_D("7.1"),
        high=_D("9.0"),
    )


@told("2025-07-22 15:00", "helen", "Pass Frame, Agent Assist")
def pass_frame_agent_assist(steps: Steps, change: Change) -> None:
    _pass(steps, change, "assist", "frame", date(2025, 7, 22), "helen", 1)
    change.set(
        steps["assist_objective"], agreed_by=[steps["helen"], steps["meera"]], agreed_on=date(2025, 7, 22)
    )


@told("2025-09-12 15:00", "helen", "Pass Prepare, Agent Assist")
def pass_prepare_agent_assist(steps: Steps, change: Change) -> None:
    _pass(steps, change, "assist", "prepare", date(2025, 9, 12), "helen", 2)


@told("2025-10-20 10:00", "priya", "Add handling time and quality score")
def add_handling_time_and_quality_score(steps: Steps, change: Change) -> None:
    _add_metric(
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
    _add_metric(
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
    change.add(
        DecisionRule(
            pilot=steps["assist"],
            warm_up_weeks=4,
            shortest_weeks=12,
            decide_by=date(2026, 3, 12),
            fallback="hold",
            scale_needs=[steps["aa_fcr"]],
        )
    )
    change.set(
        steps["assist_objective"],
        baseline_value=_D("61.0"),
        baseline_from=date(2025, 8, 11),
        baseline_to=date(2025, 10, 20),
        baseline_source="Contact history",
    )
    _pass(steps, change, "assist", "measure", date(2025, 10, 24), "helen", 3)


@told("2025-11-03 08:00", "helen", "Go live with Agent Assist in Leeds")
def go_live_with_agent_assist_in_leeds(steps: Steps, change: Change) -> None:
    _pass(steps, change, "assist", "go_live", date(2025, 11, 3), "helen", 4)
    change.set(steps["assist"], status="live")
    add_event(steps, change, "assist", date(2025, 11, 3), "Go-live Leeds 1", "go_live", "Leeds 1 goes live")


@told("2025-08-20 09:40", "jo", "Add the pilot Chat Assistant")
def add_the_pilot_chat_assistant(steps: Steps, change: Change) -> None:
    _add_pilot(
        steps,
        change,
        "chat",
        {
            "frame": date(2025, 10, 3),
            "prepare": date(2025, 11, 28),
            "measure": date(2026, 1, 9),
            "go_live": date(2026, 1, 19),
            "decide": date(2026, 3, 6),
        },
        name="Chat Assistant",
        deployment_type="chatbot",
        status="preparing",
        owner=steps["tom"],
        deputy=steps["kemi"],
        customer_facing=True,
        affects_workers=True,
        generative=True,
        third_party=True,
        scope_in="Meter readings, payment dates, exit fees in web chat",
        scope_out="Complaints and vulnerable customers",
        position=2,
    )


@told("2025-09-24 16:05", "tom", "Describe the objective of Chat Assistant")
def describe_the_objective_of_chat_assistant(steps: Steps, change: Change) -> None:
    point = change.add(
        FrictionPoint(
            pilot=steps["chat"],
            title="Simple chats wait 6 min for an adviser",
            journey_step="Ask a simple question",
            affected_people="Customers with simple questions",
            volume_per_month=13000,
            evidence="Chat platform: 6 min mean wait, 31% leave before an answer",
            owner=steps["tom"],
        )
    )
    common = {
        "pilot": steps["chat"],
        "cadence": "week",
        "owner": steps["tom"],
        "source": "Chat platform",
    }
    _add_metric(
        steps,
        change,
        "ca_contained",
        name="Contained in chat",
        catalogue_id="bot_resolution_rate",
        role="primary",
        definition="Chats closed without an adviser",
        unit="percent",
        decimals=1,
        kind_="proportion",
        direction="up",
        n_name="Chats",
        position=1,
        **common,
    )
    _add_metric(
        steps,
        change,
        "ca_repeat",
        name="Repeats",
        catalogue_id="repeat_contact_rate",
        role="guardrail",
        definition="Chats followed by another contact on the same matter within 7 days",
        unit="percent",
        decimals=1,
        kind_="proportion",
        direction="down",
        n_name="Chats",
        position=2,
        **common,
    )
    _add_metric(
        steps,
        change,
        "ca_csat",
        name="Chat satisfaction",
        catalogue_id="csat",
        role="guardrail",
        definition="Mean rating after a chat, 1 to 5",
        unit="score",
        decimals=2,
        kind_="mean",
        direction="up",
        n_name="Answers",
        position=3,
        **common,
    )
    steps.keep(
        "chat_objective",
        change.add(
            Objective(
                pilot=steps["chat"],
                title="Answer simple chats at once",
                friction_point=point,
                outcome="Customers get their answer in chat within one minute",
                outcome_kind="customer",
                metric=steps["ca_contained"],
                target_value=_D("35.0"),
                target_date=date(2026, 5, 31),
                owner=steps["tom"],
                priority=1,
                origin="own_data",
            )
        ),
    )
    _justify(
        steps,
        change,
        "chat",
        "Chats answered without a wait",
        "The reference gives the level reached, 14 to 44.8%; 35% lies inside it, and 4 in 10 chats are simple.",
        metric=steps["ca_contained"],
        low=_D("10"),
        expected=_D("23"),
        high=_D("30"),
    )


@told("2025-10-03 15:30", "rob", "Pass Frame, Chat Assistant")
def pass_frame_chat_assistant(steps: Steps, change: Change) -> None:
    _pass(steps, change, "chat", "frame", date(2025, 10, 3), None, None)
    change.set(steps["chat_objective"], agreed_by=[steps["rob"], steps["meera"]], agreed_on=date(2025, 10, 3))


@told("2025-11-28 15:30", "rob", "Pass Prepare, Chat Assistant")
def pass_prepare_chat_assistant(steps: Steps, change: Change) -> None:
    _pass(steps, change, "chat", "prepare", date(2025, 11, 28), None, None)


@told("2026-01-09 14:30", "tom", "Set the thresholds of Chat Assistant")
def set_the_thresholds_of_chat_assistant(steps: Steps, change: Change) -> None:
    common: dict[str, Any] = {
        "baseline_from": date(2025, 11, 24),
        "baseline_to": date(2026, 1, 5),
        "defined_on": date(2026, 1, 9),
    }
    change.set(
        steps["ca_contained"],
        baseline_value=_D("12.0"),
        success_threshold=_D("25.0"),
        scale_threshold=_D("35.0"),
        stop_threshold=_D("12.0"),
        minimum_sample=1000,
        **common,
    )
    change.set(
        steps["ca_repeat"],
        baseline_value=_D("18.4"),
        guardrail_limit=_D("20.0"),
        minimum_sample=1000,
        **common,
    )
    change.set(
        steps["ca_csat"],
        baseline_value=_D("3.90"),
        success_threshold=_D("3.90"),
        guardrail_limit=_D("3.40"),
        **common,
    )
    change.add(
        DecisionRule(
            pilot=steps["chat"],
            warm_up_weeks=4,
            shortest_weeks=8,
            decide_by=date(2026, 5, 8),
            fallback="hold",
            scale_needs=[steps["ca_contained"]],
        )
    )
    change.set(
        steps["chat_objective"],
        baseline_value=_D("12.0"),
        baseline_from=date(2025, 11, 24),
        baseline_to=date(2026, 1, 5),
        baseline_source="Chat platform, 18,204 chats",
    )
    _pass(steps, change, "chat", "measure", date(2026, 1, 9), None, None)


@told("2026-01-19 08:00", "rob", "Go live with Chat Assistant")
def go_live_with_chat_assistant(steps: Steps, change: Change) -> None:
    _pass(steps, change, "chat", "go_live", date(2026, 1, 19), None, None)
    change.set(steps["chat"], status="live", exposure=_D("0.4"))
    add_event(steps, change, "chat", date(2026, 1, 19), "Go-live, 40% of chats", "go_live", "First chats")


@told("2025-12-11 10:30", "jo", "Add the pilot Auto-Summary")
def add_the_pilot_auto_summary(steps: Steps, change: Change) -> None:
    _add_pilot(
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
    _add_metric(
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
    _add_metric(
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
    _add_metric(
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
    _justify(
        steps,
        change,
        "summary",
        "Less wrap-up on complaints",
        "No reference gives a figure for after-call work; a trial of two weeks with six handlers reached 1:55.",
        metric=steps["as_acw"],
        low=_D("-80"),
        expected=_D("-60"),
        high=_D("-30"),
    )


@told("2026-02-12 14:40", "helen", "Pass Frame, Auto-Summary")
def pass_frame_auto_summary(steps: Steps, change: Change) -> None:
    _pass(steps, change, "summary", "frame", date(2026, 2, 12), None, None)
    change.set(
        steps["summary_objective"], agreed_by=[steps["helen"], steps["meera"]], agreed_on=date(2026, 2, 12)
    )


def _pass(
    steps: Steps, change: Change, pilot: str, gate: str, day: date, who: str | None, number: int | None
) -> None:
    decision = None
    if who is not None:
        decision = change.add(
            Decision(
                pilot=steps[pilot],
                kind_="pass gate",
                question=f"Pass {GATES[gate]}?",
                number=number,
                asked_on=day,
                asked_of=steps[who],
                date=day,
                outcome="Passed",
                decided_by=steps[who],
                reason="All criteria due were met",
            )
        )
    change.set(steps[f"{pilot}_{gate}"], passed_on=day, decision=decision)


def add_event(steps: Steps, change: Change, pilot: str, day: date, label: str, kind: str, note: str) -> None:
    change.add(ChartEvent(pilot=steps[pilot], day=day, label_=label, kind_=kind, note=note))
