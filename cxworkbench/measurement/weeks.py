"""The unit of evidence: closed ISO weeks of the programme's time zone (statistics.md 0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cxworkbench.measurement.local_days import IntColumn, last_closed_monday
from cxworkbench.measurement.readings import FloatColumn, Kind, Mask, Readings
from cxworkbench.measurement.weekly_sums import Measured, collected
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
        self.put(mondays, value, n)
        return value, n

    def put(self, mondays: IntColumn, value: FloatColumn, n: FloatColumn | None) -> None:
        """Write value and n of the weeks that count into columns whose first rows are these Mondays."""
        if not len(mondays) or not len(self):
            return
        ahead = (int(self.monday[0]) - int(mondays[0])) // 7
        start, end = max(ahead, 0), min(ahead + len(self), len(mondays))
        if start < end:
            own = slice(start - ahead, end - ahead)
            counts = self.counts[own]
            np.copyto(value[start:end], self.value[own], where=counts)
            if n is not None:
                np.copyto(n[start:end], self.n[own], where=counts)

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
    found = collected(series, time_zone)
    weeks = [_none(as_of, found.slower.get(place, NO_READINGS)) for place in range(len(series))]
    if not len(found.places):
        return weeks
    offset = np.concatenate([[0], np.cumsum(found.length)[:-1]])
    of_week = np.repeat(np.arange(len(found.places)), found.length)
    monday = found.first[of_week] + 7 * (np.arange(len(of_week)) - offset[of_week])
    closed = monday <= last_closed_monday(as_of)
    filled = found.days.any(axis=1)
    expected = _expected_days(found.days & (closed & filled)[:, None], offset)
    days = (found.used_days & expected[of_week]).sum(axis=1)
    in_full = expected.sum(axis=1)
    asked = [series[place].minimum_sample for place in found.places.tolist()]
    least = np.asarray([np.nan if one is None else one for one in asked])
    code = np.zeros(len(of_week), dtype=np.int8)
    # From the weakest reason to the strongest: each overwrites those before it.
    code[found.n < least[of_week]] = _BELOW
    code[found.n == 0] = _MISSING
    code[10 * days < 6 * in_full[of_week]] = _TOO_FEW
    code[~found.kept] = _EXCLUDED
    code[~filled] = _MISSING
    code[~closed] = _OPEN
    for place, begin, count, full in zip(
        found.places.tolist(), offset.tolist(), found.length.tolist(), in_full.tolist(), strict=True
    ):
        there = slice(begin, begin + count)
        weeks[place] = Weeks(
            monday[there],
            found.value[there],
            found.numerator[there],
            found.n[there],
            code[there],
            days[there],
            full,
            as_of,
            found.slower.get(place, NO_READINGS),
        )
    return weeks


def _none(as_of: date, slower: Readings) -> Weeks:
    """A series of which no reading lies within a week."""
    nothing = np.empty(0)
    none = np.empty(0, dtype=np.int64)
    return Weeks(none, nothing, nothing, nothing, none.astype(np.int8), none, 7, as_of, slower)


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
