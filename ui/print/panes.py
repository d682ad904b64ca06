"""The three panes of the print dialog: kinds of briefings, the paper as it will be, and what can be chosen of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.print.choices import Checks, Copies, KindRow
from ui.print.preview import Preview
from ui.print.printing import Printers
from ui.print.remembered import WHOLE_PAGE
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from ui.theme import Theme

_LEFT, _RIGHT = 300, 252


def _framed(
    theme: Theme, part: str, frame: QFrame, margins: tuple[int, int, int, int], gap: int
) -> QVBoxLayout:
    frame.setProperty("part", part)
    column = QVBoxLayout(frame)
    column.setContentsMargins(*(theme.px(size) for size in margins))
    column.setSpacing(theme.px(gap))
    return column


class KindPane(QFrame):
    """The kinds of briefings, each with its audience.

    Args:
        theme: colours, sizes, type.
        kinds: id, name and audience of each.
        at_first: the id of the kind that is chosen.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, kinds: list[tuple[str, str, str]], at_first: str) -> None:
        super().__init__()
        column = _framed(theme, "left", self, (0, 14, 0, 14), 0)
        self.setFixedWidth(theme.px(_LEFT))
        head = Label(theme, "Briefing and audience", "strong")
        head.setContentsMargins(theme.px(16), 0, 0, theme.px(5))
        column.addWidget(head)
        self.rows: dict[str, KindRow] = {}
        for kind, name, audience in kinds:
            row = KindRow(theme, name, audience)
            row.setAutoExclusive(True)
            row.setChecked(kind == at_first)
            row.clicked.connect(self._teller(kind))
            self.rows[kind] = row
            column.addWidget(row)
        column.addStretch()

    def _teller(self, kind: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(kind)


class PreviewPane(QFrame):
    """The preview, what it shows, and how large."""

    def __init__(self, theme: Theme, zoom: int) -> None:
        super().__init__()
        column = _framed(theme, "middle", self, (16, 12, 16, 0), 4)
        self.caption = ElidedLabel(theme, "", "small", "ink2")
        self.percent = Label(theme, "", "small", "ink2")
        self.preview = Preview(theme)
        smaller = Button(theme, "−", lambda: self.preview.step(up=False), kind="small")
        smaller.setAccessibleName("Smaller")
        larger = Button(theme, "+", lambda: self.preview.step(up=True), kind="small")
        larger.setAccessibleName("Larger")
        whole = Button(theme, "Whole page", lambda: self.preview.set_zoom(WHOLE_PAGE), kind="small")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.caption, 1)
        for widget in (smaller, self.percent, larger, whole):
            row.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.preview, 1)
        self.preview.zoomed.connect(lambda percent: self.percent.setText(f"{percent}%"))
        self.preview.set_zoom(zoom)


class ChoicePane(QFrame):
    """Paper, ink, printer and copies; and what was checked.

    Signals:
        chosen: what was chosen ("paper" or "ink") and its id.
    """

    chosen = Signal(str, str)

    def __init__(
        self, theme: Theme, papers: dict[str, str], paper: str, inks: dict[str, str], ink: str, copies: int
    ) -> None:
        super().__init__()
        self._theme = theme
        self._column = _framed(theme, "right", self, (16, 14, 16, 14), 4)
        self.setFixedWidth(theme.px(_RIGHT))
        self.paper = Segments(theme, "Paper", list(papers.items()), paper)
        self.ink = Segments(theme, "Ink", list(inks.items()), ink)
        self.paper.chosen.connect(lambda value: self.chosen.emit("paper", value))
        self.ink.chosen.connect(lambda value: self.chosen.emit("ink", value))
        self.printer = Choice(theme)
        self.printer.setAccessibleName("Printer")
        self.printer.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.printer_note = Label(theme, "", "small", "ink2", wrap=True)
        self.copies = Copies(copies)
        self.checks = Checks(theme)
        self._add("Paper", self.paper)
        self._add("Ink", self.ink)
        self._add("Printer", self.printer, self.printer_note)
        self._copies_head = self._add("Copies", self.copies)
        self._add("Checks", self.checks)
        self._column.addStretch()
        self.show_printers(Printers((), reason="Looking for printers"), "")

    def _add(self, head: str, *widgets: QWidget) -> QWidget:
        if self._column.count():
            self._column.addSpacing(self._theme.px(10))
        label = Label(self._theme, head, "strong")
        self._column.addWidget(label)
        for widget in widgets:
            self._column.addWidget(widget)
        return label

    def show_printers(self, printers: Printers, last: str) -> None:
        """Offer printers, the one used last or the usual one first; or say why there are none."""
        self.printer.clear()
        self.printer.addItems(list(printers.names))
        for wanted in (last, printers.default):
            if wanted in printers.names:
                self.printer.setCurrentText(wanted)
                break
        has_any = bool(printers.names)
        for widget in (self.printer, self._copies_head, self.copies):
            widget.setVisible(has_any)
        self.printer_note.setText(printers.reason)
        self.printer_note.setVisible(bool(printers.reason))
