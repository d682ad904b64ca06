"""How steps write records from plain tables: links by the names of records made before, days and moments as text."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cxworkbench.sample.steps import LONDON, Steps
from db.change import Change
from db.fields import Field
from db.records import Record


def put(steps: Steps, change: Change, family: type[Record], key: str = "", **values: Any) -> Record:
    """Add a record of a family and remember it under its name.

    A link is written as the name of the record that it leads to, a day as 2026-03-11, a moment as
    "2026-03-11 14:00" in the programme's time zone.
    """
    made = change.add(family(**_read(steps, family, values)))
    return steps.keep(key, made) if key else made


def update(steps: Steps, change: Change, key: str, **values: Any) -> None:
    """Set fields of a record made before, written as in :func:`put`."""
    change.set(steps[key], **_read(steps, type(steps[key]), values))


def _read(steps: Steps, family: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    named = {name.rstrip("_"): value for name, value in values.items()}
    return {name: _value(steps, family.fields[name], value) for name, value in named.items()}


def _value(steps: Steps, field: Field[Any], value: Any) -> Any:
    if field.kind in {"link", "record"} and isinstance(value, str) and value:
        return steps[value]
    if field.kind == "links":
        return [steps[one] if isinstance(one, str) else one for one in value]
    if field.kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    if field.kind == "instant" and isinstance(value, str):
        return datetime.strptime(value, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)
    return value
