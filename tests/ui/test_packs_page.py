"""Briefing packs: what was printed, given again; one run for all stakeholders; the buttons of other pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from cxworkbench.plan import Ref
from db.models import AgendaItem, PrintedPaper, Review, Stakeholder
from tests.ui.test_print_dialog import no_printers, put, settle, with_printers
from ui.sections.print_dialog import PrintDialog

__all__ = ["no_printers", "put", "with_printers"]


def page_of(window, section, pilot=""):
    window.open_section(section, pilot)
    return window.pages.currentWidget()


def pilot_id(window, name):
    return next(one.id for one in window.plan.plan.pilots if one.name == name)


def dialog_of(qtbot, window):
    qtbot.waitUntil(lambda: window.findChild(PrintDialog) is not None)
    dialog = window.findChild(PrintDialog)
    settle(qtbot, dialog)
    return dialog


@pytest.mark.parametrize(
    ("section", "pilot", "kind"),
    [
        ("recovery", "Chat Assistant", "recovery"),
        ("gates", "Agent Assist", "board"),
        ("framework", "Auto-Summary", "framework"),
    ],
)
def test_a_page_prints_the_paper_of_its_pilot(qtbot, window, no_printers, section, pilot, kind):
    id = pilot_id(window, pilot)
    page = page_of(window, section, id)
    qtbot.waitUntil(page.print_button.isVisible)
    qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(qtbot, window)
    assert dialog.kinds.rows[kind].isChecked()
    assert dialog.made.subject == id


def test_a_pilot_without_a_recovery_has_no_recovery_plan_to_print(qtbot, window, no_printers):
    page = page_of(window, "recovery", pilot_id(window, "Agent Assist"))
    assert not page.print_button.isVisible()


def test_every_stakeholder_gets_their_own_paper_in_one_run(qtbot, window, no_printers, tmp_path):
    page = page_of(window, "packs")
    wanted = [one for one in window.plan.plan.all(Stakeholder) if one.paper]
    known = len(window.plan.session.records(PrintedPaper))
    folder = tmp_path / "papers"
    folder.mkdir()
    page.papers.print_all(folder)
    assert not page.papers.everybody.isEnabled()
    qtbot.waitUntil(lambda: len(window.plan.session.records(PrintedPaper)) > known, timeout=90_000)
    qtbot.waitUntil(page.papers.everybody.isEnabled)
    files = sorted(folder.iterdir())
    assert 1 < len(files) <= len(wanted)
    assert len(window.plan.session.records(PrintedPaper)) == known + len(files)
    assert all(one.read_bytes().startswith(b"%PDF") for one in files)
    assert len(page.papers.ids) == known + len(files)
    assert window.plan.undo_label == f"Print {len(files)} papers"


def test_a_run_that_is_cancelled_writes_nothing(qtbot, window, no_printers, tmp_path):
    page = page_of(window, "packs")
    known = len(window.plan.session.records(PrintedPaper))
    folder: Path = tmp_path / "papers"
    folder.mkdir()
    page.papers.print_all(folder)
    page.papers.cancel()
    qtbot.waitUntil(page.papers.everybody.isEnabled)
    assert not list(folder.iterdir())
    assert len(window.plan.session.records(PrintedPaper)) == known


def test_a_printed_paper_is_given_again_from_its_list(qtbot, window, with_printers):
    page = page_of(window, "packs")
    qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(qtbot, window)
    printed = dialog.made.pdf
    dialog.print_now()
    qtbot.waitUntil(lambda: bool(page.papers.ids) and window.work.is_idle)
    assert window.findChild(PrintDialog) is None
    page.papers.list.setFocus()
    page.papers.list.selectRow(0)
    qtbot.mouseClick(page.papers.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(PrintDialog) is not None)
    again = window.findChild(PrintDialog)
    qtbot.waitUntil(lambda: bool(again.preview_pane.preview.pages) and window.work.is_idle)
    assert again.shown.pdf == printed


def test_a_printed_paper_has_one_place_is_found_there_and_can_be_binned(qtbot, window, with_printers):
    known = {one.id for one in window.plan.session.records(PrintedPaper)}
    window.actions_.print_paper("sponsor", "", "")
    dialog = dialog_of(qtbot, window)
    qtbot.waitUntil(dialog.print_button.isEnabled)
    dialog.print_now()
    qtbot.waitUntil(lambda: len(window.plan.session.records(PrintedPaper)) > len(known))
    paper = next(one for one in window.plan.session.records(PrintedPaper) if one.id not in known)
    window.go_to(Ref("printed_paper", paper.id))
    page = window.pages.currentWidget()
    assert page.choice.value == "papers"
    assert PrintedPaper not in [part.family for part in page.PARTS]
    qtbot.waitUntil(lambda: paper.id in page.papers.ids)
    page.show_record(Ref("printed_paper", paper.id))
    assert page.papers.ids[page.papers.list.currentIndex().row()] == paper.id
    window.activateWindow()
    qtbot.waitUntil(page.papers.list.hasFocus)
    qtbot.keyClick(page.papers.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: paper.id not in page.papers.ids)
    window.plan.undo()
    qtbot.waitUntil(lambda: paper.id in page.papers.ids)


def test_minutes_are_printed_of_the_review_whose_row_is_chosen(qtbot, window, no_printers):
    page = page_of(window, "reviews")
    held = sorted(
        (one for one in window.plan.plan.all(Review) if one.kind_ == "sponsor" and one.done),
        key=lambda one: one.done,
    )
    table = page.tables["review"]
    for review in (held[0], held[-1]):
        table.select(review.id)
        qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
        dialog = dialog_of(qtbot, window)
        assert dialog.made.subject == review.id
        dialog.close()
        qtbot.waitUntil(lambda: window.findChild(PrintDialog) is None)
    item = next(one for one in window.plan.plan.all(AgendaItem) if one.review == held[0].id)
    page.show_part("agenda_item")
    page.tables["agenda_item"].select(item.id)
    page.print_button.click()
    assert dialog_of(qtbot, window).made.subject == held[0].id
