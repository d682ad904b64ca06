"""What one column of a file goes to, seen and changed column by column: the same mapping, as an assistant shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from cxworkbench.exchange.filters import Keep
from cxworkbench.exchange.guessing import is_personal
from cxworkbench.exchange.mapping import GRAINS, TAKES, Mapping, Measure

#: Kinds of roles that one column each can have, and what they are called.
SINGLE = {
    "period": "Period",
    "metric": "Names the metric",
    "value": "Value",
    "numerator": "Numerator",
    "n": "n",
    "cohort": "Cohort",
    "arm": "Pilot or control",
    "key": "Key",
}
_ONLY_LONG = ("metric", "value", "numerator")
_BY = {"day": "by day", "week": "by ISO week", "month": "by month"}


@dataclass(frozen=True)
class Role:
    """What a column goes to.

    Attributes:
        kind: one of SINGLE, "reading" (a column a metric), one of TAKES, "among", "keep", or empty: not read.
        metric: the metric that it gives, by id or name.
        words: what a rate counts, or a filter keeps.
        by: day, week or month, of the period of records.
        is_not: whether a filter keeps all other words.
    """

    kind: str = ""
    metric: str = ""
    words: tuple[str, ...] = ()
    by: str = ""
    is_not: bool = False


NOT_READ = Role()


def roles_of(mapping: Mapping, heading: str) -> list[Role]:
    """What a column goes to; empty where it isn't read."""
    found = [Role(kind) for kind in SINGLE if getattr(mapping, kind) == heading]
    if mapping.period == heading and mapping.shape == "records":
        found = [replace(one, by=mapping.by) if one.kind == "period" else one for one in found]
    found = [replace(one, metric=mapping.about) if one.kind == "value" else one for one in found]
    found += [Role("reading", metric) for column, metric in mapping.metrics if column == heading]
    for one in mapping.measures:
        if one.column == heading:
            found.append(Role(one.take, one.metric or mapping.about, one.counts))
        if one.among == heading and Role("among") not in found:
            found.append(Role("among"))
    found += [
        Role("keep", words=one.words, is_not=one.is_not) for one in mapping.keep if one.column == heading
    ]
    return found


def said(role: Role, name_of: Callable[[str], str], heading: str) -> str:
    """A role in words, as it is chosen and shown; ``name_of`` gives the name of a metric."""
    if not role.kind:
        return "Not read, personal data" if is_personal(heading) else "Not read"
    name = name_of(role.metric)
    words = " or ".join(role.words[:3]) + (" …" if len(role.words) > 3 else "")
    if role.kind in TAKES:
        how = {
            "rate": f"counts {words}" if words else "counts yes",
            "count": "count of rows",
        }.get(role.kind, role.kind)
        return f"{name}, {how}" if name else how.capitalize()
    if role.kind == "reading":
        return f"{name}, as it stands"
    if role.kind == "keep":
        return f"{'Leave out' if role.is_not else 'Keep'} rows: {words}"
    if role.kind == "among":
        return "Only rows that say yes"
    if role.kind == "period" and role.by:
        return f"Period, {_BY[role.by]}"
    if role.kind == "value" and name:
        return f"Value of {name}"
    return SINGLE[role.kind]


def without(mapping: Mapping, heading: str) -> Mapping:
    """The mapping with a column that isn't read."""
    cleared: dict[str, Any] = {kind: "" for kind in SINGLE if getattr(mapping, kind) == heading}
    if mapping.cohort == heading:
        cleared["cohorts"] = ()
    cleared["metrics"] = tuple(one for one in mapping.metrics if one[0] != heading)
    cleared["measures"] = tuple(
        replace(one, among="" if one.among == heading else one.among)
        for one in mapping.measures
        if one.column != heading
    )
    cleared["keep"] = tuple(one for one in mapping.keep if one.column != heading)
    return replace(mapping, **cleared)


def with_role(mapping: Mapping, heading: str, role: Role) -> Mapping:
    """The mapping with another role of a column; what no longer goes with it is dropped."""
    mapping = without(mapping, heading)
    if role.kind in TAKES:
        mapping = _as_shape(mapping, "records")
        measure = Measure(role.kind, heading, _among(mapping), role.words, role.metric)
        others = tuple(one for one in mapping.measures if one.metric != role.metric or not role.metric)
        return replace(mapping, measures=(*others, measure))
    if role.kind == "reading":
        mapping = _as_shape(mapping, "wide")
        kept = tuple(one for one in mapping.metrics if one[1] != role.metric)
        return replace(mapping, metrics=(*kept, (heading, role.metric)))
    if role.kind == "among":
        return replace(mapping, measures=tuple(replace(one, among=heading) for one in mapping.measures))
    if role.kind == "keep":
        return replace(mapping, keep=(*mapping.keep, Keep(heading, role.words, role.is_not)))
    if role.kind in _ONLY_LONG:
        mapping = _as_shape(mapping, "long")
    if role.kind == "value":
        mapping = replace(mapping, about=role.metric)
    if role.kind == "period" and role.by in GRAINS:
        mapping = replace(mapping, by=role.by)
    changed: dict[str, Any] = {role.kind: heading} if role.kind else {}
    return replace(mapping, **changed)


def with_cohort(mapping: Mapping, word: str, name: str) -> Mapping:
    """The mapping with a word of the cohort's column that means one of the plan's cohorts; no name forgets it."""
    others = tuple(one for one in mapping.cohorts if one[0].casefold() != word.casefold())
    return replace(mapping, cohorts=(*others, (word, name)) if name else others)


def _among(mapping: Mapping) -> str:
    return next((one.among for one in mapping.measures if one.among), "")


def _as_shape(mapping: Mapping, shape: str) -> Mapping:
    if mapping.shape == shape:
        return mapping
    cleared: dict[str, Any] = {"metrics": (), "measures": ()}
    if mapping.shape == "long":
        for name in ("metric", "value", "numerator", "about"):
            cleared[name] = ""
    if shape == "records":
        cleared["n"] = ""
    return replace(mapping, shape=shape, **cleared)
