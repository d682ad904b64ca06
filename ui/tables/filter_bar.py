"""The line above a table: its filter field, and how many rows are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from cxworkbench import formats
from ui.widgets.buttons import Button
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.theme import Theme

_WIDEST = 240


class FilterBar(QWidget):
    """The filter of a table of ``many`` records."""

    def __init__(
        self,
        theme: Theme,
        many: str,
        *,
        make_ready: Callable[[], None],
        clear: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        px = theme.px
        self._many = many
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), px(4), px(8), px(4))
        row.setSpacing(px(8))
        self.line = FilterLine(make_ready, self)
        self.line.setPlaceholderText("Filter this table")
        self.line.setAccessibleName(f"Filter {many}")
        self.line.setToolTip("Filter this table (Ctrl+F)")
        self.line.setClearButtonEnabled(True)
        self.line.setMaximumWidth(px(_WIDEST))
        row.addWidget(self.line, 1)
        self.count = Label(theme, "", "small", "ink3", parent=self)
        row.addWidget(self.count)
        self.clear = Button(theme, "Clear filters", clear, kind="flat", parent=self)
        self.clear.hide()
        row.addWidget(self.clear)
        row.addStretch(1)

    def show_count(self, shown: int, every: int, *, filtered: bool) -> None:
        """Say how many rows there are, and how many of them are shown."""
        count = formats.count(every)
        self.count.setText(f"{formats.count(shown)} of {count}" if filtered else count)
        self.count.setAccessibleName(f"{self.count.text()} {self._many}")
        self.clear.setVisible(filtered)


class FilterLine(QLineEdit):
    """A field that filters as one types; what it looks through is made ready when it is reached."""

    def __init__(self, make_ready: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_ready = make_ready

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make ready."""
        super().focusInEvent(event)
        self._make_ready()
