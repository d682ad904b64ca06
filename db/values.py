"""How a value of each kind is written: in a cell of the file, and as JSON in the journal and in exports.

Both forms are exact: reading back gives the same value, and the same value gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from db.fields import DECIMAL_MOST, DECIMALS, LISTS, Field

_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"
_INSTANT_LENGTH = len("2026-03-11T09:00:00.000000Z")


def instant_text(moment: datetime) -> str:
    """A moment as the file writes it: UTC, microseconds, sortable as text."""
    return moment.astimezone(UTC).strftime(_INSTANT)


def instant_from(written: str) -> datetime:
    """The moment that the file wrote."""
    if len(written) != _INSTANT_LENGTH or not written.endswith("Z"):
        raise ValueError(f"not a moment as the file writes it: {written!r}")
    return datetime.fromisoformat(written)


def cell_writer(field: Field[Any]) -> Callable[[Any], Any] | None:
    """Turns a value into what the file's cell holds; None where they are the same."""
    return _CELL_WRITERS.get(field.kind)


def cell_reader(field: Field[Any]) -> Callable[[Any], Any] | None:
    """Turns what the file's cell holds into the value; None where they are the same."""
    return _CELL_READERS.get(field.kind)


def cells_reader(field: Field[Any]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Turns a column of cells into values.

    Raises (the reader, not this):
        ValueError: a cell that the program can't have written there.
    """
    kinds = _CELL_KINDS.get(field.kind, _TEXT)
    reader = _CELL_READERS.get(field.kind)
    nothing = field.nothing

    def read(cells: Sequence[Any]) -> Sequence[Any]:
        if not kinds.issuperset(map(type, cells)):
            wrong = next(cell for cell in cells if type(cell) not in kinds)
            raise ValueError(f"{field.record_kind}.{field.name} holds a {type(wrong).__name__}")
        if reader is None:
            return cells
        return [nothing if cell is None else reader(cell) for cell in cells]

    return read


def as_json(field: Field[Any], value: Any) -> Any:
    """The value in the form that JSON can hold."""
    if value is None:
        return None
    if field.kind in DECIMALS:
        return str(value)
    if field.kind == "date":
        return value.isoformat()
    if field.kind == "instant":
        return instant_text(value)
    if field.kind in LISTS:
        return list(value)
    return value


def journal_text(field: Field[Any], value: Any) -> str | None:
    """The value as the journal writes it; None where there is none."""
    if value is None or value == ():
        return None
    return canonical(as_json(field, value))


def from_json(field: Field[Any], written: Any) -> Any:
    """The value that :func:`as_json` wrote."""
    if written is None:
        return field.nothing
    if field.kind in DECIMALS:
        return Decimal(written)
    if field.kind == "date":
        return date.fromisoformat(written)
    if field.kind == "instant":
        return instant_from(written)
    if field.kind in LISTS:
        return tuple(written)
    return written


_CANONICAL = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
)


def canonical(value: Any) -> str:
    """JSON in one form only: sorted keys, no spaces, text as it is, never NaN."""
    return _CANONICAL.encode(value)


def _write_several(value: tuple[str, ...]) -> str | None:
    return canonical(list(value)) if value else None


def _read_several(cell: Any) -> tuple[str, ...]:
    found = json.loads(cell)
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError("a list that is none")
    return tuple(found)


def _read_yes_no(cell: Any) -> bool:
    if cell in (0, 1):
        return bool(cell)
    raise ValueError(f"{cell!r} is neither yes nor no")


def _read_decimal(cell: Any) -> Decimal:
    number = Decimal(cell)
    if not number.is_finite() or abs(number.adjusted()) > DECIMAL_MOST:
        raise ValueError("a number that is none, or has too many digits")
    return number


_TEXT = frozenset({str, type(None)})
_WHOLE = frozenset({int, type(None)})
_CELL_KINDS = {"integer": _WHOLE, "duration": _WHOLE, "yes_no": _WHOLE}

_CELL_WRITERS: dict[str, Callable[[Any], Any]] = {
    "yes_no": int,
    "decimal": str,
    "money": str,
    "share": str,
    "date": date.isoformat,
    "instant": instant_text,
    "several": _write_several,
    "json": canonical,
}

_CELL_READERS: dict[str, Callable[[Any], Any]] = {
    "yes_no": _read_yes_no,
    "decimal": _read_decimal,
    "money": _read_decimal,
    "share": _read_decimal,
    "date": date.fromisoformat,
    "instant": instant_from,
    "several": _read_several,
    "json": json.loads,
}
