"""A large plan is judged in slices; how far that is stands in the window until there is something to show."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from tests.large import large_plan
from ui.sections.judging_page import JudgingPage
from ui.sections.overview import OverviewPage


def test_a_large_plan_shows_how_far_it_is_judged_and_then_its_overview(qtbot, open_window, tmp_path: Path):
    large_plan(tmp_path / "large.cxplan", 0.06)
    window = open_window()
    shown: list[str] = []
    window.open_path(tmp_path / "large.cxplan")
    follow = window.plan.progressed.connect(lambda _done: shown.append(page_of(window).text.text()))
    first = page_of(window)
    assert isinstance(first, JudgingPage)
    assert first.text.text().endswith("of 12 pilots")
    assert not window.plan.is_loaded
    qtbot.waitUntil(lambda: window.plan.is_loaded)
    window.plan.progressed.disconnect(follow)
    qtbot.waitUntil(lambda: isinstance(page_of(window), OverviewPage))
    assert shown
    assert shown == sorted(shown, key=lambda text: int(text.split()[3]))
    assert len(window.plan.assessment.pilots) == 12


def page_of(window):
    return window.pages.currentWidget()


def test_a_large_file_is_opened_while_the_window_is_drawn(qtbot, open_window, sample, monkeypatch):
    monkeypatch.setattr("ui.files.BESIDE_FROM", 0)
    window = open_window()
    turns: list[bool] = []
    timer = QTimer(window)
    timer.timeout.connect(lambda: turns.append(window.plan is None))
    timer.start(0)
    assert window.open_path(sample)
    timer.stop()
    assert any(turns), "the window took its turns before the plan was there"
    assert window.status.currentMessage() == ""
    pilot = window.plan.plan.pilots[0]
    with window.plan.change("Rename") as change:  # what was opened elsewhere is the window's own from now on
        change.set(pilot, name="Renamed")
    assert window.plan.plan.pilots[0].name == "Renamed"


def test_what_is_wrong_with_a_large_file_is_said_as_of_a_small_one(
    open_window, sample, tmp_path, monkeypatch
):
    broken = tmp_path / "broken.cxplan"
    broken.write_bytes(sample.read_bytes()[:40_000])
    window = open_window()
    assert not window.open_path(broken)
    said = [one.text() for one in window.banners.findChildren(QLabel) if one.text()]
    window.banners.clear()
    monkeypatch.setattr("ui.files.BESIDE_FROM", 0)
    assert not window.open_path(broken)
    assert [one.text() for one in window.banners.findChildren(QLabel) if one.text()][: len(said)] == said
