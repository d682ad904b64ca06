"""Ratings: what the criteria of a condition add up to for one pilot as of a day (product.md, the seven conditions)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from cxworkbench import formats
from cxworkbench.assessment import CriterionResult, Finding, Rating
from cxworkbench.conditions import objective
from cxworkbench.conditions.catalogue import GATE_ORDER, Catalogue, Condition, Criterion, built_in
from cxworkbench.conditions.due import SOON, due_days
from cxworkbench.conditions.rules import Outcome, check
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.plan import Plan
from db.models import Pilot

_SEVERITIES = ("blocker", "major", "minor")


@dataclass(frozen=True)
class Voice:
    """How a condition speaks of itself: the short reason of an unmet criterion, and of the condition when met."""

    unmet: Callable[[Criterion, Outcome, PilotScope], str]
    met: Callable[[PilotScope], str]


#: The conditions that are rated, each with its own module for words. The other six join with step 4.
VOICES: Mapping[str, Voice] = {
    "clear_objective": Voice(objective.short_reason, objective.met_reason),
}


def rated_conditions(catalogue: Catalogue | None = None) -> tuple[Condition, ...]:
    """The conditions that this program rates, in their order."""
    return tuple(one for one in (catalogue or built_in()).conditions if one.id in VOICES)


def rate(plan: Plan, pilot: Pilot, as_of: date, catalogue: Catalogue | None = None) -> tuple[Rating, ...]:
    """The pilot's rated conditions, in their order, as of a day."""
    catalogue = catalogue or built_in()
    scope = PilotScope(plan, pilot, as_of)
    due = due_days(plan, pilot)
    return tuple(_rate_one(condition, scope, due, catalogue) for condition in rated_conditions(catalogue))


def _rate_one(
    condition: Condition, scope: PilotScope, due: Mapping[str, date | None], catalogue: Catalogue
) -> Rating:
    voice = VOICES[condition.id]
    results: list[CriterionResult] = []
    findings: list[Finding] = []
    for criterion in condition.criteria:
        outcome = check(criterion, scope, catalogue)
        day = due[criterion.gate]
        is_due = day is not None and day <= scope.as_of
        unmet = outcome.applies and not outcome.holds
        detail = voice.unmet(criterion, outcome, scope) if unmet else ""
        results.append(
            CriterionResult(
                criterion.id,
                criterion.text,
                _state(outcome, is_due=is_due),
                outcome.holds,
                criterion.severity,
                criterion.gate,
                day,
                detail,
                criterion.next_action,
                outcome.evidence,
            )
        )
        if unmet and (is_due or _soon(day, scope.as_of)):
            findings.append(
                Finding(
                    criterion.id,
                    (condition.id,),
                    criterion.severity,
                    criterion.gate,
                    day,
                    is_due,
                    detail,
                    criterion.next_action,
                    outcome.evidence,
                )
            )
    findings.sort(key=urgency)
    return _rating(condition, scope, results, findings, voice)


def _soon(day: date | None, as_of: date) -> bool:
    return day is not None and 0 < (day - as_of).days <= SOON


def _state(outcome: Outcome, *, is_due: bool) -> str:
    if not outcome.applies:
        return "not_applicable"
    if outcome.holds:
        return "met"
    return "not_met" if is_due else "not_yet_due"


def urgency(finding: Finding) -> tuple[int, int]:
    """Order of findings: due blockers, blockers within 14 days, majors, minors; then the nearer gate first."""
    blocker = finding.severity == "blocker"
    rank = (0 if finding.is_due else 1) if blocker else 1 + _SEVERITIES.index(finding.severity)
    return rank, GATE_ORDER.index(finding.gate)


def _rating(
    condition: Condition,
    scope: PilotScope,
    results: list[CriterionResult],
    findings: list[Finding],
    voice: Voice,
) -> Rating:
    judged = [one for one in results if one.due is not None and one.due <= scope.as_of]
    applying = [one for one in judged if one.state != "not_applicable"]
    if any(one.is_due and one.severity == "blocker" for one in findings):
        state = "failing"
    elif findings:
        state = "at_risk"
    elif not applying:
        state = "not_assessed"
    else:
        state = "met"
    if findings:
        reason = findings[0].short
    elif state == "not_assessed":
        reason = _first_due(results, scope.as_of)
    else:
        reason = voice.met(scope)
    return Rating(
        condition.id,
        condition.name,
        condition.sublabel,
        state,
        reason,
        tuple(results),
        tuple(findings),
        len(judged),
    )


def _first_due(results: list[CriterionResult], as_of: date) -> str:
    ahead = sorted((one.due, one.gate) for one in results if one.due is not None and one.due > as_of)
    if not ahead:
        return "No gate has a date yet"
    from db.models.pilots import GATES

    day, gate = ahead[0]
    return f"First due at {GATES[gate]}, {formats.near_day(day, as_of)}"
