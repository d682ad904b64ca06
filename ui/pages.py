"""The content of the window: one page a section, made when it is first shown, stale while it is hidden."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.precedence import WINDOW
from ui.sections.catalogue import SECTIONS, section
from ui.slices import Slices

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.plan import Ref
    from ui.sections.judging_page import JudgingPage
    from ui.sections.page import Handed, Page
    from ui.theme import Theme


class Pages(QStackedWidget):
    """Places pages and tells them of judgements; knows nothing of what they show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handed: Handed | None = None
        self._pages: dict[str, Page] = {}
        self._assessment: Assessment | None = None
        self._touched: frozenset[str] | None = None
        self._other: QWidget | None = None
        self._progress: JudgingPage | None = None
        self.section, self.pilot = "overview", ""

    def begin(self, handed: Handed) -> None:
        """Begin with another plan: the pages of the last one go."""
        self.end()
        self._handed = handed

    def begin_at(self, section_id: str, pilot: str) -> None:
        """Show another place than the Overview first, where there is one of that id."""
        if any(spec.id == section_id for spec in SECTIONS):
            self.section, self.pilot = section_id, pilot

    def end(self) -> None:
        """Take all pages away."""
        for page in self._pages.values():
            self.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._assessment = None
        self._handed = None
        self.section, self.pilot = "overview", ""

    def show_other(self, page: QWidget) -> None:
        """Show a page that belongs to no section, until a section is shown."""
        self._drop_other()
        self._other = page
        self.addWidget(page)
        self.setCurrentWidget(page)

    def show_progress(self, theme: Theme, done: int, pilots: int) -> None:
        """Show how much of a plan is judged, where there is no judgement yet."""
        from ui.sections.judging_page import JudgingPage

        page = self._progress
        if page is None:
            page = JudgingPage(theme, pilots)
            self.show_other(page)
            self._progress = page
        elif (module := section(self.section).module) not in sys.modules:
            import_module(module)  # so that it need not be loaded, made and filled at once
        elif self._handed is not None:
            self._page(self.section, self._handed)
        page.show_done(done)

    def _drop_other(self) -> None:
        if self._other is not None:
            self.removeWidget(self._other)
            self._other.deleteLater()
            self._other = self._progress = None

    def take_change(self, kinds: frozenset[str]) -> None:
        """Note which kinds of records a step touched; the judgement follows."""
        self._touched = kinds if self._touched is None else self._touched | kinds

    def take_assessment(self, assessment: Assessment) -> None:
        """Show a new judgement; pages that it doesn't concern keep what they show."""
        kinds = self._touched if self._touched is not None else frozenset()
        self._touched = None
        self._assessment = assessment
        for page in self._pages.values():
            page.stale = page.stale or page.concerns(kinds)
        if self.pilot and assessment.pilot(self.pilot) is None:
            self.section, self.pilot = "overview", ""
        if self._progress is not None and self._other is self._progress and self._handed is not None:
            # How far it is stays on screen while the page is filled; the page is painted in the next turn.
            self._page(self.section, self._handed).refresh(assessment, self.pilot)
            QTimer.singleShot(0, self, lambda: self.show_place(self.section, self.pilot))
        elif self._other is None or self._pages.get(self.section) is None:
            self.show_place(self.section, self.pilot)

    def show_place(self, section_id: str, pilot: str) -> Page | None:
        """Show a section, of a pilot; gives its page, None while no plan is loaded."""
        if self._handed is None or self._assessment is None:
            return None
        if (section_id, pilot) != (self.section, self.pilot):
            self.commit_typing()
        with WINDOW.taken():
            self.section, self.pilot = section_id, pilot
            page = self._page(section_id, self._handed)
            page.refresh(self._assessment, pilot)
            self.setCurrentWidget(page)
            self._drop_other()
            return page

    def _page(self, section_id: str, handed: Handed) -> Page:
        """The page of a section, made when it is needed first."""
        page = self._pages.get(section_id)
        if page is None:
            page = self._pages[section_id] = section(section_id).make(handed)
            self.addWidget(page)
        return page

    def is_shown(self) -> bool:
        """Whether the page that is seen shows all that it is to show."""
        page = self._pages.get(self.section)
        return page is None or self.currentWidget() is not page or page.slices.are_done

    @property
    def is_complete(self) -> bool:
        """Whether nothing is still to be made on any page."""
        return all(one.are_done for one in self.findChildren(Slices))

    def finish(self) -> None:
        """Make now what pages still make."""
        for one in self.findChildren(Slices):
            one.finish()

    def commit_typing(self) -> None:
        """Save what was typed on the page that is shown and not left yet."""
        page = self._pages.get(self.section)
        if page is not None and self.currentWidget() is page:
            page.commit_typing()

    def show_record(self, section_id: str, pilot: str, ref: Ref) -> None:
        """Show a section and bring a record into view."""
        page = self.show_place(section_id, pilot)
        if page is not None:
            page.show_record(ref)
