"""What a waiver let pass that has ended while it is still missing: mandatory controls (statistics.md b6, row 2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import resources
from cxworkbench import formats
from cxworkbench.assessment import CriterionResult, PilotState
from cxworkbench.clauses import NO_DATE, Clause
from cxworkbench.conditions.overruled import last_day, waiver_in_force
from cxworkbench.conditions.rating import scope_of
from cxworkbench.naming import code_of
from cxworkbench.plan import Plan, Ref
from db.models import Control, Pilot, Waiver


def no_longer_waived(plan: Plan, state: PilotState, as_of: date) -> list[Clause]:
    """Mandatory controls that are still not in place though the waiver that let them pass has ended.

    A waiver names the control, or the criterion that asks for controls; what another waiver in force covers still is.
    """
    waivers = plan.of_pilot(Waiver, state.pilot, programme_too=True)
    if all(_ended(one, as_of) is None for one in waivers):
        return []
    standing = [one for one in waivers if waiver_in_force(one, as_of)]
    flags = scope_of(plan, state.pilot, as_of).flags() or frozenset()
    asks = {one.id: one for rating in state.ratings for one in rating.results if _asks_for_controls(one)}
    found: dict[str, Clause] = {}
    for waiver in sorted(waivers, key=lambda one: _ended(one, as_of) or date.min):
        day = _ended(waiver, as_of)
        if day is None:
            continue
        said = f"not in place, {code_of(waiver)} ended {formats.near_day(day, as_of)}"
        ref = Ref("waiver", waiver.id)
        control = _of_control(plan, waiver)
        if control is not None:
            if _is_missing(control, state.pilot, flags) and not any(
                _covers(one, control, asks) for one in standing
            ):
                due = NO_DATE if control.next_due is None else formats.near_day(control.next_due, as_of)
                refs = (Ref("control", control.id), ref)
                found[control.id] = Clause(control.name, said, "in place", due, "hold", refs)
            continue
        for id in waiver.criteria:
            result = asks.get(id)
            if result is not None and result.is_open and not result.cover:
                behind = (*result.evidence, ref)
                found[id] = Clause(result.detail or result.text, said, "in place", NO_DATE, "hold", behind)
    return list(found.values())


def _ended(waiver: Waiver, as_of: date) -> date | None:
    """The day up to which a waiver held that holds no more: its last one, or that on which it was closed."""
    days = []
    last = last_day(waiver)
    if last is not None and last < as_of:
        days.append(last)
    if waiver.closed_on is not None and waiver.closed_on <= as_of:
        days.append(waiver.closed_on)
    return min(days, default=None)


def _mandatory() -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in resources.toml("governance")["control"] if entry["mandatory"]}


def _asks_for_controls(one: CriterionResult) -> bool:
    """Whether a criterion asks that mandatory controls are in place."""
    criterion = one.criterion
    values = criterion.param.get("values")
    return criterion.subject == Control.kind and (
        criterion.param.get("list") == "governance.control"
        or (criterion.rule == "covers" and bool(values) and set(values or ()) <= _mandatory().keys())
    )


def _of_control(plan: Plan, waiver: Waiver) -> Control | None:
    kind, _, id = (waiver.record or "").partition("/")
    return plan.get(Control, id) if kind == Control.kind else None


def _is_missing(control: Control, pilot: Pilot, flags: frozenset[str]) -> bool:
    """Whether a control of a pilot is mandatory for it and not in place."""
    entry = _mandatory().get(control.catalogue_id or "")
    if entry is None or control.pilot != pilot.id or control.status == "in place":
        return False
    if control.not_needed_reason and control.not_needed_by:
        return False
    return not flags.isdisjoint(entry["applies_to"])


def _covers(waiver: Waiver, control: Control, asks: Mapping[str, CriterionResult]) -> bool:
    """Whether a waiver lets a control be missing: it names it, or names no control and a criterion that asks for it."""
    kind, _, id = (waiver.record or "").partition("/")
    return id == control.id if kind == Control.kind else not asks.keys().isdisjoint(waiver.criteria)
