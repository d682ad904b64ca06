"""Is a plan sound? SQLite's own checks, the journal's chain, and each record against its last journal values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from db.boundary import HOSTILE, NotAPlan
from db.connection import time_limit
from db.errors import PlanDamaged
from db.fingerprint import FORMAT
from db.journal import EXISTENCE, GENESIS, Batch, chained
from db.models import Attachment, PrintedPaper, Snapshot
from db.records import FAMILIES, Record
from db.values import journal_text

if TYPE_CHECKING:
    from db.session import Session

#: How long SQLite's own check may take on a structure of a stranger's, in seconds.
LONGEST = 15.0


def check(session: Session) -> list[str]:
    """What is wrong with the plan, one sentence each; empty where nothing is.

    Of a plan of an older format: its file, its links, its journal's chain and its readings.

    Raises:
        UserError: somebody is writing to it without end.
    """
    found = [notice.what for notice in session.notices if notice.kind in {"foreign", "planted"}]
    for part in (_file, _links, _journal, _readings, _kept_files):
        try:
            found.extend(part(session))  # what was found before it breaks off stays
        except PlanDamaged as error:
            found.append(error.what)
        except HOSTILE as error:
            found.append(f"the file can't be read to its end ({error})")
    return list(dict.fromkeys(found))


def check_file(plan: Path) -> list[str]:
    """The same of a plan that isn't open; one too damaged to be opened is looked at as far as SQLite reads it.

    Raises:
        NotAPlan: it is no plan.
        PlanTooNew: a newer program wrote it.
        UserError: it can't be read, or somebody is writing to it.
    """
    from db.store import open_damaged, open_plan

    try:
        with closing(open_plan(plan, read_only=True)) as session:
            return check(session)
    except NotAPlan:
        raise
    except PlanDamaged as damage:
        found = [damage.what]
    try:
        with closing(open_damaged(plan)) as session:
            found += check(session)
    except PlanDamaged as damage:
        found.append(damage.what)
    return list(dict.fromkeys(found))


def _file(session: Session) -> Iterator[str]:
    # Of a foreign structure the full check would evaluate what a stranger wrote.
    foreign = any(notice.kind == "foreign" for notice in session.notices)
    with time_limit(session._connection, LONGEST) if foreign else nullcontext():
        for (line,) in session.pragma("quick_check(20)" if foreign else "integrity_check(20)"):
            if line != "ok":
                yield f"the file is damaged: {line}"


def _links(session: Session) -> Iterator[str]:
    for table, row, target, _ in session.pragma("foreign_key_check"):
        yield f"a {table.replace('_', ' ')} (row {row}) links to a {target.replace('_', ' ')} that isn't there"


def _journal(session: Session) -> Iterator[str]:
    """The chain of steps, and each record as it stands against the last values that the journal gave it."""
    last: dict[str, dict[str, dict[str, str | None]]] = {}
    previous, broken = GENESIS, False
    for step, changes, batches in session.read_through():
        for one in changes:
            last.setdefault(one.record_kind, {}).setdefault(one.record_id, {})[one.field] = one.after
        if not broken and chained(previous, step, changes, batches) != step.hash:
            broken = True
            yield f"the journal's chain breaks at version {step.seq}: it or an earlier step was altered elsewhere"
        previous = step.hash
        for many in batches:
            if not _counts_agree(many):
                yield f"version {step.seq}: a batch of readings isn't as long as it says"
    if session.format() < FORMAT:
        return  # its tables are others; they are looked at when it has been brought up to date
    for kind, family in FAMILIES.items():
        try:
            yield from _records(family, session.records(family), last.get(kind, {}))
        except PlanDamaged as error:
            yield error.what


def _counts_agree(batch: Batch) -> bool:
    from db.readings import ReadingRows, unpacked_keys

    added = 0 if batch.added is None else len(unpacked_keys(batch.added)[0])
    replaced = 0 if batch.replaced is None else len(ReadingRows.unpacked(batch.replaced))
    removed = 0 if batch.removed is None else len(ReadingRows.unpacked(batch.removed))
    return (added, replaced, removed) == (batch.added_count, batch.replaced_count, batch.removed_count)


def _records(
    family: type[Record], records: list[Record], last: dict[str, dict[str, str | None]]
) -> Iterator[str]:
    found = {record.id: record for record in records}
    journalled = {id for id, fields in last.items() if fields.get(EXISTENCE) is not None}
    for id in sorted(journalled - set(found)):
        yield f"{family.label} {id[:8]} is in the journal and not in the plan"
    for id in sorted(set(found) - journalled):
        yield f"{family.label} {id[:8]} is in the plan and not in the journal"
    if len(found) != len(records):
        yield f"{family.label_many or family.label}: two have one id"
    for id in sorted(journalled & set(found)):
        fields = last[id]
        for name, field in family.fields.items():
            if journal_text(field, found[id].value(name)) != fields.get(name):
                yield f"{family.label} {id[:8]}, {field.label}: differs from its last value in the journal"


def _kept_files(session: Session) -> Iterator[str]:
    if session.format() == FORMAT:
        yield from session.damaged_files()
        held = set(session.kept_hashes())
        named = [(one.label, one.sha256) for one in session.records(Attachment)]
        named += [(one.label, one.hash) for one in session.records(Snapshot)]
        for label, sha256 in named:
            if sha256 not in held:
                yield f"{label} {sha256[:12]}: its file isn't in the plan"
        files = {one.id: one.sha256 for one in session.records(Attachment)}
        for paper in session.records(PrintedPaper):
            if paper.file is not None and files.get(paper.file) != paper.sha256:
                yield f"{paper.label} {paper.id[:8]}: its file isn't the one that was printed"


def _readings(session: Session) -> Iterator[str]:
    for series, digest in session.series_digests().items():
        if session.added_up(series) != digest:
            yield f"series {series[:8]}: its readings are not those that were written"
