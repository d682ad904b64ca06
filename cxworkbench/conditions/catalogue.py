"""Conditions, criteria, gates and precision tests as the reference data gives them (failure_modes.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache, cached_property
from typing import Any

import resources
from cxworkbench.conditions.expressions import Expression
from db.errors import UserError
from db.fixed import fixed

#: The order of the gates; criteria of the last one are operating criteria.
GATE_ORDER = ("frame", "prepare", "measure", "go_live", "decide", "scale")
#: Parameters of criteria that are expressions.
EXPRESSION_PARAMETERS = ("meets", "among", "by", "per_where", "to_where", "count_if", "exempt", "list_where")
#: What navigation and the Overview say under each condition's name, in a few words.
SUBLABELS = {
    "clear_objective": "Precise and owned",
    "data_ready": "Audited before use",
    "strategy_first": "Tools serve objectives",
    "active_sponsor": "Visible, deciding",
    "people_ready": "Trained and using",
    "realistic_returns": "Ramped and ranged",
    "governance_in_place": "Named, controlled",
}


@fixed
class Criterion:
    """One criterion: which records it looks at, by which rule, and what to do when it doesn't hold."""

    id: str
    text: str
    subject: str
    where: Expression | None
    rule: str
    needs: tuple[str, ...]
    severity: str
    gate: str
    next_action: str
    evidence: str = ""
    empty: str = "not_met"
    applies: Expression | None = None
    also: Expression | None = None
    settle: bool = False
    param: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    @cached_property
    def place(self) -> int:
        """The place of its gate among the gates."""
        return GATE_ORDER.index(self.gate)

    @cached_property
    def expressions(self) -> Mapping[str, Expression]:
        """The expressions among the parameters, by name."""
        return {
            name: Expression(self.param[name], f"{self.id}, {name}")
            for name in EXPRESSION_PARAMETERS
            if self.param.get(name)
        }

    def expression(self, name: str) -> Expression | None:
        """An expression among the parameters."""
        return self.expressions.get(name)


@fixed
class Condition:
    """One of the seven conditions, with its criteria in their order."""

    id: str
    order: int
    name: str
    long_name: str
    failure: str
    severity: str
    gate: str
    next_action: str
    criteria: tuple[Criterion, ...]

    @property
    def sublabel(self) -> str:
        """A few words on what it asks."""
        return SUBLABELS.get(self.id, "")


@fixed
class TestOfPrecision:
    """One of the six precision tests."""

    id: str
    order: int
    text: str
    test: Expression


@fixed
class Catalogue:
    """All that failure_modes.toml says, parsed."""

    conditions: tuple[Condition, ...]
    precision_tests: tuple[TestOfPrecision, ...]
    gate_questions: Mapping[str, str]

    def condition(self, id: str) -> Condition:
        """A condition by its id."""
        return next(condition for condition in self.conditions if condition.id == id)

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """Every criterion by its id."""
        return {one.id: one for condition in self.conditions for one in condition.criteria}


@cache
def built_in() -> Catalogue:
    """The catalogue that the program brings."""
    return read(resources.toml("failure_modes"), "failure_modes.toml")


def read(data: Mapping[str, Any], file: str) -> Catalogue:
    """A catalogue from a parsed reference file; its expressions are parsed when they are first needed.

    Raises:
        UserError: an entry lacks a part; names it.
    """
    try:
        conditions = tuple(_condition(entry) for entry in data["condition"])
        tests = tuple(
            TestOfPrecision(
                entry["id"], entry["order"], entry["text"], Expression(entry["test"], entry["id"])
            )
            for entry in data["precision_test"]
        )
        questions = {entry["id"]: entry["question"] for entry in data["gate"]}
    except KeyError as error:
        raise UserError(
            f"the part {error} is missing",
            where=file,
            kept="the built-in reference stays in force",
            to_do="add it, as the file's header describes",
        ) from error
    return Catalogue(
        tuple(sorted(conditions, key=lambda condition: condition.order)),
        tuple(sorted(tests, key=lambda test: test.order)),
        questions,
    )


def checked(catalogue: Catalogue) -> Catalogue:
    """The catalogue with every expression parsed, as a user's own file is checked before it is taken.

    Raises:
        UserError: an expression doesn't parse; names the entry and the place.
    """
    for test in catalogue.precision_tests:
        test.test.checked()
    for condition in catalogue.conditions:
        for criterion in condition.criteria:
            named = [criterion.expression(name) for name in EXPRESSION_PARAMETERS]
            for one in (criterion.where, criterion.applies, criterion.also, *named):
                if one is not None:
                    one.checked()
    return catalogue


def _condition(entry: Mapping[str, Any]) -> Condition:
    return Condition(
        id=entry["id"],
        order=entry["order"],
        name=entry["name"],
        long_name=entry["long_name"],
        failure=entry["failure"],
        severity=entry["severity"],
        gate=entry["gate"],
        next_action=entry["next_action"],
        criteria=tuple(_criterion(one) for one in entry["criterion"]),
    )


def _criterion(entry: Mapping[str, Any]) -> Criterion:
    def optional(name: str) -> Expression | None:
        return Expression(entry[name], f"{entry['id']}, {name}") if entry.get(name) else None

    return Criterion(
        id=entry["id"],
        text=entry["text"],
        subject=entry["subject"],
        where=optional("where"),
        rule=entry["rule"],
        needs=tuple(entry["needs"]),
        severity=entry["severity"],
        gate=entry["gate"],
        next_action=entry["next_action"],
        evidence=entry.get("evidence", ""),
        empty=entry.get("empty", "not_met"),
        applies=optional("applies"),
        also=optional("also"),
        settle=entry.get("settle", False),
        param=entry.get("param", {}),
        sources=tuple(entry.get("sources", ())),
    )
