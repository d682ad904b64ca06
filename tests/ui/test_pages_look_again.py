"""A page looks again whenever what it shows was judged from may have changed: its kinds are those that are asked."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit

from cxworkbench.assess import assess
from cxworkbench.conditions.due import due_days
from cxworkbench.conditions.overruled import rating_overrides
from cxworkbench.conditions.rating import scope_of, sharing
from cxworkbench.in_steps import at_once
from cxworkbench.memory import Memories, NotedPlan, loaded_anew
from cxworkbench.own_reference import catalogue_of
from db.models import Action, Engagement, Metric, Milestone, Person
from ui.main_window import MainWindow
from ui.sections.metrics import MetricsPage
from ui.sections.objective import ObjectivePage
from ui.sections.raid import RaidPage
from ui.sections.recovery_causes import CausesPanel


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


def test_the_log_looks_again_when_the_review_is_moved_to_which_a_decision_waits(window: MainWindow):
    window.open_section("raid", "")
    page = window.pages.currentWidget()
    assert isinstance(page, RaidPage)

    def waits_until():
        return {one.due for one in page.list.log.items if one.kind == "decision" and one.is_open}

    (before,) = waits_until()
    window.open_section("stakeholders", "")
    with window.plan.change("Hold the review earlier") as change:
        for one in window.plan.plan.all(Engagement):
            if one.planned == before:
                change.set(one, planned=window.plan.assessment.as_of)
    window.open_section("raid", "")
    assert waits_until() == {window.plan.assessment.as_of} != {before}


def test_the_form_of_a_log_item_looks_again_when_that_is_renamed_which_it_came_from(window: MainWindow):
    plan = window.plan.plan
    milestone = plan.all(Milestone)[0]
    with window.plan.change("Add an action") as change:
        action = change.add(Action(text="See to it", came_from=milestone))
    window.open_section("raid", "")
    page = window.pages.currentWidget()
    page.list.select(action.id)
    window.pages.finish()
    form = page.forms.currentWidget()
    window.open_section("adoption", plan.pilots[0].id)
    with window.plan.change("Rename it") as change:
        change.set(milestone, title="Quite another name")
    window.open_section("raid", "")
    window.pages.finish()
    said = [one.text() for one in form.findChildren(QLabel)] + [
        one.text() for one in form.findChildren(QLineEdit)
    ]
    said += [one.currentText() for one in form.findChildren(QComboBox)]
    said += [one.text() for one in form.findChildren(QAbstractButton)]
    assert any("Quite another name" in one for one in said), said


def test_who_is_to_see_to_a_fix_is_named_anew_on_the_recovery_page(window: MainWindow):
    pilot = window.plan.plan.pilots[0]
    window.open_section("recovery", pilot.id)
    page = window.pages.currentWidget()
    page.show_part("recovery_steps")
    window.pages.finish()

    def said():
        QApplication.processEvents()  # new lines are shown, old ones go
        panel = page.findChildren(CausesPanel)[0]
        return [one.text() for one in panel.findChildren(QLabel) if one.isVisibleTo(panel)]

    assert any(one.startswith("Rob Ellery, Executive sponsor") for one in said())
    person = next(one for one in window.plan.plan.all(Person) if one.name == "Rob Ellery")
    window.open_section("stakeholders", "")
    with window.plan.change("Marry") as change:
        change.set(person, name="Rob Allen")
    window.open_section("recovery", pilot.id)
    window.pages.finish()
    assert any(one.startswith("Rob Allen, Executive sponsor") for one in said())
    assert not any("Rob Ellery" in one for one in said())
