"""The small expressions of the reference data (grammar: header of failure_modes.toml), parsed and evaluated.

Their grammar is a part of Python's own, so Python's own parser reads them (docs/decisions/004-expressions.md);
only the node kinds named here are let through, and nothing is ever compiled or executed.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

from db.errors import UserError
from db.records import Record


class Scope(Protocol):
    """What an expression is evaluated in: resolves paths, calls functions, says what day it is."""

    @property
    def as_of(self) -> date:
        """The day of the judgement: ``today`` in expressions."""

    def path(self, names: tuple[str, ...]) -> Any:
        """The value at a path from the record at hand."""

    def call(self, name: str, arguments: tuple[ast.expr, ...]) -> Any:
        """The value of a function; its arguments come unevaluated, for some of them name kinds."""


@dataclass(frozen=True)
class Expression:
    """An expression as it was written; it is parsed when it is first needed, or by :meth:`checked`."""

    text: str
    where: str = ""

    @cached_property
    def node(self) -> ast.expr:
        """Its tree.

        Raises:
            UserError: it doesn't parse, or uses something that the grammar doesn't have; says where and what.
        """
        return _tree(self.text, self.where)

    def checked(self) -> Expression:
        """The same expression, known to parse.

        Raises:
            UserError: it doesn't.
        """
        assert self.node is not None
        return self

    def holds(self, scope: Scope) -> bool:
        """Whether it is true in a scope; empty counts as false."""
        return evaluate(self.node, scope) is True

    def value(self, scope: Scope) -> Any:
        """Its value in a scope; None is empty."""
        return evaluate(self.node, scope)


_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_WORDS = {"true": True, "false": False}


def parse(text: str, where: str = "") -> Expression:
    """The expression, parsed and checked.

    Raises:
        UserError: it doesn't parse, or uses something that the grammar doesn't have; says where and what.
    """
    return Expression(text, where).checked()


def _tree(text: str, where: str) -> ast.expr:
    try:
        node = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = f" at character {error.offset}" if isinstance(error, SyntaxError) else ""
        raise _refused(text, where, f"it doesn't parse{place}") from error
    _allow(node, text, where)
    return node


def _refused(text: str, where: str, why: str) -> UserError:
    return UserError(
        f"the expression {text[:120]!r} was refused: {why}",
        where=where,
        kept="the reference in force before stays in force",
        to_do="correct it; the file's header gives the grammar",
    )


def _allow(node: ast.expr, text: str, where: str) -> None:
    """Refuse everything that isn't in the grammar."""
    match node:
        case ast.BoolOp(values=values):
            parts = values
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            parts = [operand]
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            known = type(op) in _COMPARISONS or isinstance(op, ast.Is | ast.IsNot | ast.In)
            if not known:
                raise _refused(text, where, "that comparison is not in the grammar")
            if isinstance(op, ast.Is | ast.IsNot) and not (
                isinstance(right, ast.Name) and right.id == "empty"
            ):
                raise _refused(text, where, '"is" is followed by "empty" or "not empty" only')
            parts = [left, right]
        case ast.Compare():
            raise _refused(text, where, "comparisons can't be chained; join them by and")
        case ast.BinOp(left=ast.Constant(), op=ast.Mult(), right=right):
            parts = [right]
        case ast.Call(func=ast.Name(), args=arguments, keywords=[]):
            parts = arguments
        case ast.List(elts=elements):
            parts = elements
        case ast.Attribute(value=value):
            parts = [value]
        case ast.Name() | ast.Constant(value=str() | int() | float()):
            return
        case _:
            raise _refused(text, where, f"{type(node).__name__} is not in the grammar")
    for part in parts:
        _allow(part, text, where)


def names_of(node: ast.expr) -> tuple[str, ...] | None:
    """The names of a path ("pilot.owner" gives ("pilot", "owner")); None where the node is no path."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return (node.id, *reversed(names))


def is_empty(value: Any) -> bool:
    """Whether a value is empty: not known, a blank text, an empty list."""
    return value is None or value == "" or (isinstance(value, tuple | list) and not value)


def evaluate(node: ast.expr, scope: Scope) -> Any:
    """The value of a node in a scope, by the rules of empty values that the header gives."""
    match node:
        case ast.Constant(value=value):
            return Decimal(str(value)) if isinstance(value, float) else value
        case ast.BoolOp(op=ast.And(), values=values):
            return all(evaluate(one, scope) is True for one in values)
        case ast.BoolOp(values=values):
            return any(evaluate(one, scope) is True for one in values)
        case ast.UnaryOp(operand=operand):
            return evaluate(operand, scope) is not True
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compare(evaluate(left, scope), op, right, scope)
        case ast.BinOp(left=ast.Constant(value=factor), right=right):
            value = evaluate(right, scope)
            return None if is_empty(value) else Decimal(str(factor)) * Decimal(str(value))
        case ast.List(elts=elements):
            return [evaluate(one, scope) for one in elements]
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return scope.call(name, tuple(arguments))
        case ast.Name(id="today"):
            return scope.as_of
        case ast.Name(id=name) if name in _WORDS:
            return _WORDS[name]
        case _:
            names = names_of(node)
            assert names is not None, "parse() lets only paths through"
            return scope.path(names)


def _compare(left: Any, op: ast.cmpop, right: ast.expr, scope: Scope) -> bool:
    if isinstance(op, ast.Is):
        return is_empty(left)
    if isinstance(op, ast.IsNot):
        return not is_empty(left)
    other = evaluate(right, scope)
    if isinstance(op, ast.In):
        return not is_empty(left) and _plain(left) in [_plain(one) for one in other or ()]
    left, other = _plain(left), _plain(other)
    if is_empty(left) or is_empty(other):
        return isinstance(op, ast.NotEq) and not (is_empty(left) and is_empty(other))
    try:
        return _COMPARISONS[type(op)](left, other)
    except TypeError:
        return False


def _plain(value: Any) -> Any:
    """Links compare by the record that they name."""
    return value.id if isinstance(value, Record) else value
