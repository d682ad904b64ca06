"""Values that are made in great numbers: unchanging by rule, checked by the type checker and not at run time.

A frozen dataclass of sixteen fields takes seven times as long to make as a plain one; a judgement makes tens of
thousands.
"""

from __future__ import annotations

from typing import TypeVar, dataclass_transform

from db.fixed import with_functions, written

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def value(made: type[T]) -> type[T]:
    """A class of values: a dataclass with slots, whose fields nobody may set again."""
    return with_functions(written(made, slots=True))


@dataclass_transform(frozen_default=True, eq_default=False)
def holder(made: type[T]) -> type[T]:
    """The same of columns, which can't be compared as wholes: two of them are equal only where they are one."""
    return with_functions(written(made, slots=True), compares=False)


@dataclass_transform(frozen_default=True, eq_default=False)
def columns(made: type[T]) -> type[T]:
    """A holder with room for what is worked out of its columns when first asked for (cached properties)."""
    return with_functions(written(made, slots=False), compares=False)
