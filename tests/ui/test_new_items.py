"""Ctrl+N begins a new item of whatever section is shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.models import Objective, Pilot
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


def test_ctrl_n_where_nothing_is_added_does_nothing_and_the_command_is_grey(window):
    page_of(window, "history")
    assert not window.actions_.actions["edit.new"].isEnabled()
    page_of(window, "raid")
    assert window.actions_.actions["edit.new"].isEnabled()


def test_copying_the_chart_can_be_used_as_soon_as_the_metrics_page_is_shown(window):
    assert not window.actions_.actions["chart.copy"].isEnabled()
    page_of(window, "metrics", window.plan.plan.pilots[0].id)
    assert window.actions_.actions["chart.copy"].isEnabled()


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
