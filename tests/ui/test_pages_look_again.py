"""A page looks again whenever what it shows was judged from may have changed: its kinds are those that are asked."""

from __future__ import annotations

from cxworkbench.assess import assess
from cxworkbench.conditions.due import due_days
from cxworkbench.conditions.overruled import rating_overrides
from cxworkbench.conditions.rating import scope_of, sharing
from cxworkbench.in_steps import at_once
from cxworkbench.memory import Memories, NotedPlan, loaded_anew
from cxworkbench.own_reference import catalogue_of
from db.models import Metric
from ui.main_window import MainWindow
from ui.sections.metrics import MetricsPage
from ui.sections.objective import ObjectivePage


def kinds_of(answers):
    """The kinds of records that questions were about."""
    return {question[1].kind for question in answers if hasattr(question[1], "kind")}


def test_the_metrics_page_concerns_all_that_a_metric_is_judged_by(window: MainWindow):
    session, as_of = window.plan.session, window.plan.assessment.as_of
    memories = Memories()
    assess(loaded_anew(session, None, memories.readings), as_of, memories=memories)
    asked = set()
    for what, held in memories.present.held.items():
        if what[0] == "metric":
            asked |= kinds_of(held.answers)
    assert {"amendment", "breach_closure", "gate"} <= asked, "or nothing is tested here"
    assert asked | {Metric.kind, "reading", "programme"} <= MetricsPage.SHOWS


def test_the_objective_page_concerns_all_that_its_condition_is_rated_by(window: MainWindow):
    plan, as_of = window.plan.plan, window.plan.assessment.as_of
    asked = set()
    for pilot in plan.pilots:
        noted = NotedPlan(plan)
        with noted.noting() as answers:
            catalogue = catalogue_of(noted, as_of)
            scope = scope_of(noted, pilot, as_of)
            condition = next(one for one in catalogue.conditions if one.id == "clear_objective")
            at_once(sharing(catalogue).results(condition, [scope], [due_days(noted, pilot)]))
            rating_overrides(scope)
        asked |= kinds_of(answers)
    assert {"objective", "override", "waiver"} <= asked, "or nothing is tested here"
    assert asked <= ObjectivePage.SHOWS
