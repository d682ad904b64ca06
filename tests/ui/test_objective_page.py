"""The Objective page: an objective is edited in place, and judged anew at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from cxworkbench.plan import Ref
from db.models import FrictionPoint, Objective, Risk
from ui.sections.objective import ObjectivePage


def show(window, pilot: str) -> ObjectivePage:
    found = next(one for one in window.plan.plan.pilots if one.name == pilot)
    window.open_section("objective", found.id)
    page = window.pages.currentWidget()
    assert isinstance(page, ObjectivePage)
    return page


def retype(qtbot, page, name: str, text: str) -> None:
    control = page.form.editors[name].control
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, text)
    qtbot.keyClick(control, Qt.Key.Key_Return)


def held(page) -> Objective:
    return page.handed.plan.plan.get(Objective, page.state.objective.id)


@pytest.fixture
def chat(window) -> ObjectivePage:
    return show(window, "Chat Assistant")


@pytest.fixture
def assist(window) -> ObjectivePage:
    return show(window, "Agent Assist")


def test_it_says_which_tests_pass_and_why_the_others_do_not(chat):
    assert chat.state.passed == 4
    assert "can’t be counted" in chat.form.editors["outcome"].message
    assert "two ways" in chat.form.editors["metric"].message
    assert "Owner Tom Aldous" in chat.form.reads_as.text()


def test_an_outcome_that_can_be_counted_passes_its_test(qtbot, chat):
    retype(qtbot, chat, "outcome", "60 in 100 chats settled without an adviser")
    assert held(chat).outcome == "60 in 100 chats settled without an adviser"
    assert chat.state.passed == 5
    assert chat.form.editors["outcome"].message == ""


def test_another_target_is_a_new_version_that_nobody_has_agreed(qtbot, assist):
    assert held(assist).agreed_by
    retype(qtbot, assist, "target_value", "69.5")
    now = held(assist)
    assert (now.target_value, now.version, now.agreed_by, now.agreed_on) == (Decimal("69.5"), 2, (), None)


def test_undo_brings_the_old_version_and_its_agreement_back(qtbot, window, assist):
    before = held(assist)
    retype(qtbot, assist, "target_value", "69.5")
    window.plan.undo()
    now = held(assist)
    assert (now.target_value, now.version, now.agreed_by, now.agreed_on) == (
        before.target_value,
        before.version,
        before.agreed_by,
        before.agreed_on,
    )
    assert assist.form.editors["target_value"].text == "70.0%"


def test_a_new_day_alone_keeps_the_agreement(qtbot, assist):
    agreed = held(assist).agreed_by
    retype(qtbot, assist, "target_date", "31 Jul 2026")
    assert (held(assist).target_date, held(assist).agreed_by) == (date(2026, 7, 31), agreed)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("target_date", "31 Feb 2026"),
        ("target_value", "seventy"),
        ("volume_per_month", "1.5"),
        ("agreed_by", "Somebody Else"),
    ],
)
def test_what_cannot_be_is_refused_in_place_and_the_plan_keeps_its_value(qtbot, window, assist, field, typed):
    step = window.plan.plan.version
    retype(qtbot, assist, field, typed)
    editor = assist.form.editors[field]
    assert window.plan.plan.version == step
    assert editor.text == typed
    assert "The plan keeps" in editor.message
    qtbot.keyClick(editor.control, Qt.Key.Key_Escape)
    assert (editor.text, editor.message) == (editor.kept, "")


def test_somebody_elses_change_leaves_what_is_being_typed(qtbot, window, assist):
    control = assist.form.editors["outcome"].control
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, "Half typed")
    with window.plan.change("Elsewhere") as change:
        change.set(held(assist), baseline_source="Another source")
    assert assist.form.editors["baseline_source"].text == "Another source"
    assert control.text() == "Half typed"


def test_text_is_never_read_as_markup(qtbot, assist):
    text = "<b>Bold</b> & <img src=x> 5 calls"
    retype(qtbot, assist, "outcome", text)
    assert held(assist).outcome == text
    assert assist.form.reads_as.textFormat() is Qt.TextFormat.PlainText


def test_a_friction_point_is_edited_where_it_hurts(qtbot, assist):
    retype(qtbot, assist, "friction_point", "Bills are not understood")
    point = assist.handed.plan.plan.get(FrictionPoint, held(assist).friction_point)
    assert point.title == "Bills are not understood"


def test_a_candidate_is_one_more_row_and_one_step(qtbot, window, assist):
    rows, step = assist.table.rowCount(), window.plan.plan.version
    assist.add(candidate=True)
    assert assist.table.rowCount() == rows + 1
    assert window.plan.plan.version == step + 1
    assert held(assist).pilot is None
    window.plan.undo()
    assert assist.table.rowCount() == rows


def test_another_pilots_row_leads_to_that_pilot(window, assist):
    other = next(one for one in window.plan.plan.pilots if one.name == "Auto-Summary")
    objective = window.plan.plan.of_pilot(Objective, other)[0]
    assist.table.chosen.emit(objective.id, other.id)
    assert window.pages.pilot == other.id


def test_a_plan_for_reading_only_takes_no_typing(window, assist, monkeypatch):
    monkeypatch.setattr(type(window.plan), "can_edit", property(lambda _: False))
    assist.show_assessment(window.plan.assessment, assist._pilot)
    assert assist.form.editors["outcome"].control.isReadOnly()
    assert not assist.form.editors["owner"].control.isEnabled()
    assert not assist.add_button.isEnabled()


@pytest.mark.parametrize("moved_on", [False, True])
def test_ctrl_z_in_a_field_takes_back_what_was_saved_from_it(qtbot, window, assist, moved_on):
    before = held(assist).outcome
    retype(qtbot, assist, "outcome", "60 in 100 chats settled without an adviser")
    if moved_on:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.plan.undo_label == "Change outcome"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert held(assist).outcome == before
    assert assist.form.editors["outcome"].text == before
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert held(assist).outcome == "60 in 100 chats settled without an adviser"


def test_ctrl_z_while_typing_takes_back_the_typing_and_nothing_of_the_plan(qtbot, window, assist):
    retype(qtbot, assist, "outcome", "60 in 100 chats settled without an adviser")
    control = assist.form.editors["evidence"].control
    control.setFocus()
    kept = control.text()
    qtbot.keyClicks(control, "x")
    qtbot.keyClick(control, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert control.text() == kept
    assert held(assist).outcome == "60 in 100 chats settled without an adviser"


def test_ctrl_z_in_a_text_of_several_lines_and_in_a_threshold_is_the_plans_too(qtbot, draft_window):
    window = draft_window
    pilot = window.plan.plan.pilots[0]
    with window.plan.change("Rename the pilot") as change:
        change.set(pilot, name="Another name")
    window.open_section("metrics", pilot.id)
    window.pages.finish()
    page = window.pages.currentWidget()
    field = next(iter(page.thresholds.fields.values()))
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.plan.plan.pilots[0].name == pilot.name
    window.go_to(Ref("risk", window.plan.plan.all(Risk)[0].id))
    window.pages.finish()
    raid = window.pages.currentWidget()
    with window.plan.change("Rename the pilot") as change:
        change.set(window.plan.plan.pilots[0], name="A third name")
    window.pages.finish()
    sheet = next(one for one in raid.findChildren(QPlainTextEdit) if one.isVisibleTo(raid))
    sheet.setFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.plan.plan.pilots[0].name == pilot.name


def test_a_pilot_without_objective_shows_the_candidates_at_the_top_and_asks_for_one_below(window):
    pilot = window.plan.plan.pilots[0]
    with window.plan.change("Take its objectives away") as change:
        for one in window.plan.plan.of_pilot(Objective, pilot):
            change.bin(one, window.now())
    page = show(window, pilot.name)
    QApplication.processEvents()
    assert page.state is None
    assert page._table_panel.height() <= page.table.height() + page.theme.px(8)
    gap = page._empty.geometry().top() - page._table_panel.geometry().bottom()
    assert 0 < gap <= page.theme.px(13)
