"""The rows of readings as Qt asks for them: text, weight, colour and glyph of each cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from cxworkbench import formats
from cxworkbench.glyphs import GLYPHS
from ui.glyphs import glyph_icon
from ui.sections.metrics_rows import Period, ReadingRow
from ui.theme import plain_tooltip

if TYPE_CHECKING:
    from db.models import Metric
    from ui.theme import Theme

WEEK, ENDING, VALUE, CHANGE, N, VERDICT, NOTE = range(7)
_RIGHT = {WEEK, ENDING, VALUE, CHANGE, N}
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

#: Writes what was typed: row, column, text, and whether somebody else changed the cell meanwhile. Gives whether it is
#: saved.
Typed = Callable[[ReadingRow, int, str, bool], bool]


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
        #: What was typed into cells, by period and column, and isn't saved yet.
        self.unsaved: dict[tuple[Period, int], str] = {}
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
        """Where the row stands whose period begins then, or holds a reading that does; -1 where there is none."""
        exact = next((place for place, row in enumerate(self.rows) if row.period[0] == start), -1)
        if exact >= 0:
            return exact
        return next(
            (place for place, row in enumerate(self.rows) if row.period[0] <= start < row.period[1]), -1
        )

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
        return self.take(index, str(value), None)

    def take(self, index: Index, text: str, began: str | None) -> bool:
        """Hand on what was typed into a cell.

        Args:
            index: the cell.
            text: what was typed.
            began: what the cell held when typing began; None where that is what it holds now.
        """
        row, text = self.rows[index.row()], text.strip()
        now = self._editable_text(row, index.column())
        if text in {now, began}:
            return False
        return self._typed(row, index.column(), text, began is not None and began != now)

    # ------------------------------------------------------------------------------------------ inside

    def _text(self, row: ReadingRow, column: int) -> str:
        metric = self.metric
        assert metric is not None
        if (row.period, column) in self.unsaved:
            return self.unsaved[row.period, column]
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
        if (row.period, column) in self.unsaved:
            return self.unsaved[row.period, column]
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
        if (row.period, column) in self.unsaved:
            return "risk"
        if column == VERDICT:
            return "ink3"
        return "ink2" if column == NOTE else "ink"

    def _icon(self, state: str) -> Any:
        if state not in self._icons:
            self._icons[state] = _as_selected(glyph_icon(self._theme, state, 12))
        return self._icons[state]

    def _tip(self, row: ReadingRow, column: int) -> str:
        if (row.period, column) in self.unsaved:
            return "Not saved yet. What you typed is kept."
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
