"""A table is saved as it is shown: for Excel, as CSV, and as a paper to print; own fields as the others."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from openpyxl import load_workbook
from tables_host import go, shown_table

from cxworkbench.grid.order import SortBy
from cxworkbench.pdfium import opened
from db.models import Action, CostLine, CustomField
from ui.tables import saving


def text_of(path) -> str:
    with opened(path.read_bytes()) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture
def table(qtbot, window):
    """Actions with a field of the programme's own, one text of which a spreadsheet would take for a formula."""
    with window.plan.change("Field") as change:
        change.add(
            CustomField(table="action", name="Region", kind_="choice", choices=("North", "South"), position=1)
        )
    made = shown_table(qtbot, window, Action, columns=("text", "owner", "due", "custom:Region"))
    first = made.records[0]
    with window.plan.change("Words") as change:
        change.set(Action, first.id, text="=1+1 <b>bold</b>", custom={"Region": "North"})
    return made


def saved(qtbot, window, table, target):
    saving.save_to(table, target)
    qtbot.waitUntil(lambda: window.work.is_idle and target.exists())
    assert target.name in window.status.currentMessage()
    return target


def test_a_workbook_holds_days_as_days_and_a_text_like_a_formula_as_text(qtbot, window, table, tmp_path):
    table.arranging.sort_by("due", descending=False)
    sheet = load_workbook(saved(qtbot, window, table, tmp_path / "a.xlsx")).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Action", "Owner", "Due", "Region")
    assert [row[0] for row in rows[1:]] == [one.text for one in table.shown_records]
    dated = [(row[2], one.due) for row, one in zip(rows[1:], table.shown_records, strict=True) if one.due]
    assert dated
    assert all(shown == datetime(due.year, due.month, due.day) for shown, due in dated)
    like_a_formula = next(
        cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1 <b>bold</b>"
    )
    assert like_a_formula.data_type == "s"
    assert "North" in [row[3] for row in rows]
    assert sheet.freeze_panes == "A2"


def test_a_csv_holds_what_is_shown_and_no_formula(qtbot, window, table, tmp_path):
    table.filter.setText("bold")
    text = saved(qtbot, window, table, tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Action", "Owner", "Due", "Region"]
    assert len(rows) == 2
    assert rows[1][0] == "'=1+1 <b>bold</b>"
    assert rows[1][3] == "North"


def test_hidden_columns_are_left_out(qtbot, window, table, tmp_path):
    table.arranging.show_column("owner", shown=False)
    rows = list(
        csv.reader(io.StringIO((saved(qtbot, window, table, tmp_path / "a.csv")).read_text("utf-8-sig")))
    )
    assert rows[0] == ["Action", "Due", "Region"]


def test_a_paper_prints_the_rows_with_own_fields_and_never_as_markup(qtbot, window, table, tmp_path):
    text = text_of(saved(qtbot, window, table, tmp_path / "a.pdf"))
    assert "Actions" in text
    assert "<b>bold</b>" in text
    assert "North" in text
    assert f"{len(table.shown_records)} rows" in text
    table.filter.setText("bold")
    assert f"1 of {len(table.records)} rows" in text_of(saved(qtbot, window, table, tmp_path / "b.pdf"))


def test_totals_are_printed_below_their_columns(qtbot, window, tmp_path):
    costs = shown_table(qtbot, window, CostLine, columns=("name", "kind", "amount"))
    shown = saving.shown_of(costs)
    assert shown.totals == ("", "", "")
    costs.arranging.want("kind", None)
    costs.filter.setText("recurring")
    shown = saving.shown_of(costs)
    assert shown.totals[2].endswith(" a month")
    assert " a month" in text_of(saved(qtbot, window, costs, tmp_path / "c.pdf"))


def test_it_is_never_written_over_the_plan(qtbot, window, table, tmp_path):
    before = window.plan.path.read_bytes()
    saving.save_to(table, window.plan.path)
    qtbot.waitUntil(lambda: window.work.is_idle)
    assert window.plan.path.read_bytes() == before
    assert window.banners.isVisible()


def test_the_cell_menu_offers_it_and_its_keys_ask_for_a_name(qtbot, window, table):
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QFileDialog

    go(table, 0, "text")
    mods = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table.view, Qt.Key.Key_S, mods)
    dialog = table.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.nameFilters() == list(saving.FILTERS.values())
    dialog.reject()
    assert SortBy("due") not in table.rows.arrangement.sorts
