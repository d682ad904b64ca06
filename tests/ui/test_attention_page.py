"""Needs attention as a list: each line opens its record, and becomes an action with one click."""

from __future__ import annotations

from PySide6.QtCore import Qt

from cxworkbench.attention import action_of
from db.models import Action
from ui.sections.overview_rail import Rail


def opened(window):
    window.open_section("overview", "")
    rail = window.pages.currentWidget().findChild(Rail)
    rail.all_needs.click()
    assert window.pages.section == "attention"
    return window.pages.currentWidget()


def test_all_lines_are_shown_in_the_order_of_the_overview(window):
    page = opened(window)
    lines = window.plan.assessment.attention
    assert [row.parts[0].text for row in page.list.lines.rows] == [one.text for one in lines]
    assert lines[0].state == "guardrail_breached"


def test_enter_opens_the_record(qtbot, window):
    page = opened(window)
    line = next(at for at, one in enumerate(window.plan.assessment.attention) if one.area == "Governance")
    page.list.selectRow(line)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert window.pages.section == "governance"


def test_a_line_becomes_an_action_with_its_owner_and_date_and_only_once(window):
    page = opened(window)
    plan = window.plan.plan
    place, line = next(
        (at, one)
        for at, one in enumerate(window.plan.assessment.attention)
        if one.evidence and action_of(plan, one) is None
    )
    before = {one.id for one in plan.all(Action)}
    page.list.selectRow(place)
    assert page.make.isEnabled()
    page.make.click()
    (made,) = [one for one in window.plan.plan.all(Action) if one.id not in before]
    assert (made.text, made.due) == (line.text, line.due)
    assert window.plan.plan.person_name(made.owner) == line.who
    assert made.came_from == f"{line.evidence[0].kind}/{line.evidence[0].id}"
    again = next(at for at, one in enumerate(window.plan.assessment.attention) if one.text == line.text)
    page.list.selectRow(again)
    assert not page.make.isEnabled()
    assert page.list.lines.rows[again].parts[4].text.startswith("A-")
    window.plan.undo()
    assert {one.id for one in window.plan.plan.all(Action)} == before
