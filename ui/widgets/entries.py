"""Entries of several lines that are buttons: glyph, title, and what is said below it, broken where it is long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.glyphs import paint_state
from ui.moves import tab_inside
from ui.widgets.cell import Cell
from ui.widgets.rows import Rover, empty, focused, take_focus

if TYPE_CHECKING:
    from ui.theme import Theme

_SIDE, _TOP, _GLYPH, _GAP = 13, 7, 13, 8
_FLAGS = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True)
class Entry:
    """One entry: id, state (its glyph; empty for none), title, lines as (text, colour), and what opening it does."""

    id: str
    state: str
    title: str
    lines: tuple[tuple[str, str], ...] = ()
    open: Callable[[], object] | None = None
    word: str = ""


class _EntryCell(Cell):
    """A cell that is as high as its words need."""

    def __init__(self, theme: Theme, entry: Entry, parent: QWidget, edges: str) -> None:
        self._entry = entry
        said = [entry.word, entry.title, *(text for text, _ in entry.lines)]
        super().__init__(theme, ". ".join(filter(None, said)), self._paint_entry, parent, edges)
        self.setMinimumHeight(theme.px(30))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words are broken anew."""
        super().resizeEvent(event)
        height = round(self._blocks(self.width())[-1][1].bottom()) + self.theme.px(_TOP) + 2
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def _blocks(self, width: int) -> list[tuple[str, QRect, QFont, str]]:
        theme, px = self.theme, self.theme.px
        left = px(_SIDE) + (px(_GLYPH + _GAP) if self._entry.state else 0)
        room, top, found = max(width - left - px(_SIDE), px(40)), px(_TOP), []
        strong, small = theme.weighted("small", 600), theme.font("small")
        for text, ink, font in (
            (self._entry.title, "ink", strong),
            *((text, ink, small) for text, ink in self._entry.lines if text),
        ):
            line = " ".join(text.split())
            box = QFontMetrics(font).boundingRect(QRect(left, top, room, 10_000), _FLAGS, line)
            at = QRect(left, top, room, max(box.height(), theme.line("small")))
            found.append((line, at, font, ink))
            top = at.bottom() + 1
        return found

    def _paint_entry(self, painter: QPainter, at: QRectF, ground: QColor) -> None:
        theme, px = self.theme, self.theme.px
        if self._entry.state:
            middle = px(_TOP) + theme.line("small") / 2
            paint_state(painter, theme, self._entry.state, px(_SIDE), middle, px(_GLYPH), ground)
        for text, box, font, ink in self._blocks(round(at.width())):
            painter.setFont(font)
            painter.setPen(theme.color(ink))
            painter.drawText(box, _FLAGS, text)


class Entries(QWidget):
    """Entries below each other. Tab reaches one of them; arrows move between them."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.cells: dict[str, Cell] = {}
        self._rover = Rover(self)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show entries in their order; the keyboard stays on the entry where it is."""
        held = focused(self.cells) or ""
        empty(self._layout)
        self.cells = {}
        for entry in entries:
            cell = _EntryCell(self._theme, entry, self, "top")
            if entry.open is not None:
                cell.clicked.connect(lambda _checked=False, act=entry.open: act())
            self._layout.addWidget(cell)
            self.cells[entry.id] = cell
        self._rover.hold([[one] for one in self.cells.values()])
        tab_inside(self)
        if held in self.cells:
            take_focus(self.cells[held])
