"""The Overview: the finding, conditions and metrics by pilots, what needs attention, the weeks ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cxworkbench import formats
from ui.sections.catalogue import section_of_condition
from ui.sections.overview_ahead import AheadStrip
from ui.sections.overview_matrix import Matrix
from ui.sections.overview_rail import Rail
from ui.sections.page import Handed, Page
from ui.sections.why import Why
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.panel import EmptyState, rule, scrolled

if TYPE_CHECKING:
    from collections.abc import Callable

    from cxworkbench.assessment import Assessment, PilotState, Rating

#: Windows lower or narrower than this get the design for 1366 by 768.
LOW, NARROW = 800, 1400
_TITLE_WIDEST = 480


class OverviewPage(Page):
    """The programme on one page."""

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed)
        theme = self.theme
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setSpacing(theme.px(12))
        self._column.addWidget(self._head())
        self._matrix = Matrix(theme, go_to=handed.go_to, open_pilot=handed.open_section, why=self._explain)
        self._empty = EmptyState(
            theme,
            "No pilots yet",
            "A pilot is one kind of AI at one friction point. With the first one this page shows its conditions, "
            "gates and metrics.",
        )
        self._rail = Rail(handed)
        self._middle = middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        middle.setSpacing(theme.px(12))
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._matrix, 1)
        left.addWidget(self._empty)
        left.addStretch(0)
        middle.addLayout(left, 1)
        middle.addWidget(self._rail)
        self._column.addLayout(middle, 1)
        self._strip = AheadStrip(theme, handed.go_to)
        self._column.addWidget(self._strip)
        # Only where text is large does the page scroll: there the rail stands below the matrix.
        self._inside, self._area = inside, scrolled(inside)
        self._area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._matrix.reached.connect(self._see)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self._fit()

    def show_assessment(self, assessment: Assessment, _pilot_state: PilotState | None) -> None:
        """Show the whole programme."""
        programme = assessment.plan.programme
        to = assessment.readings_to
        read = f"readings to {formats.day(to)}" if to else "no readings yet"
        line = " · ".join(part for part in (programme.organisation, read) if part)
        self._organisation.show_text(f"{line[:1].upper()}{line[1:]}")
        self._title.show_text(programme.name)
        self._headline.setText(assessment.headline)
        self._matrix.setVisible(bool(assessment.pilots))
        self._empty.setVisible(not assessment.pilots)
        self._matrix.show_assessment(assessment)
        self._rail.show_assessment(assessment)
        self._strip.show_assessment(assessment)
        self._fit()

    def _head(self) -> QWidget:
        theme, head = self.theme, QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(20))
        block = QWidget()
        block.setMaximumWidth(theme.px(_TITLE_WIDEST))
        block.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        names = QVBoxLayout(block)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(0)
        names.addStretch()
        self._organisation = ElidedLabel(theme, "", "small", "ink3")
        self._title = ElidedLabel(theme, "", "title")
        names.addWidget(self._organisation)
        names.addWidget(self._title)
        names.addStretch()
        row.addWidget(block)
        row.addWidget(rule(upright=True))
        self._headline = Label(theme, "", "section", "ink2", weight=400, wrap=True)
        self._headline.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._headline.setMaximumWidth(theme.px(760))
        row.addWidget(self._headline, 1)
        row.addStretch(0)
        return head

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A small window has less padding, lower rows and no strip."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self.theme.px
        low = self.window().height() < px(LOW)
        side = px(16) if self.window().width() < px(NARROW) or low else px(24)
        self._column.setContentsMargins(side, px(8 if low else 14), side, px(12))
        self._matrix.set_low(low)
        self._rail.set_low(low)
        self._rail.show_below(below := self._is_narrow(side))
        self._matrix.set_narrow(below)
        directions = QBoxLayout.Direction
        self._middle.setDirection(directions.TopToBottom if below else directions.LeftToRight)
        # Beside each other, they fit into the page; what has no room scrolls inside the matrix.
        vertical = QSizePolicy.Policy.Preferred if below else QSizePolicy.Policy.Ignored
        self._inside.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self._strip.setVisible((below or not low) and self._strip.has_rows())

    def _is_narrow(self, side: int) -> bool:
        """Whether there is no room for matrix and rail beside each other."""
        room = self.width() - 2 * side - self.theme.px(12) - self._rail.beside
        return not self._matrix.fits_in(room)

    def _see(self, cell: QWidget) -> None:
        """The keyboard came to a cell of the matrix: the page scrolls there."""
        if self._matrix.narrow:
            self._area.ensureWidgetVisible(cell, 0, self.theme.px(20))

    def _explain(self, state: PilotState, rating: Rating, cell: QWidget) -> None:
        why = Why(self.theme, state, rating, self._page_of(state, rating), self, self.handed)
        why.show_beside(cell)

    def _page_of(self, state: PilotState, rating: Rating) -> Callable[[], None] | None:
        spec = section_of_condition(rating.condition)
        if spec is None:
            return None
        section = spec.id
        return lambda: self.handed.open_section(section, state.pilot.id)
