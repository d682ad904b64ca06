"""When a criterion is due, from the pilot's gates (failure_modes.toml, "When a criterion is due")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from cxworkbench.conditions.catalogue import GATE_ORDER
from cxworkbench.plan import Plan
from db.models import Cohort, Decision, Gate, Phase, Pilot, RecoveryCase, Review, Tool

#: Without any gate date, Frame is due this long after the pilot was added.
DAYS_TO_FRAME = 28
#: Operating criteria are due so many days after go-live at the latest.
DAYS_TO_OPERATION = 28
#: What falls due within this many days, the last one included, puts a condition at risk.
SOON = 14
#: The gate whose criteria are looked at in every review once the pilot is live.
OPERATING = GATE_ORDER[-1]
#: Decisions that may move a date that was reached.
_MAY_MOVE = frozenset({"pass gate", "hold", "pause", "relaunch", "amend", "agree", "other"})


def gates_of(plan: Plan, pilot: Pilot) -> dict[str, Gate]:
    """A pilot's gates by kind."""
    return {gate.kind_: gate for gate in plan.of_pilot(Gate, pilot)}


def due_days(plan: Plan, pilot: Pilot) -> Mapping[str, date | None]:
    """For each gate, the day from which its criteria are due; None while no date is known.

    That is the earlier of the planned date and the day the gate was passed; a gate without a date takes the next
    later gate's; without any, Frame is due 28 days after the pilot was added, Prepare once a tool is signed, Measure
    and Go-live once a cohort is live. Operating criteria are due from the first review after go-live, 28 days after
    it at the latest. What would fall due during a pause waits for the relaunch.
    """
    gates = gates_of(plan, pilot)
    due: dict[str, date | None] = dict.fromkeys(GATE_ORDER)
    later: date | None = None
    for kind in reversed(GATE_ORDER):
        later = _own_day(plan, pilot, gates.get(kind)) or later
        due[kind] = later or _by_events(plan, pilot, kind)
    due[OPERATING] = _operating(plan, pilot, gates.get("go_live"))
    pauses = [one for one in plan.of_pilot(Phase, pilot) if one.kind_ == "paused"]
    if not pauses:
        return due
    passed = {kind: gate.passed_on for kind, gate in gates.items()}
    return {kind: _after_pause(plan, pilot, pauses, day, passed.get(kind)) for kind, day in due.items()}


def _own_day(plan: Plan, pilot: Pilot, gate: Gate | None) -> date | None:
    if gate is None:
        return None
    planned, passed = _planned(plan, pilot, gate), gate.passed_on
    if planned is None or passed is None:
        return planned or passed
    return min(planned, passed)


def _planned(plan: Plan, pilot: Pilot, gate: Gate) -> date | None:
    """The planned date that counts: one that was reached stays unless a recorded decision moved it."""
    for moved_on, before in plan.moves_of(gate):
        if moved_on >= before and not _was_decided(plan, pilot, gate, before, moved_on):
            return before if gate.planned_on is None else min(before, gate.planned_on)
    return gate.planned_on


def _was_decided(plan: Plan, pilot: Pilot, gate: Gate, before: date, moved_on: date) -> bool:
    for one in plan.of_pilot(Decision, pilot, programme_too=True):
        if one.date is None:
            continue
        about_it = one.id == gate.decision or one.kind_ in _MAY_MOVE
        if about_it and before <= one.date <= moved_on:
            return True
    return False


def _by_events(plan: Plan, pilot: Pilot, kind: str) -> date | None:
    """When a gate is due though neither it nor a later one has a date."""
    if kind == "frame":
        added = plan.added_on(pilot)
        return None if added is None else added + timedelta(days=DAYS_TO_FRAME)
    if kind == "prepare":
        signed = (one.signed_on for one in plan.of_pilot(Tool, pilot))
        return min((day for day in signed if day is not None), default=None)
    if kind in {"measure", "go_live"}:
        live = (one.live_on for one in plan.of_pilot(Cohort, pilot))
        return min((day for day in live if day is not None), default=None)
    return None


def _operating(plan: Plan, pilot: Pilot, go_live: Gate | None) -> date | None:
    if go_live is None or go_live.passed_on is None:
        return None
    live = go_live.passed_on
    days = [live + timedelta(days=DAYS_TO_OPERATION)]
    for one in plan.of_pilot(Review, pilot, programme_too=True):
        held = one.done or (None if one.planned is None else plan.day_of(one.planned))
        if one.kind_ == "sponsor" and held is not None and held > live:
            days.append(held)
    return min(days)


def _after_pause(
    plan: Plan, pilot: Pilot, pauses: Sequence[Phase], due: date | None, passed: date | None
) -> date | None:
    if due is None or passed is not None:
        return due
    for phase in pauses:
        if due <= phase.started_on:
            continue
        if phase.ended_on is not None:
            due = max(due, phase.ended_on)
            continue
        waits = _relaunch(plan, pilot)
        if waits is None or due < waits:
            return waits
    return due


def _relaunch(plan: Plan, pilot: Pilot) -> date | None:
    """The relaunch date of the recovery that isn't over."""
    open_cases = [one for one in plan.of_pilot(RecoveryCase, pilot) if one.ended_on is None]
    newest = max(open_cases, key=lambda one: one.started_on, default=None)
    return None if newest is None else newest.relaunch_on
