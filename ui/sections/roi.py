"""ROI: the case with its benefits and costs, what was expected when, and what was promised to whom."""

from __future__ import annotations

from db.models import Benefit, Checkpoint, CostActual, CostLine, Promise, RoiCase
from ui.sections.records_page import Part, RecordsPage


class RoiPage(RecordsPage):
    """ROI: the case with its benefits and costs, what was expected when, and what was promised to whom."""

    TITLE = "ROI"
    CONDITION = "realistic_returns"
    PARTS = (
        Part(
            RoiCase,
            columns=(
                "name",
                "version",
                "status",
                "horizon_months",
                "discount_rate",
                "base_date",
                "agreed_by",
                "agreed_on",
            ),
        ),
        Part(
            Benefit,
            columns=(
                "name",
                "low",
                "expected",
                "high",
                "distribution",
                "volume",
                "value_per_unit",
                "adoption_assumed",
                "cashable",
                "source",
            ),
        ),
        Part(
            CostLine,
            columns=(
                "name",
                "kind",
                "amount",
                "low",
                "high",
                "from",
                "to",
                "funded",
            ),
        ),
        Part(
            CostActual,
            columns=(
                "cost_line",
                "month",
                "amount",
            ),
        ),
        Part(
            Checkpoint,
            columns=(
                "what",
                "metric",
                "date",
                "expected_low",
                "expected_high",
                "actual",
            ),
        ),
        Part(
            Promise,
            columns=(
                "text",
                "told_by",
                "told_to",
                "told_on",
                "kind",
                "value",
                "due",
                "withdrawn_on",
            ),
        ),
    )
