"""What somebody else writes to the open plan is looked for again and again, and never waited for.

Where the system tells of it, it is looked for at once: a commit ends with the removal of SQLite's journal beside the
plan. Network drives send no such notice; there the looks alone tell.

Of many changes in a short time those that come while the last ones are being shown are taken in together: the window is
busy with them for half of the time at most.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

if TYPE_CHECKING:
    from db.journal import Changed
    from db.session import Session

#: How often the plan is looked at for what a command wrote: well within a second.
POLL_MS = 100
#: How soon it is looked at again where somebody was writing at that moment.
AGAIN_MS = 15
#: Notices come in swarms: one look is enough for all that come so soon after each other.
TOGETHER_MS = 5
#: After what was found was taken in, it isn't looked again for as long as that took, and so long at least: the page
#: that shows it is painted first.
REST_S = 0.03


class Following(QObject):
    """Asks for a look, every now and then, from when it is begun until it is stopped.

    Attributes:
        is_shown: whether all that was taken in is on the screen; until then it isn't looked again.
    """

    def __init__(self, session: Session, look: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._look = session, look
        self.is_shown: Callable[[], bool] = lambda: True
        self._found_at: float | None = None
        self._rests_until = 0.0
        self._timer, self._again, self._soon = QTimer(self), QTimer(self), QTimer(self)
        self._watcher: QFileSystemWatcher | None = None
        self._timer.setInterval(POLL_MS)
        for timer, wait in ((self._again, AGAIN_MS), (self._soon, TOGETHER_MS)):
            timer.setInterval(wait)
            timer.setSingleShot(True)
        for timer in (self._timer, self._again, self._soon):
            timer.timeout.connect(self._turn)

    def _turn(self) -> None:
        """Look, unless what was found last is still being taken in, or was so just now."""
        if self._found_at is not None or monotonic() < self._rests_until:
            return  # it is looked when that is over
        if self.is_shown():
            self._look()
        else:
            self._again.start(AGAIN_MS)

    def taken_in(self) -> None:
        """What was found is judged and shown: after a rest, look again."""
        if self._found_at is not None:
            now = monotonic()
            rest = max(now - self._found_at, REST_S)
            self._found_at, self._rests_until = None, now + rest
            if self._timer.isActive():
                self._again.start(round(1e3 * rest) + 1)

    def begin(self) -> None:
        """Look from now on."""
        self._timer.start()
        if self._watcher is None:
            self._watcher = QFileSystemWatcher([str(self._session.path.absolute().parent)], self)
            self._watcher.directoryChanged.connect(self._stirs)

    def stop(self) -> None:
        """Look no more."""
        for timer in (self._timer, self._again, self._soon):
            timer.stop()
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None

    def _stirs(self) -> None:
        # A notice may still be under way when the plan is closed.
        if self._timer.isActive() and not self._soon.isActive():
            self._soon.start()

    def found(self, load: Callable[[], None]) -> Changed | None:
        """What somebody else wrote, loaded as the file stands at one moment; None where there is nothing yet.

        Raises:
            UserError: the file was replaced, or can't be read.
        """
        began = monotonic()
        with self._session.steadily() as is_steady:
            if not is_steady:
                self._again.start(AGAIN_MS)
                return None
            found = self._session.poll()
            if found is not None:
                self._found_at = began
                load()
            return found
