"""What isn't a sound plan of ours is refused: by its header before SQLite opens it, and by a quick look after."""

from __future__ import annotations

import contextlib
import stat
from pathlib import Path

from db import fingerprint, quarantine
from db.boundary import damaged, no_plan
from db.connection import Connection, bytes_of, guard, time_limit
from db.errors import Notice, PlanOutdated, PlanTooNew, UserError
from db.fingerprint import FORMAT

#: "CXPL": what makes a SQLite file a plan.
APPLICATION_ID = 0x4358504C
OPEN_TO_UPDATE = "open it in the window, which brings it up to date and keeps a backup of it as it was"
#: How long SQLite may look at a file with a foreign structure, in seconds.
LOOK_SECONDS = 10.0


def unreadable(path: Path, error: OSError) -> UserError:
    """The error for a file that this person may not read, or that can't be copied."""
    return UserError(
        f"the plan can't be read ({error.strerror})",
        where=str(path),
        kept="nothing was changed",
        to_do="ask for the right to read it, and see that the disk has room",
    )


def refuse_header(path: Path, header: bytes, size: int) -> None:
    """Look at the first 100 bytes before SQLite does: what isn't ours is never opened.

    Raises:
        NotAPlan: it is no plan.
        PlanTooNew: a newer program wrote it.
    """
    if size == 0:
        raise no_plan(path, "the file is empty: it was damaged, or a copy broke off")
    if not header.startswith(b"SQLite format 3\0") or size < 512:
        raise no_plan(path, "it is no plan file")
    application, version = (int.from_bytes(header[place : place + 4], "big") for place in (68, 60))
    _refuse_others(path, application, version)
    page = int.from_bytes(header[16:18], "big")
    modes, fractions, encoding = header[18:20], header[20:24], header[56:60]
    if (
        page not in {1, 512, 1024, 2048, 4096, 8192, 16384, 32768}
        or modes not in {b"\1\1", b"\2\2"}
        or fractions[1:] != b"\x40\x20\x20"
        or encoding != b"\0\0\0\1"
    ):
        raise no_plan(path, "its header is wrong")


def _refuse_others(path: Path, application: int, version: int) -> None:
    if application != APPLICATION_ID:
        raise no_plan(path, "another program wrote it")
    if version > FORMAT:
        raise _too_new(path, f"format {version}; this program reads up to {FORMAT}")
    if version < 1:
        raise no_plan(path, f"there is no format {version}")


def _too_new(path: Path, what: str) -> PlanTooNew:
    return PlanTooNew(
        f"a newer CX Workbench wrote this plan ({what})",
        where=str(path),
        kept="the file was left as it is",
        to_do="open it with the newest release, or open a backup made before",
    )


def quick_look(path: Path, connection: Connection, *, sound: bool = True) -> Notice | None:
    """Refuse what isn't sound; a notice where the structure holds what no program of ours made.

    Not ``sound``: the damage is known, and the caller wants what can be read.

    Raises:
        PlanDamaged: it isn't sound, or lacks a table.
        PlanTooNew: its migration is unknown.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    _refuse_others(path, application, version)
    with time_limit(connection, LOOK_SECONDS):
        differs = fingerprint.difference(connection, version)
    if differs.missing:
        raise damaged(path, f"it lacks {fingerprint.in_words(differs.missing)}")
    # Not before: SQLite takes the questions about columns for tables that are made.
    guard(connection, writing=False)
    if differs.foreign:
        connection.execute(
            "PRAGMA ignore_check_constraints = ON"
        )  # a check would evaluate what a stranger wrote
    if sound:
        _refuse_migration(path, connection, version)
        _refuse_unsound(path, connection, foreign=bool(differs.foreign))
    if not differs.foreign:
        return None
    return Notice(
        "foreign",
        f"the plan holds what CX Workbench didn't make: {fingerprint.in_words(differs.foreign)}",
        where=path.name,
        kept="none of it was run; the plan is open for reading only",
        to_do="ask who sent it, or save what can be read with 'cxworkbench salvage'",
    )


def _refuse_migration(path: Path, connection: Connection, version: int) -> None:
    migrations = [row[0] for row in connection.execute("SELECT version_num FROM alembic_version LIMIT 2")]
    if migrations != [fingerprint.migration_of(version)]:
        raise _too_new(
            path, f"its migration {' and '.join(map(str, migrations)) or 'without a name'} is unknown"
        )


def _refuse_unsound(path: Path, connection: Connection, *, foreign: bool) -> None:
    # Only a foreign structure can hold expressions that never end; a large plan on a slow disk takes its time.
    with time_limit(connection, LOOK_SECONDS) if foreign else contextlib.nullcontext():
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise damaged(path, verdict)
    (programmes,) = connection.execute("SELECT count(*) FROM programme").fetchone()
    if programmes > 1:
        raise damaged(path, "it holds more than one programme")


def refuse_older(path: Path, connection: Connection) -> None:
    """Refuse a plan of an older format, which must be brought up to date before it is used.

    Raises:
        PlanOutdated: it is of one.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version < FORMAT:
        raise PlanOutdated(
            f"an older CX Workbench wrote this plan (format {version}; this program writes format {FORMAT})",
            where=str(path),
            kept="the file was left as it is",
            to_do=OPEN_TO_UPDATE,
        )


def refuse_before_sql(path: Path) -> tuple[Path, str] | None:
    """Look at the bytes before SQLite does: what isn't ours is never opened.

    Returns:
        A private copy of the plan and what lies beside it, where something does.
    """
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
        raise no_plan(path, "it is no regular file")
    try:
        with bytes_of(path) as file:
            if file is None:
                return (
                    None  # open here already: its bytes were looked at then, and SQL looks at the same below
                )
            refuse_header(path, file.read(100), found.st_size)
            return quarantine.taken(path, file)
    except OSError as error:
        raise unreadable(path, error) from error
