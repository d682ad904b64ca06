"""Tables from texts: columns by name, width and alignment; one is as wide as its texts, or shares the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.platypus.flowables import Flowable

from cxworkbench.briefings.tables import Cell, Look, Row, Table
from cxworkbench.briefings.text import TABLE, TABLE_HEAD, Align, Press, Style, bounded, text_width
from cxworkbench.briefings.words import clean

#: No fitted column takes more of the width, so that one long name leaves room for the others.
MOST_OF_WIDTH = 0.3
#: Of two columns the fitted one may take more.
MOST_OF_TWO = 0.6
#: And all of them together leave so much to those that share.
_LEFT_TO_SHARE = 0.3
_SPARE = 0.5
#: Texts of a cell go on over so many lines; what is longer is cut short, marked and counted.
MOST_LINES = 6

PLAIN = Look()

Value = str | Flowable | None


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        title: its head.
        share: its part of the width that fitted columns leave; 0: as wide as its texts.
        align: of head and texts.
        style: of its texts.
        most_lines: after so many lines a text is cut short.
    """

    title: str = ""
    share: float = 0.0
    align: Align = "left"
    style: Style = field(default=TABLE)
    most_lines: int = MOST_LINES


@dataclass(frozen=True)
class Line:
    """A row: its values, and the token of its ground where it has one."""

    values: Sequence[Value]
    ground: str = ""


def listing(
    press: Press,
    columns: Sequence[Column],
    lines: Sequence[Line | Sequence[Value]],
    width: float,
    *,
    look: Look = PLAIN,
) -> Table:
    """A table of texts and blocks; its head is there when any column has a title."""
    rows = [line if isinstance(line, Line) else Line(line) for line in lines]
    widths = _widths(columns, rows, width, look.beside)
    head: Row | None = None
    if any(column.title for column in columns):
        head = [Cell(press.text(one.title, TABLE_HEAD, align=one.align, most_lines=2)) for one in columns]
    body = []
    for row in rows:
        pairs = zip(columns, row.values, strict=True)
        body.append([_cell(press, column, value, row.ground) for column, value in pairs])
    return Table(press, widths, body, head=head, look=look)


def _cell(press: Press, column: Column, value: Value, ground: str) -> Cell:
    if isinstance(value, Flowable):
        bounded(value)
    if value is None or isinstance(value, Flowable):
        return Cell(value, ground)
    return Cell(press.text(value, column.style, align=column.align, most_lines=column.most_lines), ground)


def _widths(columns: Sequence[Column], rows: Sequence[Line], width: float, beside: float) -> list[float]:
    last = len(columns) - 1
    found: list[float] = []
    shares = sum(column.share for column in columns)
    for place, column in enumerate(columns):
        if column.share:
            found.append(0.0)
            continue
        around = beside * ((place > 0) + (place < last)) + _SPARE
        widest = max(
            [
                text_width(column.title, TABLE_HEAD),
                *(_natural(row.values[place], column.style) for row in rows),
            ]
        )
        most = MOST_OF_TWO if len(columns) <= 2 else MOST_OF_WIDTH
        found.append(min(widest, most * width) + around)
    fitted = sum(found)
    most = width * (1 - _LEFT_TO_SHARE) if shares else width
    if fitted > most:
        found = [one * most / fitted for one in found]
        fitted = most
    rest = width - fitted
    if not shares:
        # What nobody needs goes to the last column that is set from the left.
        place = max((place for place, one in enumerate(columns) if one.align == "left"), default=last)
        found[place] += rest
        return found
    return [
        rest * column.share / shares if column.share else one
        for column, one in zip(columns, found, strict=True)
    ]


def _natural(value: Value, style: Style) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str):
        return text_width(clean(value), style)
    return float(getattr(value, "natural", 0.0))
