"""A list of lines in columns that scrolls: for as many as there are. Arrows move, Enter and a double click open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, overload

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.glyphs import glyph_icon
from ui.theme import plain_tooltip
from ui.widgets.row_panel import Column, Row, Text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_GLYPH = 12


class WhenSeen(Sequence[Row]):
    """Rows that are made when they are seen first, of thousands a screen full."""

    def __init__(self, count: int, make: Callable[[int], Row]) -> None:
        self._make = make
        self._made: list[Row | None] = [None] * count

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        found = self._made[place]
        if found is None:
            found = self._made[place] = self._make(place)
        return found


class LineModel(QAbstractTableModel):
    """Rows of texts."""

    def __init__(self, theme: Theme, columns: Sequence[Column]) -> None:
        super().__init__()
        self._theme = theme
        self._columns = tuple(columns)
        self.rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows in their order."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One a row."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One a column."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The heads."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return self._columns[section].head if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, weight, colour and glyph of a cell; the first says the whole row."""
        if not index.isValid():
            return None
        row, theme = self.rows[index.row()], self._theme
        part = row.parts[index.column()]
        if not isinstance(part, Text):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return part.text
        if role == Qt.ItemDataRole.FontRole:
            return theme.weighted("small", part.weight)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color(part.ink)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        if role == Qt.ItemDataRole.DecorationRole and part.state:
            return glyph_icon(theme, part.state, _GLYPH)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(row.said)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.said if index.column() == 0 else f"{self._columns[index.column()].head} {part.text}"
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._columns[column].right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class LineList(QTableView):
    """The list.

    Signals:
        moved: the cursor is on another row: its number, -1 where there is none.
        opened: the row that Enter or a double click chose.
    """

    moved = Signal(int)
    opened = Signal(object)

    def __init__(self, theme: Theme, name: str, columns: Sequence[Column]) -> None:
        super().__init__()
        self._theme = theme
        self._columns = tuple(columns)
        self.lines = LineModel(theme, columns)
        self.setModel(self.lines)
        self.setProperty("panel", "table")
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(theme.px(_GLYPH), theme.px(_GLYPH)))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.control("row_compact"))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(theme.px(24))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for place, column in enumerate(columns):
            if column.most:
                self.setColumnWidth(place, theme.px(column.most))
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(lambda index, _: self.moved.emit(index.row()))
        self.activated.connect(lambda index: self.opened.emit(self.lines.rows[index.row()]))

    def show_rows(self, rows: Sequence[Row], chosen: int = 0) -> None:
        """Show rows, with the cursor on one of them."""
        self.lines.show_rows(rows)
        if rows:
            self.selectRow(min(max(chosen, 0), len(rows) - 1))
        else:
            self.moved.emit(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns give way, those that may first go first, before the widest text is cut."""
        super().resizeEvent(event)
        px = self._theme.px
        shown = dict(enumerate(self._columns))
        for place, column in sorted(shown.items(), key=lambda one: -one[1].drop):
            needed = sum(px(one.most or one.least) for one in shown.values())
            hide = bool(column.drop) and needed > self.viewport().width()
            self.setColumnHidden(place, hide)
            if hide:
                del shown[place]
