"""Marking a period on a chart: Shift and drag, or Shift and the arrows; Esc takes it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

if TYPE_CHECKING:
    from ui.charts.chart_view import ChartView

_SHIFT = Qt.KeyboardModifier.ShiftModifier
#: What the arrows move an end by, days; of charts that are seen closer, a twentieth of what is seen.
_STEP = 7.0


class Brush(QObject):
    """The period that is marked on a chart. ``brushed`` tells its first and last day, or None, None."""

    brushed = Signal(object, object)

    def __init__(self, view: ChartView) -> None:
        super().__init__(view)
        self._view = view
        self._anchor: float | None = None
        self._end = 0.0
        self._drags = False
        #: The next drag marks a period, without Shift.
        self.is_awaited = False
        self.say: Callable[[float, float], str] = lambda _low, _high: ""
        view.installEventFilter(self)
        view.plot.viewport().installEventFilter(self)

    @property
    def days(self) -> tuple[float, float] | None:
        """The first and last day that are marked."""
        if self._anchor is None:
            return None
        return min(self._anchor, self._end), max(self._anchor, self._end)

    def mark(self, low: float, high: float) -> None:
        """Mark a period."""
        self._anchor, self._end = low, high
        self._tell()

    def clear(self) -> None:
        """Mark nothing."""
        if self._anchor is not None or self.is_awaited:
            self._anchor, self._drags, self.is_awaited = None, False, False
            self._view.plot.viewport().unsetCursor()
            self._tell()

    def wait(self) -> None:
        """Let the next drag mark a period."""
        self.is_awaited = True
        self._view.plot.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def renew(self) -> None:
        """Say anew what lies in the period: readings came."""
        days = self.days
        self._view.words.show_period(None if days is None else (*days, self.say(*days)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse while a period is marked, and the keys that do so."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._view:
            return self._key(event)
        if isinstance(event, QMouseEvent) and self._view.chart is not None:
            return self._mouse(event)
        return super().eventFilter(watched, event)

    def _mouse(self, event: QMouseEvent) -> bool:
        kind = event.type()
        frame = self._view.frame()
        day = frame.day(event.position().x())
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            if not (self.is_awaited or event.modifiers() & _SHIFT):
                return False
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)
            self._anchor = self._end = min(max(day, frame.x_low), frame.x_high)
            self._drags = True
            return True
        if not self._drags:
            return False
        if kind == QEvent.Type.MouseMove:
            self._end = min(max(day, frame.x_low), frame.x_high)
            self._tell()
        elif kind == QEvent.Type.MouseButtonRelease:
            self._drags, self.is_awaited = False, False
            self._view.plot.viewport().unsetCursor()
            if self._anchor == self._end:
                self.clear()
        return True

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and (self._anchor is not None or self.is_awaited):
            self.clear()
            return True
        sides = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.modifiers() != _SHIFT or event.key() not in sides or self._view.chart is None:
            return False
        low, high = self._view.shown_days
        if self._anchor is None:
            point = self._view.selected_point
            self._anchor = self._end = (
                point.x if point is not None and low <= point.x <= high else (low + high) / 2
            )
        step = min(_STEP, (high - low) / 20) * sides[Qt.Key(event.key())]
        self._end = min(max(self._end + step, self._view.chart.x.low), self._view.chart.x.high)
        self._tell()
        return True

    def _tell(self) -> None:
        self.renew()
        days = self.days
        self.brushed.emit(None if days is None else days[0], None if days is None else days[1])
