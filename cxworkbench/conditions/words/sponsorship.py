"""How the Sponsorship condition speaks."""

from __future__ import annotations

from datetime import date

from cxworkbench import formats
from cxworkbench.conditions.catalogue import Criterion
from cxworkbench.conditions.findings import Outcome
from cxworkbench.conditions.functions import sponsors_on
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.conditions.words.phrases import day, first_missing, lacks
from cxworkbench.stakeholders import decision_limit
from db.models import Review, Sponsor


def sponsor_name(scope: PilotScope) -> str:
    """The executive sponsor's name on the day; "Nobody named" while there is none."""
    people = sponsors_on(scope, scope.as_of)
    return scope.plan.person_name(people[0]) if people else "Nobody named"


def unmet(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> str:
    """What is missing, in the few words that the Overview has room for."""
    first = first_missing(outcome)
    who = sponsor_name(scope)
    has_sponsor = bool(sponsors_on(scope, scope.as_of))
    if not has_sponsor and criterion.id not in {"spo_blockers", "spo_stakeholders"}:
        return "No executive sponsor named"
    count = len(outcome.missing)
    match criterion.id:
        case "spo_authority":
            return f"{who} has no budget or no mandate across departments"
        case "spo_benefit_owner" if first is not None:
            return "Nobody owns the benefit"
        case "spo_actions_planned":
            return f"{outcome.numbers['found']} of {outcome.numbers['wanted']} sponsor actions planned"
        case "spo_recent":
            newest = first.numbers["newest"] if first is not None else None
            return f"{who} last seen {day(scope, newest)}" if newest else f"{who}: no contact held yet"
        case "spo_attends":
            return f"{who} missed {count} of {formats.plural(outcome.numbers['of'], 'review')}"
        case "spo_commitments":
            return f"{formats.plural(count, 'commitment')} overdue, {_longest(scope, outcome, 'due')} days"
        case "spo_decides":
            days = _longest(scope, outcome, "asked_on")
            return f"Decision open {days} days, limit {decision_limit(scope.plan)}"
        case "spo_blockers":
            return f"{formats.plural(count, 'issue')} across departments not escalated"
        case "spo_stakeholders" if not outcome.missing:
            return "No stakeholder of high influence listed"
        case "spo_briefed_bad_news":
            held = first.numbers["first"] if first is not None else None
            return f"Range of results told {day(scope, held)}, after go-live" if held else (
                f"{who} not told the range of results"
            )  # fmt: skip
        case _ if first is not None and isinstance(first.record, Sponsor):
            return (
                f"{who} has no {formats.listed([first.record.fields[n].label.lower() for n in first.names])}"
            )
        case _:
            return lacks(criterion, outcome, scope)


def _longest(scope: PilotScope, outcome: Outcome, name: str) -> int:
    days = [one.record.value(name) for one in outcome.missing if one.record is not None]
    return max(((scope.as_of - one).days for one in days if isinstance(one, date)), default=0)


def met(scope: PilotScope) -> str:
    """Who sponsors and how: "Helen Marsh, at 4 of 4 reviews", or how fast decisions are taken."""
    who = sponsor_name(scope)
    held = [one for one in scope.records("review") if one.kind_ == "sponsor" and one.done is not None]
    held = sorted(held, key=lambda one: one.done)[-4:]
    here = sum(_was_here(scope, one) for one in held)
    if held and here == len(held):
        return f"{who}, at {here} of {formats.plural(len(held), 'review')}"
    days = days_to_decide(scope)
    if days is not None:
        return f"{who}, decided in {formats.plural(days, 'day')}"
    return who


def _was_here(scope: PilotScope, review: Review) -> bool:
    people = sponsors_on(scope, review.done) if review.done is not None else []
    rows = scope.linked("attendance", "review", review.id)
    return any(one.state == "here" and one.person in people for one in rows)


def days_to_decide(scope: PilotScope) -> int | None:
    """The median of the days from ask to decision of the pilot's sponsors; None before the first."""
    people = sponsors_on(scope, scope.as_of)
    days = [
        (one.date - one.asked_on).days
        for one in scope.records("decision")
        if one.asked_of in people and one.date is not None and one.asked_on is not None
    ]
    days.sort()
    # The lower of the two in the middle; the median of the library would bring imports that no start can afford.
    return days[(len(days) - 1) // 2] if days else None
