"""Whether those who were measured are like those of the roll-out; where not, the verdict carries a caution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cxworkbench import formats
from cxworkbench.plan import Plan, Ref
from db.models import Cohort, Pilot, Population

#: From which difference of the mean tenure, as a share, and of the volunteers, in points, people count as different.
TENURE_DIFFERS, VOLUNTEERS_DIFFER = 0.2, 0.1


@dataclass(frozen=True)
class Caution:
    """One way in which the two differ: what, measured, and in the roll-out."""

    what: str
    measured: str
    rollout: str
    refs: tuple[Ref, ...] = ()


def cautions(plan: Plan, pilot: Pilot, as_of: date | None = None) -> tuple[Caution, ...]:
    """Where the cohorts differ from the population of the roll-out: tenure, sites, contacts, volunteers.

    Args:
        plan: the plan.
        pilot: whose cohorts.
        as_of: only those that are live by then were measured; None: all that have a day are to be.
    """
    cohorts = [
        one
        for one in plan.of_pilot(Cohort, pilot)
        if one.live_on is not None and (as_of is None or one.live_on <= as_of)
    ]
    people = [one for one in plan.of_pilot(Population, pilot) if one.is_rollout is not False]
    if not cohorts or not people:
        return ()
    refs = tuple(Ref(one.kind, one.id) for one in (*cohorts, *people))
    found = []
    here = _mean([(one.mean_tenure, one.headcount) for one in cohorts])
    there = _mean([(one.mean_tenure, one.headcount) for one in people])
    if here is not None and there and abs(here - there) / there > TENURE_DIFFERS:
        found.append(Caution("Tenure", f"{here:.1f} years", f"{there:.1f} years", refs))
    here = _mean([(one.volunteers, one.headcount) for one in cohorts])
    there = _mean([(one.volunteers, one.headcount) for one in people])
    if here is not None and there is not None and abs(here - there) > VOLUNTEERS_DIFFER:
        found.append(Caution("Volunteers", formats.percent(here), formats.percent(there), refs))
    for what, measured, wanted in (
        ("Sites", {one.site for one in cohorts}, {name for one in people for name in one.sites}),
        (
            "Contacts",
            {one.contact_type for one in cohorts},
            {name for one in people for name in one.contact_types},
        ),
    ):
        unseen = sorted(wanted - measured)
        if unseen:
            found.append(Caution(what, f"not {formats.listed(unseen)}", formats.listed(sorted(wanted)), refs))
    return tuple(found)


def _mean(pairs: list[tuple[Decimal | None, int | None]]) -> float | None:
    """The mean over people, of those whose value is known."""
    known = [(float(value), weight or 0) for value, weight in pairs if value is not None]
    total = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / total if total else None
