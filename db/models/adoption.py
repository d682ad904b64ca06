"""Dated, owned results on the way to use."""

from __future__ import annotations

from db.fields import choice, day, decimal, integer, link, required, share, text
from db.records import Positioned


class Milestone(Positioned):
    """A dated, owned result with evidence; slip is forecast or done less baseline."""

    kind = "milestone"
    label = "Milestone"
    label_many = "Milestones"
    key = ("pilot", "workstream", "title")

    pilot = link("pilot", "Pilot")
    workstream = choice(
        "Workstream",
        {
            "adoption": "Adoption",
            "data": "Data",
            "technology": "Technology",
            "governance": "Governance",
            "benefits": "Benefits",
        },
        default="adoption",
    )
    stage = choice("Stage", catalogue="adoption.stage")
    title = required(text("Milestone", width=28))
    owner = link("person", "Owner")
    audience = text("Audience", width=20)
    start = day("Start")
    planned = day("Planned")
    forecast = day("Forecast")
    done = day("Done")
    evidence = text("Evidence", width=24)
    percent = share("Complete")
    template_id = text("Template")
    offset_weeks = integer("Weeks from go-live")
    weight = decimal("Weight", low=0)
