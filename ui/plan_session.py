"""The open plan as a QObject: edits go in, ``changed``, ``assessed``, ``saved`` and ``trouble`` come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from db.errors import PlanChanged, UserError

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.plan import Plan, ReadingCache
    from db.change import Change
    from db.locks import WindowLock
    from db.session import Session

#: How often the plan is looked at for what a command wrote: well within a second.
POLL_MS = 200
#: The comparison with the last review waits until the judgement itself is on the screen.
COMPARE_AFTER_MS = 150


class PlanSession(QObject):
    """One open plan with its judgement, kept up to date.

    Signals:
        changed: what a step touched (``db.journal.Changed``), after the plan was loaded anew.
        assessed: the new ``Assessment``.
        saved: the moment of a commit, never before it.
        trouble: a ``UserError`` that stopped something outside a form.
    """

    changed = Signal(object)
    assessed = Signal(object)
    saved = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        session: Session,
        *,
        user: str,
        now: Callable[[], datetime],
        today: Callable[[], date],
        lock: WindowLock | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.user = user
        self._now = now
        self._today = today
        self._lock = lock
        self._plan: Plan | None = None
        self._cache: ReadingCache | None = None
        self._assessment: Assessment | None = None
        self._past: tuple[int, Plan] | None = None
        self._day: date | None = None
        self._stopped: UserError | None = None
        self.is_closed = False
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)

    # ----------------------------------------------------------------------------------------- questions

    @property
    def plan(self) -> Plan:
        """The plan as loaded last."""
        assert self._plan is not None, "the plan was not loaded"
        return self._plan

    @property
    def assessment(self) -> Assessment:
        """The judgement of the plan as loaded last."""
        assert self._assessment is not None, "the plan was not assessed"
        return self._assessment

    @property
    def is_loaded(self) -> bool:
        """Whether there is a judgement to show."""
        return self._assessment is not None

    @property
    def is_compared(self) -> bool:
        """Whether the judgement knows what the last review saw."""
        return self._past is not None

    @property
    def path(self) -> Path:
        """The plan's file."""
        return self.session.path

    @property
    def can_edit(self) -> bool:
        """Whether changes can be made here."""
        return self._stopped is None and not self.session.read_only

    @property
    def last_saved(self) -> datetime | None:
        """The moment of the newest step; None in a plan without any."""
        steps = self.session.steps(self.session.head - 1)
        return steps[-1].at if steps else None

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self.session.undo_label() if self.can_edit else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again."""
        return self.session.redo_label() if self.can_edit else None

    def now(self) -> datetime:
        """The present moment, as the window was told to read it."""
        return self._now()

    # ------------------------------------------------------------------------------------------- loading

    def load(self) -> None:
        """Load and judge the plan, begin to follow what others write, and compare with the last review when idle."""
        self._load()
        self._assess()
        self._timer.start()
        QTimer.singleShot(COMPARE_AFTER_MS, self, self._compare)

    def _load(self) -> None:
        from cxworkbench.plan import Plan, ReadingCache

        if self._cache is None:
            self._cache = ReadingCache()
        self._plan = Plan(self.session, version=self.session.head, cache=self._cache)

    def _assess(self) -> None:
        from cxworkbench.assess import assess

        self._day = self._today()
        past = self._past[1] if self._past is not None else None
        self._assessment = assess(self.plan, self.plan.judged_as_of(self._day), past=past)
        self.assessed.emit(self._assessment)

    def _compare(self) -> None:
        """Load the plan as it stood at the last review, if that isn't the one held; judge again with it."""
        last = self.assessment.review.last_day
        if last is None or self._stopped is not None:
            return
        evening = datetime.combine(last + timedelta(days=1), time(), self.plan.zone)
        step = self.session.step_at(evening)
        if step == 0 or (self._past is not None and self._past[0] == step):
            return
        from cxworkbench.plan import Plan
        from db.past import Past

        self._past = (step, Plan(Past(self.session, step), version=step))
        self._assess()

    # ------------------------------------------------------------------------------------------- changing

    @contextmanager
    def change(self, label: str, origin: object | None = None) -> Iterator[Change]:
        """Open a change; after its commit the plan is loaded and judged anew and everybody is told.

        Args:
            label: what is done, in words; undo is named after it.
            origin: the form that does it and need not reload itself.

        Raises:
            UserError: a value that its field doesn't take, or the plan can't be written; nothing was changed.
        """
        before = self.session.head
        with self._stopping_where_replaced():
            self._refuse_if_stopped()
            with self.session.change(label, at=self._now(), by=self.user) as change:
                yield change
        self._committed(before, origin)

    def undo(self) -> None:
        """Take back the newest step made in a window."""
        self._reverse(self.session.undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._reverse(self.session.redo)

    def _reverse(self, step: Callable[..., object]) -> None:
        before = self.session.head
        try:
            with self._stopping_where_replaced():
                self._refuse_if_stopped()
                step(at=self._now(), by=self.user)
        except PlanChanged:
            return  # told already
        except UserError as error:
            self.trouble.emit(error)
            return
        self._committed(before, None)

    def _committed(self, before: int, origin: object | None) -> None:
        if self.session.head == before:
            return
        saved = self.last_saved
        self._load()
        self.saved.emit(saved)
        self._tell(before, origin)

    def _tell(self, before: int, origin: object | None) -> None:
        from db.journal import Changed

        kinds: set[str] = set()
        series: set[str] = set()
        for step in self.session.steps(before):
            kinds |= {one.record_kind for one in self.session.changes_of(step.seq)}
            series |= {many.series for many in self.session.batches_of(step.seq)}
        if series:
            kinds.add("reading")
        self.changed.emit(Changed(frozenset(kinds), frozenset(series), origin, self.session.head))
        self._assess()
        QTimer.singleShot(COMPARE_AFTER_MS, self, self._compare)

    # -------------------------------------------------------------------------------------- what others do

    def look(self) -> None:
        """Take in what somebody else wrote since the last look, and a new day."""
        before = self.session.head
        try:
            found = self.session.poll()
        except UserError as error:
            self._stop(error)
            return
        if found is not None:
            self._load()
            self.saved.emit(self.last_saved)
            self._tell(before, None)
        elif self._day != self._today():
            self._assess()

    @contextmanager
    def _stopping_where_replaced(self) -> Iterator[None]:
        try:
            yield
        except PlanChanged as error:
            self._stop(error)
            raise

    def _refuse_if_stopped(self) -> None:
        if self._stopped is not None:
            raise self._stopped

    def _stop(self, error: UserError) -> None:
        """Another hand replaced the file: what is on screen stays, nothing is written any more."""
        if self._stopped is None:
            self._stopped = error
            self._timer.stop()
            self.trouble.emit(error)

    def close(self) -> None:
        """Let go of the file and of the window's lock."""
        self._timer.stop()
        self._stopped = UserError("the plan was closed")
        self.is_closed = True
        self.session.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
