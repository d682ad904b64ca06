"""Briefing packs: what is bound for whom, what was printed, and the PMO's own words."""

from __future__ import annotations

from db.models import Pack, PrintedPaper, Wording
from ui.sections.records_page import Part, RecordsPage


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
            PrintedPaper,
            columns=(
                "kind",
                "pilot",
                "stakeholder",
                "as_of",
                "printed_at",
                "withheld",
                "file",
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
