"""What is wrong with a cell, said beneath it; and what was refused of a paste, said beneath the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.glyphs import GlyphLabel
from ui.widgets.buttons import Button
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.theme import Theme

_WIDEST = 420


class CellMessage(QFrame):
    """A message beneath one cell, with a button that takes over what was suggested."""

    def __init__(self, theme: Theme, parent: QWidget, accept: Callable[[], None]) -> None:
        super().__init__(parent)
        self._theme = theme
        self._over = parent
        self.setProperty("banner", "error")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        row.setSpacing(theme.px(6))
        mark = GlyphLabel(theme, "failing", 12)
        mark.ground = "fail_soft"
        row.addWidget(mark)
        self.words = Label(theme, "", "small", "fail", wrap=True)
        row.addWidget(self.words, 1)
        self.accept = Button(theme, "", accept, kind="flat")
        row.addWidget(self.accept)
        self.hide()

    def show_at(self, cell: QRect, text: str, suggestion: str) -> None:
        """Show a message beneath a cell, or above it where there is no room; within the table."""
        theme, inside = self._theme, self._over.rect()
        self.words.setText(text)
        self.setAccessibleName(text)
        self.accept.setVisible(bool(suggestion))
        short = suggestion if len(suggestion) < 32 else f"{suggestion[:31]}…"
        self.accept.setText(f"Use {short}".replace("&", "&&"))
        self.accept.setAccessibleName(f"Use {suggestion}")
        width = min(theme.px(_WIDEST), inside.width() - theme.px(8))
        extra = self.accept.sizeHint().width() + theme.px(6) if suggestion else 0
        plain = self.words.fontMetrics().horizontalAdvance(text) + extra + theme.px(44)
        self.setFixedWidth(min(width, plain))
        self._row.activate()
        height = max(self._row.heightForWidth(self.width()), self.sizeHint().height())
        left = max(min(cell.left(), inside.right() - self.width() - theme.px(4)), 0)
        top = cell.bottom() + 1
        if top + height > inside.bottom():
            top = cell.top() - height
        self.setGeometry(left, max(top, 0), self.width(), height)
        self.show()
        self.raise_()


class Refusals(QFrame):
    """A line beneath the table that names what was refused."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "error")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(5), theme.px(6), theme.px(5))
        row.setSpacing(theme.px(8))
        mark = GlyphLabel(theme, "failing", 13)
        mark.ground = "fail_soft"
        row.addWidget(mark)
        self._words = Label(theme, "", "small", wrap=True)
        row.addWidget(self._words, 1)
        close = Button(theme, "", lambda: self.show_text(""), kind="flat", icon="x")
        close.setAccessibleName("Close this message")
        close.setToolTip("Close this message")
        row.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty where nothing is."""
        return "" if self.isHidden() else self._words.text()

    def show_text(self, text: str) -> None:
        """Say what was refused; an empty text takes the line away."""
        self._words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
