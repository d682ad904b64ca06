"""What a plan remembers of files of a shape: what their columns mean, and on which sheet of a workbook they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cxworkbench.exchange import mapping_file
from cxworkbench.exchange.mapping import Mapping
from cxworkbench.exchange.table import Said, Table, read_table
from cxworkbench.plan import Plan
from db.errors import UserError, WrongUsage
from db.models import ImportMapping


def remembered_for(plan: Plan, table: Table) -> ImportMapping | None:
    """The mapping that the plan remembers for files of this shape: the one that was used last."""
    shape = mapping_file.shape_of(table.headings)
    return next((one for one in _newest_first(plan) if one.file_shape == shape), None)


def table_as_remembered(
    plan: Plan, file: Path, said: Said, *, step: Callable[[int], None] = lambda _: None
) -> Table:
    """A file's table; of a workbook the sheet that was chosen for files of its shape, unless a person says which.

    Raises:
        UserError: it can't be read.
    """
    if file.suffix.lower() == ".xlsx" and not said.sheet:
        for sheet in dict.fromkeys(mapping_file.sheet_of(one) for one in _newest_first(plan)):
            found = _sheet(file, replace(said, sheet=sheet), step) if sheet else None
            if found is not None and sheet in found.read_as.sheets:
                known = remembered_for(plan, found)
                if known is not None and mapping_file.sheet_of(known) == sheet:
                    return found
    return read_table(file, said, step=step)


def _sheet(file: Path, said: Said, step: Callable[[int], None]) -> Table | None:
    """One sheet of a workbook; None where it isn't there or can't be read: what is wrong is then said of the first."""
    try:
        return read_table(file, said, step=step)
    except UserError:
        return None


def _newest_first(plan: Plan) -> list[ImportMapping]:
    found = [one for one in plan.all(ImportMapping) if one.target == mapping_file.TARGET]
    return sorted(found, key=lambda one: (one.last_used is not None, one.last_used, one.name), reverse=True)


def mapping_named(plan: Plan, name: str) -> Mapping:
    """The mapping that a plan remembers under a name.

    Raises:
        WrongUsage: there is none.
    """
    found = {one.name.casefold(): one for one in plan.all(ImportMapping)}
    if name.strip().casefold() not in found:
        known = ", ".join(one.name for one in found.values())
        raise WrongUsage(
            f"there is no mapping {name!r}, neither a file nor in the plan",
            kept="nothing was taken in",
            to_do=f"choose one of {known}" if known else "the plan remembers none yet; name a TOML file",
        )
    return mapping_file.recalled(found[name.strip().casefold()])
