"""What the head of the Metrics page says of a metric: since when it is frozen, and how it is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxworkbench import formats

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.judged_metric import MetricState

_CADENCES = {"day": "Daily", "week": "Weekly", "month": "Monthly"}


def since(assessment: Assessment, state: MetricState) -> str:
    """Since when the thresholds hold: frozen, or only set."""
    from cxworkbench.frameworks import in_force
    from cxworkbench.late_metrics import as_judged, came_after, decides

    metric = state.metric
    if came_after(assessment.plan, metric, assessment.as_of) is not None and not decides(
        as_judged(assessment.plan, metric, assessment.as_of)
    ):
        return "Came after the freeze, decides nothing"
    frozen = in_force(assessment.plan, metric.pilot, assessment.as_of)
    if frozen is not None and frozen.frozen_on is not None:
        return f"Frozen {formats.day(frozen.frozen_on)}"
    return "" if metric.defined_on is None else f"Thresholds set {formats.day(metric.defined_on)}"


def definition(state: MetricState) -> str:
    """What is measured, how often, from where."""
    metric = state.metric
    parts = []
    if metric.definition:
        parts.append(metric.definition.strip().rstrip("."))
    parts.append(_CADENCES.get(metric.cadence or "", ""))
    parts.append(f"Source: {metric.source}" if metric.source else "")
    return ". ".join(part for part in parts if part) + "."
