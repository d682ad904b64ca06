"""Editors of cells: a line with a list, a calendar, or a small sheet for text of several lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from cxworkbench import formats
from ui.forms.calendar import CalendarPopup
from ui.forms.offering import offer_names
from ui.icons import icon

if TYPE_CHECKING:
    from ui.theme import Theme

#: How an editor is left.
STAY, DOWN, UP, RIGHT, LEFT, BACK = "stay", "down", "up", "right", "left", "back"
_KEYS = {
    Qt.Key.Key_Return: DOWN,
    Qt.Key.Key_Enter: DOWN,
    Qt.Key.Key_Tab: RIGHT,
    Qt.Key.Key_Backtab: LEFT,
    Qt.Key.Key_Escape: BACK,
}


def way_out(event: QKeyEvent) -> str:
    """How a key leaves an editor; empty where it doesn't."""
    way = _KEYS.get(Qt.Key(event.key()), "")
    if way == DOWN and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return UP
    return way


class CellLine(QLineEdit):
    """A line in a cell. ``left`` says how it was left; Up and Down leave it too, unless a list is open."""

    left = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "cell")
        self.setFont(theme.font("small"))

    @property
    def typed(self) -> str:
        """What stands in it."""
        return self.text()

    def begin(self, text: str) -> None:
        """Begin with a text, all of it marked."""
        self.setText(text)
        self.selectAll()

    def offer(self, names: Sequence[str]) -> None:
        """Offer names that hold what is typed; Alt+Down shows them all."""
        offer_names(self._theme, self, names, lambda: self.left.emit(STAY))

    def open_list(self) -> None:
        """Show all that is offered, or the calendar."""
        completer = self.completer()
        if completer is not None:
            completer.setCompletionPrefix("")
            completer.complete()

    def event(self, event: QEvent) -> bool:
        """Tab leaves the cell and not the table."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and way_out(event) in {RIGHT, LEFT}
        ):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Tab, Esc and the arrows leave; Alt+Down opens the list."""
        popup = self.completer().popup() if self.completer() is not None else None
        is_open = popup is not None and popup.isVisible()
        way, key = way_out(event), event.key()
        if (
            key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ) or key == Qt.Key.Key_F4:
            self.open_list()
        elif way == BACK and is_open and popup is not None:
            popup.hide()
        elif way:
            if is_open and popup is not None:
                if popup.currentIndex().isValid() and way != BACK:
                    self.setText(popup.currentIndex().data())
                popup.hide()
            self.left.emit(way)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not is_open:
            self.left.emit(UP if key == Qt.Key.Key_Up else DOWN)
        else:
            super().keyPressEvent(event)
            return
        event.accept()


class DayLine(CellLine):
    """A line for a day, with a calendar."""

    def __init__(
        self, theme: Theme, day: Callable[[str], date | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._day = day
        self._calendar: CalendarPopup | None = None
        action = self.addAction(
            icon(theme, "calendar", "ink3", 14), QLineEdit.ActionPosition.TrailingPosition
        )
        action.setText("Calendar")
        action.setToolTip("Choose from the calendar (Alt+Down)")
        action.triggered.connect(self.open_list)

    def open_list(self) -> None:
        """Show the calendar below the line."""
        self._calendar = CalendarPopup(self, self._day(self.text()))
        self._calendar.chosen.connect(self._take)
        self._calendar.open_below(self)

    def _take(self, day: date) -> None:
        self.setText(formats.day(day))
        self.left.emit(STAY)


class CellSheet(QPlainTextEdit):
    """Several lines over the cell. Enter saves, Alt+Enter and Shift+Enter begin a new line."""

    left = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "cell")
        self.setFont(theme.font("small"))
        self.setTabChangesFocus(False)

    @property
    def typed(self) -> str:
        """What stands in it."""
        return self.toPlainText()

    def begin(self, text: str) -> None:
        """Begin with a text, all of it marked."""
        self.setPlainText(text)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Tab and Esc leave."""
        way = way_out(event)
        breaks = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier
        if way in {DOWN, UP} and event.modifiers() & breaks:
            self.insertPlainText("\n")
        elif way:
            self.left.emit(way)
        else:
            super().keyPressEvent(event)
            return
        event.accept()
