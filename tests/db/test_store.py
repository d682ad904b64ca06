"""A plan file appears whole, opens only where it is sound, and is never harmed by being looked at."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from db import locks, tables
from db.errors import PlanDamaged, PlanLocked, PlanTooNew, UserError
from db.migrate import HEAD, upgrade
from db.models import Programme
from db.records import FAMILIES
from db.store import APPLICATION_ID, FORMAT, create_plan, open_plan
from tests.plans import NOON, PlanBuilder


@pytest.fixture
def plan_file(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot()
    builder.session.close()
    return tmp_path / "a.cxplan"


def test_a_new_plan_says_what_it_is(plan_file):
    with sqlite3.connect(plan_file) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert raw.execute("PRAGMA user_version").fetchone() == (FORMAT,)
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    raw.close()


def test_the_file_is_written_as_the_promises_ask(plan_file):
    session = open_plan(plan_file)
    asked = {
        name: session.pragma(name)[0][0]
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "trusted_schema",
            "cell_size_check",
            "mmap_size",
        )
    }
    session.close()
    assert asked == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
    }
    assert list(plan_file.parent.iterdir()) == [plan_file], "one plan is one file at rest"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_new_plan_is_private(plan_file):
    assert stat.S_IMODE(plan_file.stat().st_mode) == 0o600


def test_an_existing_file_is_never_overwritten_by_a_new_plan(plan_file):
    before = plan_file.read_bytes()
    with pytest.raises(UserError, match="exists already"):
        create_plan(plan_file, Programme(name="Other"), at=NOON, by="Test")
    assert plan_file.read_bytes() == before


def test_a_plan_that_cannot_be_made_leaves_nothing(tmp_path):
    with pytest.raises(UserError, match="can't be written here"):
        create_plan(tmp_path / "nowhere" / "a.cxplan", Programme(name="P"), at=NOON, by="Test")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["a b#c?d%20&.cxplan", "Ünïcode – 計画.cxplan", ".hidden.cxplan", 'it\'s "q".cxplan']
)
def test_odd_names_work(tmp_path, name):
    create_plan(tmp_path / name, Programme(name="P"), at=NOON, by="Test").close()
    session = open_plan(tmp_path / name)
    assert session.records(Programme)[0].name == "P"
    session.close()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", PlanDamaged),
        (b"hello", PlanDamaged),
        (b"SQLite format 3\0" + b"\0" * 50, PlanDamaged),
        (b"PK\x03\x04" + b"\0" * 1000, PlanDamaged),
        (b"\0" * 5000, PlanDamaged),
    ],
)
def test_what_is_no_plan_is_refused_and_left_as_it_is(tmp_path, content, error):
    path = tmp_path / "x.cxplan"
    path.write_bytes(content)
    with pytest.raises(error) as refusal:
        open_plan(path)
    assert refusal.value.exit_code == 3
    assert path.read_bytes() == content


def _with(path, place, value):
    raw = bytearray(path.read_bytes())
    raw[place : place + 4] = value.to_bytes(4, "big")
    path.write_bytes(raw)
    return bytes(raw)


def test_a_newer_plan_is_refused_and_not_touched(plan_file):
    content = _with(plan_file, 60, FORMAT + 1)
    with pytest.raises(PlanTooNew, match="newer"):
        open_plan(plan_file)
    assert plan_file.read_bytes() == content


def test_another_programs_database_is_refused(plan_file):
    content = _with(plan_file, 68, 1234)
    with pytest.raises(PlanDamaged, match="another program"):
        open_plan(plan_file)
    assert plan_file.read_bytes() == content


def test_a_truncated_plan_is_refused_and_not_touched(plan_file):
    content = plan_file.read_bytes()[: plan_file.stat().st_size // 2]
    plan_file.write_bytes(content)
    with pytest.raises(PlanDamaged):
        open_plan(plan_file)
    assert plan_file.read_bytes() == content


def test_a_folder_and_a_missing_file_are_named_in_one_line(tmp_path):
    for path in (tmp_path, tmp_path / "none.cxplan"):
        with pytest.raises(UserError) as refusal:
            open_plan(path)
        assert "\n" not in refusal.value.line()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_never_opened_for_reading(tmp_path):
    os.mkfifo(tmp_path / "p.cxplan")
    with pytest.raises(PlanDamaged, match="no regular file"):
        open_plan(tmp_path / "p.cxplan")


def test_looking_at_a_plan_does_not_change_it(plan_file):
    before = plan_file.read_bytes()
    session = open_plan(plan_file, read_only=True)
    for family in FAMILIES.values():
        session.records(family)
    with pytest.raises(UserError, match="reading only"), session.change("x", at=NOON, by="Test"):
        raise AssertionError("the change must not open")
    session.close()
    assert plan_file.read_bytes() == before


class TestLocks:
    def test_a_second_window_is_told_who_holds_the_plan(self, plan_file):
        lock = locks.hold(plan_file, "Siân Pugh", "10:15")
        with pytest.raises(PlanLocked, match=r"Siân Pugh on .* since 10:15"):
            locks.hold(plan_file, "Jo", "10:20")
        lock.release()
        locks.hold(plan_file, "Jo", "10:21").release()
        assert not locks.lock_path(plan_file).exists()

    def test_a_lock_left_by_a_dead_window_goes_by_itself(self, plan_file):
        left = {"user": "Jo", "host": locks.this_host(), "pid": 1, "since": "10:15"}
        locks.lock_path(plan_file).write_text(json.dumps(left), encoding="utf-8")
        locks.hold(plan_file, "Jo", "10:20").release()

    def test_a_window_on_another_computer_keeps_commands_and_windows_out(self, plan_file):
        far = {"user": "Jo", "host": "another-laptop", "pid": 1, "since": "10:15"}
        locks.lock_path(plan_file).write_text(json.dumps(far), encoding="utf-8")
        with pytest.raises(PlanLocked, match="another-laptop"):
            open_plan(plan_file)
        with pytest.raises(PlanLocked, match="another-laptop"):
            locks.hold(plan_file, "Jo", "10:20")
        open_plan(plan_file, read_only=True).close()

    def test_a_command_may_write_beside_a_window_on_this_computer(self, plan_file):
        lock = locks.hold(plan_file, "Jo", "10:15")
        session = open_plan(plan_file)
        with session.change("Beside", at=NOON, by="Script") as change:
            change.set(session.records(Programme)[0], name="Beside")
        session.close()
        lock.release()

    def test_a_busy_plan_is_said_in_one_line(self, plan_file, monkeypatch):
        monkeypatch.setattr(
            "db.store._PRAGMAS", ("PRAGMA busy_timeout = 50",)
        )  # waiting 5 s would only cost time
        session = open_plan(plan_file)
        other = sqlite3.connect(plan_file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(UserError, match="somebody is writing"),
            session.change("x", at=NOON, by="T"),
        ):
            raise AssertionError("the change must not open")
        other.execute("ROLLBACK")
        other.close()
        session.close()


def test_migrations_from_nothing_give_the_same_tables_as_a_new_plan():
    """Columns in any order: a column that came later stands at the end of its table."""
    from sqlalchemy import create_engine, inspect

    def schema(write):
        engine = create_engine("sqlite://")
        with engine.begin() as connection:
            write(connection)
            found = {}
            looked = inspect(connection)
            for table in set(looked.get_table_names()) - {"alembic_version"}:
                columns = {
                    one["name"]: (str(one["type"]), one["nullable"]) for one in looked.get_columns(table)
                }
                (written,) = connection.exec_driver_sql(
                    "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
                ).one()
                links = connection.exec_driver_sql(
                    'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', (table,)
                )
                found[table] = [
                    columns,
                    looked.get_pk_constraint(table),
                    sorted(map(tuple, links)),
                    written.count("DEFERRABLE INITIALLY DEFERRED"),
                    *(
                        sorted(map(str, ask(table)))
                        for ask in (
                            looked.get_indexes,
                            looked.get_unique_constraints,
                            looked.get_check_constraints,
                        )
                    ),
                ]
        engine.dispose()
        return found

    assert schema(upgrade) == schema(tables.metadata.create_all)


def test_every_constraint_has_a_name_that_a_migration_can_speak():
    for table in tables.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, (table.name, constraint)


def test_nothing_in_db_reads_the_clock(plan_file):
    session = open_plan(plan_file)
    assert {step.at for step in session.steps()} == {NOON}
    session.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_lock_file_that_cannot_be_written_is_said_and_taken_away(tmp_path):
    plan = tmp_path / "a.cxplan"
    locks.lock_path(plan).symlink_to("/dev/full")
    with pytest.raises(PlanLocked, match="lock file can't be made"):
        locks.hold(plan, "Ann", "10:00")
    assert not locks.lock_path(plan).is_symlink()
