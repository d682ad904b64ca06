"""Text of the plan on screen: always plain, in a type role and a colour of the theme, cut short where it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import plain_tooltip

if TYPE_CHECKING:
    from ui.theme import Theme


class Label(QLabel):
    """Text in a type role. What the plan says is shown as it was typed, never read as markup."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: str = "body",
        ink: str = "ink",
        *,
        weight: int | None = None,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = role
        self._ink = ink
        self._weight = weight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        self._dress()
        theme.changed.connect(self._dress)

    def show_ink(self, ink: str) -> None:
        """Use another colour of the theme."""
        self._ink = ink
        self._dress()

    def _dress(self) -> None:
        theme = self._theme
        font = theme.font(self._role) if self._weight is None else theme.weighted(self._role, self._weight)
        self.setFont(font)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.color(self._ink))
        self.setPalette(palette)


class ElidedLabel(Label):
    """One line that ends in "…" where there is no room; the whole text is its tooltip and accessible name."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: str = "body",
        ink: str = "ink",
        *,
        weight: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", role, ink, weight=weight, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show a text on one line."""
        line = " ".join(text.split())
        self.setText(line)
        self.setAccessibleName(line)
        self.setToolTip(plain_tooltip(line))

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters: the rest can be cut."""
        return QSize(self._theme.px(24), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, cut short at the right."""
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
