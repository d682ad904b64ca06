"""The three panes of the print dialog: kinds of briefings, the paper as it will be, and what can be chosen of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.print.choices import Checks, KindRow, PrintedRow
from ui.print.contents import ContentsPart
from ui.print.preview import Preview
from ui.print.printer_part import PrinterPart
from ui.print.remembered import WHOLE_PAGE
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from ui.theme import Theme

_LEFT, _RIGHT = 300, 252
_LEFT_MOST, _RIGHT_MOST = 0.3, 0.27
_MOST_PRINTED = 4


_SHEET = Template("""
QDialog { background: $surface; }
QFrame[part="left"], QFrame[part="right"] { border: 0; background: $surface; }
QFrame[part="left"] { border-right: 1px solid $line; }
QFrame[part="right"] { border-left: 1px solid $line; }
QFrame[part="foot"] { border: 0; border-top: 1px solid $line; background: $raised; }
QFrame[part="middle"] { border: 0; background: $window; }
""")


def sheet(theme: Theme) -> str:
    """The style sheet of the dialog that holds the panes."""
    tokens = ("surface", "raised", "window", "line", "selection")
    return _SHEET.substitute({token: theme.color(token).name() for token in tokens})


def _scrolling(inner: QWidget, name: str) -> QScrollArea:
    """Something that is taller than a small screen with large text; it scrolls only there, and never sideways."""
    around = QScrollArea()
    around.setFrameShape(QFrame.Shape.NoFrame)
    around.setWidgetResizable(True)
    around.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    around.setAccessibleName(name)
    around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    around.setWidget(inner)
    around.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    return around


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
        room: width of the dialog; large text on a small screen leaves the paper its part of it.

    Signals:
        chosen: the id of a kind.
        reprint: the id of a paper that was printed before.
    """

    chosen = Signal(str)
    reprint = Signal(str)

    def __init__(self, theme: Theme, kinds: list[tuple[str, str, str]], at_first: str, room: int) -> None:
        super().__init__()
        inner = QWidget()
        _framed(theme, "left", self, (0, 14, 0, 14), 0).addWidget(_scrolling(inner, "Briefing and audience"))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.setFixedWidth(min(theme.px(_LEFT), round(room * _LEFT_MOST)))
        head = Label(theme, "Briefing and audience", "strong")
        head.setContentsMargins(theme.px(16), 0, 0, theme.px(5))
        column.addWidget(head)
        self.rows: dict[str, KindRow] = {}
        self.printed: list[PrintedRow] = []
        self._theme = theme
        self._group = QButtonGroup(self)
        for kind, name, audience in kinds:
            row = KindRow(theme, name, audience)
            self._group.addButton(row)
            row.setChecked(kind == at_first)
            row.clicked.connect(self._teller(kind))
            self.rows[kind] = row
            column.addWidget(row)
        self._before = QVBoxLayout()
        self._before.setSpacing(0)
        column.addLayout(self._before)
        column.addStretch()

    def show_printed(self, papers: Sequence[tuple[str, str, str]]) -> None:
        """Show papers that were printed before: id, name and day of each, the newest first."""
        while (item := self._before.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.printed = []
        if not papers:
            return
        head = Label(self._theme, "Printed before", "strong")
        head.setContentsMargins(self._theme.px(16), self._theme.px(10), 0, self._theme.px(4))
        self._before.addWidget(head)
        for id, name, day in papers[:_MOST_PRINTED]:
            row = PrintedRow(self._theme, name, day)
            self._group.addButton(row)
            row.clicked.connect(self._reprinter(id))
            self.printed.append(row)
            self._before.addWidget(row)

    def _teller(self, kind: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(kind)

    def _reprinter(self, id: str) -> Callable[[], None]:
        return lambda: self.reprint.emit(id)


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
    """What can be chosen, in three parts (the paper, its contents, the printer); and what was checked.

    The dialog opens on the paper's part; the two others are made in a later turn, or when they are asked for.

    Signals:
        altered: something of the paper was chosen: "paper", "ink", "subject", "stakeholder", "logo" or
            "contents", and its id.
        keep: the pack is to be kept in the plan.
    """

    altered = Signal(str, str)
    keep = Signal()

    def __init__(
        self,
        theme: Theme,
        papers: dict[str, str],
        paper: str,
        inks: dict[str, str],
        ink: str,
        copies: int,
        sides: str,
        room: int,
    ) -> None:
        super().__init__()
        self._theme = theme
        column = _framed(theme, "right", self, (16, 14, 16, 14), 8)
        self.setFixedWidth(min(theme.px(_RIGHT), round(room * _RIGHT_MOST)))
        parts = [("paper", "Paper"), ("contents", "Contents"), ("printer", "Printer")]
        self.part = Segments(theme, "Choices", parts, "paper")
        self.part.chosen.connect(self.show_part)
        self.paper = Segments(theme, "Paper", list(papers.items()), paper)
        self.ink = Segments(theme, "Ink", list(inks.items()), ink)
        self.paper.chosen.connect(lambda value: self.altered.emit("paper", value))
        self.ink.chosen.connect(lambda value: self.altered.emit("ink", value))
        self.subject, self.stakeholder, self.logo = (
            self._choice(name) for name in ("subject", "stakeholder", "logo")
        )
        self._last_printed = (copies, sides)
        self._contents: ContentsPart | None = None
        self._printing: PrinterPart | None = None
        self._offered: Callable[[ContentsPart], None] | None = None
        self.checks = Checks(theme)
        self._stack = QStackedWidget()
        self._paper_choices = self._paper_part()
        self._stack.addWidget(_scrolling(self._paper_choices, "Paper"))
        column.addWidget(self.part)
        column.addWidget(self._stack, 3)
        column.addWidget(Label(theme, "Checks", "strong"))
        around = _scrolling(self.checks, "Checks")
        around.setMinimumHeight(theme.px(86))
        column.addWidget(around, 1)

    def _choice(self, name: str) -> Choice:
        made = Choice(self._theme)
        made.setAccessibleName({"subject": "About", "stakeholder": "Edition", "logo": "Logo"}[name])
        made.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.activated.connect(lambda _: self.altered.emit(name, str(made.currentData() or "")))
        return made

    def _paper_part(self) -> QWidget:
        theme, part = self._theme, QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self._about = Label(theme, "About", "strong")
        for head, widget in (
            (self._about, self.subject),
            (Label(theme, "Edition", "strong"), self.stakeholder),
            (Label(theme, "Paper", "strong"), self.paper),
            (Label(theme, "Ink", "strong"), self.ink),
            (Label(theme, "Logo", "strong"), self.logo),
        ):
            column.addWidget(head)
            column.addWidget(widget)
            column.addSpacing(theme.px(6))
        column.addStretch()
        return part

    @property
    def contents(self) -> ContentsPart:
        """What the paper consists of."""
        if self._contents is None:
            part = self._contents = ContentsPart(self._theme)
            part.altered.connect(lambda: self.altered.emit("contents", ""))
            part.keep.connect(lambda _: self.keep.emit())
            part.taken.connect(lambda pack: self.show_logo(pack.logo if pack is not None else None))
            self._stack.addWidget(_scrolling(part, "Contents"))
            if self._offered is not None:
                self._offered(part)
        return self._contents

    @property
    def own_contents(self) -> ContentsPart | None:
        """The same where it was made already; before that nobody has chosen anything of it."""
        return self._contents

    @property
    def printing(self) -> PrinterPart:
        """The printer and what it is told."""
        if self._printing is None:
            self._printing = PrinterPart(self._theme, *self._last_printed)
            self._stack.addWidget(_scrolling(self._printing, "Printer"))
        return self._printing

    def show_part(self, id: str) -> None:
        """Show the paper, its contents or the printer."""
        part: QWidget = self._paper_choices
        if id == "contents":
            part = self.contents
        elif id == "printer":
            part = self.printing
        around = next(one for one in self._stack.findChildren(QScrollArea) if one.widget() is part)
        self._stack.setCurrentWidget(around)

    def show_contents(self, offer: Callable[[ContentsPart], None]) -> None:
        """Fill what the paper consists of, now or when it is made."""
        self._offered = offer
        if self._contents is not None:
            offer(self._contents)

    def show_subjects(self, subjects: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer what a kind can be about; where it is about the whole programme, nothing is asked."""
        _fill(self.subject, subjects, chosen)
        for widget in (self._about, self.subject):
            widget.setVisible(bool(subjects))

    def show_logos(self, pictures: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer pictures for the head of every page: id and name of each."""
        _fill(self.logo, pictures, chosen)

    def show_logo(self, id: str | None) -> None:
        """Show the picture of a pack; one that isn't offered is the programme's own."""
        self.logo.setCurrentIndex(max(self.logo.findData(id or ""), 0))

    def show_editions(self, readers: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer whose edition it is."""
        _fill(self.stakeholder, readers, chosen)


def _fill(choice: Choice, offered: Sequence[tuple[str, str]], chosen: str) -> None:
    choice.clear()
    for id, name in offered:
        choice.addItem(" ".join(name.split()), id)
    choice.setCurrentIndex(max(choice.findData(chosen), 0))
