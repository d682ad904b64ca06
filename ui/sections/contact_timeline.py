"""Contacts over time, a line a person: discs were held, crosses were not, rings are planned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from cxworkbench import formats
from ui.theme import plain_tooltip
from ui.widgets.buttons import Button
from ui.widgets.painting import LEFT, draw_focus, draw_line

if TYPE_CHECKING:
    from cxworkbench.plan import Ref
    from cxworkbench.sponsorship import Contact, Line
    from ui.theme import Theme

#: What is shown: so far back, so far ahead.
BACK, AHEAD = timedelta(days=182), timedelta(days=42)
_APART, _UP = 10, 12
_ROW, _AXIS, _NAMES, _SIDE, _MARK = 44, 22, 150, 13, 20


class _Mark(QAbstractButton):
    """One contact."""

    def __init__(self, theme: Theme, contact: Contact, said: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.contact = contact
        self.setAccessibleName(said)
        self.setToolTip(plain_tooltip(said))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(theme.px(_MARK), theme.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A disc, a cross, or a ring; a contact that is called off has a dashed ring."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, radius = QPointF(self.width() / 2, self.height() / 2), theme.px(4.5)
        state = self.contact.state
        if state == "kept":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("met"))
            painter.drawEllipse(middle, radius, radius)
        elif state == "missed":
            painter.setPen(QPen(theme.color("fail"), theme.px(2)))
            box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())
        else:
            pen = QPen(theme.color("ink2" if state == "planned" else "ink3"), 1.5)
            if state != "planned":
                pen.setDashPattern([2, 1.5])
            painter.setPen(pen)
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(middle, radius, radius)
        if self.hasFocus():
            draw_focus(painter, theme, QRectF(self.rect()))


class ContactTimeline(QFrame):
    """The contacts of half a year and of the next weeks.

    Args:
        theme: colours, sizes, type.
        go_to: opens the record of a contact, or of a person's stakeholder.
    """

    def __init__(self, theme: Theme, go_to: Callable[[Ref], None]) -> None:
        super().__init__()
        self._theme = theme
        self._go_to = go_to
        self._as_of = date.min
        self._lines: tuple[Line, ...] = ()
        self.marks: list[_Mark] = []
        self.names: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_lines(self, lines: Sequence[Line], as_of: date) -> None:
        """Show the contacts of each sponsor around a day."""
        for old in (*self.marks, *self.names):
            old.hide()
            old.deleteLater()
        self._lines, self._as_of = tuple(lines), as_of
        self.marks, self.names = [], []
        for line in lines:
            self.names.append(self._name(line))
            for contact in line.contacts:
                if as_of - BACK <= contact.day <= as_of + AHEAD:
                    said = f"{line.name}: {contact.said(as_of)}"
                    mark = _Mark(self._theme, contact, said, self)
                    mark.clicked.connect(lambda _, ref=contact.ref: self._go_to(ref))
                    mark.show()
                    self.marks.append(mark)
        parts = [f"{line.name} {line.words}" for line in lines]
        self.setAccessibleName(f"Contacts with sponsors: {'; '.join(parts) or 'nobody sponsors this pilot'}")
        self.updateGeometry()
        self._lay_out()
        self.update()

    def sizeHint(self) -> QSize:
        """A line a person, and the months below."""
        return QSize(self._theme.px(420), self._theme.px(_ROW * max(len(self._lines), 1) + _AXIS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Every contact keeps its day."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint lines, months and today."""
        theme, painter = self._theme, QPainter(self)
        px, small = theme.px, theme.font("micro")
        left, right = self._ends()
        bottom = px(_ROW) * len(self._lines)
        for place, line in enumerate(self._lines):
            middle = px(_ROW) * place + px(_ROW) / 2
            painter.setPen(theme.color("line"))
            painter.drawLine(QPointF(left, middle), QPointF(right, middle))
            words = QRectF(px(_SIDE), middle, px(_NAMES), px(18))
            state = line.cadence.state if line.cadence is not None else ""
            ink = {"failing": "fail", "at_risk": "risk"}.get(state, "ink2")
            draw_line(painter, words, line.words, small, theme.color(ink), LEFT)
        month = (self._as_of - BACK).replace(day=1)
        end, last = self._as_of + AHEAD, -1000.0
        while month <= end:
            at = self._at(month)
            if month >= self._as_of - BACK:
                painter.setPen(theme.color("line_strong"))
                painter.drawLine(QPointF(at, bottom), QPointF(at, bottom + px(4)))
                if at - last >= px(34) and at + px(26) <= self.width():
                    box = QRectF(at + px(3), bottom + px(2), px(34), px(16))
                    draw_line(painter, box, formats.month(month), small, theme.color("ink2"), LEFT)
                    last = at
            month = (month + timedelta(days=32)).replace(day=1)
        painter.setPen(theme.color("line_strong"))
        painter.drawLine(QPointF(left, bottom), QPointF(right, bottom))
        if self._lines:
            today = self._at(self._as_of)
            painter.setPen(QPen(theme.color("ink2"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(today, px(2)), QPointF(today, bottom))

    # ------------------------------------------------------------------------------------------ geometry

    def _name(self, line: Line) -> QWidget:
        name = Button(self._theme, line.name, None, kind="link", parent=self)
        name.setAccessibleName(f"{line.name}: {line.words}")
        ref = line.stakeholder
        name.setEnabled(ref is not None)
        if ref is not None:
            name.clicked.connect(lambda: self._go_to(ref))
        name.show()
        return name

    def _ends(self) -> tuple[int, int]:
        px = self._theme.px
        return px(_SIDE + _NAMES + 10), max(self.width() - px(_SIDE), px(_SIDE + _NAMES + 60))

    def _at(self, day: date) -> float:
        left, right = self._ends()
        half = self._theme.px(_MARK) / 2
        share = (day - (self._as_of - BACK)).days / (BACK + AHEAD).days
        return left + half + share * (right - left - 2 * half)

    def _lay_out(self) -> None:
        px = self._theme.px
        shown = {id(mark.contact): mark for mark in self.marks}
        for place, line in enumerate(self._lines):
            top = px(_ROW) * place
            self.names[place].setGeometry(px(_SIDE), top + px(3), px(_NAMES), px(20))
            before, up = -1000.0, False
            for contact in line.contacts:
                mark = shown.get(id(contact))
                if mark is not None:
                    at = self._at(contact.day)
                    # Two of one day, or of days close together, stand above each other.
                    up = at - before < px(_APART) and not up
                    before = at
                    middle = top + px(_ROW) / 2 - (px(_UP) if up else 0)
                    mark.move(round(at - mark.width() / 2), max(round(middle - mark.height() / 2), 0))
