"""What can be done with any chart of the Metrics page: see all days, copy it as picture and table, save it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from db.errors import UserError
from ui.charts import chart_out

if TYPE_CHECKING:
    from ui.charts.chart_view import ChartView
    from ui.sections.page import Handed


class ChartMenu(QObject):
    """The menu of one chart.

    Args:
        handed: says what was done.
        chart: whose menu it is.
        first: what stands above all else in it: a name, and what it does.
    """

    def __init__(
        self, handed: Handed, chart: ChartView, first: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        super().__init__(chart)
        self._handed, self.chart, self._first = handed, chart, first
        chart.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chart.customContextMenuRequested.connect(lambda at: self.menu(at).popup(chart.mapToGlobal(at)))

    def menu(self, at: QPoint | None = None) -> QMenu:  # noqa: ARG002 - some charts look at what is there
        """What can be done; ``at`` is a place on the chart."""
        menu = QMenu(self.chart)
        if self._first is not None:
            menu.addAction(*self._first)
            menu.addSeparator()
        self._add_common(menu)
        return menu

    def _add_common(self, menu: QMenu) -> None:
        menu.addAction("Show all days\t0", self.chart.show_all).setEnabled(self.chart.is_zoomed)
        menu.addSeparator()
        menu.addAction("Copy chart\tCtrl+Shift+C", self.copy)
        menu.addAction("Save chart…\tCtrl+Shift+E", self.save)

    @property
    def meant(self) -> ChartView:
        """The chart that is copied and saved."""
        return self.chart

    def copy(self) -> None:
        """Copy the chart as picture and table."""
        try:
            chart_out.copy(self.meant)
        except UserError as error:
            self._handed.show_trouble(error)
            return
        self._handed.say("The chart is on the clipboard, as a picture and as its table")

    def save(self) -> None:
        """Ask where, and save the chart as PNG, SVG or PDF."""
        plan, chart = self._handed.plan.path, self.meant
        try:
            target = chart_out.ask_where(chart, plan.parent)
            if target is None:
                return
            chart_out.save(chart, target, plan=plan)
        except UserError as error:
            self._handed.show_trouble(error)
            return
        self._handed.say(f"Chart saved as {target.name}")
