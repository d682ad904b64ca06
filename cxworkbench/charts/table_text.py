"""A chart's table as text for other programs: cells between tabs, and as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxworkbench.charts.description import Chart, Table

#: With these a spreadsheet would take a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_tabs(table: Table) -> str:
    """Heads and rows, a line each, cells between tabs; a text is never taken for a formula."""
    lines = [table.heads, *table.rows]
    return "\n".join("\t".join(_plain(cell) for cell in line) for line in lines)


def as_html(chart: Chart) -> str:
    """The table with the chart's sentence as its caption; what people typed is never markup."""
    heads = "".join(f"<th>{escape(head)}</th>" for head in chart.table.heads)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in chart.table.rows
    )
    return f"<table><caption>{escape(chart.sentence)}</caption><tr>{heads}</tr>{rows}</table>"


def _plain(cell: str) -> str:
    one_line = " ".join(cell.split())
    return f"'{one_line}" if one_line.startswith(_FORMULA) else one_line
