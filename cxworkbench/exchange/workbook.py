"""A table from a sheet of a workbook (.xlsx): cells as they are shown, and what isn't what it seems to be named."""

from __future__ import annotations

import posixpath
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from cxworkbench.exchange import sheet_cells
from cxworkbench.exchange.sheet_cells import Shown
from cxworkbench.exchange.sheet_xml import BadSheet, Sheet, SheetRow, elements, strings
from cxworkbench.exchange.table import (
    COLUMN_LIMIT,
    ROW_LIMIT,
    Ragged,
    ReadAs,
    Said,
    Step,
    Table,
    checked_headings,
    from_rows,
    refused,
)
from cxworkbench.exchange.zip_parts import PARTS_LIMIT, Parts

_TITLES = 20
#: So many cells may be merged; a table that is merged all over is none.
_FLAWS = 200_000
_TO_DO = "save it again as XLSX"


@dataclass(frozen=True)
class _Named:
    name: str
    part: str
    is_hidden: bool


def read_workbook(path: Path, file: IO[bytes], said: Said, step: Step) -> Table:
    """Read one sheet: the one that was said, else the first that can be seen.

    Raises:
        UserError: no workbook, a damaged or protected one, no such sheet, or no table in it.
    """
    parts = Parts(path, file)
    try:
        return _read(path, parts, said, step)
    except BadSheet as error:
        raise refused(path, f"the workbook can't be read: {error}", _TO_DO) from error


def _read(path: Path, parts: Parts, said: Said, step: Step) -> Table:
    _refuse_others(path, parts)
    root = _target(parts, "_rels/.rels", "", "/officeDocument") or "xl/workbook.xml"
    if root not in parts:
        raise refused(path, "this archive is no workbook")
    named, from_1904 = _sheets(parts, root)
    if len(named) > PARTS_LIMIT:
        raise refused(
            path, f"{len(named):,} sheets are more than {PARTS_LIMIT}", "save the sheet with the table alone"
        )
    chosen, read_as = _chosen(path, named, said)
    if chosen.part not in parts:
        raise refused(path, f"the workbook lacks its sheet {chosen.name!r}", _TO_DO)
    texts = _target(parts, _rels_of(root), posixpath.dirname(root), "/sharedStrings")
    styles = _target(parts, _rels_of(root), posixpath.dirname(root), "/styles")
    shared = strings(parts.chunks(texts)) if texts in parts else []
    sheet = Sheet(shared, _styles(parts.read(styles)), from_1904=from_1904)
    rows: list[SheetRow] = []
    for row in sheet.rows(parts.chunks(chosen.part)):
        _refuse_stray(path, row)
        rows.append(row)
        if len(rows) % 10_000 == 0:
            step(len(rows))
    return _table(path, rows, sheet, replace(read_as, heading_line=said.heading_line))


def _refuse_others(path: Path, parts: Parts) -> None:
    if "mimetype" in parts and b"opendocument" in parts.read("mimetype"):
        raise refused(path, "this is an OpenDocument file (.ods)", "save it as XLSX")
    if "xl/workbook.bin" in parts:
        raise refused(path, "this is a binary workbook (.xlsb)", "save it as XLSX")
    if not any(name.startswith(("xl/", "_rels/")) for name in parts.names):
        raise refused(path, "this archive is no workbook")


def _rels_of(part: str) -> str:
    return f"{posixpath.dirname(part)}/_rels/{posixpath.basename(part)}.rels"


def _targets(parts: Parts, rels: str, folder: str) -> dict[str, tuple[str, str]]:
    """Id → kind and part of each relation inside the archive."""
    found = {}
    for name, attributes in elements(parts.read(rels)) if rels in parts else []:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            part = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(f"{folder}/{target}").lstrip("/")
            )
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), part)
    return found


def _target(parts: Parts, rels: str, folder: str, kind: str) -> str:
    return next((part for type, part in _targets(parts, rels, folder).values() if type.endswith(kind)), "")


def _sheets(parts: Parts, root: str) -> tuple[list[_Named], bool]:
    targets = _targets(parts, _rels_of(root), posixpath.dirname(root))
    named, from_1904 = [], False
    for name, attributes in elements(parts.read(root)):
        if name == "sheet":
            id = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            kind, part = targets.get(id, ("/worksheet", ""))
            if kind.endswith("/worksheet"):
                hidden = attributes.get("state", "visible") != "visible"
                named.append(_Named(attributes.get("name", ""), part, hidden))
        elif name == "workbookPr":
            from_1904 = attributes.get("date1904") in {"1", "true"}
    return named, from_1904


def _chosen(path: Path, named: list[_Named], said: Said) -> tuple[_Named, ReadAs]:
    seen = tuple(one.name for one in named if not one.is_hidden)
    hidden = tuple(one.name for one in named if one.is_hidden)
    if said.sheet:
        chosen = next((one for one in named if one.name == said.sheet), None)
        if chosen is None:
            raise refused(path, f"there is no sheet {said.sheet!r}", f"choose one of {', '.join(seen)}")
        return chosen, ReadAs(sheet=chosen.name, sheets=seen, hidden=hidden)
    if not named:
        raise refused(path, "the workbook has no sheet with cells", _TO_DO)
    if not seen:
        raise refused(path, "every sheet is hidden", "show the sheet that holds the table")
    chosen = next(one for one in named if not one.is_hidden)
    doubts: tuple[str, ...] = ()
    if len(seen) > 1:
        others = ", ".join(repr(name) for name in seen[1:6])
        doubts = (f"sheet {chosen.name!r} was read, the first of {len(seen)}; not {others}",)
    notes = (f"{len(hidden)} hidden sheet{'s' if len(hidden) > 1 else ''} not read",) if hidden else ()
    return chosen, ReadAs(sheet=chosen.name, sheets=seen, hidden=hidden, notes=notes, doubts=doubts)


def _styles(content: bytes) -> list[Shown]:
    if not content:
        return []
    codes: dict[int, str] = {}
    styles: list[Shown] = []
    inside = False
    for name, attributes in elements(content):
        if name == "numFmt":
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            code = _number(attributes.get("numFmtId"))
            styles.append(sheet_cells.shown(code, codes.get(code)))
    return styles


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _refuse_stray(path: Path, row: SheetRow) -> None:
    last = max(row.texts.keys() | row.flaws.keys())
    if last > COLUMN_LIMIT or row.number > ROW_LIMIT:
        cell = f"{sheet_cells.column_letters(last)}{row.number}"
        raise refused(
            path, f"cell {cell} lies outside of any table of 1,000 columns", "empty it, and save again"
        )


# ---------------------------------------------------------------------------------------------------- the table


def _table(path: Path, rows: Sequence[SheetRow], sheet: Sheet, read_as: ReadAs) -> Table:
    name = read_as.sheet
    at = _heading_place(rows, read_as.heading_line)
    if at is None or at + 1 >= len(rows):
        raise refused(path, f"there is no table in sheet {name!r}")
    heads = rows[at]
    first, last = min(heads.texts), max(heads.texts)
    headings = checked_headings(
        path, [heads.texts.get(one, "") for one in range(first, last + 1)], heads.number
    )
    cells: list[list[str]] = []
    lines: list[int] = []
    flaws: dict[tuple[int, int], str] = {}
    ragged: list[Ragged] = []
    hidden = 0
    for row in rows[at + 1 :]:
        outside = next(
            (one for one in row.texts if (one < first or one > last) and row.texts[one].strip()), None
        )
        if outside is not None:
            where = f"{sheet_cells.column_letters(outside)}{row.number}"
            why = f"is refused: cell {where} lies beside the headings"
            ragged.append(Ragged(row.number, row.texts[outside][:60], why))
            continue
        if not row.flaws and not any(text.strip() for text in row.texts.values()):
            continue
        hidden += row.is_hidden
        flaws.update(
            {(len(cells), one - first): why for one, why in row.flaws.items() if first <= one <= last}
        )
        cells.append([row.texts.get(one, "") for one in range(first, last + 1)])
        lines.append(row.number)
    if not cells and not ragged:
        raise refused(path, f"there is no table in sheet {name!r}")
    _note_merged(path, sheet.merged, lines, first, last, flaws)
    notes = [*read_as.notes]
    if hidden:
        notes.append(f"{hidden:,} hidden row{'s' if hidden > 1 else ''} read like the others")
    if sheet.hidden_columns:
        notes.append("hidden columns read like the others")
    if at:
        notes.append(f"{at} row{'s' if at > 1 else ''} above the headings left out")
    read_as = replace(read_as, heading_line=heads.number, notes=tuple(notes))
    return from_rows(path.name, headings, cells, lines, read_as, tuple(ragged), flaws)


def _heading_place(rows: Sequence[SheetRow], said: int) -> int | None:
    """Which row holds the headings: the first one, but for titles of one cell above a wider table."""
    if said:
        return next((place for place, row in enumerate(rows) if row.number == said and row.texts), None)
    counts = [sum(bool(text.strip()) for text in row.texts.values()) for row in rows[:200]]
    for place, count in enumerate(counts[:_TITLES]):
        if count > 1 or (count and not any(more > 1 for more in counts[place + 1 :])):
            return place
    return None


def _note_merged(
    path: Path,
    merged: Sequence[str],
    lines: Sequence[int],
    first: int,
    last: int,
    flaws: dict[tuple[int, int], str],
) -> None:
    """Merged cells show one value for several: none of them says by itself what it holds."""
    for reference in merged:
        begin, _, end = reference.partition(":")
        try:
            (top, left), (bottom, right) = sheet_cells.place(begin), sheet_cells.place(end or begin)
        except ValueError as error:
            raise BadSheet(f"{reference[:30]!r} are no merged cells") from error
        for row in range(bisect_left(lines, top), bisect_right(lines, bottom)):
            for column in range(max(left, first), min(right, last) + 1):
                flaws[row, column - first] = f"it is merged with others ({reference[:20]})"
        if len(flaws) > _FLAWS:
            raise refused(
                path, "cells are merged all over the sheet", "take the merging away, and save again"
            )
