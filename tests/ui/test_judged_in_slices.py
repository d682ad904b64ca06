"""A large plan is judged in slices; how far that is stands in the window until there is something to show."""

from __future__ import annotations

from pathlib import Path

from tests.large import large_plan
from ui.sections.judging_page import JudgingPage
from ui.sections.overview import OverviewPage


def test_a_large_plan_shows_how_far_it_is_judged_and_then_its_overview(qtbot, open_window, tmp_path: Path):
    large_plan(tmp_path / "large.cxplan", 0.06)
    window = open_window()
    shown: list[str] = []
    window.open_path(tmp_path / "large.cxplan")
    window.plan.progressed.connect(lambda _done: shown.append(page_of(window).text.text()))
    first = page_of(window)
    assert isinstance(first, JudgingPage)
    assert first.text.text().endswith("of 12 pilots")
    assert not window.plan.is_loaded
    qtbot.waitUntil(lambda: window.plan.is_loaded)
    assert shown
    assert shown == sorted(shown, key=lambda text: int(text.split()[3]))
    assert isinstance(page_of(window), OverviewPage)
    assert len(window.plan.assessment.pilots) == 12


def page_of(window):
    return window.pages.currentWidget()
