"""Where a pilot stands on its way through the six gates."""

from __future__ import annotations

from datetime import date

from cxworkbench import formats
from cxworkbench.assessment import GateState
from cxworkbench.conditions.catalogue import GATE_ORDER
from cxworkbench.plan import Plan
from db.models import Gate, Pilot
from db.models.pilots import GATES


def gate_states(plan: Plan, pilot: Pilot, as_of: date) -> tuple[GateState, ...]:
    """The pilot's gates in their order: passed, then the current one (held if so marked), then those ahead."""
    gates = {gate.kind_: gate for gate in plan.of_pilot(Gate, pilot)}
    states = []
    current_found = False
    for kind in GATE_ORDER:
        gate = gates.get(kind)
        if gate is None:
            continue
        if gate.passed_on is not None and gate.passed_on <= as_of:
            state, note = "passed", formats.near_day(gate.passed_on, as_of)
        elif not current_found:
            state = "held" if gate.held else "current"
            note = "held" if gate.held else _due(gate, as_of)
            current_found = True
        else:
            state = "ahead"
            note = formats.near_day(gate.planned_on, as_of) if gate.planned_on else formats.MISSING
        states.append(GateState(gate, GATES[kind], state, note))
    return tuple(states)


def _due(gate: Gate, as_of: date) -> str:
    if gate.planned_on is None:
        return "no date"
    word = "was" if gate.planned_on < as_of else "due"
    return f"{word} {formats.near_day(gate.planned_on, as_of)}"


def gate_line(states: tuple[GateState, ...]) -> str:
    """The gates in one line: "4 of 6 gates passed · Decide due 12 Mar"."""
    passed = sum(state.state == "passed" for state in states)
    line = f"{passed} of {len(states)} gates passed"
    current = next((state for state in states if state.state in {"current", "held"}), None)
    return f"{line} · {current.name} {current.note}" if current is not None else line
