"""Needs attention, all of it: what blocks, who moves it, by when; a line opens its record or becomes an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from cxworkbench import formats
from cxworkbench.attention import action_of, as_action
from cxworkbench.naming import code_of
from db.errors import UserError
from ui.sections.page import Handed, Page
from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel
from ui.widgets.line_list import LineList, WhenSeen
from ui.widgets.panel import EmptyState, Panel
from ui.widgets.row_panel import Column, Row, Text

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, Attention, PilotState

_COLUMNS = (
    Column("What"),
    Column("Who", 170, drop=1),
    Column("By", 140),
    Column("Where", 130, drop=2),
    Column("Action", 80, drop=3),
)


class AttentionPage(Page):
    """One ordered list over the programme; the cursor stays on its line while the plan is judged anew."""

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed)
        theme, px = self.theme, self.theme.px
        self._assessment: Assessment | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(16), px(10), px(16), px(12))
        outer.setSpacing(px(10))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(theme, "Programme", "small", "ink3"))
        words.addWidget(ElidedLabel(theme, "Needs attention", "title"))
        head.addLayout(words, 1)
        self.open_button = Button(theme, "Open record", self._open, icon="arrow-up-right")
        self.make = Button(theme, "Make it an action", self._make, icon="plus")
        for button in (self.open_button, self.make):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        outer.addLayout(head)
        self.panel = Panel(theme, "What blocks the nearest gate or review first")
        self.list = LineList(theme, "Needs attention", _COLUMNS)
        self.list.moved.connect(lambda _: self._renew())
        self.list.opened.connect(lambda _: self._open())
        self.panel.body.addWidget(self.list, 1)
        self.empty = EmptyState(
            theme, "Nothing needs attention", "What blocks a gate or is overdue stands here."
        )
        self.panel.body.addWidget(self.empty)
        outer.addWidget(self.panel, 1)
        self.setFocusProxy(self.list)

    def show_assessment(self, assessment: Assessment, _pilot_state: PilotState | None) -> None:
        """Show all lines."""
        held = self._line
        self._assessment = assessment
        lines = assessment.attention
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.panel.show_title(
            "What blocks the nearest gate or review first", formats.plural(len(lines), "line")
        )
        place = next((at for at, one in enumerate(lines) if held is not None and one.text == held.text), 0)
        self.list.show_rows(WhenSeen(len(lines), lambda at: self._row(lines[at])), place)
        self._renew()

    @property
    def _line(self) -> Attention | None:
        row = self.list.currentIndex().row()
        lines = self._assessment.attention if self._assessment is not None else ()
        return lines[row] if 0 <= row < len(lines) else None

    def _row(self, one: Attention) -> Row:
        assert self._assessment is not None
        action = action_of(self._assessment.plan, one)
        code = code_of(action) if action is not None else ""
        said = ", ".join(filter(None, (one.text, one.who, one.due_text, one.area, code)))
        late = one.due is not None and one.due < self._assessment.as_of
        return Row(
            one.evidence[0] if one.evidence else None,
            said,
            (
                Text(one.text, "ink", 600, one.state),
                Text(one.who),
                Text(one.due_text, "fail" if late else "ink2"),
                Text(one.area),
                Text(code),
            ),
        )

    def _renew(self) -> None:
        line = self._line
        self.open_button.setEnabled(line is not None and bool(line.evidence))
        has_action = (
            line is not None
            and self._assessment is not None
            and action_of(self._assessment.plan, line) is not None
        )
        self.make.setEnabled(line is not None and not has_action and self.handed.plan.can_edit)

    def _open(self) -> None:
        line = self._line
        if line is not None and line.evidence:
            self.handed.go_to(line.evidence[0])

    def _make(self) -> None:
        """Make the line an action, with its owner and date, as one step."""
        line = self._line
        if line is None or self._assessment is None:
            return
        session = self.handed.plan
        try:
            with session.change(f"Make an action: {line.text}") as change:
                change.add(as_action(session.plan, line))
        except UserError as error:
            self.handed.show_trouble(error)
            return
        self.handed.say("It stands in the RAID log as an action.")
