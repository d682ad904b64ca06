"""The work behind the import page, off the thread that draws: a look at the file, and the import itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import UserError

if TYPE_CHECKING:
    from cxworkbench.exchange.preview import Preview, Wanted
    from cxworkbench.exchange.readings_job import Prepared
    from cxworkbench.exchange.settling import Settled
    from cxworkbench.exchange.table import Table
    from ui.work import Progress


def stepping(progress: Progress, text: str) -> Callable[[int], None]:
    """Tells how many rows are read; leaves where the person cancelled."""
    return lambda done: progress.step(done, 0, f"{text} {done:,} rows" if done else text)


def looking(plan: Path, wanted: Wanted, at: datetime, table: Table | None) -> Callable[[Progress], Preview]:
    """A job that reads a file and finds out what would become of it."""

    def look(progress: Progress) -> Preview:
        from cxworkbench.exchange.preview import look as look_at
        from db.store import open_plan

        progress.step(0, 0, f"Reading {wanted.file.name}")
        session = open_plan(plan, read_only=True, origin="window")
        try:
            return look_at(session, wanted, at=at, table=table, step=stepping(progress, "Reading"))
        finally:
            session.close()

    return look


def importing(
    plan: Path, prepared: Prepared, backups: Path, at: datetime, by: str
) -> Callable[[Progress], Settled]:
    """A job that imports what was prepared, as one step; a large one is backed up before."""

    def write(progress: Progress) -> Settled:
        from cxworkbench.exchange import readings_job
        from db.store import open_plan

        progress.step(0, 0, f"Importing {prepared.taken.count:,} readings")
        session = open_plan(plan, origin="window")
        try:
            back_up_first(session, backups, at, prepared.taken.count)
            progress.step(0, 0, f"Importing {prepared.taken.count:,} readings")
            return readings_job.write(session, prepared, at=at, by=by)
        finally:
            session.close()

    return write


def back_up_first(session: object, backups: Path, at: datetime, rows: int) -> None:
    """An import of many rows is a risky step: what stands in the plan is backed up before.

    Raises:
        UserError: the backup can't be made; nothing was taken in.
    """
    from db.backup_schedule import Occasion, make_due
    from db.session import Session

    assert isinstance(session, Session)
    try:
        make_due(session, backups, Occasion.IMPORT, now=at, rows=rows, thorough=False)
    except UserError as error:
        raise UserError(
            f"no backup can be made before the import ({error.what})",
            where=error.where,
            kept="nothing was taken in",
            to_do="make room there, and import again",
        ) from error
