"""The judgement of the open plan. A large plan is judged in slices, between which the window does what it is asked."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from db.errors import UserError
from db.models import Metric
from ui import garbage

if TYPE_CHECKING:
    from cxworkbench.memory import Memories
    from cxworkbench.plan import Plan
    from db.session import Session

#: A plan with more metrics is judged in slices; one with fewer takes less than a tenth of a second.
AT_ONCE = 40
#: How long a slice is, in seconds.
SLICE_S = 0.02


class Judging(QObject):
    """Judges plans, one after the other; what was judged before is remembered.

    Signals:
        judged: the new ``Assessment``, at once where the plan is small or little of it was touched.
        stood: the ``Plan`` as it stood after an earlier step, as ``look_back`` asked.
        failed: a ``UserError`` that came up in a later slice: the plan can't be read to its end.
        progressed: how many pilots are judged, after each slice of a judgement that takes several.
    """

    judged = Signal(object)
    stood = Signal(object)
    failed = Signal(object)
    progressed = Signal(int)

    def __init__(self, memories: Memories | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memories = memories
        self._steps: Generator[bool | None, None, Any] | None = None
        self._looks_back = False
        self._found: Any = None
        self._slices = False
        self._was_judged = False
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
        """Whether a judgement is under way, or a look back."""
        return self._steps is not None

    def look_back(self, session: Session, step: int, present: Plan) -> None:
        """Find the plan after a step of its journal: ``stood`` tells it, at once where the plan is small."""
        self._give_up()
        self._begin(self._as_it_stood(session, step, present), present, looks_back=True)
        self._go_on()

    def _as_it_stood(self, session: Session, step: int, present: Plan) -> Generator[bool | None, None, Plan]:
        """What didn't change since is taken over from the present plan."""
        from cxworkbench.plan import Plan
        from cxworkbench.reading_cache import ReadingCache
        from db.past import Past

        past = Past(session, step)
        for _ in past.in_steps():
            yield True
        cache = ReadingCache(beside=self.memories.readings)
        return Plan(past, version=step, cache=cache, before=present, touched=past.touched())

    def begin(self, plan: Plan, as_of: date, past: Plan | None) -> None:
        """Judge a plan; one that is under way is given up, and what it found is remembered."""
        from cxworkbench.assess import step_by_step

        self._give_up()
        if past is not self._past:
            self._past, self._is_held = past, False
        steps = step_by_step(plan, as_of, past=past, memories=self.memories, sentences=_is_large(plan))
        self._begin(steps, plan, looks_back=False)
        if self._slices and not self._was_judged:
            self.progressed.emit(0)  # the window is shown first: all of it is to be judged
            self._timer.start(0)
            return
        self._slice()

    def stop(self) -> None:
        """Give up what is under way, for good."""
        self._give_up()
        self._past, self._is_held = None, False
        garbage.let_go()

    def _begin(self, steps: Generator[bool | None, None, Any], plan: Plan, *, looks_back: bool) -> None:
        self._steps, self._looks_back, self._found = steps, looks_back, None
        self._done, self._slices = 0, _is_large(plan)
        if self._slices:
            garbage.rest("judging")

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
        if self._found is not None:
            self._tell()
            return
        end, is_first = perf_counter() + SLICE_S, self._done == 0
        steps = self._steps
        assert steps is not None
        while True:
            try:
                is_judged = next(steps)
            except StopIteration as done:
                self._found = done.value
                if self._slices and not is_first:
                    self._timer.start(0)  # a turn of its own: much is shown anew
                else:
                    self._tell()
                return
            self._done += bool(is_judged)
            if is_judged is None and not self._slices:
                self._slices = True  # many readings are being loaded
                garbage.rest("judging")
            if self._slices and perf_counter() >= end:
                if not self._looks_back:
                    self.progressed.emit(self._done)
                self._timer.start(0)
                return

    def _tell(self) -> None:
        found, self._steps, self._found = self._found, None, None
        if self._looks_back:
            self.stood.emit(found)
        else:
            self._was_judged = True
            self.judged.emit(found)
            self._hold()
        if self._steps is None:  # nobody began anew
            garbage.go_on("judging")

    def _hold(self) -> None:
        """A plan that was judged for the first time, or compared with another past, stands for a while."""
        if not self._is_held:
            self._is_held = True
            garbage.hold()


def _is_large(plan: Plan) -> bool:
    return len(plan.all(Metric)) > AT_ONCE or plan.is_long
