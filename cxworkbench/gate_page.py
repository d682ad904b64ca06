"""A gate with what it asks: its criteria with evidence, what blocks it, and what passing it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from cxworkbench import formats, scale_evidence
from cxworkbench.assess import judged_pilot
from cxworkbench.assessment import CriterionResult, GateState, PilotState, Rating
from cxworkbench.conditions.catalogue import GATE_ORDER
from cxworkbench.conditions.overruled import waiver_in_force
from cxworkbench.judged_metric import MetricState
from cxworkbench.measurement.guardrail import Guarded
from cxworkbench.measurement.looks import Verdict
from cxworkbench.measurement.verdict import LOOKS_FOR_SCALE
from cxworkbench.metric_states import figures_of
from cxworkbench.naming import code_of
from cxworkbench.own_reference import catalogue_of
from cxworkbench.plan import Plan, Ref
from db.models import Decision, DecisionRule, GateCondition, Pilot, Waiver
from db.records import FAMILIES


@dataclass(frozen=True)
class GateRow:
    """One line of a gate: what it asks, what was found, the records, its state, and how grave it is when unmet.

    ``state`` is met, settled, not_met, not_yet_due or not_applicable; ``note`` says what sets it apart ("blocker",
    "scale only", "waived by …").
    """

    text: str
    evidence: str
    records: str
    state: str
    severity: str = ""
    note: str = ""
    criterion: str = ""
    condition: str = ""
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Need:
    """What passing needs of an unmet criterion: a waiver for a blocker, a condition with owner and date for a major."""

    criterion: str
    condition: str
    text: str
    needs: str
    is_covered: bool
    cover: str = ""


@dataclass(frozen=True)
class GatePage:
    """A gate as its page shows it.

    Attributes:
        gate: the gate as it stands.
        question: what it asks.
        decision: the recorded decision; None while it isn't passed.
        decided_by: who took it; empty.
        conditions: conditions on which it was passed.
        of_rule: rows of the decision rule, for the gate Decide.
        criteria: rows of its own criteria, and of earlier ones that don't hold.
        earlier_met, earlier: how many criteria of earlier gates hold, of all that apply.
        needs: what passing needs.
    """

    gate: GateState
    question: str
    decision: Decision | None
    decided_by: str
    conditions: tuple[GateCondition, ...]
    of_rule: tuple[GateRow, ...]
    criteria: tuple[GateRow, ...]
    earlier_met: int
    earlier: int
    needs: tuple[Need, ...]

    @property
    def rows(self) -> tuple[GateRow, ...]:
        """All rows that count for the gate: those of the rule that aren't for scaling only, then the criteria."""
        return (*(row for row in self.of_rule if row.note != "scale only"), *self.criteria)

    @property
    def met(self) -> int:
        """How many of its rows hold."""
        return sum(row.state in {"met", "settled"} for row in self.rows)

    @property
    def applying(self) -> int:
        """How many of its rows apply."""
        return sum(row.state != "not_applicable" for row in self.rows)

    @property
    def blockers(self) -> int:
        """How many unmet blockers nothing covers."""
        return sum(need.needs == "waiver" and not need.is_covered for need in self.needs)

    @property
    def can_pass(self) -> bool:
        """Whether every blocker has its waiver and every major its condition."""
        return all(need.is_covered for need in self.needs)

    @property
    def summary(self) -> str:
        """How it stands: "7 of 10 met, 1 blocker"."""
        said = f"{self.met} of {self.applying} met"
        return f"{said}, {formats.plural(self.blockers, 'blocker')}" if self.blockers else said


def gate_state(
    plan: Plan, pilot: Pilot, gate: str, as_of: date, *, state: PilotState | None = None
) -> GatePage | None:
    """A gate of a pilot with all that it asks; None where the pilot has no such gate.

    Args:
        plan: the plan.
        pilot: whose gate.
        gate: its kind: frame, prepare, measure, go_live, decide or scale.
        as_of: the day.
        state: the pilot as it was judged already; else it is judged here.
    """
    judged = state or judged_pilot(plan, pilot, as_of)
    found = next((one for one in judged.gates if one.gate.kind_ == gate), None)
    if found is None:
        return None
    place = GATE_ORDER.index(gate)
    own = list(_results(judged, lambda kind: kind == gate))
    earlier = list(_results(judged, lambda kind: GATE_ORDER.index(kind) < place))
    applying = [one for _, one in earlier if one.state != "not_applicable"]
    failed = [(rating, one) for rating, one in earlier if one.is_open]
    decision = plan.get(Decision, found.gate.decision)
    return GatePage(
        gate=found,
        question=catalogue_of(plan, as_of).gate_questions.get(gate, ""),
        decision=decision,
        decided_by=plan.person_name(decision.decided_by) if decision is not None else "",
        conditions=tuple(plan.linking(GateCondition, "gate", found.gate.id)),
        of_rule=tuple(_of_rule(plan, judged)) if gate == "decide" else (),
        criteria=tuple(_row(rating, one) for rating, one in [*own, *failed]),
        earlier_met=sum(one.holds for one in applying),
        earlier=len(applying),
        needs=tuple(
            _needs_to_scale(plan, judged, [*own, *failed], as_of)
            if gate == "decide"
            else _needs([*own, *failed])
        ),
    )


def _results(state: PilotState, wanted: Callable[[str], bool]) -> Iterator[tuple[Rating, CriterionResult]]:
    for rating in state.ratings:
        for one in rating.results:
            if wanted(one.gate):
                yield rating, one


def _row(rating: Rating, one: CriterionResult) -> GateRow:
    state = "not_met" if one.is_open else one.state
    note = one.cover or (one.severity if one.is_open and one.severity != "minor" else "")
    return GateRow(
        one.text, one.detail or _found(one), _counted(one.evidence), state, one.severity, note, one.id,
        rating.condition, one.evidence,
    )  # fmt: skip


def _found(one: CriterionResult) -> str:
    if one.state == "not_applicable":
        return "does not apply"
    return "accepted as late" if one.state == "settled" else ""


def _counted(refs: tuple[Ref, ...]) -> str:
    """The records behind a criterion by kind: "2 audits, 1 data source"."""
    counts = Counter(ref.kind for ref in refs)
    words = [
        formats.plural(count, FAMILIES[kind].label.lower(), FAMILIES[kind].label_many.lower())
        for kind, count in counts.most_common(2)
        if kind in FAMILIES
    ]
    return ", ".join(words)


def _needs(results: list[tuple[Rating, CriterionResult]]) -> Iterator[Need]:
    wanted = {"blocker": "waiver", "major": "condition"}
    for rating, one in results:
        if one.is_open and one.severity in wanted:
            kind = one.cover_ref.kind if one.cover_ref is not None else ""
            # A condition is enough for a major one only; a waiver covers either.
            covered = kind == "waiver" or (kind == "gate_condition" and one.severity == "major")
            yield Need(one.id, rating.condition, one.detail, wanted[one.severity], covered, one.cover)


def _needs_to_scale(
    plan: Plan, state: PilotState, results: list[tuple[Rating, CriterionResult]], as_of: date
) -> Iterator[Need]:
    """What passing Decide needs: it is the decision to scale, whose evidence is that which recording it would cite."""
    yield from _needs([one for one in results if one[1].id != scale_evidence.CRITERION])
    criterion = catalogue_of(plan, as_of).criteria.get(scale_evidence.CRITERION)
    if criterion is None or "min" not in criterion.param:
        return
    cited = scale_evidence.readings_to_cite(plan, state.pilot, as_of)
    lacks = scale_evidence.short_of_evidence(cited, int(criterion.param["min"]))
    if lacks:
        waiver = next(
            (
                one
                for one in plan.of_pilot(Waiver, state.pilot, programme_too=True)
                if criterion.id in one.criteria and waiver_in_force(one, as_of)
            ),
            None,
        )
        condition = next(
            rating.condition
            for rating in state.ratings
            if any(one.id == criterion.id for one in rating.results)
        )
        cover = "" if waiver is None else f"waived by {plan.person_name(waiver.given_by)}"
        yield Need(criterion.id, condition, lacks, "waiver", waiver is not None, cover)


# -------------------------------------------------------------------------------------------- the decision rule


def _of_rule(plan: Plan, state: PilotState) -> Iterator[GateRow]:
    primaries = [one for one in state.metrics if one.rule.role == "primary"]
    yield from (_confirmed(one) for one in primaries)
    guarded = [one for one in state.metrics if one.guardrail is not None]
    if guarded:
        yield _guardrails(guarded)
    rules = plan.of_pilot(DecisionRule, state.pilot)
    shortest = rules[0].shortest_weeks if rules else None
    refs = tuple(Ref("metric", one.metric.id) for one in primaries)
    weeks = min((one.verdict.band.T for one in primaries), default=0)
    if shortest:
        reached = weeks >= shortest
        yield GateRow(
            "Shortest duration reached", formats.plural(shortest, "week"), f"{formats.plural(weeks, 'week')} count",
            "met" if reached else "not_met", refs=refs,
        )  # fmt: skip
    looks = min((one.verdict.confirmed_looks for one in primaries), default=0)
    enough = bool(primaries) and looks >= LOOKS_FOR_SCALE
    said = f"{formats.plural(looks, 'look')} confirmed" if looks else "not confirmed at the newest look"
    yield GateRow(
        "Confirmed at two looks in a row",
        said,
        "",
        "met" if enough else "not_yet_due",
        note="scale only",
        refs=refs,
    )


def _confirmed(one: MetricState) -> GateRow:
    band, write = one.verdict.band, figures_of(one.metric)
    bar = one.verdict.bar
    known = band.T > 0 and band.lower > float("-inf")
    said = f"Range {write(band.lower)} to {write(band.upper)}" if known else "No range yet"
    threshold = f", success {write(bar)}" if bar is not None else ", no threshold set"
    state = "met" if one.verdict.verdict is Verdict.CONFIRMED else "not_met"
    return GateRow(
        f"{one.metric.name} confirmed", said + threshold, formats.plural(band.T, "week"), state,
        refs=(Ref("metric", one.metric.id),),
    )  # fmt: skip


def _guardrails(guarded: list[MetricState]) -> GateRow:
    parts = []
    for one in guarded:
        if one.rule.guardrail_limit is not None:
            side = "over" if one.rule.sign > 0 else "under"
            parts.append(f"{one.metric.name} {side} {figures_of(one.metric)(one.rule.guardrail_limit)}")
    clear = sum(one.guardrail is not None and one.guardrail.status is Guarded.CLEAR for one in guarded)
    return GateRow(
        "Guardrails clear", ", ".join(parts), f"{clear} of {len(guarded)} clear",
        "met" if clear == len(guarded) else "not_met",
        refs=tuple(Ref("metric", one.metric.id) for one in guarded),
    )  # fmt: skip


def passed_by(page: GatePage) -> str:
    """Who passed it by which decision: "Helen Marsh, D-01"; empty while it isn't."""
    if page.decision is None:
        return ""
    return ", ".join(part for part in (page.decided_by, code_of(page.decision)) if part)
