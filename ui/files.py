"""Opening, making, copying and closing plans: what the File menu and the start page do."""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from db.boundary import HOSTILE, damaged
from db.errors import PlanDamaged, PlanOutdated, UserError, harmless
from ui.banners import sentence

if TYPE_CHECKING:
    from db.salvage_report import Report
    from ui.auto_backups import AutoBackups
    from ui.banners import Offer
    from ui.main_window import MainWindow
    from ui.plan_session import PlanSession
    from ui.work import Progress

SAMPLE = "larkfield.cxplan"
#: Larger files (in bytes) are opened beside the window, which is drawn meanwhile: they take over a tenth of a second.
BESIDE_FROM = 8_000_000
FILTER = "Plans (*.cxplan);;All files (*)"


class Files(QObject):
    """The file commands of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        #: The backups of the open plan; None while there is none.
        self.backups: AutoBackups | None = None
        self._may_lose = False
        program = QGuiApplication.instance()
        if isinstance(program, QGuiApplication):
            program.commitDataRequest.connect(self._session_ends)

    def today(self) -> date:
        """The day on this computer."""
        return self._window.today()

    def new(self) -> None:
        """Show the form for a new plan."""
        self._window.show_start(new=True)

    def open(self, path: Path, *, read_only: bool = False, is_damaged: bool = False) -> bool:
        """Open a plan in the window, in place of the one that it shows; why it can't be is shown as a banner."""
        from ui.opening import open_for_window

        window = self._window
        settings = window.settings
        if window.plan is not None and window.plan.path.absolute() == path.absolute():
            self.close()
        is_large = _is_large(path)
        if is_large:
            window.status.showMessage(f"Opening {path.name}")
        try:
            plan, held = open_for_window(
                path,
                user=settings.who,
                now=window.now,
                today=window.today,
                data=settings.folder,
                read_only=read_only,
                is_damaged=is_damaged,
                wait_for=window.work.wait_for if is_large else None,
            )
        except PlanOutdated as error:
            self._bring_up_to_date(path, error)
            return False
        except UserError as error:
            if window.plan is None:
                window.show_start()
            window.notices.show_not_opened(path, error)
            return False
        window.status.clearMessage()
        self.close()
        window.banners.clear()
        try:
            window.show_plan(plan)
        except (UserError, *HOSTILE, AssertionError) as error:
            if not (is_damaged or isinstance(error, PlanDamaged)):
                raise  # a fault of our own
            self._give_up(path, error)
            return False
        if plan.session.read_only:
            settings.note_id(path, plan.plan.programme.id)
        else:
            settings.remember(path, plan.plan.programme.id)
        window.notices.begin(plan, held)
        self._begin_backups(plan)
        self._begin_watching(plan)
        window.plan_shown.emit()
        return True

    def _give_up(self, path: Path, error: BaseException) -> None:
        """Too much of a plan is damaged to be judged: what can be saved is offered."""
        self.close()
        window = self._window
        window.show_start()
        why = error if isinstance(error, PlanDamaged) else damaged(path, "too little of it can be read")
        window.notices.show_not_opened(path, why, looked_at=True)

    def _bring_up_to_date(self, path: Path, older: PlanOutdated) -> None:
        """Migrate a plan of an older program beside the window, with a backup before, and open it then."""
        window = self._window
        folder, moment = window.settings.backups, window.now()

        def bring(progress: Progress) -> Path:
            from db.upgrade import upgrade_plan

            progress.step(0, 1, "Bringing the plan up to date")
            return upgrade_plan(path, folder, at=moment).path

        def opened(backup: Path) -> None:
            if self.open(path):
                rest = f"The plan as it was is kept among the backups: {backup.name}."
                window.banners.show_banner("up to date", "info", sentence(older.what), rest)

        if window.plan is None:
            window.show_start()
        window.status.showMessage("Bringing the plan up to date", 6000)
        job = window.work.start(bring, writes=True)
        job.done.connect(opened)
        job.failed.connect(window.show_failure)

    def _begin_backups(self, plan: PlanSession) -> None:
        from ui.auto_backups import AutoBackups

        window = self._window
        self.backups = AutoBackups(plan, window.work, window.settings.backups, plan)
        self.backups.failed.connect(window.notices.show_backup_failed)
        self.backups.made.connect(window.notices.show_backup_made)
        self.backups.start()

    def _begin_watching(self, plan: PlanSession) -> None:
        from ui.watched_folder import WatchedFolder

        self._window.watched = WatchedFolder(self._window, plan)
        self._window.watched.begin()

    def close(self) -> None:
        """Let go of the open plan: what is being typed is saved, and what changed is backed up."""
        window = self._window
        if window.plan is None:
            return
        window.pages.commit_typing()
        if self.backups is not None:
            self.backups.finish()
            self.backups = None
        window.keep_place()
        window.pages.end()
        window.plan.close()
        window.plan.deleteLater()
        window.plan = window.watched = None

    def may_close(self) -> bool:
        """Whether nothing typed would be lost with the window: neither saved nor kept as a draft."""
        window = self._window
        window.pages.commit_typing()
        if window.plan is None or window.plan.pending.unkept is None or self._may_lose:
            return True
        self._may_lose = True
        window.notices.show_would_be_lost(window.plan.pending.unkept)
        return False

    def _session_ends(self) -> None:
        """The person logs out or the computer shuts down: what is being typed is saved, or kept as a draft."""
        if self._window.is_built:
            self._window.pages.commit_typing()

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
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
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
        if not window.plan.session.sees_what_was_read():
            window.show_trouble(
                UserError(
                    "what you see is no longer in the file: somebody wrote over it",
                    where=window.plan.path.name,
                    kept="nothing was copied",
                    to_do="open the plan again, or open a backup",
                )
            )
            return
        try:
            copy_plan(window.plan.session, target, overwrite=True)
        except UserError as error:
            window.show_trouble(error)
            return
        window.say(f"Saved a copy as {target.name}. This window stays on the plan.")

    def restore(self, backup: Path, plan: Path) -> None:
        """Put a backup in the place of a plan that this window doesn't have open, and open the plan."""
        window = self._window
        folder, moment = window.settings.backups, window.now()

        def put_back(progress: Progress) -> Path:
            from db.backups import restore

            progress.step(0, 1, "Putting the backup in the place of the plan")
            restore(backup, plan, folder, at=moment)
            return plan

        job = window.work.start(put_back, writes=True)
        job.done.connect(self._open_restored)
        job.failed.connect(window.show_failure)

    def _open_restored(self, plan: Path) -> None:
        if self._window.open_path(plan):
            self._window.say(
                f"{plan.name} is the backup now. What stood there before is kept beside the backups."
            )

    def choose_salvage(self, broken: Path) -> None:
        """Ask for the name of a new plan, and save in it what can be read of a damaged one."""
        first = broken.with_name(f"{broken.stem} salvaged{broken.suffix}")
        dialog = QFileDialog(self._window, "Salvage into a new plan", str(first), FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(first.suffix.lstrip("."))
        dialog.selectFile(str(first))
        dialog.fileSelected.connect(lambda name: self.salvage(broken, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def salvage(self, broken: Path, target: Path) -> None:
        """Save what can be read of a damaged plan into a new one, open that, and say what is missing."""
        window = self._window
        backups, moment, who = window.settings.backups, window.now(), window.settings.who

        def save(progress: Progress) -> Report:
            from db.salvage import salvage

            progress.step(0, 1, "Salvaging")
            return salvage(broken, target, at=moment, by=who, backups=backups)

        def opened(report: Report) -> None:
            from db.salvage_report import lines

            if self.open(target):
                what = f"This is a new plan with what could be read in {broken.name}."
                found = " ".join(sentence(line) for line in islice(lines(report), 4))
                window.banners.show_banner("salvaged", "info", harmless(what), harmless(found))

        job = window.work.start(save, writes=True)
        job.done.connect(opened)
        job.failed.connect(window.show_failure)

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


def _is_large(path: Path) -> bool:
    try:
        return path.stat().st_size > BESIDE_FROM
    except OSError:
        return False  # opening it says what is wrong
