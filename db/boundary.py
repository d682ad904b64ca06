"""Where a broken or hostile file ends: whatever reading it throws becomes one error that a person can read."""

from __future__ import annotations

import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

from db.errors import PlanBusy, PlanDamaged, PlanUnwritten

#: What reading a plan throws where its bytes aren't what the program wrote. SQLite's own message may hold bytes that
#: are no UTF-8, and a cell may hold anything.
HOSTILE = (
    sqlite3.Error,
    zlib.error,
    struct.error,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    MemoryError,
    RecursionError,
)

P = ParamSpec("P")
T = TypeVar("T")


class _HasPath(Protocol):
    path: Path


S = TypeVar("S", bound=_HasPath)


class NotAPlan(PlanDamaged):
    """The file was never a plan, or so little of one is left that SQLite isn't asked to open it."""


def damaged(path: Path, found: str) -> PlanDamaged:
    """The error for a file that isn't a sound plan."""
    return PlanDamaged(f"not a sound plan ({found})", **_advice(path))


def no_plan(path: Path, found: str) -> NotAPlan:
    """The error for a file that is no plan at all."""
    return NotAPlan(f"not a sound plan ({found})", **_advice(path))


def _advice(path: Path) -> dict[str, str]:
    return {
        "where": str(path),
        "kept": "the file was left as it was",
        "to_do": "open a backup, or save what can be read with 'cxworkbench salvage'",
    }


def is_busy(error: Exception) -> bool:
    """Whether it only says that somebody else is writing."""
    code = getattr(error, "sqlite_errorname", "")
    return isinstance(error, sqlite3.OperationalError) and code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def busy(path: Path) -> PlanBusy:
    """The error for a plan that somebody is writing to all the while."""
    return PlanBusy(
        "somebody is writing to the plan",
        where=path.name,
        kept="nothing was changed",
        to_do="try again in a moment",
    )


def not_written(path: Path, error: BaseException) -> PlanUnwritten | None:
    """The error for a plan that the disk doesn't let be written; None where something else went wrong."""
    cause = getattr(error, "orig", error)  # SQLAlchemy wraps what SQLite says
    if isinstance(cause, sqlite3.OperationalError) and is_busy(cause):
        return busy(path)
    code = getattr(cause, "sqlite_errorname", "")
    if not isinstance(cause, OSError) and not code.startswith(_OF_THE_DISK):
        return None
    return PlanUnwritten(
        f"the plan can't be written ({cause.strerror if isinstance(cause, OSError) else cause})",
        where=path.name,
        kept="nothing was changed",
        to_do="check that the disk has room and can be written",
    )


_OF_THE_DISK = ("SQLITE_PERM", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What goes wrong while a plan is read, in words.

    Raises:
        PlanDamaged: the file doesn't hold what a plan holds.
        PlanBusy: somebody is writing to it, and didn't end within the time that SQLite waits.
    """
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # our own mistake, whatever the file holds
    except HOSTILE as error:
        if is_busy(error):
            raise busy(path) from error
        raise damaged(path, str(error) or type(error).__name__) from error


def read_from_file(ask: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """A question to an open plan, asked within :func:`reading`."""

    @wraps(ask)
    def asked(self: S, *args: P.args, **more: P.kwargs) -> T:
        with reading(self.path):
            return ask(self, *args, **more)

    return cast("Callable[Concatenate[S, P], T]", asked)
