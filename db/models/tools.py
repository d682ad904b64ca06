"""Strategy before tools: what is needed, the options to meet it, and how each option scores."""

from __future__ import annotations

from db.fields import choice, day, decimal, integer, link, long_text, money, required, text, yes_no
from db.records import Confidential, Numbered, Positioned, Record


class Requirement(Numbered, Positioned):
    """Something that is needed, tied to an objective."""

    kind = "requirement"
    label = "Requirement"
    label_many = "Requirements"
    key = ("number",)

    pilot = required(link("pilot", "Pilot"))
    objective = link("objective", "Objective", width=20)
    must = yes_no("Must", help="No option without it.")
    text = required(text("Requirement", width=36))


class Tool(Confidential):
    """An option to meet the requirements: a vendor's product, an own build, or no AI at all."""

    kind = "tool"
    label = "Option"
    label_many = "Options"
    key = ("pilot", "name")

    pilot = required(link("pilot", "Pilot"))
    name = required(text("Option", width=24))
    kind_ = choice("Kind", {"vendor_product": "Vendor product", "own_build": "Own build", "non_ai": "No AI"})
    vendor = text("Vendor", width=20)
    status = choice(
        "Status",
        {
            "considered": "Considered",
            "evaluated": "Evaluated",
            "selected": "Selected",
            "contracted": "Contracted",
            "live": "Live",
            "retired": "Retired",
        },
        default="considered",
    )
    evaluated_on = day("Evaluated")
    score = decimal("Score")
    reason = long_text("Reason")
    objective = link("objective", "Objective", width=20)
    expected_effect = text("Expected effect", width=24)
    effect_source = text("Source of the effect", width=24)
    ready_on = day("Ready")
    cost_12_months = money("Cost of 12 months")
    owner = link("person", "Owner")
    signed_on = day("Signed")
    value_ = money("Contract value", total="sum")
    committed_until = day("Committed until")
    notice_days = integer("Notice", unit="days", low=0, high=3660)
    exit_terms = long_text("Exit terms")
    data_terms = long_text("Data terms")
    price_driver = text("Price driver", width=24)
    service_levels = long_text("Service levels")
    price_review_on = day("Price review")


class ToolScore(Record):
    """How one option meets one requirement or criterion."""

    kind = "tool_score"
    label = "Score"
    label_many = "Scores"
    key = ("tool", "requirement", "criterion")

    tool = required(link("tool", "Option"))
    requirement = link("requirement", "Requirement")
    criterion = text("Criterion", width=24, help="Where it is no requirement: cost, fit, risk …")
    met = choice("Met", {"yes": "Yes", "part": "In part", "no": "No"})
    points = decimal("Points")
    weight = decimal("Weight", low=0)
