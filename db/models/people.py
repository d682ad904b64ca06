"""Who matters to the programme: stakeholders, sponsors and the contacts that were planned and held."""

from __future__ import annotations

from db.fields import choice, day, integer, link, long_text, required, text, yes_no
from db.records import Confidential, Record

INFLUENCE = {
    "very high": "Very high",
    "high": "High",
    "medium": "Medium",
    "some": "Some",
    "low": "Low",
}
SUPPORT = {
    "champions": "Champions",
    "supports": "Supports",
    "neutral": "Neutral",
    "doubtful": "Doubtful",
    "against": "Against",
}


class Stakeholder(Confidential):
    """A person with influence, support and a wanted cadence."""

    kind = "stakeholder"
    label = "Stakeholder"
    label_many = "Stakeholders"
    key = ("person", "role")

    person = required(link("person", "Person"))
    role = choice("Role", catalogue="stakeholders.role", width=20)
    influence = choice("Influence", INFLUENCE)
    support = choice("Support", SUPPORT)
    needs = long_text("Needs")
    engagement_owner = link("person", "Looked after by")
    cadence_days = integer("Wants to hear every", unit="days", low=1, high=366)
    paper = text("Briefing")
    audience = choice(
        "Audience",
        {
            "sponsor": "Sponsor",
            "steering": "Steering",
            "board": "Board",
            "front line": "Front line",
            "data": "Data",
            "risk": "Risk",
        },
    )


class Sponsor(Record):
    """One who answers for resources; without a pilot, for the whole programme."""

    kind = "sponsor"
    label = "Sponsor"
    label_many = "Sponsors"
    key = ("person", "pilot")

    pilot = link("pilot", "Pilot", help="Empty: the whole programme.")
    person = required(link("person", "Person"))
    role = choice("Role", {"executive": "Executive", "second": "Second"}, default="executive")
    holds_budget = yes_no("Holds the budget")
    spans_departments = yes_no("Spans the departments")
    appointed_on = day("Appointed")
    deputy = link("person", "Deputy")
    benefit_owner = link("person", "Owns the benefit")
    ended_on = day("Ended")


class Engagement(Confidential):
    """A planned or held contact with a stakeholder."""

    kind = "engagement"
    label = "Engagement"
    label_many = "Engagements"

    pilot = link("pilot", "Pilot")
    stakeholder = required(link("stakeholder", "Stakeholder"))
    kind_ = choice(
        "Kind",
        {
            "briefing": "Briefing",
            "one-to-one": "One-to-one",
            "review": "Review",
            "floor visit": "Floor visit",
            "launch message": "Launch message",
            "results talk": "Results talk",
            "expectations": "Expectations",
        },
    )
    planned = day("Planned")
    done = day("Held")
    evidence = text("Evidence", width=24)
    open_questions = long_text("Open questions")
    cancelled_reason = text("Why cancelled", width=24)


class Commitment(Confidential):
    """Something that a stakeholder promised to do, by a date."""

    kind = "commitment"
    label = "Commitment"
    label_many = "Commitments"
    key = ("stakeholder", "text", "made_on")

    pilot = link("pilot", "Pilot", help="Empty: all pilots.")
    stakeholder = required(link("stakeholder", "Stakeholder"))
    engagement = link("engagement", "Made in")
    agenda_item = link("agenda_item", "Made at")
    text = required(text("Commitment", width=36))
    made_on = day("Made")
    due = day("Due")
    kept_on = day("Kept")
    withdrawn_reason = long_text("Why withdrawn")
