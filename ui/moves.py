"""Moving about the window by keys: next section, pilot by number, next pane."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.sections.catalogue import of_scope

if TYPE_CHECKING:
    from cxworkbench.plan import Ref
    from ui.main_window import MainWindow


class Moves(QObject):
    """What the keys that move do, in one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def to_place(self, section: str, pilot: str, metric: str) -> None:
        """Show what was chosen in the command field: a section, of a pilot, or a metric."""
        from cxworkbench.plan import Ref

        if metric:
            self.to_record(Ref("metric", metric))
            return
        self._window.open_section(section, pilot)
        self._leave_search()

    def to_record(self, ref: Ref) -> None:
        """Show a record that was found in the command field."""
        self._window.go_to(ref)
        self._leave_search()

    def run(self, command: str) -> None:
        """Run a command that was chosen in the command field."""
        self._window.actions_.run(command)
        self._leave_search()

    def to_pilot(self, place: int) -> None:
        """Show a pilot by its place in the order, in the section that is open."""
        window = self._window
        pilots = window.plan.assessment.pilots if window.plan is not None else ()
        if place < len(pilots):
            section = window.pages.section if window.pages.pilot else of_scope("pilot")[0].id
            self._open(section, pilots[place].pilot.id)

    def step(self, by: int) -> None:
        """Show the next or the previous place of the navigation."""
        window = self._window
        place = window.navigation.beside((window.pages.section, window.pages.pilot), by)
        if place is not None:
            self._open(*place)

    def _open(self, section: str, pilot: str) -> None:
        """Show a section; the keyboard comes along, unless it walks the navigation."""
        window = self._window
        walks = QApplication.focusWidget() is window.navigation
        window.open_section(section, pilot)
        if not walks:
            self._land()

    def _leave_search(self) -> None:
        """What was asked for is shown: the keyboard goes there, unless it was put somewhere, or a dialog has it."""
        if QApplication.focusWidget() is self._window.search:
            self._land()

    def _land(self) -> None:
        from ui.sections.page import Page

        page = self._window.pages.currentWidget()
        ground = page.ground() if isinstance(page, Page) else page
        target = first_stop(ground) if ground is not None else None
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def next_pane(self) -> None:
        """Move the keyboard on: navigation, the parts of the page, command field."""
        from ui.sections.page import Page

        window, focus = self._window, QApplication.focusWidget()
        page = window.pages.currentWidget()
        inside = [one for one in page.panes() if first_stop(one)] if isinstance(page, Page) else []
        panes: tuple[QWidget, ...] = (window.navigation, *(inside or [window.pages]), window.search)
        here = [focus is not None and (focus is pane or pane.isAncestorOf(focus)) for pane in panes]
        following = panes[(here.index(True) + 1) % len(panes)] if True in here else panes[0]
        target = first_stop(following)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)


def first_stop(pane: QWidget) -> QWidget | None:
    """The first widget of a pane at which Tab would stop, or the one that it names; None where there is none."""
    named = pane.focusProxy()
    if named is not None and _stops(named):
        return named
    return next((one for one in (pane, *pane.findChildren(QWidget)) if _stops(one)), None)


def tab_after(before: QWidget, made: QWidget) -> None:
    """Let Tab go on from a widget to what was made later and stands after it: else it would come last in the window."""
    last = (_stops_in(before) or [before])[-1]
    for one, following in pairwise((last, *_stops_in(made))):
        QWidget.setTabOrder(one, following)


def tab_inside(widget: QWidget) -> None:
    """Let Tab come to what was made anew inside a widget where the widget itself stands."""
    inside = [stop for stop in _stops_in(widget) if stop is not widget]
    before = widget.previousInFocusChain()
    while before is not None and before is not widget:
        if before.focusPolicy() & Qt.FocusPolicy.TabFocus and before not in inside:
            for one, following in pairwise((before, *inside)):
                QWidget.setTabOrder(one, following)
            return
        before = before.previousInFocusChain()


def _stops_in(widget: QWidget) -> list[QWidget]:
    """Where Tab could stop in a widget, itself first; a list that opens above it is a window of its own."""
    window = widget.window()
    return [
        one
        for one in (widget, *widget.findChildren(QWidget))
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.window() is window
    ]


def _stops(widget: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes) and widget.isVisible() and widget.isEnabled()
