"""Who answers for what the AI does, what is checked, what went wrong, and which outputs people looked at."""

from __future__ import annotations

from db.fields import choice, day, decimal, instant, integer, link, long_text, money, required, text, yes_no
from db.records import Confidential, Numbered, Record


class Accountability(Record):
    """One of the seven questions of governance: who is accountable, who stands in, where it goes when it is stuck."""

    kind = "accountability"
    label = "Accountability"
    label_many = "Accountabilities"
    key = ("pilot", "question")

    pilot = required(link("pilot", "Pilot"))
    question = required(choice("Question", catalogue="governance.question", width=24))
    accountable = link("person", "Accountable")
    deputy = link("person", "Deputy")
    forum = text("Forum", width=20)
    escalates_to = link("person", "Escalates to")


class Control(Record):
    """A recurring check with owner and evidence; when it was last tested its runs say."""

    kind = "control"
    label = "Control"
    label_many = "Controls"
    key = ("pilot", "catalogue_id", "name")

    pilot = required(link("pilot", "Pilot"))
    catalogue_id = choice("From the catalogue", catalogue="governance.control")
    name = required(text("Control", width=28))
    owner = link("person", "Owner")
    status = choice(
        "Status", {"planned": "Planned", "in place": "In place", "suspended": "Suspended"}, default="planned"
    )
    evidence = long_text("Evidence")
    cadence_days = integer("Checked every", unit="days", low=1, high=3660)
    next_due = day("Next due")
    not_needed_reason = long_text("Why not needed")
    not_needed_by = link("person", "Not needed, says")


class ControlRun(Record):
    """One run of a control: passed or not, and what was measured."""

    kind = "control_run"
    label = "Control run"
    label_many = "Control runs"
    key = ("control", "run_on")

    control = required(link("control", "Control"))
    run_on = required(day("Run on"))
    passed = yes_no("Passed")
    measured = decimal("Measured")
    needs = decimal("Needs")
    by = link("person", "By")
    text = text("Note", width=28)


class Incident(Numbered, Confidential):
    """Something that went wrong, from opening to closing."""

    kind = "incident"
    label = "Incident"
    label_many = "Incidents"
    key = ("number",)

    pilot = required(link("pilot", "Pilot"))
    title = required(text("Incident", width=32))
    severity = choice("Severity", catalogue="governance.severity")
    opened_on = instant("Opened")
    contained_on = instant("Contained")
    closed_on = instant("Closed")
    owner = link("person", "Owner")
    cause = long_text("Cause")
    action = link("action", "Action")
    customers_affected = integer("Customers affected", total="sum", low=0)
    customers_told = integer("Customers told", total="sum", low=0)
    money_back = money("Money back", total="sum")
    what_happened = long_text("What happened")


class OutputSample(Record):
    """Outputs that people checked: how many, how many were wrong."""

    kind = "output_sample"
    label = "Output sample"
    label_many = "Output samples"
    key = ("pilot", "date", "look")

    pilot = required(link("pilot", "Pilot"))
    n = integer("Checked", total="sum", low=0)
    wrong = integer("Wrong", total="sum", low=0)
    worst_severity = choice("Worst", catalogue="governance.severity")
    reviewer = link("person", "Reviewer")
    drawn = choice("Drawn", {"random": "At random", "reported": "From reports"}, default="random")
    look = integer("Look", low=1, default=1)
    date = required(day("Date"))
