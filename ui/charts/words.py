"""The words of a chart on screen: axis labels, line ends, flags, brackets and notes, over the plot."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from cxworkbench.charts.description import STROKES, Chart, Note, Point, Role
from cxworkbench.charts.layout import Margins, Words, flag_y, is_low, margins, words
from cxworkbench.charts.placement import Frame
from ui.charts.plot_items import faded, pen

if TYPE_CHECKING:
    from ui.theme import Theme


#: How far the halo reaches around letters, and how many notes are kept as pictures.
_HALO = 2.0
_MOST_PICTURES = 64


class WordsLayer(QWidget):
    """Lies over the plot and leaves the mouse to it. ``show_frame`` says where the plot is and what it shows."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chart: Chart | None = None
        self._frame: Frame | None = None
        self._placed: Words | None = None
        self._tip: Point | None = None
        self._pictures: dict[tuple[object, ...], QPixmap] = {}
        self._period: tuple[float, float, str] | None = None
        self.focused = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def size_px(self) -> float:
        """The size of the labels."""
        return float(self._theme.font("micro").pixelSize())

    def measure(self, text: str, bold: bool, larger: bool) -> float:
        """The width of a text."""
        return QFontMetricsF(self._font(bold=bold, larger=larger)).horizontalAdvance(text)

    def margins(self, chart: Chart) -> Margins:
        """The room that a chart's words need around its plot."""
        return margins(chart, self.width(), self.height(), self.size_px, self.measure)

    def show_frame(self, chart: Chart, frame: Frame) -> None:
        """Write the words of a chart around and on its plot."""
        self._chart, self._frame = chart, frame
        low = is_low(self.height(), self.size_px)
        self._placed = words(chart, frame, self.size_px, self.measure, low=low)
        self.update()

    def show_tip(self, point: Point | None) -> None:
        """Say what a point is, beside it; None takes the words away."""
        self._tip = point
        self.update()

    @contextmanager
    def bare(self) -> Iterator[None]:
        """Leave out meanwhile what belongs to the moment: focus, and what the mouse is over."""
        before = self.focused, self._tip
        self.focused, self._tip = False, None
        try:
            yield
        finally:
            self.focused, self._tip = before

    def show_period(self, period: tuple[float, float, str] | None) -> None:
        """Shade the days from first to last and say what lies in them; None takes it away."""
        self._period = period
        self.update()

    @property
    def period_text(self) -> str:
        """What is said of the period that is marked."""
        return "" if self._period is None else self._period[2]

    @property
    def placed(self) -> Words | None:
        """Where the words stand."""
        return self._placed

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        if self._frame is None or self._placed is None or self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        if self._period is not None:
            self._paint_period(painter, self._frame, self._period)
        self._paint_axes(painter, self._frame, self._placed)
        self._paint_ends(painter, self._frame, self._placed)
        self._paint_above(painter, self._frame, self._placed)
        self._paint_segments(painter, self._frame, self._placed)
        self._paint_notes(painter, self._placed)
        if self._tip is not None:
            self._paint_tip(painter, self._frame, self._tip)
        if self._chart.empty:
            self._paint_empty(painter, self._frame, self._chart.empty)
        if self.focused:
            painter.setPen(QPen(self._theme.color("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)

    # ------------------------------------------------------------------------------------------ parts

    def _paint_axes(self, painter: QPainter, frame: Frame, placed: Words) -> None:
        size, axis = self.size_px, QPen(self._theme.color("line_strong"), 1)
        base = _crisp(frame.bottom)
        painter.setPen(axis)
        painter.drawLine(QLineF(frame.left, base, frame.right, base))
        for tick, x in placed.days:
            painter.setPen(axis)
            painter.drawLine(QLineF(_crisp(x), base, _crisp(x), base + size / 3))
            self._write(painter, tick.label, x, base + size * 1.05, "ink3", align=0.5)
        for tick, y in placed.values:
            self._write(painter, tick.label, frame.left - 0.6 * size, y, "ink3", align=1.0)

    def _paint_ends(self, painter: QPainter, frame: Frame, placed: Words) -> None:
        for line, y in placed.ends:
            self._write(painter, line.label, frame.right + 0.5 * self.size_px, y, line.token, bold=line.bold)

    def _paint_above(self, painter: QPainter, frame: Frame, placed: Words) -> None:
        size = self.size_px
        for one in placed.flags:
            top = flag_y(frame, one.row, size)
            x = _crisp(one.x)
            painter.setPen(pen(self._theme, STROKES[Role.EVENT]))
            painter.drawLine(QLineF(x, top, x, frame.top))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("ink2"))
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(x, top),
                        QPointF(x + 0.58 * size, top + 0.375 * size),
                        QPointF(x, top + 0.75 * size),
                    ]
                )
            )
            if one.shown:
                self._write(painter, one.flag.label, one.text_x, top + 0.38 * size, "ink2")
        for date in placed.dates:
            y = flag_y(frame, date.row, size) + 0.38 * size
            if date.x is not None:
                painter.setPen(pen(self._theme, STROKES[date.line.role]))
                painter.drawLine(QLineF(_crisp(date.x), y + 0.8 * size, _crisp(date.x), frame.top))
            self._write(painter, date.text, date.text_x, y, "ink2")

    def _paint_segments(self, painter: QPainter, frame: Frame, placed: Words) -> None:
        size = self.size_px
        y = _crisp(frame.bottom + 1.9 * size)
        for one in placed.segments:
            painter.setPen(QPen(self._theme.color("line_strong"), 1))
            painter.drawLine(QLineF(one.left, y, one.right, y))
            if one.shown:
                self._write(
                    painter, one.segment.label, (one.left + one.right) / 2, y + 0.8 * size, "ink3", align=0.5
                )

    def _paint_notes(self, painter: QPainter, placed: Words) -> None:
        air = _HALO * self._theme.scale
        for note, box in placed.notes:
            picture = self._note_picture(note, box.height)
            painter.drawPixmap(QPointF(box.left - air, box.top), picture)

    def _note_picture(self, note: Note, height: float) -> QPixmap:
        """A note with its halo, drawn once: outlining letters takes longer than all the lines of a chart."""
        ratio = self.devicePixelRatioF()
        look = (note.text, note.bold, note.larger, self._theme.color(note.token).rgb(), ratio, self.size_px)
        if look not in self._pictures:
            if len(self._pictures) > _MOST_PICTURES:
                self._pictures.clear()
            font, air = self._font(bold=note.bold, larger=note.larger), _HALO * self._theme.scale
            metrics = QFontMetricsF(font)
            width = metrics.horizontalAdvance(note.text) + 2 * air
            picture = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # The letters' own outline in the colour of the ground keeps lines off them.
            letters = QPainterPath()
            base = QPointF(air, height / 2 + (metrics.ascent() - metrics.descent()) / 2)
            letters.addText(base, font, note.text)
            halo = QPen(self._theme.color("surface"), 2 * air)
            halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(letters, halo)
            self._write(painter, note.text, air, height / 2, note.token, bold=note.bold, larger=note.larger)
            painter.end()
            self._pictures[look] = picture
        return self._pictures[look]

    def _paint_period(self, painter: QPainter, frame: Frame, period: tuple[float, float, str]) -> None:
        left, right = (min(max(frame.x(day), frame.left), frame.right) for day in period[:2])
        painter.fillRect(
            QRectF(left, frame.top, max(right - left, 1.0), frame.height), faded(self._theme, "accent", 0.14)
        )
        painter.setPen(QPen(self._theme.color("accent"), 1))
        for x in (left, right):
            painter.drawLine(QLineF(_crisp(x), frame.top, _crisp(x), frame.bottom))
        size = self.size_px
        width = self.measure(period[2], True, False) + size
        start = min(max((left + right - width) / 2, frame.left), max(frame.right - width, frame.left))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(round(start) + 0.5, round(frame.top) + 4.5, width, 1.7 * size), 3, 3)
        self._write(painter, period[2], start + size / 2, frame.top + 4.5 + 0.85 * size, "ink", bold=True)

    def _paint_tip(self, painter: QPainter, frame: Frame, point: Point) -> None:
        """Day, value and n, a line each, on the side of the point where there is room."""
        size, lines = self.size_px, point.text.split(" · ")
        width = max(self.measure(line, False, False) for line in lines) + 1.2 * size
        height = (1.35 * len(lines) + 0.6) * size
        x, y = frame.x(point.x), frame.y(point.y)
        left = x + size if x + size + width <= frame.right else x - size - width
        top = y - size - height if y - size - height >= frame.top else y + size
        painter.setPen(QPen(self._theme.color("line_strong"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(
            QRectF(round(left) + 0.5, round(top) + 0.5, round(width), round(height)), 3, 3
        )
        for place, line in enumerate(lines):
            self._write(
                painter, line, left + 0.6 * size, top + (1.0 + 1.35 * place) * size, "ink", bold=place == 1
            )

    def _paint_empty(self, painter: QPainter, frame: Frame, text: str) -> None:
        x, y = frame.left + frame.width / 2, frame.top + frame.height / 2
        width = self.measure(text, False, False)
        at = QRectF(x - width / 2 - 8, y - self.size_px, width + 16, 2 * self.size_px)
        painter.fillRect(at, self._theme.color("surface"))
        self._write(painter, text, x, y, "ink2", align=0.5)

    def _write(
        self,
        painter: QPainter,
        text: str,
        x: float,
        middle: float,
        token: str,
        *,
        align: float = 0.0,
        bold: bool = False,
        larger: bool = False,
    ) -> None:
        """Write a text with its middle at a height; ``align`` is the share of its width left of x."""
        font = self._font(bold=bold, larger=larger)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        left = x - align * metrics.horizontalAdvance(text)
        painter.drawText(QPointF(left, middle + (metrics.ascent() - metrics.descent()) / 2), text)

    def _font(self, *, bold: bool = False, larger: bool = False) -> QFont:
        font = self._theme.weighted("micro", 600 if bold else 400)
        if larger:
            font.setPixelSize(round(font.pixelSize() * 1.25))
        return font


def _crisp(place: float) -> float:
    """The middle of a pixel, so that a line of 1 px is not smeared over two."""
    return round(place) + 0.5
