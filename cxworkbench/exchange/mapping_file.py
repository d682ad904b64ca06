"""Mappings as they are written down: the user's own TOML files, and those that a plan remembers by a file's shape."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from cxworkbench.exchange import filters
from cxworkbench.exchange.mapping import GRAINS, ROLES, SHAPES, TAKES, Mapping, Measure
from cxworkbench.exchange.table import Table
from db.errors import UserError
from db.models import ImportMapping

_ORDERS = {"day first": "dmy", "month first": "mdy", "day": "dmy", "month": "mdy"}
_FROM_ORDERS = {"dmy": "day first", "mdy": "month first"}
_MARKS = {"point": ".", "comma": ",", ".": ".", ",": ","}
#: What a file may say beside the fields of a mapping: a mean or a share in one line.
_SHORT = ("mean_of", "share_of", "among")
TARGET = "readings"
_SHEET = "sheet"


def given(path: Path) -> Mapping:
    """A mapping from the user's own TOML file.

    Raises:
        UserError: it doesn't parse, or names something that a mapping doesn't have.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path.name, str(error)) from error
    return from_data(data, path.name)


def from_data(data: Lookup[str, Any], where: str) -> Mapping:
    """A mapping from plain values.

    Raises:
        UserError: as it says; names ``where`` the values stood.
    """
    known = {field.name: field.type for field in fields(Mapping)}
    strange = sorted(set(data) - set(known) - set(_SHORT))
    if strange:
        names = ", ".join(sorted([*known, *_SHORT]))
        raise _wrong(where, f"{strange[0]!r} is no part of a mapping (there are {names})")
    if data.get("shape") not in SHAPES or not data.get("period"):
        raise _wrong(where, f"shape must be one of {', '.join(SHAPES)}, and period a heading")
    if data.get("by", "week") not in GRAINS:
        raise _wrong(where, f"by must be one of {', '.join(GRAINS)}")
    values: dict[str, Any] = {name: value for name, value in data.items() if name in known}
    try:
        for name in ("yes", "no"):
            if name in values:
                values[name] = tuple(str(word).strip().casefold() for word in _several(values[name]))
        for name in ("metrics", "cohorts"):
            values[name] = tuple((str(one), str(other)) for one, other in dict(values.get(name, {})).items())
        if isinstance(values.get("keep"), str):
            values["keep"] = filters.read(values["keep"])
        else:
            keep = dict(values.get("keep", {}))
            values["keep"] = tuple(
                filters.Keep(str(column), tuple(map(str, _several(words)))) for column, words in keep.items()
            )
        values["measures"] = tuple(_measure(dict(one), where) for one in values.get("measures", ()))
        values["scale"] = float(values.get("scale", 1.0))
    except (TypeError, ValueError) as error:
        raise _wrong(where, f"a value is of the wrong kind ({error})") from error
    if short := _short(data):
        values["measures"] = (*values["measures"], short)
    texts = (*ROLES, "about", "by", "week_means", "date_order", "decimal_mark")
    if any(not isinstance(values.get(name, ""), str) for name in texts):
        raise _wrong(where, f"{', '.join(texts)} are texts")
    values["whole"] = bool(values.get("whole", True))
    return Mapping(**values)


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _measure(data: dict[str, Any], where: str) -> Measure:
    take = data.get("take", "")
    strange = sorted(set(data) - {field.name for field in fields(Measure)})
    if strange or take not in TAKES:
        raise _wrong(where, f"a measure says take ({', '.join(TAKES)}), column, among, counts and metric")
    counts = tuple(map(str, _several(data.get("counts", ()))))
    column, among, metric = (str(data.get(name, "")) for name in ("column", "among", "metric"))
    return Measure(take, column, among, counts, metric)


def _short(data: Lookup[str, Any]) -> Measure | None:
    among = str(data.get("among", ""))
    if data.get("mean_of"):
        return Measure("mean", str(data["mean_of"]), among)
    return Measure("rate", str(data["share_of"]), among) if data.get("share_of") else None


def _wrong(where: str, what: str) -> UserError:
    return UserError(what, where=where, kept="nothing was taken in", to_do="correct the mapping file")


# ------------------------------------------------------------------------------------------------- remembered


def shape_of(headings: Sequence[str]) -> str:
    """The shape of a file: a hash of its headings, in their order."""
    return hashlib.sha256(";".join(headings).encode()).hexdigest()


def remembered(mapping: Mapping, table: Table) -> dict[str, Any]:
    """A mapping of a table as the fields of an ImportMapping, its name and last use apart.

    Of a workbook with several sheets the one that was chosen is remembered too.
    """
    columns = {getattr(mapping, role): role for role in ROLES if getattr(mapping, role)}
    said: dict[str, Any] = {"shape": mapping.shape, "by": mapping.by}
    for name in ("about", "week_means", "scale", "whole", "yes", "no"):
        value = getattr(mapping, name)
        if value != getattr(Mapping(mapping.shape, mapping.period), name):
            said[name] = list(value) if isinstance(value, tuple) else value
    for name in ("metrics", "cohorts"):
        if getattr(mapping, name):
            said[name] = dict(getattr(mapping, name))
    if mapping.measures:
        said["measures"] = [
            {
                key: list(value) if isinstance(value, tuple) else value
                for key, value in one.__dict__.items()
                if value
            }
            for one in mapping.measures
        ]
    read_as = table.read_as
    if len(read_as.sheets) > 1 and read_as.sheet in read_as.sheets and not read_as.doubts:
        said[_SHEET] = read_as.sheet
    return {
        "file_shape": shape_of(table.headings),
        "target": TARGET,
        "columns": columns,
        "filter": filters.written(mapping.keep) or None,
        "aggregation": said,
        "date_order": _ORDERS.get(mapping.date_order),
        "decimal_mark": _MARKS.get(mapping.decimal_mark),
    }


def sheet_of(record: ImportMapping) -> str:
    """The sheet that is read of workbooks with several; empty where none was chosen."""
    said = record.aggregation.get(_SHEET) if isinstance(record.aggregation, dict) else None
    return said if isinstance(said, str) else ""


def recalled(record: ImportMapping) -> Mapping:
    """The mapping that a plan remembers.

    Raises:
        UserError: somebody changed the record so that it is none any more.
    """
    columns, said = record.columns, record.aggregation
    if not isinstance(columns, dict) or not isinstance(said, dict):
        raise _wrong(str(record.name), "its columns or its aggregation are missing")
    roles = {str(role): str(heading) for heading, role in columns.items()}
    return from_data(
        {
            **{role: heading for role, heading in roles.items() if role in ROLES},
            **{name: value for name, value in said.items() if name != _SHEET},
            "keep": record.filter or "",
            "date_order": _FROM_ORDERS.get(str(record.date_order), ""),
            "decimal_mark": record.decimal_mark or "",
        },
        str(record.name),
    )
