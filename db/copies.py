"""Sound copies of a plan, and putting one in the place of another: whole and checked, or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from db.boundary import busy, is_busy
from db.connection import bytes_of, connect
from db.errors import UserError
from db.folders import make_private
from db.locks import hold
from db.quarantine import BESIDE
from db.session import Session
from db.store import open_plan


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


@contextlib.contextmanager
def opened(plan: Path) -> Iterator[Session]:
    """A plan opened to be read, and closed again."""
    with contextlib.closing(open_plan(plan, read_only=True, any_format=True)) as session:
        yield session


@contextlib.contextmanager
def writers_kept_out(plan: Path) -> Iterator[None]:
    """Nobody else begins to write to a plan meanwhile."""
    with contextlib.ExitStack() as held:
        with translated(plan):
            guard = held.enter_context(contextlib.closing(connect(plan)))
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
            os.fsync(file.fileno())  # by hand: nobody else knows this file yet
        with contextlib.closing(open_plan(unfinished, read_only=True, any_format=True)):
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
            raise busy(session.path)

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


def copy_bytes(plan: Path, copy: Path) -> None:
    """Copy a file as it lies there, with what SQLite left beside it; private, flushed, all of it or nothing.

    Raises:
        UserError: it can't be copied, or this process has it open.
    """
    written: list[Path] = []
    try:
        with translated(copy), bytes_of(plan) as original:
            if original is None:
                raise refused("this program has the plan open", plan, "close it first")
            for end in ("", *BESIDE):
                if (source := plan.with_name(plan.name + end)).is_file():
                    target = copy.with_name(copy.name + end)
                    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                    written.append(target)
                    with os.fdopen(descriptor, "wb") as file:
                        if not end:
                            shutil.copyfileobj(original, file)
                        else:
                            with source.open("rb") as beside:
                                shutil.copyfileobj(beside, file)
                        file.flush()
                        os.fsync(file.fileno())
    except BaseException:
        for target in written:
            target.unlink(missing_ok=True)
        raise


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
    if is_busy(error):
        return busy(path)
    why = error.strerror if isinstance(error, OSError) else error
    return UserError(
        f"the copy can't be written ({why})",
        where=str(path),
        kept="the plan was left as it was",
        to_do="check that the folder can be written and its disk has room",
    )


def refused(what: str, path: Path, to_do: str) -> UserError:
    """The error for a file that is left alone."""
    return UserError(what, where=str(path), kept="it was left as it is", to_do=to_do)
