"""The view: a cursor that moves like a spreadsheet's, and keys that are handed on as commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from cxworkbench.grid.rows import GroupRow
from ui.tables.commands import command_of
from ui.tables.editors import DOWN, LEFT, RIGHT, UP
from ui.tables.model import Index, RecordModel

if TYPE_CHECKING:
    from db.records import Record
    from ui.theme import Theme

_NEAR = 200


class GridView(QTableView):
    """Cells of records.

    Signals:
        asked: a command of ``ui.tables.commands``, by its id.
        toggled: a group's head was opened or closed: its row.
        reordered: a row was dragged: its row and the row that it goes to.
        moved: the view was scrolled or resized, so that what lies over it must follow.
        resized: there is more or less room.
    """

    asked = Signal(str)
    toggled = Signal(int)
    reordered = Signal(int, int)
    moved = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, model: RecordModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._records = model
        self._dragged: tuple[int, int] | None = None
        #: The column in which a row of cells was begun: Enter goes back to it.
        self._began_at = -1
        self.can_drag = False
        self.on_escape: Callable[[], bool] = lambda: False
        self.setModel(model)
        self.setProperty("panel", "table")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.AnyKeyPressed)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setMinimumSectionSize(theme.px(28))
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # A head sorts; it doesn't mark its column.
        head.sectionPressed.disconnect()
        head.sectionEntered.disconnect()
        theme.changed.connect(self._dress)
        self._dress()

    # ----------------------------------------------------------------------------------------- questions

    @property
    def current_row(self) -> int:
        """The row of the cursor; -1 where there is none."""
        return self.currentIndex().row()

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being edited."""
        return self.state() == QAbstractItemView.State.EditingState

    def first_left(self) -> int:
        """The left edge of the first shown column."""
        columns = self.shown_columns()
        return self.columnViewportPosition(columns[0]) if columns else 0

    def shown_columns(self) -> list[int]:
        """The columns as they stand, left to right, hidden ones left out."""
        head = self.horizontalHeader()
        logical = (head.logicalIndex(place) for place in range(head.count()))
        return [one for one in logical if one >= 0 and not self.isColumnHidden(one)]

    def chosen_rows(self) -> list[int]:
        """The rows that are selected or hold the cursor, top to bottom."""
        selection = self.selectionModel().selection()
        rows: set[int] = set()
        for part in (selection.at(place) for place in range(selection.size())):
            rows.update(range(part.top(), part.bottom() + 1))
        if not rows and self.currentIndex().isValid():
            rows.add(self.current_row)
        return sorted(rows)

    def chosen_columns(self) -> list[int]:
        """The shown columns that are selected or hold the cursor, left to right."""
        columns: set[int] = set()
        selection = self.selectionModel().selection()
        for part in (selection.at(place) for place in range(selection.size())):
            columns.update(range(part.left(), part.right() + 1))
        if not columns and self.currentIndex().isValid():
            columns.add(self.currentIndex().column())
        return [one for one in self.shown_columns() if one in columns]

    def chosen_records(self) -> list[Record]:
        """The records of the chosen rows."""
        found = (self._records.record_at(row) for row in self.chosen_rows())
        return [one for one in found if one is not None]

    # ------------------------------------------------------------------------------------------- moving

    def step(self, way: str) -> None:
        """Move the cursor one cell on, as leaving an editor does."""
        self.setFocus()
        index = self.currentIndex()
        if not index.isValid():
            return
        if way in {UP, DOWN}:
            column = self._began_at if self._began_at >= 0 and way == DOWN else index.column()
            self._began_at = -1
            self.go_to(index.row() + (1 if way == DOWN else -1), column)
        elif way in {LEFT, RIGHT}:
            self._sideways(index, 1 if way == RIGHT else -1)

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell, within the table, and show it."""
        columns = self.shown_columns()
        if not columns or not self._records.rowCount():
            return
        row = min(max(row, 0), self._records.rowCount() - 1)
        index = self._records.index(row, column if column in columns else columns[0])
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)

    def _sideways(self, index: QModelIndex, by: int) -> bool:
        columns = self.shown_columns()
        if index.column() not in columns:
            return False
        place = columns.index(index.column()) + by
        if self._began_at < 0:
            self._began_at = index.column()
        if 0 <= place < len(columns):
            self.go_to(index.row(), columns[place])
            return True
        row = index.row() + by
        if not 0 <= row < self._records.rowCount():
            return False
        self._began_at = -1
        self.go_to(row, columns[0 if by > 0 else -1])
        return True

    # --------------------------------------------------------------------------------------------- keys

    def event(self, event: QEvent) -> bool:
        """Tab moves within the table, and out of it at its end; the table's own keys are its own."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and command_of(event):
                event.accept()
                return True
            tabs = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
            if event.type() == QEvent.Type.KeyPress and Qt.Key(event.key()) in tabs:
                plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
                by = tabs[Qt.Key(event.key())]
                if plain == Qt.KeyboardModifier.NoModifier and self._sideways(self.currentIndex(), by):
                    return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Commands first; then the cursor; whatever else begins typing."""
        command, key = command_of(event), event.key()
        item = (
            self._records.items[self.current_row]
            if 0 <= self.current_row < len(self._records.items)
            else None
        )
        if command:
            self.asked.emit(command)
        elif isinstance(item, GroupRow) and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.toggled.emit(self.current_row)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            up = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step(UP if up else DOWN)
        elif key == Qt.Key.Key_Escape and self.on_escape():
            pass
        elif key == Qt.Key.Key_Space and self._is_yes_no():
            self.asked.emit("toggle")
        else:
            if key in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}:
                self._began_at = -1
            super().keyPressEvent(event)
            return
        event.accept()

    def _is_yes_no(self) -> bool:
        index = self.currentIndex()
        return index.isValid() and self._records.columns[index.column()].field.kind == "yes_no"

    # -------------------------------------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A group's head opens and closes; a row is taken by its left edge."""
        self._began_at = -1
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and isinstance(self._records.items[index.row()], GroupRow):
            self.toggled.emit(index.row())
            return
        edge = self.first_left() + self._theme.px(8)
        if self.can_drag and index.isValid() and event.position().x() < edge:
            self._dragged = (index.row(), index.row())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.go_to(index.row(), index.column())
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A dragged row takes the cursor with it."""
        if self._dragged is None:
            super().mouseMoveEvent(event)
            return
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0:
            self._dragged = (self._dragged[0], row)
            self.go_to(row, self.currentIndex().column())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A dragged row is let go."""
        if self._dragged is None:
            super().mouseReleaseEvent(event)
            return
        begun, ended = self._dragged
        self._dragged = None
        self.unsetCursor()
        if begun != ended:
            self.reordered.emit(begun, ended)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A cell that can't be typed into opens its record."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.asked.emit("open")
            return
        super().mouseDoubleClickEvent(event)

    # ------------------------------------------------------------------------------------------- inside

    def begin_edit(self, index: QModelIndex) -> None:
        """Open a cell's editor."""
        if index.isValid():
            self.edit(index)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What lies over the cells follows."""
        super().scrollContentsBy(dx, dy)
        self.moved.emit()

    def resizeEvent(self, event: Any) -> None:
        """Columns are fitted to the room, and what lies over the cells follows."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()
        self.moved.emit()

    def sideways(self, *, may: bool) -> None:
        """Whether a scroll bar below may be needed: where somebody chose more columns than there is room for."""
        policy = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(policy.ScrollBarAsNeeded if may else policy.ScrollBarAlwaysOff)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The whole row is marked, so both are painted anew."""
        super().currentChanged(current, previous)
        for index in (current, previous):
            if index.isValid() and index.row() < self._records.rowCount():
                at = self.visualRect(index)
                self.viewport().update(0, at.top(), self.viewport().width(), at.height())

    def sizeHint(self) -> QSize:
        """Room for a few rows; more is taken where there is some."""
        return QSize(self._theme.px(480), self._theme.px(_NEAR))

    def minimumSizeHint(self) -> QSize:
        """Room for two rows."""
        return QSize(self._theme.px(200), self._theme.px(80))

    def _dress(self) -> None:
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(self._theme.control("row_compact"))
        rows.setDefaultSectionSize(self._theme.control("row_compact"))
        self.viewport().update()
