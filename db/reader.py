"""Reading an open plan: records, readings and the journal, through sqlite3 alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from db import journal
from db.boundary import read_from_file, reading
from db.journal import Changeset
from db.records import Record
from db.values import cells_reader, instant_from, instant_text

if TYPE_CHECKING:
    from db.readings import ReadingRows

R = TypeVar("R", bound=Record)

#: So many readings are taken from the file at once where all of them pass by.
PAGE = 5_000


class Reader:
    """What can be asked of an open plan. It never writes, and holds no transaction between two questions.

    Each question raises PlanDamaged where the file doesn't hold what a plan holds, and UserError where somebody writes
    to it without end.
    """

    path: Path

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @read_from_file
    def records(self, family: type[R], ids: Collection[str] | None = None) -> list[R]:
        """All records of a family, or those of these ids, in the order in which they came, with those in the bin."""
        columns = [field for field in family.fields.values() if field.kind != "links"]
        names = ", ".join(f'"{field.name}"' for field in columns)
        chosen = "" if ids is None else f"WHERE id IN ({', '.join('?' * len(ids))})"
        rows = self._connection.execute(
            f'SELECT id, {names} FROM "{family.kind}" {chosen} ORDER BY rowid', tuple(ids or ())
        ).fetchall()
        several = {
            field.key: self._links(family, field.name, field.to)
            for field in family.fields.values()
            if field.kind == "links"
        }
        if not rows:
            return []
        ids, *cells = zip(*rows, strict=True)
        values = [cells_reader(field)(column) for field, column in zip(columns, cells, strict=True)]
        keys = [field.key for field in columns]
        found: list[R] = []
        for id, *row in zip(_texts(ids), *values, strict=True):
            state = dict(zip(keys, row, strict=True))
            for key, links in several.items():
                state[key] = tuple(links.get(id, ()))
            found.append(family.loaded(id, state))
        return found

    def _links(self, family: type[Record], name: str, to: str) -> dict[str, list[str]]:
        mine, theirs = family.kind, to if to != family.kind else "other"
        found: dict[str, list[str]] = {}
        rows = self._connection.execute(
            f'SELECT "{mine}", "{theirs}" FROM "{family.kind}_{name}" ORDER BY 1, 2'
        ).fetchall()
        for source, target in rows:
            found.setdefault(source, []).append(target)
        _texts(found)
        _texts(target for _, target in rows)
        return found

    @read_from_file
    def series_digests(self) -> dict[str, int]:
        """For each series, by id, what its readings add up to; equal digests mean equal readings."""
        return dict(self._connection.execute("SELECT id, digest FROM series"))

    @read_from_file
    def readings(self, series: str) -> ReadingRows:
        """The readings of a series in order of their periods."""
        from db.readings import COLUMNS, ReadingRows

        rows = self._connection.execute(
            f"SELECT {', '.join('r.' + name for name in COLUMNS)} FROM reading r"
            " JOIN series s ON s.key = r.series WHERE s.id = ? ORDER BY r.period_from, r.period_to",
            (series,),
        )
        return ReadingRows.from_cells(rows.fetchall())

    @read_from_file
    def added_up(self, series: str) -> int:
        """What the readings of a series add up to, as they stand in the file; a page at a time.

        A million rows in one go keep Python to themselves for seconds: a window stands still beside them.
        """
        from db.readings import COLUMNS, ReadingRows, signed

        rows = self._connection.execute(
            f"SELECT {', '.join('r.' + name for name in COLUMNS)} FROM reading r"
            " JOIN series s ON s.key = r.series WHERE s.id = ? ORDER BY r.period_from, r.period_to",
            (series,),
        )
        total = 0
        while page := rows.fetchmany(PAGE):
            total += ReadingRows.from_cells(page).digest()
        return signed(total)

    @read_from_file
    def readings_at(self, series: str, start: Iterable[int], end: Iterable[int]) -> ReadingRows:
        """The readings of some periods of a series, in order; periods that hold none are passed over."""
        from db.readings import COLUMNS, ReadingRows

        rows: list[tuple[Any, ...]] = []
        for period in sorted(zip(start, end, strict=True)):
            rows += self._connection.execute(
                f"SELECT {', '.join('r.' + name for name in COLUMNS)} FROM reading r"
                " JOIN series s ON s.key = r.series"
                " WHERE s.id = ? AND r.period_from = ? AND r.period_to = ?",
                (series, *(int(moment) for moment in period)),
            ).fetchall()
        return ReadingRows.from_cells(rows)

    @read_from_file
    def numbers(self, series: str) -> dict[str, Any]:
        """What is judged of the readings of a series (``ReadingRows.numbers``), in order of their periods."""
        from db.readings import NUMBERS, numbers_from

        key = self._connection.execute("SELECT key FROM series WHERE id = ?", (series,)).fetchone()
        rows = self._connection.execute(
            f"SELECT {NUMBERS} FROM reading WHERE series = ? ORDER BY period_from, period_to", key or (None,)
        )
        return numbers_from(rows.fetchall())

    @read_from_file
    def numbers_page(self, series: str, after: tuple[int, int] | None, most: int) -> dict[str, Any]:
        """The same of so many readings at most: those that follow a period (start, end), or the first ones."""
        from db.readings import NUMBERS, numbers_from

        key = self._connection.execute("SELECT key FROM series WHERE id = ?", (series,)).fetchone()
        rows = self._connection.execute(
            f"SELECT {NUMBERS} FROM reading WHERE series = ? AND (period_from, period_to) > (?, ?)"
            " ORDER BY period_from, period_to LIMIT ?",
            (*(key or (None,)), *(after or (-(2**62), 0)), most),
        )
        return numbers_from(rows.fetchall())

    @read_from_file
    def numbers_since(self, series: str, version: int) -> tuple[Any, Any, dict[str, Any]] | None:
        """Starts and ends of the periods that were written after a version, and what is judged of them now.

        None where they are so many that the series is sooner read anew.
        """
        from db.readings import NUMBERS, ReadingRows, numbers_from
        from db.readings_since import touched_periods

        (many,) = self._connection.execute(
            "SELECT coalesce(sum(added_count + replaced_count + removed_count), 0) FROM batch"
            " WHERE series = ? AND changeset > ?",
            (series, version),
        ).fetchone()
        if many > journal.FEW_READINGS:
            return None
        batches = [one for one in journal.batches_since(self._connection, version) if one.series == series]
        start, end = touched_periods(batches)
        if not len(start):
            return start, end, ReadingRows.empty().numbers()
        (key,) = self._connection.execute("SELECT key FROM series WHERE id = ?", (series,)).fetchone()
        rows: list[tuple[Any, ...]] = []
        for period in zip(start.tolist(), end.tolist(), strict=True):
            rows += self._connection.execute(
                f"SELECT {NUMBERS} FROM reading WHERE series = ? AND period_from = ? AND period_to = ?",
                (key, *period),
            ).fetchall()
        return start, end, numbers_from(rows)

    def stamps(self) -> Mapping[str, Hashable]:
        """For each series, by id, what stands for its readings: equal stamps mean equal readings."""
        return self.series_digests()

    @read_from_file
    def last_reading_days(self) -> dict[str, int]:
        """For each series with readings, by id, the end of its newest period (epoch seconds)."""
        rows = self._connection.execute(
            "SELECT s.id, max(r.period_to) FROM series s JOIN reading r ON r.series = s.key GROUP BY s.id"
        )
        return dict(rows)

    @read_from_file
    def born(self, family: type[Record]) -> dict[str, datetime]:
        """For each record of a family that the journal knows, by id, the moment it was added."""
        rows = self._connection.execute(
            "SELECT c.record_id, min(s.at) FROM change c JOIN changeset s ON s.seq = c.changeset"
            ' WHERE c.record_kind = ? AND c.field = ? AND c."before" IS NULL GROUP BY c.record_id',
            (family.kind, journal.EXISTENCE),
        )
        return {id: instant_from(at) for id, at in rows}

    @read_from_file
    def values_before(self, record: str, field: str, upto: int | None = None) -> list[tuple[datetime, str]]:
        """What a field of a record was changed from, and when, in order; written as the journal writes values.

        With ``upto`` only changes up to that version.
        """
        rows = self._connection.execute(
            'SELECT s.at, c."before" FROM change c JOIN changeset s ON s.seq = c.changeset'
            ' WHERE c.record_id = ? AND c.field = ? AND c."before" IS NOT NULL AND s.seq <= ? ORDER BY s.seq',
            (record, field, 2**62 if upto is None else upto),
        )
        return [(instant_from(at), before) for at, before in rows]

    @read_from_file
    def steps(self, after: int = 0, upto: int | None = None) -> list[Changeset]:
        """The journal's steps after a version, and not after another, in their order."""
        if upto is None:
            return list(journal.steps(self._connection, "seq > ?", (after,)))
        return list(journal.steps(self._connection, "seq > ? AND seq <= ?", (after, upto)))

    @read_from_file
    def steps_of(self, record: str, field: str = "") -> list[Changeset]:
        """The steps that touched a record, or one field of it, in their order."""
        clause = "seq IN (SELECT changeset FROM change WHERE record_id = ?"
        if not field:
            return list(journal.steps(self._connection, f"{clause})", (record,)))
        return list(journal.steps(self._connection, f"{clause} AND field = ?)", (record, field)))

    @read_from_file
    def step_at(self, moment: datetime) -> int:
        """The version in force at a moment: the newest step not later than it; 0 before the first."""
        (seq,) = self._connection.execute(
            "SELECT coalesce(max(seq), 0) FROM changeset WHERE at <= ?", (instant_text(moment),)
        ).fetchone()
        return int(seq)

    @read_from_file
    def changes_of(self, seq: int) -> list[journal.FieldChange]:
        """What a step changed, field by field."""
        return journal.changes_of(self._connection, seq)

    @read_from_file
    def between(self, after: int, upto: int) -> list[journal.FieldChange]:
        """What is different between two versions, a change a field."""
        return journal.between(self._connection, after, upto)

    @read_from_file
    def note_ends(self, after: int, upto: int, ends: journal.Ends) -> None:
        """Note the first and last value of each field that was changed between two versions."""
        journal.note_ends(self._connection, after, upto, ends)

    @read_from_file
    def touched_since(self, seq: int) -> journal.Changed:
        """What the steps after a version touched."""
        return journal.touched_since(self._connection, seq)

    @read_from_file
    def batches_of(self, seq: int) -> list[journal.Batch]:
        """What a step wrote in bulk."""
        return journal.batches_of(self._connection, seq)

    @read_from_file
    def batches_since(self, seq: int) -> list[journal.Batch]:
        """What the steps after a version wrote in bulk, in their order."""
        return journal.batches_since(self._connection, seq)

    def read_through(self) -> Iterator[tuple[Changeset, list[journal.FieldChange], list[journal.Batch]]]:
        """Every step with what it changed and wrote in bulk, in one pass over the journal."""
        with reading(self.path):
            yield from journal.read_through(self._connection)

    @read_from_file
    def broken_link(self) -> int | None:
        """The first step whose hash doesn't follow; None where the chain holds."""
        return journal.broken_link(self._connection)

    @read_from_file
    def pragma(self, name: str) -> list[tuple[Any, ...]]:
        """What one of SQLite's own checks answers (``integrity_check``, ``foreign_key_check`` …)."""
        return self._connection.execute(f"PRAGMA {name}").fetchall()

    @read_from_file
    def format(self) -> int:
        """The format that the file is written in."""
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    @read_from_file
    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self._connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])

    @read_from_file
    def kept(self, sha256: str) -> bytes:
        """The bytes of a file that the plan keeps, by their hash.

        Raises:
            PlanDamaged: they are missing, or not those that were kept.
        """
        from db import contents

        return contents.kept(self._connection, sha256)

    @read_from_file
    def kept_hashes(self) -> list[str]:
        """The hashes of all files that the plan keeps."""
        return [row[0] for row in self._connection.execute("SELECT sha256 FROM content ORDER BY sha256")]

    @read_from_file
    def damaged_files(self) -> list[str]:
        """What is wrong with the files that the plan keeps, a sentence each."""
        from db import contents

        return list(contents.damaged(self._connection))


def _texts(ids: Iterable[Any]) -> list[str]:
    read = list(ids)
    if not all(isinstance(id, str) for id in read):
        raise ValueError("an id that is no text")
    return read
