"""A field of several entries, each on a line of its own: levels by name, counts, options, words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from cxworkbench.grid import structured
from cxworkbench.grid.columns import choices_of
from ui.forms.editors import FieldEditor, Line
from ui.widgets.label import Label

if TYPE_CHECKING:
    from cxworkbench.grid.structured import Entry

#: What stands in the empty last line of each shape: its name, and what is beside it.
_ASKS = {
    "counts": ("Answer", "Count"),
    "options": ("Option", "What it means"),
    "words": ("Add another", ""),
    "levels": ("", "–"),
}
#: How wide the second line is beside the first.
_SHARES = {"levels": (3, 1), "counts": (3, 1), "options": (2, 3), "words": (1, 0)}


class RowsEditor(FieldEditor):
    """Lines below each other; an empty one is always left for the next entry, except where the names are given.

    What it holds is the same text as in a cell of a table, an entry a line, so that it is read, kept and compared as
    any other field is.

    Attributes:
        rows: the lines of each entry: of its name, and of what stands beside it; None where there is no such line.
    """

    @property
    def _shape(self) -> str:
        return self.field.shape

    def _make_control(self) -> QWidget:
        control = self._place = QWidget(self)
        self._grid = QGridLayout(control)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(self._theme.px(8))
        self._grid.setVerticalSpacing(self._theme.px(4))
        for column, share in enumerate(_SHARES[self._shape]):
            self._grid.setColumnStretch(column, share)
        self.rows: list[tuple[Line | None, Line | None]] = []
        #: The names that are given, by the label that stands in their place.
        self._given: list[str] = []
        self._names: dict[str, Label] = {}
        self._is_read_only = False
        self._write("")
        return control

    @property
    def text(self) -> str:
        """Its entries, one a line."""
        return structured.written(self._entries())

    def _entries(self) -> list[Entry]:
        found = []
        for place, (name, beside) in enumerate(self.rows):
            given = self._given[place] if name is None else " ".join(name.text().split())
            value = beside.text().strip() if beside is not None else ""
            if value or (name is not None and given):
                found.append((given, value))
        return found

    def _write(self, text: str) -> None:
        entries = structured.parted(self._shape, text)
        if self._shape == "levels":
            self._write_levels(dict(entries))
        else:
            self._write_open(entries)
        first = next((one for row in self.rows for one in row if one is not None), None)
        if first is not None:
            self._place.setFocusProxy(first)

    def _write_levels(self, levels: dict[str, str]) -> None:
        """A line for each name of the catalogue, and for what else the plan holds."""
        names = list(choices_of(self.field).values())
        wanted = [*names, *(name for name in levels if name not in names)]
        if wanted != self._given:
            self._clear()
            self._given = wanted
            for place, name in enumerate(wanted):
                label = self._names[name] = Label(self._theme, name, "small", "ink2", parent=self)
                line = self._line(f"{self.name}, {name}", "levels", 1)
                label.setBuddy(line)
                self._grid.addWidget(label, place, 0)
                self._grid.addWidget(line, place, 1)
                self.rows.append((None, line))
        for (_, beside), name in zip(self.rows, wanted, strict=True):
            if beside is not None:
                beside.setText(levels.get(name, ""))
                beside.setCursorPosition(0)

    def _write_open(self, entries: list[Entry]) -> None:
        while len(self.rows) > len(entries) + 1:
            for line in self.rows.pop():
                if line is not None:
                    line.hide()
                    line.deleteLater()
        while len(self.rows) < len(entries) + 1:
            self._add_row()
        for (name, beside), entry in zip(self.rows, [*entries, ("", "")], strict=True):
            for line, value in zip((name, beside), entry, strict=True):
                if line is not None and line.text() != value:
                    line.setText(value)
                    line.setCursorPosition(0)
        self._show_last()

    def _add_row(self) -> None:
        place = len(self.rows)
        made: list[Line | None] = []
        for column, asks in enumerate(_ASKS[self._shape]):
            line = (
                self._line(f"{self.name} {place + 1}, {asks.lower()}", self._shape, column) if asks else None
            )
            if line is not None:
                line.textEdited.connect(self._edited)
                self._grid.addWidget(line, place, column)
            made.append(line)
        self.rows.append((made[0], made[1]))

    def _line(self, name: str, shape: str, column: int) -> Line:
        line = Line(self)
        line.setAccessibleName(name)
        line.setPlaceholderText(_ASKS[shape][column])
        line.setReadOnly(self._is_read_only)
        if shape in {"levels", "counts"} and column == 1:
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.left.connect(self.commit)
        line.given_up.connect(self._give_up)
        return line

    def _rest(self) -> None:
        for line in (one for row in self.rows for one in row if one is not None):
            line.setModified(False)

    def _edited(self) -> None:
        """Another empty line, once the last one isn't empty any more."""
        if any(line is not None and line.text() for line in self.rows[-1]):
            self._add_row()

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows, self._names = [], {}

    def _show_last(self) -> None:
        for line in self.rows[-1]:
            if line is not None:
                line.setVisible(not self._is_read_only)

    def set_read_only(self, read_only: bool) -> None:
        """Whether it can be changed; the empty line is there only then."""
        self._is_read_only = read_only
        for row in self.rows:
            for line in row:
                if line is not None:
                    line.setReadOnly(read_only)
        if self._shape != "levels":
            self._show_last()
