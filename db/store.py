"""The plan file: create, open, close. The only place that knows paths, pragmas and which engine it is."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from db import locks
from db.connection import Connection, bytes_of, connect
from db.errors import PlanDamaged, PlanTooNew, UserError
from db.models import Programme
from db.session import Session

#: "CXPL": what makes a SQLite file a plan.
APPLICATION_ID = 0x4358504C
#: The format that this program writes; the number of its newest migration.
FORMAT = 1
#: Which release first wrote a format, to name it when an older program meets a newer plan.
RELEASES = {1: "0.1"}
SUFFIX = ".cxplan"
BUSY_MS = 5000

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_WRITING = ("PRAGMA journal_mode = DELETE", "PRAGMA synchronous = EXTRA")


def create_plan(
    path: Path | str,
    programme: Programme,
    *,
    at: datetime,
    by: str,
    new_id: Callable[[], str] | None = None,
    host: str | None = None,
    origin: str = "command",
    overwrite: bool = False,
) -> Session:
    """Make a new plan with its programme and open it for writing.

    The file appears whole or not at all: it is written under another name and then put in place.

    Raises:
        UserError: the file exists already, or the folder can't be written.
    """
    target = Path(path)
    if target.exists() and not overwrite:
        raise UserError(
            "a file of this name exists already",
            where=str(target),
            kept="it was left as it is",
            to_do="choose another name",
        )
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise UserError(
            f"the plan can't be written here ({error.strerror})",
            where=str(target),
            kept="nothing was written",
            to_do="choose a folder that exists and can be written",
        ) from error
    try:
        _write_schema(unfinished)
        with (
            contextlib.closing(
                _session(unfinished, read_only=False, new_id=new_id, host=host, origin=origin)
            ) as session,
            session.change("Create the programme", at=at, by=by) as change,
        ):
            change.add(programme)
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return _session(target, read_only=False, new_id=new_id, host=host, origin=origin)


def open_plan(
    path: Path | str,
    *,
    read_only: bool = False,
    new_id: Callable[[], str] | None = None,
    host: str | None = None,
    origin: str = "command",
) -> Session:
    """Open a plan.

    Args:
        path: the plan file.
        read_only: never write, also where it would be possible.
        new_id: makes ids; the program's own random UUIDs if not given.
        host: the computer's name for the journal.
        origin: "window" or "command"; undo in a window takes back only what windows did.

    Raises:
        PlanDamaged: the file is no plan, or not a sound one.
        PlanTooNew: a newer program wrote it.
        PlanLocked: a window on another computer has it open.
        UserError: there is no such file, or it can't be read.
    """
    plan = Path(path)
    _refuse_before_sql(plan)
    if not read_only:
        locks.refuse_if_held_elsewhere(plan)
        read_only = not os.access(plan, os.W_OK) or not os.access(plan.resolve().parent, os.W_OK)
    return _session(plan, read_only=read_only, new_id=new_id, host=host, origin=origin)


def _session(
    path: Path,
    *,
    read_only: bool,
    new_id: Callable[[], str] | None,
    host: str | None,
    origin: str = "command",
) -> Session:
    connection = _connect(path, read_only=read_only)
    try:
        _quick_look(path, connection)
        return Session(
            path,
            connection,
            read_only=read_only,
            new_id=new_id or _random_id,
            host=host or locks.this_host(),
            origin=origin,
        )
    except BaseException:
        connection.close()
        raise


def _connect(path: Path, *, read_only: bool) -> Connection:
    connection = connect(path, read_only=read_only)
    try:
        for pragma in _PRAGMAS if read_only else _PRAGMAS + _WRITING:
            connection.execute(pragma)
    except sqlite3.Error as error:
        connection.close()
        raise damaged(path, str(error)) from error
    return connection


def damaged(path: Path, found: str) -> PlanDamaged:
    """The error for a file that isn't a sound plan."""
    return PlanDamaged(
        f"not a sound plan ({found})",
        where=str(path),
        kept="the file was left as it is",
        to_do="open a backup, or check the file with 'cxworkbench check'",
    )


def _refuse_before_sql(path: Path) -> None:
    """Look at the bytes before SQLite does: what isn't ours is never opened."""
    try:
        found = path.stat()
    except OSError as error:
        raise UserError(
            f"the plan can't be opened ({error.strerror})",
            where=str(path),
            kept="nothing was changed",
            to_do="check the name and the folder",
        ) from error
    if not stat.S_ISREG(found.st_mode):
        raise damaged(path, "it is no regular file")
    try:
        with bytes_of(path) as file:
            if file is None:
                return  # open here already: its bytes were looked at then, and SQL looks at the same below
            header = file.read(100)
    except OSError as error:
        raise UserError(
            f"the plan can't be read ({error.strerror})",
            where=str(path),
            kept="nothing was changed",
            to_do="ask for the right to read it",
        ) from error
    if found.st_size == 0:
        raise damaged(path, "the file is empty: it was damaged, or a copy broke off")
    if not header.startswith(b"SQLite format 3\0") or found.st_size < 512:
        raise damaged(path, "it is no plan file")
    application, version = (int.from_bytes(header[place : place + 4], "big") for place in (68, 60))
    _refuse_others(path, application, version)
    page = int.from_bytes(header[16:18], "big")
    if page not in {1, 512, 1024, 2048, 4096, 8192, 16384, 32768}:
        raise damaged(path, "its header is wrong")


def _refuse_others(path: Path, application: int, version: int) -> None:
    if application != APPLICATION_ID:
        raise damaged(path, "another program wrote it")
    if version > FORMAT:
        raise PlanTooNew(
            f"a newer CX Workbench wrote this plan (format {version}; this program reads up to {FORMAT})",
            where=str(path),
            kept="the file was left as it is",
            to_do="open it with the newest release, or open a backup made before",
        )


def _quick_look(path: Path, connection: sqlite3.Connection) -> None:
    # Any exception of a hostile file means the same to its reader: damaged or foreign.
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        _refuse_others(path, application, version)
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        (programmes,) = connection.execute("SELECT count(*) FROM programme").fetchone()
    except (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError, TypeError, ValueError) as error:
        raise damaged(path, str(error)) from error
    if verdict != "ok":
        raise damaged(path, verdict)
    if programmes > 1:
        raise damaged(path, "it holds more than one programme")


def _write_schema(path: Path) -> None:
    from sqlalchemy import create_engine, insert
    from sqlalchemy.pool import NullPool

    from db import tables
    from db.migrate import HEAD, version_table

    def connect() -> sqlite3.Connection:
        return _connect(path, read_only=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    with engine.begin() as connection:
        tables.metadata.create_all(connection)
        version_table.create(connection)
        connection.execute(insert(version_table), {"version_num": HEAD})
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")
    engine.dispose()


def _random_id() -> str:
    import uuid  # here, because only a change needs it

    return uuid.uuid4().hex
