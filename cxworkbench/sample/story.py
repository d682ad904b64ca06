"""What happened on the way: events, milestones, decisions, actions, weekly imports, and the pause of March."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from cxworkbench.sample.parts import add_event
from cxworkbench.sample.reviews import RECOVERY_OPTIONS
from cxworkbench.sample.series import SERIES, WeeklySeries
from cxworkbench.sample.steps import LONDON, Steps, told
from db.change import Change
from db.models import Decision, Milestone
from db.readings import ReadingRows

# ------------------------------------------------------------------------------------------------- milestones

#: key, pilot, workstream, stage, title, owner, planned
MILESTONES = (
    ("m1", "assist", "adoption", "aware", "Leeds floor briefings", "priya", date(2025, 10, 6)),
    ("m2", "assist", "adoption", "involved", "24 advisers test it", "lewis", date(2025, 10, 13)),
    ("m3", "assist", "adoption", "trained", "Leeds 1 trained, 80", "priya", date(2025, 10, 27)),
    ("m4", "assist", "adoption", "trained", "Leeds 2 trained, 60", "priya", date(2025, 11, 24)),
    ("m5", "assist", "adoption", "aware", "Cardiff floor briefings", "sian", date(2025, 12, 1)),
    ("m6", "assist", "adoption", "trained", "Cardiff trained, 88 of 100", "sian", date(2026, 1, 5)),
    ("m7", "assist", "adoption", "using", "Cardiff 70% active", "sian", date(2026, 3, 2)),
    ("m8", "assist", "adoption", "proficient", "All cohorts 80% active", "priya", date(2026, 4, 6)),
)
#: milestone, day it was done, who said so, evidence
DONE = (
    ("m1", date(2025, 10, 6), "priya", "Attendance, 140 of 140"),
    ("m2", date(2025, 10, 15), "lewis", "Findings log, 60 calls"),
    ("m3", date(2025, 10, 29), "priya", "Sign-in sheet, 80 of 80"),
    ("m4", date(2025, 11, 26), "priya", "Sign-in sheet, 60 of 60"),
    ("m5", date(2025, 12, 15), "sian", "Attendance, 100 of 100"),
    ("m6", date(2026, 1, 23), "sian", "Sign-in sheets, 88 of 100"),
)
#: milestone: the cohort that it is of; the others are for all
COHORT_OF = {"m3": "leeds_1", "m4": "leeds_2", "m5": "cardiff", "m6": "cardiff", "m7": "cardiff"}


@told("2025-09-30 16:00", "jo", "Plan the milestones of Agent Assist")
def plan_the_milestones(steps: Steps, change: Change) -> None:
    for place, (key, pilot, stream, stage, title, owner, planned) in enumerate(MILESTONES, 1):
        steps.keep(
            key,
            change.add(
                Milestone(
                    pilot=steps[pilot],
                    workstream=stream,
                    stage=stage,
                    title=title,
                    owner=steps[owner],
                    planned=planned,
                    position=place,
                    cohort=steps[COHORT_OF[key]] if key in COHORT_OF else None,
                )
            ),
        )


def _done(key: str, day: date, who: str, evidence: str) -> None:
    @told(f"{day} 17:20", who, "Milestone done")
    def finish(steps: Steps, change: Change) -> None:
        change.set(steps[key], done=day, percent=Decimal(1), evidence=evidence)


for _one in DONE:
    _done(*_one)


@told("2026-01-26 10:00", "sian", "Move two forecasts for Cardiff")
def first_slip(steps: Steps, change: Change) -> None:
    change.set(steps["m7"], forecast=date(2026, 3, 23))
    change.set(steps["m8"], forecast=date(2026, 4, 20))


@told("2026-03-10 11:40", "sian", "Move the forecast, Cardiff 70% active")
def second_slip(steps: Steps, change: Change) -> None:
    change.set(steps["m7"], forecast=date(2026, 4, 6))
    change.set(steps["m8"], forecast=date(2026, 5, 4))


@told("2026-02-25 09:30", "jo", "Add the next milestones")
def next_milestones(steps: Steps, change: Change) -> None:
    for key, pilot, stream, title, owner, planned in (
        ("m_cleared", "assist", "adoption", "Cardiff barrier cleared", "sian", date(2026, 3, 20)),
        ("m_ramp", "summary", "benefits", "ROI ramp", "owen", date(2026, 3, 18)),
    ):
        made = Milestone(
            pilot=steps[pilot], workstream=stream, title=title, owner=steps[owner], planned=planned
        )
        steps.keep(key, change.add(made))


# ----------------------------------------------------------------------------------------------------- events


@told("2025-12-01 08:00", "priya", "Leeds 2 joins")
def leeds_2_joins(steps: Steps, change: Change) -> None:
    add_event(steps, change, "assist", date(2025, 12, 1), "Leeds 2", "cohort_joins", "Leeds 2 joins")


@told("2026-01-12 08:00", "sian", "Cardiff joins")
def cardiff_joins(steps: Steps, change: Change) -> None:
    add_event(steps, change, "assist", date(2026, 1, 12), "Cardiff", "cohort_joins", "Cardiff joins")


@told("2026-02-02 09:10", "grace", "Tariff content refreshed")
def tariff_content(steps: Steps, change: Change) -> None:
    add_event(
        steps,
        change,
        "assist",
        date(2026, 2, 2),
        "Tariff content refreshed",
        "change",
        "Tariff content refreshed 2 Feb",
    )


# -------------------------------------------------------------------------------------------------- decisions

#: key, number, pilot, kind, question, asked, of, taken, outcome
DECISIONS = (
    (
        "d5",
        5,
        "chat",
        "select",
        "Choose the chat tool",
        (2025, 12, 1),
        "rob",
        (2025, 12, 8),
        "Brightline Chat",
    ),
    ("d6", 6, "assist", "agree", "Add Cardiff, 12 Jan", (2025, 12, 15), "helen", (2025, 12, 18), "Agreed"),
    ("d7", 7, "assist", "agree", "Fund 20 min coaching", (2026, 2, 12), "helen", (2026, 2, 14), "Agreed"),
    ("d8", 8, "chat", "agree", "Agree the chat wording", (2026, 2, 2), "rob", (2026, 2, 16), "Agreed"),
    ("d9", 9, "assist", "agree", "Refresh tariff content", (2026, 2, 18), "helen", (2026, 2, 22), "Agreed"),
    (
        "d10",
        10,
        "chat",
        "pause",
        "Pause Chat Assistant",
        (2026, 3, 2),
        "rob",
        (2026, 3, 9),
        "Pause, 10% of chats",
    ),
    (
        "d11",
        11,
        "summary",
        "select",
        "Choose the tool for Auto-Summary",
        (2026, 3, 6),
        "helen",
        (2026, 3, 9),
        "Clearline Notes, once Prepare is passed",
    ),
)


#: decision: why it was taken so
REASONS = {
    "d5": "Highest score of three; the option without AI needs a call back for each chat",
    "d6": "Leeds 2 is at 40% after four weeks, on plan; rooms are booked for the training",
    "d7": "Cardiff at 42% against 48% planned; twenty minutes a week cost two full posts until April",
    "d8": "Approved with the route to a person in the first line",
    "d9": "INC-05 came from content that was a day late",
    "d10": "Repeats over 20% for four weeks; the knowledge base, not the model, is the cause",
    "d11": "Highest score, audited first, and an option of a contract that we have; signed only after Prepare",
}
#: decision: the item of a review at which it was asked
ITEM_OF = {"d6": "review_2_cardiff", "d7": "review_4_coaching"}


def _ask_and_take(
    key: str,
    number: int,
    pilot: str,
    kind: str,
    question: str,
    asked: tuple[int, int, int],
    of: str,
    taken: tuple[int, int, int],
    outcome: str,
) -> None:
    @told(f"{date(*asked)} 12:00", "jo", f"Ask for a decision: {question}")
    def ask(steps: Steps, change: Change) -> None:
        steps.keep(
            key,
            change.add(
                Decision(
                    pilot=steps[pilot],
                    kind_=kind,
                    question=question,
                    asked_on=date(*asked),
                    asked_of=steps[of],
                    agenda_item=steps[ITEM_OF[key]] if key in ITEM_OF else None,
                )
            ),
        )

    @told(f"{date(*taken)} 15:30", of, f"Decide: {question}")
    def take(steps: Steps, change: Change) -> None:
        change.set(
            steps[key],
            number=number,
            date=date(*taken),
            outcome=outcome,
            decided_by=steps[of],
            reason=REASONS[key],
            cites=_repeats(steps) if key == "d10" else None,
        )


def _repeats(steps: Steps) -> list[dict[str, object]]:
    """The four weeks of repeats over their guardrail."""
    series = next(one for one in SERIES if one.metric == "ca_repeat" and not one.baseline)
    assert series.n is not None
    weeks = [series.first_monday + timedelta(days=7 * place) for place in range(3, 7)]
    return [
        {
            "metric": steps["ca_repeat"].id,
            "from": str(week),
            "to": str(week + timedelta(days=7)),
            "value": series.values[place],
            "n": series.n[place],
        }
        for place, week in enumerate(weeks, 3)
    ]


for _decision in DECISIONS:
    _ask_and_take(*_decision)

#: moment, question, pilot, kind, day, of whom, why, item of review 5
ASKED: tuple[tuple[str, str, str, str, date, str, str, str | None], ...] = (
    (
        "2026-02-26 16:30",
        "Name three people for Chat Assistant",
        "chat",
        "agree",
        date(2026, 2, 26),
        "rob",
        "To monitor outputs, handle errors and decide on the unexpected. Nobody does today.",
        None,
    ),
    (
        "2026-03-09 10:10",
        "Decide on Agent Assist",
        "assist",
        "pass gate",
        date(2026, 3, 9),
        "helen",
        "The Decide gate is due and its decide-by date is the same day.",
        "review_5_decide",
    ),
    (
        "2026-03-10 16:00",
        "Agree the Chat Assistant recovery plan",
        "chat",
        "agree",
        date(2026, 3, 10),
        "rob",
        "Hold at 10% of chats, fix the knowledge base, relaunch 13 Apr on two topics.",
        "review_5_recovery",
    ),
)


def _ask(
    moment: str, question: str, pilot: str, kind: str, day: date, of: str, why: str, item: str | None
) -> None:
    @told(moment, "jo", f"Ask for a decision: {question}")
    def ask(steps: Steps, change: Change) -> None:
        change.add(
            Decision(
                pilot=steps[pilot],
                kind_=kind,
                question=question,
                asked_on=day,
                asked_of=steps[of],
                reason=why,
                agenda_item=steps[item] if item else None,
                options=RECOVERY_OPTIONS if item == "review_5_recovery" else None,
            )
        )


for _question in ASKED:
    _ask(*_question)


# ----------------------------------------------------------------------------------------- the pause of March


@told("2026-03-09 15:32", "rob", "Pause Chat Assistant")
def pause(steps: Steps, change: Change) -> None:
    change.set(steps["chat"], status="paused", exposure=Decimal("0.1"))
    change.set(steps["chat_decide"], held=True)
    for key, stream, title, owner, planned in (
        ("m_fixes", "data", "Data fixes done", "grace", date(2026, 3, 27)),
        ("m_relaunch", "technology", "Relaunch", "tom", date(2026, 4, 13)),
    ):
        made = Milestone(
            pilot=steps["chat"], workstream=stream, title=title, owner=steps[owner], planned=planned
        )
        steps.keep(key, change.add(made))


@told("2026-03-10 17:05", "tom", "Restate the objective")
def restate(steps: Steps, change: Change) -> None:
    change.set(steps["chat_objective"], version=2, outcome="Better service", agreed_by=[], agreed_on=None)


@told("2026-03-11 10:31", "jo", "Move Prepare, Auto-Summary")
def move_prepare(steps: Steps, change: Change) -> None:
    change.set(steps["summary_prepare"], planned_on=date(2026, 3, 25))


@told("2026-03-11 10:42", "jo", "Change outcome")
def change_outcome(steps: Steps, change: Change) -> None:
    change.set(steps["chat_objective"], outcome="Better digital experience")


# ----------------------------------------------------------------------------------------------------- imports


def _epoch(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=LONDON).timestamp())


def _rows(series: WeeklySeries, places: range, recorded: datetime) -> ReadingRows:
    mondays = [series.first_monday + timedelta(days=7 * place) for place in places]
    values = [series.values[place] for place in places]
    n = None if series.n is None else [series.n[place] for place in places]
    share = series.metric in {"aa_fcr", "ca_contained", "ca_repeat", "as_reopened"}
    numerator = (
        None if n is None or not share else [round(v * k / 100) for v, k in zip(values, n, strict=True)]
    )
    return ReadingRows.of(
        [_epoch(monday) for monday in mondays],
        [_epoch(monday + timedelta(days=7)) for monday in mondays],
        values,
        numerator=numerator,
        n=n,
        recorded_on=int(recorded.timestamp()),
        source="Weekly export",
    )


def _import(moment: str, label: str, taken: list[tuple[WeeklySeries, range]]) -> None:
    recorded = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)

    @told(moment, "jo", label, "import")
    def take_in(steps: Steps, change: Change) -> None:
        for series, places in taken:
            change.write_readings(steps[f"series_{series.metric}"].id, _rows(series, places, recorded))


def _plan_imports() -> None:
    """Baselines come in as they are measured, up to the day after their last week; live weeks each Tuesday."""
    weekly: dict[date, list[tuple[WeeklySeries, range]]] = {}
    for series in SERIES:
        count = len(series.values)
        if series.baseline and series.metric not in {"as_acw", "as_reopened"}:
            last = series.first_monday + timedelta(days=7 * count)
            weekly.setdefault(last + timedelta(days=1), []).append((series, range(count)))
            continue
        for place in range(count):
            tuesday = series.first_monday + timedelta(days=7 * place + 8)
            weekly.setdefault(tuesday, []).append((series, range(place, place + 1)))
    for tuesday, taken in weekly.items():
        ended = tuesday - timedelta(days=2)
        _import(f"{tuesday} 14:11", f"Import readings, week to {ended.day} {ended:%b}", taken)


_plan_imports()
