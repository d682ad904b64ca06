"""Chat Assistant: from August 2025 to its go-live of 19 January."""

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


@told("2025-08-20 09:40", "jo", "Add the pilot Chat Assistant")
def add_the_pilot_chat_assistant(steps: Steps, change: Change) -> None:
    add_pilot(
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
    add_metric(
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
    add_metric(
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
    add_metric(
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


@told("2025-10-03 15:30", "rob", "Pass Frame, Chat Assistant")
def pass_frame_chat_assistant(steps: Steps, change: Change) -> None:
    pass_gate(steps, change, "chat", "frame", date(2025, 10, 3), None, None)
    change.set(steps["chat_objective"], agreed_by=[steps["rob"], steps["meera"]], agreed_on=date(2025, 10, 3))


@told("2025-11-28 15:30", "rob", "Pass Prepare, Chat Assistant")
def pass_prepare_chat_assistant(steps: Steps, change: Change) -> None:
    pass_gate(steps, change, "chat", "prepare", date(2025, 11, 28), None, None)


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
    rule = change.add(
        DecisionRule(
            pilot=steps["chat"],
            warm_up_weeks=4,
            shortest_weeks=8,
            decide_by=date(2026, 5, 8),
            fallback="hold",
            scale_needs=[steps["ca_contained"]],
        )
    )
    steps.keep("rule_chat", rule)
    change.set(
        steps["chat_objective"],
        baseline_value=_D("12.0"),
        baseline_from=date(2025, 11, 24),
        baseline_to=date(2026, 1, 5),
        baseline_source="Chat platform, 18,204 chats",
    )
    pass_gate(steps, change, "chat", "measure", date(2026, 1, 9), None, None)


@told("2026-01-19 08:00", "rob", "Go live with Chat Assistant")
def go_live_with_chat_assistant(steps: Steps, change: Change) -> None:
    pass_gate(steps, change, "chat", "go_live", date(2026, 1, 19), None, None)
    change.set(steps["chat"], status="live", exposure=_D("0.4"))
    add_event(steps, change, "chat", date(2026, 1, 19), "Go-live, 40% of chats", "go_live", "First chats")
