"""Making a page shows nothing outside the window: a part shown before it has its place flashes and takes the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from ui.sections.catalogue import SECTIONS
from ui.sections.records_page import RecordsPage


class Watch(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_no_page_shows_a_part_of_it_as_a_window(qtbot, window):
    qtbot.waitUntil(lambda: window.plan.is_compared)
    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    try:
        for spec in SECTIONS:
            for pilot in window.plan.assessment.pilots:
                window.open_section(spec.id, pilot.pilot.id if spec.scope == "pilot" else "")
                page = window.pages.currentWidget()
                for part in page.PARTS if isinstance(page, RecordsPage) else ():
                    page.show_part(part.family.kind)
                QApplication.processEvents()
                assert watch.seen == [], spec.id
    finally:
        QApplication.instance().removeEventFilter(watch)
