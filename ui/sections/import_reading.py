"""How a file is read, where a person says it: encoding, delimiter, sheet, line of headings, dates, decimal mark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.exchange.table import DELIMITERS, Said
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import Label

if TYPE_CHECKING:
    from cxworkbench.exchange.mapping import Mapping
    from cxworkbench.exchange.preview import Preview
    from ui.theme import Theme

_ENCODINGS = (("", "Found out"), ("utf-8", "UTF-8"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16"))
_MORE_ENCODINGS = (("iso8859-15", "ISO 8859-15"), ("cp1250", "Windows-1250"), ("cp850", "DOS, code page 850"))
_ORDERS = (("", "Found out"), ("day first", "Day first"), ("month first", "Month first"))
_MARKS = (("", "Found out"), (".", "Point"), (",", "Comma"))
_WEEKS = (
    ("", "Found out"),
    ("end", "The last day of the week"),
    ("start", "The first day of the week"),
    ("within", "Any day of the week"),
)
_SCALES = (("1.0", "As they stand"), ("100.0", "Shares, times 100"))


class ReadAs(QFrame):
    """A small panel below its button; Esc or a click elsewhere closes it."""

    def __init__(
        self,
        theme: Theme,
        preview: Preview,
        said: Said,
        take: Callable[[Said, Mapping], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("panel", "popup")
        self.setAccessibleName("How the file is read")
        self._theme, self._said, self._mapping, self._take = theme, said, preview.mapping, take
        read_as, mapping = preview.table.read_as, preview.mapping
        outer = QVBoxLayout(self)
        px = theme.px
        outer.setContentsMargins(px(14), px(10), px(14), px(12))
        outer.setSpacing(px(8))
        outer.addWidget(Label(theme, "How the file is read", "section"))
        self.form = QFormLayout()
        self.form.setVerticalSpacing(px(6))
        self.form.setHorizontalSpacing(px(16))
        outer.addLayout(self.form)
        self.encoding = self.delimiter = self.sheet = None
        if read_as.sheet:
            hidden = tuple((name, f"{name} (hidden)") for name in read_as.hidden)
            sheets = tuple((name, name) for name in read_as.sheets) + hidden
            self.sheet = self._choice("Sheet", sheets, said.sheet or read_as.sheet)
        else:
            self.encoding = self._choice("Encoding", (*_ENCODINGS, *_MORE_ENCODINGS), said.encoding)
            letters = (("", "Found out"), *((one, name.capitalize()) for one, name in DELIMITERS.items()))
            self.delimiter = self._choice("Cells are set apart by", letters, said.delimiter)
        self.line = QSpinBox()
        self.line.setRange(0, 1_000_000)
        self.line.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.line.setSpecialValueText(f"Found out: {read_as.heading_line:,}")
        self.line.setValue(said.heading_line)
        self._add("Headings on line", self.line)
        self.order = self._choice("Dates", _ORDERS, mapping.date_order)
        self.mark = self._choice("Decimal mark", _MARKS, mapping.decimal_mark)
        self.week = self._choice("A weekly date is", _WEEKS, mapping.week_means)
        self.scale = self._choice("Values are", _SCALES, str(mapping.scale))
        if mapping.cohort:
            whole = (("yes", "Also of all together"), ("no", "Of each cohort only"))
            self.whole: Choice | None = self._choice("Readings", whole, "yes" if mapping.whole else "no")
        else:
            self.whole = None
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button(theme, "Cancel", self.close))
        self.read = Button(theme, "Read again", self.accept, kind="primary")
        row.addWidget(self.read)
        outer.addLayout(row)

    def show_below(self, button: QWidget) -> None:
        """Show it below a button, inside the window."""
        self.adjustSize()
        window = button.window()
        at = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + self._theme.px(4)))
        lowest = window.mapToGlobal(QPoint(0, window.height() - self.height())).y()
        self.move(max(at.x(), window.mapToGlobal(QPoint(0, 0)).x()), min(at.y(), lowest))
        self.show()
        first = self.sheet or self.encoding
        assert first is not None
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def accept(self) -> None:
        """Read the file so."""
        said = Said(_of(self.encoding), _of(self.delimiter), _of(self.sheet), self.line.value())
        mapping = replace(
            self._mapping,
            date_order=_of(self.order),
            decimal_mark=_of(self.mark),
            week_means=_of(self.week),
            scale=float(_of(self.scale) or 1.0),
            whole=self.whole is None or _of(self.whole) == "yes",
        )
        self._take(said, mapping)
        self.close()

    def _choice(self, name: str, choices: tuple[tuple[str, str], ...], held: str) -> Choice:
        field = Choice(self._theme)
        for value, text in choices:
            field.addItem(text, value)
        place = field.findData(held)
        if place < 0:
            field.addItem(held, held)
            place = field.count() - 1
        field.setCurrentIndex(place)
        self._add(name, field)
        return field

    def _add(self, name: str, field: QWidget) -> None:
        label = Label(self._theme, name, "small", "ink2")
        label.setBuddy(field)
        field.setAccessibleName(name)
        self.form.addRow(label, field)


def _of(choice: Choice | None) -> str:
    return "" if choice is None else str(choice.currentData() or "")


def about(preview: Preview | None) -> str:
    """What a file is and how it was read, in one line."""
    if preview is None:
        return ""
    table = preview.table
    said = [table.name, f"{formats.count(table.rows_read)} rows", *table.read_as.words()]
    if preview.prepared is not None:
        said += [one.partition(": ")[2] for one in preview.prepared.taken.decided]
    return ", ".join(dict.fromkeys([*said, *table.read_as.notes]))
