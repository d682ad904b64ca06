"""What a pilot is for: the friction point that hurts customers today, and the objective to mend it."""

from __future__ import annotations

from db.fields import (
    choice,
    day,
    decimal,
    integer,
    link,
    links,
    long_text,
    money,
    required,
    text,
    yes_no,
)
from db.records import Record


class FrictionPoint(Record):
    """What hurts the customer today: where in the journey, whom, how often, with what evidence."""

    kind = "friction_point"
    label = "Friction point"
    label_many = "Friction points"
    key = ("pilot", "title")

    pilot = link("pilot", "Pilot")
    title = required(text("Friction point", width=32, help="What hurts the customer today."))
    journey_step = text("Journey step", width=20, help="Where in the journey it hurts.")
    affected_people = text("People affected", width=24)
    volume_per_month = integer("Volume a month", total="sum", low=0)
    evidence = long_text("Evidence", help="What shows that it hurts, and how much.")
    cause = long_text("Cause")
    owner = link("person", "Owner")


class Objective(Record):
    """Friction point, outcome, primary metric, baseline, target, date and owner; without a pilot a candidate."""

    kind = "objective"
    label = "Objective"
    label_many = "Objectives"
    key = ("pilot", "title")

    pilot = link("pilot", "Pilot", help="Empty: a candidate.")
    title = text("Objective", width=24)
    friction_point = link("friction_point", "Friction point", width=32)
    outcome = text("Outcome", width=28, help="What is different when this works.")
    outcome_kind = choice(
        "Kind of outcome", {"customer": "Customer", "commercial": "Commercial", "both": "Both"}
    )
    metric = link("metric", "Metric", width=20)
    baseline_value = decimal("Baseline")
    baseline_from = day("Baseline from")
    baseline_to = day("Baseline to", help="The first day after the baseline period.")
    baseline_source = text("Baseline source", width=20)
    target_value = decimal("Target")
    target_date = day("By")
    owner = link("person", "Owner")
    priority = integer("Priority", low=1, help="1 is the first objective of its pilot.")
    version = integer("Version", low=1, default=1)
    agreed_by = links("person", "Agreed by", help="Sponsor and operations.")
    agreed_on = day("Agreed on")
    origin = choice(
        "Origin",
        {
            "customer_evidence": "Customer evidence",
            "own_data": "Own data",
            "vendor_offer": "Vendor offer",
            "competitor": "Competitor",
            "executive_wish": "Executive wish",
        },
    )
    expected_value = money("Expected value a year", total="sum")
    effort = choice("Effort", {"small": "Small", "medium": "Medium", "large": "Large"})
    parked = yes_no("Parked")
    parked_reason = text("Why parked", width=24)
