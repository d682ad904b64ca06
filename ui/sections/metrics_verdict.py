"""The panel that says why a metric has its verdict: figures, one line a clause, and what comes next."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.metric_states import figures_of
from ui.glyphs import GlyphLabel
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.panel import Panel, rule

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.judged_metric import MetricState
    from cxworkbench.measurement.why import Line
    from ui.theme import Theme


class VerdictPanel(Panel):
    """Why the verdict is what it is; where there is room also what comes next, and all in one sentence.

    Signals:
        closing: the breach that is shown is to be closed.
    """

    closing = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Why", parent=parent)
        self.close_button: Button | None = None
        self._held: QWidget | None = None
        self._extras: list[tuple[QWidget, QWidget]] = []
        self._shown_extras = 2
        self._was = ""
        self._shown: object = None

    def show_state(
        self, assessment: Assessment, pilot: PilotState, state: MetricState, *, can_edit: bool
    ) -> None:
        """Show the verdict of a metric; a breach can be closed where the plan can be edited."""
        why = "Why it is not judged" if state.state == "not_judged" else f"Why {state.word}"
        self._was = _was(state, assessment)
        self.show_title(why, self._was)
        self.setAccessibleDescription(state.sentence)
        said = [*_below(assessment, pilot, state), ("In one sentence", state.sentence)]
        figures = None if state.latest is None else (state.latest_text, _beside(state))
        closes = can_edit and state.guardrail is not None and state.guardrail.breached_on is not None
        shown = (self.theme.mode, figures, state.stale_days, state.lines, said, closes)
        if shown == self._shown:
            return  # of readings that come every second most change no word
        self._shown = shown
        if self._held is not None:
            self.body.removeWidget(self._held)
            self._held.hide()
            self._held.deleteLater()
        self._extras = []
        self._held = held = QWidget(self)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if figures is not None:
            column.addWidget(self._figures(*figures, held))
        if state.stale_days is not None:
            column.addWidget(self._stale(state.stale_days, held))
        for line in state.lines:
            column.addWidget(rule(held))
            column.addWidget(self._line(line, held))
        self.close_button = None
        if closes:
            column.addWidget(rule(held))
            column.addWidget(self._closing(held))
        for head, text in said:
            extra = (rule(held), self._words(head, text, held))
            for part in extra:
                column.addWidget(part)
            self._extras.append(extra)
        column.addStretch(1)
        self.body.addWidget(held)
        # At once: what is hidden has no height, and the height decides how much is shown.
        held.show()
        self.show_extras(self._shown_extras)

    def show_extras(self, count: int) -> None:
        """Show so many of what comes next and the sentence; the clauses are always shown."""
        self._shown_extras = count
        for place, extra in enumerate(self._extras):
            for part in extra:
                part.setVisible(place < count)

    def fit_head(self, width: int) -> None:
        """Shorten what stands at the right of the title where the title would be cut short."""
        title, aside = self.title.fontMetrics(), self.aside.fontMetrics()
        room = width - self.theme.px(42) - title.horizontalAdvance(self.title.text())
        choices = (self._was, self._was.partition(" until ")[0], "")
        self.aside.show_text(next((text for text in choices if aside.horizontalAdvance(text) <= room), ""))

    def needed(self, width: int) -> int:
        """The height that all that is shown now needs in a width."""
        layout = None if self._held is None else self._held.layout()
        if layout is None:
            return 0
        layout.activate()
        return self.head.sizeHint().height() + layout.totalHeightForWidth(width - 2) + 2

    def _figures(self, latest: str, beside: str, parent: QWidget) -> QWidget:
        row = QWidget(parent)
        layout = QHBoxLayout(row)
        px = self.theme.px
        layout.setContentsMargins(px(14), 0, px(14), px(6))
        layout.setSpacing(px(12))
        figure = Label(self.theme, latest, "figure", parent=row)
        layout.addWidget(figure, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(Label(self.theme, beside, "small", "ink2", wrap=True, parent=row), 1)
        return row

    def _stale(self, days: int, parent: QWidget) -> QWidget:
        text = f"Stale: the newest week that counts ended {formats.plural(days, 'day')} ago"
        return self._row("at_risk", text, "", parent, ink="risk")

    def _line(self, line: Line, parent: QWidget) -> QWidget:
        return self._row(line.state, line.title, line.detail, parent)

    def _closing(self, parent: QWidget) -> QWidget:
        part = QWidget(parent)
        row = QHBoxLayout(part)
        px = self.theme.px
        row.setContentsMargins(px(14), px(6), px(14), px(7))
        self.close_button = Button(
            self.theme, "Close the breach…", self.closing.emit, kind="small", parent=part
        )
        self.close_button.setToolTip("Say why it is over; until then it stays breached")
        row.addWidget(self.close_button)
        row.addStretch(1)
        return part

    def _row(self, state: str, title: str, detail: str, parent: QWidget, ink: str = "ink") -> QWidget:
        px = self.theme.px
        row = QWidget(parent)
        row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(px(14), px(4), px(14), px(5))
        layout.setSpacing(px(8))
        mark = QVBoxLayout()
        mark.setContentsMargins(0, px(3), 0, 0)
        mark.addWidget(GlyphLabel(self.theme, state, 13, row))
        mark.addStretch(1)
        layout.addLayout(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(self.theme, title, "strong", ink, wrap=True, parent=row))
        if detail:
            words.addWidget(Label(self.theme, detail, "small", "ink2", wrap=True, parent=row))
        layout.addLayout(words, 1)
        return row

    def _words(self, head: str, text: str, parent: QWidget) -> QWidget:
        px = self.theme.px
        part = QWidget(parent)
        layout = QVBoxLayout(part)
        layout.setContentsMargins(px(14), px(6), px(14), px(7))
        layout.setSpacing(0)
        layout.addWidget(Label(self.theme, head, "strong", parent=part))
        layout.addWidget(Label(self.theme, text, "small", "ink2", wrap=True, parent=part))
        return part


def _was(state: MetricState, assessment: Assessment) -> str:
    if state.was is None:
        return ""
    since = state.verdict.first_confirmed if state.state == "confirmed" else None
    until = f" until {formats.day(since, current=assessment.as_of)}" if since is not None else ""
    return f"was {state.was}{until}"


def _beside(state: MetricState) -> str:
    """What the latest value is to the baseline, and the mean that the verdict rests on beside it."""
    metric, band = state.metric, state.verdict.band
    points = " points" if metric.unit == "percent" else ""
    said = "latest week"
    baseline = None if metric.baseline_value is None else float(metric.baseline_value)
    if baseline is not None and state.latest is not None:
        change = formats.metric_change(state.latest - baseline, metric.unit, metric.decimals)
        said += f", {change}{points} on baseline."
    else:
        said += "."
    if band.T and math.isfinite(band.mean) and metric.comparison != "control":
        said += f"\nMean that counts: {figures_of(metric)(band.mean)}"
        if baseline is not None:
            said += f", {formats.metric_change(band.mean - baseline, metric.unit, metric.decimals)}"
    return said


def _below(assessment: Assessment, pilot: PilotState, state: MetricState) -> list[tuple[str, str]]:
    """What comes next: the gate that is due, and the next look."""
    parts = []
    gate = next((one for one in pilot.gates if one.state in {"current", "held"}), None)
    if gate is not None and gate.gate.planned_on is not None:
        day = formats.day(gate.gate.planned_on, current=assessment.as_of)
        parts.append(f"{gate.name} gate {'held' if gate.state == 'held' else f'due {day}'}.")
    if state.window is not None:
        sunday = assessment.as_of + timedelta(days=6 - assessment.as_of.weekday())
        parts.append(f"The next look is on {formats.day(sunday, current=assessment.as_of)}.")
    return [("Next", " ".join(parts))] if parts else []
