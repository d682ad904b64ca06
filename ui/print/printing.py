"""To a printer: by ``lp`` where it exists, because it tells of failure; else by Qt, which only hands over."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from db.errors import UserError, harmless
from ui.print.preview import PageImage

_PATIENCE_S = 20
#: Pixels for a point on a printer that is painted on: 300 dots an inch.
PAINTED = 300 / 72
_MEDIA = {"a4": "A4", "letter": "Letter"}
_SIZES = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}


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
    """What is to be printed, where, how often."""

    printer: str
    copies: int
    paper: str
    title: str


NONE = "No printer is set up on this computer. Save the PDF and print it from another one."


def find_printers() -> Printers:
    """Ask the print service; may take long where its server doesn't answer, so never on the UI thread."""
    if shutil.which("lp") and shutil.which("lpstat"):
        try:
            names = _asked("lpstat", "-e").stdout.split()
            default = _asked("lpstat", "-d").stdout.rpartition(": ")[2].strip()
        except (subprocess.TimeoutExpired, OSError):  # OSError: found a moment ago, but it can't be started
            return Printers((), reason="The print service does not answer. Save the PDF, or try again later.")
        return Printers(tuple(names), default if default in names else "", True, "" if names else NONE)
    found = tuple(QPrinterInfo.availablePrinterNames())
    return Printers(found, QPrinterInfo.defaultPrinterName(), bool(shutil.which("lp")), "" if found else NONE)


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
            answer = _asked(
                "lp",
                *("-d", order.printer),
                *("-n", str(order.copies)),
                *("-o", f"media={_MEDIA[order.paper]}"),
                *("-o", "print-scaling=none"),
                *("-t", harmless(order.title, 120)),
                "--",
                str(file),
            )
        except subprocess.TimeoutExpired:
            raise _refused(order, "the print service does not answer") from None
        except OSError as error:
            raise _refused(order, error.strerror or "it can't be started") from error
    if answer.returncode:
        said = " ".join((answer.stderr or answer.stdout).split()).removeprefix("lp: ").rstrip(".")
        raise _refused(order, said or f"exit code {answer.returncode}")
    _, _, rest = answer.stdout.partition("request id is ")
    return rest.split(" ")[0].strip()


def hand_over(pages: Sequence[PageImage], order: Order) -> None:
    """Paint rendered pages on a printer of Qt. It never tells whether they were printed.

    Raises:
        UserError: there is no such printer, or it can't be begun.
    """
    info = QPrinterInfo.printerInfo(order.printer)
    if info.isNull():
        raise _refused(order, "there is no such printer")
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setCopyCount(order.copies)
    printer.setDocName(harmless(order.title, 120))
    paint_pages(pages, printer, order)


def paint_pages(pages: Sequence[PageImage], printer: QPrinter, order: Order) -> None:
    """Paint pages at their own size, the paper's edges level with the picture's."""
    layout = QPageLayout(QPageSize(_SIZES[order.paper]), QPageLayout.Orientation.Portrait, QMarginsF())
    printer.setPageLayout(layout)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise _refused(order, "it can't be begun")
    try:
        for place, page in enumerate(pages):
            if place:
                printer.newPage()
            painter.drawImage(QRectF(printer.paperRect(QPrinter.Unit.DevicePixel)), page.image)
    finally:
        painter.end()


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


def _refused(order: Order, why: str) -> UserError:
    return UserError(
        f"the printer did not take the paper: {why}",
        where=order.printer,
        kept="nothing was printed",
        to_do="choose another printer, or save the PDF",
    )
