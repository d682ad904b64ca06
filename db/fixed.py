"""Values that never change, made at a fraction of the cost that Python's own frozen dataclasses have at each start.

For each of its classes a frozen dataclass writes six functions as text and compiles them: a third of a millisecond, and
the Overview stands on a hundred such classes. Here only the constructor is written; the other functions are shared.
Nobody may set a field again: the type checker says so, and nothing is checked at run time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def fixed(made: type[T]) -> type[T]:
    """A class of values that are equal where their compared fields are, and can be keys where those can."""
    return with_functions(written(made, slots=False))


def with_functions(made: type[T], *, compares: bool = True) -> type[T]:
    """A dataclass with the shared functions: how it is shown, and unless it has no equals, compared and hashed."""
    shared = cast("Any", made)
    shared.__repr__ = _shown
    if compares:
        shared.compared_fields = staticmethod(_getter([one.name for one in fields(shared) if one.compare]))
        shared.__eq__, shared.__hash__ = _equal, _hashed
    return made


def written(made: type[T], *, slots: bool) -> type[T]:
    """A dataclass of which only the constructor is written."""
    documented = made.__doc__
    made.__doc__ = documented or made.__name__  # else Python works one out of the constructor's signature
    found = dataclass(eq=False, repr=False, slots=slots)(made)
    found.__doc__ = documented
    return found


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Gives the named fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    one = attrgetter(names[0]) if names else None
    return lambda value: () if one is None else (one(value),)


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    compared = self.compared_fields
    return compared(self) == compared(other)


def _hashed(self: Any) -> int:
    return hash(self.compared_fields(self))


def _shown(self: Any) -> str:
    said = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({said})"
