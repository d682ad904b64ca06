"""What changed since the last review: two judgements of the plan laid side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cxworkbench import formats
from cxworkbench.assessment import CONDITION_WORDS, VERDICT_WORDS, Difference, PilotState
from cxworkbench.plan import Plan, Ref
from cxworkbench.value_words import lowered
from db.models import Gate, Milestone, Pilot
from db.models.pilots import GATES

_STATUS = dict(Pilot.fields["status"].choices or {})
_GUARDED = {"clear": "Clear", "watch": "Watch", "breached": "Breached", "not_enough_data": "Not enough data"}


def differences(
    then: tuple[PilotState, ...], now: tuple[PilotState, ...], plan_then: Plan, plan_now: Plan
) -> tuple[Difference, ...]:
    """What is different now, gravest kinds first: verdicts, status, conditions, guardrails, dates, values."""
    before = {state.pilot.id: state for state in then}
    pairs = [(before.get(state.pilot.id), state) for state in now]
    known = [(old, new) for old, new in pairs if old is not None]
    found: list[Difference] = []
    for old, new in known:
        found += _verdicts(old, new)
    for old, new in known:
        found += _status(old, new)
    for old, new in known:
        found += _conditions(old, new)
    for old, new in known:
        found += _guardrails(old, new)
    found += [
        Difference("gate_current", new.pilot.name, formats.MISSING, "added", (Ref("pilot", new.pilot.id),))
        for old, new in pairs
        if old is None
    ]
    found += _slips(plan_then, plan_now)
    for old, new in known:
        found += _values(old, new)
    return tuple(found)


def _verdicts(old: PilotState, new: PilotState) -> Iterator[Difference]:
    if old.verdict != new.verdict:
        yield Difference(
            new.verdict,
            new.pilot.name,
            VERDICT_WORDS[old.verdict],
            VERDICT_WORDS[new.verdict],
            (Ref("pilot", new.pilot.id),),
        )


def _conditions(old: PilotState, new: PilotState) -> Iterator[Difference]:
    was = {rating.condition: rating.state for rating in old.ratings}
    for rating in new.ratings:
        if rating.condition in was and was[rating.condition] != rating.state:
            yield Difference(
                rating.state,
                f"{new.pilot.name} {lowered(rating.name)}",
                CONDITION_WORDS[was[rating.condition]],
                rating.word,
                tuple(ref for result in rating.results for ref in result.evidence),
            )


def _guardrails(old: PilotState, new: PilotState) -> Iterator[Difference]:
    was = {state.metric.id: state.guardrail for state in old.metrics}
    for state in new.metrics:
        before = was.get(state.metric.id)
        if before is None or state.guardrail is None or before.status == state.guardrail.status:
            continue
        if "breached" not in {before.status, state.guardrail.status}:
            continue
        glyph = "guardrail_breached" if state.guardrail.status == "breached" else "met"
        yield Difference(
            glyph,
            state.metric.name,
            _GUARDED[before.status],
            _GUARDED[state.guardrail.status],
            (Ref("metric", state.metric.id),),
        )


def _status(old: PilotState, new: PilotState) -> Iterator[Difference]:
    if old.pilot.status != new.pilot.status:
        glyph = {"paused": "gate_held", "stopped": "gate_held"}.get(new.pilot.status or "", "gate_passed")
        yield Difference(
            glyph,
            new.pilot.name,
            _STATUS.get(old.pilot.status or "", formats.MISSING),
            _STATUS.get(new.pilot.status or "", formats.MISSING),
            (Ref("pilot", new.pilot.id),),
        )


def _slips(then: Plan, now: Plan) -> Iterator[Difference]:
    """Dates of gates and milestones that moved, the largest slip first."""
    moved: list[tuple[int, Difference]] = []
    gates = {gate.id: gate for gate in then.all(Gate)}
    for gate in now.all(Gate):
        old = gates.get(gate.id)
        if old is None or gate.passed_on or old.planned_on is None or gate.planned_on is None:
            continue
        pilot = now.get(Pilot, gate.pilot)
        name = f"{pilot.name if pilot else ''} {GATES[gate.kind_]} gate".strip()
        moved += _moved(name, old.planned_on, gate.planned_on, Ref("gate", gate.id, "planned_on"))
    milestones = {one.id: one for one in then.all(Milestone)}
    for one in now.all(Milestone):
        before = milestones.get(one.id)
        if before is None or one.done:
            continue
        was, is_now = before.forecast or before.planned, one.forecast or one.planned
        if was is not None and is_now is not None:
            moved += _moved(one.title, was, is_now, Ref("milestone", one.id, "forecast"))
    moved.sort(key=lambda pair: -pair[0])
    return (difference for _, difference in moved)


def _moved(name: str, was: date, now: date, ref: Ref) -> list[tuple[int, Difference]]:
    days = (now - was).days
    if not days:
        return []
    state = "at_risk" if days > 0 else "met"
    return [(days, Difference(state, name, formats.short_day(was), formats.short_day(now), (ref,)))]


def _values(old: PilotState, new: PilotState) -> Iterator[Difference]:
    was = {state.metric.id: state for state in old.metrics}
    for state in new.metrics:
        before = was.get(state.metric.id)
        if before is None or before.latest is None or state.latest is None or state.rule.role == "secondary":
            continue
        if before.latest_text != state.latest_text:
            yield Difference(
                state.state,
                state.metric.name,
                before.latest_text,
                state.latest_text,
                (Ref("metric", state.metric.id),),
            )
