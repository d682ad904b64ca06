"""The real program on the sample, driven by lines on standard input: what a person would do at the keyboard."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.app import Application
from ui.notices import WHO
from ui.sections.records_page import RecordsPage

program = Application(None, sample=True)
program.settings.tell_once(WHO)


def obey() -> None:
    """One line: a section to open ("governance control"), keys to press ("Tab"), or "leave"."""
    words = sys.stdin.readline().split()
    window = program.window
    if not words or words[0] == "leave":
        window.close()
        return
    if words[0] == "open":
        states = window.plan.assessment.pilots
        spec = words[1]
        window.open_section(spec, "" if spec in {"overview", "raid", "history"} else states[0].pilot.id)
        page = window.pages.currentWidget()
        if len(words) > 2 and isinstance(page, RecordsPage):
            page.show_part(words[2])
            page.tables[words[2]].view.setFocus()
    elif words[0] == "press":
        QTest.keyClick(QApplication.focusWidget() or window, getattr(Qt.Key, f"Key_{words[1]}"))
    QTimer.singleShot(200, lambda: print("done", flush=True))


notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
notifier.activated.connect(obey)
program.window.plan_shown.connect(lambda: QTimer.singleShot(500, lambda: print("shown", flush=True)))
sys.exit(program.run())
