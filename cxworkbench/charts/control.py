"""The control arm of a metric as a line of its own, and the names at the ends of lines."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.charts.description import HLine, LineSeries, Point, Role
from cxworkbench.measurement.local_days import local_start
from cxworkbench.measurement.weeks import weekly
from cxworkbench.metric_states import rule_of

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.measurement.figures import FormatValue
    from db.models import Metric


def control_line(assessment: Assessment, metric: Metric, write: FormatValue) -> LineSeries | None:
    """The weeks of the control arm; None where it has no readings.

    They are shown whether or not the metric is compared with them: who looks on is told what else happened.
    """
    plan = assessment.plan
    readings = plan.readings(metric, "control")
    if not len(readings):
        return None
    rule, zone = rule_of(metric), plan.zone.key
    weeks = weekly(
        readings,
        kind=rule.kind,
        as_of=assessment.as_of,
        time_zone=zone,
        minimum_sample=rule.minimum_sample,
        unit_scale=rule.unit_scale,
    )
    counted = metric.n_name or "cases"
    points = []
    for monday, value, n in zip(weeks.monday.tolist(), weeks.value.tolist(), weeks.n.tolist(), strict=True):
        if not math.isfinite(value):
            continue
        said = [f"Control, week to {formats.day(date.fromordinal(monday + 6))}", write(value)]
        if math.isfinite(n):
            said.append(f"{formats.count(n)} {counted[:1].lower()}{counted[1:]}")
        start = local_start(date.fromordinal(monday), zone)
        points.append(Point(float(monday + 6), value, key=start, text=" · ".join(said)))
    return LineSeries(Role.DATA, tuple(points), markers=False, token="series2") if points else None  # noqa: S106


def named(line: LineSeries, label: str) -> HLine:
    """The name of a line, in its colour, at the height at which it ends."""
    return HLine(line.points[-1].y, line.role, label, drawn=False, ink=line.stroke.token)
