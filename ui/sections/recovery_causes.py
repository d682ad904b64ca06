"""The causes of a step: signs found or not, what the plan says of them, and fixes that become actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

import resources
from cxworkbench import formats, recovery_acts
from cxworkbench.plan import Ref
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import Label
from ui.widgets.panel import Panel, rule
from ui.widgets.rows import empty

if TYPE_CHECKING:
    from datetime import date

    from cxworkbench.recovery import Cause, Fix, RecoveryState, StepState
    from db.change import Change
    from ui.sections.page import Handed

FOUND = (("", "Not known"), ("yes", "Found"), ("no", "Not found"))
_AS = {"": None, "yes": True, "no": False}
Write = Callable[[str, Callable[["Change"], object]], None]


class CausesPanel(Panel):
    """The causes of one step, what was found first.

    Args:
        handed: what the page was handed.
        write: writes as one step of the journal.
    """

    def __init__(self, handed: Handed, write: Write, parent: QWidget) -> None:
        super().__init__(handed.theme, "Causes", parent=parent)
        self._handed, self._write = handed, write
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self._shown: object = None
        self.found: dict[str, Choice] = {}
        self.fixes: dict[tuple[str, str], Button] = {}

    @property
    def is_shown(self) -> bool:
        """Whether the causes of a step were shown already."""
        return self._shown is not None

    def show_step(self, state: RecoveryState, step: StepState, as_of: date) -> None:
        """Show the causes of a step."""
        who = [self._who(fix) for cause in step.causes for fix in cause.fixes]
        can_edit = state.is_running and self._handed.plan.can_edit
        shown = (state.pilot.id, step.id, step.causes, who, can_edit, as_of)
        if shown == self._shown:
            return
        self._shown = shown
        held = next((id for id, one in self.found.items() if one.hasFocus()), None)
        empty(self._lines)
        self.found, self.fixes = {}, {}
        seen = sum(one.found is True for one in step.causes)
        self.show_title("Causes", f"{seen} of {len(step.causes)} found")
        order = {True: 0, None: 1, False: 2}
        for cause in sorted(step.causes, key=lambda one: order[one.found]):
            self._lines.addWidget(rule(self))
            self._lines.addWidget(self._cause(state, step, cause, as_of))
        if held in self.found:
            self.found[held].show()
            self.found[held].setFocus()

    def _cause(self, state: RecoveryState, step: StepState, cause: Cause, as_of: date) -> QWidget:
        theme, px = self._handed.theme, self._handed.theme.px
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(px(13), px(8), px(13), px(8))
        column.setSpacing(px(3))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Label(theme, cause.name, "strong", wrap=True, parent=holder), 1)
        chosen = Choice(theme, holder)
        chosen.setAccessibleName(f"{cause.name}: signs")
        for id, text in FOUND:
            chosen.addItem(text, id)
        now = next(id for id, value in _AS.items() if value is cause.found)
        chosen.setCurrentIndex(chosen.findData(now))
        chosen.setEnabled(state.is_running and self._handed.plan.can_edit)
        chosen.activated.connect(lambda _: self._judge(state, step, cause, _AS[chosen.currentData()]))
        self.found[cause.id] = chosen
        head.addWidget(chosen)
        column.addLayout(head)
        signs = f"Signs: {'; '.join(cause.signs)}"
        column.addWidget(Label(theme, signs, "small", "ink2", wrap=True, parent=holder))
        if cause.seen:
            column.addWidget(Label(theme, f"Seen: {cause.seen}", "small", "ink", wrap=True, parent=holder))
        behind = QHBoxLayout()
        behind.addWidget(self._evidence(cause, holder))
        behind.addStretch(1)
        column.addLayout(behind)
        if cause.found is not False:
            for fix in cause.fixes:
                column.addLayout(self._fix(state, step, cause, fix, as_of, holder))
        return holder

    def _evidence(self, cause: Cause, parent: QWidget) -> QWidget:
        said = (
            f"{cause.unmet} of {formats.plural(cause.criteria, 'criterion', 'criteria')} not met in the plan"
        )
        if not cause.unmet or not cause.evidence:
            none = said if cause.criteria else "Nothing in the plan says so"
            return Label(self.theme, none, "small", "ink2", parent=parent)
        first = cause.evidence[0]
        button = Button(self.theme, said, lambda: self._handed.go_to(first), kind="flat", parent=parent)
        button.setAccessibleName(f"{cause.name}: {said}, opens the first record")
        return button

    def _fix(
        self, state: RecoveryState, step: StepState, cause: Cause, fix: Fix, as_of: date, parent: QWidget
    ) -> QHBoxLayout:
        theme, px = self._handed.theme, self._handed.theme.px
        row = QHBoxLayout()
        row.setSpacing(px(8))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, fix.text, "small", "ink", wrap=True, parent=parent))
        words.addWidget(Label(theme, self._who(fix), "micro", "ink2", wrap=True, parent=parent))
        row.addLayout(words, 1)
        action = fix.action
        if action is not None:
            ref = Ref("action", action.id)
            button = Button(
                theme, "Open action", lambda: self._handed.go_to(ref), kind="small", parent=parent
            )
        else:
            button = Button(theme, "Make it an action", kind="small", parent=parent)
            button.clicked.connect(lambda _: self._take_up(state, step, cause, fix, as_of))
            button.setEnabled(state.is_running and self._handed.plan.can_edit)
        button.setAccessibleName(f"{button.text()}: {fix.text}")
        self.fixes[cause.id, fix.text] = button
        row.addWidget(button)
        return row

    def _who(self, fix: Fix) -> str:
        plan = self._handed.plan.plan
        if fix.action is not None:
            action = fix.action
            due = formats.short_day(action.due) if action.due is not None else "no date"
            return f"{plan.person_name(action.owner)}, {'done' if action.done_on is not None else due}"
        names = {one["id"]: one["name"] for one in resources.toml("stakeholders")["role"]}
        role = names.get(fix.role, fix.role)
        who = f"{plan.person_name(fix.owner)}, {role}" if fix.owner else f"{role}: nobody named"
        return f"{who}, {formats.plural(fix.days, 'day')}"

    def _judge(self, state: RecoveryState, step: StepState, cause: Cause, found: bool | None) -> None:
        said = f"{cause.name}: {'not known' if found is None else 'found' if found else 'not found'}"
        self._write(
            said, partial(recovery_acts.judge_cause, state=state, step=step, cause=cause, found=found)
        )

    def _take_up(self, state: RecoveryState, step: StepState, cause: Cause, fix: Fix, as_of: date) -> None:
        act = partial(recovery_acts.take_up, state=state, step=step, cause=cause, fix=fix, on=as_of)
        self._write(f"Action against: {cause.name}", act)
