"""The unit of evidence: closed ISO weeks of the programme's time zone (statistics.md 0)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from cxworkbench.measurement.local_days import IntColumn, day_ordinals, last_closed_monday
from cxworkbench.measurement.pooling import pool
from cxworkbench.measurement.readings import FloatColumn, Kind, Mask, Readings

FEWEST_WEEKS_FOR_WEEKDAYS = 4


class WeekState(StrEnum):
    """Whether a week counts, and if not, why not. Only `closed` counts."""

    CLOSED = "closed"
    OPEN = "open"
    TOO_FEW_DAYS = "too_few_days"
    EXCLUDED = "excluded"
    BELOW_MINIMUM = "below_minimum"
    MISSING = "missing"


@dataclass(frozen=True, eq=False)
class Weeks:
    """One row a week, without a gap from the week of the first reading to that of the last.

    Attributes:
        monday: the week's Monday as `date.toordinal` number.
        value: in the metric's unit; NaN where there is none. Weeks that don't count keep theirs, to be
            drawn hollow.
        numerator: counts, NaN unknown.
        n: counts, NaN unknown.
        state: why a week counts or doesn't.
        days: how many of the expected days a week holds.
        expected_days: how many days a full week of this series has.
        as_of: the day on which the weeks were looked at.
        slower: readings that don't lie within one ISO week (a month, seven days from a Wednesday): plotted,
            never judged.
    """

    monday: IntColumn
    value: FloatColumn
    numerator: FloatColumn
    n: FloatColumn
    state: tuple[WeekState, ...]
    days: IntColumn
    expected_days: int
    as_of: date
    slower: Readings

    def __len__(self) -> int:
        return len(self.monday)

    @property
    def counts(self) -> Mask:
        """Which weeks are evidence: closed, whole enough, not set aside, large enough."""
        return np.asarray([state is WeekState.CLOSED for state in self.state], dtype=np.bool_)

    @property
    def mondays(self) -> tuple[date, ...]:
        """The Mondays as dates."""
        return tuple(date.fromordinal(int(day)) for day in self.monday)

    def on(self, mondays: IntColumn) -> tuple[FloatColumn, FloatColumn]:
        """Value and n on a calendar of Mondays (ordinals, a week apart); NaN where a week doesn't count."""
        value, n = np.full(len(mondays), np.nan), np.full(len(mondays), np.nan)
        counts = self.counts
        if len(mondays) and counts.any():
            place = (self.monday[counts] - mondays[0]) // 7
            inside = (place >= 0) & (place < len(mondays))
            value[place[inside]] = self.value[counts][inside]
            n[place[inside]] = self.n[counts][inside]
        return value, n

    def without_evidence(self) -> Weeks:
        """The same calendar with nothing measured: every closed week is missing."""
        unknown = np.full(len(self), np.nan)
        state = tuple(WeekState.OPEN if own is WeekState.OPEN else WeekState.MISSING for own in self.state)
        return replace(self, value=unknown, numerator=unknown, n=unknown, state=state)

    def counted_from(self, monday: int) -> Mask:
        """Which weeks count and begin on a Monday (ordinal) or later."""
        return self.counts & (self.monday >= monday)


def weekly(
    readings: Readings,
    *,
    kind: Kind,
    as_of: date,
    time_zone: str,
    minimum_sample: float | None = None,
    unit_scale: float = 1.0,
) -> Weeks:
    """Readings as weeks of a time zone (statistics.md 0).

    A week is closed when its last day lies before `as_of`. Days are summed, never averaged. A closed week
    with fewer than 60 % of its expected days doesn't count; expected are the weekdays found in at least
    half of the closed weeks that hold readings, and all seven where fewer than four do. Where one reading
    covers a whole week, shorter ones inside that week are not added to it. The smallest sample is asked of
    the week, not of each day; where n is unknown it can't be asked, and the verdict says so.

    Args:
        readings: one series; daily, weekly or mixed, in any order.
        kind: the metric's kind.
        as_of: the day of the judgement.
        time_zone: IANA name of the programme's zone.
        minimum_sample: the least n of a week that counts; None asks for none.
        unit_scale: 100 for percent, else 1.

    Raises:
        ImpossibleReadingError: a numerator of a proportion is above its n.
    """
    readings.require(kind)
    first_day = day_ordinals(readings.period_from, time_zone)
    last_day = day_ordinals(readings.period_to - 1, time_zone)
    within = (first_day - 1) // 7 == (last_day - 1) // 7
    slower, inside = readings.where(~within), readings.where(within)
    first_day, last_day = first_day[within], last_day[within]
    if not len(inside):
        nothing = np.empty(0)
        none = np.empty(0, dtype=np.int64)
        return Weeks(none, nothing, nothing, nothing, (), none, 7, as_of, slower)

    first_monday = int(first_day.min() - (first_day.min() - 1) % 7)
    week = (first_day - first_monday) // 7
    size = int(week.max()) + 1
    monday = first_monday + 7 * np.arange(size, dtype=np.int64)
    closed = monday <= last_closed_monday(as_of)

    kept = np.bincount(week[~inside.excluded], minlength=size) > 0
    candidate = ~inside.excluded | ~kept[week]
    whole = candidate & (last_day - first_day == 6)
    has_whole = np.bincount(week[whole], minlength=size) > 0
    used = candidate & (whole | ~has_whole[week])

    start, end = (first_day - 1) % 7, (last_day - 1) % 7
    found = _days_held(week, start, end, size)
    held = _days_held(week[used], start[used], end[used], size)
    expected = _expected_days(found[closed & found.any(axis=1)])
    days = (held & expected).sum(axis=1)

    pooled = pool(
        inside.where(used),
        week[used],
        size,
        kind=kind,
        unit_scale=unit_scale,
        weight=(last_day - first_day + 1)[used].astype(np.float64),
    )
    too_few = 10 * days < 6 * int(expected.sum())
    below = np.zeros(size, dtype=np.bool_) if minimum_sample is None else pooled.n < minimum_sample
    filled = found.any(axis=1)
    state = np.select(
        [~closed, ~filled, ~kept, too_few, pooled.n == 0, below],
        [
            WeekState.OPEN,
            WeekState.MISSING,
            WeekState.EXCLUDED,
            WeekState.TOO_FEW_DAYS,
            WeekState.MISSING,
            WeekState.BELOW_MINIMUM,
        ],
        WeekState.CLOSED,
    )
    return Weeks(
        monday,
        pooled.value,
        pooled.numerator,
        pooled.n,
        tuple(WeekState(text) for text in state.tolist()),
        days.astype(np.int64),
        int(expected.sum()),
        as_of,
        slower,
    )


def _days_held(week: IntColumn, start: IntColumn, end: IntColumn, size: int) -> Mask:
    """Which weekdays (columns, Monday first) of each week are covered by some reading."""
    held = np.zeros((size, 7), dtype=np.bool_)
    for weekday in range(7):
        held[week[(start <= weekday) & (weekday <= end)], weekday] = True
    return held


def _expected_days(found: Mask) -> Mask:
    """The weekdays found in at least half of the weeks; all seven with under four weeks, or no habit."""
    if len(found) >= FEWEST_WEEKS_FOR_WEEKDAYS:
        regular: Mask = 2 * found.sum(axis=0) >= len(found)
        if regular.any():
            return regular
    return np.ones(7, dtype=np.bool_)
