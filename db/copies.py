"""Sound copies of a plan, and putting one in the place of another: whole and checked, or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from db.errors import PlanDamaged, UserError
from db.folders import make_private
from db.locks import hold
from db.session import Session
from db.store import damaged, open_plan

#: What SQLite may leave beside a plan's file.
BESIDE = ("-journal", "-wal", "-shm")


def copy_plan(source: Session | Path, target: Path, *, overwrite: bool = False) -> None:
    """Write a sound copy of a plan; it appears whole and checked, or not at all.

    Args:
        source: the plan; of an open session, what that session sees.
        target: the copy's name.
        overwrite: replace a file of this name (never the plan itself).

    Raises:
        PlanDamaged: the plan, or the copy of it, isn't sound.
        PlanLocked: a window has the file open that would be replaced.
        UserError: the copy can't be written, or its name is taken.
    """
    path = source.path if isinstance(source, Session) else source
    there = os.path.lexists(target)
    if target.resolve() == path.resolve() or (target.exists() and path.exists() and target.samefile(path)):
        raise refused("a plan can't be copied over itself", target, "choose another name")
    if there and not overwrite:
        raise refused("a file of this name exists already", target, "choose another name")
    with contextlib.ExitStack() as held:
        if there:
            held.callback(hold(target, "a copy", "this moment").release)
        with unfinished_copy(source, target) as unfinished:
            put_in_place(unfinished, target)


def open_saying_busy(plan: Path, *, read_only: bool) -> Session:
    """Open a plan; one that somebody is writing to is called busy, never damaged."""
    try:
        return open_plan(plan, read_only=read_only)
    except PlanDamaged as error:
        # A file that somebody is writing to looks damaged to one who waited in vain; it isn't.
        if isinstance(error.__cause__, sqlite3.OperationalError) and _is_busy(str(error.__cause__)):
            raise _unwritten(plan, error.__cause__) from error
        raise
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
        raise damaged(plan, str(error)) from error


@contextlib.contextmanager
def opened(plan: Path) -> Iterator[Session]:
    """A plan opened to be read, and closed again."""
    # Only one who may write can roll back what a command left behind that died while it wrote.
    died = plan.with_name(f"{plan.name}-journal").exists()
    with contextlib.closing(open_saying_busy(plan, read_only=not died)) as session:
        yield session


@contextlib.contextmanager
def writers_kept_out(plan: Path) -> Iterator[None]:
    """Nobody else begins to write to a plan meanwhile.

    Meanwhile this process may open the file by SQLite only: on Unix, closing it by any other hand lifts the lock.
    """
    uri = f"file:{urllib.parse.quote(str(plan.absolute()))}?mode=rw"
    with contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as guard:
        with translated(plan):
            guard.execute("BEGIN IMMEDIATE")
        yield


@contextlib.contextmanager
def unfinished_copy(source: Session | Path, target: Path) -> Iterator[Path]:
    """A checked copy beside the target under another name, which is gone at the end unless it was put in place."""
    with translated(target):
        descriptor, name = tempfile.mkstemp(
            dir=target.resolve().parent, prefix=f".{target.name[:60]}.", suffix=".part"
        )
        os.close(descriptor)
    unfinished = Path(name)
    try:
        with contextlib.nullcontext(source) if isinstance(source, Session) else opened(source) as session:
            _copy_pages(session, unfinished, target)
        with translated(target), unfinished.open("r+b") as file:
            os.fsync(file.fileno())
        with contextlib.closing(open_saying_busy(unfinished, read_only=True)):
            yield unfinished
    finally:
        for end in ("", *BESIDE):
            unfinished.with_name(unfinished.name + end).unlink(missing_ok=True)


def _copy_pages(session: Session, unfinished: Path, target: Path) -> None:
    if session._writing:
        raise RuntimeError("a change is open: a copy would hold half of it")

    def refuse_waiting(status: int, _left: int, _all: int) -> None:
        # SQLite has waited its time by now; the driver would try again for ever.
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise sqlite3.OperationalError("database is locked")

    with translated(target), contextlib.closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
        # Nobody needs half a copy: it is flushed once, when it is whole.
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        session._connection.backup(copy, progress=refuse_waiting)


def put_in_place(unfinished: Path, target: Path) -> None:
    """Replace the target; a journal left over from the old file never meets the new one, whatever breaks off."""
    away: list[tuple[Path, Path]] = []
    with translated(target):
        try:
            for end in BESIDE:
                if (old := target.with_name(target.name + end)).exists():
                    new = unfinished.with_name(f"{unfinished.name}{end}.old")
                    old.replace(new)
                    away.append((old, new))
            unfinished.replace(target)
        except BaseException:
            for old, new in away:
                new.replace(old)
            raise
        for _, new in away:
            new.unlink(missing_ok=True)
        _flush_folder(target.resolve().parent)


def _flush_folder(folder: Path) -> None:
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            # Some network file systems can't; the file itself is on disk by now.
            with contextlib.suppress(OSError):
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a private folder, and those above it that are missing."""
    with translated(folder):
        make_private(folder)


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of the disk and of SQLite in words for a person."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: Exception) -> UserError:
    busy = _is_busy(str(error))
    why = error.strerror if isinstance(error, OSError) else error
    return UserError(
        "somebody is writing to the plan" if busy else f"the copy can't be written ({why})",
        where=str(path),
        kept="the plan was left as it was",
        to_do="try again in a moment"
        if busy
        else "check that the folder can be written and its disk has room",
    )


def _is_busy(message: str) -> bool:
    return "locked" in message or "busy" in message


def refused(what: str, path: Path, to_do: str) -> UserError:
    """The error for a file that is left alone."""
    return UserError(what, where=str(path), kept="it was left as it is", to_do=to_do)
