"""The unit of evidence: closed ISO weeks of the programme's time zone (statistics.md 0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cxworkbench.measurement.local_days import IntColumn, day_ordinals, last_closed_monday
from cxworkbench.measurement.pooling import SHARES, pooled
from cxworkbench.measurement.readings import FloatColumn, Kind, Mask, Readings
from cxworkbench.values import columns

FEWEST_WEEKS_FOR_WEEKDAYS = 4
#: What a series without slower readings has of them.
NO_READINGS = Readings.empty()


class WeekState(StrEnum):
    """Whether a week counts, and if not, why not. Only `closed` counts."""

    CLOSED = "closed"
    OPEN = "open"
    TOO_FEW_DAYS = "too_few_days"
    EXCLUDED = "excluded"
    BELOW_MINIMUM = "below_minimum"
    MISSING = "missing"


#: The states in the order of their codes: 0 counts.
STATES = tuple(WeekState)
Codes = npt.NDArray[np.int8]
_CLOSED, _OPEN, _TOO_FEW, _EXCLUDED, _BELOW, _MISSING = range(len(STATES))


@columns
class Weeks:
    """One row a week, without a gap from the week of the first reading to that of the last.

    Attributes:
        monday: the week's Monday as `date.toordinal` number.
        value: in the metric's unit; NaN where there is none. Weeks that don't count keep theirs, to be
            drawn hollow.
        numerator: counts, NaN unknown.
        n: counts, NaN unknown.
        code: why a week counts or doesn't, as a place in `STATES`.
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
    code: Codes
    days: IntColumn
    expected_days: int
    as_of: date
    slower: Readings

    def __len__(self) -> int:
        return len(self.monday)

    @property
    def state(self) -> tuple[WeekState, ...]:
        """Why each week counts or doesn't."""
        return tuple(map(STATES.__getitem__, self.code.tolist()))

    @cached_property
    def counts(self) -> Mask:
        """Which weeks are evidence: closed, whole enough, not set aside, large enough."""
        counts: Mask = self.code == _CLOSED
        return counts

    @property
    def mondays(self) -> tuple[date, ...]:
        """The Mondays as dates."""
        return tuple(map(date.fromordinal, self.monday.tolist()))

    def on(self, mondays: IntColumn) -> tuple[FloatColumn, FloatColumn]:
        """Value and n on a calendar of Mondays (ordinals, a week apart); NaN where a week doesn't count."""
        value, n = np.full(len(mondays), np.nan), np.full(len(mondays), np.nan)
        if len(mondays) and len(self):
            ahead = (int(self.monday[0]) - int(mondays[0])) // 7
            start, end = max(ahead, 0), min(ahead + len(self), len(mondays))
            if start < end:
                own = slice(start - ahead, end - ahead)
                counts = self.counts[own]
                np.copyto(value[start:end], self.value[own], where=counts)
                np.copyto(n[start:end], self.n[own], where=counts)
        return value, n

    def without_evidence(self) -> Weeks:
        """The same calendar with nothing measured: every closed week is missing."""
        unknown = np.full(len(self), np.nan)
        code = np.where(self.code == _OPEN, _OPEN, _MISSING).astype(np.int8)
        return replace(self, value=unknown, numerator=unknown, n=unknown, code=code)

    def compared(self, gap: FloatColumn) -> Weeks:
        """The same calendar with what the weeks differ by; a week that counts without a difference is missing."""
        unknown = np.full(len(self), np.nan)
        code = np.where(self.counts & np.isnan(gap), np.int8(_MISSING), self.code)
        return replace(self, value=gap, numerator=unknown, n=unknown, code=code, slower=NO_READINGS)

    def counted_from(self, monday: int) -> Mask:
        """Which weeks count and begin on a Monday (ordinal) or later."""
        return self.counts & (self.monday >= monday)


class Measured(NamedTuple):
    """A series as it is to be seen by weeks: its readings, the metric's kind, the least n of a week, and its scale."""

    readings: Readings
    kind: Kind
    minimum_sample: float | None = None
    unit_scale: float = 1.0


def weekly(
    readings: Readings,
    *,
    kind: Kind,
    as_of: date,
    time_zone: str,
    minimum_sample: float | None = None,
    unit_scale: float = 1.0,
) -> Weeks:
    """One series as weeks of a time zone: :func:`weekly_all` of it alone."""
    one = Measured(readings, kind, minimum_sample, unit_scale)
    return weekly_all([one], as_of=as_of, time_zone=time_zone)[0]


def weekly_all(series: Sequence[Measured], *, as_of: date, time_zone: str) -> list[Weeks]:
    """Readings as weeks of a time zone (statistics.md 0), of any number of series in one pass.

    A week is closed when its last day lies before `as_of`. Days are summed, never averaged. A closed week
    with fewer than 60 % of its expected days doesn't count; expected are the weekdays found in at least
    half of the closed weeks that hold readings, and all seven where fewer than four do. Where one reading
    covers a whole week, shorter ones inside that week are not added to it. The smallest sample is asked of
    the week, not of each day; where n is unknown it can't be asked, and the verdict says so.

    Args:
        series: each daily, weekly or mixed, in any order.
        as_of: the day of the judgement.
        time_zone: IANA name of the programme's zone.

    Raises:
        ImpossibleReadingError: a numerator of a proportion is above its n.
    """
    present = [place for place, one in enumerate(series) if len(one.readings)]
    weeks = [_none(as_of, one.readings) if not len(one.readings) else _NONE for one in series]
    if not present:
        return weeks
    every = [series[place].readings for place in present]
    _require(series)
    sizes = np.asarray([len(one) for one in every])
    runs = _Runs.of(every, sizes, time_zone)
    owner, first_day, last_day, excluded = runs.owner, runs.first_day, runs.last_day, runs.excluded
    within = (first_day - 1) // 7 == (last_day - 1) // 7
    slower: dict[int, Readings] = {}
    if not within.all():
        starts = np.concatenate([[0], np.cumsum(sizes)])
        inside = np.repeat(within, runs.length)
        for place in np.unique(owner[~within]).tolist():
            own = inside[starts[place] : starts[place + 1]]
            slower[present[place]] = every[place].where(~own)
            every[place] = every[place].where(own)
        for place, rest in slower.items():
            weeks[place] = _none(as_of, rest)
        present = [place for place, one in zip(present, every, strict=True) if len(one)]
        every = [one for one in every if len(one)]
        if not every:
            return weeks
        runs = _Runs.of(every, np.asarray([len(one) for one in every]), time_zone)
        owner, first_day, last_day, excluded = runs.owner, runs.first_day, runs.last_day, runs.excluded

    begins = np.searchsorted(owner, np.arange(len(every)))
    first_monday = np.minimum.reduceat(first_day, begins)
    first_monday -= (first_monday - 1) % 7
    week = (first_day - first_monday[owner]) // 7
    length = np.maximum.reduceat(week, begins) + 1
    offset = np.concatenate([[0], np.cumsum(length)[:-1]])
    week += offset[owner]
    size = int(length.sum())
    of_week = np.repeat(np.arange(len(every)), length)
    monday = first_monday[of_week] + 7 * (np.arange(size) - offset[of_week])
    closed = monday <= last_closed_monday(as_of)

    kept = np.bincount(week[~excluded], minlength=size) > 0
    candidate = ~excluded | ~kept[week]
    whole = candidate & (last_day - first_day == 6)
    has_whole = np.bincount(week[whole], minlength=size) > 0
    used = candidate & (whole | ~has_whole[week])

    start, end = (first_day - 1) % 7, (last_day - 1) % 7
    found = _days_held(week, start, end, size)
    held = found if used.all() else _days_held(week[used], start[used], end[used], size)
    filled = found.any(axis=1)
    expected = _expected_days(found & (closed & filled)[:, None], offset)
    days = (held & expected[of_week]).sum(axis=1)
    in_full = expected.sum(axis=1)

    asked = [series[place] for place in present]
    columns = [_joined([getattr(one, name) for one in every]) for name in ("value", "numerator", "n")]
    many = runs.length[used]
    if not used.all():
        chosen = np.repeat(used, runs.length)
        columns = [column[chosen] for column in columns]
    totals = pooled(
        (columns[0], columns[1], columns[2]),
        np.repeat(week[used], many),
        summed=np.asarray([one.kind == "count" for one in asked])[of_week],
        shares=np.asarray([one.kind in SHARES for one in asked])[of_week],
        unit_scale=np.asarray([one.unit_scale for one in asked])[of_week],
        weight=np.repeat((last_day - first_day + 1)[used].astype(np.float64), many),
    )
    least = np.asarray([np.nan if one.minimum_sample is None else one.minimum_sample for one in asked])
    code = np.zeros(size, dtype=np.int8)
    # From the weakest reason to the strongest: each overwrites those before it.
    code[totals.n < least[of_week]] = _BELOW
    code[totals.n == 0] = _MISSING
    code[10 * days < 6 * in_full[of_week]] = _TOO_FEW
    code[~kept] = _EXCLUDED
    code[~filled] = _MISSING
    code[~closed] = _OPEN
    for place, begin, count, full in zip(
        present, offset.tolist(), length.tolist(), in_full.tolist(), strict=True
    ):
        there = slice(begin, begin + count)
        weeks[place] = Weeks(
            monday[there],
            totals.value[there],
            totals.numerator[there],
            totals.n[there],
            code[there],
            days[there],
            full,
            as_of,
            slower.get(place, NO_READINGS),
        )
    return weeks


@columns
class _Runs:
    """Neighbouring readings of one series with the same first and last day and the same exclusion, as one row each.

    Of readings by the minute a day is a row: what is asked of days need not be asked a thousand times.
    """

    owner: IntColumn
    first_day: IntColumn
    last_day: IntColumn
    excluded: Mask
    length: IntColumn

    @classmethod
    def of(cls, every: Sequence[Readings], sizes: IntColumn, time_zone: str) -> _Runs:
        """The runs of several series, one after another."""
        first = day_ordinals(_joined([one.period_from for one in every]), time_zone)
        last = day_ordinals(_joined([one.period_to for one in every]) - 1, time_zone)
        excluded = _joined([one.excluded for one in every])
        new = np.empty(len(first), dtype=np.bool_)
        new[0] = True
        new[1:] = (first[1:] != first[:-1]) | (last[1:] != last[:-1]) | (excluded[1:] != excluded[:-1])
        new[np.cumsum(sizes)[:-1]] = True
        at = np.flatnonzero(new)
        owner = np.repeat(np.arange(len(every)), sizes) if len(every) > 1 else None
        return cls(
            np.zeros(len(at), dtype=np.int64) if owner is None else owner[at],
            first[at],
            last[at],
            excluded[at],
            np.diff(at, append=len(first)),
        )


def _joined(columns: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Columns one after another; one alone is not copied."""
    return columns[0] if len(columns) == 1 else np.concatenate(columns)


def _require(series: Sequence[Measured]) -> None:
    """Refuse a proportion with more hits than cases, of whichever series."""
    shares = [one.readings for one in series if one.kind == "proportion" and len(one.readings)]
    if shares:
        hits, cases = (np.concatenate([getattr(one, name) for one in shares]) for name in ("numerator", "n"))
        if ((hits > cases) | (hits < 0)).any():
            for one in shares:
                one.require("proportion")  # says which


def _none(as_of: date, slower: Readings) -> Weeks:
    """A series of which no reading lies within a week."""
    nothing = np.empty(0)
    none = np.empty(0, dtype=np.int64)
    return Weeks(none, nothing, nothing, nothing, none.astype(np.int8), none, 7, as_of, slower)


#: Stands for a series until its weeks are known.
_NONE = _none(date.min, NO_READINGS)


def _days_held(week: IntColumn, start: IntColumn, end: IntColumn, size: int) -> Mask:
    """Which weekdays (columns, Monday first) of each week are covered by some reading."""
    held = np.zeros((size, 7), dtype=np.bool_)
    for weekday in range(7):
        held[week[(start <= weekday) & (weekday <= end)], weekday] = True
    return held


def _expected_days(found: Mask, offset: IntColumn) -> Mask:
    """The weekdays (columns) found in at least half of a series' weeks; all seven with under four weeks, or no habit.

    Args:
        found: the days held in the weeks that are asked, all others empty.
        offset: at which week each series begins.
    """
    weeks = np.add.reduceat(found.any(axis=1).astype(np.int64), offset)
    times = np.add.reduceat(found.astype(np.int64), offset, axis=0)
    regular: Mask = (2 * times >= weeks[:, None]) & (weeks >= FEWEST_WEEKS_FOR_WEEKDAYS)[:, None]
    regular[~regular.any(axis=1)] = True
    return regular
