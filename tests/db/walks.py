"""Random walks of edits, imports, undo and redo in a window, over restarts and with commands that write in between."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from db.check import check
from db.models import Metric, Person, Pilot
from db.session import Session
from db.store import open_plan
from tests.plans import NOON, PlanBuilder, weeks

State = tuple[Any, ...]


@dataclass
class Walks:
    """What was walked, and what then wasn't as it should be."""

    walks: int = 0
    steps: int = 0
    beside: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class _Expected:
    """What undo and redo must give back, kept apart from the journal."""

    now: State
    done: list[State] = field(default_factory=list)
    undone: list[State] = field(default_factory=list)


def walks(folder: Path, count: int, *, steps: int = 30, restarts: int = 5) -> Walks:
    """Walk so many times; in every second walk a command writes now and then."""
    builder = PlanBuilder(folder / "begun.cxplan").with_pilot().with_metric()
    builder.session.close()
    found = Walks()
    for number in range(count):
        plan = Path(shutil.copy(builder.session.path, folder / "walk.cxplan"))
        _walk(plan, random.Random(number), found, steps, restarts, beside=number % 2 == 1)
        found.walks += 1
    return found


def _walk(
    plan: Path, chance: random.Random, found: Walks, steps: int, restarts: int, *, beside: bool
) -> None:
    session = open_plan(plan, origin="window")
    begun = session.head
    expected = _Expected(_state(session))
    for number in range(steps):
        if number and number % (steps // (restarts + 1)) == 0:
            session.close()
            session = open_plan(plan, origin="window")
        if beside and chance.random() < 0.3:
            _by_command(plan, chance)
            session.poll()
            found.beside += 1
        _step(session, chance, expected, begun, number)
        found.steps += 1
        if _state(session) != expected.now:
            found.wrong.append(f"{plan.name}: step {number} is not what undo and redo should give")
            break
    found.wrong += check(session)
    session.close()


def _step(session: Session, chance: random.Random, expected: _Expected, begun: int, number: int) -> None:
    # Steps lie further apart than typing does, so that each is one for undo.
    at = NOON + timedelta(minutes=number)
    doing = chance.random()
    if doing < 0.3 and session.head > begun and expected.done:
        session.undo(at=at, by="T")
        expected.undone.append(expected.now)
        expected.now = expected.done.pop()
        return
    if doing < 0.55:
        if expected.undone:
            session.redo(at=at, by="T")
            expected.done.append(expected.now)
            expected.now = expected.undone.pop()
        else:
            assert session.redo(at=at, by="T") is None
        return
    with session.change(f"Edit {number}", at=at, by="T") as change:
        metric = session.records(Metric)[0]
        if doing < 0.7:
            series = next(iter(session.series_digests()))
            change.write_readings(series, weeks([chance.random() for _ in range(chance.randint(1, 9))]))
        elif doing < 0.8:
            change.add(Person(name=f"Person {number}"))
        else:
            change.set(metric, name=f"Metric {number}", k=chance.randint(2, 52))
    expected.done.append(expected.now)
    expected.undone.clear()
    expected.now = _state(session)


def _by_command(plan: Path, chance: random.Random) -> None:
    with (
        closing(open_plan(plan, origin="command")) as session,
        session.change("By a command", at=NOON, by="Script") as change,
    ):
        change.set(session.records(Pilot)[0], name=f"Pilot {chance.random()}")


def _state(session: Session) -> State:
    """What only the window writes, byte for byte as the file holds it."""
    rows = session._connection.execute("SELECT * FROM metric ORDER BY id").fetchall()
    people = session._connection.execute("SELECT * FROM person ORDER BY id").fetchall()
    readings = session._connection.execute("SELECT * FROM reading ORDER BY 1, 2, 3").fetchall()
    return (rows, people, readings, sorted(session.series_digests().items()))
