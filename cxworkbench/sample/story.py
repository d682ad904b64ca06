"""What happened on the way: events, milestones, decisions, actions, weekly imports, and the pause of March."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from cxworkbench.sample.parts import add_event
from cxworkbench.sample.series import SERIES, WeeklySeries
from cxworkbench.sample.steps import LONDON, Steps, told
from db.change import Change
from db.models import Action, Decision, Milestone
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
#: milestone, day it was done, who said so
DONE = (
    ("m1", date(2025, 10, 6), "priya"),
    ("m2", date(2025, 10, 15), "lewis"),
    ("m3", date(2025, 10, 29), "priya"),
    ("m4", date(2025, 11, 26), "priya"),
    ("m5", date(2025, 12, 15), "sian"),
    ("m6", date(2026, 1, 23), "sian"),
)


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
                )
            ),
        )


def _done(key: str, day: date, who: str) -> None:
    @told(f"{day} 17:20", who, "Milestone done")
    def finish(steps: Steps, change: Change) -> None:
        change.set(steps[key], done=day, percent=Decimal(1))


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
    for pilot, stream, title, owner, planned in (
        ("assist", "adoption", "Cardiff barrier cleared", "sian", date(2026, 3, 20)),
        ("summary", "benefits", "ROI ramp", "owen", date(2026, 3, 18)),
    ):
        change.add(
            Milestone(pilot=steps[pilot], workstream=stream, title=title, owner=steps[owner], planned=planned)
        )


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
)


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
            reason="As recommended",
        )


for _decision in DECISIONS:
    _ask_and_take(*_decision)

ASKED = (
    (
        "2026-02-26 16:30",
        "Name three people for Chat Assistant",
        "chat",
        "agree",
        date(2026, 2, 26),
        "rob",
        "To monitor outputs, handle errors and decide on the unexpected. Nobody does today.",
    ),
    (
        "2026-03-09 10:10",
        "Decide on Agent Assist",
        "assist",
        "pass gate",
        date(2026, 3, 9),
        "helen",
        "The Decide gate is due and its decide-by date is the same day.",
    ),
    (
        "2026-03-10 16:00",
        "Agree the Chat Assistant recovery plan",
        "chat",
        "agree",
        date(2026, 3, 10),
        "rob",
        "Hold at 10% of chats, fix the knowledge base, relaunch 13 Apr on two topics.",
    ),
)


def _ask(moment: str, question: str, pilot: str, kind: str, day: date, of: str, why: str) -> None:
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
            )
        )


for _question in ASKED:
    _ask(*_question)


# ---------------------------------------------------------------------------------------------------- actions

#: moment, number, pilot, text, owner, due
ACTIONS = (
    ("2026-02-05 10:00", 14, None, "Publish transcript retention policy", "daniel", date(2026, 3, 5)),
    (
        "2026-02-12 16:00",
        22,
        "summary",
        "Agree call transcripts with works council",
        "hanna",
        date(2026, 3, 30),
    ),
    ("2026-02-24 09:00", 24, "summary", "Add a ramp to the Auto-Summary case", "owen", date(2026, 3, 18)),
    ("2026-02-26 09:00", 25, "chat", "Restate the Chat Assistant ROI case", "owen", date(2026, 3, 20)),
    ("2026-02-26 09:20", 26, "chat", "Attach the chat to the handover note", "femi", date(2026, 3, 25)),
    ("2026-03-02 11:00", 27, "chat", "Send letters to 34 customers, INC-06", "kemi", date(2026, 3, 13)),
    ("2026-03-03 09:00", 28, "assist", "Publish the note on use and appraisals", "priya", date(2026, 3, 13)),
    ("2026-03-04 09:00", 29, "assist", "Book Cardiff coaching slots", "priya", date(2026, 3, 9)),
    ("2026-03-06 09:00", 30, "summary", "Recode 2,140 complaint cases", "grace", date(2026, 3, 25)),
)


def _act(moment: str, number: int, pilot: str | None, text: str, owner: str, due: date) -> None:
    @told(moment, "jo", f"Add action A-{number:03d}")
    def act(steps: Steps, change: Change) -> None:
        made = Action(
            number=number, pilot=steps[pilot] if pilot else None, text=text, owner=steps[owner], due=due
        )
        steps.keep(f"a{number}", change.add(made))


for _action in ACTIONS:
    _act(*_action)


@told("2026-03-09 09:15", "priya", "Action A-029 done")
def coaching_booked(steps: Steps, change: Change) -> None:
    change.set(steps["a29"], done_on=date(2026, 3, 9))


# ----------------------------------------------------------------------------------------- the pause of March


@told("2026-03-03 10:00", "jo", "Rob Ellery is doubtful")
def doubtful(steps: Steps, change: Change) -> None:
    change.set(steps["stake_rob"], support="doubtful")
    change.set(steps["stake_paul"], support="doubtful")
    change.set(steps["stake_daniel"], support="doubtful")


@told("2026-03-09 15:32", "rob", "Pause Chat Assistant")
def pause(steps: Steps, change: Change) -> None:
    change.set(steps["chat"], status="paused", exposure=Decimal("0.1"))
    change.set(steps["chat_decide"], held=True)
    change.add(
        Milestone(
            pilot=steps["chat"],
            workstream="data",
            title="Data fixes done",
            owner=steps["grace"],
            planned=date(2026, 3, 27),
        )
    )
    change.add(
        Milestone(
            pilot=steps["chat"],
            workstream="technology",
            title="Relaunch",
            owner=steps["tom"],
            planned=date(2026, 4, 13),
        )
    )


@told("2026-03-10 16:20", "tom", "Contained in chat, definition", "amendment")
def amend_definition(steps: Steps, change: Change) -> None:
    change.set(
        steps["ca_contained"],
        definition="Chats closed without an adviser and with no repeat contact in 7 days",
        rival_definition="Chats closed without an adviser, whatever comes after: 31.4%",
    )


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
