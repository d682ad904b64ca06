"""Pages show at once what they have and make the rest step by step: no turn of the event loop is a long one."""

from __future__ import annotations

from itertools import pairwise
from threading import Event
from time import sleep

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from db.models import RecoveryCase
from ui.slices import Slices
from ui.work import Work


@pytest.fixture
def slices(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    made = Slices(holder)
    made.holder = holder
    return made


def test_steps_are_done_in_their_order_each_in_a_turn_of_its_own(qtbot, slices):
    done, turns = [], [0]
    timer = QTimer(slices)
    timer.timeout.connect(lambda: turns.append(turns[-1] + 1))
    timer.start(0)
    for number in range(3):
        slices.add(number, lambda number=number: done.append((number, turns[-1])))
    assert done == []
    assert not slices.are_done
    qtbot.waitUntil(lambda: slices.are_done)
    assert [number for number, _ in done] == [0, 1, 2]
    assert len({turn for _, turn in done}) == 3, "others have their turn in between"


def test_what_is_added_again_is_done_once_and_as_it_was_said_last(qtbot, slices):
    done = []
    slices.add("form", lambda: done.append("first"))
    slices.add("form", lambda: done.append("second"))
    slices.finish()
    assert done == ["second"]
    assert slices.are_done


def test_a_page_is_painted_before_its_first_step_however_long_it_took_to_make(qtbot, slices):
    done = []

    class Painted(QWidget):
        def paintEvent(self, event):
            done.append("painted")

    slices.add("form", lambda: done.append("form"))
    page = Painted()
    qtbot.addWidget(page)
    sleep(0.05)
    page.show()
    qtbot.waitUntil(lambda: slices.are_done)
    assert done[0] == "painted"


def test_what_is_asked_for_before_its_turn_is_done_at_once_and_only_once(qtbot, slices):
    done = []
    slices.add("form", lambda: done.append("form"))
    slices.add("chart", lambda: done.append("chart"))
    slices.do_now("chart")
    slices.do_now("chart")
    assert done == ["chart"]
    qtbot.waitUntil(lambda: slices.are_done)
    assert done == ["chart", "form"]


def test_a_step_may_add_another(qtbot, slices):
    done = []
    slices.add("make", lambda: slices.add("draw", lambda: done.append("drawn")))
    qtbot.waitUntil(lambda: done == ["drawn"])


def test_a_table_is_there_at_once_and_its_form_follows(qtbot, window):
    window.open_section("gates", window.plan.plan.pilots[0].id)
    page = window.pages.currentWidget()
    page.show_part("milestone")
    table = page.tables["milestone"]
    assert table.current is not None
    assert "milestone" not in page.forms
    assert not window.pages.is_complete
    qtbot.waitUntil(lambda: window.pages.is_complete)
    assert page.forms["milestone"].record.id == table.current.id
    assert page.forms["milestone"].isVisible()


def test_a_form_that_is_asked_for_early_is_made_and_shows_its_record(window):
    window.open_section("gates", window.plan.plan.pilots[0].id)
    page = window.pages.currentWidget()
    page.show_part("milestone")
    page.tables["milestone"].opened.emit(page.tables["milestone"].current)
    assert page.forms["milestone"].record.id == page.tables["milestone"].current.id


def test_a_view_is_made_when_it_is_chosen_and_then_shows_the_newest_judgement(window):
    plan = window.plan.plan
    paused = next(one for one in plan.pilots if plan.of_pilot(RecoveryCase, one))
    window.open_section("recovery", paused.id)
    page = window.pages.currentWidget()
    assert "steps" not in page.__dict__
    page.show_part("recovery_steps")
    assert page.steps.isVisible()
    first = page.steps.step
    assert first is not None
    other = next(one for one in plan.pilots if one is not paused)
    window.open_section("recovery", other.id)
    assert page.steps.step is not first  # it is on screen, so it follows


def test_the_sections_of_a_pilot_are_made_when_it_is_unfolded(qtbot, window):
    navigation, last = window.navigation, window.plan.plan.pilots[-1]
    model = navigation.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == last.name)
    index = model.index(row, 0)
    assert model.rowCount(index) == 0
    assert model.hasChildren(index), "a reader is told that it can be unfolded"
    assert ("gates", last.id) in navigation.places()
    navigation.setCurrentIndex(index)
    qtbot.keyClick(navigation, Qt.Key.Key_Right)
    assert navigation.isExpanded(model.index(row, 0))
    below = [
        model.index(at, 0, model.index(row, 0)).data() for at in range(model.rowCount(model.index(row, 0)))
    ]
    assert "Gates" in below
    qtbot.keyClick(navigation, Qt.Key.Key_Left)
    assert not navigation.isExpanded(model.index(row, 0))


def test_next_and_previous_walk_every_place_once(window):
    places = window.navigation.places()
    for here, following in pairwise(places):
        assert window.navigation.beside(here, 1) == following
        assert window.navigation.beside(following, -1) == here
    assert window.navigation.beside(places[-1], 1) is None
    assert window.navigation.beside(places[0], -1) is None
    assert window.navigation.beside(("chasing", ""), 1) == places[0]


def test_what_is_let_go_of_is_not_done(qtbot, slices):
    done = []
    slices.add("old", lambda: done.append("old"))
    slices.drop()
    slices.add("new", lambda: done.append("new"))
    qtbot.waitUntil(lambda: slices.are_done)
    assert done == ["new"]


def test_steps_wait_for_a_job_unless_all_is_to_be_done_at_once(qtbot, slices):
    work, done, may_end = Work(), [], Event()
    slices.add("first", lambda: slices.hold_until(work.start(lambda _: may_end.wait(5))))
    slices.add("second", lambda: done.append("second"))
    qtbot.wait(60)
    assert done == []
    slices.add("third", lambda: done.append("third"))
    qtbot.wait(60)
    assert done == []
    may_end.set()
    qtbot.waitUntil(lambda: done == ["second", "third"])

    may_end.clear()
    slices.hold_until(work.start(lambda _: may_end.wait(5)))
    slices.add("now", lambda: done.append("now"))
    slices.finish()
    assert done[-1] == "now"
    may_end.set()
    qtbot.waitUntil(lambda: work.is_idle)
    slices.add("after", lambda: done.append("after"))
    qtbot.waitUntil(lambda: done[-1] == "after")
