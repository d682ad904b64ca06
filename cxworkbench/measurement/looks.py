"""Every weekly look at a metric, replayed: band and verdict at the end of each week (statistics.md b4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from cxworkbench.measurement.band import bands_of_all_looks
from cxworkbench.measurement.control import difference
from cxworkbench.measurement.local_days import IntColumn, last_closed_monday
from cxworkbench.measurement.process import run_lengths
from cxworkbench.measurement.readings import FloatColumn, Mask
from cxworkbench.measurement.rule import MetricRule, judged
from cxworkbench.measurement.weeks import Weeks
from cxworkbench.measurement.window import MISSING_SHARE_ALLOWED, STALE_AFTER_DAYS, Segment, Window

FEWEST_WEEKS = 8


class Verdict(StrEnum):
    """What the readings of a metric allow to be said."""

    NOT_JUDGED = "not_judged"
    NOT_ENOUGH_DATA = "not_enough_data"
    BELOW = "below"
    ON_TRACK = "on_track"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Amended:
    """An amendment: the rule that was in force before its day. It doesn't reach back."""

    day: date
    before: MetricRule


@dataclass(frozen=True, eq=False)
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
        verdict: of the look. Data quality is not replayed: it is known for the day of the judgement only.
        at_scale: mean at or past the scale threshold; false where none is set.
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
    verdict: tuple[Verdict, ...]
    at_scale: Mask

    @classmethod
    def none(cls) -> Looks:
        """No look yet."""
        whole, real = np.empty(0, dtype=np.int64), np.empty(0)
        nothing = np.empty(0, dtype=np.bool_)
        return cls(whole, whole, whole, whole, real, real, real, real, real, real, (), nothing)

    def __len__(self) -> int:
        return len(self.monday)

    def day(self, look: int) -> date:
        """The Sunday of a look."""
        return date.fromordinal(int(self.monday[look]) + 6)


@dataclass(frozen=True, eq=False)
class _Stretch:
    """The looks of one stretch under one rule, from its start on; fields as in `Looks`."""

    weeks: IntColumn
    mean: FloatColumn
    lower: FloatColumn
    upper: FloatColumn
    sd: FloatColumn
    last4: FloatColumn
    verdict: list[Verdict]
    at_scale: Mask


def replay(
    weeks: Weeks,
    rule: MetricRule,
    window: Window,
    *,
    as_of: date,
    control: Weeks | None = None,
    amended: Sequence[Amended] = (),
) -> Looks:
    """All looks from the first week that could count up to a day, each by the rule and window of its own day.

    Args:
        weeks: the pilot's weeks.
        rule: what is in force now.
        window: as of the same day.
        as_of: not later than the day for which the weeks were made.
        control: the control arm's weeks, where the rule compares with control.
        amended: earlier rules, in any order.
    """
    if as_of > weeks.as_of:
        raise ValueError(f"weeks are as of {weeks.as_of}, they can't be judged as of {as_of}")
    monday = np.arange(window.segments[0].start.toordinal(), last_closed_monday(as_of) + 1, 7, dtype=np.int64)
    size = len(monday)
    by_day = sorted(amended, key=lambda change: change.day)
    rules = [*(change.before for change in by_day), rule]
    of_rule = np.searchsorted([change.day.toordinal() for change in by_day], monday + 6, side="right")
    begun = [segment.day.toordinal() for segment in window.segments]
    of_segment = np.maximum(np.searchsorted(begun, monday + 6, side="right") - 1, 0)

    counted, expected = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    mean, lower, upper, sd, last4, bar = (np.full(size, np.nan) for _ in range(6))
    verdict = [Verdict.NOT_ENOUGH_DATA] * size
    at_scale = np.zeros(size, dtype=np.bool_)
    for place, segment in enumerate(window.segments):
        for which, then in enumerate(rules):
            rows = np.flatnonzero((of_segment == place) & (of_rule == which))
            if not len(rows):
                continue
            bar[rows] = np.nan if then.bar is None else then.bar
            first = (segment.start.toordinal() - int(monday[0])) // 7
            # Until the first week of a new stretch has closed there is nothing to look at.
            ahead = rows[rows < first]
            for row in ahead:
                verdict[row] = Verdict.NOT_JUDGED if judged(then) else Verdict.NOT_ENOUGH_DATA
            rows = rows[rows >= first]
            looks = _stretch(compared(weeks, then, control), then, segment, monday[first:])
            own = rows - first
            expected[rows] = own + 1
            counted[rows], at_scale[rows] = looks.weeks[own], looks.at_scale[own]
            mean[rows], lower[rows], upper[rows] = looks.mean[own], looks.lower[own], looks.upper[own]
            sd[rows], last4[rows] = looks.sd[own], looks.last4[own]
            for row in rows:
                verdict[row] = looks.verdict[row - first]
    return Looks(
        monday,
        of_segment.astype(np.int64),
        counted,
        expected,
        mean,
        lower,
        upper,
        sd,
        last4,
        bar,
        tuple(verdict),
        at_scale,
    )


def compared(weeks: Weeks, rule: MetricRule, control: Weeks | None) -> Weeks:
    """What the rule judges: the pilot's own weeks, or pilot minus control."""
    if rule.comparison != "control":
        return weeks
    return difference(weeks, control) if control is not None else weeks.without_evidence()


def _stretch(weeks: Weeks, rule: MetricRule, segment: Segment, monday: IntColumn) -> _Stretch:
    """Rows 0 to 4 of the metric table of b4 for every look of a calendar that begins with the segment."""
    value, n = weeks.on(monday)
    present = np.isfinite(value)
    T = np.cumsum(present).astype(np.int64)
    weight = rule.n_for_band(n)
    bands = bands_of_all_looks(
        value[present],
        None if weight is None else weight[present],
        rule.band_kind,
        segment.alpha(rule.alpha),
        rule.g,
        unit_scale=rule.unit_scale,
    )

    def at_look(column: FloatColumn) -> FloatColumn:
        return np.concatenate([[np.nan], column])[T]

    mean, lower, upper = at_look(bands.mean), at_look(bands.lower), at_look(bands.upper)
    sd, last4 = at_look(bands.sd), at_look(bands.last4)
    at_scale = np.zeros(len(monday), dtype=np.bool_)
    if rule.scale is not None and rule.sign != 0:
        at_scale = np.isfinite(mean) & ~rule.are_worse(mean, rule.scale)
    if judged(rule) or rule.bar is None:
        return _Stretch(T, mean, lower, upper, sd, last4, [Verdict.NOT_JUDGED] * len(monday), at_scale)

    newest = np.maximum.accumulate(np.where(present, monday, 0)) if len(monday) else monday
    missing = np.arange(1, len(monday) + 1) - T
    silent = (
        (T < FEWEST_WEEKS)
        | (missing > MISSING_SHARE_ALLOWED * np.arange(1, len(monday) + 1))
        | (monday + 7 - newest - 6 > STALE_AFTER_DAYS)
        | (sd == 0)
    )
    if rule.confirm_rule == "k_in_a_row":
        proven = run_lengths(rule.are_better(value, rule.bar)) >= rule.k
    else:
        edge = lower if rule.direction == "up" else upper
        proven = rule.are_better(edge, rule.bar) & rule.are_better(last4, rule.bar)
    verdict = np.select(
        [silent, proven, rule.are_better(mean, rule.bar)],
        [Verdict.NOT_ENOUGH_DATA, Verdict.CONFIRMED, Verdict.ON_TRACK],
        Verdict.BELOW,
    )
    return _Stretch(T, mean, lower, upper, sd, last4, [Verdict(text) for text in verdict.tolist()], at_scale)
