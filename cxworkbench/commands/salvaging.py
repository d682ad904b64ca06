"""``salvage``: a new plan from what can be read in a damaged one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxworkbench.commands import clock
from cxworkbench.commands.folders import data_folder
from cxworkbench.commands.line import Findings, app, put, put_json
from cxworkbench.commands.plans import PlanPath


@app.command()
def salvage(
    plan: PlanPath,
    to: Annotated[Path, typer.Option(help="The new plan; no file may have this name.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Save what can be read of a damaged plan into a new one, and report what is doubtful or missing."""
    from db.salvage import salvage as save
    from db.salvage_report import lines

    report = save(plan, to, at=clock.now(), by=clock.user(), backups=data_folder() / "backups")
    if as_json:
        put_json({"plan": plan.name, "to": to.name, **report.as_json()})
    else:
        put(f"{to.name}: a new plan with what could be read in {plan.name}, which was left as it is.")
        for line in lines(report):
            put(f"  {line}")
    if not report.is_everything:
        raise Findings
