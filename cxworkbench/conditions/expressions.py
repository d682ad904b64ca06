"""The small expressions of the reference data (grammar: header of failure_modes.toml), parsed and evaluated.

Their grammar is a part of Python's own, so Python's own parser reads them (docs/decisions/004-expressions.md);
only the node kinds named here are let through, and nothing is ever compiled or executed.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

from db.errors import UserError
from db.fixed import fixed
from db.records import Record


class Scope(Protocol):
    """What an expression is evaluated in: resolves paths, calls functions, says what day it is."""

    @property
    def as_of(self) -> date:
        """The day of the judgement: ``today`` in expressions."""

    def path(self, names: tuple[str, ...]) -> Any:
        """The value at a path from the record at hand."""

    def field(self, name: str) -> Any:
        """The value of a field of the record at hand."""

    def call(self, name: str, arguments: tuple[Term, ...]) -> Any:
        """The value of a function; its arguments come unevaluated, for some of them name kinds."""


#: What a part of an expression is in a scope.
Reads = Callable[[Any], Any]


@fixed
class Term:
    """A part of an expression: what it is in a scope, of a path the names on it, and its tree."""

    read: Reads
    names: tuple[str, ...] | None = None
    #: The link that must name the record of the criterion, where the expression asks that; and whether for no more.
    links: str | None = None
    only_links: bool = False
    node: ast.expr | None = None

    def value(self, scope: Scope) -> Any:
        """Its value; None is empty."""
        return self.read(scope)

    def holds(self, scope: Scope) -> bool:
        """Whether it is true; empty counts as false."""
        return self.read(scope) is True


@fixed
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

    @cached_property
    def term(self) -> Term:
        """The same, made ready to be read in any number of scopes."""
        return _term(self.node)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name in it: of records, fields and functions."""
        walked = list(ast.walk(self.node))
        fields = {node.attr for node in walked if isinstance(node, ast.Attribute)}
        return frozenset(fields | {node.id for node in walked if isinstance(node, ast.Name)} - set(WORDS))

    def checked(self) -> Expression:
        """The same expression, known to parse.

        Raises:
            UserError: it doesn't.
        """
        assert self.node is not None
        return self

    def holds(self, scope: Scope) -> bool:
        """Whether it is true in a scope; empty counts as false."""
        return self.term.read(scope) is True

    def value(self, scope: Scope) -> Any:
        """Its value in a scope; None is empty."""
        return self.term.read(scope)


COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
WORDS = {"true": True, "false": False}
#: Names that stand for a record wherever an expression is evaluated.
NAMED = frozenset({"record", "pilot", "programme"})


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
            known = type(op) in COMPARISONS or isinstance(op, ast.Is | ast.IsNot | ast.In)
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
    return value is None or (not value and isinstance(value, str | tuple | list))


def _term(node: ast.expr) -> Term:
    only_links = isinstance(node, ast.Compare)
    return Term(_reading(node), names_of(node), _link_to_record(node), only_links, node)


def _link_to_record(node: ast.expr) -> str | None:
    """The link that must name the record for an expression to hold: "control" of "control == record"."""
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return next((found for one in values if (found := _link_to_record(one))), None)
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Name(id="record")]):
            return name
        case _:
            return None


def _reading(node: ast.expr) -> Reads:
    """What reads a node's value in a scope, by the rules of empty values that the header gives."""
    match node:
        case ast.Constant(value=value):
            constant = Decimal(str(value)) if isinstance(value, float) else value
            return lambda _: constant
        case ast.BoolOp(op=ast.And(), values=values):
            return _both([_reading(one) for one in values])
        case ast.BoolOp(values=values):
            return _either([_reading(one) for one in values])
        case ast.UnaryOp(operand=operand):
            inner = _reading(operand)
            return lambda scope: inner(scope) is not True
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _comparing(_reading(left), op, right)
        case ast.BinOp(left=ast.Constant(value=factor), right=right):
            return _times(Decimal(str(factor)), _reading(right))
        case ast.List(elts=elements):
            readings = [_reading(one) for one in elements]
            return lambda scope: [one(scope) for one in readings]
        case ast.Call(func=ast.Name(id=name), args=arguments):
            terms = tuple(_term(one) for one in arguments)
            return lambda scope: scope.call(name, terms)
        case ast.Name(id="today"):
            return lambda scope: scope.as_of
        case ast.Name(id=name) if name in WORDS:
            word = WORDS[name]
            return lambda _: word
        case _:
            names = names_of(node)
            assert names is not None, "parse() lets only paths through"
            if len(names) == 1 and names[0] not in NAMED:
                name = names[0]
                return lambda scope: scope.field(name)
            return lambda scope: scope.path(names)


def _both(parts: list[Reads]) -> Reads:
    def read(scope: Any) -> bool:
        # A loop, not all(): this is asked thousands of times.
        for part in parts:  # noqa: SIM110
            if part(scope) is not True:
                return False
        return True

    return read


def _either(parts: list[Reads]) -> Reads:
    def read(scope: Any) -> bool:
        for part in parts:  # noqa: SIM110
            if part(scope) is True:
                return True
        return False

    return read


def _times(factor: Decimal, inner: Reads) -> Reads:
    def read(scope: Any) -> Any:
        value = inner(scope)
        return None if is_empty(value) else factor * Decimal(str(value))

    return read


def _comparing(left: Reads, op: ast.cmpop, right_node: ast.expr) -> Reads:
    if isinstance(op, ast.Is):
        return lambda scope: is_empty(left(scope))
    if isinstance(op, ast.IsNot):
        return lambda scope: not is_empty(left(scope))
    right = _reading(right_node)
    if isinstance(op, ast.In) and _is_steady(right_node):
        return _among_steady(left, right, ast.unparse(right_node))
    if isinstance(op, ast.In):
        return lambda scope: _among(left(scope), right(scope))
    compare, differs = COMPARISONS[type(op)], isinstance(op, ast.NotEq)
    if isinstance(right_node, ast.Constant) or (
        isinstance(right_node, ast.Name) and right_node.id in {*WORDS, "today"}
    ):
        return _comparing_known(left, compare, right, is_equality=differs or isinstance(op, ast.Eq))

    def read(scope: Any) -> bool:
        one, other = _plain(left(scope)), _plain(right(scope))
        if is_empty(one) or is_empty(other):
            return differs and not (is_empty(one) and is_empty(other))
        try:
            return compare(one, other)
        except TypeError:
            return False

    return read


def _comparing_known(
    left: Reads, compare: Callable[[Any, Any], bool], right: Reads, *, is_equality: bool
) -> Reads:
    """Compares with what is never empty, a constant or today: whether two are equal needs no look for emptiness."""
    if is_equality:

        def equal(scope: Any) -> bool:
            return compare(_plain(left(scope)), right(scope))

        return equal

    def ordered(scope: Any) -> bool:
        one = _plain(left(scope))
        if is_empty(one):
            return False
        try:
            return compare(one, right(scope))
        except TypeError:
            return False

    return ordered


def _is_steady(node: ast.expr) -> bool:
    """Whether a list is the same whatever record is at hand: of constants, or of a function of such."""
    match node:
        case ast.Constant() | ast.Name(id="today"):
            return True
        case ast.List(elts=parts) | ast.Call(args=parts):
            return all(_is_steady(part) for part in parts)
        case _:
            return False


def _among_steady(left: Reads, right: Reads, written: str) -> Reads:
    """Looks in a list that is read once in a judgement, not once a record."""

    def read(scope: Any) -> bool:
        value = _plain(left(scope))
        if is_empty(value):
            return False
        found = scope.known.answers.get(written)
        if found is None:
            found = scope.known.answers[written] = frozenset(_plain(one) for one in right(scope) or ())
        return value in found

    return read


def _among(value: Any, found: Any) -> bool:
    return not is_empty(value) and _plain(value) in [_plain(one) for one in found or ()]


def _plain(value: Any) -> Any:
    """Links compare by the record that they name."""
    return value.id if isinstance(value, Record) else value
