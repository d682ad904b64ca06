"""Contents: every part with its page, in two columns; bound when all parts are known."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from cxworkbench.briefings.blocks import Beside, Heading, Stack, headings_in
from cxworkbench.briefings.listing import Column, listing
from cxworkbench.briefings.marks import PageNumber
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.tables import Look
from cxworkbench.briefings.text import TABLE, Press

_GAP = 24.0
#: More parts than these stand in two columns.
_ONE_COLUMN = 12


class Contents(Stack):
    """The parts of a paper with the page that each begins on."""

    def __init__(self, press: Press, width: float) -> None:
        super().__init__([])
        self._press, self._full = press, width

    def fill(self, sheets: Sequence[Sheet]) -> None:
        """Take up the titles of all sheets."""
        parts: list[tuple[Heading, str]] = []
        for sheet in sheets:
            found = [one for block in sheet.flow for one in _titles(block)]
            parts += [(heading, _within(sheet.running.pack, sheets[0].running.pack)) for heading in found]
        columns = 1 if len(parts) <= _ONE_COLUMN else 2
        per = -(-len(parts) // columns)
        width = (self._full - (columns - 1) * _GAP) / columns
        tables = [
            self._table(parts[start : start + per], width) for start in range(0, len(parts), max(per, 1))
        ]
        self.blocks = [Beside(tables, [width] * len(tables), _GAP)] if tables else []

    def _table(self, parts: Sequence[tuple[Heading, str]], width: float) -> Flowable:
        press = self._press
        lines = []
        for heading, within in parts:
            spans = [(heading.title, TABLE)]
            if within and within not in heading.title:
                spans.append((f"  {within}", TABLE.but(color="ink3")))
            lines.append([press.spans(spans, most_lines=2), PageNumber(press, heading.key)])
        columns = [Column(share=1), Column(align="right")]
        return listing(press, columns, lines, width, look=Look(above=1.9))


def _within(pack: str, head: str) -> str:
    """What a sheet's running head says beyond the pack's own: the pilot."""
    return pack.removeprefix(head).strip(", ") if pack.startswith(head) else pack.partition(", ")[2]


def _titles(block: Flowable) -> list[Heading]:
    return [one for one in headings_in(block) if one.level == 0]


def fill(sheets: Sequence[Sheet]) -> None:
    """Fill every list of contents among some sheets with the parts that come after the sheet it stands on."""
    for place, sheet in enumerate(sheets):
        for block in sheet.flow:
            if isinstance(block, Contents):
                block.fill(sheets[place:])
