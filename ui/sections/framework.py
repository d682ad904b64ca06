"""The measurement framework's records: decision rules, freezes, signatures, amendments, series and flags."""

from __future__ import annotations

from db.models import (
    Amendment,
    BreachClosure,
    ChartEvent,
    DecisionRule,
    Framework,
    FrameworkSignature,
    Metric,
    Series,
)
from ui.sections.records_page import Part, RecordsPage


class FrameworkPage(RecordsPage):
    """The measurement framework's records: decision rules, freezes, signatures, amendments, series and flags."""

    TITLE = "Framework records"
    PARTS = (
        Part(DecisionRule),
        Part(Framework),
        Part(FrameworkSignature),
        Part(Amendment),
        Part(Metric),
        Part(Series),
        Part(ChartEvent),
        Part(BreachClosure),
    )
