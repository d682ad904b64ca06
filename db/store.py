"""The plan file: create, open, close. The only place that knows paths, pragmas and which engine it is."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from db import locks, quarantine
from db.boundary import not_written, reading
from db.connection import Connection, bytes_of, connect
from db.errors import Notice, PlanOutdated, UserError
from db.fingerprint import FORMAT
from db.models import Programme
from db.refusals import (
    APPLICATION_ID,
    OPEN_TO_UPDATE,
    quick_look,
    refuse_before_sql,
    refuse_older,
    unreadable,
)
from db.session import Session

__all__ = [
    "APPLICATION_ID",
    "FORMAT",
    "SUFFIX",
    "copy_to_read",
    "create_plan",
    "open_damaged",
    "open_plan",
    "unfinished_plan",
    "write_tables",
]

SUFFIX = ".cxplan"
BUSY_MS = 5000

_COPY_SEEN = "the file was left as it is; you see a copy that was brought up to date"

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
    options = _Options(new_id, host, origin)
    with unfinished_plan(target) as unfinished:
        with (
            contextlib.closing(_session(unfinished, options, read_only=False)) as session,
            session.change("Create the programme", at=at, by=by) as change,
        ):
            change.add(programme)
        unfinished.replace(target)
    return _session(target, options, read_only=False)


@contextlib.contextmanager
def unfinished_plan(target: Path) -> Iterator[Path]:
    """A plan without records beside the target under another name; gone at the end unless it was put in place.

    Raises:
        UserError: the folder can't be written.
    """
    unfinished = target.with_name(f".{target.name[:60]}.{os.getpid()}.new")
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
        write_tables(unfinished)
        yield unfinished
    except Exception as error:
        if (refused := not_written(target, error)) is not None:
            raise refused from error
        raise
    finally:
        for end in ("", *quarantine.BESIDE):
            unfinished.with_name(unfinished.name + end).unlink(missing_ok=True)


def open_plan(
    path: Path | str,
    *,
    read_only: bool = False,
    any_format: bool = False,
    new_id: Callable[[], str] | None = None,
    host: str | None = None,
    origin: str = "command",
    moves: bool = False,
) -> Session:
    """Open a plan.

    Args:
        path: the plan file.
        read_only: never write, also where it would be possible. A plan of an older format is then seen as a private
            copy that is brought up to date.
        any_format: open a plan of an older format as it is: to copy it whole.
        new_id: makes ids; the program's own random UUIDs if not given.
        host: the computer's name for the journal.
        origin: "window" or "command"; undo in a window takes back only what windows did.
        moves: it is opened beside a window, whose thread has it for itself from then on.

    Raises:
        PlanDamaged: the file is no plan, or not a sound one.
        PlanOutdated: it is of an older format, and to be written: ``db.upgrade`` first.
        PlanTooNew: a newer program wrote it.
        PlanLocked: a window on another computer has it open.
        UserError: there is no such file, or it can't be read.
    """
    plan = Path(path)
    beside = refuse_before_sql(plan)
    if not read_only:
        try:
            locks.refuse_if_held_elsewhere(plan)
        except BaseException:
            _discard(beside)
            raise
        read_only = not os.access(plan, os.W_OK) or not os.access(plan.resolve().parent, os.W_OK)
    options = _Options(new_id, host, origin, moves=moves)
    if beside is not None:
        suspect = quarantine.judged(*beside, _is_sound)
        if read_only or not suspect.sound:
            return _private(plan, suspect.copy, _notice_of(plan, suspect), options)
        suspect.discard()  # SQLite heals the plan itself
    try:
        return _session(plan, options, read_only=read_only, any_format=any_format)
    except _OpensReadOnly as foreign:
        return _session(plan, options, read_only=True, notices=(foreign.notice,), any_format=any_format)
    except PlanOutdated as older:
        if not read_only:
            raise
        notice = Notice("older", older.what, where=plan.name, kept=_COPY_SEEN, to_do=OPEN_TO_UPDATE)
        return _private(plan, copy_to_read(plan), notice, options)


def open_damaged(
    path: Path | str,
    *,
    new_id: Callable[[], str] | None = None,
    host: str | None = None,
    origin: str = "command",
) -> Session:
    """Open a private copy of a damaged plan, for reading what can be read: each question may raise PlanDamaged.

    Raises:
        PlanDamaged: SQLite can't open it at all, or a table of ours is missing.
        PlanTooNew: a newer program wrote it.
        UserError: it can't be read, or this process has it open.
    """
    plan = Path(path)
    _discard(refuse_before_sql(plan))
    copy = copy_to_read(plan)
    notice = Notice(
        "damaged",
        "the plan is damaged; you see a copy of what can be read",
        where=plan.name,
        kept="the file was left as it was",
        to_do="restore a backup, or save what can be read with 'cxworkbench salvage'",
    )
    return _private(plan, copy, notice, _Options(new_id, host, origin), sound=False)


def copy_to_read(plan: Path) -> Path:
    """A private copy of a plan's bytes, healed with what lies beside it if that is the plan's own.

    The caller deletes the folder that it lies in.

    Raises:
        UserError: it can't be read or copied, or this process has it open.
    """
    try:
        with bytes_of(plan) as file:
            if file is None:
                raise UserError(
                    "this program has the plan open",
                    where=str(plan),
                    kept="nothing was done",
                    to_do="close it first",
                )
            beside = quarantine.taken(plan, file)
            copy = beside[0] if beside is not None else quarantine.private_copy(file)
    except OSError as error:
        raise unreadable(plan, error) from error
    if beside is not None:
        copy = quarantine.judged(*beside, lambda _: True).copy
    return copy


class _OpensReadOnly(Exception):
    """The file has parts that no program of ours made, or turned out not to be writable."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.what)
        self.notice = notice


class _Options:
    """What a session is told about itself."""

    def __init__(
        self, new_id: Callable[[], str] | None, host: str | None, origin: str, *, moves: bool = False
    ) -> None:
        self.new_id = new_id or _random_id
        self.host = host or locks.this_host()
        self.origin = origin
        self.moves = moves


def _private(plan: Path, copy: Path, notice: Notice, options: _Options, *, sound: bool = True) -> Session:
    """A session on a private copy, which is gone when it is closed."""

    def discard() -> None:
        _discard((copy, ""))

    try:
        if sound:
            _bring_up_to_date(copy)
        return _session(
            plan,
            options,
            read_only=True,
            copy=copy,
            notices=(notice,),
            on_close=discard,
            sound=sound,
            any_format=not sound,
        )
    except BaseException:
        discard()
        raise


def _bring_up_to_date(copy: Path) -> None:
    with copy.open("rb") as file:
        version = int.from_bytes(file.read(64)[60:64], "big")
    if version < FORMAT:
        from db.upgrade import upgrade_copy  # here, because few plans are of an older format

        upgrade_copy(copy)


def _session(
    path: Path,
    options: _Options,
    *,
    read_only: bool,
    any_format: bool = False,
    copy: Path | None = None,
    notices: tuple[Notice, ...] = (),
    on_close: Callable[[], None] | None = None,
    sound: bool = True,
) -> Session:
    with reading(path):
        connection = _connect(copy or path, read_only=read_only, moves=options.moves)
        try:
            if not sound:
                connection.execute(
                    "PRAGMA writable_schema = ON"
                )  # else SQLite refuses all of a file that lacks a page
            foreign = quick_look(path, connection, sound=sound)
            if not any_format:
                refuse_older(path, connection)
            if foreign is not None and foreign not in notices:
                if not read_only:
                    raise _OpensReadOnly(foreign)
                notices = (*notices, foreign)
            return Session(
                path,
                connection,
                read_only=read_only,
                new_id=options.new_id,
                host=options.host,
                origin=options.origin,
                notices=notices,
                on_close=on_close,
            )
        except BaseException:
            connection.close()
            raise


def _is_sound(copy: Path) -> bool:
    from db.check import check

    try:
        with contextlib.closing(
            _session(copy, _Options(None, None, "command"), read_only=True, any_format=True)
        ) as session:
            return not check(session)
    except UserError:
        return False


def _notice_of(plan: Path, suspect: quarantine.Suspect) -> Notice:
    name = f"{plan.name}{suspect.beside}"
    if suspect.genuine:
        return Notice(
            "healed",
            "a program died while it wrote to this plan; you see a copy in which that was rolled back",
            where=plan.name,
            kept=f"the plan and {name} were left as they are",
            to_do="open it once where it can be written, to change it",
        )
    return Notice(
        "planted",
        f"{name} lies beside the plan and isn't its own; you see a copy of the plan without it",
        where=plan.name,
        kept="both were left as they are",
        to_do=f"move {name} away, to change the plan",
    )


def _discard(beside: tuple[Path, str] | None) -> None:
    if beside is not None:
        quarantine.discard(beside[0])


def _connect(path: Path, *, read_only: bool, moves: bool = False) -> Connection:
    connection = connect(path, read_only=read_only, moves=moves)
    try:
        for pragma in _PRAGMAS if read_only else _PRAGMAS + _WRITING:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def write_tables(path: Path) -> None:
    """Write the tables of the newest format into an empty file."""
    from sqlalchemy import create_engine, insert
    from sqlalchemy.pool import NullPool

    from db import tables
    from db.migrate import HEAD, version_table

    def connect_unguarded() -> sqlite3.Connection:
        connection = connect(path)
        for pragma in _PRAGMAS + _WRITING:
            connection.execute(pragma)
        return connection

    engine = create_engine("sqlite://", creator=connect_unguarded, poolclass=NullPool)
    with engine.begin() as connection:
        # One transaction, which SQLAlchemy leaves to the driver: one for each statement takes ten times as long.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        tables.metadata.create_all(connection)
        version_table.create(connection)
        connection.execute(insert(version_table), {"version_num": HEAD})
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")
    engine.dispose()


def _random_id() -> str:
    import uuid  # here, because only a change needs it

    return uuid.uuid4().hex
