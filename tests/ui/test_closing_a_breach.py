"""The breach of a guardrail is closed where it is shown: by day, name and reason, as one step that all verdicts follow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.models import BreachClosure, Decision, Person
from tests.ui.test_metrics_page import CHAT, Shown
from ui.main_window import MainWindow
from ui.sections.closure_dialog import ClosureDialog


@pytest.fixture
def shown(window: MainWindow) -> Shown:
    made = Shown(window, CHAT)
    choose(made, "Repeats")
    return made


def choose(shown: Shown, name: str) -> None:
    metric = next(one.metric for one in shown.page._pilot.metrics if one.metric.name == name)
    shown.page.choose(metric.id)
    QApplication.processEvents()


def asked(shown: Shown) -> ClosureDialog:
    QTest.mouseClick(shown.page.verdict.close_button, Qt.MouseButton.LeftButton)
    found = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, ClosureDialog) and one.isVisible()
    ]
    assert len(found) == 1
    return found[0]


def test_closed_by_name_and_reason_it_is_breached_no_longer(shown, window):
    assert shown.page.state.state == "guardrail_breached"
    dialog = asked(shown)
    assert dialog.closed_on.text() == "11 Mar 2026"
    dialog.by.setCurrentIndex(1)
    dialog.decision.setCurrentIndex(dialog.decision.findText("D-10, Pause Chat Assistant"))
    QTest.keyClicks(dialog.reason, "Old prompt is back, repeats are down")
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert shown.page.state.guardrail.breached_on is None
    assert shown.page.state.state != "guardrail_breached"
    assert shown.page.verdict.close_button is None
    (kept,) = window.plan.session.records(BreachClosure)
    assert (kept.reason, kept.metric) == ("Old prompt is back, repeats are down", shown.page.state.metric.id)
    assert window.plan.plan.get(Person, kept.by) is not None
    assert window.plan.plan.get(Decision, kept.decision).number == 10
    assert window.plan.undo_label == "Close the breach of Repeats"
    window.plan.undo()
    assert shown.page.state.state == "guardrail_breached"
    assert shown.page.verdict.close_button is not None


def test_what_is_missing_is_said_and_the_breach_stays_open(shown, window):
    dialog = asked(shown)
    dialog.by.setCurrentIndex(0)
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert "closed by a person" in dialog.message.text()
    dialog.by.setCurrentIndex(1)
    dialog.closed_on.setText("31 Mar 2026")
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert "from 1 Mar 2026 to 11 Mar 2026" in dialog.message.text()
    dialog.closed_on.setText("soon")
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert "is no day" in dialog.message.text()
    dialog.closed_on.setText("5 Mar 2026")
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert "for a reason" in dialog.message.text()
    assert not window.plan.session.records(BreachClosure)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert shown.page.state.state == "guardrail_breached"


def test_a_metric_that_isnt_breached_offers_nothing_to_close(shown):
    choose(shown, "Chat satisfaction")
    assert shown.page.verdict.close_button is None
