"""``import readings``: readings from CSV or XLSX, long, wide, or derived from single records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

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
from cxworkbench.exchange import filters, import_report, mapping_file, readings_job
from cxworkbench.exchange.mapping import GRAINS, TAKES, Mapping, Measure, with_options
from cxworkbench.exchange.remembered import mapping_named
from cxworkbench.exchange.table import Said
from db.backup_schedule import Occasion, make_due
from db.errors import UserError, WrongUsage
from db.session import Session

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


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
    mapping: Annotated[
        str | None,
        typer.Option(help="What the columns mean: a TOML file, or the name of a mapping in the plan."),
    ] = None,
    remember: Annotated[
        str | None, typer.Option(help="Remember in the plan, under this name, how the file was read.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="Sheet of the workbook; the first visible if not given.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Encoding of a text file, where it is found wrong.")] = "",
    delimiter: Annotated[
        str, typer.Option(help="comma, semicolon, tab, bar or a letter, where it is found wrong.")
    ] = "",
    headings_line: Annotated[
        int, typer.Option(help="Line of the headings, where it is found wrong.", min=0)
    ] = 0,
    date_order: Annotated[str, typer.Option(help="day or month first, where the column can't tell.")] = "",
    decimal_mark: Annotated[str, typer.Option(help="point or comma, where the column can't tell.")] = "",
    scale: Annotated[
        float | None, typer.Option(help="Factor for values, 100 for shares of a percent metric.")
    ] = None,
    period: Annotated[str, typer.Option(help="Column with the date, week or month.")] = "",
    by: Annotated[str, typer.Option(help="Records are summed up by day, week or month.")] = "",
    take: Annotated[
        str, typer.Option(help="How records become a value: rate, mean, median, sum or count.")
    ] = "",
    column: Annotated[str, typer.Option(help="Column that --take is about.")] = "",
    counts: Annotated[
        list[str] | None, typer.Option(help="Word of that column that a rate counts; may be repeated.")
    ] = None,
    among: Annotated[str, typer.Option(help="Only records where this column says yes.")] = "",
    keep: Annotated[
        list[str] | None,
        typer.Option(help='Rows to keep, such as "queue is Billing or Moves"; may be repeated.'),
    ] = None,
    cohort: Annotated[str, typer.Option(help="Column that names the cohort: one series for each.")] = "",
    cohorts_only: Annotated[bool, typer.Option(help="No readings of all cohorts together.")] = False,
    arm: Annotated[str, typer.Option(help="Column that says pilot or control.")] = "",
    key: Annotated[str, typer.Option(help="Column that tells records apart; each counts once.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Read and check, write nothing.")] = False,
    allow_rejects: Annotated[bool, typer.Option(help="Take the good rows though over 1% are bad.")] = False,
    rejects: Annotated[
        Path | None, typer.Option(help="Write the refused rows to this CSV file.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Import readings. Importing the same file twice changes nothing."""
    changed = _options(
        period=period,
        by=by,
        cohort=cohort,
        arm=arm,
        key=key,
        measure=_measure(take, column, counts or [], among),
        keep=keep or [],
        whole=not cohorts_only,
    )

    def options(found: Mapping) -> Mapping:
        return with_options(changed(found), date_order=date_order, decimal_mark=decimal_mark, scale=scale)

    session = opened_plan(plan or plan_of_this_folder(), read_only=False)
    try:
        asked = readings_job.Asked(
            file=file,
            metric=metric,
            pilot=pilot,
            create=create,
            mapping=_given(session, mapping, period, take),
            said=Said(encoding, _DELIMITERS.get(delimiter, delimiter), sheet or "", headings_line),
            options=options,
            remember=remember,
        )
        prepared = readings_job.prepare(session, asked, at=clock.now(), step=progress("rows read"))
        if rejects is not None and prepared.rejected:
            import_report.write_rejects(rejects, prepared.rejected, not_over=session.path)
        if prepared.too_many_bad and not allow_rejects:
            _say_rejects(prepared.rejected, as_json=as_json)
            raise import_report.over_the_limit(prepared)
        written = None
        if not dry_run:
            _back_up_first(session, prepared.taken.count)
            written = readings_job.write(session, prepared, at=clock.now(), by=clock.user())
    finally:
        session.close()
    if as_json:
        put_json(import_report.as_json(prepared, written))
    else:
        for line in import_report.lines(prepared, written):
            put(line)
        _say_rejects(prepared.rejected, as_json=False)
    if prepared.rejected or (prepared.table.read_as.doubts and not sheet):
        raise Findings


def _given(session: Session, mapping: str | None, period: str, take: str) -> Mapping | None:
    """The mapping that was named, or one that the options alone say."""
    if mapping is None:
        return Mapping("records", period) if period and take else None
    path = Path(mapping)
    if path.suffix.lower() == ".toml" or path.is_file():
        return mapping_file.given(path)
    from cxworkbench.plan import Plan

    return mapping_named(Plan(session, version=session.head), mapping)


def _measure(take: str, column: str, counts: list[str], among: str) -> Measure | None:
    if not take:
        if column or counts or among:
            raise WrongUsage(
                "--column, --counts and --among belong to --take",
                kept="nothing was taken in",
                to_do=f"say --take with one of {', '.join(TAKES)}",
            )
        return None
    if take not in TAKES:
        raise WrongUsage(
            f"{take!r} is no way to sum up records",
            kept="nothing was taken in",
            to_do=f"say one of {', '.join(TAKES)}",
        )
    return Measure(take, column, among, tuple(counts))


def _options(
    *, measure: Measure | None, keep: list[str], whole: bool, by: str, **columns: str
) -> Callable[[Mapping], Mapping]:
    """What the options change of a mapping, whichever it is."""
    if by and by not in GRAINS:
        raise WrongUsage(
            f"{by!r} is no period", kept="nothing was taken in", to_do=f"say one of {', '.join(GRAINS)}"
        )
    keeps = tuple(one for text in keep for one in filters.read(text))
    changes: dict[str, Any] = {name: value for name, value in columns.items() if value}
    if by:
        changes["by"] = by
    if measure is not None:
        changes |= {"shape": "records", "measures": (measure,)}
    if not whole:
        changes["whole"] = False

    def changed(mapping: Mapping) -> Mapping:
        return replace(mapping, **changes, keep=(*mapping.keep, *keeps))

    return changed


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


def _say_rejects(rejected: list[Any], *, as_json: bool) -> None:
    if as_json:
        return
    for one in rejected[:20]:
        put(f"  {one.text()}")
    if len(rejected) > 20:
        put(f"  and {len(rejected) - 20:,} more.")
