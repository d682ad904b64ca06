"""A table of the window as a paper: its columns, rows and totals as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.briefings.audiences import is_confidential
from cxworkbench.briefings.kinds import Kind
from cxworkbench.grid.words import Words

if TYPE_CHECKING:
    from cxworkbench.briefings.edition import Edition
    from cxworkbench.briefings.listing import Column
    from cxworkbench.briefings.page import Sheet
    from cxworkbench.briefings.text import Text
    from cxworkbench.exchange.table_file import ShownTable

#: Of a text no more than so many letters are printed in a cell.
_MOST = 600
_SHARED = frozenset({"text", "long_text", "links", "several", "json", "record"})


@dataclass(frozen=True)
class TableKind(Kind):
    """The kind of paper that one table is; for whoever printed it, so that nothing of it is withheld.

    Attributes:
        shown: the table.
    """

    shown: ShownTable | None = None

    def sheets(self, edition: Edition) -> Iterable[Sheet]:
        """One flow of rows."""
        assert self.shown is not None
        return _sheets(edition, self.shown)


def kind_of_table(shown: ShownTable) -> TableKind:
    """The kind of paper that a table is."""
    return TableKind("table", shown.name, "sponsor", lambda _found: "", shown=shown)


def _sheets(edition: Edition, shown: ShownTable) -> Iterator[Sheet]:
    from cxworkbench.briefings.listing import Column, Line, listing

    words = Words(edition.plan)
    columns = [
        Column(
            one.label,
            share=one.field.width if one.computed is None and one.field.kind in _SHARED else 0.0,
            align="right" if one.is_right else "left",
        )
        for one in shown.columns
    ]
    lines = [Line([words.text(one, record)[:_MOST] for one in shown.columns]) for record in shown.records]
    if any(shown.totals):
        lines.append(
            Line([_bold(edition, total, one) for total, one in zip(shown.totals, columns, strict=True)])
        )
    count = len(shown.records)
    rows = (
        f"{count} of {formats.plural(shown.of, 'row')}" if shown.of > count else formats.plural(count, "row")
    )
    said = f"{shown.about}, {rows}" if shown.about else rows
    held = sum(is_confidential(record) for record in shown.records)
    if held:
        said = f"{said}, {held} of them confidential"
    flow = [edition.title(shown.name), edition.lead(said)]
    if lines:
        flow.append(listing(edition.press, columns, lines, edition.width))
    yield edition.sheet(flow, shown.name)


def _bold(edition: Edition, text: str, column: Column) -> Text | None:
    from cxworkbench.briefings.text import TABLE_STRONG

    return edition.press.text(text, TABLE_STRONG, align=column.align) if text else None
