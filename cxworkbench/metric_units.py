"""Values that are in the unit of a record's metric: thresholds, baselines, targets."""

from __future__ import annotations

from collections.abc import Callable

from db.models import Metric, Objective
from db.records import Record

#: Fields whose value is in the unit of the record's metric.
IN_METRIC_UNIT = frozenset(
    {
        ("objective", "baseline_value"),
        ("objective", "target_value"),
        *(("metric", name) for name in ("baseline_value", "success_threshold", "scale_threshold")),
        *(("metric", name) for name in ("stop_threshold", "guardrail_limit")),
    }
)


def metric_of(record: Record | None, find: Callable[[str], Record | None]) -> Metric | None:
    """The metric in whose unit a record's values are: itself, or the one that an objective names."""
    found = find(record.metric or "") if isinstance(record, Objective) else record
    return found if isinstance(found, Metric) else None


def impossible(metric: Metric, value: float) -> str:
    """Why a metric can't have a value; empty where it can."""
    if metric.kind_ == "proportion":
        top = 100 if metric.unit == "percent" else 1
        if not 0 <= value <= top:
            return f"a share lies between 0 and {top}{'%' if top == 100 else ''}"
    if metric.kind_ == "count" and value < 0:
        return "a count can't be below 0"
    if metric.unit == "seconds" and value < 0:
        return "a length of time can't be below 0"
    return ""
