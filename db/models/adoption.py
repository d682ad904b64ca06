"""Adoption as a workstream: milestones and what hangs on them, who must adopt, how far they are, what keeps them."""

from __future__ import annotations

from db.fields import (
    any_record,
    choice,
    day,
    decimal,
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
from db.records import Confidential, Numbered, Positioned, Record

WORKSTREAMS = {
    "adoption": "Adoption",
    "data": "Data",
    "technology": "Technology",
    "governance": "Governance",
    "benefits": "Benefits",
}


class Milestone(Positioned):
    """A dated, owned result with evidence; slip is forecast or done less baseline."""

    kind = "milestone"
    label = "Milestone"
    label_many = "Milestones"
    key = ("pilot", "workstream", "title")

    pilot = link("pilot", "Pilot")
    workstream = choice("Workstream", WORKSTREAMS, default="adoption")
    cohort = link("cohort", "Cohort", help="Empty: every cohort of the pilot.")
    stage = choice("Stage", catalogue="adoption.stage")
    title = required(text("Milestone", width=28))
    owner = link("person", "Owner")
    audience = text("Audience", width=20)
    start = day("Start")
    planned = day("Planned")
    forecast = day("Forecast")
    done = day("Done")
    evidence = text("Evidence", width=24)
    percent = share("Complete", total="mean")
    template_id = text("Template")
    offset_weeks = integer("Weeks from go-live")
    weight = decimal("Weight", low=0)
    foreign_id = text("Id elsewhere", help="What the programme that it came from calls it.")
    foreign = structured("From elsewhere", help="What MS Project had and is not shown.")


class MilestoneLink(Record):
    """What must happen before something else can; circles are refused."""

    kind = "milestone_link"
    label = "Dependency"
    label_many = "Dependencies"
    key = ("before", "after")

    before = required(link("milestone", "Before"))
    after = required(link("milestone", "After"))
    kind_ = choice(
        "Kind",
        {
            "FS": "Finish to start",
            "SS": "Start to start",
            "FF": "Finish to finish",
            "SF": "Start to finish",
        },
        default="FS",
    )
    lag = integer("Lag", unit="days", low=-3650, high=3650, default=0)
    in_working_days = yes_no("In working days")


class Cohort(Positioned):
    """A group of employees who must adopt."""

    kind = "cohort"
    label = "Cohort"
    label_many = "Cohorts"
    key = ("pilot", "name")

    pilot = required(link("pilot", "Pilot"))
    name = required(text("Cohort", width=20))
    role = choice("Role", catalogue="stakeholders.role", width=20)
    headcount = integer("People", total="sum", low=0)
    site = text("Site")
    contact_type = text("Contact type")
    mean_tenure = decimal("Mean tenure", unit="years", low=0, high=80)
    volunteers = share("Volunteers")
    live_on = day("Live on")
    champion = link("person", "Champion")
    how_work_changes = long_text("How work changes")
    told_about_jobs = day("Told about jobs", help="The day on which they were told what it means for jobs.")


class Population(Record):
    """Whom a pilot is to be rolled out to; set beside the people who were measured."""

    kind = "population"
    label = "Roll-out population"
    label_many = "Roll-out populations"
    key = ("pilot", "name")

    pilot = required(link("pilot", "Pilot"))
    name = required(text("Population", width=20))
    role = choice("Role", catalogue="stakeholders.role", width=20)
    headcount = integer("People", total="sum", low=0)
    mean_tenure = decimal("Mean tenure", unit="years", low=0, high=80)
    sites = several("Sites")
    contact_types = several("Contact types")
    volunteers = share("Volunteers")
    is_rollout = yes_no(
        "To be rolled out to", default=True, help="Not one that was only looked at for comparison."
    )


class Training(Record):
    """A training of one cohort: who was invited, who completed it, in protected time or not."""

    kind = "training"
    label = "Training"
    label_many = "Trainings"
    key = ("cohort", "title", "planned")

    pilot = required(link("pilot", "Pilot"))
    cohort = required(link("cohort", "Cohort"))
    title = text("Training", width=24)
    planned = day("Planned")
    done = day("Done")
    invited = integer("Invited", total="sum", low=0)
    completed = integer("Completed", total="sum", low=0)
    protected_minutes = integer("Protected time", total="sum", unit="minutes", low=0)


class Usage(Record):
    """One week of one cohort: how many people were in scope, how many active, how many proficient."""

    kind = "usage"
    label = "Week of use"
    label_many = "Weeks of use"
    key = ("cohort", "week")

    pilot = required(link("pilot", "Pilot"))
    cohort = required(link("cohort", "Cohort"))
    week = required(day("Week", help="Its Monday."))
    in_scope = integer("In scope", low=0)
    active = integer("Active", low=0)
    proficient = integer("Proficient", low=0)


class UsagePlan(Record):
    """Which share of a cohort should be active in a week after it went live."""

    kind = "usage_plan"
    label = "Planned use"
    label_many = "Planned use"
    key = ("cohort", "week_since_live")

    pilot = required(link("pilot", "Pilot"))
    cohort = required(link("cohort", "Cohort"))
    week_since_live = required(integer("Week since live", low=1, high=520))
    share = share("Planned share")


class Barrier(Numbered, Confidential):
    """What keeps people from using it; answered is not closed."""

    kind = "barrier"
    label = "Barrier"
    label_many = "Barriers"
    key = ("number",)

    pilot = required(link("pilot", "Pilot"))
    cohort = link("cohort", "Cohort", help="Empty: all cohorts.")
    phase = choice("Raised in", {"test": "Test", "use": "Use"})
    cause = choice("Cause", catalogue="adoption.barrier")
    text = required(text("Barrier", width=36))
    date = day("Raised")
    people = integer("Said by", total="sum", unit="people", low=0)
    remedy = long_text("Remedy")
    response = long_text("Answer")
    responded_on = day("Answered")
    owner = link("person", "Owner")
    due = day("Due")
    closed_on = day("Closed")
    removes = any_record("Removed by", help="The milestone or action that takes it away.")


class PulseResult(Record):
    """Counts of the answers to one question of a short survey; never who said what."""

    kind = "pulse_result"
    label = "Pulse result"
    label_many = "Pulse results"
    key = ("cohort", "day", "question")

    pilot = required(link("pilot", "Pilot"))
    cohort = link("cohort", "Cohort", help="Empty: all cohorts.")
    question = required(text("Question", width=32))
    answers = structured("Answers", help="How often each answer was given.", shape="counts")
    n = integer("Answers in all", low=0)
    day = required(day("Day"))
