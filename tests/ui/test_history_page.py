"""History: the journal in the window, filtered, searched, and followed as it grows."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from db.errors import UserError
from db.models import Action, BaselinePlan, BaselineValue, Pilot, Snapshot
from db.records import FAMILIES
from ui.sections.history import HistoryPage
from ui.sections.history_compare import Differences


@pytest.fixture
def page(window) -> HistoryPage:
    window.open_section("history", "")
    found = window.pages.currentWidget()
    assert isinstance(found, HistoryPage)
    window.pages.finish()
    return found


def lines(page):
    found = (page.model.line_at(row) for row in range(page.model.rowCount()))
    return [line for line in found if line is not None]


def compared(qtbot, page):
    """What the comparison says once it is on the screen."""
    with qtbot.waitSignal(page.compare.compared, timeout=5000):
        pass
    return page.compare.counted.text()


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
    compared(qtbot, page)
    page.table.setFocus()
    page.table.selectRow(1)
    assert page.compare.before.currentText().startswith("Before step ")
    assert compared(qtbot, page) == "0 added, 1 value changed, 0 deleted"
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert compared(qtbot, page) == "0 added, 2 values changed, 0 deleted"
    page.compare.show_all.click()
    dialog = page.window().findChild(Differences)
    assert dialog.tree.topLevelItem(0).text(0) == "Changed, 2"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_last_review_is_compared_with_now(qtbot, page):
    assert page.compare.before.itemText(0) == "Review 4, 12 Feb"
    compared(qtbot, page)
    figures = {one.name: (one.before, one.after, one.state) for one in page.compare.result.figures}
    assert figures["Agent Assist verdict"] == ("On track", "Confirmed", "confirmed")
    assert figures["Repeats"][1:] == ("23.6%", "guardrail_breached")
    page.compare.after.setCurrentIndex(page.compare.after.findText("Review 3", Qt.MatchFlag.MatchStartsWith))
    page.compare.after.activated.emit(1)
    compared(qtbot, page)
    assert "Agent Assist verdict" in {one.name for one in page.compare.result.figures}


def test_freezing_keeps_the_plan_under_a_name_and_it_is_seen_again(qtbot, window, page):
    pilot = window.plan.plan.pilots[0]
    qtbot.keyClicks(page.snapshots.name, "Board, March")
    qtbot.keyClick(page.snapshots.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Freeze Board, March" in {line.step.label for line in lines(page)}, timeout=5000)
    with window.plan.change("Rename") as change:
        change.set(Pilot, pilot.id, name="Renamed later")
    frozen = next(one for one in window.plan.plan.all(Snapshot) if one.name == "Board, March")
    page.snapshots.look.emit(frozen)
    assert window.plan.plan.pilots[0].name == "Agent Assist"
    assert not window.plan.can_edit
    assert any("You see the plan as it stood: Board, March" in text for text in window.banners.texts())
    with pytest.raises(UserError, match="as it stood"), window.plan.change("Not now"):
        raise AssertionError("the change must not open")
    window.plan.see(None)
    assert window.plan.plan.pilots[0].name == "Renamed later"
    assert window.plan.can_edit
    assert not any("as it stood" in text for text in window.banners.texts())
    baseline = next(one for one in window.plan.plan.all(BaselinePlan) if one.name == "Board, March")
    assert window.plan.plan.linking(BaselineValue, "baseline_plan", baseline.id)


def test_the_plan_can_be_seen_as_it_stood_after_any_step(window, page):
    with window.plan.change("Rename") as change:
        change.set(Pilot, window.plan.plan.pilots[0].id, name="Assist")
    page.table.selectRow(2)
    page.look_button.click()
    assert window.plan.plan.pilots[0].name == "Agent Assist"
    assert window.pages.section == "overview"
    window.open_section("history", "")
    assert lines(page)[0].after == "Assist", "History always shows the whole journal"
    assert not page.undo.isEnabled()


def test_the_past_knows_what_had_changed_since_the_review_before_it(qtbot, window, page):
    row = next(
        place
        for place in range(page.model.rowCount())
        if (line := page.model.line_at(place)) is not None and line.step.at.date() == date(2026, 3, 9)
    )
    page.table.selectRow(row)
    page.look_button.click()
    qtbot.waitUntil(lambda: window.plan.is_compared, timeout=5000)
    assert window.plan.assessment.as_of == date(2026, 3, 9)
    assert window.plan.assessment.differences
    assert window.plan.assessment.review.last_number == 4
    assert "pinned" not in window.status.as_of.text()


def test_what_is_in_the_bin_can_be_put_back(window, page):
    action = next(iter(window.plan.plan.all(Action)))
    with window.plan.change("Delete the action") as change:
        change.bin(action, window.plan.now())
    assert lines(page)[0].after == "in the bin"
    assert bin_holds(window) == 4
    button = next(one for one in page.bin.findChildren(QPushButton) if action.text in one.accessibleName())
    button.click()
    assert action.id in {one.id for one in window.plan.plan.all(Action)}
    assert lines(page)[0].after == "put back"
    assert bin_holds(window) == 3, "what the story binned stays there"


def bin_holds(window):
    """How many records lie in the bin."""
    families = FAMILIES.values()
    return sum(one.binned is not None for family in families for one in window.plan.session.records(family))


def test_one_records_history_alone(window, page):
    page.table.selectRow(1)
    record = page.model.line_at(1).ref.id
    page.only_button.click()
    assert {line.ref.id for line in lines(page)} == {record}
    assert len(lines(page)) > 1
    page.table.selectRow(1)
    page.only_button.click()
    assert len({line.ref.id for line in lines(page)}) > 1


def test_an_import_of_long_ago_is_taken_back_as_one_step(window, page):
    row = next(
        place
        for place in range(page.model.rowCount())
        if (line := page.model.line_at(place)) is not None and line.step.kind == "import"
    )
    seq = page.model.line_at(row).step.seq
    page.table.selectRow(row)
    assert page.take_back_button.isVisible()
    page.take_back_button.click()
    assert lines(page)[0].step.label.startswith("Take back: ")
    batches = window.plan.session.batches_of(window.plan.session.head)
    assert sum(one.removed_count for one in batches) == sum(
        one.added_count for one in window.plan.session.batches_of(seq)
    )


def test_the_journal_goes_out_as_a_table_that_no_spreadsheet_runs(qtbot, window, page, tmp_path):
    with window.plan.change("=HYPERLINK()") as change:
        change.set(Pilot, window.plan.plan.pilots[0].id, name="=1+1")
    target = tmp_path / "journal.csv"
    page._acts.export_to(target)
    qtbot.waitUntil(target.exists, timeout=5000)
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][:4] == ["Version", "Time", "Who", "Pilot"]
    assert len(rows) - 1 >= len(lines(page))
    assert rows[-1][6] == "'=1+1"
    assert rows[-1][8] == "'=HYPERLINK()"


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
