"""Pasted blocks, fills, copies and moves of rows: what they come to, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cxworkbench import formats
from cxworkbench.grid.columns import EMPTY
from cxworkbench.grid.refusal import Refused
from cxworkbench.grid.writing import Block, CellChange, RefusedCell, new_row, value_json
from db.errors import FieldError
from db.records import Positioned

if TYPE_CHECKING:
    from cxworkbench.grid.columns import Column
    from cxworkbench.grid.reading import Pattern, Reader
    from db.records import Record

_COPY = "(copy)"
_TEXTS = frozenset({"text", "long_text"})


@dataclass(frozen=True)
class Target:
    """Where a block goes.

    Attributes:
        rows: the shown records, top to bottom.
        columns: the shown columns, left to right.
        every: all columns, those that are hidden too: a row of heads may name them.
        top: the row that the block begins at; that after the last is the line for new rows.
        left: the column that it begins at.
        height: how many rows are selected.
        width: how many columns are selected.
        defaults: values of new rows, by column.
    """

    rows: Sequence[Record]
    columns: Sequence[Column]
    every: Sequence[Column]
    top: int
    left: int
    height: int = 1
    width: int = 1
    defaults: Mapping[str, Any] | None = None


def pasted(cells: Sequence[Sequence[str]], target: Target, reader: Reader) -> tuple[Block, int]:
    """A pasted block as changes of cells and new rows, and how many cells were read.

    A first row of heads says which columns follow. One row or cell fills a selection that it fits into. What a column
    doesn't take is refused by itself; the rest goes in. Rows beyond the last become new records.
    """
    heads = _heads(cells, target.every)
    first_line = 2 if heads else 1
    rows = [list(row) for row in (cells[1:] if heads else cells)]
    width = max(len(row) for row in rows)
    columns: list[Column | None]
    if heads:
        columns = list(heads)
    else:
        rows = _tiled(rows, target.height, target.width)
        width = max(len(row) for row in rows)
        columns = list(target.columns[target.left : target.left + width])
    columns += [None] * (width - len(columns))
    patterns = _patterns(reader, rows, columns)
    block = Block(left_out=list(_left_out(rows, columns, cells[0] if heads else ())))
    read = 0
    for place, row in enumerate(rows):
        at = target.top + place
        record = target.rows[at] if at < len(target.rows) else None
        line = place + first_line
        known = [(column, text) for column, text in zip(columns, row, strict=False) if column is not None]
        if record is None:
            if any(text.strip() for _, text in known):
                read += sum(1 for _, text in known if text.strip())
                _add(block, line, known, patterns, reader, target)
            continue
        read += len(known)
        for column, text in known:
            try:
                value = reader.read(column, text, record, patterns[column.name])
            except Refused as why:
                block.refused.append(RefusedCell(line, record, column, text, why))
            else:
                block.taken += 1
                if value != column.value(record):
                    block.changes.append(CellChange(record, column, value))
    return block, read


def _left_out(
    rows: Sequence[Sequence[str]], columns: Sequence[Column | None], heads: Sequence[str]
) -> Iterator[str]:
    """What of a block has no column to go to, in sentences: by the head above it, or beyond the last column."""
    below = Counter(
        heads[place].strip() if place < len(heads) else ""
        for row in rows
        for place, text in enumerate(row)
        if text.strip() and (place >= len(columns) or columns[place] is None)
    )
    for name, count in below.items():
        cells = formats.plural(count, "cell")
        if name:
            yield f"No column is called “{name}”: {cells} below it left out. Name it as the table does."
        else:
            yield f"{cells} beyond the last column left out. Show more columns, or paste fewer."


def _add(
    block: Block,
    line: int,
    cells: Sequence[tuple[Column, str]],
    patterns: Mapping[str, Pattern],
    reader: Reader,
    target: Target,
) -> None:
    values: dict[str, Any] = dict(target.defaults or {})
    refused: list[RefusedCell] = []
    for column, text in cells:
        if not text.strip():
            continue
        try:
            values[column.name] = reader.read(column, text, None, patterns[column.name])
        except Refused as why:
            refused.append(RefusedCell(line, None, column, text, why))
    try:
        block.added.append(new_row(target.every, values))
    except FieldError as why:
        missing = next(
            (
                one
                for one in target.every
                if one.field.required and one.computed is None and values.get(one.name) is None
            ),
            cells[0][0],
        )
        if all(one.column is not missing for one in refused):
            told = Refused(why.what, to_do=why.to_do)
            refused.append(RefusedCell(line, None, missing, "", told))
        block.refused += refused
    else:
        place = len(block.added) - 1
        block.refused += [replace(one, added=place) for one in refused]
        block.taken += sum(1 for _, text in cells if text.strip()) - len(refused)


def _heads(cells: Sequence[Sequence[str]], every: Sequence[Column]) -> list[Column | None] | None:
    """The columns that a first row names, None for a name that no column has; None where it is a row like the others.

    All of its cells must be names of columns, or two at least: what stands below the others is told, since "E-mail
    work" isn't guessed to be Email.
    """
    first = [_plain(text) for text in cells[0]]
    while first and not first[-1]:
        first.pop()
    if len(cells) < 2 or not first:
        return None
    by_label = {_plain(column.label): column for column in reversed(every)}
    found = [by_label.get(text) for text in first]
    known = [one for one in found if one is not None]
    is_whole = len(known) == len(first)
    if len({one.name for one in known}) < len(known):
        return None
    return found if is_whole or len(known) > 1 else None


def _plain(label: str) -> str:
    """A label without case, blanks and marks: "E-mail" is "Email"."""
    return "".join(letter for letter in label.casefold() if letter.isalnum())


def _tiled(rows: list[list[str]], height: int, width: int) -> list[list[str]]:
    """The block as often as it fits into a selection; once where it doesn't."""
    tall, wide = len(rows), max(len(row) for row in rows)
    times = width // wide if width > wide and width % wide == 0 else 1
    rows = [(row + [""] * (wide - len(row))) * times if times > 1 else row for row in rows]
    return rows * (height // tall) if height > tall and height % tall == 0 else rows


def _patterns(
    reader: Reader, rows: Sequence[Sequence[str]], columns: Sequence[Column | None]
) -> dict[str, Pattern]:
    return {
        column.name: reader.pattern(column, [row[place] for row in rows if place < len(row)])
        for place, column in enumerate(columns)
        if column is not None
    }


def filled(rows: Sequence[Record], columns: Sequence[Column]) -> Block:
    """The values of the first row in all rows below it."""
    block = Block()
    for record in rows[1:]:
        for column in columns:
            value = column.value(rows[0])
            if not column.can_edit or value == column.value(record):
                continue
            if value is None and column.field.required:
                continue
            block.changes.append(CellChange(record, column, value))
    return block


def emptied(rows: Sequence[Record], columns: Sequence[Column]) -> Block:
    """The cells of rows without their values; those that can't be empty are refused."""
    block = Block()
    for record in rows:
        for column in columns:
            if not column.can_edit or column.value(record) in EMPTY:
                continue
            if column.field.required:
                why = Refused("it can't be empty", to_do="type over it, or put the row into the bin")
                block.refused.append(RefusedCell(0, record, column, "", why))
            else:
                block.changes.append(CellChange(record, column, column.field.nothing))
    block.taken = len(block.changes)
    return block


def copied(
    records: Sequence[Record], every: Sequence[Column], all_records: Iterable[Record]
) -> list[dict[str, Any]]:
    """Copies of records as new rows; what makes a record itself is set apart (" (copy)", the next number or day).

    Raises:
        FieldError: nothing in a record's key can be set apart: a copy would be the same record.
    """
    if not records:
        return []
    taken = {_key(one): None for one in all_records}
    rows = []
    for record in records:
        made = _set_apart(record, taken)
        taken[_key(made)] = None
        row = {}
        for column in every:
            value = column.value(made)
            if column.computed is None and column.name != "number" and value not in EMPTY:
                row[column.name] = value_json(column, value)
        rows.append(row)
    return rows


def _key(record: Record) -> tuple[Any, ...]:
    return tuple(record.value(name) for name in record.key)


def _set_apart(record: Record, taken: Mapping[tuple[Any, ...], None]) -> Record:
    if "number" in record.key or not record.key:
        return record
    for name in reversed(record.key):
        kind, value = record.fields[name].kind, record.value(name)
        if value is None or (kind not in _TEXTS and kind not in {"date", "integer"}):
            continue
        made = record
        for times in range(1, 100_000):
            if kind in _TEXTS:
                other: Any = f"{value} {_COPY}" if times == 1 else f"{value} (copy {times})"
            else:
                other = value + (timedelta(days=times) if isinstance(value, date) else times)
            made = record.with_values(**{name: other})
            if _key(made) not in taken:
                return made
    raise FieldError(
        f"a copy of this {record.label.lower()} would be the same one",
        kept="nothing was added",
        to_do="add a new row instead",
    )


def renumbered(rows: Sequence[Record], column: Column) -> Block:
    """Rows in a new order: their positions counted from 1."""
    block = Block()
    for place, record in enumerate(rows, 1):
        if isinstance(record, Positioned) and record.position != place:
            block.changes.append(CellChange(record, column, place))
    return block
