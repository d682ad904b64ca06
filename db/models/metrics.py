"""What is measured for a pilot, by which rule it decides, and the series that hold its readings."""

from __future__ import annotations

from decimal import Decimal

from db.fields import (
    choice,
    day,
    decimal,
    instant,
    integer,
    link,
    links,
    long_text,
    required,
    share,
    structured,
    text,
    yes_no,
)
from db.records import Positioned, Record

UNITS = {
    "percent": "Percent",
    "seconds": "Seconds",
    "score": "Score",
    "count": "Count",
    "money": "Money",
    "ratio": "Ratio",
}


class Metric(Positioned):
    """One thing that is measured for a pilot, with its thresholds. Values are in the metric's own unit."""

    kind = "metric"
    label = "Metric"
    label_many = "Metrics"
    key = ("pilot", "name")

    pilot = required(link("pilot", "Pilot"))
    name = required(text("Metric", width=20))
    catalogue_id = choice("From the catalogue", catalogue="metrics.metric")
    role = choice(
        "Role",
        {"primary": "Primary", "guardrail": "Guardrail", "secondary": "Secondary"},
        default="secondary",
        help="Primary must be confirmed; a guardrail must not be harmed; secondary is shown, never decides.",
    )
    definition = long_text("Definition")
    rival_definition = long_text("Second definition in use")
    formula = text("Formula", width=24)
    unit = choice("Unit", UNITS, default="percent")
    decimals = integer("Decimals shown", low=0, high=6, default=1)
    kind_ = choice(
        "Kind",
        {"proportion": "Proportion", "mean": "Mean", "ratio": "Ratio", "count": "Count"},
        default="mean",
        help="How days are summed to weeks and how the range is computed.",
    )
    direction = choice("Better", {"up": "Up", "down": "Down", "band": "Inside a band"})
    cadence = choice("Cadence", {"day": "Daily", "week": "Weekly", "month": "Monthly"}, default="week")
    source = text("Source", width=20)
    data_source = link("data_source", "Data source", width=20)
    n_name = text("Counted in", help="What n counts: calls, chats, answers.")
    owner = link("person", "Owner")
    baseline_value = decimal("Baseline")
    baseline_from = day("Baseline from")
    baseline_to = day("Baseline to", help="The first day after the baseline period.")
    success_threshold = decimal("Success")
    scale_threshold = decimal("Scale")
    stop_threshold = decimal("Stop", help="The whole range beyond it: stop.")
    guardrail_limit = decimal("Guardrail", help="Beyond it, by the guardrail's rule: pause.")
    guardrail_rule = choice(
        "Guardrail rule",
        {
            "streak": "Weeks in a row",
            "band": "Whole range",
            "hard": "Any reading",
            "rare": "Range of a rare rate",
        },
        default="streak",
    )
    guardrail_k = integer("Weeks in a row", low=1, high=52, default=3)
    minimum_sample = integer("Smallest sample", low=0, help="Weeks with a smaller n don't count.")
    comparison = choice("Compared with", {"baseline": "Baseline", "control": "Control"}, default="baseline")
    margin = decimal("Margin over control")
    confirm_rule = choice(
        "Confirmed by", {"band": "The whole range", "k_in_a_row": "Weeks in a row"}, default="band"
    )
    k = integer("Weeks in a row needed", low=2, high=52, default=10)
    alpha = share("Alpha", default=Decimal("0.10"), help="Two-sided; only one side counts as success.")
    laney = yes_no("Widen for over-dispersion", default=True)
    defined_on = day("Day of the thresholds")


class DecisionRule(Record):
    """When this pilot scales, holds, pauses or stops; set and frozen with the framework."""

    kind = "decision_rule"
    label = "Decision rule"
    label_many = "Decision rules"
    key = ("pilot",)

    pilot = required(link("pilot", "Pilot"))
    warm_up_weeks = integer("Set aside at the start", unit="weeks", low=0, high=52, default=4)
    shortest_weeks = integer("Shortest duration", unit="weeks that count", low=1, high=260)
    decide_by = day("Decide by")
    fallback = choice("Fallback", {"hold": "Hold", "stop": "Stop", "extend": "Extend"})
    scale_needs = links("metric", "Scale also needs")
    stop_after_pauses = integer("Stop after pauses", low=1, high=20, default=2)
    scale_text = long_text("Scale when")
    hold_text = long_text("Hold when")
    pause_text = long_text("Pause when")
    stop_text = long_text("Stop when")


class Framework(Record):
    """A pilot's metrics, thresholds and decision rule as they were frozen, with the hash that signs them."""

    kind = "framework"
    label = "Measurement framework"
    label_many = "Measurement frameworks"
    key = ("pilot", "version")

    pilot = required(link("pilot", "Pilot"))
    version = integer("Version", low=1, default=1)
    frozen_on = day("Frozen")
    hash = text("Hash", width=24, help="SHA-256 of the content as it is written.")
    content = structured("Content", help="Metrics, thresholds and decision rule as hashed.")
    changeset = integer("Plan version", low=0)
    replaces = link("framework", "Replaces")


class FrameworkSignature(Record):
    """A person's signature under a frozen framework."""

    kind = "framework_signature"
    label = "Signature"
    label_many = "Signatures"
    key = ("framework", "person")

    framework = required(link("framework", "Framework"))
    person = required(link("person", "Person"))
    role = text("Role", width=20)
    signed_on = day("Signed")


class Amendment(Record):
    """A change of a frozen value; frozen values change by no other way."""

    kind = "amendment"
    label = "Amendment"
    label_many = "Amendments"

    pilot = required(link("pilot", "Pilot"))
    framework = required(link("framework", "Framework"))
    metric = link("metric", "Metric")
    field = required(text("Field"))
    before = text("Before")
    after = text("After")
    reason = required(long_text("Reason"))
    decision = link("decision", "Decision")
    asked_by = link("person", "Asked by")
    agreed_by = link("person", "Agreed by")
    agreed_on = day("Agreed")


class Series(Record):
    """The readings of one metric in one arm; its readings lie in a bulk table under its local number."""

    kind = "series"
    label = "Series"
    label_many = "Series"
    key = ("metric", "cohort", "arm")

    metric = required(link("metric", "Metric"))
    cohort = link("cohort", "Cohort", help="Empty: all cohorts.")
    arm = choice("Arm", {"pilot": "Pilot", "control": "Control"}, default="pilot")


class ChartEvent(Record):
    """A dated event that a chart shows as a flag; it may restart a measurement or start new limits."""

    kind = "chart_event"
    label = "Event"
    label_many = "Events"
    key = ("pilot", "day", "label")

    pilot = required(link("pilot", "Pilot"))
    day = required(day("Day"))
    label_ = required(text("Event", width=24))
    kind_ = choice(
        "Kind",
        {
            "go_live": "Go-live",
            "cohort_joins": "Cohort joins",
            "change": "Change",
            "outage": "Outage",
            "other": "Other",
        },
        default="other",
    )
    note = text("Note", width=28, help="Shown beside the week in the table of readings.")
    restarts_measurement = yes_no("Restarts the measurement")
    new_limits_from = yes_no("New limits from here")


class BreachClosure(Record):
    """A named person says why a guardrail's breach is over."""

    kind = "breach_closure"
    label = "Breach closure"
    label_many = "Breach closures"
    key = ("metric", "breached_on")

    pilot = required(link("pilot", "Pilot"))
    metric = required(link("metric", "Metric"))
    breached_on = required(day("Breached"))
    closed_on = day("Closed")
    by = link("person", "Closed by")
    reason = long_text("Reason")
    decision = link("decision", "Decision")


class ImportMapping(Record):
    """How a file of a known shape is read, so that the next one needs no questions."""

    kind = "import_mapping"
    label = "Import mapping"
    label_many = "Import mappings"
    key = ("name",)

    name = required(text("Mapping", width=24))
    file_shape = text("File shape", help="Hash of the file's headings.")
    target = text("Goes to")
    columns = structured("Columns")
    filter = text("Filter", width=24)
    aggregation = structured("Aggregation")
    date_order = choice("Dates", {"dmy": "Day first", "mdy": "Month first", "ymd": "Year first"})
    decimal_mark = choice("Decimal mark", {".": "Point", ",": "Comma"})
    last_used = instant("Last used")
