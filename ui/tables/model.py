"""Rows and columns as Qt asks for them: text, state and what is refused of each cell. Nothing is edited here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cxworkbench.grid.rows import GroupRow
from ui.icons import icon
from ui.theme import plain_tooltip

if TYPE_CHECKING:
    from cxworkbench.grid.columns import Column
    from cxworkbench.grid.rows import Rows
    from cxworkbench.grid.words import Words
    from cxworkbench.grid.writing import RefusedCell
    from db.records import Record
    from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole
#: The id under which cells of the row that isn't a record yet are kept.
NEW = "new"


@dataclass(frozen=True)
class NewRow:
    """The line that becomes a record as soon as it has what it needs."""


class RecordModel(QAbstractTableModel):
    """The rows of one table. ``taken`` is handed what was typed into a cell: column, row, text and what it began with.

    Attributes:
        rows: which records are shown, in which order.
        refused: cells whose text their column doesn't take, by record and column; they show it until it is mended.
        unsaved: what was typed into cells and isn't saved yet.
        draft: what the new row holds so far, by column.
    """

    def __init__(self, theme: Theme, rows: Rows, taken: Callable[[Index, str, str | None], bool]) -> None:
        super().__init__()
        self._theme = theme
        self._taken = taken
        self.rows = rows
        self.words: Words | None = None
        self.columns: list[Column] = []
        self.items: list[Record | GroupRow | NewRow] = []
        self._told: list[object] = []
        self.can_edit = False
        self.adds = True
        self.glyph: Callable[[Any], str] | None = None
        self.glyph_column = ""
        self.refused: dict[tuple[str, str], RefusedCell] = {}
        self.unsaved: dict[tuple[str, str], str] = {}
        self.draft: dict[str, Any] = {}
        #: The record below which the new row stands; empty for the end.
        self.new_below = ""

    # ------------------------------------------------------------------------------------------- showing

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; rows are told anew."""
        if [one.name for one in columns] == [one.name for one in self.columns]:
            self.columns = list(columns)
            return
        self.beginResetModel()
        self.columns = list(columns)
        self.endResetModel()

    def forget_refused(self, records: Iterable[Record]) -> None:
        """Let go of refused texts whose row is gone, or whose cell was given another value since."""
        known = {one.id: one for one in records}
        for (id, name), refused in list(self.refused.items()):
            now, before = known.get(id), refused.record
            gone = now is None and id != NEW
            if gone or (now and before and refused.column.value(now) != refused.column.value(before)):
                del self.refused[id, name]

    def tell(self) -> None:
        """Show the rows as they are arranged now; rows that stay keep selection and editor."""
        wanted = self._wanted()
        held, keys = self._told, [_key(one) for one in wanted]
        first = 0
        while first < min(len(held), len(keys)) and held[first] == keys[first]:
            first += 1
        last = 0
        while last < min(len(held), len(keys)) - first and held[-1 - last] == keys[-1 - last]:
            last += 1
        if first < len(held) - last:
            self.beginRemoveRows(QModelIndex(), first, len(held) - last - 1)
            del self.items[first : len(held) - last]
            self.endRemoveRows()
        if first < len(keys) - last:
            self.beginInsertRows(QModelIndex(), first, len(keys) - last - 1)
            self.items[first:first] = wanted[first : len(keys) - last]
            self.endInsertRows()
        self.items, self._told = wanted, keys
        if wanted and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(wanted) - 1, len(self.columns) - 1))

    def _wanted(self) -> list[Record | GroupRow | NewRow]:
        items: list[Record | GroupRow | NewRow] = list(self.rows.items)
        if not (self.can_edit and self.adds):
            return items
        place = len(items)
        if self.new_below:
            at = (n for n, one in enumerate(items) if getattr(one, "id", "") == self.new_below)
            place = next(at, place - 1) + 1
        items.insert(place, NewRow())
        return items

    # --------------------------------------------------------------------------------------- questions

    def record_at(self, row: int) -> Record | None:
        """The record of a row; None for a group's head and the new row."""
        item = self.items[row] if 0 <= row < len(self.items) else None
        return None if item is None or isinstance(item, GroupRow | NewRow) else item

    def row_of(self, id: str) -> int:
        """Where a record stands; -1 where it isn't shown."""
        return next((place for place, one in enumerate(self.items) if getattr(one, "id", "") == id), -1)

    @property
    def new_row(self) -> int:
        """Where the line for a new record stands; -1 where there is none."""
        return next((place for place, one in enumerate(self.items) if isinstance(one, NewRow)), -1)

    def column_of(self, name: str) -> int:
        """Where a column stands; -1 where there is none."""
        return next((place for place, one in enumerate(self.columns) if one.name == name), -1)

    def place(self, index: Index) -> tuple[str, str]:
        """The record and column of a cell, as refused and unsaved texts are kept."""
        item = self.items[index.row()]
        return getattr(item, "id", NEW), self.columns[index.column()].name

    def refusal(self, index: Index) -> RefusedCell | None:
        """What is refused in a cell."""
        return self.refused.get(self.place(index)) if index.isValid() else None

    def needs(self, index: Index) -> bool:
        """Whether a cell of the new row must be filled before it becomes a record."""
        item, column = self.items[index.row()], self.columns[index.column()]
        return (
            isinstance(item, NewRow)
            and column.field.required
            and column.computed is None
            and column.name not in self.draft
        )

    def shown(self, index: Index) -> str:
        """What a cell says."""
        item, column = self.items[index.row()], self.columns[index.column()]
        place = (getattr(item, "id", NEW), column.name)
        if place in self.refused:
            return self.refused[place].text
        if place in self.unsaved:
            return self.unsaved[place]
        if self.words is None or isinstance(item, GroupRow):
            return ""
        if isinstance(item, NewRow):
            return self.words.value_text(column.field, self.draft.get(column.name))
        return self.words.text(column, item)

    def editable(self, index: Index) -> str:
        """What an editor begins with."""
        place = self.place(index)
        if place in self.refused or place in self.unsaved:
            return self.refused[place].text if place in self.refused else self.unsaved[place]
        record = self.record_at(index.row())
        if self.words is None or record is None:
            return self.shown(index)
        return self.words.editable(self.columns[index.column()], record)

    # ------------------------------------------------------------------------------------- what Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Records, heads of groups, and the line for a new one."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One for each field that can be shown."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The heads, with what sorts and filters them."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        arranged = self.rows.arrangement
        if role == _ROLE.TextAlignmentRole:
            return _side(column)
        if role == _ROLE.DisplayRole:
            return f"{_head(column)}{self._sorted_by(column.name)}"
        if role == _ROLE.DecorationRole and column.name in arranged.wanted:
            return icon(self._theme, "filter", "accent", 12)
        if role == _ROLE.ToolTipRole:
            return plain_tooltip(
                f"{column.label}. {column.field.help}" if column.field.help else column.label
            )
        if role == _ROLE.AccessibleTextRole:
            filtered = ", filtered" if column.name in arranged.wanted else ""
            return f"{column.label}{self._sorted_words(column.name)}{filtered}"
        return None

    def _sorted_by(self, name: str) -> str:
        sorts = self.rows.arrangement.sorts
        for place, one in enumerate(sorts, 1):
            if one.column == name:
                return f" {'▼' if one.descending else '▲'}{place if len(sorts) > 1 else ''}"
        return ""

    def _sorted_words(self, name: str) -> str:
        for one in self.rows.arrangement.sorts:
            if one.column == name:
                return ", sorted downwards" if one.descending else ", sorted upwards"
        return ""

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Text, tooltip and accessible words of a cell; how it looks is the delegate's."""
        if not index.isValid() or index.row() >= len(self.items):
            return None
        item = self.items[index.row()]
        if role == _ROLE.DisplayRole:
            if isinstance(item, GroupRow):
                return group_words(item) if index.column() == 0 else ""
            return self.shown(index)
        if role == _ROLE.EditRole:
            return self.editable(index)
        if role == _ROLE.TextAlignmentRole:
            return _side(self.columns[index.column()])
        if role == _ROLE.ToolTipRole:
            return plain_tooltip(self._tip(index))
        if role == _ROLE.AccessibleTextRole:
            return self._spoken(index, item)
        return None

    def _tip(self, index: Index) -> str:
        refused = self.refusal(index)
        if refused is not None:
            return refused.why.sentence()
        if self.place(index) in self.unsaved:
            return "Not saved yet. What you typed is kept."
        if self.needs(index):
            return "Needed for a new row"
        text = self.shown(index)
        return text if len(text) > 12 else ""

    def _spoken(self, index: Index, item: Record | GroupRow | NewRow) -> str:
        if isinstance(item, GroupRow):
            return f"{group_words(item)}, {'open' if item.is_open else 'closed'}"
        said = f"{self.columns[index.column()].label}: {self.shown(index) or 'empty'}"
        refused = self.refusal(index)
        if refused is not None:
            return f"{said}, refused: {refused.why.sentence()}"
        return f"new row, {said}" if isinstance(item, NewRow) else said

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A group's head can be reached and not chosen; what is computed can't be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self.items[index.row()], GroupRow):
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.can_edit and self.columns[index.column()].can_edit:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Hand on what was typed."""
        return index.isValid() and role == _ROLE.EditRole and self._taken(index, str(value), None)

    def take(self, index: Index, text: str, began: str) -> bool:
        """Hand on what was typed, and what the cell held when typing began."""
        return self._taken(index, text, began)


def group_words(group: GroupRow) -> str:
    """The head of a group: what its rows say, and how many there are."""
    return f"{group.text or f'No {group.column.lower()}'}  {group.count:,}"


def _head(column: Column) -> str:
    return " ".join(column.label.split())


def _side(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _key(item: Record | GroupRow | NewRow) -> object:
    id = item.__dict__.get("id")
    if id is not None:
        return id
    return ("group", item.text) if isinstance(item, GroupRow) else NEW
