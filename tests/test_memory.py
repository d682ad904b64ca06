"""Judged with what was judged before, the answer is the same as judged afresh; and only what was touched is judged."""

from __future__ import annotations

import dataclasses
import random
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxworkbench.assess import assess
from cxworkbench.memory import Memories, loaded_anew
from cxworkbench.plan import Plan
from cxworkbench.sample import PINNED_DAY
from db.errors import FieldError
from db.fields import Field
from db.models import Gate, Metric, Milestone, Person, Pilot, Programme, Series
from db.past import Past
from db.records import FAMILIES, Record
from db.store import open_plan
from tests.plans import NOON, weeks
from tests.prepared import put_sample

DAY = PINNED_DAY


@pytest.fixture
def session(tmp_path):
    opened = open_plan(put_sample(tmp_path / "s.cxplan"), origin="window")
    yield opened
    opened.close()


def plain(found: Any) -> Any:
    """Everything that is said, in a form that compares by value."""
    if isinstance(found, Plan):
        return found.version
    if isinstance(found, Record):
        return {name: value for name, value in found.__dict__.items() if name != "_said"}
    if dataclasses.is_dataclass(found):
        said = {one.name: plain(getattr(found, one.name)) for one in dataclasses.fields(found)}
        if "explain" in said:
            said["explain"] = plain(found.explain())
        return said
    if isinstance(found, np.ndarray):
        return [repr(one) for one in found.tolist()]
    if isinstance(found, tuple | list):
        return [plain(one) for one in found]
    if isinstance(found, dict):
        return {key: plain(value) for key, value in found.items()}
    return repr(found) if callable(found) or isinstance(found, float) else found


class Followed:
    """A plan as the window follows it: loaded anew from what changed, judged with what it remembers."""

    def __init__(self, session) -> None:
        self.session = session
        self.memories = Memories()
        self.plan = Plan(session, version=session.head)
        self.past: Plan | None = Plan(Past(session, session.head - 5), version=session.head - 5)

    def again(self):
        self.plan = loaded_anew(self.session, self.plan, self.memories.readings)
        return assess(self.plan, DAY, past=self.past, memories=self.memories)

    def afresh(self):
        return assess(Plan(self.session, version=self.session.head), DAY, past=self.past)


def altered(chance: random.Random, field: Field[Any], record: Record, session) -> Any:
    """Another value for a field."""
    now = record.__dict__[field.key]
    if field.kind == "choice" and field.choices:
        return chance.choice(list(field.choices))
    if field.kind == "date":
        return DAY + timedelta(days=chance.randint(-200, 200)) if chance.random() < 0.8 else None
    if field.kind in {"text", "long_text"}:
        return chance.choice(["Better service", "Callers wait under 2 minutes", f"{now} more"])
    if field.kind in {"integer", "duration"}:
        return (now or 0) + chance.randint(0, 3)
    if field.kind in {"decimal", "money", "share"}:
        return chance.choice([None, Decimal("0.4"), Decimal("0.61")])
    if field.kind == "yes_no":
        return chance.choice([True, False, None])
    if field.kind == "link":
        return chance.choice([None, *(one.id for one in session.records(FAMILIES[field.to]))])
    return now


def random_step(chance: random.Random, session) -> None:
    what = chance.random()
    if what < 0.15:
        session.undo(at=NOON, by="Test")
        return
    families = [family for family in FAMILIES.values() if session.records(family)]
    with session.change("Step", at=NOON, by="Test") as change:
        if what < 0.3:
            series = chance.choice(session.records(Series))
            values = [chance.uniform(10, 90) for _ in range(chance.randint(1, 20))]
            first = date(2025, 11, 3) + timedelta(days=7 * chance.randint(0, 18))
            change.write_readings(series.id, weeks(values, first))
            return
        if what < 0.4:
            change.add(Milestone(pilot=chance.choice(session.records(Pilot)), title="New", planned=DAY))
            return
        record = chance.choice(session.records(chance.choice(families)))
        if what < 0.5 and not isinstance(record, Programme):
            change.set(record, binned=NOON if record.binned is None else None)
            return
        field = chance.choice([one for one in record.fields.values() if one.name != "binned"])
        change.set(record, **{field.name: altered(chance, field, record, session)})


@pytest.mark.parametrize("seed", range(2))
def test_it_says_what_a_fresh_judgement_says(session, seed):
    chance, followed = random.Random(seed), Followed(session)
    followed.again()
    for _ in range(15):
        try:
            random_step(chance, session)
        except FieldError:
            continue
        assert plain(followed.again()) == plain(followed.afresh())


def test_only_what_was_touched_is_judged_again(session):
    followed = Followed(session)
    followed.past = None
    before = {state.pilot.id: state for state in followed.again().pilots}
    metric = followed.plan.all(Metric)[0]
    with session.change("Ask for more", at=NOON, by="Test") as change:
        change.set(metric, success_threshold="99.0")
    after = {state.pilot.id: state for state in followed.again().pilots}
    assert [id for id, state in after.items() if state is not before[id]] == [metric.pilot]
    old = {one.metric.id: one for one in before[metric.pilot].metrics}
    assert [one.metric.id for one in after[metric.pilot].metrics if one is not old[one.metric.id]] == [
        metric.id
    ]


def test_a_plan_loaded_anew_keeps_the_records_that_did_not_change(session):
    followed = Followed(session)
    gates, people = followed.plan.all(Gate), followed.plan.all(Person)
    with session.change("Rename", at=NOON, by="Test") as change:
        change.set(people[0], name="Another name")
    followed.again()
    assert all(now is then for now, then in zip(followed.plan.all(Gate), gates, strict=True))
    same = [now is then for now, then in zip(followed.plan.all(Person), people, strict=True)]
    assert same == [False] + [True] * (len(people) - 1)


def test_one_edited_record_is_read_and_no_other(session, monkeypatch):
    followed = Followed(session)
    person = followed.plan.all(Person)[0]
    with session.change("Rename", at=NOON, by="Test") as change:
        change.set(person, name="Another name")
    asked = []
    records = session.records
    monkeypatch.setattr(
        session, "records", lambda family, ids=None: asked.append((family, ids)) or records(family, ids)
    )
    followed.plan = loaded_anew(session, followed.plan, followed.memories.readings)
    assert asked == [(Person, frozenset({person.id}))]
    assert followed.plan.get(Person, person.id).name == "Another name"


@pytest.mark.parametrize("seed", range(20))
def test_loaded_from_what_was_edited_it_is_the_plan_of_the_file(session, seed):
    """Moved, added, put into the bin and back, undone, several steps at once: the same records in the same order."""
    chance, followed = random.Random(seed), Followed(session)
    for _ in range(12):
        for _ in range(chance.randint(1, 3)):
            with suppress(FieldError):
                random_step(chance, session)
            milestones = session.records(Milestone)
            with suppress(FieldError), session.change("Move", at=NOON, by="Test") as change:
                change.set(chance.choice(milestones), position=chance.randint(1, 5))
        followed.plan = loaded_anew(session, followed.plan, followed.memories.readings)
        fresh = Plan(session, version=session.head)
        for kind, family in FAMILIES.items():
            assert plain(followed.plan.all(family)) == plain(fresh.all(family)), kind
            assert plain(followed.plan._binned[kind]) == plain(fresh._binned[kind]), kind
        assert plain(followed.plan._by_id) == plain(fresh._by_id)


def test_another_day_is_judged_afresh(session: Any, tmp_path: Path):
    followed = Followed(session)
    followed.again()
    later = DAY + timedelta(days=30)
    again = assess(followed.plan, later, memories=followed.memories)
    assert plain(again) == plain(assess(Plan(session, version=session.head), later))
