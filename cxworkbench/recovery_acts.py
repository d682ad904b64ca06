"""What is decided and written in a recovery: the pause, answers in their order, causes, fixes, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import resources
from cxworkbench.phases import begin_phase
from cxworkbench.recovery import STEPS, Cause, Fix, RecoveryState, StepState
from db.errors import FieldError
from db.models import (
    Action,
    Decision,
    Gate,
    Objective,
    Pilot,
    RecoveryCase,
    RecoveryCause,
    RecoveryStep,
    RoiCase,
)
from db.models.pilots import GATES

if TYPE_CHECKING:
    from cxworkbench.assessment import PilotState
    from cxworkbench.plan import Plan
    from db.change import Change

RESUME, RESHAPE, EXTEND, STOP = "resume", "reshape", "extend", "stop"
OUTCOMES = {RESUME: "Resume", RESHAPE: "Reshape", EXTEND: "Extend", STOP: "Stop"}
_TAKEN = {RESUME: "Resumed", RESHAPE: "Resumed, reshaped", EXTEND: "Extended", STOP: "Stopped"}
#: From the pause to the day by which the steps are to be answered, where nobody said otherwise (recovery.toml).
_STEP_DAYS = 7


@dataclass(frozen=True)
class PauseDraft:
    """A pause that is not recorded yet; ``doubted`` says that the sponsor or the board asked whether to stop."""

    decided_by: str | None = None
    reason: str = ""
    still_runs: str = ""
    relaunch_on: date | None = None
    cost_per_week: Decimal | None = None
    doubted: bool = False


@dataclass(frozen=True)
class EndDraft:
    """How a recovery ends, not recorded yet.

    Attributes:
        outcome: resume, reshape, extend or stop.
        owner, by: who does what follows, and until when; of an extension ``by`` is its last day.
        allows: of an extension, the sample and the decision that it will allow.
    """

    outcome: str = RESUME
    decided_by: str | None = None
    reason: str = ""
    owner: str | None = None
    by: date | None = None
    allows: str = ""


def _refuse(lacks: str) -> None:
    if lacks:
        raise FieldError(
            lacks[:1].lower() + lacks[1:], kept="nothing was recorded", to_do="complete the decision"
        )


# ------------------------------------------------------------------------------------------------- the pause


def pause_lacks(state: RecoveryState, draft: PauseDraft, on: date) -> str:
    """What a pause lacks before it may be recorded; empty where nothing."""
    if state.is_running:
        return "A recovery runs already"
    if state.pilot.status not in {"live", "paused"}:
        return "The pilot is not live"
    if draft.decided_by is None:
        return "Needs who decides"
    if not draft.reason.strip():
        return "Needs a reason"
    if draft.relaunch_on is None:
        return "Needs a day to relaunch by"
    if draft.relaunch_on <= on:
        return "The relaunch must be later than today"
    return ""


def pause(change: Change, plan: Plan, state: RecoveryState, draft: PauseDraft, on: date) -> RecoveryCase:
    """Record a pause inside a change: decision, status, phase, the held gate, and the recovery with its four steps.

    A pilot that is paused already keeps its decision and its phase.

    Raises:
        FieldError: the draft lacks something.
    """
    _refuse(pause_lacks(state, draft, on))
    assert draft.relaunch_on is not None
    pilot = state.pilot
    if pilot.status == "paused":
        known = [one for one in plan.of_pilot(Decision, pilot) if one.kind_ == "pause" and one.date]
        decision = max(known, key=lambda one: one.date or on, default=None)
    else:
        decision = change.add(
            Decision(
                pilot=pilot,
                kind_="pause",
                question=f"Pause {pilot.name}?",
                asked_on=on,
                asked_of=draft.decided_by,
                date=on,
                decided_by=draft.decided_by,
                outcome="Paused",
                reason=draft.reason.strip(),
            )
        )
        change.set(pilot, status="paused")
        begin_phase(change, plan, pilot, "paused", decision, on)
        _hold(change, plan, pilot, decision)
    fired = [one.id for one in state.suggested]
    if draft.doubted and "sponsor_doubt" not in fired:
        fired.append("sponsor_doubt")
    case = change.add(
        RecoveryCase(
            pilot=pilot,
            triggers=fired,
            started_on=on,
            decision=decision,
            paused_to=draft.still_runs.strip() or None,
            cost_per_week=draft.cost_per_week,
            planned_days=(draft.relaunch_on - on).days,
            relaunch_on=draft.relaunch_on,
        )
    )
    for place, step in enumerate(STEPS, 1):
        due = min(on + timedelta(days=_STEP_DAYS * place), draft.relaunch_on)
        change.add(RecoveryStep(case=case, step=step, next_due=due))
    return case


def _open_gates(plan: Plan, pilot: Pilot) -> list[Gate]:
    kinds = list(GATES)
    waiting = [one for one in plan.of_pilot(Gate, pilot) if one.passed_on is None]
    return sorted(waiting, key=lambda one: kinds.index(one.kind_))


def _hold(change: Change, plan: Plan, pilot: Pilot, decision: Decision) -> None:
    for gate in _open_gates(plan, pilot)[:1]:
        change.set(gate, held=True, decision=decision)


# ------------------------------------------------------------------------------------------------- the steps


def answer_lacks(state: RecoveryState, step: StepState, text: str, by: str | None) -> str:
    """What the answer of a step lacks; empty where nothing. A step opens when the one before is answered."""
    if not state.is_running:
        return "No recovery runs"
    if step.waits_for:
        return f"Opens when {step.waits_for} is answered"
    if not text.strip():
        return "Needs an answer"
    if by is None:
        return "Needs who answers"
    return ""


def answer(
    change: Change, state: RecoveryState, step: StepState, text: str, by: str | None, on: date
) -> None:  # fmt: skip
    """Record the answer of a step inside a change; the next one opens by it.

    Raises:
        FieldError: the step isn't open, or something lacks.
    """
    _refuse(answer_lacks(state, step, text, by))
    change.set(_step(change, state, step), answer=text.strip(), answered_by=by, answered_on=on)


def judge_cause(
    change: Change, state: RecoveryState, step: StepState, cause: Cause, *, found: bool | None
) -> RecoveryCause:
    """Say of a cause that its signs were found, weren't, or that nobody knows yet.

    Raises:
        FieldError: no recovery runs.
    """
    _refuse("" if state.is_running else "No recovery runs")
    if cause.record is not None:
        change.set(cause.record, found=found)
        return cause.record
    return change.add(RecoveryCause(step=_step(change, state, step), cause=cause.id, found=found))


def take_up(
    change: Change, state: RecoveryState, step: StepState, cause: Cause, fix: Fix, on: date
) -> Action:
    """Make a suggested fix an action of the plan: its owner by role, its days counted from ``on``.

    Raises:
        FieldError: no recovery runs, or it is an action already.
    """
    _refuse("" if state.is_running else "No recovery runs")
    _refuse("" if fix.action is None else "It is an action already")
    record = cause.record or judge_cause(change, state, step, cause, found=True)
    return change.add(
        Action(
            pilot=state.pilot,
            text=fix.text,
            owner=fix.owner,
            due=on + timedelta(days=fix.days),
            came_from=f"recovery_cause/{record.id}",
        )
    )


def _step(change: Change, state: RecoveryState, step: StepState) -> RecoveryStep:
    """The record of a step; a recovery that was entered by hand may lack it."""
    return step.record or change.add(RecoveryStep(case=state.case, step=step.id))


# ---------------------------------------------------------------------------------------------- how it ends


def outcome_entry(outcome: str) -> dict[str, str]:
    """When an outcome fits and what comes next, as ``recovery.toml`` says."""
    found: dict[str, str] = next(one for one in resources.toml("recovery")["outcome"] if one["id"] == outcome)
    return found


def outcome_lacks(plan: Plan, pilot: PilotState, state: RecoveryState, outcome: str, on: date) -> str:
    """What stands against an outcome, whoever decides; empty where it may be chosen."""
    case = state.case
    if case is None or not state.is_running:
        return "No recovery runs"
    if outcome == STOP:
        return ""
    waiting = [one.name for one in state.steps if not one.is_answered]
    if waiting:
        return f"{waiting[0]} is not answered"
    if outcome == RESUME:
        unmet = [one.text for one in state.relaunch if one.state != "met"]
        if not state.relaunch:
            return "No relaunch criterion is written"
        if unmet:
            return f"Relaunch criterion not met: {unmet[0]}"
        blockers = _blockers(pilot, on)
        return f"Unmet blocker: {blockers[0]}" if blockers else ""
    if outcome == RESHAPE:
        # "Set before restart": the new scope and its case are agreed since the pause.
        if not _agreed_since(plan.of_pilot(Objective, state.pilot), case.started_on, on):
            return "The new scope is not agreed: no objective was agreed since the pause"
        if not _agreed_since(plan.of_pilot(RoiCase, state.pilot), case.started_on, on):
            return "No ROI case was agreed since the pause"
        return ""
    earlier = [one for one in plan.of_pilot(RecoveryCase, state.pilot) if one.outcome == EXTEND]
    return "It was extended once already" if earlier else ""


def _agreed_since(records: list[Objective] | list[RoiCase], since: date, on: date) -> bool:
    return any(one.agreed_on is not None and since <= one.agreed_on <= on for one in records)


def _blockers(pilot: PilotState, on: date) -> list[str]:
    return [
        one.detail or one.text
        for rating in pilot.ratings
        for one in rating.results
        if one.severity == "blocker" and one.is_open and not one.cover and one.due and one.due <= on
    ]


def end_lacks(plan: Plan, pilot: PilotState, state: RecoveryState, draft: EndDraft, on: date) -> str:
    """What the end of a recovery lacks before it may be recorded; empty where nothing."""
    lacks = outcome_lacks(plan, pilot, state, draft.outcome, on)
    if lacks:
        return lacks
    if draft.decided_by is None:
        return "Needs who decides"
    if not draft.reason.strip():
        return "Needs a reason"
    if draft.outcome == EXTEND and not draft.allows.strip():
        return "Needs the sample and the decision that it will allow"
    if draft.owner is None:
        return "Needs who does what follows"
    if draft.by is None:
        return "Needs a date"
    if draft.by <= on:
        return "The date must be later than today"
    return ""


def follows(outcome: str) -> tuple[str, ...]:
    """What recording an outcome writes, in words."""
    gates = "the held gate is released"
    if outcome == STOP:
        return ("the pilot is stopped", "its phase ends", "its next gate is held", "one action")
    moved = "gate Decide moves to the date" if outcome == EXTEND else gates
    return ("the pilot is live again", "a relaunched phase begins", moved, "one action")


def end(
    change: Change, plan: Plan, pilot: PilotState, state: RecoveryState, draft: EndDraft, on: date
) -> Decision:
    """Record how a recovery ends, inside a change: decision, status, phases, gates, and what follows as an action.

    Raises:
        FieldError: the draft lacks something.
    """
    _refuse(end_lacks(plan, pilot, state, draft, on))
    assert state.case is not None
    own = state.pilot
    said = _TAKEN[draft.outcome]
    if draft.outcome == EXTEND:
        said = f"{said}: {draft.allows.strip()}"
    decision = change.add(
        Decision(
            pilot=own,
            kind_="stop" if draft.outcome == STOP else "relaunch",
            question=f"{OUTCOMES[draft.outcome]} {own.name}?",
            asked_on=on,
            asked_of=draft.decided_by,
            date=on,
            decided_by=draft.decided_by,
            outcome=said,
            reason=draft.reason.strip(),
        )
    )
    change.set(state.case, ended_on=on, outcome=draft.outcome)
    if draft.outcome == STOP:
        change.set(own, status="stopped")
        begin_phase(change, plan, own, "stopped", decision, on)
        _hold(change, plan, own, decision)
    else:
        change.set(own, status="live")
        begin_phase(change, plan, own, "relaunched", decision, on)
        _release(change, plan, own, draft, decision)
    change.add(
        Action(
            pilot=own,
            text=outcome_entry(draft.outcome)["next"],
            owner=draft.owner,
            due=draft.by,
            came_from=f"decision/{decision.id}",
        )
    )
    return decision


def _release(change: Change, plan: Plan, pilot: Pilot, draft: EndDraft, decision: Decision) -> None:
    for gate in _open_gates(plan, pilot):
        if gate.held:
            change.set(gate, held=False, decision=None)
        if draft.outcome == EXTEND and gate.kind_ == "decide":
            change.set(gate, planned_on=draft.by, decision=decision)
