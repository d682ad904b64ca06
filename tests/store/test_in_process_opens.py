"""A thread that looks at a plan, or copies it, never lifts the locks of the window that is writing to it."""

from __future__ import annotations

import contextlib
import gc
import subprocess
import sys
import threading

import pytest

from db import backups, connection
from db.copies import copy_bytes
from db.errors import UserError
from db.models import Programme
from db.store import open_plan
from tests.plans import NOON, PlanBuilder

BEGINS_TO_WRITE = """
import sqlite3, sys
plan = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    plan.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""


@pytest.fixture
def session(tmp_path):
    with contextlib.closing(PlanBuilder(tmp_path / "a.cxplan").with_pilot().session) as session:
        yield session


def another_process_says(plan):
    return subprocess.run(
        [sys.executable, "-c", BEGINS_TO_WRITE, str(plan)],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout.strip()


def looked_at(plan, _folder):
    open_plan(plan, read_only=True).close()
    open_plan(plan).close()


def looked_at_by_a_thread(plan, folder):
    thread = threading.Thread(target=looked_at, args=(plan, folder))
    thread.start()
    thread.join()


def backed_up(plan, folder):
    backups.make(plan, folder / "backups", at=NOON)


def copied_as_it_lies(plan, folder):
    with pytest.raises(UserError, match="this program has the plan open"):
        copy_bytes(plan, folder / "copy")


@pytest.mark.parametrize("done", [looked_at, looked_at_by_a_thread, backed_up, copied_as_it_lies])
def test_a_second_opening_in_this_process_lets_no_other_process_write(session, tmp_path, done):
    with session.change("Rename", at=NOON, by="Test") as change:
        change.set(session.records(Programme)[0], name="Mine")
        done(session.path, tmp_path)
        assert another_process_says(session.path) == "database is locked"
    assert another_process_says(session.path) == ""


def test_what_a_link_names_is_the_same_file(session, tmp_path):
    (tmp_path / "link.cxplan").symlink_to(session.path)
    with session.change("Rename", at=NOON, by="Test") as change:
        change.set(session.records(Programme)[0], name="Mine")
        open_plan(tmp_path / "link.cxplan", read_only=True).close()
        assert another_process_says(session.path) == "database is locked"


def test_a_closed_plan_is_no_longer_counted(session):
    file = connection._id_of(session.path)
    open_plan(session.path).close()
    assert connection._open[file] == 1
    session.close()
    assert connection._open[file] == 0
    open_plan(session.path)
    gc.collect()
    assert connection._open[file] == 0, "nor is one that was forgotten"
