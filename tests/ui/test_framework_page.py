"""The framework's page: what must hold, the freeze with its signatures, amendments."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from cxworkbench import frameworks
from db.models import Amendment, Framework, FrameworkSignature, Metric
from ui.sections.amend_dialog import AmendDialog


def opened(window, pilot):
    found = next(one.pilot for one in window.plan.assessment.pilots if one.pilot.name == pilot)
    window.open_section("metrics", found.id)
    window.pages.currentWidget().framework_button.click()
    page = window.pages.currentWidget()
    return page, found


def test_a_draft_says_what_is_missing_and_can_not_be_frozen(window):
    page, pilot = opened(window, "Auto-Summary")
    view = page.view
    assert page.state.word == "Draft, 7 of 10 checks done"
    said = [row.said for row in view._check_panel.rows]
    assert "Baseline measured: is needed, 4 of 6 weeks, last on 22 Mar" in said
    assert not view.seal.freeze_button.isEnabled()
    assert view.seal.needs.text() == "Needs: baseline measured"
    assert view.seal.hash.text().startswith(
        frameworks.hash_of(frameworks.content_of(window.plan.plan, pilot))[:4]
    )
    assert window.navigation.place == ("metrics", pilot.id)


def test_what_is_complete_is_frozen_in_one_step_with_who_signed(qtbot, window):
    page, pilot = opened(window, "Auto-Summary")
    plan = window.plan.plan
    metric = next(one for one in plan.of_pilot(Metric, pilot) if one.role == "primary")
    with window.plan.change("End the baseline") as change:
        change.set(metric, baseline_to=plan.judged_as_of(None))
    view = page.view
    assert view.seal.freeze_button.isEnabled()
    before = view.seal.hash.text()
    first = next(iter(view.seal.boxes))
    view.seal.boxes[first].click()
    view.seal.freeze_button.click()
    made = frameworks.frameworks(window.plan.plan, pilot)
    assert len(made) == 1
    signatures = window.plan.plan.linking(FrameworkSignature, "framework", made[0].id)
    assert [one.person for one in signatures] == [first]
    assert view.seal.hash.text() == before, "what was frozen is what was shown"
    assert page.state.word == "Frozen 11 Mar 2026"
    assert window.plan.undo_label == "Freeze the framework of Auto-Summary"
    window.plan.undo()
    assert window.plan.plan.of_pilot(Framework, pilot) == []


def test_an_amendment_is_made_with_a_reason_and_shown(qtbot, window):
    page, pilot = opened(window, "Agent Assist")
    view = page.view
    assert page.state.word == "Frozen 24 Oct 2025"
    assert view.seal.amended.rows == ()
    view.seal.amend_button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AmendDialog)
    dialog.what.setCurrentIndex(dialog.what.findText("Resolved first time: Success"))
    assert dialog.value.text() == "66"
    dialog.value.selectAll()
    qtbot.keyClicks(dialog.value, "69")
    assert "Verdict would become" in dialog.said.text()
    dialog.amend()
    assert dialog.message.text() == "An amendment needs a reason: say why it changes."
    qtbot.keyClicks(dialog.reason, "Seasonal mix")
    dialog.amend()
    (made,) = window.plan.plan.of_pilot(Amendment, pilot)
    assert (made.field, made.before, made.after, made.reason) == (
        "success_threshold",
        '"66.0"',
        '"69"',
        "Seasonal mix",
    )
    assert [row.parts[1].text for row in view.seal.amended.rows] == ["amended"]
    assert window.plan.undo_label == "Amend Resolved first time, Success"


@pytest.mark.parametrize("text", ["abc", "66.0", ""])
def test_what_is_no_other_value_is_said_below(qtbot, window, text):
    page, pilot = opened(window, "Agent Assist")
    page.view.seal.amend_button.click()
    dialog = QApplication.activeModalWidget()
    dialog.what.setCurrentIndex(
        dialog.what.findText("Resolved first time: Better" if not text else "Resolved first time: Success")
    )
    dialog.value.setText(text or "Up")
    dialog.reason.setPlainText("Because")
    dialog.amend()
    assert dialog.message.text()
    assert window.plan.plan.of_pilot(Amendment, pilot) == []
    dialog.reject()


def test_how_long_until_one_can_tell_is_played_off_the_windows_thread(qtbot, window):
    page, _ = opened(window, "Agent Assist")
    qtbot.waitUntil(lambda: len(page.view.time.rows) == 5)
    assert page.view.time.rows[0].parts[0].text == "66.0%, the threshold itself"
    heads = [column.head for column in page.view.time.columns]
    assert heads == ["If the truth were", "week 8", "week 12", "week 14", "week 26", "week 52"]
