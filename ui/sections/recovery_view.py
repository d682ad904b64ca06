"""The recovery of a pilot at a glance: the strip of its steps, a card for each, and what a relaunch needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.assessment import CRITERION_WORDS
from cxworkbench.glyphs import criterion_glyph
from cxworkbench.recovery import STEPS, RecoveryState
from ui.glyphs import paint_state
from ui.moves import tab_inside
from ui.sections.recovery_card import StepCard
from ui.theme import plain_tooltip
from ui.widgets.cell import Cell, Content
from ui.widgets.label import Label
from ui.widgets.painting import RIGHT, draw_line, text_width
from ui.widgets.panel import Panel, scrolled
from ui.widgets.row_panel import Column, Row, RowPanel, Text
from ui.widgets.rows import empty, take_focus

if TYPE_CHECKING:
    from datetime import date

    from cxworkbench.plan import Plan
    from cxworkbench.relaunch import RelaunchState
    from ui.sections.page import Handed
    from ui.theme import Theme

_STRIP, _WIDE, _ROW = 52, 900, 26
#: How many fixes a card shows, by how tall the view is at least.
_FIXES = ((6, 800), (3, 640), (2, 600))
PAUSE, RELAUNCH = "pause", "relaunch"


class RecoveryStrip(QWidget):
    """Pause, the four steps, relaunch, side by side; the step that waits for its answer is marked.

    Signals:
        chosen: the id of a part.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setFixedHeight(theme.px(_STRIP))
        self.setAccessibleName("Steps of the recovery")
        self.cells: dict[str, Cell] = {}

    def show_state(self, state: RecoveryState) -> None:
        """Show where a recovery stands."""
        held = next((id for id, cell in self.cells.items() if cell.hasFocus()), None)
        empty(self._row)
        self.cells = {}
        current = state.current.id if state.is_running else ""
        if state.is_running and all(one.is_answered for one in state.steps):
            current = RELAUNCH
        for place, (part, name, when, glyph, said) in enumerate(_parts(state), 1):
            mark = ", now" if part == current else ""
            words = f"{place}, {name}, " + ", ".join(filter(None, (when, said))) + mark
            paint = self._painter(str(place), name, when, glyph, said, is_current=part == current)
            cell = Cell(self._theme, words, paint, self)
            cell.setToolTip(plain_tooltip(words))
            cell.clicked.connect(lambda _=False, part=part: self.chosen.emit(part))
            cell.moved.connect(lambda across, down, place=place: self._move(place - 1, across or down))
            cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            self.cells[part] = cell
            self._row.addWidget(cell, 1)
        tab_inside(self)
        if held in self.cells:
            take_focus(self.cells[held])

    def _move(self, place: int, by: int) -> None:
        cells = list(self.cells.values())
        cells[min(max(place + by, 0), len(cells) - 1)].setFocus()

    def _painter(
        self, number: str, name: str, when: str, state: str, said: str, *, is_current: bool
    ) -> Content:
        theme = self._theme

        def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
            px = theme.px
            fill = theme.color("selection" if is_current else "surface")
            painter.fillRect(at, fill)
            painter.setPen(theme.color("line"))
            painter.drawRect(at.adjusted(0.5, 0.5, -0.5, -0.5))
            if is_current:
                bar = QRectF(at.left(), at.bottom() - px(2), at.width(), px(2))
                painter.fillRect(bar, theme.color("accent"))
            box = at.adjusted(px(10), px(6), -px(8), -px(5))
            line = box.height() / 2
            side = px(17)
            square = QRectF(box.left(), box.top() + (line - side) / 2, side, side)
            painter.setPen(theme.color("control_border"))
            painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), px(2), px(2))
            micro, small = theme.font("micro"), theme.font("small")
            painter.setFont(theme.weighted("micro", 600))
            painter.setPen(theme.color("ink2"))
            painter.drawText(square, 0x84, number)  # AlignCenter
            wide = text_width(when, micro) + 1
            first = QRectF(square.right() + px(7), box.top(), box.right() - square.right() - px(7), line)
            strong = theme.font("strong")
            if text_width(name, strong) + wide + px(6) <= first.width():
                draw_line(painter, first, when, micro, theme.color("ink2"), RIGHT)
            draw_line(painter, first, name, strong, theme.color("ink"))
            middle = box.top() + line * 1.5
            paint_state(painter, theme, state, box.left() + px(2), middle, px(13), fill)
            below = QRectF(first.left(), box.top() + line, first.width(), line)
            draw_line(painter, below, said, small, theme.color("ink2"))

        return paint


def _parts(state: RecoveryState) -> list[tuple[str, str, str, str, str]]:
    """Id, name, day, glyph and words of each part of the strip."""
    case = state.case
    if case is None:
        count = len(state.suggested)
        said = f"{formats.plural(count, 'trigger')} found" if count else "No trigger found"
        found = [(PAUSE, "Pause", "", "at_risk" if count else "not_assessed", said)]
    else:
        when = formats.short_day(case.started_on)
        found = [(PAUSE, "Pause", when, "met", case.paused_to or "Paused")]
    for step in state.steps:
        record = step.record
        when = ""
        if record is not None and step.is_answered and record.answered_on is not None:
            when = formats.short_day(record.answered_on)
        elif record is not None and record.next_due is not None:
            when = f"to {formats.short_day(record.next_due)}"
        found.append((step.id, step.name, when, step.state, step.summary))
    if case is not None and case.ended_on is not None:
        word = (case.fields["outcome"].choices or {}).get(case.outcome or "", case.outcome or "ended")
        found.append((RELAUNCH, "Relaunch", formats.short_day(case.ended_on), "met", f"Ended: {word}"))
    else:
        when = formats.short_day(case.relaunch_on) if case is not None and case.relaunch_on else ""
        whole = bool(state.relaunch) and state.met == len(state.relaunch)
        said = f"{state.met} of {formats.plural(len(state.relaunch), 'criterion', 'criteria')} met"
        said = said if state.relaunch else "No criteria yet"
        found.append((RELAUNCH, "Relaunch", when, "met" if whole else "not_assessed", said))
    return found


class RecoveryView(QWidget):
    """Strip, cards and relaunch criteria; all of it scrolls as one where there is no room.

    Args:
        handed: what the page was handed.
        open_part: opens pause, a step, or relaunch by its id.
        parent: what it stands in.
    """

    def __init__(self, handed: Handed, open_part: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        theme, px = handed.theme, handed.theme.px
        self._theme = theme
        self._wide: bool | None = None
        self._state: RecoveryState | None = None
        self._fixes = 3
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(10))
        self.strip = RecoveryStrip(theme)
        self.strip.chosen.connect(open_part)
        outer.addWidget(self.strip)
        inside = QWidget(self)
        outer.addWidget(scrolled(inside, self), 1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        self.cards = {step: StepCard(theme, open_part, handed.go_to) for step in STEPS}
        self._grid = QGridLayout()
        self._grid.setSpacing(px(12))
        column.addLayout(self._grid)
        self.relaunch = Panel(theme, "Relaunch criteria")
        columns = (
            Column("Criterion", least=205),
            Column("Now", 90, right=True),
            Column("Needs", 90, right=True),
            Column("Owner", 110, drop=1),
            Column("By", 60, right=True),
            Column("State", 110),
        )
        self._halves = QGridLayout()
        self._halves.setSpacing(0)
        self.lists = [RowPanel(theme, f"Relaunch criteria, {side}", columns, handed.go_to) for side in "ab"]
        for one in self.lists:
            one.setProperty("panel", "inside")
            one.head.hide()
        self.relaunch.body.addLayout(self._halves)
        self.foot = Label(theme, "", "small", "ink2", wrap=True)
        self.foot.setContentsMargins(px(13), px(4), px(13), px(6))
        self.relaunch.body.addWidget(self.foot)
        column.addWidget(self.relaunch)
        column.addStretch(1)
        self._arrange(wide=True)

    def show_state(self, plan: Plan, state: RecoveryState, as_of: date) -> None:
        """Show a recovery as of a day."""
        self.strip.show_state(state)
        self._state = state
        self._show_cards()
        rows = [_row(one) for one in state.relaunch]
        self.relaunch.setVisible(bool(rows))
        half = (len(rows) + 1) // 2
        for one, part in zip(self.lists, (rows[:half], rows[half:]), strict=True):
            one.show_rows(part)
            one.set_least(half)
            one.setMaximumHeight(self._theme.px(24 + _ROW * max(half, 1) + 6))
        self.relaunch.show_title("Relaunch criteria", _costs(plan, state))
        self.foot.setText(_foot(plan, state, as_of))

    def _show_cards(self) -> None:
        """As many fixes as the window is tall for: the relaunch criteria stay in view."""
        if self._state is not None:
            for step in self._state.steps:
                self.cards[step.id].show_step(step, self._fixes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Four cards side by side where there is room, else two; more fixes where it is tall."""
        super().resizeEvent(event)
        px = self._theme.px
        fixes = next((count for count, least in _FIXES if self.height() >= px(least)), 1)
        if fixes != self._fixes:
            self._fixes = fixes
            self._show_cards()
        self._arrange(wide=self.width() >= self._theme.px(_WIDE))

    def _arrange(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        across = 4 if wide else 2
        for place, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, place // across, place % across)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        for place, one in enumerate(self.lists):
            self._halves.addWidget(one, 0 if wide else place, place if wide else 0)
        self._halves.setColumnStretch(0, 1)
        self._halves.setColumnStretch(1, 1 if wide else 0)


def _row(one: RelaunchState) -> Row:
    shown = criterion_glyph(one.state, "blocker")
    word = CRITERION_WORDS[one.state]
    by = formats.short_day(one.by) if one.by is not None else "no date"
    said = f"{one.text}: {word}. Now {one.now}, needs {one.needs}. {one.owner}, by {by}"
    return Row(
        one.ref,
        said,
        (
            Text(one.text, "ink", 600),
            Text(one.now, "ink"),
            Text(one.needs),
            Text(one.owner),
            Text(by),
            Text(word, shown.token, 600, shown.id),
        ),
    )


def _costs(plan: Plan, state: RecoveryState) -> str:
    case = state.case
    said = f"{state.met} of {len(state.relaunch)} met."
    if case is None or case.cost_per_week is None or state.cost is None:
        return said
    currency = plan.programme.currency
    week, so_far = formats.money(case.cost_per_week, currency), formats.money(state.cost, currency)
    if not state.is_running:
        return f"{said} The pause cost {so_far}."
    return f"{said} Holding costs {week} a week, {so_far} so far."


def _foot(plan: Plan, state: RecoveryState, as_of: date) -> str:
    case = state.case
    if case is None or not state.is_running:
        return ""
    parts = []
    if case.relaunch_on is not None:
        day = formats.near_day(case.relaunch_on, as_of)
        parts.append(f"If a criterion is missed on {day}, sponsors choose a new date or stop.")
    if case.stop_writes_off is not None:
        parts.append(
            f"Stopping now writes off {formats.money(case.stop_writes_off, plan.programme.currency)}."
        )
    if state.is_late:
        parts.append("The pause is longer than planned.")
    return " ".join(parts)
