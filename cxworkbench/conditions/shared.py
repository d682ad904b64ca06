"""A result that rests on the same records is the same for every pilot.

Many criteria ask for records that nobody has written yet, or only for those of the programme, and of the pilot itself
but a flag or a date. Their result is worked out once in a judgement, by a scope that watches what is asked of it: where
nothing was asked but certain kinds of records and certain values of the pilot, every pilot of the same values in whose
scope these lists are the same has the same result, in the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from cxworkbench.conditions.scope import Known, PilotScope
from cxworkbench.memory import Answers, note, noting
from cxworkbench.values import holder
from db.records import FAMILIES

if TYPE_CHECKING:
    from cxworkbench.assessment import CriterionResult
    from cxworkbench.conditions.catalogue import Condition, Criterion
    from db.models import Pilot
    from db.records import Record

#: So many pilots are tried before a criterion counts as one that every pilot has records of its own for.
MOST_TRIES = 4
#: Values of pilots for which a criterion has a result held: of dates that differ for each, nothing is shared.
MOST_HELD = 16
#: Checks one criterion in a scope, due from a day on.
Check = Callable[["Criterion", PilotScope, "date | None"], "CriterionResult"]
#: From which day on the criteria of each gate are due, by gate.
Days = Mapping[str, "date | None"]
#: What is asked of a pilot: a method of its scope, and the arguments.
Question = tuple[str, tuple[Any, ...]]


class _Watched(Known):
    """What is found out while a scope is watched: the lists of records that were asked for, and what of the pilot."""

    def __init__(self, inner: PilotScope) -> None:
        # Answers found before are left aside, for they hide the questions that were asked for them.
        super().__init__()
        self.inner = inner
        self.lists: dict[str, list[Any]] = {}
        self.questions: dict[Question, None] = {}
        self.asked_pilot = False

    def ask(self, method: str, *arguments: Any) -> Any:
        """A value of the pilot, noted."""
        question = (method, arguments)
        self.questions[question] = None
        return _answer(self.inner, question)


class WatchingScope(PilotScope):
    """A scope that notes which records and values were asked for, and whether the pilot itself was."""

    __slots__ = ()
    known: _Watched

    @classmethod
    def of(cls, scope: PilotScope) -> WatchingScope:
        """Watch what is asked of a scope."""
        return cls(scope.plan, None, scope.as_of, known=_Watched(scope))

    @property
    def pilot(self) -> Pilot | None:
        """The pilot, which is another one in every scope."""
        self.known.asked_pilot = True
        return self.known.inner.pilot

    @pilot.setter
    def pilot(self, _: Pilot | None) -> None:
        """It is that of the scope that is watched."""

    def about(self, record: Any) -> PilotScope:
        """The same scope with a record at hand, which is also the criterion's subject."""
        return WatchingScope(self.plan, None, self.as_of, record, record, self.known, self.group)

    def with_at_hand(self, record: Any) -> PilotScope:
        """The same scope and subject with another record at hand."""
        return WatchingScope(self.plan, None, self.as_of, record, self.record, self.known, self.group)

    def in_group(self, group: Record | None) -> PilotScope:
        """The same scope where the record of a group goes by its kind's name."""
        return WatchingScope(self.plan, None, self.as_of, group, group, self.known, group)

    def records(self, kind: str) -> list[Any]:
        """The records of a kind; noted."""
        found = self.known.lists[kind] = self.known.inner.records(kind)
        return found

    def path(self, names: tuple[str, ...]) -> Any:
        """The value at a path; one that starts at the pilot is noted."""
        if names[0] == "pilot" and len(names) > 1:
            return self.known.ask("path", names)
        return super().path(names)

    def gate_day(self, kind: str) -> date | None:
        """The day of a gate; noted."""
        found: date | None = self.known.ask("gate_day", kind)
        return found

    def flags(self) -> frozenset[str] | None:
        """Which controls may apply; noted."""
        found: frozenset[str] | None = self.known.ask("flags")
        return found


def _answer(scope: PilotScope, question: Question) -> Any:
    method, arguments = question
    return getattr(scope, method)(*arguments)


@dataclass
class _Found:
    """The results of a criterion by the day from which it is due and the pilot's values.

    It is shared where these kinds hold nothing of the pilot's own. ``questions`` give the values: whatever else was
    asked for one of them is among the questions, so that the same answers lead to the same result. ``answers`` is what
    the plan was asked besides: a judgement that shares the result rests on it too.
    """

    kinds: frozenset[str] = frozenset()
    questions: tuple[Question, ...] = ()
    answers: Answers = field(default_factory=dict)
    held: dict[Hashable, CriterionResult] = field(default_factory=dict)


@dataclass
class _Part:
    """What pilots with records of their own of the same kinds share of a condition.

    ``own`` are the places of the criteria that each has for itself, ``shared`` those of all others. Their results are
    held, with a gap for each of a pilot's own, by the days from which they are due and the pilot's values.
    """

    made_at: int
    own: tuple[int, ...]
    shared: tuple[int, ...]
    questions: tuple[Question, ...]
    gates: tuple[str, ...]
    answers: Answers
    held: dict[Hashable, tuple[CriterionResult | None, ...]] = field(default_factory=dict)


@holder
class OfCondition:
    """A pilot's results of a condition in the order of its criteria.

    ``shared`` are those that it shares with others, with a gap for each of its own; the same as ``all`` where it has
    none of its own.
    """

    all: tuple[CriterionResult, ...]
    shared: tuple[CriterionResult | None, ...]


class Shared:
    """Results that several pilots share, in one judgement: one plan, one day, one catalogue."""

    def __init__(self, check: Check) -> None:
        """Share the results of a check."""
        self._check = check
        self._lists: dict[str, list[Any]] = {}
        self._found: dict[str, _Found] = {}
        self._parts: dict[tuple[str, frozenset[str]], _Part] = {}
        self._tried: Counter[str] = Counter()
        self._changes = 0
        self._held: tuple[int, list[str]] = (0, [])
        #: What else is worked out once of results that pilots share.
        self.worked_out: dict[Any, Any] = {}

    def results(
        self, condition: Condition, scopes: Sequence[PilotScope], due: Sequence[Days]
    ) -> Generator[None, None, list[OfCondition]]:
        """The results of a condition for several pilots: those found for another with the same records, else its own.

        In short steps. All pilots that share results of a condition are given the same tuple of these.

        Args:
            condition: whose criteria are checked.
            scopes: one a pilot.
            due: of each the days from which the criteria of a gate are due, by gate.
        """
        found: list[OfCondition] = []
        # One by one, until another pilot teaches nothing more of what is shared.
        for scope, days in zip(scopes, due, strict=True):
            known = self._changes
            found += yield from self._of_known(condition, [scope], [days])
            if known == self._changes and len(found) > 1:
                break
        done = len(found)
        return found + (yield from self._of_known(condition, scopes[done:], due[done:]))

    def _of_known(
        self, condition: Condition, scopes: Sequence[PilotScope], due: Sequence[Days]
    ) -> Generator[None, None, list[OfCondition]]:
        """The results by what is known so far: what each pilot has for itself is checked criterion by criterion."""
        parts: list[_Part] = []
        shared = []
        for scope, days in zip(scopes, due, strict=True):
            # Each by what the one before taught.
            part = self._part(condition, self._own_kinds(scope))
            parts.append(part)
            shared.append(self._of_part(part, condition, scope, days))
        yield
        filled = [list(one) for one in shared]
        for at, criterion in enumerate(condition.criteria):
            gate = criterion.gate
            for part, scope, days, own in zip(parts, scopes, due, filled, strict=True):
                if at in part.own:
                    own[at] = self._result(criterion, scope, days[gate])
            yield
        # Without a criterion of its own there is no gap.
        return [
            OfCondition(tuple(own), one) if part.own else OfCondition(one, one)  # type: ignore[arg-type]
            for part, one, own in zip(parts, shared, filled, strict=True)
        ]

    def _of_part(
        self, part: _Part, condition: Condition, scope: PilotScope, due: Days
    ) -> tuple[CriterionResult | None, ...]:
        """The results that a pilot shares, with gaps for its own."""
        if part.answers:
            note(scope.plan, part.answers)
        key = (tuple([due[gate] for gate in part.gates]), *[_answer(scope, one) for one in part.questions])
        try:
            return part.held[key]
        except (KeyError, TypeError):
            pass
        found: list[CriterionResult | None] = [None] * len(condition.criteria)
        all_held = True
        for at in part.shared:
            one = condition.criteria[at]
            result = self._shared(one, scope, due[one.gate])
            all_held = all_held and result is not None
            found[at] = self._check(one, scope, due[one.gate]) if result is None else result
        made = tuple(found)
        if all_held and part.made_at == self._changes:
            part.held[key] = made
        return made

    def _part(self, condition: Condition, own: frozenset[str]) -> _Part:
        """What a condition shares among pilots that have records of their own of these kinds."""
        part = self._parts.get((condition.id, own))
        if part is None or part.made_at != self._changes:
            known = [self._found.get(one.id) for one in condition.criteria]
            shared = {
                at: one for at, one in enumerate(known) if one is not None and one.kinds.isdisjoint(own)
            }
            answers: Answers = {}
            for one in shared.values():
                answers.update(one.answers)
            part = self._parts[condition.id, own] = _Part(
                self._changes,
                tuple([at for at in range(len(known)) if at not in shared]),
                tuple(shared),
                tuple(dict.fromkeys(question for one in shared.values() for question in one.questions)),
                tuple(dict.fromkeys(condition.criteria[at].gate for at in shared)),
                answers,
            )
        return part

    def _result(self, one: Criterion, scope: PilotScope, day: date | None) -> CriterionResult:
        """The result of one criterion: shared where it can be."""
        shared = self._shared(one, scope, day)
        return self._check(one, scope, day) if shared is None else shared

    def _shared(self, one: Criterion, scope: PilotScope, day: date | None) -> CriterionResult | None:
        """The result that a pilot shares with others; None where it has to be checked for itself."""
        found = self._found.get(one.id)
        if found is None:
            return self._watched(one, scope, day) if self._tried[one.id] < MOST_TRIES else None
        if not found.kinds.isdisjoint(self._own_kinds(scope)):
            return None
        key = (day, *[_answer(scope, question) for question in found.questions])
        try:
            shared = found.held.get(key)
        except TypeError:  # a value that can't be told from others, such as a table
            return None
        if shared is None:
            return self._watched(one, scope, day) if len(found.held) < MOST_HELD else None
        if found.answers:
            note(scope.plan, found.answers)
        return shared

    def _own_kinds(self, scope: PilotScope) -> frozenset[str]:
        """The kinds of which this pilot has other records than those that it shares with all others."""
        key = "own_kinds", len(self._lists)
        own: frozenset[str] | None = scope.known.answers.get(key)
        if own is None:
            if self._held[0] != len(self._lists):
                # A kind of which the plan holds nothing is shared by all.
                held = (kind for kind in self._lists if kind in FAMILIES)
                self._held = len(self._lists), [kind for kind in held if scope.plan.has_any(FAMILIES[kind])]
            own = frozenset([kind for kind in self._held[1] if scope.records(kind) != self._lists[kind]])
            scope.known.answers[key] = own
        return own

    def _watched(self, criterion: Criterion, scope: PilotScope, due: date | None) -> CriterionResult:
        """The result, watched while it is found; held where others can share it."""
        watching = WatchingScope.of(scope)
        with noting(scope.plan) as asked:
            result = self._check(criterion, watching, due)
        known = watching.known
        values = [_answer(scope, question) for question in known.questions]
        if known.asked_pilot or not _can_be_keys(values):
            self._tried[criterion.id] = MOST_TRIES
            return result
        if any(
            _is_own(rows) or self._lists.setdefault(kind, rows) != rows for kind, rows in known.lists.items()
        ):
            self._tried[criterion.id] += 1
            return result
        found = self._found.setdefault(criterion.id, _Found())
        if (
            not found.held
            or not known.questions.keys() <= {*found.questions}
            or not known.lists.keys() <= found.kinds
        ):
            # Results held before lack the answers to what was asked now for the first time.
            found.held.clear()
            found.questions = tuple(dict.fromkeys((*found.questions, *known.questions)))
            found.kinds |= known.lists.keys()
            self._changes += 1
        # Which rows a pilot has of its own is asked again for each.
        found.answers.update(
            (question, answer)
            for question, answer in asked.items()
            if question[0] != "of_pilot" or not question[2]
        )
        found.held[(due, *[_answer(scope, question) for question in found.questions])] = result
        return result


def _can_be_keys(values: list[Any]) -> bool:
    """Whether all values can be told from others by their hash: a table can't."""
    try:
        hash(tuple(values))
    except TypeError:
        return False
    return True


def _is_own(rows: list[Any]) -> bool:
    """Whether some of the records name a pilot: those of the programme, and parts of such, name none."""
    return any(getattr(one, "pilot", None) is not None for one in rows)
