"""A result that rests on the same records is the same for every pilot.

Many criteria ask for records that nobody has written yet, or only for those of the programme. Their result is worked
out once in a judgement, by a scope that watches what is asked of it: where nothing was asked but certain kinds of
records, every pilot in whose scope these lists are the same has the same result, in the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cxworkbench.conditions.scope import Known, PilotScope
from cxworkbench.memory import Answers, note, noting

if TYPE_CHECKING:
    from cxworkbench.assessment import CriterionResult
    from cxworkbench.conditions.catalogue import Criterion
    from db.models import Pilot
    from db.records import Record

#: So many different sets of records are held for a criterion: where every pilot has its own, none is shared.
MOST_VARIANTS = 4
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
class _Variant:
    """The results of a criterion where these lists are in scope, by the day from which it is due.

    ``answers`` is what the plan was asked besides: a judgement that shares the result rests on it too.
    """

    lists: tuple[tuple[str, list[Any]], ...]
    answers: Answers
    of_day: dict[date | None, CriterionResult]


class Shared:
    """Results that several pilots share, in one judgement: one plan, one day, one catalogue."""

    def __init__(self, check: Check) -> None:
        """Share the results of a check."""
        self._check = check
        self._variants: dict[str, list[_Variant]] = {}
        self._never: set[str] = set()

    def result(self, criterion: Criterion, scope: PilotScope, due: date | None) -> CriterionResult:
        """The result of a criterion for a pilot: one that was found for another with the same records, else its own."""
        if criterion.id in self._never:
            return self._check(criterion, scope, due)
        variants = self._variants.get(criterion.id)
        if variants is None:
            variants = self._variants[criterion.id] = []
        in_scope = scope.known.records
        for one in variants:
            for kind, rows in one.lists:
                # Looked up here, without a call: this is asked for every criterion of every pilot.
                found_rows = in_scope.get(kind)
                if (scope.records(kind) if found_rows is None else found_rows) != rows:
                    break
            else:
                if one.answers:
                    note(scope.plan, one.answers)
                found = one.of_day.get(due)
                if found is None:
                    found = one.of_day[due] = self._check(criterion, scope, due)
                return found
        if len(variants) == MOST_VARIANTS:
            return self._check(criterion, scope, due)
        return self._first(criterion, scope, due, variants)

    def _first(
        self, criterion: Criterion, scope: PilotScope, due: date | None, variants: list[_Variant]
    ) -> CriterionResult:
        watching = WatchingScope.of(scope)
        with noting(scope.plan) as asked:
            found = self._check(criterion, watching, due)
        if watching.known.asked_pilot:
            self._never.add(criterion.id)
            return found
        # Which rows a pilot has of its own is asked again for each: its lists are compared.
        answers = {
            question: answer
            for question, answer in asked.items()
            if question[0] != "of_pilot" or not question[2]
        }
        variants.append(_Variant(tuple(watching.known.lists.items()), answers, {due: found}))
        return found
