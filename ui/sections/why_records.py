"""Why? The records behind a figure or a verdict, under headings; each opens on click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.panel import rule, scrolled

if TYPE_CHECKING:
    from cxworkbench.behind import Behind
    from cxworkbench.plan import Ref
    from ui.theme import Theme

_WIDTH, _TALLEST = 440, 420


class WhyRecords(QFrame):
    """A small panel below what it explains; Esc or a click elsewhere closes it.

    Attributes:
        openers: the buttons that open the records, in order.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        sentence: str,
        behind: Sequence[Behind],
        go_to: Callable[[Ref], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("panel", "popup")
        self.setAccessibleName(title)
        self._theme = theme
        self._go_to = go_to
        px = theme.px
        self.setFixedWidth(px(_WIDTH))
        self.openers: list[Button] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(px(13), px(10), px(13), px(8))
        head.setSpacing(px(2))
        head.addWidget(ElidedLabel(theme, title, "section"))
        head.addWidget(Label(theme, sentence, "small", "ink2", wrap=True))
        outer.addLayout(head)
        outer.addWidget(rule())
        inside = QWidget()
        inside.setProperty("panel", "inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(13), px(8), px(13), px(8))
        column.setSpacing(px(3))
        for one in behind:
            column.addWidget(Label(theme, one.heading, "small", weight=600))
            for ref in one.refs:
                opener = Button(theme, ref.text, partial(self._open, ref), kind="link")
                self.openers.append(opener)
                column.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
            column.addSpacing(px(6))
        column.addStretch(1)
        self._area = scrolled(inside)
        self._inside = inside
        outer.addWidget(self._area)
        outer.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(px(13), px(8), px(13), px(8))
        foot.addStretch(1)
        foot.addWidget(Button(theme, "Close", self.close, kind="small"))
        outer.addLayout(foot)

    def show_below(self, widget: QWidget) -> None:
        """Show the panel below a widget, inside the window."""
        window, px = widget.window(), self._theme.px
        self._area.setFixedHeight(
            min(self._inside.sizeHint().height(), px(_TALLEST), window.height() - px(200))
        )
        self.adjustSize()
        at = widget.mapToGlobal(QPoint(0, widget.height() + px(4)))
        right = window.mapToGlobal(QPoint(window.width(), 0)).x() - px(8)
        self.move(min(at.x(), right - self.width()), at.y())
        self.show()
        if self.openers:
            self.openers[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _open(self, ref: Ref) -> None:
        self.close()
        self._go_to(ref)
