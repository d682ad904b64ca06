"""How long a step waits for somebody else who is writing; the window is drawn meanwhile."""

from __future__ import annotations

import time as stopwatch
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEventLoop

_DRAWN_EVERY_MS = 20


class Patience:
    """Asked by the session whether to try again; tells when somebody begins to wait and ends."""

    def __init__(self, tell: Callable[[bool], None]) -> None:
        self._tell = tell
        self._told = False
        self._until = 0.0
        self.is_writing = False
        self.is_over = False

    @contextmanager
    def waiting(self, seconds: float) -> Iterator[None]:
        """A step is written meanwhile; it waits so long for somebody else who is writing."""
        self.is_writing = True
        self._told = False
        self._until = stopwatch.monotonic() + seconds if seconds else 0.0
        try:
            yield
        finally:
            self.is_writing = False
            if self._told:
                self._tell(False)

    def goes_on(self) -> bool:
        """Whether to try again. The window is drawn meanwhile; what is clicked or typed comes when this is over."""
        if stopwatch.monotonic() > self._until or self.is_over:
            return False
        if not self._told:
            self._told = True
            self._tell(True)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, _DRAWN_EVERY_MS)
        return True
