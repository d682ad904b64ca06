"""The Overview: what it shows, where it leads, and that it holds from no pilot to twelve."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from cxworkbench import new_plan
from cxworkbench.assessment import CONDITION_WORDS
from db.models import Pilot
from db.store import open_plan
from ui.sections.overview_ahead import AheadStrip
from ui.sections.overview_matrix import Matrix
from ui.sections.overview_rail import Rail
from ui.sections.why import Why
from ui.widgets.cell import Cell, Plate
from ui.widgets.sparkline import spark_of

AT = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
LONG = "An extraordinarily long name of a pilot that nobody could read in a column of two hundred pixels"


@pytest.fixture
def page(qtbot, window):
    qtbot.waitUntil(lambda: window.plan.is_compared)
    return window.pages.currentWidget()


def cell_named(parent, start: str) -> Cell:
    found = [cell for cell in parent.findChildren(Cell) if cell.accessibleName().startswith(start)]
    assert found, f"no cell begins with {start!r}"
    return found[0]


def plan_with_pilots(path, names):
    new_plan.new_plan(path, programme="Many", at=AT, by="Test", pilot=names[0], type="agent_assist")
    session = open_plan(path)
    with session.change("Add pilots", at=AT, by="Test") as change:
        for name in names[1:]:
            change.add(Pilot(name=name))
    session.close()


def test_the_finding_stands_first(page, window):
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert window.plan.assessment.headline in texts
    assert "Larkfield Energy · readings to 8 Mar 2026" in texts


def test_each_rating_says_state_old_word_and_reason_and_what_pressing_does(page, window):
    cell = cell_named(page, "Objective, Chat Assistant: At risk, was Met.")
    assert cell.accessibleName().endswith("Why?")
    for state in window.plan.assessment.pilots:
        for rating in state.ratings:
            assert cell_named(page, f"{rating.name}, {state.pilot.name}: {CONDITION_WORDS[rating.state]}")


def test_each_metric_says_value_verdict_and_threshold(page):
    assert (
        cell_named(page, "Resolved first time, Agent Assist: 68.1%, Confirmed")
        .accessibleName()
        .endswith("success 66%")
    )
    assert cell_named(page, "Note accuracy, Auto-Summary: no value, No readings")


def test_a_pilots_head_names_its_gates_in_words(page):
    name = cell_named(page, "Agent Assist, Priya Raman.").accessibleName()
    assert "Frame passed 22 Jul" in name
    assert "Decide due due 12 Mar" not in name


def test_a_rating_explains_itself_with_criteria_evidence_and_next_step(qtbot, page):
    cell = cell_named(page, "Objective, Chat Assistant")
    qtbot.mouseClick(cell, Qt.MouseButton.LeftButton)
    why = page.findChild(Why)
    texts = [label.text() for label in why.findChildren(QLabel)]
    assert "Not met" in texts
    assert any(text.startswith("Next: ") for text in texts)
    assert any("counted two ways" in text for text in texts)
    assert any("criteria that are due hold" in text for text in texts)
    qtbot.keyClick(why, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.findChild(Why) is None)


def test_a_metric_leads_to_its_record(qtbot, open_window, sample, monkeypatch):
    window = open_window(sample)
    shown = []
    monkeypatch.setattr(
        window.pages, "show_record", lambda section, pilot, ref: shown.append((section, pilot, ref))
    )
    cell = cell_named(window.pages, "Repeats, Chat Assistant")
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    section, pilot, ref = shown[0]
    assert (section, window.plan.plan.find(pilot).name) == ("metrics", "Chat Assistant")
    assert window.plan.assessment.metric(ref.id).metric.name == "Repeats"


def test_arrows_move_in_the_grid_and_stop_at_its_edge(qtbot, page, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first = cell_named(page, "Objective, Agent Assist")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert window.focusWidget().accessibleName().startswith("Objective, Chat Assistant")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert window.focusWidget().accessibleName().startswith("Data, Chat Assistant")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Up)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Up)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Up)
    assert window.focusWidget().accessibleName().startswith("Chat Assistant, Tom Aldous")


def test_everything_that_can_be_pressed_takes_the_keyboard_and_has_a_name(page):
    cells = page.findChildren(Cell)
    assert len(cells) > 20
    for cell in cells:
        assert cell.accessibleName()
        assert cell.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_lists_say_how_many_of_how_many(page, window):
    rail = page.findChild(Rail)
    texts = [label.text() for label in rail.findChildren(QLabel)]
    assert "Sponsor review 5" in texts
    assert "tomorrow" in texts
    assert "Thu 12 Mar · 3 decisions ready" in texts
    assert f"6 of {len(window.plan.assessment.attention)}" in texts


def test_what_changed_since_the_last_review_is_added_when_idle(qtbot, page, window):
    qtbot.waitUntil(lambda: bool(window.plan.assessment.differences))
    rail = page.findChild(Rail)
    texts = [label.text() for label in rail.findChildren(QLabel)]
    assert "Since review 4, 12 Feb" in texts
    shown = [cell.accessibleName() for cell in rail.findChildren(Cell) if "→" in cell.accessibleName()]
    assert any("Live → Paused" in text for text in shown)


def test_a_decision_that_waits_leads_to_the_log(window, page):
    rail = page.findChild(Rail)
    plates = [one for one in rail.findChildren(Plate) if "Decide on Agent Assist" in one.accessibleName()]
    assert not plates, "what leads somewhere is a button and no plate"
    cells = [one for one in rail.findChildren(Cell) if "Decide on Agent Assist" in one.accessibleName()]
    cells[0].click()
    assert window.pages.section == "raid"


def test_the_weeks_ahead_give_way_in_a_low_window(qtbot, open_window, sample):
    window = open_window(sample, (1366, 740))
    strip = window.pages.currentWidget().findChild(AheadStrip)
    assert not strip.isVisible()
    window.resize(1440, 900)
    qtbot.waitUntil(strip.isVisible)
    names = [box.accessibleName() for box in strip.findChildren(Cell)]
    assert any("Relaunch" in name for name in names)


def test_twelve_pilots_scroll_inside_the_matrix_only(open_window, tmp_path):
    path = tmp_path / "many.cxplan"
    plan_with_pilots(path, [f"Pilot {number}" for number in range(1, 12)] + [LONG])
    window = open_window(path)
    matrix = window.pages.currentWidget().findChild(Matrix)
    assert matrix.horizontalScrollBar().maximum() > 0
    assert matrix.geometry().right() <= window.pages.width()
    last = cell_named(matrix, LONG)
    last.setFocus()
    matrix._bring_into_view(last)
    corner = last.mapTo(matrix, QPoint(last.width() - 1, 0))
    assert corner.x() <= matrix.width()
    window.grab()


class TestManyPilots:
    """Only columns on screen are made; the keyboard and the mouse come to all others all the same."""

    @pytest.fixture
    def matrix(self, qtbot, open_window, tmp_path):
        path = tmp_path / "many.cxplan"
        plan_with_pilots(path, [f"Pilot {number}" for number in range(1, 41)])
        window = open_window(path)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window.pages.currentWidget().findChild(Matrix)

    def heads(self, matrix):
        names = [cell.accessibleName().partition(",")[0] for cell in matrix._parts.heads.findChildren(Cell)]
        return {int(name.removeprefix("Pilot ")) for name in names}

    def test_only_what_is_on_screen_is_made(self, matrix):
        assert {1, 2, 3, 40} <= self.heads(matrix)
        assert len(self.heads(matrix)) < 12

    def test_what_is_scrolled_to_is_there(self, qtbot, matrix):
        bar = matrix.horizontalScrollBar()
        bar.setValue(bar.maximum() // 2)
        middle = cell_named(matrix, "Pilot 20,")
        assert matrix._parts.heads.visibleRegion().boundingRect().intersects(middle.geometry())
        assert cell_named(matrix, "Objective, Pilot 20").isVisible()

    def test_tab_walks_all_heads_then_the_first_row(self, qtbot, matrix):
        window = matrix.window()
        cell_named(matrix, "Pilot 1,").setFocus()
        walked = []
        for _ in range(41):
            walked.append(window.focusWidget().accessibleName())
            qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert [name.partition(",")[0] for name in walked[:40]] == [
            f"Pilot {number}" for number in range(1, 41)
        ]
        assert walked[40].startswith("Objective, Pilot 1:")
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
        assert window.focusWidget().accessibleName().startswith("Pilot 40,")

    def test_arrows_come_to_columns_that_were_not_made(self, qtbot, matrix):
        window = matrix.window()
        cell_named(matrix, "Objective, Pilot 1:").setFocus()
        for _ in range(20):
            qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
        assert window.focusWidget().accessibleName().startswith("Objective, Pilot 21")

    def test_a_new_judgement_leaves_the_keyboard_where_it_was(self, qtbot, matrix):
        window = matrix.window()
        bar = matrix.horizontalScrollBar()
        bar.setValue(bar.maximum() // 2)
        cell_named(matrix, "Objective, Pilot 20").setFocus()
        matrix.show_assessment(window.plan.assessment)
        assert window.focusWidget().accessibleName().startswith("Objective, Pilot 20")
        assert len(self.heads(matrix)) >= 3


def test_one_pilot_fills_the_matrix(open_window, tmp_path):
    path = tmp_path / "one.cxplan"
    plan_with_pilots(path, [LONG])
    window = open_window(path)
    matrix = window.pages.currentWidget().findChild(Matrix)
    assert matrix.horizontalScrollBar().maximum() == 0
    assert LONG in cell_named(matrix, LONG).toolTip()
    window.grab()


def test_no_pilot_shows_what_belongs_here(open_window, tmp_path):
    path = tmp_path / "none.cxplan"
    new_plan.new_plan(path, programme="None yet", at=AT, by="Test")
    window = open_window(path)
    page = window.pages.currentWidget()
    assert not page.findChild(Matrix).isVisible()
    assert any(label.text() == "No pilots yet" and label.isVisible() for label in page.findChildren(QLabel))


def test_a_hidden_page_looks_again_only_when_it_is_shown(window, monkeypatch):
    overview = window.pages.currentWidget()
    seen = []
    monkeypatch.setattr(overview, "show_assessment", lambda assessment, state: seen.append(assessment.as_of))
    window.show_start()
    with window.plan.change("Rename") as change:
        change.set(window.plan.plan.pilots[0], name="Renamed")
    assert overview.stale
    assert seen == []
    window.open_section("overview", "")
    assert seen == [date(2026, 3, 11)]


def test_a_sparkline_begins_at_go_live_and_marks_a_breach(window):
    metrics = {state.metric.name: state for pilot in window.plan.assessment.pilots for state in pilot.metrics}
    spark = spark_of(metrics["Resolved first time"])
    assert len(spark.values) == 18
    assert (spark.baseline, spark.threshold, spark.threshold_tone) == (61.0, 66.0, "met")
    assert spark_of(metrics["Repeats"]).end_tone == "fail"


class TestLargeText:
    """At 150 % text nothing is cut at the sides: columns are narrower, rows higher, the rail stands below."""

    @pytest.fixture
    def large(self, qtbot, theme, open_window, sample):
        theme.set_scale(1.5)
        window = open_window(sample)
        qtbot.waitUntil(lambda: window.plan.is_compared)
        return window.pages.currentWidget()

    def test_all_pilots_are_seen_without_scrolling_sideways(self, qtbot, large):
        matrix, rail = large.findChild(Matrix), large.findChild(Rail)
        qtbot.waitUntil(lambda: matrix.narrow and matrix.verticalScrollBar().maximum() == 0)
        assert matrix.horizontalScrollBar().maximum() == 0
        assert large._area.horizontalScrollBar().maximum() == 0
        inside = large._inside
        foot = matrix.mapTo(inside, QPoint(0, matrix.height())).y()
        assert rail.mapTo(inside, QPoint(0, 0)).y() >= foot
        assert matrix.verticalScrollBar().maximum() == 0, "the page scrolls, the matrix doesn't"
        for cell in matrix.findChildren(Cell):
            right = cell.mapTo(matrix, QPoint(cell.width(), 0)).x()
            assert right <= matrix.width()

    def test_the_page_follows_the_keyboard(self, qtbot, large):
        matrix = large.findChild(Matrix)
        qtbot.waitUntil(lambda: large._area.verticalScrollBar().maximum() > 0)
        last = matrix._columns[0][-1]
        assert large._area.verticalScrollBar().value() == 0
        last.focused.emit()
        bottom = last.mapTo(large._area.viewport(), QPoint(0, last.height())).y()
        assert bottom <= large._area.viewport().height()

    def test_a_wide_window_keeps_the_rail_beside(self, qtbot, large):
        large.window().resize(2300, 1700)
        matrix, rail = large.findChild(Matrix), large.findChild(Rail)
        qtbot.waitUntil(lambda: not matrix.narrow)
        qtbot.waitUntil(lambda: large._area.verticalScrollBar().maximum() == 0)
        assert rail.mapTo(large, QPoint(0, 0)).x() > matrix.mapTo(large, QPoint(matrix.width(), 0)).x()
