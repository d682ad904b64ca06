"""Naming people in place: a small list beside a cell, filtered by typing, chosen by Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cxworkbench.search import folded
from ui.forms.editors import NOTHING
from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from ui.theme import Theme

_WIDTH, _LIST, _LEAST = 300, 210, 84
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class NamePeople(QFrame):
    """Names one of the people of the plan in one of a few roles; Esc or a click elsewhere closes it.

    Attributes:
        roles: which role is named.
        typed: narrows the list.
        people: the list.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str,
        people: Sequence[tuple[str, str]],
        held: Sequence[tuple[str, str, str | None]],
        name: Callable[[str, str | None], object],
        open_record: Callable[[], object] | None,
        parent: QWidget,
    ) -> None:
        """Make it; ``show_beside`` shows it.

        Args:
            theme: colours and sizes.
            title: what is answered for.
            text: the whole question.
            people: id and name of all that can be named.
            held: field, word and person (by id) of each role, as they are.
            name: called with the field and the chosen person, None for nobody.
            open_record: opens the record itself; None where there is none.
            parent: whose window it belongs to.
        """
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme, self._people, self._name = theme, list(people), name
        self._held = {field: person for field, _, person in held}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("panel", "popup")
        self.setAccessibleName(f"Name who answers: {title}")
        self.setFixedWidth(theme.px(_WIDTH))
        self._column = column = QVBoxLayout(self)
        side = theme.px(12)
        column.setContentsMargins(side, theme.px(10), side, theme.px(10))
        column.setSpacing(theme.px(8))
        column.addWidget(ElidedLabel(theme, title, "section"))
        column.addWidget(Label(theme, text, "small", "ink2", wrap=True))
        self.roles = Segments(theme, "Role", [(field, word) for field, word, _ in held], held[0][0])
        self.roles.chosen.connect(lambda _: self._fill())
        self.roles.setVisible(len(held) > 1)
        column.addWidget(self.roles)
        self.typed = _Typed(self._step)
        self.typed.setPlaceholderText("Type a name")
        self.typed.setAccessibleName("Type a name")
        self.typed.textChanged.connect(lambda _: self._fill())
        self.typed.returnPressed.connect(self._take)
        column.addWidget(self.typed)
        self.people = QListWidget()
        self.people.setAccessibleName("People")
        self.people.setFixedHeight(theme.px(_LIST))
        self.people.setFont(theme.font("small"))
        self.people.itemActivated.connect(lambda _: self._take())
        self.people.itemClicked.connect(lambda _: self._take())
        column.addWidget(self.people)
        foot = QHBoxLayout()
        if open_record is not None:
            foot.addWidget(Button(theme, "Open record", self._then(open_record), kind="small"))
        foot.addStretch()
        foot.addWidget(Button(theme, "Close", self.close, kind="small"))
        column.addLayout(foot)
        self._fill()

    def show_beside(self, cell: QWidget) -> None:
        """Show it below a cell, or where there is room inside the window."""
        window, gap = cell.window(), self._theme.px(4)
        self._column.activate()
        needed = self._column.totalHeightForWidth(self.width())
        spare = window.height() - 2 * gap - needed
        if spare < 0:
            self.people.setFixedHeight(max(self._theme.px(_LIST) + spare, self._theme.px(_LEAST)))
        self.resize(self.width(), min(needed, window.height() - 2 * gap))
        corner = window.mapToGlobal(QPoint(0, 0))
        at = cell.mapToGlobal(QPoint(0, cell.height()))
        left = min(at.x(), corner.x() + window.width() - self.width() - gap)
        top = min(at.y(), corner.y() + window.height() - self.height() - gap)
        self.move(max(left, corner.x()), max(top, corner.y()))
        self.show()
        self.typed.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self) -> None:
        words = folded(self.typed.text()).split()
        held = self._held.get(self.roles.value)
        self.people.clear()
        offered = [("", NOTHING), *self._people] if held and not words else self._people
        for id, name in offered:
            if all(word in folded(name) for word in words):
                item = QListWidgetItem(name)
                item.setData(Qt.ItemDataRole.UserRole, id)
                self.people.addItem(item)
                if id == held:
                    self.people.setCurrentItem(item)
        if self.people.currentRow() < 0 and self.people.count():
            self.people.setCurrentRow(0)

    def _step(self, by: int) -> None:
        row = min(max(self.people.currentRow() + by, 0), self.people.count() - 1)
        self.people.setCurrentRow(row)

    def _take(self) -> None:
        if self.people.currentRow() < 0:
            return
        item = self.people.currentItem()
        field, person = self.roles.value, str(item.data(Qt.ItemDataRole.UserRole)) or None
        self.close()  # first: the judgement that follows makes the cells anew
        if person != self._held.get(field):
            self._name(field, person)

    def _then(self, act: Callable[[], object]) -> Callable[[], None]:
        def go() -> None:
            self.close()
            act()

        return go


class _Typed(QLineEdit):
    """A line whose Up and Down move in the list below it."""

    def __init__(self, step: Callable[[int], None]) -> None:
        super().__init__()
        self._step = step

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list; everything else is typed."""
        by = _STEPS.get(Qt.Key(event.key()), 0)
        if by:
            self._step(by)
        else:
            super().keyPressEvent(event)
