"""Every section has its page with all its records, editable; every kind of record has a place to be shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar

import db.models
from cxworkbench.belonging import pilot_of
from cxworkbench.plan import Ref
from db.models import AuditFinding, Cohort, Holiday, Pilot
from db.records import FAMILIES
from tests.ui.tables_host import editor_of
from ui.sections.catalogue import SECTIONS, place_of, section_of
from ui.sections.records_page import RecordsPage

#: Kept by the program for a person: shown where they are used, never as rows.
_OWN = {"reading", "metric_rule"}

_OTHERS = {"overview", "raid", "history", "objective", "metrics", "import", "chasing", "attention"}

RECORDS_PAGES = [spec.id for spec in SECTIONS if spec.id not in _OTHERS]


def shown(window, section):
    pilot = "" if section in programme_sections() else window.plan.assessment.pilots[0].pilot.id
    window.open_section(section, pilot)
    page = window.pages.currentWidget()
    assert isinstance(page, RecordsPage)
    return page


def programme_sections():
    return {spec.id for spec in SECTIONS if spec.scope == "programme"}


def test_every_kind_of_record_has_a_page():
    assert db.models
    assert {kind for kind in FAMILIES if section_of(kind) is None} - _OWN == set()


def test_every_record_of_the_sample_is_found_on_its_page(window):
    plan = window.plan.plan
    for kind, family in FAMILIES.items():
        if section_of(kind) is None or not plan.all(family):
            continue
        record = plan.all(family)[-1]
        place = place_of(plan, Ref(kind, record.id))
        assert place is not None, kind
        window.go_to(Ref(kind, record.id))
        page = window.pages.currentWidget()
        if isinstance(page, RecordsPage) and kind in page.tables:
            assert page.tables[kind].current.id == record.id, kind
            assert page.forms[kind].record.id == record.id, kind


@pytest.mark.parametrize("section", RECORDS_PAGES)
def test_each_table_of_a_page_shows_the_pilots_own_records(window, section):
    page = shown(window, section)
    plan = window.plan.plan
    for part in page.PARTS:
        page.show_part(part.family.kind)
        table = page.tables[part.family.kind]
        for record in table.rows.ordered:
            assert not page.pilot_id or pilot_of(plan, record) in {page.pilot_id, None}
        if table.rows.ordered:
            assert page.forms[part.family.kind].record is not None


@pytest.mark.parametrize("section", RECORDS_PAGES)
def test_no_page_scrolls_sideways_at_1366(window, section):
    page = shown(window, section)
    page.window().resize(1366, 740)
    for bar in page.findChildren(QScrollBar):
        inside_table = any(bar is table.view.horizontalScrollBar() for table in page.tables.values())
        if bar.orientation() == Qt.Orientation.Horizontal and not inside_table:
            assert not (bar.isVisible() and bar.maximum() > 0), bar.parent()


def test_a_new_row_belongs_to_the_pilot_of_the_page_and_to_what_is_chosen(qtbot, window):
    page = shown(window, "adoption")
    before = {one.id for one in window.plan.plan.all(Cohort)}
    page.show_part("cohort")
    page.add.click()
    table = page.tables["cohort"]
    qtbot.keyClicks(table.view, "N")
    qtbot.keyClicks(editor_of(table), "ight shift")
    qtbot.keyClick(editor_of(table), Qt.Key.Key_Return)
    made = [one for one in window.plan.plan.all(Cohort) if one.id not in before]
    assert [(one.name, one.pilot) for one in made] == [("Night shift", page.pilot_id)]


def test_a_finding_of_another_pilot_moves_to_its_page(window):
    plan = window.plan.plan
    other = next(one for one in plan.all(AuditFinding) if one.pilot != plan.pilots[0].id)
    window.go_to(Ref("audit_finding", other.id))
    assert (window.pages.section, window.pages.pilot) == ("data", other.pilot)


def test_holidays_are_a_command_away(window):
    window.actions_.run("plan.holidays")
    page = window.pages.currentWidget()
    assert page.choice.value == "holiday"
    assert len(page.tables["holiday"].rows.ordered) == len(window.plan.plan.all(Holiday))


def test_a_pilot_is_added_from_the_navigation_with_what_its_type_brings(qtbot, window):
    from ui.sections.add_pilot import AddPilotDialog

    window.navigation.asked.emit("plan.add_pilot")
    dialog = window.findChild(AddPilotDialog)
    dialog.add()
    assert dialog.message.text() == "Name the pilot."
    qtbot.keyClicks(dialog.name, "Email triage")
    dialog.deployment.setCurrentIndex(dialog.deployment.findData("agent_assist"))
    dialog.go_live.setText("1 June 2026")
    dialog.add()
    made = next(one for one in window.plan.plan.all(Pilot) if one.name == "Email triage")
    assert made.position == 4
    assert window.pages.pilot == made.id
    assert window.plan.undo_label == "Add the pilot Email triage"
    window.plan.undo()
    assert "Email triage" not in [one.name for one in window.plan.plan.pilots]
    assert window.pages.section == "overview"


def test_a_narrow_page_offers_its_tables_as_a_list(qtbot, window):
    page = shown(window, "adoption")
    page.window().resize(900, 600)
    qtbot.waitUntil(page.choice.listed.isVisible)
    assert not page.choice.segments.isVisible()
    page.choice.listed.setCurrentIndex(2)
    page.choice.listed.activated.emit(2)
    assert page.choice.value == page.PARTS[2].family.kind
