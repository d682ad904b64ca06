"""Sponsor reviews with who came and what was on the agenda; governance reviews and impact assessments."""

from __future__ import annotations

from datetime import date

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import AgendaItem, Attendance, Engagement, Review

REVIEWS = (date(2025, 11, 20), date(2025, 12, 18), date(2026, 1, 15), date(2026, 2, 12))
NEXT_REVIEWS = (date(2026, 3, 12), date(2026, 4, 9))

PLACE = "Leeds room 4.2 and online"
#: who is asked, and as what; Marta Kowalczyk since Auto-Summary is in the programme
ASKED = {
    "jo": "Chair",
    "helen": "Sponsor",
    "rob": "Sponsor",
    "priya": "Agent Assist",
    "tom": "Chat Assistant",
    "marta": "Auto-Summary",
    "owen": "Finance",
    "daniel": "Data",
}

#: number: what Rob Ellery and Daniel Osei did, and the outcome
OUTCOMES = {
    1: ("here", "here", "Leeds 1 is live. Cardiff follows once it is trained."),
    2: ("here", "here", "Cardiff joins on 12 January. Auto-Summary becomes a pilot."),
    3: ("missed", "here", "Chat Assistant goes live on 19 January with a waiver on its data."),
    4: ("here", "apologies", "Coaching for Cardiff is funded. Auto-Summary passes Frame."),
}

#: review, key, kind, pilot, lead, minutes planned, seconds used, question, outcome
ITEMS: tuple[tuple[int, str, str, str | None, str, int, int | None, str, str | None], ...] = (
    (1, "assist", "pilot", "assist", "priya", 20, 1260, "Agent Assist: three weeks live", "noted"),
    (1, "chat", "pilot", "chat", "tom", 15, 900, "Chat Assistant: options and audit", "noted"),
    (2, "cardiff", "decision", "assist", "priya", 15, 840, "Agent Assist: add Cardiff", "decided"),
    (2, "summary", "pilot", "summary", "marta", 10, 600, "Auto-Summary: the friction point", "noted"),
    (3, "chat", "pilot", "chat", "tom", 20, 1380, "Chat Assistant: ready to go live?", "decided"),
    (3, "wording", "decision", "chat", "tom", 10, 540, "Chat Assistant: agree the wording", "not_decided"),
    (
        4,
        "coaching",
        "decision",
        "assist",
        "priya",
        15,
        780,
        "Agent Assist: fund coaching in Cardiff",
        "decided",
    ),
    (4, "frame", "gate", "summary", "marta", 10, 660, "Auto-Summary: Frame gate", "decided"),
    (4, "actions", "actions", None, "jo", 10, 720, "Actions and risks", "noted"),
    (5, "since", "since", None, "jo", 5, None, "Since review 4", None),
    (5, "decide", "gate", "assist", "priya", 10, None, "Agent Assist: Decide gate", None),
    (5, "recovery", "decision", "chat", "tom", 15, None, "Chat Assistant: agree the recovery plan", None),
    (5, "prepare", "gate", "summary", "marta", 8, None, "Auto-Summary: Prepare gate", None),
    (5, "actions", "actions", None, "jo", 5, None, "Actions and risks", None),
    (5, "freeze", "freeze", None, "jo", 2, None, "Freeze and print", None),
)

RECOVERY_OPTIONS = [
    {
        "name": "Agree the plan",
        "text": "Hold at 10% of chats, fix the data, relaunch 13 Apr on two topics. Holding costs £11k a week.",
    },
    {
        "name": "Agree with changes",
        "text": "Record what changes. The plan stays paused until it is written in.",
    },
    {
        "name": "Stop the pilot",
        "text": "Close on 31 Mar. £164k written off, £7k a week saved. The friction point stays open.",
    },
]


@told("2025-10-27 09:00", "jo", "Plan the sponsor reviews")
def plan_the_sponsor_reviews(steps: Steps, change: Change) -> None:
    for number, day in enumerate((*REVIEWS, *NEXT_REVIEWS), 1):
        put(
            steps,
            change,
            Review,
            f"review_{number}",
            kind="sponsor",
            number=number,
            planned=f"{day} 14:00",
            minutes=45,
            place=PLACE,
            chair="jo",
        )
        for who in ("helen", "rob"):
            put(
                steps,
                change,
                Engagement,
                f"contact_{who}_{day}",
                stakeholder=f"stake_{who}",
                kind="review",
                planned=str(day),
            )


def _invite(steps: Steps, change: Change, number: int) -> None:
    for who, role in ASKED.items():
        if who != "marta" or number > 1:
            put(
                steps,
                change,
                Attendance,
                f"seat_{number}_{who}",
                review=f"review_{number}",
                person=who,
                role=role,
                state="invited",
            )


def _set_agenda(steps: Steps, change: Change, number: int) -> None:
    items = [one for one in ITEMS if one[0] == number]
    for place, (_, key, kind, pilot, lead, minutes, _, question, _) in enumerate(items, 1):
        put(
            steps,
            change,
            AgendaItem,
            f"review_{number}_{key}",
            review=f"review_{number}",
            pilot=pilot,
            kind=kind,
            question=question,
            lead=lead,
            minutes_planned=minutes,
            options=RECOVERY_OPTIONS if (number, key) == (5, "recovery") else None,
            position=place,
        )


def _prepare(number: int, moment: str) -> None:
    @told(moment, "jo", f"Prepare sponsor review {number}")
    def prepare(steps: Steps, change: Change) -> None:
        _invite(steps, change, number)
        _set_agenda(steps, change, number)


def _hold(number: int) -> None:
    day = REVIEWS[number - 1]
    rob, daniel, outcome = OUTCOMES[number]

    @told(f"{day} 15:10", "jo", f"Record sponsor review {number}", freeze=f"Review {number}")
    def hold_review(steps: Steps, change: Change) -> None:
        update(steps, change, f"review_{number}", done=str(day), outcome=outcome)
        came = {"rob": rob, "daniel": daniel}
        for who in ASKED:
            if who != "marta" or number > 1:
                update(steps, change, f"seat_{number}_{who}", state=came.get(who, "here"))
        for review, key, _, _, _, _, used, _, ended in ITEMS:
            if review == number:
                update(steps, change, f"review_{number}_{key}", seconds_used=used, outcome=ended)
        evidence = f"Minutes of review {number}"
        update(steps, change, f"contact_helen_{day}", done=str(day), evidence=evidence)
        if rob == "missed":
            update(steps, change, f"contact_rob_{day}", cancelled_reason="Missed: away on other business")
        elif number != 4:
            update(steps, change, f"contact_rob_{day}", done=str(day), evidence=evidence)

    @told(f"{day} 15:20", "jo", f"Close sponsor review {number}")
    def close_review(steps: Steps, change: Change) -> None:
        update(
            steps, change, f"review_{number}", closed_at=f"{day} 15:20", snapshot=f"snapshot_Review {number}"
        )


for _number in range(1, 5):
    _prepare(_number, f"{REVIEWS[_number - 1].replace(day=REVIEWS[_number - 1].day - 6)} 09:00")
    _hold(_number)
_prepare(5, "2026-03-06 15:00")


@told("2026-02-13 09:20", "jo", "Correct the minutes of review 4: Rob Ellery")
def correct_the_minutes(steps: Steps, change: Change) -> None:
    """He had dialled in and left before the first item; Helen Marsh asked that it counts as missed."""
    update(steps, change, "seat_4_rob", state="missed")
    update(
        steps,
        change,
        "contact_rob_2026-02-12",
        cancelled_reason="Missed: dialled in, left before the first item",
    )


# ------------------------------------------------------------------- governance reviews, impact assessments

#: moment, key, pilot, kind, planned, minutes, chair, outcome (none: still ahead)
OTHERS = (
    ("2025-10-06 10:00", "gov_1", None, "governance", "2025-10-30 10:00", 60, "ruth"),
    ("2025-10-06 10:10", "dpia_assist", "assist", "impact_assessment", "2025-10-17 10:00", 120, "hanna"),
    ("2025-12-16 10:00", "gov_2", None, "governance", "2026-01-22 10:00", 60, "ruth"),
    ("2025-12-16 10:10", "dpia_chat", "chat", "impact_assessment", "2026-01-14 10:00", 120, "hanna"),
    ("2026-02-20 10:00", "gov_3", None, "governance", "2026-04-16 10:00", 60, "ruth"),
    ("2026-02-20 10:10", "dpia_summary", "summary", "impact_assessment", "2026-04-10 10:00", 120, "hanna"),
)
FOUND = {
    "gov_1": "No open incident. Data compliance of Agent Assist has no deputy: Daniel Osei proposes one.",
    "dpia_assist": "Go-live may proceed. Transcripts are kept for 90 days; use is not shown by person.",
    "gov_2": "INC-03 and INC-04 are closed with cause. Chat Assistant has nobody for three questions.",
    "dpia_chat": "No open points. Chat Assistant says that it is an AI in its first line.",
}


def _plan_other(
    moment: str, key: str, pilot: str | None, kind: str, planned: str, minutes: int, chair: str
) -> None:
    @told(moment, "jo", "Plan a governance review" if kind == "governance" else "Plan an impact assessment")
    def plan(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            Review,
            key,
            pilot=pilot,
            kind=kind,
            planned=planned,
            minutes=minutes,
            place="Online",
            chair=chair,
        )

    if key in FOUND:

        @told(f"{planned[:10]} 15:40", chair, "Record a review")
        def record(steps: Steps, change: Change) -> None:
            update(steps, change, key, done=planned[:10], outcome=FOUND[key])


for _one in OTHERS:
    _plan_other(*_one)
