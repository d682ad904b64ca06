"""``brief``: a briefing as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxworkbench import formats
from cxworkbench.commands import clock
from cxworkbench.commands.judging import with_past
from cxworkbench.commands.line import app, opened_plan, put
from cxworkbench.plan import Plan
from db.errors import WrongUsage


@app.command()
def brief(
    plan: Annotated[Path, typer.Argument(help="The plan file.", show_default=False)],
    kind: Annotated[str, typer.Option(help="Which briefing: sponsor.")],
    out: Annotated[Path, typer.Option(help="The PDF to write.", show_default=False)],
    paper: Annotated[str | None, typer.Option(help="a4 or letter; the plan's own if not given.")] = None,
    ink: Annotated[str | None, typer.Option(help="colour or grey; the plan's own if not given.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Judge as of this day, as 2026-03-11.")] = None,
    printed: Annotated[str | None, typer.Option(help="Printed time to show, as 2026-03-11T10:42.")] = None,
) -> None:
    """Print a briefing into a PDF file. The same plan, settings and printed time give the same bytes."""
    from cxworkbench.briefings.compose import compose
    from cxworkbench.briefings.kinds import KINDS, settings_of
    from cxworkbench.exchange.whole_file import write_whole

    session = opened_plan(plan)
    try:
        loaded = Plan(session, version=session.head)
        found = with_past(session, clock.judged_day(loaded, as_of))
        settings = settings_of(loaded, paper=paper, ink=ink, printed=_printed(loaded, printed))
        made = compose(kind, found, settings)
    finally:
        session.close()
    write_whole(out, made.pdf, not_over=plan)
    put(f"{out.name}: {KINDS[kind].name}, {formats.plural(made.pages, 'page')}, {settings.paper_name}.")
    for line in made.left_out:
        put(f"  left out: {line}")


def _printed(plan: Plan, asked: str | None) -> str:
    """The printed time that the paper shows, in the programme's zone."""
    from datetime import datetime

    if asked is None:
        return formats.moment(clock.now().astimezone(plan.zone))
    try:
        return formats.moment(datetime.fromisoformat(asked))
    except ValueError:
        raise WrongUsage(
            f"{asked!r} is no time", kept="nothing was written", to_do="write it as 2026-03-11T10:42"
        ) from None
