"""The control arm of a metric as a line of its own, and the names at the ends of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxworkbench.charts.description import HLine, LineSeries, Point, Role
from cxworkbench.measurement.weeks import weekly
from cxworkbench.metric_states import rule_of

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from db.models import Metric


def control_line(assessment: Assessment, metric: Metric) -> LineSeries | None:
    """The weeks of the control arm; None where it has no readings.

    They are shown whether or not the metric is compared with them: who looks on is told what else happened.
    """
    plan = assessment.plan
    readings = plan.readings(metric, "control")
    if not len(readings):
        return None
    rule = rule_of(metric)
    weeks = weekly(
        readings,
        kind=rule.kind,
        as_of=assessment.as_of,
        time_zone=plan.zone.key,
        minimum_sample=rule.minimum_sample,
        unit_scale=rule.unit_scale,
    )
    there = np.isfinite(weeks.value)
    points = tuple(
        Point(float(monday + 6), value)
        for monday, value in zip(weeks.monday[there].tolist(), weeks.value[there].tolist(), strict=True)
    )
    return LineSeries(Role.DATA, points, markers=False, token="series2") if points else None  # noqa: S106


def named(line: LineSeries, label: str) -> HLine:
    """The name of a line, in its colour, at the height at which it ends."""
    return HLine(line.points[-1].y, line.role, label, drawn=False, ink=line.stroke.token)
