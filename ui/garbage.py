"""Pauses of Python's garbage collection: what stands for as long as a plan is open is not looked through again."""

from __future__ import annotations

import gc


def hold() -> None:
    """Let collection pass by all that there is now: looking through a large plan takes a third of a second."""
    gc.freeze()


def let_go() -> None:
    """Let collection look through all that there is again: the plan was closed."""
    gc.unfreeze()
