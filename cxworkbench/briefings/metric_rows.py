"""Metrics on paper, a row each: name, latest value, sparkline, thresholds, verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.assessment import Assessment, PilotState
from cxworkbench.briefings import sponsor_words as say
from cxworkbench.briefings.blocks import Stack
from cxworkbench.briefings.chart_canvas import set_on
from cxworkbench.briefings.glyph_flowables import GAP as GLYPH_GAP
from cxworkbench.briefings.glyph_flowables import SIZE as GLYPH_SIZE
from cxworkbench.briefings.glyph_flowables import status_word
from cxworkbench.briefings.paper_charts import spark
from cxworkbench.briefings.tables import Cell, Look, Row, Table
from cxworkbench.briefings.text import TABLE, TABLE_STRONG, Press, Style, text_width
from cxworkbench.briefings.words import clean
from cxworkbench.judged_metric import MetricState

_SPARK = (69.0, 18.0)
#: The most of the text's width that names may take before they wrap.
_NAMES_SHARE = 0.3
_LOOK = Look(beside=4.5, above=2.25, align="middle", least=_SPARK[1])
_RANK = {"primary": 1, "guardrail": 2}

Judged = tuple[PilotState, MetricState]


def all_metrics(assessment: Assessment) -> list[Judged]:
    """Every metric with its pilot, in the plan's order."""
    return [(pilot, state) for pilot in assessment.pilots for state in pilot.metrics]


def most_important(metrics: Sequence[Judged], count: int) -> list[Judged]:
    """The metrics that a sponsor needs first, in the plan's order: breached, primary, guardrail, secondary."""

    def rank(place: int) -> tuple[int, int]:
        state = metrics[place][1]
        grave = 0 if state.state == "guardrail_breached" else _RANK.get(state.rule.role, 3)
        return grave, place

    chosen = sorted(sorted(range(len(metrics)), key=rank)[:count])
    return [metrics[place] for place in chosen]


def metric_table(
    press: Press, assessment: Assessment, metrics: Sequence[Judged], width: float, *, plain: bool = False
) -> Table:
    """One row a metric; ``plain`` names it without its pilot."""
    currency = assessment.plan.programme.currency
    rows = [_row(press, assessment, pilot, state, currency, plain=plain) for pilot, state in metrics]
    return Table(press, _widths(metrics, currency, width, plain=plain), rows, look=_LOOK)


def _widths(metrics: Sequence[Judged], currency: str | None, width: float, *, plain: bool) -> list[float]:
    """Values, sparklines and verdicts as wide as they are; names and thresholds share the rest, names by need first."""

    def widest(texts: Sequence[str], style: Style) -> float:
        return max(text_width(clean(text), style) for text in texts)

    value = (
        min(widest([state.latest_text for _, state in metrics], TABLE_STRONG), 0.12 * width)
        + 2 * _LOOK.beside
    )
    verdict = (
        widest([state.word for _, state in metrics], TABLE_STRONG) + GLYPH_SIZE + GLYPH_GAP + _LOOK.beside
    )
    drawn = _SPARK[0] + 2 * _LOOK.beside
    names = widest([_name(pilot, state, plain=plain) for pilot, state in metrics], TABLE) + _LOOK.beside
    notes = widest([say.thresholds(state, currency) for _, state in metrics], TABLE) + 2 * _LOOK.beside
    rest = width - value - verdict - drawn
    name = min(names, _NAMES_SHARE * width)
    # What thresholds don't need goes to the names, and what neither needs to the thresholds.
    name = max(name, min(names, rest - notes))
    return [name + 0.5, value, drawn, rest - name - 0.5, verdict]


def _name(pilot: PilotState, state: MetricState, *, plain: bool) -> str:
    return state.metric.name if plain else f"{pilot.pilot.name}: {state.metric.name}"


def _row(
    press: Press,
    assessment: Assessment,
    pilot: PilotState,
    state: MetricState,
    currency: str | None,
    *,
    plain: bool,
) -> Row:
    notes = [press.text(say.thresholds(state, currency), TABLE.but(color="ink2"), most_lines=2)]
    if state.stale_days is not None and state.latest_day is not None:
        last = formats.day(state.latest_day, current=assessment.as_of)
        aged = f"last week read ends {last}, {formats.plural(state.stale_days, 'day')} ago"
        notes.append(press.text(aged, TABLE.but(color="risk"), most_lines=1))
    return [
        Cell(press.text(_name(pilot, state, plain=plain), TABLE, most_lines=2)),
        Cell(press.text(state.latest_text, TABLE_STRONG, align="right", most_lines=1)),
        Cell(_Spark(press, state)),
        Cell(Stack(notes)),
        Cell(status_word(press, state.state, state.word)),
    ]


class _Spark(Flowable):
    """The weeks since go-live, or all there are before it, between the lines that they are held against.

    It becomes a drawing when it is drawn: a page that is tried in twenty ways draws its lines once.
    """

    def __init__(self, press: Press, state: MetricState) -> None:
        super().__init__()
        self._press, self._state = press, state
        self.width, self.height = _SPARK

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Always the same size."""
        return _SPARK

    def draw(self) -> None:
        """The lines and the newest point; nothing where no week is known."""
        values = _weeks(self._state)
        known = [value for value in values if not math.isnan(value)]
        if not known:
            return
        metric = self._state.metric
        breached = self._state.state == "guardrail_breached"
        guarded = breached or metric.success_threshold is None
        threshold = metric.guardrail_limit if guarded else metric.success_threshold
        lines = [float(line) for line in (metric.baseline_value, threshold) if line is not None]
        low, high = min(known + lines), max(known + lines)
        room = (high - low) * 0.06 or 1.0
        drawing = spark(
            values,
            low=low - room,
            high=high + room,
            baseline=None if metric.baseline_value is None else float(metric.baseline_value),
            threshold=None if threshold is None else float(threshold),
            threshold_token="ink2",  # noqa: S106
            end_token="fail" if breached else "series1",
            width=_SPARK[0],
            height=_SPARK[1],
            ink=self._press.ink,
        )
        set_on(self.canv, drawing, 0, 0)


def _weeks(state: MetricState) -> list[float]:
    values = [float(value) for value in state.weeks.value]
    if state.window is None:
        return values
    since = state.window.week_1.toordinal()
    live = [value for value, monday in zip(values, state.weeks.monday, strict=True) if monday >= since]
    return live if any(not math.isnan(value) for value in live) else values
