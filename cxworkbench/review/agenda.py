"""What is taken to the next sponsor review: questions on its agenda, each once."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from cxworkbench.review.dates import review_state
from db.errors import UserError
from db.models import AgendaItem, Pilot, Review

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from db.change import Change

#: When a review that has a day and no hour begins; its record says it, and it can be changed there.
BEGINS = time(10)


def next_review(plan: Plan, as_of: date) -> Review | None:
    """The record of the next sponsor review; None where the plan knows only its day, or not even that."""
    ahead = [
        (one.planned, one.id, one)
        for one in plan.all(Review)
        if one.kind_ == "sponsor"
        and one.pilot is None
        and one.done is None
        and one.planned is not None
        and plan.day_of(one.planned) >= as_of
    ]
    return min(ahead)[2] if ahead else None


def on_agenda(plan: Plan, as_of: date, pilot: Pilot, question: str) -> AgendaItem | None:
    """The item of the next review that asks this of a pilot already."""
    review = next_review(plan, as_of)
    items = [] if review is None else plan.linking(AgendaItem, "review", review.id)
    return next((one for one in items if one.pilot == pilot.id and one.question == question), None)


def take_to_review(
    change: Change, plan: Plan, as_of: date, *, pilot: Pilot, kind: str, question: str
) -> AgendaItem:
    """Put a question of a pilot on the agenda of the next sponsor review.

    Where the plan knows only the day of the review, from contacts planned with its sponsors, its record is made too.

    Raises:
        UserError: no review is planned, or the question stands on its agenda already.
    """
    if on_agenda(plan, as_of, pilot, question) is not None:
        raise UserError(
            f"“{question}” is on the agenda already",
            where=pilot.name,
            kept="nothing was changed",
            to_do="open the review to change its wording or place",
        )
    review = next_review(plan, as_of)
    if review is None:
        state = review_state(plan, as_of)
        if state.next_day is None:
            raise UserError(
                "no sponsor review is planned",
                where=pilot.name,
                kept="nothing was changed",
                to_do="plan one under Sponsor review",
            )
        begins = datetime.combine(state.next_day, BEGINS, plan.zone)
        review = change.add(Review(kind_="sponsor", number=state.next_number, planned=begins))
    places = [one.position or 0 for one in plan.linking(AgendaItem, "review", review.id)]
    return change.add(
        AgendaItem(
            review=review,
            pilot=pilot,
            kind_=kind,
            question=question,
            lead=pilot.owner,
            position=max(places, default=0) + 1,
        )
    )
