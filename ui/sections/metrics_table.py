"""The table of readings: its model, and a view that edits, copies, pastes and removes by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QKeySequence
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

from cxworkbench import formats
from cxworkbench.glyphs import GLYPHS
from ui.glyphs import glyph_icon
from ui.sections.metrics_rows import Period, ReadingRow
from ui.theme import plain_tooltip

if TYPE_CHECKING:
    from db.models import Metric
    from ui.theme import Theme

WEEK, ENDING, VALUE, CHANGE, N, VERDICT, NOTE = range(7)
_WIDTHS = {WEEK: 52, ENDING: 84, VALUE: 76, CHANGE: 72, N: 84, VERDICT: 158}
_RIGHT = {WEEK, ENDING, VALUE, CHANGE, N}
_NOTE_AT_LEAST = 90
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

#: Writes what was typed: row, column, text. Gives whether it was taken.
Typed = Callable[[ReadingRow, int, str], bool]


class ReadingsModel(QAbstractTableModel):
    """Rows of readings; typed values and counts are handed on, never kept here."""

    def __init__(self, theme: Theme, typed: Typed) -> None:
        super().__init__()
        self._theme = theme
        self._typed = typed
        self._icons: dict[str, Any] = {}
        self.rows: list[ReadingRow] = []
        self.metric: Metric | None = None
        self.currency: str | None = None
        self.can_edit = True
        self._year = 0
        theme.changed.connect(self._redress)

    def show_rows(self, metric: Metric, rows: list[ReadingRow], *, currency: str | None, year: int) -> None:
        """Show rows; those that stay keep selection and editor, since only what differs is told."""
        new_metric = self.metric is None or self.metric.id != metric.id
        self.metric, self.currency, self._year = metric, currency, year
        if new_metric:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()
            return
        wanted = {row.period for row in rows}
        for place in reversed(range(len(self.rows))):
            if self.rows[place].period not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self.rows[place]
                self.endRemoveRows()
        for place, row in enumerate(rows):
            if place >= len(self.rows) or self.rows[place].period != row.period:
                self.beginInsertRows(QModelIndex(), place, place)
                self.rows.insert(place, row)
                self.endInsertRows()
            else:
                self.rows[place] = row
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, NOTE))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, NOTE)

    def row_of(self, start: int) -> int:
        """Where the row stands whose period begins then; -1 where there is none."""
        return next((place for place, row in enumerate(self.rows) if row.period[0] == start), -1)

    # ------------------------------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Seven columns."""
        return 0 if parent.isValid() else 7

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The heads; n is headed by what it counts."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in _RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        counted = self.metric.n_name if self.metric is not None and self.metric.n_name else "n"
        heads = ("Week", "Ending", "Value", "Change", counted[:1].upper() + counted[1:], "Verdict", "Note")
        return heads[section] if counted != "n" or section != N else "n"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment, weight, colour and glyph of a cell."""
        if not index.isValid() or self.metric is None:
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._editable_text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return self._theme.weighted(
                "small", 600 if column == VALUE or self._is_verdict(row, column) else 400
            )
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.color(self._ink(row, column))
        if role == Qt.ItemDataRole.DecorationRole and self._is_verdict(row, column):
            return self._icon(row.state)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._tip(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(column, Qt.Orientation.Horizontal)} {self._text(row, column)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Value and n can be edited where the row is one reading."""
        flags = super().flags(index)
        if (
            index.isValid()
            and self.can_edit
            and index.column() in {VALUE, N}
            and self.rows[index.row()].editable
        ):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand on what was typed; nothing is handed on where the text is as it was."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        row, text = self.rows[index.row()], str(value).strip()
        if text == self._editable_text(row, index.column()):
            return False
        return self._typed(row, index.column(), text)

    # ------------------------------------------------------------------------------------------ inside

    def _text(self, row: ReadingRow, column: int) -> str:
        metric = self.metric
        assert metric is not None
        if column == WEEK:
            return str(row.week) if row.week is not None else formats.MISSING
        if column == ENDING:
            short = formats.short_day(row.ending)
            return (
                short
                if row.ending.year >= self._year - (row.week is not None)
                else f"{short} {row.ending.year}"
            )
        if column == VALUE:
            return formats.metric_value(row.value, metric.unit, metric.decimals, currency=self.currency)
        if column == CHANGE:
            return (
                "" if row.change is None else formats.metric_change(row.change, metric.unit, metric.decimals)
            )
        if column == N:
            return formats.MISSING if row.n is None else formats.count(row.n)
        if column == VERDICT:
            return GLYPHS[row.state].word if row.state else row.word
        return row.note

    def _editable_text(self, row: ReadingRow, column: int) -> str:
        """What the editor begins with: the value in full, without signs that need not be typed."""
        if column == N:
            return "" if row.n is None else f"{row.n:.0f}"
        if column != VALUE or row.value is None or self.metric is None:
            return ""
        if self.metric.unit == "seconds" and row.value == round(row.value):
            return formats.clock(row.value)
        return f"{row.value:.10g}"

    def _is_verdict(self, row: ReadingRow, column: int) -> bool:
        return column == VERDICT and bool(row.state)

    def _ink(self, row: ReadingRow, column: int) -> str:
        if self._is_verdict(row, column):
            return GLYPHS[row.state].token
        if column == VERDICT:
            return "ink3"
        return "ink2" if column == NOTE else "ink"

    def _icon(self, state: str) -> Any:
        if state not in self._icons:
            self._icons[state] = _as_selected(glyph_icon(self._theme, state, 12))
        return self._icons[state]

    def _tip(self, row: ReadingRow, column: int) -> str:
        if column in {VALUE, N} and not row.editable:
            return f"Made of {formats.plural(len(row.parts), 'reading')}; correct those by an import"
        return row.note if column == NOTE else ""

    def _redress(self) -> None:
        self._icons.clear()
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, NOTE))


def _as_selected(icon: QIcon) -> QIcon:
    """The icon with the same look in a selected row: Qt would fade it there."""
    for size in icon.availableSizes():
        icon.addPixmap(icon.pixmap(size), QIcon.Mode.Selected)
    return icon


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

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Exactly the cell."""
        editor.setGeometry(option.rect)


class ReadingsTable(QTableView):
    """The view. Signals carry what was asked for; the page does it."""

    pasted = Signal(str)
    removed = Signal(list)
    chosen = Signal(object)
    edit_left = Signal(bool)

    def __init__(self, theme: Theme, model: ReadingsModel) -> None:
        super().__init__()
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
            self.setCurrentIndex(self._model.index(place, VALUE))
        if place >= 0:
            self.scrollTo(self._model.index(place, VALUE))

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

    def copied(self) -> str:
        """The selected rows as text for a spreadsheet: ending, value, n."""
        lines = []
        for row in self.selected_rows():
            n = "" if row.n is None else f"{row.n:.0f}"
            lines.append(f"{row.ending.isoformat()}\t{'' if row.value is None else f'{row.value:.10g}'}\t{n}")
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, Del removes, Ctrl+C and Ctrl+V copy and paste rows."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
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

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.control("row_compact"))
        self.verticalHeader().setMinimumSectionSize(self._theme.control("row_compact"))
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, self._theme.px(width))
        self._fit()
