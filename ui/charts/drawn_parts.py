"""The parts of a chart that are on a plot: what a renewed chart shares with the last one stays there."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg

from ui.charts.plot_items import parts_of, ring

if TYPE_CHECKING:
    from cxworkbench.charts.description import Chart, Point
    from ui.theme import Theme


class DrawnParts:
    """Puts the items of a chart on a plot, and the ring around its selected point."""

    def __init__(self, plot: Any, theme: Theme) -> None:
        self._plot, self._theme = plot, theme
        self._held: dict[Hashable, list[Any]] = {}
        self._ring: Any = None

    def show_chart(self, chart: Chart) -> None:
        """Put on the plot what isn't there already, and take off what is no part of this chart."""
        parts = dict(parts_of(chart, self._theme))
        for part in self._held.keys() - parts.keys():
            for item in self._held.pop(part):
                self._plot.removeItem(item)
        for part, made in parts.items():
            if part in self._held:
                continue
            self._held[part] = made()
            for item in self._held[part]:
                self._plot.addItem(item, ignoreBounds=True)
                if isinstance(item, pg.PlotDataItem):
                    # Only after it was added: pyqtgraph 0.14 looks for a view that isn't there before.
                    item.setDownsampling(auto=True, method="peak")
                    item.setClipToView(True)
        if self._ring is None:
            self._ring = ring(self._theme)
            self._plot.addItem(self._ring, ignoreBounds=True)

    def mark(self, point: Point | None) -> None:
        """Draw the ring around a point; around none."""
        if self._ring is not None:
            self._ring.setData([] if point is None else [point.x], [] if point is None else [point.y])

    def take_off(self) -> None:
        """Take all off the plot: it is drawn in another look."""
        for items in self._held.values():
            for item in items:
                self._plot.removeItem(item)
        self._held.clear()
        if self._ring is not None:
            self._plot.removeItem(self._ring)
            self._ring = None
