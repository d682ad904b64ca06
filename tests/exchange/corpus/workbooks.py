"""Workbooks for each row of reliability.md, section 3, about XLSX."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.exchange.corpus.cases import FEB, FINDINGS, OK, REFUSED, TWO, Case

_HEADS = ("week ending", "value", "n")
_ROWS = ((date(2026, 2, 15), 68.0, 100), (date(2026, 2, 22), 67.5, 200))


def book(change: Callable[[Workbook, Worksheet], None] = lambda _book, _sheet: None) -> bytes:
    """A workbook with two readings, changed."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Readings"
    for cells in (_HEADS, *_ROWS):
        sheet.append(cells)
    change(made, sheet)
    return _saved(made)


def _saved(made: Workbook) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def rewritten(content: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """A workbook with parts changed, taken out (None) or added."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in more.items():
            new.writestr(name, part)
    return written.getvalue()


def sheet_xml(change: Callable[[str], str], content: bytes | None = None) -> bytes:
    """A workbook whose sheet's XML is changed."""

    def part(name: str, old: bytes) -> bytes:
        return change(old.decode()).encode() if name == "xl/worksheets/sheet1.xml" else old

    return rewritten(content or book(), part)


def _rich(_book: Workbook, sheet: Worksheet) -> None:
    sheet["B2"] = CellRichText("6", TextBlock(InlineFont(b=True), "8.0"))


def _texts(_book: Workbook, sheet: Worksheet) -> None:
    sheet["A2"], sheet["A3"], sheet["B2"] = "15/02/2026", "22/02/2026", "68.0"


def _hidden_row(_book: Workbook, sheet: Worksheet) -> None:
    sheet.row_dimensions[2].hidden = True


def _hidden_sheet(made: Workbook, sheet: Worksheet) -> None:
    first = made.create_sheet("Secret", 0)
    first.append(_HEADS)
    first.append((date(2026, 2, 15), 1.0, 1))
    first.sheet_state = "hidden"
    made.active = made.index(sheet)


def _sheets(made: Workbook, _sheet: Worksheet) -> None:
    made.create_sheet("Other").append(("a", "b"))


def _merged(_book: Workbook, sheet: Worksheet) -> None:
    sheet.append((date(2026, 3, 1), 66.0, 100))
    sheet.append((date(2026, 3, 8), None, 100))
    sheet.merge_cells("B4:B5")


def _formula(_book: Workbook, sheet: Worksheet) -> None:
    sheet.append((date(2026, 3, 1), "=66+0", 100))


def _error(_book: Workbook, sheet: Worksheet) -> None:
    sheet.append((date(2026, 3, 1), "#N/A", 100))
    sheet["B4"].data_type = "e"


def _title(_book: Workbook, sheet: Worksheet) -> None:
    sheet.insert_rows(1, 2)
    sheet["A1"] = "Weekly report"
    sheet.merge_cells("A1:C1")


def _beside(_book: Workbook, sheet: Worksheet) -> None:
    sheet["F3"] = "a note"


def _percent(_book: Workbook, sheet: Worksheet) -> None:
    for cell, value in (("B2", 0.68), ("B3", 0.675)):
        sheet[cell] = value
        sheet[cell].number_format = "0.0%"


def _stray(_book: Workbook, sheet: Worksheet) -> None:
    sheet["XFD1048576"] = 1


def _from_1904(made: Workbook, _sheet: Worksheet) -> None:
    made.epoch = CALENDAR_MAC_1904


def _durations(_book: Workbook, sheet: Worksheet) -> None:
    sheet["B2"], sheet["B3"] = timedelta(minutes=8, seconds=32), time(0, 8, 35)


def _moments(_book: Workbook, sheet: Worksheet) -> None:
    sheet["A2"], sheet["A3"] = datetime(2026, 2, 15), datetime(2026, 2, 22)


def cached_formula() -> bytes:
    """A formula with the value that Excel calculated."""
    return sheet_xml(lambda xml: xml.replace("<v>68</v>", "<f>60+8</f><v>68</v>"))


def bomb(name: str, letter: bytes, size: int = 250_000_000) -> bytes:
    """A workbook with a part that unpacks to far more than it is."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book())) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        with new.open(name, "w") as out:
            for _ in range(size // 1_000_000):
                out.write(letter * 1_000_000)
    return written.getvalue()


def lying_bomb() -> bytes:
    """A bomb that says of itself that it is small."""
    made = bytearray(bomb("xl/worksheets/sheet1.xml", b" ", 60_000_000))
    size = (60_000_000).to_bytes(4, "little")
    while (at := made.find(size)) >= 0:
        made[at : at + 4] = (2000).to_bytes(4, "little")
    return bytes(made)


def shared_string_bomb() -> bytes:
    """One long text in very many cells: small in the file, and in memory if it stays one text."""
    cells = "".join(f'<row r="{row}"><c r="D{row}" t="s"><v>0</v></c></row>' for row in range(4, 20_004))
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + "x" * 1_500_000
        + "</t></si></sst>"
    )

    def part(name: str, old: bytes) -> bytes:
        if name == "xl/sharedStrings.xml":
            return strings.encode()
        return (
            old.replace(b"</sheetData>", cells.encode() + b"</sheetData>")
            if name.endswith("sheet1.xml")
            else old
        )

    return rewritten(book(), part)


def many_sheets() -> bytes:
    """2,000 sheets."""
    made = openpyxl.Workbook(write_only=True)
    for number in range(2000):
        made.create_sheet(f"S{number}").append(("a",))
    return _saved(made)


def entities() -> bytes:
    """A sheet that declares entities."""
    bad = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return sheet_xml(lambda xml: re.sub(r"(<worksheet)", rf"{bad}\1", xml, count=1))


def deep() -> bytes:
    """XML that is nested far too deep."""
    return sheet_xml(lambda xml: xml.replace("<sheetData>", "<a>" * 20_000 + "</a>" * 20_000 + "<sheetData>"))


def encrypted() -> bytes:
    """A workbook with a password: a compound file with its package inside."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )


def opendocument() -> bytes:
    """An .ods file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return written.getvalue()


def outside() -> bytes:
    """Parts that would be unpacked outside, and a sheet that lies there."""

    def part(name: str, old: bytes) -> bytes:
        return (
            old.replace(b"worksheets/sheet1.xml", b"../../../../etc/passwd")
            if name.endswith(".rels")
            else old
        )

    return rewritten(book(), part, **{"../../evil.txt": b"evil"})


def case(name: str, content: bytes | Callable[[], bytes], code: int, *more: object, **others: object) -> Case:
    """A workbook."""
    return Case(f"xlsx: {name}", content, code, *more, **{"suffix": ".xlsx", **others})  # type: ignore[arg-type]


XLSX_CASES = (
    case("plain", book, OK, TWO),
    case("dates and times of a day", lambda: book(_moments), OK, TWO),
    case("1904 dates", lambda: book(_from_1904), OK, TWO),
    case("dates as text", lambda: book(_texts), OK, TWO),
    case("rich text", lambda: book(_rich), OK, TWO),
    case("a cached formula", cached_formula, OK, TWO),
    case("percentages", lambda: book(_percent), OK, TWO),
    case("lengths of time", lambda: book(_durations), OK, {FEB[15]: 512.0, FEB[22]: 515.0}, unit="seconds"),
    case("hidden rows", lambda: book(_hidden_row), OK, TWO, says="1 hidden row"),
    case("a hidden sheet", lambda: book(_hidden_sheet), OK, TWO, says="hidden sheet"),
    case("a title", lambda: book(_title), OK, TWO, says="above the headings"),
    case("several sheets", lambda: book(_sheets), FINDINGS, TWO, says="the first of 2"),
    case("several sheets, said", lambda: book(_sheets), OK, TWO, options=("--sheet", "Readings")),
    case("a sheet that isn't there", book, REFUSED, options=("--sheet", "Nope")),
    case("merged cells", lambda: book(_merged), FINDINGS, TWO, (4, 5), says="merged"),
    case("a formula never calculated", lambda: book(_formula), FINDINGS, TWO, (4,), says="never calculated"),
    case("an error", lambda: book(_error), FINDINGS, TWO, (4,)),
    case("a cell beside the table", lambda: book(_beside), FINDINGS, {FEB[15]: 68.0}, (3,), says="F3"),
    case("a stray cell", lambda: book(_stray), REFUSED, says="XFD1048576"),
    case("2,000 sheets", many_sheets, REFUSED, says="2,000 sheets"),
    case("a bomb", lambda: bomb("xl/worksheets/sheet1.xml", b"0"), REFUSED, says="too much"),
    case("a bomb of shared strings", lambda: bomb("xl/sharedStrings.xml", b"0"), REFUSED, says="too much"),
    case("a bomb that lies", lying_bomb, REFUSED),
    case("a long shared string", shared_string_bomb, REFUSED),
    case("entities", entities, REFUSED),
    case("nested too deep", deep, REFUSED),
    case("a password", encrypted, REFUSED, says="password"),
    case("an old .xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, REFUSED, says="old Office"),
    case("an .ods", opendocument, REFUSED, says="OpenDocument"),
    case("html", b"<html><body><table>", REFUSED, says="HTML"),
    case("csv", b"week ending,value\n15/02/2026,68\n", REFUSED, says="named like one"),
    case("cut off", lambda: book()[:-200], REFUSED),
    case("cut off early", lambda: book()[:300], REFUSED),
    case("a part that is damaged", lambda: book().replace(b"PK\x03\x04", b"PK\x03\x05", 3), REFUSED),
    case("entries outside", outside, REFUSED),
    case("no archive of a workbook", lambda: rewritten(book(), lambda *_: None, readme=b"x"), REFUSED),
)
