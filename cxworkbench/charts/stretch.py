"""A stretch of days of a chart: what lies in it in figures, and the chart of it alone."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from cxworkbench import formats
from cxworkbench.charts.axes import day_ticks
from cxworkbench.charts.description import Axis, Band, Chart, Fan, LineSeries, Segment, Trace

if TYPE_CHECKING:
    from cxworkbench.judged_metric import MetricState
    from cxworkbench.measurement.figures import FormatValue


def said_of(state: MetricState, chart: Chart, low: float, high: float, write: FormatValue) -> str:
    """What lies between two days: how many weeks, their mean, their n; of less than a week, its readings.

    The mean is weighted by n where every n is known, save that of counts. What was set aside doesn't count.

    Args:
        state: the metric.
        chart: its chart.
        low: first day, as ordinal.
        high: last day.
        write: writes values of the metric.
    """
    weeks = state.weeks
    ending = weeks.monday + 6
    within = (ending >= low) & (ending <= high) & np.isfinite(weeks.value)
    found, value, n, word = int(within.sum()), weeks.value[within], weeks.n[within], "week"
    if found < 2 and chart.traces:
        trace = chart.traces[0]
        shorter = (trace.x >= low) & (trace.x <= high) & ~trace.aside
        found, value, word = int(shorter.sum()), trace.y[shorter], "reading"
        n = np.full(found, np.nan)
    days = f"{formats.day(_day(low))} to {formats.day(_day(high))}"
    if not found:
        return f"{days}: no readings"
    known = bool(np.isfinite(n).all()) and float(n.sum()) > 0
    weighted = known and state.rule.kind != "count"
    mean = float(np.average(value, weights=n)) if weighted else float(value.mean())
    counted = state.metric.n_name or "cases"
    cases = f", {formats.count(float(n.sum()))} {counted[:1].lower()}{counted[1:]}" if known else ""
    return f"{days}: {formats.plural(found, word)}, mean {write(mean)}{cases}"


def within(chart: Chart, low: float, high: float) -> Chart:
    """The chart of some days only, as it is seen zoomed in; its values' axis stays."""
    if low <= chart.x.low and high >= chart.x.high:
        return chart
    return replace(
        chart,
        x=Axis(low, high, day_ticks(low, high, 14)),
        series=tuple(_line(one, low, high) for one in chart.series),
        traces=tuple(piece for one in chart.traces if (piece := _trace(one, low, high)) is not None),
        bands=tuple(_band(one, low, high) for one in chart.bands if one.start < high and one.end > low),
        fans=tuple(cut for one in chart.fans if (cut := _fan(one, low, high)) is not None),
        flags=tuple(one for one in chart.flags if low <= one.day <= high),
        segments=tuple(
            _segment(one, low, high) for one in chart.segments if one.start < high and one.end > low
        ),
        notes=tuple(one for one in chart.notes if one.x <= high and (one.until or one.x) >= low),
    )


def _day(ordinal: float) -> date:
    return date.fromordinal(math.floor(ordinal))


def _line(line: LineSeries, low: float, high: float) -> LineSeries:
    return replace(line, points=tuple(point for point in line.points if low <= point.x <= high))


def _trace(trace: Trace, low: float, high: float) -> Trace | None:
    first, after = np.searchsorted(trace.x, (low, high), side="left").tolist()
    if after - first < 2:
        return None
    cut = slice(first, after)
    return replace(
        trace,
        x=trace.x[cut],
        y=trace.y[cut],
        key=trace.key[cut],
        aside=trace.aside[cut],
        text=lambda place: trace.text(first + place),
    )


def _band(band: Band, low: float, high: float) -> Band:
    return replace(band, start=max(band.start, low), end=min(band.end, high))


def _segment(segment: Segment, low: float, high: float) -> Segment:
    return replace(segment, start=max(segment.start, low), end=min(segment.end, high))


def _fan(fan: Fan, low: float, high: float) -> Fan | None:
    kept = [place for place, day in enumerate(fan.days) if low <= day <= high]
    if len(kept) < 2:
        return None
    cut = slice(kept[0], kept[-1] + 1)
    return replace(
        fan,
        days=fan.days[cut],
        p10=fan.p10[cut],
        p25=fan.p25[cut],
        p50=fan.p50[cut],
        p75=fan.p75[cut],
        p90=fan.p90[cut],
    )
