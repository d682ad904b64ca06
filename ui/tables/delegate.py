"""How a cell is painted and edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cxworkbench.grid.rows import GroupRow
from ui.glyphs import paint_state
from ui.icons import paint_icon
from ui.tables.editors import BACK, CellLine, CellSheet, DayLine
from ui.tables.model import Index, NewRow, RecordModel, group_words

if TYPE_CHECKING:
    from cxworkbench.grid.columns import Column
    from ui.theme import Theme

_PAD, _BAR, _GLYPH = 8, 3, 12
_LISTED = frozenset({"choice", "link", "links", "several", "yes_no"})
_BEGAN, _TAKEN = "began_with", "taken"
_LINE = int(Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter)


class CellDelegate(QStyledItemDelegate):
    """Paints and edits the cells of a table of records.

    Signals:
        stepped: an editor was left; the way tells whither the cursor goes.
    """

    stepped = Signal(str)

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        *,
        names: Callable[[Column], list[str]],
        day: Callable[[str], date | None],
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = names
        self._day = day

    # ------------------------------------------------------------------------------------------ painting

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as its text."""
        metrics = QFontMetrics(self._theme.font("small"))
        return QSize(
            metrics.horizontalAdvance(str(index.data() or "")) + 2 * self._theme.px(_PAD) + 2,
            option.rect.height(),
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell; a group's head reaches over all of them."""
        model = index.model()
        assert isinstance(model, RecordModel)
        painter.save()
        item = model.items[index.row()]
        if isinstance(item, GroupRow):
            self._paint_group(painter, option, item)
        else:
            self._paint_cell(painter, option, index, model)
        painter.setPen(self._theme.color("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_group(self, painter: QPainter, option: QStyleOptionViewItem, group: GroupRow) -> None:
        theme, view = self._theme, option.widget
        painter.fillRect(option.rect, theme.color("raised"))
        width = view.viewport().width() if hasattr(view, "viewport") else option.rect.width()
        whole = QRect(0, option.rect.top(), width, option.rect.height())
        painter.setClipRect(option.rect)
        side = theme.px(14)
        at = QRectF(theme.px(6), whole.center().y() - side // 2, side, side)
        paint_icon(painter, theme, "chevron-down" if group.is_open else "chevron-right", at)
        painter.setFont(theme.weighted("small", 600))
        painter.setPen(theme.color("ink2"))
        painter.drawText(whole.adjusted(theme.px(26), 0, 0, 0), _LINE, group_words(group))

    def _paint_cell(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, model: RecordModel
    ) -> None:
        theme, px = self._theme, self._theme.px
        column = model.columns[index.column()]
        ground = self._ground(option, index, model)
        painter.fillRect(option.rect, ground)
        current = getattr(option.widget, "current_row", -1) == index.row()
        if current and option.rect.left() <= getattr(option.widget, "first_left", lambda: 0)():
            painter.fillRect(
                QRect(option.rect.left(), option.rect.top(), px(_BAR), option.rect.height()),
                theme.color("accent"),
            )
        room = option.rect.adjusted(px(_PAD), 0, -px(_PAD), 0)
        record = model.record_at(index.row())
        state = ""
        if model.glyph is not None and record is not None and column.name == model.glyph_column:
            state = model.glyph(record)
        if model.refusal(index) is not None:
            state = "failing"
        if state:
            paint_state(painter, theme, state, room.left(), room.center().y() + 1, px(_GLYPH), ground)
            room.setLeft(room.left() + px(_GLYPH + 6))
        text = str(index.data() or "")
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color(self._ink(index, model)))
        if model.needs(index) and not text:
            text = f"{column.label}…"
        elif isinstance(model.items[index.row()], NewRow) and not text:
            first = (
                model.new_row == index.row()
                and option.rect.left() <= getattr(option.widget, "first_left", lambda: 0)()
            )
            text = "New row" if first and not model.draft else ""
        side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LINE | int(side), shown)

    def _ground(self, option: QStyleOptionViewItem, index: Index, model: RecordModel) -> QColor:
        theme = self._theme
        if model.refusal(index) is not None:
            return theme.color("fail_soft")
        if option.state & QStyle.StateFlag.State_Selected:
            return theme.color("selection")
        if getattr(option.widget, "current_row", -1) == index.row():
            return theme.blend("selection", "surface", 0.45)
        return theme.color("surface")

    def _ink(self, index: Index, model: RecordModel) -> str:
        if model.refusal(index) is not None:
            return "fail"
        if model.place(index) in model.unsaved:
            return "risk"
        item = model.items[index.row()]
        if isinstance(item, NewRow):
            return "ink3" if not model.shown(index) else "ink2"
        return "ink3" if model.columns[index.column()].name == "number" else "ink"

    # ------------------------------------------------------------------------------------------- editing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor of the column's kind."""
        model = index.model()
        assert isinstance(model, RecordModel)
        column = model.columns[index.column()]
        editor: CellLine | CellSheet
        if column.field.kind in {"long_text", "json"}:
            editor = CellSheet(self._theme, parent)
        elif column.field.kind == "date":
            editor = DayLine(self._theme, self._day, parent)
        else:
            editor = CellLine(self._theme, parent)
            if column.field.kind in _LISTED:
                editor.offer(self._names(column))
        if isinstance(editor, CellLine) and column.is_right:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setAccessibleName(column.label)
        editor.setAccessibleDescription(column.field.help)
        editor.left.connect(lambda way: self._leave(editor, way))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What the cell holds, unless something was typed already."""
        if isinstance(editor, CellLine | CellSheet) and editor.property(_BEGAN) is None:
            text = str(index.data(Qt.ItemDataRole.EditRole) or "")
            editor.begin(text)
            editor.setProperty(_BEGAN, text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand on what was typed, and what it began with."""
        if not isinstance(editor, CellLine | CellSheet) or not isinstance(model, RecordModel):
            return
        if not editor.property(_TAKEN):
            # Qt commits again when the cursor leaves the cell, which taking it may bring about.
            editor.setProperty(_TAKEN, True)
            model.take(index, editor.typed, str(editor.property(_BEGAN)))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Exactly the cell; a sheet reaches below it."""
        rect = QRect(option.rect)
        if isinstance(editor, CellSheet):
            rect.setSize(QSize(max(rect.width(), self._theme.px(300)), self._theme.px(104)))
            over = editor.parentWidget()
            inside = over.rect() if over is not None else rect
            rect.moveLeft(max(min(rect.left(), inside.right() - rect.width()), 0))
            if rect.bottom() > inside.bottom():
                rect.moveBottom(max(option.rect.bottom(), rect.height()))
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The editors read their keys themselves: Qt's delegate would take Tab and Enter away."""
        if isinstance(watched, CellLine | CellSheet) and isinstance(event, QKeyEvent):
            return False
        return super().eventFilter(watched, event)

    def _leave(self, editor: Any, way: str) -> None:
        if way == BACK:
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
        else:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.stepped.emit(way)
