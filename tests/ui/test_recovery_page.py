"""The recovery's page: at a glance, step by step, and its decisions recorded with what follows from them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from db.models import Action, Decision, Gate, Phase, Pilot, RecoveryAnswer, RecoveryCause, RecoveryStep


def opened(window, pilot="Chat Assistant"):
    found = next(one.pilot for one in window.plan.assessment.pilots if one.pilot.name == pilot)
    window.open_section("recovery", found.id)
    return window.pages.currentWidget(), found


def choose(field, name):
    field.setCurrentIndex(field.findText(name))
    assert field.currentText() == name


def test_where_the_recovery_stands_at_a_glance(window):
    page, _ = opened(window)
    assert page.state.word == "Paused, day 3 of 35"
    names = [cell.accessibleName() for cell in page.view.strip.cells.values()]
    assert [name.split(",")[1].strip() for name in names] == [
        "Pause", "Objective", "Data", "Adoption", "Governance", "Relaunch",
    ]  # fmt: skip
    assert names[2] == "3, Data, to 27 Mar, Knowledge base 46, needs 75, now"
    assert names[3].endswith("After Data")
    assert names[5].endswith("0 of 8 criteria met")
    assert page.view.cards["governance"].cells[1].accessibleName() == "Monitor outputs, Nobody named"
    assert page.view.relaunch.aside.text() == "0 of 8 met. Holding costs £11k a week, £4,714 so far."
    assert "writes off £164k" in page.view.foot.text()
    said = [row.said for one in page.view.lists for row in one.rows]
    assert len(said) == 8
    assert "Knowledge base, lowest dimension: Not met. Now 46, needs 75. Grace Lim, by 27 Mar" in said
    assert (
        "Accuracy sample, twice in a row: Not met. Now 44 of 50, needs 47 of 50. Lewis Grant, by 3 Apr"
        in said
    )


def test_evidence_opens_its_record_by_keyboard(qtbot, window):
    page, pilot = opened(window)
    cell = page.view.cards["governance"].cells[1]
    cell.setFocus()
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    assert (window.pages.section, window.pages.pilot) == ("governance", pilot.id)
    page, _ = opened(window)
    row = next(one for one in page.view.lists[1].rows if one.ref.kind == "data_source")
    page.view.lists[1].open(row)
    assert (window.pages.section, window.pages.pilot) == ("data", pilot.id)


def test_the_strip_is_walked_by_arrows_and_leads_to_each_part(qtbot, window):
    page, _ = opened(window)
    cells = page.view.strip.cells
    cells["pause"].setFocus()
    qtbot.keyClick(cells["pause"], Qt.Key.Key_Right)
    assert window.focusWidget() is cells["objective"]
    qtbot.keyClick(cells["objective"], Qt.Key.Key_Space)
    assert (page.choice.value, page.steps.step.id) == ("recovery_steps", "objective")
    page.show_part("recovery_view")
    cells["relaunch"].click()
    assert page.choice.value == "relaunch_criterion"
    page.show_part("recovery_view")
    cells["pause"].click()
    assert page.choice.value == "recovery_draft"


def test_a_step_is_answered_by_name_and_opens_the_next(window):
    page, _ = opened(window)
    page.open_part("adoption")
    assert page.steps.missing.text() == "Opens when Data is answered"
    assert not page.steps.take.isEnabled()
    page.open_part("data")
    assert page.steps.missing.text() == "Needs who answers"
    choose(page.steps.answered_by, "Grace Lim")
    page.steps.take.click()
    step = next(one for one in window.plan.plan.all(RecoveryStep) if one.step == "data")
    assert step.answered_on == window.plan.assessment.as_of
    assert page.recovery.current.id == "adoption"
    assert window.plan.undo_label == "Answer Data in the recovery of Chat Assistant"
    window.plan.undo()
    assert page.recovery.current.id == "data"


def test_what_is_typed_stays_while_others_write(window):
    page, pilot = opened(window)
    page.open_part("data")
    page.steps.text.setPlainText("Half a sentence")
    page.draft.reason.setPlainText("Half a reason")
    with window.plan.change("Elsewhere") as change:
        change.set(pilot, short_name="CA")
    assert page.steps.text.toPlainText() == "Half a sentence"
    assert page.draft.reason.toPlainText() == "Half a reason"
    page.open_part("objective")
    assert page.steps.text.toPlainText().startswith("No. “Contained”"), "another step has its own answer"


def test_a_question_without_an_answer_gets_one_and_opens_it(window):
    page, _ = opened(window)
    page.open_part("data")
    before = len(window.plan.plan.all(RecoveryAnswer))
    page.steps.questions.buttons["dat_q2"].click()
    assert len(window.plan.plan.all(RecoveryAnswer)) == before + 1
    assert page.choice.value == "recovery_answer"
    assert page.tables["recovery_answer"].current.diagnostic == "dat_q2"


def test_a_cause_is_judged_and_its_fix_becomes_an_action(window):
    page, pilot = opened(window)
    page.open_part("data")
    window.pages.finish()  # the causes come in the turn after the questions
    causes = page.steps.causes
    field = causes.found["fragmented"]
    assert field.currentText() == "Not known"
    choose(field, "Found")
    field.activated.emit(field.currentIndex())
    cause = next(one for one in window.plan.plan.all(RecoveryCause) if one.cause == "fragmented")
    assert cause.found is True
    key = next(one for one in causes.fixes if one[0] == "fragmented")
    button = causes.fixes[key]
    assert button.accessibleName() == f"Make it an action: {key[1]}"
    button.click()
    action = next(one for one in window.plan.plan.of_pilot(Action, pilot) if one.text == key[1])
    assert window.plan.plan.person_name(action.owner) == "Ana Petrov"
    assert action.came_from == f"recovery_cause/{cause.id}"
    assert page.steps.causes.fixes[key].text() == "Open action"


def test_the_triggers_are_shown_beside_the_decision(window):
    page, _ = opened(window)
    page.show_part("recovery_draft")
    said = [row.said for row in page.draft.triggers.rows]
    assert [one.rsplit(" ", 1)[-1] for one in said].count("Found") == 2
    assert "Fewer than four in ten" in said[2]
    assert said[2].endswith("Found")
    assert page.draft.missing.text() == "Data is not answered"


def test_stopping_is_one_step_with_what_follows(window):
    page, pilot = opened(window)
    page.show_part("recovery_draft")
    draft = page.draft
    draft.choice.choose("stop")
    assert draft.missing.text() == "Needs who decides"
    choose(draft.decided_by, "Rob Ellery")
    draft.reason.setPlainText("Half of the answers are wrong")
    choose(draft.owner, "Tom Aldous")
    draft.day.setText("31 Feb 2026")
    assert "no day" in draft.missing.text()
    draft.day.setText("27 Mar 2026")
    assert draft.take.isEnabled(), draft.missing.text()
    draft.take.click()
    plan = window.plan.plan
    assert plan.get(Pilot, pilot.id).status == "stopped"
    assert all(one.ended_on is not None for one in plan.of_pilot(Phase, pilot))
    decision = next(one for one in plan.of_pilot(Decision, pilot) if one.kind_ == "stop")
    assert plan.person_name(decision.decided_by) == "Rob Ellery"
    assert any(one.came_from == f"decision/{decision.id}" for one in plan.of_pilot(Action, pilot))
    assert page.state.word == "Ended"
    assert window.plan.undo_label == "Stop Chat Assistant"
    window.plan.undo()
    assert plan is not window.plan.plan
    assert window.plan.plan.get(Pilot, pilot.id).status == "paused"
    assert page.state.word == "Paused, day 3 of 35"


def test_a_live_pilot_is_paused_with_its_recovery_as_one_step(window):
    page, pilot = opened(window, "Agent Assist")
    assert page.state.word == "No recovery"
    assert not page.view.relaunch.isVisibleTo(page.view)
    draft = page.draft
    page.open_part("pause")
    assert draft.take.accessibleName() == "Pause Agent Assist"
    choose(draft.decided_by, "Helen Marsh")
    draft.reason.setPlainText("Cardiff does not use it")
    draft.day.setText("13 Apr 2026")
    draft.cost.setText("a lot")
    assert draft.missing.text() == "“a lot” is no amount"
    draft.cost.setText("£9,000")
    draft.doubted.setChecked(True)
    draft.take.click()
    plan = window.plan.plan
    assert plan.get(Pilot, pilot.id).status == "paused"
    assert page.recovery.case.triggers == ("sponsor_doubt",)
    assert page.recovery.case.cost_per_week == 9000
    assert page.state.word == "Paused, day 1 of 33"
    assert [one.is_open for one in page.recovery.steps] == [True, False, False, False]
    assert any(one.held for one in plan.of_pilot(Gate, pilot))
    window.plan.undo()
    assert window.plan.plan.get(Pilot, pilot.id).status == "live"
    assert page.recovery.case is None


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_wider_than_the_window(window, scale):
    window.theme.set_scale(scale)
    page, _ = opened(window)
    for part in ("recovery_view", "recovery_steps", "recovery_draft"):
        page.show_part(part)
        assert page.minimumSizeHint().width() <= page.width()


def test_tab_goes_from_the_questions_to_the_answer_its_evidence_and_the_causes(qtbot, window):
    page, _ = opened(window)
    page.open_part("data")
    window.pages.finish()
    qtbot.waitUntil(lambda: all(one.isVisible() for one in page.steps.causes.found.values()))
    steps, order, one = page.steps, [], page.steps.nextInFocusChain()
    while one is not page.steps:
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled():
            order.append(one)
        one = one.nextInFocusChain()
    questions = [order.index(one) for one in steps.questions.buttons.values()]
    evidence = [order.index(one) for one in steps.evidence.cells if one in order]
    causes = [order.index(one) for one in steps.causes.found.values()]
    assert questions == sorted(questions)
    assert evidence
    assert max(questions) < order.index(steps.text) < order.index(steps.answered_by) < min(evidence)
    assert max(evidence) < min(causes)


def test_it_is_said_by_when_it_is_decided_how_to_go_on(window):
    page, _ = opened(window)
    page.show_part("recovery_draft")
    assert page.draft.when.text().startswith("To be decided by 30 Mar. "), "15 working days from 9 Mar"
