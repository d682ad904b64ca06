"""Large text tables: looked through by numpy for what is no row, taken apart by polars when a column is asked for.

All cells stay text: nothing is guessed while reading. What is kept and what is refused is the same as line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cxworkbench.exchange import quoting
from cxworkbench.exchange.column import Column, LargeColumn

if TYPE_CHECKING:
    import polars as pl

_CHUNK = 1 << 20
_SIDE_BY_SIDE = 2
#: A line that is longer than this holds something; shorter ones are looked at letter by letter.
_SHORT = 40
#: A record may go over a chunk's end by as much as a cell may hold.
_LONGEST = 1 << 22


class TwoWays(Exception):
    """Marks alone don't tell what is a row: a quotation mark stands astray, or a line has no end."""


@dataclass
class Scan:
    """The rows of a text, and on which line each begins.

    Attributes:
        content: the text that holds them.
        above: how many of its lines stand above them.
        lines: for each row, the line of the file.
        quoted: whether cells stand in quotation marks.
    """

    content: bytes
    above: int
    lines: NDArray[np.int64]
    quoted: bool = False


#: Looks at a record with another number of cells (line, text): gives the text of the row to keep; None drops it.
Judge = Callable[[int, str], "str | None"]


@dataclass
class _Found:
    kept: list[bytes] = field(default_factory=list)
    lines: list[NDArray[np.int64]] = field(default_factory=list)


def scan(content: bytes, begin: int, first_line: int, delimiter: str, cells: int, judge: Judge) -> Scan:
    """Look through the rows of a text.

    Args:
        content: UTF-8, its lines ended by LF or CRLF.
        begin: where the first row begins, on the line ``first_line``.
        first_line: counted from 1.
        delimiter: one ASCII letter.
        cells: how many each row has, 2 or more.
        judge: decides on the records that have another number of cells.

    Raises:
        TwoWays: as it says.
    """
    regular = _regular_rows(content, begin, delimiter, cells - 1)
    if regular:
        return Scan(content, first_line - 1, np.arange(first_line, first_line + regular, dtype=np.int64))
    found = _Found()
    at, line, quoted, changed = begin, first_line, False, False
    while at < len(content):
        part, outside = _part(content, at, delimiter)
        quoted = quoted or outside is not None
        breaks = np.flatnonzero(part == 10)
        marks = np.flatnonzero(part == ord(delimiter))
        ends = breaks
        if outside is not None:
            ends, marks = breaks[outside[breaks]], marks[outside[marks]]
        if part[-1] != 10:
            ends = np.append(ends, len(part))
        starts = np.concatenate(([0], ends[:-1] + 1))
        lines = line + (np.arange(len(ends)) if outside is None else np.searchsorted(breaks, starts))
        line += len(breaks)
        blank = _are_blank(part, starts, ends, delimiter)
        if not blank.any() and _is_regular(marks, ends, cells - 1):
            found.kept.append(content[at : at + len(part)] if changed else b"")
            found.lines.append(lines)
        else:
            if not changed:
                found.kept, changed = [content[begin:at]], True
            count = np.searchsorted(marks, ends) - np.searchsorted(marks, starts)
            _sort_out(found, part.tobytes(), starts, ends, lines, blank | (count != cells - 1), judge)
        at += len(part)
    lines = np.concatenate(found.lines) if found.lines else np.empty(0, np.int64)
    if changed:
        return Scan(b"".join(found.kept), 0, lines, quoted)
    return Scan(content, first_line - 1, lines, quoted)


def _regular_rows(content: bytes, begin: int, delimiter: str, between: int) -> int:
    """How many rows there are, where nothing is quoted and each line is a row; else 0. Parts go side by side."""
    if content.find(b'"', begin) >= 0:
        return 0
    bounds = [begin]
    while bounds[-1] < len(content):
        stop = bounds[-1] + _CHUNK
        end = len(content) if stop >= len(content) else content.rfind(b"\n", bounds[-1], stop) + 1
        if end <= bounds[-1]:
            return 0
        bounds.append(end)

    def rows(start: int, end: int) -> int:
        part = np.frombuffer(content, np.uint8, end - start, start)
        marks, ends = np.flatnonzero(part == ord(delimiter)), np.flatnonzero(part == 10)
        if part[-1] != 10:
            ends = np.append(ends, len(part))
        starts = np.concatenate(([0], ends[:-1] + 1))
        is_regular = _is_regular(marks, ends, between) and not _are_blank(part, starts, ends, delimiter).any()
        return len(ends) if is_regular else 0

    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        counts = list(pool.map(rows, bounds[:-1], bounds[1:]))
    return sum(counts) if all(counts) else 0


def _part(content: bytes, at: int, delimiter: str) -> tuple[NDArray[np.uint8], NDArray[np.bool_] | None]:
    """The next records, whole, and which of their letters stand outside quotation marks; None where there are none."""
    size = _CHUNK
    while size <= _LONGEST:
        stop = min(at + size, len(content))
        part = np.frombuffer(content, np.uint8, stop - at, at)
        if content.find(b'"', at, stop) < 0:
            end = stop if stop == len(content) else content.rfind(b"\n", at, stop) + 1
            if end > at:
                return part[: end - at], None
        else:
            outside = (np.cumsum(part == ord('"'), dtype=np.int32) & 1) == 0
            ends = np.flatnonzero((part == 10) & outside)
            end = len(part) if stop == len(content) else int(ends[-1]) + 1 if len(ends) else 0
            if end:
                if not quoting.marks_are_sound(part[:end], delimiter):
                    raise TwoWays
                return part[:end], outside[:end]
        if stop == len(content):
            break
        size *= 2
    raise TwoWays


def _is_regular(marks: NDArray[np.int64], ends: NDArray[np.int64], between: int) -> bool:
    if len(marks) != between * len(ends):
        return False
    lines = marks.reshape(-1, between)
    return bool((lines[:, -1] < ends).all() and (lines[1:, 0] > ends[:-1]).all())


def _are_blank(
    part: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64], delimiter: str
) -> NDArray[np.bool_]:
    """Rows in which nothing is written."""
    if (ends - starts).min() > _SHORT:
        return np.zeros(len(ends), bool)
    blank = np.zeros(256, bool)
    blank[[ord(letter) for letter in (delimiter, *' \t\r\n"')]] = True
    written = ~blank[part]
    # Of a last line without an end nothing is left to look at where it is empty.
    return ~np.logical_or.reduceat(np.append(written, False), starts)


def _sort_out(
    found: _Found,
    part: bytes,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    lines: NDArray[np.int64],
    is_other: NDArray[np.bool_],
    judge: Judge,
) -> None:
    keep = np.ones(len(ends), bool)
    after = 0
    for place in np.flatnonzero(is_other).tolist():
        start, end = int(starts[place]), int(ends[place])
        text = judge(int(lines[place]), part[start:end].decode().removesuffix("\r"))
        found.kept.append(part[after:start])
        if text is None:
            keep[place] = False
        else:
            found.kept.append(text.encode() + b"\n")
        after = end + 1
    found.kept.append(part[after:])
    found.lines.append(lines[keep])


class Loader:
    """Reads columns from the rows of a scan when they are asked for."""

    def __init__(self, scan: Scan, headings: Sequence[str], delimiter: str) -> None:
        self._scan = scan
        self._headings = headings
        self._delimiter = delimiter

    def __call__(self, places: Sequence[int], most: int | None = None) -> list[Column]:
        """The columns at some places, all of their rows or the first of them."""
        frame = self._read(sorted(places), most)
        found = dict(zip(sorted(places), frame.get_columns(), strict=True))
        return [LargeColumn(self._headings[place], found[place]) for place in places]

    def _read(self, places: list[int], most: int | None) -> pl.DataFrame:
        import polars as pl

        return pl.read_csv(
            self._scan.content,
            columns=places,
            has_header=False,
            skip_lines=self._scan.above,
            separator=self._delimiter,
            quote_char='"' if self._scan.quoted else None,
            infer_schema=False,
            empty_string_is_null=False,
            n_rows=most,
        )
