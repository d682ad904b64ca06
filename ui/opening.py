"""Opening a plan for a window: with the lock that keeps other windows out, or for reading only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from db.errors import PlanLocked, UserError
from ui.plan_session import PlanSession

if TYPE_CHECKING:
    from cxworkbench.memory import Memories
    from cxworkbench.plan import Plan
    from db.locks import WindowLock
    from db.session import Session

T = TypeVar("T")


class WaitFor(Protocol):
    """Does work beside the window and gives its result, as ``Work.wait_for`` does."""

    def __call__(self, work: Callable[[], T], /) -> T:
        """Do it."""
        ...


def open_for_window(
    path: Path,
    *,
    user: str,
    now: Callable[[], datetime],
    today: Callable[[], date],
    data: Path | None = None,
    read_only: bool = False,
    is_damaged: bool = False,
    wait_for: WaitFor | None = None,
) -> tuple[PlanSession, UserError | None]:
    """Open a plan for a window: with its lock if nobody has it, else for reading only.

    Args:
        path: the plan.
        user: who stands in the journal and in the lock.
        now: reads the clock.
        today: the day on this computer.
        data: the person's data folder: drafts lie there, and what lies in its ``backups`` is only read.
        read_only: never write to it.
        is_damaged: see what can be read of a damaged plan, as a private copy.
        wait_for: does the reading beside the window, which is drawn meanwhile; without, it is done at once.

    Returns:
        The session, and why it is for reading only where the session's own notices don't say it.

    Raises:
        UserError: the plan can't be opened at all.
    """
    from db.store import open_damaged

    if is_damaged:
        session = open_damaged(path, origin="window")
        return PlanSession(session, user=user, now=now, today=today), None
    is_backup = data is not None and path.resolve().parent == (data / "backups").resolve()
    moment = now()

    def opened() -> _Opened:
        return _opened(
            path, user, moment, read_only=read_only, is_backup=is_backup, moves=wait_for is not None
        )

    if wait_for is None:
        found = opened()
        return PlanSession(
            found.session, user=user, now=now, today=today, lock=found.lock, data=data
        ), found.held
    found = wait_for(opened)
    first = None
    with suppress(UserError):  # what can't be read is said when the window loads it
        first = wait_for(partial(_loaded, found.session))
    plan = PlanSession(
        found.session, user=user, now=now, today=today, lock=found.lock, data=data, first=first
    )
    return plan, found.held


@dataclass
class _Opened:
    """An open plan, its lock, and why it is for reading only."""

    session: Session
    lock: WindowLock | None = None
    held: UserError | None = None


def _opened(
    path: Path, user: str, moment: datetime, *, read_only: bool, is_backup: bool, moves: bool
) -> _Opened:
    from db.locks import hold
    from db.store import open_plan

    try:
        session = open_plan(path, read_only=read_only or is_backup, origin="window", moves=moves)
        if is_backup:
            return _Opened(session, held=_a_backup(path))
        if read_only:
            return _Opened(session, held=_only_looked_at(path))
        if session.read_only:
            return _Opened(session, held=None if session.notices else _not_writable(path))
        return _Opened(session, _hold(session, user, moment, hold))
    except PlanLocked as error:
        session = open_plan(path, read_only=True, origin="window", moves=moves)
        return _Opened(session, held=_held_by_another(error))


def _loaded(session: Session) -> tuple[Plan, Memories]:
    """The plan, and beside it what the window needs to judge and show it."""
    from importlib import import_module

    from cxworkbench.memory import Memories, loaded_anew

    for name in ("cxworkbench.assess", "ui.sections.judging_page", "ui.sections.overview"):
        import_module(name)
    memories = Memories()
    return loaded_anew(session, None, memories.readings), memories


def _hold(
    session: Session, user: str, moment: datetime, hold: Callable[[Path, str, str], WindowLock]
) -> WindowLock:
    try:
        return hold(session.path, user, moment.astimezone().strftime("%H:%M"))
    except PlanLocked:
        session.close()
        raise


def _held_by_another(error: PlanLocked) -> UserError:
    return UserError(
        error.what,
        where=error.where,
        kept="you can read and print it here",
        to_do="to change it, ask them to close it, or work on a copy",
    )


def _not_writable(path: Path) -> UserError:
    return UserError(
        "this plan can't be written here",
        where=path.name,
        kept="you can read and print it",
        to_do="copy it to a folder that can be written, to change it",
    )


def _a_backup(path: Path) -> UserError:
    return UserError(
        "this is a backup",
        where=path.name,
        kept="you can read and print it; it stays as it is",
        to_do="to go on with it, put it in the place of the plan, or save a copy",
    )


def _only_looked_at(path: Path) -> UserError:
    return UserError(
        "this copy is open for reading only",
        where=path.name,
        kept="it stays as it is",
        to_do="to change it, open it with File, Open",
    )
