"""What a freeze holds, read back as records, so that a sheet prints the values that were hashed; and their words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cxworkbench import formats
from cxworkbench.briefings.metric_page import guardrail_words
from cxworkbench.frameworks import short_hash
from cxworkbench.value_words import in_words
from db.models import DecisionRule, Metric, Pilot
from db.records import Record
from db.values import from_json


def held_metrics(live: list[Metric], content: Mapping[str, Any], pilot: Pilot) -> list[Metric]:
    """The metrics with the values that are hashed, in the plan's order; one that is gone stands at the end."""
    held = content.get("metrics")
    values: dict[str, Any] = held if isinstance(held, dict) else {}
    known = {one.id: one for one in live}
    order = [one.id for one in live if one.id in values] + [id for id in values if id not in known]
    return [_with(known.get(id) or Metric(id=id, pilot=pilot.id, name=""), values[id]) for id in order]


def held_rule(live: list[DecisionRule], content: Mapping[str, Any], pilot: Pilot) -> DecisionRule | None:
    """The decision rule with the values that are hashed; the plan's own where none is."""
    held = content.get("decision_rule")
    if not isinstance(held, dict) or not held:
        return live[0] if live else None
    found: DecisionRule = _with(live[0] if live else DecisionRule(id="", pilot=pilot.id), held)
    return found


def _with(record: Any, values: Any) -> Any:
    """A record with values as a freeze holds them."""
    if not isinstance(values, dict):
        return record
    read = {
        name: from_json(record.fields[name], value) for name, value in values.items() if name in record.fields
    }
    return record.with_values(**read)


def said(family: type[Record], field: str, value: Any, record: Record | None) -> str:
    """A frozen value in words."""
    described = family.fields.get(field)
    if described is None:
        return formats.MISSING if value is None else str(value)
    return in_words(described, from_json(described, value), record, find=lambda _: None, zone=ZoneInfo("UTC"))


def role_word(metric: Metric) -> str:
    """A metric's role in a word."""
    return metric.fields["role"].label_of(metric.role).lower()


def counts_when(metric: Metric) -> str:
    """When a threshold counts as reached or broken."""
    side = "under" if metric.direction == "down" else "over"
    if metric.role == "primary":
        if metric.confirm_rule == "k_in_a_row":
            return f"{metric.k} weeks in a row {side} it"
        return f"whole range of the mean at or {side}, 8 weeks or more"
    return guardrail_words(metric) if metric.guardrail_limit is not None else "shown, never decides"


def count(value: int | None) -> str:
    """How many people."""
    return formats.MISSING if value is None else formats.count(value)


def years(value: Decimal | None) -> str:
    """A mean tenure."""
    return formats.MISSING if value is None else f"{formats.number(value, 1)} years"


def chosen(volunteers: Decimal | None) -> str:
    """How a group was chosen."""
    if volunteers is None:
        return "not said"
    return "all, not volunteers" if not volunteers else f"{formats.percent(volunteers)} volunteers"


def in_fours(hash: str) -> str:
    """A whole hash in groups of four."""
    return short_hash(hash, 8) + " · " + short_hash(hash[32:], 8)
