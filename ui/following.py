"""What somebody else writes to the open plan is looked for again and again, and never waited for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from db.journal import Changed
    from db.session import Session

#: How often the plan is looked at for what a command wrote: well within a second.
POLL_MS = 100
#: How soon it is looked at again where somebody was writing at that moment.
AGAIN_MS = 15


class Following(QObject):
    """Asks for a look, every now and then, from when it is begun until it is stopped."""

    def __init__(self, session: Session, look: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._timer, self._again = QTimer(self), QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._again.setInterval(AGAIN_MS)
        self._again.setSingleShot(True)
        for timer in (self._timer, self._again):
            timer.timeout.connect(look)

    def begin(self) -> None:
        """Look from now on."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._again.stop()

    def found(self, load: Callable[[], None]) -> Changed | None:
        """What somebody else wrote, loaded as the file stands at one moment; None where there is nothing yet.

        Raises:
            UserError: the file was replaced, or can't be read.
        """
        with self._session.steadily() as is_steady:
            if not is_steady:
                self._again.start()
                return None
            found = self._session.poll()
            if found is not None:
                load()
            return found
