"""Sponsor review: meetings, what is on their agenda, and who came."""

from __future__ import annotations

from db.models import AgendaItem, Attendance, Review
from ui.sections.records_page import Part, RecordsPage


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
