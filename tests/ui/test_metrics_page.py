"""The Metrics page on a real window and a real plan: edits, undo, paste, refusals, and what others write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton, QWidget

from db.models import DecisionRule, Metric, Series
from db.readings import ReadingRows
from db.store import open_plan
from ui.main_window import MainWindow
from ui.sections.amend_dialog import AmendDialog
from ui.sections.metrics import MetricsPage
from ui.sections.metrics_model import ENDING, NOTE, VALUE, VERDICT, N

AGENT, CHAT, SUMMARY = range(3)
NOW = datetime(2026, 3, 11, 11, 5, tzinfo=UTC)


class Shown:
    """The Metrics page of one pilot in a window, and hands to work with it."""

    def __init__(self, window: MainWindow, pilot: int) -> None:
        self.window = window
        assert window.plan is not None
        self.plan = window.plan
        window.open_section("metrics", self.plan.assessment.pilots[pilot].pilot.id)
        page = window.pages.currentWidget()
        assert isinstance(page, MetricsPage)
        self.page = page
        QApplication.processEvents()

    def judge_again(self) -> None:
        self.page.stale = True
        self.page.refresh(self.plan.assessment, self.page.pilot_id)

    @property
    def table(self):
        return self.page.readings.table

    @property
    def model(self):
        return self.page.readings.model

    def text(self, row: int, column: int) -> str:
        return self.model.index(row, column).data()

    def type_into(self, row: int, column: int, text: str) -> None:
        """As a person does it: F2, type over what is there, Enter."""
        self.table.setFocus()
        self.table.setCurrentIndex(self.model.index(row, column))
        QTest.keyClick(self.table, Qt.Key.Key_F2)
        editor = self.editor()
        editor.selectAll()
        QTest.keyClicks(editor, text)
        self.press(Qt.Key.Key_Return)

    def press(self, key: Qt.Key) -> None:
        """In the cell that is being edited; Qt takes what was typed on its next turn."""
        QTest.keyClick(self.editor(), key)
        QApplication.processEvents()

    def editor(self) -> QLineEdit:
        found = self.table.viewport().findChildren(QLineEdit)
        assert found, "no cell is being edited"
        return found[-1]

    def field(self, name: str) -> QLineEdit:
        return self.page.thresholds.fields[name]

    def type_threshold(self, name: str, text: str) -> None:
        field = self.field(name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)


Show = Callable[..., Shown]


@pytest.fixture
def show(window: MainWindow) -> Show:
    return lambda pilot=AGENT: Shown(window, pilot)


@pytest.fixture
def show_draft(draft_window: MainWindow) -> Show:
    return lambda pilot=AGENT: Shown(draft_window, pilot)


# ---------------------------------------------------------------------------------------------- showing


def test_the_page_shows_the_verdict_its_reasons_and_the_newest_reading(show):
    shown = show()
    page = shown.page
    assert page.badge.word == "Confirmed"
    assert page.verdict.title.text() == "Why Confirmed"
    assert (shown.text(0, VALUE), shown.text(0, VERDICT)) == ("68.1%", "Confirmed")
    assert "for the first time" in shown.text(0, NOTE)
    assert page.chart.accessibleName().startswith("Resolved first time, Agent Assist: 68.1%")
    assert "68.1%" in page.chart.accessibleDescription()


def test_tabs_name_each_metric_with_its_word_and_choose_it(show):
    shown = show()
    assert shown.page.tabs.accessibleTabName(1) == "Handling time, Confirmed"
    shown.page.tabs.setCurrentIndex(1)
    assert shown.text(0, VALUE) == "8:32"
    assert shown.field("success_threshold").text() == "8:45"
    shown.judge_again()
    assert shown.page.tabs.currentIndex() == 1


def test_a_metric_without_readings_says_what_belongs_here(show):
    shown = show(SUMMARY)
    shown.page.tabs.setCurrentIndex(2)
    assert shown.page.chart.chart.empty == "No readings yet. The verdict needs eight weeks."
    assert not shown.table.isVisible()


def test_every_control_has_a_name(show):
    shown = show()
    nameless = [
        widget
        for widget in shown.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        if not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


# ---------------------------------------------------------------------------------------------- editing


def test_a_corrected_value_is_judged_at_once_and_undo_brings_it_back(show):
    shown = show()
    shown.type_into(0, VALUE, "60,2")
    assert shown.text(0, VALUE) == "60.2%"
    assert shown.page.badge.word != "Confirmed"
    assert shown.plan.undo_label == "Correct a reading"
    assert shown.page.chart.chart.points()[-1].y == pytest.approx(60.2)
    shown.plan.undo()
    assert shown.text(0, VALUE) == "68.1%"
    assert shown.page.badge.word == "Confirmed"


def test_a_length_of_time_is_typed_as_minutes_and_seconds(show):
    shown = show()
    shown.page.tabs.setCurrentIndex(1)
    shown.type_into(0, VALUE, "8:40")
    state = shown.page.state
    assert (shown.text(0, VALUE), state.latest) == ("8:40", 520.0)


def test_n_is_corrected_beside_the_value_and_can_be_forgotten(show):
    shown = show()
    shown.type_into(0, N, "44,001")
    assert (shown.text(0, N), shown.text(0, VALUE)) == ("44,001", "68.1%")
    shown.type_into(0, N, " ")
    assert shown.text(0, N) == "—"


@pytest.mark.parametrize(
    ("typed", "why"),
    [("about 70", "not a number"), ("168.1", "between 0 and 100%"), ("", "a reading has a value")],
)
def test_an_impossible_value_is_refused_and_the_plan_keeps_the_old_one(show, typed, why):
    shown = show()
    head = shown.plan.session.head
    shown.table.setCurrentIndex(shown.model.index(0, VALUE))
    assert not shown.model.setData(shown.model.index(0, VALUE), typed)
    assert shown.plan.session.head == head
    assert why in shown.page.readings.refusal_text
    assert "The plan keeps 68.1%, n 43,918." in shown.page.readings.refusal_text


def test_what_is_left_as_it_was_writes_nothing(show):
    shown = show()
    head = shown.plan.session.head
    shown.table.setCurrentIndex(shown.model.index(0, VALUE))
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_Return)
    assert shown.plan.session.head == head


def test_del_removes_the_reading_and_undo_puts_it_back(show):
    shown = show()
    rows = shown.model.rowCount()
    shown.table.setCurrentIndex(shown.model.index(0, VALUE))
    QTest.keyClick(shown.table, Qt.Key.Key_Delete)
    assert shown.model.rowCount() == rows - 1
    assert shown.text(0, VALUE) == "66.5%"
    assert shown.plan.undo_label == "Remove a reading"
    shown.plan.undo()
    assert shown.text(0, VALUE) == "68.1%"


def test_add_reading_opens_the_next_week_and_keeps_it_only_with_a_value(show):
    shown = show()
    rows = shown.model.rowCount()
    shown.page.add_button.click()
    assert shown.model.rowCount() == rows + 1
    assert shown.text(0, ENDING) == "15 Mar"
    shown.press(Qt.Key.Key_Escape)
    assert shown.model.rowCount() == rows
    shown.page.readings.add_reading()
    QTest.keyClicks(shown.editor(), "67.9%")
    shown.press(Qt.Key.Key_Return)
    assert (shown.text(0, VALUE), shown.text(0, VERDICT)) == ("67.9%", "Week not over yet")
    assert shown.plan.undo_label == "Add a reading"


def test_the_first_reading_of_a_metric_makes_its_series(show):
    shown = show(SUMMARY)
    with shown.plan.change("Add a metric") as change:
        metric = change.add(
            Metric(pilot=shown.page.pilot_id, name="Handovers", unit="count", direction="down")
        )
    shown.page.choose(metric.id)
    shown.window.activateWindow()
    QApplication.processEvents()
    for _ in range(2):
        QTest.keyClick(shown.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(shown.editor(), "1,328")
    shown.press(Qt.Key.Key_Return)
    assert [one.metric for one in shown.plan.plan.all(Series)].count(metric.id) == 1
    assert (shown.text(0, VALUE), shown.text(0, ENDING)) == ("1,328", "8 Mar")


# ---------------------------------------------------------------------------------------------- pasting


def test_pasted_rows_come_in_as_one_step_and_refused_cells_are_named(show):
    shown = show()
    rows = "Week ending\tFCR\n8 Mar 2026\t68.4%\n15 Mar 2026\t67.0%\n22 Mar 2026\tn/a\n31 Jun 2026\t67.1%\n"
    QGuiApplication.clipboard().setText(rows)
    shown.table.setFocus()
    QTest.keySequence(shown.table, "Ctrl+V")
    assert shown.text(0, ENDING) == "15 Mar"
    assert shown.text(1, VALUE) == "68.4%"
    assert shown.text(1, N) == "43,918"
    said = shown.page.readings.refusal_text
    assert "2 of 4 pasted rows refused" in said
    assert "line 4, column value: 'n/a' is refused: not a number" in said
    assert "June has 30 days" in said
    assert "The other 2 are in." in said
    assert shown.plan.undo_label == "Paste 2 readings"
    shown.plan.undo()
    assert (shown.text(0, VALUE), shown.text(0, ENDING)) == ("68.1%", "8 Mar")


def test_values_with_a_comma_and_counts_with_points_are_read_as_they_are_meant(show):
    shown = show()
    rows = "Woche\tWert\tn\r\n15.03.2026\t68,1 %\t1.328\r\n22.03.2026\t69\t12.401\r\n"
    shown.page.readings.paste(rows)
    assert shown.page.readings.refusal_text == ""
    assert [shown.text(row, VALUE) for row in (0, 1)] == ["69.0%", "68.1%"]
    assert [shown.text(row, N) for row in (0, 1)] == ["12,401", "1,328"]


def test_the_first_readings_are_pasted_by_ctrl_v_where_no_table_is_yet(show):
    shown = show()
    with shown.plan.change("Add a metric") as change:
        metric = change.add(
            Metric(pilot=shown.page.pilot_id, name="Handovers", unit="count", direction="down")
        )
    shown.page.choose(metric.id)
    QGuiApplication.clipboard().setText("15 Mar 2026\t1328")
    shown.window.activateWindow()
    QApplication.processEvents()
    add = next(
        one
        for one in shown.page.readings.findChildren(QPushButton)
        if one.text() == "Add reading" and one.isVisible()
    )
    add.setFocus()
    QTest.keySequence(add, "Ctrl+V")
    assert shown.text(0, VALUE) == "1,328"


def test_counts_with_points_tell_that_whole_values_have_them_too(show):
    shown = show()
    with shown.plan.change("Add a metric") as change:
        metric = change.add(
            Metric(pilot=shown.page.pilot_id, name="Handovers", unit="count", direction="down")
        )
    shown.page.choose(metric.id)
    shown.page.readings.paste("15.03.2026\t1.328\t12.401\n22.03.2026\t1.401\t12.500")
    assert [shown.text(row, VALUE) for row in (0, 1)] == ["1,401", "1,328"]


def test_two_values_for_one_week_are_both_refused(show):
    shown = show()
    shown.page.readings.paste("2026-03-15\t67.0\n2026-03-14\t66.0\n2026-03-22\t67.4")
    assert shown.text(0, ENDING) == "22 Mar"
    assert "two values for one period" in shown.page.readings.refusal_text


def test_a_paste_without_values_leaves_the_plan_alone(show):
    shown = show()
    head = shown.plan.session.head
    shown.page.readings.paste("8 Mar 2026\n15 Mar 2026")
    assert shown.plan.session.head == head
    assert "one column" in shown.page.readings.refusal_text


def test_copied_rows_can_be_pasted_again_without_changing_anything(show):
    shown = show()
    shown.table.selectAll()
    head = shown.plan.session.head
    shown.page.readings.paste(shown.table.copied())
    assert shown.plan.session.head == head
    assert shown.page.readings.refusal_text == ""


# ------------------------------------------------------------------------------------------- thresholds


def test_a_changed_threshold_is_one_step_named_after_it(show_draft):
    shown = show_draft()
    shown.type_threshold("success_threshold", "67,5")
    assert shown.plan.undo_label == "Change success threshold"
    assert shown.field("success_threshold").text() == "67.5%"
    assert shown.page.badge.word != "Confirmed"
    assert any(line.label == "Success 67.5%" for line in shown.page.chart.chart.hlines)
    shown.plan.undo()
    assert shown.field("success_threshold").text() == "66.0%"


def test_an_impossible_threshold_reddens_its_field_and_the_plan_keeps_its_value(show_draft):
    shown = show_draft()
    shown.type_threshold("scale_threshold", "170%")
    field = shown.field("scale_threshold")
    assert field.property("state") == "bad"
    said = shown.page.thresholds.message_text
    assert "between 0 and 100%" in said
    assert "The plan keeps 70.0%" in said
    assert shown.page.state.metric.scale_threshold == 70
    shown.judge_again()
    assert field.text() == "170%"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.property("state")) == ("70.0%", "")
    assert shown.page.thresholds.message_text == ""


def test_a_day_that_does_not_exist_is_refused_by_name(show_draft):
    shown = show_draft()
    shown.type_threshold("decide_by", "31 Jun 2026")
    assert "June has 30 days. The plan keeps 12 Mar 2026" in shown.page.thresholds.message_text


def test_a_success_threshold_on_the_wrong_side_warns_and_is_saved(show_draft):
    shown = show_draft()
    shown.type_threshold("success_threshold", "60")
    assert shown.page.state.metric.success_threshold == 60
    assert shown.field("success_threshold").property("state") == "warning"
    assert "not above the baseline, 61.0%" in shown.page.thresholds.message_text


def test_weeks_set_aside_belong_to_the_pilots_decision_rule(show_draft):
    shown = show_draft()
    shown.type_threshold("warm_up_weeks", "6 weeks")
    (rule,) = shown.plan.plan.of_pilot(DecisionRule, shown.page.pilot_id)
    assert rule.warm_up_weeks == 6
    assert shown.page.state.verdict.week_numbers[0] == 7


def test_an_emptied_threshold_is_cleared(show_draft):
    shown = show_draft()
    field = shown.field("stop_threshold")
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert shown.page.state.metric.stop_threshold is None
    assert shown.plan.undo_label == "Clear stop threshold"


def test_typing_over_a_frozen_threshold_begins_an_amendment(qtbot, show):
    shown = show()
    field = shown.field("success_threshold")
    assert field.isReadOnly()
    assert field.toolTip().startswith("Frozen since 24 Oct 2025")
    QTest.keyClick(field, Qt.Key.Key_6)
    dialog = shown.page.findChild(AmendDialog)
    assert (field.text(), dialog.value.text()) == ("66.0%", "6")
    qtbot.waitUntil(lambda: not dialog.value.hasSelectedText())
    QTest.keyClick(dialog.value, Qt.Key.Key_8)
    assert dialog.what.currentText() == "Resolved first time: Success"
    dialog.reason.setPlainText("Seasonal mix")
    dialog.amend()
    assert shown.field("success_threshold").text() == "68.0%"
    assert shown.plan.undo_label == "Amend Resolved first time, Success"


def test_a_frozen_threshold_that_is_not_amended_stays(show):
    shown = show()
    QTest.keyClick(shown.field("warm_up_weeks"), Qt.Key.Key_F2)
    dialog = shown.page.findChild(AmendDialog)
    assert dialog.what.currentText() == "Decision rule: Set aside at the start"
    dialog.reject()
    assert shown.field("warm_up_weeks").text() == "4 weeks"
    (rule,) = shown.plan.plan.of_pilot(DecisionRule, shown.page.pilot_id)
    assert rule.warm_up_weeks == 4


# ---------------------------------------------------------------------------------- what others write


def test_a_reading_that_a_command_writes_appears_and_zoom_and_selection_stay(show):
    shown = show()
    chart = shown.page.chart
    low, high = date(2026, 1, 5).toordinal(), date(2026, 3, 29).toordinal()
    chart.show_days(low, high)
    shown.table.setCurrentIndex(shown.model.index(3, VALUE))
    selected = chart.selected
    metric = shown.page.state.metric
    monday = int(datetime(2026, 3, 9, tzinfo=UTC).timestamp())
    rows = ReadingRows.of([monday], [monday + 7 * 86400], [67.7], n=[43000.0])
    other = open_plan(shown.plan.path)
    with other.change("Import 1 reading", at=NOW, by="command", kind="import") as change:
        change.write_readings(shown.plan.plan.series(metric).id, rows)
    other.close()
    shown.plan.look()
    assert shown.text(0, VALUE) == "67.7%"
    assert chart.shown_days == pytest.approx((low, high), abs=0.01)
    assert (chart.selected, shown.table.selected_rows()[0].period[0]) == (selected, selected)


def test_a_reading_that_arrives_while_a_cell_is_edited_does_not_take_the_typing_away(show):
    shown = show()
    shown.table.setFocus()
    shown.table.setCurrentIndex(shown.model.index(1, VALUE))
    QTest.keyClick(shown.table, Qt.Key.Key_F2)
    editor = shown.editor()
    editor.selectAll()
    QTest.keyClicks(editor, "65.5")
    shown.page.readings.paste("2026-03-15\t67.7")
    shown.press(Qt.Key.Key_Return)
    assert [shown.text(row, VALUE) for row in range(3)] == ["67.7%", "68.1%", "65.5%"]


def test_a_click_on_a_point_selects_its_row(show):
    shown = show()
    chart = shown.page.chart
    point = chart.chart.points()[-4]
    frame = chart.frame()
    at = QPoint(round(frame.x(point.x)), round(frame.y(point.y)))
    QTest.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown.table.selected_rows()[0].period[0] == point.key
    assert chart.selected == point.key


def test_the_chart_zooms_and_pans_by_keys_and_0_shows_all(show):
    chart = show().page.chart
    chart.setFocus()
    whole = chart.shown_days
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    QTest.keyClick(chart, Qt.Key.Key_End)
    low, high = chart.shown_days
    assert high == pytest.approx(whole[1])
    assert high - low < whole[1] - whole[0]
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.shown_days[1] < high
    QTest.keyClick(chart, Qt.Key.Key_0)
    assert chart.shown_days == pytest.approx(whole)


def test_a_plan_that_another_window_holds_offers_no_editing(window, open_window):
    second = Shown(open_window(window.plan.path), AGENT)
    assert not second.model.flags(second.model.index(0, VALUE)) & Qt.ItemFlag.ItemIsEditable
    assert second.field("success_threshold").isReadOnly()
    assert not second.page.add_button.isEnabled()


def test_text_of_the_plan_is_shown_as_it_was_typed(show_draft):
    shown = show_draft()
    metric = shown.page.state.metric
    with shown.plan.change("Rename") as change:
        change.set(metric, name="<b>R&D</b> calls")
    assert shown.page.tabs.tabText(0) == "<b>R&&D</b> calls"
    assert shown.page.chart.chart.title == "<b>R&D</b> calls"


def test_a_frozen_threshold_is_read_whole_beside_a_scroll_bar(qtbot, show):
    shown = show()
    shown.window.resize(1366, 600)
    bar = shown.page._right.verticalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    for field in shown.page.thresholds.fields.values():
        lock = field.findChild(QToolButton)
        room = field.width() - lock.geometry().right()
        assert lock.isVisible()
        assert field.fontMetrics().horizontalAdvance(field.text()) < room, field.threshold.label
