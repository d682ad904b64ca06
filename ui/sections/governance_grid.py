"""Who is accountable: the seven questions across the pilots, with who answers, who stands in, and what is blank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from cxworkbench import formats
from cxworkbench.governance_summary import coverage
from ui.glyphs import paint_state
from ui.moves import tab_inside
from ui.theme import plain_tooltip
from ui.widgets.cell import Cell, Plate
from ui.widgets.painting import draw_line, text_width
from ui.widgets.rows import Rover, empty, focused, take_focus

if TYPE_CHECKING:
    from datetime import date

    from cxworkbench.governance import Answer, Question
    from ui.theme import Theme

_QUESTION, _PILOT, _ROW, _HEAD, _SIDE, _GLYPH = 190, 138, 44, 26, 13, 13
Content = Callable[[QPainter, QRectF, QColor], None]


class QuestionGrid(QWidget):
    """A cell for each question and pilot, moved between by arrows; the page's own pilot is always among them.

    Signals:
        asked: the question and the answer whose cell was clicked.
    """

    asked = Signal(object, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._found: list[Question] = []
        self._pilot = ""
        self._as_of: date | None = None
        self._columns: list[str] = []
        self.setAccessibleName("Who is accountable")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self.cells: dict[tuple[str, str], Cell] = {}
        self._rover = Rover(self)

    def show_questions(self, found: Sequence[Question], pilot: str, as_of: date) -> None:
        """Show the questions with the answers of the pilots, the pilot of the page marked."""
        self._found, self._pilot, self._as_of = list(found), pilot, as_of
        self._columns = []
        self._fit()

    @property
    def hidden_pilots(self) -> int:
        """How many pilots there was no room for."""
        return (len(self._found[0].answers) if self._found else 0) - len(self._columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many pilots as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """What was shown while it was hidden is made now, when its width is known."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self.isVisible():
            return
        px = self._theme.px
        pilots = [one.pilot.id for one in self._found[0].answers] if self._found else []
        room = max((self.width() - px(_QUESTION)) // px(_PILOT), 1)
        columns = pilots
        if len(pilots) > room:
            own = pilots.index(self._pilot) if self._pilot in pilots else 0
            start = min(own, len(pilots) - room)
            columns = pilots[start : start + room]
        if columns != self._columns:
            self._columns = columns
            self._make()

    def _make(self) -> None:
        theme, held = self._theme, focused(self.cells)
        empty(self._grid)
        self.cells = {}
        head = Plate(theme, "Question", self._words_of_head("Question", "", ""), self, "strong")
        head.setFixedHeight(theme.px(_HEAD))
        self._grid.addWidget(head, 0, 0)
        shown = (
            [one for one in self._found[0].answers if one.pilot.id in self._columns] if self._found else []
        )
        for across, answer in enumerate(shown, 1):
            covered = coverage(self._found, answer.pilot.id)
            ink = "fail" if covered.missing else "ink2"
            counted = f"{covered.named} of {covered.total}"
            name = f"{answer.pilot.name}, {covered.words}"
            painted = self._words_of_head(answer.pilot.name, counted, ink, own=answer.pilot.id == self._pilot)
            plate = Plate(theme, name, painted, self, "left strong")
            plate.setToolTip(plain_tooltip(name))
            plate.setFixedHeight(theme.px(_HEAD))
            self._grid.addWidget(plate, 0, across)
        lines = [
            self._line(down, question, last=down == len(self._found))
            for down, question in enumerate(self._found, 1)
        ]
        self._rover.hold(lines)
        self._grid.setColumnStretch(0, 5)
        for across in range(1, self._grid.columnCount()):
            self._grid.setColumnStretch(across, 4 if across <= len(shown) else 0)
        tab_inside(self)
        if held in self.cells:
            take_focus(self.cells[held])

    def _line(self, down: int, question: Question, *, last: bool) -> list[Cell]:
        theme, edge = self._theme, "" if last else "bottom"
        plate = Plate(theme, question.text, self._two_lines(question.subject, question.short), self, edge)
        plate.setToolTip(plain_tooltip(question.text))
        plate.setFixedHeight(theme.px(_ROW))
        plate.setMinimumWidth(theme.px(120))
        self._grid.addWidget(plate, down, 0)
        made: list[Cell] = []
        for answer in question.answers:
            if answer.pilot.id not in self._columns:
                continue
            first, second = self.words(answer)
            name = f"{question.subject}, {answer.pilot.name}: {first}, {second}"
            tone = "fail" if answer.state == "missing" else ""
            cell = Cell(theme, name, self._answer(answer), self, f"left {edge}", tone)
            cell.setToolTip(plain_tooltip(name))
            cell.setFixedHeight(theme.px(_ROW))
            cell.setMinimumWidth(theme.px(80))
            cell.clicked.connect(lambda _=False, q=question, a=answer: self.asked.emit(q, a))
            self._grid.addWidget(cell, down, 1 + len(made))
            self.cells[question.id, answer.pilot.id] = cell
            made.append(cell)
        return made

    def words(self, answer: Answer) -> tuple[str, str]:
        """What a cell says on its two lines."""
        if answer.state == "named":
            return answer.person, f"Deputy {answer.deputy}" if answer.deputy else "No deputy named"
        due = formats.day(answer.due, current=self._as_of)
        if answer.state == "missing":
            return "Nobody named", f"Due since {due}"
        return "Not due yet", f"Due {due} at Go-live" if answer.due is not None else "No day set for Go-live"

    def _answer(self, answer: Answer) -> Content:
        first, second = self.words(answer)
        lacks = answer.state == "named" and not answer.deputy
        if answer.state == "missing":
            return self._two_lines(first, second, "failing", "fail", "ink")
        if answer.state == "not_due":
            return self._two_lines(first, second, "not_assessed", "ink2", "ink2")
        return self._two_lines(first, second, "", "ink", "risk" if lacks else "ink2", weight=400)

    def _two_lines(
        self,
        first: str,
        second: str,
        state: str = "",
        ink: str = "ink",
        under: str = "ink2",
        weight: int = 600,
    ) -> Content:
        def paint(painter: QPainter, at: QRectF, ground: QColor) -> None:
            theme, px = self._theme, self._theme.px
            left, line = at.left() + px(_SIDE), theme.line("small")
            wide, top = at.width() - px(2 * _SIDE - 6), at.center().y() - line
            begin = left
            if state:
                paint_state(painter, theme, state, left, top + line / 2, px(_GLYPH), ground)
                begin += px(_GLYPH + 6)
            box = QRectF(begin, top, wide - (begin - left), line)
            draw_line(painter, box, first, theme.weighted("small", weight), theme.color(ink))
            box = QRectF(left, top + line, wide, line)
            draw_line(painter, box, second, theme.font("small"), theme.color(under))

        return paint

    def _words_of_head(self, text: str, counted: str, ink: str, *, own: bool = False) -> Content:
        def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
            theme, px = self._theme, self._theme.px
            font = theme.weighted("micro", 600 if own else 500)
            strong = theme.weighted("micro", 600)
            left, wide = at.left() + px(_SIDE), at.width() - px(2 * _SIDE - 6)
            taken = min(text_width(text, font) + px(6), wide - text_width(counted, strong) - 1)
            box = QRectF(left, at.top(), taken, at.height())
            draw_line(painter, box, text, font, theme.color("ink" if own else "ink2"))
            if counted:
                box = QRectF(left + taken, at.top(), wide - taken, at.height())
                draw_line(painter, box, counted, strong, theme.color(ink))

        return paint
