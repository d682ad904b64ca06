"""Commands that take a whole plan out as JSON and make one from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxworkbench import formats
from cxworkbench.commands import clock
from cxworkbench.commands.line import app, importing, opened_plan, put
from cxworkbench.commands.plans import PlanPath
from db.errors import UserError, WrongUsage

#: No plan as JSON is larger: a million readings take some 60 MB.
LIMIT = 500_000_000


@app.command()
def export(
    plan: PlanPath,
    to: Annotated[Path, typer.Option(help="The file to write: NAME.json.", show_default=False)],
    state: Annotated[
        bool,
        typer.Option("--state", help="Only what the plan holds now, without its journal and kept files."),
    ] = False,
) -> None:
    """Write a whole plan as JSON: records, readings, journal and kept files."""
    from cxworkbench.exchange.whole_file import write_whole
    from db import document
    from db.values import canonical

    if to.suffix.casefold() != ".json":
        raise WrongUsage(
            f"a plan can't be written as {to.suffix or 'a file without an ending'}",
            where=to.name,
            kept="nothing was written",
            to_do="name a file that ends in .json",
        )
    session = opened_plan(plan)
    try:
        found = document.whole(session) if not state else document.alone(session)
    finally:
        session.close()
    write_whole(to, (canonical(found) + "\n").encode(), not_over=plan)
    records = sum(len(rows) for rows in found["records"].values())
    readings = sum(len(columns["value"]) for columns in found["readings"].values())
    put(
        f"{to.name}: {formats.plural(records, 'record')}, {formats.plural(readings, 'reading')}, "
        f"{formats.plural(len(found.get('journal', ())), 'step')} of the journal."
    )


@importing.command("plan")
def plan_(
    file: Annotated[Path, typer.Argument(help="A plan as JSON, from export.", show_default=False)],
    plan: Annotated[Path, typer.Option("--plan", "--to", help="The plan to make.", show_default=False)],
) -> None:
    """Make a new plan from its JSON: with its journal step for step, without one as a single step."""
    from db.document_reading import DocumentError, parsed, read_document
    from db.document_writing import write_plan

    try:
        document = read_document(parsed(_bytes_of(file)))
        version = write_plan(document, plan, name=file.name, at=clock.now(), by=clock.user())
    except DocumentError as error:
        error.where = ", ".join(filter(None, (file.name, error.where)))
        raise
    records = sum(len(rows) for rows in document.records.values())
    readings = sum(len(rows) for rows in document.readings.values())
    put(
        f"{plan.name}: {formats.plural(records, 'record')} and {formats.plural(readings, 'reading')}; "
        f"version {version}."
    )


def _bytes_of(file: Path) -> bytes:
    try:
        size = file.stat().st_size if file.is_file() else -1
        if 0 <= size <= LIMIT:
            return file.read_bytes()
    except OSError as error:
        raise UserError(
            f"the file can't be read ({error.strerror})",
            where=str(file),
            kept="nothing was written",
            to_do="check the name and the folder",
        ) from error
    raise UserError(
        "there is no such file" if size < 0 else f"the file is too large ({size / 1e6:,.0f} MB)",
        where=str(file),
        kept="nothing was written",
        to_do="name a plan that 'export' wrote",
    )
