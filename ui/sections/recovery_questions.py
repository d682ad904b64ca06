"""The questions of a step, in full, each with where to look and what was answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cxworkbench.plan import Ref
from ui.moves import tab_inside
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.panel import Panel, rule
from ui.widgets.rows import empty

if TYPE_CHECKING:
    from cxworkbench.recovery import Question, StepState
    from ui.theme import Theme

#: A question without an answer is opened by a reference of this kind.
QUESTION = "question"


class QuestionsPanel(Panel):
    """The questions of one step.

    Args:
        theme: colours, sizes, type.
        open_answer: opens the answer of a question; of one without, given as ``QUESTION``, it begins it.
    """

    def __init__(self, theme: Theme, open_answer: Callable[[Ref], None], parent: QWidget) -> None:
        super().__init__(theme, "Questions", parent=parent)
        self._open = open_answer
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self._shown: object = None
        self.buttons: dict[str, Button] = {}

    def show_step(self, step: StepState) -> None:
        """Show the questions of a step."""
        given = sum(bool(one.answer) for one in step.questions)
        self.show_title("Questions", f"{given} of {len(step.questions)} answered")
        shown = (step.id, step.questions)
        if shown == self._shown:
            return
        self._shown = shown
        held = next((id for id, one in self.buttons.items() if one.hasFocus()), None)
        empty(self._lines)
        self.buttons = {}
        for question in step.questions:
            self._lines.addWidget(rule(self))
            self._lines.addWidget(self._question(question))
        tab_inside(self)
        if held in self.buttons:
            self.buttons[held].show()
            self.buttons[held].setFocus()

    def _question(self, question: Question) -> QWidget:
        theme, px = self.theme, self.theme.px
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(px(13), px(7), px(13), px(7))
        row.setSpacing(px(8))
        words = QVBoxLayout()
        words.setSpacing(px(1))
        words.addWidget(Label(theme, question.text, "small", "ink", weight=600, wrap=True, parent=holder))
        if question.answer:
            words.addWidget(Label(theme, question.answer, "small", "ink", wrap=True, parent=holder))
        behind = f"Evidence: {question.evidence}" if question.evidence else f"Look at: {question.look_at}"
        words.addWidget(Label(theme, behind, "micro", "ink2", wrap=True, parent=holder))
        row.addLayout(words, 1)
        ref = question.ref or Ref(QUESTION, question.id)
        text = "Open" if question.ref is not None else "Answer it"
        button = Button(theme, text, lambda: self._open(ref), kind="small", parent=holder)
        button.setAccessibleName(f"{text}: {question.text}")
        self.buttons[question.id] = button
        row.addWidget(button)
        return holder
