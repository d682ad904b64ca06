"""Hostile and broken plans get their line and their class; nothing of theirs runs, and they stay byte-identical."""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from cxworkbench.commands import main
from db import fingerprint, tables
from db.connection import FUNCTIONS, connect
from db.errors import PlanDamaged, UserError
from db.migrate import upgrade
from db.models import Person
from db.refusals import FORMAT
from db.store import open_damaged, open_plan
from tests.plans import NOON, PlanBuilder, weeks
from tests.store.hostile import FOUND, REFUSED, TRIGGERS

COMMANDS = ("check", "assess", "history")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    builder = PlanBuilder(tmp_path_factory.mktemp("sound") / "a.cxplan")
    builder.with_pilot(exposure="0.5").with_metric().with_readings(weeks([61.0] * 30)).with_objective()
    builder.session.close()
    return builder.session.path.read_bytes()


@pytest.fixture
def plan(tmp_path, sound):
    path = tmp_path / "plan.cxplan"
    path.write_bytes(sound)
    return path


def run(capsys, *arguments):
    """Exit code, lines on standard error, and how long it took."""
    began = time.perf_counter()
    code = main([str(one) for one in arguments])
    took = time.perf_counter() - began
    return code, capsys.readouterr().err.splitlines(), took


@pytest.mark.parametrize("row", REFUSED)
def test_what_is_no_plan_of_ours_is_refused_in_one_line(plan, row, capsys):
    REFUSED[row](plan)
    before = plan.read_bytes()
    for command in COMMANDS:
        code, said, took = run(capsys, command, plan)
        assert (code, len(said), took < 5) == (3, 1, True), (command, said)
        assert "left as it" in said[0]
    assert plan.read_bytes() == before
    assert list(plan.parent.iterdir()) == [plan]


@pytest.mark.parametrize("row", FOUND)
def test_what_is_damaged_or_foreign_is_found_and_never_runs(plan, row, capsys):
    FOUND[row](plan)
    before = plan.read_bytes()
    for command in COMMANDS:
        code, said, took = run(capsys, command, plan)
        assert code in ({1} if command == "check" else {0, 1, 3}), (command, code, said)
        assert len(said) <= 2, said
        assert not any("Traceback" in line or "our fault" in line for line in said), said
        assert took < 30
    with contextlib.suppress(PlanDamaged), contextlib.closing(open_plan(plan)) as session:
        if session.notices:
            assert session.read_only
            with pytest.raises(UserError, match="reading only"), session.change("x", at=NOON, by="T"):
                raise AssertionError("nothing may be written")
    assert plan.read_bytes() == before
    assert list(plan.parent.iterdir()) == [plan]


def test_what_is_foreign_is_named(plan, capsys):
    FOUND["triggers"](plan)
    with contextlib.closing(open_plan(plan)) as session:
        (notice,) = session.notices
    assert notice.kind == "foreign"
    assert "trigger t0, trigger t1, trigger t2" in notice.what
    code, said, _ = run(capsys, "check", plan)
    assert (code, len(said)) == (1, 1)


def test_a_damaged_plan_is_seen_as_a_copy_as_far_as_it_reads(plan):
    cut = plan.read_bytes()[:-4096]
    plan.write_bytes(cut)
    with pytest.raises(PlanDamaged):
        open_plan(plan)
    with contextlib.closing(open_damaged(plan)) as session:
        assert [notice.kind for notice in session.notices] == ["damaged"]
        assert session.read_only
        assert len(session.records(Person)) == 2
        with pytest.raises(UserError, match="reading only"), session.change("x", at=NOON, by="T"):
            raise AssertionError("nothing may be written")
    assert plan.read_bytes() == cut


# ------------------------------------------------------------------------------------------------- places


def _folder(path):
    path.mkdir()


def _socket(path):
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(path))


PLACES = {
    "nothing": lambda path: None,
    "folder": _folder,
    "pipe": os.mkfifo if hasattr(os, "mkfifo") else None,
    "socket": _socket if hasattr(socket, "AF_UNIX") else None,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "dangling link": lambda path: path.symlink_to("nowhere.cxplan"),
    "link loop": lambda path: path.symlink_to(path.name),
}


@pytest.mark.parametrize("place", [name for name, make in PLACES.items() if make])
def test_what_is_no_file_is_said_in_one_line_at_once(tmp_path, place, capsys):
    path = tmp_path / "p.cxplan"
    PLACES[place](path)
    for command in (*COMMANDS, "backup"):
        code, said, took = run(capsys, command, path)
        assert (code, len(said), took < 5) == (3, 1, True), said


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="its user may read everything")
def test_an_unreadable_plan_is_said(plan, capsys):
    plan.chmod(0)
    code, said, _ = run(capsys, "check", plan)
    assert (code, len(said)) == (3, 1)


def test_a_plan_that_somebody_writes_to_all_the_while_is_busy(plan, capsys, monkeypatch):
    monkeypatch.setattr("db.store._PRAGMAS", ("PRAGMA busy_timeout = 50",))
    with contextlib.closing(sqlite3.connect(plan, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        for command in COMMANDS:
            code, said, took = run(capsys, command, plan)
            assert (code, len(said), took < 5) == (3, 1, True), said
            assert "somebody is writing" in said[0]


NAMES = [
    "a b#c?d%20&e=1.cxplan",
    'it\'s "quoted".cxplan',
    "two\nlines.cxplan",
    "esc\x1b[31m.cxplan",
    "-leading.cxplan",
    "🙂 計画.cxplan",
    "x" * 193 + ".cxplan",
    "file:a?mode=memory",
]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
@pytest.mark.parametrize("name", NAMES)
def test_odd_names_work_and_are_printed_harmless(tmp_path, sound, name, capsys):
    path = tmp_path / name
    path.write_bytes(sound)
    for arguments in (("check", path), ("backup", path, "--to", tmp_path / "to"), ("history", path)):
        assert main([str(one) for one in arguments]) == 0
    path.write_bytes(sound[:5_000])
    assert main(["check", str(path)]) == 1
    assert main(["assess", str(path)]) == 3
    shown = capsys.readouterr()
    assert not any(ord(letter) < 32 and letter != "\n" for letter in shown.out + shown.err)
    assert path.read_bytes() == sound[:5_000]


# -------------------------------------------------------------------------------------------- fingerprints


def test_the_newest_format_is_described_as_its_tables_are(plan):
    """``python -m db.fingerprint`` writes the description anew."""
    with contextlib.closing(sqlite3.connect(plan)) as connection:
        assert fingerprint.structure(connection) == fingerprint._expected(FORMAT)
    described = {
        fact.partition("\t")[0] for fact in fingerprint._expected(FORMAT) if fact.startswith("table ")
    }
    assert described == {"table alembic_version", *(f"table {name}" for name in tables.metadata.tables)}


def test_a_migrated_plan_has_the_structure_of_a_new_one():
    from sqlalchemy import create_engine

    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        raw = connection.connection.driver_connection
        assert not fingerprint.difference(raw, FORMAT)
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [
            (fingerprint.migration_of(FORMAT),)
        ]
    engine.dispose()


def test_every_format_has_a_description():
    for version in range(1, FORMAT + 1):
        assert fingerprint.migration_of(version)


@pytest.mark.parametrize(
    "alteration",
    [
        TRIGGERS[1],
        "ALTER TABLE person ADD COLUMN extra TEXT",
        "CREATE UNIQUE INDEX extra ON person (name)",
        "CREATE TABLE sqlx (a)",
        "ANALYZE",
    ],
)
def test_each_alteration_of_the_structure_is_seen(plan, alteration):
    with contextlib.closing(sqlite3.connect(plan, isolation_level=None)) as connection:
        connection.execute(alteration)
    with contextlib.closing(open_plan(plan)) as session:
        assert [notice.kind for notice in session.notices] == ["foreign"]
        assert session.read_only


# --------------------------------------------------------------------------------------- limits and guard


def test_sqlite_keeps_to_limits(plan):
    with contextlib.closing(connect(plan)) as connection:
        for statement in (
            "SELECT length(zeroblob(60000000))",
            f"SELECT '{'x' * 1_100_000}'",
            "ATTACH ':memory:' AS other",
        ):
            with pytest.raises(sqlite3.Error):
                connection.execute(statement).fetchall()


def test_an_open_plan_refuses_what_the_program_never_does(plan):
    with contextlib.closing(open_plan(plan)) as session:
        for statement in (
            "ATTACH ':memory:' AS other",
            "DETACH main",
            "SELECT load_extension('x')",
            "SELECT hex(randomblob(10))",
            "CREATE TABLE x (a)",
            "CREATE TEMP TABLE x (a)",
            "UPDATE pilot SET name = ''",
        ):
            with pytest.raises(sqlite3.DatabaseError):
                session._connection.execute(statement)
        for name in FUNCTIONS - {"like", "coalesce"}:
            assert session._connection.execute(f"SELECT {name}(name) FROM pilot")


def test_the_name_of_a_plan_is_never_an_option(tmp_path, sound):
    path = Path(tmp_path / "a.cxplan?mode=ro&immutable=1")
    path.write_bytes(sound)
    with contextlib.closing(open_plan(path)) as session:
        assert not session.read_only
