"""Readings of a plan loaded anew: what others wrote is put in its place, and nothing else is read again."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from cxworkbench.measurement.readings import Readings
from cxworkbench.plan import PAGE, Plan
from cxworkbench.reading_cache import ReadingCache
from db.models import Metric, Pilot, Programme, Series
from db.past import Past
from db.readings import ReadingRows
from db.session import Session
from db.store import create_plan

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
HOUR = 3600
COUNT = 400


class Written:
    """A plan of one series by the hour, with hands to write to it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        with session.change("Start", at=NOW, by="T") as change:
            metric = change.add(Metric(pilot=change.add(Pilot(name="P")), name="M"))
            self.metric, self.series = metric, change.add(Series(metric=metric)).id
        self.write(range(COUNT), [float(place) for place in range(COUNT)])
        self.cache = ReadingCache()

    def write(self, hours: range, values: list[float]) -> None:
        start = np.array(hours) * HOUR
        with self.session.change("Write", at=NOW, by="T") as change:
            change.write_readings(self.series, ReadingRows.of(start, start + HOUR, values, recorded_on=1))

    def remove(self, hours: list[int]) -> None:
        rows = self.session.readings(self.series)
        with self.session.change("Remove", at=NOW, by="T") as change:
            change.remove_readings(self.series, rows.where(np.isin(rows.period_from // HOUR, hours)))

    def plan(self) -> Plan:
        return Plan(self.session, version=self.session.head, cache=self.cache)

    def past(self, version: int) -> Plan:
        return Plan(Past(self.session, version), version=version, cache=ReadingCache(beside=self.cache))


@pytest.fixture
def written(tmp_path: Path):
    with closing(create_plan(tmp_path / "p.cxplan", Programme(name="P"), at=NOW, by="T")) as session:
        yield Written(session)


def same(one: Readings, other: Readings) -> bool:
    names = ("period_from", "period_to", "value", "numerator", "n", "excluded", "recorded_on")
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name != "excluded")
        for name in names
    )


STEPS = {
    "later ones": lambda it: it.write(range(COUNT, COUNT + 3), [1.0, 2.0, 3.0]),
    "later ones twice": lambda it: (
        it.write(range(COUNT, COUNT + 1), [1.0]),
        it.write(range(COUNT + 1, COUNT + 2), [2.0]),
    ),
    "one in between": lambda it: (it.remove([7]), it.write(range(7, 8), [9.0])),
    "corrected": lambda it: it.write(range(3, 6), [-1.0, -2.0, -3.0]),
    "removed": lambda it: it.remove([0, 5, COUNT - 1]),
    "all removed": lambda it: it.remove(list(range(COUNT))),
    "earlier ones": lambda it: it.write(range(-5, 0), [1.0] * 5),
    "undone": lambda it: (
        it.write(range(3, 6), [1.0] * 3),
        it.session.undo(at=NOW, by="T"),
        it.write(range(COUNT, COUNT + 1), [5.0]),
    ),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_what_was_written_is_put_in_its_place(written, monkeypatch, step):
    before = written.plan()
    held = before.readings(written.metric)
    values = held.value.copy()
    step(written)
    whole = Readings(**written.session.numbers(written.series))
    monkeypatch.setattr(type(written.session), "numbers", None)
    assert same(written.plan().readings(written.metric), whole)
    assert np.array_equal(held.value, values), "the earlier plan's readings were touched"


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_the_past_is_found_from_the_present_and_what_was_written_since(written, monkeypatch, step):
    version = written.session.head
    was = Readings(**written.session.numbers(written.series))
    step(written)
    written.plan().readings(written.metric)
    monkeypatch.setattr(Past, "numbers", None)
    assert same(written.past(version).readings(written.metric), was)


def test_two_plans_that_go_on_from_the_same_readings_keep_their_own(written):
    first = written.plan().readings(written.metric)
    longer = written.write(range(COUNT, COUNT + 1), [5.0]) or written.plan().readings(written.metric)
    one = longer.followed_by(first.where(first.period_from == 0))
    other = longer.followed_by(first.where(first.period_from == HOUR))
    assert (len(first), len(longer), len(one)) == (COUNT, COUNT + 1, COUNT + 2)
    assert (one.value[-1], other.value[-1]) == (0.0, 1.0)


def test_many_readings_are_loaded_page_by_page(written):
    more = range(COUNT, 3 * PAGE)
    written.write(more, [1.0] * len(more))
    plan = written.plan()
    assert len(list(plan.loading())) >= 2
    assert same(plan.readings(written.metric), Readings(**written.session.numbers(written.series)))
    assert plan.held_readings == 3 * PAGE
