"""A PMO's first hour by keyboard alone, in a process of its own: it is killed at the end, and nothing may be lost.

``python -m tests.ui.first_hour FOLDER`` makes FOLDER/first.cxplan through the real window, prints "done" and waits.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget

from ui.app import Application
from ui.main_window import MainWindow
from ui.tables.view import GridView

#: As a spreadsheet puts it on the clipboard: tabs and lines.
METRICS = """Answered in chat\tPrimary\tPercent\tUp
Called again\tGuardrail\tPercent\tDown
"""
TYPE = "chatbot"
PEOPLE = ("Ada Nowak", "Ben Okoro", "Chloe Martin")
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class Hands:
    """Presses keys, and nothing else."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.focus, key, modifier)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self.focus, letter)
        QApplication.processEvents()

    def wait(self, until: Callable[[], bool], what: str, seconds: float = 15) -> None:
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, f"waited in vain: {what}"
            QTest.qWait(10)

    def go(self, name: str, section: str) -> None:
        """To a section, by Ctrl+K."""
        self.press(Qt.Key.Key_K, CONTROL)
        self.type(name)
        QTest.qWait(50)
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: self.window.pages.section == section, f"section {section}")

    def tab_to(self, found: Callable[[QWidget], bool], what: str) -> None:
        """On with Tab until something has the keyboard; out of a table's row too."""
        for _ in range(120):
            if found(self.focus):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"no way by Tab to {what}; at {self.focus.accessibleName()!r}")

    def to_named(self, name: str) -> None:
        self.tab_to(lambda one: one.accessibleName() == name, name)

    def to_pane(self, kind: type[QWidget]) -> None:
        """On with F6 until a widget of a kind has the keyboard."""
        for _ in range(12):
            if isinstance(self.focus, kind):
                return
            self.press(Qt.Key.Key_F6)
        raise AssertionError(f"no way by F6 to {kind.__name__}")

    def cell(self, text: str) -> None:
        """Type into the cell of the cursor and go on to the right."""
        self.type(text)
        self.press(Qt.Key.Key_Tab)

    def to_column(self, name: str) -> None:
        """Along the row of the cursor to a column."""
        view = self.focus
        assert isinstance(view, GridView)
        self.press(Qt.Key.Key_Home)
        for _ in range(40):
            if view._records.columns[view.currentIndex().column()].name == name:
                return
            self.press(Qt.Key.Key_Right)
        names = [one.name for one in view._records.columns]
        raise AssertionError(
            f"no column {name} among {names}; at {view.currentIndex().column()}, row {view.current_row}"
        )

    def choose(self, part: str) -> None:
        """Another table or view of the page, by the segments above it."""
        for _ in range(12):
            if isinstance(self.focus, QPushButton) and self.focus.property("kind") == "segment":
                break
            self.press(Qt.Key.Key_F6)
        for key in [Qt.Key.Key_Left] * 9 + [Qt.Key.Key_Right] * 9:
            button = self.focus
            assert isinstance(button, QPushButton)
            if button.text().split("  ")[0] == part:
                self.press(Qt.Key.Key_Space)
                return
            self.press(key)
        raise AssertionError(f"no part {part}")

    def last_row(self) -> None:
        self.press(Qt.Key.Key_End, CONTROL)
        self.press(Qt.Key.Key_Home)


def first_hour(window: MainWindow, folder: Path) -> None:
    hands = Hands(window)
    new_plan(hands, folder / "first.cxplan")
    objective(hands)
    metrics(hands)
    decision_rule(hands)
    stakeholders(hands)
    milestone(hands)
    freeze(hands)
    reading(hands)


def new_plan(hands: Hands, path: Path) -> None:
    hands.press(Qt.Key.Key_N, CONTROL)
    hands.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "the form")
    hands.type("Northgate service programme")
    hands.press(Qt.Key.Key_Tab)
    hands.type("Chat Assistant")
    hands.press(Qt.Key.Key_Tab)
    box = hands.focus
    assert isinstance(box, QComboBox)
    while box.currentIndex() < box.count() - 1 and box.currentData() != TYPE:
        hands.press(Qt.Key.Key_Down)
    assert box.currentData() == TYPE
    hands.press(Qt.Key.Key_Tab)
    hands.type("27 Apr 2026")
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.type(str(path))
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.wait(lambda: hands.window.plan is not None and hands.window.plan.is_loaded, "the plan")


def objective(hands: Hands) -> None:
    hands.go("Objective", "objective")
    hands.press(Qt.Key.Key_F6)
    hands.tab_to(
        lambda one: isinstance(one, QPushButton) and "objective" in one.text().lower(), "add an objective"
    )
    hands.press(Qt.Key.Key_Space)
    hands.to_named("Outcome")
    hands.type("Customers get 35% of answers in chat without an adviser")
    hands.press(Qt.Key.Key_Tab)


def metrics(hands: Hands) -> None:
    """Two pasted metrics beside those of the template; thresholds typed into the cells, row by row."""
    hands.go("Chat Assistant, Measurement", "framework")
    hands.choose("Metrics")
    hands.to_pane(GridView)
    hands.last_row()
    QGuiApplication.clipboard().setText(METRICS)
    view = hands.focus
    assert isinstance(view, GridView)
    before = len(view._records.items)
    hands.press(Qt.Key.Key_V, CONTROL)
    hands.wait(lambda: len(view._records.items) == before + 2, "pasted rows")
    hands.press(Qt.Key.Key_Home, CONTROL)
    for row in range(len(view._records.items)):
        record: Any = view._records.record_at(row)
        if record is None:
            break
        assert view.current_row == row
        for name, text in typed_of(record):
            hands.to_column(name)
            hands.type(text)
            hands.press(Qt.Key.Key_Return)
            hands.press(Qt.Key.Key_Up)
        if record.role == "primary":
            hands.press(Qt.Key.Key_F6)
            for name, text in (("Baseline from", "2 Feb 2026"), ("Baseline to", "2 Mar 2026")):
                hands.to_named(name)
                hands.press(Qt.Key.Key_A, CONTROL)
                hands.type(text)
                hands.press(Qt.Key.Key_Tab)
            hands.to_pane(GridView)
        hands.press(Qt.Key.Key_Down)


def typed_of(record: Any) -> list[tuple[str, str]]:
    if record.role == "primary":
        return [
            ("direction", "Up"),
            ("baseline_value", "12"),
            ("success_threshold", "30"),
            ("scale_threshold", "35"),
        ]
    return [("direction", "Down"), ("guardrail_limit", "20")] if record.role == "guardrail" else []


def decision_rule(hands: Hands) -> None:
    hands.choose("Framework")
    for name, text in (("Shortest duration", "8"), ("Decide by", "30 Sep 2026"), ("Fallback", "Hold")):
        hands.to_named(name)
        hands.press(Qt.Key.Key_A, CONTROL)
        hands.type(text)
        hands.press(Qt.Key.Key_Tab)


def stakeholders(hands: Hands) -> None:
    hands.go("Stakeholders", "stakeholders")
    for part, rows in (
        ("People", [("name", name) for name in PEOPLE]),
        ("Stakeholders", [("person", name) for name in PEOPLE]),
    ):
        hands.choose(part)
        hands.to_pane(GridView)
        for column, text in rows:
            hands.last_row()
            hands.to_column(column)
            hands.type(text)
            hands.press(Qt.Key.Key_Return)


def milestone(hands: Hands) -> None:
    hands.go("Chat Assistant, Gates", "gates")
    hands.choose("Milestones")
    hands.to_pane(GridView)
    hands.last_row()
    hands.to_column("title")
    hands.type("Advisers trained")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Up)
    hands.to_column("planned")
    hands.type("20 Apr 2026")
    hands.press(Qt.Key.Key_Return)


def freeze(hands: Hands) -> None:
    hands.go("Chat Assistant, Measurement", "framework")
    hands.choose("Framework")
    page: Any = hands.window.pages.currentWidget()
    assert page.view.seal.freeze_button.isEnabled(), [row.said for row in page.view._check_panel.rows]
    hands.to_named("Freeze framework")
    hands.press(Qt.Key.Key_Space)


def reading(hands: Hands) -> None:
    hands.go("Chat Assistant, Metrics", "metrics")
    hands.press(Qt.Key.Key_F6)
    hands.press(Qt.Key.Key_N, CONTROL)
    hands.type("13.5")
    hands.press(Qt.Key.Key_Return)


def is_ready(window: MainWindow) -> bool:
    """Whether the start page is on the screen and has the keyboard."""
    focus = QApplication.focusWidget()
    return window.isActiveWindow() and focus is not None and focus.isVisible()


def main(folder: Path) -> None:
    program = Application(None)
    window = program.window
    end = time.monotonic() + 20
    while not window.is_built and time.monotonic() < end:
        QTest.qWait(10)
    window.resize(1366, 740)  # the offscreen screen is smaller than any laptop's
    window.activateWindow()
    while not is_ready(window) and time.monotonic() < end:
        QTest.qWait(10)
    try:
        first_hour(window, folder)
    except Exception:  # noqa: BLE001 - whoever started this reads it
        # The program's own hook would keep it in the log.
        traceback.print_exc()
        raise SystemExit(1) from None
    sys.stdout.write("done\n")
    sys.stdout.flush()
    time.sleep(60)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
