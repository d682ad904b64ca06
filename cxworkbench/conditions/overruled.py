"""What a named person set aside, let pass or accepted as late: overrides, waivers, gate conditions, settlements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cxworkbench import formats
from cxworkbench.conditions.findings import Missing, Outcome
from cxworkbench.naming import code_of
from cxworkbench.plan import Ref
from db.fixed import fixed

if TYPE_CHECKING:
    from cxworkbench.conditions.catalogue import Criterion
    from cxworkbench.conditions.scope import PilotScope
    from db.models import GateCondition, Override, Waiver
    from db.records import Record


@fixed
class Cover:
    """A waiver or gate condition in force that covers an unmet criterion: it then counts as at risk."""

    ref: Ref
    code: str
    until: date | None
    text: str


def is_in_force(one: Override, as_of: date) -> bool:
    """Whether an override holds on a day: made by name with a reason and a second reader, and not ended."""
    by_name = bool(one.by and one.second_reader and one.by != one.second_reader and one.reason)
    begun = one.made_on is None or one.made_on <= as_of
    return by_name and begun and (one.ended_on is None or one.ended_on > as_of)


def rating_overrides(scope: PilotScope) -> dict[str, Override]:
    """The overrides of ratings in force, by condition; of several the newest, the pilot's own before a programme's."""
    found: dict[str, Override] = {}
    rows: list[Override] = [one for one in scope.records("override") if one.of == "rating" and one.condition]
    rows.sort(key=lambda one: (one.pilot is not None, one.made_on or date.min, one.number or 0))
    for one in rows:
        if is_in_force(one, scope.as_of):
            found[one.condition or ""] = one
    return found


def overruled_tests(scope: PilotScope, objective: Record) -> frozenset[str]:
    """The precision tests of an objective that a person overruled."""
    wanted = f"objective/{objective.id}"
    rows: list[Override] = scope.records("override")
    return frozenset(
        one.test or ""
        for one in rows
        if one.of == "precision_test" and one.record == wanted and is_in_force(one, scope.as_of)
    )


def waiver_lacks(one: Waiver) -> str:
    """What a waiver lacks to hold on any day, in a few words; empty where nothing."""
    if not one.given_by:
        return "nobody gives it"
    if not one.second_reader:
        return "no second reader"
    if one.second_reader == one.given_by:
        return "the second reader gives it"
    if not one.reason:
        return "no reason"
    return "no end" if one.until is None else ""


def waiver_in_force(one: Waiver, as_of: date) -> bool:
    """Whether a waiver holds on a day: given by name with reason, second reader and end; neither ended nor closed."""
    by_name = not waiver_lacks(one)
    begun = one.from_ is None or one.from_ <= as_of
    lasts = one.until is not None and one.until > as_of
    return by_name and begun and lasts and (one.closed_on is None or one.closed_on > as_of)


def last_day(one: Waiver) -> date | None:
    """The last day on which a waiver holds, as it is said to people; ``until`` is the first one after it."""
    return None if one.until is None else one.until - timedelta(days=1)


def condition_in_force(one: GateCondition, as_of: date) -> bool:
    """Whether a gate condition covers on a day: it has owner and date, is not met yet and not overdue."""
    is_open = one.met_on is None or one.met_on > as_of
    return one.owner is not None and one.due is not None and one.due >= as_of and is_open


def covering(scope: PilotScope) -> bool:
    """Whether there is anything at all that may cover a criterion of the pilot."""
    found: bool | None = scope.known.answers.get("covering")
    if found is None:
        found = bool(scope.records("waiver") or scope.records("gate_condition"))
        scope.known.answers["covering"] = found
    return found


def cover_of(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> Cover | None:
    """The waiver or gate condition in force that covers all that a criterion misses; None where there is none."""
    waivers: list[Waiver] = [
        one for one in scope.records("waiver") if criterion.id in one.criteria and waiver_in_force(one, scope.as_of)
    ]  # fmt: skip
    if waivers and _all_covered(criterion, outcome, waivers):
        last = max(waivers, key=lambda one: one.until or date.min)
        who = scope.plan.person_name(last.given_by)
        end = last_day(last)
        text = f"waived by {who} until {'' if end is None else formats.near_day(end, scope.as_of)}"
        return Cover(Ref("waiver", last.id), code_of(last), last.until, text)
    conditions: list[GateCondition] = scope.records("gate_condition")
    for one in conditions:
        if criterion.id in one.covers and condition_in_force(one, scope.as_of) and one.due is not None:
            due = formats.near_day(one.due, scope.as_of)
            return Cover(Ref("gate_condition", one.id), "", one.due, f"a condition until {due}")
    return None


def _all_covered(criterion: Criterion, outcome: Outcome, waivers: list[Waiver]) -> bool:
    """Whether every record that misses something is waived; a waiver for another kind of record covers them all."""
    named = {one.record for one in waivers}
    if any(one is None or not one.startswith(f"{criterion.subject}/") for one in named):
        return True
    short = [one.record for one in outcome.missing]
    return bool(short) and all(one is not None and f"{one.kind}/{one.id}" in named for one in short)


# ------------------------------------------------------------------------------------------------- settlements


def settled(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> Outcome:
    """The outcome with what came too late and was settled taken as met, marked so."""
    if outcome.holds or not outcome.missing or not (criterion.rule == "before" or criterion.settle):
        return outcome
    refs = []
    for one in outcome.missing:
        found = _settlement(criterion, one, scope) or _reconfirmation(criterion, one, scope)
        if found is None:
            return outcome
        refs.append(found)
    return replace(outcome, holds=True, settled=tuple(dict.fromkeys(refs)))


def _settlement(criterion: Criterion, missing: Missing, scope: PilotScope) -> Ref | None:
    for one in scope.records("settlement"):
        named = one.by and one.second_reader and one.by != one.second_reader and one.reason
        if one.criterion != criterion.id or not named or one.on is None or one.on > scope.as_of:
            continue
        record = missing.record
        if one.record is None or (record is not None and one.record == f"{record.kind}/{record.id}"):
            return Ref("settlement", one.id)
    return None


def _reconfirmation(criterion: Criterion, missing: Missing, scope: PilotScope) -> Ref | None:
    """A later decision that reconfirms the choice, once there is what came too late for it."""
    by = criterion.expression("by")
    first = missing.numbers.get("first")
    if by is None or "decision.date" not in by.text or not isinstance(first, date):
        return None
    for one in scope.records("decision"):
        choice: Any = scope.plan.find(one.reconfirms) if one.reconfirms else None
        if choice is None or choice.kind != "decision" or choice.value("kind") != "select":
            continue
        if one.date is not None and first <= one.date <= scope.as_of:
            return Ref("decision", one.id)
    return None
