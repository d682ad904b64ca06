"""Metrics that came after a freeze: they are shown and decide nothing, until an amendment lets them.

The framework that was signed says which metrics confirm a pilot and which may pause it. One that isn't in it has the
role that the framework gives it: none. So nobody can add the metric that happens to look good once readings are known.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cxworkbench.frameworks import amendments_of, holds, in_force
from db.models import Metric

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from db.models import Framework

#: What lets a metric decide, and what it is where it decides nothing.
DECIDING = {"role": "secondary", "guardrail_limit": None}


def decides(metric: Metric) -> bool:
    """Whether a metric confirms its pilot or may pause it."""
    return metric.role in {"primary", "guardrail"} or metric.guardrail_limit is not None


def came_after(plan: Plan, metric: Metric, on: date) -> Framework | None:
    """The framework in force on a day, where the metric isn't in it; None where it is, or nothing is frozen."""
    framework = in_force(plan, metric.pilot or "", on)
    return None if framework is None or holds(framework, metric) else framework


def as_judged(plan: Plan, metric: Metric, on: date) -> Metric:
    """The metric as it may decide on a day: what no amendment let it decide is left out of one that came late."""
    if not decides(metric) or came_after(plan, metric, on) is None:
        return metric
    let = {one.field for one in amendments_of(plan, metric) if one.agreed_on is None or one.agreed_on <= on}
    return metric.with_values(**{name: value for name, value in DECIDING.items() if name not in let})
