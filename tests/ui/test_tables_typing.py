"""Typing into a table of records: as quick as a spreadsheet, and what is refused stays until it is mended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from tables_host import cell, editor_of, go, shown_table, texts, type_into

from db.models import Action, Milestone, Person


@pytest.fixture
def actions(qtbot, window):
    return shown_table(qtbot, window, Action, columns=("number", "text", "owner", "due", "done_on"))


def held(table, row) -> Action:
    return table.handed.plan.plan.find(table.model.record_at(row).id)


def test_typing_begins_editing_and_enter_saves_and_goes_down(qtbot, actions):
    head = actions.handed.plan.session.head
    type_into(qtbot, actions, 0, "text", "Write to all customers")
    assert held(actions, 0).text == "Write to all customers"
    assert actions.handed.plan.session.head == head + 1
    assert actions.handed.plan.undo_label == "Change action"
    assert (actions.view.currentIndex().row(), actions.view.hasFocus()) == (1, True)


def test_tab_goes_right_and_enter_goes_back_to_the_column_where_it_began(qtbot, actions):
    type_into(qtbot, actions, 0, "text", "One", Qt.Key.Key_Tab)
    assert actions.view.currentIndex().column() == actions.model.column_of("owner")
    qtbot.keyClick(actions.view, Qt.Key.Key_Tab)
    qtbot.keyClicks(actions.view, "4")
    qtbot.keyClicks(editor_of(actions), " May")
    qtbot.keyClick(editor_of(actions), Qt.Key.Key_Return)
    assert held(actions, 0).due == date(2026, 5, 4)
    assert actions.view.currentIndex() == cell(actions, 1, "text")


def test_a_refused_text_stays_in_its_cell_with_what_was_meant(qtbot, actions):
    before = held(actions, 0).due
    type_into(qtbot, actions, 0, "due", "31 Feb")
    index = cell(actions, 0, "due")
    assert actions.view.currentIndex() == index
    assert index.data() == "31 Feb"
    assert held(actions, 0).due == before
    assert actions.message.isVisible()
    assert "February has 28 days. Did you mean 28 Feb 2026?" in actions.message.words.text()
    assert "refused" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    actions.message.accept.click()
    assert held(actions, 0).due == date(2026, 2, 28)
    assert not actions.message.isVisible()


def test_esc_brings_back_what_the_plan_holds(qtbot, actions):
    shown = cell(actions, 0, "due").data()
    type_into(qtbot, actions, 0, "due", "soon")
    assert cell(actions, 0, "due").data() == "soon"
    qtbot.keyClick(actions.view, Qt.Key.Key_Escape)
    assert cell(actions, 0, "due").data() == shown
    qtbot.keyClick(actions.view, Qt.Key.Key_F2)
    qtbot.keyClicks(editor_of(actions), "x")
    qtbot.keyClick(editor_of(actions), Qt.Key.Key_Escape)
    assert cell(actions, 0, "due").data() == shown
    assert not actions.view.is_editing


def test_a_person_is_found_by_name_and_offered(qtbot, actions):
    go(actions, 0, "owner")
    qtbot.keyClick(actions.view, Qt.Key.Key_F2)
    editor = editor_of(actions)
    qtbot.keyClicks(editor, "rob el")
    popup = editor.completer().popup()
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert texts(actions, "owner")[0] == "Rob Ellery"


def test_a_row_typed_into_the_last_line_becomes_a_record(qtbot, actions):
    count = len(actions.records)
    type_into(qtbot, actions, actions.model.new_row, "due", "4 May", Qt.Key.Key_Tab)
    assert len(actions.records) == count
    assert actions.model.needs(cell(actions, actions.model.new_row, "text"))
    type_into(qtbot, actions, actions.model.new_row, "text", "Ask the works council", Qt.Key.Key_Tab)
    assert len(actions.records) == count + 1
    made = actions.current
    assert (made.text, made.due, made.number) == (
        "Ask the works council",
        date(2026, 5, 4),
        max(one.number for one in actions.records),
    )
    assert actions.model.columns[actions.view.currentIndex().column()].name == "owner"
    actions.handed.plan.undo()
    assert len(actions.records) == count


def test_keys_fill_empty_duplicate_and_bin(qtbot, actions):
    go(actions, 0, "due")
    first = held(actions, 0).due
    for _ in range(2):
        qtbot.keyClick(actions.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(actions.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [held(actions, row).due for row in range(3)] == [first] * 3
    qtbot.keyClick(actions.view, Qt.Key.Key_Delete)
    assert [held(actions, row).due for row in range(3)] == [None] * 3
    actions.handed.plan.undo()
    assert [held(actions, row).due for row in range(3)] == [first] * 3
    count = len(actions.records)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(actions.view, Qt.Key.Key_D, both)
    assert len(actions.records) == count + 3
    actions.handed.plan.undo()
    go(actions, 0, "text")
    gone = held(actions, 0)
    qtbot.keyClick(actions.view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert gone.id not in {one.id for one in actions.records}
    actions.handed.plan.undo()
    assert held(actions, 0).id == gone.id


def test_what_may_not_be_empty_is_refused(qtbot, actions):
    go(actions, 0, "text")
    qtbot.keyClick(actions.view, Qt.Key.Key_Delete)
    assert "can't be empty" in actions.refusals.text
    assert held(actions, 0).text


def test_insert_begins_a_row_below_and_esc_gives_it_up(qtbot, actions):
    go(actions, 1, "due")
    qtbot.keyClick(actions.view, Qt.Key.Key_Insert)
    assert actions.model.new_row == 2
    assert actions.view.currentIndex() == cell(actions, 2, "text")
    qtbot.keyClick(actions.view, Qt.Key.Key_Escape)
    assert actions.model.new_row == actions.model.rowCount() - 1
    go(actions, 1, "due")
    qtbot.keyClick(actions.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    type_into(qtbot, actions, 2, "text", "Below the second")
    assert held(actions, 2).text == "Below the second"


def test_a_positioned_row_moves_by_keyboard(qtbot, window):
    pilot = window.plan.plan.pilots[0]
    table = shown_table(qtbot, window, Milestone, pilot.id, columns=("title", "planned"))
    titles = texts(table, "title")
    go(table, 0, "title")
    qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert texts(table, "title")[:2] == [titles[1], titles[0]]
    assert table.current.value("title") == titles[0]
    assert table.handed.plan.undo_label == "Move milestone"
    table.handed.plan.undo()
    assert texts(table, "title") == titles


def test_space_answers_yes_or_no(qtbot, window):
    table = shown_table(qtbot, window, Person, columns=("name", "confidential"))
    go(table, 0, "confidential")
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert texts(table, "confidential")[0] == "Yes"
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert texts(table, "confidential")[0] == "No"


def test_a_positioned_row_is_dragged_by_its_left_edge(qtbot, window):
    table = shown_table(qtbot, window, Milestone, window.plan.plan.pilots[0].id, columns=("title", "planned"))
    titles = texts(table, "title")
    column = table.model.column_of("title")
    places = [table.view.visualRect(table.model.index(row, column)).center() for row in (0, 2)]
    for place in places:
        place.setX(3)
    qtbot.mousePress(table.view.viewport(), Qt.MouseButton.LeftButton, pos=places[0])
    qtbot.mouseMove(table.view.viewport(), places[1])
    qtbot.mouseRelease(table.view.viewport(), Qt.MouseButton.LeftButton, pos=places[1])
    assert texts(table, "title")[:3] == [titles[1], titles[2], titles[0]]
    table.arranging.sort_by("title")
    assert not table.can_reorder


def test_a_days_editor_has_a_calendar_and_a_long_text_several_lines(qtbot, window):
    table = shown_table(qtbot, window, Action, columns=("text", "due", "evidence"))
    go(table, 0, "due")
    due = held(table, 0).due
    qtbot.keyClick(table.view, Qt.Key.Key_F2)
    editor = editor_of(table)
    editor.open_list()
    calendar = editor._calendar
    assert calendar.isVisible()
    qtbot.keyClick(calendar.calendar, Qt.Key.Key_Escape)
    calendar._choose(calendar.calendar.selectedDate().addDays(1))
    assert held(table, 0).due == due + timedelta(days=1)
    go(table, 0, "evidence")
    qtbot.keyClick(table.view, Qt.Key.Key_F2)
    sheet = editor_of(table)
    sheet.selectAll()
    qtbot.keyClicks(sheet, "one")
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(sheet, "two")
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert held(table, 0).evidence == "one\ntwo"


def test_a_plan_open_for_reading_is_shown_and_copied_and_not_changed(qtbot, actions, monkeypatch):
    monkeypatch.setattr(type(actions.handed.plan), "can_edit", property(lambda _plan: False))
    actions.show_plan(actions.handed.plan.plan)
    head = actions.handed.plan.session.head
    assert actions.model.new_row == -1
    go(actions, 0, "text")
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Insert, Qt.Key.Key_X):
        qtbot.keyClick(actions.view, key)
    assert not actions.view.is_editing
    assert actions.handed.plan.session.head == head


def test_what_is_being_typed_is_saved_when_the_page_is_left(qtbot, actions):
    go(actions, 0, "text")
    qtbot.keyClicks(actions.view, "N")
    qtbot.keyClicks(editor_of(actions), "ot left yet")
    actions.window().commit_typing()
    assert held(actions, 0).text == "Not left yet"
    assert not actions.view.is_editing
