"""How each condition stood at each sponsor review, replayed from the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cxworkbench.assess import judged_pilot
from cxworkbench.plan import Plan
from cxworkbench.review.dates import review_days
from db.past import Past

if TYPE_CHECKING:
    from db.session import Session


@dataclass(frozen=True)
class ReviewRatings:
    """One review that was held.

    Attributes:
        number: its place in the order of those held.
        day: when it was planned, else held.
        ratings: by pilot (id) and condition, the state (met, at_risk, failing, not_assessed).
    """

    number: int
    day: date
    ratings: dict[tuple[str, str], str]


def history(
    session: Session, plan: Plan, as_of: date, *, step: Callable[[int, int], None] = lambda _done, _of: None
) -> list[ReviewRatings]:
    """The ratings at every review held up to a day: the plan as its journal knew it that evening, judged for that day.

    Asked again a year later, it answers the same: what was written since doesn't count.

    Args:
        session: the plan's session, whose journal is read.
        plan: the plan as it stands, loaded from it.
        as_of: the day.
        step: told how many reviews are done, of how many; may raise to break off.
    """
    days, _ = review_days(plan, as_of)
    found = []
    for place, day in enumerate(days):
        step(place, len(days))
        evening = datetime.combine(day + timedelta(days=1), time(), plan.zone)
        seq = session.step_at(evening)
        then = Plan(Past(session, seq), version=seq) if 0 < seq < session.head else plan
        ratings = {
            (pilot.id, rating.condition): rating.state
            for pilot in (then.pilots if seq else ())
            for rating in judged_pilot(then, pilot, day).ratings
        }
        found.append(ReviewRatings(place + 1, day, ratings))
    step(len(days), len(days))
    return found


def states_of(found: list[ReviewRatings], pilot: str, condition: str) -> list[tuple[int, str]]:
    """One condition of one pilot over the reviews that knew it: number and state, oldest first."""
    key = (pilot, condition)
    return [(one.number, one.ratings[key]) for one in found if key in one.ratings]
