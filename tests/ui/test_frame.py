"""The frame: what it opens, what it says, how it is walked, and how it follows what others write."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from db.errors import UserError
from db.models import Pilot, Programme
from db.store import create_plan, open_plan
from ui.actions import COMMANDS, MENUS
from ui.sections.catalogue import SECTIONS

HOSTILE = "<b>Bold</b> & <img src=x onerror=alert(1)> [*] %s {0}\tTab"
LATER = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


def rename_first_pilot(window, name: str) -> Pilot:
    pilot = window.plan.plan.pilots[0]
    with window.plan.change("Rename the pilot") as change:
        change.set(pilot, name=name)
    return pilot


def test_the_frame_opens_the_sample_and_says_so(window):
    assert window.windowTitle() == "Larkfield service programme — CX Workbench"
    assert window.status.as_of.text() == "As of 11 Mar 2026, pinned by the plan"
    assert window.status.readings.text() == "Readings to 8 Mar 2026"
    assert window.status.counts.text() == "3 pilots · 9 metrics"
    assert window.status.saved.text().startswith("Saved")


def test_navigation_shows_only_sections_that_exist_with_their_state(window):
    pilots = [state.pilot.id for state in window.plan.assessment.pilots]
    places = window.navigation.places()
    assert places[0] == ("overview", "")
    assert {pilot for _, pilot in places if pilot} == set(pilots)
    model = window.navigation.model()
    texts = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert "Agent Assist, Due" in texts
    assert "Chat Assistant, Held" in texts


def test_what_another_connection_writes_appears_within_a_second(qtbot, window, sample):
    other = open_plan(sample)
    pilot = other.records(Pilot)[0]
    with other.change("Rename", at=LATER, by="A command") as change:
        change.set(pilot, name="Renamed by a command")
    other.close()
    qtbot.waitUntil(lambda: window.plan.plan.pilots[0].name == "Renamed by a command", timeout=1000)
    assert "Renamed by a command, Due" in [
        window.navigation.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(window.navigation.model().rowCount())
    ]


def test_undo_is_named_in_the_menu_and_the_status_bar_and_takes_back(window):
    before = window.plan.plan.pilots[0].name
    rename_first_pilot(window, "Another name")
    undo, redo = window.actions_.actions["edit.undo"], window.actions_.actions["edit.redo"]
    assert undo.text() == "Undo “Rename the pilot”"
    assert window.status.undo.text() == "Undo: Rename the pilot"
    undo.trigger()
    assert window.plan.plan.pilots[0].name == before
    assert redo.text() == "Redo “Rename the pilot”"
    redo.trigger()
    assert window.plan.plan.pilots[0].name == "Another name"


def test_saved_is_told_after_the_commit_and_before_the_change(window):
    told = []
    window.plan.saved.connect(lambda moment: told.append(("saved", moment)))
    window.plan.changed.connect(lambda changed: told.append(("changed", changed.kinds)))
    window.plan.assessed.connect(lambda assessment: told.append(("assessed", assessment.as_of)))
    rename_first_pilot(window, "Another name")
    assert [name for name, _ in told] == ["saved", "changed", "assessed"]
    assert told[1][1] == {"pilot"}
    assert window.status.saved.text() == f"Saved {told[0][1].astimezone():%H:%M}"


def test_a_change_that_fails_saves_nothing_and_tells_nobody(window):
    told = []
    window.plan.saved.connect(told.append)
    pilot = window.plan.plan.pilots[0]
    with pytest.raises(UserError), window.plan.change("Empty the name") as change:
        change.set(pilot, name="")
    assert told == []
    assert window.plan.plan.pilots[0].name == pilot.name


def test_a_hostile_name_stays_text_everywhere(qtbot, window):
    programme = window.plan.plan.programme
    with window.plan.change("Rename <b>all</b> & more\tCtrl+X") as change:
        change.set(programme, name=HOSTILE, organisation=HOSTILE)
        for pilot in window.plan.plan.pilots:
            change.set(pilot, name=HOSTILE)
    assert window.windowTitle().startswith("<b>Bold</b> & <img src=x onerror=alert(1)> [*][*]")
    for label in window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()
    for widget in window.findChildren(QWidget):
        assert "<b>Bold" not in widget.toolTip()
        assert "<img" not in widget.toolTip()
    undo = window.actions_.actions["edit.undo"]
    assert undo.text() == "Undo “Rename <b>all</b> && more Ctrl+X”"
    assert [action.isEnabled() for action in window.actions_.actions.values()]
    window.grab()


def test_a_plan_that_another_hand_replaced_is_not_written_any_more(qtbot, window, sample, tmp_path):
    copy = Path(shutil.copy(sample, tmp_path / "other.cxplan"))
    copy.replace(sample)
    qtbot.waitUntil(lambda: bool(window.banners.texts()), timeout=2000)
    assert "replaced or moved by another hand" in window.banners.texts()[0]
    assert not window.plan.can_edit
    with pytest.raises(UserError), window.plan.change("Try") as change:
        change.set(window.plan.plan.pilots[0], name="Never")


def test_a_second_window_opens_for_reading_only_and_names_who_has_it(open_window, sample):
    first = open_window(sample)
    second = open_window(sample)
    assert first.plan.can_edit
    assert not second.plan.can_edit
    assert any("The plan is open" in text for text in second.banners.texts())
    assert second.plan.assessment.pilots
    with pytest.raises(UserError, match="reading only"), second.plan.change("Try"):
        pass


def test_a_file_that_is_no_plan_is_refused_in_a_banner(open_window, tmp_path):
    wrong = tmp_path / "wrong.cxplan"
    wrong.write_text("not a plan", encoding="utf-8")
    window = open_window(None)
    assert not window.open_path(wrong)
    assert "no plan file" in window.banners.texts()[0]
    assert wrong.read_text(encoding="utf-8") == "not a plan"


def test_commands_have_ids_keys_and_menus_of_their_own():
    ids = [command.id for command in COMMANDS]
    keys = [QKeySequence(one).toString() for command in COMMANDS for one in command.keys]
    assert len(ids) == len(set(ids))
    assert len(keys) == len(set(keys))
    assert all(keys)
    assert {command.menu for command in COMMANDS} <= {*MENUS, ""}
    assert all(command.menu or command.keys for command in COMMANDS), "a command nobody can reach"


def test_menus_without_commands_are_left_out(window):
    shown = [action.text().replace("&", "") for action in window.menuBar().actions()]
    used = {command.menu for command in COMMANDS if command.menu}
    assert shown == [name for name in MENUS if name in used]


def test_every_menu_command_can_be_run(qtbot, window):
    for id in (
        "view.dark",
        "view.light",
        "view.collapse",
        "view.collapse",
        "help.keys",
        "help.about",
        "file.saved",
    ):
        window.actions_.actions[id].trigger()
    assert window.theme.mode == "light"
    assert "Every change is saved as it is made." in window.status.currentMessage()


def test_keys_walk_the_sections_and_pilots(qtbot, window, monkeypatch):
    places = window.navigation.places()
    shown = []
    monkeypatch.setattr(window, "open_section", lambda section, pilot: shown.append((section, pilot)))
    qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert shown == [places[1], ("objective", window.plan.assessment.pilots[1].pilot.id)]


def test_the_command_field_finds_a_metric_by_part_of_its_name(qtbot, window, monkeypatch):
    went = []
    monkeypatch.setattr(window, "go_to", went.append)
    window.focus_search()
    qtbot.keyClicks(window.search, "handling")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert [ref.kind for ref in went] == ["metric"]
    assert window.plan.assessment.metric(went[0].id).metric.name == "Handling time"


def listed(window):
    shown = window.search._shown
    return [shown.item(row).text() for row in range(shown.rowCount())]


def test_the_command_field_finds_people_log_items_words_and_commands(qtbot, window):
    window.focus_search()
    qtbot.keyClicks(window.search, "d-10")
    assert listed(window)[0].startswith("D-10 ")
    window.search.clear()
    qtbot.keyClicks(window.search, "no repeat contact")
    assert any("Definition:" in line for line in listed(window))
    window.search.clear()
    qtbot.keyClicks(window.search, "high contr")
    assert listed(window)[0].startswith("High contrast")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.theme.mode == "contrast"
    window.set_mode("light")


def test_a_person_found_is_shown_among_the_people(qtbot, window):
    window.focus_search()
    qtbot.keyClicks(window.search, "rob ellery")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.pages.section == "stakeholders"
    page = window.pages.currentWidget()
    assert page.choice.value == "person"
    assert page.tables["person"].current.name == "Rob Ellery"
    assert page.forms["person"].record.name == "Rob Ellery"


def test_the_command_field_offers_first_what_was_gone_to_last(qtbot, window):
    for name in ("handling", "history"):
        window.focus_search()
        qtbot.keyClicks(window.search, name)
        qtbot.keyClick(window.search, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.search.text() == "")
    window.search._list("")
    assert [line.split("    ")[0] for line in listed(window)] == ["History", "Handling time, Agent Assist"]


def test_f6_moves_the_keyboard_from_pane_to_pane(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    seen = []
    for _ in range(3):
        window.moves.next_pane()
        focus = window.focusWidget()
        panes = (window.navigation, window.pages, window.search)
        seen += [place for place, pane in enumerate(panes) if focus is pane or pane.isAncestorOf(focus)]
    assert seen == [0, 1, 2]


def test_every_control_has_a_name(window):
    for kind in (QPushButton, QLineEdit):
        for control in window.findChildren(kind):
            assert control.accessibleName() or control.text(), control


def test_the_navigation_collapses_to_icons_and_is_remembered(window, settings):
    window.toggle_navigation()
    assert window.navigation.width() == window.theme.control("nav_collapsed")
    assert window.navigation.columnWidth(0) <= window.navigation.width()
    assert settings.navigation_collapsed


def test_the_start_page_makes_a_new_plan(qtbot, open_window, tmp_path):
    window = open_window(None)
    window.actions_.actions["file.new"].trigger()
    form = window.pages.currentWidget().form
    qtbot.keyClicks(form.programme, "Service renewal")
    qtbot.keyClicks(form.pilot, "Call centre")
    qtbot.keyClicks(form.go_live, "27 Apr 2026")
    form.file.setText(str(tmp_path / "renewal"))
    form.accept()
    assert window.plan.path == tmp_path / "renewal.cxplan"
    assert [pilot.name for pilot in window.plan.plan.pilots] == ["Call centre"]
    assert window.windowTitle() == "Service renewal — CX Workbench"


def test_the_form_says_what_is_missing_and_keeps_what_was_typed(qtbot, open_window, tmp_path):
    window = open_window(None)
    window.show_start(new=True)
    form = window.pages.currentWidget().form
    qtbot.keyClicks(form.programme, "Service renewal")
    qtbot.keyClicks(form.go_live, "31 Jun 2026")
    form.file.setText(str(tmp_path / "renewal.cxplan"))
    form.accept()
    assert form.pilot.accessibleDescription() == "Name the first pilot."
    assert "is no day" in form.go_live.accessibleDescription()
    assert form.programme.text() == "Service renewal"
    assert not (tmp_path / "renewal.cxplan").exists()


def test_recent_plans_are_offered_on_the_start_page(open_window, sample, settings):
    open_window(sample)
    assert settings.recent == [sample.absolute()]


def test_a_plan_without_pilots_opens_with_an_empty_overview(open_window, tmp_path):
    path = tmp_path / "empty.cxplan"
    create_plan(path, Programme(name="Nothing yet"), at=LATER, by="Test").close()
    window = open_window(path)
    assert window.plan.assessment.pilots == ()
    assert window.status.counts.text() == "0 pilots · 0 metrics"
    window.grab()


def test_a_copy_is_saved_and_the_window_stays_on_its_plan(qtbot, window, sample, tmp_path):
    target = tmp_path / "larkfield copy.cxplan"
    with window.plan.change("Rename") as change:
        change.set(window.plan.plan.programme, name="Renamed")
    window.files.copy_to(target)
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: "Saved a copy as larkfield copy.cxplan" in window.status.currentMessage())
    assert window.plan.path == sample
    copy = open_plan(target, read_only=True)
    try:
        assert copy.records(Programme)[0].name == "Renamed"
    finally:
        copy.close()


def test_a_copy_over_the_plan_itself_is_refused_and_said(qtbot, window, sample):
    before = sample.read_bytes()
    window.files.copy_to(sample)
    qtbot.waitUntil(lambda: any("copied over itself" in text for text in window.banners.texts()))
    assert sample.read_bytes() == before


def test_the_banner_of_a_plan_that_somebody_has_open_offers_a_copy(open_window, sample):
    open_window(sample)
    second = open_window(sample)
    assert any(button.text() == "Save a copy…" for button in second.banners.findChildren(QPushButton))


def test_a_plan_is_taken_up_where_it_was_left(open_window, sample, tmp_path):
    window = open_window(sample)
    pilot = window.plan.assessment.pilots[1].pilot.id
    window.resize(1200, 700)
    window.open_section("governance", pilot)
    window.close()
    again = open_window(sample)
    assert (again.pages.section, again.pages.pilot) == ("governance", pilot)
    assert again.height() == 700, "its width is limited by the screen of the tests"
    assert again.navigation.place == ("governance", pilot)


def test_a_plan_left_at_a_pilot_that_is_gone_shows_its_overview(open_window, sample):
    window = open_window(sample)
    id = window.plan.plan.programme.id
    window.close()
    window.settings.keep_place(id, "governance", "0" * 32, window.saveGeometry())
    assert open_window(sample).pages.section == "overview"
    window.settings.keep_place(id, "no such section", "", window.saveGeometry())
    assert open_window(sample).pages.section == "overview"


def test_a_passing_message_stands_alone_though_something_is_saved_meanwhile(qtbot, window):
    status = window.status
    parts = (status.saved, status.as_of, status.readings, status.counts)
    window.say("Paste 18 cells into people. Undo: Ctrl+Z")
    rename_first_pilot(window, "Another name")
    qtbot.waitUntil(lambda: status.undo.text() == "Undo: Rename the pilot")
    assert [part.isVisible() for part in parts] == [False] * 4
    assert status.undo.isVisible()  # it stands at the other end
    status.clearMessage()
    assert [part.isVisible() for part in parts] == [True] * 4


def test_enter_presses_the_button_that_has_the_focus(qtbot, open_window):
    window = open_window()
    window.show_start(new=True)
    form = window.pages.currentWidget().form
    button = next(one for one in form.findChildren(QPushButton) if one.text() == "Make the plan")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert "Give the programme a name." in [label.text() for label in form.findChildren(QLabel)]


def go_by_search(qtbot, window, typed: str) -> QWidget | None:
    window.focus_search()
    window.search.clear()
    qtbot.keyClicks(window.search, typed)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    window.pages.finish()
    return window.focusWidget()


def test_the_keyboard_comes_along_to_what_was_asked_for_in_the_command_field(qtbot, window):
    for typed in ("Working days and holidays", "Chat Assistant, Objective", "Marsh", "Who owes what"):
        focus = go_by_search(qtbot, window, typed)
        page = window.pages.currentWidget()
        assert page.isAncestorOf(focus), f"after {typed!r} the keyboard is in {focus}"
        assert focus.isVisible()


def test_the_keyboard_comes_along_to_the_next_section_but_stays_in_the_navigation(qtbot, window):
    window.open_section("stakeholders", "")
    window.pages.currentWidget().show_part("person")
    window.open_section("raid", "")
    window.pages.currentWidget().add.setFocus()
    window.moves.step(1)
    assert window.pages.section == "stakeholders"
    assert window.focusWidget() is window.pages.currentWidget().tables["person"].view
    window.navigation.setFocus()
    window.moves.step(1)
    assert window.focusWidget() is window.navigation


def test_the_list_of_the_command_field_has_no_bar_sideways(qtbot, window):
    window.focus_search()
    qtbot.keyClicks(window.search, "adviser")
    popup = window.search._popup
    assert popup.isVisible()
    assert not popup.horizontalScrollBar().isVisible()
    popup.hide()


def test_f6_walks_the_parts_of_the_metrics_and_of_the_objective_page(qtbot, window):
    pilot = window.plan.plan.pilots[0].id
    for section, parts in (("metrics", 4), ("objective", 2)):
        window.open_section(section, pilot)
        window.pages.finish()
        QApplication.processEvents()  # the chart is put into its place a turn later
        page = window.pages.currentWidget()
        window.navigation.setFocus()
        seen = []
        for _ in range(parts):
            window.moves.next_pane()
            focus = window.focusWidget()
            assert focus.isVisible()
            seen += [n for n, pane in enumerate(page.panes()) if pane is focus or pane.isAncestorOf(focus)]
        assert seen == list(range(parts)), section


def test_the_look_can_be_changed_after_the_pages_of_another_plan_are_gone(window, sample, tmp_path):
    pilot = window.plan.plan.pilots[0].id
    for spec in SECTIONS:
        window.open_section(spec.id, pilot if spec.scope == "pilot" else "")
        window.pages.finish()
    assert window.open_path(Path(shutil.copy(sample, tmp_path / "other.cxplan")))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    for mode in ("dark", "contrast", "light"):
        window.set_mode(mode)  # what stays behind would raise in a slot, which fails the test


def test_undo_and_redo_say_what_they_did_in_place_of_what_was_said_of_the_step(window):
    rename_first_pilot(window, "Another name")
    window.say("Rename the pilot. Undo: Ctrl+Z")
    window.actions_.actions["edit.undo"].trigger()
    assert window.status.currentMessage() == "Taken back: Rename the pilot. Redo: Ctrl+Y"
    window.actions_.actions["edit.redo"].trigger()
    assert window.status.currentMessage() == "Done again: Rename the pilot. Undo: Ctrl+Z"


def test_the_command_field_says_that_nothing_is_found_and_enter_goes_nowhere(qtbot, window):
    place = (window.pages.section, window.pages.pilot)
    window.focus_search()
    qtbot.keyClicks(window.search, "qqxx")
    assert [line.strip() for line in listed(window)] == ["Nothing is found for “qqxx”"]
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert (window.pages.section, window.pages.pilot) == place
    assert window.search.text() == "qqxx"


def test_what_a_table_can_not_do_in_a_plan_for_reading_is_said(open_window, sample):
    window = open_window(None)
    assert window.open_path(sample, read_only=True)
    window.open_section("stakeholders", "")
    page = window.pages.currentWidget()
    page.show_part("person")
    page.tables["person"].acts.run("paste")
    assert window.status.currentMessage() == "Nothing was changed: this plan can only be read here."
    window.status.clearMessage()
    page.tables["person"].acts.run("copy")
    assert "read" not in window.status.currentMessage()
