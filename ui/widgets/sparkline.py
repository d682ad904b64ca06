"""Sparklines, painted by QPainter so that the Overview needs no chart library (visual-language.md, 7)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from db.fixed import fixed

if TYPE_CHECKING:
    from cxworkbench.judged_metric import MetricState
    from ui.theme import Theme

WIDTH, HEIGHT = 70, 22
_LEFT, _RIGHT, _TOP = 2, 5, 3


@fixed
class Spark:
    """What a sparkline shows; all values in the metric's own unit.

    Attributes:
        values: oldest first; NaN leaves a gap.
        baseline: dotted line.
        threshold: solid line, in the colour ``threshold_tone``.
        end_tone: the colour of the newest value's dot.
    """

    values: tuple[float, ...]
    baseline: float | None = None
    threshold: float | None = None
    threshold_tone: str = "met"
    end_tone: str = "series1"


def spark_of(state: MetricState) -> Spark:
    """The weeks of a metric since go-live, or all there are before it."""
    weeks = state.weeks
    values = [float(value) for value in weeks.value]
    if state.window is not None:
        since = state.window.week_1.toordinal()
        live = [value for value, monday in zip(values, weeks.monday, strict=True) if monday >= since]
        values = live if any(not math.isnan(value) for value in live) else values
    metric = state.metric
    breached = state.state == "guardrail_breached"
    guarded = breached or metric.success_threshold is None
    threshold = metric.guardrail_limit if guarded else metric.success_threshold
    return Spark(
        tuple(values),
        None if metric.baseline_value is None else float(metric.baseline_value),
        None if threshold is None else float(threshold),
        "fail" if guarded else "met",
        "fail" if breached else "series1",
    )


def paint_spark(painter: QPainter, theme: Theme, spark: Spark, at: QRectF) -> None:
    """Paint a sparkline into a box."""
    known = [value for value in spark.values if not math.isnan(value)]
    if not known:
        return
    lines = [value for value in (spark.baseline, spark.threshold) if value is not None]
    low, high = min(known + lines), max(known + lines)
    span = (high - low) or 1.0
    left, right = at.left() + theme.px(_LEFT), at.right() - theme.px(_RIGHT)
    top, bottom = at.top() + theme.px(_TOP), at.bottom() - theme.px(_TOP)
    count = max(len(spark.values) - 1, 1)

    def place(week: int, value: float) -> QPointF:
        across = right if len(spark.values) == 1 else left + (right - left) * week / count
        return QPointF(across, bottom - (bottom - top) * (value - low) / span)

    painter.save()
    if spark.baseline is not None:
        y = round(place(0, spark.baseline).y()) + 0.5
        pen = QPen(theme.color("reference"), 1)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.drawLine(QLineF(left, y, right, y))
    if spark.threshold is not None:
        y = round(place(0, spark.threshold).y()) + 0.5
        painter.setPen(QPen(theme.color(spark.threshold_tone), 1))
        painter.drawLine(QLineF(left, y, right, y))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path, pen_down = QPainterPath(), False
    for week, value in enumerate(spark.values):
        if math.isnan(value):
            pen_down = False
        elif pen_down:
            path.lineTo(place(week, value))
        else:
            path.moveTo(place(week, value))
            pen_down = True
    line = QPen(theme.color("series1"), 1.6 * theme.scale)
    line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    line.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.strokePath(path, line)
    newest = max(week for week, value in enumerate(spark.values) if not math.isnan(value))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(spark.end_tone))
    painter.drawEllipse(place(newest, spark.values[newest]), 2.6 * theme.scale, 2.6 * theme.scale)
    painter.restore()
