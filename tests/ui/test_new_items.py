"""Ctrl+N begins a new item of whatever section is shown."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.models import Gate, Objective, Pilot
from db.store import open_plan
from tests.ui.conftest import NOW
from ui.sections.raid import RaidPage
from ui.sections.records_page import RecordsPage

CONTROL = Qt.KeyboardModifier.ControlModifier


def begin(window) -> None:
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_N, CONTROL)


def page_of(window, section: str, pilot: str = ""):
    window.open_section(section, pilot)
    page = window.pages.currentWidget()
    window.pages.finish()
    return page


@pytest.mark.parametrize(
    ("section", "kind"),
    [("stakeholders", "person"), ("stakeholders", "stakeholder"), ("data", "data_source")],
)
def test_ctrl_n_begins_a_row_of_the_table_that_is_shown(window, section, kind):
    pilot = window.plan.plan.pilots[0].id if section == "data" else ""
    page = page_of(window, section, pilot)
    assert isinstance(page, RecordsPage)
    page.show_part(kind)
    table = page.tables[kind]
    begin(window)
    at = table.view.currentIndex()
    assert table.model.record_at(at.row()) is None, "the cursor stands in the line for a new row"
    assert table.view.hasFocus() or table.view.isAncestorOf(window.focusWidget())


def test_ctrl_n_at_a_glance_does_what_the_button_there_does_and_the_menu_names_it(window):
    page_of(window, "stakeholders").show_part("glance")
    action = window.actions_.actions["edit.new"]
    window.actions_.renew()
    assert action.text() == "Log engagement"
    begin(window)
    assert window.pages.currentWidget().choice.value == "engagement"


def test_ctrl_n_in_the_log_adds_an_item(window):
    page = page_of(window, "raid")
    assert isinstance(page, RaidPage)
    before = page.shown.value
    begin(window)
    assert page.shown.value != before


def test_ctrl_n_where_nothing_is_added_does_nothing_and_the_command_is_grey(qtbot, window):
    page_of(window, "history")
    qtbot.waitUntil(lambda: not window.actions_.actions["edit.new"].isEnabled())
    page_of(window, "raid")
    qtbot.waitUntil(window.actions_.actions["edit.new"].isEnabled)


def test_copying_the_chart_can_be_used_once_the_metrics_page_is_shown(qtbot, window):
    assert not window.actions_.actions["chart.copy"].isEnabled()
    page_of(window, "metrics", window.plan.plan.pilots[0].id)
    qtbot.waitUntil(window.actions_.actions["chart.copy"].isEnabled)


def test_a_pilot_without_objective_gets_one_though_a_candidate_is_chosen(open_window, sample):
    session = open_plan(sample)
    pilot = session.records(Pilot)[0]
    with session.change("Take its objectives away", at=NOW, by="Test") as change:
        for one in session.records(Objective):
            if one.pilot == pilot.id:
                change.bin(one, NOW)
    session.close()
    window = open_window(sample)
    page = page_of(window, "objective", pilot.id)
    assert page.state is None
    page.add(candidate=True)
    assert page.state.objective.pilot is None
    assert page.own_button.isVisible()
    begin(window)
    assert page.state.objective.pilot == pilot.id
    assert not page.own_button.isVisible()


@pytest.mark.parametrize("typed", ["27 Apr 2027", "27.4.2027", "27/04/2027", "27 April 2027", "2027-04-27"])
def test_a_go_live_is_read_as_tables_read_days(open_window, tmp_path, typed):
    window = open_window()
    window.show_start(new=True)
    form = window.pages.currentWidget().form
    form.programme.setText("Service")
    form.pilot.setText("Calls")
    form.go_live.setText(typed)
    form.file.setText(str(tmp_path / "service.cxplan"))
    form.accept()
    gates = [one for one in window.plan.plan.all(Gate) if one.planned_on is not None]
    assert [one.planned_on for one in gates if one.kind_ == "go_live"] == [date(2027, 4, 27)]


def test_a_go_live_that_is_no_day_says_which_there_is_and_gets_the_cursor(open_window, tmp_path):
    window = open_window()
    window.show_start(new=True)
    form = window.pages.currentWidget().form
    form.programme.setText("Service")
    form.pilot.setText("Calls")
    form.go_live.setText("31 Feb 2027")
    form.file.setText(str(tmp_path / "service.cxplan"))
    form.accept()
    assert window.plan is None
    assert "28 Feb 2027" in form.go_live.accessibleDescription()
    assert window.focusWidget() is form.go_live


def test_a_day_of_an_objective_needs_no_year(qtbot, window):
    page = page_of(window, "objective", window.plan.plan.pilots[0].id)
    control = page.form.editors["target_date"].control
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, "4.5.")
    qtbot.keyClick(control, Qt.Key.Key_Return)
    held = window.plan.plan.get(Objective, page.state.objective.id)
    assert held.target_date == date(2026, 5, 4)
