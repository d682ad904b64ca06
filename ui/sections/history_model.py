"""The journal as a table: a row a change, under a row a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cxworkbench import formats
from ui.icons import icon
from ui.theme import plain_tooltip

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from cxworkbench.history import Line
    from ui.theme import Theme

HEADS = ("Time", "Who", "Pilot", "What", "Before → after", "Kind")
TIME, WHO, PILOT, WHAT, CHANGE, KIND = range(len(HEADS))
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ICONS = {"import": "download", "amendment": "lock", "undo": "undo-2", "redo": "undo-2"}


class HistoryModel(QAbstractTableModel):
    """Rows are days (group rows) and lines of the journal, newest first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._zone: ZoneInfo | None = None
        self.rows: list[date | Line] = []

    def show_lines(self, lines: Sequence[Line], zone: ZoneInfo) -> None:
        """Show lines, newest first, each day under its name."""
        self.beginResetModel()
        self._zone = zone
        self.rows = []
        day: date | None = None
        for line in lines:
            own = line.step.at.astimezone(zone).date()
            if own != day:
                day = own
                self.rows.append(own)
            self.rows.append(line)
        self.endResetModel()

    def line_at(self, row: int) -> Line | None:
        """The line of a row; None for a day's row."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return None if found is None or isinstance(found, date) else found

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Days and lines."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One for each head."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The heads."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A day's row can't be chosen."""
        if index.isValid() and self.line_at(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, weight, colour and icon of a cell."""
        if not index.isValid():
            return None
        line, column = self.line_at(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), column)
        if role == Qt.ItemDataRole.FontRole:
            return self._theme.weighted("small", 600 if line is None else 400)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.color("ink" if line is not None and column in {WHAT, CHANGE} else "ink2")
        if role == Qt.ItemDataRole.BackgroundRole and line is None:
            return self._theme.color("raised")
        if role == Qt.ItemDataRole.DecorationRole and line is not None and column == KIND:
            return icon(self._theme, _ICONS.get(line.step.kind, "pencil"), "ink2", 14)
        if role == Qt.ItemDataRole.ToolTipRole and line is not None:
            return plain_tooltip(f"{line.step.label}. {self._text(index.row(), column)}")
        if role == Qt.ItemDataRole.AccessibleTextRole and line is not None:
            return f"{HEADS[column]} {self._text(index.row(), column)}"
        return None

    def _text(self, row: int, column: int) -> str:
        line = self.line_at(row)
        if line is None:
            day = self.rows[row]
            assert isinstance(day, date)
            return formats.long_day(day) if column == TIME else ""
        assert self._zone is not None
        return " ".join(
            (
                f"{line.step.at.astimezone(self._zone):%H:%M}",
                line.step.by,
                line.pilot or "Programme",
                line.what,
                f"{line.before} → {line.after}",
                line.kind,
            )[column].split()
        )


class BeforeAfter(QStyledItemDelegate):
    """The old value struck through and grey, then the new one in bold."""

    def __init__(self, theme: Theme, model: HistoryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint both within the cell; where there is no room for both, the old one gives way first."""
        line = self._model.line_at(index.row())
        if line is None:
            super().paint(painter, option, index)
            return
        theme = self._theme
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("selection"))
        old_font, new_font = theme.weighted("small", 400), theme.weighted("small", 600)
        old_font.setStrikeOut(line.before != formats.MISSING)
        before, after = " ".join(line.before.split()), " ".join(line.after.split())
        old, new = QFontMetrics(old_font), QFontMetrics(new_font)
        room = option.rect.adjusted(theme.px(6), 0, -theme.px(6), 0)
        arrow = " → "
        needed = new.horizontalAdvance(after) + old.horizontalAdvance(arrow)
        before = old.elidedText(
            before, Qt.TextElideMode.ElideRight, max(room.width() - needed, room.width() // 3)
        )
        place = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
        painter.setPen(theme.color("ink3"))
        painter.setFont(old_font)
        painter.drawText(room, place, before)
        room.setLeft(room.left() + old.horizontalAdvance(before))
        old_font.setStrikeOut(False)
        painter.setFont(old_font)
        painter.drawText(room, place, arrow)
        room.setLeft(room.left() + old.horizontalAdvance(arrow))
        painter.setPen(theme.color("ink"))
        painter.setFont(new_font)
        painter.drawText(room, place, new.elidedText(after, Qt.TextElideMode.ElideRight, room.width()))
        painter.setPen(theme.color("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()
