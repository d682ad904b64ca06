"""The watched folder of the open plan: looked into beside the window, and what came in is said."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from db.errors import UserError, harmless
from ui.banners import Offer

if TYPE_CHECKING:
    from cxworkbench.exchange.watched import Came, Looker
    from db.journal import Changed
    from ui.main_window import MainWindow
    from ui.plan_session import PlanSession
    from ui.work import Job, Progress

#: How often the folder is looked into.
LOOK_MS = 1_500
#: The first look comes once the window has settled.
FIRST_MS = 1_000
#: A mapping or a metric that changed may be what a file waits for.
_MAY_HELP = frozenset({"import_mapping", "metric", "cohort", "pilot"})


class WatchedFolder(QObject):
    """Watches for one open plan. Paused while the plan can't be changed.

    Signals:
        came: what became of a file (``Came``).
    """

    came = Signal(object)

    def __init__(self, window: MainWindow, plan: PlanSession) -> None:
        super().__init__(plan)
        self._window = window
        self._plan = plan
        self._job: Job | None = None
        self._looker: Looker | None = None
        self._trouble = ""
        self.waiting: dict[Path, str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        plan.changed.connect(self._take_change)

    @property
    def folder(self) -> Path | None:
        """The folder that is watched; None where none is."""
        return self._window.settings.watched_folder(self._plan.plan.programme.id)

    def watch(self, folder: Path | None) -> None:
        """Watch a folder from now on; none, where it is None. Kept for this plan on this computer."""
        self._window.settings.watch_folder(self._plan.plan.programme.id, folder)
        self._window.settings.write()
        self.begin()

    def begin(self) -> None:
        """Begin to watch, if a folder was chosen for this plan."""
        self._looker = None
        self.waiting.clear()
        self._trouble = ""
        for subject in ("watched waits", "watched trouble"):
            self._window.banners.take_away(subject)
        folder = self.folder
        if folder is None:
            self._timer.stop()
            return
        from cxworkbench.exchange.watched import Looker

        self._looker = Looker(folder)
        self._timer.start()
        QTimer.singleShot(FIRST_MS, self, self.look)

    def look(self) -> None:
        """Look into the folder, beside the window."""
        looker, plan = self._looker, self._plan
        if looker is None or self._job is not None or plan.is_closed or not plan.can_edit:
            return

        def look(progress: Progress) -> list[Path]:
            progress.step(0, 0)
            return looker.complete(time.monotonic())

        self._start(look, self._looked, writes=False)

    def _start(self, work: object, done: object, *, writes: bool) -> None:
        job = self._window.work.start(work, writes=writes)  # type: ignore[arg-type]
        job.done.connect(done)
        job.failed.connect(self._failed)
        job.ended.connect(partial(self._ended, job))
        self._job = job

    def _ended(self, job: Job) -> None:
        if self._job is job:
            self._job = None

    def _looked(self, paths: list[Path]) -> None:
        self._job = None
        if self._plan.is_closed:
            return
        self._window.banners.take_away("watched trouble")
        self._trouble = ""
        gone = [path for path in self.waiting if self._looker is None or path not in self._looker.held]
        for path in gone:
            del self.waiting[path]
        if gone:
            self._show_waiting()
        if not paths or not self._plan.can_edit:
            return
        plan, path = self._plan, paths[0]
        at, by, backups = plan.now(), plan.user, self._window.settings.backups

        def take(progress: Progress) -> Came:
            from cxworkbench.exchange.watched import take_in
            from db.store import open_plan
            from ui.sections.import_jobs import back_up_first, stepping

            session = open_plan(plan.path, origin="window")
            try:
                before = partial(back_up_first, session, backups, at)
                return take_in(
                    session,
                    path,
                    at=at,
                    by=by,
                    before=before,
                    step=stepping(progress, f"Reading {path.name}"),
                )
            finally:
                session.close()

        self._start(take, partial(self._taken, path), writes=True)

    def _taken(self, path: Path, came: Came) -> None:
        self._job = None
        if self._plan.is_closed:
            return
        if came.how == "waits" and self._looker is not None:
            self._looker.hold(path)
            self.waiting[path] = came.said
            self._show_waiting()
        else:
            self._plan.look()
            self._say(came)
        self.came.emit(came)
        QTimer.singleShot(0, self, self.look)  # there may be more of them

    def _failed(self, error: Exception) -> None:
        if self._plan.is_closed:
            return
        if not isinstance(error, UserError):
            self._timer.stop()
            self._window.show_failure(error)
            return
        if error.line() != self._trouble:
            # Said once, and tried again with each look.
            self._trouble = error.line()
            offers = (
                Offer("Watched folder…", partial(self._window.actions_.run, "plan.watch"), closes=False),
            )
            self._window.banners.show_error(error, offers, kind="warning", subject="watched trouble")

    def _take_change(self, changed: Changed) -> None:
        if self._looker is not None and (not changed.kinds or changed.kinds & _MAY_HELP):
            self._looker.let_go()

    # ---------------------------------------------------------------------------------------------- saying

    def _say(self, came: Came) -> None:
        rows = (
            f"{came.rejected:,} row{'s were' if came.rejected != 1 else ' was'} rejected. "
            if came.rejected
            else ""
        )
        folder = came.path.parent
        offers = (Offer("Show the report", partial(_open, came.report or folder), closes=False),)
        if came.how == "in":
            what = f"{came.name} came in from the watched folder: {came.said}."
            undo = "" if came.said.startswith("0 new, 0 replaced") else " Undo: Ctrl+Z."
            rest = f"{rows}It lies in “{folder.name}” now, beside its report.{undo}"
            kind = "warning" if came.rejected else "info"
        else:
            what = f"{came.name} was refused: {came.said}."
            rest = f"{rows}Nothing was taken in. It lies in “{folder.name}” now, beside its report."
            kind = "error"
        self._window.banners.show_banner(f"watched {came.how}", kind, harmless(what), harmless(rest), offers)

    def _show_waiting(self) -> None:
        banners = self._window.banners
        if not self.waiting:
            banners.take_away("watched waits")
            return
        first, why = next(iter(self.waiting.items()))
        more = f" {len(self.waiting) - 1} more wait." if len(self.waiting) > 1 else ""
        banners.show_banner(
            "watched waits",
            "warning",
            harmless(f"{first.name} waits in the watched folder: {why}."),
            f"Import it once, and files like it come in by themselves.{more}",
            (Offer("Look at it…", partial(self._window.open_import, first), closes=False),),
        )


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
