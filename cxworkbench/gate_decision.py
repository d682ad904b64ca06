"""Deciding on a gate: what a decision needs before it may be recorded, and what recording it writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cxworkbench.gate_page import GatePage, Need
from cxworkbench.recommendation import Recommendation
from db.errors import FieldError
from db.models import Action, Decision, GateCondition, Override, Phase, Pilot, Review

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from db.change import Change

PASS, HOLD, PAUSE, STOP = "pass", "hold", "pause", "stop"
CHOICES = {PASS: "Pass", HOLD: "Hold", PAUSE: "Pause", STOP: "Stop"}
#: What a choice is in the words of the recommendation: passing Decide is going on to scale.
_AS_OUTCOME = {PASS: "scale", HOLD: "hold", PAUSE: "pause", STOP: "stop"}
#: Better to worse; what is better than recommended goes against the rule as what is worse does.
_KIND = {PASS: "pass gate", HOLD: "hold", PAUSE: "pause", STOP: "stop"}


@dataclass(frozen=True)
class Asked:
    """A condition as it is drafted: what must be done, by whom, by when, and the criteria that it covers (ids)."""

    text: str
    owner: str | None = None
    due: date | None = None
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A decision that is not recorded yet."""

    choice: str = PASS
    decided_by: str | None = None
    second_reader: str | None = None
    reason: str = ""
    conditions: tuple[Asked, ...] = field(default=())


def uncovered(page: GatePage, draft: Draft) -> list[Need]:
    """What passing still needs beyond the draft: blockers without a waiver, majors without a condition."""
    covered = {id for one in draft.conditions if is_whole(one) for id in one.covers}
    return [
        need
        for need in page.needs
        if not need.is_covered and not (need.needs == "condition" and need.criterion in covered)
    ]


def is_whole(condition: Asked) -> bool:
    """Whether a condition says what, who and when."""
    return bool(condition.text.strip()) and condition.owner is not None and condition.due is not None


def is_against(draft: Draft, page: GatePage, advice: Recommendation | None) -> bool:
    """Whether a decision goes against what the rule recommends; only the gate Decide is decided by the rule."""
    if advice is None or page.gate.gate.kind_ != "decide":
        return False
    return _AS_OUTCOME[draft.choice] != advice.outcome


def lacking(page: GatePage, draft: Draft, advice: Recommendation | None) -> str:
    """What a draft lacks before it may be recorded, in a few words; empty where nothing."""
    if draft.decided_by is None:
        return "Needs who decides"
    if draft.choice == PASS:
        if page.gate.gate.passed_on is not None:
            return "Is passed already"
        half = [one for one in draft.conditions if one.text.strip() and not is_whole(one)]
        if half:
            return "Each condition needs an owner and a date"
        needs = uncovered(page, draft)
        waivers = [one for one in needs if one.needs == "waiver"]
        if waivers:
            return f"Needs a waiver: {waivers[0].text}"
        if needs:
            return f"Needs a condition: {needs[0].text}"
    elif not draft.reason.strip():
        return "Needs a reason"
    if is_against(draft, page, advice):
        if not draft.reason.strip():
            return "Against the recommendation: needs a reason"
        if draft.second_reader is None:
            return "Needs a second reader"
        if draft.second_reader == draft.decided_by:
            return "The second reader must be another person"
    return ""


def record(
    change: Change,
    plan: Plan,
    pilot: Pilot,
    page: GatePage,
    draft: Draft,
    advice: Recommendation | None,
    on: date,
) -> Decision:
    """Write a decision with all that follows from it, inside a change.

    Passing: the gate's day, its conditions, each with an action. Holding: the gate waits. Pausing and stopping: the
    pilot's status, and where it was live a phase. Against the recommendation: an override, judged at the next review.

    Raises:
        FieldError: the draft lacks something.
    """
    lacks = lacking(page, draft, advice)
    if lacks:
        raise FieldError(
            lacks[:1].lower() + lacks[1:], kept="nothing was recorded", to_do="complete the decision"
        )
    gate = page.gate.gate
    name = gate.fields["kind"].choices or {}
    title = name.get(gate.kind_, gate.kind_)
    outcome = {PASS: "Passed", HOLD: "Held", PAUSE: "Paused", STOP: "Stopped"}[draft.choice]
    if draft.choice == PASS and draft.conditions:
        outcome = "Passed with conditions"
    decision = change.add(
        Decision(
            pilot=pilot,
            kind_=_KIND[draft.choice],
            question=f"{'Pass' if draft.choice == PASS else CHOICES[draft.choice]} {title}?",
            asked_on=on,
            asked_of=draft.decided_by,
            date=on,
            decided_by=draft.decided_by,
            outcome=outcome,
            reason=draft.reason.strip() or None,
        )
    )
    if draft.choice == PASS:
        change.set(gate, passed_on=on, decision=decision, held=False)
        made = [_condition(change, pilot, gate.id, one) for one in draft.conditions if one.text.strip()]
        if made:
            change.set(decision, conditions=made)
    elif draft.choice == HOLD:
        change.set(gate, held=True, decision=decision)
    else:
        _leave(change, plan, pilot, draft.choice, decision, on)
    if is_against(draft, page, advice):
        assert advice is not None
        change.add(
            Override(
                pilot=pilot,
                of="recommendation",
                decision=decision,
                said=advice.outcome.capitalize(),
                chosen=_AS_OUTCOME[draft.choice].capitalize(),
                reason=draft.reason.strip(),
                by=draft.decided_by,
                second_reader=draft.second_reader,
                made_on=on,
                judge_on=_next_review(plan, on),
            )
        )
    return decision


def _condition(change: Change, pilot: Pilot, gate: str, one: Asked) -> GateCondition:
    """A condition and the action that it becomes."""
    action = change.add(Action(pilot=pilot, text=one.text.strip(), owner=one.owner, due=one.due))
    return change.add(
        GateCondition(
            pilot=pilot,
            gate=gate,
            text=one.text.strip(),
            owner=one.owner,
            due=one.due,
            action=action,
            covers=one.covers,
        )
    )


def _leave(change: Change, plan: Plan, pilot: Pilot, choice: str, decision: Decision, on: date) -> None:
    was_live = pilot.status == "live"
    change.set(pilot, status="paused" if choice == PAUSE else "stopped")
    running = [one for one in plan.of_pilot(Phase, pilot) if one.ended_on is None and one.started_on < on]
    for one in running:
        change.set(one, ended_on=on)
    if choice == PAUSE and was_live:
        change.add(Phase(pilot=pilot, kind_="paused", started_on=on, decision=decision))


def _next_review(plan: Plan, on: date) -> date | None:
    """The first review planned after a day: there it is asked whether an override was right."""
    planned = (plan.day_of(one.planned) for one in plan.all(Review) if one.planned is not None)
    return min((day for day in planned if day > on), default=None)
