"""Disk full, quota, stick pulled: the edit is refused, the plan stays as it was, and nothing is half there (P4)."""

from __future__ import annotations

import contextlib
import sqlite3
import sys

import pytest

from db.errors import UserError
from db.models import Programme
from db.store import open_plan
from tests.plans import NOON, PlanBuilder, weeks
from tests.store.faults import ATTEMPTS, SQLITE, campaign, export_under_limit, failing_disk

seam = pytest.mark.skipif(SQLITE is None, reason="this Python's SQLite can't be reached")


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    builder = PlanBuilder(tmp_path_factory.mktemp("plan") / "a.cxplan").with_pilot()
    for key in ("one", "two"):
        builder.with_metric(key, name=key)
    builder.with_readings(weeks([61.0]), "one")
    builder.session.close()
    return builder.session.path


@seam
@pytest.mark.parametrize("for_good", [True, False], ids=["from then on", "once"])
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda one: one.name)
def test_whichever_write_fails_nothing_is_damaged_or_half_there(plan, tmp_path, attempt, for_good):
    far = 11 if attempt.name == "import" else 97 if attempt.begins_with else 37
    ks = iter([*range(1, 8), *range(8, 400, far)])
    outcome = campaign(attempt, plan, tmp_path, ks, for_good=for_good)
    assert outcome.wrong == []
    assert outcome.refused > 5


@seam
def test_an_edit_on_a_full_disk_is_refused_and_the_next_one_works(plan, tmp_path):
    copy = tmp_path / "a.cxplan"
    copy.write_bytes(plan.read_bytes())
    with contextlib.closing(open_plan(copy)) as session:

        def rename(name):
            with session.change("Rename", at=NOON, by="T") as change:
                change.set(session.records(Programme)[0], name=name)

        for kth in range(1, 6):
            with (
                failing_disk(kth, for_good=False),
                pytest.raises(UserError, match="can't be written") as refused,
            ):
                rename("Lost")
            assert "disk" in refused.value.to_do
            assert session.records(Programme)[0].name == "Programme"
        before = session.head
        rename("Kept")
        assert session.head == before + 1
    with contextlib.closing(open_plan(copy)) as session:
        assert session.records(Programme)[0].name == "Kept"


def test_a_plan_that_may_grow_no_more_refuses_an_import_whole(plan, tmp_path):
    copy = tmp_path / "a.cxplan"
    copy.write_bytes(plan.read_bytes())
    with contextlib.closing(open_plan(copy)) as session:
        (pages,) = session.pragma("page_count")[0]
        session._connection.execute(f"PRAGMA max_page_count = {pages + 3}")
        before = session.series_digests()
        rows = weeks([1.0 + i for i in range(3_000)])
        with (
            pytest.raises(UserError, match="can't be written"),
            session.change("Import", at=NOON, by="T") as change,
        ):
            change.write_readings(next(iter(before)), rows)
        assert session.series_digests() == before


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits")
@pytest.mark.parametrize("limit", [0, 1, 4_095, 4_096, 60_000, 99_999])
def test_an_export_under_a_quota_leaves_the_old_file(tmp_path, limit):
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")
    assert "UserError" in export_under_limit(target, 100_000, limit)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits")
def test_an_export_within_its_quota_is_whole(tmp_path):
    assert export_under_limit(tmp_path / "out.csv", 100_000, 100_000) == ""
    assert (tmp_path / "out.csv").read_bytes() == b"n" * 100_000


def test_sqlite_is_not_compiled_to_forget_its_journal():
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    assert not options & {"OMIT_DISKIO", "DISABLE_DIRSYNC", "ENABLE_BATCH_ATOMIC_WRITE"}
