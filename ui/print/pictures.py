"""A picture for the head of every page: chosen among files, looked at, and kept in the plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from db.errors import UserError

if TYPE_CHECKING:
    from cxworkbench.attachments import Taken
    from ui.main_window import MainWindow
    from ui.plan_session import PlanSession
    from ui.work import Progress


class Pictures(QObject):
    """Takes pictures into the plan, where every copy of it has them.

    Signals:
        kept: the id of the attachment.
        failed: why it can't be printed or kept.
    """

    kept = Signal(str)
    failed = Signal(object)

    def __init__(self, window: MainWindow, plan: PlanSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._plan, self._over = window, plan, parent

    def choose(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self._over, "A logo for the head of every page", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("Pictures (*.png *.jpg *.jpeg)")
        dialog.fileSelected.connect(lambda chosen: self.take(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, path: Path) -> None:
        """Keep a file as one that can be printed; the plan stays as it is where it can't."""

        def read(progress: Progress) -> Taken | None:
            from cxworkbench.attachments import take
            from cxworkbench.briefings.packs import see_picture

            see_picture(path.name, path.read_bytes)
            return take(path, progress.is_cancelled)

        job = self._window.work.start(read)
        job.done.connect(self._keep)
        job.failed.connect(self.failed)

    def _keep(self, taken: Taken | None) -> None:
        from cxworkbench.attachments import attach
        from db.models import Attachment

        plan = self._plan
        if taken is None or plan.is_closed:
            return
        try:
            with plan.change(f"Keep the logo {taken.name}") as change:
                evidence = attach(change, plan.plan, plan.plan.programme, taken)
        except UserError as error:
            self.failed.emit(error)
            return
        file = plan.plan.get(Attachment, evidence.attachment)
        if file is not None:
            self.kept.emit(file.id)
