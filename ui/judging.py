"""The judgement of the open plan. A large plan is judged in slices, between which the window does what it is asked."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from db.errors import UserError
from db.models import Metric
from ui import garbage

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.memory import Memories
    from cxworkbench.plan import Plan
    from db.session import Session

#: A plan with more metrics is judged in slices; one with fewer takes less than a tenth of a second.
AT_ONCE = 40
#: So is one of more readings.
READINGS_AT_ONCE = 200_000
#: How long a slice is, in seconds.
SLICE_S = 0.02


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
        self._steps: Generator[bool, None, Assessment] | None = None
        self._slices = False
        self._past: Plan | None = None
        self._is_held = False
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
        return self._steps is not None

    def as_it_stood(self, session: Session, step: int, present: Plan | None) -> Plan:
        """The plan after a step of its journal; what didn't change since is taken over from the present one."""
        from cxworkbench.plan import Plan, ReadingCache
        from db.past import Past

        touched = session.touched_since(step).kinds
        cache = ReadingCache(beside=self.memories.readings)
        return Plan(Past(session, step), version=step, cache=cache, before=present, touched=touched)

    def begin(self, plan: Plan, as_of: date, past: Plan | None) -> None:
        """Judge a plan; one that is under way is given up, and what it found is remembered."""
        from cxworkbench.assess import step_by_step

        self._give_up()
        if past is not self._past:
            self._past, self._is_held = past, False
        self._done, self._slices = 0, _is_large(plan)
        if self._slices:
            garbage.rest("judging")
        self._steps = step_by_step(plan, as_of, past=past, memories=self.memories, sentences=self._slices)
        self._slice()

    def stop(self) -> None:
        """Give up what is under way, for good."""
        self._give_up()
        self._past, self._is_held = None, False
        garbage.let_go()

    def _give_up(self) -> None:
        self._timer.stop()
        self._steps = None
        garbage.go_on("judging")

    def _go_on(self) -> None:
        try:
            self._slice()
        except UserError as error:
            self.stop()
            self.failed.emit(error)

    def _slice(self) -> None:
        end = perf_counter() + SLICE_S
        steps = self._steps
        assert steps is not None
        while True:
            try:
                is_judged = next(steps)
            except StopIteration as done:
                self._steps = None
                self.judged.emit(done.value)
                self._hold()
                garbage.go_on("judging")
                return
            self._done += is_judged
            if not is_judged and not self._slices:
                self._slices = True  # many readings are being loaded
                garbage.rest("judging")
            if self._slices and perf_counter() >= end:
                self.progressed.emit(self._done)
                self._timer.start(0)
                return

    def _hold(self) -> None:
        """A plan that was judged for the first time, or compared with another past, stands for a while."""
        if not self._is_held:
            self._is_held = True
            garbage.hold()


def _is_large(plan: Plan) -> bool:
    return len(plan.all(Metric)) > AT_ONCE or plan.held_readings > READINGS_AT_ONCE
