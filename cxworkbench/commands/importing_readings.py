"""``import readings``: readings from CSV or XLSX, long, wide, or derived from single records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cxworkbench import formats
from cxworkbench.commands import clock
from cxworkbench.commands.folders import data_folder
from cxworkbench.commands.line import (
    Findings,
    importing,
    opened_plan,
    plan_of_this_folder,
    progress,
    put,
    put_json,
)
from cxworkbench.exchange import readings_job
from cxworkbench.exchange.mapping import given
from db.backup_schedule import Occasion, make_due
from db.errors import UserError
from db.session import Session


@importing.command("readings")
def readings(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX file.", show_default=False)],
    plan: Annotated[
        Path | None,
        typer.Option(help="The plan file; without it, the only plan of this folder.", show_default=False),
    ] = None,
    metric: Annotated[
        str | None, typer.Option(help="Metric of the file: catalogue id or name in the plan.")
    ] = None,
    pilot: Annotated[str | None, typer.Option(help="Pilot, where the plan has several.")] = None,
    create: Annotated[
        bool, typer.Option(help="Add the metric from the catalogue where the pilot lacks it.")
    ] = False,
    mapping: Annotated[Path | None, typer.Option(help="A TOML file that says what the columns mean.")] = None,
    sheet: Annotated[
        str | None, typer.Option(help="Sheet of the workbook; the first visible if not given.")
    ] = None,
    date_order: Annotated[str, typer.Option(help="day or month first, where the column can't tell.")] = "",
    decimal_mark: Annotated[str, typer.Option(help="point or comma, where the column can't tell.")] = "",
    scale: Annotated[
        float | None, typer.Option(help="Factor for values, 100 for shares of a percent metric.")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Read and check, write nothing.")] = False,
    allow_rejects: Annotated[bool, typer.Option(help="Take the good rows though over 1% are bad.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Import readings. Importing the same file twice changes nothing."""
    session = opened_plan(plan or plan_of_this_folder(), read_only=False)
    try:
        asked = readings_job.Asked(
            file=file,
            metric=metric,
            pilot=pilot,
            create=create,
            mapping=given(mapping) if mapping is not None else None,
            sheet=sheet,
            date_order=date_order,
            decimal_mark=decimal_mark,
            scale=scale,
        )
        prepared = readings_job.prepare(session, asked, step=progress("rows read"))
        taken = prepared.taken
        if taken.too_many_bad and not allow_rejects:
            _say_rejects(taken.rejected, as_json=as_json)
            share = taken.bad_rows / taken.rows_read
            raise UserError(
                f"{taken.bad_rows:,} of {taken.rows_read:,} rows are bad ({formats.percent(share, 1)}, over 1%)",
                where=file.name,
                kept="nothing was taken in",
                to_do="correct them, or say --allow-rejects",
            )
        if not dry_run:
            _back_up_first(session, sum(len(rows) for rows in taken.readings.values()))
        written = None if dry_run else readings_job.write(session, prepared, at=clock.now(), by=clock.user())
    finally:
        session.close()
    if as_json:
        put_json(_as_json(prepared, written))
    else:
        _say(prepared, written)
    if taken.rejected:
        raise Findings


def _back_up_first(session: Session, rows: int) -> None:
    """An import of many rows is a risky step: what stands in the plan is backed up before.

    Raises:
        UserError: the backup can't be made; nothing was taken in.
    """
    try:
        # The backup is opened and looked through as a plan is; 'check' takes longer than many imports.
        make_due(
            session, data_folder() / "backups", Occasion.IMPORT, now=clock.now(), rows=rows, thorough=False
        )
    except UserError as error:
        raise UserError(
            f"no backup can be made before the import ({error.what})",
            where=error.where,
            kept="nothing was taken in",
            to_do="make room there, or name another folder in CXWORKBENCH_DATA",
        ) from error


def _say(prepared: readings_job.Prepared, written: Any) -> None:
    taken = prepared.taken
    put(f"{prepared.table.name}: {taken.rows_read:,} rows read as {', '.join(prepared.table.read_as)}.")
    for line in prepared.mapping.lines():
        put(f"  {line}")
    for line in prepared.created:
        put(f"  {line}")
    for metric in prepared.metrics:
        rows = taken.readings.get(metric.id, [])
        put(f"{metric.name}: {formats.plural(len(rows), 'reading')}.")
    for note in dict.fromkeys(taken.notes):
        put(f"  {note}, so it does not count.")
    if taken.left_out:
        put(f"  {taken.left_out:,} rows are left out: they have nothing to count.")
    _say_rejects(taken.rejected, as_json=False)
    if written is None:
        put("Tried without saving: the plan was not changed.")
    else:
        same = f", {written.same:,} already there" if written.same else ""
        put(f"{written.added:,} new, {written.replaced:,} replaced{same}.")


def _say_rejects(rejected: list[Any], *, as_json: bool) -> None:
    if as_json:
        return
    for one in rejected[:20]:
        put(f"  {one.text()}")
    if len(rejected) > 20:
        put(f"  and {len(rejected) - 20:,} more.")


def _as_json(prepared: readings_job.Prepared, written: Any) -> dict[str, Any]:
    taken = prepared.taken
    return {
        "file": prepared.table.name,
        "read_as": list(prepared.table.read_as),
        "rows_read": taken.rows_read,
        "left_out": taken.left_out,
        "mapping": prepared.mapping.lines(),
        "readings": {metric.name: len(taken.readings.get(metric.id, [])) for metric in prepared.metrics},
        "notes": list(dict.fromkeys(taken.notes)),
        "rejected": [
            {"line": one.line, "column": one.column, "found": one.found, "why": one.why}
            for one in taken.rejected
        ],
        "written": None
        if written is None
        else {"added": written.added, "replaced": written.replaced, "same": written.same},
    }
