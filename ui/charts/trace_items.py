"""Readings shorter than a week on screen: a line that stays quick with a million of them, dots where there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPen

from cxworkbench.charts.description import Point, Trace
from ui.charts.plot_items import WIDE_LINES_UP_TO, mixed, pen

if TYPE_CHECKING:
    from cxworkbench.charts.placement import Frame
    from ui.theme import Theme

#: Each reading has its dot where no more than so many are in view.
DOTS_UP_TO = 240
_DOT = 4.0
_HOLLOW = 6.0


class TraceItems:
    """The items of one trace. The line is 2 px wide up to 5,000 visible readings, 1 px above."""

    def __init__(self, trace: Trace, theme: Theme) -> None:
        self._theme = theme
        self._is_wide: bool | None = None
        # A column of pixels shows its lowest and its highest reading: more would be drawn on top of each other.
        self._line = pg.PlotDataItem(pen=self._pen(trace, wide=False), autoDownsampleFactor=1.0)
        self._line.setZValue(-12)  # below the verdict's box and the thresholds, which must be seen
        color = theme.color(trace.token)
        self._dots = pg.ScatterPlotItem(size=_DOT * theme.scale, brush=color, pen=None)
        self._dots.setZValue(-11)
        self._hollow = pg.ScatterPlotItem(
            size=_HOLLOW * theme.scale,
            brush=theme.color("surface"),
            pen=pg.mkPen(color, width=1.4 * theme.scale),
        )
        self._hollow.setZValue(4)
        self.trace = trace

    def put_on(self, plot: Any) -> None:
        """Put the items on a plot. Only then is the line told how to be quick, and given its readings.

        Downsampling and clipping go together: each alone makes one of the two views slower (floors.md, 10); and
        pyqtgraph 0.14 looks for the view when it is told of them.
        """
        for item in (self._line, self._dots, self._hollow):
            plot.addItem(item, ignoreBounds=True)
        self._line.setDownsampling(auto=True, method="peak")
        self._line.setClipToView(True)
        self.show_trace(self.trace)

    def show_trace(self, trace: Trace) -> None:
        """Show readings, on items that are on a plot already."""
        self.trace = trace
        counted = ~trace.aside
        whole = bool(counted.all())
        self._x, self._y = (trace.x, trace.y) if whole else (trace.x[counted], trace.y[counted])
        self._line.setData(self._x, self._y, skipFiniteCheck=True)
        self._hollow.setData(trace.x[trace.aside], trace.y[trace.aside])

    def take_off(self, plot: Any) -> None:
        """Take the items off the plot."""
        for item in (self._line, self._dots, self._hollow):
            plot.removeItem(item)

    def follow(self, low: float, high: float) -> None:
        """Let pen and dots follow the days that are in view."""
        first, after = np.searchsorted(self._x, (low, high)).tolist()
        wide = after - first <= WIDE_LINES_UP_TO
        if wide is not self._is_wide:
            self._is_wide = wide
            self._line.setPen(self._pen(self.trace, wide=wide))
        if after - first <= DOTS_UP_TO:
            self._dots.setData(self._x[first:after], self._y[first:after])
        elif len(self._dots.data):
            self._dots.clear()

    def near(self, at: QPointF, frame: Frame, reach: float) -> tuple[float, Point] | None:
        """The nearest reading within reach of a place on the widget, with its distance."""
        trace = self.trace
        a_pixel = (frame.x_high - frame.x_low) / max(frame.width, 1.0)
        day = frame.x_low + (at.x() - frame.left) * a_pixel
        first, after = np.searchsorted(trace.x, (day - reach * a_pixel, day + reach * a_pixel)).tolist()
        if first == after:
            return None
        across = (trace.x[first:after] - day) / a_pixel
        down = frame.top + (frame.y_high - trace.y[first:after]) * (
            frame.height / (frame.y_high - frame.y_low)
        )
        distance = np.hypot(across, down - at.y())
        place = int(np.argmin(distance))
        if distance[place] > reach:
            return None
        return float(distance[place]), self.point(first + place)

    def of_key(self, key: int | None) -> Point | None:
        """The reading whose period begins then."""
        if key is None:
            return None
        place = int(np.searchsorted(self.trace.key, key))
        return self.point(place) if place < len(self.trace) and self.trace.key[place] == key else None

    def point(self, place: int) -> Point:
        """A reading as a point."""
        trace = self.trace
        return Point(
            float(trace.x[place]),
            float(trace.y[place]),
            not bool(trace.aside[place]),
            int(trace.key[place]),
            trace.text(place),
        )

    def _pen(self, trace: Trace, *, wide: bool) -> QPen:
        made = pen(self._theme, trace.stroke, thin=not wide)
        # A solid colour: only with one does pyqtgraph draw wide lines segment by segment, in a tenth of the time.
        made.setColor(mixed(self._theme, trace.token, trace.alpha))
        return made
