"""Fields of a form for days, for text of several lines, and for one of many names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from cxworkbench import formats
from db.errors import UserError
from ui.forms.calendar import CalendarPopup
from ui.forms.editors import FieldEditor, leaves_undo
from ui.forms.offering import offer_names
from ui.icons import icon

_LINES = 3


class DayEditor(FieldEditor):
    """A day: typed, or chosen from a calendar."""

    def _make_control(self) -> QWidget:
        control = super()._make_control()
        action = self._edit.addAction(
            icon(self._theme, "calendar", "ink3", 16), QLineEdit.ActionPosition.TrailingPosition
        )
        action.setText(f"{self.name}: calendar")
        action.setToolTip("Choose from the calendar")
        action.triggered.connect(self.open_calendar)
        return control

    def open_calendar(self) -> None:
        """Show the calendar below the field."""
        if self._edit.isReadOnly():
            return
        popup = CalendarPopup(self, self._day())
        popup.chosen.connect(self._take)
        popup.open_below(self.control)

    def _day(self) -> date | None:
        try:
            found = self._read(self.text)
        except (UserError, ValueError):
            return None
        return found if isinstance(found, date) else None

    def _take(self, day: date) -> None:
        self._edit.setText(formats.day(day))
        self.commit()


class ListedEditor(FieldEditor):
    """One of many names, or several: typed, with those that fit offered below; Alt+Down shows all."""

    #: What is offered, as looked up last; None before.
    _names: list[str] | None = None
    _offered: Callable[[], Sequence[str]] = staticmethod(tuple)
    _is_due = False

    def offer(self, names: Callable[[], Sequence[str]]) -> None:
        """Offer names; they are looked up when the keyboard comes here: a form has many such fields."""
        self._offered, self._is_due = names, True
        if self._edit.hasFocus():
            self._make_offer()

    def _make_offer(self) -> None:
        if not self._is_due:
            return
        self._is_due = False
        names = list(self._offered())
        if names != self._names:
            self._names = names
            offer_names(self._theme, self._edit, names, self.commit)

    def _make_control(self) -> QWidget:
        control = super()._make_control()
        action = self._edit.addAction(
            icon(self._theme, "chevron-down", "ink3", 14), QLineEdit.ActionPosition.TrailingPosition
        )
        action.setText(f"{self.name}: choices")
        action.setToolTip("Show what can be chosen (Alt+Down)")
        action.triggered.connect(self.open_list)
        self._edit.listed.connect(self.open_list)
        self._edit.entered.connect(self._make_offer)
        return control

    def open_list(self) -> None:
        """Show all that can be chosen."""
        self._make_offer()
        completer = self._edit.completer()
        if completer is not None and not self._edit.isReadOnly():
            self._edit.setFocus()
            completer.setCompletionPrefix("")
            completer.complete()


class SheetEditor(FieldEditor):
    """Text of several lines. Leaving it or Ctrl+Enter saves; Tab leaves it."""

    def _make_control(self) -> QWidget:
        self._sheet = _Sheet(self._theme.line("body"), self)
        self._sheet.left.connect(self.commit)
        self._sheet.given_up.connect(self._give_up)
        return self._sheet

    @property
    def text(self) -> str:
        """What stands in it."""
        return self._sheet.toPlainText()

    def _write(self, text: str) -> None:
        self._sheet.setPlainText(text)

    def _rest(self) -> None:
        self._sheet.document().setModified(False)

    def set_read_only(self, read_only: bool) -> None:
        """Whether it can be changed."""
        self._sheet.setReadOnly(read_only)


class _Sheet(QPlainTextEdit):
    left = Signal()
    given_up = Signal()

    def __init__(self, line: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for three lines."""
        return QSize(200, _LINES * self._line + 14)

    def minimumSizeHint(self) -> QSize:
        """The same height, however narrow."""
        return QSize(80, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z is the sheet's while something typed in it isn't saved, and the plan's otherwise."""
        if leaves_undo(event, typed=self.document().isModified()):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves, Esc gives up."""
        ends = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if ends and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.document().isModified():
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving saves."""
        super().focusOutEvent(event)
        self.left.emit()
