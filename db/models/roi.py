"""The ROI case and its benefits; costs, checkpoints and promises join them in the next step."""

from __future__ import annotations

from db.fields import choice, day, decimal, integer, link, long_text, money, required, share, text, yes_no
from db.records import Confidential, Record


class RoiCase(Record):
    """Benefits and costs over months; the newest agreed case that no other agreed one replaces is in force."""

    kind = "roi_case"
    label = "ROI case"
    label_many = "ROI cases"
    key = ("pilot", "name", "version")

    pilot = required(link("pilot", "Pilot"))
    name = required(text("Case", width=24))
    version = integer("Version", low=1, default=1)
    horizon_months = integer("Horizon", unit="months", low=1, high=240, default=24)
    discount_rate = share("Discount rate a year", low=-1)
    seed = integer("Seed", low=0, default=1)
    draws = integer("Draws", low=100, high=1_000_000, default=10_000)
    base_date = day("Base date")
    ramp_mid = decimal("Month of half the effect", low=0)
    ramp_width = decimal("Months from a tenth to nine tenths", low=0)
    agreed_by = link("person", "Agreed by")
    agreed_on = day("Agreed on")
    replaces = link("roi_case", "Replaces")
    status = choice("Status", {"draft": "Draft", "agreed": "Agreed", "restated": "Restated"}, default="draft")


class Benefit(Confidential):
    """An effect on a metric, in its unit and signed, with its range, its ramp, its source and its worth."""

    kind = "benefit"
    label = "Benefit"
    label_many = "Benefits"
    key = ("case", "name")

    case = required(link("roi_case", "Case"))
    pilot = required(link("pilot", "Pilot"))
    objective = link("objective", "Objective")
    metric = link("metric", "Metric")
    name = required(text("Benefit", width=28))
    low = decimal("Low")
    expected = decimal("Expected")
    high = decimal("High")
    distribution = choice(
        "Distribution",
        {"triangular": "Triangular", "pert": "PERT", "fixed": "Fixed", "lognormal": "Lognormal"},
        default="triangular",
    )
    volume = decimal("Volume a month", low=0)
    value_per_unit = money("Value a unit")
    reach = share("Reach", help="Share of contacts in scope.")
    adoption_assumed = share("Active use assumed")
    released = share("Share of time released")
    starts_on = day("Starts")
    steady_on = day("Full from")
    source = text("Source", width=28)
    justification = long_text("Justification", help="Why it may exceed the reference.")
    agreed_by = link("person", "Agreed by")
    cashable = yes_no("Cash", help="Cash, or else capacity.")
