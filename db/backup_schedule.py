"""When a plan is backed up by itself, and doing so: made, checked to its end, old ones thinned out.

A backup is due

- when a window has opened a plan, at idle and before anybody can have typed much: so the plan as it stood before a
  session's first change is kept. Made at the first change instead, it would hold that change already, or delay it;
- every half hour in which something was changed, and when the window is closed after a change;
- before a risky step: an import of over 100 rows, a migration, a merge, a salvage, a restore. A program update is
  covered by the opening: the new program changes nothing before.

Never where the newest backup holds this very version, by its number and its hash in the journal; nor of a plan that
was just made and holds nothing yet.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from db import backups
from db.backups import Backup
from db.boundary import damaged
from db.check import check
from db.connection import connect
from db.copies import opened
from db.fingerprint import FORMAT
from db.session import Session

EVERY = timedelta(minutes=30)
#: An import of more rows than this is a risky step.
MANY_ROWS = 100
#: A plan of so few steps, all typed and without readings, was just made.
_FIRST_STEPS = 3
#: How often SQLite asks whether to leave, in steps of its own machine.
_ASKED_EVERY = 20_000


class Occasion(Enum):
    """Why a backup is thought of."""

    OPENED = "opened"
    HALF_HOUR = "half hour"
    CLOSING = "closing"
    ASKED = "asked"
    IMPORT = "import"
    MIGRATION = "migration"
    MERGE = "merge"
    SALVAGE = "salvage"
    RESTORE = "restore"


@dataclass(frozen=True)
class Version:
    """A plan's version: its number and hash in the journal, and whether the plan was just made."""

    head: int
    hash: str
    is_new: bool = False


@dataclass(frozen=True)
class Newest:
    """The newest backup that can be read, and the version that it holds."""

    backup: Backup
    version: Version


def is_due(
    occasion: Occasion, version: Version, newest: Newest | None, now: datetime, *, rows: int = 0
) -> bool:
    """Whether a plan is to be backed up now.

    Args:
        occasion: what is about to happen, or has.
        version: the plan as it is.
        newest: its newest backup that can be read; None where there is none.
        now: the moment.
        rows: of an import, how many rows it would write.
    """
    if version.is_new or (occasion is Occasion.IMPORT and rows <= MANY_ROWS):
        return False
    if newest is None:
        return True
    if (newest.version.head, newest.version.hash) == (version.head, version.hash):
        return False
    # A clock that was set back must not put the next backup off.
    return occasion is not Occasion.HALF_HOUR or abs(now - newest.backup.moment) >= EVERY


def version_of(session: Session) -> Version:
    """The version of an open plan."""
    return _version(session._connection)


def newest_of(folder: Path, plan_id: str) -> Newest | None:
    """The newest backup of a plan that this program can read; None where there is none."""
    for one in backups.listed(folder, plan_id):
        try:
            with contextlib.closing(connect(one.path, read_only=True)) as connection:
                return Newest(one, _version(connection))
        except (sqlite3.Error, ValueError, TypeError, OverflowError):
            continue  # what can't be read is no backup: an older one counts
    return None


def _version(connection: sqlite3.Connection) -> Version:
    (format,) = connection.execute("PRAGMA user_version").fetchone()
    if format > FORMAT:
        raise ValueError("a newer program wrote it")
    row = connection.execute("SELECT seq, hash FROM changeset ORDER BY seq DESC LIMIT 1").fetchone()
    head, hash = (0, "") if row is None else (int(row[0]), str(row[1]))
    if head > _FIRST_STEPS:
        return Version(head, hash)
    (came,) = connection.execute("SELECT count(*) FROM changeset WHERE kind <> 'edit'").fetchone()
    (readings,) = connection.execute("SELECT count(*) FROM (SELECT 1 FROM reading LIMIT 1)").fetchone()
    return Version(head, hash, is_new=not came and not readings)


def make_due(
    plan: Session | Path,
    folder: Path,
    occasion: Occasion,
    *,
    now: datetime,
    rows: int = 0,
    thorough: bool = True,
    leaves: Callable[[], bool] = lambda: False,
) -> Backup | None:
    """Back up a plan if that is due, and thin out the old backups.

    Args:
        plan: the plan, or its open session.
        folder: where its backups lie.
        occasion: why.
        now: the moment.
        rows: of an import, how many rows it would write.
        thorough: check the backup to its end, journal and records too; else as an opening does.
        leaves: asked now and then; where it says so, the thorough check is broken off and the backup stays.

    Returns:
        The backup; None where none was due.

    Raises:
        PlanDamaged: the plan isn't sound; the backup made of it is taken away again.
        UserError: the backup can't be written.
    """
    with contextlib.nullcontext(plan) if isinstance(plan, Session) else opened(plan) as session:
        id = backups.plan_id(session)
        if not is_due(occasion, version_of(session), newest_of(folder, id), now, rows=rows):
            return None
        made = backups.make(session, folder, at=now)
        if thorough:
            found = _unsound(made, leaves)
            if found:
                made.path.unlink(missing_ok=True)
                raise damaged(session.path, found)
    backups.rotate(folder, id, now)
    return made


def _unsound(made: Backup, leaves: Callable[[], bool]) -> str:
    """The first thing that is wrong with a backup; empty where nothing is, or where the check was broken off."""
    with opened(made.path) as copy:
        copy._connection.set_progress_handler(lambda: int(leaves()), _ASKED_EVERY)
        found = check(copy)
    return found[0] if found and not leaves() else ""
