"""The logs: risks, actions, issues, decisions; and what a named person let pass, overruled or accepted as late."""

from __future__ import annotations

from db.fields import (
    any_record,
    choice,
    day,
    integer,
    link,
    links,
    long_text,
    required,
    several,
    structured,
    text,
    yes_no,
)
from db.records import Confidential, Numbered


class Risk(Numbered, Confidential):
    """Something that may happen; its level is likelihood times impact."""

    kind = "risk"
    label = "Risk"
    label_many = "Risks"
    key = ("number",)

    pilot = link("pilot", "Pilot", help="Empty: all pilots.")
    title = required(text("Risk", width=36))
    likelihood = integer("Likelihood", low=1, high=5, help="1 rare to 5 certain.")
    impact = integer("Impact", low=1, high=5, help="1 slight to 5 severe.")
    owner = link("person", "Owner")
    response = long_text("Response")
    strategy = choice(
        "Strategy", {"avoid": "Avoid", "reduce": "Reduce", "transfer": "Transfer", "accept": "Accept"}
    )
    review_on = day("Review on")
    raised_on = day("Raised")
    closed_on = day("Closed")
    came_from = any_record("Came from")
    threatens = any_record("Threatens")


class Issue(Numbered, Confidential):
    """Something that has happened and needs to be settled."""

    kind = "issue"
    label = "Issue"
    label_many = "Issues"
    key = ("number",)

    pilot = link("pilot", "Pilot", help="Empty: all pilots.")
    title = required(text("Issue", width=36))
    owner = link("person", "Owner")
    departments = several("Departments")
    cross_department = yes_no("Across departments")
    raised_on = day("Raised")
    due = day("Due")
    escalated_on = day("Escalated")
    resolved_on = day("Resolved")


class Action(Numbered, Confidential):
    """Something that a named person does by a date."""

    kind = "action"
    label = "Action"
    label_many = "Actions"
    key = ("number",)

    pilot = link("pilot", "Pilot", help="Empty: all pilots.")
    text = required(text("Action", width=36))
    owner = link("person", "Owner")
    due = day("Due")
    done_on = day("Done")
    evidence = long_text("Evidence")
    came_from = any_record("Came from")


class Decision(Numbered, Confidential):
    """A decision asked of somebody or taken; it gets its number when it is taken."""

    kind = "decision"
    label = "Decision"
    label_many = "Decisions"
    key = ("number",)

    pilot = link("pilot", "Pilot", help="Empty: all pilots.")
    kind_ = choice(
        "Kind",
        {
            "pass gate": "Pass gate",
            "scale": "Scale",
            "hold": "Hold",
            "pause": "Pause",
            "stop": "Stop",
            "relaunch": "Relaunch",
            "select": "Select",
            "amend": "Amend",
            "agree": "Agree",
            "other": "Other",
        },
        default="other",
    )
    question = text("Question", width=36)
    asked_on = day("Asked")
    asked_of = link("person", "Asked of")
    options = structured("Options", shape="options", help="What can be decided.")
    date = day("Taken")
    outcome = text("Outcome", width=28)
    decided_by = link("person", "Decided by")
    reason = long_text("Reason")
    conditions = links("gate_condition", "Conditions")
    cites = structured("Cites", help="The readings that it rests on: metric, from, to, value, n.")
    agenda_item = link("agenda_item", "Agenda item")
    reconfirms = link("decision", "Reconfirms")


class Waiver(Numbered):
    """A named person lets something pass that doesn't hold; printed in every pack."""

    kind = "waiver"
    label = "Waiver"
    label_many = "Waivers"
    key = ("number",)

    pilot = link("pilot", "Pilot", help="Empty: all pilots.")
    criteria = several("Criteria", catalogue="failure_modes.condition.criterion")
    record = any_record("For", help="The tool, gate … that it lets pass.")
    reason = required(long_text("Reason"))
    given_by = link("person", "Given by")
    second_reader = link("person", "Second reader")
    from_ = day("From")
    until = day("Until", help="The first day after it.")
    closed_on = day("Closed")
    kept = yes_no("Kept", help="Whether what was promised in return was done.")


class Override(Numbered):
    """A decision or rating against the rule; a register later says whether it was right."""

    kind = "override"
    label = "Override"
    label_many = "Overrides"
    key = ("number",)

    pilot = link("pilot", "Pilot", help="Empty: all pilots.")
    of = choice(
        "Of",
        {"rating": "Rating", "recommendation": "Recommendation", "precision_test": "Precision test"},
        default="rating",
    )
    condition = choice("Condition", catalogue="failure_modes.condition")
    record = any_record("For", help="The objective whose precision test is overruled.")
    test = choice("Test", catalogue="failure_modes.precision_test")
    decision = link("decision", "Decision")
    said = text("The rule said", width=20)
    chosen = text("Chosen", width=20)
    reason = required(long_text("Reason"))
    by = link("person", "By")
    second_reader = link("person", "Second reader")
    made_on = day("Made")
    ended_on = day("Ended")
    judge_on = day("Judge on")
    judged_right = yes_no("Was right")
    judged_by = link("person", "Judged by")
    judged_note = long_text("What came of it")


class Settlement(Numbered):
    """A named person accepts that something came too late to be put right; printed in every pack."""

    kind = "settlement"
    label = "Settlement"
    label_many = "Settlements"
    key = ("number",)

    pilot = link("pilot", "Pilot", help="Empty: all pilots.")
    criterion = required(choice("Criterion", catalogue="failure_modes.condition.criterion"))
    record = any_record("For")
    reason = required(long_text("Reason"))
    by = link("person", "By")
    second_reader = link("person", "Second reader")
    on = day("On")
