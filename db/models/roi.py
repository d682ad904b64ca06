"""The ROI case: benefits, costs, checkpoints; and what was promised to whom."""

from __future__ import annotations

from db.fields import (
    choice,
    day,
    decimal,
    integer,
    link,
    long_text,
    money,
    required,
    share,
    structured,
    text,
    yes_no,
)
from db.models.adoption import WORKSTREAMS
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


#: What is paid once is not added to what is paid each month, and prices of a unit aren't added at all.
_ADDED = ("kind", {"one_off": "", "recurring": " a month"})


class CostLine(Confidential):
    """A cost of a case: once, every month, or by volume."""

    kind = "cost_line"
    label = "Cost line"
    label_many = "Cost lines"
    key = ("case", "name")

    case = required(link("roi_case", "Case"))
    pilot = required(link("pilot", "Pilot"))
    name = required(text("Cost", width=28))
    kind_ = choice(
        "Kind", {"one_off": "One-off", "recurring": "Recurring", "volume": "By volume"}, default="one_off"
    )
    is_people_time = yes_no("People's time")
    workstream = choice("Workstream", WORKSTREAMS)
    amount = money(
        "Amount", total="sum", total_within=_ADDED, help="In all, a month, or for each unit, by its kind."
    )
    low = money("Low", total="sum", total_within=_ADDED)
    high = money("High", total="sum", total_within=_ADDED)
    from_ = day("From")
    to = day("To", help="The first day after it.")
    funded = yes_no("Funded")


class CostActual(Confidential):
    """What a cost line came to in one month."""

    kind = "cost_actual"
    label = "Actual cost"
    label_many = "Actual costs"
    key = ("cost_line", "month")

    cost_line = required(link("cost_line", "Cost line"))
    month = required(day("Month", help="Its first day."))
    amount = money("Amount", total="sum")


class Checkpoint(Record):
    """The range expected at a date, set before go-live, and what came."""

    kind = "checkpoint"
    label = "Checkpoint"
    label_many = "Checkpoints"
    key = ("case", "date", "what", "metric")

    case = required(link("roi_case", "Case"))
    pilot = required(link("pilot", "Pilot"))
    what = choice("What", {"net_benefit": "Net benefit", "metric": "Metric"}, default="net_benefit")
    metric = link("metric", "Metric")
    expected_low = decimal("Expected at least")
    expected_high = decimal("Expected at most")
    actual = decimal("Actual")
    reading = structured("From the reading", help="Series and period of the reading that the actual is.")
    date = required(day("Date"))


class Promise(Record):
    """Who told whom to expect what by when."""

    kind = "promise"
    label = "Promise"
    label_many = "Promises"

    pilot = link("pilot", "Pilot", help="Empty: the whole programme.")
    told_by = link("person", "Told by")
    told_to = text("Told to", width=20)
    told_to_stakeholder = link("stakeholder", "Told to (stakeholder)")
    told_on = day("Told")
    kind_ = choice(
        "Kind",
        {
            "payback_month": "Payback month",
            "net_value": "Net value",
            "effect": "Effect",
            "active_share": "Active share",
            "date": "Date",
        },
    )
    metric = link("metric", "Metric", help="Of an effect.")
    value_ = decimal("Value")
    due = day("Due")
    source = text("Source", width=24, help="Board paper, vendor …")
    restated_by = link("promise", "Restated by")
    withdrawn_on = day("Withdrawn")
    text = required(text("Promise", width=36))
