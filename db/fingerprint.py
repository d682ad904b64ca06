"""What the tables of each format look like, and what in a file differs from that.

``resources/formats/N.txt`` describes format N, a line a fact. The newest is written anew from the derived tables by
``python -m db.fingerprint``; older ones are frozen. Comparing needs sqlite3 alone: every opening does it. Nothing here
reads a view, runs a trigger or evaluates an expression of the file.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from resources import read_text

_TABLE = re.compile(r"CREATE TABLE\b", re.IGNORECASE)
_INDEX = re.compile(r"CREATE (UNIQUE )?INDEX\b", re.IGNORECASE)
#: What a table's own words can make SQLite evaluate or compare by.
_EXPRESSIONS = re.compile(r"\b(?:CHECK\s*\([^()]*\)|CHECK|COLLATE)", re.IGNORECASE)
#: Facts are put together by SQLite, in a millisecond or two. Only of what is a table by its own words: asked for its
#: columns, SQLite would look into a view and start the module of a virtual table.
_COLUMNS = """
    SELECT 'table ' || m.name || char(9) || 'column ' || x.name || ' ' || x.type || ' ' || x."notnull" || ' '
        || coalesce(x.dflt_value, '-') || ' ' || x.pk || ' ' || x.hidden
    FROM sqlite_master m JOIN pragma_table_xinfo(m.name) x WHERE m.type = 'table' AND m.sql LIKE 'CREATE TABLE%'
"""
_LINKS = """
    SELECT 'table ' || m.name || char(9) || 'link ' || x."from" || ' ' || x."table" || ' ' || coalesce(x."to", '-')
        || ' ' || x.on_update || ' ' || x.on_delete
    FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) x
    WHERE m.type = 'table' AND m.sql LIKE 'CREATE TABLE%'
"""
#: Names in a finding; the rest is counted.
_NAMED = 5


@dataclass(frozen=True)
class Difference:
    """How a file's structure differs: what is in it that no program of ours made, and what it lacks."""

    foreign: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.foreign or self.missing)


def difference(connection: sqlite3.Connection, version: int) -> Difference:
    """What differs in an open file from the format that it says it has.

    A table of ours that is a view, or whose column is computed, counts as missing: it must not be read.
    """
    expected = _expected(version)
    objects = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    foreign = [f"{kind} {name}" for kind, name, sql in objects if not _is_plain(kind, name, sql)]
    found = _facts(connection, objects)
    if found == expected and not foreign:
        return Difference()
    lacking, more = _by_object(expected - found), _by_object(found - expected)
    there = _by_object(found)
    missing = [one for one in lacking if one not in there]
    for one in lacking.keys() & there.keys():
        missing += [f"{one}.{column}" for column in _readable(lacking[one]) - _readable(there[one])]
    known = _by_object(expected)
    unknown = [one if one not in known else f"{one} (altered)" for one in {**more, **lacking} if one in there]
    return Difference((*foreign, *sorted(unknown)), tuple(sorted(missing)))


def structure(connection: sqlite3.Connection) -> frozenset[str]:
    """Each table and index of a file with what it is made of: a fact a line, after the object's name and a tab."""
    return _facts(connection, connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall())


def in_words(names: Iterable[str]) -> str:
    """Some of the names, and how many more there are."""
    names = list(names)
    rest = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + rest


def migration_of(version: int) -> str:
    """The newest migration of a format."""
    return _lines(version)[0].removeprefix("migration ")


def _is_plain(kind: str, name: str, sql: str | None) -> bool:
    # Its own words decide: SQLite goes by them, and the other columns may lie.
    if sql is None:
        return kind == "index" and name.startswith("sqlite_autoindex_")
    return bool((kind == "table" and _TABLE.match(sql)) or (kind == "index" and _INDEX.match(sql)))


def _facts(connection: sqlite3.Connection, objects: list[tuple[str, str, str | None]]) -> frozenset[str]:
    facts = [row[0] for row in connection.execute(_COLUMNS)]
    facts += [row[0] for row in connection.execute(_LINKS)]
    for kind, name, sql in objects:
        if sql is None or not _is_plain(kind, name, sql):
            continue
        if kind == "index":
            facts.append(f"index {name}\t{' '.join(sql.split())}")
        elif "CHECK" in (words := sql.upper()) or "COLLATE" in words:
            plain = " ".join(sql.split())
            facts += [f"table {name}\t{' '.join(one.split())}" for one in _EXPRESSIONS.findall(plain)]
    return frozenset(facts)


def _by_object(facts: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in facts:
        one, _, made_of = fact.partition("\t")
        found.setdefault(one, []).append(made_of)
    return found


def _readable(made_of: Iterable[str]) -> set[str]:
    """Names of the columns that hold what was written, not what an expression gives."""
    return {one.split(" ")[1] for one in made_of if one.startswith("column ") and one.endswith(" 0")}


def _lines(version: int) -> list[str]:
    return read_text("formats", f"{version}.txt").splitlines()


@cache
def _expected(version: int) -> frozenset[str]:
    return frozenset(_lines(version)[1:])


def main() -> None:
    """Write the description of the newest format from the derived tables."""
    from contextlib import closing
    from pathlib import Path
    from tempfile import TemporaryDirectory

    import resources
    from db.migrate import HEAD
    from db.refusals import FORMAT
    from db.store import write_tables

    with TemporaryDirectory() as folder:
        plan = Path(folder) / "plan"
        plan.touch()
        write_tables(plan)
        with closing(sqlite3.connect(plan)) as connection:
            found = structure(connection)
    target = Path(resources.__file__).parent / "formats" / f"{FORMAT}.txt"
    target.parent.mkdir(exist_ok=True)
    target.write_text("\n".join([f"migration {HEAD}", *sorted(found), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
