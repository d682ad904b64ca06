"""Ratings: what the criteria of a condition add up to for one pilot as of a day (product.md, the seven conditions)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cxworkbench import formats
from cxworkbench.assessment import CONDITION_WORDS, CriterionResult, Finding, MetricState, Overruled, Rating
from cxworkbench.conditions import objective
from cxworkbench.conditions.catalogue import GATE_ORDER, Catalogue, Condition, Criterion, built_in
from cxworkbench.conditions.due import SOON, due_days, gates_of
from cxworkbench.conditions.faults import faults_of
from cxworkbench.conditions.findings import Outcome
from cxworkbench.conditions.overruled import cover_of, rating_overrides, settled
from cxworkbench.conditions.rules import check
from cxworkbench.conditions.scope import Known, PilotScope
from cxworkbench.conditions.shortfall import shortfall
from cxworkbench.conditions.words import adoption, data, governance, returns, sponsorship, strategy
from cxworkbench.memory import Memory
from cxworkbench.naming import code_of
from cxworkbench.own_reference import catalogue_of
from cxworkbench.plan import Plan, Ref
from db.models import Override, Pilot

_SEVERITIES = ("blocker", "major", "minor")


@dataclass(frozen=True)
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
) -> tuple[Rating, ...]:
    """The pilot's rated conditions, in their order, as of a day; overrides in force are applied and said."""
    catalogue = catalogue or catalogue_of(plan, as_of)
    scope = scope or scope_of(plan, pilot, as_of)
    due = due_days(plan, pilot)
    nearest = nearest_gate(plan, pilot, as_of)
    ratings = [
        _rate_one(condition, scope, due, nearest, catalogue) for condition in rated_conditions(catalogue)
    ]
    touched = _touched(ratings)
    overrides = rating_overrides(scope)
    return tuple(
        _overruled(
            replace(one, findings=tuple(_naming_all(finding, touched) for finding in one.findings)),
            overrides.get(one.condition),
            plan,
        )
        for one in ratings
    )


def nearest_gate(plan: Plan, pilot: Pilot, as_of: date) -> int:
    """The place of the first gate that isn't passed; past the last when all are."""
    gates = gates_of(plan, pilot)
    for place, kind in enumerate(GATE_ORDER):
        passed = gates[kind].passed_on if kind in gates else None
        if passed is None or passed > as_of:
            return place
    return len(GATE_ORDER)


def _rate_one(
    condition: Condition,
    scope: PilotScope,
    due: Mapping[str, date | None],
    nearest: int,
    catalogue: Catalogue,
) -> Rating:
    voice = VOICES[condition.id]
    results = tuple(result_of(one, scope, due[one.gate], catalogue, voice) for one in condition.criteria)
    findings = merged(
        [_finding(condition, one, scope.as_of, nearest) for one in results if _counts(one, scope)]
    )
    judged = sum(_is_due(one, scope.as_of) for one in results)
    state = _state(results, findings, scope.as_of)
    if findings:
        reason = findings[0].short
    elif state == "not_assessed":
        reason = _first_due(results, scope.as_of)
    else:
        reason = voice.met(scope)
    return Rating(
        condition.id, condition.name, condition.sublabel, state, reason, results, tuple(findings), judged
    )


def result_of(
    criterion: Criterion, scope: PilotScope, day: date | None, catalogue: Catalogue, voice: Voice
) -> CriterionResult:
    """One criterion checked: its state, what is missing in words, what covers it."""
    outcome = settled(criterion, check(criterion, scope, catalogue), scope)
    unmet = outcome.applies and not outcome.holds
    cover = cover_of(criterion, outcome, scope) if unmet else None
    return CriterionResult(
        criterion.id,
        criterion.text,
        _criterion_state(outcome, is_due=day is not None and day <= scope.as_of),
        outcome.holds,
        criterion.severity,
        criterion.gate,
        day,
        voice.unmet(criterion, outcome, scope) if unmet else "",
        criterion.next_action,
        outcome.evidence,
        cover="" if cover is None else cover.text,
        cover_ref=None if cover is None else cover.ref,
        shortfall=shortfall(criterion, outcome, scope) if unmet else 0.0,
        faults=faults_of(criterion, outcome, scope) if unmet else frozenset(),
        settled_by=outcome.settled,
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


def _soon(day: date | None, as_of: date) -> bool:
    return day is not None and 0 < (day - as_of).days <= SOON


def _counts(one: CriterionResult, scope: PilotScope) -> bool:
    """Whether an unmet criterion weighs today: it is due, or falls due within 14 days."""
    return one.is_open and (_is_due(one, scope.as_of) or _soon(one.due, scope.as_of))


def _finding(condition: Condition, one: CriterionResult, as_of: date, nearest: int) -> Finding:
    return Finding(
        one.id,
        (condition.id,),
        one.severity,
        one.gate,
        one.due,
        _is_due(one, as_of),
        one.detail,
        one.next_action,
        one.evidence,
        criteria=(one.id,),
        cover=one.cover,
        shortfall=one.shortfall,
        faults=one.faults,
        blocks_nearest=GATE_ORDER.index(one.gate) <= nearest,
    )


def _state(results: Sequence[CriterionResult], findings: Sequence[Finding], as_of: date) -> str:
    """Failing: a due blocker doesn't hold and nothing covers it. At risk: anything else that weighs."""
    if any(
        one.is_open and one.severity == "blocker" and _is_due(one, as_of) and not one.cover for one in results
    ):
        return "failing"
    if findings:
        return "at_risk"
    applying = [one for one in results if _is_due(one, as_of) and one.state != "not_applicable"]
    return "met" if applying else "not_assessed"


def urgency(finding: Finding) -> tuple[int, bool, float, int]:
    """Order of findings: due blockers, blockers within 14 days, majors, minors.

    Then what blocks the nearest gate, then the largest shortfall. A blocker that a waiver or a condition covers
    stands among the majors.
    """
    blocker = finding.severity == "blocker" and not finding.cover
    severity = "major" if finding.severity == "blocker" and finding.cover else finding.severity
    rank = (0 if finding.is_due else 1) if blocker else 1 + _SEVERITIES.index(severity)
    return rank, not finding.blocks_nearest, -finding.shortfall, GATE_ORDER.index(finding.gate)


def merged(findings: Sequence[Finding]) -> list[Finding]:
    """The findings in their order, those about the same field of the same record as one line.

    The most urgent of them speaks; its line names every criterion and condition that it touches.
    """
    lines: list[Finding] = []
    for one in sorted(findings, key=urgency):
        place = next((place for place, line in enumerate(lines) if line.faults & one.faults), None)
        if place is None:
            lines.append(one)
            continue
        line = lines[place]
        lines[place] = replace(
            line,
            conditions=tuple(dict.fromkeys((*line.conditions, *one.conditions))),
            criteria=tuple(dict.fromkeys((*line.criteria, *one.criteria))),
            evidence=tuple(dict.fromkeys((*line.evidence, *one.evidence))),
            faults=line.faults | one.faults,
        )
    return lines


def _touched(ratings: Sequence[Rating]) -> list[Finding]:
    return [finding for rating in ratings for finding in rating.findings]


def _naming_all(finding: Finding, others: Sequence[Finding]) -> Finding:
    """The finding with every condition that the same fault touches."""
    names = [*finding.conditions]
    for other in others:
        if other.faults & finding.faults:
            names += other.conditions
    return replace(finding, conditions=tuple(dict.fromkeys(names)))


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
