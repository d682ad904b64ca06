"""By when a pilot's open milestones are likely to be done, from the plan (statistics.md f)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cxworkbench.schedule.network import NetworkError
from cxworkbench.schedule.simulation import Activity, simulate
from db.models import Milestone, MilestoneLink

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from db.models import Pilot


def four_in_five(plan: Plan, pilot: Pilot, as_of: date) -> Mapping[str, date]:
    """For each open milestone of a pilot the day by which four draws of five have it done, by id.

    A milestone is simulated where the plan says how long it was to take: from its own start, else from the planned
    day of what it waits for. One without either is left out, and so is all that waits for it. Empty where they wait
    in a circle. The dates stand beside the owner's own, never in their place.
    """
    open_ones = {
        one.id: one
        for one in plan.of_pilot(Milestone, pilot)
        if (one.done is None or one.done > as_of) and one.planned is not None
    }
    before = _waits_for(plan, open_ones)
    activities = {id: made for id, one in open_ones.items() if (made := _activity(plan, one, before, as_of))}
    # What waits for one that can't be simulated can't be either.
    while lost := [id for id, one in activities.items() if not set(one.predecessors) <= set(activities)]:
        for id in lost:
            del activities[id]
    if not activities:
        return {}
    try:
        found = simulate(activities, _ratios(plan, as_of))
    except NetworkError:
        return {}
    return {id: as_of + timedelta(days=spread.p80) for id, spread in found.of.items()}


def _waits_for(plan: Plan, open_ones: Mapping[str, Milestone]) -> dict[str, tuple[str, ...]]:
    """What each open milestone waits for, of the open ones; only links from finish to start hold it up."""
    found: dict[str, tuple[str, ...]] = {}
    for id in open_ones:
        links = plan.linking(MilestoneLink, "after", id)
        names = [one.before for one in links if (one.kind_ or "FS") == "FS" and one.before in open_ones]
        found[id] = tuple(dict.fromkeys(names))
    return found


def _activity(
    plan: Plan, one: Milestone, before: Mapping[str, tuple[str, ...]], as_of: date
) -> Activity | None:
    start = _start(plan, one)
    if start is None or one.planned is None:
        return None
    planned = max((one.planned - start).days, 1)
    since = (as_of - start).days
    begun = since > 0 and not before[one.id]
    return Activity(planned, float(-since), before[one.id], float(since) if begun else None)


def _start(plan: Plan, one: Milestone) -> date | None:
    """When a milestone was to start: as the plan says, else when what it waits for was to be done."""
    if one.start is not None:
        return one.start
    waited = [plan.get(Milestone, link.before) for link in plan.linking(MilestoneLink, "after", one.id)]
    days = [other.planned for other in waited if other is not None and other.planned is not None]
    return max(days, default=None)


def _ratios(plan: Plan, as_of: date) -> list[float]:
    """Actual over planned duration of the programme's finished milestones that were planned for a day or more."""
    found = []
    for one in plan.all(Milestone):
        start = _start(plan, one)
        if one.done is None or one.done > as_of or one.planned is None or start is None:
            continue
        planned = (one.planned - start).days
        if planned >= 1:
            found.append(max((one.done - start).days, 1) / planned)
    return found
