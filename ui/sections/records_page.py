"""A section that holds several families of records: each as a table with its form, and views of the section's own.

A page names its parts, and where it has something of its own to show, makes views that stand before them. What isn't on
screen isn't made: a table when it is chosen, its form in the next turn, a view that is given as a function likewise::

    class GovernancePage(RecordsPage):
        TITLE = "Governance"
        CONDITION = "governance_in_place"
        PARTS = (Part(Control, columns=("title", "owner")), Part(Incident))

        def make_views(self):
            self.grid = QuestionGrid(...)
            return [View("questions", "Questions", self.grid), View("who", "Who", self.make_who, self.show_who)]

        def show_views(self, assessment, pilot_state):
            self.grid.show_questions(governance.questions(assessment.plan, assessment.as_of))

        def show_who(self, assessment, pilot_state): ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cxworkbench.belonging import parent_links, pilot_of
from db.records import FAMILIES
from ui.forms.record_form import RecordForm
from ui.moves import tab_after
from ui.sections.page import Handed, Page
from ui.sections.print_button import PrintButton
from ui.sections.record_parts import Forms, Part, Scope, View
from ui.sections.why import Why
from ui.tables.table import RecordTable
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.family_choice import FamilyChoice
from ui.widgets.label import ElidedLabel
from ui.widgets.panel import Panel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.plan import Ref
    from db.records import Record

__all__ = ["Part", "RecordsPage", "View"]

#: Width of the form at the right.
SIDE = 330
_WIDE_FROM = 1600
#: Where a page names no columns, so many of the family's first are shown; the pilot is the page's, and place and
#: number are the program's.
_SHOWN = 9
_LAST = frozenset({"position", "number", "custom", "binned", "confidential"})


class RecordsPage(Page):
    """A page of views, tables and forms.

    Attributes:
        views: the section's own, as ``make_views`` gave them.
        tables: by kind, those made so far.
        forms: by kind, those made so far; one that is asked for is made.
    """

    TITLE: ClassVar[str] = ""
    #: The condition whose rating stands in the head; none for the programme's pages.
    CONDITION: ClassVar[str] = ""
    PARTS: ClassVar[tuple[Part, ...]] = ()

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed)
        self._assessment: Assessment | None = None
        self._state: PilotState | None = None
        self._of_kind = {part.family.kind: part for part in self.PARTS}
        self.tables: dict[str, RecordTable] = {}
        self.forms: dict[str, RecordForm] = Forms(self._make_form)
        self._holders: dict[str, QWidget] = {}
        #: The views that show the present judgement.
        self._fresh: set[str] = set()
        self._sides: dict[str, QStackedWidget] = {}
        self._nothing: dict[str, Panel] = {}
        self._arrange()

    # ------------------------------------------------------------------------------- what a section adds

    def make_views(self) -> Sequence[View]:
        """The section's own views, made once."""
        return ()

    def show_views(self, assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show a judgement in them."""

    # ------------------------------------------------------------------------------------------- showing

    def show_assessment(self, assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show the records of the pilot, or of the programme."""
        self._assessment, self._state = assessment, pilot_state
        self.crumb.show_text("Programme" if pilot_state is None else pilot_state.pilot.name)
        rating = self._rating()
        self.badge.setVisible(rating is not None)
        self.why.setVisible(rating is not None and bool(rating.results))
        if rating is not None:
            self.badge.show_state(rating.state)
        for part in self.PARTS:
            self._rename(part)
        self._fresh.clear()
        self.show_views(assessment, pilot_state)
        self._show_view(self.choice.value)
        for table in self.tables.values():
            self._show_table(table)
        self._show_form(self.choice.value)

    def show_record(self, ref: Ref) -> None:
        """Bring a record into view: its table, its row, its form."""
        if ref.kind in self._of_kind:
            self.choice.choose(ref.kind)
            self.tables[ref.kind].select(ref.id)

    def show_part(self, id: str) -> None:
        """Show a view, or the table of a kind."""
        self.choice.choose(id)

    def panes(self) -> Sequence[QWidget]:
        """What is chosen between, then the table and its form, or the view."""
        id = self.choice.value
        if id in self.tables:
            return (self.choice, self.tables[id], self._sides[id])
        return (self.choice, self._holders[id])

    def ground(self) -> QWidget:
        """The table that is shown; else what is chosen between."""
        return self.tables.get(self.choice.value) or (self.choice if self.choice.isVisible() else self)

    def _rating(self) -> Any:
        ratings = self._state.ratings if self._state is not None else ()
        return next((one for one in ratings if one.condition == self.CONDITION), None)

    def _rename(self, part: Part) -> None:
        assert self._assessment is not None
        plan, family = self._assessment.plan, part.family
        if self.pilot_id and "pilot" in family.fields:
            # Of thousands of others it needs not be asked whose they are.
            rows = plan.of_pilot(family, self.pilot_id, programme_too=True)
        else:
            rows = plan.all(family)
        count = sum(self._belongs(part, one) for one in rows)
        name = part.text or part.family.label_many
        self.choice.rename(part.family.kind, f"{name}  {count}" if count else name)

    def _belongs(self, part: Part, record: Record) -> bool:
        assert self._assessment is not None
        plan = self._assessment.plan
        if self.pilot_id:
            own = pilot_of(plan, record)
            if own != self.pilot_id and not (part.programme_too and own is None):
                return False
        return part.shown is None or part.shown(plan, record)

    def _show_table(self, table: RecordTable) -> None:
        assert self._assessment is not None
        part = self._of_kind[table.family.kind]
        # A method bound anew is another scope only where the pilot is another.
        table.show_plan(self._assessment.plan, scope=Scope(self._belongs, part, self.pilot_id))
        if table.current is None and table.rows.ordered:
            table.select(table.rows.ordered[0].id)

    # ------------------------------------------------------------------------------------ what is chosen

    def _choose(self, id: str) -> None:
        if id in self._of_kind:
            if id not in self.tables:
                self._make(self._of_kind[id])
        elif id not in self._holders:
            self._make_view(id)
        self._show_view(id)
        self.stack.setCurrentWidget(self._holders[id])
        part = self._of_kind.get(id)
        self.add.setVisible(part is not None)
        if part is not None:
            self.add.setText(f"Add {part.family.label.lower()}")
            self._show_form(id)

    def _make_view(self, id: str) -> None:
        view = next(one for one in self.views if one.id == id)
        made = view.widget if isinstance(view.widget, QWidget) else view.widget()
        self._holders[id] = made
        self.stack.addWidget(made)

    def _show_view(self, id: str) -> None:
        """Show the judgement in a view that is on screen and doesn't show it yet."""
        view = next((one for one in self.views if one.id == id), None)
        if (
            view is not None
            and view.show is not None
            and self._assessment is not None
            and id not in self._fresh
        ):
            self._fresh.add(id)
            view.show(self._assessment, self._state)

    def _show_form(self, id: str) -> None:
        if id in self.tables:
            self._show_current(id, self.tables[id].current)

    def _show_current(self, kind: str, record: Record | None) -> None:
        """Show a record's form beside its table; without a record, that there is none."""
        if record is None:
            self._nothing[kind].show_title("Nothing chosen")
            self._sides[kind].setCurrentIndex(0)
        elif kind not in self.forms:
            # The table is seen and used while its form is made.
            self._nothing[kind].show_title(self._of_kind[kind].family.label)
            self.slices.add(("form", kind), lambda: self.forms[kind])
            return
        if kind in self.forms:
            self.forms[kind].show_record(record)
            self._sides[kind].setCurrentIndex(0 if record is None else 1)

    def _begin(self) -> None:
        """Begin a new row of the family that is shown."""
        table = self.tables.get(self.choice.value)
        if table is not None:
            table.add()

    def _new(self, part: Part) -> Mapping[str, Any]:
        """What a new row begins with: its pilot, and what it is a part of where there is one such only."""
        given: dict[str, Any] = dict(part.new)
        family = part.family
        if self.pilot_id and "pilot" in family.fields:
            given.setdefault("pilot", self.pilot_id)
        if self._assessment is not None:
            plan = self._assessment.plan
            for name, kind in parent_links(family):
                chosen = self._chosen(kind)
                if chosen is not None:
                    given.setdefault(name, chosen)
                    continue
                wholes = [
                    one
                    for one in plan.all(FAMILIES[kind])
                    if not self.pilot_id or pilot_of(plan, one) == self.pilot_id
                ]
                if len(wholes) == 1:
                    given.setdefault(name, wholes[0].id)
        return given

    def _chosen(self, kind: str) -> str | None:
        """The record that is current in another table of the page."""
        table = self.tables.get(kind)
        return table.current.id if table is not None and table.current is not None else None

    def _explain(self) -> None:
        rating = self._rating()
        if rating is not None and self._state is not None:
            Why(self.theme, self._state, rating, None, self, self.handed).show_beside(self.why)

    # ---------------------------------------------------------------------------------------- arranging

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows have narrower margins."""
        super().resizeEvent(event)
        side = self.theme.px(24 if self.window().width() >= self.theme.px(_WIDE_FROM) else 16)
        self._outer.setContentsMargins(side, self.theme.px(10), side, self.theme.px(12))
        for button in self.findChildren(PrintButton):
            button.fit()

    def _arrange(self) -> None:
        theme, px = self.theme, self.theme.px
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(px(16), px(10), px(16), px(12))
        self._outer.setSpacing(px(10))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        words = QVBoxLayout()
        words.setSpacing(0)
        self.crumb = ElidedLabel(theme, "", "small", "ink3", parent=self)
        words.addWidget(self.crumb)
        words.addWidget(ElidedLabel(theme, self.TITLE, "title", parent=self))
        head.addLayout(words, 1)
        self.badge = Badge(theme, "not_assessed", parent=self)
        self.why = Button(theme, "Why?", self._explain, kind="small", parent=self)
        self.add = Button(theme, "Add", self._begin, icon="plus", keys="Ctrl+N", parent=self)
        self.beginners = (self.add,)
        self._head = head
        for widget in (self.badge, self.why, self.add):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        self._outer.addLayout(head)
        self.stack = QStackedWidget(self)
        self.views = tuple(self.make_views())
        for view in self.views:
            if isinstance(view.widget, QWidget):
                self._make_view(view.id)
        choices = [
            *((view.id, view.text) for view in self.views),
            *((part.family.kind, part.text or part.family.label_many) for part in self.PARTS),
        ]
        self.choice = FamilyChoice(theme, self.TITLE, choices, self)
        self.choice.chosen.connect(self._choose)
        self._outer.addWidget(self.choice)
        self.choice.setVisible(len(choices) > 1)
        tab_after(self.add, self.choice)  # and from there into what is chosen, though that was made before it
        self._outer.addWidget(self.stack, 1)
        self._choose(choices[0][0])

    def add_to_head(self, widget: QWidget) -> None:
        """Put something of the section's own into the head, left of its rating."""
        self._head.insertWidget(1, widget, 0, Qt.AlignmentFlag.AlignBottom)

    def _make(self, part: Part) -> None:
        theme, px, family = self.theme, self.theme.px, part.family
        holder = self._holders[family.kind] = QWidget(self.stack)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        panel = Panel(theme, parent=holder)
        row.addWidget(panel, 1)
        side = self._sides[family.kind] = QStackedWidget(holder)
        side.setFixedWidth(px(SIDE))
        nothing = self._nothing[family.kind] = Panel(theme, "Nothing chosen", parent=side)
        nothing.body.addStretch(1)
        side.addWidget(nothing)
        row.addWidget(side)
        self.stack.addWidget(holder)
        offered = tuple(name for name in family.fields if name not in _LAST and name != "pilot")
        columns = part.columns or offered[:_SHOWN]
        table = RecordTable(
            self.handed,
            family,
            columns=columns,
            new=partial(self._new, part),
            computed=part.computed,
            sort=part.sort,
            group=part.group,
            key=f"{type(self).__name__} {family.kind}",
            parent=panel,
        )
        panel.body.addWidget(table, 1)
        table.current_changed.connect(partial(self._show_current, family.kind))
        table.opened.connect(lambda _record: self.forms[family.kind].focus_first())
        self.tables[family.kind] = table
        if self._assessment is not None:
            self._show_table(table)

    def _make_form(self, kind: str) -> RecordForm:
        part, side = self._of_kind[kind], self._sides[kind]
        form = RecordForm(
            self.handed, part.family, part.sections, history=self.handed.show_history, across=2, parent=side
        )
        side.addWidget(form)
        current = self.tables[kind].current
        form.show_record(current)
        side.setCurrentIndex(0 if current is None else 1)
        return form
