"""Sponsor reviews as the plan holds them: the meetings themselves, and contacts of kind review with its sponsors."""

from __future__ import annotations

from datetime import date

from cxworkbench.assessment import DecisionAsked, ReviewState
from cxworkbench.plan import Plan, Ref
from db.models import Decision, Engagement, Pilot, Review, Sponsor, Stakeholder


def review_state(plan: Plan, as_of: date) -> ReviewState:
    """The last sponsor review held, the next one planned, and the decisions that wait for it."""
    held, planned = review_days(plan, as_of)
    return ReviewState(
        next_day=planned[0] if planned else None,
        next_number=len(held) + 1,
        last_day=held[-1] if held else None,
        last_number=len(held),
        sponsors=tuple(
            dict.fromkeys(
                plan.person_name(one.person) for one in plan.all(Sponsor) if _is_sponsor(one, as_of)
            )
        ),
        decisions=_asked(plan, as_of),
    )


def review_days(plan: Plan, as_of: date) -> tuple[list[date], list[date]]:
    """The days of the sponsor reviews held up to a day, and of those planned from it on; each oldest first.

    A review is a meeting of that kind, and a contact of kind review with somebody who sponsors on its day: the record
    of a meeting and the contacts with those who sit in it are one review of one day.
    """
    dates = [
        (None if one.planned is None else plan.day_of(one.planned), one.done)
        for one in plan.all(Review)
        if one.kind_ == "sponsor" and one.pilot is None
    ]
    sponsors: dict[str | None, list[Sponsor]] = {}
    for sponsor in plan.all(Sponsor):
        sponsors.setdefault(sponsor.person, []).append(sponsor)
    theirs = {one.id: sponsors[one.person] for one in plan.all(Stakeholder) if one.person in sponsors}
    dates += [
        (one.planned, one.done)
        for one in plan.all(Engagement)
        if one.kind_ == "review"
        and (day := one.planned or one.done) is not None
        and any(_is_sponsor(sponsor, day) for sponsor in theirs.get(one.stakeholder or "", ()))
    ]
    held = {planned or done for planned, done in dates if done is not None and done <= as_of}
    ahead = {planned for planned, done in dates if done is None and planned is not None and planned >= as_of}
    return sorted(day for day in held if day is not None), sorted(ahead)


def _is_sponsor(one: Sponsor, day: date) -> bool:
    return one.ended_on is None or one.ended_on > day


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
