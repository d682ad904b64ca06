"""The recovery of Chat Assistant: the pause, four steps of diagnosis, nine interviews, and what a relaunch needs."""

from __future__ import annotations

from typing import Any

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import (
    Interview,
    RecoveryAnswer,
    RecoveryCase,
    RecoveryCause,
    RecoveryStep,
    RelaunchCriterion,
)

#: step: next date, answer so far
STEPS = {
    "objective": (
        "2026-03-12",
        (
            "No. “Contained” was counted two ways, so two teams reported 16.2% and 31.4%. "
            "Restated: a correct answer in chat with no repeat in 7 days, 12% to 35% by 31 May."
        ),
    ),
    "data": (
        "2026-03-27",
        "No. Half of 120 sampled answers were wrong. Tuning the model will not help until this is fixed.",
    ),
    "adoption": (
        "2026-03-20",
        "24 of 64 chat advisers use the handover notes, 38% against 75% planned. Nine interviews say why.",
    ),
    "governance": (
        "2026-03-12",
        "Three of seven questions have nobody. An exit fee error of 24 Feb has no owner after 15 days.",
    ),
}
#: step, question, answer, evidence
ANSWERS = (
    ("objective", "obj_q1", "No. Digital counts closed chats, Operations counts chats without a repeat.",
     "Four notes written apart on 4 March"),
    ("objective", "obj_q2", "Yes: 12.0%, six weeks, 18,204 chats.", "Readings of 24 Nov to 4 Jan"),
    ("objective", "obj_q5", "In part: the case needs 35%; comparable roll-outs reach a tenth in the first quarter.",
     "Case of 9 January, reference of chatbots"),
    ("data", "dat_q1", "27 February; six levels of 75 were set in November. Four of six are missed.",
     "Audit of 27 Feb"),
    ("data", "dat_q4", "412 of 1,328 articles unreviewed for a year; 477 have no owning team.", "Findings 2 and 3"),
    ("adoption", "ado_q1", "38% over four weeks, and falling since the third week.", "Weekly use to 8 March"),
    ("adoption", "ado_q4", "61 of 64, twenty minutes each.", "Sign-in sheet of 16 January"),
    ("governance", "gov_q1", "Four names for seven questions.", "Grid of the seven questions"),
    ("governance", "gov_q5", "Not known: the stop test was never run.", "Control, due 16 January"),
)  # fmt: skip
#: step, cause, found, signs
CAUSES = (
    ("objective", "goal_vague", True, "Two teams report two numbers for one metric"),
    ("objective", "expectation_too_high", True, "35% by May was planned from a reference of low confidence"),
    ("objective", "no_baseline", False, "Six weeks before go-live, one source"),
    (
        "data",
        "content_stale",
        True,
        "Wrong answers cite real but old articles; exit fees and price cap are worst",
    ),
    ("data", "labels_unreliable", False, "Intent labels at 76"),
    ("adoption", "workflow_poor", True, "Notes arrive without the chat, six of nine interviews"),
    ("adoption", "need_mismatch", True, "Topics miss the real questions, four of nine"),
    ("adoption", "training_insufficient", True, "Twenty minutes, three of nine"),
    ("governance", "no_owner", True, "Three questions without a name"),
    ("governance", "no_incident_process", True, "INC-07 has no owner"),
    ("governance", "sponsor_gone", False, "Rob Ellery took the decision of 9 March"),
)
#: day, role, causes, note
INTERVIEWS = (
    ("2026-03-04", "frontline_agents", ["workflow_poor"], "I ask the customer again: the note has no chat."),
    (
        "2026-03-04",
        "frontline_agents",
        ["workflow_poor", "training_insufficient"],
        "Twenty minutes, then live.",
    ),
    (
        "2026-03-05",
        "frontline_agents",
        ["workflow_poor", "need_mismatch"],
        "They come to me about exit fees.",
    ),
    ("2026-03-05", "team_leaders", ["need_mismatch"], "Bills and moving house are what fills the queue."),
    ("2026-03-05", "frontline_agents", ["workflow_poor"], "I close the note and start anew."),
    (
        "2026-03-06",
        "frontline_agents",
        ["need_mismatch", "training_insufficient"],
        "I did not know of the button.",
    ),
    ("2026-03-06", "frontline_agents", ["workflow_poor"], "The note comes when the customer has gone."),
    (
        "2026-03-06",
        "team_leaders",
        ["workflow_poor", "training_insufficient"],
        "Nobody had time to practise.",
    ),
    ("2026-03-09", "frontline_agents", ["need_mismatch"], "Meter readings work. The rest does not."),
)
#: text, measured by, its field, needs, owner, by
CRITERIA: tuple[tuple[Any, ...], ...] = (
    ("Objective agreed by the sponsor", "chat_objective", "agreed_on", None, "rob", "2026-03-12"),
    ("Three people named, with deputies", None, None, "3", "rob", "2026-03-12"),
    ("Handover notes used by advisers", "advisers", None, "0.75", "kemi", "2026-04-08"),
    ("ROI case restated and inside the range", "ca_case", "status", None, "owen", "2026-03-20"),
    ("Knowledge base, lowest dimension", "ca_articles", None, "0.75", "grace", "2026-03-27"),
    ("Accuracy sample, twice in a row", "chat_output_sampling", None, "47", "lewis", "2026-04-03"),
    ("Stop test passed", "chat_kill_switch", None, "15", "nadia", "2026-04-02"),
    ("Repeat contact, two weeks", "ca_repeat", "guardrail_limit", "20.0", "tom", "2026-04-08"),
)


@told("2026-03-09 15:40", "jo", "Open the recovery of Chat Assistant")
def open_the_case(steps: Steps, change: Change) -> None:
    put(
        steps,
        change,
        RecoveryCase,
        "recovery",
        pilot="chat",
        triggers=["guardrail_breach", "use_low"],
        started_on="2026-03-09",
        decision="d10",
        paused_to="10% of chats, to keep measuring; no new topics, no new groups, no tuning.",
        cost_per_week="11000",
        planned_days=35,
        relaunch_on="2026-04-13",
        stop_writes_off="164000",
    )
    for step, (due, _) in STEPS.items():
        put(steps, change, RecoveryStep, f"recovery_{step}", case="recovery", step=step, next_due=due)


@told("2026-03-09 16:20", "kemi", "Interview notes")
def interviews(steps: Steps, change: Change) -> None:
    for day, role, causes, note in INTERVIEWS[:8]:
        _interview(steps, change, day, role, causes, note)


@told("2026-03-09 17:40", "kemi", "One more interview")
def ninth_interview(steps: Steps, change: Change) -> None:
    _interview(steps, change, *INTERVIEWS[8])


def _interview(steps: Steps, change: Change, day: str, role: str, causes: list[str], note: str) -> None:
    put(
        steps,
        change,
        Interview,
        case="recovery",
        cohort="advisers",
        day=day,
        role=role,
        causes=causes,
        note=note,
        confidential=True,
    )


@told("2026-03-10 15:00", "tom", "Diagnose Chat Assistant")
def diagnose(steps: Steps, change: Change) -> None:
    for step, question, text, evidence in ANSWERS:
        put(
            steps,
            change,
            RecoveryAnswer,
            step=f"recovery_{step}",
            diagnostic=question,
            text=text,
            evidence=evidence,
        )
    for step, cause, found, signs in CAUSES:
        put(
            steps,
            change,
            RecoveryCause,
            f"cause_{cause}",
            step=f"recovery_{step}",
            cause=cause,
            found=found,
            signs=signs,
        )
    for step, (_, answer) in STEPS.items():
        update(steps, change, f"recovery_{step}", answer=answer)
    update(steps, change, "a25", came_from="cause_expectation_too_high")
    update(steps, change, "a26", came_from="cause_workflow_poor")


@told("2026-03-10 15:30", "jo", "Write the relaunch criteria")
def relaunch_criteria(steps: Steps, change: Change) -> None:
    for place, (text, measure, field, needs, owner, by) in enumerate(CRITERIA, 1):
        put(
            steps,
            change,
            RelaunchCriterion,
            f"relaunch_{place}",
            case="recovery",
            text=text,
            measure=measure,
            measure_field=field,
            needs=needs,
            owner=owner,
            by=by,
        )


@told("2026-03-10 17:10", "tom", "Answer the first step of the recovery")
def objective_answered(steps: Steps, change: Change) -> None:
    update(steps, change, "recovery_objective", answered_on="2026-03-10", answered_by="tom")
