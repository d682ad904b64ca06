"""Commands on the plan file itself: new, sample, open, check, and the demonstration without a screen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxworkbench.commands import clock
from cxworkbench.commands.line import Findings, app, opened_plan, put, put_json, window_opener
from db.boundary import NotAPlan
from db.errors import PlanDamaged, UserError
from db.store import SUFFIX

PlanPath = Annotated[Path, typer.Argument(help="The plan file (NAME.cxplan).", show_default=False)]


@app.command()
def new(
    plan: PlanPath,
    type: Annotated[
        str | None, typer.Option(help="Deployment type that fills metrics and milestones.")
    ] = None,
    pilot: Annotated[str | None, typer.Option(help="Name of the first pilot.")] = None,
    go_live: Annotated[str | None, typer.Option(help="Its planned go-live, as 2026-09-14.")] = None,
    programme: Annotated[
        str | None, typer.Option(help="Name of the programme; the file's name if not given.")
    ] = None,
    time_zone: Annotated[str, typer.Option(help="Zone in which weeks begin, as Europe/London.")] = "UTC",
) -> None:
    """Make a new plan."""
    from cxworkbench.new_plan import new_plan

    new_plan(
        plan,
        programme=programme or plan.stem,
        at=clock.now(),
        by=clock.user(),
        type=type,
        pilot=pilot,
        go_live=clock.day(go_live) if go_live else None,
        time_zone=time_zone,
    )
    put(f"{plan.name}: a new plan{f' with the pilot {pilot}' if pilot else ''}.")


@app.command()
def sample(
    plan: PlanPath,
    overwrite: Annotated[bool, typer.Option(help="Replace a file of this name.")] = False,
) -> None:
    """Write the sample programme: Larkfield Energy, three pilots, 18 weeks of readings."""
    from cxworkbench.sample import write_sample

    write_sample(plan, overwrite=overwrite)
    put(f"{plan.name}: the sample programme, judged as of 11 Mar 2026.")


@app.command("open")
def open_(plan: PlanPath) -> int:
    """Open a plan in the window."""
    if not window_opener:
        raise UserError(
            "there is no screen here",
            kept="nothing was done",
            to_do="use the commands: assess, brief, import; see --help",
        )
    return window_opener[0](str(plan))


@app.command()
def check(
    plan: PlanPath,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Check that a plan is sound: file, links, journal, records and readings."""
    from db.check import check as find
    from db.check import check_file

    version: int | None = None
    try:
        session = opened_plan(plan)
    except NotAPlan:
        raise
    except PlanDamaged:
        found = check_file(plan)
    else:
        try:
            found, version = find(session), session.head
        finally:
            session.close()
    if as_json:
        put_json({"plan": plan.name, "version": version, "sound": not found, "findings": found})
    elif not found:
        put(f"{plan.name}: sound. Version {version}; file, links, journal, records and readings agree.")
    for line in [] if as_json else found[:50]:
        put(f"{plan.name}: {line}")
    if len(found) > 50 and not as_json:
        put(f"and {len(found) - 50:,} more.")
    if found:
        raise Findings


@app.command(hidden=True)
def demo(to: Annotated[Path, typer.Option(help="Folder for the plan and the briefing.")]) -> None:
    """Do without a screen what the window shows: sample plan, import, assessment, sponsor briefing."""
    from cxworkbench.commands.briefing import brief
    from cxworkbench.commands.importing_readings import readings
    from cxworkbench.commands.judging import assess

    to.mkdir(parents=True, exist_ok=True)
    plan = to / f"larkfield{SUFFIX}"
    sample(plan, overwrite=True)
    week = to / "week_to_8_march.csv"
    week.write_text(_NEWEST_WEEK, encoding="utf-8")
    readings(week, plan=plan, pilot="Agent Assist")
    try:
        assess(plan)
    except Findings:
        put("A finding is no error: the exit code of 'assess' would be 1.")
    pdf = to / "sponsor.pdf"
    brief(plan, kind="sponsor", out=pdf)
    put(f"The sponsor briefing lies in {pdf}")


#: What a PMO would export for the newest week of the sample, one row a metric.
_NEWEST_WEEK = """week ending,metric,value,n
08/03/2026,Resolved first time,68.1,43918
08/03/2026,Handling time,8:32,43918
22/02/2026,Quality score,4.26,
"""
