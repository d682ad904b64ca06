"""A result that rests on the same records is the same for every pilot.

Many criteria ask for records that nobody has written yet, or only for those of the programme. Their result is worked
out once in a judgement, by a scope that watches what is asked of it: where nothing was asked but certain kinds of
records, every pilot in whose scope these lists are the same has the same result, in the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cxworkbench.conditions.scope import Known, PilotScope
from cxworkbench.memory import Answers, note, noting

if TYPE_CHECKING:
    from cxworkbench.assessment import CriterionResult
    from cxworkbench.conditions.catalogue import Condition, Criterion
    from db.models import Pilot
    from db.records import Record

#: So many pilots are tried before a criterion counts as one that every pilot has records of its own for.
MOST_TRIES = 4
#: Checks one criterion in a scope, due from a day on.
Check = Callable[["Criterion", PilotScope, "date | None"], "CriterionResult"]


class _Watched(Known):
    """What is found out while a scope is watched: which lists of records were asked for, and whether the pilot was."""

    def __init__(self, inner: PilotScope) -> None:
        # Answers found before are left aside, for they hide the questions that were asked for them.
        super().__init__()
        self.inner = inner
        self.lists: dict[str, list[Any]] = {}
        self.asked_pilot = False


class WatchingScope(PilotScope):
    """A scope that notes which records were asked for, and whether anything was asked that is the pilot's own."""

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


@dataclass
class _Found:
    """The results of a criterion by the day from which it is due, where these kinds hold nothing of the pilot's own.

    ``answers`` is what the plan was asked besides: a judgement that shares the result rests on it too.
    """

    kinds: frozenset[str]
    answers: Answers
    of_day: dict[date | None, CriterionResult]


@dataclass
class _Whole:
    """A condition all of whose criteria are shared, by the days from which those of its gates are due."""

    kinds: frozenset[str]
    gates: tuple[str, ...]
    answers: Answers
    of_days: dict[tuple[date | None, ...], tuple[CriterionResult, ...]]


class Shared:
    """Results that several pilots share, in one judgement: one plan, one day, one catalogue."""

    def __init__(self, check: Check) -> None:
        """Share the results of a check."""
        self._check = check
        self._lists: dict[str, list[Any]] = {}
        self._found: dict[str, _Found] = {}
        self._wholes: dict[str, _Whole] = {}
        self._tried: Counter[str] = Counter()
        #: What else is worked out once of results that pilots share.
        self.lines: dict[Any, Any] = {}

    def results(
        self, condition: Condition, scope: PilotScope, due: Mapping[str, date | None]
    ) -> tuple[CriterionResult, ...]:
        """The results of a condition for a pilot: those found for another with the same records, else its own.

        All pilots that share every result of a condition are given the same tuple.
        """
        own = self._own_kinds(scope)
        whole = self._whole(condition)
        if whole is None or not whole.kinds.isdisjoint(own):
            return tuple(self._result(one, scope, due[one.gate], own) for one in condition.criteria)
        if whole.answers:
            note(scope.plan, whole.answers)
        days = tuple([due[gate] for gate in whole.gates])
        found = whole.of_days.get(days)
        if found is None:
            found = tuple(self._result(one, scope, due[one.gate], own) for one in condition.criteria)
            whole.of_days[days] = found
        return found

    def _whole(self, condition: Condition) -> _Whole | None:
        """A condition of which every criterion was found to be shared; None while that isn't so."""
        whole = self._wholes.get(condition.id)
        if whole is None:
            found = [self._found.get(one.id) for one in condition.criteria]
            known = [one for one in found if one is not None]
            if len(known) < len(found):
                return None
            answers: Answers = {}
            for one in known:
                answers.update(one.answers)
            kinds = frozenset().union(*(one.kinds for one in known))
            gates = tuple(dict.fromkeys(one.gate for one in condition.criteria))
            whole = self._wholes[condition.id] = _Whole(kinds, gates, answers, {})
        return whole

    def _result(
        self, one: Criterion, scope: PilotScope, day: date | None, own: frozenset[str]
    ) -> CriterionResult:
        found = self._found.get(one.id)
        if found is None:
            tried = self._tried[one.id] >= MOST_TRIES
            return self._check(one, scope, day) if tried else self._first(one, scope, day)
        if not found.kinds.isdisjoint(own):
            return self._check(one, scope, day)
        shared = found.of_day.get(day)
        if shared is None:
            shared = found.of_day[day] = self._check(one, scope, day)
        elif found.answers:
            note(scope.plan, found.answers)
        return shared

    def _own_kinds(self, scope: PilotScope) -> frozenset[str]:
        """The kinds of which this pilot has other records than those that it shares with all others."""
        key = "own_kinds", len(self._lists)
        own: frozenset[str] | None = scope.known.answers.get(key)
        if own is None:
            own = frozenset(kind for kind, rows in self._lists.items() if scope.records(kind) != rows)
            scope.known.answers[key] = own
        return own

    def _first(self, criterion: Criterion, scope: PilotScope, due: date | None) -> CriterionResult:
        self._tried[criterion.id] += 1
        watching = WatchingScope.of(scope)
        with noting(scope.plan) as asked:
            found = self._check(criterion, watching, due)
        lists = watching.known.lists
        if watching.known.asked_pilot:
            self._tried[criterion.id] = MOST_TRIES
            return found
        if any(_is_own(rows) or self._lists.setdefault(kind, rows) != rows for kind, rows in lists.items()):
            return found
        # Which rows a pilot has of its own is asked again for each.
        answers = {
            question: answer
            for question, answer in asked.items()
            if question[0] != "of_pilot" or not question[2]
        }
        self._found[criterion.id] = _Found(frozenset(lists), answers, {due: found})
        return found


def _is_own(rows: list[Any]) -> bool:
    """Whether some of the records name a pilot: those of the programme, and parts of such, name none."""
    return any(getattr(one, "pilot", None) is not None for one in rows)
