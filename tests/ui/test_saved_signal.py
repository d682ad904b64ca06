"""P2: the word "saved" comes after the commit, never before; what is still being typed is saved or kept as a draft."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from db.models import Objective
from db.values import instant_from
from ui.main_window import MainWindow
from ui.sections.metrics import MetricsPage
from ui.sections.metrics_model import VALUE
from ui.sections.objective import ObjectivePage


class Witness:
    """A connection of its own that looks into the file whenever the window says "saved"."""

    def __init__(self, window: MainWindow, plan: Path) -> None:
        self._file = sqlite3.connect(f"file:{plan}?mode=ro", uri=True)
        self._window = window
        self.signals = 0
        self.too_early: list[str] = []
        shown = window.status.show_saved
        window.plan.saved.connect(self._signalled)

        def show(moment: datetime | None, today: object) -> None:
            if moment is not None and moment > self.head[1]:
                self.too_early.append(f"the status line says {moment}")
            shown(moment, today)

        window.status.show_saved = show

    @property
    def head(self) -> tuple[int, datetime]:
        seq, at = self._file.execute("SELECT seq, at FROM changeset ORDER BY seq DESC LIMIT 1").fetchone()
        return int(seq), instant_from(at)

    def _signalled(self, moment: datetime | None) -> None:
        self.signals += 1
        if self.head != (self._window.plan.session.head, moment):
            self.too_early.append(f"the signal of step {self._window.plan.session.head} at {moment}")

    def close(self) -> None:
        self._file.close()


def objective(window: MainWindow) -> ObjectivePage:
    window.open_section("objective", window.plan.plan.pilots[0].id)
    page = window.pages.currentWidget()
    assert isinstance(page, ObjectivePage)
    return page


def metrics(window: MainWindow) -> MetricsPage:
    window.open_section("metrics", window.plan.plan.pilots[0].id)
    page = window.pages.currentWidget()
    assert isinstance(page, MetricsPage)
    return page


def type_field(window: MainWindow, number: int) -> None:
    page = objective(window)
    name = ("outcome", "evidence", "affected_people", "baseline_source")[number % 4]
    control = page.form.editors[name].control
    control.setFocus()
    control.setText(f"Words {number}")
    QTest.keyClick(control, Qt.Key.Key_Return)


def type_threshold(window: MainWindow, number: int) -> None:
    field = metrics(window).thresholds.fields["success_threshold"]
    field.setFocus()
    field.setText(f"{60 + number % 17}.{number % 10}")
    QTest.keyClick(field, Qt.Key.Key_Return)


def begin_cell(page: MetricsPage, row: int, text: str) -> QLineEdit:
    table = page.readings.table
    table.setFocus()
    table.setCurrentIndex(page.readings.model.index(row, VALUE))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChildren(QLineEdit)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, text)
    return editor


def type_cell(window: MainWindow, number: int) -> None:
    editor = begin_cell(metrics(window), number % 5, f"{50 + number % 23}.{number % 7}")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def undo(window: MainWindow, _number: int) -> None:
    window.plan.undo()


def redo(window: MainWindow, _number: int) -> None:
    window.plan.redo()


EDITS: tuple[Callable[[MainWindow, int], None], ...] = (
    type_field, type_field, type_threshold, type_cell, type_cell, undo, redo,
)  # fmt: skip


def scripted_edits(window: MainWindow, plan: Path, count: int) -> Witness:
    """So many edits by hand, as a person makes them; the witness tells whether "saved" ever came too early."""
    chance, witness = random.Random(7), Witness(window, plan)
    try:
        done = 0
        while done < count:
            before = window.plan.session.head
            chance.choice(EDITS)(window, done)
            assert witness.signals <= done + 1
            if window.plan.session.head != before:
                done += 1
                assert witness.signals == done, "each commit is told once"
                assert witness.head[0] == window.plan.session.head
    finally:
        witness.close()
    return witness


def test_saved_is_said_after_the_commit_and_never_before(draft_window, sample):
    assert scripted_edits(draft_window, sample, 60).too_early == []


@pytest.mark.slow
def test_of_a_thousand_edits_too(draft_window, sample):
    assert scripted_edits(draft_window, sample, 1_000).too_early == []


# ------------------------------------------------------------------------------------- still being typed


def in_file(plan: Path, sql: str) -> list[tuple[object, ...]]:
    file = sqlite3.connect(f"file:{plan}?mode=ro", uri=True)
    try:
        return file.execute(sql).fetchall()
    finally:
        file.close()


def outcomes(plan: Path) -> set[object]:
    return {value for (value,) in in_file(plan, "SELECT outcome FROM objective")}


def values(plan: Path) -> set[object]:
    return {value for (value,) in in_file(plan, "SELECT value FROM reading")}


def half_typed(window: MainWindow, text: str) -> None:
    control = objective(window).form.editors["outcome"].control
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, text)


def close(window: MainWindow) -> None:
    assert window.close()


def switch_section(window: MainWindow) -> None:
    window.open_section("history", "")


def switch_pilot(window: MainWindow) -> None:
    window.open_section(window.pages.section, window.plan.plan.pilots[1].id)


def end_the_session(window: MainWindow) -> None:
    QGuiApplication.instance().commitDataRequest.emit(None)


def open_another_plan(window: MainWindow) -> None:
    assert window.open_path(window.plan.path.with_name("other.cxplan"))


LEAVING = (close, switch_section, switch_pilot, end_the_session, open_another_plan)


@pytest.fixture
def other(sample: Path) -> None:
    from cxworkbench.new_plan import new_plan
    from tests.ui.conftest import NOW

    new_plan(sample.with_name("other.cxplan"), programme="Other", at=NOW, by="Test")


@pytest.mark.parametrize("leave", LEAVING)
def test_what_is_being_typed_into_a_field_is_saved(window, sample, other, leave):
    half_typed(window, f"Half typed, then {leave.__name__}")
    leave(window)
    assert f"Half typed, then {leave.__name__}" in outcomes(sample)


@pytest.mark.parametrize("leave", LEAVING)
def test_what_is_being_typed_into_a_cell_is_saved(window, sample, other, leave):
    begin_cell(metrics(window), 1, "43.125")
    leave(window)
    assert 43.125 in values(sample)


@pytest.mark.parametrize("leave", LEAVING)
def test_what_is_being_typed_into_a_threshold_is_saved(draft_window, sample, other, leave):
    window = draft_window
    field = metrics(window).thresholds.fields["scale_threshold"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "77.25")
    leave(window)
    assert ("77.25",) in in_file(sample, "SELECT scale_threshold FROM metric")


HOLDER = (
    "import sqlite3, sys; held = sqlite3.connect(sys.argv[1], isolation_level=None); "
    "held.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.readline()"
)


@pytest.mark.parametrize("leave", [close, switch_section, end_the_session, open_another_plan])
def test_where_it_can_not_be_saved_a_draft_is_kept(window, sample, other, settings, leave):
    from cxworkbench import drafts

    plan_id = window.plan.plan.programme.id
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(sample)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    try:
        half_typed(window, "Half typed while the plan is busy")
        leave(window)
        (edit,) = drafts.kept(settings.folder, plan_id)
    finally:
        process.communicate("\n", timeout=10)
    assert edit.text == "Half typed while the plan is busy"
    assert edit.kind == Objective.kind
