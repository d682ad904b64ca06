"""Strategy & tools: what is needed, the options side by side, what was chosen and by whom let through."""

from __future__ import annotations

from db.models import Requirement, Tool, ToolScore, Waiver
from ui.sections.records_page import Part, RecordsPage


class StrategyPage(RecordsPage):
    """A pilot's requirements, options and their scores, and waivers."""

    TITLE = "Strategy & tools"
    CONDITION = "strategy_first"
    PARTS = (Part(Requirement), Part(Tool), Part(ToolScore), Part(Waiver, programme_too=True))
