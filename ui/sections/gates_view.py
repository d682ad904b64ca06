"""The gates of a pilot: their strip, what the chosen one asks, what is recommended, and the decision."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.assessment import CRITERION_WORDS
from cxworkbench.gate_page import GatePage, GateRow, gate_state, passed_by
from cxworkbench.glyphs import criterion_glyph
from cxworkbench.recommendation import Recommendation, recommend
from db.models.pilots import GATES
from ui.glyphs import paint_state
from ui.moves import tab_after, tab_inside
from ui.sections.gate_draft import DRAFT_TITLE, GateDraft
from ui.slices import Slices
from ui.widgets.cell import Cell, Content
from ui.widgets.label import Label
from ui.widgets.painting import RIGHT, draw_line
from ui.widgets.panel import Panel, rule, scrolled
from ui.widgets.row_panel import Column, Row, RowPanel, Text

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, GateState, PilotState
    from ui.sections.page import Handed
    from ui.theme import Theme

_SIDE, _STRIP, _DRAFT = 390, 70, 380
_FOOT = "A row opens the record behind it. What could not be checked counts as not met."


class GateStrip(QWidget):
    """The six gates side by side; the chosen one is marked.

    Signals:
        chosen: the kind of a gate.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setFixedHeight(theme.px(_STRIP))
        self.cells: dict[str, Cell] = {}

    def show_gates(self, pages: list[GatePage], chosen: str) -> None:
        """Show gates with who passed them and on what; ``chosen`` is the one whose criteria are shown."""
        focused = next((kind for kind, cell in self.cells.items() if cell.hasFocus()), None)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.cells = {}
        for page in pages:
            kind = page.gate.gate.kind_
            lines = _strip_lines(page)
            cell = Cell(
                self._theme,
                ", ".join(filter(None, (GATES[kind], *lines))) + (", shown" if kind == chosen else ""),
                self._painter(page.gate, lines, is_chosen=kind == chosen),
                self,
            )
            cell.clicked.connect(lambda _on, kind=kind: self.chosen.emit(kind))
            cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            self.cells[kind] = cell
            self._row.addWidget(cell, 1)
            cell.show()
        tab_inside(self)
        if focused in self.cells:
            self.cells[focused].setFocus()

    def _painter(self, gate: GateState, lines: tuple[str, str, str], *, is_chosen: bool) -> Content:
        theme = self._theme
        name, (when, who, what) = GATES[gate.gate.kind_], lines

        def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
            fill = theme.color("selection" if is_chosen else "surface")
            painter.fillRect(at, fill)
            painter.setPen(theme.color("line"))
            painter.drawRect(at.adjusted(0.5, 0.5, -0.5, -0.5))
            if is_chosen:
                bar = QRectF(at.left(), at.bottom() - theme.px(2), at.width(), theme.px(2))
                painter.fillRect(bar, theme.color("accent"))
            left, side = at.left() + theme.px(12), theme.px(15)
            line = theme.line("body")
            first = QRectF(left, at.top() + theme.px(8), at.width() - theme.px(22), line)
            paint_state(painter, theme, f"gate_{gate.state}", left, first.center().y(), side, fill)
            strong, micro = theme.font("strong"), theme.font("micro")
            draw_line(painter, first.adjusted(side + theme.px(6), 0, 0, 0), name, strong, theme.color("ink"))
            end = first.adjusted(first.width() * 0.55, 0, 0, 0)
            draw_line(painter, end, when, micro, theme.color("ink2"), RIGHT)
            small = theme.line("micro")
            for place, text in enumerate((who, what)):
                below = QRectF(left, first.bottom() + theme.px(1) + place * small, first.width(), small)
                draw_line(painter, below, text, micro, theme.color("ink2"))

        return paint


class GatesView(QWidget):
    """The strip above; criteria at the left, recommendation and decision at the right.

    Attributes:
        gate: the kind of the gate that is shown.
        page: its criteria, as shown.
        advice: what is recommended for the pilot; None where nothing is.
    """

    #: Another gate is shown.
    turned = Signal()

    def __init__(self, handed: Handed, parent: QWidget) -> None:
        super().__init__(parent)
        self._handed = handed
        self.slices = Slices(self)
        self._assessment: Assessment | None = None
        self._state: PilotState | None = None
        self._pilot = ""
        self.gate = ""
        self.page: GatePage | None = None
        self.advice: Recommendation | None = None
        theme, px = handed.theme, handed.theme.px
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(12))
        self.strip = GateStrip(theme, self)
        self.strip.chosen.connect(self.choose)
        outer.addWidget(self.strip)
        below = QHBoxLayout()
        below.setSpacing(px(12))
        outer.addLayout(below, 1)
        self.criteria = RowPanel(
            theme,
            "What the gate asks",
            (
                Column("Criterion"),
                Column("Evidence", 250, drop=2),
                Column("Records", 120, drop=3),
                Column("State", 160),
            ),
            handed.go_to,
            empty=("Nothing is asked", "No criterion belongs to this gate."),
            parent=self,
        )
        area = scrolled(self.criteria, self)
        below.addWidget(area, 1)
        side = QWidget(self)
        scrolling = scrolled(side, self)
        scrolling.setFixedWidth(px(_SIDE))
        below.addWidget(scrolling)
        self._right = right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(px(12))
        right.addWidget(self._make_advice(side))
        self._draft_place = Panel(theme, *DRAFT_TITLE, side)
        self._draft_place.setMinimumHeight(px(_DRAFT))
        self._draft_place.body.addStretch(1)
        right.addWidget(self._draft_place)
        right.addStretch(1)

    @cached_property
    def draft(self) -> GateDraft:
        """The decision as it is drafted; made in the turn after the page is shown."""
        made = GateDraft(self._handed, self._advice.parentWidget())
        self._right.replaceWidget(self._draft_place, made)
        self._draft_place.hide()
        self._draft_place.deleteLater()
        self._show_draft(made)
        made.show()
        tab_after(self._advice, made)
        return made

    def _show_draft(self, draft: GateDraft) -> None:
        if self._assessment is not None and self._state is not None:
            draft.show_gate(self._assessment, self._state, self.page, self.advice)

    def show_assessment(self, assessment: Assessment, state: PilotState) -> None:
        """Show a pilot's gates; the gate that was chosen stays, at first the next one to pass."""
        self._assessment, self._state = assessment, state
        if self._pilot != state.pilot.id or not self.gate:
            self._pilot, self.gate = state.pilot.id, _next_gate(state)
        plan, as_of = assessment.plan, assessment.as_of
        found = (gate_state(plan, state.pilot, kind, as_of, state=state) for kind in GATES)
        pages = [page for page in found if page is not None]
        self.page = next((page for page in pages if page.gate.gate.kind_ == self.gate), None)
        self.advice = recommend(plan, state, as_of)
        self.strip.show_gates(pages, self.gate)
        self._show_criteria()
        self._show_advice()
        if "draft" in self.__dict__:
            self._show_draft(self.draft)
        else:
            self.slices.add("draft", lambda: self.draft)

    def choose(self, kind: str) -> None:
        """Show another gate."""
        self.gate = kind
        if self._assessment is not None and self._state is not None:
            self.show_assessment(self._assessment, self._state)
            self.turned.emit()

    @property
    def question(self) -> str:
        """What the gate that is shown asks: "Decide: did the pilot pass the thresholds set beforehand?"."""
        asked = self.page.question if self.page is not None else ""
        return f"{GATES[self.gate]}: {asked[:1].lower()}{asked[1:]}" if self.gate else ""

    def summary(self) -> tuple[str, str]:
        """The state and the words of the page's head: how the next gate stands."""
        page = self.page
        if page is None:
            return "not_assessed", "No gates"
        name = GATES[page.gate.gate.kind_]
        if page.gate.gate.passed_on is not None:
            return "met", f"{name} passed {formats.short_day(page.gate.gate.passed_on)}"
        planned = page.gate.gate.planned_on
        due = f"{name} due {formats.short_day(planned)}" if planned is not None else f"{name} has no date"
        blockers = page.blockers
        words = f"{due}, {formats.plural(blockers, 'blocker')}" if blockers else due
        is_late = planned is not None and self._assessment is not None and planned < self._assessment.as_of
        return ("failing" if blockers and is_late else "at_risk" if blockers else "not_assessed"), words

    # ------------------------------------------------------------------------------------------- inside

    def _show_criteria(self) -> None:
        page = self.page
        if page is None:
            self.criteria.show_rows([])
            return
        name = GATES[page.gate.gate.kind_]
        self.criteria.show_title(f"{name}: {page.question[:1].lower()}{page.question[1:]}")
        rows = [_row(one) for one in (*page.of_rule, *page.criteria)]
        if page.earlier:
            state = "met" if page.earlier_met == page.earlier else "not_met"
            said = f"{page.earlier_met} of {page.earlier}"
            rows.append(_row(GateRow("Earlier criteria still hold", said, "", state)))
        self.criteria.set_least(len(rows))
        self.criteria.show_rows(rows, page.summary, _FOOT)

    def _make_advice(self, parent: QWidget) -> Panel:
        theme, px = self._handed.theme, self._handed.theme.px
        self._advice = inside = Panel(theme, "Recommendation", "scale, hold, pause or stop", parent)
        head = QHBoxLayout()
        head.setContentsMargins(px(13), 0, px(13), px(4))
        head.setSpacing(px(10))
        self.outcome = Label(theme, "", "figure", parent=inside)
        self.beside = Label(theme, "", "small", "ink2", wrap=True, parent=inside)
        head.addWidget(self.outcome, 0, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.beside, 1, Qt.AlignmentFlag.AlignBottom)
        self._advice.body.addLayout(head)
        self.reasons = Label(theme, "", "small", "ink", wrap=True, parent=inside)
        self.reasons.setContentsMargins(px(13), 0, px(13), px(8))
        self._advice.body.addWidget(self.reasons)
        self._advice.body.addWidget(rule(inside))
        self.changes = RowPanel(
            theme,
            "What would change it",
            (Column("", 70), Column(""), Column("", 90, right=True)),
            self._handed.go_to,
            parent=inside,
        )
        self.changes.setProperty("panel", "inside")
        self._advice.body.addWidget(self.changes)
        return self._advice

    def _show_advice(self) -> None:
        advice, state = self.advice, self._state
        assert state is not None
        self.changes.setVisible(advice is not None)
        if advice is None:
            self.outcome.setText("None yet")
            said = "its recovery speaks" if state.pilot.status == "paused" else "the pilot is not live"
            self.beside.setText(f"because {said}")
            self.reasons.setText("")
            return
        self.outcome.setText(advice.outcome.capitalize())
        beside = [advice.progress, f"fallback {advice.fallback}" if advice.fallback else ""]
        self.beside.setText(", ".join(filter(None, beside)))
        lines = [
            *advice.reasons,
            *(
                f"Caution, {one.what}: {one.measured} measured, {one.rollout} in the roll-out"
                for one in advice.cautions
            ),
        ]
        self.reasons.setText("\n".join(f"• {one}" for one in lines))
        rows = [
            Row(
                one.refs[0] if one.refs else None,
                f"{one.towards}: {one.text}, {one.by_when}",
                (
                    Text(f"to {one.towards.capitalize()}" if one.towards else "reserve"),
                    Text(one.text, "ink"),
                    Text(one.by_when),
                ),
            )
            for one in advice.changes
        ]
        self.changes.set_least(min(len(rows), 6))
        self.changes.show_rows(rows)


def _row(one: GateRow) -> Row:
    shown = criterion_glyph(one.state, one.severity or "minor")
    word = CRITERION_WORDS[one.state]
    note = f", {one.note}" if one.note else ""
    said = f"{one.text}: {word}{note}. {one.evidence}"
    ref = one.refs[0] if one.refs else None
    grave = one.state == "not_met"
    return Row(
        ref,
        said,
        (
            Text(one.text, "ink", 600 if grave else 400),
            Text(one.evidence),
            Text(one.records, "accent" if ref is not None else "ink2"),
            Text(f"{word}{note}", shown.token, 600, shown.id),
        ),
    )


def _next_gate(state: PilotState) -> str:
    waiting = [one.gate.kind_ for one in state.gates if one.gate.passed_on is None]
    kinds = [kind for kind in GATES if kind in waiting]
    return kinds[0] if kinds else next(reversed(GATES))


def _strip_lines(page: GatePage) -> tuple[str, str, str]:
    """When, who, and on what conditions."""
    gate = page.gate.gate
    if gate.passed_on is not None:
        count = len(page.conditions)
        said = f"Passed on {formats.plural(count, 'condition')}" if count else "No conditions"
        return formats.short_day(gate.passed_on), passed_by(page), said
    when = "no date" if gate.planned_on is None else f"due {formats.short_day(gate.planned_on)}"
    what = "Held" if gate.held else page.summary
    return when, "", what
