"""Recovery of a paused pilot: four steps in order, what was asked and found, and what a relaunch needs."""

from __future__ import annotations

from db.fields import (
    any_record,
    choice,
    day,
    decimal,
    integer,
    link,
    long_text,
    money,
    required,
    several,
    text,
    yes_no,
)
from db.records import Confidential, Record


class RecoveryCase(Record):
    """One pause of a pilot, from its triggers to how it ended."""

    kind = "recovery_case"
    label = "Recovery"
    label_many = "Recoveries"
    key = ("pilot", "started_on")

    pilot = required(link("pilot", "Pilot"))
    triggers = several("Triggers", catalogue="recovery.trigger")
    started_on = required(day("Paused"))
    decision = link("decision", "Decision")
    paused_to = long_text("What still runs")
    cost_per_week = money("Cost a week")
    planned_days = integer("Planned length", unit="days", low=1, high=366)
    relaunch_on = day("Relaunch")
    ended_on = day("Ended")
    outcome = choice("Outcome", catalogue="recovery.outcome")
    stop_writes_off = money("A stop writes off")


class RecoveryStep(Record):
    """One of the four steps: objective, data, adoption, governance. The next opens when it is answered."""

    kind = "recovery_step"
    label = "Recovery step"
    label_many = "Recovery steps"
    key = ("case", "step")

    case = required(link("recovery_case", "Recovery"))
    step = required(
        choice(
            "Step",
            {
                "objective": "Objective",
                "data": "Data",
                "adoption": "Adoption",
                "governance": "Governance",
            },
        )
    )
    answer = long_text("Answer")
    answered_on = day("Answered")
    answered_by = link("person", "Answered by")
    next_due = day("Next due")


class RecoveryAnswer(Record):
    """What was answered to one question of a step, with its evidence."""

    kind = "recovery_answer"
    label = "Answer"
    label_many = "Answers"
    key = ("step", "diagnostic")

    step = required(link("recovery_step", "Step"))
    diagnostic = required(choice("Question", catalogue="recovery.step.diagnostic"))
    evidence = long_text("Evidence")
    text = long_text("Answer")


class RecoveryCause(Record):
    """A possible cause, found or ruled out by its signs; its fixes are actions."""

    kind = "recovery_cause"
    label = "Cause"
    label_many = "Causes"
    key = ("step", "cause")

    step = required(link("recovery_step", "Step"))
    cause = required(choice("Cause", catalogue="recovery.step.cause"))
    found = yes_no("Found")
    signs = long_text("Signs")


class Interview(Confidential):
    """What somebody in a role said; never who."""

    kind = "interview"
    label = "Interview"
    label_many = "Interviews"

    case = required(link("recovery_case", "Recovery"))
    cohort = link("cohort", "Cohort")
    role = choice("Role", catalogue="stakeholders.role", help="Never a name.")
    causes = several("Causes", catalogue="recovery.step.cause")
    note = long_text("Note")
    day = day("Day")


class RelaunchCriterion(Record):
    """What must hold before the pilot goes live again: measured by a field of a record, or by hand."""

    kind = "relaunch_criterion"
    label = "Relaunch criterion"
    label_many = "Relaunch criteria"
    key = ("case", "text")

    case = required(link("recovery_case", "Recovery"))
    measure = any_record("Measured by", help="Empty: by hand.")
    measure_field = text("Its field")
    needs = decimal("Needs")
    owner = link("person", "Owner")
    by = day("By")
    met_on = day("Met")
    text = required(text("Criterion", width=36))
