"""Baseline plans: a named copy of dates, targets and values, and how the plan has moved away from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cxworkbench.plan import Plan, Ref
from db.fields import reference
from db.models import BaselinePlan, BaselineValue
from db.records import FAMILIES
from db.values import from_json, journal_text

if TYPE_CHECKING:
    from db.change import Change

#: What a baseline plan copies: dates, targets and values, by kind of record.
COPIED: dict[str, tuple[str, ...]] = {
    "gate": ("planned_on",),
    "milestone": ("start", "planned"),
    "objective": ("target_value", "target_date"),
    "metric": ("success_threshold", "scale_threshold", "stop_threshold", "guardrail_limit"),
    "decision_rule": ("decide_by",),
    "benefit": ("low", "expected", "high", "starts_on", "steady_on"),
    "cost_line": ("amount", "from", "to"),
    "checkpoint": ("date", "expected_low", "expected_high"),
}


@dataclass(frozen=True)
class Moved:
    """A value that is no longer what its baseline says."""

    ref: Ref
    then: Any
    now: Any


def make(change: Change, plan: Plan, name: str, *, made_on: date, pilot: str | None = None) -> BaselinePlan:
    """Copy the dates, targets and values of a plan, or of one pilot, inside an open change.

    Raises:
        FieldError: no name.
    """
    made = change.add(BaselinePlan(pilot=pilot, name=name, made_on=made_on, changeset=plan.version))
    for kind, fields in COPIED.items():
        for record in plan.all(FAMILIES[kind]):
            if pilot is not None and record.value("pilot") != pilot:
                continue
            for field in fields:
                written = journal_text(record.fields[field], record.value(field))
                if written is not None:
                    change.add(
                        BaselineValue(
                            baseline_plan=made, record=reference(kind, record.id), field=field, value_=written
                        )
                    )
    return made


def moved(plan: Plan, baseline: BaselinePlan) -> list[Moved]:
    """What differs now from a baseline plan; a record that is gone has no value now."""
    found = []
    for one in plan.linking(BaselineValue, "baseline_plan", baseline.id):
        kind, _, id = one.record.partition("/")
        field = FAMILIES[kind].fields[one.field]
        record = plan.get(FAMILIES[kind], id)
        now = None if record is None else record.value(one.field)
        then = from_json(field, json.loads(one.value_ or "null"))
        if now != then:
            found.append(Moved(Ref(kind, id, one.field), then, now))
    return found
