"""Every weekly look at a metric, replayed: band and verdict at the end of each week (statistics.md b4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from cxworkbench.measurement.band import NO_BAND, Band, bands_of_all_looks
from cxworkbench.measurement.control import difference
from cxworkbench.measurement.local_days import IntColumn, last_closed_monday
from cxworkbench.measurement.process import run_lengths
from cxworkbench.measurement.readings import FloatColumn, Mask
from cxworkbench.measurement.rule import MetricRule, are_beyond, judged
from cxworkbench.measurement.weeks import Codes, Weeks
from cxworkbench.measurement.window import MISSING_SHARE_ALLOWED, STALE_AFTER_DAYS, Window
from cxworkbench.values import columns, holder
from db.fixed import fixed

FEWEST_WEEKS = 8


class Verdict(StrEnum):
    """What the readings of a metric allow to be said."""

    NOT_JUDGED = "not_judged"
    NOT_ENOUGH_DATA = "not_enough_data"
    BELOW = "below"
    ON_TRACK = "on_track"
    CONFIRMED = "confirmed"


#: The verdicts in the order of their codes.
VERDICTS = tuple(Verdict)
_NOT_JUDGED, _NOT_ENOUGH_DATA, _BELOW, _ON_TRACK, _CONFIRMED = range(len(VERDICTS))
_NOTHING = np.empty(0, dtype=np.int64)


@fixed
class Amended:
    """An amendment: the rule that was in force before its day. It doesn't reach back."""

    day: date
    before: MetricRule


@columns
class Looks:
    """One row a look, oldest first; a look is the end (Sunday) of a closed week, counted or not.

    Attributes:
        monday: Monday of the week that the look closes, as ordinal.
        segment: which stretch of counting was in force (index into the window's segments).
        weeks: T, weeks of that stretch that count up to the look.
        expected: weeks of the calendar in that stretch up to the look.
        mean: metric unit (or pilot minus control); NaN while no week counts.
        lower: lower end of the band.
        upper: upper end of the band.
        sd: spread of a week.
        last4: mean of the last four weeks that count.
        bar: what the mean was held against on that day.
        code: the verdict of the look, as a place in `VERDICTS`. Data quality is not replayed: it is known for
            the day of the judgement only.
        at_scale: mean at or past the scale threshold; false where none is set.
        band: that of the newest look; None where its day knew another rule, or its stretch has no
            closed week.
    """

    monday: IntColumn
    segment: IntColumn
    weeks: IntColumn
    expected: IntColumn
    mean: FloatColumn
    lower: FloatColumn
    upper: FloatColumn
    sd: FloatColumn
    last4: FloatColumn
    bar: FloatColumn
    code: Codes
    at_scale: Mask
    band: Band | None = None

    @cached_property
    def verdict(self) -> tuple[Verdict, ...]:
        """The verdict of each look."""
        return tuple(map(VERDICTS.__getitem__, self.code.tolist()))

    @classmethod
    def none(cls) -> Looks:
        """No look yet."""
        whole, real = np.empty(0, dtype=np.int64), np.empty(0)
        nothing = np.empty(0, dtype=np.bool_)
        return cls(
            whole, whole, whole, whole, real, real, real, real, real, real, whole.astype(np.int8), nothing
        )

    def __len__(self) -> int:
        return len(self.monday)

    def day(self, look: int) -> date:
        """The Sunday of a look."""
        return date.fromordinal(int(self.monday[look]) + 6)


@holder
class Watched:
    """What is looked at every week: a metric's weeks, its rule and window, and what it is compared with.

    Attributes:
        weeks: the pilot's weeks.
        rule: what is in force now.
        window: as of the day of the judgement; None while the pilot isn't live, and then nobody looks.
        control: the control arm's weeks, where the rule compares with control.
        amended: earlier rules, in any order.
    """

    weeks: Weeks
    rule: MetricRule
    window: Window | None
    control: Weeks | None = None
    amended: Sequence[Amended] = ()


@holder
class _Stretch:
    """A stretch of one metric's calendar under one rule: which of its looks it gives (rows), and its weeks.

    `monday` is the calendar from the segment's start on, `first` looks after the metric's first one, and `weeks` what
    its rule judges.
    """

    rule: MetricRule
    alpha: float
    first: int
    rows: IntColumn | slice
    monday: IntColumn
    weeks: Weeks


@columns
class _Judged:
    """Every look of every stretch, one row a stretch, from its segment's start on; fields as in `Looks`."""

    weeks: npt.NDArray[np.int64]
    mean: FloatColumn
    lower: FloatColumn
    upper: FloatColumn
    sd: FloatColumn
    last4: FloatColumn
    bar: FloatColumn
    code: Codes
    at_scale: Mask
    bands: list[Band]


def replay(
    weeks: Weeks,
    rule: MetricRule,
    window: Window,
    *,
    as_of: date,
    control: Weeks | None = None,
    amended: Sequence[Amended] = (),
) -> Looks:
    """All looks at one metric: :func:`replay_all` of it alone."""
    return replay_all([Watched(weeks, rule, window, control, amended)], as_of=as_of)[0]


def replay_all(watched: Sequence[Watched], *, as_of: date) -> list[Looks]:
    """All looks from the first week that could count up to a day, each by the rule and window of its own day.

    The bands of all looks of all metrics are computed in one vectorised pass (statistics.md b4, assessment).

    Args:
        watched: any number of metrics.
        as_of: not later than the day for which the weeks were made.

    Raises:
        ValueError: weeks were made for an earlier day.
    """
    last = last_closed_monday(as_of)
    stretches: list[_Stretch] = []
    calendars: list[IntColumn] = []
    of_metric: list[slice] = []
    for one in watched:
        if as_of > one.weeks.as_of:
            raise ValueError(f"weeks are as of {one.weeks.as_of}, they can't be judged as of {as_of}")
        begun = len(stretches)
        monday = _NOTHING
        if one.window is not None:
            monday = np.arange(one.window.segments[0].start.toordinal(), last + 1, 7, dtype=np.int64)
            stretches += _stretches(one, one.window, monday)
        calendars.append(monday)
        of_metric.append(slice(begun, len(stretches)))
    judged_looks = _judge(stretches) if stretches else None
    found = []
    for one, monday, own in zip(watched, calendars, of_metric, strict=True):
        if not len(monday) or one.window is None:
            found.append(Looks.none())
        elif len(one.window.segments) == 1 and not one.amended and judged_looks is not None:
            found.append(_whole(judged_looks, own.start, stretches[own.start]))
        else:
            found.append(_joined(judged_looks, own.start, stretches[own], monday, one, one.window))
    return found


def _stretches(one: Watched, window: Window, monday: IntColumn) -> list[_Stretch]:
    """The stretches of a metric's calendar: for each segment of its window and each rule the looks of its days."""
    if not len(monday):
        return []
    if len(window.segments) == 1 and not one.amended:
        alpha, own = window.segments[0].alpha(one.rule.alpha), compared(one.weeks, one.rule, one.control)
        return [_Stretch(one.rule, alpha, 0, slice(None), monday, own)]
    of_rule, of_segment, rules = _in_force(one, window, monday)
    found = []
    for place, segment in enumerate(window.segments):
        for which, then in enumerate(rules):
            rows = np.flatnonzero((of_segment == place) & (of_rule == which))
            first = (segment.start.toordinal() - int(monday[0])) // 7
            # Until the first week of a new stretch has closed there is nothing to look at.
            rows = rows[rows >= first]
            if len(rows):
                own = compared(one.weeks, then, one.control)
                found.append(_Stretch(then, segment.alpha(then.alpha), first, rows, monday[first:], own))
    return found


def _in_force(
    one: Watched, window: Window, monday: IntColumn
) -> tuple[IntColumn, IntColumn, list[MetricRule]]:
    """For each look which rule and which segment of the window were in force on its day; and the rules."""
    by_day = sorted(one.amended, key=lambda change: change.day)
    changes = [change.day.toordinal() for change in by_day]
    begun = [segment.day.toordinal() for segment in window.segments]
    of_rule = np.searchsorted(changes, monday + 6, side="right")
    of_segment = np.maximum(np.searchsorted(begun, monday + 6, side="right") - 1, 0)
    return of_rule, of_segment, [*(change.before for change in by_day), one.rule]


def _judge(stretches: Sequence[_Stretch]) -> _Judged:
    """Rows 0 to 4 of the metric table of b4 for every look of every stretch."""
    longest = max(len(one.monday) for one in stretches)
    shape = (len(stretches), longest)
    value, n = np.full(shape, np.nan), np.full(shape, np.nan)
    for row, one in enumerate(stretches):
        one.weeks.put(one.monday, value[row], n[row] if one.rule.bands_weigh else None)
    present = np.isfinite(value)
    T = np.cumsum(present, axis=1)
    # Weeks that count are taken as neighbours: they move to the front, and each look reads the band of its T weeks.
    order = np.argsort(~present, axis=1, kind="stable")
    rules = [one.rule for one in stretches]
    bands = bands_of_all_looks(
        np.take_along_axis(value, order, axis=1),
        np.take_along_axis(n, order, axis=1),
        [rule.band_kind for rule in rules],
        np.asarray([one.alpha for one in stretches]),
        np.asarray([rule.g for rule in rules]),
        unit_scale=np.asarray([rule.unit_scale for rule in rules]),
    )
    newest_of_look = np.maximum(T - 1, 0)

    def at_look(column: FloatColumn) -> FloatColumn:
        return np.where(T > 0, np.take_along_axis(column, newest_of_look, axis=1), np.nan)

    def each(number: Callable[[MetricRule], float | None]) -> FloatColumn:
        found = (number(rule) for rule in rules)
        return np.asarray([np.nan if one is None else one for one in found]).reshape(-1, 1)

    mean, lower, upper = at_look(bands.mean), at_look(bands.lower), at_look(bands.upper)
    sd, last4 = at_look(bands.sd), at_look(bands.last4)
    sign, bar, scale = (
        each(lambda rule: rule.sign),
        each(lambda rule: rule.bar),
        each(lambda rule: rule.scale),
    )
    # A look without a mean is short of any scale, though it is not worse than it.
    at_scale = np.isfinite(mean) & np.isfinite(scale) & (sign != 0) & ~are_beyond(mean, scale, -sign)

    weeks = np.arange(1, longest + 1)
    since = np.maximum.accumulate(np.where(present, weeks, 0), axis=1)
    silent = (
        (T < FEWEST_WEEKS)
        | (weeks - T > MISSING_SHARE_ALLOWED * weeks)
        | (7 * (weeks - since) + 1 > STALE_AFTER_DAYS)
        | (sd == 0)
    )
    edge = np.where(sign > 0, lower, upper)
    proven = are_beyond(edge, bar, sign) & are_beyond(last4, bar, sign)
    for row, one in enumerate(stretches):
        if one.rule.confirm_rule == "k_in_a_row" and one.rule.bar is not None:
            proven[row] = run_lengths(one.rule.are_better(value[row], one.rule.bar)) >= one.rule.k
    code = np.where(
        silent,
        _NOT_ENOUGH_DATA,
        np.where(proven, _CONFIRMED, np.where(are_beyond(mean, bar, sign), _ON_TRACK, _BELOW)),
    )
    code[[bool(judged(rule)) or rule.bar is None for rule in rules]] = _NOT_JUDGED
    counted = T[:, -1].tolist()
    newest = bands.of_looks(np.maximum(T[:, -1] - 1, 0))
    newest = [one if count else NO_BAND for one, count in zip(newest, counted, strict=True)]
    bars = np.broadcast_to(bar, shape)
    return _Judged(T, mean, lower, upper, sd, last4, bars, code.astype(np.int8), at_scale, newest)


def _whole(found: _Judged, row: int, stretch: _Stretch) -> Looks:
    """The looks of a metric whose window never began anew and whose rule was never amended."""
    size = len(stretch.monday)
    first_segment, expected = _plain_calendar(size)
    return Looks(
        stretch.monday,
        first_segment,
        found.weeks[row, :size],
        expected,
        found.mean[row, :size],
        found.lower[row, :size],
        found.upper[row, :size],
        found.sd[row, :size],
        found.last4[row, :size],
        found.bar[row, :size],
        found.code[row, :size],
        found.at_scale[row, :size],
        found.bands[row],
    )


@lru_cache(maxsize=64)
def _plain_calendar(size: int) -> tuple[IntColumn, IntColumn]:
    """Segment and expected weeks of so many looks in a window that never began anew: the same for every metric."""
    segment, expected = np.zeros(size, dtype=np.int64), np.arange(1, size + 1)
    segment.flags.writeable = expected.flags.writeable = False
    return segment, expected


def _joined(
    found: _Judged | None,
    begun: int,
    stretches: Sequence[_Stretch],
    monday: IntColumn,
    one: Watched,
    window: Window,
) -> Looks:
    """The looks of a metric with restarts or amendments: each taken from the stretch of its day, if there is one."""
    size = len(monday)
    of_rule, of_segment, rules = _in_force(one, window, monday)
    weeks, expected = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    mean, lower, upper, sd, last4 = (np.full(size, np.nan) for _ in range(5))
    at_scale = np.zeros(size, dtype=np.bool_)
    bars = [np.nan if rule.bar is None else rule.bar for rule in rules]
    silent = [_NOT_JUDGED if judged(rule) else _NOT_ENOUGH_DATA for rule in rules]
    code = np.asarray(silent, dtype=np.int8)[of_rule]
    for row, stretch in enumerate(stretches, start=begun):
        assert found is not None, "what has stretches was judged"
        rows = np.arange(size)[stretch.rows]
        own = rows - stretch.first
        expected[rows] = own + 1
        weeks[rows], code[rows] = found.weeks[row, own], found.code[row, own]
        mean[rows], lower[rows], upper[rows] = (
            found.mean[row, own],
            found.lower[row, own],
            found.upper[row, own],
        )
        sd[rows], last4[rows] = found.sd[row, own], found.last4[row, own]
        at_scale[rows] = found.at_scale[row, own]
    bar = np.asarray(bars)[of_rule]
    band = None
    if found is not None and stretches and stretches[-1].rule is one.rule and expected[-1] > 0:
        band = found.bands[begun + len(stretches) - 1]
    return Looks(
        monday, of_segment, weeks, expected, mean, lower, upper, sd, last4, bar, code, at_scale, band
    )


def compared(weeks: Weeks, rule: MetricRule, control: Weeks | None) -> Weeks:
    """What the rule judges: the pilot's own weeks, or pilot minus control."""
    if rule.comparison != "control":
        return weeks
    return difference(weeks, control) if control is not None else weeks.without_evidence()
