"""The measured points of a metric: baseline weeks, live weeks, and which of them count."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from cxworkbench import formats
from cxworkbench.charts.description import LineSeries, Point, Role
from cxworkbench.judged_metric import MetricState
from cxworkbench.measurement.figures import FormatValue
from cxworkbench.measurement.local_days import local_start, monday_of
from cxworkbench.measurement.weeks import Weeks, WeekState
from cxworkbench.plan import Plan
from db.models import Metric

#: Why a week is shown but doesn't count.
WHY_NOT = {
    WeekState.OPEN: "week not over yet",
    WeekState.TOO_FEW_DAYS: "too few days",
    WeekState.EXCLUDED: "set aside",
    WeekState.BELOW_MINIMUM: "too few cases",
    WeekState.MISSING: "no n",
}
WARM_UP = "set aside beforehand"
NOT_A_WEEK = "longer than a week, shown only"


@dataclass(frozen=True)
class Phases:
    """A metric's points in order of their days.

    Attributes:
        baseline: weeks before go-live; of a pilot that isn't live, all weeks.
        live: weeks from week 1 on.
        slower: readings longer than a week: shown, never judged.
        is_baseline: whether the plan names a baseline period.
        not_live: the pilot isn't live, so its weeks are drawn as data.
        rows: table rows (ending, value, n, counts) with their days.
    """

    baseline: tuple[Point, ...]
    live: tuple[Point, ...]
    slower: tuple[Point, ...]
    is_baseline: bool
    not_live: bool
    rows: tuple[tuple[tuple[str, str, str, str], float], ...] = field(default=())

    @property
    def all(self) -> tuple[Point, ...]:
        """Every point."""
        return self.baseline + self.live + self.slower

    @property
    def lines(self) -> tuple[LineSeries, ...]:
        """The points as lines: baseline grey, a dotted join, live weeks as data."""
        found = []
        if self.baseline:
            role = Role.DATA if self.not_live else Role.BASELINE_DATA
            found.append(LineSeries(role, self.baseline, newest_larger=self.not_live))
        ends = [point for point in self.baseline if point.there][-1:]
        starts = [point for point in self.live if point.there][:1]
        if ends and starts:
            found.append(LineSeries(Role.JOIN, (ends[0], starts[0]), markers=False))
        if self.live:
            found.append(LineSeries(Role.DATA, self.live, newest_larger=True))
        if self.slower:
            found.append(LineSeries(Role.DATA, self.slower, newest_larger=not (self.live or self.baseline)))
        return tuple(found)


def points_of(plan: Plan, state: MetricState, write: FormatValue) -> Phases:
    """The points of a metric as of its day.

    Args:
        plan: gives the time zone.
        state: the metric's weeks and its window.
        write: writes values of the metric.
    """
    metric, window, zone = state.metric, state.window, str(plan.zone)
    week_1 = None if window is None else window.week_1.toordinal()
    start = None if window is None else window.start.toordinal()
    baseline: list[Point] = []
    live: list[Point] = []
    rows: list[tuple[tuple[str, str, str, str], float]] = []
    reasons = _reasons(plan, metric)
    for monday, value, n, why in _weeks(state.weeks):
        ending = date.fromordinal(monday + 6)
        is_live = week_1 is not None and monday >= week_1
        warm_up = is_live and start is not None and monday < start
        reason = reasons.get(monday, "") if why is WeekState.EXCLUDED else ""
        reason = reason or WHY_NOT.get(why, "") or (WARM_UP if warm_up else "")
        key = local_start(date.fromordinal(monday), zone)
        there = math.isfinite(value)
        cases = formats.count(n) if math.isfinite(n) else formats.MISSING
        said = [f"Week to {formats.day(ending)}", write(value) if there else formats.MISSING]
        if math.isfinite(n):
            counted = metric.n_name or "cases"
            said.append(f"{cases} {counted[:1].lower()}{counted[1:]}")
        said += [reason] if reason else []
        point = Point(float(monday + 6), value, filled=there and not reason, key=key, text=" · ".join(said))
        (live if is_live else baseline).append(point)
        if there:
            counts = f"{reason[:1].title()}{reason[1:]}" or (
                "yes" if is_live else "Baseline" if week_1 else "yes"
            )
            rows.append(((formats.day(ending), said[1], cases, counts), point.x))
    slower = _slower(plan, state.weeks, write)
    rows += [
        ((p.text.partition(" · ")[0], write(p.y), formats.MISSING, NOT_A_WEEK.capitalize()), p.x)
        for p in slower
    ]
    return Phases(
        _trimmed(baseline),
        _trimmed(live),
        slower,
        is_baseline=metric.baseline_from is not None or metric.baseline_value is not None,
        not_live=window is None,
        rows=tuple(rows),
    )


def _reasons(plan: Plan, metric: Metric) -> dict[int, str]:
    """Why weeks were set aside, in words, by their Mondays."""
    found: dict[int, list[str]] = {}
    reasons = plan.reasons(metric)
    for (start, _), reason in reasons.items():
        day = datetime.fromtimestamp(start, plan.zone).date().toordinal()
        found.setdefault(monday_of(day), []).append(reason)
    return {monday: f"set aside: {'; '.join(dict.fromkeys(some))}" for monday, some in found.items()}


def _weeks(weeks: Weeks) -> list[tuple[int, float, float, WeekState]]:
    columns = (weeks.monday.tolist(), weeks.value.tolist(), weeks.n.tolist(), weeks.state)
    return list(zip(*columns, strict=True))


def _slower(plan: Plan, weeks: Weeks, write: FormatValue) -> tuple[Point, ...]:
    slower = weeks.slower
    points = []
    for row in np.argsort(slower.period_to, kind="stable"):
        last = datetime.fromtimestamp(int(slower.period_to[row]) - 1, plan.zone).date()
        value = float(slower.value[row])
        text = f"{formats.day(last)} · {write(value)} · {NOT_A_WEEK}"
        points.append(
            Point(float(last.toordinal()), value, filled=False, key=int(slower.period_from[row]), text=text)
        )
    return tuple(points)


def _trimmed(points: list[Point]) -> tuple[Point, ...]:
    """Without the weeks before the first and after the last that hold a value."""
    there = [place for place, point in enumerate(points) if point.there]
    return tuple(points[there[0] : there[-1] + 1]) if there else ()
