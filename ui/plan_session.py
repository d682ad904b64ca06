"""The open plan as a QObject: edits go in, ``changed``, ``assessed``, ``saved`` and ``trouble`` come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cxworkbench.edit_rules import keep_rules
from db.errors import PlanChanged, PlanUnwritten, UserError
from ui.following import Following
from ui.judging import Judging
from ui.patience import Patience
from ui.pending import Pending

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.edits import Edit
    from cxworkbench.memory import Memories
    from cxworkbench.plan import Plan
    from db.change import Change
    from db.locks import WindowLock
    from db.session import Session
    from ui.seen import Seen

#: The comparison with the last review waits until the judgement itself is on the screen.
COMPARE_AFTER_MS = 150
#: How long a step that isn't typed waits for others; meanwhile the window is drawn.
WAITS_S = 5.0


class PlanSession(QObject):
    """One open plan with its judgement, kept up to date.

    Signals:
        changed: what a step touched (``db.journal.Changed``), after the plan was loaded anew.
        assessed: the new ``Assessment``.
        saved: the moment of a commit, never before it.
        trouble: a ``UserError`` that stopped something outside a form.
        waits: whether a step waits for somebody else who is writing.
        looked: the state of the past that is shown now (``Seen``), or None for the present.
        progressed: how many pilots are judged so far, while a large plan is judged.

    Attributes:
        pending, following, judging: what was typed and not written yet; looks for what others write; judges in steps.
        past_plan: the plan as the last review saw it; None while it isn't known.
        now, today: read the clock, as the window was told to.
    """

    changed = Signal(object)
    assessed = Signal(object)
    saved = Signal(object)
    trouble = Signal(object)
    waits = Signal(bool)
    looked = Signal(object)
    progressed = Signal(int)

    def __init__(
        self,
        session: Session,
        *,
        user: str,
        now: Callable[[], datetime],
        today: Callable[[], date],
        lock: WindowLock | None = None,
        data: Path | None = None,
        first: tuple[Plan, Memories] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Take over an open session.

        Args:
            session: the plan, opened for a window.
            user: who stands in the journal.
            now: reads the clock.
            today: the day on this computer.
            lock: the window's lock, let go of with the plan.
            data: the person's data folder, for drafts; None keeps them in memory only.
            first: the plan as it was loaded already, beside the window, with what was noted of it.
            parent: the owner.
        """
        super().__init__(parent)
        self.session = session
        self.user = user
        self.now, self.today = now, today
        self._lock = lock
        self._plan: Plan | None = None
        self._present = first[0] if first is not None else None
        self._assessment: Assessment | None = None
        self.past_plan: Plan | None = None
        self._day: date | None = None
        self._stopped: UserError | None = None
        self._labels: tuple[str | None, str | None] = (None, None)
        self._last_saved: datetime | None = None
        self._seen: Seen | None = None
        self._patience = Patience(self.waits.emit)
        self.judging = Judging(first[1] if first is not None else None, self)
        self.judging.judged.connect(self._take)
        self.judging.stood.connect(self._take_past)
        self.judging.failed.connect(self._stop)
        self.judging.progressed.connect(self.progressed)
        self._to_compare = QTimer(self, singleShot=True, interval=COMPARE_AFTER_MS)
        self._to_compare.timeout.connect(self._compare)
        self.is_closed = False
        self.pending = Pending(self._write_now, data, self)
        self.pending.settled.connect(self._show_settled)
        session.waits_on = self._patience.goes_on
        session.keeps_rules = lambda change: keep_rules(session, change, self.today())
        self.following = Following(session, self.look, self)

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
    def is_judging(self) -> bool:
        """Whether a judgement is under way, of a large plan in slices, or one with the last review is to come."""
        return not self.is_loaded or self.judging.is_busy or self._to_compare.isActive()

    @property
    def is_compared(self) -> bool:
        """Whether the judgement knows what the last review saw."""
        return self.past_plan is not None and not self.judging.is_busy

    @property
    def path(self) -> Path:
        """The plan's file."""
        return self.session.path

    @property
    def can_edit(self) -> bool:
        """Whether changes can be made here."""
        return self._stopped is None and not self.session.read_only and self._seen is None

    @property
    def seen(self) -> Seen | None:
        """The state of the past that is shown; None where it is the present."""
        return self._seen

    @property
    def last_saved(self) -> datetime | None:
        """The moment of the newest step; None in a plan without any."""
        return self._last_saved

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self._labels[0] if self.can_edit else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again."""
        return self._labels[1] if self.can_edit else None

    # ------------------------------------------------------------------------------------------- loading

    def load(self) -> None:
        """Load and judge the plan, begin to follow what others write, and compare with the last review when idle."""
        self._load()
        if self.can_edit:
            try:
                self.pending.begin(self.plan.programme.id)
            except UserError as error:
                self.trouble.emit(error)
        self._assess()
        self.following.begin()

    def _load(self) -> None:
        from cxworkbench.memory import loaded_anew
        from cxworkbench.plan import Plan

        session, seen = self.session, self._seen
        if seen is None:
            cache = self.judging.memories.readings
            self._plan = self._present = loaded_anew(session, self._present, cache)
            self._present.renew_readings()
        else:
            self._plan = Plan(seen.source, version=seen.version)
        steps = session.steps(session.head - 1)
        self._last_saved = steps[-1].at if steps else None
        # Asked here and not when they are shown: somebody may hold the file at that moment.
        self._labels = session.undo_label(), session.redo_label()

    def _assess(self) -> None:
        self._day = self.today()
        as_of = self._seen.day if self._seen is not None else self.plan.judged_as_of(self._day)
        self.judging.begin(self.plan, as_of, self.past_plan)

    def _take(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self.assessed.emit(assessment)
        self.following.taken_in()
        self._to_compare.start()

    def _compare(self) -> None:
        """Load the plan as it stood at the last review, if that isn't the one held; judge again with it."""
        if self._stopped is not None or self._patience.is_writing or self.judging.is_busy:
            return
        if not self.following.is_shown():
            self._to_compare.start()  # what there is to see comes first
            return
        if (last := self.assessment.review.last_day) is None:
            return
        evening = datetime.combine(last + timedelta(days=1), time(), self.plan.zone)
        step = min(self.session.step_at(evening), self.plan.version)
        if step == 0 or (self.past_plan is not None and self.past_plan.version == step):
            return
        assert self._present is not None
        self.judging.look_back(self.session, step, self._present)

    def _take_past(self, past: Plan) -> None:
        self.past_plan = past
        self._assess()

    def see(self, seen: Seen | None) -> None:
        """Show a state of the past, for reading only; None shows the present again."""
        from db.journal import Changed

        self._seen, self.past_plan = seen, None
        self._load()
        self.changed.emit(Changed(frozenset(), seq=self.plan.version))
        self._assess()
        self.looked.emit(seen)
        self._compare()

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
        with self._stopping_where_replaced(), self._patience.waiting(WAITS_S):
            self._refuse_if_stopped()
            with self.session.change(label, at=self.now(), by=self.user) as change:
                yield change
        self._committed(before, origin)

    def write(self, edit: Edit, *, overtaken: bool = False) -> bool:
        """Write what was typed. Where that can't be now, it is kept as a draft, tried again by itself, and told.

        Args:
            edit: what was typed.
            overtaken: somebody else changed its place while it was typed: which of the two stays is asked.

        Returns:
            Whether it is saved.

        Raises:
            FieldError: a value that its field doesn't take; nothing was changed.
        """
        from cxworkbench import edits

        if overtaken:
            self.pending.ask(edit, edits.overtaken(edit))
            return False
        try:
            if self.pending.edits and not self.pending.try_again():
                # What was typed before comes first.
                raise self.pending.why or PlanUnwritten("an earlier edit is not saved yet")
            self._write_now(edit)
        except (PlanUnwritten, PlanChanged) as error:
            self.pending.keep(edit, error)
            return False
        except edits.ChangedMeanwhile as error:
            self.pending.ask(edit, error)
            self.look()  # so that the other value is on the screen beside the question
            return False
        self.pending.saved(edit)
        return True

    def _write_now(self, edit: Edit, forced: bool = False) -> None:
        from cxworkbench.edits import write

        before, moment = self.session.head, self.now()
        with self._stopping_where_replaced(), self._patience.waiting(0.0):
            self._refuse_if_stopped()
            with self.session.change(edit.label, at=moment, by=self.user) as change:
                recorded = int(moment.timestamp())
                write(edit, self.session, self.plan, change, recorded_on=recorded, forced=forced)
        self._committed(before, None)

    def _show_settled(self) -> None:
        """What waited is saved or was let go: forms show what the plan holds."""
        if self._assessment is not None and not self.is_closed:
            self.assessed.emit(self._assessment)

    def undo(self) -> None:
        """Take back the newest step made in a window."""
        self._reverse(self.session.undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._reverse(self.session.redo)

    def take_back(self, seq: int) -> None:
        """Take back one step that was chosen."""
        self._reverse(partial(self.session.take_back, seq))

    def _reverse(self, step: Callable[..., object]) -> None:
        before = self.session.head
        try:
            with self._stopping_where_replaced(), self._patience.waiting(WAITS_S):
                self._refuse_if_stopped()
                step(at=self.now(), by=self.user)
        except UserError as error:
            if not isinstance(error, PlanChanged):  # that is told already
                self.trouble.emit(error)
            return
        self._committed(before, None)

    def _committed(self, before: int, origin: object | None) -> None:
        if self.session.head != before:
            self._take_in(before, origin)

    def _take_in(self, before: int, origin: object | None) -> None:
        self._load()
        self.saved.emit(self.last_saved)
        self.changed.emit(replace(self.session.touched_since(before), origin=origin))
        self._assess()

    # -------------------------------------------------------------------------------------- what others do

    def look(self) -> None:
        """Take in what somebody else wrote since the last look, and a new day."""
        if self._patience.is_writing:
            return
        try:
            found = self.following.found(self._load)
        except UserError as error:
            self._stop(error)
            return
        if found is not None:
            self.saved.emit(self.last_saved)
            self.changed.emit(found)
            self._assess()
        elif self._day != self.today():
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
        if self._seen is not None:
            raise self._seen.refusal(self.path)

    def _stop(self, error: UserError) -> None:
        """Another hand replaced the file: what is on screen and what was typed stays, nothing is written any more."""
        if self._stopped is None:
            self._stopped = error
            self.following.stop()
            self.trouble.emit(error)

    def close(self) -> None:
        """Let go of the file and of the window's lock."""
        for one in (self.following, self.judging, self.pending):
            one.stop()
        self._stopped = UserError("the plan was closed")
        self.is_closed = self._patience.is_over = True
        self.session.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
