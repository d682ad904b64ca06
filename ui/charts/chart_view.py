"""A chart in the window: draws a description, zooms and pans along its days."""

from __future__ import annotations

import math
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from cxworkbench.charts.description import Chart, Point
from cxworkbench.charts.placement import Frame
from ui.charts.brush import Brush
from ui.charts.drawn_parts import DrawnParts
from ui.charts.trace_items import TraceItems
from ui.charts.words import WordsLayer

if TYPE_CHECKING:
    from ui.theme import Theme

REACH = 14.0
"""How near the mouse must be to a point, in pixels."""
_STEP = 0.8
_PAN = 0.15
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ChartView(QFrame):
    """A chart that keeps zoom and selection when its data is renewed.

    Wheel and drag zoom and pan along the days; plus, minus and arrows do so by keyboard, Home and End go to
    the ends, 0 shows all again. Ctrl and an arrow go from point to point; Shift marks a period (``Brush``).
    ``pointClicked`` gives the start of a point's period in epoch seconds.
    """

    pointClicked = Signal(object)  # noqa: N815 - a signal, named as Qt names them
    switched = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chart: Chart | None = None
        self._is_drawing = False
        self._points: list[Point] = []
        self._said: list[Point] = []
        self._selected: int | None = None
        self._hovered: Point | None = None
        self._traces: list[TraceItems] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(280), theme.px(136))
        self.plot = pg.PlotWidget(self, background=theme.color("surface"))
        self.plot.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.viewport().installEventFilter(self)
        self._item = self.plot.getPlotItem()
        self._item.hideButtons()
        self._item.setMenuEnabled(False)
        self._item.hideAxis("left")
        self._item.hideAxis("bottom")
        self._box = self._item.getViewBox()
        self._box.setMouseEnabled(x=True, y=False)
        self._box.setDefaultPadding(0)
        self._drawn = DrawnParts(self._item, theme)
        self.words = WordsLayer(theme, self)
        self.brush = Brush(self)
        self._box.sigRangeChanged.connect(self._follow)
        self._box.sigResized.connect(self._follow)
        self.plot.scene().sigMouseMoved.connect(self._hover)
        self.plot.scene().sigMouseClicked.connect(self._click)
        theme.changed.connect(self.redraw)

    # ------------------------------------------------------------------------------------- what is shown

    @property
    def theme(self) -> Theme:
        """The look it is drawn in."""
        return self._theme

    @property
    def chart(self) -> Chart | None:
        """The chart as shown last."""
        return self._chart

    @property
    def shown_days(self) -> tuple[float, float]:
        """The first and last day in view, as ordinals."""
        low, high = self._box.viewRange()[0]
        return float(low), float(high)

    @property
    def is_zoomed(self) -> bool:
        """Whether less than all days are in view."""
        if self._chart is None:
            return False
        low, high = self.shown_days
        return low > self._chart.x.low + 0.5 or high < self._chart.x.high - 0.5

    @property
    def selected(self) -> int | None:
        """The key of the selected point."""
        return self._selected

    @property
    def selected_point(self) -> Point | None:
        """The selected point."""
        return self._point(self._selected)

    def set_chart(self, chart: Chart) -> None:
        """Show a chart; of the same key, zoom and selection stay as they are."""
        same = self._chart is not None and self._chart.key == chart.key
        keep = self.shown_days if same and self.is_zoomed else None
        self._chart = chart
        self._points, self._said = chart.points(), chart.said()
        self._show_traces(chart, same=same)
        if self._point(self._selected) is None:
            self._selected = None
        self.setAccessibleName(chart.sentence)
        self.setAccessibleDescription(chart.table.text())
        self._draw(keep)
        if not same:
            self.brush.clear()
        self.brush.renew()
        self.plot.show()
        self.words.show()

    def show_nothing(self) -> None:
        """Nothing is to be seen until the next chart is there: another one's would be taken for it."""
        self._chart, self._points, self._said = None, [], []
        self.setAccessibleName("")
        self.setAccessibleDescription("")
        self.plot.hide()
        self.words.hide()

    def select(self, key: int | None) -> None:
        """Mark the point whose period begins then."""
        self._selected = key
        self._mark()

    def show_days(self, low: float, high: float) -> None:
        """Zoom to a stretch of days, kept inside the chart."""
        if self._chart is None:
            return
        axis = self._chart.x
        width = min(max(high - low, self._chart.closest), axis.high - axis.low)
        low = min(max(low, axis.low), axis.high - width)
        self._box.setXRange(low, low + width, padding=0)

    def show_all(self) -> None:
        """Show all days again."""
        if self._chart is not None:
            self._box.setXRange(self._chart.x.low, self._chart.x.high, padding=0)

    def zoom(self, factor: float) -> None:
        """Show that share of the days now in view, around their middle."""
        low, high = self.shown_days
        middle, half = (low + high) / 2, (high - low) * factor / 2
        self.show_days(middle - half, middle + half)

    def pan(self, share: float) -> None:
        """Move by a share of the days in view; positive is later."""
        low, high = self.shown_days
        step = (high - low) * share
        self.show_days(low + step, high + step)

    # ------------------------------------------------------------------------------------------- drawing

    def _draw(self, keep: tuple[float, float] | None) -> None:
        chart = self._chart
        if chart is None:
            return
        self._hide_tip()
        self._is_drawing = True  # each step of it changes the range; the words follow once, at the end
        try:
            self._drawn.show_chart(chart)
            self._show_range(chart, keep)
        finally:
            self._is_drawing = False
        self._mark()
        self._follow()

    def _show_range(self, chart: Chart, keep: tuple[float, float] | None) -> None:
        self._make_room()
        span = chart.x.high - chart.x.low
        self._box.setLimits(
            xMin=chart.x.low, xMax=chart.x.high, minXRange=min(chart.closest, span), maxXRange=span
        )
        self._box.setYRange(chart.y.low, chart.y.high, padding=0)
        if keep is None:
            self.show_all()
        else:
            self.show_days(*keep)

    def _show_traces(self, chart: Chart, *, same: bool) -> None:
        """Show readings shorter than a week; of the same chart only the readings are new, not their items."""
        if same and len(self._traces) == len(chart.traces):
            for items, trace in zip(self._traces, chart.traces, strict=True):
                items.show_trace(trace)
            return
        for items in self._traces:
            items.take_off(self._item)
        self._traces = [TraceItems(trace, self._theme) for trace in chart.traces]
        for items in self._traces:
            items.put_on(self._item)

    def _make_room(self) -> None:
        if self._chart is None or self.width() < 50:
            return
        room = self.words.margins(self._chart)
        sides = (room.left, room.top, room.right, room.bottom)
        self._item.layout.setContentsMargins(*(float(math.ceil(side)) for side in sides))

    def _mark(self) -> None:
        self._drawn.mark(self._point(self._selected))

    def _point(self, key: int | None) -> Point | None:
        """The point whose period begins then: a week, or a reading shorter than one."""
        found = next((point for point in self._points if point.key == key), None)
        shorter = (trace.of_key(key) for trace in self._traces)
        return found or next((point for point in shorter if point is not None), None)

    def _follow(self, *_: object) -> None:
        """Let the words follow the plot."""
        if self._chart is not None and not self._is_drawing:
            for trace in self._traces:
                trace.follow(*self.shown_days)
            self.words.show_frame(self._chart, self.frame())

    def frame(self) -> Frame:
        """Where the plot lies in this widget, and what stands at its edges."""
        scene = self._box.sceneBoundingRect()
        corner = self.plot.mapFromScene(scene.topLeft())
        low, high = self.shown_days
        bottom, top = self._box.viewRange()[1]
        return Frame(
            corner.x(), corner.y(), scene.width(), scene.height(), low, high, float(bottom), float(top)
        )

    def redraw(self) -> None:
        """Draw all anew, in the look that is in force."""
        self._drawn.take_off()
        self.plot.setBackground(self._theme.color("surface"))
        if self._chart is not None:
            self._show_traces(self._chart, same=False)
        self._draw(self.shown_days if self.is_zoomed else None)

    # --------------------------------------------------------------------------------- mouse and keyboard

    def point_at(self, at: QPoint) -> Point | None:
        """The point near a place on this widget."""
        return self._near(self.plot.mapToScene(at))

    def _near(self, scene: QPointF) -> Point | None:
        at = self.plot.mapFromScene(scene)
        frame = self.frame()
        if not (frame.left - 2 <= at.x() <= frame.right + 2 and frame.top <= at.y() <= frame.bottom):
            return None
        reach = REACH * self._theme.scale
        best, nearest = reach, None
        for point in self._said:
            across = abs(frame.x(point.x) - at.x())
            if across <= reach:
                distance = math.hypot(across, frame.y(point.y) - at.y())
                if distance <= best:
                    best, nearest = distance, point
        if nearest is None:
            shorter = [found for trace in self._traces if (found := trace.near(QPointF(at), frame, reach))]
            nearest = min(shorter, key=itemgetter(0))[1] if shorter else None
        return nearest

    def _hover(self, scene: QPointF) -> None:
        point = self._near(scene)
        if point == self._hovered:
            return
        self._hovered = point
        if point is None:
            self._hide_tip()
            return
        self.words.show_tip(point)

    def _hide_tip(self) -> None:
        self._hovered = None
        self.words.show_tip(None)

    def _click(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.double():
            self.show_all()
            return
        point = self._near(event.scenePos())
        if point is not None:
            self.select(point.key)
            self.pointClicked.emit(point.key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the hover text away when the mouse leaves the plot."""
        if event.type() == QEvent.Type.Leave:
            self._hide_tip()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and pan by keys."""
        key = event.key()
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(_STEP)
        elif key in {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}:
            self.zoom(1 / _STEP)
        elif key == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.switched.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in _STEPS:
            self._step(_STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_Left:
            self.pan(-_PAN)
        elif key == Qt.Key.Key_Right:
            self.pan(_PAN)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key == Qt.Key.Key_Home and self._chart is not None:
            self.pan(-1e3)
        elif key == Qt.Key.Key_End and self._chart is not None:
            self.pan(1e3)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        """Select the next point or the one before, and say what it is; what lies outside the view is brought in."""
        places = [point.key for point in self._points]
        if not places:
            return
        now = places.index(self._selected) if self._selected in places else len(places)
        place = min(max(now + by, 0), len(places) - 1)
        point = self._points[place]
        low, high = self.shown_days
        if not low <= point.x <= high:
            self.show_days(point.x - (high - low) / 2, point.x + (high - low) / 2)
        self.select(point.key)
        self._hovered = point
        self.words.show_tip(point)
        self.setAccessibleDescription(point.text)
        self.pointClicked.emit(point.key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        self.words.focused = True
        self.words.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus went."""
        self.words.focused = False
        self.words.update()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let plot and words fill the widget."""
        self.plot.setGeometry(self.rect())
        self.words.setGeometry(self.rect())
        self._make_room()
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        """The size of the reference picture at 1366 px."""
        return QSize(self._theme.px(760), self._theme.px(340))
