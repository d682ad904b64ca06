"""Opening a plan for a window: with the lock that keeps other windows out, or for reading only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import PlanLocked, UserError
from ui.plan_session import PlanSession

if TYPE_CHECKING:
    from db.locks import WindowLock
    from db.session import Session


def open_for_window(
    path: Path,
    *,
    user: str,
    now: Callable[[], datetime],
    today: Callable[[], date],
    data: Path | None = None,
    read_only: bool = False,
    is_damaged: bool = False,
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

    Returns:
        The session, and why it is for reading only where the session's own notices don't say it.

    Raises:
        UserError: the plan can't be opened at all.
    """
    from db.locks import hold
    from db.store import open_damaged, open_plan

    if is_damaged:
        session = open_damaged(path, origin="window")
        return PlanSession(session, user=user, now=now, today=today), None
    held: UserError | None = None
    lock: WindowLock | None = None
    is_backup = data is not None and path.resolve().parent == (data / "backups").resolve()
    try:
        session = open_plan(path, read_only=read_only or is_backup, origin="window")
        if is_backup:
            held = _a_backup(path)
        elif read_only:
            held = _only_looked_at(path)
        elif session.read_only:
            held = None if session.notices else _not_writable(path)
        else:
            lock = _hold(session, user, now(), hold)
    except PlanLocked as error:
        held = _held_by_another(error)
        session = open_plan(path, read_only=True, origin="window")
    return PlanSession(session, user=user, now=now, today=today, lock=lock, data=data), held


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
