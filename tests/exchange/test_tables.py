"""A file is told by its content; what is no table is refused with a sentence, and the lines keep their numbers."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest

from cxworkbench.exchange.table import Said, read_table
from db.errors import UserError


def written(tmp_path, content, name="t.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfa,b\n1,\xc3\xa9\n",
        "a;b\r\n1;é\r\n".encode(),
        "a\tb\n1\té\n".encode("utf-16"),
        "a|b\n1|é\n".encode("cp1252"),
        "sep=;\na;b\n1;é\n".encode(),
        '"a","b"\n"1","é"\n'.encode(),
        "\n\na,b\n\n1,é\n".encode(),
    ],
)
def test_encodings_delimiters_and_line_ends(tmp_path, content):
    table = read_table(written(tmp_path, content))
    assert table.headings == ("a", "b")
    assert table.rows == [["1", "é"]]


def test_lines_are_those_of_the_file_also_after_quoted_line_ends(tmp_path):
    table = read_table(written(tmp_path, 'a,b\n"x\ny",1\nz,2\n'))
    assert table.lines.tolist() == [2, 4]


def test_ragged_rows_are_set_apart(tmp_path):
    table = read_table(written(tmp_path, "a,b\n1,2\n3\n4,5,6\n7,8,\n"))
    assert table.rows == [["1", "2"], ["7", "8"]]
    assert [(one.line, one.found) for one in table.ragged] == [(3, "1 cells"), (4, "3 cells")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "nothing in the file"),
        (b"a,b\n", "only a line of headings"),
        (b"a,b\n1,\x002\n", "NUL"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table>", "HTML"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "Office"),
        (b"a,A\n1,2\n", "stands twice"),
        (b"PK\x03\x04broken", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path, content, says):
    with pytest.raises(UserError, match=says) as refusal:
        read_table(written(tmp_path, content))
    assert refusal.value.exit_code == 3
    assert "\n" not in refusal.value.line()


def test_more_than_a_thousand_columns_are_refused(tmp_path):
    with pytest.raises(UserError, match="columns"):
        read_table(written(tmp_path, ",".join(f"c{i}" for i in range(1001)) + "\n1\n"))


def test_a_workbook_reads_as_typed(tmp_path):
    from datetime import date, timedelta

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Week 18"
    sheet.append(["Week ending", "Value", "Time", "n"])
    sheet.append([date(2026, 3, 8), 68.1, timedelta(minutes=8, seconds=32), 43918])
    path = tmp_path / "t.xlsx"
    book.save(path)
    table = read_table(path)
    assert table.rows == [["2026-03-08", "68.1", "00:08:32", "43918"]]
    assert "Week 18" in table.read_as.words()[0]


def test_hidden_sheets_are_never_read_in_silence(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Hidden"
    book.active.append(["secret"])
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Shown")
    shown.append(["a"])
    shown.append([1])
    book.active = 1
    path = tmp_path / "t.xlsx"
    book.save(path)
    assert read_table(path).headings == ("a",)
    with pytest.raises(UserError, match="no sheet 'Nope'"):
        read_table(path, Said(sheet="Nope"))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 250_000_000)
    with pytest.raises(UserError, match="unpack to too much"):
        read_table(path)
