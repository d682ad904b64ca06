"""``print``: what goes to the printer, what is kept, and what is said of a job."""

from __future__ import annotations

import os

import pytest

from tests.commands.test_commands import run, sample
from tests.ui.test_print_dialog import LP, LP_REFUSES, LPSTAT, LPSTAT_NONE, put

__all__ = ["put", "run", "sample"]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="the scripts that stand for lp are for a shell")

LPSTAT_ABORTED = """#!{python}
import sys
if "-e" in sys.argv:
    print("Office")
elif "completed" in sys.argv:
    print("Office-7  me  1024  today\\n\\tStatus: out of toner\\n\\tAlerts: job-aborted-by-system\\n\\tqueued for Office")
"""


def test_a_briefing_is_printed_and_kept(run, sample, put):
    scripts = put("lp", LP)
    put("lpstat", LPSTAT)
    arguments = (
        "print",
        "s.cxplan",
        "--kind",
        "recovery",
        "--copies",
        "2",
        "--range",
        "1",
        "--duplex",
        "short",
    )
    code, out, _ = run(*arguments, "--printed", "2026-03-11T10:42")
    assert code == 0
    assert out.splitlines() == [
        "Recovery plan, pages 1 of 2: sent to Office as Office-7, 2 copies.",
        "The print service is done with Office-7.",
    ]
    told = (scripts / "arguments").read_text().split("\n")
    assert told[:8] == ["-d", "Office", "-n", "2", "-P", "1", "-o", "sides=two-sided-short-edge"]
    printed = (scripts / "printed.pdf").read_bytes()
    (scripts / "printed.pdf").unlink()
    code, out, _ = run("print", "s.cxplan", "--again", "1", "--printer", "Hall")
    assert code == 0
    assert out.startswith("Recovery plan, Chat Assistant, 2 pages: sent to Hall")
    assert (scripts / "printed.pdf").read_bytes() == printed


def test_a_job_that_came_to_nothing_is_said(run, sample, put):
    put("lp", LP)
    put("lpstat", LPSTAT_ABORTED)
    code, out, _ = run("print", "s.cxplan", "--kind", "sponsor", "--printer", "Office")
    assert code == 1
    assert "Office-7 was not printed: out of toner, job-aborted-by-system." in out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--kind", "sponsor"), 'Destination "Office" is not accepting jobs'),
        (("--kind", "sponsor", "--printer", "Cellar"), "there is no printer 'Cellar'"),
        (("--kind", "sponsor", "--range", "3"), "no range of pages from 1 to 1"),
        (("--kind", "sponsor", "--duplex", "both"), "there is no duplex 'both'"),
        (("--again", "90"), "there is no kept paper 90"),
        ((), "name --kind or --again"),
    ],
)
def test_what_cannot_be_printed_is_one_line(run, sample, put, more, said):
    put("lp", LP_REFUSES)
    put("lpstat", LPSTAT)
    code, out, err = run("print", "s.cxplan", *more)
    assert code in {2, 3}
    assert said in err
    assert not out


def test_printers_are_listed_or_said_to_be_none(run, sample, put):
    put("lp", LP)
    put("lpstat", LPSTAT)
    assert run("print", "s.cxplan", "--printers")[1].splitlines() == ["Hall", "Office (the usual one)"]
    put("lpstat", LPSTAT_NONE)
    assert "No printer is set up" in run("print", "s.cxplan", "--printers")[1]
