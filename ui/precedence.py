"""The window's own work comes first: what is loaded beside it stands still meanwhile.

Python runs one thread at a time and shares its time evenly: beside another thread that is busy all the while, a page
takes twice as long.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, sleep
from types import FrameType

#: The window may itself need what another thread is loading, and would wait for it for ever.
MOST_S = 0.08
_LOOKS_EVERY_S = 0.003


class Precedence:
    """Says when the window works; another thread that yields looks at it with every function that it calls.

    Attributes:
        most_s: how long at most one piece of the window's work is given way to.
    """

    def __init__(self, most_s: float = MOST_S) -> None:
        self.most_s = most_s
        self._since: float | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the window works at this moment."""
        return self._since is not None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """The window works; on its own thread."""
        if self._since is not None:
            yield
            return
        self._since = perf_counter()
        try:
            yield
        finally:
            self._since = None

    @contextmanager
    def yielding(self) -> Iterator[None]:
        """What this thread does meanwhile gives way to the window."""
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(before)

    def _called(self, _frame: FrameType, _event: str, _argument: object) -> None:
        """Wait until the window is done, or has had its time; what was called is not looked into."""
        since = self._since
        if since is not None:
            while self._since == since and perf_counter() - since < self.most_s:
                sleep(_LOOKS_EVERY_S)


#: There is one window's thread.
WINDOW = Precedence()
