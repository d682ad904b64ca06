"""Who owes what: everybody who is to be asked for something, all that they owe by date, and the message that asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from cxworkbench import chasing, formats
from ui.sections.page import Handed, Page
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.line_list import LineList, WhenSeen
from ui.widgets.panel import EmptyState, Panel
from ui.widgets.row_panel import Column, Row, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.chasing import Chased, Owed

_SIDE, _NARROW, _WIDE_FROM = 264, 4, 1600
_NOBODY = "Nobody named"


@dataclass(frozen=True)
class _Debtor:
    """A line at the left: a person with what they owe, or what is nobody's."""

    name: str
    owed: tuple[Owed, ...]
    chased: Chased | None

    @property
    def id(self) -> str:
        return "" if self.chased is None else self.chased.person.id


class ChasingPage(Page):
    """People at the left, who owes most that is overdue first; what one owes and the ready message at the right."""

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed)
        self._assessment: Assessment | None = None
        self._debtors: list[_Debtor] = []
        self._arrange()

    # ------------------------------------------------------------------------------------------- showing

    def show_assessment(self, assessment: Assessment, _pilot_state: PilotState | None) -> None:
        """Show who owes what; the cursor stays on its person."""
        held = self._current.id if self._current is not None else None
        self._assessment = assessment
        plan, as_of = assessment.plan, assessment.as_of
        found = chasing.chased(plan, as_of, assessment.pilots)
        self._debtors = [_Debtor(one.person.name, one.owed, one) for one in found]
        nobodys = chasing.nobodys(plan, as_of, assessment.pilots)
        if nobodys:
            self._debtors.append(_Debtor(_NOBODY, nobodys, None))
        self.stack.setCurrentIndex(0 if self._debtors else 1)
        late = sum(owed.is_overdue(as_of) for one in self._debtors for owed in one.owed)
        self.late.setVisible(late > 0)
        self.late.show_state("failing", f"{late} overdue")
        self.copy_all.setEnabled(bool(found))
        self.side.show_title("People", formats.plural(len(found), "person", "people"))
        place = next((at for at, one in enumerate(self._debtors) if one.id == held), 0)
        self.people.show_rows([_person(one, as_of) for one in self._debtors], place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wide windows have wider margins."""
        super().resizeEvent(event)
        px = self.theme.px
        side = px(24 if self.window().width() >= px(_WIDE_FROM) else 16)
        self._outer.setContentsMargins(side, px(10), side, px(12))

    def showEvent(self, event: QShowEvent) -> None:
        """Another name may stand below the message by now."""
        super().showEvent(event)
        self._show_message()

    def event(self, event: QEvent) -> bool:
        """The person may have said who they are in a dialog that is closed now."""
        if event.type() == QEvent.Type.WindowActivate:
            self._show_message()
        return super().event(event)

    @property
    def _current(self) -> _Debtor | None:
        row = self.people.currentIndex().row()
        return self._debtors[row] if 0 <= row < len(self._debtors) else None

    def _show_debtor(self, _row: int) -> None:
        one = self._current
        if one is None or self._assessment is None:
            self.owed.show_rows([])
            return
        as_of = self._assessment.as_of
        late = sum(owed.is_overdue(as_of) for owed in one.owed)
        said = formats.plural(len(one.owed), "item")
        self.owes.show_title(one.name, f"{said}, {late} overdue" if late else said)
        self.owed.show_rows(WhenSeen(len(one.owed), lambda at: _item(one.owed[at], as_of)))
        self._show_message()

    def _show_message(self) -> None:
        one = self._current
        if one is None:
            return
        text = self._text(one.chased) if one.chased is not None else ""
        if text != self.message.toPlainText():
            self.message.setPlainText(text)
        has_person = one.chased is not None
        self.message.setVisible(has_person)
        self.unnamed.setVisible(not has_person)
        self.copy_one.setEnabled(has_person)
        mail = one.chased.person.email or "" if one.chased is not None else ""
        self.mail.show_title("Message" if has_person else "No message", mail)
        self.message.setAccessibleName(f"Message to {one.name}")

    # ------------------------------------------------------------------------------------------- copying

    def _text(self, one: Chased) -> str:
        assert self._assessment is not None
        programme = self._assessment.plan.programme.name or ""
        return chasing.message(
            one, self._assessment.as_of, programme=programme, sender=self.handed.settings.who
        )

    def _copy_one(self) -> None:
        one = self._current
        if one is not None and one.chased is not None:
            QGuiApplication.clipboard().setText(self._text(one.chased))
            self.handed.say(f"The message to {one.name} is on the clipboard.")

    def _copy_all(self) -> None:
        if self._assessment is None:
            return
        found: Sequence[Chased] = [one.chased for one in self._debtors if one.chased is not None]
        programme = self._assessment.plan.programme.name or ""
        text = chasing.all_messages(
            found, self._assessment.as_of, programme=programme, sender=self.handed.settings.who
        )
        QGuiApplication.clipboard().setText(text)
        self.handed.say(f"{formats.plural(len(found), 'message')} on the clipboard.")

    def _open_current(self) -> None:
        """Open what the cursor is on."""
        row = self.owed.currentIndex().row()
        if 0 <= row < len(self.owed.lines.rows):
            self._open(self.owed.lines.rows[row])

    def _open(self, row: Row) -> None:
        if row.ref is not None:
            self.handed.go_to(row.ref)

    # ---------------------------------------------------------------------------------------- arranging

    def _arrange(self) -> None:
        theme, px = self.theme, self.theme.px
        outer = self._outer = QVBoxLayout(self)
        outer.setSpacing(px(10))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(theme, "Programme", "small", "ink3"))
        words.addWidget(ElidedLabel(theme, "Who owes what", "title"))
        head.addLayout(words, 1)
        self.late = Badge(theme, "failing")
        self.copy_all = Button(theme, "Copy all messages", self._copy_all)
        for widget in (self.late, self.copy_all):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        outer.addLayout(head)
        self.stack = QStackedWidget(self)
        outer.addWidget(self.stack, 1)
        shown = QWidget(self.stack)
        self.stack.addWidget(shown)
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addWidget(self._make_side())
        right = QVBoxLayout()
        right.setSpacing(px(12))
        row.addLayout(right, 1)
        right.addWidget(self._make_owed(), 3)
        right.addWidget(self._make_message(), 2)
        self.stack.addWidget(self._make_empty())
        self.people.moved.connect(self._show_debtor)
        self.people.opened.connect(lambda _row: self.owed.setFocus())
        self.owed.opened.connect(self._open)

    def _make_side(self) -> Panel:
        px = self.theme.px
        self.side = Panel(self.theme, "People")
        self.side.setFixedWidth(px(_SIDE))
        columns = (Column("Person"), Column("Overdue", 72, right=True), Column("In all", 56, right=True))
        self.people = LineList(self.theme, "People who owe something", columns)
        self.side.body.addWidget(self.people, 1)
        self.side.body.addSpacing(px(_NARROW))
        return self.side

    def _make_owed(self) -> Panel:
        self.owes = Panel(self.theme, " ")
        self.open_one = Button(self.theme, "Open record", self._open_current, kind="small")
        head = self.owes.head.layout()
        assert head is not None
        head.addWidget(self.open_one)
        columns = (
            Column("Due", 104),
            Column("Clock", 116, drop=1),
            Column("What", least=260),
            Column("Kind", 116, drop=3),
            Column("Pilot", 116, drop=2),
        )
        self.owed = LineList(self.theme, "What is owed, by date", columns)
        self.owes.body.addWidget(self.owed, 1)
        self.owes.body.addSpacing(self.theme.px(_NARROW))
        return self.owes

    def _make_message(self) -> Panel:
        theme, px = self.theme, self.theme.px
        self.mail = Panel(theme, " ")
        self.copy_one = Button(theme, "Copy message", self._copy_one, kind="small")
        head = self.mail.head.layout()
        assert head is not None
        head.addWidget(self.copy_one)
        self.mail.body.setContentsMargins(px(13), 0, px(13), px(12))
        self.message = _Message(theme.px(96))
        self.message.setReadOnly(True)
        self.message.setTabChangesFocus(True)
        self.message.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.mail.body.addWidget(self.message, 1)
        said = "These are overdue and nobody can be asked. Open each and name an owner."
        self.unnamed = Label(theme, said, "small", "ink2", wrap=True)
        self.unnamed.hide()
        self.mail.body.addWidget(self.unnamed, 0, Qt.AlignmentFlag.AlignTop)
        return self.mail

    def _make_empty(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        days = formats.plural(chasing.AHEAD.days, "day")
        self.nothing = EmptyState(
            self.theme,
            "Nobody owes anything now",
            f"Whatever is open, has an owner and is due within {days} comes here, with one message a person that asks "
            "for all of it.",
        )
        column.addWidget(self.nothing)
        column.addStretch(1)
        return holder


class _Message(QPlainTextEdit):
    """A text to select and copy, no lower than a few lines."""

    def __init__(self, least: int) -> None:
        super().__init__()
        self._least = least

    def minimumSizeHint(self) -> QSize:
        """Room for a few lines."""
        return QSize(super().minimumSizeHint().width(), self._least)


def _person(one: _Debtor, as_of: date) -> Row:
    late = sum(owed.is_overdue(as_of) for owed in one.owed)
    said = f"{one.name}: {formats.plural(len(one.owed), 'item')}, {late or 'none'} overdue"
    parts = (
        Text(one.name, "ink", 600 if late else 400),
        Text(str(late) if late else "", "fail", 600, "failing" if late else ""),
        Text(str(len(one.owed))),
    )
    return Row(None, said, parts)


def _item(owed: Owed, as_of: date) -> Row:
    late = owed.is_overdue(as_of)
    day = "No date" if owed.due is None else formats.day(owed.due, current=as_of)
    when = f"was {day}" if late else day
    clock = "" if owed.due is None else formats.days_away(owed.due, as_of)
    ink, weight = ("fail", 600) if late else ("ink2", 400)
    said = ", ".join(filter(None, (owed.text, owed.kind, owed.pilot, when, clock if late else "")))
    parts = (
        Text(when, ink, weight, "failing" if late else ""),
        Text(clock, ink, weight),
        Text(owed.text, "ink", weight),
        Text(owed.kind),
        Text(owed.pilot or "All pilots"),
    )
    return Row(owed.ref, said, parts)
