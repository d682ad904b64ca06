"""What the tables of each format look like, and what in a file differs from that.

``resources/formats/N.txt`` describes format N, a line an object, and ``N.sql`` holds the words in which a new plan's
tables are made. The newest are written anew from the derived tables by ``python -m db.fingerprint``; older ones are
frozen. Comparing needs sqlite3 alone: every opening does it. Nothing here reads a view, runs a trigger or evaluates an
expression of the file.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from functools import cache

from db.fixed import fixed
from resources import read_text

#: The format that this program writes; the number of its newest migration.
FORMAT = 2

_TABLE = re.compile(r"CREATE TABLE\b", re.IGNORECASE)
_INDEX = re.compile(r"CREATE (UNIQUE )?INDEX\b", re.IGNORECASE)
#: What a table's own words can make SQLite evaluate or compare by.
_EXPRESSIONS = re.compile(r"\b(?:CHECK\s*\([^()]*\)|CHECK|COLLATE)", re.IGNORECASE)
#: Only of what is a table by its own words: asked for its columns, SQLite would look into a view and start the module
#: of a virtual table.
_COLUMNS = """
    SELECT m.name, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden
    FROM sqlite_master m JOIN pragma_table_xinfo(m.name) x WHERE m.type = 'table' AND m.sql LIKE 'CREATE TABLE%'
"""
_LINKS = """
    SELECT m.name, x."from", x."table", x."to", x.on_update, x.on_delete
    FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) x
    WHERE m.type = 'table' AND m.sql LIKE 'CREATE TABLE%'
"""
#: Names in a finding; the rest is counted.
_NAMED = 5


@fixed
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
    objects = _objects(connection)
    if version == FORMAT and _in_words(objects) == read_text("formats", f"{version}.sql"):
        return Difference()  # made in one go by a program of this format: nothing more to look at
    expected = _expected(version)
    foreign = [f"{kind} {name}" for kind, name, sql in objects if not _is_plain(kind, name, sql)]
    found = _described(connection, objects)
    missing, altered = [], []
    for one in expected:
        if one not in found:
            missing.append(one)
        elif found[one] != expected[one]:
            missing += [f"{one}.{column}" for column in _readable(expected[one]) - _readable(found[one])]
            altered.append(f"{one} (altered)")
    unknown = [one for one in found if one not in expected]
    return Difference((*foreign, *unknown, *altered), tuple(sorted(missing)))


def structure(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """Each table and index of a file with what it is made of."""
    return _described(connection, _objects(connection))


def _objects(connection: sqlite3.Connection) -> list[tuple[str, str, str | None]]:
    return connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()


def _in_words(objects: list[tuple[str, str, str | None]]) -> str:
    return "".join(f"{kind} {name}: {sql}\n" for kind, name, sql in objects)


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


def _described(
    connection: sqlite3.Connection, objects: list[tuple[str, str, str | None]]
) -> dict[str, frozenset[str]]:
    parts: dict[str, list[str]] = {}
    for kind, name, sql in objects:
        if sql is not None and _is_plain(kind, name, sql):
            plain = " ".join(sql.split())
            expressions = [" ".join(one.split()) for one in _EXPRESSIONS.findall(plain)]
            parts[f"{kind} {name}"] = [plain] if kind == "index" else expressions
    for name, *column in connection.execute(_COLUMNS):
        parts[f"table {name}"].append("column " + _line(column))
    for name, *link in connection.execute(_LINKS):
        parts[f"table {name}"].append("link " + _line(link))
    return {name: frozenset(made_of) for name, made_of in parts.items()}


def _line(cells: list[object]) -> str:
    return " ".join("-" if cell is None else str(cell) for cell in cells)


def _readable(made_of: frozenset[str]) -> set[str]:
    """Names of the columns that hold what was written, not what an expression gives."""
    return {one.split(" ")[1] for one in made_of if one.startswith("column ") and one.endswith(" 0")}


def _lines(version: int) -> list[str]:
    return read_text("formats", f"{version}.txt").splitlines()


@cache
def _expected(version: int) -> dict[str, frozenset[str]]:
    described = (line.split("\t") for line in _lines(version)[1:])
    return {name: frozenset(made_of) for name, *made_of in described}


def main() -> None:
    """Write the description of the newest format from the derived tables."""
    from contextlib import closing
    from pathlib import Path
    from tempfile import TemporaryDirectory

    import resources
    from db.migrate import HEAD
    from db.store import write_tables

    with TemporaryDirectory() as folder:
        plan = Path(folder) / "plan"
        plan.touch()
        write_tables(plan)
        with closing(sqlite3.connect(plan)) as connection:
            found = structure(connection)
            made = _in_words(_objects(connection))
    lines = ["\t".join([name, *sorted(made_of)]) for name, made_of in sorted(found.items())]
    target = Path(resources.__file__).parent / "formats" / f"{FORMAT}.txt"
    target.parent.mkdir(exist_ok=True)
    target.write_text("\n".join([f"migration {HEAD}", *lines, ""]), encoding="utf-8")
    target.with_suffix(".sql").write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
