"""What both maps share: a painted ground, and buttons that stand on it at places between 0 and 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from ui.theme import plain_tooltip
from ui.widgets.painting import draw_focus, draw_line, text_width

if TYPE_CHECKING:
    from cxworkbench.plan import Ref
    from ui.theme import Theme

#: How far a name keeps from its mark.
_GAP = 4


class Mark(QAbstractButton):
    """One thing on a map. Tab reaches it; Space, Enter and a click choose it.

    ``shape`` is "chip" (its code in a box, as a risk) or "dot" (a filled dot with its name above, as a person).
    """

    def __init__(self, theme: Theme, text: str, said: str, shape: str, tone: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shape = shape
        self.tone = tone
        self.is_named = True
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(said)
        self.setToolTip(plain_tooltip(said))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_name(named=True)

    def show_name(self, *, named: bool) -> None:
        """Show the name, or where there is no room for it the dot alone; its accessible name stays."""
        theme = self._theme
        self.is_named = named
        width = round(text_width(self.text(), theme.weighted("micro", 600)))
        if self._shape == "chip":
            self.setFixedSize(width + theme.px(14), theme.px(20))
        else:
            self.setFixedSize(max(width, theme.px(12)) + theme.px(6) if named else theme.px(14), theme.px(32))

    def anchor(self) -> QPointF:
        """The point of the button that stands at its place on the map."""
        if self._shape == "chip":
            return QPointF(self.width() / 2, self.height() / 2)
        return QPointF(self.width() / 2, self.height() - self._theme.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip, or the dot with its name."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._shape == "chip":
            self._paint_chip(painter)
        else:
            self._paint_dot(painter)
        if self.hasFocus():
            draw_focus(painter, theme, QRectF(self.rect()))

    def _paint_chip(self, painter: QPainter) -> None:
        theme = self._theme
        strong = self.isChecked()
        painter.setPen(QPen(theme.color(self.tone), 1))
        painter.setBrush(theme.color(self.tone) if strong else theme.color("surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.px(3), theme.px(3))
        ink = theme.color("on_accent" if strong else "ink")
        draw_line(painter, box, self.text(), theme.weighted("micro", 600), ink, Qt.AlignmentFlag.AlignHCenter)

    def _paint_dot(self, painter: QPainter) -> None:
        theme, at = self._theme, self.anchor()
        weight = 600 if self.isChecked() or self.tone != "series1" else 400
        name = QRectF(0, 0, self.width(), theme.px(18))
        font = theme.weighted("micro", weight)
        if self.is_named:
            draw_line(painter, name, self.text(), font, theme.color("ink"), Qt.AlignmentFlag.AlignHCenter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(self.tone))
        radius = theme.px(5)
        painter.drawEllipse(at, radius, radius)


class MapGround(QFrame):
    """The ground of a map. Subclasses paint it and say where a place lies.

    Signals:
        chosen: the record whose mark was chosen.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.marks: dict[str, Mark] = {}
        self.places: dict[str, QPointF] = {}
        self.trails: list[tuple[QPointF, QPointF, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        """Room for five steps both ways."""
        return QSize(self.theme.px(240), self.theme.px(170))

    def clear(self) -> None:
        """Take all marks away."""
        for mark in self.marks.values():
            mark.hide()
            mark.deleteLater()
        self.marks, self.places, self.trails = {}, {}, []

    def put(self, ref: Ref, text: str, said: str, place: QPointF, *, shape: str, tone: str) -> Mark:
        """Put a mark at a place, given as shares of the plot's width and height from its lower left corner."""
        mark = Mark(self.theme, text, said, shape, tone, self)
        mark.clicked.connect(self._chooser(ref))
        self.marks[ref.id] = mark
        self.places[ref.id] = place
        mark.show()
        return mark

    def choose(self, id: str) -> None:
        """Show one mark as the chosen one; none where the id is on no mark."""
        for own, mark in self.marks.items():
            mark.setChecked(own == id)
            if own == id:
                mark.raise_()

    def plot(self) -> QRectF:
        """The box of the map within the widget, without the words of its axes."""
        return QRectF(self.rect())

    def point(self, place: QPointF) -> QPointF:
        """Where a place lies in the widget."""
        box = self.plot()
        return QPointF(box.left() + place.x() * box.width(), box.bottom() - place.y() * box.height())

    def lay_out(self) -> None:
        """Move every mark to its place; marks that would cover each other step aside."""
        taken: list[QRectF] = []
        for id, mark in self.marks.items():
            at = self.point(self.places[id]) - mark.anchor()
            box = QRectF(at.x(), at.y(), mark.width(), mark.height())
            for _ in range(len(self.marks)):
                hit = next((other for other in taken if other.intersects(box)), None)
                if hit is None:
                    break
                box.moveTop(hit.bottom() + self.theme.px(1))
            box.moveLeft(min(max(box.left(), 0), max(self.width() - box.width(), 0)))
            box.moveTop(min(max(box.top(), 0), max(self.height() - box.height(), 0)))
            taken.append(box)
            mark.move(round(box.left()), round(box.top()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything keeps its place on the map."""
        super().resizeEvent(event)
        self.lay_out()

    def paint_trails(self, painter: QPainter) -> None:
        """The ring where something stood, and a line to where it stands."""
        radius = self.theme.px(4)
        for was, now, tone in self.trails:
            painter.setPen(QPen(self.theme.color(tone), 1.5))
            painter.drawLine(self.point(was), self.point(now))
            painter.setBrush(self.theme.color("surface"))
            painter.drawEllipse(self.point(was), radius, radius)

    def words(
        self, painter: QPainter, at: QRectF, text: str, side: Qt.AlignmentFlag, ink: str = "ink2"
    ) -> None:
        """A word of an axis."""
        draw_line(painter, at, text, self.theme.font("micro"), self.theme.color(ink), side)

    def color(self, token: str) -> QColor:
        """A colour of the design."""
        return self.theme.color(token)

    def _chooser(self, ref: Ref) -> Callable[[], None]:
        def choose() -> None:
            self.choose(ref.id)
            self.chosen.emit(ref)

        return choose
