"""When a criterion is due, from the pilot's gates (failure_modes.toml, "When a criterion is due")."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from cxworkbench.conditions.catalogue import GATE_ORDER
from cxworkbench.plan import Plan
from db.models import Gate, Pilot

#: Without any gate date, Frame is due this long after the pilot was added.
DAYS_TO_FRAME = 28
#: What falls due within this many days, the last one included, puts a condition at risk.
SOON = 14


def gates_of(plan: Plan, pilot: Pilot) -> dict[str, Gate]:
    """A pilot's gates by kind."""
    return {gate.kind_: gate for gate in plan.of_pilot(Gate, pilot)}


def due_days(plan: Plan, pilot: Pilot) -> Mapping[str, date | None]:
    """For each gate, the day from which its criteria are due; None while no date is known.

    That is the earlier of the planned date and the day the gate was passed; a gate without a date takes the next
    later gate's; without any, Frame is due 28 days after the pilot was added.
    """
    gates = gates_of(plan, pilot)
    own = {kind: _own_day(gates.get(kind)) for kind in GATE_ORDER}
    due: dict[str, date | None] = {}
    for place, kind in enumerate(GATE_ORDER):
        later = (own[other] for other in GATE_ORDER[place:])
        due[kind] = next((day for day in later if day is not None), None)
    if due["frame"] is None:
        added = plan.added_on(pilot)
        due["frame"] = None if added is None else added + timedelta(days=DAYS_TO_FRAME)
    return due


def _own_day(gate: Gate | None) -> date | None:
    if gate is None:
        return None
    known = [day for day in (gate.planned_on, gate.passed_on) if day is not None]
    return min(known) if known else None
