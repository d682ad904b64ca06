"""The one doorway for long work: a job runs off the UI thread, its signals arrive on it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Thread
from time import sleep
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QRunnable, Qt, QThreadPool, Signal

from db.fixed import fixed
from ui import garbage

T = TypeVar("T")

#: How long closing the window waits for jobs that were told to stop.
PATIENCE_MS = 5000
#: While the window waits for something: how long it draws at a time, and how often it looks whether that has ended.
_DRAWN_EVERY_MS, _LOOKS_EVERY_S = 20, 0.005


class Cancelled(Exception):
    """The person cancelled; raised inside the job by ``Progress.step``."""


@fixed
class Step:
    """How far a job is: ``done`` of ``total``, and what it is doing in words."""

    done: int
    total: int
    text: str


class Progress:
    """What a job is handed to tell how far it is; it knows nothing of Qt."""

    def __init__(self, tell: Callable[[Step], None]) -> None:
        self._tell = tell
        self._is_cancelled = False

    def cancel(self) -> None:
        """Let the next step raise; may be called from any thread."""
        self._is_cancelled = True

    def is_cancelled(self) -> bool:
        """Whether to leave; for work that has its own way of breaking off."""
        return self._is_cancelled

    def step(self, done: int, total: int, text: str = "") -> None:
        """Say how far the job is.

        Raises:
            Cancelled: the person cancelled; leave without having written anything.
        """
        if self._is_cancelled:
            raise Cancelled
        self._tell(Step(done, total, text))


class Job(QObject):
    """One piece of work under way. Exactly one of ``done``, ``failed`` and ``cancelled`` ends it."""

    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    progress = Signal(object)
    ended = Signal()
    _happened = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Jobs end on pool threads: what they emit there is taken over by a slot of this object, on its own thread.
        self._happened.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._progress = Progress(lambda step: self._happened.emit("progress", step))
        self._loaded = len(sys.modules)
        self._is_wanted = True

    def let_go(self) -> None:
        """Whoever asked for it is gone: how it ends is told to nobody, only that it has ended."""
        self._is_wanted = False

    def cancel(self) -> None:
        """Ask the job to leave at its next step."""
        self._progress.cancel()

    def run(self, work: Callable[[Progress], Any]) -> None:
        """Do the work; called on the pool thread."""
        try:
            result = work(self._progress)
        except Cancelled:
            self._happened.emit("cancelled", None)
        except Exception as error:  # noqa: BLE001 - nothing is swallowed: whoever started the job hears of it
            self._happened.emit("failed", error)
        else:
            self._happened.emit("done", result)

    def _pass_on(self, what: str, value: Any) -> None:
        if what != "progress" and len(sys.modules) > self._loaded:
            # Libraries that it loaded stay: to look through them takes a tenth of a second, at any moment from now on.
            garbage.hold()
        if what == "cancelled" and self._is_wanted:
            self.cancelled.emit()
        elif self._is_wanted:
            {"done": self.done, "failed": self.failed, "progress": self.progress}[what].emit(value)
        if what != "progress":
            self.ended.emit()


class _Runnable(QRunnable):
    def __init__(self, job: Job, work: Callable[[Progress], Any]) -> None:
        super().__init__()
        self._job = job
        self._work = work

    def run(self) -> None:
        self._job.run(self._work)


class Work(QObject):
    """Starts jobs. Jobs that write run one at a time, in the order in which they came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = QThreadPool(self)
        self._writers = QThreadPool(self)
        self._writers.setMaxThreadCount(1)
        self._jobs: list[Job] = []

    @property
    def is_idle(self) -> bool:
        """Whether no job is under way."""
        return not self._jobs

    def start(
        self, work: Callable[[Progress], Any], *, writes: bool = False, asker: QObject | None = None
    ) -> Job:
        """Start a job.

        Args:
            work: a function of the core; opens its own session, returns plain data, touches nothing of Qt.
            writes: whether it writes to a plan.
            asker: what shows the result; where that goes first, as the pages of a plan do with it, nobody is told.
        """
        job = Job(self)
        if asker is not None:
            asker.destroyed.connect(job.let_go)
        self._jobs.append(job)
        job.ended.connect(self._forget)
        pool = self._writers if writes else self._readers
        pool.start(_Runnable(job, work))
        return job

    def wait_for(self, work: Callable[[], T]) -> T:
        """Do something in another thread and give its result; the window is drawn meanwhile, and takes no input.

        Args:
            work: reads only; what it makes has no part in Qt.

        Raises:
            Exception: whatever the work raises.
        """
        results: list[T] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                results.append(work())
            except BaseException as error:  # noqa: BLE001 - it is raised again where the work was asked for
                errors.append(error)

        Thread(target=run, daemon=True).start()
        while not (results or errors):
            QCoreApplication.processEvents(
                QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, _DRAWN_EVERY_MS
            )
            sleep(_LOOKS_EVERY_S)
        if errors:
            raise errors[0]
        return results[0]

    def stop(self) -> bool:
        """Cancel what is under way and wait for it; False where something did not leave in time."""
        for job in self._jobs:
            job.cancel()
        left = self._readers.waitForDone(PATIENCE_MS)
        return self._writers.waitForDone(PATIENCE_MS) and left

    def _forget(self) -> None:
        job = self.sender()
        if isinstance(job, Job) and job in self._jobs:
            self._jobs.remove(job)
            job.deleteLater()
