"""Sending what is previewed to a printer: by ``lp``, and followed until it is done; else handed over by Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxworkbench import formats
from cxworkbench.printing import Order, print_by_lp, range_of
from db.errors import UserError
from ui.print.following import Following
from ui.print.preview import PageImage, render_pages
from ui.print.printing import PAINTED, hand_over

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.print.keeping import Shown
    from ui.print.printer_part import PrinterPart


def order_of(shown: Shown, asked: PrinterPart, programme: str) -> Order:
    """What is to be printed, as the choices say.

    Raises:
        UserError: what was typed is no range of its pages.
    """
    return Order(
        asked.printer.currentText(),
        asked.copies.value,
        shown.paper,
        f"{shown.name}, {programme}",
        range_of(asked.pages.text(), shown.pages),
        str(asked.sides.currentData()),
        shown.is_grey,
    )


class Sending(QObject):
    """Sends papers off the UI thread; a job is followed for as long as the window is there.

    Signals:
        sent: what was sent (``Shown``), and what to say of it.
        failed: why the printer didn't take it.
    """

    sent = Signal(object, str)
    failed = Signal(object)

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window

    def send(self, shown: Shown, order: Order, *, by_lp: bool) -> None:
        """Send a paper."""
        if by_lp:
            job = self._window.work.start(lambda _: print_by_lp(shown.pdf, order))
            job.done.connect(lambda named: self._take_sent(shown, order, named))
        else:
            job = self._window.work.start(lambda progress: render_pages(shown.pdf, PAINTED, progress.step))
            job.done.connect(lambda pages: self._take_painted(shown, order, pages))
        job.failed.connect(self.failed)

    def _take_sent(self, shown: Shown, order: Order, id: str) -> None:
        if id:
            Following(self._window.work, id, self._window.say, self._window)
        named = f" as {id}" if id else ""
        self.sent.emit(shown, f"Sent to {order.printer}{named}, {_copies(order)}.")

    def _take_painted(self, shown: Shown, order: Order, pages: list[PageImage]) -> None:
        try:
            hand_over(pages, order)
        except UserError as error:
            self.failed.emit(error)
            return
        said = f"Handed over to {order.printer}, {_copies(order)}. Whether it was printed is not known here."
        self.sent.emit(shown, said)


def _copies(order: Order) -> str:
    return formats.plural(order.copies, "copy", "copies")
