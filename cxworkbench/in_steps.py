"""Work in steps: a generator that yields between them, so that others have their turn, and returns the whole."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")


def at_once(steps: Generator[object, None, T]) -> T:
    """All steps one after another; gives what they return."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            found: T = done.value
            return found
