"""What a decision to scale cites: the newest readings of the metrics that decide, with their sample sizes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from cxworkbench.measurement.local_days import local_start
from db.models import Metric

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from db.models import Pilot

#: The criterion that asks for them.
CRITERION = "roi_scale_on_evidence"
#: So many of each metric: the latest month of weeks, on which a verdict rests too.
NEWEST = 4


def readings_to_cite(plan: Plan, pilot: Pilot, as_of: date) -> list[dict[str, Any]]:
    """The newest closed readings of a pilot's primary and guardrail metrics, as a decision cites them.

    Each says metric (id), from and to (the first day after), value in the metric's unit, and n; None where it isn't
    known. Readings that were set aside are left out.
    """
    found = []
    closed = local_start(as_of, plan.zone.key)
    for metric in plan.of_pilot(Metric, pilot):
        if metric.role not in {"primary", "guardrail"} and metric.guardrail_limit is None:
            continue
        readings = plan.readings(metric)
        readings = readings.where(~readings.excluded & (readings.period_to <= closed))
        for place in np.argsort(readings.period_from, kind="stable")[-NEWEST:].tolist():
            start, end = (
                plan.day_of(datetime.fromtimestamp(int(moments[place]), UTC))
                for moments in (readings.period_from, readings.period_to)
            )
            n = float(readings.n[place])
            found.append(
                {
                    "metric": metric.id,
                    "from": start.isoformat(),
                    "to": end.isoformat(),
                    "value": float(readings.value[place]),
                    "n": n if np.isfinite(n) else None,
                }
            )
    return found


def short_of_evidence(cited: list[dict[str, Any]], least: int) -> str:
    """What cited readings lack for a decision to scale, in a few words; empty where there are enough with n."""
    counted = sum(one["n"] is not None for one in cited)
    return "" if counted >= least else f"Scale decision cites {counted} readings with n, needs {least}"
