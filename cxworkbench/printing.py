"""To a printer by ``lp``, which tells of failure; and following a job until it is done."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cxworkbench.cups_jobs import state_in_cups
from db.errors import UserError, harmless

_PATIENCE_S = 20
_MEDIA = {"a4": "A4", "letter": "Letter"}
#: How a sheet is printed, by id: the words shown.
SIDES = {"one": "One side", "long": "Two sides, long edge", "short": "Two sides, short edge"}
_SIDES = {"one": "one-sided", "long": "two-sided-long-edge", "short": "two-sided-short-edge"}
NONE = "No printer is set up on this computer. Save the PDF and print it from another one."
_RANGE = re.compile(r"(\d{1,5})(?:\s*-\s*(\d{1,5}))?")
#: Reasons of a job, as the print service writes them, that mean it came to nothing.
_BAD = ("abort", "cancel", "unsupported", "error")
#: CUPS leaves this reason on printed and on cancelled jobs alike.
_TELLS_NOTHING = {"", "none", "processing-to-stop-point"}
_NOT_PRINTED = {"cancelled": "it was cancelled", "aborted": "the print service gave it up"}
_KEEPS = {"held": "it is held until somebody releases it", "stopped": "the print service stopped it"}


@dataclass(frozen=True)
class Printers:
    """The printers of this computer.

    Attributes:
        names: as the print service calls them.
        default: the one that it would use, "" if none.
        by_lp: whether papers go to them by ``lp``.
        reason: why there are none.
    """

    names: tuple[str, ...]
    default: str = ""
    by_lp: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Order:
    """What is to be printed, where, how often.

    Attributes:
        printer: as the print service calls it.
        copies: how many, one after the other.
        paper: "a4" or "letter".
        title: of the job.
        pages: which, as "2-4,7"; empty for all.
        sides: an id of ``SIDES``.
        is_grey: whether the printer is asked to use black only.
    """

    printer: str
    copies: int
    paper: str
    title: str
    pages: str = ""
    sides: str = "one"
    is_grey: bool = False


@dataclass(frozen=True)
class JobState:
    """How far a job is.

    Attributes:
        is_over: whether the print service is done with it.
        is_printed: whether it says that it was printed; None where it doesn't say.
        said: what it says of it, in its own words.
    """

    is_over: bool
    is_printed: bool | None = None
    said: str = ""


def has_lp() -> bool:
    """Whether the print service can be asked."""
    return bool(shutil.which("lp") and shutil.which("lpstat"))


def printers_of_lp() -> Printers:
    """Ask the print service; may take long where its server doesn't answer, so never on the UI thread."""
    try:
        names = _asked("lpstat", "-e").stdout.split()
        default = _asked("lpstat", "-d").stdout.rpartition(": ")[2].strip()
    except (subprocess.TimeoutExpired, OSError):  # OSError: found a moment ago, but it can't be started
        return Printers((), reason="The print service does not answer. Save the PDF, or try again later.")
    return Printers(tuple(names), default if default in names else "", True, "" if names else NONE)


def range_of(text: str, pages: int) -> str:
    """A range of pages as ``lp`` takes it: "2-4,7"; empty for all.

    Args:
        text: as it was typed.
        pages: how many there are.

    Raises:
        UserError: it is no range, or names a page that there isn't.
    """
    parts: list[str] = []
    for part in filter(None, (one.strip() for one in text.replace("–", "-").split(","))):
        found = _RANGE.fullmatch(part)
        first = int(found[1]) if found else 0
        last = int(found[2] or first) if found else 0
        if not 1 <= first <= last <= pages:
            raise UserError(
                f"{harmless(part, 40)!r} is no range of pages from 1 to {pages}",
                where="Pages",
                kept="nothing was printed",
                to_do="write for example 2-4, 7; leave it empty for all",
            )
        parts.append(str(first) if first == last else f"{first}-{last}")
    return ",".join(parts)


def numbers_in(pages: str, count: int) -> list[int]:
    """The pages that a range names, from 1, in the order of the paper; of an empty one all."""
    if not pages:
        return list(range(1, count + 1))
    chosen: set[int] = set()
    for part in pages.split(","):
        first, _, last = part.partition("-")
        chosen.update(range(int(first), int(last or first) + 1))
    return sorted(chosen)


def print_by_lp(pdf: bytes, order: Order) -> str:
    """Give the PDF to the print service as it is.

    Returns:
        The print service's name for the job; "" where it gave none.

    Raises:
        UserError: the print service didn't take it; its own sentence is in the message.
    """
    with tempfile.TemporaryDirectory(prefix="cxworkbench-print-") as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(pdf)
        try:
            answer = _asked("lp", *_arguments(order), "--", str(file))
        except subprocess.TimeoutExpired:
            raise refused(order, "the print service does not answer") from None
        except OSError as error:
            raise refused(order, error.strerror or "it can't be started") from error
    if answer.returncode:
        said = " ".join((answer.stderr or answer.stdout).split()).removeprefix("lp: ").rstrip(".")
        raise refused(order, said or f"exit code {answer.returncode}")
    _, _, rest = answer.stdout.partition("request id is ")
    return rest.split(" ")[0].strip()


def _arguments(order: Order) -> list[str]:
    return [
        *("-d", order.printer, "-n", str(order.copies)),
        *(("-P", order.pages) if order.pages else ()),
        *("-o", f"sides={_SIDES[order.sides]}"),
        *("-o", f"media={_MEDIA[order.paper]}"),
        *("-o", "print-scaling=none"),
        *(("-o", "collate=true") if order.copies > 1 else ()),
        *(("-o", "print-color-mode=monochrome") if order.is_grey else ()),
        *("-t", harmless(order.title, 120)),
    ]


def state_of(job: str) -> JobState:
    """How far a job is; never on the UI thread.

    Args:
        job: the print service's name for it, "Office-7".
    """
    printer = job.rpartition("-")[0]
    try:
        waiting = _entry(_asked("lpstat", "-W", "not-completed", "-l", "-o", printer).stdout, job)
        if waiting is not None:
            return JobState(False, said=_what_keeps(job, printer, _said(waiting)))
        ended = _entry(_asked("lpstat", "-W", "completed", "-l", "-o", printer).stdout, job)
    except (subprocess.TimeoutExpired, OSError):
        return JobState(False, said="the print service does not answer")
    said = "" if ended is None else _said(ended)
    end = state_in_cups(job)
    if end == "printed":
        return JobState(True, True, said)
    if end in _NOT_PRINTED:
        return JobState(True, False, f"{_NOT_PRINTED[end]}{f' ({said})' if said else ''}")
    if any(word in said for word in _BAD):
        return JobState(True, False, said)
    return JobState(True, True if "completed-successfully" in said else None, said)


def _what_keeps(job: str, printer: str, said: str) -> str:
    state = state_in_cups(job)
    if state in _KEEPS:
        return f"{_KEEPS[state]}{f' ({said})' if said and state == 'stopped' else ''}"
    if " disabled " in _asked("lpstat", "-p", printer).stdout:
        return "the printer is stopped"
    return said


def _entry(listed: str, job: str) -> list[str] | None:
    """The lines that the print service lists under a job; None where it isn't listed."""
    found: list[str] | None = None
    for line in listed.splitlines():
        if not line[:1].isspace():
            if found is not None:
                break
            if line.split(" ")[0] == job:
                found = []
        elif found is not None:
            found.append(line.strip())
    return found


def _said(lines: list[str]) -> str:
    """What is said of a job: the printer's own words, then the reason."""
    told = {head: rest.strip() for head, _, rest in (line.partition(":") for line in lines)}
    words = [told.get("Status", ""), told.get("Alerts", "")]
    return harmless(", ".join(one for one in words if one not in _TELLS_NOTHING), 200)


def _asked(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the print service, told as a list: no shell reads what the plan says."""
    return subprocess.run(  # noqa: S603 - the program is found on PATH on purpose, as the user's shell would
        arguments,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=_PATIENCE_S,
        env={**os.environ, "LC_ALL": "C"},
    )


def refused(order: Order, why: str) -> UserError:
    """That a printer didn't take a paper."""
    return UserError(
        f"the printer did not take the paper: {why}",
        where=order.printer,
        kept="nothing was printed",
        to_do="choose another printer, or save the PDF",
    )
