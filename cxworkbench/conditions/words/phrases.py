"""Phrases that all conditions share: names of records, shares, what a record lacks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from cxworkbench import formats
from cxworkbench.conditions.catalogue import Criterion
from cxworkbench.conditions.findings import Missing, Outcome
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.naming import Names
from db.records import FAMILIES, Record


def name_of(scope: PilotScope, record: Record | None) -> str:
    """A record's own name, or its kind where it has none."""
    if record is None:
        return ""
    return Names(scope.plan.find).named(record) or record.label


def share(value: Decimal | float | None) -> str:
    """A share as people say it."""
    return "0%" if value is None else formats.percent(float(value))


def labels(record: Record, names: Sequence[str]) -> str:
    """The labels of a record's fields: "owner and retention"."""
    parts = [name.partition(".")[0] for name in names]
    known = [record.fields[name].label.lower() if name in record.fields else name for name in parts]
    return formats.listed(known)


def lacks(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> str:
    """What is missing: of one record by name, of several how many of all; of none that there is none."""
    family = FAMILIES[criterion.subject]
    if not outcome.missing:
        return f"No {family.label.lower()} yet"
    first = outcome.missing[0]
    count, whole = len(outcome.missing), outcome.numbers.get("of")
    if first.record is None:
        return criterion.text
    if count == 1 or whole is None:
        return f"{name_of(scope, first.record)} has no {labels(first.record, first.names)}"
    wanting = list(dict.fromkeys(name for one in outcome.missing for name in one.names))
    return f"{count} of {whole} {family.label_many.lower()} have no {labels(first.record, wanting)}"


def first_missing(outcome: Outcome) -> Missing | None:
    """What the rule found missing first."""
    return outcome.missing[0] if outcome.missing else None


def day(scope: PilotScope, value: Any) -> str:
    """A day as it is said near the day of judgement."""
    return formats.near_day(value, scope.as_of)
