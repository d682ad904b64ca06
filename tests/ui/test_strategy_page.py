"""Strategy & tools at a glance: what is traced, what was compared, whether it may be signed, and by whom let pass."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from cxworkbench import tools
from db.models import Person, Requirement, Tool, Waiver
from tests.ui.tables_host import editor_of
from ui.sections.strategy import StrategyPage


def pilot_of(window, name):
    return next(one for one in window.plan.plan.pilots if one.name == name)


def shown(window, name) -> StrategyPage:
    window.open_section("strategy", pilot_of(window, name).id)
    found = window.pages.currentWidget()
    assert isinstance(found, StrategyPage)
    return found


@pytest.fixture
def page(window) -> StrategyPage:
    """The pilot whose option is selected, and whose data audit failed."""
    return shown(window, "Auto-Summary")


def notes(window) -> Tool:
    return next(one for one in window.plan.plan.all(Tool) if one.name == "Clearline Notes")


def fill_waiver(window, page, given="Helen Marsh", second="Rob Ellery"):
    page.gate.waive.click()
    names = {one.name: one.id for one in window.plan.plan.all(Person)}
    page.form.reason.setText("The price holds until Friday")
    for field, name in ((page.form.given_by, given), (page.form.second_reader, second)):
        field.setCurrentIndex(max(field.findData(names.get(name, "")), 0))


class TestSigning:
    """No way in marks an option as contracted while its gate doesn't hold."""

    def test_the_button_is_disabled_with_the_reason_beside_it(self, page):
        assert not page.gate.sign.isEnabled()
        assert page.gate.reason.text() == "Clearline Notes can’t be signed yet: no data audit that passed."
        assert page.gate.verdict.word == "Would not pass today"
        assert page.view.finding.text() == "The buying gate does not hold yet (no data audit that passed)."

    def test_typing_into_the_table_is_refused_with_the_reason(self, qtbot, window, page):
        page.show_part("tool")
        table = page.tables["tool"]
        table.select(notes(window).id)
        names = [one.name for one in table.model.columns]
        row = next(
            r for r in range(table.model.rowCount()) if table.model.record_at(r).id == notes(window).id
        )
        table.view.setCurrentIndex(table.model.index(row, names.index("status")))
        head = window.plan.session.head
        qtbot.keyClick(table.view, Qt.Key.Key_F2)
        editor = editor_of(table)
        editor.selectAll()
        qtbot.keyClicks(editor, "Contracted")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert notes(window).status == "selected"
        assert window.plan.session.head == head
        assert any("no data audit that passed" in text for text in window.banners.texts())
        assert not window.plan.pending.edits

    def test_pasting_is_refused_as_a_whole(self, window, page):
        page.show_part("tool")
        table = page.tables["tool"]
        names = [one.name for one in table.model.columns]
        row = next(
            r for r in range(table.model.rowCount()) if table.model.record_at(r).id == notes(window).id
        )
        table.view.setCurrentIndex(table.model.index(row, names.index("status")))
        head = window.plan.session.head
        QGuiApplication.clipboard().setText("Contracted")
        table.acts.run("paste")
        assert notes(window).status == "selected"
        assert window.plan.session.head == head
        assert any("buying gate" in text for text in window.banners.texts())

    def test_the_form_is_refused_and_shows_what_the_plan_holds(self, window, page):
        page.show_part("tool")
        page.tables["tool"].select(notes(window).id)
        editor = page.forms["tool"].editors["status"]
        editor._write("Contracted")
        editor.commit()
        assert notes(window).status == "selected"
        assert editor.shown_text == "Selected"
        assert any("buying gate" in text for text in window.banners.texts())

    def test_it_is_signed_by_the_button_as_one_step_under_a_waiver(self, qtbot, window, page):
        fill_waiver(window, page)
        qtbot.keyClick(page.form.reason, Qt.Key.Key_Return)
        assert page.form.isHidden()
        (given,) = window.plan.plan.of_pilot(Waiver, page.pilot_id)
        assert (given.record, given.from_, given.until) == (
            f"tool/{notes(window).id}",
            date(2026, 3, 11),
            date(2026, 4, 9),
        )
        assert window.plan.undo_label == "Add a waiver for Clearline Notes"
        assert page.gate.sign.isEnabled()
        assert page.gate.reason.text() == "Clearline Notes may be signed, let pass by a waiver."
        said = page.waivers.entries.cells[given.id].accessibleName()
        assert "in force until 8 Apr 2026" in said
        assert "Given by Helen Marsh, 11 Mar 2026, second reader Rob Ellery" in said
        page.gate.sign.click()
        assert (notes(window).status, notes(window).signed_on) == ("contracted", date(2026, 3, 11))
        assert page.gate.sign.isHidden()
        assert window.plan.undo_label == "Sign Clearline Notes"
        window.plan.undo()
        assert (notes(window).status, notes(window).signed_on) == ("selected", None)

    def test_a_waiver_needs_two_people_a_reason_and_a_day(self, window, page):
        fill_waiver(window, page, second="")
        page.form.add()
        assert page.form.message.text() == "Name who gives it and who read it as the second."
        fill_waiver(window, page, second="Helen Marsh")
        page.form.add()
        assert page.form.message.text() == "The second reader is another person."
        fill_waiver(window, page)
        page.form.until.setText("1 Mar 2026")
        page.form.add()
        assert page.form.message.text() == "Say until when it lasts: today or later."
        fill_waiver(window, page)
        page.form.reason.clear()
        page.form.add()
        assert page.form.message.text() == "Say why it may pass."
        assert not window.plan.plan.of_pilot(Waiver, page.pilot_id)


def test_requirements_say_what_they_serve(window):
    page = shown(window, "Chat Assistant")
    found = tools.traced(window.plan.plan, pilot_of(window, "Chat Assistant"))
    for one in found:
        said = page.requirements.rows.cells[one.requirement.id].accessibleName()
        assert ("serves no objective" in said) == (one.objective is None)
    assert page.requirements.aside.text() == "3 of 5 traced"
    assert page.view.finding.text().startswith(
        "2 of 5 requirements serve no objective; the buying gate did not"
    )


def test_options_stand_side_by_side_with_the_one_without_ai(window):
    page = shown(window, "Chat Assistant")
    pilot = pilot_of(window, "Chat Assistant")
    found = tools.options(window.plan.plan, pilot)
    for one in found:
        said = page.options.cells[one.tool.id, "Must-haves met"].accessibleName()
        assert said == f"{one.tool.name}, Must-haves met: {one.must_haves}"
    assert page.options.cells[found[-1].tool.id, ""].accessibleName() == "Fix 40 answers, call back, No AI"
    assert (
        page._back.text()
        == "Fix 40 answers, call back, without AI, scored 5 points less and costs £314k less."
    )


def test_what_nobody_looked_at_is_said(window, page):
    tool = notes(window)
    assert page.options.cells[tool.id, "Must-haves met"].accessibleName().endswith("Not recorded")
    assert page.options.cells[tool.id, "Way out"].accessibleName().endswith("Not recorded")


def test_a_waiver_that_ended_says_for_how_long(window):
    page = shown(window, "Chat Assistant")
    (cell,) = page.waivers.entries.cells.values()
    assert "W-01: ended 28 Feb 2026, 11 days over" in cell.accessibleName()
    assert page.gate.reason.text() == "Brightline Chat was signed 12 Dec 2025, let pass by a waiver."


def test_each_line_opens_its_record(window):
    page = shown(window, "Chat Assistant")
    need = window.plan.plan.of_pilot(Requirement, page.pilot_id)[3]
    page.requirements.rows.cells[need.id].click()
    assert page.tables["requirement"].current.id == need.id
    page.show_part("state")
    tool = window.plan.plan.of_pilot(Tool, page.pilot_id)[1]
    page.options.cells[tool.id, "Ready"].click()
    assert page.tables["tool"].current.id == tool.id
    page.show_part("state")
    page.gate.entries.cells["audited"].click()
    assert (window.pages.section, window.pages.pilot) == ("data", page.pilot_id)
    window.open_section("strategy", page.pilot_id)
    page.show_part("state")
    next(iter(page.waivers.entries.cells.values())).click()
    assert window.pages.section == "raid"


def test_arrows_move_among_the_options(qtbot, window):
    qtbot.waitUntil(lambda: window.plan.is_compared)
    page = shown(window, "Chat Assistant")
    first, second = (one.tool.id for one in tools.options(window.plan.plan, page.pilot_id)[:2])
    qtbot.waitUntil(page.options.cells[first, ""].isVisible)
    page.options.cells[first, ""].setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert window.focusWidget() is page.options.cells[second, "Must-haves met"]


@pytest.mark.parametrize("size", [(1366, 740), (900, 640)])
def test_it_never_scrolls_sideways(qtbot, window, page, size):
    window.resize(*size)
    qtbot.waitUntil(lambda: window.width() == size[0])
    bar = page.view._area.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)


def test_a_plan_without_any_of_it_says_what_belongs_here(window, page):
    with window.plan.change("Bin all") as change:
        for family in (Tool, Requirement):
            for one in window.plan.plan.of_pilot(family, page.pilot_id):
                change.bin(one, window.plan.now())
    assert page.view.finding.text().startswith(
        "No requirement is written down; the buying gate does not hold yet"
    )
    assert not page.options.cells or page.options.left_out == 0
    assert page.gate.sign.isHidden()
    assert page.gate.reason.text() == "Choose an option: give it the status “Selected”."
