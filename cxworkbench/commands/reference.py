"""``reference``: the programme's own criteria and thresholds, checked and taken into the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxworkbench import formats, own_reference
from cxworkbench.commands import clock
from cxworkbench.commands.line import app, opened_plan, put, put_json
from cxworkbench.commands.plans import PlanPath
from cxworkbench.plan import Plan
from db.errors import UserError


@app.command()
def reference(
    plan: PlanPath,
    file: Annotated[Path | None, typer.Option(help="Take this file of criteria.", show_default=False)] = None,
    dry_run: Annotated[bool, typer.Option(help="Only check it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say by which criteria a plan is judged; with --file, check the programme's own and take them."""
    session = opened_plan(plan, read_only=file is None or dry_run)
    try:
        loaded = Plan(session, version=session.head)
        day = clock.judged_day(loaded, None)
        if file is not None:
            text = _read(file)
            catalogue = own_reference.check(text, file.name)
            own_reference.tried(catalogue, loaded, day, text, file.name)
            if not dry_run:
                at = own_reference.moment(loaded, clock.now(), day)
                with session.change(
                    f"Take the criteria of {file.name}", at=clock.now(), by=clock.user()
                ) as change:
                    own_reference.take(change, loaded, text, at=at, file=file.name)
                loaded = Plan(session, version=session.head)
        else:
            catalogue = own_reference.catalogue_of(loaded, day)
        own = own_reference.held(loaded, day)
        wrong = own_reference.problem(loaded, day)
    finally:
        session.close()
    counts = own_reference.changed(catalogue)
    since = own.since if own is not None else None
    if as_json:
        put_json({"own": own is not None, "since": since.isoformat() if since else None, "criteria": counts})
        return
    if own is None or since is None:
        put("The built-in criteria are in force." if file is None else "Checked; nothing was taken.")
    else:
        put(f"The programme's own criteria are in force since {formats.day(since.date())}.")
    put(f"Beside the built-in ones: {counts['new']} new, {counts['changed']} changed, {counts['gone']} gone.")
    if wrong is not None:
        raise wrong


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            f"the file can't be read ({error})",
            where=file.name,
            kept="the reference in force before stays in force",
            to_do="see that it is there and is UTF-8 text",
        ) from error
