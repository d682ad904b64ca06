"""History: the journal in the window, filtered, searched, and followed as it grows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from db.models import Action, Pilot
from ui.sections.history import HistoryPage


@pytest.fixture
def page(window) -> HistoryPage:
    window.open_section("history", "")
    found = window.pages.currentWidget()
    assert isinstance(found, HistoryPage)
    return found


def lines(page):
    found = (page.model.line_at(row) for row in range(page.model.rowCount()))
    return [line for line in found if line is not None]


def side(page) -> str:
    return "\n".join(label.text() for label in page._side.findChildren(QLabel) if not label.isHidden())


def test_newest_first_under_the_name_of_its_day(page):
    assert page.model.line_at(0) is None
    assert page.model.index(0, 0).data() == "Wednesday 11 March 2026"
    assert (lines(page)[0].what, lines(page)[0].after) == ("Objective, outcome", "Better digital experience")


def test_an_edit_appears_at_once_and_undo_is_one_more_line(window, page):
    pilot = window.plan.plan.pilots[0]
    with window.plan.change("Rename") as change:
        change.set(Pilot, pilot.id, name="Assist")
    assert (lines(page)[0].before, lines(page)[0].after) == ("Agent Assist", "Assist")
    assert page.undo.isEnabled()
    page.undo.click()
    assert (lines(page)[0].kind, lines(page)[0].after) == ("Undone", "Agent Assist")


@pytest.mark.parametrize(
    ("kind", "fits"),
    [
        ("readings", lambda line: line.ref.kind == "series"),
        ("dates", lambda line: line.is_day),
        ("decisions", lambda line: line.ref.kind == "decision"),
        ("amendments", lambda line: line.kind == "Amendment"),
    ],
)
def test_each_choice_shows_its_lines_only(page, kind, fits):
    everything = len(lines(page))
    page.shown.choose(kind)
    assert 0 < len(lines(page)) < everything
    assert all(fits(line) for line in lines(page))


def test_person_and_text_narrow_together_and_nothing_is_said(qtbot, page):
    page.person.setCurrentText("Rob Ellery")
    page.person.activated.emit(page.person.currentIndex())
    assert {line.step.by for line in lines(page)} == {"Rob Ellery"}
    qtbot.keyClicks(page.search, "paused")
    assert len(lines(page)) == 1
    qtbot.keyClicks(page.search, "zzz")
    assert page._nothing.isVisible()


def test_a_line_shows_what_is_different_since_it(qtbot, page):
    page.table.setFocus()
    page.table.selectRow(1)
    assert "What is different since" in side(page)
    assert "1 value changed" in side(page)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert "2 values changed" in side(page)


def test_a_removed_record_is_found_under_deleted(window, page):
    with window.plan.change("Add") as change:
        change.add(Action(text="A short-lived action"))
    window.plan.undo()
    page.shown.choose("gone")
    assert [line.what for line in lines(page)][:1] == ["Action A short-lived action"]


def test_enter_opens_the_record(qtbot, window, page):
    page.table.setFocus()
    page.table.selectRow(1)
    page.table.activated.emit(page.model.index(1, 0))
    assert window.pages.section == "objective"
