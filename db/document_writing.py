"""A new plan from a document: whole and checked, or not at all."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.check import check
from db.connection import connect
from db.copies import put_in_place, translated
from db.document_reading import Document, refusal
from db.errors import FieldError, UserError
from db.records import FAMILIES
from db.salvage_writing import write_steps
from db.store import open_plan, unfinished_plan

if TYPE_CHECKING:
    from db.change import Change


def write_plan(document: Document, target: Path, *, name: str, at: datetime, by: str) -> int:
    """Make a new plan that holds what the document holds; gives its version.

    With a journal in it, the plan is the one that was exported, step for step. Without one, all of it is one step,
    "Import of NAME".

    Args:
        document: what to write.
        target: the new plan; there must be no file of this name.
        name: what the document is called.
        at: the moment.
        by: who imports it.

    Raises:
        DocumentError: its journal doesn't lead to its records, or its links lead nowhere.
        UserError: the file exists, or can't be written.
    """
    if target.exists():
        raise UserError(
            "a file of this name exists already",
            where=str(target),
            kept="it was left as it is",
            to_do="choose another name",
        )
    with unfinished_plan(target) as unfinished:
        _write_journal(unfinished, document)
        with closing(open_plan(unfinished)) as session:
            with session.change(f"Import of {name}", at=at, by=by, kind="import") as change:
                _write(change, document)
                if document.steps and (change.changes() or change.batches):
                    raise refusal("journal", "its last values aren't those of the records")
                _refuse_loose_links(change)
            if wrong := check(session):
                raise refusal("journal" if document.steps else "records", wrong[0])
            version = session.head
        with translated(target):
            put_in_place(unfinished, target)
    return version


def _write_journal(unfinished: Path, document: Document) -> None:
    with closing(connect(unfinished)) as connection:
        connection.execute("BEGIN")
        write_steps(connection, document.steps)
        connection.execute("COMMIT")


def _write(change: Change, document: Document) -> None:
    last: dict[tuple[str, str], dict[str, str | None]] = {}
    for _, changes, _ in document.steps:
        for one in changes:
            last.setdefault((one.record_kind, one.record_id), {})[one.field] = one.after
    for sha256, content in document.files.items():
        if hashlib.sha256(content).hexdigest() != sha256:
            raise refusal(f"files.{sha256[:12]}", "its bytes aren't those of its hash")
        change.keep(content)
    for kind, records in document.records.items():
        for place, record in enumerate(records):
            values = {name: record.value(name) for name in record.fields}
            if change.state(FAMILIES[kind], record.id) is not None:
                raise refusal(f"records.{kind}[{place}].id", "two records have this id")
            change.put_in(FAMILIES[kind], record.id, values, told=last.get((kind, record.id)))
    for series, rows in document.readings.items():
        try:
            change.put_in_readings(series, rows, told=bool(document.steps))
        except FieldError as error:
            raise refusal(f"readings.{series[:40]}", error.what) from None


def _refuse_loose_links(change: Change) -> None:
    loose = change.loose_link()
    if loose is not None:
        raise refusal(
            f"records.{loose[0]}", f"one links to a {loose[1].replace('_', ' ')} that isn't in the file"
        )
