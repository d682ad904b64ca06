"""A plan as one JSON document: its records and readings, and where asked its journal and kept files.

The form is described in docs/file-format.md and docs/plan.schema.json (:func:`schema`, written anew by
``python -m db.document``). The same state always gives the
same bytes (``values.canonical``), so that a hash over them proves a state.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from db import models
from db.fields import DECIMALS, Field
from db.fingerprint import FORMAT
from db.readings import COLUMNS, UNKNOWN, ReadingRows
from db.records import FAMILIES, Record
from db.values import as_json, instant_text

if TYPE_CHECKING:
    from db.journal import Batch
    from db.session import Session

assert models  # the families must be known

#: What says that a JSON file is a plan of ours.
KIND = "cxworkbench-plan"
_NUMBERS = ("value", "numerator", "n")
_PACKED = ("added", "replaced", "removed")


class Source(Protocol):
    """Where a state is taken from: an open plan, or the plan as it stood after a step."""

    def records(self, family: type[Record]) -> list[Any]:
        """All records of a family."""

    def readings(self, series: str) -> ReadingRows:
        """The readings of one series."""

    def series_digests(self) -> Mapping[str, int]:
        """Every series that has an id."""


def state(source: Source) -> dict[str, Any]:
    """Records by family and readings by series, in the order of their ids; empty fields are left out."""
    records = {
        kind: [_written(record) for record in _by_id(source.records(family))]
        for kind, family in FAMILIES.items()
    }
    readings = {series: source.readings(series) for series in sorted(source.series_digests())}
    return {
        "records": {kind: rows for kind, rows in records.items() if rows},
        "readings": {series: columns_of(rows) for series, rows in readings.items() if len(rows)},
    }


def alone(session: Session) -> dict[str, Any]:
    """A plan's state with what says that it is one."""
    return {"kind": KIND, "format": FORMAT, "version": session.head, **state(session)}


def whole(session: Session) -> dict[str, Any]:
    """The whole plan: its state, its journal and its kept files."""
    return {
        **alone(session),
        "journal": [
            {
                "seq": step.seq,
                "id": step.id,
                "at": instant_text(step.at),
                "by": step.by,
                "host": step.host,
                "origin": step.origin,
                "label": step.label,
                "kind": step.kind,
                "undoes": step.undoes,
                "parents": list(step.parents),
                "hash": step.hash,
                "changes": [
                    [one.record_kind, one.record_id, one.field, one.before, one.after]
                    for one in session.changes_of(step.seq)
                ],
                "batches": [_batch(many) for many in session.batches_of(step.seq)],
            }
            for step in session.steps()
        ],
        "files": {sha256: _text(session.kept(sha256)) for sha256 in session.kept_hashes()},
    }


def columns_of(rows: ReadingRows) -> dict[str, list[Any]]:
    """Readings as columns: moments in seconds since 1970 (UTC), null where a value isn't known."""
    found: dict[str, list[Any]] = {}
    for name in COLUMNS:
        column = getattr(rows, name)
        if name in _NUMBERS:
            values = [
                None if unknown else value
                for value, unknown in zip(column.tolist(), np.isnan(column), strict=True)
            ]
        elif name == "recorded_on":
            values = [None if value == UNKNOWN else value for value in column.tolist()]
        else:
            values = list(column) if isinstance(column, list) else column.tolist()
        if any(value is not None for value in values):
            found[name] = values
    return found


def schema() -> dict[str, Any]:
    """The form of a document as JSON Schema (2020-12), made from what the columns say of themselves."""
    record = {
        kind: {
            "type": "object",
            "title": family.label,
            "description": " ".join((family.__doc__ or "").split()),
            "properties": {
                "id": {"$ref": "#/$defs/id"},
                **{field.name: _schema_of(field) for field in family.fields.values()},
            },
            "required": ["id", *(name for name, field in family.fields.items() if field.required)],
            "additionalProperties": False,
        }
        for kind, family in FAMILIES.items()
    }
    numbers = {"type": "array", "items": {"type": ["number", "null"]}}
    seconds = {"type": "array", "items": {"type": ["integer", "null"]}}
    words = {"type": "array", "items": {"type": ["string", "null"]}}
    forms = dict.fromkeys(COLUMNS, words) | dict.fromkeys(_NUMBERS, numbers)
    forms |= dict.fromkeys(("period_from", "period_to", "recorded_on"), seconds)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A plan of CX Workbench",
        "type": "object",
        "required": ["kind", "format", "records"],
        "properties": {
            "kind": {"const": KIND},
            "format": {"const": FORMAT},
            "version": {"type": "integer", "description": "The newest step of the journal."},
            "records": {
                "type": "object",
                "properties": {
                    kind: {"type": "array", "items": {"$ref": f"#/$defs/{kind}"}} for kind in FAMILIES
                },
                "additionalProperties": False,
            },
            "readings": {
                "type": "object",
                "description": "By id of the series: columns of one length; moments are seconds since 1970, UTC.",
                "additionalProperties": {
                    "type": "object",
                    "properties": forms,
                    "required": ["period_from", "period_to", "value"],
                    "additionalProperties": False,
                },
            },
            "journal": {"type": "array", "items": {"$ref": "#/$defs/step"}},
            "files": {
                "type": "object",
                "description": "By SHA-256: the bytes in base64.",
                "additionalProperties": {"type": "string"},
            },
        },
        "$defs": {
            "id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "step": {
                "type": "object",
                "required": ["seq", "id", "at", "by", "host", "origin", "label", "kind", "hash", "changes"],
                "properties": {
                    "changes": {
                        "type": "array",
                        "description": "Kind, id, field, before, after; values as canonical JSON, null for none.",
                        "items": {"type": "array", "minItems": 5, "maxItems": 5},
                    },
                },
            },
            **record,
        },
    }


_TYPES = {
    "yes_no": "boolean",
    "integer": "integer",
    "duration": "integer",
    "several": "array",
    "links": "array",
}
_FORMS: dict[str, dict[str, Any]] = {
    "date": {"format": "date"},
    "instant": {"format": "date-time"},
    "several": {"items": {"type": "string"}},
    "links": {"items": {"$ref": "#/$defs/id"}},
    "link": {"pattern": "^[0-9a-f]{32}$"},
    "record": {"pattern": "^[a-z_]+/[0-9a-f]{32}$"},
    **{key: {"pattern": "^-?[0-9.]+(E[+-]?[0-9]+)?$"} for key in DECIMALS},
}


def _schema_of(field: Field[Any]) -> dict[str, Any]:
    described: dict[str, Any] = {"title": field.label}
    if field.help:
        described["description"] = field.help
    if field.unit:
        described["x-unit"] = field.unit
    if field.to:
        described["x-links-to"] = field.to
    if field.catalogue:
        described["x-catalogue"] = field.catalogue
    if field.kind == "json":
        return described
    described["type"] = _TYPES.get(field.kind, "string")
    described.update(_FORMS.get(field.kind, {}))
    if field.choices is not None:
        described["enum"] = list(field.choices)
    if described["type"] == "integer":
        described.update({"minimum": field.low} if field.low is not None else {})
        described.update({"maximum": field.high} if field.high is not None else {})
    return described


def _by_id(records: Iterable[Any]) -> list[Any]:
    return sorted(records, key=lambda record: str(record.id))


def _written(record: Record) -> dict[str, Any]:
    found: dict[str, Any] = {"id": record.id}
    for name, field in record.fields.items():
        value = record.value(name)
        if value is not None and value != ():
            found[name] = as_json(field, value)
    return found


def _batch(many: Batch) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": many.kind, "series": many.series}
    for name in _PACKED:
        packed = getattr(many, name)
        found[name] = None if packed is None else _text(packed)
        found[f"{name}_count"] = getattr(many, f"{name}_count")
    return found


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def main() -> None:
    """Write the schema where the documentation has it."""
    from pathlib import Path

    target = Path(__file__).parent.parent / "docs" / "plan.schema.json"
    target.write_text(schema_text(), encoding="utf-8")


def schema_text() -> str:
    """The schema as the documentation has it."""
    import json

    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    main()
