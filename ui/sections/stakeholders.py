"""Stakeholders: who they are, where they stand, how contact with them is kept, and what they promised."""

from __future__ import annotations

from db.models import Commitment, Engagement, Person, Sponsor, Stakeholder
from ui.sections.records_page import Part, RecordsPage


class StakeholdersPage(RecordsPage):
    """Everybody with a stake in the programme."""

    TITLE = "Stakeholders"
    PARTS = (Part(Stakeholder), Part(Person), Part(Engagement), Part(Commitment), Part(Sponsor))
