"""Long work runs off the UI thread, and is heard of on it."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread

from ui.work import Progress, Work


@pytest.fixture
def work(qtbot):
    made = Work()
    yield made
    assert made.stop()


def test_a_result_arrives_on_the_ui_thread(qtbot, work):
    heard = []
    job = work.start(lambda progress: threading.get_ident())
    job.done.connect(lambda result: heard.append((result, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(heard))
    result, thread = heard[0]
    assert result != threading.get_ident()
    assert thread is QThread.currentThread()


def test_an_error_arrives_as_it_was_raised(qtbot, work):
    def fails(progress: Progress) -> None:
        raise ValueError("row 3")

    heard = []
    work.start(fails).failed.connect(heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert str(heard[0]) == "row 3"


def test_a_job_says_how_far_it_is(qtbot, work):
    def counts(progress: Progress) -> str:
        for row in range(3):
            progress.step(row, 3, f"Reading row {row}")
        return "read"

    steps, results = [], []
    job = work.start(counts)
    job.progress.connect(steps.append)
    job.done.connect(results.append)
    qtbot.waitUntil(lambda: results == ["read"])
    assert [(step.done, step.total) for step in steps] == [(0, 3), (1, 3), (2, 3)]
    assert steps[-1].text == "Reading row 2"


def test_a_cancelled_job_leaves_at_its_next_step(qtbot, work):
    begun, go_on = threading.Event(), threading.Event()

    def waits(progress: Progress) -> None:
        begun.set()
        go_on.wait(5)
        progress.step(1, 2)
        raise AssertionError("went on after it was cancelled")

    heard = []
    job = work.start(waits)
    job.cancelled.connect(lambda: heard.append("cancelled"))
    job.failed.connect(heard.append)
    begun.wait(5)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["cancelled"]


def test_jobs_that_write_run_one_at_a_time(qtbot, work):
    running, most, ended = [], [], []

    def writes(progress: Progress) -> None:
        running.append(1)
        most.append(len(running))
        threading.Event().wait(0.02)
        running.pop()

    for _ in range(4):
        work.start(writes, writes=True).done.connect(lambda _: ended.append(1))
    qtbot.waitUntil(lambda: len(ended) == 4)
    assert max(most) == 1


def test_a_job_that_ended_is_forgotten(qtbot, work):
    work.start(lambda progress: None)
    qtbot.waitUntil(lambda: work.is_idle)


def test_nobody_is_told_where_the_asker_is_gone_first(qtbot, work):
    asker = QObject()
    told, going = [], threading.Event()
    job = work.start(lambda _progress: going.wait(10), asker=asker)
    job.done.connect(told.append)
    job.failed.connect(told.append)
    asker.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    going.set()
    qtbot.waitUntil(lambda: work.is_idle)
    assert told == []
