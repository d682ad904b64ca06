"""What became of each table of a damaged plan, in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from db.errors import UserError
from db.records import FAMILIES


@dataclass
class TableReport:
    """What became of one table: rows that were read, that are in the new plan, that are doubtful, and that are not.

    ``doubtful`` rows are in the new plan, though the table and the journal didn't agree or only one could be read.
    ``missing`` are known from the journal and not saved; ``backup`` names the newest backup that has them.
    """

    table: str
    found: int = 0
    saved: int = 0
    doubtful: int = 0
    missing: int = 0
    backup: str = ""


@dataclass
class Report:
    """What was saved of a damaged plan."""

    name: str
    steps_found: int = 0
    steps_kept: int = 0
    tables: list[TableReport] = field(default_factory=list)
    backups: list[str] = field(default_factory=list)
    missing_ids: dict[str, set[str]] = field(default_factory=dict, repr=False)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is doubtful or missing, as far as can be told."""
        return self.steps_kept == self.steps_found and not any(
            table.doubtful or table.missing for table in self.tables
        )

    def as_json(self) -> dict[str, Any]:
        """The report as JSON holds it."""
        told = asdict(self)
        del told["missing_ids"]
        return told


def name_backups(report: Report, plan_ids: Iterable[str], folder: Path) -> None:
    """Say which backup, newest first, has what is missing."""
    from db.backups import listed
    from db.store import open_plan

    for id in plan_ids:
        report.backups = [one.path.name for one in listed(folder, id)]
    lacking = {kind: ids for kind, ids in report.missing_ids.items() if ids}
    for name in report.backups:
        if not lacking:
            return
        try:
            session = open_plan(folder / name, read_only=True)
        except UserError:
            continue
        with closing(session):
            for kind in list(lacking):
                if lacking[kind] <= {record.id for record in session.records(FAMILIES[kind])}:
                    _table(report, kind).backup = name
                    del lacking[kind]


def _table(report: Report, kind: str) -> TableReport:
    return next(table for table in report.tables if table.table == kind)


def lines(report: Report) -> Iterator[str]:
    """The report in words, a line each: the journal, then each table that isn't empty."""
    yield f"journal: {report.steps_kept:,} of {report.steps_found:,} steps kept, their chain holds"
    for table in report.tables:
        if table.found or table.saved or table.missing:
            rest = f"; the missing are in the backup {table.backup}" if table.backup else ""
            yield (
                f"{table.table.replace('_', ' ')}: {table.found:,} found, {table.saved:,} saved, "
                f"{table.doubtful:,} doubtful, {table.missing:,} missing{rest}"
            )
    if report.backups:
        yield f"newest backup: {report.backups[0]}"
