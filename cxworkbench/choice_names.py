"""What a choice is called: by the label of its field, or by its name in the reference data."""

from __future__ import annotations

from functools import cache
from typing import Any

import resources
from db.fields import Field


def choice_name(field: Field[Any], value: str | None) -> str:
    """A choice in words; an id of the user's own is made readable; empty for none."""
    if not value:
        return ""
    if field.choices is not None:
        return field.label_of(value)
    names = _names(field.catalogue) if field.catalogue else {}
    return names.get(value) or value.replace("_", " ")


@cache
def _names(catalogue: str) -> dict[str, str]:
    file, *tables = catalogue.split(".")
    entries: list[dict[str, Any]] = [resources.toml(file)]
    for table in tables:
        entries = [entry for parent in entries for entry in parent.get(table, ())]
    return {str(entry["id"]): str(entry.get("name") or entry.get("text") or "") for entry in entries}
