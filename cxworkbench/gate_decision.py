"""Deciding on a gate: what a decision needs before it may be recorded, and what recording it writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from cxworkbench.gate_page import GatePage, Need
from cxworkbench.phases import begin_phase
from cxworkbench.recommendation import Recommendation
from cxworkbench.review.dates import review_days
from cxworkbench.scale_evidence import readings_to_cite
from db.errors import FieldError
from db.models import Action, Decision, GateCondition, Override, Pilot, RecoveryCase

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from db.change import Change

PASS, HOLD, PAUSE, STOP = "pass", "hold", "pause", "stop"
CHOICES = {PASS: "Pass", HOLD: "Hold", PAUSE: "Pause", STOP: "Stop"}
#: What a choice is in the words of the recommendation: passing Decide is going on to scale.
_AS_OUTCOME = {PASS: "scale", HOLD: "hold", PAUSE: "pause", STOP: "stop"}
#: Better to worse; what is better than recommended goes against the rule as what is worse does.
_KIND = {PASS: "pass gate", HOLD: "hold", PAUSE: "pause", STOP: "stop"}
#: Passing this gate is the decision to scale.
_SCALES = "decide"


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
    """Whether a decision goes against what the rule recommends.

    Pausing and stopping do at any gate; passing and holding at Decide only, which is the gate that the rule decides.
    """
    if advice is None or (page.gate.gate.kind_ != "decide" and draft.choice not in {PAUSE, STOP}):
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

    A decision that was asked for the gate is the one that is taken. Passing: the gate's day, its conditions, each with
    an action; a pilot is live from Go-live on and scaled by Scale, and passing Decide is the decision to scale, which
    cites the newest readings. Holding: the gate waits. Pausing and stopping: the pilot's status, and where it was live
    a phase. Against the recommendation: an override, judged at the next review.

    Raises:
        FieldError: the draft lacks something.
    """
    lacks = lacking(page, draft, advice)
    if lacks:
        raise FieldError(
            lacks[:1].lower() + lacks[1:], kept="nothing was recorded", to_do="complete the decision"
        )
    gate = page.gate.gate
    decision = _taken(change, plan, pilot, page, draft, on)
    if draft.choice == PASS:
        change.set(gate, passed_on=on, decision=decision, held=False)
        made = [_condition(change, pilot, gate.id, one) for one in draft.conditions if one.text.strip()]
        if made:
            change.set(decision, conditions=made)
        _go_on(change, plan, pilot, gate.kind_, decision, on)
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


def _taken(change: Change, plan: Plan, pilot: Pilot, page: GatePage, draft: Draft, on: date) -> Decision:
    """The decision itself: the one that was asked for the gate, now taken; a new one where none was."""
    gate = page.gate.gate
    title = (gate.fields["kind"].choices or {}).get(gate.kind_, gate.kind_)
    outcome = {PASS: "Passed", HOLD: "Held", PAUSE: "Paused", STOP: "Stopped"}[draft.choice]
    if draft.choice == PASS and draft.conditions:
        outcome = "Passed with conditions"
    scales = draft.choice == PASS and gate.kind_ == _SCALES
    taken: dict[str, Any] = {
        "kind": "scale" if scales else _KIND[draft.choice],
        "date": on,
        "decided_by": draft.decided_by,
        "outcome": outcome,
        "reason": draft.reason.strip() or None,
        "cites": readings_to_cite(plan, pilot, on) if scales else None,
    }
    asked = _asked(plan, pilot, title)
    if asked is not None:
        # What was asked keeps its words where the decision gives none of its own.
        change.set(asked, **{**taken, "reason": taken["reason"] or asked.reason})
        return asked
    question = f"{'Pass' if draft.choice == PASS else CHOICES[draft.choice]} {title}?"
    return change.add(
        Decision(pilot=pilot, question=question, asked_on=on, asked_of=draft.decided_by, **taken)
    )


def _asked(plan: Plan, pilot: Pilot, title: str) -> Decision | None:
    """The decision on a gate that was asked and not taken yet: its question names the gate; the longest waiting."""
    waiting = [
        one
        for one in plan.of_pilot(Decision, pilot)
        if one.date is None and one.kind_ in {"pass gate", "scale"} and title in (one.question or "")
    ]
    return min(waiting, key=lambda one: (one.asked_on is None, one.asked_on, one.id), default=None)


def _go_on(change: Change, plan: Plan, pilot: Pilot, gate: str, decision: Decision, on: date) -> None:
    """What passing a gate makes of the pilot: live from Go-live on, with a phase; scaled by Scale."""
    if gate == "go_live" and pilot.status not in {"live", "paused", "scaled", "stopped"}:
        change.set(pilot, status="live")
        begin_phase(change, plan, pilot, "live", decision, on)
    elif gate == "scale" and pilot.status == "live":
        change.set(pilot, status="scaled")


def _leave(change: Change, plan: Plan, pilot: Pilot, choice: str, decision: Decision, on: date) -> None:
    """Pause or stop the pilot: where it was in use a phase says so; stopping ends a recovery that runs."""
    was_live = pilot.status == "live"
    change.set(pilot, status="paused" if choice == PAUSE else "stopped")
    if choice == STOP:
        begin_phase(change, plan, pilot, "stopped", decision, on)
        for case in plan.of_pilot(RecoveryCase, pilot):
            if case.ended_on is None:
                change.set(case, ended_on=on, outcome="stop")
    elif was_live:
        begin_phase(change, plan, pilot, "paused", decision, on)


def _next_review(plan: Plan, on: date) -> date | None:
    """The first sponsor review planned after a day: there it is asked whether an override was right."""
    _, planned = review_days(plan, on)
    return next((day for day in planned if day > on), None)
