"""Rules that compare with the reference: how large an effect may be, and how early (failure_modes.toml, header)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import resources
from cxworkbench.conditions.catalogue import Catalogue, Criterion
from cxworkbench.conditions.findings import Missing, Outcome, evidence_of
from cxworkbench.conditions.objective import reference_effect
from cxworkbench.conditions.scope import PilotScope
from db.models import Benefit, Framework, Metric

#: No benefit is at its full value so many months after go-live.
NEVER_FULL_BEFORE = 3


def not_above_reference(
    _criterion: Criterion, scope: PilotScope, records: list[Any], _: Catalogue
) -> Outcome | None:
    """No expected value exceeds the reference, unless it was measured here or is justified in writing."""
    if not records:
        return None
    missing = [
        Missing(one, ("expected",), {"allowed": allowed_effect(scope, one)})
        for one in records
        if not _may_be(scope, one)
    ]
    return Outcome(not missing, evidence=evidence_of(missing, records), missing=tuple(missing))


def _may_be(scope: PilotScope, benefit: Benefit) -> bool:
    if benefit.expected is None:
        return False
    if _is_filled(benefit.justification) or names_measurement(scope, benefit.source):
        return True
    metric = scope.plan.get(Metric, benefit.metric)
    allowed = allowed_effect(scope, benefit)
    if metric is None or allowed is None:
        return False
    return benefit.expected <= allowed if metric.direction == "up" else benefit.expected >= allowed


def allowed_effect(scope: PilotScope, benefit: Benefit) -> Decimal | None:
    """The largest expected effect that the reference supports, in the metric's unit; None where it can't be said.

    No figure in the reference means nought; a change in percent is taken of the metric's baseline.
    """
    metric = scope.plan.get(Metric, benefit.metric)
    if metric is None or metric.direction not in {"up", "down"}:
        return None
    effect = reference_effect(scope.pilot.deployment_type if scope.pilot else None, metric.catalogue_id)
    if effect is None:
        return Decimal(0)
    allowed = Decimal(str(effect.get("typical", effect.get("low", 0))))
    if effect["unit"] == "percent_change":
        return None if metric.baseline_value is None else allowed * metric.baseline_value / 100
    return allowed


def names_measurement(scope: PilotScope, source: str | None) -> bool:
    """Whether a source names a metric that has readings, or a frozen framework, of this programme."""
    if not _is_filled(source):
        return False
    said = " ".join(str(source).lower().split())
    for metric in scope.plan.of_pilot(Metric, scope.pilot.id if scope.pilot else ""):
        if metric.name.lower() in said and len(scope.plan.readings(metric)):
            return True
    frameworks: list[Framework] = scope.records("framework")
    return any(one.hash and one.hash.lower() in said for one in frameworks)


def not_earlier_than_reference(
    _criterion: Criterion, scope: PilotScope, records: list[Any], _: Catalogue
) -> Outcome | None:
    """No benefit starts or is full earlier than the reference ramp allows, unless justified in writing."""
    if not records:
        return None
    first, full = earliest_days(scope)
    missing = []
    for one in records:
        if _is_filled(one.justification):
            continue
        early = []
        if first is None or one.starts_on is None or one.starts_on < first:
            early.append("starts_on")
        if full is None or one.steady_on is None or one.steady_on < full:
            early.append("steady_on")
        if early:
            missing.append(Missing(one, tuple(early), {"first": first, "full": full}))
    return Outcome(not missing, evidence=evidence_of(missing, records), missing=tuple(missing))


def earliest_days(scope: PilotScope) -> tuple[date | None, date | None]:
    """The earliest days on which a benefit may start and be full; None while there is no go-live or no ramp."""
    live, entry = scope.gate_day("go_live"), _deployment(scope)
    if live is None or entry is None:
        return None, None
    ramp = entry.get("ramp", {})
    starts, steady = ramp.get("first_effect_months"), ramp.get("steady_state_months")
    first = months_after(live, starts[0]) if starts else None
    full = months_after(live, max(steady[0], NEVER_FULL_BEFORE)) if steady else None
    return first, full


def _deployment(scope: PilotScope) -> dict[str, Any] | None:
    wanted = scope.pilot.deployment_type if scope.pilot is not None else None
    entries = resources.toml("deployment_types")["deployment"]
    return next((one for one in entries if one["id"] == wanted), None)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def _is_filled(text: str | None) -> bool:
    return bool(text and text.strip())
