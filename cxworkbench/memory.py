"""Judgements remembered: what is judged again is only what a change can have touched.

While something is judged, the plan notes what is asked of it. Judged anew with a later plan, the same answers give the
same judgement, so the one that is held is handed out. No rule has to say what it depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from cxworkbench.measurement.readings import Readings
from cxworkbench.plan import Plan
from cxworkbench.reading_cache import ReadingCache
from db.models import Gate, Metric, Pilot, Series
from db.records import FAMILIES, Record

if TYPE_CHECKING:
    from db.session import Session

R = TypeVar("R", bound=Record)
T = TypeVar("T")

Question = tuple[Any, ...]
Answers = dict[Question, Any]


class NotedPlan(Plan):
    """A plan that notes the questions asked of it, with their answers. It shares everything with the plan given.

    Records are unchanging, and a plan loaded anew keeps those that didn't change: answers are compared by identity.
    """

    def __init__(self, plan: Plan) -> None:
        self.__dict__ = dict(plan.__dict__)
        self._plan = plan
        self._asked: list[Answers] = [{}]
        self._now: Answers = {}

    def apart(self) -> NotedPlan:
        """The same plan, with notes of its own: of one thing that is judged in turns with others."""
        other = NotedPlan(self._plan)
        other._now = self._now
        return other

    @property
    def answers(self) -> Answers:
        """What was asked so far, and answered."""
        return self._asked[0]

    @contextmanager
    def noting(self) -> Iterator[Answers]:
        """Note what is asked meanwhile; what contains this asks it too."""
        answers: Answers = {}
        self._asked.append(answers)
        try:
            yield answers
        finally:
            self._asked.pop()
            self._asked[-1].update(answers)

    def note_all(self, answers: Answers) -> None:
        """Note what was asked for a judgement that is handed out again."""
        self._asked[-1].update(answers)

    def still_answers(self, answers: Answers) -> bool:
        """Whether every question has the same answer today."""
        now = self._now
        for question, answer in answers.items():
            if question not in now:
                name, *arguments = question
                now[question] = getattr(self, f"_answer_{name}")(*arguments)
            if now[question] is not answer and now[question] != answer:
                return False
        return True

    def _note(self, *question: Any) -> Any:
        if question not in self._now:
            name, *arguments = question
            self._now[question] = getattr(self, f"_answer_{name}")(*arguments)
        answer = self._now[question]
        self._asked[-1][question] = answer
        return answer

    # ------------------------------------------------------------------------------------- what can be asked

    def all(self, family: type[R]) -> list[R]:
        """All records of a family, in their order."""
        return list(self._note("all", family))

    def has_any(self, family: type[Record]) -> bool:
        """Whether there is any record of a family."""
        found: bool = self._note("any", family)
        return found

    def find(self, id: str | None) -> Record | None:
        """The record of any family with this id."""
        found: Record | None = self._note("find", id)
        return found

    def get(self, family: type[R], id: str | None) -> R | None:
        """The record that a link names; None where there is none, or it lies in the bin."""
        found = self.find(id)
        return found if isinstance(found, family) else None

    def of_pilot(self, family: type[R], pilot: Pilot | str, *, programme_too: bool = False) -> list[R]:
        """A pilot's records of a family; with ``programme_too`` also those that name no pilot."""
        id = pilot if isinstance(pilot, str) else pilot.id
        rows = list(self._note("of_pilot", family, id))
        return rows + self._note("of_pilot", family, "") if programme_too else rows

    def linking(self, family: type[R], name: str, id: str) -> list[R]:
        """The records of a family whose link field names this record."""
        return list(self._note("linking", family, name, id))

    def series(self, metric: Metric, arm: str = "pilot") -> Series | None:
        """The series that holds a metric's readings in one arm."""
        found: Series | None = self._note("series", metric.id, arm)
        return found

    def readings(self, metric: Metric, arm: str = "pilot") -> Readings:
        """A metric's readings in one arm, as columns."""
        self._note("digest", metric.id, arm)
        return self._plan.readings(metric, arm)

    def added_on(self, pilot: Pilot) -> date | None:
        """The day on which a pilot came into the plan, by its journal."""
        day: date | None = self._note("added", pilot)
        return day

    def moves_of(self, gate: Gate) -> tuple[tuple[date, date], ...]:
        """How a gate's date was moved, by the journal."""
        moves: tuple[tuple[date, date], ...] = self._note("moves", gate)
        return moves

    def _answer_all(self, family: type[Record]) -> list[Any]:
        return self._families[family.kind]

    def _answer_any(self, family: type[Record]) -> bool:
        return self._plan.has_any(family)

    def _answer_find(self, id: str | None) -> Record | None:
        return self._plan.find(id)

    def _answer_of_pilot(self, family: type[Record], id: str) -> list[Any]:
        return self._plan._grouped(family).get(id, [])

    def _answer_linking(self, family: type[Record], name: str, id: str) -> list[Any]:
        return self._plan._linked(family, name).get(id, [])

    def _answer_series(self, metric: str, arm: str) -> Series | None:
        return self._plan._series.get((metric, arm))

    def _answer_digest(self, metric: str, arm: str) -> Hashable:
        series = self._answer_series(metric, arm)
        return 0 if series is None else self._stamps.get(series.id, 0)

    def _answer_moves(self, gate: Gate) -> tuple[tuple[date, date], ...]:
        return self._plan.moves_of(gate)

    def _answer_added(self, pilot: Pilot) -> date | None:
        return self._plan.added_on(pilot)


def noting(plan: Plan) -> AbstractContextManager[Answers]:
    """Note what is asked of a plan meanwhile, where it notes anything at all."""
    return plan.noting() if isinstance(plan, NotedPlan) else nullcontext({})


def note(plan: Plan, answers: Answers) -> None:
    """Note what was asked for a judgement that is handed out again, where the plan notes anything at all."""
    if isinstance(plan, NotedPlan):
        plan.note_all(answers)


class Held(NamedTuple):
    """A judgement with what it depends on: what was given, and what the plan answered."""

    given: Hashable
    answers: Answers
    made: Any


@dataclass
class Memory:
    """Judgements held from one plan to the next."""

    held: dict[Hashable, Held] = field(default_factory=dict)

    def of(self, plan: NotedPlan, what: Hashable, given: Hashable, make: Callable[[], T]) -> T:
        """A judgement: the one that is held, where the plan still gives all its answers; else made anew.

        Args:
            plan: the plan that is judged.
            what: which judgement it is.
            given: what it depends on besides the plan: the day, the programme.
            make: makes it.
        """
        known = self.recalled(plan, what, given)
        if known is not None:
            result: T = known.made
            return result
        with plan.noting() as answers:
            made = make()
        self.hold(what, given, answers, made)
        return made

    def recalled(self, plan: NotedPlan, what: Hashable, given: Hashable) -> Held | None:
        """The judgement that is held, where the plan still gives all its answers; they are noted again."""
        known = self.held.get(what)
        if known is None or known.given != given or not plan.still_answers(known.answers):
            return None
        plan.note_all(known.answers)
        return known

    def hold(self, what: Hashable, given: Hashable, answers: Answers, made: object) -> None:
        """Remember a judgement with what it depends on."""
        self.held[what] = Held(given, answers, made)


@dataclass
class Memories:
    """What was loaded and judged of the plan as it stands, and of the plan as the last review saw it."""

    present: Memory = field(default_factory=Memory)
    past: Memory = field(default_factory=Memory)
    readings: ReadingCache = field(default_factory=ReadingCache)


def loaded_anew(session: Session, before: Plan | None, cache: ReadingCache) -> Plan:
    """The plan as its file holds it now.

    Args:
        session: the open plan.
        before: the plan as it was loaded from there before: of what is in it only what was touched since is read.
        cache: readings loaded already.
    """
    since = session.touched_since(session.head if before is None else before.version)
    edited = {kind: session.records(FAMILIES[kind], ids) for kind, ids in since.edited.items()}
    return Plan(session, version=session.head, cache=cache, before=before, touched=since.kinds, edited=edited)
