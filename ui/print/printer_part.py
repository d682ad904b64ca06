"""To which printer, which pages, how often, on one side or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cxworkbench.printing import SIDES, Printers
from ui.print.choices import Copies
from ui.widgets.choice import Choice
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.theme import Theme


class PrinterPart(QWidget):
    """The printer and what it is told."""

    def __init__(self, theme: Theme, copies: int, sides: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self.printer = Choice(theme)
        self.printer.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.note = Label(theme, "", "small", "ink2", wrap=True)
        self.pages = QLineEdit()
        self.pages.setPlaceholderText("All, or 2-4, 7")
        self.copies = Copies(copies)
        self.sides = Choice(theme)
        for id, name in SIDES.items():
            self.sides.addItem(name, id)
        self.sides.setCurrentIndex(max(self.sides.findData(sides), 0))
        column.addWidget(Label(theme, "Printer", "strong"))
        column.addWidget(self.printer)
        column.addWidget(self.note)
        self._told = QWidget()
        told = QVBoxLayout(self._told)
        told.setContentsMargins(0, theme.px(6), 0, 0)
        told.setSpacing(theme.px(4))
        for name, widget in (("Pages", self.pages), ("Copies", self.copies), ("Sides", self.sides)):
            told.addWidget(Label(theme, name, "strong"))
            told.addWidget(widget)
            widget.setAccessibleName(name)
        self.printer.setAccessibleName("Printer")
        column.addWidget(self._told)
        column.addStretch()
        self.show_printers(Printers((), reason="Looking for printers"), "")

    def show_printers(self, printers: Printers, last: str) -> None:
        """Offer printers, the one used last or the usual one first; or say why there are none."""
        self.printer.clear()
        self.printer.addItems(list(printers.names))
        for wanted in (last, printers.default):
            if wanted in printers.names:
                self.printer.setCurrentText(wanted)
                break
        for widget in (self.printer, self._told):
            widget.setVisible(bool(printers.names))
        self.note.setText(printers.reason)
        self.note.setVisible(bool(printers.reason))
