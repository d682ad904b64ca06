"""Set readings aside: which, and for what reason; they stay in the plan and can be put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.errors import FieldError
from ui.widgets.buttons import Button
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.theme import Theme

EXPLAINED = (
    "It stays in the plan and in the chart, hollow, with this reason. It is no evidence: the verdict is judged without "
    "it. Undo, or Put back, lets it count again."
)


class AsideDialog(QDialog):
    """Asks for the reason. Enter sets aside, Esc leaves all as it is."""

    def __init__(self, theme: Theme, what: str, take: Callable[[str], None], parent: QWidget) -> None:
        """Ask.

        Args:
            theme: the look.
            what: the readings in words.
            take: does it with the reason; a ``FieldError`` is shown here.
            parent: what it stands before.
        """
        super().__init__(parent)
        self._take = take
        self.setWindowTitle("Set aside")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(8))
        column.addWidget(Label(theme, f"Set aside {what}", "section"))
        said = Label(theme, EXPLAINED, "small", "ink2", wrap=True)
        said.setMinimumWidth(px(400))
        column.addWidget(said)
        label = Label(theme, "Reason", "small", weight=600)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Reason")
        label.setBuddy(self.reason)
        column.addWidget(label)
        column.addWidget(self.reason)
        self.message = Label(theme, "", "small", "fail", wrap=True)
        column.addWidget(self.message)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(theme, "Cancel", self.reject, keys="Esc"))
        self.take = Button(theme, "Set aside", self._done, kind="primary")
        self.take.setDefault(True)
        foot.addWidget(self.take)
        column.addLayout(foot)
        self.reason.setFocus()

    def _done(self) -> None:
        try:
            self._take(self.reason.text())
        except FieldError as error:
            self.message.setText(f"{error.what[:1].upper()}{error.what[1:]}: {error.to_do}.")
            return
        self.accept()
