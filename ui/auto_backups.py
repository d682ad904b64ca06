"""Backups by themselves: off the thread that draws, said in the window where one fails."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from db.errors import UserError
from ui.precedence import WINDOW

if TYPE_CHECKING:
    from db.backup_schedule import Occasion
    from db.backups import Backup
    from ui.plan_session import PlanSession
    from ui.work import Job, Progress, Work

#: After the first data is shown and the window has settled; nobody types that soon.
OPENED_AFTER_MS = 1_000
#: How often it is asked whether half an hour with changes is over.
ASKED_EVERY_MS = 60_000
#: Closing waits no longer than this for a last backup.
CLOSING_S = 1.0
#: Bytes a second that copying a plan manages at least; measured 60 MB a second on a slow laptop's disk.
_AT_LEAST = 20_000_000


class AutoBackups(QObject):
    """The backups of one open plan. ``db.backup_schedule`` decides when one is due.

    Signals:
        failed: the error of the last backup.
        made: the backup, where one was due; None where none was.
    """

    failed = Signal(object)
    made = Signal(object)

    def __init__(self, plan: PlanSession, work: Work, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._work = work
        self._folder = folder
        self._job: Job | None = None
        #: The version that the newest backup holds, as far as this window knows.
        self._kept_head = 0
        self._opened_head = plan.session.head
        self._took = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(ASKED_EVERY_MS)
        self._timer.timeout.connect(self._half_hour)

    def start(self) -> None:
        """Begin: a backup of the plan as it was opened comes first."""
        if not self._plan.can_edit:
            return
        self._timer.start()
        QTimer.singleShot(OPENED_AFTER_MS, self, self._opened)

    def _opened(self) -> None:
        from db.backup_schedule import Occasion

        if self._plan.judging.is_busy:
            QTimer.singleShot(OPENED_AFTER_MS, self, self._opened)  # a large plan is judged first
            return
        self._begin(Occasion.OPENED)

    def _half_hour(self) -> None:
        from db.backup_schedule import Occasion

        self._begin(Occasion.HALF_HOUR)

    def try_again(self) -> None:
        """Make a backup now, unless the newest one holds all of it."""
        from db.backup_schedule import Occasion

        self._begin(Occasion.ASKED)

    def _begin(self, occasion: Occasion) -> None:
        plan = self._plan
        if self._job is not None or not plan.can_edit or plan.session.head == self._kept_head:
            return
        path, folder, moment, head = plan.path, self._folder, plan.now(), plan.session.head

        def make(progress: Progress) -> tuple[Backup | None, float]:
            from db.backup_schedule import make_due

            began = time.perf_counter()
            with WINDOW.yielding():
                made = make_due(path, folder, occasion, now=moment, leaves=progress.is_cancelled)
            return made, time.perf_counter() - began

        job = self._work.start(make)
        job.done.connect(lambda result: self._done(result, occasion, head))
        job.failed.connect(self._failed)
        job.ended.connect(self._ended)
        self._job = job

    def _done(self, result: tuple[Backup | None, float], occasion: Occasion, head: int) -> None:
        made, took = result
        if made is not None:
            self._took = took
        if made is not None or occasion.name != "HALF_HOUR":
            self._kept_head = head  # at least this version: what was changed meanwhile comes with the next
        self.made.emit(made)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            error = UserError(f"a fault of the program ({type(error).__name__})")
        self.failed.emit(error)

    def _ended(self) -> None:
        self._job = None

    def finish(self) -> None:
        """Back up what was changed since the last backup before the plan is closed, where that takes no time.

        A plan so large that closing would wait is backed up when it is opened next: the version is the same.
        """
        self._timer.stop()
        plan = self._plan
        unchanged = plan.session.head in {self._kept_head, self._opened_head}
        if not plan.can_edit or self._job is not None or unchanged:
            return
        from db.backup_schedule import Occasion, make_due

        try:
            copying = plan.path.stat().st_size / _AT_LEAST
            if copying > CLOSING_S:
                return
            thorough = 0 < self._took < CLOSING_S
            make_due(plan.session, self._folder, Occasion.CLOSING, now=plan.now(), thorough=thorough)
        except (UserError, OSError) as error:
            # The window is going: nobody reads a banner now. The next opening tries again and says it.
            self._failed(error)
