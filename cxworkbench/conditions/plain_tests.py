"""Expressions that ask only fields of the record at hand, as tests of its values: no scope is made for each record.

``role == "primary"`` is asked of every metric of every pilot. What such an expression says is the same as in a scope;
one that follows a link, calls a function or compares two fields is left to the scope.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from cxworkbench.conditions.derived import DERIVED
from cxworkbench.conditions.expressions import COMPARISONS, NAMED, WORDS, is_empty
from db.records import FAMILIES

#: Whether a record's values, by field key, meet an expression.
Test = Callable[[Mapping[str, Any]], bool]


@cache
def plain_test(node: ast.expr, kind: str) -> Test | None:
    """The test of a record of a kind that an expression amounts to; None where it asks for more than its own fields."""
    return _test(node, kind)


def _test(node: ast.expr, kind: str) -> Test | None:
    match node:
        case ast.BoolOp(op=op, values=values):
            parts = [_test(one, kind) for one in values]
            known = [one for one in parts if one is not None]
            if len(known) < len(parts):
                return None
            return _all(known) if isinstance(op, ast.And) else _any(known)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _test(operand, kind)
            return None if inner is None else _not(inner)
        case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[right]):
            key = _key(name, kind)
            return None if key is None else _comparing(key, op, right)
        case _:
            return None


def _key(name: str, kind: str) -> str | None:
    """Where a record holds a field that is read as it is."""
    described = FAMILIES[kind].fields.get(name) if kind in FAMILIES else None
    if described is None or name in NAMED or name in WORDS or name == "today":
        return None
    return None if described.kind == "instant" or (kind, name) in DERIVED else described.key


def _comparing(key: str, op: ast.cmpop, right: ast.expr) -> Test | None:
    if isinstance(op, ast.Is):
        return lambda values: is_empty(values[key])
    if isinstance(op, ast.IsNot):
        return lambda values: not is_empty(values[key])
    if isinstance(op, ast.In) and isinstance(right, ast.List):
        members = [_constant(one) for one in right.elts]
        if any(one is None for one in members):
            return None
        return lambda values: not is_empty(values[key]) and values[key] in members
    constant = _constant(right)
    if constant is None or type(op) not in COMPARISONS:
        return None
    compare = COMPARISONS[type(op)]
    if isinstance(op, ast.Eq | ast.NotEq):
        return lambda values: compare(values[key], constant)

    def ordered(values: Mapping[str, Any]) -> bool:
        value = values[key]
        if is_empty(value):
            return False
        try:
            return compare(value, constant)
        except TypeError:
            return False

    return ordered


def _constant(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=float() as value):
            return Decimal(str(value))
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name) if name in WORDS:
            return WORDS[name]
        case _:
            return None


def _all(parts: list[Test]) -> Test:
    def test(values: Mapping[str, Any]) -> bool:
        for part in parts:  # noqa: SIM110 - a loop, not all(): this is asked thousands of times
            if not part(values):
                return False
        return True

    return test


def _any(parts: list[Test]) -> Test:
    def test(values: Mapping[str, Any]) -> bool:
        for part in parts:  # noqa: SIM110
            if part(values):
                return True
        return False

    return test


def _not(inner: Test) -> Test:
    return lambda values: not inner(values)
