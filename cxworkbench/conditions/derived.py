"""Fields that criteria name and that no table holds, or not always: computed from the plan, each in one place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cxworkbench.stakeholders import decision_limit
from db.models import Metric

if TYPE_CHECKING:
    from cxworkbench.conditions.scope import PilotScope


def _last_tested(scope: PilotScope, control: Any) -> date | None:
    """The day of a control's newest run."""
    runs = scope.linked("control_run", "control", control.id)
    return max((one.run_on for one in runs if one.run_on <= scope.as_of), default=None)


def _decision_limit(scope: PilotScope, _programme: Any) -> int:
    """The sponsor's limit; where it was cleared, the usual one: an empty limit would let every delay pass."""
    return decision_limit(scope.plan)


def _cites(scope: PilotScope, decision: Any) -> list[dict[str, Any]]:
    """The readings that a decision cites, as records that paths can follow; only those in the plan."""
    given = decision.cites
    found = [_cited(scope, one) for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    return [one for one in found if one is not None]


def _cited(scope: PilotScope, cite: dict[str, Any]) -> dict[str, Any] | None:
    plan = scope.plan
    metric = plan.get(Metric, str(cite.get("metric") or ""))
    day = _day(cite.get("from"))
    if metric is None or day is None:
        return None
    readings = plan.readings(metric)
    start = int(datetime(day.year, day.month, day.day, tzinfo=plan.zone).timestamp())
    places = (abs(readings.period_from - start) < timedelta(hours=14).total_seconds()).nonzero()[0]
    if not len(places):
        return None
    n = cite.get("n")
    return {
        "id": f"{metric.id}/{day}",
        "series": {"metric": metric},
        "value": cite.get("value"),
        "n": n if isinstance(n, int | float) and not isinstance(n, bool) else None,
    }


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


#: (kind, name): how it is computed. A pilot's dates are read from its gates: one truth.
DERIVED: dict[tuple[str, str], Callable[[PilotScope, Any], Any]] = {
    ("pilot", "go_live_date"): lambda scope, _: scope.gate_day("go_live"),
    ("pilot", "pilot_start"): lambda scope, _: scope.gate_day("go_live"),
    ("pilot", "pilot_end"): lambda scope, _: scope.gate_day("decide"),
    ("programme", "sponsor_decision_limit"): _decision_limit,
    ("control", "last_tested"): _last_tested,
    ("decision", "cites"): _cites,
}
