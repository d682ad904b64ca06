"""Changing an objective: what counts as another objective must be agreed anew (records.md, 2)."""

from __future__ import annotations

from typing import Any

from db.change import Change
from db.models import FrictionPoint, Objective, Pilot

#: A change of any of these raises the version and empties the agreement.
AGREED_FIELDS = frozenset({"outcome", "metric", "baseline_value", "target_value"})


def set_objective(change: Change, objective: Objective, **values: Any) -> None:
    """Set fields of an objective; a change of what was agreed makes a new version that nobody has agreed yet.

    Raises:
        FieldError: a value that its field doesn't take.
    """
    checked = {name: Objective.fields[name].checked(value) for name, value in values.items()}
    altered = any(name in AGREED_FIELDS and objective.value(name) != value for name, value in checked.items())
    was_agreed = bool(objective.agreed_by) or objective.agreed_on is not None
    if altered and was_agreed and "agreed_by" not in checked:
        checked |= {"agreed_by": (), "agreed_on": None}
    if altered and was_agreed:
        checked["version"] = (objective.version or 1) + 1
    change.set(objective, **checked)


def add_objective(change: Change, pilot: Pilot | None) -> Objective:
    """An empty objective with an empty friction point, as the first of its pilot or as a candidate."""
    point = change.add(FrictionPoint(pilot=pilot, title="What hurts the customer today"))
    return change.add(Objective(pilot=pilot, friction_point=point, priority=1, version=1))
