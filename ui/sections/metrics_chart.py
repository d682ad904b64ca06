"""What can be done with the chart of the Metrics page: mark a period, set aside, copy, save, zoom."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from cxworkbench.charts.metric_chart import writer
from cxworkbench.charts.stretch import said_of
from ui.sections.chart_menu import ChartMenu

if TYPE_CHECKING:
    from cxworkbench.judged_metric import MetricState
    from ui.charts.chart_view import ChartView
    from ui.sections.metrics_readings import ReadingsPanel
    from ui.sections.page import Handed


class ChartActs(ChartMenu):
    """Joins the chart with the table of readings beside it, and offers its menu."""

    def __init__(self, handed: Handed, chart: ChartView, readings: ReadingsPanel) -> None:
        super().__init__(handed, chart)
        self._readings = readings
        self._state: MetricState | None = None
        #: The chart that is seen where it is another one than the page's own.
        self.seen: Callable[[], ChartView | None] = lambda: None
        chart.brush.say = self._said
        chart.brush.brushed.connect(self._brushed)
        chart.pointClicked.connect(self._clicked)
        chart.switched.connect(self.switch)

    def show_state(self, state: MetricState) -> None:
        """What the chart is of now."""
        self._state = state

    def menu(self, at: QPoint | None = None) -> QMenu:
        """What can be done; at a place on the chart also with the reading there."""
        chart, menu = self.chart, QMenu(self.chart)
        point = (chart.point_at(at) if at is not None else None) or chart.selected_point
        if point is not None and self._state is not None:
            chart.select(point.key)
            self._clicked(point.key)
            periods = self._readings.periods_at(point.key)
            if periods:
                self._readings.asides.add_to(menu, self._state.metric, periods)
                menu.addSeparator()
        menu.addAction("Mark a period\tShift+drag", chart.brush.wait)
        if chart.brush.days is not None:
            menu.addAction("Take the mark away\tEsc", chart.brush.clear)
            menu.addAction("Zoom to the period", self._zoom_to_period)
        self._add_common(menu)
        return menu

    def switch(self) -> None:
        """Set the selected reading aside, or put it back."""
        point = self.chart.selected_point
        if point is not None and self._state is not None:
            self._readings.asides.switch(self._state.metric, self._readings.periods_at(point.key))

    @property
    def meant(self) -> ChartView:
        """The chart that is seen: this one, or that of the view that is chosen."""
        return self.seen() or self.chart

    def _zoom_to_period(self) -> None:
        days = self.chart.brush.days
        if days is not None:
            self.chart.show_days(*days)

    def _said(self, low: float, high: float) -> str:
        state, chart = self._state, self.chart.chart
        if state is None or chart is None:
            return ""
        currency = self._handed.plan.plan.programme.currency
        return said_of(state, chart, low, high, writer(state.metric, currency))

    def _brushed(self, low: float | None, high: float | None) -> None:
        if low is not None and high is not None:
            self._readings.select_days(low, high)
            self._handed.say(self.chart.words.period_text)

    def _clicked(self, start: object) -> None:
        if isinstance(start, int):
            self._readings.select_period(start)
