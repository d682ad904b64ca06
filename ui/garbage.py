"""Pauses of Python's garbage collection: it rests while much is made, and passes by what stands with an open plan.

Looking through a large plan takes a third of a second, and comes at any moment.
"""

from __future__ import annotations

import gc

#: Who wants it to rest.
_resting: set[str] = set()


def rest(who: str) -> None:
    """No collection until the same one lets it go on: what is made meanwhile stays, nearly all of it."""
    _resting.add(who)
    gc.disable()


def go_on(who: str) -> None:
    """Collect again, unless another one wants it to rest."""
    _resting.discard(who)
    if not _resting:
        gc.enable()


def hold() -> None:
    """Let collection pass by all that there is now."""
    gc.freeze()


def let_go() -> None:
    """Let collection look through all that there is again: the plan was closed."""
    gc.unfreeze()
