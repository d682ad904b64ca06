"""The log as one list: every open item of every kind, overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from cxworkbench import formats
from cxworkbench.search import folded
from ui.glyphs import glyph_icon
from ui.theme import plain_tooltip
from ui.widgets.giving_way import GivingWay

if TYPE_CHECKING:
    from cxworkbench.plan import Ref
    from cxworkbench.raid import LogItem
    from ui.theme import Theme

HEADS = ("Item", "Kind", "What", "Pilot", "Owner", "Due", "Clock", "Level")
ITEM, KIND, WHAT, PILOT, OWNER, DUE, CLOCK, LEVEL = range(len(HEADS))
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_RIGHT = frozenset({DUE, LEVEL})
_WIDTHS = {ITEM: 54, KIND: 74, PILOT: 108, OWNER: 108, DUE: 82, CLOCK: 122, LEVEL: 54}
#: What it is about is never narrower; other columns give way.
_LEAST = 110


class LogModel(QAbstractTableModel):
    """Rows are items of the log."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._as_of = date.min
        self.items: list[LogItem] = []

    def show_items(self, items: Sequence[LogItem], as_of: date) -> None:
        """Show items in their order."""
        self.beginResetModel()
        self._as_of = as_of
        self.items = list(items)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One an item."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One for each head."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The heads."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, weight, colour and glyph of a cell."""
        if not index.isValid():
            return None
        item, column = self.items[index.row()], index.column()
        late = item.is_overdue(self._as_of)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(item, column)
        if role == Qt.ItemDataRole.FontRole:
            bold = late and column in {WHAT, DUE, CLOCK}
            return self._theme.weighted("small", 600 if bold else 400)
        if role == Qt.ItemDataRole.ForegroundRole:
            if late and column in {DUE, CLOCK}:
                return self._theme.color("fail")
            return self._theme.color("ink" if column in {WHAT, LEVEL} else "ink2")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column)
        if role == Qt.ItemDataRole.DecorationRole and column == WHAT and late:
            return glyph_icon(self._theme, "failing", 12)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._text(item, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            overdue = "Overdue. " if late and column == WHAT else ""
            return f"{HEADS[column]} {overdue}{self._text(item, column)}"
        return None

    def _text(self, item: LogItem, column: int) -> str:
        due = ""
        if item.due is not None:
            day = formats.day(item.due, current=self._as_of)
            due = f"was {day}" if item.is_overdue(self._as_of) else day
        return (
            item.code,
            item.record.label,
            item.what,
            item.pilot or "All pilots",
            item.owner,
            due,
            item.clock,
            "" if item.level is None else str(item.level),
        )[column]

    @staticmethod
    def _side(column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class LogList(QTableView):
    """The log; the row of the cursor is told, Enter and a double click open it.

    Signals:
        current: the record of the cursor, or None.
    """

    current = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.log = LogModel(theme)
        self._all: list[LogItem] = []
        self._as_of = date.min
        self._filter = ""
        self.setModel(self.log)
        self.setProperty("panel", "table")
        self.setAccessibleName("RAID log")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(theme.px(12), theme.px(12)))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.control("row_compact"))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, theme.px(width))
        head.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        GivingWay(self, (LEVEL, CLOCK, KIND, PILOT, OWNER), {WHAT: theme.px(_LEAST)})
        self.selectionModel().currentRowChanged.connect(lambda index, _: self.current.emit(self._ref(index)))

    def show_items(self, items: Sequence[LogItem], as_of: date) -> None:
        """Show the log; the cursor stays on its item."""
        self._all, self._as_of = list(items), as_of
        self._renew()

    def filter(self, text: str) -> None:
        """Show only items with this text in them."""
        self._filter = folded(text)
        self._renew()

    def select(self, id: str) -> None:
        """Bring an item into view; nothing where it isn't shown."""
        for row, item in enumerate(self.log.items):
            if item.record.id == id:
                self.selectRow(row)
                return

    def _renew(self) -> None:
        held = self._ref(self.currentIndex())
        words = self._filter.split()
        shown = [
            item
            for item in self._all
            if all(
                word in folded(f"{item.code} {item.record.label} {item.what} {item.pilot} {item.owner}")
                for word in words
            )
        ]
        self.log.show_items(shown, self._as_of)
        if held is not None:
            self.select(held.id)
        if not self.currentIndex().isValid() and shown:
            self.selectRow(0)
        if not shown:
            self.current.emit(None)

    def _ref(self, index: QModelIndex) -> Ref | None:
        return (
            self.log.items[index.row()].ref if index.isValid() and index.row() < len(self.log.items) else None
        )
