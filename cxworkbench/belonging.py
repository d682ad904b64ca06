"""Which pilot a record belongs to: its own link, or that of the record it is a part of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from db.records import FAMILIES, Record

if TYPE_CHECKING:
    from cxworkbench.plan import Plan

#: A person and a pilot own nothing that a page would list beneath them.
_NO_WHOLE = frozenset({"person", "pilot"})


def parent_links(family: type[Record]) -> tuple[tuple[str, str], ...]:
    """The required links of a family to what its records are a part of: field, kind. None where it stands alone."""
    return tuple(
        (name, field.to)
        for name, field in family.fields.items()
        if field.to and field.required and field.to not in _NO_WHOLE
    )


def pilot_of(plan: Plan, record: Record) -> str | None:
    """The id of the pilot that a record belongs to; None where it is the programme's."""
    for one in _with_wholes(plan, record):
        if one.kind == "pilot":
            return one.id
        own = getattr(one, "pilot", None)
        if own is not None:
            return str(own)
    return None


def _with_wholes(plan: Plan, record: Record) -> Iterator[Record]:
    """A record, what it is a part of, and so on up; wholes that lie in the bin end the walk."""
    waiting, known = [record], {record.id}
    while waiting:
        one = waiting.pop(0)
        yield one
        for name, _ in parent_links(FAMILIES[one.kind]):
            whole = plan.find(one.value(name))
            if whole is not None and whole.id not in known:
                known.add(whole.id)
                waiting.append(whole)
