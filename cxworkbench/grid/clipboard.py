"""Tables as spreadsheets copy them: text with tabs and quotes, and HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from db.errors import UserError

#: More cells than this are an import, not a paste.
MOST_CELLS = 200_000
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_BREAK = re.compile(r"\r\n|\r|\n")


def cells_of(text: str) -> list[list[str]]:
    """The rows of a pasted text. A cell in quotes may hold tabs, line ends and doubled quotes, as Excel writes it.

    Raises:
        UserError: it holds nothing, or far too much.
    """
    rows: list[list[str]] = [[]]
    at, end, count = 0, len(text), 0
    while True:
        quoted = _QUOTED.match(text, at) if text.startswith('"', at) else None
        if quoted is not None and any(sign in quoted[1] for sign in ("\t", "\n", "\r", '""')):
            cell, at = _BREAK.sub("\n", quoted[1].replace('""', '"')), quoted.end()
        else:
            plain = _PLAIN.match(text, at)
            assert plain is not None
            cell, at = plain[0], plain.end()
        rows[-1].append(cell)
        count += 1
        if count > MOST_CELLS:
            raise UserError(
                f"the clipboard holds more than {MOST_CELLS:,} cells",
                kept="nothing was pasted",
                to_do="save the sheet and import it",
            )
        if at >= end:
            break
        if text[at] == "\t":
            at += 1
            continue
        broken = _BREAK.match(text, at)
        at = broken.end() if broken is not None else at + 1
        if at >= end:
            break
        rows.append([])
    if not any(cell.strip() for row in rows for cell in row):
        raise UserError(
            "there is nothing to paste on the clipboard",
            kept="nothing was changed",
            to_do="copy cells, then paste",
        )
    return rows


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """Cells as text with tabs, as spreadsheets read it."""
    return "\r\n".join("\t".join(map(_quoted, row)) for row in rows)


def as_html(rows: Sequence[Sequence[str]], heads: Sequence[str] = ()) -> str:
    """Cells as an HTML table: what stands in them is text and nothing else."""
    lines = ['<meta charset="utf-8"><table>']
    if heads:
        lines.append("<tr>" + "".join(f"<th>{html.escape(head)}</th>" for head in heads) + "</tr>")
    for row in rows:
        cells = (html.escape(cell).replace("\n", "<br>") for cell in row)
        lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    lines.append("</table>")
    return "\n".join(lines)


def _quoted(cell: str) -> str:
    if any(sign in cell for sign in "\t\r\n") or (cell.startswith('"') and '""' in cell):
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell
