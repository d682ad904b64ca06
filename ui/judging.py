"""The judgement of the open plan. A large plan is judged in slices, between which the window does what it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from db.errors import UserError
from db.models import Metric

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.memory import Memories
    from cxworkbench.plan import Plan
    from db.session import Session

#: A plan with more metrics is judged in slices; one with fewer takes less than a tenth of a second.
AT_ONCE = 40
#: How long a slice is, in seconds.
SLICE_S = 0.03


class Judging(QObject):
    """Judges plans, one after the other; what was judged before is remembered.

    Signals:
        judged: the new ``Assessment``, at once where the plan is small or little of it was touched.
        failed: a ``UserError`` that came up in a later slice: the plan can't be read to its end.
        progressed: how many pilots are judged, after each slice of a judgement that takes several.
    """

    judged = Signal(object)
    failed = Signal(object)
    progressed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memories: Memories | None = None
        self._steps: Iterator[None] | None = None
        self._finish: Callable[[], Assessment] | None = None
        self._done = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    @property
    def memories(self) -> Memories:
        """What was loaded and judged before."""
        from cxworkbench.memory import Memories

        self._memories = self._memories or Memories()
        return self._memories

    @property
    def is_busy(self) -> bool:
        """Whether a judgement is under way."""
        return self._finish is not None

    def as_it_stood(self, session: Session, step: int, present: Plan | None) -> Plan:
        """The plan after a step of its journal; what didn't change since is taken over from the present one."""
        from cxworkbench.plan import Plan, ReadingCache
        from db.past import Past

        touched = session.touched_since(step).kinds
        cache = ReadingCache(beside=self.memories.readings)
        return Plan(Past(session, step), version=step, cache=cache, before=present, touched=touched)

    def begin(self, plan: Plan, as_of: date, past: Plan | None) -> None:
        """Judge a plan; one that is under way is given up, and what it found is remembered."""
        from cxworkbench.assess import assess, step_by_step

        self.stop()
        self._finish = partial(assess, plan, as_of, past=past, memories=self.memories)
        self._done = 0
        if len(plan.all(Metric)) > AT_ONCE:
            self._steps = step_by_step(plan, as_of, past=past, memories=self.memories)
        self._slice()

    def stop(self) -> None:
        """Give up what is under way."""
        self._timer.stop()
        self._steps = self._finish = None

    def _go_on(self) -> None:
        try:
            self._slice()
        except UserError as error:
            self.stop()
            self.failed.emit(error)

    def _slice(self) -> None:
        end = perf_counter() + SLICE_S
        for _ in self._steps or ():
            self._done += 1
            if perf_counter() >= end:
                self.progressed.emit(self._done)
                self._timer.start(0)
                return
        finish = self._finish
        assert finish is not None
        assessment = finish()
        self._steps = self._finish = None
        self.judged.emit(assessment)
