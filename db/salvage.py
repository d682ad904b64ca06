"""What can be read from a damaged plan, written as a new plan that passes every check.

The journal is kept as far as its chain holds. Where all of it holds, its values are trusted over the tables': a record
that can't be read, or that differs, is made anew from them. Where it breaks, the tables are trusted, and one more step,
"Salvaged from NAME", records how the plan differs from where the chain ended. The damaged file is never written to.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.boundary import HOSTILE, no_plan
from db.connection import connect
from db.errors import FieldError
from db.fields import Field
from db.journal import EXISTENCE, GENESIS, Batch, Changeset, FieldChange, chained
from db.records import FAMILIES, Record
from db.salvage_report import Report, TableReport, name_backups
from db.values import cells_reader, from_json, instant_from, journal_text
from db.wreck import Rows, Wreck

if TYPE_CHECKING:
    from db.readings import ReadingRows

Values = dict[str, Any]
_STEP = ("seq", "id", "at", "by", "host", "origin", "label", "kind", "undoes", "parents", "hash")
_CHANGE = ("record_kind", "record_id", "field", "before", "after")


@dataclass
class Salvaged:
    """What was read: the sound part of the journal, records by kind and id, readings by series."""

    steps: list[tuple[Changeset, list[FieldChange], list[Batch]]]
    #: Whether all of the journal could be read and its chain holds.
    whole: bool
    #: Values at the end of the sound part of the journal, and with what could be read after it.
    known: dict[str, dict[str, dict[str, str | None]]]
    later: dict[str, dict[str, dict[str, str | None]]]
    records: dict[str, dict[str, Values]] = field(default_factory=dict)
    readings: dict[str, ReadingRows] = field(default_factory=dict)
    #: Tables that are neither records nor journal (kept files), as they lie there.
    others: dict[str, Rows] = field(default_factory=dict)


def salvage(
    plan: Path,
    target: Path,
    *,
    at: datetime,
    by: str,
    backups: Path | None = None,
    new_id: Callable[[], str] | None = None,
    host: str | None = None,
) -> Report:
    """Save what can be read of a damaged plan into a new one.

    Args:
        plan: the damaged plan; it stays as it is.
        target: the new plan's name; no file may have it.
        at: the moment of the step that records the difference from the journal.
        by: who salvages.
        backups: folder in which backups of this plan may lie.
        new_id: makes ids.
        host: the computer's name for the journal.

    Raises:
        NotAPlan: nothing of a plan is left in it.
        UserError: it can't be read, or the new plan can't be written.
    """
    from db.copies import put_in_place, refused
    from db.salvage_writing import written
    from db.store import copy_to_read

    if target.exists() or target.is_symlink():
        raise refused("a file of this name exists already", target, "choose another name")
    copy = copy_to_read(plan)
    try:
        report = Report(plan.name)
        with closing(connect(copy)) as connection:
            found = _read(Wreck(connection, copy), report)
        if not any(found.records.values()):
            raise no_plan(plan, "nothing of a plan can be read in it")
        with written(found, report, target, at=at, by=by, new_id=new_id, host=host) as unfinished:
            put_in_place(unfinished, target)
    finally:
        shutil.rmtree(copy.parent, ignore_errors=True)
    if backups is not None:
        name_backups(report, found.records["programme"], backups)
    return report


def _read(wreck: Wreck, report: Report) -> Salvaged:
    found = _read_journal(wreck, report)
    keys: dict[str, int] = {}
    for kind, family in FAMILIES.items():
        table = TableReport(kind)
        columns = ["id", *(one.name for one in family.fields.values() if one.kind != "links")]
        rows = wreck.rows(kind, [*columns, "key"] if kind == "series" else columns)
        links = {
            one.name: wreck.rows(f"{kind}_{one.name}", [kind, one.to if one.to != kind else "other"])
            for one in family.fields.values()
            if one.kind == "links"
        }
        table.found = len(rows.by_key)
        found.records[kind] = _merged(family, rows, links, found, table)
        if kind == "series":
            keys = {row["id"]: row["key"] for row in rows if isinstance(row.get("key"), int)}
        report.tables.append(table)
    _drop_without_links(found, report)
    report.tables.append(_read_readings(wreck, found, keys))
    for name, columns in _other_tables():
        rows = found.others[name] = wreck.rows(name, columns)
        report.tables.append(TableReport(name, len(rows.by_key), len(rows.by_key)))
    return found


def _other_tables() -> list[tuple[str, list[str]]]:
    from db.tables import metadata

    known = {"reading", "changeset", "change", "batch", *FAMILIES}
    known |= {f"{kind}_{name}" for kind, family in FAMILIES.items() for name in family.fields}
    return [(name, table.columns.keys()) for name, table in metadata.tables.items() if name not in known]


# ------------------------------------------------------------------------------------------- the journal


def _read_journal(wreck: Wreck, report: Report) -> Salvaged:
    steps, changes, batches = (
        wreck.rows("changeset", list(_STEP)),
        wreck.rows("change", ["changeset", "position", *_CHANGE]),
        wreck.rows("batch", ["changeset", "position", *Batch.__dataclass_fields__]),
    )
    changes_of: dict[Any, list[FieldChange]] = {}
    for row in changes:
        changes_of.setdefault(row["changeset"], []).append(FieldChange(*(row[name] for name in _CHANGE)))
    batches_of: dict[Any, list[Batch]] = {}
    for row in batches:
        batches_of.setdefault(row["changeset"], []).append(
            Batch(**{name: row[name] for name in Batch.__dataclass_fields__})
        )
    found = Salvaged([], steps.complete and changes.complete and batches.complete, {}, {})
    previous = GENESIS
    for place, row in enumerate(steps, 1):
        try:
            step = _step(row)
            mine, many = changes_of.get(step.seq, []), batches_of.get(step.seq, [])
            holds = step.seq == place and chained(previous, step, mine, many) == step.hash
        except HOSTILE:
            holds = False
        if not holds:
            found.whole = False
            break
        found.steps.append((step, mine, many))
        previous = step.hash
    kept = len(found.steps)
    told = [seq for seq in (*changes_of, *batches_of) if not isinstance(seq, int) or seq > kept]
    found.whole = found.whole and 0 < kept == len(steps.by_key) and not told
    for seq in sorted(one for one in changes_of if isinstance(one, int)):
        for one in changes_of[seq]:
            for state in (found.known, found.later) if seq <= kept else (found.later,):
                state.setdefault(one.record_kind, {}).setdefault(one.record_id, {})[one.field] = one.after
    report.steps_found, report.steps_kept = len(steps.by_key), kept
    return found


def _step(row: Values) -> Changeset:
    parents = tuple(json.loads(row["parents"]))
    return Changeset(**{**row, "at": instant_from(row["at"]), "parents": parents})


# ------------------------------------------------------------------------------------------- the records


def _merged(
    family: type[Record], rows: Rows, links: dict[str, Rows], found: Salvaged, table: TableReport
) -> dict[str, Values]:
    """The records of a family, from its table and from the journal, in the table's order."""
    told = (found.known if found.whole else found.later).get(family.kind, {})
    known = {id: fields for id, fields in told.items() if fields.get(EXISTENCE) is not None}
    targets = {name: _targets(read) for name, read in links.items()}
    records: dict[str, Values] = {}
    doubtful = set()
    for row in rows:
        id = row["id"]
        if not isinstance(id, str) or id in records or (found.whole and id not in known):
            continue
        values, sound = _values(
            family, row, {name: of.get(id, ()) for name, of in targets.items()}, known.get(id)
        )
        if found.whole and not _agrees(family, values, known[id]):
            values, sound = _from_journal(family, known[id]), False
        records[id] = values
        if not sound:
            doubtful.add(id)
    # A table that was read to its end lacks what was deleted in steps that the journal has lost.
    if found.whole or not rows.complete:
        for id in known.keys() - records.keys():
            records[id] = _from_journal(family, known[id])
            doubtful.add(id)
    table.saved, table.doubtful = len(records), len(doubtful)
    return records


def _targets(rows: Rows) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows.by_key.values():
        if all(isinstance(id, str) for id in row):
            found[row[0]] = (*found.get(row[0], ()), row[1])
    return {id: tuple(sorted(set(targets))) for id, targets in found.items()}


def _values(
    family: type[Record], row: Values, links: dict[str, tuple[str, ...]], told: dict[str, str | None] | None
) -> tuple[Values, bool]:
    """The values of a row, each checked; one that can't be is taken from the journal. And whether all were sound."""
    values: Values = {}
    sound = True
    for name, one in family.fields.items():
        try:
            read = links[name] if one.kind == "links" else cells_reader(one)([row.get(name)])[0]
            values[name] = one.checked(read)
        except (FieldError, *HOSTILE):
            values[name] = _parsed(one, (told or {}).get(name))
            sound = False
    return values, sound


def _from_journal(family: type[Record], told: dict[str, str | None]) -> Values:
    return {name: _parsed(one, told.get(name)) for name, one in family.fields.items()}


def _parsed(one: Field[Any], written: str | None) -> Any:
    try:
        return one.checked(from_json(one, None if written is None else json.loads(written)))
    except (FieldError, *HOSTILE):
        return one.nothing


def _agrees(family: type[Record], values: Values, told: dict[str, str | None]) -> bool:
    return all(journal_text(one, values[name]) == told.get(name) for name, one in family.fields.items())


def _drop_without_links(found: Salvaged, report: Report) -> None:
    """Take out links to what is lost; what can't be without one gets a record without content in its place.

    So the readings of a lost metric are kept. A record that lacks another value that it must have is left out.
    """
    tables = {table.table: table for table in report.tables}
    again = True
    while again:
        again = False
        for kind, records in found.records.items():
            for id, values in list(records.items()):
                again = _hold_the_place(FAMILIES[kind], values, found.records, tables) or again
                altered = _unlinked(FAMILIES[kind], values, found.records)
                if any(one.required and values[name] is None for name, one in FAMILIES[kind].fields.items()):
                    del records[id]
                    report.missing_ids.setdefault(kind, set()).add(id)
                    again = True
                elif altered:
                    tables[kind].doubtful += 1
    for kind, table in tables.items():
        table.saved = len(found.records[kind])
        table.missing = len(report.missing_ids.get(kind, ()))
        table.doubtful = min(table.doubtful, table.saved)


def _hold_the_place(
    family: type[Record],
    values: Values,
    records: dict[str, dict[str, Values]],
    tables: dict[str, TableReport],
) -> bool:
    """Make what a record can't be without; whether something was made that may need the same."""
    made = False
    for name, one in family.fields.items():
        lost = values[name]
        if one.kind == "link" and one.required and lost is not None and lost not in records[one.to]:
            there = FAMILIES[one.to]
            stub = {of: _placeholder(field, there, lost) for of, field in there.fields.items()}
            if not any(field.required and stub[of] is None for of, field in there.fields.items()):
                records[one.to][lost] = stub
                tables[one.to].doubtful += 1
                made = True
    return made


def _placeholder(one: Field[Any], family: type[Record], id: str) -> Any:
    """A value that says that it is none, where there must be one; numbers, days and moments are never invented."""
    if not one.required:
        return one.nothing
    if one.kind == "choice":
        return next(iter(one.choices or {"lost": ""}))
    # What a lost record belonged to is lost, too: something of the same id takes its place.
    words = f"Lost {family.label.lower()}"
    return {"text": words, "long_text": words, "yes_no": False, "link": id}.get(one.kind)


def _unlinked(family: type[Record], values: Values, records: dict[str, dict[str, Values]]) -> bool:
    altered = False
    for name, one in family.fields.items():
        if one.kind == "link" and values[name] is not None and values[name] not in records.get(one.to, {}):
            values[name], altered = None, True
        elif one.kind == "links":
            there = tuple(id for id in values[name] if id in records.get(one.to, {}))
            altered = altered or there != values[name]
            values[name] = there
    return altered


# ------------------------------------------------------------------------------------------ the readings


def _read_readings(wreck: Wreck, found: Salvaged, keys: dict[str, int]) -> TableReport:
    import numpy as np

    from db.readings import COLUMNS, ReadingRows

    rows = wreck.rows("reading", ["series", *COLUMNS])
    table = TableReport("reading", found=len(rows.by_key))
    of_key: dict[Any, list[tuple[Any, ...]]] = {}
    for row in rows:
        if _is_reading(row):
            of_key.setdefault(row["series"], []).append(tuple(row[name] for name in COLUMNS))
    for series, key in keys.items():
        if series in found.records["series"] and key in of_key:
            read = ReadingRows.from_cells(of_key.pop(key))
            _, first = np.unique(np.stack([read.period_from, read.period_to]), axis=1, return_index=True)
            found.readings[series] = read.where(np.sort(first))
            table.saved += len(first)
    expected = sum(many.added_count - many.removed_count for _, _, batches in found.steps for many in batches)
    table.missing = max(expected - table.saved, 0)
    table.doubtful = 0 if rows.complete and found.whole else table.saved
    return table


def _is_reading(row: Values) -> bool:
    numbers = (row["value"], row["numerator"], row["n"])
    whole = (row["period_from"], row["period_to"], row["recorded_on"])
    texts = (row["source"], row["excluded_reason"], row["excluded_by"])
    return (
        isinstance(row["value"], float)
        and abs(row["value"]) < float("inf")
        and all(one is None or isinstance(one, float) for one in numbers)
        and all(isinstance(one, int) for one in whole[:2])
        and isinstance(whole[2], int | None)
        and row["period_from"] < row["period_to"]
        and all(one is None or isinstance(one, str) for one in texts)
    )
