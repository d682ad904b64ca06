"""What weighs of a pilot's criteria: one fault one line, the most urgent first, naming all conditions it touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from cxworkbench.assessment import CriterionResult, Finding
from cxworkbench.conditions.catalogue import GATE_ORDER, Condition
from cxworkbench.conditions.due import SOON
from cxworkbench.conditions.faults import Fault
from cxworkbench.values import holder

if TYPE_CHECKING:
    from cxworkbench.conditions.shared import OfCondition

#: The order of what weighs: grave first, then what blocks the nearest gate, then the largest shortfall, then by gate.
Urgency = tuple[int, bool, float, int]
#: How urgent a result is, and its place among the condition's criteria.
_Rank = tuple[Urgency, int]


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
class Weighing:
    """What weighs of results: its lines, the most urgent first, and their findings where no fault is shared.

    ``results`` are held beside them, so that they can be known by the id of these; ``ranks`` is the order of the lines.
    """

    results: tuple[CriterionResult | None, ...]
    ranks: tuple[_Rank, ...]
    lines: tuple[_Line, ...]
    faults: frozenset[Fault]
    alone: tuple[Finding, ...]


def findings_of(
    conditions: Sequence[Condition], weighed: Sequence[Weighing], known: dict[Any, Any]
) -> list[tuple[Finding, ...]]:
    """Of each condition what weighs, one fault one line, most urgent first; each names all conditions it touches.

    Args:
        conditions: of one pilot.
        weighed: what weighs of each.
        known: what is worked out once of results that pilots share.
    """
    seen: set[Fault] = set()
    twice: set[Fault] = set()
    for found in weighed:
        if not seen.isdisjoint(found.faults):
            twice |= seen & found.faults
        seen |= found.faults
    if not twice:
        return [one.alone for one in weighed]
    # In the order of the conditions.
    touching: dict[Fault, list[str]] = {fault: [] for fault in twice}
    touched = []
    for condition, one in zip(conditions, weighed, strict=True):
        shares = twice & one.faults
        touched.append(bool(shares))
        for fault in shares:
            touching[fault].append(condition.id)
    return [
        _said(one, condition.id, conditions, touching, known) if touches else one.alone
        for condition, one, touches in zip(conditions, weighed, touched, strict=True)
    ]


def _said(
    one: Weighing,
    own: str,
    conditions: Sequence[Condition],
    touching: Mapping[Fault, Sequence[str]],
    known: dict[Any, Any],
) -> tuple[Finding, ...]:
    """The findings of a condition some of whose faults are those of others too; made once where pilots share them."""
    names = tuple(
        [
            None if touching.keys().isdisjoint(line.faults) else _touched(line, own, conditions, touching)
            for line in one.lines
        ]
    )
    key = "said", id(one), names
    found: tuple[Weighing, tuple[Finding, ...]] | None = known.get(key)
    if found is None:
        said = tuple(
            alone if touches is None else _of_line(line, touches, known)
            for line, alone, touches in zip(one.lines, one.alone, names, strict=True)
        )
        # What weighs is held beside it, so that its id stays its own.
        found = known[key] = one, said
    return found[1]


def _of_line(line: _Line, touches: tuple[str, ...], known: dict[Any, Any]) -> Finding:
    key = "touching", id(line), touches
    found: tuple[_Line, Finding] | None = known.get(key)
    if found is None:
        found = known[key] = line, line.finding(touches)
    return found[1]


def _touched(
    line: _Line, own: str, conditions: Sequence[Condition], touching: Mapping[Fault, Sequence[str]]
) -> tuple[str, ...]:
    """The line's own condition, then all others that share a fault with it, in their order."""
    others = {name for fault in line.faults for name in touching.get(fault, ())} - {own}
    return (own, *(one.id for one in conditions if one.id in others))


def weighing(condition: str, of: OfCondition, as_of: date, nearest: int, known: dict[Any, Any]) -> Weighing:
    """What weighs of a condition today: what is unmet, and due or due within 14 days.

    Of the results that pilots share it is found once, and ``known``.
    """
    key = id(of.shared), nearest
    common: Weighing | None = known.get(key)
    if common is None:
        common = known[key] = _weighed(condition, of.shared, as_of, nearest, known)
    if of.shared is of.all:
        return common
    own = tuple([one if also is None else None for one, also in zip(of.all, of.shared, strict=True)])
    alone = _weighed(condition, own, as_of, nearest, known)
    if not alone.lines:
        return common
    if not common.lines:
        return alone
    if not common.faults.isdisjoint(alone.faults):
        return _weighed(condition, of.all, as_of, nearest, known)
    both = sorted(
        [
            *zip(common.ranks, common.lines, common.alone, strict=True),
            *zip(alone.ranks, alone.lines, alone.alone, strict=True),
        ],
        key=itemgetter(0),
    )
    ranks, lines, said = zip(*both, strict=True)
    return Weighing(of.all, ranks, lines, common.faults | alone.faults, said)


def _weighed(
    condition: str,
    results: Sequence[CriterionResult | None],
    as_of: date,
    nearest: int,
    known: dict[Any, Any],
) -> Weighing:
    """What weighs of some results of a condition, with gaps where others stand."""
    ranked: list[_Rank] = []
    latest = as_of + timedelta(days=SOON)
    for at, one in enumerate(results):
        if one is None or one.holds:
            continue
        due = one.due
        if due is None or due > latest or one.state == "not_applicable":
            continue
        criterion = one.criterion
        rank = _rank(criterion.severity, one.cover, is_due=due <= as_of)
        ranked.append(((rank, criterion.place > nearest, -one.shortfall, criterion.place), at))
    ranked.sort()
    places: list[_Rank] = []
    together: list[list[CriterionResult]] = []
    missed: dict[Fault, int] = {}
    for rank_of in ranked:
        one = results[rank_of[1]]
        assert one is not None, "a gap weighs nothing"
        place = len(places)
        if missed.keys().isdisjoint(one.faults):
            places.append(rank_of)
            together.append([one])
        else:
            place = min([missed[fault] for fault in one.faults if fault in missed])
            together[place].append(one)
        for fault in one.faults:
            missed.setdefault(fault, place)
    said = [
        _of_one(condition, same[0], as_of, known, ahead=ahead)
        if len(same) == 1
        else _of_several(condition, same, as_of, ahead=ahead)
        for same, ((_, ahead, _, _), _) in zip(together, places, strict=True)
    ]
    return Weighing(
        tuple(results),
        tuple(places),
        tuple([line for line, _ in said]),
        frozenset(missed),
        tuple([finding for _, finding in said]),
    )


def _of_one(
    condition: str, one: CriterionResult, as_of: date, known: dict[Any, Any], *, ahead: bool
) -> tuple[_Line, Finding]:
    """The line of one result, and its finding; the same for all pilots that share the result."""
    key = "line", id(one), ahead
    found: tuple[_Line, Finding] | None = known.get(key)
    if found is None:
        line = _Line([one], one.faults, _is_due(one, as_of), not ahead)
        found = known[key] = line, line.finding((condition,))
    return found


def _of_several(
    condition: str, same: list[CriterionResult], as_of: date, *, ahead: bool
) -> tuple[_Line, Finding]:
    """The line of results that miss the same, the most urgent first, and its finding."""
    faults: frozenset[Fault] = frozenset().union(*(one.faults for one in same))
    line = _Line(same, faults, _is_due(same[0], as_of), not ahead)
    return line, line.finding((condition,))


def _is_due(one: CriterionResult, as_of: date) -> bool:
    return one.due is not None and one.due <= as_of


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
