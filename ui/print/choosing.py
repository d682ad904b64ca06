"""What the choices of the print dialog offer for a kind, and what they say: the paper that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxworkbench.briefings.audiences import AUDIENCES
from cxworkbench.briefings.kinds import KINDS
from cxworkbench.briefings.packs import presets
from db.models import Attachment, Stakeholder
from ui.print.making import Wanted

if TYPE_CHECKING:
    from ui.plan_session import PlanSession
    from ui.print.panes import ChoicePane


#: In place of a picture's id: one is looked for among files.
ANOTHER = "another"
_PICTURES = {"image/png", "image/jpeg"}


class Choosing:
    """Fills the choices from the plan, and reads them."""

    def __init__(self, pane: ChoicePane, plan: PlanSession) -> None:
        self._pane, self._plan = pane, plan

    def show_kind(self, kind: str, subject: str = "", pack: str = "") -> None:
        """Offer what a kind can be about, for whom, and what it consists of."""
        found, pane = self._plan.assessment, self._pane
        described = KINDS[kind]
        subjects = [(one.id, one.name) for one in described.subjects(found)]
        if subjects and not described.needs_subject:
            subjects.insert(0, ("", "The whole programme"))
        pane.show_subjects(subjects, subject)
        plan, held = found.plan, str(pane.stakeholder.currentData() or "")
        audience = AUDIENCES.get(described.audience, described.audience)
        readers = [
            (one.id, plan.person_name(one.person) or "No name")
            for one in plan.all(Stakeholder)
            if one.audience in AUDIENCES
        ]
        readers.sort(key=lambda one: one[1].casefold())
        pane.show_editions([("", f"{audience}, all of them"), *readers], held)
        packs = [one for one in presets(self._plan.plan) if one.id]
        pane.show_contents(lambda part: part.show_kind(kind, packs, pack, can_keep=self._plan.can_edit))

    def show_logos(self, chosen: str = "") -> None:
        """Offer the programme's own logo, the pictures that the plan keeps, and another one."""
        plan, pane = self._plan.plan, self._pane
        own = plan.get(Attachment, plan.programme.logo)
        usual = f"The programme's: {own.name}" if own is not None else "The programme's: none"
        pictures = [
            (one.id, one.name)
            for one in plan.all(Attachment)
            if one.media_type in _PICTURES and (own is None or one.id != own.id)
        ]
        pictures.sort(key=lambda one: one[1].casefold())
        more = [(ANOTHER, "Another picture…")] if self._plan.can_edit else []
        pane.show_logos([("", usual), *pictures, *more], chosen)

    @property
    def logo(self) -> str | None:
        """The id of the picture chosen; None for the programme's own."""
        id = str(self._pane.logo.currentData() or "")
        return id if id and id != ANOTHER else None

    @property
    def reader(self) -> str:
        """The name of the stakeholder whose edition it is; empty for the whole audience."""
        return self._pane.stakeholder.currentText() if self._pane.stakeholder.currentData() else ""

    def wanted(self, kind: str) -> Wanted:
        """The paper that the choices say."""
        pane = self._pane
        made = pane.own_contents
        return Wanted(
            kind=kind,
            paper=pane.paper.value,
            ink=pane.ink.value,
            preset=made.pack if made is not None else None,
            subject=pane.subject.currentData() or None,
            stakeholder=pane.stakeholder.currentData() or None,
            sections=made.chosen if made is not None else None,
            words=dict(made.words) if made is not None else {},
            header=made.header if made is not None else "",
            footer=made.footer if made is not None else "",
            logo=self.logo,
        )
