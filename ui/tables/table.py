"""A table of the records of one family, with its filter, totals and messages (see the package for its use)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.grid import days
from cxworkbench.grid.columns import Column, Computed, choices_of, columns_of
from cxworkbench.grid.finding import Finder
from cxworkbench.grid.order import SortBy, offered_texts, total
from cxworkbench.grid.reading import Reader
from cxworkbench.grid.refusal import Refused
from cxworkbench.grid.rows import Arrangement, GroupRow, Rows
from cxworkbench.grid.words import Words
from cxworkbench.locales import locale_order
from db.records import Positioned, Record
from ui.tables.acts import TableActs
from ui.tables.arranging import Arranging
from ui.tables.delegate import CellDelegate
from ui.tables.editors import BACK, STAY, CellLine, CellSheet
from ui.tables.filter_bar import FilterBar
from ui.tables.heads import FilterPopup
from ui.tables.menus import show_cell_menu, show_filter, show_head_menu
from ui.tables.messages import CellMessage, Refusals
from ui.tables.model import Index, RecordModel
from ui.tables.totals import Totals
from ui.tables.view import GridView

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from db.journal import Changed
    from ui.sections.page import Handed

Scope = str | Callable[[Any], bool] | None
_SAME: Any = object()


class RecordTable(QWidget):
    """The records of a family in a scope, edited in place.

    Signals:
        current_changed: the record of the cursor, or None.
        opened: a record that is to be shown in full.
    """

    current_changed = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        handed: Handed,
        family: type[Record],
        *,
        columns: Sequence[str] | None = None,
        scope: Scope = None,
        new: Callable[[], Mapping[str, Any]] | None = None,
        computed: Sequence[Computed] = (),
        glyph: Callable[[Any], str] | None = None,
        glyph_column: str = "",
        sort: Sequence[SortBy] = (),
        group: str = "",
        adds: bool = True,
        key: str = "",
        with_filter: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Make a table, empty until it is shown a plan.

        Args:
            handed: what the page was handed.
            family: whose records.
            columns: shown at first, in this order; None shows those that come first in the family.
            scope: a pilot's id, a function that says of a record whether it is shown, or None for all.
            new: what a new row begins with, by column.
            computed: columns that are made of a record.
            glyph: the id of a record's state, drawn in ``glyph_column``; empty for none.
            glyph_column: where glyphs stand; the first column where none is named.
            sort: what it is sorted by at first.
            group: what it is grouped by at first.
            adds: whether new rows can be typed.
            key: the name under which its layout is kept, where a family has several tables.
            with_filter: whether the filter field stands above the table.
            parent: what it stands in.
        """
        super().__init__(parent)
        self.handed = handed
        self.theme = handed.theme
        self.family = family
        self.rows = Rows()
        self.names = tuple(columns) if columns is not None else None
        self.computed = tuple(computed)
        self._scope = scope
        self._new = new
        self._words: Words | None = None
        self._reader: Reader | None = None
        self._touched: set[str] = set()
        self._shown_before = False
        self.model = RecordModel(self.theme, self.rows, self._taken)
        self.model.adds = adds
        self.model.glyph = glyph
        self.model.glyph_column = glyph_column
        self.bar = FilterBar(
            self.theme,
            family.label_many.lower(),
            make_ready=self.rows.warm,
            clear=lambda: self.arranging.clear_filters(),  # noqa: PLW0108 - what arranges is made after the bar
            parent=self,
        )
        self.view = GridView(self.theme, self.model, self)
        self.view.setAccessibleName(family.label_many)
        self.delegate = CellDelegate(self.theme, self.view, names=self._offered, day=self._day)
        self.view.setItemDelegate(self.delegate)
        self.acts = TableActs(self)
        self._told: Record | None = None
        self._lay_out(with_filter=with_filter)
        self.setFocusProxy(self.view)
        self.arranging = Arranging(self, key or family.kind, Arrangement(list(sort), group))
        self._connect()

    # ------------------------------------------------------------------------------------------ showing

    def show_plan(self, plan: Plan, scope: Scope = _SAME) -> None:
        """Show the records of a plan; rows keep their places while somebody types, unless the scope is another.

        Args:
            plan: the plan as loaded last.
            scope: what is shown of it, where that is to change.
        """
        other = scope is not _SAME and scope != self._scope
        if scope is not _SAME:
            self._scope = scope
        words = Words(plan)
        if self._words is not None:
            words.keep(self._words, frozenset(self._touched))
        self._words, self._reader = words, None
        self._touched.clear()
        model = self.model
        model.words, model.can_edit = words, self.handed.plan.can_edit
        columns = columns_of(plan, self.family, self.names, self.computed)
        fresh = [one.name for one in columns] != [one.name for one in model.columns]
        model.show_columns(columns)
        if not model.glyph_column and columns:
            model.glyph_column = columns[0].name
        if not self._shown_before or fresh:
            self.arranging.begin(plan.programme.id)
        if other:
            model.refused.clear()
            model.draft, model.new_below = {}, ""
            self.refusals.show_text("")
        records = [one for one in plan.all(self.family) if self._is_in_scope(one)]
        self.rows.renew(
            words, columns, records, shown=self.arranging.chosen(), anew=other or not self._shown_before
        )
        self._shown_before = True
        model.forget_refused(records)
        self.tell_rows()

    def tell_rows(self) -> None:
        """Bring what is seen up to date: rows, texts that wait, totals, counts, messages."""
        model, current = self.model, self.current
        model.unsaved = {
            edit.place: edit.text
            for edit in self.handed.plan.pending.all()
            if edit.kind == self.family.kind and edit.do == "cells"
        }
        column = self.view.currentIndex().column()
        model.tell()
        self.view.can_drag = self.can_reorder and model.can_edit
        here = self.current
        if current is not None and (here is None or here.id != current.id):
            # Sorted, grouped or filtered anew: Qt leaves the cursor to a neighbour of a row that moves away.
            row = model.row_of(current.id)
            if row >= 0:
                self.view.go_to(row, column)
        self._tell_counts()
        self.tell_refusal()

    def _tell_counts(self) -> None:
        shown, every = self.rows.ordered, self.rows.records
        self.bar.show_count(len(shown), len(every), filtered=self.rows.arrangement.is_filtered)
        words = self._words
        if words is not None:
            totals = {
                place: total(words, column, shown)
                for place, column in enumerate(self.model.columns)
                if column.field.total
            }
            self.totals.show_totals(totals, formats.plural(len(shown), "row"))

    def tell_refusal(self) -> None:
        """Say beneath the cell of the cursor what is wrong with it."""
        index = self.view.currentIndex()
        refused = self.model.refusal(index) if index.row() < len(self.model.items) else None
        rect = self.view.visualRect(index) if refused is not None else None
        if refused is None or rect is None or not self.view.viewport().rect().intersects(rect):
            self.message.hide()
        else:
            held = (
                ""
                if refused.record is None or self._words is None
                else self._words.text(refused.column, refused.record)
            )
            keeps = f" The plan keeps {held}." if held else ""
            self.message.show_at(rect, f"{refused.why.sentence()}{keeps}", refused.why.suggestion)
        self.view.viewport().update()

    # ---------------------------------------------------------------------------------------- questions

    @property
    def current(self) -> Record | None:
        """The record of the cursor."""
        return self.model.record_at(self.view.current_row)

    @property
    def selected(self) -> list[Record]:
        """The records of the chosen rows."""
        return self.view.chosen_records()

    @property
    def records(self) -> list[Record]:
        """All records in scope, in the plan's order."""
        return self.rows.records

    @property
    def scope(self) -> Scope:
        """What it shows of its family."""
        return self._scope

    @property
    def shown_records(self) -> list[Record]:
        """The records that are shown, top to bottom."""
        return [one for one in self.rows.items if not isinstance(one, GroupRow)]

    @property
    def reader(self) -> Reader:
        """What reads texts as values, for the plan that is shown."""
        assert self._words is not None, "the table was shown no plan"
        if self._reader is None:
            self._reader = Reader(self._words, self._words.plan.judged_as_of(self.handed.plan.today()))
        return self._reader

    @property
    def can_reorder(self) -> bool:
        """Whether rows stand in an order of their own that can be seen."""
        arranged = self.rows.arrangement
        plain = not (arranged.sorts or arranged.group or arranged.is_filtered)
        return issubclass(self.family, Positioned) and plain

    def defaults(self) -> dict[str, Any]:
        """What a new row begins with."""
        values = dict(self._new()) if self._new is not None else {}
        if isinstance(self._scope, str) and "pilot" in self.family.fields:
            values.setdefault("pilot", self._scope)
        return values

    def _fit(self) -> None:
        """Fit the columns to another look: told to this widget, since the theme outlives it and what it is made of."""
        self.arranging.fit()

    def _is_in_scope(self, record: Record) -> bool:
        if self._scope is None:
            return True
        if isinstance(self._scope, str):
            return getattr(record, "pilot", None) == self._scope
        return self._scope(record)

    # --------------------------------------------------------------------------------------- from pages

    def select(self, id: str, *, keep_column: bool = False) -> bool:
        """Put the cursor on a record and show it; whether it is there."""
        row = self.model.row_of(id)
        if row < 0 and self.rows.arrangement.is_filtered and any(one.id == id for one in self.records):
            self.arranging.clear_filters()
            row = self.model.row_of(id)
        if row >= 0:
            column = self.view.currentIndex().column() if keep_column else -1
            self.view.go_to(row, column)
        return row >= 0

    def add(self) -> None:
        """Begin a new row."""
        self.acts.run("add")

    def focus_filter(self) -> None:
        """Put the cursor into the filter field."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def commit_typing(self) -> None:
        """Take what is being typed into a cell: the page is about to be hidden, or the window closed."""
        for editor in self.view.viewport().findChildren(QWidget):
            if isinstance(editor, CellLine | CellSheet) and editor.isVisible():
                editor.left.emit(STAY)

    # ------------------------------------------------------------------------------------------- inside

    def open_head_menu(self, section: int = -1) -> None:
        """Offer what can be done with a column, the cursor's where none is named."""
        section = self.view.currentIndex().column() if section < 0 else section
        if 0 <= section < len(self.model.columns):
            show_head_menu(self, section)

    def open_filter(self, name: str) -> FilterPopup | None:
        """Open the filter of a column."""
        section = self.model.column_of(name)
        if section < 0 or self._words is None:
            return None
        texts = offered_texts(self._words, self.model.columns[section], self.rows.records)
        return show_filter(self, section, texts, self._day)

    def _taken(self, index: Index, text: str, began: str | None) -> bool:
        return self.acts.taken(index, text, began)

    def _offered(self, column: Column) -> list[str]:
        """The names that an editor offers."""
        field = column.field
        if field.kind == "yes_no":
            return ["Yes", "No"]
        if field.to and self._words is not None:
            return Finder(self._words).offered(field, self.current)
        return list(choices_of(field).values())

    def _day(self, text: str) -> date | None:
        """The day that a text stands for, if it does."""
        try:
            return (
                days.day(text, locale_order(self.reader.locale), self.reader.today) if text.strip() else None
            )
        except Refused:
            return None

    def _stepped(self, way: str) -> None:
        if way == BACK:
            self.acts.give_up()
        elif way != STAY and self.model.refusal(self.view.currentIndex()) is None:
            self.view.step(way)
        self.view.setFocus()
        self.tell_refusal()

    def _filter_typed(self) -> None:
        self.rows.arrangement.typed = self.filter.text()
        self.rows.arrange()
        self.tell_rows()

    def _cursor_moved(self) -> None:
        self.tell_refusal()
        record = self.current
        held, self._told = self._told, record
        if record is not held and (record is None or held is None or record.id != held.id):
            self.current_changed.emit(record)

    def _dragged(self, begun: int, ended: int) -> None:
        record, other = self.model.record_at(begun), self.model.record_at(ended)
        if record is not None:
            ids = [one.id for one in self.records]
            place = ids.index(other.id) if other is not None else len(ids) - 1
            self.acts.reorder(record, place)

    def _note_change(self, changed: Changed) -> None:
        self._touched |= changed.kinds

    def _lay_out(self, *, with_filter: bool) -> None:
        theme = self.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.filter, self.count, self.clear = self.bar.line, self.bar.count, self.bar.clear
        if not with_filter:
            self.bar.hide()
        self.totals = Totals(theme, self.view, self)
        self.refusals = Refusals(theme, self)
        self.message = CellMessage(theme, self.view.viewport(), self.acts.accept_suggestion)
        for widget in (self.bar, self.view, self.totals, self.refusals):
            layout.addWidget(widget, 1 if widget is self.view else 0)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        head = self.view.horizontalHeader()
        head.sectionClicked.connect(self.arranging.head_clicked)
        head.customContextMenuRequested.connect(lambda at: self.open_head_menu(head.logicalIndexAt(at)))
        self.view.customContextMenuRequested.connect(lambda at: show_cell_menu(self, at))
        self.view.asked.connect(self.acts.run)
        self.view.toggled.connect(self.arranging.toggle_group)
        self.view.reordered.connect(self._dragged)
        self.view.moved.connect(self.tell_refusal)
        self.view.resized.connect(self.arranging.fit)
        self.view.on_escape = self.acts.give_up
        self.view.selectionModel().currentChanged.connect(lambda *_: self._cursor_moved())
        self.delegate.stepped.connect(self._stepped)
        self.filter.textChanged.connect(lambda _: self._filter_typed())
        self.filter.returnPressed.connect(self.view.setFocus)
        self.handed.plan.changed.connect(self._note_change)
        self.theme.changed.connect(self._fit)
