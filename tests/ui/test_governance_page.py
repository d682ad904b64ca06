"""Governance at a glance: blanks are seen, people are named in place, every line opens its record."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from cxworkbench import governance
from db.models import Accountability, Control, Incident
from ui.sections.governance import GovernancePage


@pytest.fixture
def chat(window):
    return next(one for one in window.plan.plan.pilots if one.name == "Chat Assistant")


@pytest.fixture
def page(qtbot, window, chat) -> GovernancePage:
    qtbot.waitUntil(lambda: window.plan.is_compared)  # later judgements come from the test only
    window.open_section("governance", chat.id)
    found = window.pages.currentWidget()
    assert isinstance(found, GovernancePage)
    qtbot.waitUntil(found.grid.cells["handle_errors", chat.id].isVisible)
    return found


def row(window, pilot, question):
    return next(one for one in window.plan.plan.of_pilot(Accountability, pilot) if one.question == question)


def test_every_blank_that_is_due_is_seen_and_counted(window, page, chat):
    found = governance.questions(window.plan.plan, window.plan.assessment.as_of)
    missing = [one.id for one in found for a in one.answers if a.pilot.id == chat.id and a.state == "missing"]
    assert missing
    for question in missing:
        cell = page.grid.cells[question, chat.id]
        assert "Nobody named, Due since 19 Jan" in cell.accessibleName()
    assert page.finding.text().startswith(f"{len(missing)} questions have nobody")
    assert len(page.grid.cells) == len(found) * len(window.plan.plan.pilots)


def test_somebody_is_named_by_keyboard_as_one_step(qtbot, window, page, chat):
    page.name_next.setFocus()
    qtbot.keyClick(page.name_next, Qt.Key.Key_Space)
    naming = page.naming
    qtbot.waitUntil(naming.isVisible)
    qtbot.keyClicks(naming.typed, "grant lew")
    assert [naming.people.item(at).text() for at in range(naming.people.count())] == ["Lewis Grant"]
    qtbot.keyClick(naming.typed, Qt.Key.Key_Return)
    named = row(window, chat, "monitor_outputs")
    assert window.plan.plan.person_name(named.accountable) == "Lewis Grant"
    cell = page.grid.cells["monitor_outputs", chat.id]
    assert "Lewis Grant, No deputy named" in cell.accessibleName()
    assert page.finding.text().startswith("2 questions have nobody")
    assert window.plan.undo_label == "Name who answers: Monitor outputs, Chat Assistant"
    window.plan.undo()
    assert row(window, chat, "monitor_outputs").accountable is None
    assert "Nobody named" in page.grid.cells["monitor_outputs", chat.id].accessibleName()


def test_a_question_without_a_row_gets_one(qtbot, window, page, chat):
    with window.plan.change("Bin the row") as change:
        change.bin(row(window, chat, "handle_errors"), window.plan.now())
    page.grid.cells["handle_errors", chat.id].click()
    qtbot.keyClicks(page.naming.typed, "kemi")
    qtbot.keyClick(page.naming.typed, Qt.Key.Key_Return)
    made = row(window, chat, "handle_errors")
    assert window.plan.plan.person_name(made.accountable) == "Kemi Adeyemi"


def test_a_deputy_is_named_and_nobody_can_be_chosen_again(qtbot, window, page, chat):
    page.grid.cells["output_quality", chat.id].click()
    page.naming.roles.choose("deputy")
    assert page.naming.people.item(0).text() == "Nobody named"
    page.naming.people.setCurrentRow(0)
    qtbot.keyClick(page.naming.typed, Qt.Key.Key_Return)
    assert row(window, chat, "output_quality").deputy is None
    assert "No deputy named" in page.grid.cells["output_quality", chat.id].accessibleName()


def test_arrows_move_in_the_grid_and_tab_reaches_one_cell(qtbot, window, page, chat):
    first = page.grid.cells["model_performance", window.plan.plan.pilots[0].id]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert window.focusWidget() is page.grid.cells["data_compliance", chat.id]
    stops = [one for one in page.grid.cells.values() if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [page.grid.cells["data_compliance", chat.id]]


def test_the_keyboard_stays_where_it_is_when_the_plan_is_judged_anew(qtbot, window, page, chat):
    page.grid.cells["handle_errors", chat.id].setFocus()
    assert window.focusWidget() is page.grid.cells["handle_errors", chat.id]
    with window.plan.change("Another edit") as change:
        change.set(row(window, chat, "monitor_outputs"), forum="Quality round")
    assert window.focusWidget() is page.grid.cells["handle_errors", chat.id]
    control = next(iter(page.controls.rows.cells))
    qtbot.waitUntil(page.controls.rows.cells[control].isVisible)
    page.controls.rows.cells[control].setFocus()
    window.plan.undo()
    assert window.focusWidget() is page.controls.rows.cells[control]


def test_each_line_opens_its_record(window, page, chat):
    plan = window.plan.plan
    control = governance.controls(plan, chat, window.plan.assessment.as_of)[0].control
    page.controls.rows.cells[control.id].click()
    assert page.choice.value == "control"
    assert page.tables["control"].current.id == control.id
    incident = plan.of_pilot(Incident, chat)[0]
    page.show_part("state")
    page.incidents.entries.cells[incident.id].click()
    assert page.tables["incident"].current.id == incident.id
    page.show_part("state")
    page.grid.cells["model_performance", chat.id].click()
    page.naming.close()


def test_what_is_late_says_so(window, page, chat):
    as_of = window.plan.assessment.as_of
    late = next(one for one in governance.incidents(window.plan.plan, chat, as_of) if one.is_late)
    said = page.incidents.entries.cells[late.incident.id].accessibleName()
    assert late.clock in said
    stop = next(one for one in window.plan.plan.of_pilot(Control, chat) if "Stop test" in one.name)
    said = page.controls.rows.cells[stop.id].accessibleName()
    assert "last run Never" in said
    assert "next was 16 Jan, Nobody named" in said


def test_an_incident_is_logged_from_here(page):
    page.incidents.log.click()
    assert page.choice.value == "incident"


@pytest.mark.parametrize("size", [(1366, 740), (900, 640)])
def test_it_never_scrolls_sideways(qtbot, page, size):
    page.window().resize(*size)
    qtbot.waitUntil(lambda: page.window().width() == size[0])
    bar = page.view._area.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)
