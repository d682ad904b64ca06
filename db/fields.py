"""How a column describes itself: label, help, unit, choices, bounds, and how its value is written down.

Table headers, forms, messages, import mapping, the JSON schema and the SQLAlchemy tables are derived from
these descriptions, which know nothing of SQLAlchemy so that the window can open without it
(docs/decisions/001-columns-before-tables.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar, cast, overload

from db.errors import FieldError

T = TypeVar("T")

TEXT_LIMIT = 1_000_000
_ID = re.compile(r"[0-9a-f]{32}")
_REFERENCE = re.compile(r"[a-z_]+/[0-9a-f]{32}")

#: Kinds whose value is an exact decimal number, kept as text in the file.
DECIMALS = frozenset({"decimal", "money", "share"})
#: Kinds whose value is a list that is empty rather than missing.
LISTS = frozenset({"links", "several"})
#: How far a decimal number's first digit may lie from its point.
DECIMAL_MOST = 30


class Field(Generic[T]):
    """One column of a family of records, as it describes itself.

    On the class it is the description (``Pilot.name.label``), on a record it is the value (``pilot.name``).
    """

    def __init__(
        self,
        kind: str,
        label: str,
        *,
        help: str = "",
        unit: str = "",
        choices: Mapping[str, str] | None = None,
        low: int | Decimal | None = None,
        high: int | Decimal | None = None,
        to: str = "",
        catalogue: str = "",
        default: Any = None,
        width: int = 12,
        total: str = "",
        total_within: tuple[str, Mapping[str, str]] | None = None,
        shape: str = "",
    ) -> None:
        self.kind = kind
        self.label = label
        self.help = help
        self.unit = unit
        self.choices = dict(choices) if choices is not None else None
        self.low = low
        self.high = high
        self.to = to
        self.catalogue = catalogue
        self.default = default
        self.width = width
        #: What a table says below the column: the "sum" or the "mean" of its values, where that means something.
        self.total = total
        #: Where only values of one kind can be added: the column that names the kind, and what follows a total of each.
        self.total_within = total_within
        #: How a structured value is made up: "levels" (a share by id of the catalogue), "counts" (a whole number by
        #: word), "options" (name and text, in order), "words"; empty where the program writes it and nobody types it.
        self.shape = shape
        self.required = False
        self.name = ""
        self.key = ""
        self.record_kind = ""

    def __set_name__(self, owner: type, key: str) -> None:
        self.key = key
        self.name = key.rstrip("_")

    @overload
    def __get__(self, record: None, owner: type) -> Field[T]: ...
    @overload
    def __get__(self, record: object, owner: type) -> T: ...
    def __get__(self, record: object | None, owner: type) -> Field[T] | T:
        # No __set__: the value in the record's own dictionary wins, so reading it costs no call.
        if record is None:
            return self
        return cast("T", self.default)

    def __repr__(self) -> str:
        return f"<field {self.record_kind}.{self.name} ({self.kind})>"

    def checked(self, value: Any) -> Any:
        """The value as the plan keeps it.

        Raises:
            FieldError: the value is of the wrong kind, out of bounds, not among the choices, or missing where
                the field is required.
        """
        if value is None or value == "":
            if self.required:
                raise self.refusal("it can't be empty", to_do=f"give {self.label.lower()}")
            return self.nothing
        return _CHECKS[self.kind](self, value)

    @property
    def nothing(self) -> Any:
        """The value of an empty field: a list without members, or None."""
        return () if self.kind in LISTS else None

    def refusal(self, what: str, *, to_do: str = "") -> FieldError:
        """The error that says why this field doesn't take a value."""
        return FieldError(
            what,
            where=f"{self.record_kind.replace('_', ' ')}, {self.label}",
            kept="the plan keeps the old value",
            to_do=to_do,
        )

    def label_of(self, value: Any) -> str:
        """A choice's label; the id itself where reference data of the user's own added it."""
        return (self.choices or {}).get(value, "" if value is None else str(value))


def required(field: Field[T | None]) -> Field[T]:
    """The same field, never empty."""
    field.required = True
    return cast("Field[T]", field)


def text(label: str, **described: Any) -> Field[str | None]:
    """A short text, shown on one line."""
    return Field("text", label, **described)


def long_text(label: str, **described: Any) -> Field[str | None]:
    """A text of several lines."""
    return Field("long_text", label, **{"width": 40, **described})


def yes_no(label: str, **described: Any) -> Field[bool | None]:
    """Yes, no, or not known; not known is never taken for no."""
    return Field("yes_no", label, **described)


def integer(label: str, **described: Any) -> Field[int | None]:
    """A whole number."""
    return Field("integer", label, **described)


def decimal(label: str, **described: Any) -> Field[Decimal | None]:
    """An exact number, in the unit that the field or the record's own unit names."""
    return Field("decimal", label, **described)


def money(label: str, **described: Any) -> Field[Decimal | None]:
    """An amount in the programme's currency."""
    return Field("money", label, **described)


def share(label: str, **described: Any) -> Field[Decimal | None]:
    """A part of one (0 to 1), shown as a percentage."""
    return Field("share", label, **{"low": 0, "high": 1, **described})


def duration(label: str, **described: Any) -> Field[int | None]:
    """A length of time in seconds."""
    return Field("duration", label, unit="seconds", **{"low": 0, **described})


def day(label: str, **described: Any) -> Field[date | None]:
    """A calendar day."""
    return Field("date", label, **described)


def instant(label: str, **described: Any) -> Field[datetime | None]:
    """A moment, UTC in the file and local on screen."""
    return Field("instant", label, **described)


def choice(label: str, choices: Mapping[str, str] | None = None, **described: Any) -> Field[str | None]:
    """One of several words, stored by id and shown by label; ``catalogue`` names reference data instead."""
    return Field("choice", label, choices=choices, **described)


def link(to: str, label: str, **described: Any) -> Field[str | None]:
    """The id of one record of kind ``to``."""
    return Field("link", label, to=to, **described)


def links(to: str, label: str, **described: Any) -> Field[tuple[str, ...]]:
    """The ids of several records of kind ``to``, kept in a link table of their own."""
    return Field("links", label, to=to, default=(), **described)


def any_record(label: str, **described: Any) -> Field[str | None]:
    """A link to one record of any kind, as :func:`reference` writes it; no foreign key can watch over it."""
    return Field("record", label, **described)


def several(label: str, **described: Any) -> Field[tuple[str, ...]]:
    """Several ids or words in the order given; ``catalogue`` names the reference data that they come from."""
    return Field("several", label, default=(), **described)


def reference(kind: str, id: str) -> str:
    """How a link to a record of any kind is written."""
    return f"{kind}/{id}"


def structured(label: str, **described: Any) -> Field[Any]:
    """A JSON value; ``shape`` says how one is made up that people type."""
    return Field("json", label, **described)


# ------------------------------------------------------------------------------------------- checking a value


def _check_text(field: Field[Any], value: Any) -> str:
    if not isinstance(value, str):
        raise field.refusal(f"{value!r} is no text")
    if len(value) > TEXT_LIMIT:
        raise field.refusal(
            f"{len(value):,} letters are too many", to_do=f"keep to {TEXT_LIMIT:,} or attach a file"
        )
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
        raise field.refusal("the text holds half a character", to_do="type it anew")
    return value


def _check_yes_no(field: Field[Any], value: Any) -> bool:
    if not isinstance(value, bool):
        raise field.refusal(f"{value!r} is neither yes nor no")
    return value


def _check_integer(field: Field[Any], value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise field.refusal(f"{value!r} is no whole number")
    return int(_within(field, value))


def _check_decimal(field: Field[Any], value: Any) -> Decimal:
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        raise field.refusal(f"{value!r} is no number") from None
    if isinstance(value, bool) or not number.is_finite():
        raise field.refusal(f"{value!r} is no number")
    if len(number.as_tuple().digits) > 40 or abs(number.adjusted()) > DECIMAL_MOST:
        raise field.refusal("the number has too many digits")
    return Decimal(_within(field, number))


def _check_date(field: Field[Any], value: Any) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise field.refusal(f"{value!r} is no date")
    return value


def _check_instant(field: Field[Any], value: Any) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise field.refusal(f"{value!r} is no moment with a time zone")
    return value.astimezone(UTC)


def _check_choice(field: Field[Any], value: Any) -> str:
    chosen = _check_text(field, value)
    if field.choices is not None and chosen not in field.choices:
        known = ", ".join(field.choices.values())
        raise field.refusal(f"{chosen!r} is not among the choices", to_do=f"choose one of {known}")
    return chosen


def _check_link(field: Field[Any], value: Any) -> str:
    target = getattr(value, "id", value)
    if not isinstance(target, str) or not _ID.fullmatch(target):
        raise field.refusal(f"{value!r} is no link to a {field.to}")
    return target


def _check_links(field: Field[Any], value: Any) -> tuple[str, ...]:
    return tuple(sorted({_check_link(field, item) for item in value}))


def _check_record(field: Field[Any], value: Any) -> str:
    written = reference(value.kind, value.id) if hasattr(value, "kind") and hasattr(value, "id") else value
    if not isinstance(written, str) or not _REFERENCE.fullmatch(written):
        raise field.refusal(f"{value!r} is no link to a record")
    return written


def _check_several(field: Field[Any], value: Any) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise field.refusal(f"{value!r} is no list")
    return tuple(dict.fromkeys(_check_choice(field, item) for item in value))


def _check_json(field: Field[Any], value: Any) -> Any:
    try:
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError):
        raise field.refusal("the value can't be written as JSON") from None


def _within(field: Field[Any], number: int | Decimal) -> int | Decimal:
    if field.low is not None and number < field.low:
        raise field.refusal(f"{number} is below {field.low}", to_do=f"give {field.low} or more")
    if field.high is not None and number > field.high:
        raise field.refusal(f"{number} is above {field.high}", to_do=f"give {field.high} or less")
    return number


_CHECKS = {
    "text": _check_text,
    "long_text": _check_text,
    "yes_no": _check_yes_no,
    "integer": _check_integer,
    "decimal": _check_decimal,
    "money": _check_decimal,
    "share": _check_decimal,
    "duration": _check_integer,
    "date": _check_date,
    "instant": _check_instant,
    "choice": _check_choice,
    "link": _check_link,
    "links": _check_links,
    "record": _check_record,
    "several": _check_several,
    "json": _check_json,
}
