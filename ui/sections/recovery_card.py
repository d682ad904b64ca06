"""One step of a recovery as a card: its question, the answer so far, evidence from the plan, and its fixes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.glyphs import glyph
from cxworkbench.plan import Ref
from ui.glyphs import paint_state
from ui.theme import plain_tooltip
from ui.widgets.cell import Cell, Content, Plate
from ui.widgets.label import Label
from ui.widgets.painting import RIGHT, draw_line, text_width
from ui.widgets.panel import Panel
from ui.widgets.rows import empty

if TYPE_CHECKING:
    from cxworkbench.recovery import StepState
    from cxworkbench.recovery_evidence import Line, Remedy
    from ui.theme import Theme

_SIDE, _HEAD, _LINE, _BARRED, _FIX, _GLYPH = 13, 34, 21, 35, 42, 13


class StepCard(Panel):
    """A step at a glance; its head opens the step, each line and fix its record.

    Args:
        theme: colours, sizes, type.
        open_step: opens a step by its id.
        go_to: opens a record.
    """

    def __init__(self, theme: Theme, open_step: Callable[[str], None], go_to: Callable[[Ref], None]) -> None:
        super().__init__(theme)
        self._open_step, self._go_to = open_step, go_to
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self.body.addLayout(self._inside)
        self.body.addStretch(1)
        self.step: StepState | None = None
        self.cells: list[QWidget] = []

    def show_step(self, step: StepState, fixes: int = 3) -> None:
        """Show a step with so many of its fixes; the others are counted."""
        held = next((place for place, one in enumerate(self.cells) if one.hasFocus()), None)
        theme, px = self.theme, self.theme.px
        self.step = step
        self.setAccessibleName(f"{step.name}: {step.question}")
        empty(self._inside)
        self.cells = []
        word = glyph(step.state).word
        name = f"{step.name}: {word}. Opens its questions and causes"
        self._add(name, self._head(step), px(_HEAD), lambda: self._open_step(step.id))
        for text, role, ink in (
            (step.question, "strong", "ink"),
            (step.answer or _not_answered(step), "small", "ink2"),
        ):
            label = Label(theme, text, role, ink, wrap=True)
            label.setContentsMargins(px(_SIDE), 0, px(_SIDE), px(3))
            self._inside.addWidget(label)
            label.show()  # else a switch of mode before it is shown would be lost on it
        self._inside.addSpacing(px(3))
        for line in step.lines:
            tall = px(_BARRED if line.needs is not None else _LINE)
            said = ", ".join(filter(None, (line.text, line.value)))
            self._add(said, self._line(line), tall, self._opening(line.ref))
        self._inside.addSpacing(px(3))
        title = Label(theme, "Fixes" if step.fixes else "Fixes: none yet", "micro", "ink2")
        title.setContentsMargins(px(_SIDE), 0, px(_SIDE), px(4))
        self._inside.addWidget(title)
        title.show()
        for fix in step.fixes[:fixes]:
            when = _when(fix)
            name = f"{fix.text}, {fix.owner}, {when}"
            self._add(name, self._fix(fix.text, fix.owner, when), px(_FIX), self._opening(fix.ref), "top")
        rest = len(step.fixes) - fixes
        if rest > 0:
            more = f"{formats.plural(rest, 'more fix', 'more fixes')}"
            self._add(more, self._plain(more), px(_LINE), lambda: self._open_step(step.id), "top")
        if held is not None and self.cells:
            cell = self.cells[min(held, len(self.cells) - 1)]
            cell.show()
            cell.setFocus()

    # ------------------------------------------------------------------------------------------- inside

    def _opening(self, ref: Ref | None) -> Callable[[], None] | None:
        return None if ref is None else lambda: self._go_to(ref)

    def _add(
        self, name: str, content: Content, tall: int, opened: Callable[[], None] | None, edges: str = ""
    ) -> None:
        cell: QWidget
        if opened is None:
            cell = Plate(self.theme, name, content, self, edges)
        else:
            button = cell = Cell(self.theme, name, content, self, edges)
            button.clicked.connect(lambda _=False: opened())
            button.moved.connect(
                lambda _, down: button.focusNextChild() if down > 0 else button.focusPreviousChild()
            )
            self.cells.append(button)
        cell.setToolTip(plain_tooltip(name))
        cell.setFixedHeight(tall)
        self._inside.addWidget(cell)

    def _box(self, at: QRectF) -> QRectF:
        side = self.theme.px(_SIDE)
        return at.adjusted(side, 0, -side, 0)

    def _head(self, step: StepState) -> Content:
        def paint(painter: QPainter, at: QRectF, ground: QColor) -> None:
            theme, box, shown = self.theme, self._box(at), glyph(step.state)
            strong = theme.weighted("section", 600)
            wide = text_width(shown.word, strong) + 2
            left = box.right() - wide - theme.px(_GLYPH + 6)
            paint_state(painter, theme, shown.id, left, box.center().y(), theme.px(_GLYPH), ground)
            draw_line(painter, box, shown.word, strong, theme.color(shown.token), RIGHT)
            name = QRectF(box.left(), box.top(), left - box.left() - theme.px(6), box.height())
            draw_line(painter, name, step.name, strong, theme.color("ink"))

        return paint

    def _line(self, line: Line) -> Content:
        def paint(painter: QPainter, at: QRectF, ground: QColor) -> None:
            theme, px, box = self.theme, self.theme.px, self._box(at)
            small, strong = theme.font("small"), theme.weighted("small", 600)
            row = QRectF(box.left(), box.top(), box.width(), px(_LINE))
            left = row.left()
            if line.state and line.needs is None:
                paint_state(painter, theme, line.state, left, row.center().y(), px(_GLYPH - 1), ground)
                left += px(_GLYPH + 6)
            ink = theme.color("fail" if line.state == "failing" else "ink")
            wide = text_width(line.value, strong) + 1 if line.value else 0
            draw_line(painter, row, line.value, strong, ink, RIGHT)
            end = row.right() - wide - px(8)
            if line.share is not None and line.needs is None:
                full = row.width() * 0.22
                end -= full
                tall = px(9)
                bar = QRectF(end, row.center().y() - tall / 2, full * line.share, tall)
                painter.fillRect(bar, theme.color("series1"))
                end -= px(8)
            text = QRectF(left, row.top(), max(end - left, 0), row.height())
            draw_line(painter, text, line.text, small, theme.color("ink"))
            if line.share is not None and line.needs is not None:
                self._bar(painter, QRectF(box.left(), row.bottom(), box.width(), px(9)), line)

        return paint

    def _bar(self, painter: QPainter, at: QRectF, line: Line) -> None:
        """A share from 0, with what it needs as an upright line."""
        theme = self.theme
        painter.fillRect(at, theme.color("none_soft"))
        tone = theme.color("fail" if (line.share or 0) < (line.needs or 0) else "met")
        painter.fillRect(QRectF(at.left(), at.top(), at.width() * (line.share or 0), at.height()), tone)
        mark = at.left() + at.width() * (line.needs or 0)
        painter.fillRect(
            QRectF(mark, at.top() - 2, max(theme.px(1.4), 1), at.height() + 4), theme.color("ink")
        )

    def _fix(self, text: str, who: str, when: str) -> Content:
        def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
            theme, box = self.theme, self._box(at)
            line = theme.line("small")
            first = QRectF(box.left(), box.center().y() - line, box.width(), line)
            strong, small, ink2 = theme.weighted("small", 600), theme.font("small"), theme.color("ink2")
            draw_line(painter, first, text, strong, theme.color("ink"))
            second = first.translated(0, line)
            wide = text_width(when, small) + 1
            draw_line(painter, second, when, small, ink2, RIGHT)
            draw_line(painter, second.adjusted(0, 0, -wide - theme.px(6), 0), who, small, ink2)

        return paint

    def _plain(self, text: str) -> Content:
        def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
            theme = self.theme
            draw_line(painter, self._box(at), text, theme.font("small"), theme.color("accent"))

        return paint


def _not_answered(step: StepState) -> str:
    if step.waits_for:
        return f"Opens when {step.waits_for} is answered."
    return "Not answered yet." if step.is_open else "Asked once the pilot is paused."


def _when(fix: Remedy) -> str:
    if fix.done_on is not None:
        return f"done {formats.short_day(fix.done_on)}"
    return formats.short_day(fix.due) if fix.due is not None else "no date"
