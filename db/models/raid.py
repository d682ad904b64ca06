"""The logs: actions and decisions; risks, issues, waivers and overrides join them in the next step."""

from __future__ import annotations

from db.fields import choice, day, link, long_text, required, structured, text
from db.records import Confidential, Numbered


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
    options = structured("Options")
    date = day("Taken")
    outcome = text("Outcome", width=28)
    decided_by = link("person", "Decided by")
    reason = long_text("Reason")
    reconfirms = link("decision", "Reconfirms")
