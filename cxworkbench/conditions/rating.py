"""Ratings: what the criteria of a condition add up to for one pilot as of a day (product.md, the seven conditions)."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cxworkbench import formats
from cxworkbench.assessment import CONDITION_WORDS, CriterionResult, Finding, Overruled, Rating
from cxworkbench.conditions import objective
from cxworkbench.conditions.catalogue import GATE_ORDER, Catalogue, Condition, Criterion, built_in
from cxworkbench.conditions.due import due_days, gates_of
from cxworkbench.conditions.faults import faults_of
from cxworkbench.conditions.findings import Outcome
from cxworkbench.conditions.overruled import cover_of, covering, rating_overrides, settled
from cxworkbench.conditions.rules import check
from cxworkbench.conditions.scope import Known, PilotScope
from cxworkbench.conditions.shared import Shared
from cxworkbench.conditions.shortfall import shortfall
from cxworkbench.conditions.weighing import findings_of, weighing
from cxworkbench.conditions.words import adoption, data, governance, returns, sponsorship, strategy
from cxworkbench.in_steps import at_once
from cxworkbench.judged_metric import MetricState
from cxworkbench.memory import Memory
from cxworkbench.naming import code_of
from cxworkbench.own_reference import catalogue_of
from cxworkbench.plan import Plan, Ref
from db.fixed import fixed
from db.models import Override, Pilot


@fixed
class Voice:
    """How a condition speaks of itself: the short reason of an unmet criterion, and of the condition when met."""

    unmet: Callable[[Criterion, Outcome, PilotScope], str]
    met: Callable[[PilotScope], str]


#: Each condition has its own module for words.
VOICES: Mapping[str, Voice] = {
    "clear_objective": Voice(objective.short_reason, objective.met_reason),
    "data_ready": Voice(data.unmet, data.met),
    "strategy_first": Voice(strategy.unmet, strategy.met),
    "active_sponsor": Voice(sponsorship.unmet, sponsorship.met),
    "people_ready": Voice(adoption.unmet, adoption.met),
    "realistic_returns": Voice(returns.unmet, returns.met),
    "governance_in_place": Voice(governance.unmet, governance.met),
}


def rated_conditions(catalogue: Catalogue | None = None) -> tuple[Condition, ...]:
    """The conditions that this program rates, in their order."""
    return tuple(one for one in (catalogue or built_in()).conditions if one.id in VOICES)


def scope_of(
    plan: Plan,
    pilot: Pilot,
    as_of: date,
    *,
    metrics: Sequence[MetricState] = (),
    memory: Memory | None = None,
) -> PilotScope:
    """A scope to judge a pilot in; its metrics as they were judged already, and what is remembered of its returns."""
    known = Known(metrics={one.metric.id: one for one in metrics}, memory=memory)
    return PilotScope(plan, pilot, as_of, known=known)


def rate(
    plan: Plan,
    pilot: Pilot,
    as_of: date,
    catalogue: Catalogue | None = None,
    scope: PilotScope | None = None,
    shared: Shared | None = None,
) -> tuple[Rating, ...]:
    """The pilot's rated conditions, in their order, as of a day; overrides in force are applied and said.

    ``shared`` holds what those pilots share that are judged as of the same day by the same catalogue.
    """
    catalogue = catalogue or catalogue_of(plan, as_of)
    scope = scope or scope_of(plan, pilot, as_of)
    return at_once(rate_all([scope], catalogue, shared or sharing(catalogue)))[0]


def rate_all(
    scopes: Sequence[PilotScope], catalogue: Catalogue, shared: Shared
) -> Generator[None, None, list[tuple[Rating, ...]]]:
    """The rated conditions of several pilots, each as of the day of its scope; in short steps.

    One stage after another: the same few functions for all pilots are a seventh sooner done than all of them for each.

    Args:
        scopes: one a pilot.
        catalogue: by which all of them are judged.
        shared: what those share that are judged as of the same day.
    """
    conditions = rated_conditions(catalogue)
    due = [due_days(scope.plan, scope.judged) for scope in scopes]
    nearest = [nearest_gate(scope.plan, scope.judged, scope.as_of) for scope in scopes]
    results, weighed = [], []
    for condition in conditions:
        of_condition = yield from shared.results(condition, scopes, due)
        results.append(of_condition)
        weighed.append(
            [
                weighing(condition.id, own, scope.as_of, gate, shared.worked_out)
                for scope, own, gate in zip(scopes, of_condition, nearest, strict=True)
            ]
        )
        yield
    findings = []
    for own in zip(*weighed, strict=True):
        findings.append(findings_of(conditions, own, shared.worked_out))
        yield
    rated = []
    for place, scope in enumerate(scopes):
        of_pilot = [
            _rating(condition, own[place].all, lines, scope, shared.worked_out)
            for condition, own, lines in zip(conditions, results, findings[place], strict=True)
        ]
        overrides = rating_overrides(scope)
        if overrides:
            of_pilot = [_overruled(one, overrides.get(one.condition), scope.plan) for one in of_pilot]
        rated.append(tuple(of_pilot))
        yield
    return rated


def nearest_gate(plan: Plan, pilot: Pilot, as_of: date) -> int:
    """The place of the first gate that isn't passed; past the last when all are."""
    gates = gates_of(plan, pilot)
    for place, kind in enumerate(GATE_ORDER):
        passed = gates[kind].passed_on if kind in gates else None
        if passed is None or passed > as_of:
            return place
    return len(GATE_ORDER)


def sharing(catalogue: Catalogue) -> Shared:
    """What pilots share that are judged by one catalogue, for one judgement of them."""
    voices = {
        one.id: VOICES[condition.id]
        for condition in rated_conditions(catalogue)
        for one in condition.criteria
    }

    def check_one(criterion: Criterion, scope: PilotScope, due: date | None) -> CriterionResult:
        return result_of(criterion, scope, due, catalogue, voices[criterion.id])

    return Shared(check_one)


def _rating(
    condition: Condition,
    results: tuple[CriterionResult, ...],
    findings: tuple[Finding, ...],
    scope: PilotScope,
    known: dict[Any, Any],
) -> Rating:
    # What is known holds its results and findings, so that their ids stay theirs.
    key = "rating", id(results), id(findings)
    rating: Rating | None = known.get(key)
    if rating is not None:
        return rating
    as_of = scope.as_of
    state, judged = _state(results, findings, as_of)
    is_met = not findings and state != "not_assessed"
    if findings:
        reason = findings[0].short
    else:
        reason = VOICES[condition.id].met(scope) if is_met else _first_due(results, as_of)
    rating = Rating(
        condition.id, condition.name, condition.sublabel, state, reason, results, findings, judged
    )
    if not is_met:
        # A condition that is met speaks of the pilot's own records; all else is said of its results.
        known[key] = rating
    return rating


def result_of(
    criterion: Criterion, scope: PilotScope, day: date | None, catalogue: Catalogue, voice: Voice
) -> CriterionResult:
    """One criterion checked: its state, what is missing in words, what covers it."""
    outcome = check(criterion, scope, catalogue)
    if not outcome.holds and outcome.missing:
        outcome = settled(criterion, outcome, scope)
    state = _criterion_state(outcome, is_due=day is not None and day <= scope.as_of)
    if outcome.holds or not outcome.applies:
        return CriterionResult(
            criterion, state, outcome.holds, day, "", outcome.evidence, settled_by=outcome.settled
        )
    cover = cover_of(criterion, outcome, scope) if covering(scope) else None
    return CriterionResult(
        criterion,
        state,
        False,
        day,
        voice.unmet(criterion, outcome, scope),
        outcome.evidence,
        "" if cover is None else cover.text,
        None if cover is None else cover.ref,
        shortfall(criterion, outcome, scope),
        faults_of(criterion, outcome, scope),
    )


def _criterion_state(outcome: Outcome, *, is_due: bool) -> str:
    if not outcome.applies:
        return "not_applicable"
    if outcome.settled:
        return "settled"
    if outcome.holds:
        return "met"
    return "not_met" if is_due else "not_yet_due"


def _is_due(one: CriterionResult, as_of: date) -> bool:
    return one.due is not None and one.due <= as_of


def _state(results: Sequence[CriterionResult], findings: Sequence[Finding], as_of: date) -> tuple[str, int]:
    """The state, and how many criteria are due.

    Failing: a due blocker doesn't hold and nothing covers it. At risk: anything else that weighs.
    """
    due = [one for one in results if one.due is not None and one.due <= as_of]
    for one in due:
        if not one.holds and one.criterion.severity == "blocker" and not one.cover and one.is_open:
            return "failing", len(due)
    if findings:
        return "at_risk", len(due)
    return "met" if any(one.state != "not_applicable" for one in due) else "not_assessed", len(due)


def _first_due(results: Sequence[CriterionResult], as_of: date) -> str:
    ahead = sorted((one.due, one.gate) for one in results if one.due is not None and one.due > as_of)
    if not ahead:
        due = [one for one in results if _is_due(one, as_of)]
        return "Nothing that is due applies" if due else "No gate has a date yet"
    from db.models.pilots import GATES

    day, gate = ahead[0]
    return f"First due at {GATES[gate]}, {formats.near_day(day, as_of)}"


def _overruled(rating: Rating, override: Override | None, plan: Plan) -> Rating:
    """The rating with an override in force applied; it keeps its criteria and says what the rule said."""
    chosen = _chosen_state(override)
    if override is None or chosen is None or chosen == rating.state:
        return rating
    by = plan.person_name(override.by)
    told = Overruled(
        rating.word,
        by,
        plan.person_name(override.second_reader),
        override.reason or "",
        override.judge_on,
        Ref(override.kind, override.id),
    )
    reason = f"{by} overruled {rating.word.lower()}, {code_of(override)}".rstrip(", ")
    return replace(rating, state=chosen, reason=reason, overruled=told)


def _chosen_state(override: Override | None) -> str | None:
    said = (override.chosen or "").strip().lower() if override is not None else ""
    return next((state for state, word in CONDITION_WORDS.items() if said in {state, word.lower()}), None)
