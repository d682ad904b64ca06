"""Three views of a pilot's metrics: one of them, all of them side by side, and one of them in several pilots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.judged_metric import MetricState
    from ui.charts.chart_view import ChartView
    from ui.sections.page import Handed
    from ui.slices import Slices

ONE, ALL, COMPARE = "one", "all", "compare"
#: A chart of many is at least so wide and so high.
_CELL = (420, 230)


class MetricViews(QStackedWidget):
    """The view that is chosen. The first, of one metric, is put in by the page; the others are made when chosen."""

    def __init__(
        self, handed: Handed, choose: Callable[[str], None], slices: Slices, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._handed, self._choose, self._slices = handed, choose, slices
        choices = ((ONE, "One"), (ALL, "All"), (COMPARE, "Pilots"))
        self.switch = Segments(handed.theme, "View", choices, ONE, parent)
        self.switch.setToolTip("One metric, all metrics of this pilot, or this metric in all pilots")
        self.switch.chosen.connect(self.show_view)
        self.all: AllMetrics | None = None
        self.compare: ComparePilots | None = None
        self._shown: tuple[Assessment, PilotState, MetricState] | None = None

    def show_state(self, assessment: Assessment, pilot: PilotState, state: MetricState) -> None:
        """Show a judgement in the view that is chosen."""
        self._shown = (assessment, pilot, state)
        self.show_view(self.switch.value)

    def show_view(self, id: str) -> None:
        """Show a view."""
        if id == ONE or self._shown is None:
            self.setCurrentIndex(0)
            return
        assessment, pilot, state = self._shown
        if id == ALL:
            if self.all is None:
                self.all = AllMetrics(self._handed, self._open, self._slices)
                self.addWidget(self.all)
            self.setCurrentWidget(self.all)
            self.all.show_metrics(assessment, pilot)
        else:
            if self.compare is None:
                self.compare = ComparePilots(self._handed, self._slices)
                self.addWidget(self.compare)
            self.setCurrentWidget(self.compare)
            self.compare.show_metric(assessment, state)

    def chart_seen(self) -> ChartView | None:
        """The chart of the view that is chosen, to be copied and saved; of many the focused one, or the first.

        None in the view of one metric: its chart is the page's own.
        """
        if self.currentWidget() is self.compare and self.compare is not None:
            return self.compare.chart
        if self.currentWidget() is self.all and self.all is not None:
            charts = [cell.chart for cell in self.all.cells if cell.chart is not None]
            return next((chart for chart in charts if chart.hasFocus()), charts[0] if charts else None)
        return None

    def _open(self, metric_id: str) -> None:
        self.switch.choose(ONE)
        self._choose(metric_id)


class AllMetrics(QScrollArea):
    """Small multiples: every metric of a pilot with its verdict, over the same days; a name opens its metric."""

    def __init__(self, handed: Handed, open_metric: Callable[[str], None], slices: Slices) -> None:
        super().__init__()
        self._handed, self._open, self._slices = handed, open_metric, slices
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(handed.theme.px(12))
        self.setWidget(inside)
        self.cells: list[MetricCell] = []
        self._across = 0

    def show_metrics(self, assessment: Assessment, pilot: PilotState) -> None:
        """Show a pilot's metrics; each chart in a turn of its own."""
        states = list(pilot.metrics)
        while len(self.cells) > len(states):
            gone = self.cells.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.cells) < len(states):
            self.cells.append(MetricCell(self._handed, self._open))
        self._across = 0
        self._arrange()
        for place, (cell, state) in enumerate(zip(self.cells, states, strict=True)):
            cell.show_words(state)
            self._slices.add(("all", place), partial(cell.show_chart, assessment, state, states))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many beside each other as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._handed.theme.px
        across = max(1, min(self.viewport().width() // px(_CELL[0]), max(len(self.cells), 1)))
        if across == self._across:
            return
        self._across = across
        for place, cell in enumerate(self.cells):
            self._grid.addWidget(cell, place // across, place % across)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < across else 0)


class MetricCell(Panel):
    """One metric of many: its name, its verdict and its chart."""

    def __init__(self, handed: Handed, open_metric: Callable[[str], None]) -> None:
        super().__init__(handed.theme)
        theme = handed.theme
        self._handed, self._open_metric = handed, open_metric
        self._metric = ""
        self.setMinimumHeight(theme.px(_CELL[1] + 44))
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), 0)
        row.setSpacing(theme.px(12))
        self._name = ElidedLabel(theme, "", "body", weight=600)
        self._word = Label(theme, "", "small", "ink2")
        self.button = Button(theme, "Open", lambda: open_metric(self._metric), kind="small")
        row.addWidget(self._name, 1)
        row.addWidget(self._word)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.chart: ChartView | None = None

    def show_words(self, state: MetricState) -> None:
        """Name and verdict."""
        self._metric = state.metric.id
        self._name.show_text(state.metric.name)
        self._word.setText(f"{state.latest_text} · {state.word}" if state.latest is not None else state.word)
        self.button.setAccessibleName(f"Open {state.metric.name}")

    def show_chart(self, assessment: Assessment, state: MetricState, beside: Sequence[MetricState]) -> None:
        """The chart over the days of all that stand beside it; without the trend, for which there is no room."""
        from cxworkbench.assess import metric_detail
        from cxworkbench.charts.metric_chart import days_of, metric_chart
        from ui.charts.chart_view import ChartView
        from ui.sections.chart_menu import ChartMenu

        if state.metric.id != self._metric:
            return
        if self.chart is None:
            self.chart = ChartView(self.theme, self)
            ChartMenu(self._handed, self.chart, ("Open this metric", lambda: self._open_metric(self._metric)))
            self.chart.setMinimumHeight(self.theme.px(_CELL[1]))
            self.body.addWidget(self.chart, 1)
        detail = replace(metric_detail(assessment, state), forecast=None)
        chart = metric_chart(assessment, state, detail)
        self.chart.set_chart(replace(chart, x=days_of(beside) or chart.x))


class ComparePilots(Panel):
    """A metric in all pilots that have readings of it, aligned by pilot week or by date."""

    def __init__(self, handed: Handed, slices: Slices) -> None:
        super().__init__(handed.theme)
        theme = handed.theme
        self._handed, self._slices = handed, slices
        self._shown: tuple[Assessment, MetricState] | None = None
        self._chart: ChartView | None = None
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), 0)
        self.said = Label(theme, "", "small", "ink2", wrap=True)
        row.addWidget(self.said, 1)
        choices = (("week", "By pilot week"), ("date", "By date"))
        self.aligned = Segments(theme, "Aligned", choices, "week")
        self.aligned.chosen.connect(lambda _: self._renew())
        row.addWidget(self.aligned, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(theme.px(6), theme.px(6), theme.px(4), theme.px(2))
        self.body.addLayout(self._place, 1)

    @property
    def chart(self) -> ChartView | None:
        """The chart, with all that it is to show; None before a metric is compared."""
        self._slices.finish()
        return self._chart

    def show_metric(self, assessment: Assessment, state: MetricState) -> None:
        """Compare a metric as of an assessment; the chart in turns of its own."""
        self._shown = (assessment, state)
        if self._chart is None:
            self._slices.add("compare", self._make_chart)
        self._slices.add("compared", self._renew)

    def _make_chart(self) -> None:
        from ui.charts.chart_view import ChartView
        from ui.sections.chart_menu import ChartMenu

        self._chart = ChartView(self.theme, self)
        ChartMenu(self._handed, self._chart)
        self._place.addWidget(self._chart, 1)

    def _renew(self) -> None:
        if self._shown is None or self._chart is None:
            return
        from cxworkbench.charts.compare_chart import comparable, compare_chart

        assessment, state = self._shown
        members = comparable(assessment, state.metric)
        by_week = self.aligned.value == "week"
        chart = compare_chart(assessment, state.metric, members, by_week=by_week)
        alone = " No other pilot has readings of it." if len(members) < 2 else ""
        self.said.setText(f"{chart.sentence}{alone}")
        self._chart.set_chart(chart)
