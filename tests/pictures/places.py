"""Every place of the window on the sample that a picture is taken of: pages, their parts, dialogs and panels."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QThreadPool
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from cxworkbench.frameworks import in_force
from ui.sections.catalogue import SECTIONS
from ui.sections.framework import FrameworkPage
from ui.sections.records_page import RecordsPage
from ui.slices import Slices

if TYPE_CHECKING:
    from ui.main_window import MainWindow

#: A page draws within this time after it was asked for; charts are drawn a moment after their page.
_SETTLED_S = 0.12
#: So many turns of the event loop a layout needs at most, however slow they are: a text that is broken anew makes its
#: line higher, which makes its list higher, which makes the page scroll.
_TURNS = 6


@dataclass(frozen=True)
class Place:
    """One thing to look at: its name, what opens it, and how long it takes at least to show what it looks up."""

    name: str
    show: Callable[[MainWindow], object]
    seconds: float = 0.0


def settle(seconds: float = _SETTLED_S) -> None:
    """Let everything be laid out and painted that is waiting."""
    until, turns = time.perf_counter() + seconds, 0
    while time.perf_counter() < until or turns < _TURNS or QThreadPool.globalInstance().activeThreadCount():
        turns += 1
        if _is_making():
            until, turns = time.perf_counter() + seconds, 0  # what was made last is laid out and painted too
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.005)


def _is_making() -> bool:
    """Whether a page is on the screen before all of it is made."""
    tops = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    return any(not one.are_done for top in tops for one in top.findChildren(Slices))


def pages(window: MainWindow) -> Iterator[Place]:
    """Every section of the programme and of a pilot, with every view and table part of it."""
    assert window.plan is not None
    states = window.plan.assessment.pilots
    first = states[0].pilot.id
    paused = next((one.pilot.id for one in states if one.pilot.status in {"paused", "recovering"}), first)
    for section in SECTIONS:
        pilot = "" if section.scope == "programme" else paused if section.id == "recovery" else first
        window.open_section(section.id, pilot)
        page = window.pages.currentWidget()
        if not isinstance(page, RecordsPage):
            yield Place(section.id, _opens(section.id, pilot))
            continue
        parts = [*(view.id for view in page.views), *(part.family.kind for part in page.PARTS)]
        for number, part in enumerate(parts, 1):
            yield Place(f"{section.id}-{number}-{part}", _opens(section.id, pilot, part))


def _opens(section: str, pilot: str, part: str = "") -> Callable[[MainWindow], object]:
    def show(window: MainWindow) -> None:
        window.open_section(section, pilot)
        page = window.pages.currentWidget()
        if part and isinstance(page, RecordsPage):
            page.show_part(part)

    return show


def dialogs(window: MainWindow) -> Iterator[Place]:
    """What opens above the window, and the start page with its form."""
    for name, command in (
        ("print", "file.print"),
        ("who", "tools.who"),
        ("add-pilot", "plan.add_pilot"),
        ("keyboard-map", "help.keys"),
        ("about", "help.about"),
    ):
        yield Place(f"dialog-{name}", partial(_run, command), 1.0 if name == "print" else 0.0)
    yield Place("dialog-amend", _amend)
    yield Place("panel-why", _why)
    yield Place("panel-go-to", _go_to)
    yield Place("start", _start)
    yield Place("start-new-plan", _new_plan)


def _run(command: str, window: MainWindow) -> None:
    window.actions_.run(command)


def _amend(window: MainWindow) -> None:
    assert window.plan is not None
    plan, as_of = window.plan.plan, window.plan.assessment.as_of
    frozen = next(one for one in plan.pilots if in_force(plan, one, as_of) is not None)
    window.open_section("framework", frozen.id)
    page = window.pages.currentWidget()
    assert isinstance(page, FrameworkPage)
    page.show_part("framework_view")
    page.view.open_amendment()


def _why(window: MainWindow) -> None:
    assert window.plan is not None
    window.open_section("governance", window.plan.assessment.pilots[0].pilot.id)
    page = window.pages.currentWidget()
    assert isinstance(page, RecordsPage)
    settle()
    page.why.click()


def _go_to(window: MainWindow) -> None:
    window.open_section("overview", "")
    window.search.setFocus()
    window.search.setText("fee")
    window.search.textEdited.emit("fee")


def _start(window: MainWindow) -> None:
    window.search.clear()
    window.files.close()
    window.show_start()


def _new_plan(window: MainWindow) -> None:
    window.files.close()
    window.show_start(new=True)


def windows(window: MainWindow) -> list[QWidget]:
    """The window and what has opened above it."""
    above = [one for one in QApplication.topLevelWidgets() if one is not window and one.isVisible()]
    return [window, *(one for one in above if one.width() > 1)]


def picture(window: MainWindow) -> QPixmap:
    """What a person sees of the window and of all that has opened above it."""
    whole = window.grab()
    painter = QPainter(whole)
    for above in windows(window)[1:]:
        painter.drawPixmap(above.pos() - window.pos(), above.grab())
    painter.end()
    return whole


@contextmanager
def shown(window: MainWindow, place: Place, seconds: float = _SETTLED_S) -> Iterator[None]:
    """A place, shown and settled; what opened above the window is closed again."""
    place.show(window)
    settle(max(seconds, place.seconds))
    try:
        yield
    finally:
        for above in windows(window)[1:]:
            above.close()
        settle(0.02)
