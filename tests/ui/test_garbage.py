"""Collection rests while anybody wants it to, and passes by what stands until the plan is closed."""

from __future__ import annotations

import gc

import pytest

from ui import garbage


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
