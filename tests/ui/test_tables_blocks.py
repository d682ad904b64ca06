"""Pasting from and copying to spreadsheets through the real clipboard; arranging a table, and finding it so again."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from tables_host import cell, go, shown_table, texts, type_into

from cxworkbench.grid.order import SortBy, Wanted
from cxworkbench.grid.rows import GroupRow
from db.models import Action, CustomField, Milestone, Person

EXCEL = (
    "Action\tOwner\tDue\r\n"
    '"Write to\nall ""34"" customers"\tHelen Marsh\t04/05/2026\r\n'
    "=1+1\tNobody Known\t31/02/2026\r\n"
    "<b>x</b>\trob ellery\t13/05/2026\r\n"
)


@pytest.fixture
def actions(qtbot, window):
    return shown_table(qtbot, window, Action, columns=("number", "text", "owner", "due"))


def put_on_clipboard(text: str, html: str = "<table><tr><td>never read</td></tr></table>") -> None:
    data = QMimeData()
    data.setText(text)
    data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def test_a_block_from_excel_is_one_step_and_what_is_refused_is_named(qtbot, actions):
    plan = actions.handed.plan
    count, head = len(actions.records), plan.session.head
    put_on_clipboard(EXCEL)
    go(actions, count - 1, "text")
    before = actions.current
    qtbot.keyClick(actions.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert plan.session.head == head + 1
    assert plan.undo_label == "Paste 8 cells into actions" or plan.undo_label.startswith("Paste ")
    assert len(actions.records) == count + 2
    assert texts(actions, "text")[-3:] == ['Write to all "34" customers', "=1+1", "<b>x</b>"]
    assert texts(actions, "owner")[-1] == "Rob Ellery"
    said = actions.refusals.text
    assert "Row 3, Owner: Nobody in the plan is called “Nobody Known”" in said
    assert "Row 3, Due: February has 28 days. Did you mean 28 Feb 2026?" in said
    plan.undo()
    assert len(actions.records) == count
    assert plan.plan.find(before.id).text == before.text
    plan.redo()
    assert len(actions.records) == count + 2


def test_refused_cells_of_rows_that_are_there_keep_what_was_pasted(qtbot, actions):
    put_on_clipboard("31/02/2026\r\n13/05/2026\r\n")
    held = actions.model.record_at(0).due
    go(actions, 0, "due")
    qtbot.keyClick(actions.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert cell(actions, 0, "due").data() == "31/02/2026"
    assert actions.model.record_at(0).due == held
    assert actions.model.record_at(1).due == date(2026, 5, 13)
    go(actions, 0, "due")
    assert actions.message.isVisible()
    qtbot.keyClick(actions.view, Qt.Key.Key_Escape)
    assert cell(actions, 0, "due").data() != "31/02/2026"


@pytest.mark.parametrize("way", ["fill", "elsewhere", "undo"])
def test_a_refused_text_goes_when_its_cell_is_given_another_value(qtbot, actions, way):
    put_on_clipboard("13/05/2026\r\n31/02/2026\r\n")
    go(actions, 0, "due")
    qtbot.keyClick(actions.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert cell(actions, 1, "due").data() == "31/02/2026"
    plan = actions.handed.plan
    if way == "fill":
        qtbot.keyClick(actions.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        actions.acts.run("fill")
        assert actions.model.record_at(1).due == date(2026, 5, 13)
        assert texts(actions, "due")[:2] == ["13 May 2026"] * 2
    elif way == "elsewhere":
        with plan.change("In its form") as change:
            change.set(actions.model.record_at(1), due=date(2026, 6, 1))
        assert texts(actions, "due")[1] == "1 Jun 2026"
    else:
        plan.undo()  # of the cell that was taken in; the other still waits
        assert cell(actions, 1, "due").data() == "31/02/2026"


def test_refused_cells_of_rows_that_were_added_keep_what_was_pasted_too(qtbot, actions):
    count = len(actions.records)
    rows = "".join(f"Task {place}\tNobody Known {place}\t{place}/02/2026\r\n" for place in range(28, 33))
    put_on_clipboard(f"Action\tOwner\tDue\r\n{rows}")
    go(actions, actions.model.new_row, "text")
    qtbot.keyClick(actions.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(actions.records) == count + 5
    assert actions.current.text == "Task 28"  # the cursor stands where the paste began
    assert [cell(actions, count + place, "owner").data() for place in range(5)] == [
        f"Nobody Known {place}" for place in range(28, 33)
    ]
    assert cell(actions, count + 1, "due").data() == "29/02/2026"
    assert "And 7 more, marked in the table." in actions.refusals.text
    type_into(qtbot, actions, count, "owner", "Helen Marsh")
    assert actions.records[count].owner is not None
    assert texts(actions, "owner")[count] == "Helen Marsh"


def test_copy_puts_text_and_a_table_on_the_clipboard(qtbot, actions):
    go(actions, 0, "text")
    qtbot.keyClick(actions.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(actions.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(actions.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    wanted = [[cell(actions, row, name).data() for name in ("text", "owner")] for row in (0, 1)]
    assert data.text() == "\r\n".join("\t".join(row) for row in wanted)
    assert data.html().count("<td>") == 4


def test_a_table_is_found_again_as_it_was_laid_out(qtbot, window, sample):
    table = shown_table(qtbot, window, Action, columns=("number", "text", "owner", "due"))
    table.arranging.sort_by("owner")
    table.arranging.sort_by("due", descending=True, also=True)
    table.arranging.group_by("owner")
    table.arranging.want("due", Wanted(empty=False))
    table.arranging.show_column("due", shown=False)
    table.arranging.show_column("evidence", shown=True)
    shown = texts(table, "text")
    assert any(isinstance(one, GroupRow) for one in table.model.items)
    window.open_path(sample)
    again = shown_table(qtbot, window, Action, columns=("number", "text", "owner", "due"))
    assert again.rows.arrangement.sorts == [SortBy("owner"), SortBy("due", descending=True)]
    assert (again.rows.arrangement.group, again.rows.arrangement.wanted) == (
        "owner",
        {"due": Wanted(empty=False)},
    )
    assert {one.name for one in again.arranging.shown()} == {"number", "text", "owner", "evidence"}
    assert texts(again, "text") == shown
    again.arranging.reset()
    assert not again.rows.arrangement.sorts
    assert {one.name for one in again.arranging.shown()} == {"number", "text", "owner", "due"}


def test_the_filter_narrows_as_one_types_and_a_row_stays_while_it_is_changed(qtbot, actions):
    qtbot.keyClick(actions.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(actions.filter, "owen")
    assert set(texts(actions, "owner")) == {"Owen Hart"}
    assert actions.count.text() == f"{len(texts(actions, 'owner'))} of {len(actions.records)}"
    rows = actions.model.rowCount()
    type_into(qtbot, actions, 0, "owner", "Rob Ellery")
    assert actions.model.rowCount() == rows
    actions.clear.click()
    assert len(texts(actions, "text")) == len(actions.records)


def test_the_filter_looks_in_columns_that_a_narrow_window_has_no_room_for(qtbot, actions):
    actions.window().resize(200, 500)
    qtbot.waitUntil(lambda: "owner" not in {one.name for one in actions.arranging.shown()})
    actions.show_plan(actions.handed.plan.plan)
    qtbot.keyClicks(actions.filter, "owen")
    assert set(texts(actions, "owner")) == {"Owen Hart"}


def test_sorting_by_a_click_on_a_head_leaves_a_row_in_its_place_while_it_is_changed(qtbot, actions):
    actions.arranging.head_clicked(actions.model.column_of("text"))
    assert texts(actions, "text") == sorted(texts(actions, "text"), key=str.casefold)
    type_into(qtbot, actions, 0, "text", "zzz")
    assert texts(actions, "text")[0] == "zzz"
    actions.arranging.head_clicked(actions.model.column_of("text"))
    assert texts(actions, "text")[0] == "zzz"  # downwards
    actions.arranging.head_clicked(actions.model.column_of("text"))
    assert not actions.rows.arrangement.sorts


def test_the_cursor_stays_on_its_record_when_rows_are_sorted_grouped_or_filtered(qtbot, actions):
    go(actions, 2, "owner")
    held = actions.current
    for arrange in (
        lambda: actions.arranging.sort_by("text", descending=True),
        lambda: actions.arranging.group_by("owner"),
        lambda: actions.arranging.want("text", Wanted(frozenset({held.text}))),
        actions.arranging.clear_filters,
        lambda: actions.arranging.group_by(""),
        actions.arranging.unsort,
    ):
        arrange()
        assert actions.current.id == held.id
        assert actions.model.columns[actions.view.currentIndex().column()].name == "owner"


def test_groups_close_by_keyboard(qtbot, window):
    table = shown_table(qtbot, window, Action, columns=("text", "owner"), group="owner")
    rows = table.model.rowCount()
    group = table.model.items[0]
    go(table, 0, "text")
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert table.model.rowCount() == rows - group.count
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert table.model.rowCount() == rows


def test_the_filter_of_a_column_by_its_popup(qtbot, actions):
    popup = actions.open_filter("owner")
    item = popup.list.item(0)
    item.setCheckState(Qt.CheckState.Checked)
    assert set(texts(actions, "owner")) == {item.text()}
    popup.close()
    popup = actions.open_filter("due")
    popup.days[0].setText("20 Mar")
    popup.apply()
    assert actions.rows.arrangement.wanted["due"] == Wanted(after=date(2026, 3, 20))
    popup.close()


def test_a_field_that_the_programme_added_is_typed_pasted_and_sorted(qtbot, window):
    with window.plan.change("Fields") as change:
        change.add(CustomField(table="action", name="Weight", kind_="number", position=1))
    table = shown_table(qtbot, window, Action, columns=("text",))
    type_into(qtbot, table, 0, "custom:Weight", "1,5")
    assert table.model.record_at(0).custom == {"Weight": "1.5"}
    put_on_clipboard("Weight\r\n2\r\nmany\r\n")
    go(table, 0, "text")
    qtbot.keyClick(table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert table.model.record_at(0).custom == {"Weight": "2"}
    assert cell(table, 1, "custom:Weight").data() == "many"
    table.arranging.sort_by("custom:Weight", descending=True)
    assert texts(table, "custom:Weight")[0] == "2"
    window.plan.undo()
    assert table.model.record_at(0).custom == {"Weight": "1.5"}


def test_keyboard_alone_reaches_every_cell_and_leaves_the_table(qtbot, actions):
    go(actions, 0, "number")
    seen = set()
    for _ in range(len(actions.model.items) * len(actions.view.shown_columns())):
        index = actions.view.currentIndex()
        seen.add((index.row(), index.column()))
        qtbot.keyClick(actions.view, Qt.Key.Key_Tab)
    assert len(seen) == len(actions.model.items) * len(actions.view.shown_columns())
    assert not actions.view.hasFocus()


HOSTILE = "<b>x</b><img src=file:///etc/passwd>&amp;"


def test_text_of_the_plan_is_shown_letter_by_letter(qtbot, window):
    with window.plan.change("Hostile") as change:
        person = change.add(Person(name=HOSTILE, title=HOSTILE))
        change.add(CustomField(table="milestone", name=HOSTILE, help=HOSTILE, kind_="text", position=1))
        change.add(
            Milestone(
                pilot=window.plan.plan.pilots[0], title=HOSTILE, owner=person.id, custom={HOSTILE: HOSTILE}
            )
        )
    table = shown_table(qtbot, window, Milestone, window.plan.plan.pilots[0].id, columns=("title", "owner"))
    row = next(row for row in range(table.model.rowCount()) if cell(table, row, "title").data() == HOSTILE)
    role = Qt.ItemDataRole
    for name in ("title", "owner", f"custom:{HOSTILE}"):
        index = cell(table, row, name)
        assert index.data() == HOSTILE
        assert "&lt;b&gt;x" in index.data(role.ToolTipRole)
        assert HOSTILE in index.data(role.AccessibleTextRole)
    section = table.model.column_of(f"custom:{HOSTILE}")
    assert table.model.headerData(section, Qt.Orientation.Horizontal, role.DisplayRole) == HOSTILE
    assert "<b>" not in table.model.headerData(section, Qt.Orientation.Horizontal, role.ToolTipRole)


def test_the_model_keeps_qts_rules(qtmodeltester, actions):
    qtmodeltester.check(actions.model)
