"""A plan of an older format opens in this program, and no failure on the way costs a byte of it."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import backups, migrate, upgrade
from db.check import check
from db.errors import PlanLocked, PlanOutdated, UserError
from db.fingerprint import FORMAT
from db.locks import hold
from db.models import Milestone, Pilot, Risk
from db.store import open_plan
from db.upgrade import upgrade_plan
from tests.plans import NOON

HERE = Path(__file__).parent
#: Written by the releases that first wrote these formats; each new format adds the last file of the one before.
OLDER = sorted(HERE.glob("format_*.cxplan.gz"))


@pytest.fixture(params=OLDER, ids=lambda path: path.name)
def older(request, tmp_path):
    plan = tmp_path / "plan" / "old.cxplan"
    plan.parent.mkdir()
    plan.write_bytes(gzip.decompress(request.param.read_bytes()))
    return plan


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def test_every_format_before_this_one_is_tried():
    assert len(OLDER) == FORMAT - 1


def test_an_older_plan_is_brought_up_to_date_and_kept_as_it_was(older, folder):
    before = older.read_bytes()
    older.chmod(0o640)
    kept = upgrade_plan(older, folder, at=NOON)
    with closing(open_plan(older)) as session:
        assert session.format() == FORMAT
        assert check(session) == []
        assert [pilot.name for pilot in session.records(Pilot)] == ["Agent Assist, renamed"]
        assert [one.title for one in session.records(Milestone)] == ["Teams briefed"]
        with session.change("Raise a risk", at=NOON, by="Test") as change:
            change.add(Risk(title="New in this format"))
        assert [one.title for one in session.records(Risk)] == ["New in this format"]
        session.undo(at=NOON, by="Test")
    assert older.stat().st_mode & 0o777 == 0o640
    with closing(sqlite3.connect(kept.path)) as raw, closing(sqlite3.connect(":memory:")) as first:
        first.deserialize(before)
        assert list(raw.iterdump()) == list(first.iterdump())
    assert sorted(path.name for path in older.parent.iterdir()) == [older.name]


def test_what_was_done_before_can_still_be_undone(older, folder):
    upgrade_plan(older, folder, at=NOON)
    with closing(open_plan(older, origin="window")) as session:
        while session.undo_label() is not None:
            session.undo(at=NOON, by="Test")
        assert session.records(Pilot) == []
        assert check(session) == []


def test_reading_an_older_plan_leaves_it_alone_and_says_so(older):
    before = older.read_bytes()
    with closing(open_plan(older, read_only=True)) as session:
        assert check(session) == []
        assert [notice.kind for notice in session.notices] == ["older"]
        assert session.records(Risk) == []
    assert older.read_bytes() == before
    with pytest.raises(PlanOutdated, match="older CX Workbench"):
        open_plan(older)


def test_an_older_backup_is_restored_as_it_is_and_opens(older, folder, tmp_path):
    kept = upgrade_plan(older, folder, at=NOON)
    backups.restore(kept.path, older, folder, at=NOON)
    with closing(open_plan(older, read_only=True)) as session:
        assert [pilot.name for pilot in session.records(Pilot)] == ["Agent Assist, renamed"]


def test_a_plan_that_a_window_has_open_is_left_alone(older, folder):
    before = older.read_bytes()
    lock = hold(older, "Ann", "10:00")
    with pytest.raises(PlanLocked):
        upgrade_plan(older, folder, at=NOON)
    lock.release()
    assert older.read_bytes() == before


class _Dies(Exception):
    pass


def _steps(monkeypatch, fail_at):
    """Let the n-th statement or step on the way fail; gives a count of those that were made."""
    made = [0]

    def counting(function):
        def call(*arguments, **named):
            made[0] += 1
            if made[0] == fail_at:
                raise _Dies
            return function(*arguments, **named)

        return call

    for module, name in (
        (backups, "make"),
        (upgrade, "unfinished_copy"),
        (upgrade, "upgrade_copy"),
        (upgrade, "_migrate"),
        (migrate, "upgrade"),
        (upgrade, "check"),
        (upgrade, "put_in_place"),
    ):
        monkeypatch.setattr(module, name, counting(getattr(module, name)))
    from alembic.ddl.impl import DefaultImpl

    monkeypatch.setattr(DefaultImpl, "_exec", counting(DefaultImpl._exec))
    return made


def test_a_failure_at_any_step_leaves_the_old_plan_or_the_new_one(older, folder, monkeypatch):
    before = older.read_bytes()
    with monkeypatch.context() as patched:
        made = _steps(patched, 0)
        upgrade_plan(older, folder, at=NOON)
    new = older.read_bytes()
    assert made[0] > 100, "the steps of the migration themselves are among those that fail"
    for step in [*range(1, 12), *range(12, made[0], 17), made[0] - 1, made[0]]:
        older.write_bytes(before)
        with monkeypatch.context() as patched:
            _steps(patched, step)
            with pytest.raises(_Dies):
                upgrade_plan(older, folder, at=NOON)
        assert older.read_bytes() in (before, new)
        assert [path.name for path in older.parent.iterdir()] == [older.name]


def test_a_migration_that_loses_a_row_is_not_put_in_place(older, folder, monkeypatch):
    before = older.read_bytes()

    def losing(connection):
        real(connection)
        connection.exec_driver_sql("DELETE FROM milestone")

    real = migrate.upgrade
    monkeypatch.setattr(migrate, "upgrade", losing)
    with pytest.raises(UserError, match="not a sound plan"):
        upgrade_plan(older, folder, at=NOON)
    assert older.read_bytes() == before
