"""One table from a CSV or XLSX file: headings, columns of text, and the line on which each row stands.

Every import reads its file here, and every preview shows what was decided here: encoding, delimiter, sheet and line of
headings are found, said, and can be given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxworkbench.exchange.column import Column, take_apart
from db.errors import UserError

CELL_LIMIT = 1_000_000
COLUMN_LIMIT = 1_000
ROW_LIMIT = 5_000_000
FILE_LIMIT = 1_000_000_000
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xltx"})

Lines = NDArray[np.int64]
#: Told the number of rows read so far; may raise to cancel.
Step = Callable[[int], None]
#: The columns at some places: all of their rows, or the first of them.
Load = Callable[[Sequence[int], "int | None"], Sequence[Column]]


@dataclass(frozen=True)
class Said:
    """What a person said of how the file is to be read; what is empty is found out.

    Attributes:
        encoding: a name that Python knows.
        delimiter: one letter.
        sheet: name of the workbook's sheet.
        heading_line: the line, or the sheet's row, on which the headings stand; 0 where it is found out.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    heading_line: int = 0


@dataclass(frozen=True)
class ReadAs:
    """What was decided of a file.

    Attributes:
        encoding, delimiter: of a text file.
        sheet: of a workbook; ``sheets`` are those that can be read, ``hidden`` those that are hidden.
        heading_line: the line on which the headings stand.
        notes: what else should be known (hidden rows, lines above the headings), a sentence each.
        doubts: what was decided though it could be otherwise (the first of several sheets), a sentence each.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    heading_line: int = 1
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def words(self) -> list[str]:
        """The decisions in a few words each."""
        if self.sheet:
            others = f", 1 of {len(self.sheets)}" if len(self.sheets) > 1 else ""
            said = [f"sheet {self.sheet!r}{others}"]
        else:
            said = [_shown(self.encoding), DELIMITERS.get(self.delimiter, repr(self.delimiter))]
        return said if self.heading_line == 1 else [*said, f"headings on line {self.heading_line:,}"]


#: What sets cells apart, and what that is called.
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def _shown(encoding: str) -> str:
    return {"cp1252": "Windows-1252"}.get(encoding, encoding.upper())


class Ragged(NamedTuple):
    """A line that is no row of the table, and why."""

    line: int
    found: str
    why: str


@dataclass(frozen=True)
class Table:
    """A table as it was read; cells are text. ``lines[i]`` is the line (or sheet row) on which row i stands.

    Attributes:
        ragged: lines that are no rows.
        flaws: cells (row, place of the column) that don't hold what they seem to, and why: merged, never calculated.
    """

    name: str
    headings: tuple[str, ...]
    lines: Lines
    read_as: ReadAs
    load: Load
    ragged: tuple[Ragged, ...] = ()
    flaws: dict[tuple[int, int], str] = field(default_factory=dict)
    _columns: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def rows_read(self) -> int:
        """How many rows the file has, with those that are refused."""
        return len(self.lines) + len(self.ragged)

    def fetch(self, headings: Iterable[str]) -> None:
        """Read several columns at once."""
        wanted = [one for one in dict.fromkeys(headings) if one not in self._columns]
        if wanted:
            places = [self.headings.index(one) for one in wanted]
            self._columns.update(zip(wanted, self.load(places, None), strict=True))

    def fetch_apart(self, words: Iterable[str], times: Iterable[str] = ()) -> None:
        """Take several columns apart at once, beside each other: of words, and of time."""
        take_apart(*([self.column(one) for one in dict.fromkeys(some)] for some in (words, times)))

    def column(self, heading: str) -> Column:
        """The cells under a heading."""
        self.fetch((heading,))
        return self._columns[heading]

    def first(self, count: int) -> list[list[str]]:
        """The first rows."""
        columns = self.load(range(len(self.headings)), count)
        return [list(row) for row in zip(*(one.first(count) for one in columns), strict=True)]

    @property
    def rows(self) -> list[list[str]]:
        """All rows: of small tables only."""
        return self.first(len(self))

    def flaws_of(self, heading: str) -> dict[int, str]:
        """The flawed cells of a column, by row."""
        place = self.headings.index(heading)
        return {row: why for (row, at), why in self.flaws.items() if at == place}


def from_rows(
    name: str,
    headings: tuple[str, ...],
    rows: Sequence[Sequence[str]],
    lines: Sequence[int],
    read_as: ReadAs,
    ragged: tuple[Ragged, ...] = (),
    flaws: dict[tuple[int, int], str] | None = None,
) -> Table:
    """A table from rows of as many cells as there are headings."""
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in headings]
    return Table(
        name,
        headings,
        np.asarray(lines, np.int64),
        read_as,
        lambda places, _most: [Column(headings[place], columns[place]) for place in places],
        ragged,
        flaws or {},
    )


def refused(
    path: Path, what: str, to_do: str = "save the table as CSV (UTF-8) or XLSX and try again"
) -> UserError:
    """The error for a file that can't be read as a table."""
    return UserError(what, where=path.name, kept="nothing was taken in", to_do=to_do)


def read_table(path: Path, said: Said = Said(), *, step: Step = lambda _: None) -> Table:
    """Read a table; the kind of file is told by its content.

    Args:
        path: the file.
        said: what a person said of how it is to be read.
        step: told the number of rows read so far; may raise to cancel.

    Raises:
        UserError: not a table, too large, or damaged; says what it is and how to save it right.
    """
    try:
        if not path.is_file():
            raise refused(path, "there is no such file", "check the name and the folder")
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise refused(path, "the file is over 1 GB", "export a shorter period")
        with path.open("rb") as file:
            head = file.read(8192)
            if head.startswith(b"PK\x03\x04"):
                from cxworkbench.exchange.workbook import read_workbook

                return read_workbook(path, file, said, step)
            _refuse_others(path, head)
            from cxworkbench.exchange.text_table import read_text

            file.seek(0)
            return read_text(path, file.read(), said, step)
    except OSError as error:
        raise refused(
            path, f"the file can't be read ({error.strerror})", "ask for the right to read it"
        ) from error


def _refuse_others(path: Path, head: bytes) -> None:
    if not head:
        raise refused(path, "there is nothing in the file", "export it again")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        # The names of the parts of a compound file stand in it as UTF-16.
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes()[:2_000_000]:
            raise refused(
                path, "the workbook is protected by a password", "save it as XLSX without a password"
            )
        raise refused(path, "this is an old Office file (.xls)", "save it as XLSX")
    if head.startswith(b"%PDF"):
        raise refused(path, "this is a PDF, not a table")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise refused(path, "this is HTML or XML, not a table", "open it in Excel and save it as XLSX")
    if path.suffix.lower() in _WORKBOOKS:
        what = "this is text and no workbook, though it is named like one"
        raise refused(path, what, f"name it {path.stem}.csv, or save it as XLSX")


def checked_headings(path: Path, cells: Sequence[str], line: int) -> tuple[str, ...]:
    """Headings from the cells of a line; those that are empty are numbered.

    Raises:
        UserError: there are none or too many, or one stands twice.
    """
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > COLUMN_LIMIT:
        raise refused(path, f"{len(names):,} columns are more than 1,000")
    if not names:
        raise refused(path, f"line {line:,}: the line of headings is empty")
    seen: set[str] = set()
    for place, name in enumerate(names, 1):
        if name and name.casefold() in seen:
            what = f"line {line:,}, column {place}: the heading {name[:60]!r} stands twice"
            raise refused(path, what, "rename one of them")
        seen.add(name.casefold())
    numbered = tuple(name or f"Column {place}" for place, name in enumerate(names, 1))
    clash = next((one for one in numbered if numbered.count(one) > 1), None)
    if clash is not None:
        raise refused(
            path, f"line {line:,}: {clash!r} is a heading, and a column without one", "name them all"
        )
    return numbered
