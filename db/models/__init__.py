"""The families of records of a plan; importing this module makes all of them known."""

from db.models.adoption import Milestone
from db.models.metrics import ChartEvent, DecisionRule, Metric, Series
from db.models.objectives import FrictionPoint, Objective
from db.models.people import Engagement, Sponsor, Stakeholder
from db.models.pilots import Gate, Person, Pilot, Programme
from db.models.raid import Action, Decision
from db.models.roi import Benefit, RoiCase

__all__ = [
    "Action",
    "Benefit",
    "ChartEvent",
    "Decision",
    "DecisionRule",
    "Engagement",
    "FrictionPoint",
    "Gate",
    "Metric",
    "Milestone",
    "Objective",
    "Person",
    "Pilot",
    "Programme",
    "RoiCase",
    "Series",
    "Sponsor",
    "Stakeholder",
]
