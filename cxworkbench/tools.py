"""Strategy before tools: what is traced to an objective, options side by side, and whether one may be bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cxworkbench import formats
from cxworkbench.audit.readiness import audit_passed, readiness
from cxworkbench.naming import code_of
from cxworkbench.plan import Plan, Ref
from db.models import DataSource, Decision, Objective, Pilot, Requirement, Tool, ToolScore, Waiver

#: Options that must be compared before one is chosen.
OPTIONS = 3
#: What a contract must say.
TERMS = ("exit_terms", "data_terms", "price_driver", "service_levels")
CHOSEN = frozenset({"selected", "contracted", "live"})
SIGNED = frozenset({"contracted", "live"})


@dataclass(frozen=True)
class Traced:
    """A requirement, and whether it serves an objective of the plan."""

    requirement: Requirement
    code: str
    objective: Objective | None


@dataclass(frozen=True)
class Option:
    """An option as one column: must-haves met of all, and whether it was chosen."""

    tool: Tool
    musts_met: int
    musts: int
    is_chosen: bool

    @property
    def must_haves(self) -> str:
        """Must-haves met, in words."""
        return f"{self.musts_met} of {self.musts}" if self.musts else formats.MISSING


@dataclass(frozen=True)
class Check:
    """One check of the buying gate: met, at_risk or failing, and what was found."""

    id: str
    text: str
    state: str
    detail: str
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Standing:
    """A waiver as it stands: in force, ended or closed."""

    waiver: Waiver
    code: str
    state: str
    days_over: int


def traced(plan: Plan, pilot: Pilot) -> list[Traced]:
    """A pilot's requirements in their order, each with the objective that it serves."""
    return [
        Traced(one, code_of(one), plan.get(Objective, one.objective))
        for one in plan.of_pilot(Requirement, pilot)
    ]


def options(plan: Plan, pilot: Pilot) -> list[Option]:
    """A pilot's options: the chosen one first, the one without AI last, the others by score."""
    musts = {one.id for one in plan.of_pilot(Requirement, pilot) if one.must}
    scores: dict[str, set[str]] = {}
    for score in plan.all(ToolScore):
        if score.met == "yes" and score.requirement in musts:
            scores.setdefault(score.tool, set()).add(score.requirement or "")
    found = [
        Option(tool, len(scores.get(tool.id, ())), len(musts), tool.status in CHOSEN)
        for tool in plan.of_pilot(Tool, pilot)
    ]
    return sorted(
        found, key=lambda one: (not one.is_chosen, one.tool.kind_ == "non_ai", -(one.tool.score or 0))
    )


def chosen(found: Sequence[Option]) -> Tool | None:
    """The option that was chosen."""
    return next((one.tool for one in found if one.is_chosen), None)


def buying_gate(plan: Plan, pilot: Pilot, as_of: date) -> list[Check]:
    """What must hold before an option is contracted; of a signed one, as it stood on the day it was signed."""
    found = options(plan, pilot)
    tool = chosen(found)
    signed = tool.signed_on if tool is not None and tool.status in SIGNED else None
    on = signed if signed is not None and signed <= as_of else as_of
    return [
        _compared(found),
        _without_ai(found),
        _objective(plan, pilot, tool, on),
        _audited(plan, pilot, on, signed),
        _owner(plan, tool),
        _decided(plan, pilot, as_of),
        _terms(tool),
    ]


def may_buy(checks: Sequence[Check]) -> bool:
    """Whether nothing forbids a contract. Objective, audit and owner do, all else puts it at risk."""
    return not any(one.state == "failing" for one in checks)


def _compared(found: Sequence[Option]) -> Check:
    evaluated = [one.tool for one in found if one.tool.evaluated_on is not None]
    days = sorted({one.evaluated_on for one in evaluated if one.evaluated_on is not None})
    detail = f"{len(evaluated)} evaluated"
    if days:
        detail += f", {formats.day(days[0])}" + (f" to {formats.day(days[-1])}" if len(days) > 1 else "")
    state = "met" if len(evaluated) >= OPTIONS else "at_risk"
    return Check("compared", "At least three options compared", state, detail, _refs(evaluated))


def _without_ai(found: Sequence[Option]) -> Check:
    plain = [one.tool for one in found if one.tool.kind_ == "non_ai" and one.tool.evaluated_on is not None]
    detail = ", ".join(one.name for one in plain) or "No option without AI was evaluated"
    return Check("without_ai", "One option uses no AI", "met" if plain else "at_risk", detail, _refs(plain))


def _objective(plan: Plan, pilot: Pilot, tool: Tool | None, on: date) -> Check:
    objective = plan.get(Objective, tool.objective) if tool is not None else None
    if objective is None:
        first = sorted(plan.of_pilot(Objective, pilot), key=lambda one: one.priority or 99)
        objective = first[0] if first else None
    text = "Objective agreed"
    if objective is None:
        return Check("objective", text, "failing", "There is no objective")
    refs = _refs([objective])
    if objective.agreed_on is not None and objective.agreed_on <= on:
        return Check("objective", text, "met", f"Agreed {formats.day(objective.agreed_on)}", refs)
    version = f"Version {objective.version or 1} is not agreed"
    return Check("objective", text, "failing" if (objective.version or 1) == 1 else "at_risk", version, refs)


def _audited(plan: Plan, pilot: Pilot, on: date, signed: date | None) -> Check:
    text = "Data audit passed"
    sources = [one for one in plan.all(DataSource) if pilot.id in (one.pilot, *one.shared_with)]
    critical = [one for one in sources if one.critical]
    if not critical:
        return Check("audited", text, "failing", "No critical source is named")
    failed = [one for one in critical if not audit_passed(plan, one, on)]
    if not failed:
        detail = f"{formats.plural(len(critical), 'critical source')} ready"
        return Check("audited", text, "met", detail, _refs(critical))
    worst = readiness(plan, failed[0], on).worst
    detail = f"{failed[0].name} has no audit that holds"
    if worst is not None and worst.figure is not None and worst.dimension.required is not None:
        when = " at signing" if signed is not None else ""
        needs = round(worst.dimension.required * 100)
        detail = f"{failed[0].name} {round(worst.figure * 100)}{when}, needs {needs}"
    return Check("audited", text, "failing", detail, _refs(failed))


def _owner(plan: Plan, tool: Tool | None) -> Check:
    text = "Tool has an owner"
    if tool is None:
        return Check("owner", text, "at_risk", "No option is chosen yet")
    if tool.owner is None:
        return Check("owner", text, "failing", "Nobody named", _refs([tool]))
    return Check("owner", text, "met", plan.person_name(tool.owner), _refs([tool]))


def _decided(plan: Plan, pilot: Pilot, as_of: date) -> Check:
    text = "Chosen by a recorded decision"
    taken = [
        one
        for one in plan.of_pilot(Decision, pilot)
        if one.kind_ == "select" and one.date is not None and one.date <= as_of
    ]
    if not taken:
        return Check("decided", text, "at_risk", "No decision is recorded")
    newest = max(taken, key=lambda one: one.date or date.min)
    detail = f"{code_of(newest)}, {plan.person_name(newest.decided_by)}, {formats.day(newest.date)}"
    return Check("decided", text, "met", detail, _refs([newest]))


def _terms(tool: Tool | None) -> Check:
    text = "Exit, data, price and service terms recorded"
    if tool is None:
        return Check("terms", text, "at_risk", "No option is chosen yet")
    recorded = sum(bool(tool.value(name)) for name in TERMS)
    state = "met" if recorded == len(TERMS) else "at_risk"
    return Check("terms", text, state, f"{recorded} of {len(TERMS)}", _refs([tool]))


def waivers(plan: Plan, pilot: Pilot, as_of: date) -> list[Standing]:
    """The waivers of a pilot that were not closed: ended ones first. A waiver's end is the first day after it."""
    found = []
    for one in plan.of_pilot(Waiver, pilot, programme_too=True):
        if one.closed_on is not None and one.closed_on <= as_of:
            continue
        over = (as_of - one.until).days if one.until is not None and one.until <= as_of else 0
        ended = one.until is not None and one.until <= as_of
        found.append(Standing(one, code_of(one), "ended" if ended else "in_force", over))
    return sorted(found, key=lambda one: (one.state != "ended", one.waiver.until or date.max))


def _refs(records: Sequence[Objective | Tool | DataSource | Decision]) -> tuple[Ref, ...]:
    return tuple(Ref(one.kind, one.id) for one in records)
