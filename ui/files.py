"""Opening and making plans: what the File menu and the start page do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from db.errors import UserError

if TYPE_CHECKING:
    from ui.banners import Offer
    from ui.main_window import MainWindow
    from ui.work import Progress

SAMPLE = "larkfield.cxplan"
FILTER = "Plans (*.cxplan);;All files (*)"


class Files(QObject):
    """The file commands of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def new(self) -> None:
        """Show the form for a new plan."""
        self._window.show_start(new=True)

    def open(self, path: Path) -> None:
        """Open a plan."""
        self._window.open_path(path)

    def make(self, path: Path, *, programme: str, type: str | None, pilot: str, go_live: date | None) -> None:
        """Make a new plan with its first pilot, and open it.

        Raises:
            UserError: the file exists already, or can't be written there.
        """
        from cxworkbench.new_plan import new_plan

        window = self._window
        new_plan(
            path,
            programme=programme,
            type=type,
            pilot=pilot,
            go_live=go_live,
            at=window.now(),
            by=window.settings.who,
        )
        window.open_path(path)

    def choose(self) -> None:
        """Ask for a plan and open it."""
        dialog = QFileDialog(self._window, "Open a plan", str(self._start_folder()), FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._window.open_path(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose_copy(self) -> None:
        """Ask for a name and save a copy of the plan under it; the dialog asks before it replaces a file."""
        plan = self._window.plan
        if plan is None:
            return
        first = plan.path.with_name(f"{plan.path.stem} copy{plan.path.suffix}")
        dialog = QFileDialog(self._window, "Save a copy", str(first), FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(first.suffix.lstrip("."))
        dialog.selectFile(str(first))
        dialog.fileSelected.connect(lambda name: self.copy_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def offer_a_copy(self) -> tuple[Offer, ...]:
        """What the banner of a plan for reading only offers."""
        from ui.banners import Offer

        return (Offer("Save a copy…", self.choose_copy, closes=False),)

    def copy_to(self, target: Path) -> None:
        """Save a checked copy of the plan; this window stays on the plan itself.

        It is made from this window's own session, in this thread: on Unix, a second opening of the file by this
        process would lift the locks of a commit that is under way.
        """
        from db.copies import copy_plan

        window = self._window
        if window.plan is None:
            return
        try:
            copy_plan(window.plan.session, target, overwrite=True)
        except UserError as error:
            window.show_trouble(error)
            return
        window.say(f"Saved a copy as {target.name}. This window stays on the plan.")

    def open_sample(self) -> None:
        """Open the sample in the program's data folder, written there first if it isn't."""
        path = self._window.settings.folder / SAMPLE
        if path.exists():
            self._window.open_path(path)
            return

        def write(progress: Progress) -> Path:
            from cxworkbench.sample import write_sample

            progress.step(0, 1, "Writing the sample programme")
            write_sample(path)
            return path

        self._window.status.show_nothing("Writing the sample programme")
        job = self._window.work.start(write, writes=True)
        job.done.connect(self._window.open_path)
        job.failed.connect(self._window.show_failure)

    def _start_folder(self) -> Path:
        recent = self._window.settings.recent
        return recent[0].parent if recent else Path.home()
