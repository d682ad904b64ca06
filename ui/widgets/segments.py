"""A few choices side by side, one of which holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QWidget

from ui.widgets.buttons import EnterButton

if TYPE_CHECKING:
    from ui.theme import Theme


class Segments(QFrame):
    """One of a few choices, side by side. Arrow keys move between them.

    Attributes:
        ids: what can be chosen, in its order.

    Signals:
        chosen: the id of what a person chose.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[tuple[str, str]],
        at_first: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.ids = [id for id, _ in choices]
        for place, (id, text) in enumerate(choices):
            button = EnterButton(text, self)
            button.setProperty("kind", "segment")
            button.setProperty("place", "first" if place == 0 else "later")
            button.setAccessibleName(f"{name}: {text}")
            button.setCheckable(True)
            button.setAutoExclusive(True)  # so that it is read as one of several, not as a box to tick
            button.setChecked(id == at_first)
            button.setAutoDefault(False)
            button.setMinimumHeight(theme.control("field"))
            self._group.addButton(button, place)
            row.addWidget(button, 1)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self.ids[place]))

    @property
    def value(self) -> str:
        """What is chosen."""
        return self.ids[self._group.checkedId()]

    def choose(self, id: str) -> None:
        """Choose as a person would."""
        self._group.button(self.ids.index(id)).click()

    def rename(self, id: str, text: str) -> None:
        """Give a choice another text: a count may change."""
        button = self._group.button(self.ids.index(id))
        button.setText(text)
        button.setAccessibleName(f"{self.accessibleName()}: {text}")
