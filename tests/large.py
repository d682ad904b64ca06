"""Large plans for benchmarks: pilots with all that pilots have, through the program's own doors; a long journal in bulk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from db.change import Change
from db.journal import Changeset, FieldChange, chained
from db.models import (
    Action,
    DecisionRule,
    Engagement,
    FrictionPoint,
    Gate,
    Metric,
    Milestone,
    Objective,
    Person,
    Pilot,
    Programme,
    Risk,
    Series,
    Sponsor,
    Stakeholder,
)
from db.models.pilots import GATES
from db.readings import ReadingRows
from db.session import Session
from db.store import create_plan
from db.values import canonical, instant_text
from tests.plans import MONDAY, NOON, epoch

#: The plan of the promise: 200 pilots, 2,000 milestones, 1,000,000 readings, 50,000 steps in the journal.
PILOTS, STEPS = 200, 50_000
METRICS, MILESTONES, DAYS = 5, 10, 1_000
WEEKS = 52
_FIRST = date(2023, 6, 5)
#: When the plan was begun; its steps are spread from then to NOON, so that a tenth of them came after the last review.
_BEGUN = datetime(2025, 6, 2, 9, tzinfo=UTC)


def large_plan(path: Path, part: float = 1.0) -> None:
    """Write a plan of that part of the full size."""
    _write(path, round(PILOTS * part), METRICS, _readings)
    _lengthen(path, round(STEPS * part))


def weekly_plan(path: Path, pilots: int) -> None:
    """Write a plan of so many pilots, each with 10 milestones and 3 metrics of a year of weekly readings."""
    _write(path, pilots, 3, _weekly)


def _write(path: Path, pilots: int, metrics: int, readings: Callable[[int], ReadingRows]) -> None:
    session = create_plan(
        path, Programme(name="Large", pinned_date=NOON.date()), at=_BEGUN, by="Large", origin="window"
    )
    with closing(session):
        with session.change("Add people", at=_BEGUN, by="Large") as change:
            people = [
                change.add(Person(name=f"Person {place}", title="Team leader"))
                for place in range(max(pilots // 2, 5))
            ]
            change.add(Sponsor(person=people[0]))
            sponsor = change.add(Stakeholder(person=people[0]))
            for day, held in ((date(2026, 2, 11), True), (date(2026, 3, 12), False)):
                done = day if held else None
                change.add(Engagement(stakeholder=sponsor, kind_="review", planned=day, done=done))
        for place in range(pilots):
            _pilot(session, place, people, metrics, readings)


def _pilot(
    session: Session, place: int, people: list[Person], metrics: int, rows: Callable[[int], ReadingRows]
) -> None:
    owner = people[place % len(people)]
    with session.change(f"Add pilot {place}", at=_BEGUN, by="Large") as change:
        pilot = change.add(
            Pilot(
                name=f"Pilot {place}",
                deployment_type="agent_assist",
                status="live",
                owner=owner,
                position=place,
            )
        )
        for number, kind in enumerate(GATES):
            planned = MONDAY + timedelta(days=60 * (number - 3))
            passed = planned if number < 4 else None
            change.add(Gate(pilot=pilot, kind_=kind, planned_on=planned, passed_on=passed))
        change.add(DecisionRule(pilot=pilot, warm_up_weeks=4))
        for number in range(MILESTONES):
            day = NOON.date() + timedelta(days=10 * number - 30)
            change.add(Milestone(pilot=pilot, title=f"Milestone {number}", planned=day, owner=owner))
            if number % 3 == 0:
                change.add(Action(pilot=pilot, text=f"Action {number}", owner=owner, due=day))
                change.add(Risk(pilot=pilot, title=f"Risk {number}", likelihood=3, impact=number % 5 + 1))
        made = [_metric(change, pilot, owner, number) for number in range(metrics)]
        _objective(change, pilot, owner, made[0][0])
    with session.change(f"Readings of pilot {place}", at=_BEGUN, by="Large", kind="import") as change:
        for number, (_, series) in enumerate(made):
            change.write_readings(series.id, rows(place * metrics + number))


def _metric(change: Change, pilot: Pilot, owner: Person, number: int) -> tuple[Metric, Series]:
    metric = change.add(
        Metric(
            pilot=pilot,
            name=f"Metric {number}",
            role="primary" if number == 0 else "guardrail" if number == 1 else "secondary",
            definition="Calls without a repeat in 7 days, of all that were answered",
            unit="percent",
            kind_="proportion",
            direction="up",
            source="Contact history",
            owner=owner,
            baseline_value="61.0",
            baseline_from=date(2025, 8, 4),
            baseline_to=date(2025, 9, 15),
            success_threshold="70.0" if number != 1 else None,
            guardrail_limit="55.0" if number == 1 else None,
            cadence="week",
        )
    )
    return metric, change.add(Series(metric=metric, arm="pilot"))


def _objective(change: Change, pilot: Pilot, owner: Person, metric: Metric) -> None:
    point = change.add(
        FrictionPoint(
            pilot=pilot,
            title="Customers call twice",
            journey_step="Query a bill",
            affected_people="Billing customers",
            volume_per_month=1000,
            evidence="Contact history",
        )
    )
    change.add(
        Objective(
            pilot=pilot,
            friction_point=point,
            outcome="More calls settled first time",
            metric=metric,
            baseline_value="61.0",
            target_value="70.0",
            target_date=date(2026, 6, 30),
            owner=owner,
            priority=1,
            agreed_by=[owner],
            agreed_on=date(2025, 7, 22),
        )
    )


def _readings(seed: int) -> ReadingRows:
    """A reading a day, with numerator and n."""
    return _drawn(seed, _FIRST, DAYS, 1)


def _weekly(seed: int) -> ReadingRows:
    """A reading a week for a year, up to the day of the judgement."""
    return _drawn(seed, NOON.date() - timedelta(days=NOON.weekday() + 7 * WEEKS), WEEKS, 7)


def _drawn(seed: int, first: date, count: int, days: int) -> ReadingRows:
    chance = np.random.default_rng(seed)
    start = epoch(first) + 86_400 * days * np.arange(count, dtype=np.int64)
    n = chance.integers(400, 600, count).astype(np.float64)
    hits = np.floor(n * (0.61 + 0.08 * np.arange(count) / count + chance.normal(0, 0.01, count)))
    return ReadingRows.of(
        start,
        start + 86_400 * days,
        100 * hits / n,
        numerator=hits,
        n=n,
        recorded_on=epoch(NOON.date()),
        source="bench.csv",
    )


def _lengthen(path: Path, steps: int) -> None:
    """Let the journal grow to so many steps, as edits of the milestones' titles would: a commit each takes minutes."""
    with closing(sqlite3.connect(path, isolation_level=None)) as plan:
        seq, previous = plan.execute("SELECT seq, hash FROM changeset ORDER BY seq DESC LIMIT 1").fetchone()
        titles = dict(plan.execute("SELECT id, title FROM milestone ORDER BY rowid"))
        ids = list(titles)
        headers, changes = [], []
        for number in range(seq + 1, steps + 1):
            id = ids[number % len(ids)]
            written = f"Milestone, wording {number}"
            change = FieldChange("milestone", id, "title", canonical(titles[id]), canonical(written))
            titles[id] = written
            at = _BEGUN + (NOON - _BEGUN) * number / steps
            step = Changeset(
                number,
                f"{number:032x}",
                at,
                "Large",
                "here",
                "window",
                "Reword a milestone",
                "edit",
                None,
                (number - 1,),
            )
            previous = chained(previous, step, [change], [])
            head = step.header()
            headers.append((*head[:2], instant_text(at), *head[3:-1], canonical([number - 1]), previous))
            changes.append((number, 0, "milestone", id, "title", change.before, change.after))
        plan.execute("BEGIN IMMEDIATE")
        plan.executemany(f"INSERT INTO changeset VALUES ({', '.join('?' * 11)})", headers)
        plan.executemany('INSERT INTO "change" VALUES (?, ?, ?, ?, ?, ?, ?)', changes)
        plan.executemany(
            "UPDATE milestone SET title = ? WHERE id = ?", [(text, id) for id, text in titles.items()]
        )
        plan.execute("COMMIT")
