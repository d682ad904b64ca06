"""Who has a plan open: a lock file beside the plan that names the window, held by the operating system's lock.

A window that died lets go of the system's lock by itself, so that its plan simply opens. A lock file written on
another computer is never broken here: nobody can see from here whether that window still lives.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO

from db.errors import PlanLocked
from db.fixed import fixed

#: No lock file of ours is longer; what else may lie under its name is not read to its end.
_MOST = 4_096


@fixed
class Holder:
    """Who holds a plan: the person, the computer, the process, and since when (as text, for people)."""

    user: str
    host: str
    pid: int
    since: str


def this_host() -> str:
    """The name of this computer, as it stands in the journal and in lock files."""
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME") or "this computer"
    return os.uname().nodename or "this computer"


def lock_path(plan: Path) -> Path:
    """Where the lock of a plan lies."""
    return plan.with_name(f".{plan.name}.lock")


class WindowLock:
    """The lock of one window on one plan, from :func:`hold` until :meth:`release`."""

    def __init__(self, path: Path, handle: IO[str]) -> None:
        self._path = path
        self._handle = handle

    def release(self) -> None:
        """Let go of the plan."""
        with contextlib.suppress(OSError):
            self._path.unlink()
        self._handle.close()


def hold(plan: Path, user: str, since: str) -> WindowLock:
    """Take the window's lock on a plan.

    Raises:
        PlanLocked: another window has it open, here or on another computer; or the folder can't hold a lock file.
    """
    path = lock_path(plan)
    other = _holder_elsewhere(path)
    if other is not None:
        raise _held_by(plan, other)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _no_lock_file(plan, error) from error
    handle = os.fdopen(descriptor, "r+", encoding="utf-8")
    if not _lock(handle):
        found = _read(handle)
        handle.close()
        raise _held_by(plan, found)
    lock = WindowLock(path, handle)
    try:
        handle.seek(0)
        handle.truncate()
        json.dump(asdict(Holder(user, this_host(), os.getpid(), since)), handle)
        handle.flush()
    except OSError as error:  # a full disk: a lock that names nobody would keep everybody out
        with contextlib.suppress(OSError):
            lock.release()
        raise _no_lock_file(plan, error) from error
    return lock


def _no_lock_file(plan: Path, error: OSError) -> PlanLocked:
    return PlanLocked(
        f"the lock file can't be made here ({error.strerror})",
        where=plan.name,
        kept="nothing was changed",
        to_do="open it for reading only, or copy the plan to a folder that can be written",
    )


def refuse_if_held_elsewhere(plan: Path) -> None:
    """A command may write beside a window on the same computer, never beside one on another.

    Raises:
        PlanLocked: a window on another computer has the plan open.
    """
    other = _holder_elsewhere(lock_path(plan))
    if other is not None:
        raise _held_by(plan, other)


def _holder_elsewhere(path: Path) -> Holder | None:
    if not path.is_file():
        return None  # nothing there, or a device or pipe that must not be read
    try:
        with path.open(encoding="utf-8") as handle:
            found = _read(handle)
    except OSError:
        return None
    return found if found is not None and found.host != this_host() else None


def _read(handle: IO[str]) -> Holder | None:
    handle.seek(0)
    try:
        return Holder(**json.loads(handle.read(_MOST)))
    except (ValueError, TypeError):
        return None


def _held_by(plan: Path, holder: Holder | None) -> PlanLocked:
    who = "another window" if holder is None else f"{holder.user} on {holder.host} since {holder.since}"
    return PlanLocked(
        f"the plan is open: {who}",
        where=plan.name,
        kept="nothing was changed",
        to_do="ask them to close it, open it for reading only, or work on a copy",
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: IO[str]) -> bool:
        # The byte lies far behind the text, so that others can still read who holds the lock.
        handle.seek(1_000_000)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(handle: IO[str]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
