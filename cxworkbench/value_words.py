"""A field's value in words, as History, comparisons and papers say it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cxworkbench import formats
from cxworkbench.choice_names import choice_name
from cxworkbench.metric_units import IN_METRIC_UNIT, metric_of
from cxworkbench.naming import Names
from db.fields import Field
from db.records import Record

#: What a link says whose record is nowhere any more.
GONE = "a record that is gone"


def in_words(
    field: Field[Any],
    value: Any,
    record: Record | None,
    *,
    find: Callable[[str], Record | None],
    zone: ZoneInfo,
) -> str:
    """A value in words; — for none.

    Args:
        field: of what.
        value: what stands in it.
        record: whose it is, which gives a threshold its unit.
        find: gives the records that links name.
        zone: in which moments are shown.
    """
    if value is None or value in ("", ()):
        return formats.MISSING
    if field.choices is not None or field.catalogue:
        one = value if isinstance(value, tuple) else (value,)
        return formats.listed([choice_name(field, str(id)) for id in one])
    if field.kind == "links":
        return formats.listed([_linked(id, find) for id in value])
    if field.to:
        return _linked(value, find)
    if field.kind == "record":
        there = find(str(value).rpartition("/")[2])
        return GONE if there is None else Names(find).title(there)
    return _plain(field, value, record, find, zone)


def lowered(label: str) -> str:
    """A label within a sentence; abbreviations keep their capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _linked(id: str, find: Callable[[str], Record | None]) -> str:
    record = find(id)
    return GONE if record is None else Names(find).linked(record)


def _plain(
    field: Field[Any],
    value: Any,
    record: Record | None,
    find: Callable[[str], Record | None],
    zone: ZoneInfo,
) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return formats.moment(value.astimezone(zone))
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal) and field.kind == "share":
        return formats.percent(value, 0 if value * 100 == int(value * 100) else 1)
    if isinstance(value, Decimal) and (field.record_kind, field.name) in IN_METRIC_UNIT:
        metric = metric_of(record, find)
        if metric is not None:
            return formats.metric_value(value, metric.unit, metric.decimals)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
