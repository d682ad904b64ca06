"""The print dialog's choices: kinds, pilots, editions, sections and their order, own words; papers that are kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollBar

from cxworkbench import pdfium
from cxworkbench.briefings.binding import _ON_COVER, _PARTS
from cxworkbench.briefings.kinds import KINDS, PAPER, in_packs
from db.models import Attachment, Pack, PrintedPaper, Stakeholder
from tests.ui.test_print_dialog import put, settle, text_of, with_printers
from ui.sections.print_dialog import open_print_dialog

__all__ = ["put", "with_printers"]


@pytest.fixture
def window(window, qtbot):
    """Compared with the last review already: the dialog makes its paper anew where a judgement comes later."""
    qtbot.waitUntil(lambda: window.plan.is_compared)
    return window


def opened(qtbot, window, kind="", subject=""):
    dialog = open_print_dialog(window, kind, subject)
    assert dialog is not None
    settle(qtbot, dialog)
    return dialog


def whole_text(pdf: bytes) -> str:
    with pdfium.opened(pdf) as document:
        return "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))


def choose(qtbot, dialog, choice, text):
    """Choose a line of a list as a person does."""
    place = choice.findText(text)
    assert place >= 0, [choice.itemText(at) for at in range(choice.count())]
    choice.setCurrentIndex(place)
    choice.activated.emit(place)
    settle(qtbot, dialog)


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_is_previewed_whole_off_the_windows_thread(qtbot, window, with_printers, kind):
    dialog = opened(qtbot, window, kind)
    assert dialog.kinds.rows[kind].isChecked()
    assert len(dialog.preview_pane.preview.pages) == dialog.made.pages
    assert not dialog.banners.texts()
    assert dialog.choices.checks.lines


def test_the_first_page_is_there_before_the_rest(qtbot, window, with_printers):
    dialog = open_print_dialog(window, "steering")
    seen = []
    dialog._making.begun.connect(
        lambda pages: seen.append((len(pages), dialog.made, dialog.save_button.isEnabled()))
    )
    settle(qtbot, dialog)
    assert seen == [(1, None, False)]
    assert dialog.made.pages > 10


def test_a_paper_that_was_begun_is_broken_off_where_another_is_chosen(qtbot, window, with_printers):
    dialog = open_print_dialog(window, "steering")
    told = []
    dialog._making.ready.connect(lambda ready: told.append(ready.kind))
    dialog.kinds.rows["governance"].click()
    dialog.kinds.rows["sponsor"].click()
    settle(qtbot, dialog)
    assert told == ["sponsor"]


def test_the_pilot_is_chosen_where_a_kind_is_about_one(qtbot, window, with_printers):
    pilots = {one.name: one.id for one in window.plan.plan.pilots}
    dialog = opened(qtbot, window, "framework", pilots["Agent Assist"])
    assert dialog.choices.subject.currentText() == "Agent Assist"
    assert "Agent Assist" in text_of(dialog.made.pdf)
    choose(qtbot, dialog, dialog.choices.subject, "Chat Assistant")
    assert dialog.made.subject == pilots["Chat Assistant"]
    dialog.kinds.rows["sponsor"].click()
    settle(qtbot, dialog)
    assert not dialog.choices.subject.isVisible()


def test_an_edition_withholds_what_its_reader_may_not_see_and_counts_it(qtbot, window, with_printers):
    plan = window.plan.plan
    reader = next(one for one in plan.all(Stakeholder) if one.audience == "front line")
    dialog = opened(qtbot, window, "steering")
    assert dialog.made.withheld == 0
    choose(qtbot, dialog, dialog.choices.stakeholder, plan.person_name(reader.person))
    assert dialog.made.audience == "front line"
    assert dialog.made.withheld > 0
    assert any("withheld" in line for line in dialog.choices.checks.lines)
    assert dialog.shown.file_name.endswith("steering-pack-2026-03-11.pdf")


def test_sections_are_left_out_and_moved_with_the_keyboard(qtbot, window, with_printers):
    dialog = opened(qtbot, window, "steering")
    dialog.choices.part.choose("contents")
    sections, before = dialog.choices.contents.sections, dialog.made.pages
    assert sections.chosen == tuple(one.id for one in KINDS["steering"].sections if one.is_on)
    sections.setFocus()
    sections.setCurrentRow(7)
    assert sections.currentItem().text() == "Metric pages"
    qtbot.keyClick(sections, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.made is not None and dialog.made.pages < before)
    settle(qtbot, dialog)
    sections.setCurrentRow(8)
    qtbot.keyClick(sections, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert sections.currentRow() == 7
    assert "metrics" not in sections.chosen


def test_own_words_are_printed_and_kept_with_the_pack(qtbot, window, with_printers):
    dialog = opened(qtbot, window, "steering")
    contents = dialog.choices.contents
    dialog.choices.part.choose("contents")
    contents.text.setPlainText("Please read <b>page 5</b> first.")
    qtbot.waitUntil(
        lambda: dialog.made is not None and "Please read <b>page 5</b> first." in text_of(dialog.made.pdf)
    )
    contents.sections.tick("adoption", on=False)
    contents.name.setText("For the board")
    settle(qtbot, dialog)
    qtbot.mouseClick(contents.keep_button, Qt.MouseButton.LeftButton)
    settle(qtbot, dialog)
    kept = window.plan.session.records(Pack)
    assert [one.name for one in kept].count("For the board") == 1
    assert contents.preset.currentText() == "For the board"
    assert "Please read <b>page 5</b> first." in text_of(dialog.made.pdf)
    dialog.reject()
    again = opened(qtbot, window, "steering")
    choose(qtbot, again, again.choices.contents.preset, "For the board")
    assert "adoption" not in again.choices.contents.sections.chosen
    assert again.choices.contents.text.toPlainText() == "Please read <b>page 5</b> first."
    assert "For the board" in whole_text(again.made.pdf)


def test_a_section_has_a_comment_of_its_own(qtbot, window, with_printers):
    dialog = opened(qtbot, window, "governance")
    contents = dialog.choices.contents
    contents.of.setCurrentIndex(contents.of.findText("Comment: Who answers for this"))
    contents.text.setPlainText("Names follow in April.")
    qtbot.waitUntil(
        lambda: dialog.made is not None and "Names follow in April." in whole_text(dialog.made.pdf)
    )


def test_what_is_printed_is_kept_and_given_again_byte_for_byte(qtbot, window, with_printers, tmp_path):
    dialog = opened(qtbot, window, "recovery")
    printed, known = dialog.made.pdf, len(window.plan.session.records(PrintedPaper))
    dialog.print_now()
    qtbot.waitUntil(lambda: len(window.plan.session.records(PrintedPaper)) == known + 1)
    kept = window.plan.session.records(PrintedPaper)[-1]
    assert kept.kind_ == "recovery"
    again = open_print_dialog(window)
    settle(qtbot, again)
    assert again.kinds.printed[0].accessibleName() == "Printed before: Recovery plan, Chat Assistant, 11 Mar"
    again.kinds.printed[0].click()
    qtbot.waitUntil(lambda: window.work.is_idle and again.shown is not None)
    assert again.shown.pdf == printed
    assert "byte for byte" in again.choices.checks.lines[0]
    again.save_to(tmp_path / "again.pdf")
    qtbot.waitUntil((tmp_path / "again.pdf").exists)
    qtbot.waitUntil(lambda: window.work.is_idle)
    assert (tmp_path / "again.pdf").read_bytes() == printed
    (with_printers / "printed.pdf").unlink()
    again.print_now()
    qtbot.waitUntil((with_printers / "printed.pdf").exists)
    qtbot.waitUntil(lambda: window.work.is_idle)
    assert (with_printers / "printed.pdf").read_bytes() == printed
    assert len(window.plan.session.records(PrintedPaper)) == known + 1


def test_a_kept_paper_waits_while_another_thread_reads_a_file_and_the_window_doesnt(
    qtbot, window, with_printers
):
    """PDFium ends the program where two threads ask it at once."""
    dialog = opened(qtbot, window, "sponsor")
    printed = dialog.made.pdf
    dialog.print_now()
    qtbot.waitUntil(lambda: window.work.is_idle and bool(window.plan.session.records(PrintedPaper)))
    again = open_print_dialog(window)
    settle(qtbot, again)
    with pdfium.opened(printed):
        again.kinds.printed[0].click()
        qtbot.wait(100)
        assert again.shown is None
    qtbot.waitUntil(lambda: again.shown is not None)
    assert again.shown.pages == 1


def test_what_is_saved_is_kept_only_where_that_is_wanted(qtbot, window, with_printers, tmp_path):
    dialog = opened(qtbot, window, "sponsor")
    known = len(window.plan.session.records(PrintedPaper))
    dialog.save_to(tmp_path / "one.pdf")
    qtbot.waitUntil(lambda: dialog.said.text().startswith("Saved one.pdf") and window.work.is_idle)
    assert len(window.plan.session.records(PrintedPaper)) == known
    dialog.keep_box.setChecked(True)
    dialog.save_to(tmp_path / "two.pdf")
    qtbot.waitUntil(lambda: len(window.plan.session.records(PrintedPaper)) == known + 1)
    settle(qtbot, dialog)
    assert dialog.said.text().startswith("Saved two.pdf")
    paper = window.plan.session.records(PrintedPaper)[-1]
    file = next(one for one in window.plan.session.records(Attachment) if one.id == paper.file)
    assert window.plan.session.kept(file.sha256) == (tmp_path / "two.pdf").read_bytes()


def test_pages_are_saved_as_pictures(qtbot, window, with_printers, tmp_path):
    dialog = opened(qtbot, window, "recovery")
    dialog.saving.save_pages(dialog.shown, tmp_path)
    qtbot.waitUntil(lambda: dialog.said.text().startswith(f"Saved {dialog.made.pages} pages as PNG"))
    files = sorted(tmp_path.glob("*recovery-plan*.png"))
    assert len(files) == dialog.made.pages
    assert QImage(str(files[0])).width() == round(595.3 * 200 / 72)


def test_a_range_that_is_none_is_said_and_nothing_is_printed(qtbot, window, with_printers):
    dialog = opened(qtbot, window, "recovery")
    dialog.choices.printing.pages.setText("2-40")
    dialog.print_now()
    assert "no range of pages from 1 to" in dialog.banners.texts()[0]
    assert not (with_printers / "arguments").exists()
    assert dialog.isVisible()


def test_letters_that_no_font_has_are_said_before_printing(qtbot, window, with_printers):
    dialog = opened(qtbot, window, "sponsor")
    dialog.choices.contents.text.setPlainText("Signed by 𒀀𒀁")
    qtbot.waitUntil(lambda: dialog.made is not None and bool(dialog.made.lacking))
    qtbot.waitUntil(
        lambda: any("letters that the font lacks" in line.lower() for line in dialog.choices.checks.lines)
    )


def test_a_pack_can_hold_what_the_binding_knows(qtbot):
    ids = {one.id for one in in_packs()}
    known = {*_PARTS, *_ON_COVER, "contents", "evidence"}
    assert {id for id in ids if not id.startswith(PAPER)} == known
    assert {id.removeprefix(PAPER) for id in ids if id.startswith(PAPER)} == KINDS.keys() - {"steering"}


def type_words(qtbot, dialog, where, text):
    dialog.choices.part.choose("contents")
    part = dialog.choices.contents
    part.of.setCurrentIndex(part.of.findText(where))
    part.text.setPlainText(text)
    qtbot.waitUntil(lambda: not part._typed.isActive())
    settle(qtbot, dialog)


def test_own_header_and_footer_stand_on_every_page_and_are_kept_with_the_pack(qtbot, window, with_printers):
    dialog = opened(qtbot, window, "steering")
    type_words(qtbot, dialog, "Header of every page", "Larkfield,\nboard edition")
    type_words(qtbot, dialog, "Footer of every page", "Not for passing on")
    text = whole_text(dialog.made.pdf)
    assert text.count("Larkfield, board edition") == dialog.made.pages
    assert text.count("Not for passing on") == dialog.made.pages
    dialog.choices.contents.name.setText("Board edition")
    dialog.choices.contents.keep_button.click()
    settle(qtbot, dialog)
    kept = next(one for one in window.plan.session.records(Pack) if one.name == "Board edition")
    assert (kept.header, kept.footer) == ("Larkfield, board edition", "Not for passing on")
    choose(qtbot, dialog, dialog.choices.contents.preset, "Usual sections")
    assert "Not for passing on" not in whole_text(dialog.made.pdf)
    choose(qtbot, dialog, dialog.choices.contents.preset, "Board edition")
    assert whole_text(dialog.made.pdf).count("Not for passing on") == dialog.made.pages


def test_a_logo_is_chosen_in_the_dialog_and_kept_with_the_pack(qtbot, window, with_printers, tmp_path):
    picture = QImage(60, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkMagenta)
    picture.save(str(tmp_path / "Mark.png"))
    (tmp_path / "words.png").write_text("no picture")
    dialog = opened(qtbot, window, "steering")
    assert b"/Subtype /Image" not in dialog.made.pdf
    assert dialog.choices.logo.itemText(0) == "The programme's: none"
    dialog._pictures.take(tmp_path / "words.png")
    qtbot.waitUntil(lambda: bool(dialog.banners.texts()))
    assert "no picture that can be printed" in dialog.banners.texts()[0]
    dialog._pictures.take(tmp_path / "Mark.png")
    qtbot.waitUntil(lambda: dialog.choices.logo.currentText() == "Mark.png")
    settle(qtbot, dialog)
    assert b"/Subtype /Image" in dialog.made.pdf
    dialog.choices.contents.name.setText("With our mark")
    dialog.choices.contents.keep_button.click()
    settle(qtbot, dialog)
    kept = next(one for one in window.plan.session.records(Pack) if one.name == "With our mark")
    file = next(one for one in window.plan.session.records(Attachment) if one.name == "Mark.png")
    assert kept.logo == file.id
    choose(qtbot, dialog, dialog.choices.contents.preset, "Usual sections")
    assert dialog.choices.logo.currentText() == "The programme's: none"
    assert b"/Subtype /Image" not in dialog.made.pdf
    choose(qtbot, dialog, dialog.choices.contents.preset, "With our mark")
    assert dialog.choices.logo.currentText() == "Mark.png"
    assert b"/Subtype /Image" in dialog.made.pdf


@pytest.mark.parametrize("part", ["paper", "contents", "printer"])
def test_with_large_text_on_a_small_screen_the_dialog_fits_and_scrolls_only_downwards(
    qtbot, theme, open_window, sample, with_printers, part
):
    theme.set_scale(1.5)
    window = open_window(sample)
    dialog = opened(qtbot, window, "steering")
    dialog.kinds.show_printed([(str(at), f"Steering pack, review {at}", "12 Feb") for at in range(4)])
    dialog.choices.part.choose(part)
    qtbot.waitUntil(lambda: dialog.choices.printing.printer.count() == 2)
    assert dialog.height() <= window.height()
    assert dialog.print_button.mapTo(dialog, dialog.print_button.rect().bottomRight()).y() < dialog.height()
    assert not [
        bar
        for bar in dialog.findChildren(QScrollBar)
        if bar.isVisible() and bar.orientation() == Qt.Orientation.Horizontal
    ]
    row = dialog.kinds.rows["steering"]
    assert row.height() >= theme.line("strong") + theme.line("small")
    assert row.parentWidget().width() <= dialog.kinds.width()
