"""Sponsor review: meetings, what is on their agenda, and who came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.models import AgendaItem, Attendance, Review
from ui.sections.print_button import PrintButton
from ui.sections.records_page import Part, RecordsPage, View

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from db.records import Record


class ReviewsPage(RecordsPage):
    """Sponsor review: meetings, what is on their agenda, and who came."""

    TITLE = "Sponsor review"
    PARTS = (
        Part(
            Review,
            columns=(
                "number",
                "kind",
                "planned",
                "done",
                "chair",
                "place",
                "minutes",
                "outcome",
            ),
        ),
        Part(
            AgendaItem,
            columns=(
                "review",
                "kind",
                "question",
                "pilot",
                "lead",
                "minutes_planned",
                "outcome",
            ),
        ),
        Part(
            Attendance,
            columns=(
                "review",
                "person",
                "role",
                "state",
            ),
        ),
    )

    def make_views(self) -> Sequence[View]:
        """None of its own; minutes are printed from its head."""
        self.print_button = PrintButton(self.handed, "Print minutes", "minutes")
        self.add_to_head(self.print_button)
        return ()

    def show_views(self, assessment: Assessment, _state: PilotState | None) -> None:
        """Minutes can be printed where there is a review."""
        table = self.tables.get(self.choice.value)
        self._offer(assessment, table.current if table is not None else None)

    def _show_current(self, kind: str, record: Record | None) -> None:
        super()._show_current(kind, record)
        if self._assessment is not None:
            self._offer(self._assessment, record)

    def _offer(self, assessment: Assessment, record: Record | None) -> None:
        """Offer the minutes of the review whose row is chosen, or that the row belongs to; else of the most urgent."""
        review = record.id if isinstance(record, Review) else getattr(record, "review", None)
        self.print_button.offer(assessment, review or "")
