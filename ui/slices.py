"""What a widget does in the turns of the event loop that follow: a step a turn, so that no pause is a long one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.precedence import WINDOW

if TYPE_CHECKING:
    from ui.work import Job

#: Between two steps the window paints, and takes what is typed and clicked: Qt paints 5 ms after it is asked to.
#: Counted from the turn after, when all is laid out: what took longer than this would else be followed at once.
_BETWEEN_MS = 8


class Slices(QObject):
    """Steps that wait for their turn; they go with their widget.

    A page that is opened shows at once what it has, and makes the rest step by step: a form beside its table, a panel
    below the first.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._steps: dict[Hashable, Callable[[], object]] = {}
        self._is_held = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_BETWEEN_MS)
        self._timer.timeout.connect(self._next)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(0)
        self._pause.timeout.connect(self._timer.start)

    @property
    def are_done(self) -> bool:
        """Whether nothing waits."""
        return not self._steps

    def add(self, key: Hashable, step: Callable[[], object]) -> None:
        """Do something in a later turn, after what waits already; what waits under the same key is replaced."""
        self._steps[key] = step
        self._go_on()

    def hold_until(self, job: Job) -> None:
        """Take no further step before a job has ended, unless all that waits is to be done at once."""
        self._is_held = True
        self._stop()
        job.ended.connect(self._let_go)

    def _let_go(self) -> None:
        self._is_held = False
        self._go_on()

    def _go_on(self) -> None:
        if self._steps and not (self._is_held or self._pause.isActive() or self._timer.isActive()):
            self._pause.start()

    def do_now(self, key: Hashable) -> None:
        """Do now what waits under a key; nothing, where nothing does."""
        step = self._steps.pop(key, None)
        if step is not None:
            step()

    def finish(self) -> None:
        """Do now all that waits."""
        self._stop()
        while self._steps:
            self._first()()

    def drop(self) -> None:
        """Let go of all that waits: something else is shown."""
        self._stop()
        self._steps.clear()

    def _stop(self) -> None:
        self._pause.stop()
        self._timer.stop()

    def _first(self) -> Callable[[], object]:
        return self._steps.pop(next(iter(self._steps)))

    def _next(self) -> None:
        if self._steps:
            with WINDOW.taken():
                self._first()()
        self._go_on()
