"""Rows out of a damaged plan: table by table, around what can't be read, on a private copy of its bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db import leaves
from db.boundary import HOSTILE
from db.connection import guard, time_limit

#: How many questions about one table may fail before it is given up, and how many before the first row.
_FAILURES, _IN_VAIN = 3_000, 80
_LAST = 2**62
#: How long one table may take: broken pages may lead round in a circle.
_SECONDS = 30.0

Key = tuple[Any, ...]


@dataclass
class Rows:
    """What was read of one table: rows by their key, and whether that is certainly all."""

    columns: tuple[str, ...] = ()
    by_key: dict[Key, tuple[Any, ...]] = field(default_factory=dict)
    complete: bool = True

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (
            dict(zip(self.columns, row, strict=True)) for _, row in sorted(self.by_key.items(), key=_order)
        )


def _order(item: tuple[Key, tuple[Any, ...]]) -> list[tuple[str, Any]]:
    return [(type(part).__name__, part) for part in item[0]]


class Wreck:
    """A damaged file, open for reading: SQLite is told not to insist on its structure."""

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection = connection
        self._file = file
        # A page that is wrong is worth a question; a word that is no UTF-8 is worth its readable part.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for pragma in ("writable_schema = ON", "trusted_schema = OFF", "mmap_size = 0", "query_only = ON"):
            connection.execute(f"PRAGMA {pragma}")
        self._tables = dict(self._named_tables())
        self._types: dict[tuple[str, str], str] = {}
        self._columns = {name: self._columns_of(name) for name in self._tables}
        guard(connection, writing=False)

    def _named_tables(self) -> Iterator[tuple[str, str]]:
        try:
            for name, sql in self._connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
            ):
                # By their own words: no view is read, and no module started.
                if isinstance(name, str) and isinstance(sql, str) and sql.upper().startswith("CREATE TABLE"):
                    yield name, sql
        except HOSTILE:
            return

    def _columns_of(self, table: str) -> dict[str, int]:
        """The plain columns of a table, and their place in its primary key (0 for none)."""
        try:
            rows = self._connection.execute(
                "SELECT name, pk, type FROM pragma_table_xinfo(?) WHERE hidden = 0", (table,)
            ).fetchall()
        except HOSTILE:
            return {}
        self._types.update({(table, name): kind for name, _, kind in rows})
        return {name: place for name, place, _ in rows}

    def rows(self, table: str, columns: list[str]) -> Rows:
        """What can be read of the columns that a table has; no row is given twice."""
        there = self._columns.get(table, {})
        wanted = tuple(name for name in columns if name in there)
        if not wanted:
            return Rows((), complete=False)
        found = Rows(wanted)
        in_order = sorted((place, name) for name, place in there.items() if place)
        without_rowid = "WITHOUT ROWID" in self._tables[table].upper()
        keys = [_quoted(name) for _, name in in_order] if without_rowid else ["rowid"]
        with time_limit(self._connection, _SECONDS):
            _Reading(self._connection, table, keys, found).everything()
        if not found.complete and without_rowid:
            self._from_pages(table, found)
        elif not found.complete:
            self._from_index(table, found, [name for _, name in in_order])
        return found

    def _from_pages(self, table: str, found: Rows) -> None:
        """Rows on pages to which nothing leads any more. A row that SQLite gave already stays as it is."""
        there = list(self._columns[table])
        width = sum(1 for place in self._columns[table].values() if place)
        if there[:width] != list(found.columns[:width]):
            return
        types = [self._types[table, name] for name in there]
        chosen = [there.index(name) for name in found.columns]
        for row in leaves.rows(self._file.read_bytes(), len(there)):
            # SQLite writes a whole number of a column of real ones in short.
            cells = [
                float(cell) if type(cell) is int and kind in {"FLOAT", "REAL", "DOUBLE"} else cell
                for cell, kind in zip(row, types, strict=True)
            ]
            if all(isinstance(cell, int) for cell in cells[:width]):
                found.by_key.setdefault(tuple(cells[:width]), tuple(cells[place] for place in chosen))

    def _from_index(self, table: str, found: Rows, key: list[str]) -> None:
        """Rows that their index holds whole (those of link tables), where the table itself can't be read."""
        if set(key) != set(found.columns):
            return
        names = ", ".join(_quoted(name) for name in found.columns)
        known = set(found.by_key.values())
        try:
            for row in self._connection.execute(
                f'SELECT {names} FROM "{table}" INDEXED BY "sqlite_autoindex_{table}_1" WHERE {_quoted(key[0])} >= ?',
                ("",),
            ):
                if row not in known:
                    found.by_key["", *row] = row
        except HOSTILE:
            return


class _Reading:
    """Reads one table forwards, then backwards, then by halves what lies between."""

    def __init__(self, connection: sqlite3.Connection, table: str, keys: list[str], found: Rows) -> None:
        self._connection = connection
        self._keys = keys
        self._found = found
        names = ", ".join([*keys, *(_quoted(name) for name in found.columns)])
        self._select = f'SELECT {names} FROM "{table}"'
        self._failures = 0

    def everything(self, before: Key = ()) -> None:
        """All rows whose keys begin with ``before``."""
        first = self._take(before, "ASC")
        if first.whole:
            return
        self._found.complete = False
        last = self._take(before, "DESC")
        place = len(before)
        low = first.last[place] if first.last is not None else -_LAST
        high = last.last[place] if last.last is not None else _LAST
        if isinstance(low, int) and isinstance(high, int):
            self._halves(before, low, high)

    def _halves(self, before: Key, low: int, high: int) -> None:
        waiting = [(low, high)]
        while waiting and not self._given_up():
            low, high = waiting.pop()
            if self._take(before, "ASC", (low, high)).whole:
                continue
            if low < high:
                middle = (low + high) // 2
                waiting += [(middle + 1, high), (low, middle)]
            elif len(before) + 1 < len(self._keys):
                self.everything((*before, low))

    def _given_up(self) -> bool:
        return self._failures > (_FAILURES if self._found.by_key else _IN_VAIN)

    def _take(self, before: Key, way: str, span: tuple[int, int] | None = None) -> _Took:
        conditions = [f"{key} = ?" for key in self._keys[: len(before)]]
        if span is not None:
            conditions.append(f"{self._keys[len(before)]} BETWEEN ? AND ?")
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        order = ", ".join(f"{key} {way}" for key in self._keys)
        last: Key | None = None
        width = len(self._keys)
        try:
            for row in self._connection.execute(
                f"{self._select}{where} ORDER BY {order}", (*before, *(span or ()))
            ):
                last = row[:width]
                self._found.by_key[last] = row[width:]
        except HOSTILE:
            self._failures += 1
            return _Took(last, whole=False)
        return _Took(last, whole=True)


@dataclass(frozen=True)
class _Took:
    last: Key | None
    whole: bool


def _quoted(name: str) -> str:
    return f'"{name}"'
