"""A table from a text file: encoding, delimiter and line of headings found, each row taken whole or named.

The fast way is for files in which every line has its cells and every quotation mark its place, which is looked at
first; all others are taken apart line by line. Both give the same table.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from cxworkbench.exchange import large_text, quoting
from cxworkbench.exchange.table import (
    CELL_LIMIT,
    DELIMITERS,
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

#: From this size on polars takes the cells apart; below it, loading polars takes longer than the file.
LARGE = 2_000_000
#: The encoding, the delimiter and the headings are found in the first part of a file.
_SAMPLE = 65_536
_SAMPLE_LINES = 200
#: So many title lines may stand above the headings.
_TITLES = 20
_CHUNK = 1 << 20
#: Letters that no table holds, apart from tab and line ends.
_CONTROLS = frozenset(map(chr, set(range(32)) - {9, 10, 12, 13} | {127}))


def read_text(path: Path, raw: bytes, said: Said, step: Step) -> Table:
    """Read a text file.

    Args:
        path: the file, for messages.
        raw: all of it.
        said: what a person said of it.
        step: told the number of rows read so far.

    Raises:
        UserError: not a table, or too large.
    """
    content, encoding = _utf8(path, raw, said.encoding)
    given, content, above = _separator_line(content)
    sample = content[:_SAMPLE].decode(errors="ignore")
    if sum(letter in _CONTROLS for letter in sample) > max(8, len(sample) / 100):
        raise refused(path, "not a table: it holds letters that no text has")
    lines = _ends_as_one(sample).split("\n")[:_SAMPLE_LINES]
    delimiter = said.delimiter or given or _delimiter(lines) or ","
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n':
        raise refused(path, f"{delimiter!r} can't set cells apart", "say one letter, such as ; or a tab")
    at = _heading_place(lines, delimiter, said.heading_line - above)
    read_as = ReadAs(
        encoding=encoding, delimiter=delimiter, heading_line=at + 1 + above, notes=_skipped(lines[:at])
    )
    table = _at_once(path, content, at, read_as, above)
    return table or _line_by_line(path, content, at, read_as, above, step)


# --------------------------------------------------------------------------------------------------- encoding


def _utf8(path: Path, raw: bytes, said: str) -> tuple[bytes, str]:
    """The text in UTF-8, and the encoding in which it was written."""
    if said:
        try:
            name = codecs.lookup(said).name
            return raw.decode(name).removeprefix("\ufeff").encode(), name
        except (LookupError, UnicodeDecodeError, UnicodeEncodeError) as error:
            raise refused(path, f"the file can't be read as {said!r}", "choose another encoding") from error
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if raw.startswith(mark):
            try:
                text = raw.decode(name)
                _refuse_nul(path, text.encode())
                return text.encode(), name
            except UnicodeError:
                raise refused(path, "the text breaks off or is no UTF-16") from None
    _refuse_nul(path, raw)
    if raw.startswith(codecs.BOM_UTF8):
        raw = raw[3:]
    if _is_utf8(raw):
        return raw, "utf-8"
    try:
        return raw.decode("cp1252").encode(), "cp1252"
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refused(path, f"not a text that can be read (line {line:,})") from error


def _is_utf8(raw: bytes) -> bool:
    """Looked at in parts: a window draws between them."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(raw), _CHUNK):
            part = raw[at : at + _CHUNK]
            if not part.isascii() or decoder.getstate()[0]:
                decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_nul(path: Path, raw: bytes) -> None:
    at = raw.find(b"\0")
    if at >= 0:
        line = raw.count(b"\n", 0, at) + 1
        raise refused(path, f"not a table: it holds NUL characters (line {line:,})")


def _separator_line(content: bytes) -> tuple[str, bytes, int]:
    """Excel's own first line "sep=;": the delimiter, what follows it, and how many lines it takes."""
    if content[:4].lower() == b"sep=" and len(content) > 5:
        first, _, rest = content.partition(b"\n")
        return first.rstrip(b"\r")[4:5].decode("latin-1"), rest, 1
    return "", content, 0


# ------------------------------------------------------------------------------------- delimiter and headings


def _ends_as_one(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(lines: Sequence[str]) -> str | None:
    """The delimiter that gives the same number of cells, more than one, on most of the first lines."""
    best: tuple[float, int] = (0.0, 0)
    found = None
    for one in DELIMITERS:
        counts = [len(row) for row in _parted(lines, one) if row]
        if not counts:
            continue
        common = max(set(counts), key=counts.count)
        score = (counts.count(common) / len(counts), common)
        if common > 1 and score > best:
            best, found = score, one
    return found


def _parted(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    csv.field_size_limit(CELL_LIMIT)
    try:
        return list(csv.reader((f"{line}\n" for line in lines), delimiter=delimiter))
    except csv.Error:
        return []


def _heading_place(lines: Sequence[str], delimiter: str, said: int) -> int:
    """Which line (from 0) holds the headings: the first one, but for titles of one cell above a wider table."""
    if said > 0:
        return said - 1
    filled = [
        (place, sum(bool(cell.strip()) for cell in row))
        for place, line in enumerate(lines)
        if (row := next(iter(_parted([line], delimiter)), [])) and any(cell.strip() for cell in row)
    ]
    for place, count in filled[:_TITLES]:
        if count > 1 or not any(more > 1 for at, more in filled if at > place):
            return place
    return filled[0][0] if filled else 0


def _skipped(lines: Sequence[str]) -> tuple[str, ...]:
    titles = sum(bool(line.strip(" \t,;|\r")) for line in lines)
    if not titles:
        return ()
    return (
        f"{titles} line{'s' if titles > 1 else ''} above the headings {'are' if titles > 1 else 'is'} left out",
    )


# ------------------------------------------------------------------------------------------------ the fast way


def _at_once(path: Path, content: bytes, at: int, read_as: ReadAs, above: int) -> Table | None:
    """The table of a large file, looked through as a whole; None where only reading line by line tells."""
    if len(content) < LARGE or (b"\r" in content and content.count(b"\r") != content.count(b"\r\n")):
        return None
    begin = 0
    for _ in range(at):
        begin = content.find(b"\n", begin) + 1
    end = content.find(b"\n", begin)
    heads = content[begin : max(end, begin)].decode().removesuffix("\r")
    cells = next(iter(_parted([heads], read_as.delimiter)), [])
    if len(cells) < 2 or heads.count('"') % 2:
        return None
    headings = checked_headings(path, cells, read_as.heading_line)
    if len(headings) < len(cells):
        return None
    other = _Others(path, headings, read_as.delimiter, above)
    try:
        found = large_text.scan(content, end + 1, at + 2, read_as.delimiter, len(headings), other.judge)
    except large_text.TwoWays:
        return None
    if len(found.lines) > ROW_LIMIT:
        raise refused(path, "it has over 5 million rows", "export a shorter period")
    _refuse_empty(path, len(found.lines) + len(other.ragged))
    load = large_text.Loader(found, headings, read_as.delimiter)
    return Table(path.name, headings, found.lines + above, read_as, load, tuple(other.ragged))


class _Others:
    """What becomes of records that have another number of cells than there are headings."""

    def __init__(self, path: Path, headings: Sequence[str], delimiter: str, above: int) -> None:
        self._path = path
        self._headings = headings
        self._delimiter = delimiter
        self._above = above
        self.ragged: list[Ragged] = []

    def judge(self, line: int, text: str) -> str | None:
        """The text of the row to keep; None where the record is none."""
        cells = next(iter(_parted(text.split("\n"), self._delimiter)), [])
        kept = self.kept(line, cells)
        if kept is None:
            return None
        quoted = io.StringIO(newline="")
        csv.writer(quoted, delimiter=self._delimiter, lineterminator="").writerow(kept)
        return quoted.getvalue()

    def kept(self, line: int, cells: list[str]) -> list[str] | None:
        """The cells of the row; None where there is none: an empty line, or a row that is refused."""
        if not any(cell.strip() for cell in cells):
            return None
        wanted = len(self._headings)
        if len(cells) == wanted:
            return cells
        if len(cells) > wanted and not any(cell.strip() for cell in cells[wanted:]):
            return cells[:wanted]
        if len(self.ragged) < _SAMPLE_LINES:
            self._refuse_two_delimiters(line, cells)
        why = f"instead of {wanted}: the row was refused"
        self.ragged.append(Ragged(line + self._above, f"{len(cells)} cells", why))
        return None

    def _refuse_two_delimiters(self, line: int, cells: list[str]) -> None:
        """A row that has the right number of cells with another delimiter: the file has two of them."""
        wanted = len(self._headings)
        text = self._delimiter.join(cells)
        for other, name in DELIMITERS.items():
            if wanted > 1 and other != self._delimiter and text.count(other) == wanted - 1:
                place = cells.index(next(cell for cell in cells if other in cell)) + 1
                mine = DELIMITERS.get(self._delimiter, self._delimiter)
                where = f"line {line + self._above:,}, column {place}"
                raise refused(
                    self._path,
                    f"two delimiters: {where} uses the {name}, the headings the {mine}",
                    "use one of them",
                )


def _refuse_empty(path: Path, records: int) -> None:
    if not records:
        raise refused(path, "there is only a line of headings", "export it again")


# ------------------------------------------------------------------------------------------------ line by line


def _line_by_line(path: Path, content: bytes, at: int, read_as: ReadAs, above: int, step: Step) -> Table:
    headings: tuple[str, ...] | None = None
    other = _Others(path, (), read_as.delimiter, above)
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, cells, fault in _records(path, content, read_as.delimiter):
        if line <= at:
            continue
        if fault:
            if headings is None:
                raise refused(path, f"line {line + above:,}: {fault} in the line of headings", "correct it")
            other.ragged.append(Ragged(line + above, cells[0], fault))
            continue
        if headings is None:
            if any(cell.strip() for cell in cells):
                headings = checked_headings(path, cells, line + above)
                other = _Others(path, headings, read_as.delimiter, above)
            continue
        kept = other.kept(line, cells)
        if kept is None:
            continue
        rows.append(kept)
        lines.append(line + above)
        if len(rows) % 50_000 == 0:
            step(len(rows))
        if len(rows) > ROW_LIMIT:
            raise refused(path, "it has over 5 million rows", "export a shorter period")
    if headings is None:
        raise refused(path, "there is nothing in the file", "export it again")
    _refuse_empty(path, len(rows) + len(other.ragged))
    return from_rows(path.name, headings, rows, lines, read_as, tuple(other.ragged))


def _records(path: Path, content: bytes, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Each record with the line on which it begins; one that can't be told has a fault and its text as only cell."""
    if not quoting.is_sound(content, delimiter):
        yield from quoting.recovered(path, _ends_as_one(content.decode()), delimiter)
        return
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield line, cells, ""
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused(path, f"line {line:,}: {error}") from error
