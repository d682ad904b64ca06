"""The print dialog: what is previewed is what is saved and printed; printers that fail are heard of."""

from __future__ import annotations

import os
import stat
import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QLabel

import resources
from cxworkbench.briefings import fonts
from cxworkbench.briefings.made import Made
from cxworkbench.briefings.naming import pdf_name
from cxworkbench.pdfium import opened
from cxworkbench.printing import NONE, Order, print_by_lp
from db.models import Programme
from ui.print.preview import render_pages
from ui.print.printing import find_printers, paint_pages
from ui.print.remembered import WHOLE_PAGE, Remembered
from ui.sections.print_dialog import open_print_dialog

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the scripts that stand for lp are for a shell")

LP = """#!{python}
import sys, pathlib
here = pathlib.Path(__file__).parent
(here / "arguments").write_text("\\n".join(sys.argv[1:]))
(here / "printed.pdf").write_bytes(pathlib.Path(sys.argv[-1]).read_bytes())
print("request id is Office-7 (1 file(s))")
"""
LP_REFUSES = """#!{python}
import sys
print('lp: Destination "Office" is not accepting jobs.', file=sys.stderr)
sys.exit(1)
"""
LPSTAT = """#!{python}
import sys
print("Hall\\nOffice" if "-e" in sys.argv else "system default destination: Office")
"""
LPSTAT_NONE = """#!{python}
import sys
print("lpstat: No destinations added.", file=sys.stderr)
sys.exit(1)
"""


@pytest.fixture
def window(window, qtbot):
    """Compared with the last review already: the dialog makes its paper anew where a judgement comes later."""
    qtbot.waitUntil(lambda: window.plan.is_compared)
    return window


@pytest.fixture
def put(tmp_path, monkeypatch):
    """Puts scripts on an otherwise empty PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put_one(name: str, text: str) -> Path:
        script = folder / name
        script.write_text(text.replace("{python}", sys.executable))
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        return folder

    return put_one


@pytest.fixture
def with_printers(put):
    put("lp", LP)
    return put("lpstat", LPSTAT)


@pytest.fixture
def no_printers(put):
    put("lp", LP)
    put("lpstat", LPSTAT_NONE)


def ready(qtbot, window):
    dialog = open_print_dialog(window)
    assert dialog is not None
    settle(qtbot, dialog)
    return dialog


def settle(qtbot, dialog):
    qtbot.waitUntil(
        lambda: (
            dialog.made is not None
            and bool(dialog.preview_pane.preview.pages)
            and dialog._later.are_done
            and dialog._window.work.is_idle
        )
    )


def text_of(pdf: bytes) -> str:
    with opened(pdf) as document:
        return document[0].get_textpage().get_text_range()


def shades(image):
    """Whether any point of a picture is coloured, and whether any is dark."""
    small = image.scaled(120, 160)
    points = [small.pixelColor(x, y) for x in range(120) for y in range(160)]
    coloured = any(max(p.red(), p.green(), p.blue()) - min(p.red(), p.green(), p.blue()) > 8 for p in points)
    return coloured, any(p.lightness() < 140 for p in points)


def test_the_dialog_shows_the_page_of_the_windows_own_judgement(qtbot, window, no_printers):
    dialog = ready(qtbot, window)
    assert dialog.isModal()
    assert (
        dialog.kinds.rows["sponsor"].accessibleName()
        == "Sponsor one-pager, Helen Marsh and Rob Ellery, 1 page"
    )
    assert dialog.preview_pane.caption.text() == "Page 1 of 1, A4, colour"
    text = text_of(dialog.made.pdf)
    assert "One pilot to decide, one paused, one preparing" in text
    assert f"plan version {window.plan.plan.version}" in text
    assert "Printed 11 Mar 2026, 11:00" in text
    assert shades(dialog.preview_pane.preview.pages[0].image) == (True, True)
    assert dialog.said.text().startswith(f"Prints plan version {window.plan.plan.version}, saved")


def test_it_compares_with_the_last_review_as_the_window_does(qtbot, window, no_printers):
    dialog = open_print_dialog(window)
    qtbot.waitUntil(lambda: window.plan.is_compared)
    settle(qtbot, dialog)
    assert "Agent Assist: Confirmed, was On track" in text_of(dialog.made.pdf)


def test_what_is_previewed_is_what_is_saved(qtbot, window, tmp_path, no_printers):
    dialog = ready(qtbot, window)
    seen = dialog.made.pdf
    target = tmp_path / "paper.pdf"
    dialog.save_to(target)
    qtbot.waitUntil(lambda: dialog.said.text().startswith("Saved paper.pdf"))
    assert target.read_bytes() == seen
    scale = dialog.preview_pane.preview.pixels_per_point
    assert render_pages(target.read_bytes(), scale)[0].image == dialog.preview_pane.preview.pages[0].image
    assert Remembered(window.settings.folder).folder == tmp_path


def test_ctrl_s_asks_for_a_file_with_a_harmless_name(qtbot, window, no_printers):
    dialog = ready(qtbot, window)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    asked = dialog.findChild(QFileDialog)
    assert asked is not None
    assert (
        Path(asked.selectedFiles()[0]).name == "larkfield-service-programme-sponsor-one-pager-2026-03-11.pdf"
    )
    asked.reject()


def test_paper_and_ink_are_previewed_and_remembered(qtbot, window, no_printers):
    dialog = ready(qtbot, window)
    dialog.choices.paper.choose("letter")
    dialog.choices.ink.choose("grey")
    settle(qtbot, dialog)
    qtbot.waitUntil(lambda: round(dialog.preview_pane.preview.pages[0].width) == 612)
    assert dialog.preview_pane.caption.text() == "Page 1 of 1, Letter, greyscale"
    assert shades(dialog.preview_pane.preview.pages[0].image) == (False, True)
    dialog.reject()
    again = ready(qtbot, window)
    assert (again.settings.paper, again.settings.ink) == ("letter", "grey")


def test_checks_say_that_it_fits_and_what_is_left_out(qtbot, window, no_printers):
    dialog = ready(qtbot, window)
    lines = dialog.choices.checks.lines
    assert list(lines[:2]) == ["Fits one page", "Smallest text is 7.5 pt"]
    assert len(lines) == 2 + len(dialog.made.left_out)


def test_a_paper_that_is_too_long_or_too_small_is_not_called_right():
    made = Made(b"", 2, ["letters that the font lacks: 漢"], 7.0, most_pages=1)
    assert made.checks() == [
        ("failing", "Does not fit one page"),
        ("failing", "Smallest text is 7 pt"),
        ("at_risk", "Letters that the font lacks: 漢"),
    ]


def test_the_preview_is_as_large_as_asked_and_remembers_it(qtbot, window, no_printers):
    dialog = ready(qtbot, window)
    preview = dialog.preview_pane.preview
    whole = preview.percent
    assert preview.zoom == WHOLE_PAGE
    preview.step(up=True)
    assert preview.percent > whole
    qtbot.waitUntil(
        lambda: abs(preview.pages[0].image.width() - preview.pages[0].width * preview.pixels_per_point) < 2
    )
    preview.set_zoom(100)
    dialog.reject()
    again = ready(qtbot, window)
    assert again.preview_pane.percent.text() == "100%"
    again.preview_pane.preview.set_zoom(WHOLE_PAGE)
    assert again.preview_pane.preview.percent == whole


def test_a_change_of_the_plan_makes_the_page_anew(qtbot, window, no_printers):
    dialog = ready(qtbot, window)
    before = dialog.made.pdf
    with window.plan.change("Rename") as change:
        change.set(window.plan.session.records(Programme)[0], name="Renamed & <b>bold</b>")
    settle(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.made is not None and dialog.made.pdf != before)
    assert "Renamed & <b>bold</b>" in text_of(dialog.made.pdf)


def test_saving_over_the_plan_is_refused_and_said(qtbot, window, sample, no_printers):
    dialog = ready(qtbot, window)
    before = sample.read_bytes()
    dialog.save_to(sample)
    qtbot.waitUntil(lambda: bool(dialog.banners.texts()))
    assert "the target is the plan itself" in dialog.banners.texts()[0].lower()
    assert sample.read_bytes() == before


def test_a_folder_that_is_gone_is_said_and_saving_can_be_tried_again(qtbot, window, tmp_path, no_printers):
    dialog = ready(qtbot, window)
    dialog.save_to(tmp_path / "gone" / "paper.pdf")
    qtbot.waitUntil(lambda: bool(dialog.banners.texts()))
    assert "can't be written" in dialog.banners.texts()[0]
    dialog.save_to(tmp_path / "paper.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "paper.pdf").exists() and not dialog.banners.texts())


def test_without_a_printer_the_button_says_why(qtbot, window, no_printers):
    dialog = ready(qtbot, window)
    assert not dialog.print_button.isEnabled()
    assert dialog.print_button.toolTip() == NONE
    dialog.choices.part.choose("printer")
    assert NONE in [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert not dialog.choices.printing.copies.isVisible()
    dialog.print_now()
    assert dialog.isVisible()


def test_lp_is_given_the_page_itself_with_printer_copies_and_paper(qtbot, window, with_printers):
    dialog = ready(qtbot, window)
    assert [dialog.choices.printing.printer.itemText(place) for place in range(2)] == ["Hall", "Office"]
    assert dialog.choices.printing.printer.currentText() == "Office"
    dialog.choices.printing.copies.setValue(2)
    qtbot.keyClick(dialog.choices.printing.copies, Qt.Key.Key_Up)
    dialog.choices.printing.pages.setText("1")
    dialog.choices.printing.sides.setCurrentIndex(dialog.choices.printing.sides.findData("long"))
    dialog.choices.ink.choose("grey")
    dialog.choices.paper.choose("letter")
    settle(qtbot, dialog)
    pdf = dialog.made.pdf
    dialog.print_now()
    qtbot.waitUntil(lambda: window.status.currentMessage() == "The print service is done with Office-7.")
    arguments = (with_printers / "arguments").read_text().split("\n")
    assert arguments[:-1] == [
        *("-d", "Office", "-n", "3", "-P", "1", "-o", "sides=two-sided-long-edge", "-o", "media=Letter"),
        *("-o", "print-scaling=none", "-o", "collate=true", "-o", "print-color-mode=monochrome"),
        *("-t", "Sponsor one-pager, Larkfield service programme", "--"),
    ]
    assert (with_printers / "printed.pdf").read_bytes() == pdf
    assert not Path(arguments[-1]).exists()
    kept = Remembered(window.settings.folder)
    assert (kept.printer, kept.copies) == ("Office", 3)


def test_what_lp_refuses_is_said_in_its_own_words(qtbot, window, put):
    put("lp", LP_REFUSES)
    put("lpstat", LPSTAT)
    dialog = ready(qtbot, window)
    dialog.print_now()
    qtbot.waitUntil(lambda: bool(dialog.banners.texts()))
    said = dialog.banners.texts()[0]
    assert 'Destination "Office" is not accepting jobs' in said
    assert "Nothing was printed" in said
    assert dialog.isVisible()
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=5000)  # the preview may still be drawing


def test_an_lp_that_cannot_be_started_is_a_refusal(put):
    put("lp", "no script at all").joinpath("lp").chmod(0o755)
    order = Order("Office", 1, "a4", "Title\x1b[31m\nwith -t options")
    with pytest.raises(Exception, match="did not take the paper"):
        print_by_lp(b"%PDF", order)


def test_a_title_from_the_plan_is_one_harmless_argument(with_printers):
    print_by_lp(b"%PDF", Order("Office", 1, "a4", "-o raw\n; rm x $(id)\x1b"))
    arguments = (with_printers / "arguments").read_text().split("\n")
    assert arguments[arguments.index("-t") + 1] == "-o raw\\x0a; rm x $(id)\\x1b"


def test_without_lp_the_printers_are_those_that_qt_knows(put):
    assert find_printers().by_lp is False


def test_pages_are_painted_at_their_own_size_where_there_is_no_lp(qtbot, window, tmp_path, no_printers):
    dialog = ready(qtbot, window)
    target = tmp_path / "painted.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    paint_pages(render_pages(dialog.made.pdf, 2.0), printer, Order("", 1, "a4", "Title"))
    painted = render_pages(target.read_bytes(), 1.0)[0]
    assert (round(painted.width), round(painted.height)) == (595, 842)
    assert shades(painted.image) == (True, True)


def test_a_damaged_font_is_one_line_and_nothing_can_be_saved(qtbot, window, monkeypatch, no_printers):
    monkeypatch.setattr(fonts, "_covered", {})
    monkeypatch.setattr(resources, "font_files", lambda: {"Regular": b"no font"})
    dialog = open_print_dialog(window)
    qtbot.waitUntil(lambda: bool(dialog.banners.texts()))
    assert "SourceSans3-Regular.ttf" in dialog.banners.texts()[0]
    assert not dialog.save_button.isEnabled()
    monkeypatch.undo()


def test_closing_at_once_leaves_nothing_behind(qtbot, window, no_printers):
    dialog = open_print_dialog(window)
    dialog.reject()
    qtbot.waitUntil(lambda: window.work.is_idle)


def test_there_is_no_dialog_without_a_plan(open_window):
    assert open_print_dialog(open_window()) is None


@pytest.mark.parametrize(
    ("programme", "name"),
    [
        ("../../etc/passwd", "etc-passwd-sponsor-one-pager-2026-03-11.pdf"),
        ("CON", "con-sponsor-one-pager-2026-03-11.pdf"),
        ("-rf .hidden\x00\n", "rf-hidden-sponsor-one-pager-2026-03-11.pdf"),
        ("…", "sponsor-one-pager-2026-03-11.pdf"),
        ("Żółć 漢字", "żółć-漢字-sponsor-one-pager-2026-03-11.pdf"),
    ],
)
def test_file_names_from_plan_text_are_harmless(programme, name):
    assert pdf_name(programme, "Sponsor one-pager", date(2026, 3, 11)) == name


def test_file_names_are_not_endless():
    assert len(pdf_name("word " * 60, "Sponsor one-pager", date(2026, 3, 11)).encode()) <= 100
    assert len(pdf_name("字" * 300, "Sponsor one-pager", date(2026, 3, 11)).encode()) <= 100


def test_a_print_service_that_cannot_be_started_is_said_like_one_that_does_not_answer(put):
    put("lp", LP)
    broken = put("lpstat", LPSTAT) / "lpstat"
    broken.write_text("#!/nowhere/at/all\n")
    found = find_printers()
    assert not found.names
    assert "does not answer" in found.reason
