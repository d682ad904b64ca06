"""Lines of a small table that are buttons: each opens its record; columns that are missed least give way first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.glyphs import paint_state
from ui.moves import tab_inside
from ui.theme import plain_tooltip
from ui.widgets.cell import Cell, Plate
from ui.widgets.painting import LEFT, RIGHT, draw_line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from ui.theme import Theme

Key = TypeVar("Key", bound=Hashable)
_SIDE, _GAP, _GLYPH = 13, 12, 12


@dataclass(frozen=True)
class RowColumn:
    """A column.

    Attributes:
        head: its head.
        width: 0 takes what is left.
        right: whether it stands at the right.
        gives_way: when it does, where there is no room for all: 1 first, 0 never.
        least: below which width of a column that takes what is left others give way.
    """

    head: str
    width: int = 0
    right: bool = False
    gives_way: int = 0
    least: int = 100


@dataclass(frozen=True)
class RowText:
    """What stands in one column: text, colour, weight, and a state whose glyph stands before it."""

    text: str
    ink: str = "ink2"
    weight: int = 400
    state: str = ""


@dataclass(frozen=True)
class Row:
    """A line: its id, what a screen reader says, its texts, and what opening it does."""

    id: str
    name: str
    texts: tuple[RowText, ...]
    open: Callable[[], object] | None = None


class Rows(QWidget):
    """Lines below their heads, as high as they are many. Tab reaches one of them; arrows move between them."""

    def __init__(self, theme: Theme, name: str, columns: Sequence[RowColumn]) -> None:
        super().__init__()
        self._theme = theme
        self._columns = tuple(columns)
        self._shown: tuple[int, ...] = tuple(range(len(columns)))
        self.setAccessibleName(name)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        heads = ", ".join(one.head for one in columns)
        self._head = Plate(theme, f"Columns: {heads}", self._paint_head, self, "strong")
        self._head.setFixedHeight(theme.control("row_compact"))
        self._layout.addWidget(self._head)
        self.cells: dict[str, Cell] = {}
        self._rover = Rover(self)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show lines in their order; the keyboard stays on the line where it is."""
        held = focused(self.cells) or ""
        empty(self._layout, keep=1)
        self.cells = {}
        height = self._theme.control("row_compact")
        for place, row in enumerate(rows):
            edges = "" if place == len(rows) - 1 else "bottom"
            cell = Cell(self._theme, row.name, self._painter(row), self, edges)
            cell.setToolTip(plain_tooltip(" · ".join(one.text for one in row.texts if one.text)))
            cell.setFixedHeight(height)
            if row.open is not None:
                cell.clicked.connect(lambda _checked=False, act=row.open: act())
            self._layout.addWidget(cell)
            self.cells[row.id] = cell
        self._rover.hold([[one] for one in self.cells.values()])
        tab_inside(self)
        if held in self.cells:
            take_focus(self.cells[held])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns give way where there is no room for all."""
        super().resizeEvent(event)
        shown = list(range(len(self._columns)))
        waiting = sorted(
            (one for one in shown if self._columns[one].gives_way),
            key=lambda one: self._columns[one].gives_way,
        )
        while waiting and self._needed(shown) > self.width():
            shown.remove(waiting.pop(0))
        self._shown = tuple(shown)

    def _needed(self, shown: Sequence[int]) -> int:
        px = self._theme.px
        widths = sum(px(self._columns[one].width or self._columns[one].least) for one in shown)
        return widths + px(_GAP) * (len(shown) - 1) + 2 * px(_SIDE)

    def _places(self, width: float) -> list[tuple[int, float, float]]:
        px = self._theme.px
        open_ones = sum(self._columns[one].width == 0 for one in self._shown)
        fixed = sum(px(self._columns[one].width) for one in self._shown)
        left = width - fixed - px(_GAP) * (len(self._shown) - 1) - 2 * px(_SIDE)
        places, at = [], float(px(_SIDE))
        for one in self._shown:
            wide = px(self._columns[one].width) if self._columns[one].width else left / max(open_ones, 1)
            places.append((one, at, max(wide, 0.0)))
            at += wide + px(_GAP)
        return places

    def _paint_head(self, painter: QPainter, at: QRectF, _ground: QColor) -> None:
        font, ink = self._theme.weighted("micro", 500), self._theme.color("ink2")
        for one, left, wide in self._places(at.width()):
            side = RIGHT if self._columns[one].right else LEFT
            draw_line(
                painter, QRectF(left, at.top(), wide, at.height()), self._columns[one].head, font, ink, side
            )

    def _painter(self, row: Row) -> Callable[[QPainter, QRectF, QColor], None]:
        def paint(painter: QPainter, at: QRectF, ground: QColor) -> None:
            px = self._theme.px
            for one, left, wide in self._places(at.width()):
                text, begin = row.texts[one], left
                if text.state:
                    paint_state(painter, self._theme, text.state, left, at.center().y(), px(_GLYPH), ground)
                    begin += px(_GLYPH + 6)
                box = QRectF(begin, at.top(), max(wide - (begin - left), 0), at.height())
                side = RIGHT if self._columns[one].right else LEFT
                font = self._theme.weighted("small", text.weight)
                draw_line(painter, box, text.text, font, self._theme.color(text.ink), side)

        return paint


class Rover(QObject):
    """Tab reaches one cell of several, the one left last; arrows move between them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: list[list[Cell]] = []

    def hold(self, lines: Sequence[Sequence[Cell]]) -> None:
        """Look after cells, given line by line."""
        self._lines = [list(line) for line in lines]
        for down, line in enumerate(self._lines):
            for across, cell in enumerate(line):
                first = (down, across) == (0, 0)
                cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus if first else Qt.FocusPolicy.ClickFocus)
                cell.moved.connect(lambda x, y, at=(down, across): self._move(at, x, y))
                cell.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The cell that has the keyboard is the one that Tab comes back to."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, Cell):
            self._stop_at(watched)
        return False

    def _move(self, at: tuple[int, int], x: int, y: int) -> None:
        down = min(max(at[0] + y, 0), len(self._lines) - 1)
        across = min(max(at[1] + x, 0), len(self._lines[down]) - 1)
        self._stop_at(self._lines[down][across])
        self._lines[down][across].setFocus()

    def _stop_at(self, chosen: Cell) -> None:
        for line in self._lines:
            for cell in line:
                stops = Qt.FocusPolicy.StrongFocus if cell is chosen else Qt.FocusPolicy.ClickFocus
                cell.setFocusPolicy(stops)


def focused(cells: Mapping[Key, Cell]) -> Key | None:
    """The key of the cell where the keyboard is in its window, whether or not that window is in front."""
    return next((key for key, cell in cells.items() if cell.window().focusWidget() is cell), None)


def take_focus(cell: QWidget) -> None:
    """Give the keyboard to a cell that was made just now: its layout would show it only later, without the focus."""
    cell.show()
    cell.setFocus()


def empty(layout: QLayout, keep: int = 0) -> None:
    """Take all widgets but the first few out of a layout.

    They stay children until they are deleted: a widget without a parent is dressed anew as a window, 1 ms each.
    """
    while layout.count() > keep:
        item = layout.takeAt(layout.count() - 1)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
