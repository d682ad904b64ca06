"""Decisions of a recovery: what suggests one, the pause, and how it ends; recorded when nothing is missing."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

import resources
from cxworkbench import formats, recovery_acts
from cxworkbench.recovery_acts import EXTEND, OUTCOMES, RESUME, EndDraft, PauseDraft
from db.errors import UserError
from db.models import Person
from ui.forms.typed_days import day_in
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import Label
from ui.widgets.panel import Panel, rule, scrolled
from ui.widgets.row_panel import Column, Row, RowPanel, Text
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from datetime import date

    from cxworkbench.assessment import PilotState
    from cxworkbench.plan import Plan
    from cxworkbench.recovery import RecoveryState, Trigger
    from ui.sections.page import Handed

_SIDE = 460


class RecoveryDraft(QWidget):
    """Triggers at the left, the decision that can be taken at the right: to pause, or how the recovery ends.

    Attributes:
        take: records the decision, where nothing is missing.
        missing: what is missing, in a few words.
    """

    def __init__(self, handed: Handed, parent: QWidget) -> None:
        super().__init__(parent)
        self._handed = handed
        self._plan: Plan | None = None
        self._pilot: PilotState | None = None
        self._state: RecoveryState | None = None
        self._as_of: date | None = None
        self._shown: tuple[str, bool] | None = None
        self._people: list[tuple[str, str]] = []
        theme, px = handed.theme, handed.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        left = QWidget(self)
        row.addWidget(scrolled(left, self), 1)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        self.triggers = RowPanel(
            theme, "What suggests a recovery", (Column("Trigger"), Column("State", 120)), handed.go_to
        )
        column.addWidget(self.triggers)
        column.addWidget(self._make_rules())
        column.addStretch(1)
        area = scrolled(self._make_form(), self)
        area.setFixedWidth(px(_SIDE))
        row.addWidget(area)

    def show_state(self, plan: Plan, pilot: PilotState, state: RecoveryState, as_of: date) -> None:
        """Show what can be decided; what was typed stays while the plan is judged anew."""
        self._plan, self._pilot, self._state, self._as_of = plan, pilot, state, as_of
        people = [(one.id, one.name) for one in plan.all(Person)]
        if people != self._people:
            self._people = people
            for field in (self.decided_by, self.owner):
                self._offer(field)
        shown = (state.pilot.id, state.is_running)
        if shown != self._shown:
            self._shown = shown
            self._clear()
        rows = [_row(one) for one in state.triggers]
        self.triggers.set_least(len(rows))
        fired = len(state.suggested)
        self.triggers.show_rows(
            rows, f"{fired} of {len(rows)} found", "A person decides; a trigger suggests."
        )
        running = state.is_running
        self._form.show_title("How it ends" if running else "Pause", "draft, nothing is recorded yet")
        for ending in self._of_end:
            ending.setVisible(running)
        for pausing in self._of_pause:
            pausing.setVisible(not running)
        self.take.setText(
            "Record decision" if running else f"Pause {state.pilot.short_name or state.pilot.name}"
        )
        self.take.setAccessibleName("Record decision" if running else f"Pause {state.pilot.name}")
        self._form.setEnabled(self._handed.plan.can_edit)
        self._renew()

    def record(self) -> None:
        """Record the decision as one step, with what follows from it."""
        plan, pilot, state, as_of = self._plan, self._pilot, self._state, self._as_of
        if plan is None or pilot is None or state is None or as_of is None:
            return
        name, running = state.pilot.name, state.is_running
        ending = self.end_draft()
        label = f"{OUTCOMES[ending.outcome] if running else 'Pause'} {name}"
        try:
            with self._handed.plan.change(label) as change:
                if running:
                    recovery_acts.end(change, plan, pilot, state, ending, as_of)
                else:
                    recovery_acts.pause(change, plan, state, self.pause_draft(), as_of)
        except UserError as error:
            self._handed.show_trouble(error)
            return
        self._handed.say(f"{name}: recorded.")

    def end_draft(self) -> EndDraft:
        """The end as it is drafted now."""
        by, _ = day_in(self._handed.plan, self.day.text())
        return EndDraft(
            self.choice.value,
            self.decided_by.currentData() or None,
            self.reason.toPlainText(),
            self.owner.currentData() or None,
            by,
            self.allows.text(),
        )

    def pause_draft(self) -> PauseDraft:
        """The pause as it is drafted now."""
        by, _ = day_in(self._handed.plan, self.day.text())
        return PauseDraft(
            self.decided_by.currentData() or None,
            self.reason.toPlainText(),
            self.still_runs.text(),
            by,
            _amount(self.cost.text())[0],
            self.doubted.isChecked(),
        )

    # ------------------------------------------------------------------------------------------- inside

    def _make_rules(self) -> Panel:
        theme, px = self._handed.theme, self._handed.theme.px
        entry = resources.toml("recovery")["pause"]
        panel = Panel(
            theme, "What a pause means", formats.plural(entry["duration_working_days"], "working day")
        )
        inside = QVBoxLayout()
        inside.setContentsMargins(px(13), 0, px(13), px(12))
        inside.setSpacing(px(6))
        inside.addWidget(Label(theme, entry["purpose"], "small", "ink", wrap=True))
        inside.addWidget(Label(theme, f"First: {entry['decide_first']}", "small", "ink", wrap=True))
        inside.addWidget(Label(theme, f"Stops: {'; '.join(entry['stop'])}.", "small", "ink2", wrap=True))
        inside.addWidget(Label(theme, f"Goes on: {'; '.join(entry['keep'])}.", "small", "ink2", wrap=True))
        panel.body.addLayout(inside)
        return panel

    def _make_form(self) -> Panel:
        theme, px = self._handed.theme, self._handed.theme.px
        self._form = Panel(theme, "Decision")
        inside = QVBoxLayout()
        inside.setContentsMargins(px(13), 0, px(13), px(12))
        inside.setSpacing(px(4))
        self._form.body.addLayout(inside)
        self.choice = Segments(theme, "Outcome", list(OUTCOMES.items()), RESUME)
        self.choice.chosen.connect(lambda _: self._renew())
        self.when = Label(theme, "", "small", "ink2", wrap=True)
        self.follows = Label(theme, "", "small", "ink2", wrap=True)
        self.decided_by, self.owner = Choice(theme), Choice(theme)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(px(56))
        self.still_runs, self.cost, self.day, self.allows = (QLineEdit() for _ in range(4))
        self.still_runs.setPlaceholderText("10% of chats, to keep measuring")
        self.day.setPlaceholderText("13 Apr 2026")
        self.doubted = QCheckBox("The sponsor or the board asks whether to stop")
        self._titles: dict[QWidget, Label] = {}
        for title, field in (
            ("Decided by", self.decided_by), ("Reason", self.reason), ("What still runs", self.still_runs),
            ("Cost a week", self.cost), ("Sample, and the decision it allows", self.allows),
            ("What follows is done by", self.owner), ("Day", self.day),
        ):  # fmt: skip
            label = Label(theme, title, "small", weight=600)
            label.setBuddy(field)
            field.setAccessibleName(title)
            self._titles[field] = label
        inside.addWidget(self.choice)
        inside.addWidget(self.when)
        for widget, above in self._titles.items():
            inside.addWidget(above)
            inside.addWidget(widget)
        inside.addWidget(self.doubted)
        inside.addWidget(rule())
        inside.addWidget(self.follows)
        for field in (self.decided_by, self.owner):
            field.currentIndexChanged.connect(lambda _: self._renew())
        self.reason.textChanged.connect(self._renew)
        for line in (self.still_runs, self.cost, self.day, self.allows):
            line.textChanged.connect(lambda _: self._renew())
        foot = QHBoxLayout()
        foot.setContentsMargins(0, px(6), 0, 0)
        foot.setSpacing(px(10))
        self.take = Button(theme, "Record decision", self.record)
        self.missing = Label(theme, "", "small", "ink3", wrap=True)
        foot.addWidget(self.take)
        foot.addWidget(self.missing, 1)
        inside.addLayout(foot)
        inside.addStretch(1)
        titles = self._titles
        self._of_end = (self.choice, self.when, self.owner, titles[self.owner])
        self._of_pause = (
            self.still_runs, titles[self.still_runs], self.cost, titles[self.cost], self.doubted,
        )  # fmt: skip
        return self._form

    def _offer(self, field: Choice) -> None:
        held = field.currentData()
        field.blockSignals(True)
        field.clear()
        field.addItem("Nobody named", "")
        for id, name in self._people:
            field.addItem(name, id)
        field.setCurrentIndex(max(field.findData(held), 0))
        field.blockSignals(False)

    def _clear(self) -> None:
        self.reason.clear()
        self.doubted.setChecked(False)
        for line in (self.still_runs, self.cost, self.day, self.allows):
            line.clear()
        for field in (self.decided_by, self.owner):
            field.setCurrentIndex(0)

    def _renew(self) -> None:
        plan, pilot, state, as_of = self._plan, self._pilot, self._state, self._as_of
        if plan is None or pilot is None or state is None or as_of is None:
            return
        extends = state.is_running and self.choice.value == EXTEND
        self.allows.setVisible(extends)
        self._titles[self.allows].setVisible(extends)
        if state.is_running:
            draft = self.end_draft()
            entry = recovery_acts.outcome_entry(draft.outcome)
            self.when.setText(f"{_by_when(state, as_of)}{entry['when']} {entry['next']}")
            self._titles[self.day].setText("Runs until" if extends else "What follows is done by the day")
            self.follows.setText(f"Recording it: {', '.join(recovery_acts.follows(draft.outcome))}.")
            lacks = recovery_acts.end_lacks(plan, pilot, state, draft, as_of)
        else:
            self._titles[self.day].setText("Relaunch by")
            self.follows.setText(
                "Recording it: the pilot is paused, its next gate is held, four steps begin."
            )
            _, complaint = _amount(self.cost.text())
            lacks = recovery_acts.pause_lacks(state, self.pause_draft(), as_of) or complaint
        _, wrong = day_in(self._handed.plan, self.day.text())
        self.take.setEnabled(not (lacks or wrong))
        self.missing.setText(wrong or lacks)


def _row(one: Trigger) -> Row:
    glyph, word, ink = {
        True: ("at_risk", "Found", "risk"),
        False: ("met", "Not found", "ink2"),
        None: ("not_assessed", "By hand", "ink2"),
    }[one.fires]
    return Row(None, f"{one.text} {word}", (Text(one.text, "ink"), Text(word, ink, 600, glyph)))


def _amount(text: str) -> tuple[Decimal | None, str]:
    """An amount as people write it; with a complaint where it is none."""
    bare = text.strip().lstrip("£€$").replace(",", "").strip()
    if not bare:
        return None, ""
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None, f"“{text.strip()}” is no amount"
    return (value, "") if value.is_finite() and value >= 0 else (None, f"“{text.strip()}” is no amount")


def _by_when(state: RecoveryState, as_of: date) -> str:
    """By when it is to be decided how to go on; the relaunch has a day of its own."""
    if state.decide_on is None:
        return ""
    word = "Was to be" if state.decide_on < as_of else "To be"
    return f"{word} decided by {formats.near_day(state.decide_on, as_of)}. "
