"""The foot of the print dialog: what is printed, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel

if TYPE_CHECKING:
    from ui.sections.print_dialog import PrintDialog
    from ui.theme import Theme


class Foot(QFrame):
    """A sentence at the left, the buttons at the right."""

    def __init__(self, theme: Theme, dialog: PrintDialog) -> None:
        super().__init__()
        self.setProperty("part", "foot")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(11), theme.px(16), theme.px(11))
        row.setSpacing(theme.px(8))
        self.said = ElidedLabel(theme, "", "small", "ink3")
        self.keep_box = QCheckBox("Keep what is saved in the plan")
        self.keep_box.setToolTip("A paper that is printed is always kept, so that it can be given again")
        self.close_button = Button(theme, "Cancel", dialog.reject)
        self.png_button = Button(theme, "Save PNG", dialog.choose_folder)
        self.save_button = Button(theme, "Save PDF", dialog.choose_file, icon="save", keys="Ctrl+S")
        self.print_button = Button(
            theme, "Print", dialog.print_now, kind="primary", icon="printer", keys="Ctrl+P"
        )
        row.addWidget(self.said, 1)
        buttons: tuple[QWidget, ...] = (
            self.close_button,
            self.png_button,
            self.save_button,
            self.print_button,
        )
        for widget in (self.keep_box, *buttons):
            row.addWidget(widget)
