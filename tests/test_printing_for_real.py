"""Printing on a real CUPS server that the test starts; and what a person types as a range of pages."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cups_server import PRINTER, cups_server, is_there
from reportlab.pdfgen.canvas import Canvas

from cxworkbench.printing import JobState, Order, numbers_in, print_by_lp, printers_of_lp, range_of, state_of
from db.errors import UserError
from ui.print.following import said_of, waiting_words


def pdf_of(folder: Path, pages: int) -> bytes:
    canvas = Canvas(str(folder / "paper.pdf"), pagesize=(595, 842))
    for number in range(pages):
        canvas.drawString(72, 700, f"Page {number + 1}")
        canvas.showPage()
    canvas.save()
    return (folder / "paper.pdf").read_bytes()


def until(job: str, holds: Callable[[JobState], bool]) -> JobState:
    for _ in range(200):
        state = state_of(job)
        if holds(state):
            return state
        time.sleep(0.1)
    raise AssertionError(f"{job}: {state}")


def ended(job: str) -> JobState:
    return until(job, lambda state: state.is_over)


@pytest.mark.printer
@pytest.mark.skipif(not is_there(), reason="no CUPS server can be started here")
def test_a_real_print_server_prints_what_was_chosen(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("cups")
    # The server's filters run as another user, and must reach its folders.
    for one in (folder, *list(folder.parents)[:2]):
        one.chmod(0o755)
    pdf = pdf_of(folder, 4)
    with cups_server(folder) as server:
        monkeypatch.setenv("CUPS_SERVER", server.address)
        assert printers_of_lp().names == (PRINTER,)
        job = print_by_lp(
            pdf, Order(PRINTER, 2, "a4", "Recovery plan", pages="2-4", sides="long", is_grey=True)
        )
        assert job == f"{PRINTER}-1"
        assert ended(job) == JobState(True, True)
        printed = server.printed.read_bytes()
        for setting in (b"@PJL SET DUPLEX=ON", b"@PJL SET BINDING=LONGEDGE", b"@PJL SET PAPER=A4"):
            assert setting in printed
        # Three pages on two sides are four with the blank, twice.
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) in {4, 8}
        assert "Recovery plan two-sided-long-edge" in server.pages.read_text()
        subprocess.run(["/usr/sbin/cupsdisable", PRINTER], check=True)
        waiting = print_by_lp(pdf, Order(PRINTER, 1, "a4", "Waits"))
        assert state_of(waiting) == JobState(False, said="the printer is stopped")
        subprocess.run(["lp", "-i", waiting, "-H", "hold"], check=True)
        assert state_of(waiting) == JobState(False, said="it is held until somebody releases it")
        subprocess.run(["cancel", waiting], check=True)
        assert ended(waiting) == JobState(True, False, "it was cancelled")
        assert said_of(waiting, ended(waiting)) == f"{PRINTER}-2 was not printed: it was cancelled."
        assert said_of(job, ended(job)) == f"{job} is printed."
        subprocess.run(["/usr/sbin/cupsenable", PRINTER], check=True)
        broken = print_by_lp(b"%PDF-1.4 and nothing more", Order(PRINTER, 1, "a4", "Broken"))
        stopped = until(broken, lambda state: "stopped it" in state.said)
        assert stopped.said.startswith("the print service stopped it (")
        assert waiting_words(broken, stopped).startswith(f"{broken} waits: the print service stopped it")
        subprocess.run(["/usr/sbin/cupsreject", PRINTER], check=True)
        with pytest.raises(UserError, match="is not accepting jobs"):
            print_by_lp(pdf, Order(PRINTER, 1, "a4", "Refused"))
        with pytest.raises(UserError, match="does not exist"):
            print_by_lp(pdf, Order("Nowhere", 1, "a4", "Refused"))


@pytest.mark.parametrize(
    ("typed", "range", "pages"),
    [
        ("", "", [1, 2, 3, 4, 5]),
        ("2-4", "2-4", [2, 3, 4]),
        (" 5 , 1 - 2 ", "5,1-2", [1, 2, 5]),
        ("2–3", "2-3", [2, 3]),
        ("4-4", "4", [4]),
    ],
)
def test_a_range_of_pages(typed, range, pages):
    assert range_of(typed, 5) == range
    assert numbers_in(range, 5) == pages


@pytest.mark.parametrize("typed", ["0", "6", "3-2", "1-", "a", "1;2", "-o raw", "1 2", "99999999"])
def test_what_is_no_range_is_refused(typed):
    with pytest.raises(UserError, match="is no range of pages from 1 to 5"):
        range_of(typed, 5)
