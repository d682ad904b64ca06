"""What the heads of a table offer: sorting, filtering, grouping, and which columns are shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.grid.order import Wanted
from ui.tables.editors import DayLine
from ui.theme import plain_action
from ui.widgets.buttons import Button
from ui.widgets.label import Label

if TYPE_CHECKING:
    from cxworkbench.grid.columns import Column
    from ui.tables.table import RecordTable
    from ui.theme import Theme

_EMPTY = "(empty)"
_MOST_TEXTS = 500


class HeadMenu(QMenu):
    """The menu of one column's head."""

    def __init__(self, table: RecordTable, column: Column) -> None:
        super().__init__(table)
        arranged, name = table.rows.arrangement, column.name
        self.addAction("Sort upwards", lambda: table.arranging.sort_by(name, descending=False))
        self.addAction("Sort downwards", lambda: table.arranging.sort_by(name, descending=True))
        unsort = self.addAction("Don’t sort", table.arranging.unsort)
        unsort.setEnabled(bool(arranged.sorts))
        self.addSeparator()
        self.addAction("Filter…", lambda: table.open_filter(name))
        clear = self.addAction("Clear filter", lambda: table.arranging.want(name, None))
        clear.setEnabled(name in arranged.wanted)
        self.addSeparator()
        self.addAction("Group by this", lambda: table.arranging.group_by(name))
        ungroup = self.addAction("Don’t group", lambda: table.arranging.group_by(""))
        ungroup.setEnabled(bool(arranged.group))
        self.addSeparator()
        hide = self.addAction("Hide column", lambda: table.arranging.show_column(name, shown=False))
        hide.setEnabled(len(table.view.shown_columns()) > 1)
        more = self.addMenu("Columns")
        for place, one in enumerate(table.model.columns):
            action = more.addAction(plain_action(one.label))
            action.setCheckable(True)
            action.setChecked(not table.view.isColumnHidden(place))
            action.toggled.connect(_shower(table, one.name))
        self.addAction("Reset columns, sorting and groups", table.arranging.reset)
        self.addSeparator()
        add = self.addAction("Add a field…", lambda: _add_field(table))
        add.setEnabled(table.model.can_edit)


def _add_field(table: RecordTable) -> None:
    from ui.tables.add_field import open_add_field

    open_add_field(table)


def _shower(table: RecordTable, name: str) -> Callable[[bool], None]:
    return lambda shown: table.arranging.show_column(name, shown=shown)


class FilterPopup(QFrame):
    """The filter of one column: what its cells may say, or between which days they lie."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        column: Column,
        texts: list[str],
        wanted: Wanted,
        *,
        day: Callable[[str], date | None],
        want: Callable[[Wanted | None], None],
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("panel", "popup")
        self.setAccessibleName(f"Filter {column.label}")
        self._theme = theme
        self._day = day
        self._want = want
        self._wanted = wanted
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(6))
        layout.addWidget(Label(theme, f"{column.label} is", "strong"))
        self.list = QListWidget()
        self.days: list[DayLine] = []
        if column.field.kind in {"date", "instant"}:
            for name, held in (("From", wanted.after), ("To", wanted.before)):
                layout.addWidget(Label(theme, name, "small", "ink2"))
                line = DayLine(theme, day)
                line.setAccessibleName(f"{column.label}, {name.lower()}")
                line.setText("" if held is None else formats.day(held))
                line.left.connect(lambda _way: self.apply())
                self.days.append(line)
                layout.addWidget(line)
        else:
            self.list.setAccessibleName(f"What {column.label} says")
            self.list.setFont(theme.font("small"))
            self.list.setMinimumSize(theme.px(230), theme.px(200))
            for text in texts[:_MOST_TEXTS]:
                item = QListWidgetItem(text or _EMPTY)
                item.setData(Qt.ItemDataRole.UserRole, text)
                item.setCheckState(Qt.CheckState.Checked if text in wanted.texts else Qt.CheckState.Unchecked)
                self.list.addItem(item)
            self.list.itemChanged.connect(lambda _item: self.apply())
            layout.addWidget(self.list)
        buttons = QHBoxLayout()
        buttons.addWidget(Button(theme, "Empty", lambda: self._only(empty=True), kind="small"))
        buttons.addWidget(Button(theme, "Not empty", lambda: self._only(empty=False), kind="small"))
        buttons.addWidget(Button(theme, "Clear", self._clear, kind="small"))
        layout.addLayout(buttons)

    def open_at(self, at: QPoint) -> None:
        """Show it, within the screen."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        at.setX(max(min(at.x(), room.right() - self.width()), room.left()))
        at.setY(max(min(at.y(), room.bottom() - self.height()), room.top()))
        self.move(at)
        self.show()
        (self.days[0] if self.days else self.list).setFocus()

    def apply(self) -> None:
        """Let through what is chosen."""
        if self.days:
            after, before = (self._day(line.text()) for line in self.days)
            found = Wanted(after=after, before=before)
        else:
            items = (self.list.item(place) for place in range(self.list.count()))
            chosen = [one for one in items if one.checkState() == Qt.CheckState.Checked]
            found = Wanted(texts=frozenset(str(one.data(Qt.ItemDataRole.UserRole)) for one in chosen))
        self._want(None if found == Wanted() else found)

    def _only(self, *, empty: bool) -> None:
        self._want(Wanted(empty=empty))
        self.close()

    def _clear(self) -> None:
        self._want(None)
        self.close()
