"""Conditions by pilots on paper, with each pilot's gates in the head; only trouble has a ground."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus.flowables import Spacer

from cxworkbench.assessment import Assessment, PilotState, Rating
from cxworkbench.briefings import sponsor_words as say
from cxworkbench.briefings.blocks import Stack
from cxworkbench.briefings.glyph_flowables import GateStrip, status_word
from cxworkbench.briefings.ink import TINTS
from cxworkbench.briefings.tables import Cell, Look, Row, Table
from cxworkbench.briefings.text import NAME, SMALL, TABLE_HEAD, TABLE_STRONG, TIGHT, Press
from cxworkbench.glyphs import glyph

_NAMES, _LEAST = 88.5, 98.0
_LOOK = Look(beside=4.5, above=1.9, upright=6.0)


def fitting_pilots(width: float) -> int:
    """How many pilots have a column in a width."""
    return int((width - _NAMES) / _LEAST)


def conditions_matrix(
    press: Press, assessment: Assessment, pilots: Sequence[PilotState], width: float, *, reason_lines: int
) -> Table:
    """One row a condition, one column a pilot."""
    column = (width - _NAMES) / max(len(pilots), 1)
    head: Row = [Cell(press.text("Condition", TABLE_HEAD)), *(Cell(_head(press, state)) for state in pilots)]
    rows: list[Row] = []
    for id, name, _ in assessment.conditions:
        cells = [Cell(press.text(name, TABLE_STRONG, most_lines=2))]
        for state in pilots:
            rating = next((one for one in state.ratings if one.condition == id), None)
            cells.append(_rating(press, rating, reason_lines))
        rows.append(cells)
    return Table(press, [_NAMES, *([column] * len(pilots))], rows, head=head, look=_LOOK)


def _head(press: Press, state: PilotState) -> Stack:
    return Stack(
        [
            press.text(state.pilot.name or "", NAME, most_lines=2),
            press.text(state.status_line, SMALL, most_lines=2),
            Spacer(0, 3.0),
            GateStrip(press, [gate.state for gate in state.gates]),
            Spacer(0, 1.5),
            press.text(say.gate_line(state), SMALL, most_lines=2),
        ]
    )


def _rating(press: Press, rating: Rating | None, reason_lines: int) -> Cell:
    if rating is None:
        return Cell(status_word(press, "not_assessed"))
    ground = TINTS.get(glyph(rating.state).token, "")
    word = status_word(press, rating.state, rating.word, was=rating.was, ground=ground or "paper")
    return Cell(Stack([word, press.text(rating.reason, TIGHT, most_lines=reason_lines)]), ground)
