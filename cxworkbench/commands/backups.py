"""Commands that keep copies of a plan: backup, and restore from one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxworkbench.commands import clock
from cxworkbench.commands.folders import data_folder
from cxworkbench.commands.line import app, put, put_json
from cxworkbench.commands.plans import PlanPath
from db import backups
from db.errors import PlanDamaged, UserError, WrongUsage


@app.command()
def backup(
    plan: PlanPath,
    to: Annotated[
        Path | None, typer.Option(help="Folder for the backup; the program's own if not given.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Make none; list those that are there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Make a backup of a plan, also while it is open, and thin out the old ones in the program's own folder."""
    folder = to or data_folder() / "backups"
    if list_:
        found = backups.listed(folder, backups.plan_id(plan))
        if as_json:
            put_json(
                {"plan": plan.name, "folder": str(folder), "backups": [_described(one) for one in found]}
            )
        else:
            _put_list(found, folder)
        return
    now = clock.now()
    made = backups.make(plan, folder, at=now)
    # A folder that a person named holds what that person wants to keep.
    gone = [] if to else backups.rotate(folder, made.plan_id, now)
    if as_json:
        put_json(
            {"plan": plan.name, "backup": _described(made), "deleted": [_described(one) for one in gone]}
        )
        return
    put(f"{plan.name}: backed up as {made.path}")
    if gone:
        put(f"{len(gone)} old {'backup was' if len(gone) == 1 else 'backups were'} thinned out.")


@app.command()
def restore(
    plan: PlanPath,
    chosen: Annotated[
        Path | None,
        typer.Argument(
            metavar="BACKUP", help="The backup: a name from the list, or a path.", show_default=False
        ),
    ] = None,
    latest: Annotated[bool, typer.Option(help="Take the newest backup.")] = False,
    from_: Annotated[
        Path | None, typer.Option("--from", help="Folder of the backups; the program's own if not given.")
    ] = None,
) -> None:
    """Put a backup in the place of a plan; what stands there now is backed up first."""
    folder = from_ or data_folder() / "backups"
    if latest and chosen is not None:
        raise WrongUsage(
            "a backup and --latest can't go together", kept="nothing was done", to_do="give one of them"
        )
    if latest:
        chosen = _newest(plan, folder)
    if chosen is None:
        _put_list(_of_plan(plan, folder), folder)
        raise WrongUsage(
            "no backup is named", kept="nothing was done", to_do="name one of those listed, or give --latest"
        )
    if not chosen.exists():
        chosen = folder / chosen
    before = backups.restore(chosen, plan, folder, at=clock.now())
    put(f"{plan.name}: restored from {chosen.name}")
    if before is not None and before.readable:
        put(f"What stood there before is backed up as {before.path}")
    elif before is not None:
        put(f"What stood there before is no sound plan; its bytes lie in {before.path}")


def _of_plan(plan: Path, folder: Path) -> list[backups.Backup]:
    """The backups of a plan; of every plan, where the file is gone or can no longer say which one it was."""
    try:
        id = backups.plan_id(plan)
    except PlanDamaged:
        id = None
    except UserError:
        if plan.exists():
            raise
        id = None
    return backups.listed(folder, id)


def _newest(plan: Path, folder: Path) -> Path:
    found = _of_plan(plan, folder)
    if not found:
        raise UserError(
            "there is no backup of this plan",
            where=str(folder),
            kept="nothing was done",
            to_do="name another folder with --from",
        )
    if len({one.plan_id for one in found}) > 1:
        raise WrongUsage(
            "the plan can't be read, and backups of several plans lie here",
            where=plan.name,
            kept="nothing was done",
            to_do="give 'restore' without --latest to list them, and name one",
        )
    return found[0].path


def _put_list(found: list[backups.Backup], folder: Path) -> None:
    put(f"{len(found)} {'backup' if len(found) == 1 else 'backups'} in {folder}")
    for one in found:
        put(f"{one.moment:%Y-%m-%d %H:%M:%S} UTC  {one.size / 1000:>9,.0f} kB  {one.path.name}")


def _described(one: backups.Backup) -> dict[str, object]:
    return {
        "path": str(one.path),
        "plan_id": one.plan_id,
        "moment": one.moment.isoformat(),
        "bytes": one.size,
    }
