"""A recovery step by step: the questions of one step with what was answered, its causes with their fixes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from cxworkbench import formats, recovery_acts
from cxworkbench.assessment import CRITERION_WORDS, CriterionResult
from cxworkbench.glyphs import criterion_glyph
from cxworkbench.plan import Ref
from cxworkbench.recovery import STEPS, RecoveryState, StepState
from db.errors import UserError
from db.models import Person, RecoveryAnswer
from ui.moves import tab_after
from ui.sections.recovery_causes import CausesPanel
from ui.sections.recovery_questions import QUESTION, QuestionsPanel
from ui.slices import Slices
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import Label
from ui.widgets.panel import Panel, rule, scrolled
from ui.widgets.row_panel import Column, Row, RowPanel, Text
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from datetime import date

    from cxworkbench.plan import Plan
    from db.change import Change
    from ui.sections.page import Handed


class StepsView(QWidget):
    """One step: questions and answer at the left, causes at the right.

    Attributes:
        step: the step that is shown.
        take: records the answer, where nothing is missing.
        missing: what is missing, in a few words.
    """

    def __init__(self, handed: Handed, parent: QWidget) -> None:
        super().__init__(parent)
        self._handed = handed
        self.slices = Slices(self)
        self._state: RecoveryState | None = None
        self._as_of: date | None = None
        self._shown = ("", "")
        self._pilot = ""
        self._people: list[tuple[str, str]] = []
        self.step: StepState | None = None
        theme, px = handed.theme, handed.theme.px
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(10))
        names = [(one, one.capitalize()) for one in STEPS]
        self.choice = Segments(theme, "Step", names, STEPS[0], self)
        self.choice.chosen.connect(lambda _: self._renew())
        row = QHBoxLayout()
        row.addWidget(self.choice)
        row.addStretch(1)
        outer.addLayout(row)
        below = QHBoxLayout()
        below.setSpacing(px(12))
        left = QWidget(self)
        below.addWidget(scrolled(left, self), 1)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        self.questions = QuestionsPanel(theme, self._open, left)
        column.addWidget(self.questions)
        column.addWidget(self._make_answer(left))
        self.evidence = RowPanel(
            theme,
            "Evidence from the plan",
            (Column("Criterion"), Column("Now", 190, drop=1), Column("State", 110)),
            handed.go_to,
            empty=("Nothing is due yet", "Its criteria are judged as they fall due."),
            parent=left,
        )
        column.addWidget(self.evidence)
        column.addStretch(1)
        self.causes = CausesPanel(handed, self._write, self)
        below.addWidget(scrolled(self.causes, self), 1)
        outer.addLayout(below, 1)

    def show_state(self, plan: Plan, state: RecoveryState, as_of: date) -> None:
        """Show a recovery; at first the step that waits for its answer."""
        people = [(one.id, one.name) for one in plan.all(Person)]
        if people != self._people:
            self._people = people
            held = self.answered_by.currentData()
            self.answered_by.blockSignals(True)
            self.answered_by.clear()
            self.answered_by.addItem("Nobody named", "")
            for id, name in people:
                self.answered_by.addItem(name, id)
            self.answered_by.setCurrentIndex(max(self.answered_by.findData(held), 0))
            self.answered_by.blockSignals(False)
        self._state, self._as_of = state, as_of
        if self._pilot != state.pilot.id:
            self._pilot = state.pilot.id
            self.choice.choose(state.current.id)  # which shows it
        else:
            self._renew()

    def choose(self, step: str) -> None:
        """Show a step."""
        self.choice.choose(step)

    # ------------------------------------------------------------------------------------------- inside

    def _make_answer(self, parent: QWidget) -> Panel:
        theme, px = self._handed.theme, self._handed.theme.px
        self._panel = panel = Panel(theme, "Answer", parent=parent)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(13), 0, px(13), px(12))
        inside.setSpacing(px(4))
        self._panel.body.addLayout(inside)
        self.why = Label(theme, "", "small", "ink2", wrap=True, parent=panel)
        self.done_when = Label(theme, "", "small", "ink2", wrap=True, parent=panel)
        self.text = QPlainTextEdit(panel)
        self.text.setAccessibleName("Answer")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(px(84))
        self.text.textChanged.connect(self._check)
        self.answered_by = Choice(theme, panel)
        self.answered_by.setAccessibleName("Answered by")
        self.answered_by.currentIndexChanged.connect(lambda _: self._check())
        title = Label(theme, "Answered by", "small", weight=600, parent=panel)
        title.setBuddy(self.answered_by)
        for widget in (self.why, self.done_when, self.text, title, self.answered_by):
            inside.addWidget(widget)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, px(6), 0, 0)
        foot.setSpacing(px(10))
        self.take = Button(theme, "Record answer", self.record, parent=panel)
        self.missing = Label(theme, "", "small", "ink3", wrap=True, parent=panel)
        foot.addWidget(self.take)
        foot.addWidget(self.missing, 1)
        inside.addWidget(rule(panel))
        inside.addLayout(foot)
        return self._panel

    def _renew(self) -> None:
        state = self._state
        if state is None or self._as_of is None:
            return
        step = self.step = next(one for one in state.steps if one.id == self.choice.value)
        shown = (state.pilot.id, step.id)
        if shown != self._shown:
            self._shown = shown
            self.text.setPlainText(step.answer)
            by = step.record.answered_by if step.record is not None else None
            self.answered_by.setCurrentIndex(max(self.answered_by.findData(by or ""), 0))
        self.questions.show_step(step)
        rows = [_row(one) for one in (step.rating.results if step.rating is not None else ())]
        rows.sort(key=lambda row: row.said.endswith("Met"))
        self.evidence.set_least(len(rows))
        self.evidence.show_rows(rows, step.rating.word if step.rating is not None else "")
        self._panel.show_title(step.question, self._standing(step))
        self.why.setText(step.why_first)
        self.done_when.setText(f"Done when: {step.done_when}")
        if self.causes.is_shown:
            self._show_causes()
        else:
            self.slices.add("causes", self._show_causes)
        self._check()

    def _show_causes(self) -> None:
        if self._state is not None and self.step is not None and self._as_of is not None:
            self.causes.show_step(self._state, self.step, self._as_of)
            tab_after(self.evidence, self.causes)

    def _standing(self, step: StepState) -> str:
        record = step.record
        if record is not None and step.is_answered and record.answered_on is not None:
            return f"Answered {formats.short_day(record.answered_on)}"
        return f"Opens when {step.waits_for} is answered" if step.waits_for else ""

    def _check(self) -> None:
        state, step = self._state, self.step
        if state is None or step is None:
            return
        by = self.answered_by.currentData() or None
        lacks = recovery_acts.answer_lacks(state, step, self.text.toPlainText(), by)
        can_edit = self._handed.plan.can_edit
        self.text.setEnabled(can_edit)
        self.take.setEnabled(can_edit and not lacks)
        self.missing.setText(lacks)

    def record(self) -> None:
        """Record the answer; the next step opens by it."""
        state, step, as_of = self._state, self.step, self._as_of
        if state is None or step is None or as_of is None:
            return
        text, by = self.text.toPlainText(), self.answered_by.currentData() or None
        said = f"Answer {step.name} in the recovery of {state.pilot.name}"
        self._write(said, partial(recovery_acts.answer, state=state, step=step, text=text, by=by, on=as_of))

    def _open(self, ref: Ref) -> None:
        """Open an answer; a question without one gets it now."""
        state, step = self._state, self.step
        if ref.kind != QUESTION:
            self._handed.go_to(ref)
            return
        if state is None or step is None or step.record is None:
            self._handed.say("A question is answered in a recovery: pause the pilot first.")
            return
        record, made = step.record, []
        self._write(
            "Begin an answer",
            lambda change: made.append(change.add(RecoveryAnswer(step=record, diagnostic=ref.id))),
        )
        if made:
            self._handed.go_to(Ref(RecoveryAnswer.kind, made[0].id))

    def _write(self, label: str, act: Callable[[Change], object]) -> None:
        """Write as one step; what can't be written is said."""
        try:
            with self._handed.plan.change(label) as change:
                act(change)
        except UserError as error:
            self._handed.show_trouble(error)


def _row(one: CriterionResult) -> Row:
    state = "not_met" if one.is_open and one.state != "not_yet_due" else one.state
    shown = criterion_glyph("met" if state == "settled" else state, one.severity)
    said = f"{one.text} {one.detail}".strip()
    ref = one.evidence[0] if one.evidence else None
    ink, weight = ("ink", 600) if state == "not_met" else ("ink2", 400)
    word = CRITERION_WORDS[state]
    return Row(
        ref,
        f"{said}: {word}",
        (Text(one.text, ink, weight), Text(one.detail), Text(word, shown.token, 600, shown.id)),
    )
