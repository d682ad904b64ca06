"""One table from a CSV or XLSX file: headings, cells as text, and the line that each row stands on."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from db.errors import UserError

CELL_LIMIT = 1_000_000
COLUMN_LIMIT = 1_000
ROW_LIMIT = 5_000_000
FILE_LIMIT = 2_000_000_000
#: An XLSX whose parts would unpack to more, or by a larger factor, is a bomb.
UNPACKED_LIMIT = 200_000_000
RATIO_LIMIT = 200
_DELIMITERS = (",", ";", "\t", "|")
_DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass(frozen=True)
class Table:
    """A table as it was read. ``lines[i]`` is the line (or sheet row) of ``rows[i]``; cells are text."""

    name: str
    headings: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    read_as: tuple[str, ...] = ()
    ragged: tuple[tuple[int, int], ...] = field(default=())

    def column(self, heading: str) -> list[str]:
        """The cells under a heading, top to bottom."""
        place = self.headings.index(heading)
        return [row[place] for row in self.rows]


def refused(
    path: Path, what: str, to_do: str = "save the table as CSV (UTF-8) or XLSX and try again"
) -> UserError:
    """The error for a file that can't be read as a table."""
    return UserError(what, where=path.name, kept="nothing was taken in", to_do=to_do)


def read_table(
    path: Path, *, sheet: str | None = None, step: Callable[[int], None] = lambda _: None
) -> Table:
    """Read a table; the kind of file is told by its content, not by its name.

    Args:
        path: the file.
        sheet: name of the XLSX sheet; the first visible one if not given.
        step: told the number of rows read so far; may raise to cancel.

    Raises:
        UserError: not a table, too large, or damaged; says what it is and how to save it right.
    """
    try:
        if not path.is_file():
            raise refused(path, "there is no such file", "check the name and the folder")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise refused(
            path, f"the file can't be read ({error.strerror})", "ask for the right to read it"
        ) from error
    if size > FILE_LIMIT:
        raise refused(path, "the file is over 2 GB", "export a shorter period")
    if not size:
        raise refused(path, "there is nothing in the file", "export it again")
    if head.startswith(b"PK\x03\x04"):
        return _read_xlsx(path, sheet)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(path, "this is an old or protected Office file", "save it as XLSX without a password")
    if head.startswith(b"%PDF"):
        raise refused(path, "this is a PDF, not a table")
    if head.lstrip()[:1] == b"<":
        raise refused(path, "this is HTML or XML, not a table")
    return _read_csv(path, head, step)


# ------------------------------------------------------------------------------------------------------- CSV


def _encoding(path: Path, head: bytes) -> str:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if head.startswith(mark):
            return name
    if b"\0" in head:
        line = head[: head.index(b"\0")].count(b"\n") + 1
        raise refused(path, f"not a table: it holds NUL characters (line {line})")
    return "utf-8"


def _text(path: Path, head: bytes) -> tuple[str, str]:
    raw = path.read_bytes()
    name = _encoding(path, head)
    try:
        return raw.decode(name), name.removesuffix("-sig")
    except UnicodeDecodeError:
        if name != "utf-8":
            raise refused(path, f"the text breaks off or is no {name.upper()}") from None
    if b"\0" in raw:
        raise refused(path, f"not a table: NUL at line {raw[: raw.index(0)].count(10) + 1}")
    try:
        return raw.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refused(path, f"not a text that can be read (line {line})") from error


def _delimiter(lines: list[str]) -> str | None:
    """The delimiter that gives the same number of cells, more than one, on most of the first lines."""
    best: tuple[float, int] = (0.0, 0)
    found = None
    for one in _DELIMITERS:
        counts = [len(row) for row in csv.reader(lines, delimiter=one) if row]
        if not counts:
            continue
        common = max(set(counts), key=counts.count)
        score = (counts.count(common) / len(counts), common)
        if common > 1 and score > best:
            best, found = score, one
    return found


def _read_csv(path: Path, head: bytes, step: Callable[[int], None]) -> Table:
    text, encoding = _text(path, head)
    said = None
    if text[:5].lower().startswith("sep=") and len(text) > 5:
        first, _, text = text.partition("\n")
        said = first.rstrip("\r")[4:5]
    sample = text[:65536].splitlines()[:200]
    delimiter = said or _delimiter(sample) or ","
    csv.field_size_limit(CELL_LIMIT)
    rows: list[list[str]] = []
    lines: list[int] = []
    ragged: list[tuple[int, int]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    offset = 1 if said else 0
    headings: tuple[str, ...] | None = None
    try:
        line = 1
        for row in reader:
            start, line = line, reader.line_num + 1
            if not row or (len(row) == 1 and not row[0].strip()):
                continue
            if headings is None:
                headings = _headings(path, row)
                continue
            if len(row) != len(headings):
                if len(row) > len(headings) and not any(cell.strip() for cell in row[len(headings) :]):
                    row = row[: len(headings)]
                else:
                    ragged.append((start + offset, len(row)))
                    continue
            rows.append(row)
            lines.append(start + offset)
            if len(rows) % 50_000 == 0:
                step(len(rows))
            if len(rows) > ROW_LIMIT:
                raise refused(path, "it has over 5 million rows", "export a shorter period")
    except csv.Error as error:
        raise refused(path, f"line {reader.line_num + offset}: {error}") from error
    if headings is None:
        raise refused(path, "there is nothing in the file", "export it again")
    if not rows and not ragged:
        raise refused(path, "there is only a line of headings", "export it again")
    named = _DELIMITER_NAMES.get(delimiter, repr(delimiter))
    return Table(path.name, headings, rows, lines, (encoding.upper(), named), tuple(ragged))


def _headings(path: Path, row: list[str]) -> tuple[str, ...]:
    names = [cell.strip() for cell in row]
    while names and not names[-1]:
        names.pop()
    if len(names) > COLUMN_LIMIT:
        raise refused(path, f"{len(names):,} columns are more than 1,000")
    if not names:
        raise refused(path, "the line of headings is empty")
    seen: set[str] = set()
    for place, name in enumerate(names, 1):
        if name and name.casefold() in seen:
            raise refused(
                path, f"line 1, column {place}: the heading {name!r} stands twice", "rename one of them"
            )
        seen.add(name.casefold())
    return tuple(name or f"Column {place}" for place, name in enumerate(names, 1))


# ------------------------------------------------------------------------------------------------------ XLSX


def _read_xlsx(path: Path, sheet: str | None) -> Table:
    _refuse_bombs(path)
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        visible = [
            one.name
            for one in book.sheets_metadata
            if one.visible == python_calamine.SheetVisibleEnum.Visible
            and one.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        if sheet is not None and sheet not in book.sheet_names:
            raise refused(path, f"there is no sheet {sheet!r}", f"choose one of {', '.join(visible)}")
        if not visible and sheet is None:
            raise refused(path, "every sheet is hidden", "show the sheet that holds the table")
        name = sheet or visible[0]
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=ROW_LIMIT)
    except UserError:
        raise
    except Exception as error:
        # The reader raises whatever a broken file provokes; for the user they all mean the same.
        raise refused(path, f"the workbook is damaged or protected ({type(error).__name__})") from error
    return _sheet_table(path, name, visible, cells)


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise refused(path, "the workbook is cut off or damaged", "save it again") from error
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if unpacked > UNPACKED_LIMIT or (unpacked > 10_000_000 and unpacked / packed > RATIO_LIMIT):
        raise refused(path, "the workbook would unpack to too much", "save only the sheet with the table")
    if not any(part.filename.startswith("xl/") for part in parts):
        raise refused(path, "this archive is no workbook")


def _sheet_table(path: Path, name: str, visible: list[str], cells: list[list[Any]]) -> Table:
    headings: tuple[str, ...] | None = None
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, row in enumerate(cells, 1):
        written = [cell_text(cell) for cell in row]
        if not any(written):
            continue
        if headings is None:
            headings = _headings(path, written)
            continue
        rows.append((written + [""] * len(headings))[: len(headings)])
        lines.append(line)
    if headings is None or not rows:
        raise refused(path, f"there is no table in sheet {name!r}")
    others = f", {len(visible)} sheets" if len(visible) > 1 else ""
    return Table(path.name, headings, rows, lines, (f"sheet {name!r}{others}",))


def cell_text(cell: Any) -> str:
    """A workbook's cell as text that reads back to the same value."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(cell)
