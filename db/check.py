"""Is a plan sound? SQLite's own checks, the journal's chain, and each record against its last journal values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from db.journal import EXISTENCE
from db.records import FAMILIES
from db.values import as_json, canonical

if TYPE_CHECKING:
    from db.session import Session


def check(session: Session) -> list[str]:
    """What is wrong with the plan, one sentence each; empty where nothing is."""
    try:
        return [*_file(session), *_chain(session), *_records(session), *_readings(session)]
    except (
        sqlite3.Error,
        ValueError,
        TypeError,
        OverflowError,
        UnicodeDecodeError,
        ArithmeticError,
    ) as error:
        return [f"the file can't be read to its end ({error})"]


def _file(session: Session) -> Iterator[str]:
    for (line,) in session.pragma("integrity_check(20)"):
        if line != "ok":
            yield f"the file is damaged: {line}"
    for table, row, target, _ in session.pragma("foreign_key_check"):
        yield f"a {table.replace('_', ' ')} (row {row}) links to a {target.replace('_', ' ')} that isn't there"


def _chain(session: Session) -> Iterator[str]:
    broken = session.broken_link()
    if broken is not None:
        yield f"the journal's chain breaks at version {broken}: it or an earlier step was altered elsewhere"


def _records(session: Session) -> Iterator[str]:
    """Each record as it stands against the last values that the journal gave it."""
    last: dict[tuple[str, str], dict[str, str | None]] = {}
    for step in session.steps():
        for one in session.changes_of(step.seq):
            last.setdefault((one.record_kind, one.record_id), {})[one.field] = one.after
    for kind, family in FAMILIES.items():
        found = {record.id: record for record in session.records(family)}
        journalled = {
            id for (of, id), fields in last.items() if of == kind and fields.get(EXISTENCE) is not None
        }
        for id in sorted(journalled - set(found)):
            yield f"{family.label} {id[:8]} is in the journal and not in the plan"
        for id in sorted(set(found) - journalled):
            yield f"{family.label} {id[:8]} is in the plan and not in the journal"
        for id in sorted(journalled & set(found)):
            fields = last[kind, id]
            for name, field in family.fields.items():
                value = found[id].value(name)
                written = None if value is None or value == () else canonical(as_json(field, value))
                if written != fields.get(name):
                    yield f"{family.label} {id[:8]}, {field.label}: differs from its last value in the journal"


def _readings(session: Session) -> Iterator[str]:
    for series, digest in session.series_digests().items():
        rows = session.readings(series)
        if rows.digest() != digest:
            yield f"series {series[:8]}: its readings are not those that were written"
