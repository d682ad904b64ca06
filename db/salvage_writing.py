"""The new plan that a salvage makes: the sound part of the old journal, and one step more if that isn't all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.check import check
from db.errors import PlanDamaged
from db.models import Programme
from db.records import FAMILIES
from db.store import open_plan, unfinished_plan

if TYPE_CHECKING:
    from db.change import Change
    from db.journal import Batch, Changeset, FieldChange
    from db.salvage import Salvaged
    from db.salvage_report import Report


@contextmanager
def written(
    found: Salvaged,
    report: Report,
    target: Path,
    *,
    at: datetime,
    by: str,
    new_id: Callable[[], str] | None,
    host: str | None,
) -> Iterator[Path]:
    """A checked plan with what was salvaged, under another name beside the target; gone at the end if it's still there.

    Raises:
        UserError: it can't be written.
    """
    with unfinished_plan(target) as unfinished:
        _write_rows(unfinished, found)
        with closing(open_plan(unfinished, new_id=new_id, host=host)) as session:
            label = f"Salvaged from {report.name}"
            with session.change(label, at=at, by=by, kind="salvage") as change:
                _write(change, found)
            if wrong := check(session):
                raise PlanDamaged(
                    f"what was saved isn't sound ({wrong[0]})",
                    where=report.name,
                    kept="nothing was written",
                    to_do="restore a backup, and report this: it is our fault",
                )
        yield unfinished


def _write_rows(unfinished: Path, found: Salvaged) -> None:
    """The journal as it was, also of records that no longer are; and what isn't journalled."""
    from db.connection import connect

    with closing(connect(unfinished)) as connection:
        connection.execute("BEGIN")
        write_steps(connection, found.steps)
        for name, rows in found.others.items():
            columns = ", ".join(f'"{column}"' for column in rows.columns)
            connection.executemany(
                f'INSERT OR IGNORE INTO "{name}" ({columns}) VALUES ({", ".join("?" * len(rows.columns))})',
                rows.by_key.values(),
            )
        connection.execute("COMMIT")


def write_steps(
    connection: sqlite3.Connection, steps: Iterable[tuple[Changeset, list[FieldChange], list[Batch]]]
) -> None:
    """Write steps of another plan's journal, as they are, into the journal of a new one."""
    from db.values import canonical

    for step, changes, batches in steps:
        header = [*step.header()[:-1], canonical(list(step.parents)), step.hash]
        connection.execute(f"INSERT INTO changeset VALUES ({', '.join('?' * len(header))})", header)
        connection.executemany(
            'INSERT INTO "change" VALUES (?, ?, ?, ?, ?, ?, ?)',
            [(step.seq, place, *one.__dict__.values()) for place, one in enumerate(changes)],
        )
        for place, many in enumerate(batches):
            names = ", ".join(many.__dict__)
            connection.execute(
                f"INSERT INTO batch (changeset, position, {names}) VALUES (?, ?{', ?' * len(many.__dict__)})",
                (step.seq, place, *many.__dict__.values()),
            )


def _write(change: Change, found: Salvaged) -> None:
    known = {
        kind: {id: fields for id, fields in records.items() if fields.get("id") is not None}
        for kind, records in found.known.items()
    }
    for kind, family in FAMILIES.items():
        for id, values in found.records[kind].items():
            change.put_in(family, id, values, told=known.get(kind, {}).get(id))
        for id in known.get(kind, {}).keys() - found.records[kind].keys():
            change.leave_out(family, id, known[kind][id])
    if not found.records["programme"]:
        change.add(Programme(name="Salvaged"))
    for series, rows in found.readings.items():
        # The journal's own batches tell of readings where all of it holds.
        change.put_in_readings(series, rows, told=found.whole)
