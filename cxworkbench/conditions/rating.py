"""Ratings: what the criteria of a condition add up to for one pilot as of a day (product.md, the seven conditions)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cxworkbench import formats
from cxworkbench.assessment import CONDITION_WORDS, CriterionResult, Finding, MetricState, Overruled, Rating
from cxworkbench.conditions import objective
from cxworkbench.conditions.catalogue import GATE_ORDER, Catalogue, Condition, Criterion, built_in
from cxworkbench.conditions.due import SOON, due_days, gates_of
from cxworkbench.conditions.faults import Fault, faults_of
from cxworkbench.conditions.findings import Outcome
from cxworkbench.conditions.overruled import cover_of, covering, rating_overrides, settled
from cxworkbench.conditions.rules import check
from cxworkbench.conditions.scope import Known, PilotScope
from cxworkbench.conditions.shared import Shared
from cxworkbench.conditions.shortfall import shortfall
from cxworkbench.conditions.words import adoption, data, governance, returns, sponsorship, strategy
from cxworkbench.memory import Memory
from cxworkbench.naming import code_of
from cxworkbench.own_reference import catalogue_of
from cxworkbench.plan import Plan, Ref
from cxworkbench.values import holder
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
    due = due_days(plan, pilot)
    nearest = nearest_gate(plan, pilot, as_of)
    conditions = rated_conditions(catalogue)
    shared = shared or sharing(catalogue)
    results = [shared.results(condition, scope, due) for condition in conditions]
    findings = _findings(conditions, results, as_of, nearest, shared.lines)
    rated = [
        _rating(condition, own, lines, scope)
        for condition, own, lines in zip(conditions, results, findings, strict=True)
    ]
    overrides = rating_overrides(scope)
    if overrides:
        rated = [_overruled(one, overrides.get(one.condition), plan) for one in rated]
    return tuple(rated)


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
) -> Rating:
    as_of = scope.as_of
    state, judged = _state(results, findings, as_of)
    if findings:
        reason = findings[0].short
    elif state == "not_assessed":
        reason = _first_due(results, as_of)
    else:
        reason = VOICES[condition.id].met(scope)
    return Rating(condition.id, condition.name, condition.sublabel, state, reason, results, findings, judged)


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


#: The order of what weighs: grave first, then what blocks the nearest gate, then the largest shortfall, then by gate.
Urgency = tuple[int, bool, float, int]


def urgency(finding: Finding) -> Urgency:
    """Order of findings: due blockers, blockers within 14 days, majors, minors.

    Then what blocks the nearest gate, then the largest shortfall. A blocker that a waiver or a condition covers
    stands among the majors.
    """
    rank = _rank(finding.severity, finding.cover, is_due=finding.is_due)
    return rank, not finding.blocks_nearest, -finding.shortfall, GATE_ORDER.index(finding.gate)


def _rank(severity: str, cover: str, *, is_due: bool) -> int:
    if severity == "blocker" and not cover:
        return 0 if is_due else 1
    return 3 if severity == "minor" else 2


@holder
class _Line:
    """A fault on its way to a finding: all results of a condition that miss it, the most urgent first."""

    results: list[CriterionResult]
    faults: frozenset[Fault]
    is_due: bool
    blocks_nearest: bool

    def finding(self, conditions: tuple[str, ...]) -> Finding:
        """The line as it is said, with every condition that it touches."""
        one = self.results[0]
        criterion = one.criterion
        alone = len(self.results) == 1
        return Finding(
            criterion.id,
            conditions,
            criterion.severity,
            criterion.gate,
            one.due,
            self.is_due,
            one.detail,
            criterion.next_action,
            one.evidence
            if alone
            else tuple(dict.fromkeys(ref for other in self.results for ref in other.evidence)),
            (criterion.id,) if alone else tuple(other.criterion.id for other in self.results),
            one.cover,
            one.shortfall,
            self.faults,
            self.blocks_nearest,
        )


@holder
class _Weighing:
    """What weighs of a condition: its lines, the most urgent first, and their findings where no fault is shared.

    ``results`` are held beside them, so that they can be known by the id of these.
    """

    results: tuple[CriterionResult, ...]
    lines: tuple[_Line, ...]
    faults: frozenset[Fault]
    alone: tuple[Finding, ...]


def _findings(
    conditions: Sequence[Condition],
    results: Sequence[tuple[CriterionResult, ...]],
    as_of: date,
    nearest: int,
    known: dict[Any, Any],
) -> list[tuple[Finding, ...]]:
    """Of each condition what weighs today, one fault one line, most urgent first; each names all conditions it touches.

    What weighs is unmet, and due or due within 14 days. ``known`` holds what weighs of results that pilots share.
    """
    weighing: list[_Weighing] = []
    seen: set[Fault] = set()
    twice: set[Fault] = set()
    for condition, own in zip(conditions, results, strict=True):
        key = (id(own), nearest)
        found = known.get(key)
        if found is None:
            found = known[key] = _weighing(condition.id, own, as_of, nearest)
        weighing.append(found)
        twice |= seen & found.faults
        seen |= found.faults
    if not twice:
        return [one.alone for one in weighing]
    # In the order of the conditions.
    touching: dict[Fault, list[str]] = {fault: [] for fault in twice}
    for condition, one in zip(conditions, weighing, strict=True):
        for fault in twice & one.faults:
            touching[fault].append(condition.id)
    return [
        one.alone
        if twice.isdisjoint(one.faults)
        else tuple(
            said
            if twice.isdisjoint(line.faults)
            else line.finding(_touched(line, condition.id, conditions, touching))
            for line, said in zip(one.lines, one.alone, strict=True)
        )
        for condition, one in zip(conditions, weighing, strict=True)
    ]


def _touched(
    line: _Line, own: str, conditions: Sequence[Condition], touching: Mapping[Fault, Sequence[str]]
) -> tuple[str, ...]:
    """The line's own condition, then all others that share a fault with it, in their order."""
    others = {name for fault in line.faults for name in touching.get(fault, ())} - {own}
    return (own, *(one.id for one in conditions if one.id in others))


def _weighing(condition: str, results: tuple[CriterionResult, ...], as_of: date, nearest: int) -> _Weighing:
    ranked: list[tuple[Urgency, int]] = []
    latest = as_of + timedelta(days=SOON)
    for at, one in enumerate(results):
        if one.holds or one.due is None or one.due > latest or one.state == "not_applicable":
            continue
        criterion = one.criterion
        rank = _rank(criterion.severity, one.cover, is_due=one.due <= as_of)
        ranked.append(((rank, criterion.place > nearest, -one.shortfall, criterion.place), at))
    if not ranked:
        return _Weighing(results, (), frozenset(), ())
    ranked.sort()
    lines: list[_Line] = []
    missed: dict[Fault, int] = {}
    for (_, ahead, _, _), at in ranked:
        one = results[at]
        faults = one.faults
        if missed.keys().isdisjoint(faults):
            place = len(lines)
            lines.append(_Line([one], faults, one.due is not None and one.due <= as_of, not ahead))
        else:
            place = min([missed[fault] for fault in faults if fault in missed])
            line = lines[place]
            line.results.append(one)
            if not faults <= line.faults:
                lines[place] = replace(line, faults=line.faults | faults)
        for fault in faults:
            missed.setdefault(fault, place)
    alone = tuple([line.finding((condition,)) for line in lines])
    return _Weighing(results, tuple(lines), frozenset(missed), alone)


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


def merged(findings: Sequence[Finding]) -> list[Finding]:
    """The findings in their order, those about the same field of the same record as one line.

    The most urgent of them speaks; its line names every criterion and condition that it touches.
    """
    lines: list[list[Finding]] = []
    missed: dict[Fault, int] = {}
    for one in sorted(findings, key=urgency):
        place = min([missed[fault] for fault in one.faults if fault in missed], default=None)
        if place is None:
            place = len(lines)
            lines.append([])
        lines[place].append(one)
        for fault in one.faults:
            missed.setdefault(fault, place)
    return [one[0] if len(one) == 1 else _joined(one) for one in lines]


def _joined(same: Sequence[Finding]) -> Finding:
    return replace(
        same[0],
        conditions=tuple(dict.fromkeys(name for one in same for name in one.conditions)),
        criteria=tuple(dict.fromkeys(id for one in same for id in one.criteria)),
        evidence=tuple(dict.fromkeys(ref for one in same for ref in one.evidence)),
        faults=frozenset().union(*(one.faults for one in same)),
    )


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
