"""Sponsor reviews as the plan holds them: the contacts of kind review with its sponsors, planned and held."""

from __future__ import annotations

from datetime import date

from cxworkbench.assessment import DecisionAsked, ReviewState
from cxworkbench.plan import Plan, Ref
from db.models import Decision, Engagement, Pilot, Sponsor, Stakeholder


def review_state(plan: Plan, as_of: date) -> ReviewState:
    """The last sponsor review held, the next one planned, and the decisions that wait for it."""
    people = {sponsor.person for sponsor in plan.all(Sponsor) if sponsor.ended_on is None}
    theirs = {one.id for one in plan.all(Stakeholder) if one.person in people}
    contacts = [one for one in plan.all(Engagement) if one.kind_ == "review" and one.stakeholder in theirs]
    held = sorted(
        {one.planned or one.done for one in contacts if one.done is not None and one.done <= as_of} - {None}
    )
    planned = sorted(
        {
            one.planned
            for one in contacts
            if one.done is None and one.planned is not None and one.planned >= as_of
        }
    )
    return ReviewState(
        next_day=planned[0] if planned else None,
        next_number=len(held) + 1,
        last_day=held[-1] if held else None,
        last_number=len(held),
        sponsors=tuple(
            dict.fromkeys(plan.person_name(one.person) for one in plan.all(Sponsor) if one.person in people)
        ),
        decisions=_asked(plan, as_of),
    )


def _asked(plan: Plan, as_of: date) -> tuple[DecisionAsked, ...]:
    """Decisions asked and not taken, the longest waiting first."""
    waiting = [
        one
        for one in plan.all(Decision)
        if one.asked_on is not None and one.asked_on <= as_of and (one.date is None or one.date > as_of)
    ]
    waiting.sort(key=lambda one: (one.asked_on or as_of, one.id))
    return tuple(
        DecisionAsked(
            one.question or "Decision",
            one.reason or "",
            plan.person_name(one.asked_of),
            one.asked_on,
            plan.get(Pilot, one.pilot),
            (Ref(one.kind, one.id),),
        )
        for one in waiting
    )
