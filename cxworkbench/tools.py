"""Strategy before tools: what is traced to an objective, options side by side, and whether one may be bought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cxworkbench import formats
from cxworkbench.audit.readiness import audit_passed, readiness
from cxworkbench.conditions.overruled import waiver_in_force, waiver_lacks
from cxworkbench.naming import code_of
from cxworkbench.plan import Plan, Ref
from db.models import DataSource, Decision, Objective, Pilot, Requirement, Tool, ToolScore, Waiver

#: Options that must be compared before one is chosen.
OPTIONS = 3
#: What a contract must say.
TERMS = ("exit_terms", "data_terms", "price_driver", "service_levels")
CHOSEN = frozenset({"selected", "contracted", "live"})
_LACKS = {
    "objective": "no agreed objective",
    "audited": "no data audit that passed",
    "owner": "no owner",
}
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
    is_scored: bool = True

    @property
    def must_haves(self) -> str:
        """Must-haves met, in words; empty where nobody looked."""
        return f"{self.musts_met} of {self.musts}" if self.musts and self.is_scored else ""


@dataclass(frozen=True)
class Check:
    """One check of the buying gate: met, at_risk or failing, and what was found."""

    id: str
    text: str
    state: str
    detail: str
    refs: tuple[Ref, ...] = ()

    @property
    def lacks(self) -> str:
        """What is missing where it fails, in words."""
        return _LACKS.get(self.id, self.text.lower())


@dataclass(frozen=True)
class Standing:
    """A waiver as it stands: in force, ended, not begun yet, or void.

    ``state`` is in_force, ended, ahead, or void: it lacks something to hold on any day, which ``lacks`` names.
    """

    waiver: Waiver
    code: str
    state: str
    days_over: int
    lacks: str = ""


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
    scored = set()
    for score in plan.all(ToolScore):
        if score.met is not None and score.requirement in musts:
            scored.add(score.tool)
        if score.met == "yes" and score.requirement in musts:
            scores.setdefault(score.tool, set()).add(score.requirement or "")
    found = [
        Option(tool, len(scores.get(tool.id, ())), len(musts), tool.status in CHOSEN, tool.id in scored)
        for tool in plan.of_pilot(Tool, pilot)
    ]
    return sorted(
        found, key=lambda one: (not one.is_chosen, one.tool.kind_ == "non_ai", -(one.tool.score or 0))
    )


def chosen(found: Sequence[Option]) -> Tool | None:
    """The option that was chosen."""
    return next((one.tool for one in found if one.is_chosen), None)


def at_gate(found: Sequence[Option]) -> Tool | None:
    """The option that stands before the gate: one that is selected and not signed yet, else the chosen one."""
    return next((one.tool for one in found if one.tool.status == "selected"), None) or chosen(found)


def buying_gate(plan: Plan, pilot: Pilot, as_of: date, tool: Tool | None = None) -> list[Check]:
    """What must hold before an option is contracted; of a signed one, as it stood on the day it was signed.

    Without a ``tool`` it is the option that was chosen.
    """
    found = options(plan, pilot)
    tool = tool or chosen(found)
    signed = tool.signed_on if tool is not None and tool.status in SIGNED else None
    on = judged_on(tool, as_of)
    return [
        _compared(found),
        _without_ai(found),
        _objective(plan, pilot, tool, on),
        _audited(plan, pilot, on, signed),
        _owner(plan, tool),
        _decided(plan, pilot, as_of),
        _terms(tool),
    ]


def judged_on(tool: Tool | None, as_of: date) -> date:
    """The day as of which the buying gate of an option is judged: the day it was signed, else the day of judgement."""
    signed = tool.signed_on if tool is not None and tool.status in SIGNED else None
    return signed if signed is not None and signed <= as_of else as_of


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
        lacks = waiver_lacks(one)
        state = (
            "ended" if ended else "void" if lacks else "in_force" if waiver_in_force(one, as_of) else "ahead"
        )
        found.append(Standing(one, code_of(one), state, over, lacks))
    return sorted(found, key=lambda one: (one.state != "ended", one.waiver.until or date.max))


def _refs(records: Sequence[Objective | Tool | DataSource | Decision]) -> tuple[Ref, ...]:
    return tuple(Ref(one.kind, one.id) for one in records)


def looking_back(found: Sequence[Option], currency: str | None) -> str:
    """What the option without AI scored and cost beside the chosen one; empty where there aren't both."""
    tool = chosen(found)
    plain = next((one.tool for one in found if one.tool.kind_ == "non_ai"), None)
    if tool is None or plain is None or plain is tool:
        return ""
    parts = []
    if tool.score is not None and plain.score is not None:
        parts.append(_compared_to(tool.score - plain.score, "scored", _points))
    if tool.cost_12_months is not None and plain.cost_12_months is not None:
        less = tool.cost_12_months - plain.cost_12_months
        parts.append(_compared_to(less, "costs", lambda value: formats.money(value, currency)))
    return f"{plain.name}, without AI, {' and '.join(parts)}." if parts else ""


def _points(value: Decimal) -> str:
    return f"{value.normalize():f} {'point' if value == 1 else 'points'}"


def _compared_to(less: Decimal, verb: str, words: Callable[[Decimal], str]) -> str:
    if not less:
        return f"{verb} the same"
    return f"{verb} {words(abs(less))} {'less' if less > 0 else 'more'}"


def choice_words(found: Sequence[Option]) -> str:
    """How the chosen option stands among the others, in words."""
    tool = chosen(found)
    if tool is None:
        return "none is chosen yet" if found else ""
    scores = [one.tool.score for one in found if one.tool.score is not None]
    if tool.score is None:
        return f"chosen: {tool.name}, without a score"
    place = sum(score > tool.score for score in scores) + 1
    return "chosen: highest score" if place == 1 else f"chosen: score {place} of {len(scores)}"


def finding(found: Sequence[Traced], tool: Tool | None, checks: Sequence[Check]) -> str:
    """What is wrong with a pilot's strategy and tools, in one sentence."""
    loose = sum(one.objective is None for one in found)
    parts = []
    if loose:
        parts.append(f"{loose} of {formats.plural(len(found), 'requirement')} serve no objective")
    if not found:
        parts.append("No requirement is written down")
    failing = [one.lacks for one in checks if one.state == "failing"]
    if failing:
        when = (
            "did not hold at signing" if tool is not None and tool.status in SIGNED else "does not hold yet"
        )
        parts.append(f"the buying gate {when} ({formats.listed(failing)})")
    elif tool is None:
        parts.append("no option is chosen")
    if not parts:
        return "Every requirement serves an objective, and the buying gate holds."
    said = "; ".join(parts)
    return f"{said[:1].title()}{said[1:]}."
