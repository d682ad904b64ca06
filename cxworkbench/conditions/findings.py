"""What a rule found: whether it holds and applies, what is missing of which record, and the records behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import TYPE_CHECKING, Any

from cxworkbench.plan import Ref
from cxworkbench.values import value

if TYPE_CHECKING:
    from cxworkbench.conditions.scope import PilotScope
    from db.records import Record


@value
class Missing:
    """What is wanting of one record (or of one that isn't there): fields, tests or items, with their figures."""

    record: Record | None
    names: tuple[str, ...]
    numbers: dict[str, Any] = field(default_factory=dict)


@value
class Outcome:
    """What a rule found.

    Attributes:
        holds: whether it holds.
        applies: whether there is anything that it applies to.
        evidence: the records behind it; of what is missing, the field.
        missing: what is wanting, record by record.
        numbers: figures of the whole.
        is_empty: nothing is in scope.
        settled: what came too late and was accepted or confirmed again by name.
    """

    holds: bool
    applies: bool = True
    evidence: tuple[Ref, ...] = ()
    missing: tuple[Missing, ...] = ()
    numbers: dict[str, Any] = field(default_factory=dict)
    is_empty: bool = False
    settled: tuple[Ref, ...] = ()


#: Nothing is in scope: unmet, and where an empty scope means so, not applicable.
NOTHING_UNMET = Outcome(holds=False, is_empty=True)
NOTHING_APPLIES = Outcome(holds=False, applies=False, is_empty=True)


def value_of(scope: PilotScope, record: Any, name: str) -> Any:
    """A field of a record, one link away if need be ("objective.agreed_on"), derived ones too."""
    if "." in name:
        return scope.about(record).path(tuple(name.split(".")))
    return scope.field_of(record, name)


def evidence_of(missing: Iterable[Missing], records: Iterable[Any], *, field: bool = True) -> tuple[Ref, ...]:
    """Evidence: what is missing, by its field; else all records that were looked at."""
    short = [
        Ref(one.record.kind, one.record.id, own_field(one.record, one.names[0]) if field else "")
        for one in missing
        if one.record is not None
    ]
    return tuple(short or dict.fromkeys([Ref(one.kind, one.id) for one in records]))


def own_field(record: Record, name: str) -> str:
    """The field of the record itself behind a path: "objective" of "objective.agreed_on"; empty for a derived one."""
    first = name.partition(".")[0]
    return first if first in record.fields else ""
