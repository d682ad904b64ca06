"""The programme, its people, its pilots and their gates."""

from __future__ import annotations

from db.fields import (
    any_record,
    choice,
    day,
    integer,
    link,
    long_text,
    required,
    several,
    share,
    structured,
    text,
    yes_no,
)
from db.records import Confidential, Positioned, Record

#: The six gates in their order, with their names.
GATES = {
    "frame": "Frame",
    "prepare": "Prepare",
    "measure": "Measure",
    "go_live": "Go-live",
    "decide": "Decide",
    "scale": "Scale",
}


class Programme(Record):
    """What one plan file holds; exactly one row."""

    kind = "programme"
    label = "Programme"
    label_many = "Programme"
    key = ("name",)

    name = required(text("Programme", width=28))
    organisation = text("Organisation", width=24)
    currency = text("Currency", help="ISO code of the currency that money is kept in.", default="GBP")
    time_zone = text("Time zone", help="Weeks begin on Monday, 00:00, in this zone.", default="UTC")
    locale = text("Locale", help="How numbers and dates are separated.", default="en-GB")
    working_weekdays = structured("Working days", help="Monday is 0.", default=[0, 1, 2, 3, 4])
    sponsor_decision_limit = integer(
        "Sponsor's limit", unit="days", low=1, high=365, default=10, help="Longest time from ask to decision."
    )
    review_cadence = integer("Review cadence", unit="days", low=1, high=365, default=28)
    paper = choice("Paper", {"a4": "A4", "letter": "Letter"}, default="a4")
    ink = choice("Ink", {"grey": "Greyscale", "colour": "Colour"}, default="colour")
    logo = link("attachment", "Logo", help="Printed on every paper.")
    pinned_date = day("Judged as of", help="Judge as of this day instead of today; always shown.")


class Holiday(Record):
    """A day on which the programme doesn't work; limits in working days count with it."""

    kind = "holiday"
    label = "Holiday"
    label_many = "Holidays"
    key = ("day",)

    name = text("Holiday", width=20)
    day = required(day("Day"))


class Person(Confidential):
    """Somebody who owns, decides, promises or is told something."""

    kind = "person"
    label = "Person"
    label_many = "People"
    key = ("email", "name", "organisation")

    name = required(text("Name", width=20))
    title = text("Title", width=24)
    organisation = text("Organisation", width=20)
    department = text("Department")
    site = text("Site")
    email = text("Email", width=24)
    phone = text("Phone")


class Pilot(Positioned):
    """One deployment of one kind of AI at one friction point."""

    kind = "pilot"
    label = "Pilot"
    label_many = "Pilots"
    key = ("name",)

    name = required(text("Pilot", width=20))
    short_name = text("Short name", help="Used where room is scarce.")
    deployment_type = choice("Deployment type", catalogue="deployment_types.deployment", width=20)
    status = choice(
        "Status",
        {
            "candidate": "Candidate",
            "preparing": "Preparing",
            "live": "Live",
            "paused": "Paused",
            "scaled": "Scaled",
            "stopped": "Stopped",
        },
        default="preparing",
    )
    owner = link("person", "Owner")
    deputy = link("person", "Deputy")
    customer_facing = yes_no("Faces customers", help="Selects the mandatory controls.")
    affects_workers = yes_no("Affects workers", help="Selects the mandatory controls.")
    generative = yes_no("Generative", help="Selects the mandatory controls.")
    third_party = yes_no("Third party", help="Selects the mandatory controls.")
    scope_in = long_text("In scope", help="Contact reasons, channels, sites and customers in the pilot.")
    scope_out = long_text("Out of scope")
    exposure = share("Exposure", total="mean", help="Share of contacts that the AI takes part in now.")
    what_stays = long_text("What stays", help="For the front-line briefing: what does not change.")


class Gate(Record):
    """One of the six gates of a pilot: passed by a recorded decision on evidence."""

    kind = "gate"
    label = "Gate"
    label_many = "Gates"
    key = ("pilot", "kind")

    pilot = required(link("pilot", "Pilot"))
    kind_ = required(choice("Gate", GATES))
    planned_on = day("Planned")
    first_planned_on = day("First planned", help="The date given first; later ones are slips.")
    passed_on = day("Passed")
    decision = link("decision", "Decision")
    held = yes_no("Held", help="Waits for a recovery or a decision.")


class GateCondition(Record):
    """Something that must still be done by a named person for a gate that was passed; it becomes an action."""

    kind = "gate_condition"
    label = "Gate condition"
    label_many = "Gate conditions"
    key = ("gate", "text")

    pilot = required(link("pilot", "Pilot"))
    gate = required(link("gate", "Gate"))
    text = required(text("Condition", width=36))
    owner = link("person", "Owner")
    due = day("Due")
    action = link("action", "Action")
    met_on = day("Met")
    evidence = long_text("Evidence")
    covers = several(
        "Covers", catalogue="failure_modes.condition.criterion", help="The unmet criteria that it covers."
    )


class BaselinePlan(Record):
    """A named copy of dates, targets and values, to compare against; as many as wanted."""

    kind = "baseline_plan"
    label = "Baseline plan"
    label_many = "Baseline plans"
    key = ("pilot", "name")

    pilot = link("pilot", "Pilot", help="Empty: the whole programme.")
    name = required(text("Baseline plan", width=24))
    made_on = day("Made")
    changeset = integer("Plan version", low=0)
    note = long_text("Note")


class BaselineValue(Record):
    """One value as a baseline plan keeps it, written as the journal writes values."""

    kind = "baseline_value"
    label = "Baseline value"
    label_many = "Baseline values"
    key = ("baseline_plan", "record", "field")

    baseline_plan = required(link("baseline_plan", "Baseline plan"))
    record = required(any_record("Record"))
    field = required(text("Field"))
    value_ = long_text("Value")


class Phase(Record):
    """A stretch of a pilot's life; weeks live are counted from the live ones."""

    kind = "phase"
    label = "Phase"
    label_many = "Phases"
    key = ("pilot", "started_on")

    pilot = required(link("pilot", "Pilot"))
    kind_ = required(choice("Phase", {"live": "Live", "paused": "Paused", "relaunched": "Relaunched"}))
    started_on = required(day("From"))
    ended_on = day("To", help="The first day after it.")
    decision = link("decision", "Decision")
