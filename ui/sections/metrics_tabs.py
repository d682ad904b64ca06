"""The tabs of a pilot's metrics: each with its name, its state and its word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabBar, QWidget

from ui.glyphs import glyph_icon
from ui.theme import plain_action

if TYPE_CHECKING:
    from cxworkbench.judged_metric import MetricState
    from ui.theme import Theme


class MetricTabs(QTabBar):
    """A tab a metric; ``currentChanged`` tells only what a person chose."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setIconSize(QSize(theme.px(12), theme.px(12)))
        self.setAccessibleName("Metrics of this pilot")

    def show_states(self, states: Sequence[MetricState], shown: MetricState | None) -> None:
        """Show metrics, one of them as chosen."""
        self.blockSignals(True)
        while self.count() > len(states):
            self.removeTab(self.count() - 1)
        while self.count() < len(states):
            self.addTab("")
        for place, one in enumerate(states):
            self.setTabText(place, plain_action(one.metric.name))
            self.setTabIcon(place, glyph_icon(self._theme, one.state, 12))
            self.setTabData(place, one.metric.id)
            self.setAccessibleTabName(place, f"{one.metric.name}, {one.word}")
            if one is shown:
                self.setCurrentIndex(place)
        self.blockSignals(False)
