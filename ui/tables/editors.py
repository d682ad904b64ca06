"""Editors of cells: a line with a list, a calendar, or a small sheet for text of several lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QEvent, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCompleter,
    QFrame,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from cxworkbench import formats
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
_SHOWN = 12


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
        completer = QCompleter(QStringListModel(list(names), self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_SHOWN)
        popup = QListView()
        popup.setProperty("kind", "completer")
        popup.setFont(self._theme.font("small"))
        popup.setUniformItemSizes(True)
        completer.setPopup(popup)
        popup.setMinimumWidth(self._theme.px(220))
        completer.activated.connect(lambda _text: self.left.emit(STAY))
        self.setCompleter(completer)

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


class CalendarPopup(QFrame):
    """A calendar that closes when a day is chosen."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, day: date | None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("panel", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName("Calendar")
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if day is not None:
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.activated.connect(self._choose)
        self.calendar.clicked.connect(self._choose)
        layout.addWidget(self.calendar)

    def open_below(self, widget: QWidget) -> None:
        """Show it below a widget, or above where the screen ends."""
        self.adjustSize()
        at = widget.mapToGlobal(QPoint(0, widget.height()))
        room = widget.screen().availableGeometry()
        if at.y() + self.height() > room.bottom():
            at.setY(widget.mapToGlobal(QPoint(0, 0)).y() - self.height())
        at.setX(min(at.x(), room.right() - self.width()))
        self.move(at)
        self.show()
        self.calendar.setFocus()

    def _choose(self, day: QDate) -> None:
        self.chosen.emit(date(day.year(), day.month(), day.day()))
        self.close()


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
