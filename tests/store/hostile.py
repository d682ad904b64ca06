"""Broken and hostile plans, one for each row of reliability.md, section 3: made from a sound plan's file."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

#: Row → how the file is made from a sound plan, and which exit codes of ``check`` and of ``assess`` are right.
Maker = Callable[[Path], None]
ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT"


def _sql(*statements: str) -> Maker:
    def make(plan: Path) -> None:
        with contextlib.closing(sqlite3.connect(plan, isolation_level=None)) as connection:
            for statement in ("PRAGMA foreign_keys = OFF", "PRAGMA legacy_alter_table = ON", *statements):
                connection.execute(statement)

    return make


def _bytes(made: Callable[[bytes], bytes]) -> Maker:
    def make(plan: Path) -> None:
        plan.write_bytes(made(plan.read_bytes()))

    return make


def _header(place: int, value: bytes) -> Maker:
    return _bytes(lambda raw: raw[:place] + value + raw[place + len(value) :])


def _view(table: str, as_: str) -> Maker:
    return _sql(f"ALTER TABLE {table} RENAME TO {table}_kept", f"CREATE VIEW {table} AS {as_}")


def _many_tables(plan: Path) -> None:
    _sql("BEGIN", *(f"CREATE TABLE t{place} (a, b, c)" for place in range(5_000)), "COMMIT")(plan)


def _nested_views(plan: Path) -> None:
    """Two to the power of 40 selects, if anybody looks at the last one."""
    nested = ["CREATE VIEW v0 AS SELECT 1 AS a"]
    nested += [f"CREATE VIEW v{n} AS SELECT x.a FROM v{n - 1} x, v{n - 1} y" for n in range(1, 40)]
    _sql(*nested, "ALTER TABLE gate RENAME TO kept", "CREATE VIEW gate AS SELECT * FROM v39")(plan)


def _wiped_pages(raw: bytes) -> bytes:
    size = int.from_bytes(raw[16:18], "big")
    wiped = bytearray(raw)
    for at in range(size * 3, len(raw) - size, size * 9):
        wiped[at : at + size] = bytes(size)
    return bytes(wiped)


TRIGGERS = tuple(
    f"CREATE TRIGGER t{n} AFTER {what} ON {table} BEGIN DELETE FROM person; END"
    for n, (what, table) in enumerate([("INSERT", "changeset"), ("UPDATE", "pilot"), ("INSERT", "change")])
)

REFUSED: dict[str, Maker] = {
    "zero length": _bytes(lambda _: b""),
    "text": _bytes(lambda _: b"Dear all,\nplease find attached\n" * 40),
    "archive": _bytes(lambda raw: b"PK\x03\x04" + raw[4:]),
    "another program's": _header(68, b"\0\0\4\xd2"),
    "newer": _header(60, (99).to_bytes(4, "big")),
    "without a format": _header(60, bytes(4)),
    "unknown migration": _sql("UPDATE alembic_version SET version_num = '9999_from_afar'"),
    "two migrations": _sql("INSERT INTO alembic_version VALUES ('0001_other')"),
    "header lies of its page size": _header(16, b"\x03\xe8"),
    "header lies of its encoding": _header(56, (2).to_bytes(4, "big")),
    "header lies of its mode": _header(18, b"\7\7"),
    "header lies of its fractions": _header(21, b"\xff\xff\xff"),
}

FOUND: dict[str, Maker] = {
    "truncated": _bytes(lambda raw: raw[: len(raw) * 9 // 10]),
    "truncated to a page": _bytes(lambda raw: raw[:4096]),
    "header lies of its schema format": _header(44, (77).to_bytes(4, "big")),
    "pages of zeros": _bytes(_wiped_pages),
    "missing table": _sql("DROP TABLE gate"),
    "orphans": _sql("DELETE FROM pilot"),
    "altered in silence": _sql("UPDATE person SET name = 'Mallory'"),
    "words for a number": _sql("UPDATE reading SET value = 'much'"),
    "a number for words": _sql("UPDATE person SET name = x'ff00ff'"),
    "no date": _sql("UPDATE gate SET planned_on = 'soon', passed_on = 7"),
    "not a number": _sql(
        "UPDATE objective SET target_value = 'NaN'", "UPDATE pilot SET exposure = 'Infinity'"
    ),
    "words that are no UTF-8": _sql("UPDATE person SET name = CAST(x'c328fffe' AS TEXT)"),
    "depths of JSON": _sql(f"UPDATE pilot SET custom = '{'[' * 100_000}'"),
    "a choice that is none": _sql("UPDATE pilot SET status = 'on fire'"),
    "a journal in which time runs backwards": _sql("UPDATE changeset SET at = 'yesterday'"),
    "a step whose label is no text": _sql("UPDATE changeset SET label = x'00'"),
    "a series with a strange key": _sql("UPDATE series SET key = key + 7"),
    "a batch of noise": _sql("UPDATE batch SET added = x'00ff00ff'"),
    "two programmes": _sql("INSERT INTO programme (id, name) VALUES ('second', 'Second')"),
    "no programme": _sql("DELETE FROM programme"),
    "triggers": _sql(*TRIGGERS),
    "a view besides": _sql(f"CREATE VIEW v AS {ENDLESS} count(*) FROM c"),
    "endless view for a table": _view("pilot", f"{ENDLESS} x AS id, x AS name FROM c"),
    "heavy view for a table": _view("gate", "SELECT a.* FROM gate_kept a, change b, change c, change d"),
    "nested views": _nested_views,
    "5,000 tables": _many_tables,
    "generated column": _sql("ALTER TABLE pilot ADD COLUMN heavy TEXT AS (hex(zeroblob(20000000)))"),
    "generated name": _sql(
        "ALTER TABLE person RENAME COLUMN name TO kept",
        "ALTER TABLE person ADD COLUMN name TEXT AS (hex(zeroblob(20000000)))",
    ),
    "virtual table": _sql("CREATE VIRTUAL TABLE fts USING fts5(a)"),
    "a check without end": _sql(
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'id VARCHAR(32) NOT NULL',"
        " 'id VARCHAR(32) NOT NULL CHECK (length(hex(zeroblob(20000000))) > 1)') WHERE name = 'gate'",
    ),
    "60 MB cell": _sql("UPDATE pilot SET name = CAST(zeroblob(60000000) AS TEXT)"),
    "a trigger that says it is a table": _sql(
        TRIGGERS[0],
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET type = 'table' WHERE type = 'trigger'",
    ),
}
