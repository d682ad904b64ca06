"""The table of readings: a view that edits, copies, pastes and removes by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.sections.metrics_model import CHANGE, ENDING, NOTE, VALUE, VERDICT, WEEK, Index, N, ReadingsModel
from ui.sections.metrics_rows import Period, ReadingRow

if TYPE_CHECKING:
    from ui.theme import Theme

_WIDTHS = {WEEK: 52, ENDING: 96, VALUE: 76, CHANGE: 72, N: 84, VERDICT: 158}
_NOTE_AT_LEAST = 90
_BEGAN = "began_with"


class _CellEditor(QStyledItemDelegate):
    """A plain line in the cell, right-aligned like the number that it edits."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line that fills the cell."""
        editor = QLineEdit(parent)
        editor.setStyleSheet("QLineEdit { min-height: 0; padding: 0 3px; border-radius: 0; }")
        editor.setFont(self._theme.font("small"))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name = index.model().headerData(
            index.column(), Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole
        )
        ending = index.model().index(index.row(), ENDING).data()
        editor.setAccessibleName(f"{name}, week ending {ending}")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What the plan holds, unless something was typed already: new readings may arrive meanwhile."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)
            editor.setProperty(_BEGAN, index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand on what was typed, and what it began with: somebody else may have changed the cell meanwhile."""
        if isinstance(editor, QLineEdit) and isinstance(model, ReadingsModel):
            model.take(index, editor.text(), editor.property(_BEGAN))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Exactly the cell."""
        editor.setGeometry(option.rect)


class ReadingsTable(QTableView):
    """The view. Signals carry what was asked for; the page does it."""

    pasted = Signal(str)
    removed = Signal(list)
    switched = Signal()
    chosen = Signal(object)
    edit_left = Signal(bool)

    def __init__(self, theme: Theme, model: ReadingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.setModel(model)
        self.setItemDelegate(_CellEditor(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.setAccessibleName("Readings")
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentRowChanged.connect(self._tell)
        theme.changed.connect(self._dress)
        self._dress()

    def select_period(self, start: int) -> None:
        """Bring the row into view whose period begins then, and select it."""
        place = self._model.row_of(start)
        if place >= 0 and place != self.currentIndex().row():
            # Said outright: the view itself would let Ctrl or Shift, held for the chart, add to what is selected.
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self._model.index(place, VALUE), flags)
        if place >= 0:
            self.scrollTo(self._model.index(place, VALUE))

    def select_rows(self, places: list[int]) -> None:
        """Select these rows, and bring the first of them into view."""
        chosen = QItemSelection()
        for place in places:
            chosen.select(self._model.index(place, WEEK), self._model.index(place, NOTE))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if places:
            self.scrollTo(self._model.index(places[0], VALUE))

    def selected_rows(self) -> list[ReadingRow]:
        """The selected rows, top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._model.rows[place] for place in places]

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being edited."""
        return self.state() == QAbstractItemView.State.EditingState

    def edit_value(self, period: Period) -> None:
        """Open the value of a row for editing."""
        place = self._model.row_of(period[0])
        if place >= 0:
            index = self._model.index(place, VALUE)
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.edit(index)

    def commit_editor(self) -> None:
        """Take what is being typed into a cell, and close its editor."""
        for editor in self.viewport().findChildren(QLineEdit) if self.is_editing else ():
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def copied(self) -> str:
        """The selected rows as text for a spreadsheet: ending, value, n."""
        lines = []
        for row in self.selected_rows():
            n = "" if row.n is None else f"{row.n:.0f}"
            lines.append(f"{row.ending.isoformat()}\t{'' if row.value is None else f'{row.value:.10g}'}\t{n}")
        return "\n".join(lines)

    def copy(self) -> None:
        """Put the selected rows on the clipboard."""
        QGuiApplication.clipboard().setText(self.copied())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, Del removes, Shift+Del sets aside or puts back, Ctrl+C and Ctrl+V copy and paste rows."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.switched.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit(self.selected_rows())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.is_editing:
            column = self.currentIndex().column()
            self.edit(self.currentIndex().siblingAtColumn(column if column in {VALUE, N} else VALUE))
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Tell that an editor was left, and whether by Esc."""
        super().closeEditor(editor, hint)
        self.edit_left.emit(hint == QAbstractItemDelegate.EndEditHint.RevertModelCache)

    def resizeEvent(self, event: Any) -> None:
        """Leave out optional columns where there is no room for the others."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for three rows; more is taken where there is some."""
        return QSize(self._theme.px(560), self._theme.px(27 + 3 * 26))

    def minimumSizeHint(self) -> QSize:
        """Room for two rows."""
        return QSize(self._theme.px(260), self._theme.px(27 + 2 * 26))

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self._model.rows[now.row()].period[0] if now.isValid() else None)

    def _fit(self) -> None:
        room = self.viewport().width() - sum(self._theme.px(width) for width in _WIDTHS.values())
        self.setColumnHidden(NOTE, room < self._theme.px(_NOTE_AT_LEAST))
        self.setColumnHidden(CHANGE, room < 0)
        self.setColumnHidden(N, room + self._theme.px(_WIDTHS[CHANGE]) < 0)
        before = sum(self.columnWidth(one) for one in (WEEK, ENDING, VALUE, CHANGE, N))
        left = self.viewport().width() - before
        self.setColumnWidth(VERDICT, min(self._theme.px(_WIDTHS[VERDICT]), left))

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.control("row_compact"))
        self.verticalHeader().setMinimumSectionSize(self._theme.control("row_compact"))
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, self._theme.px(width))
        self._fit()
