"""The columns of a file that is imported: what each is, and what it goes to; Enter opens the choice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from cxworkbench.exchange import roles
from cxworkbench.exchange.roles import NOT_READ, Role
from ui.theme import plain_action
from ui.widgets.line_list import LineList
from ui.widgets.panel import Panel
from ui.widgets.row_panel import Column, Row, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxworkbench.exchange.mapping import Mapping
    from cxworkbench.exchange.naming import Names
    from cxworkbench.exchange.preview import Preview, SeenColumn
    from db.models import Cohort, Metric
    from ui.theme import Theme

_GOES_TO = 3
#: More words than this are not offered one by one.
_MOST = 24


class ColumnsPanel(Panel):
    """The columns. ``mapped`` gives the mapping as a person changed it."""

    mapped = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Columns")
        self.list = LineList(
            theme,
            "Columns of the file",
            (
                Column("In the file", 0, least=90),
                Column("Type", 88, drop=2),
                Column("Example", 116, drop=1),
                Column("Goes to", 206),
            ),
        )
        self.body.addWidget(self.list, 1)
        self.list.opened.connect(lambda _row: self.choose(self.list.currentIndex().row()))
        self.list.clicked.connect(
            lambda index: self.choose(index.row()) if index.column() == _GOES_TO else None
        )
        self._columns: Sequence[SeenColumn] = ()
        self._mapping: Mapping | None = None
        self._unknown: tuple[str, ...] = ()
        self._names: Names | None = None

    def show_preview(self, preview: Preview, names: Names) -> None:
        """Show the columns of a file; the cursor stays where it is."""
        self._columns, self._mapping = preview.columns, preview.mapping
        self._names = names
        self._unknown = preview.unknown_cohorts
        if preview.remembered:
            aside = f"as remembered: {preview.remembered}"
        else:
            aside = "guessed from the headings" if preview.mapping.period else ""
        self.show_title("Columns", aside)
        held = self.list.currentIndex().row()
        self.list.show_rows([self._row(one) for one in self._columns], max(held, 0))

    def _row(self, column: SeenColumn) -> Row:
        assert self._mapping is not None
        assert self._names is not None
        held = roles.roles_of(self._mapping, column.heading)
        goes = " · ".join(roles.said(one, self._names.name_of, column.heading) for one in held or [NOT_READ])
        ink = "ink" if held else "ink3"
        return Row(
            None,
            f"{column.heading}: {goes}",
            (
                Text(column.heading, ink, 600 if held else 400),
                Text(column.kind, "ink2" if held else "ink3"),
                Text(column.example, "ink2" if held else "ink3"),
                Text(f"{goes}  ▾", ink),
            ),
        )

    def choose(self, row: int) -> None:
        """Open the choice of what a column goes to, below its row."""
        if 0 <= row < len(self._columns):
            menu = self.menu(self._columns[row])
            index = self.list.lines.index(row, _GOES_TO)
            at = self.list.visualRect(index)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.list.viewport().mapToGlobal(QPoint(at.left(), at.bottom())))

    def menu(self, column: SeenColumn) -> QMenu:
        """What a column can go to."""
        assert self._mapping is not None
        assert self._names is not None
        menu = QMenu(self)
        held = roles.roles_of(self._mapping, column.heading)
        put = partial(self._put, menu, column.heading, held)
        put("Not read", NOT_READ)
        menu.addSeparator()
        period = menu.addMenu("Period")
        for by, text in (("day", "By day"), ("week", "By ISO week"), ("month", "By month")):
            self._put(period, column.heading, held, text, Role("period", by=by))
        for metric in self._names.metrics:
            self._offer_metric(menu.addMenu(plain_action(metric.name)), column, held, metric)
        menu.addSeparator()
        for kind in ("metric", "numerator", "n", "cohort", "arm", "key"):
            put(roles.SINGLE[kind], Role(kind))
        if self._mapping.measures:
            put("Only rows that say yes", Role("among"))
        self._offer_filter(menu, column, held)
        if self._mapping.cohort == column.heading and self._unknown and self._names.cohorts:
            self._offer_cohorts(menu, self._names.cohorts)
        return menu

    def _offer_metric(self, menu: QMenu, column: SeenColumn, held: list[Role], metric: Metric) -> None:
        put = partial(self._put, menu, column.heading, held)
        put("Its value, a row a reading", Role("value", metric.id))
        put("Its value, a column a metric", Role("reading", metric.id))
        menu.addSeparator()
        if metric.kind_ == "proportion":
            put("Rate: counts yes", Role("rate", metric.id))
            for word in column.words[:_MOST]:
                put(f"Rate: counts {word}", Role("rate", metric.id, (word,)))
        put("Mean", Role("mean", metric.id))
        put("Median", Role("median", metric.id))
        put("Sum", Role("sum", metric.id))
        put("Count of rows", Role("count", metric.id))

    def _offer_filter(self, menu: QMenu, column: SeenColumn, held: list[Role]) -> None:
        for text, is_not in (("Keep rows", False), ("Leave out rows", True)):
            inside = menu.addMenu(text)
            inside.setEnabled(bool(column.words))
            before = next((one.words for one in held if one.kind == "keep" and one.is_not == is_not), ())
            for word in column.words[:_MOST]:
                words = tuple(one for one in before if one != word) if word in before else (*before, word)
                action = inside.addAction(plain_action(word))
                action.setCheckable(True)
                action.setChecked(word in before)
                role = Role("keep", words=words, is_not=is_not) if words else NOT_READ
                action.triggered.connect(self._giver(column.heading, role))

    def _offer_cohorts(self, menu: QMenu, cohorts: Sequence[Cohort]) -> None:
        menu.addSeparator()
        for word in self._unknown[:_MOST]:
            inside = menu.addMenu(plain_action(f"{word} is the cohort"))
            for cohort in cohorts:
                inside.addAction(plain_action(cohort.name)).triggered.connect(self._namer(word, cohort.name))

    def _put(self, menu: QMenu, heading: str, held: list[Role], text: str, role: Role) -> None:
        action = menu.addAction(plain_action(text))
        action.setCheckable(True)
        action.setChecked(role in held or (role == NOT_READ and not held))
        action.triggered.connect(self._giver(heading, role))

    def _giver(self, heading: str, role: Role) -> Callable[[], None]:
        return lambda: self.give(heading, role)

    def _namer(self, word: str, name: str) -> Callable[[], None]:
        def act() -> None:
            if self._mapping is not None:
                self._take(roles.with_cohort(self._mapping, word, name))

        return act

    def give(self, heading: str, role: Role) -> None:
        """Give a column a role."""
        if self._mapping is not None:
            self._take(roles.with_role(self._mapping, heading, role))

    def _take(self, mapping: Mapping) -> None:
        self._mapping = mapping
        row = self.list.currentIndex().row()
        self.list.show_rows([self._row(one) for one in self._columns], row)
        self.mapped.emit(mapping)
