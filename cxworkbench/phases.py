"""Phases of a pilot: what runs ends on the day on which the next begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.models import Phase

if TYPE_CHECKING:
    from datetime import date

    from cxworkbench.plan import Plan
    from db.change import Change
    from db.models import Decision, Pilot


def begin_phase(change: Change, plan: Plan, pilot: Pilot, kind: str, decision: Decision, on: date) -> None:
    """End what runs and begin another phase, inside a change; "stopped" begins none."""
    today = None
    for one in plan.of_pilot(Phase, pilot):
        if one.started_on == on:
            today = one
        elif one.ended_on is None and one.started_on < on:
            change.set(one, ended_on=on)
    if kind == "stopped":
        if today is not None and today.ended_on is None:
            change.set(today, ended_on=on)
    elif today is not None:
        # One phase a day: what began today is what it became in the end.
        change.set(today, kind=kind, ended_on=None, decision=decision)
    else:
        change.add(Phase(pilot=pilot, kind_=kind, started_on=on, decision=decision))
