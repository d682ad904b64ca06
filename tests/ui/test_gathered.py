"""What others write in quick succession is taken in together, and the page shows it before the next is looked for."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtTest import QTest

from db.readings import ReadingRows
from db.store import open_plan
from tests.ui.conftest import NOW
from tests.ui.test_metrics_page import AGENT, Shown

MONDAY = int(datetime(2026, 3, 9, tzinfo=UTC).timestamp())
WEEK = 7 * 86_400


def write(path, series, number):
    """A reading of one more week, as a command writes it."""
    start = MONDAY + number * WEEK
    other = open_plan(path)
    with other.change("Import 1 reading", at=NOW, by="command", kind="import") as change:
        change.write_readings(series, ReadingRows.of([start], [start + WEEK], [60.0 + number], n=[43_000.0]))
    other.close()


def test_many_readings_in_quick_succession_are_shown_in_fewer_turns(window, qtbot):
    window.resize(1366, 768)
    shown = Shown(window, AGENT)
    series = shown.plan.plan.series(shown.page.state.metric).id
    turns: list[int] = []
    shown.plan.assessed.connect(
        lambda _: turns.append(len(shown.plan.plan.readings(shown.page.state.metric)))
    )
    before = len(shown.plan.plan.readings(shown.page.state.metric))
    path = shown.plan.path
    for number in range(12):
        write(path, series, number)
        QTest.qWait(2)
    qtbot.waitUntil(lambda: bool(turns) and turns[-1] == before + 12)
    qtbot.waitUntil(lambda: shown.page.chart.chart.points()[-1].y == 71.0)
    assert len(set(turns)) < 12


def test_it_is_not_looked_again_before_the_page_shows_what_was_taken_in(window, qtbot):
    window.resize(1366, 768)
    shown = Shown(window, AGENT)
    shown.page.chart  # noqa: B018 - all of the page is there
    series = shown.plan.plan.series(shown.page.state.metric).id
    qtbot.waitUntil(window.pages.is_shown)
    done: list[bool] = []
    shown.page.slices.add("long", lambda: done.append(True))
    shown.page.slices._stop()  # as if much stood before it
    assert not window.pages.is_shown()
    version = shown.plan.plan.version
    write(shown.plan.path, series, 0)
    QTest.qWait(400)
    assert shown.plan.plan.version == version
    shown.page.slices.finish()
    qtbot.waitUntil(lambda: shown.plan.plan.version > version)
    assert done == [True]


def test_the_last_review_is_compared_once_the_page_is_shown(window, qtbot):
    shown = Shown(window, AGENT)
    shown.page.chart  # noqa: B018 - all of the page is there
    qtbot.waitUntil(lambda: window.plan.is_compared and window.pages.is_shown())
    window.plan.past_plan = None  # as after opening
    shown.page.slices.add("long", lambda: None)
    shown.page.slices._stop()  # as if much stood before it
    window.plan._compare()
    QTest.qWait(400)
    assert not window.plan.is_compared
    shown.page.slices.finish()
    qtbot.waitUntil(lambda: window.plan.is_compared)
