"""Why? The records behind a verdict and behind a rating; each opens on click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cxworkbench.behind import behind_metric
from ui.sections.records_page import RecordsPage
from ui.sections.why import Why
from ui.sections.why_records import WhyRecords
from ui.widgets.buttons import Button


def metrics(window):
    window.open_section("metrics", window.plan.assessment.pilots[0].pilot.id)
    return window.pages.currentWidget()


def explained(window):
    metrics(window).why_button.click()
    panel = QApplication.activePopupWidget()
    assert isinstance(panel, WhyRecords)
    return panel


def test_a_verdict_names_what_it_was_judged_by_and_what_was_measured(window):
    panel = explained(window)
    said = [one.text() for one in panel.openers]
    assert said[0] == "Resolved first time: definition and thresholds"
    assert said[1].startswith("Framework frozen 24 Oct 2025, ")
    assert "30 readings in 30 weeks that count" in said
    assert "Went live 3 Nov 2025" in said
    assert "More calls settled first time" in said
    panel.close()


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("Framework frozen", "framework"),
        ("Went live", "gates"),
        ("More calls settled first time", "objective"),
    ],
)
def test_each_record_opens(window, words, section):
    panel = explained(window)
    next(one for one in panel.openers if one.text().startswith(words)).click()
    assert window.pages.section == section


def test_it_is_read_and_left_by_keyboard(qtbot, window):
    panel = explained(window)
    assert panel.openers[0].hasFocus() or QApplication.focusWidget() is panel.openers[0]
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


def test_the_records_behind_a_criterion_open(window):
    window.open_section("adoption", window.plan.assessment.pilots[0].pilot.id)
    page = window.pages.currentWidget()
    assert isinstance(page, RecordsPage)
    page.why.click()
    panel = QApplication.activePopupWidget()
    assert isinstance(panel, Why)
    links = [one for one in panel.findChildren(Button) if one.property("kind") == "link"]
    assert links
    links[0].click()
    assert window.pages.section in {"adoption", "gates"}


def test_every_metric_of_the_sample_has_records_behind_it(window):
    found = window.plan.assessment
    for pilot in found.pilots:
        for state in pilot.metrics:
            behind = behind_metric(found.plan, state, found.as_of)
            assert behind[0].heading == "Judged by"
            assert all(found.plan.find(ref.id) is not None for one in behind for ref in one.refs)


def test_a_rating_says_how_it_stood_at_each_review(qtbot, window):
    chat = next(one.pilot for one in window.plan.assessment.pilots if one.pilot.name == "Chat Assistant")
    window.open_section("data", chat.id)
    window.pages.currentWidget().why.click()
    panel = QApplication.activePopupWidget()
    qtbot.waitUntil(lambda: panel.earlier.text() != "")
    assert panel.earlier.text().startswith("Reviews: 1 ")
    assert panel.earlier.text().endswith("4 At risk")
    panel.close()


def test_closing_the_panel_early_gives_the_replay_up(qtbot, window):
    window.open_section("data", window.plan.assessment.pilots[0].pilot.id)
    window.pages.currentWidget().why.click()
    QApplication.activePopupWidget().close()
    qtbot.waitUntil(lambda: window.work.is_idle)
    assert window.banners.texts() == []
