"""Quotation marks in text tables: whether each stands where one may, and reading on after one that doesn't."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cxworkbench.exchange.table import CELL_LIMIT, refused

#: A quoted cell that goes over more lines than this is a stray mark.
_LINES = 50
#: More stray marks than this, and the file is no table.
_FAULTS = 10_000
STRAY = "a stray quotation mark: the row was refused"


def is_sound(content: bytes, delimiter: str) -> bool:
    """Whether every quotation mark opens, closes or doubles one inside a quoted cell (RFC 4180)."""
    return b'"' not in content or marks_are_sound(np.frombuffer(content, np.uint8), delimiter)


def marks_are_sound(letters: NDArray[np.uint8], delimiter: str) -> bool:
    """The same of letters in UTF-8 that hold quotation marks."""
    marks = np.flatnonzero(letters == ord('"'))
    if len(marks) % 2:
        return False
    opens, closes = marks[0::2], marks[1::2]
    doubled = np.zeros(len(opens) + 1, bool)
    doubled[1:-1] = opens[1:] == closes[:-1] + 1
    edge = np.zeros(256, bool)
    edge[[ord(delimiter), 10, 13]] = True
    before = np.where(opens > 0, edge[letters[opens - 1]], True)
    after = np.where(closes < len(letters) - 1, edge[letters[np.minimum(closes + 1, len(letters) - 1)]], True)
    return bool((before | doubled[:-1]).all() and (after | doubled[1:]).all())


def recovered(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Records of a text with stray quotation marks: line, cells, and the fault of one that can't be told.

    A quoted cell may go over several lines only where all of the record is sound; else the line on which it begins is
    refused, and the next line is a record of its own.

    Raises:
        UserError: there are so many that this is no table.
    """
    lines = text.split("\n")
    at = faults = 0
    while at < len(lines):
        record, last = lines[at], at
        cells = _cells(record, delimiter)
        while cells is _OPEN and last + 1 < len(lines) and last - at < _LINES:
            last += 1
            record = f"{record}\n{lines[last]}"
            cells = _cells(record, delimiter)
        if isinstance(cells, list):
            yield at + 1, cells, ""
            at = last + 1
            continue
        faults += 1
        if faults > _FAULTS:
            raise refused(path, f"quotation marks stand astray on over {_FAULTS:,} lines")
        yield at + 1, [lines[at]], STRAY
        at += 1


_OPEN, _STRAY = object(), object()


def _cells(record: str, delimiter: str) -> list[str] | object:
    """The cells of a record; _OPEN where a quoted cell isn't closed, _STRAY where a mark stands where none may."""
    if '"' not in record:
        return record.split(delimiter)
    found: list[str] = []
    at = 0
    while True:
        begin = at
        while begin < len(record) and record[begin] == " ":
            begin += 1
        if begin < len(record) and record[begin] == '"':
            cell, at = _quoted(record, begin + 1)
            if at < 0:
                return _OPEN
            rest = at
            while rest < len(record) and record[rest] == " ":
                rest += 1
            if rest < len(record) and record[rest] != delimiter:
                return _STRAY
            at = rest
        else:
            end = record.find(delimiter, at)
            end = len(record) if end < 0 else end
            cell, at = record[at:end], end
            if '"' in cell:
                return _STRAY
        if len(cell) > CELL_LIMIT:
            return _STRAY
        found.append(cell)
        if at >= len(record):
            return found
        at += 1


def _quoted(record: str, at: int) -> tuple[str, int]:
    """The text of a quoted cell and where it ends; -1 where it doesn't."""
    parts = []
    while True:
        end = record.find('"', at)
        if end < 0:
            return "", -1
        parts.append(record[at:end])
        if record[end + 1 : end + 2] != '"':
            return "".join(parts), end + 1
        parts.append('"')
        at = end + 2
