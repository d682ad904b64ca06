"""Weeks of a series by the minute that readings are added to: added up once, and the same as added up anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from cxworkbench.measurement import weekly_sums
from cxworkbench.measurement.readings import Readings
from cxworkbench.measurement.weeks import weekly

ZONE = "Europe/London"
#: A Monday in summer time; the series crosses the end of it.
START = int(datetime(2025, 9, 1, tzinfo=UTC).timestamp())
MINUTES = 110_000
AS_OF = date(2025, 12, 24)


def minutes(first: int, count: int, *, length: int = 60) -> Readings:
    """Readings a minute each, from a minute on; some are set aside."""
    draw = np.random.default_rng(first)
    start = START + 60 * np.arange(first, first + count)
    n = draw.integers(5, 50, count).astype(np.float64)
    numerator = np.floor(n * draw.random(count))
    value = 100 * numerator / n
    aside = draw.random(count) < 0.01
    return Readings(start, start + length, value, numerator, n, aside, np.full(count, START))


def anew(readings: Readings) -> Readings:
    """The same, of which nothing is known."""
    columns = {
        name: getattr(readings, name).copy() for name in readings.__dataclass_fields__ if name != "room"
    }
    return Readings(**columns)


def same(one: object, other: object) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
        for name in ("monday", "value", "numerator", "n", "code", "days")
    )


@pytest.mark.parametrize("kind", ["proportion", "mean", "count"])
def test_weeks_are_the_same_to_the_last_digit(kind, monkeypatch):
    read: list[int] = []
    together = weekly_sums._together
    # Counts the readings that are added up, and adds them up: nothing is replaced.
    monkeypatch.setattr(
        weekly_sums,
        "_together",
        lambda asked, zone, **more: (
            read.append(sum(len(one.readings) for _, one in asked)) or together(asked, zone, **more)
        ),
    )
    held = minutes(0, MINUTES).with_room(MINUTES)
    after = MINUTES
    # A reading, an hour of them, the rest of the week and more, and after weeks without any again some.
    for gap, count in ((0, 1), (0, 60), (0, 12_000), (25_000, 30), (0, 1)):
        added = minutes(after + gap, count)
        after += gap + count
        held = held.followed_by(added)
        found = weekly(held, kind=kind, as_of=AS_OF, time_zone=ZONE, unit_scale=100)
        expected = weekly(anew(held), kind=kind, as_of=AS_OF, time_zone=ZONE, unit_scale=100)
        assert same(found, expected)
        assert found.expected_days == expected.expected_days
    of_long = read[::2]
    assert of_long[0] == MINUTES + 1
    assert max(of_long[1:]) < 25_000, "what was over was added up once more"


def test_what_lies_across_weeks_is_told_apart():
    held = minutes(0, MINUTES).with_room(MINUTES)
    for count in (1, 5):
        crossing = minutes(held_after(held), 1, length=20 * 86_400)
        held = held.followed_by(crossing).followed_by(minutes(held_after(held) + 1, count))
        found = weekly(held, kind="mean", as_of=AS_OF, time_zone=ZONE)
        expected = weekly(anew(held), kind="mean", as_of=AS_OF, time_zone=ZONE)
        assert same(found, expected)
        assert np.array_equal(found.slower.period_from, expected.slower.period_from)
        assert len(found.slower) >= 1


def held_after(readings: Readings) -> int:
    """The minute after the last one."""
    return int(readings.period_from[-1] - START) // 60 + 1


def test_a_reading_that_is_replaced_is_added_up_anew():
    held = minutes(0, MINUTES).with_room(MINUTES).followed_by(minutes(MINUTES, 1))
    weekly(held, kind="mean", as_of=AS_OF, time_zone=ZONE)
    other = replace(anew(minutes(10, 1)), value=np.array([1e6]))
    rows = {name: getattr(other, name) for name in other.__dataclass_fields__ if name != "room"}
    renewed = held.renewed(other.period_from, other.period_to, rows)
    found = weekly(renewed, kind="mean", as_of=AS_OF, time_zone=ZONE)
    assert same(found, weekly(anew(renewed), kind="mean", as_of=AS_OF, time_zone=ZONE))
    assert found.value[0] > weekly(held, kind="mean", as_of=AS_OF, time_zone=ZONE).value[0]
