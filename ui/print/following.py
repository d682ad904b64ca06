"""Following a print job until the print service is done with it; how it ended is said in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from cxworkbench.printing import JobState, state_of

if TYPE_CHECKING:
    from ui.work import Work

_EVERY_MS = 1000
#: After so many looks it is left to the print service.
_MOST_LOOKS = 600


class Following(QObject):
    """Looks after one job, a question a second off the UI thread.

    Args:
        work: the doorway for long work.
        job: the print service's name for it.
        say: shows a sentence.
        parent: with whom it ends.
    """

    def __init__(self, work: Work, job: str, say: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._job, self._say = work, job, say
        self._looks, self._told = 0, ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._looks += 1
        job = self._work.start(lambda _: state_of(self._job))
        job.done.connect(self._take)

    def _take(self, state: JobState) -> None:
        if state.is_over:
            self._say(said_of(self._job, state))
            self.deleteLater()
        elif self._looks >= _MOST_LOOKS:
            self._say(f"{self._job} still waits at the printer; the print service goes on with it.")
            self.deleteLater()
        else:
            said = waiting_words(self._job, state)
            if said != self._told:
                self._told = said
                self._say(said)
            self._timer.start()


def said_of(job: str, state: JobState) -> str:
    """How a job ended."""
    if state.is_printed is False:
        return f"{job} was not printed: {state.said}."
    return f"{job} is printed." if state.is_printed else f"The print service is done with {job}."


def waiting_words(job: str, state: JobState) -> str:
    """What keeps a job."""
    return f"{job} waits: {state.said}." if state.said else f"{job} waits at the printer."
