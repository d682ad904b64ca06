"""Collection rests while anybody wants it to, and passes by what stands until the plan is closed."""

from __future__ import annotations

import gc
import importlib

import pytest

from ui import garbage
from ui.work import Work


@pytest.fixture(autouse=True)
def as_before():
    yield
    garbage.let_go()
    gc.enable()


def test_it_goes_on_when_the_last_one_lets_it():
    garbage.rest("start")
    garbage.rest("judging")
    garbage.go_on("judging")
    assert not gc.isenabled()
    garbage.go_on("start")
    assert gc.isenabled()


def test_what_stands_is_passed_by_until_the_plan_is_closed():
    garbage.hold()
    assert gc.get_freeze_count() > 0
    garbage.let_go()
    assert gc.get_freeze_count() == 0


def test_a_closed_plan_is_held_no_more(qtbot, open_window, sample):
    window = open_window(sample)
    qtbot.waitUntil(lambda: window.plan.is_compared)
    assert gc.get_freeze_count() > 0
    window.files.close()
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()


def test_a_library_that_a_job_loads_for_the_first_time_is_passed_by(qtbot, tmp_path, monkeypatch):
    (tmp_path / "loaded_by_a_job.py").write_text("HELD = [[] for _ in range(1000)]\n")
    monkeypatch.syspath_prepend(str(tmp_path))  # a library that no other test has loaded
    garbage.let_go()
    work = Work()

    def load(_progress):
        return len(importlib.import_module("loaded_by_a_job").HELD)

    with qtbot.waitSignal(work.start(lambda _progress: 1).ended):
        pass
    assert gc.get_freeze_count() == 0, "nothing was loaded"
    done = []
    job = work.start(load)
    job.done.connect(lambda result: done.append((result, gc.get_freeze_count())))
    with qtbot.waitSignal(job.ended):
        pass
    ((result, frozen),) = done
    assert result == 1000
    assert frozen > 1000, "it was let go before whoever asked heard of it"
