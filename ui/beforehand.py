"""What the first edit and the other pages need, loaded beside the window before it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui import garbage
from ui.precedence import WINDOW

if TYPE_CHECKING:
    from ui.main_window import MainWindow

#: How long after the first frame it begins, and after how long it looks again where the window has something to do.
_AFTER_MS, _AGAIN_MS = 600, 100
#: Between two modules the window takes what was typed and clicked, and paints.
_BETWEEN_MS = 5


class Beforehand(QObject):
    """Loads one module after the other in another thread, and none while the window has something to do.

    What is under way when a page is opened gives way to it.

    Attributes:
        is_done: whether all is loaded.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._steps: Iterator[Callable[[], object]] | None = None
        self.is_done = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(_AFTER_MS)

    def _go_on(self) -> None:
        window, plan = self._window, self._window.plan
        if self._steps is None and (plan is None or plan.is_loaded):
            self._steps = _steps()
            garbage.hold()
            garbage.go_on("start")
        if self._steps is None or (plan is not None and plan.is_judging) or not window.pages.is_complete:
            self._timer.start(_AGAIN_MS)
            return
        step = next(self._steps, None)
        if step is None:
            self.is_done = True
            garbage.hold()
            return
        loading = window.work.start(lambda _progress: _yielding(step))
        loading.failed.connect(window.fault)
        loading.ended.connect(lambda: self._timer.start(_BETWEEN_MS))


def _yielding(step: Callable[[], object]) -> None:
    with WINDOW.yielding():
        step()


def _steps() -> Iterator[Callable[[], object]]:
    """Each module is a step of its own; the first paper of a session comes as fast as the next."""
    from ui.print import ahead

    yield from (partial(import_module, name) for name in _names())
    yield from ahead.steps()


def _names() -> Iterator[str]:
    """The modules: a page is opened before anything is typed on it, and its words are seen before its chart."""
    from ui.sections.catalogue import SECTIONS

    yield from (spec.module for spec in SECTIONS)
    yield from ("cxworkbench.recovery", "cxworkbench.governance_summary", "cxworkbench.briefings.kinds")
    yield from ("ui.tables.table", "ui.forms.record_form")
    yield from ("numpy.ma", "numpy.random", "ui.charts.chart_view", "ui.sections.metrics_chart")
    yield from ("db.tables", "db.bulk", "sqlalchemy.dialects.sqlite")
    yield from ("cxworkbench.charts.compare_chart", "cxworkbench.comparing")
    yield from ("cxworkbench.review.agenda", "cxworkbench.briefings.kept")
