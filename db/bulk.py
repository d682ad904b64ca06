"""The one door through which readings are written: bulk statements that journal themselves as a batch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from db.errors import FieldError
from db.journal import Batch
from db.readings import COLUMNS, ReadingRows, signed, unpacked_keys

if TYPE_CHECKING:
    from sqlalchemy import Connection

_READ = f"SELECT {', '.join(COLUMNS)} FROM reading WHERE series = ?"
_WRITE = f"INSERT INTO reading (series, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})"
_REMOVE = "DELETE FROM reading WHERE series = ? AND period_from = ? AND period_to = ?"


def free_key(connection: Connection) -> int:
    """The next local number for a series."""
    return int(connection.exec_driver_sql("SELECT coalesce(max(key), 0) + 1 FROM series").scalar_one())


def write(connection: Connection, series: str, rows: ReadingRows, *, puts_back: bool = False) -> Batch:
    """Add new periods, replace those whose evidence differs; renew the digest. See ``Change.write_readings``."""
    _refuse_unsound(rows)
    key, digest = _series(connection, series)
    held = _held(connection, key, rows)
    at_mine, at_theirs = matching(rows, held)
    if not puts_back:
        rows = _still_aside(rows, held, at_mine, at_theirs)
    differs = ~rows.where(at_mine).same_evidence(held.where(at_theirs))
    replaced = held.where(at_theirs[differs])
    fresh = np.ones(len(rows), bool)
    fresh[at_mine] = False
    added = rows.where(fresh) if not fresh.all() else rows
    written = added.joined(rows.where(at_mine[differs])) if differs.any() else added
    if len(replaced):
        _delete(connection, key, replaced)
    _insert(connection, key, written)
    _renew(connection, key, digest + written.digest() - replaced.digest())
    return Batch(
        "readings",
        series,
        added.keys() if len(added) else None,
        replaced.packed() if len(replaced) else None,
        None,
        len(added),
        len(replaced),
        0,
    )


def _still_aside(rows: ReadingRows, held: ReadingRows, at_mine: Any, at_theirs: Any) -> ReadingRows:
    """The rows, where the plan sets the reading of their period aside with its reason: only a person puts it back."""
    if not any(held.excluded_reason):
        return rows
    reasons, people = list(rows.excluded_reason), list(rows.excluded_by)
    for mine, theirs in zip(at_mine.tolist(), at_theirs.tolist(), strict=True):
        if reasons[mine] is None:
            reasons[mine], people[mine] = held.excluded_reason[theirs], held.excluded_by[theirs]
    return replace(rows, excluded_reason=reasons, excluded_by=people)


def remove(connection: Connection, series: str, rows: ReadingRows) -> Batch:
    """Take out the periods of ``rows`` that the series holds."""
    key, digest = _series(connection, series)
    held = _held(connection, key, rows)
    _, at_theirs = matching(rows, held)
    removed = held.where(at_theirs)
    _delete(connection, key, removed)
    _renew(connection, key, digest - removed.digest())
    return Batch(
        "readings", series, None, None, removed.packed() if len(removed) else None, 0, 0, len(removed)
    )


def take_back(connection: Connection, batch: Batch) -> Batch:
    """Reverse a batch: what it added goes, what it replaced or removed comes back; gives the reverse batch."""
    key, digest = _series(connection, batch.series)
    gone = ReadingRows.empty()
    if batch.added is not None:
        start, end = unpacked_keys(batch.added)
        gone = _at(connection, key, start, end)
        if len(gone) != len(start):
            raise _changed_since()
    replaced = ReadingRows.unpacked(batch.replaced) if batch.replaced is not None else ReadingRows.empty()
    removed = ReadingRows.unpacked(batch.removed) if batch.removed is not None else ReadingRows.empty()
    now = _at(connection, key, replaced.period_from, replaced.period_to)
    if len(now) != len(replaced) or len(_at(connection, key, removed.period_from, removed.period_to)):
        raise _changed_since()
    _delete(connection, key, gone)
    _delete(connection, key, now)
    _insert(connection, key, replaced.joined(removed))
    _renew(connection, key, digest - gone.digest() - now.digest() + replaced.digest() + removed.digest())
    return Batch(
        batch.kind,
        batch.series,
        removed.keys() if len(removed) else None,
        now.packed() if len(now) else None,
        gone.packed() if len(gone) else None,
        len(removed),
        len(now),
        len(gone),
    )


def _changed_since() -> FieldError:
    return FieldError(
        "readings of this import were changed later",
        kept="nothing was undone",
        to_do="undo the later change first",
    )


def _refuse_unsound(rows: ReadingRows) -> None:
    if not np.isfinite(rows.value).all():
        raise FieldError("a reading must be a finite number", kept="no reading was written")
    if (rows.period_from >= rows.period_to).any():
        raise FieldError("a reading's period ends before it begins", kept="no reading was written")
    if len(rows) > 1:
        order = np.lexsort((rows.period_to, rows.period_from))
        start, end = rows.period_from[order], rows.period_to[order]
        if ((start[1:] == start[:-1]) & (end[1:] == end[:-1])).any():
            raise FieldError(
                "two values for one period", kept="no reading was written", to_do="keep one of them"
            )


def _series(connection: Connection, series: str) -> tuple[int, int]:
    row = connection.exec_driver_sql("SELECT key, digest FROM series WHERE id = ?", (series,)).first()
    if row is None:
        raise FieldError("this series is no longer in the plan", kept="no reading was written")
    return int(row[0]), int(row[1])


def _held(connection: Connection, key: int, rows: ReadingRows) -> ReadingRows:
    """What the series holds in the span of ``rows``."""
    if not len(rows):
        return ReadingRows.empty()
    span = (key, int(rows.period_from.min()), int(rows.period_from.max()))
    found = connection.exec_driver_sql(f"{_READ} AND period_from BETWEEN ? AND ?", span)
    return ReadingRows.from_cells([tuple(row) for row in found])


def _at(connection: Connection, key: int, start: Any, end: Any) -> ReadingRows:
    if not len(start):
        return ReadingRows.empty()
    wanted = ReadingRows.of(start, end, np.zeros(len(start)))
    held = _held(connection, key, wanted)
    return held.where(matching(wanted, held)[1])


def matching(mine: ReadingRows, theirs: ReadingRows) -> tuple[Any, Any]:
    """Positions in both of the periods that both hold, in the same order."""
    if not len(theirs) or not len(mine):
        none = np.empty(0, np.int64)
        return none, none
    pairs = np.dtype([("from", "<i8"), ("to", "<i8")])
    left = np.empty(len(mine), pairs)
    left["from"], left["to"] = mine.period_from, mine.period_to
    right = np.empty(len(theirs), pairs)
    right["from"], right["to"] = theirs.period_from, theirs.period_to
    _, at_mine, at_theirs = np.intersect1d(left, right, assume_unique=True, return_indices=True)
    return at_mine, at_theirs


def _insert(connection: Connection, key: int, rows: ReadingRows) -> None:
    if len(rows):
        connection.exec_driver_sql(_WRITE, rows.cells(key))


def _delete(connection: Connection, key: int, rows: ReadingRows) -> None:
    if len(rows):
        keys = zip([key] * len(rows), rows.period_from.tolist(), rows.period_to.tolist(), strict=True)
        connection.exec_driver_sql(_REMOVE, list(keys))


def _renew(connection: Connection, key: int, digest: int) -> None:
    connection.exec_driver_sql("UPDATE series SET digest = ? WHERE key = ?", (signed(digest), key))
