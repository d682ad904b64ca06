"""What weighs of a pilot's criteria: one fault one line, the most urgent first, naming all conditions it touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cxworkbench.assessment import CriterionResult, Finding
from cxworkbench.conditions.catalogue import GATE_ORDER, Condition
from cxworkbench.conditions.due import SOON
from cxworkbench.conditions.faults import Fault
from cxworkbench.values import holder

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


def findings_of(
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
            found = known[key] = _weighing(condition.id, own, as_of, nearest, known)
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


def _weighing(
    condition: str,
    results: tuple[CriterionResult, ...],
    as_of: date,
    nearest: int,
    known: dict[Any, Any],
) -> _Weighing:
    ranked: list[tuple[Urgency, int]] = []
    latest = as_of + timedelta(days=SOON)
    for at, one in enumerate(results):
        due = one.due
        if due is None or due > latest or one.holds or one.state == "not_applicable":
            continue
        criterion = one.criterion
        rank = _rank(criterion.severity, one.cover, is_due=due <= as_of)
        ranked.append(((rank, criterion.place > nearest, -one.shortfall, criterion.place), at))
    if not ranked:
        return _Weighing(results, (), frozenset(), ())
    ranked.sort()
    lines: list[_Line] = []
    alone: list[Finding] = []
    missed: dict[Fault, int] = {}
    for (_, ahead, _, _), at in ranked:
        one = results[at]
        faults = one.faults
        if missed.keys().isdisjoint(faults):
            place = len(lines)
            line, said = _of_one(condition, one, as_of, known, ahead=ahead)
            lines.append(line)
            alone.append(said)
            missed.update(dict.fromkeys(faults, place))
            continue
        place = min([missed[fault] for fault in faults if fault in missed])
        line = lines[place]
        lines[place] = replace(line, results=[*line.results, one], faults=line.faults | faults)
        alone[place] = lines[place].finding((condition,))
        for fault in faults:
            missed.setdefault(fault, place)
    return _Weighing(results, tuple(lines), frozenset(missed), tuple(alone))


def _of_one(
    condition: str, one: CriterionResult, as_of: date, known: dict[Any, Any], *, ahead: bool
) -> tuple[_Line, Finding]:
    """The line of one result, and its finding; the same for all pilots that share the result."""
    key = "line", id(one), ahead
    found: tuple[_Line, Finding] | None = known.get(key)
    if found is None:
        is_due = one.due is not None and one.due <= as_of
        line = _Line([one], one.faults, is_due, not ahead)
        found = known[key] = line, line.finding((condition,))
    return found


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
