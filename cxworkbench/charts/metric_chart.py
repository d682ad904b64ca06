"""The live chart of a metric: its weeks, thresholds, limits of chance, verdict band, events and trend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from cxworkbench import formats
from cxworkbench.assessment import Assessment
from cxworkbench.charts import axes
from cxworkbench.charts.control import control_line, named
from cxworkbench.charts.description import (
    Area,
    Axis,
    Band,
    Chart,
    Fan,
    Flag,
    Hatch,
    HLine,
    LineSeries,
    Note,
    Place,
    Point,
    Role,
    Segment,
    Table,
    Trace,
    VLine,
)
from cxworkbench.charts.metric_points import Phases, points_of
from cxworkbench.charts.traces import closest_view, trace_of
from cxworkbench.judged_metric import MetricDetail, MetricState
from cxworkbench.measurement.figures import FormatValue, span
from cxworkbench.measurement.forecast import Forecast
from cxworkbench.measurement.looks import FEWEST_WEEKS
from cxworkbench.measurement.phases import Behaviour, LimitStatus
from db.models import ChartEvent, Metric, Objective

#: A date further ahead than this is named at the right edge instead of stretching the chart.
FURTHEST_TARGET = timedelta(weeks=26)
SHORTEST_SPAN = 8 * 7
LONGEST_LABEL = 40

_BAND_TOKENS = {
    "below": "risk",
    "guardrail_breached": "fail",
    "not_enough_data": "none",
    "not_judged": "none",
}


def metric_chart(assessment: Assessment, state: MetricState, detail: MetricDetail | None = None) -> Chart:
    """The chart of one metric as of the day of the assessment.

    Args:
        assessment: gives the plan, the day, and the objective that names a target date.
        state: the metric with its weeks and verdict.
        detail: limits of chance and trend; without it neither is drawn.
    """
    parts = _Parts(assessment, state, detail)
    return parts.chart()


def days_of(states: Sequence[MetricState]) -> Axis | None:
    """The days of several metrics' weeks, for charts that are read side by side; None where none has any."""
    mondays = [int(end) for state in states if len(state.weeks) for end in state.weeks.monday[[0, -1]]]
    if not mondays:
        return None
    low, newest = min(mondays) + 2.0, max(mondays) + 6.0
    high = max(newest + 4.0, low + SHORTEST_SPAN, newest + 0.06 * (newest - low))
    return Axis(low, high, axes.day_ticks(low, high, 14))


def writer(metric: Metric, currency: str | None) -> FormatValue:
    """Writes values of a metric as screen and paper show them, with more decimals where asked for."""

    def write(value: float, *, more: int = 0, unit: bool = True) -> str:
        decimals = 1 if metric.decimals is None else metric.decimals
        if more and metric.unit in {"count", "money"}:
            text = formats.number(value, more)
        elif more and metric.unit == "seconds":
            text = f"{formats.number(value, more)} s"
        else:
            text = formats.metric_value(value, metric.unit, decimals + more, currency=currency)
        return text if unit else formats.bare(text)

    return write


@dataclass(frozen=True)
class _Parts:
    """Works out the parts of one metric's chart."""

    assessment: Assessment
    state: MetricState
    detail: MetricDetail | None

    @property
    def metric(self) -> Metric:
        return self.state.metric

    def chart(self) -> Chart:
        metric, write = self.metric, writer(self.metric, self.assessment.plan.programme.currency)
        phases = points_of(self.assessment.plan, self.state, write)
        control = control_line(self.assessment, metric, write)
        hlines = self._hlines(write)
        hlines += () if control is None else (named(control, f"Control {write(control.points[-1].y)}"),)
        band = self._band(phases)
        limits = self._limits()
        fan = self._fan()
        target = self._target()
        trace = trace_of(self.assessment.plan, metric, write)
        x = self._days(phases, fan, target, trace)
        seen = [point.y for point in phases.all] + [line.value for line in hlines]
        seen += [] if band is None else [band.low, band.high]
        seen += [value for line in limits for value in (point.y for point in line.points)]
        seen += [] if fan is None else [*fan.p10, *fan.p90]
        seen += [] if control is None else [point.y for point in control.points]
        seen += [] if trace is None else [float(trace.y.min()), float(trace.y.max())]
        y = axes.value_axis(
            seen,
            metric.unit,
            currency=self.assessment.plan.programme.currency,
        )
        areas, hatches = _sides(metric, y)
        return Chart(
            key=metric.id,
            title=metric.name,
            x=x,
            y=y,
            sentence=self._sentence(),
            table=_table(phases, metric),
            series=(*limits, *phases.lines, *(() if control is None else (control,))),
            areas=areas,
            hatches=hatches,
            bands=() if band is None else (band,),
            hlines=hlines,
            fans=() if fan is None else (fan,),
            flags=self._flags(x),
            vlines=() if target is None else (target,),
            segments=self._segments(phases, fan),
            notes=self._notes(phases, band, limits, fan, write),
            traces=() if trace is None else (trace,),
            closest=closest_view(trace),
            empty="" if phases.all else "No readings yet. The verdict needs eight weeks.",
        )

    # ------------------------------------------------------------------------------------------ lines

    def _hlines(self, write: FormatValue) -> tuple[HLine, ...]:
        metric = self.metric
        wanted = (
            (metric.scale_threshold, Role.SCALE, "Scale"),
            (metric.success_threshold, Role.SUCCESS, "Success"),
            (metric.baseline_value, Role.BASELINE, "Baseline"),
            (metric.guardrail_limit, Role.GUARDRAIL, "Guardrail"),
        )
        return tuple(
            HLine(float(value), role, f"{word} {write(float(value))}", bold=role is not Role.BASELINE)
            for value, role, word in wanted
            if value is not None
        )

    def _band(self, phases: Phases) -> Band | None:
        """The box of the verdict; none for pilot minus control, whose figures are not those of the axis."""
        band, window = self.state.verdict.band, self.state.window
        finite = math.isfinite(band.lower) and math.isfinite(band.upper)
        if window is None or band.T < FEWEST_WEEKS or not finite or self.metric.comparison == "control":
            return None
        counted = [point.x for point in phases.live if point.filled and point.there]
        if not counted:
            return None
        token = _BAND_TOKENS.get(self.state.state, "met")
        return Band(counted[0] - 3.0, counted[-1] + 1.5, band.lower, band.upper, band.mean, token)

    def _limits(self) -> tuple[LineSeries, ...]:
        shown = self._behaviour()
        if shown is None:
            return ()
        lines = []
        for column in (shown.lower, shown.upper):
            points = tuple(
                Point(float(monday) + 6, float(value))
                for monday, value in zip(self.state.weeks.monday, column, strict=True)
                if math.isfinite(value)
            )
            lines.append(LineSeries(Role.LIMIT, points, markers=False))
        return tuple(lines)

    def _behaviour(self) -> Behaviour | None:
        shown = None if self.detail is None else self.detail.limits
        if shown is None or len(shown.lower) != len(self.state.weeks) or not np.isfinite(shown.lower).any():
            return None
        return shown

    def _fan(self) -> Fan | None:
        trend = self._trend()
        if trend is None or trend.fan is None or self.state.window is None:
            return None
        start = self.state.window.start.toordinal() + 6
        p10, p25, p50, p75, p90 = (tuple(float(v) for v in column) for column in trend.fan.levels.T)
        return Fan(tuple(float(start + 7 * t) for t in trend.fan.t), p10, p25, p50, p75, p90)

    def _trend(self) -> Forecast | None:
        return None if self.detail is None else self.detail.forecast

    # ------------------------------------------------------------------------------------------- days

    def _target(self) -> VLine | None:
        for objective in self._objectives():
            if objective.target_date is not None:
                day = formats.day(objective.target_date, current=self.assessment.as_of)
                return VLine(float(objective.target_date.toordinal()), f"Target date {day}")
        return None

    def _objectives(self) -> list[Objective]:
        pilot = self.assessment.pilot(self.metric.pilot)
        found = [] if pilot is None else [one.objective for one in pilot.objectives]
        return [one for one in found if one.metric == self.metric.id]

    def _days(
        self, phases: Phases, fan: Fan | None, target: VLine | None, trace: Trace | None = None
    ) -> Axis:
        days = [point.x for point in phases.all]
        days += [] if trace is None else [float(trace.x[0]), float(trace.x[-1])]
        today = float(self.assessment.as_of.toordinal())
        low = min(days) - 4.0 if days else today - SHORTEST_SPAN
        newest = high = max(days) if days else today
        if fan is not None:
            # Room for the label at the fan's end.
            high = max(high, fan.days[-1] + 0.06 * (fan.days[-1] - low))
        if target is not None and target.day <= newest + FURTHEST_TARGET.days:
            high = max(high, target.day)
        high = max(high + 4.0, low + SHORTEST_SPAN, newest + 0.06 * (newest - low))
        return Axis(low, high, axes.day_ticks(low, high, 14))

    def _flags(self, x: Axis) -> tuple[Flag, ...]:
        events = self.assessment.plan.of_pilot(ChartEvent, self.metric.pilot)
        found = [Flag(float(event.day.toordinal()), _short(event.label_)) for event in events]
        return tuple(sorted((flag for flag in found if x.holds(flag.day)), key=lambda flag: flag.day))

    def _segments(self, phases: Phases, fan: Fan | None) -> tuple[Segment, ...]:
        found = []
        if phases.baseline:
            weeks = formats.plural(sum(point.there for point in phases.baseline), "week")
            word = "Baseline" if phases.is_baseline else "Before go-live"
            found.append(Segment(phases.baseline[0].x - 3.5, phases.baseline[-1].x + 1.0, f"{word}, {weeks}"))
        newest = max((point.x for point in phases.all), default=0.0)
        if phases.live and self.state.window is not None:
            newest_monday = date.fromordinal(int(newest) - 6)
            number = self.state.window.week_number(newest_monday)
            start = float(self.state.window.week_1.toordinal())
            if number >= 1:
                found.append(Segment(start + 4.5, newest + 1.5, f"Live, {formats.plural(number, 'week')}"))
        if fan is not None:
            end = date.fromordinal(int(fan.days[-1]))
            found.append(Segment(newest + 4.0, fan.days[-1] + 1.0, f"Trend to {formats.short_day(end)}"))
        return tuple(found)

    # ------------------------------------------------------------------------------------------ words

    def _notes(
        self,
        phases: Phases,
        band: Band | None,
        limits: tuple[LineSeries, ...],
        fan: Fan | None,
        write: FormatValue,
    ) -> tuple[Note, ...]:
        found = []
        newest = max((point for point in phases.all if point.there), key=lambda point: point.x, default=None)
        if newest is not None:
            token = "ink2" if newest in phases.baseline and phases.live else "series1"
            sides = (Place.ABOVE, Place.BELOW, Place.ABOVE_LEFT, Place.BELOW_LEFT)
            found.append(Note(newest.x, newest.y, write(newest.y), token, sides, bold=True, larger=True))
        if fan is not None:
            end = fan.p50[-1]
            found.append(Note(fan.days[-1], end, write(end), "series1", (Place.RIGHT,), bold=True))
        if band is not None:
            ends = span(write, band.low, band.high, self.state.verdict.bar)
            text = f"Mean that counts {write(band.mean)}, range {ends}"
            below, above = (band.low, (Place.BELOW,)), (band.high, (Place.ABOVE,))
            edge, places = below if self.metric.direction != "down" else above
            found.append(Note(band.start, edge, text, band.token, places, bold=True))
        shown = self._behaviour()
        if shown is not None and limits[1].points:
            first = limits[1].points[0]
            newest_row = int(np.flatnonzero(np.isfinite(shown.lower))[-1])
            low, high = float(shown.lower[newest_row]), float(shown.upper[newest_row])
            trust = ", provisional" if shown.status is LimitStatus.PROVISIONAL else ""
            text = f"Limits of chance, {write(low, unit=False)} to {write(high, unit=False)}{trust}"
            last = limits[1].points[-1].x
            found.append(Note(first.x - 3.0, first.y, text, "ink3", (Place.ABOVE, Place.BELOW), until=last))
        return tuple(found)

    def _sentence(self) -> str:
        pilot = self.assessment.pilot(self.metric.pilot)
        name = self.metric.name if pilot is None else f"{self.metric.name}, {pilot.pilot.name}"
        if self.state.latest is None or self.state.latest_day is None:
            return f"{name}: no readings yet. {self.state.sentence}"
        word = self.state.word
        day = formats.day(self.state.latest_day)
        said = (
            self.state.sentence if self.state.sentence.startswith(word) else f"{word}. {self.state.sentence}"
        )
        return f"{name}: {self.state.latest_text} in the week to {day}. {said}"


def _sides(metric: Metric, y: Axis) -> tuple[tuple[Area, ...], tuple[Hatch, ...]]:
    """Tints on the good side of success and scale, hatch on the wrong side of the guardrail."""
    if metric.direction not in {"up", "down"}:
        return (), ()
    up = metric.direction == "up"
    end = y.high if up else y.low
    success, scale = metric.success_threshold, metric.scale_threshold
    bars: list[tuple[float, float]] = []
    if success is not None:
        bars.append((float(success), 0.05))
    if scale is not None:
        bars.append((float(scale), 0.11))
    areas = []
    for place, (bar, alpha) in enumerate(bars):
        other = bars[place + 1][0] if place + 1 < len(bars) else end
        low, high = min(bar, other), max(bar, other)
        if low < high and (other - bar) * (1 if up else -1) > 0:
            areas.append(Area(low, high, "met", alpha))
    hatches = []
    if metric.guardrail_limit is not None:
        limit = float(metric.guardrail_limit)
        hatches.append(Hatch(y.low, limit) if up else Hatch(limit, y.high))
    return tuple(areas), tuple(hatches)


def _table(phases: Phases, metric: Metric) -> Table:
    heads = ("Week ending", metric.name, metric.n_name or "n", "Counts")
    rows = tuple(row for row, _ in sorted(phases.rows, key=lambda pair: pair[1], reverse=True))
    return Table(heads, rows)


def _short(label: str) -> str:
    plain = " ".join(label.split())
    return plain if len(plain) <= LONGEST_LABEL else f"{plain[: LONGEST_LABEL - 1]}…"
