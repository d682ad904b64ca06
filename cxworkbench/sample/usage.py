"""Weekly use of each cohort, what was planned, and what keeps people from using it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import Barrier, Usage, UsagePlan

#: Share planned for some weeks since a cohort went live; the weeks between lie on the line between them.
PLAN = {1: 15, 2: 28, 3: 39, 4: 48, 6: 61, 8: 70, 10: 75, 12: 78, 14: 80, 16: 83, 18: 85, 20: 87, 24: 90}
CHAT_PLAN = {1: 30, 2: 45, 3: 55, 4: 62, 5: 68, 6: 72, 7: 75, 8: 77, 12: 80}

#: cohort: pilot, people in scope, first Monday, active people week by week
WEEKS: dict[str, tuple[str, int, date, tuple[int, ...]]] = {
    "leeds_1": ("assist", 80, date(2025, 11, 3),
                (25, 35, 42, 46, 49, 53, 56, 50, 55, 59, 62, 63, 65, 67, 68, 69, 70, 71)),
    "leeds_2": ("assist", 60, date(2025, 12, 1), (13, 21, 26, 24, 29, 34, 36, 38, 40, 42, 43, 44, 46, 47)),
    "cardiff": ("assist", 100, date(2026, 1, 12), (18, 29, 37, 42, 46, 49, 52, 54)),
    "advisers": ("chat", 64, date(2026, 1, 19), (21, 27, 28, 25, 24, 24, 24)),
}  # fmt: skip
#: Of ten active people, how many are proficient by then.
_PROFICIENT = 0.6


def planned_share(plan: dict[int, int], week: int) -> float:
    """The share planned for a week since live, in percent."""
    before = max(known for known in plan if known <= week)
    after = min((known for known in plan if known >= week), default=before)
    if before == after:
        return float(plan[before])
    return plan[before] + (plan[after] - plan[before]) * (week - before) / (after - before)


def _plan_use(moment: str, plan: dict[int, int], *cohorts: str) -> None:
    @told(moment, "jo", "Plan the use of each cohort")
    def planned(steps: Steps, change: Change) -> None:
        for cohort in cohorts:
            for week in range(1, max(plan) + 1):
                put(
                    steps,
                    change,
                    UsagePlan,
                    pilot=WEEKS[cohort][0],
                    cohort=cohort,
                    week_since_live=week,
                    share=f"{planned_share(plan, week) / 100:.3f}",
                )


_plan_use("2025-10-20 11:30", PLAN, "leeds_1", "leeds_2", "cardiff")
_plan_use("2026-01-09 11:00", CHAT_PLAN, "advisers")


def _take_in_usage() -> None:
    """Each Tuesday the figures of the week before come in, for all cohorts in one import."""
    weekly: dict[date, list[tuple[str, int]]] = {}
    for cohort, (_, _, first, active) in WEEKS.items():
        for place in range(len(active)):
            weekly.setdefault(first + timedelta(days=7 * place), []).append((cohort, place))
    for monday, taken in sorted(weekly.items()):
        _take_in_week(monday, taken)


def _take_in_week(monday: date, taken: list[tuple[str, int]]) -> None:
    @told(
        f"{monday + timedelta(days=8)} 14:25",
        "jo",
        f"Import use, week to {monday + timedelta(days=6)}",
        "import",
    )
    def take_in(steps: Steps, change: Change) -> None:
        for cohort, place in taken:
            pilot, people, _, active = WEEKS[cohort]
            put(
                steps,
                change,
                Usage,
                pilot=pilot,
                cohort=cohort,
                week=str(monday),
                in_scope=people,
                active=active[place],
                proficient=round(active[place] * _PROFICIENT * min(1, (place + 1) / 10)),
            )


_take_in_usage()

# --------------------------------------------------------------------------------------------------- barriers

#: key, pilot, cohort, phase, cause, raised, people, text, owner, due, closed, answered, answer, remedy
BARRIERS: tuple[tuple[Any, ...], ...] = (
    ("b1", "assist", None, "test", "technical", "2025-10-13", 9, "Suggestions come after the customer has moved on",
     "ana", "2025-10-31", "2025-10-30", "2025-10-17", "Yes: the index moves nearer, 2 s on 95 of 100 calls.",
     "Move the index to the site"),
    ("b2", "assist", None, "test", "no_need", "2025-10-14", 6, "Experienced advisers see the obvious", "lewis",
     "2025-11-10", "2025-11-07", "2025-10-21", "F9 switches it off for a call, and it can be set to rare topics.",
     "Add F9 and a setting for rare topics"),
    ("b3", "assist", None, "test", "trust_low", "2025-10-15", 11, "No date on the articles", "grace", "2025-10-31",
     "2025-10-29", "2025-10-22", "Every suggestion now shows source and date.", "Show source and date"),
    ("b4", "assist", "leeds_1", "use", "workflow", "2025-11-05", 40, "Pop-up hides account notes", "ana",
     "2025-11-28",
     "2025-11-24", "2025-11-12", "The pop-up moves to the right edge.", "Dock the pop-up at the right"),
    ("b5", "assist", "leeds_1", "use", "targets", "2025-12-10", 14, "Handling time counts while we learn", "meera",
     "2025-12-31", "2026-01-07", "2025-12-16", "The target is set aside for eight weeks, in writing.",
     "Set the target aside for eight weeks"),
    ("b6", "assist", "leeds_2", "use", "workflow", "2026-01-20", 9, "No second screen", "ana", "2026-02-20",
     "2026-02-19", "2026-01-27", "Forty screens come from the closed floor.", "Move 40 screens to Leeds 2"),
    ("b7", "assist", "cardiff", "use", "technical", "2026-01-26", 22, "Suggestions miss Welsh tariff names", "grace",
     "2026-03-13", None, "2026-02-17", "Fourteen names are added by 13 March.", "Add 14 names"),
    ("b8", "assist", "cardiff", "use", "time", "2026-01-30", 12, "Night shift missed training", "sian",
     "2026-03-19", None,
     "2026-02-06", "Two sessions, 17 and 19 March, 21:30, in protected time.", "Run two more sessions"),
    ("b9", "assist", "cardiff", "use", "workflow", "2026-02-15", 31, "Search takes 4.1 s, old wiki 1.2 s", "sian",
     "2026-03-20", None, "2026-02-24", "The 200 most-used articles load at once from 20 March.",
     "Cache the top 200 articles"),
    ("b10", "assist", None, "use", "surveillance", "2026-02-20", 18, "Fear that use is scored in appraisals", "priya",
     "2026-03-13", None, "2026-03-03", "No. It is not, and the note of 13 March says so.", "Publish one-page note"),
    ("b11", "chat", "advisers", "test", "trust_low", "2025-12-16", 5, "The answer on exit fees differs by day",
     "grace",
     "2026-01-16", None, "2025-12-22", "Two articles contradict each other; the audit has the list.",
     "Keep one article on exit fees"),
    ("b12", "chat", "advisers", "test", "workflow", "2025-12-17", 8, "The note does not say what was answered",
     "femi",
     "2026-01-16", "2026-01-15", "2025-12-23", "The last answer is now in the note.",
     "Add the last answer to the note"),
    ("b13", "chat", "advisers", "use", "workflow", "2026-01-29", 27, "Notes arrive without the chat", "femi",
     "2026-03-25", None, "2026-02-26", "Brightline attaches the chat by 25 March.", "Attach the chat to the note"),
    ("b14", "chat", "advisers", "use", "skill", "2026-02-05", 11, "Training was 20 minutes", "kemi", "2026-04-03",
     None,
     "2026-02-12", "Two more sessions once the note is right.", "Retrain after the fix of the note"),
    ("b15", "chat", "advisers", "use", "no_need", "2026-02-09", 16, "Topics miss the real questions", "tom",
     "2026-04-08",
     None, None, None, "Relaunch on meter readings and payment dates only"),
)  # fmt: skip


def _raise(one: tuple[Any, ...]) -> None:
    key, pilot, cohort, phase, cause, raised, people, text, owner, due, closed, answered, answer, remedy = one

    @told(f"{raised} 17:05", owner, f"Log a barrier: {text}")
    def log(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            Barrier,
            key,
            pilot=pilot,
            cohort=cohort,
            phase=phase,
            cause=cause,
            date=raised,
            people=people,
            text=text,
            owner=owner,
        )

    if answered:

        @told(f"{answered} 17:06", owner, "Answer a barrier")
        def answer_it(steps: Steps, change: Change) -> None:
            update(steps, change, key, responded_on=answered, response=answer, remedy=remedy, due=due)

    if closed:

        @told(f"{closed} 17:07", owner, "Close a barrier")
        def close(steps: Steps, change: Change) -> None:
            update(steps, change, key, closed_on=closed)


for _barrier in BARRIERS:
    _raise(_barrier)


@told("2026-02-25 09:40", "jo", "What removes the search barrier of Cardiff")
def removed_by(steps: Steps, change: Change) -> None:
    update(steps, change, "b9", removes="m_cleared")
