"""Bringing a plan of an older format to this program's: on a copy, checked, and put in place whole or not at all."""

from __future__ import annotations

import contextlib
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from db import backups
from db.boundary import damaged
from db.check import check
from db.connection import connect
from db.copies import opened, put_in_place, translated, unfinished_copy, writers_kept_out
from db.fingerprint import FORMAT
from db.locks import hold


def upgrade_plan(plan: Path, folder: Path, *, at: datetime) -> backups.Backup:
    """Bring a plan to the newest format: backup, copy, migrate the copy, check it, count, replace.

    Whatever fails on the way leaves the old file as it was, byte for byte.

    Args:
        plan: a plan of an older format.
        folder: where the backups lie.
        at: the moment.

    Returns:
        The backup of the plan as it was.

    Raises:
        PlanDamaged: the plan, or what became of its copy, isn't sound.
        PlanLocked: a window has it open.
        UserError: somebody is writing to it, or something can't be written.
    """
    place = plan.resolve()
    with contextlib.ExitStack() as held:
        with translated(plan):
            lock = hold(place, "an update of the plan", at.astimezone(UTC).strftime("%H:%M UTC"))
        held.callback(lock.release)
        standing_still = held.enter_context(contextlib.ExitStack())
        standing_still.enter_context(writers_kept_out(place))
        before = backups.make(place, folder, at=at)
        with unfinished_copy(before.path, place) as copy:
            upgrade_copy(copy)
            shutil.copymode(place, copy)
            if sys.platform == "win32":
                standing_still.close()  # Windows replaces no file that is open
            put_in_place(copy, place)
    return before


def upgrade_copy(copy: Path) -> None:
    """Migrate a copy that nobody else has open, in one transaction, and see that it holds what it held.

    Raises:
        PlanDamaged: it can't be migrated, or isn't sound afterwards.
        UserError: the disk is full.
    """
    counts = _migrate(copy)
    with opened(copy) as session:
        found = check(session)
        lost = [
            f"{table} had {count} rows and has {now}"
            for table, count in counts.items()
            if (now := session.count(table)) != count
        ]
    if found or lost:
        raise damaged(copy, (found or lost)[0])


def _migrate(copy: Path) -> dict[str, int]:
    """Run the steps; gives how many rows each table had before."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import StaticPool

    from db.migrate import upgrade

    with contextlib.closing(connect(copy)) as raw, translated(copy):
        # Links are looked at when all is done: a step may take a table away and make it anew.
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("PRAGMA synchronous = EXTRA")
        tables = raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name != 'alembic_version'"
        ).fetchall()
        counts = {name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        try:
            with engine.connect() as connection, connection.begin():
                raw.execute("BEGIN IMMEDIATE")  # SQLAlchemy leaves this to the driver, which does it too late
                upgrade(connection)
                raw.execute(f"PRAGMA user_version = {FORMAT}")
        except DBAPIError as error:
            raise error.orig or error from error  # what SQLite said: a full disk, for one
    return counts
