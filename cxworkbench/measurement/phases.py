"""The limits of a metric over its whole life: frozen, with new phases from declared changes only (a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cxworkbench.measurement.band import anytime_band
from cxworkbench.measurement.local_days import first_monday_from, last_closed_monday
from cxworkbench.measurement.process import Limits, Rule, Signal, p_chart, signals, u_chart, xmr
from cxworkbench.measurement.readings import FloatColumn, Mask
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.weeks import Weeks
from db.fixed import fixed

FEWEST_POINTS = 8
FIRM_POINTS = 20
NARROW_FROM_CARRY_OVER = 0.5
RECENT_WEEKS = 8


class LimitStatus(StrEnum):
    """How far limits can be trusted, by the points that they rest on."""

    NOT_ENOUGH_DATA = "not_enough_data"
    PROVISIONAL = "provisional"
    FIRM = "firm"
    NO_VARIATION = "no_variation"


@fixed
class Phase:
    """A stretch with its own limits.

    Attributes:
        start: first Monday of the phase.
        status: provisional or firm; points only where there is not enough data or no variation.
        points: weeks that the limits rest on.
        carry_over: r of those weeks; from 0.5 on the limits may be too narrow.
    """

    start: date
    status: LimitStatus
    points: int
    carry_over: float

    @property
    def may_be_too_narrow(self) -> bool:
        """Weeks resemble each other, so their differences understate the spread."""
        return self.carry_over >= NARROW_FROM_CARRY_OVER


@dataclass(frozen=True, eq=False)
class Behaviour:
    """Limits and signals of a metric; columns have one row for each of `weeks`.

    Attributes:
        center: centre line in the metric's unit; NaN where no limits are.
        lower: lower limit, metric unit.
        upper: upper limit, metric unit.
        phases: oldest first; the last is in force.
        signals: index is the row of the week in `Weeks`.
    """

    center: FloatColumn
    lower: FloatColumn
    upper: FloatColumn
    phases: tuple[Phase, ...]
    signals: tuple[Signal, ...]

    @property
    def status(self) -> LimitStatus:
        """That of the phase in force."""
        return self.phases[-1].status


def behaviour(
    weeks: Weeks,
    rule: MetricRule,
    *,
    go_live: date | None = None,
    declared_changes: Sequence[date] = (),
) -> Behaviour:
    """The limits of a metric's weeks as of their day (statistics.md a).

    The baseline is the metric's baseline period; without one, the weeks before go-live; without go-live, all
    weeks so far. A declared change starts a new phase at its own date when eight weeks that count have closed
    since and R1 or R2 fired after it against the old limits. The new phase rests on its first eight weeks
    until it has twenty, then on those for good: limits are never computed anew each week.

    Args:
        weeks: the metric's weeks.
        rule: kind, unit, baseline period, Laney.
        go_live: day of go-live; None while there is none.
        declared_changes: days of chart events with `new_limits_from`, in any order.
    """
    rows = np.flatnonzero(weeks.counts)
    base = rows[_is_baseline(weeks, rule, go_live)[rows]]
    stretch = rows[rows >= base[0]] if len(base) else rows[:0]
    start = date.fromordinal(int(weeks.monday[base[0]])) if len(base) else weeks.as_of
    charted = [_chart(weeks, rule, stretch, len(base), start)]
    for day in sorted(declared_changes):
        monday = first_monday_from(day)
        since = rows[weeks.monday[rows] >= monday.toordinal()]
        if len(since) < FEWEST_POINTS or monday <= charted[-1].phase.start:
            continue
        if any(hit.rule is not Rule.R3 and hit.index >= since[0] for hit in charted[-1].signals):
            points = FIRM_POINTS if len(since) >= FIRM_POINTS else FEWEST_POINTS
            charted.append(_chart(weeks, rule, since, points, monday))

    center, lower, upper = (np.full(len(weeks), np.nan) for _ in range(3))
    found: list[Signal] = []
    for place, chart in enumerate(charted):
        follows = charted[place + 1 :]
        end = int(follows[0].rows[0]) if follows else len(weeks)
        shown = chart.rows < end
        center[chart.rows[shown]] = chart.limits.center[shown]
        lower[chart.rows[shown]] = chart.limits.lower[shown]
        upper[chart.rows[shown]] = chart.limits.upper[shown]
        found += [hit for hit in chart.signals if hit.index < end]
    return Behaviour(center, lower, upper, tuple(chart.phase for chart in charted), tuple(found))


def adverse_signals(shown: Behaviour, weeks: Weeks, rule: MetricRule) -> tuple[Signal, ...]:
    """R1 and R2 on the bad side in the last eight closed weeks of the calendar (b4, pilot verdict row 5)."""
    newest = last_closed_monday(weeks.as_of)
    return tuple(
        hit
        for hit in shown.signals
        if hit.rule is not Rule.R3
        and hit.side * rule.sign < 0
        and newest - int(weeks.monday[hit.index]) < 7 * RECENT_WEEKS
    )


def _is_baseline(weeks: Weeks, rule: MetricRule, go_live: date | None) -> Mask:
    if rule.baseline_from is not None and rule.baseline_to is not None:
        begins, ends = rule.baseline_from.toordinal(), rule.baseline_to.toordinal()
        return (weeks.monday >= begins) & (weeks.monday + 7 <= ends)
    if go_live is not None:
        return weeks.monday + 7 <= first_monday_from(go_live).toordinal()
    return np.ones(len(weeks), dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class _Chart:
    """A phase with its limits over the rows of `Weeks` that it covers if nothing follows."""

    phase: Phase
    rows: npt.NDArray[np.intp]
    limits: Limits
    signals: tuple[Signal, ...]


def _chart(weeks: Weeks, rule: MetricRule, rows: npt.NDArray[np.intp], points: int, start: date) -> _Chart:
    """Limits from the first weeks of a stretch, over all of it, in the metric's unit."""
    values = weeks.value[rows]
    if points < FEWEST_POINTS:
        blank = np.full(len(rows), np.nan)
        nothing = Limits(blank, np.zeros(len(rows)), blank, blank, np.nan, np.nan, 1.0)
        return _Chart(Phase(start, LimitStatus.NOT_ENOUGH_DATA, points, 0.0), rows, nothing, ())
    limits = _limits(values, weeks.n[rows], rule, points)
    carry_over = anytime_band(values[:points]).r
    if not limits.varies:
        return _Chart(Phase(start, LimitStatus.NO_VARIATION, points, carry_over), rows, limits, ())
    status = LimitStatus.FIRM if points >= FIRM_POINTS else LimitStatus.PROVISIONAL
    hits = tuple(Signal(hit.rule, int(rows[hit.index]), hit.side) for hit in signals(values, limits))
    return _Chart(Phase(start, status, points, carry_over), rows, limits, hits)


def _limits(values: FloatColumn, n: FloatColumn, rule: MetricRule, points: int) -> Limits:
    """The chart that the kind asks for; without n in some week, that of individual values."""
    if rule.kind == "proportion" and np.isfinite(n).all():
        shares = p_chart(values / rule.unit_scale * n, n, laney=rule.laney, baseline=points)
        return _times(shares, np.full(len(values), rule.unit_scale))
    if rule.kind == "count" and np.isfinite(n).all():
        # A count is drawn as it was counted, so the limits per unit of exposure are brought back to counts.
        return _times(u_chart(values, n, laney=rule.laney, baseline=points), n)
    return xmr(values, points)


def _times(limits: Limits, factor: FloatColumn) -> Limits:
    return Limits(
        limits.center * factor,
        limits.sigma * factor,
        limits.lower * factor,
        limits.upper * factor,
        limits.mr_bar,
        limits.mr_upper,
        limits.overdispersion,
    )
