"""The rules by which a criterion decides, each once (failure_modes.toml, [[rule]])."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cxworkbench.conditions import comparing_rules, grouped_rules
from cxworkbench.conditions.catalogue import Catalogue, Criterion
from cxworkbench.conditions.expressions import Expression, is_empty
from cxworkbench.conditions.findings import (
    NOTHING_APPLIES,
    NOTHING_UNMET,
    Missing,
    Outcome,
    evidence_of,
    value_of,
)
from cxworkbench.conditions.objective import failed_tests
from cxworkbench.conditions.plain_tests import plain_test
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.plan import Ref
from db.errors import UserError
from db.records import Record

__all__ = ["RULES", "Missing", "Outcome", "check"]


def check(criterion: Criterion, scope: PilotScope, catalogue: Catalogue) -> Outcome:
    """Check a criterion for a pilot. What can't be checked counts as not met.

    Raises:
        UserError: the criterion names a rule that there isn't.
    """
    rule = RULES.get(criterion.rule)
    if rule is None:
        raise UserError(
            f"there is no rule {criterion.rule!r}",
            where=criterion.id,
            kept="the plan is as it was",
            to_do="name one of the rules in the file's header",
        )
    empty = NOTHING_APPLIES if criterion.empty == "not_applicable" else NOTHING_UNMET
    records = scope.records(criterion.subject)
    if criterion.also is None and not records and _asks_records(criterion, scope):
        # The same whether or not `applies` holds: nothing is in scope.
        return empty
    if criterion.applies is not None and not criterion.applies.holds(scope):
        return empty
    if criterion.also is not None and not criterion.also.holds(scope):
        return Outcome(holds=False, numbers={"also": False})
    if criterion.where is not None and records and criterion.rule not in _WHERE_COMES_LATER:
        records = _that_meet(criterion.where, criterion.subject, scope, records)
    outcome = rule(criterion, scope, records, catalogue)
    if outcome is None:
        if criterion.empty == "not_applicable" and criterion.also is not None:
            return Outcome(holds=True)
        return empty
    return outcome


def _that_meet(where: Expression, kind: str, scope: PilotScope, records: list[Any]) -> list[Any]:
    """The records that meet an expression; several criteria ask the same of the same kind."""
    key = (kind, where.text)
    found: list[Any] | None = scope.known.answers.get(key)
    if found is None:
        test = plain_test(where.node, kind)
        found = [
            one
            for one in records
            if (test(one.__dict__) if test is not None else where.holds(scope.about(one)))
        ]
        scope.known.answers[key] = found
    return found


def _asks_records(criterion: Criterion, scope: PilotScope) -> bool:
    """Whether a criterion without any record of its subject has nothing in scope: no group is without members."""
    if criterion.rule not in _OF_RECORDS:
        return False
    per = criterion.param.get("per")
    return per is None or per == "self" or not scope.records(per)


def _all_have(criterion: Criterion, scope: PilotScope, records: list[Any], _: Catalogue) -> Outcome | None:
    if not records:
        return None
    missing = []
    for record in records:
        wanting = [name for name in criterion.needs if is_empty(value_of(scope, record, name))]
        if wanting:
            missing.append(Missing(record, tuple(wanting)))
    return Outcome(
        not missing,
        evidence=evidence_of(missing, records),
        missing=tuple(missing),
        numbers={"of": len(records)},
    )


def _at_least(criterion: Criterion, scope: PilotScope, records: list[Any], _: Catalogue) -> Outcome:
    found = [
        record
        for record in records
        if not any(is_empty(value_of(scope, record, name)) for name in criterion.needs)
    ]
    wanted = criterion.param["min"]
    return Outcome(
        len(found) >= wanted,
        evidence=evidence_of((), found),
        numbers={"found": len(found), "wanted": wanted},
    )


def _at_most(criterion: Criterion, _scope: PilotScope, records: list[Any], _: Catalogue) -> Outcome:
    allowed = criterion.param["max"]
    over = len(records) > allowed
    missing = tuple(Missing(record, criterion.needs[:1]) for record in records) if over else ()
    return Outcome(
        not over,
        evidence=evidence_of((), records),
        missing=missing,
        numbers={"found": len(records), "allowed": allowed},
    )


def _share_at_least(
    criterion: Criterion, scope: PilotScope, records: list[Any], _: Catalogue
) -> Outcome | None:
    among, where = criterion.expression("among"), criterion.where
    found = [one for one in records if among is None or among.holds(scope.about(one))]
    newest, day = criterion.param.get("newest"), criterion.param.get("by_date")
    if newest and day:
        dated = [one for one in found if value_of(scope, one, day) is not None]
        found = sorted(dated, key=lambda one: value_of(scope, one, day))[-newest:]
    if not found:
        return None
    short = [one for one in found if where is not None and not where.holds(scope.about(one))]
    holds = len(found) - len(short) >= criterion.param["min"] * len(found)
    return Outcome(
        holds,
        evidence=evidence_of((), found),
        missing=() if holds else tuple(Missing(one, criterion.needs[:1]) for one in short),
        numbers={"found": len(found) - len(short), "of": len(found)},
    )


def _linked(criterion: Criterion, scope: PilotScope, records: list[Any], _: Catalogue) -> Outcome | None:
    if not records:
        return None
    each: list[Any] = list(criterion.param.get("each", ())) or [None]
    to_where, kind = criterion.expression("to_where"), criterion.param["to"]
    missing, seen = [], []
    for record in records:
        inner = scope.about(record)
        if criterion.param.get("via"):
            linked = inner.path((criterion.param["via"],)) or []
        else:
            linked = _naming(scope, kind, record)
        good = [one for one in linked if to_where is None or to_where.holds(inner.with_at_hand(one))]
        seen += [one for one in good if isinstance(one, Record)]
        lacking = tuple(
            str(value or kind)
            for value in each
            if sum(value is None or one.value(criterion.param["each_field"]) == value for one in good)
            < criterion.param["min"]
        )
        if lacking:
            missing.append(Missing(record, lacking, {"found": len(good)}))
    return Outcome(
        not missing, evidence=evidence_of(missing, [*records, *seen], field=False), missing=tuple(missing)
    )


def _naming(scope: PilotScope, kind: str, record: Record) -> list[Any]:
    """The records of a kind that name a record; one without a cohort counts for every cohort."""
    link = link_to(kind, record.kind)
    found = list(scope.linked(kind, link, record.id))
    return found + scope.linked(kind, link, "") if grouped_rules.counts_for_all(kind, record.kind) else found


def link_to(kind: str, to: str) -> str:
    """The field of a kind that names a record of another."""
    return grouped_rules.link_to(kind, to)


def _each_meets(
    criterion: Criterion, scope: PilotScope, records: list[Any], catalogue: Catalogue
) -> Outcome | None:
    if not records:
        return None
    of_precision, meets = criterion.param.get("list") == "precision_test", criterion.expression("meets")
    missing = []
    for record in records:
        if of_precision:
            failed = failed_tests(scope, record, catalogue)
        else:
            failed = () if meets is not None and meets.holds(scope.about(record)) else ("meets",)
        if failed:
            missing.append(Missing(record, failed))
    return Outcome(
        not missing,
        evidence=evidence_of(missing, records, field=False),
        missing=tuple(missing),
        numbers={"tests": len(catalogue.precision_tests) if of_precision else 1, "of": len(records)},
    )


def _differs(criterion: Criterion, scope: PilotScope, records: list[Any], _: Catalogue) -> Outcome | None:
    if not records:
        return None
    missing = []
    for record in records:
        one, other = (value_of(scope, record, name) for name in criterion.needs)
        if is_empty(one) or is_empty(other) or one == other:
            missing.append(Missing(record, criterion.needs[:1]))
    return Outcome(not missing, evidence=evidence_of(missing, records), missing=tuple(missing))


def _covers(criterion: Criterion, scope: PilotScope, records: list[Any], _: Catalogue) -> Outcome:
    items = _items(criterion, scope)
    key, where, exempt = criterion.param["key"], criterion.where, criterion.expression("exempt")
    missing: list[Missing] = []
    seen: list[Record] = []
    of_item: dict[Any, list[Any]] = {}
    for one in records:
        of_item.setdefault(one.value(key), []).append(one)
    for item in items:
        holders = of_item.get(item, [])
        seen += holders
        wanting: tuple[str, ...] = ()
        for one in holders:
            about = scope.about(one)
            if exempt is not None and exempt.holds(about):
                break
            lacks = tuple(name for name in criterion.needs if is_empty(value_of(scope, one, name)))
            if where is not None and not where.holds(about):
                lacks = ("status", *lacks)
            if not lacks:
                break
            wanting = wanting or lacks
        else:
            record = holders[0] if holders else None
            missing.append(Missing(record, wanting or (key,), {"item": item}))
    return Outcome(
        not missing,
        evidence=tuple(Ref(one.kind, one.id) for one in seen),
        missing=tuple(missing),
        numbers={"found": len(items) - len(missing), "of": len(items)},
    )


def _items(criterion: Criterion, scope: PilotScope) -> list[str]:
    """The list that must be covered: given values, or the entries of a reference table that apply to the pilot."""
    if "values" in criterion.param:
        return list(criterion.param["values"])
    entries = _listed(criterion.param["list"], criterion.expression("list_where"), scope)
    flags = scope.flags()
    if flags is None:
        return [entry["id"] for entry in entries]
    from cxworkbench.governance import EVERYBODY

    return [entry["id"] for entry in entries if not flags.isdisjoint(entry.get("applies_to", EVERYBODY))]


def _listed(place: str, where: Expression | None, scope: PilotScope) -> list[dict[str, Any]]:
    """The entries of a table of the reference data ("governance.control") that meet an expression."""
    import resources

    found = _ENTRIES.get((place, where))
    if found is None:
        name, _, table = place.partition(".")
        entries: list[dict[str, Any]] = resources.toml(name)[table]
        found = [one for one in entries if where is None or where.holds(scope.with_at_hand(one))]
        if where is None or where.names <= {name for one in entries for name in one}:
            # It asks nothing but the entry itself: the same for every pilot on every day.
            _ENTRIES[place, where] = found
    return found


#: Entries of reference data already looked through, by table and expression.
_ENTRIES: dict[tuple[str, Expression | None], list[dict[str, Any]]] = {}

Rule = Callable[[Criterion, PilotScope, list[Any], Catalogue], Outcome | None]

#: Rules that look at every record of the subject's kind; `where` says which of them count.
_WHERE_COMES_LATER = frozenset({"share_at_least", "covers"})

#: Rules that find nothing in scope where there is no record, or no group of records.
_OF_RECORDS = frozenset(
    {
        *("all_have", "share_at_least", "linked", "each_meets", "differs", "before", "recent"),
        *("sum_ratio_at_least", "not_above_reference", "not_earlier_than_reference"),
    }
)

#: None: nothing is in scope. Rules that go by counts and lists never say so: for them nought is a number.
RULES: dict[str, Rule] = {
    "all_have": _all_have,
    "at_least": _at_least,
    "at_most": _at_most,
    "share_at_least": _share_at_least,
    "linked": _linked,
    "each_meets": _each_meets,
    "differs": _differs,
    "covers": _covers,
    "before": grouped_rules.before,
    "recent": grouped_rules.recent,
    "sum_ratio_at_least": grouped_rules.sum_ratio_at_least,
    "not_above_reference": comparing_rules.not_above_reference,
    "not_earlier_than_reference": comparing_rules.not_earlier_than_reference,
}
