"""The lines, bands and points of a chart as pyqtgraph items in the theme's colours."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from cxworkbench.charts.description import STROKES, Band, Chart, Fan, LineSeries, Point, Role, Stroke

if TYPE_CHECKING:
    from ui.theme import Theme

#: Above this many points lines are 1 px: wider pens cost 15 times as much (floors.md, 10).
WIDE_LINES_UP_TO = 5_000
#: Above this many points only the newest gets a marker: there is no room between them.
MARKERS_UP_TO = 600
_DAYS_MORE = 64.0
_RADII = {Role.BASELINE_DATA: 2.0, Role.DATA: 3.0}
_NEWEST = 4.0


class _Thickness:
    """How many pixels of the device make one of a line's width."""

    now = 1.0


@contextmanager
def thicker(by: float) -> Iterator[None]:
    """Pens made meanwhile are thicker: Qt counts their width in pixels of the device, whatever its ratio."""
    before, _Thickness.now = _Thickness.now, by
    try:
        yield
    finally:
        _Thickness.now = before


def pen(theme: Theme, stroke: Stroke, *, thin: bool = False) -> QPen:
    """A pen of constant width on screen, whatever the zoom."""
    width = _Thickness.now * (1.0 if thin else stroke.width * theme.scale)
    made = QPen(theme.color(stroke.token), width)
    made.setCosmetic(True)
    if stroke.dash:
        # Qt counts dashes in widths of the pen.
        made.setDashPattern([length * theme.scale * _Thickness.now / width for length in stroke.dash])
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made


class Patch(QGraphicsRectItem):
    """A rectangle in days and values whose pattern keeps its size on screen."""

    def __init__(self, at: QRectF, brush: QBrush, depth: float) -> None:
        super().__init__(at)
        self._fill = brush
        self.setZValue(depth)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Fill the rectangle in pixels: a pattern drawn in days and values would be stretched with them."""
        seen = painter.worldTransform().mapRect(self.rect())
        painter.save()
        painter.resetTransform()
        painter.fillRect(seen, self._fill)
        painter.restore()


class Rule(QGraphicsRectItem):
    """A line at one value (level) or day, on the middle of a pixel so that it is never smeared."""

    def __init__(self, at: QRectF, line: QPen, depth: float, *, level: bool) -> None:
        super().__init__(at)
        self._line = line
        self._level = level
        self.setZValue(depth)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the line through the middle of the rectangle, in pixels."""
        seen = painter.worldTransform().mapRect(self.rect())
        across, down = round(seen.center().x()) + 0.5, round(seen.center().y()) + 0.5
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._line)
        if self._level:
            painter.drawLine(QLineF(seen.left(), down, seen.right(), down))
        else:
            painter.drawLine(QLineF(across, seen.top(), across, seen.bottom()))
        painter.restore()


#: The items of a part of a chart, and what they are made of: equal parts have equal items.
Part = tuple[Hashable, Callable[[], list[Any]]]


def parts_of(chart: Chart, theme: Theme) -> Iterator[Part]:
    """Everything that lies behind and on the lines of a chart, part by part, made when it is to be added to a plot.

    Of a chart that is renewed again and again most parts are as they were: their items stay on the plot.
    """
    x, y = _reach(chart), (chart.y.low, chart.y.high)
    yield ("patches", chart.areas, chart.hatches, chart.bands, x), lambda: list(_patches(chart, theme))
    yield ("rules", chart.y, chart.hlines, chart.flags, chart.vlines, x, y), lambda: _rules(chart, theme)
    for fan in chart.fans:
        yield ("fan", fan), partial(_fan, fan, theme)
    for band in chart.bands:
        yield ("mean", band), partial(_mean, band, theme)
    for place, line in enumerate(chart.series):
        yield ("line", place, line), partial(_line, line, theme)


def _reach(chart: Chart) -> tuple[float, float]:
    """From which day to which something lies over the whole width: some days more, which come into view as days do."""
    span = _DAYS_MORE * max(1, round((chart.x.high - chart.x.low) / _DAYS_MORE))
    return math.floor(chart.x.low / span) * span - span, math.ceil(chart.x.high / span) * span + span


def _rules(chart: Chart, theme: Theme) -> list[Any]:
    grid = pen(theme, Stroke("grid", 1.0))
    drawn = [line for line in chart.hlines if line.drawn]
    ahead = [line for line in chart.vlines if chart.x.holds(line.day)]
    return [
        *(_level(chart, tick.at, grid, -20) for tick in chart.y.ticks),
        *(_level(chart, line.value, pen(theme, STROKES[line.role]), -6) for line in drawn),
        *(_upright(chart, flag.day, pen(theme, STROKES[Role.EVENT])) for flag in chart.flags),
        *(_upright(chart, line.day, pen(theme, STROKES[line.role])) for line in ahead),
    ]


def _patches(chart: Chart, theme: Theme) -> Iterator[Patch]:
    left, right = _reach(chart)
    width = right - left
    for area in chart.areas:
        at = QRectF(left, area.low, width, area.high - area.low)
        yield Patch(at, QBrush(faded(theme, area.token, area.alpha)), -30)
    for hatch in chart.hatches:
        at = QRectF(left, hatch.low, width, hatch.high - hatch.low)
        brush = QBrush(faded(theme, hatch.token, 0.45), Qt.BrushStyle.BDiagPattern)
        yield Patch(at, brush, -25)
    for band in chart.bands:
        at = QRectF(band.start, band.low, band.end - band.start, band.high - band.low)
        yield Patch(at, QBrush(faded(theme, band.token, band.alpha)), -10)


def faded(theme: Theme, token: str, alpha: float) -> QColor:
    """A token's colour with the ground showing through."""
    color = theme.color(token)
    color.setAlphaF(alpha)
    return color


def mixed(theme: Theme, token: str, alpha: float) -> QColor:
    """The same as :func:`faded` on the surface, as a solid colour."""
    ink, ground = theme.color(token), theme.color("surface")
    parts = zip(
        (ink.red(), ink.green(), ink.blue()), (ground.red(), ground.green(), ground.blue()), strict=True
    )
    return QColor(*(round(alpha * over + (1 - alpha) * under) for over, under in parts))


def _level(chart: Chart, value: float, line: QPen, depth: float) -> Rule:
    # As high as the line may be on screen: what lies outside is not drawn anew.
    thick = 0.02 * (chart.y.high - chart.y.low)
    left, right = _reach(chart)
    at = QRectF(left, value - thick / 2, right - left, thick)
    return Rule(at, line, depth, level=True)


def _upright(chart: Chart, day: float, line: QPen) -> Rule:
    left, right = _reach(chart)
    thick = 0.005 * (right - left)
    at = QRectF(day - thick / 2, chart.y.low, thick, chart.y.high - chart.y.low)
    return Rule(at, line, -3, level=False)


def _mean(band: Band, theme: Theme) -> list[Any]:
    stroke = STROKES[Role.MEAN]
    line = pen(theme, Stroke(band.token, stroke.width, stroke.dash))
    made = pg.PlotCurveItem([band.start, band.end], [band.mean, band.mean], pen=line, antialias=True)
    made.setZValue(-2)
    return [made]


def _fan(fan: Fan, theme: Theme) -> list[Any]:
    days = np.array(fan.days)
    found: list[Any] = []
    for low, high, alpha, depth in ((fan.p10, fan.p90, fan.alpha80, -9), (fan.p25, fan.p75, fan.alpha50, -8)):
        edges = [pg.PlotCurveItem(days, np.array(edge), pen=None) for edge in (low, high)]
        between = pg.FillBetweenItem(*edges, brush=QBrush(faded(theme, fan.token, alpha)))
        between.setZValue(depth)
        found += [*edges, between]
    if not fan.p50:
        return found
    stroke = STROKES[Role.TREND]
    middle = pg.PlotCurveItem(days, np.array(fan.p50), pen=pen(theme, stroke), antialias=True)
    middle.setZValue(-1)
    return [*found, middle]


def _line(line: LineSeries, theme: Theme) -> list[Any]:
    days = np.array([point.x for point in line.points])
    values = np.array([point.y for point in line.points])
    many = len(days) > WIDE_LINES_UP_TO
    curve = pg.PlotDataItem(
        days, values, pen=pen(theme, line.stroke, thin=many), connect="finite", antialias=not many
    )
    curve.setZValue(5 if line.markers else -4)
    found = [curve]
    there = [point for point in line.points if point.there]
    if line.markers and there:
        found.append(_markers(line, there, theme))
    return found


def _markers(line: LineSeries, points: list[Point], theme: Theme) -> Any:
    color, hollow = theme.color(line.stroke.token), theme.color("surface")
    radius = _RADII.get(line.role, 3.0)
    shown = points if len(points) <= MARKERS_UP_TO else points[-1:]
    newest = points[-1] if line.newest_larger else None
    with thicker(1.0):  # marks are drawn for the device's ratio by pyqtgraph itself
        edge = pen(theme, Stroke(line.stroke.token, 1.6))
    spots = [
        {
            "pos": (point.x, point.y),
            "size": 2 * theme.scale * (_NEWEST if point is newest else radius),
            "brush": color if point.filled or line.role is Role.BASELINE_DATA else hollow,
            "pen": edge if line.role is not Role.BASELINE_DATA else None,
        }
        for point in shown
    ]
    made = pg.ScatterPlotItem(spots, symbol="o", antialias=True)
    made.setZValue(6)
    return made


def ring(theme: Theme) -> Any:
    """The mark around the selected point."""
    with thicker(1.0):
        edge = pen(theme, Stroke("accent", 2.0))
    made = pg.ScatterPlotItem(size=13 * theme.scale, symbol="o", brush=None, pen=edge)
    made.setZValue(7)
    return made
