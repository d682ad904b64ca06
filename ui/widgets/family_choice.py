"""One of several things that a page can show: side by side where there is room, else as a list to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.widgets.choice import Choice
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.theme import Theme


class FamilyChoice(QFrame):
    """Segments that become a list where the window is too narrow for them.

    Attributes:
        ids: what can be chosen, in its order.

    Signals:
        chosen: the id of what is shown from now on.
    """

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.ids = [id for id, _ in choices]
        self.segments = Segments(theme, name, choices, self.ids[0], self)
        self.listed = Choice(theme, self)
        self.listed.setAccessibleName(name)
        self.listed.setMinimumHeight(theme.control("field"))
        self.listed.setMinimumWidth(theme.px(220))
        for id, text in choices:
            self.listed.addItem(text, id)
        self.listed.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.segments)
        row.addWidget(self.listed)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.segments.chosen.connect(self._take)
        self.listed.activated.connect(lambda place: self.segments.choose(self.ids[place]))

    @property
    def value(self) -> str:
        """What is chosen."""
        return self.segments.value

    def choose(self, id: str) -> None:
        """Choose as a person would; what is chosen already is told again."""
        self.segments.choose(id)

    def rename(self, id: str, text: str) -> None:
        """Give a choice another text: a count may change."""
        self.segments.rename(id, text)
        self.listed.setItemText(self.ids.index(id), text)
        self._fit()

    def _take(self, id: str) -> None:
        self.listed.setCurrentIndex(self.ids.index(id))
        self.chosen.emit(id)

    def _fit(self) -> None:
        is_narrow = self.segments.sizeHint().width() > self.width()
        self.segments.setVisible(not is_narrow)
        self.listed.setVisible(is_narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Segments where they fit."""
        super().resizeEvent(event)
        self._fit()
