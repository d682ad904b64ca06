"""Sponsorship: who sponsors a pilot, whether contacts are kept, what was promised, how long decisions take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from cxworkbench import formats, sponsorship, stakeholders
from db.models import Commitment, Decision, Engagement, Sponsor
from ui.sections.contact_timeline import ContactTimeline
from ui.sections.glance import Glance
from ui.sections.page import Handed
from ui.sections.people_rows import (
    clock_panel,
    clock_rows,
    promised_note,
    promised_panel,
    promised_rows,
)
from ui.sections.records_page import Part, RecordsPage, View
from ui.widgets.buttons import Button
from ui.widgets.row_panel import Column, Row, RowPanel, Text

if TYPE_CHECKING:
    from datetime import date

    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.plan import Ref
    from cxworkbench.sponsorship import Line

GLANCE = "glance"
_INK = {"met": "ink", "not_met": "fail", "not_met_lesser": "risk"}


_NOBODY = (
    "Nobody sponsors this pilot",
    "A sponsor answers for the budget and decides in time. Name one whose results depend on the friction point.",
)
_UNMET = (
    "No contact can be shown yet",
    "With a sponsor who is a stakeholder this shows which planned contacts were kept, and what comes next.",
)
#: State of a contact: glyph and colour.
_CONTACT = {
    "kept": ("met", "met"),
    "missed": ("failing", "fail"),
    "planned": ("not_assessed", "ink2"),
    "called off": ("not_applicable", "ink3"),
}


class SponsorshipPage(RecordsPage):
    """A pilot's sponsors, those of the programme included, with engagements, commitments and decisions."""

    TITLE = "Sponsorship"
    CONDITION = "active_sponsor"
    PARTS = (
        Part(Sponsor, programme_too=True),
        Part(Engagement, programme_too=True),
        Part(Commitment, programme_too=True),
        Part(Decision, programme_too=True),
    )

    def __init__(self, handed: Handed) -> None:
        self.log: Button | None = None
        super().__init__(handed)
        self.log = Button(self.theme, "Log engagement", lambda: self._add("engagement"), icon="plus")
        self._head.addWidget(self.log, 0, Qt.AlignmentFlag.AlignBottom)
        self.beginners = (self.add, self.name_one, self.log)

    def make_views(self) -> Sequence[View]:
        """Who sponsors, contacts over time, decisions and commitments, at a glance."""
        theme = self.theme
        self.name_one = Button(theme, "Name a sponsor", lambda: self._add("sponsor"), icon="plus")
        self.who = RowPanel(
            theme,
            "Who sponsors",
            (Column("", 170), Column("")),
            self._open,
            empty=_NOBODY,
            show_all=lambda: self.show_part("sponsor"),
            button=self.name_one,
        )
        self.clocks = clock_panel(theme, self._open, lambda: self.show_part("decision"))
        self.promised = promised_panel(theme, self._open, lambda: self.show_part("commitment"))
        self.contacts = RowPanel(
            theme,
            "Engagement",
            (Column("", 96), Column("", 62, right=True), Column("", 96), Column("", drop=1)),
            self._open,
            empty=_UNMET,
            show_all=lambda: self.show_part("engagement"),
        )
        self.timeline = ContactTimeline(theme, self._open)
        self.contacts.body.insertWidget(0, self.timeline)
        glance = Glance(theme, ((self.who, self.contacts), (self.clocks, self.promised)))
        return [View(GLANCE, "At a glance", glance)]

    def show_views(self, assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show a pilot's sponsorship."""
        if pilot_state is None:
            return
        plan, as_of, pilot, theme = assessment.plan, assessment.as_of, pilot_state.pilot.id, self.theme
        facts = sponsorship.facts(plan, pilot, as_of)
        missing = sum(one.state != "met" for one in facts)
        rows = [
            Row(
                one.ref,
                f"{one.what}: {one.value}",
                (
                    Text(one.what, "ink2", 400, one.state),
                    Text(one.value, _INK[one.state], 600 if one.what.endswith("sponsor") else 400),
                ),
            )
            for one in facts
        ]
        self.who.show_rows(rows, f"{missing} missing" if missing else "")
        lines = sponsorship.lines(plan, pilot, as_of)
        self.timeline.show_lines(lines, as_of)
        rows = _contact_rows(lines, as_of)
        self.timeline.setVisible(bool(rows))
        self.contacts.show_rows(rows, "disc kept, cross missed, ring planned" if rows else "")
        clocks = sponsorship.clocks(plan, pilot, as_of)
        limit = stakeholders.decision_limit(plan)
        note = f"limit {formats.plural(limit, 'day')}"
        self.clocks.show_rows(clock_rows(theme, clocks, limit), note, stakeholders.said_of_clocks(clocks))
        promised = sponsorship.commitments(plan, pilot, as_of)
        self.promised.show_rows(promised_rows(promised, as_of), promised_note(promised))
        can_edit = self.handed.plan.can_edit
        self.name_one.setEnabled(can_edit)
        if self.log is not None:
            self.log.setEnabled(can_edit)

    def _open(self, ref: Ref) -> None:
        """Open a record in the page's own tables where it has one, so that the pilot stays; else on its page."""
        if any(part.family.kind == ref.kind for part in self.PARTS):
            self.show_record(ref)
        else:
            self.handed.go_to(ref)

    def _add(self, kind: str) -> None:
        """Begin a new row of a family."""
        self.show_part(kind)
        self.tables[kind].add()

    def _choose(self, id: str) -> None:
        super()._choose(id)
        if self.log is not None:
            self.log.setVisible(id == GLANCE)


def _contact_rows(lines: Sequence[Line], as_of: date) -> list[Row]:
    """What comes next, then backwards in time with why it was missed or what came of it, then what is planned later."""
    found = [(one, line.name) for line in lines for one in line.contacts]
    found.sort(key=lambda pair: pair[0].day, reverse=True)
    ahead = [pair for pair in found if pair[0].day >= as_of and pair[0].state != "kept"]
    ahead.reverse()
    gone = [pair for pair in found if pair not in ahead]
    rows = []
    for one, name in (*ahead[:1], *gone, *ahead[1:]):
        glyph, ink = _CONTACT[one.state]
        parts = (
            Text(one.state.capitalize(), ink, 600, glyph),
            Text(formats.day(one.day, current=as_of), "ink"),
            Text(one.kind, "ink"),
            Text(f"{name}: {one.about}" if len(lines) > 1 and one.about else one.about or name),
        )
        rows.append(Row(one.ref, f"{name}: {one.said(as_of)}", parts))
    return rows
