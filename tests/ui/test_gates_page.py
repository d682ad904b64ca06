"""The gates' page: what each asks, what is recommended, and decisions recorded with what follows from them."""

from __future__ import annotations

import pytest

from cxworkbench import gate_decision
from cxworkbench.gate_decision import Asked, Draft
from db.models import (
    Action,
    AgendaItem,
    Decision,
    Gate,
    GateCondition,
    Metric,
    Override,
    Phase,
    Pilot,
    Waiver,
)


def opened(window, pilot):
    found = next(one.pilot for one in window.plan.assessment.pilots if one.pilot.name == pilot)
    window.open_section("gates", found.id)
    page = window.pages.currentWidget()
    return page, page.view, found


def gate_of(window, pilot, kind):
    return next(one for one in window.plan.plan.of_pilot(Gate, pilot) if one.kind_ == kind)


def choose(field, name):
    field.setCurrentIndex(field.findText(name))
    assert field.currentText() == name


def test_the_next_gate_is_shown_with_its_criteria_and_the_recommendation(window):
    page, view, _ = opened(window, "Agent Assist")
    assert (view.gate, view.page.summary) == ("decide", "5 of 7 met, 1 blocker")
    assert page.state.word == "Decide due 12 Mar, 1 blocker"
    said = [row.said for row in view.criteria.rows]
    assert "Resolved first time confirmed: Met. Range 66.1% to 67.8%, success 66.0%" in said
    assert any("Not met, blocker. Cardiff 50% active, needs 60%" in one for one in said)
    assert view.outcome.text() == "Hold"
    assert [row.parts[0].text for row in view.changes.rows][:3] == ["to Scale"] * 3
    names = [cell.accessibleName() for cell in view.strip.cells.values()]
    assert names[0] == "Frame, 22 Jul, Helen Marsh, D-01, No conditions"
    assert names[4].startswith("Decide, due 12 Mar")


def test_another_gate_is_chosen_by_keyboard_and_a_row_opens_its_record(qtbot, window):
    _, view, pilot = opened(window, "Agent Assist")
    view.strip.cells["measure"].setFocus()
    view.strip.cells["measure"].click()
    assert view.page.gate.gate.kind_ == "measure"
    assert not view.draft.take.isEnabled()
    assert view.draft.missing.text() in {"Needs who decides", "Is passed already"}
    view.choose("decide")
    row = next(one for one in view.criteria.rows if "Cardiff" in one.said)
    view.criteria._go_to(row.ref)
    assert (window.pages.section, window.pages.pilot) == ("adoption", pilot.id)


def test_passing_against_a_blocker_needs_a_waiver(window):
    _, view, pilot = opened(window, "Agent Assist")
    choose(view.draft.decided_by, "Helen Marsh")
    assert view.draft.missing.text().startswith("Needs a waiver: Cardiff 50% active")
    assert not view.draft.take.isEnabled()
    plan = window.plan.plan
    need = next(one for one in view.page.needs if one.needs == "waiver" and not one.is_covered)
    people = {one.name: one.id for one in plan.all(type(plan.find(pilot.owner)))}
    with window.plan.change("Waive") as change:
        change.add(
            Waiver(
                pilot=pilot,
                criteria=[need.criterion],
                reason="Leeds is ready",
                given_by=people["Helen Marsh"],
                second_reader=people["Owen Hart"],
                from_=window.plan.assessment.as_of,
                until=window.plan.assessment.as_of.replace(month=4),
            )
        )
    assert view.page.blockers == 0
    choose(view.draft.decided_by, "Helen Marsh")
    assert view.draft.missing.text().startswith("Needs a condition: Board told month 9")


def test_passing_with_conditions_makes_actions_and_an_override_where_the_rule_says_hold(window):
    test_passing_against_a_blocker_needs_a_waiver(window)
    _, view, pilot = opened(window, "Agent Assist")
    actions = len(window.plan.plan.of_pilot(Action, pilot))
    draft = view.draft
    draft.add.click()
    line = draft.lines[0]
    assert line.text.text().startswith("Board told month 9")
    assert draft.missing.text() == "Each condition needs an owner and a date"
    choose(line.owner, "Owen Hart")
    line.due.setText("20 Mar 2026")
    while draft.missing.text().startswith("Needs a condition"):
        draft.add.click()
        choose(draft.lines[-1].owner, "Owen Hart")
        draft.lines[-1].due.setText("20 Mar 2026")
    assert draft.missing.text() == "Against the recommendation: needs a reason"
    draft.reason.setPlainText("Leeds is ready and the content work carries over")
    assert draft.missing.text() == "Needs a second reader"
    choose(draft.second_reader, "Helen Marsh")
    assert draft.missing.text() == "The second reader must be another person"
    choose(draft.second_reader, "Owen Hart")
    conditions = len(draft.lines)
    draft.take.click()
    plan = window.plan.plan
    gate = gate_of(window, pilot, "decide")
    assert gate.passed_on == window.plan.assessment.as_of
    decision = plan.get(Decision, gate.decision)
    assert (decision.kind_, decision.outcome) == ("scale", "Passed with conditions")
    assert decision.question == "Decide on Agent Assist", "what was asked of her is answered"
    assert {one["metric"] for one in decision.cites} == {
        one.id for one in plan.of_pilot(Metric, pilot) if one.role in {"primary", "guardrail"}
    }
    assert decision.number is not None
    made = plan.linking(GateCondition, "gate", gate.id)
    assert len(made) == conditions
    assert set(decision.conditions) == {one.id for one in made}
    assert len(plan.of_pilot(Action, pilot)) == actions + conditions
    override = next(one for one in plan.of_pilot(Override, pilot) if one.decision == decision.id)
    assert (override.said, override.chosen, override.of) == ("Hold", "Scale", "recommendation")
    assert override.judge_on is not None
    assert window.plan.undo_label == "Pass Decide, Agent Assist"
    window.plan.undo()
    assert gate_of(window, pilot, "decide").passed_on is None
    assert len(window.plan.plan.of_pilot(Action, pilot)) == actions


@pytest.mark.parametrize(("choice", "status"), [("pause", "paused"), ("stop", "stopped")])
def test_pausing_and_stopping_end_the_live_phase(window, choice, status):
    _, view, pilot = opened(window, "Agent Assist")
    draft = view.draft
    draft.choice.choose(choice)
    choose(draft.decided_by, "Helen Marsh")
    assert draft.missing.text() == "Needs a reason"
    draft.reason.setPlainText("Wrong answers")
    choose(draft.second_reader, "Owen Hart")
    draft.take.click()
    plan = window.plan.plan
    assert plan.get(Pilot, pilot.id).status == status
    phases = plan.of_pilot(Phase, pilot)
    assert all(one.ended_on is not None for one in phases if one.kind_ == "live")
    assert any(one.kind_ == "paused" for one in phases) is (choice == "pause")


def test_holding_as_recommended_is_no_override(window):
    _, view, pilot = opened(window, "Agent Assist")
    before = len(window.plan.plan.all(Override))
    draft = view.draft
    draft.choice.choose("hold")
    assert draft.warning.isHidden()
    choose(draft.decided_by, "Helen Marsh")
    draft.reason.setPlainText("Cardiff needs four more weeks")
    draft.take.click()
    assert gate_of(window, pilot, "decide").held
    assert len(window.plan.plan.all(Override)) == before


def test_what_is_typed_stays_while_others_write(window):
    _, view, pilot = opened(window, "Agent Assist")
    view.draft.reason.setPlainText("Half a sentence")
    view.draft.add.click()
    view.draft.lines[0].text.setText("Train Cardiff")
    with window.plan.change("Elsewhere") as change:
        change.set(pilot, short_name="AA")
    assert view.draft.reason.toPlainText() == "Half a sentence"
    assert view.draft.lines[0].text.text() == "Train Cardiff"
    view.choose("scale")
    assert view.draft.reason.toPlainText() == "", "another gate has its own draft"


def test_a_condition_covers_only_when_it_is_whole(window):
    _, view, _ = opened(window, "Agent Assist")
    need = next(one for one in view.page.needs if one.needs == "condition" and not one.is_covered)

    def open_needs(**given):
        draft = Draft(conditions=(Asked("Do it", covers=(need.criterion,), **given),))
        return {one.criterion for one in gate_decision.uncovered(view.page, draft)}

    someone = window.plan.plan.pilots[0].owner
    assert need.criterion in open_needs()
    assert need.criterion in open_needs(owner=someone)
    assert need.criterion not in open_needs(owner=someone, due=window.plan.assessment.as_of)


def test_a_gate_is_taken_to_the_next_review_once_and_undone_as_one_step(window):
    page, view, pilot = opened(window, "Agent Assist")
    button = page.to_review
    assert button.text() == "Take to review 5"
    button.click()
    items = [one for one in window.plan.plan.of_pilot(AgendaItem, pilot) if one.kind_ == "gate"]
    assert [one.question for one in items][-1].startswith("Decide: ")
    assert (button.text(), button.isEnabled()) == ("On the agenda of review 5", False)
    view.choose("scale")
    assert (button.text(), button.isEnabled()) == ("Take to review 5", True)
    window.plan.undo()
    view.choose("decide")
    assert (button.text(), button.isEnabled()) == ("Take to review 5", True)
