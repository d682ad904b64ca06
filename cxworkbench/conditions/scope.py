"""Where an expression is evaluated: a pilot of a plan as of a day, with the record at hand and the named functions."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from cxworkbench.conditions.expressions import evaluate, is_empty, names_of
from db.models import Gate, Pilot
from db.records import FAMILIES, Record

if TYPE_CHECKING:
    from cxworkbench.plan import Plan

#: Families whose rows without a pilot belong to every pilot's scope. An objective without one is a candidate.
PROGRAMME_LEVEL = frozenset(
    kind for kind, family in FAMILIES.items() if "pilot" in family.fields and kind != "objective"
)

#: Fields of a pilot that are read from its gates: one truth.
_DERIVED = {"go_live_date": "go_live", "pilot_start": "go_live", "pilot_end": "decide"}


@dataclass(frozen=True)
class PilotScope:
    """The scope of one pilot; ``at_hand`` is the record that paths start from, ``record`` the subject's."""

    plan: Plan
    pilot: Pilot | None
    as_of: date
    at_hand: Record | None = None
    record: Record | None = None

    def about(self, record: Record) -> PilotScope:
        """The same scope with a record at hand, which is also the criterion's subject."""
        return replace(self, at_hand=record, record=record)

    def records(self, kind: str) -> list[Record]:
        """The records of a kind in the pilot's scope."""
        if kind == "pilot":
            return [self.pilot] if self.pilot is not None else []
        family = FAMILIES.get(kind)
        if family is None:
            return []
        if "pilot" not in family.fields:
            return self.plan.all(family)
        owner = "" if self.pilot is None else self.pilot.id
        return self.plan.of_pilot(family, owner, programme_too=kind in PROGRAMME_LEVEL and bool(owner))

    def gate_day(self, kind: str) -> date | None:
        """The day a gate of the pilot was passed, or is planned for while it isn't."""
        if self.pilot is None:
            return None
        for gate in self.plan.of_pilot(Gate, self.pilot):
            if gate.kind_ == kind:
                return gate.passed_on or gate.planned_on
        return None

    def path(self, names: tuple[str, ...]) -> Any:
        """The value at a path; empty where any link on the way is empty."""
        first, *rest = names
        if first == "record":
            here: Any = self.record
        elif first == "pilot" and (rest or not self._has_field("pilot")):
            here = self.pilot
        elif first == "programme":
            here = self.plan.programme
        else:
            here, rest = self.at_hand, list(names)
        for name in rest:
            here = self._step(here, name)
            if here is None:
                return None
        return here

    def _has_field(self, name: str) -> bool:
        return self.at_hand is not None and name in self.at_hand.fields

    def _step(self, here: Any, name: str) -> Any:
        if isinstance(here, str):
            here = self.plan.find(here)
        if not isinstance(here, Record):
            return None
        if isinstance(here, Pilot) and name in _DERIVED:
            return self.gate_day(_DERIVED[name])
        return here.value(name) if name in here.fields else None

    def call(self, name: str, arguments: tuple[ast.expr, ...]) -> Any:
        """The value of a named function; empty where the function isn't known to this step."""
        function = FUNCTIONS.get(name)
        return None if function is None else function(self, *arguments)

    def value(self, node: ast.expr) -> Any:
        """The value of an argument in this scope."""
        return evaluate(node, self)


def _count(scope: PilotScope, kind: ast.expr, condition: ast.expr | None = None) -> int:
    names = names_of(kind)
    found = 0
    for record in scope.records(names[0] if names else ""):
        inner = replace(scope, at_hand=record)
        found += condition is None or evaluate(condition, inner) is True
    return found


def _days(scope: PilotScope, start: ast.expr, end: ast.expr) -> int | None:
    first, last = scope.value(start), scope.value(end)
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    return (last - first).days


def _first_filled(scope: PilotScope, *choices: ast.expr) -> Any:
    values = (scope.value(choice) for choice in choices)
    return next((value for value in values if not is_empty(value)), None)


def _better(scope: PilotScope, a: ast.expr, b: ast.expr) -> bool:
    from cxworkbench.conditions import objective

    return objective.better(scope.plan, scope.at_hand, scope.value(a), scope.value(b))


def _within_reference(scope: PilotScope) -> bool:
    from cxworkbench.conditions import objective

    return objective.within_reference(scope.plan, scope.pilot, scope.at_hand)


def _observable(scope: PilotScope, text: ast.expr) -> bool:
    from cxworkbench.conditions import objective

    return objective.observable(scope.plan, scope.value(text))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "count": _count,
    "days": _days,
    "first_filled": _first_filled,
    "better": _better,
    "within_reference": _within_reference,
    "observable": _observable,
}
