"""Readings shorter than a week as the line behind a metric's weeks, and what is left of a line on few pixels."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from cxworkbench import formats
from cxworkbench.charts.description import Trace
from cxworkbench.measurement.local_days import day_ordinals, local_times
from cxworkbench.measurement.readings import Room

if TYPE_CHECKING:
    from cxworkbench.measurement.figures import FormatValue
    from cxworkbench.measurement.readings import FloatColumn, Readings
    from cxworkbench.plan import Plan
    from db.models import Metric

#: Readings shorter than this are shown behind their weeks, seconds.
SHORTER_THAN = 6 * 86_400
_NEARLY_A_DAY = 20 * 3600
#: So many readings stay in view however far one zooms in, and so many minutes.
_READINGS_IN_VIEW = 30
#: By what the days of readings that others are added to are known (``Room.known``).
_NAME = "days"
_DAYS_IN_VIEW = 21.0
SET_ASIDE = "set aside"


def trace_of(
    plan: Plan, metric: Metric, write: FormatValue, readings: Readings | None = None
) -> Trace | None:
    """The readings of a metric that are shorter than a week, in order; None where there are none to show.

    Counts are summed to weeks: a day's count is no value on the axis of weeks, so there is no trace of them.

    Args:
        plan: gives the readings and the time zone.
        metric: whose readings.
        write: writes values of the metric.
        readings: others than those of the pilot arm.
    """
    found = plan.readings(metric) if readings is None else readings
    if metric.kind_ == "count" or not len(found):
        return None
    zone = plan.zone.key
    x = _added_to(found, zone)
    rows, start, end = found, found.period_from, found.period_to
    whole = None
    if x is None:
        short = end - start < SHORTER_THAN
        if int(short.sum()) < 2:
            return None
        rows = found.where(short)
        start, end = rows.period_from, rows.period_to
        if (start[1:] < start[:-1]).any():
            order = np.lexsort((end, start))
            start, end, rows = start[order], end[order], rows.chosen(order)
        x = local_times(start, zone)
        whole = (end - start) >= _NEARLY_A_DAY
        if whole.any():
            x[whole] = day_ordinals(end[whole] - 1, zone)
        elif rows is found and found.room is not None:
            found.room.known[_NAME, zone] = Room([x], found.room.size)
    counted = metric.n_name or "cases"

    def text(place: int) -> str:
        begins = datetime.fromtimestamp(int(start[place]), plan.zone)
        last = datetime.fromtimestamp(int(end[place]), plan.zone) - timedelta(seconds=1)
        day = (
            formats.day(last.date())
            if whole is not None and whole[place]
            else f"{formats.day(begins.date())}, {begins:%H:%M}"
        )
        said = [day, write(float(rows.value[place]))]
        if np.isfinite(rows.n[place]):
            said.append(f"{formats.count(float(rows.n[place]))} {counted[:1].lower()}{counted[1:]}")
        if rows.excluded[place]:
            why = plan.reasons(metric).get((int(start[place]), int(end[place])), "")
            said.append(f"{SET_ASIDE}: {why}" if why else SET_ASIDE)
        return " · ".join(said)

    return Trace(x, rows.value, start, rows.excluded, text)


def _added_to(readings: Readings, zone: str) -> FloatColumn | None:
    """Where readings stand on the axis of days, all shorter than a day, if that is known of all but the last."""
    days: Room | None = None if readings.room is None else readings.room.known.get((_NAME, zone))
    if days is None or days.filled > len(readings):
        return None
    fresh = slice(days.filled, None)
    start, end = readings.period_from[fresh], readings.period_to[fresh]
    if not days.has(days.filled, len(start)) or (end - start >= _NEARLY_A_DAY).any():
        return None
    column: FloatColumn = days.put([local_times(start, zone)])[0]
    return column


def closest_view(trace: Trace | None) -> float:
    """How many days are seen at least: three weeks, or a few readings where they stand closer."""
    if trace is None:
        return _DAYS_IN_VIEW
    apart = float(trace.x[-1] - trace.x[0]) / (len(trace) - 1)
    return min(_DAYS_IN_VIEW, max(_READINGS_IN_VIEW * apart, 1 / 48))


def peaks(x: FloatColumn, y: FloatColumn, most: int) -> tuple[FloatColumn, FloatColumn]:
    """A line of so many points at most that looks like one of many: of each stretch the lowest and the highest stay.

    Args:
        x: ascending.
        y: finite.
        most: of points, at least four.
    """
    if len(x) <= most:
        return x, y
    size = -(-len(x) // (most // 2))
    begins = np.arange(0, len(x), size)
    low, high = np.minimum.reduceat(y, begins), np.maximum.reduceat(y, begins)
    middle = x[np.minimum(begins + size // 2, len(x) - 1)]
    return np.repeat(middle, 2), np.column_stack([low, high]).ravel()
