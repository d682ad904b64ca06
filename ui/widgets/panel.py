"""Panels: a white box with a thin line around it, a title, and something at the right of the title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.label import ElidedLabel, Label

if TYPE_CHECKING:
    from ui.theme import Theme


class Panel(QFrame):
    """A box with a head; ``body`` is the layout below it."""

    def __init__(self, theme: Theme, title: str = "", aside: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "plain")
        self.theme = theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.head = QWidget(self)
        self.title = ElidedLabel(theme, title, "section", parent=self.head)
        self.aside = ElidedLabel(theme, aside, "small", "ink3", parent=self.head)
        self._head_row = head = QHBoxLayout(self.head)
        head.setContentsMargins(theme.px(13), theme.px(9), theme.px(13), theme.px(5))
        head.setSpacing(theme.px(8))
        head.addWidget(self.title, 1)
        head.addWidget(self.aside)
        self.head.setVisible(bool(title))
        outer.addWidget(self.head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer.addLayout(self.body)

    def show_title(self, title: str, aside: str = "") -> None:
        """Name the panel; ``aside`` stands at the right."""
        self.title.show_text(title)
        self.aside.show_text(aside)
        self.head.setVisible(bool(title))
        self.setAccessibleName(title)

    def add_to_head(self, widget: QWidget) -> None:
        """Put something at the right end of the head."""
        self._head_row.addWidget(widget)


class EmptyState(QFrame):
    """What belongs here, what it makes possible, and one button at most: dashed outline, no picture."""

    def __init__(
        self,
        theme: Theme,
        what: str,
        possible: str,
        button: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("panel", "empty")
        layout = QVBoxLayout(self)
        margin = theme.px(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(4))
        layout.addWidget(Label(theme, what, "strong", parent=self))
        layout.addWidget(Label(theme, possible, "small", "ink2", wrap=True, parent=self))
        if button is not None:
            row = QHBoxLayout()
            row.setContentsMargins(0, theme.px(4), 0, 0)
            row.addWidget(button)
            row.addStretch()
            layout.addLayout(row)


def rule(parent: QWidget | None = None, *, upright: bool = False) -> QFrame:
    """A line of 1 px that separates."""
    line = QFrame(parent)
    line.setProperty("panel", "rule")
    if upright:
        line.setFixedWidth(1)
        line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
    else:
        line.setFixedHeight(1)
    return line


def scrolled(inside: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """A frameless area that scrolls its content up and down only, and takes no keyboard focus of its own.

    The content is best filled afterwards: moving it here, the style sheet dresses all that it holds once more.
    """
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
