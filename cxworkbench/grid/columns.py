"""The columns of a table of records: the family's own fields, those that the programme added, and computed ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import resources
from db.errors import FieldError
from db.fields import DECIMALS, Field, choice, day, decimal, text
from db.models import CustomField
from db.values import as_json, from_json

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from db.records import Record

#: Values of an empty cell.
EMPTY: tuple[Any, ...] = (None, (), "")
#: How the name of a column begins whose field the programme added.
CUSTOM = "custom:"
#: Fields that no table shows by themselves: what they hold is shown otherwise.
_UNSEEN = frozenset({"custom", "binned"})
_NUMBERS = DECIMALS | {"integer", "duration"}
_MADE: dict[str, Callable[..., Field[Any]]] = {"text": text, "number": decimal, "date": day}
#: The words of an entry of reference data, the first that it has.
_ENTRY_NAMES = ("name", "text", "label", "question")


@dataclass(frozen=True)
class Computed:
    """A column that is made of a record and can't be typed into.

    Attributes:
        name: its name in the column layout.
        label: its head.
        text: what its cell says.
        key: what it sorts by; its text where there is none.
        right: whether it stands at the right, as numbers do.
        width: in letters.
    """

    name: str
    label: str
    text: Callable[[Any], str]
    key: Callable[[Any], Any] | None = None
    right: bool = False
    width: int = 12


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: the field's name, with ``custom:`` before it where the programme added the field.
        field: what describes it; of a computed column only label and width count.
        computed: how its cells are made; None where they hold values.
    """

    name: str
    field: Field[Any]
    computed: Computed | None = None

    @property
    def label(self) -> str:
        """Its head."""
        return self.field.label

    @cached_property
    def is_custom(self) -> bool:
        """Whether the programme added its field."""
        return self.name.startswith(CUSTOM)

    @property
    def is_right(self) -> bool:
        """Whether it stands at the right: numbers and dates do."""
        if self.computed is not None:
            return self.computed.right
        return (self.field.kind in _NUMBERS and self.name != "number") or self.field.kind in {
            "date",
            "instant",
        }

    @property
    def can_edit(self) -> bool:
        """Whether its cells can be typed into: not what is computed, nor what the program gives or writes itself."""
        is_written = self.field.kind == "json" and not self.field.shape
        return self.computed is None and self.name != "number" and not is_written

    def value(self, record: Record) -> Any:
        """A record's value in this column."""
        if not self.is_custom:
            return record.__dict__.get(self.field.key, self.field.default)
        return custom_value(self.field, record.custom)


def custom_value(field: Field[Any], held: Any) -> Any:
    """The value of a field that the programme added, among all that a record holds of such fields.

    What doesn't fit the field any more (its kind was changed) is given as it is written.
    """
    written = held.get(field.name) if isinstance(held, dict) else None
    if written is None:
        return None
    try:
        return field.checked(from_json(field, written))
    except (ValueError, TypeError, ArithmeticError, FieldError):
        return str(written)


def with_custom(held: Any, field: Field[Any], value: Any) -> dict[str, Any] | None:
    """What a record holds of such fields, with another value of one of them."""
    known = dict(held) if isinstance(held, dict) else {}
    if value is None:
        known.pop(field.name, None)
    else:
        known[field.name] = as_json(field, value)
    return known or None


def columns_of(
    plan: Plan,
    family: type[Record],
    names: Sequence[str] | None = None,
    computed: Sequence[Computed] = (),
) -> list[Column]:
    """The columns of a family: those named first, in their order, then all others that a person may want to see.

    Args:
        plan: the plan, which knows the fields that the programme added.
        family: the family.
        names: the columns to begin with; computed ones may be among them.
        computed: columns that are made of a record.
    """
    known = {name: Column(name, field) for name, field in family.fields.items() if name not in _UNSEEN}
    known |= {one.name: Column(one.name, _described(one), one) for one in computed}
    known |= {column.name: column for column in custom_columns(plan, family)}
    first = [known.pop(name) for name in names or () if name in known]
    return first + list(known.values())


def custom_columns(plan: Plan, family: type[Record]) -> list[Column]:
    """The columns of the fields that the programme added to a family, in their order."""
    return [
        Column(f"{CUSTOM}{one.name}", custom_field(one))
        for one in plan.all(CustomField)
        if one.table == family.kind
    ]


def custom_field(added: CustomField) -> Field[Any]:
    """A field that the programme added, as it would describe itself."""
    described: dict[str, Any] = {"help": added.help or ""}
    if added.kind_ == "choice":
        made: Field[Any] = choice(added.name, {word: word for word in added.choices}, **described)
    else:
        made = (_MADE.get(added.kind_) or text)(added.name, **described)
    made.name = made.key = added.name
    made.record_kind = added.table
    return made


def choices_of(field: Field[Any]) -> Mapping[str, str]:
    """The choices of a field by id, from its own list or from the reference data that it names."""
    if field.choices is not None:
        return field.choices
    return _catalogue(field.catalogue) if field.catalogue else {}


@cache
def _catalogue(path: str) -> dict[str, str]:
    name, *steps = path.split(".")
    entries: list[Any] = [resources.toml(name)]
    for step in steps:
        entries = [inner for entry in entries for inner in entry.get(step, ())]
    return {
        entry["id"]: next((str(entry[word]) for word in _ENTRY_NAMES if entry.get(word)), entry["id"])
        for entry in entries
    }


def _described(one: Computed) -> Field[Any]:
    field: Field[Any] = Field("text", one.label, width=one.width)
    field.name = field.key = one.name
    return field
