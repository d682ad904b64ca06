"""Briefing packs: what is bound for whom, what was printed, and the PMO's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.models import Pack, Wording
from ui.sections.packs_papers import PapersView
from ui.sections.records_page import Part, RecordsPage, View
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.plan import Ref


class PacksPage(RecordsPage):
    """Briefing packs: what is bound for whom, what was printed, and the PMO's own words."""

    TITLE = "Briefing packs"
    PARTS = (
        Part(
            Pack,
            columns=(
                "name",
                "kind",
                "sections",
                "header",
                "footer",
            ),
        ),
        Part(
            Wording,
            columns=(
                "of",
                "section",
                "text",
            ),
        ),
    )

    def make_views(self) -> Sequence[View]:
        """The papers that were printed, and the run for all stakeholders."""
        self.papers = PapersView(self.handed, self.stack)
        self.print_button = Button(
            self.theme,
            "Print briefing",
            lambda: self.handed.print_paper("", "", ""),
            kind="primary",
            icon="printer",
            keys="Ctrl+P",
        )
        self.add_to_head(self.print_button)
        return [View("papers", "Printed", self.papers)]

    def show_record(self, ref: Ref) -> None:
        """A printed paper has its line in the view of them."""
        if ref.kind == "printed_paper":
            self.show_part("papers")
            self.papers.select(ref.id)
        else:
            super().show_record(ref)

    def show_views(self, assessment: Assessment, _state: PilotState | None) -> None:
        """Show the papers of the plan."""
        self.papers.show_assessment(assessment)
