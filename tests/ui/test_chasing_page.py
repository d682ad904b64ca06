"""Who owes what: people by what is overdue, all that one owes by date, and a plain message to copy."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from cxworkbench import chasing
from db.models import Action, Person
from tests.plans import PlanBuilder
from ui.sections.chasing import ChasingPage


@pytest.fixture
def page(window) -> ChasingPage:
    window.actions_.run("plan.chasing")
    found = window.pages.currentWidget()
    assert isinstance(found, ChasingPage)
    return found


def names(page):
    return [row.parts[0].text for row in page.people.lines.rows]


def expected(window):
    return chasing.chased(window.plan.plan, window.plan.assessment.as_of)


def test_people_with_most_overdue_first_and_what_is_nobodys_last(window, page):
    people = [one.person.name for one in expected(window)]
    assert names(page)[: len(people)] == people
    assert len(people) > 5
    nobodys = chasing.nobodys(window.plan.plan, window.plan.assessment.as_of)
    assert names(page)[len(people) :] == (["Nobody named"] if nobodys else [])
    first = expected(window)[0]
    late = len(first.overdue(window.plan.assessment.as_of))
    assert page.people.lines.rows[0].said == f"{first.person.name}: {len(first.owed)} items, {late} overdue"


def test_the_cursor_shows_what_one_owes_by_date_and_the_message(qtbot, window, page):
    as_of = window.plan.assessment.as_of
    for row, one in enumerate(expected(window)[:4]):
        page.people.selectRow(row)
        assert [line.ref for line in page.owed.lines.rows] == [owed.ref for owed in one.owed]
        programme = window.plan.plan.programme.name
        said = chasing.message(one, as_of, programme=programme, sender=window.settings.who)
        assert page.message.toPlainText() == said
        assert page.owes.title.text() == one.person.name


def test_arrows_move_and_enter_goes_on_to_the_items_and_their_record(qtbot, window, page):
    page.people.setFocus()
    page.people.selectRow(0)
    qtbot.keyClick(page.people, Qt.Key.Key_Down)
    assert page.owes.title.text() == expected(window)[1].person.name
    qtbot.keyClick(page.people, Qt.Key.Key_Return)
    assert window.focusWidget() is page.owed
    opened = page.owed.lines.rows[0].ref
    qtbot.keyClick(page.owed, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is not page
    assert window.plan.plan.find(opened.id) is not None


@pytest.mark.parametrize("row", range(5))
def test_every_item_of_a_person_opens_a_page(window, page, row):
    page.people.selectRow(row)
    for line in range(len(page.owed.lines.rows)):
        page.owed.selectRow(line)
        page.open_one.click()
        assert window.pages.section != "chasing", page.owed.lines.rows[line].said
        window.open_section("chasing", "")
        page.people.selectRow(row)


def test_the_message_is_copied_as_plain_text_and_it_is_said(qtbot, window, page):
    page.people.selectRow(1)
    page.copy_one.click()
    held = QGuiApplication.clipboard()
    assert held.text() == page.message.toPlainText()
    assert not held.mimeData().hasHtml()
    page.copy_all.click()
    people = expected(window)
    assert held.text().count("\nHello ") == len(people)
    assert held.text().startswith(f"To: {people[0].person.name}")


def test_the_message_is_signed_by_who_i_am(window, page):
    window.settings.who = "Marta Nowak"
    window.open_section("overview", "")
    window.open_section("chasing", "")
    assert page.message.toPlainText().endswith("\nMarta Nowak")


def test_the_message_can_be_selected_but_not_changed(qtbot, page):
    before = page.message.toPlainText()
    page.message.setFocus()
    qtbot.keyClick(page.message, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.message.textCursor().hasSelection()
    qtbot.keyClicks(page.message, "x")
    assert page.message.toPlainText() == before


def test_what_is_done_goes_and_the_cursor_stays_on_its_person(window, page):
    one = next(
        found
        for found in expected(window)
        if any(o.ref.kind == "action" for o in found.owed) and len(found.owed) > 1
    )
    page.people.selectRow(names(page).index(one.person.name))
    action = next(owed for owed in one.owed if owed.ref.kind == "action")
    with window.plan.change("Done") as change:
        change.set(window.plan.plan.find(action.ref.id), done_on=date(2026, 3, 11))
    assert page.owes.title.text() == one.person.name
    assert action.ref not in [line.ref for line in page.owed.lines.rows]
    window.plan.undo()
    assert action.ref in [line.ref for line in page.owed.lines.rows]


def test_words_of_the_plan_are_words(window, page):
    with window.plan.change("Hostile") as change:
        person = change.add(Person(name="<b>Eve</b> & Co"))
        for number in range(9):
            change.add(Action(text=f"<img src=x>{number}", owner=person, due=date(2025, 1, 1)))
    assert names(page)[0] == "<b>Eve</b> & Co"
    page.people.selectRow(0)
    assert "<img src=x>0" in page.message.toPlainText()


def test_ctrl_k_leads_here(qtbot, window):
    window.focus_search()
    qtbot.keyClicks(window.search, "who owes")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.pages.section == "chasing"


def test_nobody_owes_anything_is_said_and_what_has_no_owner_asks_for_one(open_window, tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan")
    builder.session.close()
    window = open_window(tmp_path / "a.cxplan")
    window.actions_.run("plan.chasing")
    page = window.pages.currentWidget()
    assert page.nothing.isVisible()
    assert not page.copy_all.isEnabled()
    assert page.late.isHidden()
    with window.plan.change("Without owner") as change:
        change.add(Action(text="Nobody's", due=date(2026, 3, 1)))
    assert not page.nothing.isVisible()
    assert names(page) == ["Nobody named"]
    assert page.unnamed.isVisible()
    assert not page.message.isVisible()
    assert not page.copy_one.isEnabled()
    assert page.owed.lines.rows[0].said == "A-001 Nobody's, Action, was 1 Mar, 10 days overdue"
