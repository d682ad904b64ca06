"""The words of the decision rules, where each metric's readings come from, and the frameworks frozen and signed."""

from __future__ import annotations

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import Amendment, DecisionRule
from db.values import canonical


@told(
    "2025-10-24 14:40",
    "priya",
    "Write the rule of Agent Assist in words",
    freeze="Freeze, Agent Assist",
    why="freeze",
    framework="assist",
    signers=(("priya", "pilot owner"), ("helen", "sponsor"), ("owen", "finance")),
)
def rule_of_agent_assist(steps: Steps, change: Change) -> None:
    update(
        steps,
        change,
        "rule_assist",
        scale_text="Resolved first time at or over 70.0% and handling time confirmed, at two looks, guardrails clear",
        hold_text="Anything else on the decide-by date",
        pause_text="First time under 59.0% or quality under 4.10, three weeks in a row",
        stop_text="The whole range of the first-time share under 60.0%, or two pauses",
    )
    for metric in ("aa_fcr", "aa_aht"):
        update(steps, change, metric, data_source="aa_contacts")


@told(
    "2026-01-09 14:50",
    "tom",
    "Write the rule of Chat Assistant in words",
    freeze="Freeze, Chat Assistant",
    why="freeze",
    framework="chat",
    signers=(("tom", "pilot owner"), ("helen", "sponsor"), ("owen", "finance")),
)
def rule_of_chat_assistant(steps: Steps, change: Change) -> None:
    update(
        steps,
        change,
        "rule_chat",
        scale_text="Contained in chat confirmed at two looks, at or over 35.0%, guardrails clear",
        hold_text="Anything else on the decide-by date",
        pause_text="Repeats over 20.0% or satisfaction under 3.40, three weeks in a row: down to 10% of chats",
        stop_text="The whole range of contained chats under 12.0%, or two pauses",
    )
    for metric in ("ca_contained", "ca_repeat"):
        update(steps, change, metric, data_source="ca_transcripts")


@told("2026-03-05 11:00", "marta", "Set the decision rule of Auto-Summary")
def rule_of_auto_summary(steps: Steps, change: Change) -> None:
    put(
        steps,
        change,
        DecisionRule,
        "rule_summary",
        pilot="summary",
        warm_up_weeks=4,
        shortest_weeks=8,
        decide_by="2026-07-31",
        fallback="hold",
        scale_needs=["as_acw"],
        scale_text="After-call work confirmed at two looks, at or under 2:10, guardrails clear",
        hold_text="Anything else on the decide-by date",
        pause_text="A guardrail is broken: stop new groups the same day",
        stop_text="Range wholly over 3:20, or two pauses",
    )
    update(steps, change, "as_acw", data_source="as_calls")


@told("2026-03-10 16:20", "tom", "Contained in chat, definition", "amendment")
def amend_definition(steps: Steps, change: Change) -> None:
    before = "Chats closed without an adviser"
    after = "Chats closed without an adviser and with no repeat contact in 7 days"
    change.set(
        steps["ca_contained"],
        definition=after,
        rival_definition="Chats closed without an adviser, whatever comes after: 31.4%",
    )
    # Asked for, and not agreed yet.
    change.add(
        Amendment(
            pilot=steps["chat"],
            framework=steps["framework_chat"],
            metric=steps["ca_contained"],
            field="definition",
            before=canonical(before),
            after=canonical(after),
            reason="Counted two ways by two teams",
            asked_by=steps["tom"],
        )
    )
