"""Readings set aside with a reason and put back: from the table and the chart, seen everywhere, one step each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.test_metrics_page import AGENT, Shown
from ui.main_window import MainWindow
from ui.sections.aside_dialog import AsideDialog
from ui.sections.metrics_model import NOTE, VALUE, VERDICT

NOW = datetime(2026, 3, 11, 11, 5, tzinfo=UTC)


@pytest.fixture
def shown(window: MainWindow) -> Shown:
    return Shown(window, AGENT)


def dialog() -> AsideDialog:
    found = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, AsideDialog) and one.isVisible()
    ]
    assert len(found) == 1
    return found[0]


def set_aside(shown: Shown, row: int, reason: str) -> None:
    """As a person does it: the row, Shift+Del, the reason, Enter."""
    shown.table.setCurrentIndex(shown.model.index(row, VALUE))
    QTest.keyClick(shown.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    asked = dialog()
    QTest.keyClicks(asked.reason, reason)
    QTest.keyClick(asked.reason, Qt.Key.Key_Return)
    QApplication.processEvents()


def acts(menu: QMenu) -> list[str]:
    return [action.text().partition("\t")[0] for action in menu.actions()]


def test_a_reading_set_aside_is_hollow_listed_with_its_reason_and_no_evidence(shown):
    mean = shown.page.state.verdict.band.mean
    set_aside(shown, 0, "Outage of the telephone system")
    assert shown.text(0, VALUE) == "68.1%", "the reading stays"
    assert shown.text(0, VERDICT) == "Set aside"
    assert shown.text(0, NOTE).startswith("Set aside: Outage of the telephone system")
    point = shown.page.chart.chart.points()[-1]
    assert (point.y, point.filled) == (pytest.approx(68.1), False)
    assert point.text.endswith("set aside: Outage of the telephone system")
    assert "Set aside: Outage of the telephone system" in shown.page.chart.accessibleDescription()
    assert shown.page.state.verdict.band.mean < mean, "the verdict is judged without it"
    assert shown.page.verdict.title.text() != ""


def test_it_is_one_step_and_undo_and_redo_work(shown):
    set_aside(shown, 0, "Outage")
    assert shown.plan.undo_label == "Set 1 reading aside"
    shown.plan.undo()
    assert shown.text(0, VERDICT) == "Confirmed"
    shown.plan.redo()
    assert shown.text(0, VERDICT) == "Set aside"


def test_put_back_lets_it_count_again(shown):
    set_aside(shown, 0, "Outage")
    assert acts(shown.page.readings.menu())[0] == "Put 1 reading back"
    QTest.keyClick(shown.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert (shown.text(0, VERDICT), shown.plan.undo_label) == ("Confirmed", "Put 1 reading back")
    assert not shown.plan.plan.reasons(shown.page.state.metric)


def test_without_a_reason_nothing_is_set_aside_and_the_dialog_says_why(shown):
    head = shown.plan.session.head
    shown.table.setCurrentIndex(shown.model.index(0, VALUE))
    QTest.keyClick(shown.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    asked = dialog()
    QTest.keyClicks(asked.reason, "   ")
    QTest.keyClick(asked.reason, Qt.Key.Key_Return)
    assert asked.isVisible()
    assert "for a reason that others can read" in asked.message.text()
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    assert shown.plan.session.head == head


def test_several_rows_go_together(shown):
    shown.table.setCurrentIndex(shown.model.index(2, VALUE))
    for _ in range(2):
        QTest.keyClick(shown.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert acts(shown.page.readings.menu())[0] == "Set 3 readings aside…"
    QTest.keyClick(shown.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(dialog().reason, "Strike")
    QTest.keyClick(dialog().reason, Qt.Key.Key_Return)
    assert [shown.text(row, VERDICT) for row in (1, 2, 3, 4, 5)].count("Set aside") == 3
    assert shown.plan.undo_label == "Set 3 readings aside"


def test_correcting_a_reading_keeps_that_it_was_set_aside(shown):
    set_aside(shown, 0, "Outage")
    shown.type_into(0, VALUE, "67.0")
    assert (shown.text(0, VALUE), shown.text(0, VERDICT)) == ("67.0%", "Set aside")


def test_the_same_file_again_does_not_put_it_back(shown):
    set_aside(shown, 0, "Outage")
    shown.page.readings.paste("2026-03-08\t68.1\t43918")
    assert shown.text(0, VERDICT) == "Set aside"
    shown.page.readings.paste("2026-03-08\t66.0\t43918")
    assert (shown.text(0, VALUE), shown.text(0, VERDICT)) == ("66.0%", "Set aside")
