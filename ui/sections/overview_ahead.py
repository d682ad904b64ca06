"""The strip at the foot of the Overview: what is dated in the weeks ahead, one row a pilot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from cxworkbench import formats
from ui.glyphs import paint_state
from ui.sections.catalogue import place_of
from ui.theme import plain_tooltip
from ui.widgets.cell import Cell, Content, Plate
from ui.widgets.painting import draw_line, text_width

if TYPE_CHECKING:
    from cxworkbench.assessment import Ahead, Assessment
    from cxworkbench.plan import Ref
    from ui.theme import Theme

WEEKS = 8
MOST_ROWS = 4
_HEAD, _ROW, _FOOT = 22, 22, 6
_NAMES, _RIGHT = 150, 14


class AheadStrip(QFrame):
    """Weeks from left to right, today as a line in the accent, items as glyph and text."""

    def __init__(self, theme: Theme, go_to: Callable[[Ref], None]) -> None:
        super().__init__()
        self._theme = theme
        self._go_to = go_to
        self.setProperty("panel", "plain")
        self.setAccessibleName("The weeks ahead")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: list[tuple[str, list[tuple[date, QWidget, float]]]] = []
        self._monday = date.min
        self._today = date.min

    def show_assessment(self, assessment: Assessment) -> None:
        """Show what is ahead; programme-wide items stand in a row of their own."""
        for _, items in self._rows:
            for _, widget, _ in items:
                widget.hide()
                widget.deleteLater()
        self._today = assessment.as_of
        self._monday = assessment.as_of - timedelta(days=assessment.as_of.weekday())
        end = self._monday + timedelta(weeks=WEEKS)
        groups: dict[str, list[Ahead]] = {}
        names: dict[str, str] = {"": "Programme"}
        for state in assessment.pilots:
            names[state.pilot.id] = state.pilot.name
            groups[state.pilot.id] = []
        groups[""] = []
        for one in assessment.ahead:
            if self._monday <= one.day < end:
                groups.setdefault(one.pilot.id if one.pilot is not None else "", []).append(one)
        filled = [(names.get(id, ""), items) for id, items in groups.items() if items]
        self._rows = [(name, self._items(items, assessment)) for name, items in filled[:MOST_ROWS]]
        self.updateGeometry()
        self._arrange()
        self.update()

    def has_rows(self) -> bool:
        """Whether anything is ahead."""
        return bool(self._rows)

    def _items(self, items: list[Ahead], assessment: Assessment) -> list[tuple[date, QWidget, float]]:
        """One widget a day: what falls on the same day stands together."""
        made: list[tuple[date, QWidget, float]] = []
        for day, group in groupby(sorted(items, key=lambda one: one.day), key=lambda one: one.day):
            same = list(group)
            first = next((one for one in same if one.bold), same[0])
            text = ", ".join(one.text for one in same)
            refs = [ref for one in same for ref in one.evidence]
            target = next((ref for ref in refs if place_of(assessment.plan, ref) is not None), None)
            pilot = first.pilot.name if first.pilot is not None else "Programme"
            name = f"{formats.meeting_day(day)}, {pilot}: {text}"
            content = _item(self._theme, first.state, text, bold=first.bold)
            widget: QWidget
            if target is None:
                widget = Plate(self._theme, name, content, self)
            else:
                cell = Cell(self._theme, name, content, self)
                cell.clicked.connect(self._opener(target))
                widget = cell
            widget.setToolTip(plain_tooltip(name))
            widget.show()
            font = self._theme.weighted("micro", 600 if first.bold else 400)
            made.append((day, widget, text_width(text, font) + self._theme.px(26)))
        return made

    def _opener(self, ref: Ref) -> Callable[[], None]:
        return lambda: self._go_to(ref)

    # ------------------------------------------------------------------------------------------- geometry

    def sizeHint(self) -> QSize:
        """A head of weeks and a row a pilot."""
        px = self._theme.px
        return QSize(px(600), px(_HEAD + _ROW * max(len(self._rows), 1) + _FOOT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Items keep to their days."""
        super().resizeEvent(event)
        self._arrange()

    def _x(self, day: date) -> float:
        px = self._theme.px
        room = self.width() - px(_NAMES + _RIGHT)
        return px(_NAMES) + room * (day - self._monday).days / (7 * WEEKS)

    def _arrange(self) -> None:
        """An item that would run into the next one is cut short; its tooltip has all of it."""
        px = self._theme.px
        half_day = (self._x(self._monday + timedelta(days=1)) - self._x(self._monday)) / 2
        for row, (_, items) in enumerate(self._rows):
            top = px(_HEAD + _ROW * row)
            lefts = [self._x(day) + half_day - px(9) for day, _, _ in items]
            for place, (_, widget, wanted) in enumerate(items):
                limit = lefts[place + 1] if place + 1 < len(items) else self.width() - px(4)
                width = max(min(wanted, limit - lefts[place] - px(2)), px(18))
                widget.setGeometry(round(lefts[place]), top + 1, round(width), px(_ROW) - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Weeks, names and today's line."""
        super().paintEvent(event)
        theme, painter = self._theme, QPainter(self)
        bottom = self.height() - theme.px(_FOOT)
        for week in range(WEEKS + 1):
            monday = self._monday + timedelta(weeks=week)
            x = round(self._x(monday)) + 0.5
            painter.setPen(QPen(theme.color("grid"), 1))
            painter.drawLine(QLineF(x, theme.px(20), x, bottom))
            if week < WEEKS:
                at = QRectF(x + theme.px(5), theme.px(3), theme.px(80), theme.px(16))
                draw_line(painter, at, formats.short_day(monday), theme.font("micro"), theme.color("ink3"))
        today = self._x(self._today) + (self._x(self._today + timedelta(days=1)) - self._x(self._today)) * 0.4
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.drawLine(QLineF(today, theme.px(20), today, bottom))
        for row, (name, _) in enumerate(self._rows):
            at = QRectF(theme.px(14), theme.px(_HEAD + _ROW * row), theme.px(_NAMES - 24), theme.px(_ROW))
            draw_line(painter, at, name, theme.weighted("small", 600), theme.color("ink"))


def _item(theme: Theme, state: str, text: str, *, bold: bool) -> Content:
    def paint(painter: QPainter, at: QRectF, ground: QColor) -> None:
        side = theme.px(12)
        paint_state(painter, theme, state, at.left() + theme.px(3), at.center().y(), side, ground)
        room = at.adjusted(theme.px(20), 0, 0, 0)
        font = theme.weighted("micro", 600 if bold else 400)
        draw_line(painter, room, text, font, theme.color("ink" if bold else "ink2"))

    return paint
