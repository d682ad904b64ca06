"""Stakeholders: where they stand, how contact with them is kept, what they promised, how soon they decide."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cxworkbench import formats, stakeholders
from cxworkbench.plan import Ref
from db.models import Commitment, Engagement, Person, Sponsor, Stakeholder
from ui.maps.support_map import SupportMap
from ui.sections.glance import Glance
from ui.sections.page import Handed
from ui.sections.people_rows import (
    cadence_panel,
    cadence_rows,
    clock_panel,
    clock_rows,
    promised_note,
    promised_panel,
    promised_rows,
)
from ui.sections.records_page import Part, RecordsPage, View
from ui.theme import plain_tooltip
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.panel import EmptyState, Panel

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.stakeholders import Moved

GLANCE = "glance"
#: Those who moved that are named below the map.
_MOVED = 4


class StakeholdersPage(RecordsPage):
    """Everybody with a stake in the programme."""

    TITLE = "Stakeholders"
    PARTS = (Part(Stakeholder), Part(Person), Part(Engagement), Part(Commitment), Part(Sponsor))

    def __init__(self, handed: Handed) -> None:
        self.log: Button | None = None
        super().__init__(handed)
        self.moved = Badge(self.theme, "at_risk")
        self.moved.hide()
        self.add_to_head(self.moved)
        self.log = Button(self.theme, "Log engagement", self._log, icon="plus")
        self._head.addWidget(self.log, 0, Qt.AlignmentFlag.AlignBottom)
        self.beginners = (self.add, self.first, self.log)

    def make_views(self) -> Sequence[View]:
        """The map, contacts, decisions and commitments, at a glance."""
        theme, go_to = self.theme, self.handed.go_to
        self.map = SupportMap(theme)
        self.map.chosen.connect(self._open_marked)
        self.map_panel = Panel(theme, "Influence and support")
        self.map_panel.body.addWidget(self.map, 1)
        self.movers = Movers(self)
        self.map_panel.body.addWidget(self.movers)
        self.cadence = cadence_panel(theme, go_to, lambda: self.show_part("engagement"))
        self.clocks = clock_panel(theme, go_to, lambda: self.handed.open_section("raid", ""))
        self.promised = promised_panel(theme, go_to, lambda: self.show_part("commitment"))
        glance = Glance(theme, ((self.map_panel, self.cadence), (self.clocks, self.promised)))
        self.first = Button(theme, "Add stakeholder", self._add_first, icon="plus", keys="Ctrl+N")
        self.nobody = EmptyState(
            theme,
            "Nobody has a stake yet",
            "A stakeholder is a person with influence and support. With the first one this page shows where they "
            "stand, whether contact is kept, and what they promised.",
            self.first,
        )
        self._glance = QStackedWidget()
        self._glance.addWidget(glance)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.nobody)
        column.addStretch(1)
        self._glance.addWidget(holder)
        return [View(GLANCE, "At a glance", self._glance)]

    def show_views(self, assessment: Assessment, _pilot_state: PilotState | None) -> None:
        """Show a judgement at a glance."""
        plan, as_of, theme = assessment.plan, assessment.as_of, self.theme
        self._glance.setCurrentIndex(0 if plan.all(Stakeholder) else 1)
        past = self.handed.plan.past_plan
        points = stakeholders.stakeholder_map(plan, past)
        self.map.show_points(points)
        last = assessment.review.last_day
        ring = f", ring is {formats.day(last, current=as_of)}" if past is not None and last else ""
        self.map_panel.show_title(
            "Influence and support", f"{formats.plural(len(points), 'person', 'people')}{ring}"
        )
        went = stakeholders.moved(points)
        self.movers.show_moved(went)
        fell = next((one for one in went if one.fell), None)
        self.moved.setVisible(fell is not None)
        if fell is not None:
            self.moved.show_state("at_risk", f"{fell.name} moved from {fell.was} to {fell.now}")
        contacts = stakeholders.cadences(plan, as_of)
        self.cadence.show_rows(
            cadence_rows(theme, contacts, as_of), "newest right, cross is missed" if contacts else ""
        )
        clocks = stakeholders.clocks(plan, as_of)
        limit = stakeholders.decision_limit(plan)
        self.clocks.show_rows(
            clock_rows(theme, clocks, limit),
            f"limit {formats.plural(limit, 'day')}",
            stakeholders.said_of_clocks(clocks),
        )
        promised = stakeholders.commitments(plan, as_of)
        self.promised.show_rows(promised_rows(promised, as_of), promised_note(promised))
        if self.log is not None:
            self.log.setEnabled(self.handed.plan.can_edit)

    def _open_marked(self, ref: Ref) -> None:
        self.handed.go_to(ref)

    def _log(self) -> None:
        """Begin a new engagement."""
        self.show_part("engagement")
        self.tables["engagement"].add()

    def _add_first(self) -> None:
        self.show_part("stakeholder")
        self.tables["stakeholder"].add()

    def _choose(self, id: str) -> None:
        super()._choose(id)
        if self.log is not None:
            self.log.setVisible(id == GLANCE)


class Movers(QWidget):
    """Whose support moved since the last review, in one line; each leads to its stakeholder."""

    def __init__(self, page: StakeholdersPage) -> None:
        super().__init__()
        self._page = page
        theme = page.theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(13), theme.px(2), theme.px(13), theme.px(8))
        self._row.setSpacing(theme.px(10))
        self.links: list[Button] = []

    def show_moved(self, went: Sequence[Moved]) -> None:
        """Show the first few; falls stand first."""
        while (item := self._row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.links = []
        theme, shown = self._page.theme, went[:_MOVED]
        for word, group in (
            ("Support fell", [one for one in shown if one.fell]),
            ("Support rose", [one for one in shown if not one.fell]),
        ):
            if group:
                self._row.addWidget(Label(theme, word, "small", "ink2"))
            for one in group:
                link = Button(theme, one.name, partial(self._page.handed.go_to, one.ref), kind="link")
                said = f"{one.name} moved from {one.was} to {one.now} since the last review"
                link.setAccessibleName(said)
                link.setToolTip(plain_tooltip(said))
                font = theme.font("small")
                link.setFont(font)
                name = QFontMetrics(font).elidedText(one.name, Qt.TextElideMode.ElideRight, theme.px(110))
                link.setText(name)
                self._row.addWidget(link)
                self.links.append(link)
        if len(went) > _MOVED:
            self._row.addWidget(Label(theme, f"and {len(went) - _MOVED} more", "small", "ink3"))
        self._row.addStretch(1)
        self.setVisible(bool(went))
