"""Buttons in their four kinds: primary, plain, small, flat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.icons import icon as themed_icon
from ui.theme import plain_action

if TYPE_CHECKING:
    from ui.theme import Theme

#: Qt leaves 4 px between icon and word; the design has 7.
_GAP = 3
#: Enter with these is somebody else's: Ctrl+Enter accepts a form.
_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
)


class EnterButton(QPushButton):
    """A button that Enter presses as Space does; Qt leaves Enter to the default button of a dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, with nothing held, presses it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & _HELD:
            self.click()
            return
        super().keyPressEvent(event)


class Button(EnterButton):
    """A button with a verb first, an icon that follows the theme, and its keys in the tooltip."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        kind: str = "plain",
        icon: str = "",
        keys: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(plain_action(text), parent)
        self._theme = theme
        self._kind = kind
        self._icon_name = icon
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self._keys = keys
        if keys:
            self.setToolTip(f"{text} ({keys})")
        if on_click is not None:
            self.clicked.connect(lambda _checked: on_click())
        if icon:
            self._dress()
            theme.changed.connect(self._dress)

    def setText(self, text: str) -> None:
        """Show another text; it is the name too, unless another was given."""
        is_named_so = self.accessibleName() == self.text().replace("&&", "&")
        super().setText(plain_action(text))
        if is_named_so:
            self.setAccessibleName(text)
            if self._keys:
                self.setToolTip(f"{text} ({self._keys})")

    def changeEvent(self, event: QEvent) -> None:
        """The icon waits with the word: a primary one would be white on nearly white."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and self._icon_name:
            self._dress()

    def _dress(self) -> None:
        token = {"primary": "on_accent", "flat": "accent"}.get(self._kind, "ink")
        token = token if self.isEnabled() else "ink3"
        size = 14 if self._kind == "small" else 16
        gap = _GAP if self.text() else 0
        self.setIcon(themed_icon(self._theme, self._icon_name, token, size, gap))
        self.setIconSize(QSize(self._theme.px(size) + self._theme.px(gap), self._theme.px(size)))
