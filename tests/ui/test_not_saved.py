"""Edits that can't be written: refused, kept where they were typed, said, tried again, and offered again later."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from cxworkbench import drafts
from db.models import Metric, Objective, Series
from db.store import open_plan
from ui.banners import Banner
from ui.main_window import MainWindow
from ui.sections.metrics import MetricsPage
from ui.sections.metrics_model import VALUE
from ui.sections.objective import ObjectivePage
from ui.widgets.buttons import Button

HOLDER = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("PRAGMA busy_timeout = 5000")
held.execute(sys.argv[2])
print("held", flush=True)
sys.stdin.readline()
held.execute("ROLLBACK")
print("free", flush=True)
"""


class Holder:
    """Another process that holds the plan, as a long command does."""

    def __init__(self, plan: Path, how: str = "BEGIN IMMEDIATE") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(plan), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "held\n"

    def release(self) -> None:
        if self._process.poll() is None:
            self._process.communicate("\n", timeout=10)


class Beat(QTimer):
    """A clock in the window's own thread, and one beside it: how long the first stood still while the second went on.

    On a machine that has no time for this program both stand still, which is no fault of the window's.
    """

    def __init__(self) -> None:
        super().__init__()
        self._here: list[float] = []
        self._beside: list[float] = []
        self._over = threading.Event()
        self._clock = threading.Thread(target=self._go_beside, daemon=True)
        self._clock.start()
        self.timeout.connect(lambda: self._here.append(time.perf_counter()))
        self.start(5)

    def _go_beside(self) -> None:
        while not self._over.wait(0.005):
            self._beside.append(time.perf_counter())

    def reset(self) -> None:
        self._here, self._beside = [time.perf_counter()], []

    @property
    def longest(self) -> float:
        self._over.set()
        self._clock.join()
        return max(self._stood_still(*pair) for pair in pairwise(self._here))

    def _stood_still(self, begin: float, end: float) -> float:
        beside = [begin, *(moment for moment in self._beside if begin < moment < end), end]
        return end - begin - max(later - earlier for earlier, later in pairwise(beside))


@pytest.fixture
def hold(sample: Path) -> Iterator[Callable[..., Holder]]:
    holders: list[Holder] = []

    def begin(how: str = "BEGIN IMMEDIATE") -> Holder:
        holders.append(Holder(sample, how))
        return holders[-1]

    yield begin
    for one in holders:
        one.release()


def objective(window: MainWindow, pilot: str = "Agent Assist") -> ObjectivePage:
    found = next(one for one in window.plan.plan.pilots if one.name == pilot)
    window.open_section("objective", found.id)
    page = window.pages.currentWidget()
    assert isinstance(page, ObjectivePage)
    return page


def retype(page: ObjectivePage, name: str, text: str) -> QLineEdit:
    control = page.form.editors[name].control
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, text)
    QTest.keyClick(control, Qt.Key.Key_Return)
    return control


def in_file(sample: Path, page: ObjectivePage, field: str) -> object:
    session = open_plan(sample, read_only=True)
    try:
        found = next(one for one in session.records(Objective) if one.id == page.state.objective.id)
        return found.value(field)
    finally:
        session.close()


def press(window: MainWindow, text: str) -> None:
    for banner in window.banners.findChildren(Banner):
        for button in banner.findChildren(Button):
            if banner.isVisibleTo(window.banners) and button.accessibleName() == text:
                button.click()
                return
    pytest.fail(f"no button {text!r} on {window.banners.texts()}")


def said(window: MainWindow, words: str) -> bool:
    return any(words in text for text in window.banners.texts())


# ------------------------------------------------------------------------------------------ a busy file


def test_a_busy_file_never_freezes_the_window_and_the_edit_goes_in_by_itself(qtbot, window, sample, hold):
    page = objective(window)
    edited = "Every call is summarised before the next one begins"
    qtbot.wait(1500)  # the first backup is made
    beat = Beat()
    holder = hold()
    beat.reset()
    control = retype(page, "outcome", edited)
    qtbot.wait(400)
    assert beat.longest < 0.1
    assert control.text() == edited
    assert "Not saved yet" in page.form.editors["outcome"].message
    assert "Not saved yet: waiting" in window.status.saved.text()
    assert not window.banners.texts()
    assert in_file(sample, page, "outcome") != edited
    holder.release()
    qtbot.waitUntil(lambda: not window.plan.pending.edits)
    assert in_file(sample, page, "outcome") == edited
    assert window.status.saved.text().startswith("Saved ")
    assert "Not saved" not in page.form.editors["outcome"].message
    assert not list((window.settings.folder / "drafts").iterdir())


def test_typing_goes_on_while_the_file_is_busy_and_every_edit_goes_in_in_order(qtbot, window, sample, hold):
    page = objective(window)
    holder = hold()
    retype(page, "outcome", "First words")
    retype(page, "outcome", "Second words")
    retype(page, "evidence", "Forty calls listened to")
    assert [edit.text for edit in window.plan.pending.edits] == ["Second words", "Forty calls listened to"]
    holder.release()
    qtbot.waitUntil(lambda: not window.plan.pending.edits)
    assert in_file(sample, page, "outcome") == "Second words"
    assert page.form.editors["evidence"].text == "Forty calls listened to"


def test_after_five_seconds_the_window_says_so_and_can_be_told_to_try_again(
    qtbot, window, sample, hold, monkeypatch
):
    monkeypatch.setattr("ui.pending.QUIET_S", 0.3)
    monkeypatch.setattr("ui.pending.SLOW_RETRY_MS", 60_000)
    page = objective(window)
    holder = hold()
    retype(page, "outcome", "Said in a banner")
    qtbot.waitUntil(lambda: said(window, "not saved yet: somebody is writing"))
    assert said(window, "“Said in a banner”")
    assert said(window, "kept on this computer")
    holder.release()
    press(window, "Try again")
    assert in_file(sample, page, "outcome") == "Said in a banner"
    assert not window.banners.texts()


def test_a_plan_that_is_held_wholly_does_not_freeze_typing_either(qtbot, window, hold):
    """As in the moment in which a long command commits: not even reading is possible."""
    window.open_section("metrics", window.plan.plan.pilots[0].id)
    page = window.pages.currentWidget()
    assert isinstance(page, MetricsPage)
    qtbot.wait(1500)
    beat = Beat()
    holder = hold("BEGIN EXCLUSIVE")
    beat.reset()
    table, model = page.readings.table, page.readings.model
    table.setFocus()
    table.setCurrentIndex(model.index(0, VALUE))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChildren(QLineEdit)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, "71.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.wait(400)
    assert beat.longest < 0.1
    assert model.index(0, VALUE).data() == "71.5", "what was typed stays in its cell"
    holder.release()
    qtbot.waitUntil(lambda: not window.plan.pending.edits)
    assert model.index(0, VALUE).data() == "71.5%"


def test_a_step_that_is_not_typed_waits_while_the_window_is_drawn(qtbot, window, hold):
    page = objective(window)
    count = len(window.plan.plan.all(Objective))
    holder = hold()
    seen: list[str] = []
    QTimer.singleShot(300, lambda: seen.append(window.status.saved.text()))
    QTimer.singleShot(400, holder.release)
    page.add()
    assert len(window.plan.plan.all(Objective)) == count + 1
    assert seen == ["Waiting for a command that is writing to the plan"]
    assert window.status.saved.text().startswith("Saved ")


# ------------------------------------------------------------------------------------- the disk is full


@pytest.fixture
def full_disk(monkeypatch) -> Callable[[bool], None]:
    """Commits fail as they do on a full disk: SQLite may not make the file longer."""

    def fill(window: MainWindow, full: bool) -> None:
        connection = window.plan.session._connection
        connection.execute(f"PRAGMA max_page_count = {1 if full else 1_000_000}")

    return fill


def test_a_full_disk_refuses_the_edit_and_keeps_the_typing(qtbot, window, sample, full_disk):
    page = objective(window)
    full_disk(window, True)
    long = "What is typed while the disk is full stays. " * 400
    control = page.form.editors["outcome"].control
    control.setText(long.strip())
    QTest.keyClick(control, Qt.Key.Key_Return)
    assert said(window, "the plan can't be written (database or disk is full)")
    assert said(window, "kept on this computer")
    assert control.text() == long.strip()
    assert window.plan.can_edit
    full_disk(window, False)
    press(window, "Try again")
    assert in_file(sample, page, "outcome") == long.strip()
    assert not window.banners.texts()
    assert page.form.editors["outcome"].text == long.strip()


def test_discarding_brings_back_what_the_plan_holds(window, hold, monkeypatch):
    monkeypatch.setattr("ui.pending.QUIET_S", 0.0)
    page = objective(window)
    before = page.form.editors["outcome"].text
    hold()
    retype(page, "outcome", "Never mind")
    press(window, "Discard")
    assert page.form.editors["outcome"].text == before
    assert not window.banners.texts()
    assert window.status.saved.text().startswith("Saved ")


# ------------------------------------------------------------------------------------------------ drafts


def test_a_pending_edit_survives_a_closed_window_and_is_offered_again(qtbot, open_window, sample, hold):
    first = open_window(sample)
    page = objective(first)
    holder = hold()
    retype(page, "outcome", "Typed before the window was closed")
    plan_id = first.plan.plan.programme.id
    first.close()
    kept = drafts.draft_path(first.settings.folder, plan_id)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    holder.release()
    second = open_window(sample)
    assert said(second, "An edit was not saved: Outcome “Typed before the window was closed”")
    press(second, "Put it in")
    again = objective(second)
    assert in_file(sample, again, "outcome") == "Typed before the window was closed"
    assert not kept.exists()
    assert not second.banners.texts()


def test_a_discarded_draft_is_gone(open_window, sample, hold):
    first = open_window(sample)
    holder = hold()
    retype(objective(first), "outcome", "No longer wanted")
    first.close()
    holder.release()
    second = open_window(sample)
    press(second, "Discard")
    assert not second.banners.texts()
    second.close()
    assert not open_window(sample).banners.texts()


def test_a_draft_whose_place_somebody_else_changed_is_asked_about(open_window, sample, hold):
    first = open_window(sample)
    page = objective(first)
    id = page.state.objective.id
    holder = hold()
    retype(page, "outcome", "Mine")
    first.close()
    holder.release()
    session = open_plan(sample)
    with session.change("By another", at=first.now(), by="Somebody else") as change:
        change.set(Objective, id, outcome="Theirs")
    session.close()
    second = open_window(sample)
    press(second, "Put it in")
    assert said(second, "Outcome was changed by somebody else while you typed")
    assert said(second, "“Theirs”")
    assert said(second, "“Mine”")
    assert in_file(sample, page, "outcome") == "Theirs"
    press(second, "Put mine in")
    assert in_file(sample, page, "outcome") == "Mine"
    assert not second.banners.texts()


def test_an_unreadable_drafts_file_is_said_and_left_alone(open_window, sample):
    first = open_window(sample)
    kept = drafts.draft_path(first.settings.folder, first.plan.plan.programme.id)
    first.close()
    kept.parent.mkdir(mode=0o700)
    kept.write_text("{broken", encoding="utf-8")
    second = open_window(sample)
    assert said(second, "can't be read")
    assert kept.read_text(encoding="utf-8") == "{broken"


def test_where_no_draft_can_be_kept_the_window_stays_open_once(qtbot, window, hold, settings):
    (settings.folder / "drafts").write_text("no folder", encoding="utf-8")
    hold()
    retype(objective(window), "outcome", "Nowhere to keep it")
    assert not window.close()
    assert said(window, "The window stays open")
    assert window.isVisible()
    assert window.close()


# ------------------------------------------------------------------------------- changed while it was typed


def test_a_field_that_somebody_else_changes_while_it_is_typed_into_is_asked_about(qtbot, window, sample):
    page = objective(window)
    id = page.state.objective.id
    control = page.form.editors["outcome"].control
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, "Mine, half typed")
    session = open_plan(sample)
    with session.change("By a command", at=window.now(), by="Somebody else") as change:
        change.set(Objective, id, outcome="Theirs")
    session.close()
    editor = page.form.editors["outcome"]
    # Without a window manager the window may lose its focus meanwhile, which asks at once.
    qtbot.waitUntil(lambda: "Changed meanwhile" in editor.message or said(window, "Theirs"), timeout=1500)
    assert control.text() == "Mine, half typed"
    QTest.keyClick(control, Qt.Key.Key_Return)
    assert in_file(sample, page, "outcome") == "Theirs"
    assert said(window, "The plan holds “Theirs”; you typed “Mine, half typed”")
    press(window, "Keep theirs")
    assert control.text() == "Theirs"
    assert in_file(sample, page, "outcome") == "Theirs"


def test_a_cell_that_somebody_else_changes_while_it_is_edited_is_asked_about(qtbot, window, sample):
    window.open_section("metrics", window.plan.plan.pilots[0].id)
    page = window.pages.currentWidget()
    table, model = page.readings.table, page.readings.model
    table.setFocus()
    table.setCurrentIndex(model.index(0, VALUE))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChildren(QLineEdit)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, "71.5")
    metric = page.state.metric
    session = open_plan(sample)
    series = next(one for one in session.records(Series) if one.metric == metric.id and one.arm == "pilot")
    rows = session.readings(series.id)
    newest = rows.where(rows.period_from == rows.period_from.max())
    newest.value[:] = 60.25
    with session.change("By a command", at=window.now(), by="Somebody else") as change:
        change.write_readings(series.id, newest)
    session.close()
    qtbot.waitUntil(lambda: model.rows[0].value == 60.25, timeout=1500)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert said(window, "The plan holds “60.25”")
    press(window, "Put mine in")
    assert model.index(0, VALUE).data() == "71.5%"
    assert window.plan.plan.get(Metric, metric.id) is not None


# ----------------------------------------------------------------------------- the file is another one now


def test_a_replaced_file_keeps_the_pending_edit_and_offers_a_copy(qtbot, window, sample, tmp_path):
    page = objective(window)
    control = page.form.editors["outcome"].control
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, "Typed while it was replaced")
    content = sample.read_bytes()
    copy = Path(shutil.copy(sample, tmp_path / "other.cxplan"))
    copy.replace(sample)
    QTest.keyClick(control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(window, "replaced or moved by another hand"))
    assert said(window, "It is offered when the plan is opened again")
    assert control.text() == "Typed while it was replaced"
    assert sample.read_bytes() == content, "nothing was written over it"
    press(window, "Open again")
    assert said(window, "An edit was not saved: Outcome “Typed while it was replaced”")
    press(window, "Put it in")
    assert in_file(sample, page, "outcome") == "Typed while it was replaced"


def test_events_are_not_swallowed_while_a_step_waits(window):
    """The window waits only for a step of its own: an ordinary one never runs the loop."""
    drawn: list[int] = []
    QTimer.singleShot(0, lambda: drawn.append(1))
    with window.plan.change("Rename") as change:
        change.set(window.plan.plan.programme, name="Another")
    assert not drawn
