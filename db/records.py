"""What a record is: a named family of fields with an id, and one row of it as an unchanging value."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from db.fields import Field, instant, integer, structured, yes_no

#: Every family of records, by kind.
FAMILIES: dict[str, type[Record]] = {}


class Record:
    """One row of a family. A record never changes: the journal writes a new state, and a reader loads it anew.

    A family is a subclass with a ``kind`` (its table and its name in criteria), labels, a natural ``key`` (the
    fields by which an import or a merge recognises a row) and its fields.
    """

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    label_many: ClassVar[str] = ""
    key: ClassVar[tuple[str, ...]] = ()
    fields: ClassVar[dict[str, Field[Any]]] = {}

    id: str
    custom = structured("Custom fields", help="Values of the fields that this programme added.")
    binned = instant(
        "In the bin since", help="Binned records are hidden from all judgement and can be put back."
    )

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        bases = reversed(cls.__mro__)
        own = {key: value for base in bases for key, value in vars(base).items() if isinstance(value, Field)}
        if not cls.kind:
            return
        # Fields shared by families (custom, binned, number …) come last, each family with its own copy.
        shared = [key for key in own if key not in vars(cls)]
        ordered = [key for key in vars(cls) if isinstance(vars(cls)[key], Field)] + shared
        cls.fields = {}
        for key in ordered:
            if hasattr(Record, key) and key not in shared:
                raise TypeError(f"{cls.kind}.{key} hides what every record has: write {key}_")
            field = own[key]
            if key in shared:
                field = _copy(field)
                setattr(cls, key, field)
                field.__set_name__(cls, key)
            field.record_kind = cls.kind
            cls.fields[field.name] = field
        FAMILIES[cls.kind] = cls

    def __init__(self, *, id: str = "", **values: Any) -> None:
        self.__dict__["id"] = id
        for name, field in self.fields.items():
            self.__dict__[field.key] = values.pop(field.key, values.pop(name, field.default))
        if values:
            raise TypeError(f"{self.kind} has no {', '.join(values)}")

    @classmethod
    def loaded(cls, id: str, values: dict[str, Any]) -> Self:
        """A record from values by field key, without checks: what the file holds was checked going in."""
        record = cls.__new__(cls)
        record.__dict__.update(values)
        record.__dict__["id"] = id
        return record

    def value(self, name: str) -> Any:
        """The value of a field by its name in the plan ("from", not "from_")."""
        return self.__dict__[self.fields[name].key]

    def with_values(self, **values: Any) -> Self:
        """The same record with other values of some fields (by field name)."""
        state = {key: value for key, value in self.__dict__.items() if key != "id"}
        for name, value in values.items():
            state[self.fields[name].key] = value
        return self.loaded(self.id, state)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(
            f"a record never changes: set {self.kind}.{name} through a change of the session"
        )

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id[:8]}>"


class Numbered(Record):
    """A family whose rows carry a number that is never used twice (A-014, R-09)."""

    number = integer("Number", low=1, help="Given by the program; never used twice.")


class Confidential(Record):
    """A family whose rows can be withheld from audiences that may not see them."""

    confidential = yes_no("Confidential", help="Withheld, and counted, on papers for other audiences.")


class Positioned(Record):
    """A family whose rows users order."""

    position = integer("Position", help="Place in the order that the user gave.")


def _copy(field: Field[Any]) -> Field[Any]:
    made: Field[Any] = Field.__new__(Field)
    made.__dict__.update(field.__dict__)
    return made
