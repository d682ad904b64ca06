"""Sponsorship: who sponsors a pilot, whether contacts are kept, what was promised, how long decisions take."""

from __future__ import annotations

from db.models import Commitment, Decision, Engagement, Sponsor
from ui.sections.records_page import Part, RecordsPage


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
