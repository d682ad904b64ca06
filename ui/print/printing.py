"""To a printer where there is no ``lp``: by Qt, which only hands over and never tells of failure."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from cxworkbench.printing import NONE, Order, Printers, has_lp, numbers_in, printers_of_lp, refused
from db.errors import harmless
from ui.print.preview import PageImage

#: Pixels for a point on a printer that is painted on: 300 dots an inch.
PAINTED = 300 / 72
_SIZES = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}
_DUPLEX = {
    "one": QPrinter.DuplexMode.DuplexNone,
    "long": QPrinter.DuplexMode.DuplexLongSide,
    "short": QPrinter.DuplexMode.DuplexShortSide,
}


def find_printers() -> Printers:
    """Ask for the printers; may take long where a server doesn't answer, so never on the UI thread."""
    if has_lp():
        return printers_of_lp()
    found = tuple(QPrinterInfo.availablePrinterNames())
    return Printers(found, QPrinterInfo.defaultPrinterName(), bool(shutil.which("lp")), "" if found else NONE)


def hand_over(pages: Sequence[PageImage], order: Order) -> None:
    """Paint rendered pages on a printer of Qt. It never tells whether they were printed.

    Raises:
        UserError: there is no such printer, or it can't be begun.
    """
    info = QPrinterInfo.printerInfo(order.printer)
    if info.isNull():
        raise refused(order, "there is no such printer")
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setCopyCount(order.copies)
    printer.setDuplex(_DUPLEX[order.sides])
    if order.is_grey:
        printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setDocName(harmless(order.title, 120))
    paint_pages(pages, printer, order)


def paint_pages(pages: Sequence[PageImage], printer: QPrinter, order: Order) -> None:
    """Paint the pages of an order at their own size, the paper's edges level with the picture's."""
    layout = QPageLayout(QPageSize(_SIZES[order.paper]), QPageLayout.Orientation.Portrait, QMarginsF())
    printer.setPageLayout(layout)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise refused(order, "it can't be begun")
    try:
        for place, number in enumerate(numbers_in(order.pages, len(pages))):
            if place:
                printer.newPage()
            paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
            painter.drawImage(paper, pages[number - 1].image)
    finally:
        painter.end()
