"""Saving what is previewed: as PDF, or each page as a picture; whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cxworkbench import formats
from ui.print.keeping import Shown, written

if TYPE_CHECKING:
    from ui.work import Progress, Work


class Saving(QObject):
    """Asks where, and writes off the UI thread.

    Args:
        work: the doorway for long work.
        parent: over which it asks.
        plan: the plan's file, which is never written over.
        folder: gives the folder used last.

    Signals:
        saved: the folder, what to say, and what was saved (``Shown``) where it was the PDF.
        failed: why it could not be saved.
    """

    saved = Signal(object, str, object)
    failed = Signal(object)

    def __init__(self, work: Work, parent: QWidget, plan: Path, folder: Callable[[], Path]) -> None:
        super().__init__(parent)
        self._work, self._over, self._plan, self._folder = work, parent, plan, folder

    def choose_file(self, shown: Shown) -> None:
        """Ask where the PDF goes, and save it there."""
        dialog = QFileDialog(self._over, "Save PDF", str(self._folder()), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(shown.file_name)
        dialog.fileSelected.connect(lambda chosen: self.save_to(shown, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, shown: Shown, target: Path) -> None:
        """Save the PDF."""
        pdf, plan = shown.pdf, self._plan

        def work(_: Progress) -> None:
            from cxworkbench.exchange.whole_file import write_whole

            write_whole(target, pdf, not_over=plan)

        self._start(work, target.parent, f"Saved {target.name} in {target.parent}", shown)

    def choose_folder(self, shown: Shown) -> None:
        """Ask for the folder into which the pages go as PNG."""
        dialog = QFileDialog(self._over, "Save pages as PNG", str(self._folder()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.save_pages(shown, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_pages(self, shown: Shown, folder: Path) -> None:
        """Save each page as a picture."""
        said = f"Saved {formats.plural(shown.pages, 'page')} as PNG in {folder}"
        self._start(lambda progress: written(shown, folder, progress.step), folder, said, None)

    def _start(self, work: Callable[[Progress], Any], folder: Path, said: str, shown: Shown | None) -> None:
        job = self._work.start(work)
        job.done.connect(lambda _: self.saved.emit(folder, said, shown))
        job.failed.connect(self.failed)
