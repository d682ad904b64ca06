"""The rules by which a criterion decides, each once (failure_modes.toml, [[rule]])."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cxworkbench.conditions.catalogue import Catalogue, Criterion
from cxworkbench.conditions.expressions import Expression, is_empty
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.plan import Ref
from db.records import Record


@dataclass(frozen=True)
class Outcome:
    """What a rule found: whether it holds, whether it applies at all, and the records and fields behind it.

    ``missing`` names, record by record, the fields (or tests) that are wanting.
    """

    holds: bool
    applies: bool = True
    evidence: tuple[Ref, ...] = ()
    missing: tuple[tuple[Record, tuple[str, ...]], ...] = ()
    numbers: dict[str, Any] = field(default_factory=dict)


def check(criterion: Criterion, scope: PilotScope, catalogue: Catalogue) -> Outcome:
    """Check a criterion for a pilot. What can't be checked counts as not met."""
    if criterion.applies is not None and not criterion.applies.holds(scope):
        return Outcome(holds=False, applies=criterion.empty != "not_applicable")
    if criterion.also is not None and not criterion.also.holds(scope):
        return Outcome(holds=False)
    records = _in_scope(criterion, scope)
    rule = RULES.get(criterion.rule)
    if rule is None:
        return Outcome(holds=False)
    if not records and criterion.rule not in _COUNTING:
        empty = criterion.empty == "not_applicable"
        return Outcome(
            holds=empty and criterion.also is not None, applies=not empty or criterion.also is not None
        )
    return rule(criterion, scope, records, catalogue)


def _in_scope(criterion: Criterion, scope: PilotScope) -> list[Record]:
    records = scope.records(criterion.subject)
    if criterion.where is None:
        return records
    return [record for record in records if criterion.where.holds(scope.about(record))]


def _value(scope: PilotScope, record: Record, name: str) -> Any:
    return scope.about(record).path(tuple(name.split(".")))


def _all_have(criterion: Criterion, scope: PilotScope, records: list[Record], _: Catalogue) -> Outcome:
    missing = []
    for record in records:
        wanting = tuple(name for name in criterion.needs if is_empty(_value(scope, record, name)))
        if wanting:
            missing.append((record, wanting))
    evidence = tuple(Ref(record.kind, record.id, wanting[0]) for record, wanting in missing) or tuple(
        Ref(record.kind, record.id) for record in records
    )
    return Outcome(not missing, evidence=evidence, missing=tuple(missing))


def _filled(criterion: Criterion, scope: PilotScope, records: list[Record]) -> list[Record]:
    return [
        record
        for record in records
        if not any(is_empty(_value(scope, record, name)) for name in criterion.needs)
    ]


def _at_least(criterion: Criterion, scope: PilotScope, records: list[Record], _: Catalogue) -> Outcome:
    found = _filled(criterion, scope, records)
    wanted = criterion.param["min"]
    return Outcome(
        len(found) >= wanted,
        evidence=tuple(Ref(record.kind, record.id) for record in found),
        numbers={"found": len(found), "wanted": wanted},
    )


def _at_most(criterion: Criterion, _: PilotScope, records: list[Record], __: Catalogue) -> Outcome:
    allowed = criterion.param["max"]
    return Outcome(
        len(records) <= allowed,
        evidence=tuple(Ref(record.kind, record.id) for record in records),
        numbers={"found": len(records), "allowed": allowed},
    )


def _each_meets(
    criterion: Criterion, scope: PilotScope, records: list[Record], catalogue: Catalogue
) -> Outcome:
    tests: list[tuple[str, Expression | None]]
    if criterion.param.get("list") == "precision_test":
        tests = [(test.id, test.test) for test in catalogue.precision_tests]
    else:
        tests = [("meets", criterion.expression("meets"))]
    missing = []
    for record in records:
        about = scope.about(record)
        failed = tuple(name for name, test in tests if test is None or not test.holds(about))
        if failed:
            missing.append((record, failed))
    return Outcome(
        not missing,
        evidence=tuple(Ref(record.kind, record.id) for record, _ in missing)
        or tuple(Ref(record.kind, record.id) for record in records),
        missing=tuple(missing),
        numbers={"tests": len(tests)},
    )


def _before(criterion: Criterion, scope: PilotScope, records: list[Record], _: Catalogue) -> Outcome:
    """Groups of their own (``per = "self"``) or all records as one group; the earliest date is compared."""
    groups = [[record] for record in records] if criterion.param.get("per") == "self" else [records]
    by = criterion.expression("by")
    late: list[tuple[Record, tuple[str, ...]]] = []
    judged = 0
    for group in groups:
        limit = by.value(scope.about(group[0])) if by is not None else None
        if not isinstance(limit, date):
            continue
        judged += 1
        days = [day for record in group if isinstance(day := _value(scope, record, criterion.needs[0]), date)]
        if not days or min(days) > limit - timedelta(days=criterion.param.get("days", 0)):
            late.append((group[0], (criterion.needs[0],)))
    if not judged:
        return Outcome(holds=False, applies=criterion.empty != "not_applicable")
    return Outcome(
        not late,
        evidence=tuple(Ref(record.kind, record.id, criterion.needs[0]) for record in records),
        missing=tuple(late),
    )


Rule = Callable[[Criterion, PilotScope, list[Record], Catalogue], Outcome]

#: Rules that go by counts: for them nought is a number, and an empty scope is no exception.
_COUNTING = frozenset({"at_least", "at_most", "covers"})

RULES: dict[str, Rule] = {
    "all_have": _all_have,
    "at_least": _at_least,
    "at_most": _at_most,
    "each_meets": _each_meets,
    "before": _before,
}
