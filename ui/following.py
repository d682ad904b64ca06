"""When to look for what others wrote to the plan: again and again, and at once where the system tells of it.

A commit ends with the removal of SQLite's journal beside the plan, of which the system sends a notice. Network drives
send none; there the looks alone tell.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

#: How often the plan is looked at for what a command wrote: well within a second.
POLL_MS = 200
#: Notices come in swarms: one look is enough for all that come so soon after each other.
_TOGETHER_MS = 5


class Following(QObject):
    """Tells when to look. ``due`` comes every ``POLL_MS``, and when something came or went beside the plan."""

    due = Signal()

    def __init__(self, plan: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = str(plan.absolute().parent)
        self._watcher: QFileSystemWatcher | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TOGETHER_MS)
        for timer in (self._timer, self._soon):
            timer.timeout.connect(self.due)

    def start(self) -> None:
        """Begin."""
        self._timer.start()
        if self._watcher is None:
            self._watcher = QFileSystemWatcher([self._folder], self)
            self._watcher.directoryChanged.connect(self._stirs)

    def stop(self) -> None:
        """Follow it no longer."""
        self._timer.stop()
        self._soon.stop()
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None

    def _stirs(self) -> None:
        # A notice may still be under way when the plan is closed.
        if self._timer.isActive() and not self._soon.isActive():
            self._soon.start()
