"""Rules that look at groups of records: before, recent, sum_ratio_at_least (failure_modes.toml, "Groups")."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from cxworkbench.conditions.catalogue import Catalogue, Criterion
from cxworkbench.conditions.findings import Missing, Outcome, evidence_of, value_of
from cxworkbench.conditions.scope import PilotScope
from db.records import FAMILIES, Record

#: Records of these kinds that name no cohort count for every cohort of the pilot.
_OF_EVERY_COHORT = frozenset({"milestone", "barrier"})


@cache
def link_to(kind: str, to: str) -> str:
    """The field of a kind that names a record of another kind; empty where it has none."""
    fields = FAMILIES[kind].fields.values()
    return next((one.name for one in fields if one.kind == "link" and one.to == to), "")


def counts_for_all(kind: str, of: str) -> bool:
    """Whether a record of a kind that names no record of another counts for all of them."""
    return kind in _OF_EVERY_COHORT and of == "cohort"


def groups(
    criterion: Criterion, scope: PilotScope, records: list[Any]
) -> Iterator[tuple[Record | None, list[Any]]]:
    """The groups of a criterion: the record that each is of (None for all records as one), and its records."""
    per = criterion.param.get("per")
    if per is None:
        if records:
            yield None, records
        return
    if per == "self":
        yield from ((record, [record]) for record in records)
        return
    where, link = criterion.expression("per_where"), link_to(criterion.subject, per)
    to_all = counts_for_all(criterion.subject, per)
    for one in scope.records(per):
        if where is None or where.holds(scope.about(one)):
            named = ("", one.id, None) if to_all else (one.id,)
            yield one, [record for record in records if record.value(link) in named]


def before(criterion: Criterion, scope: PilotScope, records: list[Any], _: Catalogue) -> Outcome | None:
    """The earliest date of every group is filled and not later than the day given, less days if asked for."""
    by, field = criterion.expression("by"), criterion.needs[0]
    ahead = timedelta(days=criterion.param.get("days", 0))
    late, seen = [], []
    judged = False
    for group, members in groups(criterion, scope, records):
        inner = scope.in_group(group) if group is not None else scope
        limit = by.value(inner) if by is not None else None
        if not isinstance(limit, date):
            continue
        judged = True
        days = {value: one for one in members if isinstance(value := value_of(scope, one, field), date)}
        first = min(days, default=None)
        if first is None or first > limit - ahead:
            subject = group if group is not None else members[0]
            late.append(Missing(subject, (field,), {"first": first, "limit": limit}))
        seen += [days[first]] if first is not None else members
    if not judged:
        return None
    return Outcome(not late, evidence=evidence_of(late, seen), missing=tuple(late))


def recent(criterion: Criterion, scope: PilotScope, records: list[Any], _: Catalogue) -> Outcome | None:
    """The newest date of every group lies within the last days up to today, both ends included."""
    field, span = criterion.needs[0], timedelta(days=criterion.param["days"])
    old, seen = [], []
    judged = False
    for group, members in groups(criterion, scope, records):
        judged = True
        days = {
            value: one
            for one in members
            if isinstance(value := value_of(scope, one, field), date) and value <= scope.as_of
        }
        newest = max(days, default=None)
        if newest is None or newest < scope.as_of - span:
            subject = group if group is not None else members[0]
            old.append(Missing(subject, (field,), {"newest": newest}))
        if newest is not None:
            seen.append(days[newest])
    if not judged:
        return None
    return Outcome(not old, evidence=evidence_of(old, seen, field=False), missing=tuple(old))


def sum_ratio_at_least(
    criterion: Criterion, scope: PilotScope, records: list[Any], _: Catalogue
) -> Outcome | None:
    """In every group the sum of the first field over the sum of the second is at least what is asked."""
    over, under = criterion.needs
    counts, least = criterion.expression("count_if"), Decimal(str(criterion.param["min"]))
    short, seen = [], []
    numbers: dict[str, Any] = {"least": least, "shares": {}}
    judged = False
    for group, members in groups(criterion, scope, records):
        judged = True
        counted = [one for one in members if counts is None or counts.holds(scope.about(one))]
        top = sum(value_of(scope, one, over) or 0 for one in counted)
        bottom = sum(value_of(scope, one, under) or 0 for one in members)
        share = Decimal(top) / bottom if bottom else None
        seen += members
        numbers["shares"][group.id if group is not None else ""] = share
        if share is None or share < least:
            subject = group if group is not None else members[0]
            short.append(Missing(subject, (over,), {"share": share, "top": top, "bottom": bottom}))
    if not judged:
        return None
    short.sort(key=lambda one: one.numbers["share"] or 0)
    return Outcome(
        not short,
        evidence=evidence_of(short, seen, field=False),
        missing=tuple(short),
        numbers=numbers,
    )
