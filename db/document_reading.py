"""Reading a plan's JSON document: each value through its own field, each fault named by its place."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np

from db.document import KIND
from db.errors import FieldError, UserError
from db.fingerprint import FORMAT
from db.journal import Batch, Changeset, FieldChange
from db.readings import COLUMNS, UNKNOWN, ReadingRows
from db.records import FAMILIES, Record
from db.values import from_json, instant_from

#: Deeper nesting than any plan of ours has.
DEPTH = 64
_ID = re.compile(r"[0-9a-f]{32}")
_TEXTS = ("source", "excluded_reason", "excluded_by")
_MOMENTS = ("period_from", "period_to", "recorded_on")


class DocumentError(UserError):
    """The file isn't a plan as JSON, or holds what a plan can't hold."""


@dataclass(frozen=True)
class Document:
    """What a document holds: records by kind, readings by series, and where it has them the journal and kept files."""

    records: dict[str, list[Record]]
    readings: dict[str, ReadingRows]
    steps: list[tuple[Changeset, list[FieldChange], list[Batch]]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)


def parsed(written: bytes) -> Any:
    """JSON from bytes: UTF-8, no key twice, no NaN, not deeper than :data:`DEPTH`.

    Raises:
        DocumentError: it is no such JSON.
    """
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(f"byte {error.start:,}", "the file isn't UTF-8") from None
    deepest = _depth(text)
    if deepest > DEPTH:
        raise refusal("", f"the file is nested {deepest:,} levels deep; a plan has fewer than {DEPTH}")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise refusal(f"line {error.lineno:,}, column {error.colno:,}", f"no JSON: {error.msg}") from None
    except (RecursionError, ValueError) as error:
        raise refusal("", f"no JSON: {error}") from None


def read_document(found: Any) -> Document:
    """A document from its JSON.

    Raises:
        DocumentError: something that a plan can't hold; names the place.
    """
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise refusal("", f'it is no plan of CX Workbench ("kind" isn\'t "{KIND}")')
    version = found.get("format")
    if not isinstance(version, int) or version > FORMAT:
        raise refusal("format", f"format {version!r}; this program reads up to {FORMAT}")
    unknown = set(found) - {"kind", "format", "version", "program", "records", "readings", "journal", "files"}
    if unknown:
        raise refusal(min(unknown), "a plan has no such part")
    records = {
        kind: [_record(kind, place, row) for place, row in enumerate(rows)]
        for kind, rows in _parts(found, "records")
    }
    readings = {series: _readings(series, columns) for series, columns in _parts(found, "readings")}
    steps = [_step(place, row) for place, row in enumerate(_listed(found.get("journal"), "journal"))]
    files = {sha256: _bytes(f"files.{sha256}", text) for sha256, text in _parts(found, "files")}
    if len(records.get("programme", [])) != 1:
        raise refusal("records.programme", "a plan has exactly one programme")
    return Document(records, readings, steps, files)


def records_of(kind: str, rows: Iterable[dict[str, Any]]) -> list[Any]:
    """Records from rows that this program wrote itself."""
    family = FAMILIES[kind]
    return [
        family.loaded(
            row["id"],
            {one.key: from_json(one, row.get(name)) for name, one in family.fields.items()},
        )
        for row in rows
    ]


def rows_of(columns: dict[str, list[Any]]) -> ReadingRows:
    """Readings from columns, as ``document.columns_of`` wrote them."""
    count = len(columns["period_from"])
    nothing: list[Any] = [None] * count
    numbers = {
        name: np.array([np.nan if one is None else one for one in columns.get(name, nothing)], np.float64)
        for name in ("value", "numerator", "n")
    }
    recorded = [UNKNOWN if one is None else one for one in columns.get("recorded_on", nothing)]
    return ReadingRows(
        np.array(columns["period_from"], np.int64),
        np.array(columns["period_to"], np.int64),
        numbers["value"],
        numbers["numerator"],
        numbers["n"],
        np.array(recorded, np.int64),
        *(list(columns.get(name, nothing)) for name in _TEXTS),
    )


def refusal(where: str, what: str) -> DocumentError:
    """The error for a document: nothing of it is taken in."""
    return DocumentError(
        what, where=where, kept="nothing was written", to_do="mend the file and import it again"
    )


def _depth(text: str) -> int:
    """How deep brackets nest, outside strings. Before the parser, which would run out of stack."""
    deepest = depth = 0
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text, re.DOTALL):
        mark = found[0]
        if mark in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in "]}":
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:40]!r} stands twice in one object")
    return made


def _no_number(written: str) -> NoReturn:
    raise ValueError(f"{written} is no number")


def _parts(found: dict[str, Any], name: str) -> list[tuple[str, Any]]:
    part = found.get(name, {})
    if not isinstance(part, dict):
        raise refusal(name, "this must be an object")
    if name == "records":
        for kind, rows in part.items():
            if kind not in FAMILIES:
                raise refusal(f"records.{kind}", "a plan has no such records")
            _listed(rows, f"records.{kind}")
    return list(part.items())


def _listed(found: Any, where: str) -> list[Any]:
    if found is None:
        return []
    if not isinstance(found, list):
        raise refusal(where, "this must be a list")
    return found


def _record(kind: str, place: int, row: Any) -> Record:
    where = f"records.{kind}[{place}]"
    family = FAMILIES[kind]
    if not isinstance(row, dict):
        raise refusal(where, "this must be an object")
    id = row.get("id")
    if not isinstance(id, str) or not _ID.fullmatch(id):
        raise refusal(f"{where}.id", "an id is 32 hexadecimal digits")
    unknown = set(row) - set(family.fields) - {"id"}
    if unknown:
        raise refusal(f"{where}.{min(unknown)}", f"a {family.label.lower()} has no such field")
    values = {}
    for name, one in family.fields.items():
        try:
            values[one.key] = one.checked(from_json(one, row.get(name)))
        except FieldError as error:
            raise refusal(f"{where}.{name}", error.what) from None
        except (ValueError, TypeError, AttributeError, ArithmeticError):
            raise refusal(
                f"{where}.{name}", f"{row[name]!r:.60} is no {one.kind.replace('_', ' ')}"
            ) from None
    return family.loaded(id, values)


def _readings(series: str, columns: Any) -> ReadingRows:
    where = f"readings.{series[:40]}"
    if not isinstance(columns, dict) or not {"period_from", "period_to", "value"} <= set(columns) <= set(
        COLUMNS
    ):
        raise refusal(where, f"readings have the columns {', '.join(COLUMNS)}")
    count = len(_listed(columns["period_from"], where))
    for name, column in columns.items():
        kinds: tuple[type, ...] = (str,) if name in _TEXTS else (int,) if name in _MOMENTS else (int, float)
        if not isinstance(column, list) or len(column) != count:
            raise refusal(f"{where}.{name}", f"a column must be a list of {count:,}")
        needed = name in {"period_from", "period_to", "value"}
        for place, cell in enumerate(column):
            fits = isinstance(cell, kinds) and not isinstance(cell, bool)
            if not fits and (needed or cell is not None):
                raise refusal(f"{where}.{name}[{place}]", f"{cell!r:.40} can't stand here")
    try:
        return rows_of(columns)
    except OverflowError:
        raise refusal(where, "a number is too large") from None


def _step(place: int, row: Any) -> tuple[Changeset, list[FieldChange], list[Batch]]:
    where = f"journal[{place}]"
    try:
        step = Changeset(
            int(row["seq"]),
            str(row["id"]),
            instant_from(row["at"]),
            str(row["by"]),
            str(row["host"]),
            str(row["origin"]),
            str(row["label"]),
            str(row["kind"]),
            row.get("undoes"),
            tuple(row.get("parents", ())),
            str(row["hash"]),
        )
        changes = [FieldChange(*one) for one in row["changes"]]
        batches = [_batch(where, one) for one in row.get("batches", ())]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refusal(where, f"this is no step of a journal ({error})") from None
    return step, changes, batches


def _batch(where: str, row: dict[str, Any]) -> Batch:
    def packed(name: str) -> bytes | None:
        return None if row.get(name) is None else _bytes(f"{where}.{name}", row[name])

    return Batch(
        str(row["kind"]),
        str(row["series"]),
        packed("added"),
        packed("replaced"),
        packed("removed"),
        int(row["added_count"]),
        int(row["replaced_count"]),
        int(row["removed_count"]),
    )


def _bytes(where: str, text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise refusal(where, "this is no base64") from None
