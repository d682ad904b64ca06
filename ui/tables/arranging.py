"""Order, width and choice of a table's columns: fitted to the room there is, and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from cxworkbench.grid.order import SortBy, Wanted
from cxworkbench.grid.rows import GroupRow
from ui.tables.layout import TableLayout, kept_layout

if TYPE_CHECKING:
    from cxworkbench.grid.columns import Column
    from cxworkbench.grid.rows import Arrangement
    from ui.tables.table import RecordTable

#: So many columns are shown where a page names none.
_FIRST = 8
#: What gives way, to so much of its width, before a column is left out.
_NARROWEST = {"long_text": 0.4, "text": 0.65, "json": 0.4, "several": 0.65, "links": 0.65, "record": 0.65}
#: The letters of a name, of a long text.
_NAME, _SHEET = 16, 30
_ELASTIC = frozenset({"text", "long_text", "link", "links", "several", "record", "json", "choice"})
_PAD = 22


class Arranging:
    """The columns of one table as its user laid them out. Columns that nobody chose give way where room is scarce."""

    def __init__(self, table: RecordTable, key: str, at_first: Arrangement) -> None:
        self._table = table
        self._at_first = at_first
        self._key = key
        self._plan = ""
        self._layout = TableLayout()
        self._fitting = False
        head = table.view.horizontalHeader()
        head.sectionMoved.connect(self._moved)
        head.sectionResized.connect(self._resized)

    def begin(self, plan: str) -> None:
        """Take up the layout that was kept for a plan."""
        self._plan = plan
        self._layout = kept_layout(self._table.handed.settings, plan, self._key)
        self._take_up()

    def reset(self) -> None:
        """Forget what was kept: columns, sorting and groups are as they were at first."""
        self._layout = TableLayout()
        self._take_up()
        self._arranged()

    def _take_up(self) -> None:
        layout, arranged, at_first = self._layout, self._table.rows.arrangement, self._at_first
        arranged.sorts = list(at_first.sorts if layout.sorts is None else layout.sorts)
        arranged.group = at_first.group if layout.group is None else layout.group
        known = {one.name for one in self._table.model.columns}
        arranged.wanted = {name: one for name, one in layout.wanted.items() if name in known}
        self._place()
        self.fit()

    def keep(self) -> None:
        """Keep the layout as it is now."""
        arranged = self._table.rows.arrangement
        self._layout.sorts, self._layout.group = list(arranged.sorts), arranged.group
        self._layout.wanted = dict(arranged.wanted)
        if self._plan:
            settings = self._table.handed.settings
            settings.keep_table_layout(self._plan, self._key, self._layout.as_text())

    # ------------------------------------------------------------------------------------------ choosing

    def chosen(self) -> list[Column]:
        """The columns that are to be shown, in their order."""
        model = self._table.model
        known = {one.name: one for one in model.columns}
        order = [name for name in self._layout.order if name in known]
        order += [name for name in known if name not in order]
        if self._layout.shown is not None:
            wanted = set(self._layout.shown)
        elif self._table.names is not None:
            wanted = set(self._table.names)
        else:
            plain = [one.name for one in model.columns if one.field.kind != "json" and not one.is_custom]
            wanted = set(plain[:_FIRST])
        if self._layout.shown is None:
            wanted |= {one.name for one in model.columns if one.is_custom}
        return [known[name] for name in order if name in wanted] or model.columns[:1]

    def shown(self) -> list[Column]:
        """The columns that can be seen."""
        model = self._table.model
        return [model.columns[place] for place in self._table.view.shown_columns()]

    def show_column(self, name: str, *, shown: bool) -> None:
        """Show or hide a column for good."""
        names = [one.name for one in self.chosen() if one.name != name]
        self._layout.shown = [*names, name] if shown else names
        self.fit()
        self._arranged()

    # ------------------------------------------------------------------------------------------- fitting

    def fit(self, *, again: bool = True) -> None:
        """Give each column its width: text gives way first, then columns that nobody chose, the last of them first."""
        table = self._table
        view, model, theme = table.view, table.model, table.theme
        if not model.columns:
            return
        chosen = self.chosen()
        wished = {one.name: self._wished(one) for one in chosen}
        room = max(view.viewport().width(), theme.px(120))
        kept = list(chosen)
        if self._layout.shown is None:
            while len(kept) > 1 and sum(self._least(one, wished) for one in kept) > room:
                kept.remove(next((one for one in reversed(kept[1:]) if not one.field.required), kept[-1]))
        widths = {one.name: wished[one.name] for one in kept}
        free = room - sum(widths.values())
        elastic = [one for one in kept if one.name not in self._layout.widths and one.field.kind in _ELASTIC]
        if free < 0:
            give = {one.name: widths[one.name] - self._least(one, wished) for one in elastic}
            whole = sum(give.values()) or 1
            taken = min(-free, whole) / whole
            for name, most in give.items():
                widths[name] -= int(most * taken + 0.999)
        elif elastic:
            long = [one for one in elastic if one.field.kind in {"text", "long_text"}] or elastic
            share = sum(widths[one.name] for one in long)
            for one in long:
                widths[one.name] += int(free * wished[one.name] / share)
        self._fitting = True
        for place, column in enumerate(model.columns):
            view.setColumnHidden(place, column.name not in widths)
            if column.name in widths:
                view.setColumnWidth(place, widths[column.name])
        self._fitting = False
        view.sideways(may=sum(widths.values()) > room)
        table.totals.update()
        if again and room != max(view.viewport().width(), theme.px(120)):
            self.fit(again=False)  # the scroll bar came or went with the new widths

    def _wished(self, column: Column) -> int:
        theme = self._table.theme
        held = self._layout.widths.get(column.name)
        if held is not None:
            return theme.px(held)
        small, head = QFontMetrics(theme.font("small")), QFontMetrics(theme.weighted("micro", 500))
        longest = {"date": "28 May 2026", "instant": "28 May 2026, 10:42", "yes_no": "Yes"}.get(
            column.field.kind, ""
        )
        width = min(column.field.width, _SHEET)
        if column.field.kind in {"link", "links"}:
            width = max(width, _NAME)
        letters = small.averageCharWidth() * width
        if column.field.kind in {"integer", "share", "duration", "decimal", "money"}:
            letters = small.horizontalAdvance("£1,234,567" if column.field.kind == "money" else "12,345")
        text = small.horizontalAdvance(longest) if longest else letters
        if column.name == "number":
            text = small.horizontalAdvance("REQ-012")
        return max(text, head.horizontalAdvance(f"{column.label} ▲")) + theme.px(_PAD)

    def _least(self, column: Column, wished: dict[str, int]) -> int:
        if column.name in self._layout.widths or column.field.kind not in _ELASTIC:
            return wished[column.name]
        part = _NARROWEST.get(column.field.kind, 0.9)
        theme = self._table.theme
        name = QFontMetrics(theme.weighted("micro", 500)).horizontalAdvance(column.label) + theme.px(_PAD)
        return min(max(int(wished[column.name] * part), theme.px(90), name), wished[column.name])

    def _place(self) -> None:
        """Put the columns into their order."""
        head, model = self._table.view.horizontalHeader(), self._table.model
        names = [one.name for one in model.columns]
        order = [name for name in self._layout.order if name in names]
        order += [name for name in names if name not in order]
        self._fitting = True
        for place, name in enumerate(order):
            head.moveSection(head.visualIndex(names.index(name)), place)
        self._fitting = False

    def _moved(self, *_places: int) -> None:
        if self._fitting:
            return
        head, model = self._table.view.horizontalHeader(), self._table.model
        self._layout.order = [model.columns[head.logicalIndex(place)].name for place in range(head.count())]
        self.keep()

    def _resized(self, section: int, _before: int, after: int) -> None:
        if self._fitting or not after or section >= len(self._table.model.columns):
            return
        self._layout.widths[self._table.model.columns[section].name] = round(after / self._table.theme.scale)
        self.keep()

    # --------------------------------------------------------------------------------------- arranging

    def sort_by(self, name: str, *, descending: bool = False, also: bool = False) -> None:
        """Sort by a column; ``also`` after those that it is sorted by already."""
        kept = [one for one in self._table.rows.arrangement.sorts if one.column != name] if also else []
        self._arranged(sorts=[*kept, SortBy(name, descending)])

    def unsort(self) -> None:
        """Rows in the plan's own order."""
        self._arranged(sorts=[])

    def group_by(self, name: str) -> None:
        """Group by a column; an empty name groups no more."""
        self._table.rows.arrangement.closed.clear()
        self._arranged(group=name)

    def want(self, name: str, wanted: Wanted | None) -> None:
        """Let through only some rows by what a column says; None lets all through."""
        found = {key: one for key, one in self._table.rows.arrangement.wanted.items() if key != name}
        self._arranged(wanted=found if wanted is None else {**found, name: wanted})

    def clear_filters(self) -> None:
        """Show all rows again."""
        with QSignalBlocker(self._table.filter):
            self._table.filter.clear()
        self._arranged(wanted={}, typed="")

    def _arranged(self, **changed: Any) -> None:
        arranged = self._table.rows.arrangement
        for name, value in changed.items():
            setattr(arranged, name, value)
        self.keep()
        table = self._table
        if table.model.words is not None:
            table.rows.renew(
                table.model.words, table.model.columns, table.rows.records, shown=self.chosen(), anew=True
            )
        columns = max(self._table.model.columnCount() - 1, 0)
        self._table.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns)
        self._table.tell_rows()

    def head_clicked(self, section: int) -> None:
        """A click sorts upwards, then downwards, then no more; with Shift after the columns before."""
        name = self._table.model.columns[section].name
        also = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        held = next((one for one in self._table.rows.arrangement.sorts if one.column == name), None)
        if held is not None and held.descending:
            self._arranged(
                sorts=[one for one in self._table.rows.arrangement.sorts if one.column != name]
                if also
                else []
            )
        else:
            self.sort_by(name, descending=held is not None, also=also)

    def toggle_group(self, row: int) -> None:
        """Open or close a group by its head's row."""
        group = self._table.model.items[row]
        assert isinstance(group, GroupRow)
        self._table.rows.arrangement.closed ^= {group.text}
        self._table.rows.arrange(anew=False)
        self._table.tell_rows()
        self._table.view.go_to(row, self._table.view.currentIndex().column())
