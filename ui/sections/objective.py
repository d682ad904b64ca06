"""The Objective page: all objectives with their precision tests, and the pilot's own as a form and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.objectives import add_objective
from db.errors import UserError
from ui.glyphs import GlyphLabel
from ui.sections.objective_form import ObjectiveForm
from ui.sections.objective_table import ObjectivesTable
from ui.sections.page import Handed, Page
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.panel import EmptyState, Panel, rule, scrolled

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, ObjectiveState, PilotState
    from cxworkbench.plan import Ref

_TESTS_WIDTH = 340
#: The form with its sentence needs that much.
_FORM_LEAST = 330
#: Where the page is narrower, the tests stand below the form.
_NARROW = 760
_WIDE_FROM = 1400


class ObjectivePage(Page):
    """One pilot's objective beside those of the others and the candidates."""

    SHOWS = frozenset(
        {
            *("objective", "friction_point", "metric", "person", "pilot", "gate", "benefit", "programme"),
            # What a rating rests on besides.
            *("override", "waiver", "gate_condition", "settlement", "phase", "review", "roi_case"),
            *("reference_file",),
        }
    )

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed)
        self._assessment: Assessment | None = None
        self._pilot: PilotState | None = None
        self._chosen = ""
        self._shown_for = ""
        self._arrange()

    def show_assessment(self, assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show the pilot's objective; the one chosen in the table stays chosen."""
        self._assessment, self._pilot = assessment, pilot_state
        here = pilot_state.pilot.id if pilot_state is not None else ""
        if here != self._shown_for:
            self._shown_for, self._chosen = here, ""
        state = self.state
        self._crumb.show_text(pilot_state.pilot.name if pilot_state is not None else "")
        rating = (
            next((one for one in pilot_state.ratings if one.condition == "clear_objective"), None)
            if pilot_state
            else None
        )
        self.badge.setVisible(rating is not None)
        if rating is not None:
            passed = f", {state.passed} of {len(state.tests)} tests pass" if state is not None else ""
            self.badge.show_state(rating.state, f"{rating.word}{passed}")
        self.add_button.setEnabled(self.handed.plan.can_edit)
        # A candidate may be chosen while the pilot has no objective yet; where none is, the empty page asks for it.
        is_without = pilot_state is not None and not pilot_state.objectives
        self.own_button.setVisible(is_without and state is not None)
        self.own_button.setEnabled(self.handed.plan.can_edit)
        self.table.show_states(assessment, state.objective.id if state is not None else "")
        self._table_panel.setVisible(self.table.rowCount() > 0)
        self._filled.setVisible(state is not None)
        self._empty.setVisible(state is None)
        if state is not None:
            self.form.show_state(assessment, state)
            if self._tests.count():
                self._show_tests()
            else:
                self.slices.add("tests", self._show_tests)

    @property
    def state(self) -> ObjectiveState | None:
        """The objective that is shown: the one chosen, else the pilot's first."""
        if self._assessment is None or self._pilot is None:
            return None
        own = self._pilot.objectives
        candidates = self._assessment.candidates
        for one in (*own, *candidates):
            if one.objective.id == self._chosen:
                return one
        return min(own, key=lambda one: one.objective.priority or 99, default=None)

    def show_record(self, ref: Ref) -> None:
        """Choose the objective that a record is, or belongs to."""
        if self._assessment is None or self._pilot is None:
            return
        for one in (*self._pilot.objectives, *self._assessment.candidates):
            if ref.id in {one.objective.id, one.objective.friction_point}:
                self._choose(one.objective.id, one.objective.pilot)
        if ref.field:
            self.form.focus_field(ref.field)

    def panes(self) -> Sequence[QWidget]:
        """The table and the form; where there is no objective yet, what asks for one."""
        return (self.table, self.form) if self.state is not None else (self.table, self._empty)

    def ground(self) -> QWidget:
        """The form, else what asks for an objective."""
        return self.form if self.state is not None else self._empty

    def add(self, *, candidate: bool = False) -> None:
        """Add an objective to this pilot, or a candidate."""
        if self._pilot is None:
            return
        pilot = None if candidate else self._pilot.pilot
        try:
            with self.handed.plan.change("Add a candidate" if candidate else "Add an objective") as change:
                made = add_objective(change, pilot)
        except UserError as error:
            self.handed.show_trouble(error)
            return
        self._choose(made.id, made.pilot)
        self.form.focus_field("friction_point")

    def _choose(self, id: str, pilot: str | None) -> None:
        if pilot is not None and pilot != self._shown_for:
            self.handed.open_section("objective", pilot)
            return
        self._chosen = id
        if self._assessment is not None:
            self.show_assessment(self._assessment, self._pilot)

    def _show_tests(self) -> None:
        state = self.state
        if state is None:
            return
        while self._tests.count():
            item = self._tests.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        theme, px, inside = self.theme, self.theme.px, self._tests_inside
        inside.hide()  # until it is filled: what is put into what is seen has its place a turn later
        self._tests_panel.show_title("Precision tests", f"{state.passed} of {len(state.tests)} pass")
        for test in state.tests:
            self._tests.addWidget(rule(inside))
            box = QWidget(inside)
            row = QHBoxLayout(box)
            row.setContentsMargins(px(14), px(6), px(14), px(6))
            row.setSpacing(px(8))
            mark = GlyphLabel(theme, "met" if test.passed else "at_risk", 14, box)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Label(theme, test.text, "small", weight=600, wrap=True, parent=box))
            words.addWidget(Label(theme, test.detail, "small", "ink2", wrap=True, parent=box))
            row.addLayout(words, 1)
            self._tests.addWidget(box)
        self._tests.addStretch(1)
        inside.show()

    # ---------------------------------------------------------------------------------------- arranging

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows have narrower margins."""
        super().resizeEvent(event)
        px = self.theme.px
        is_narrow = self.width() < px(_NARROW)
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)
        self._tests_panel.setMinimumWidth(0 if is_narrow else px(_TESTS_WIDTH))
        self._tests_panel.setMaximumWidth(self.maximumWidth() if is_narrow else px(_TESTS_WIDTH))
        self._tests_panel.setMinimumHeight(px(_FORM_LEAST) if is_narrow else 0)
        self._filled.setMinimumHeight(px(_FORM_LEAST * (2 if is_narrow else 1)))
        side = self.theme.px(24 if self.window().width() >= self.theme.px(_WIDE_FROM) else 16)
        self._outer.setContentsMargins(side, self.theme.px(10), side, self.theme.px(12))

    def _arrange(self) -> None:
        theme, px = self.theme, self.theme.px
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(px(12))
        head = QHBoxLayout()
        head.setSpacing(px(16))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._crumb = ElidedLabel(theme, "", "small", "ink3", parent=self)
        words.addWidget(self._crumb)
        words.addWidget(ElidedLabel(theme, "Objective", "title", parent=self))
        head.addLayout(words, 1)
        self.badge = Badge(theme, "not_assessed", parent=self)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignBottom)
        self.own_button = Button(theme, "Add objective", self.add, icon="plus", keys="Ctrl+N", parent=self)
        head.addWidget(self.own_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.add_button = Button(
            theme, "Add candidate", lambda: self.add(candidate=True), icon="plus", parent=self
        )
        head.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignBottom)
        self._outer.addLayout(head)
        # In a low window, or with large text, table and form scroll together: neither is pressed together.
        both = QWidget(self)
        area = scrolled(both, self)
        area.viewport().setAutoFillBackground(False)
        both.setAutoFillBackground(False)
        self._outer.addWidget(area, 1)
        rows = QVBoxLayout(both)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(12))
        self._table_panel = Panel(theme, parent=both)
        # Both are as high as what they hold, also where no form stands below to take the room.
        self._table_panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        rows.addWidget(self._table_panel)
        self.table = ObjectivesTable(theme, self._table_panel)
        self.table.chosen.connect(self._choose)
        self._table_panel.body.addWidget(self.table)
        self._filled = QWidget(both)
        self._columns = columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._filled)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(px(12))
        self.form = ObjectiveForm(theme, self.handed.plan, self.handed.show_trouble, self._filled)
        columns.addWidget(self.form, 1)
        self._tests_panel = Panel(theme, "Precision tests", parent=self._filled)
        self._tests_inside = inside = QWidget(self._tests_panel)
        inside.setProperty("panel", "inside")
        self._tests_panel.body.addWidget(scrolled(inside, self._tests_panel), 1)
        self._tests = QVBoxLayout(inside)
        self._tests.setContentsMargins(0, 0, 0, 0)
        self._tests.setSpacing(0)
        columns.addWidget(self._tests_panel)
        rows.addWidget(self._filled, 1)
        self.first_button = Button(
            theme, "Add objective", self.add, kind="primary", icon="plus", keys="Ctrl+N"
        )
        self.beginners = (self.own_button, self.first_button, self.add_button)
        self._empty = EmptyState(
            theme,
            "No objective yet.",
            "An objective names the friction point, one metric, its baseline and a dated target, so that the pilot "
            "can be judged.",
            self.first_button,
            parent=both,
        )
        self._empty.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        rows.addWidget(self._empty)
        rows.addStretch(0)


def agreed_text(assessment: Assessment, state: ObjectiveState) -> str:
    """Version and agreement in one line, as in "Version 2. Not agreed yet.", for the head of the form."""
    objective = state.objective
    version = f"Version {objective.version or 1}."
    if not objective.agreed_by or objective.agreed_on is None:
        return f"{version} Not agreed yet."
    names = formats.listed([assessment.plan.person_name(one) for one in objective.agreed_by])
    return f"{version} Agreed by {names} on {formats.day(objective.agreed_on, current=assessment.as_of)}."
