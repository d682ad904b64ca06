"""Rows straight from the pages of a damaged file: those to which no sound page leads any more.

Only of tables without rowid: their pages are those of an index, and their rows have more columns than any index. See
the file format of SQLite, "B-tree Pages" and "Record Format" (https://www.sqlite.org/fileformat2.html).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

_INTERIOR, _LEAF = 2, 10
#: Bytes of whole numbers, by their serial type.
_WHOLE = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def rows(raw: bytes, columns: int) -> Iterator[tuple[Any, ...]]:
    """All rows of so many columns that lie whole on a page; what isn't one is passed over."""
    size = int.from_bytes(raw[16:18], "big")
    size = 65_536 if size == 1 else size
    most = (size - 12) * 64 // 255 - 23
    for at in range(size, len(raw) - size + 1, size):
        page = raw[at : at + size]
        if page[0] not in {_INTERIOR, _LEAF}:
            continue
        head, child = (12, 4) if page[0] == _INTERIOR else (8, 0)
        for cell in range(int.from_bytes(page[3:5], "big")):
            place = int.from_bytes(page[head + 2 * cell : head + 2 * cell + 2], "big") + child
            try:
                length, place = _number(page, place)
                row = _row(page[place : place + length], columns) if length <= most else None
            except (IndexError, ValueError, struct.error):
                break  # a page of something else, or a broken one
            if row is not None:
                yield row


def _row(record: bytes, columns: int) -> tuple[Any, ...] | None:
    end, place = _number(record, 0)
    kinds = []
    while place < end:
        kind, place = _number(record, place)
        kinds.append(kind)
    if len(kinds) != columns:
        return None
    values = []
    for kind in kinds:
        value, place = _value(record, place, kind)
        values.append(value)
    if place != len(record):
        raise ValueError("the row is shorter or longer than it says")
    return tuple(values)


def _value(record: bytes, place: int, kind: int) -> tuple[Any, int]:
    if kind in {0, 8, 9}:
        return {0: None, 8: 0, 9: 1}[kind], place
    if kind in _WHOLE:
        end = place + _WHOLE[kind]
        return int.from_bytes(record[place:end], "big", signed=True), end
    if kind == 7:
        return struct.unpack(">d", record[place : place + 8])[0], place + 8
    if kind < 12:
        raise ValueError("no kind of value")
    end = place + (kind - 12) // 2
    content = record[place:end]
    return (content.decode("utf-8", "replace") if kind % 2 else content), end


def _number(page: bytes, place: int) -> tuple[int, int]:
    """A number of variable length, and where it ends."""
    value = 0
    for count in range(8):
        byte = page[place + count]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + count + 1
    return value << 8 | page[place + 8], place + 9
