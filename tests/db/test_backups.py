"""There is always yesterday: backups are sound and private, thin out as promised, and come back whole."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import backups, copies, locks
from db.backups import Backup, copy_plan, kept, listed, make, plan_id, restore, rotate
from db.check import check
from db.errors import PlanDamaged, PlanLocked, PlanTooNew, UserError
from db.models import Pilot
from db.records import FAMILIES
from db.store import open_plan
from tests.plans import NOON, PlanBuilder, weeks

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes, locks and limits")
#: A command that is killed when part of its change is in the file already.
DYING = """
import os, sqlite3, sys
plan = sqlite3.connect(sys.argv[1], isolation_level=None)
plan.execute("PRAGMA cache_size = 1")
plan.execute("PRAGMA cache_spill = 1")
plan.execute("BEGIN")
plan.execute("UPDATE reading SET value = 0")
plan.execute("UPDATE changeset SET label = 'x'")
os._exit(0)
"""
WRITER = """
import sqlite3, sys
plan = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    plan.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""


@pytest.fixture
def plan(tmp_path):
    (tmp_path / "plans").mkdir()
    builder = PlanBuilder(tmp_path / "plans" / "a.cxplan")
    builder.with_pilot().with_metric().with_readings(
        weeks([61.0 + i / 7 for i in range(400)])
    ).session.close()
    return builder.session.path


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data" / "backups"


def contents(path):
    """Everything that a plan holds, checked to its end."""
    with contextlib.closing(open_plan(path, read_only=True)) as session:
        assert check(session) == []
        records = {
            kind: [
                (one.id, {name: one.value(name) for name in family.fields}) for one in session.records(family)
            ]
            for kind, family in FAMILIES.items()
        }
        return records, session.series_digests(), session.steps()


def rename(path, name):
    with (
        contextlib.closing(open_plan(path)) as session,
        session.change("Rename", at=NOON, by="Test") as change,
    ):
        change.set(session.records(Pilot)[0], name=name)


def die_while_writing(plan):
    before = plan.read_bytes()
    subprocess.run([sys.executable, "-c", DYING, str(plan)], check=True, timeout=60)
    assert plan.with_name("a.cxplan-journal").exists()
    assert plan.read_bytes() != before


def lie_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def stamped(moment, id="p" * 32):
    return f"{id}-{moment:%Y%m%dT%H%M%SZ}.cxplan"


# ------------------------------------------------------------------------------------------------ making


def test_a_backup_is_named_after_the_plan_and_the_moment_and_holds_the_same(plan, folder):
    made = make(plan, folder, at=datetime(2026, 3, 11, 13, 5, 9, 500, tzinfo=UTC))
    assert made.path == folder / f"{plan_id(plan)}-20260311T130509Z.cxplan"
    assert (made.size, made.moment) == (made.path.stat().st_size, datetime(2026, 3, 11, 13, 5, 9, tzinfo=UTC))
    assert contents(made.path) == contents(plan)
    assert lie_in(folder) == [made.path.name]
    assert listed(folder, made.plan_id) == [made]


@unix
def test_backups_are_private(plan, folder):
    made = make(plan, folder, at=NOON)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (made.path, folder, folder.parent)]
    assert modes == [0o600, 0o700, 0o700]


def test_two_backups_in_one_second_are_two(plan, folder):
    first, second = make(plan, folder, at=NOON), make(plan, folder, at=NOON)
    assert second.moment - first.moment == timedelta(seconds=1)
    assert listed(folder, first.plan_id) == [second, first]


def test_a_backup_of_a_plan_that_others_read(plan, folder):
    reader = sqlite3.connect(plan, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM reading").fetchone()
    made = make(plan, folder, at=NOON)
    assert reader.execute("SELECT count(*) FROM reading").fetchone() == (400,)
    reader.close()
    assert contents(made.path) == contents(plan)


def test_a_backup_beside_a_command_that_has_begun_holds_what_was_committed(plan, folder):
    before = contents(plan)
    with contextlib.closing(open_plan(plan)) as writer, writer.change("Rename", at=NOON, by="Test") as change:
        change.set(writer.records(Pilot)[0], name="Half done")
        made = make(plan, folder, at=NOON)
        with pytest.raises(RuntimeError, match="change is open"):
            make(writer, folder, at=NOON)
    assert contents(made.path) == before != contents(plan)
    assert lie_in(folder) == [made.path.name]


def test_a_plan_that_is_being_written_is_busy_and_not_damaged(plan, folder, monkeypatch):
    monkeypatch.setattr("db.store.BUSY_MS", 50)
    monkeypatch.setattr("db.store._PRAGMAS", ("PRAGMA busy_timeout = 50",))
    session = open_plan(plan, read_only=True)
    writer = sqlite3.connect(plan, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    for source in (plan, session):
        with pytest.raises(UserError, match="somebody is writing") as refused:
            copy_plan(source, plan.with_name("b.cxplan"))
        assert not isinstance(refused.value, PlanDamaged)
    writer.close()
    session.close()
    assert lie_in(plan.parent) == ["a.cxplan"]


def test_a_session_gives_what_it_sees_also_when_its_file_was_replaced(plan, tmp_path):
    before = contents(plan)
    with contextlib.closing(open_plan(plan)) as session:
        plan.unlink()
        copy_plan(session, tmp_path / "saved.cxplan")
    assert contents(tmp_path / "saved.cxplan") == before


def test_what_a_dead_command_left_is_rolled_back_before_the_backup(plan, folder):
    before = contents(plan)
    die_while_writing(plan)
    assert contents(make(plan, folder, at=NOON).path) == before


def test_a_copy_never_replaces_the_plan_itself_nor_unasked_another_file(plan):
    other = plan.with_name("other.cxplan")
    other.write_bytes(b"something else")
    before = plan.read_bytes()
    with pytest.raises(UserError, match="over itself"):
        copy_plan(plan, plan, overwrite=True)
    with pytest.raises(UserError, match="exists already"):
        copy_plan(plan, other)
    assert (plan.read_bytes(), other.read_bytes()) == (before, b"something else")
    copy_plan(plan, other, overwrite=True)
    assert contents(other) == contents(plan)
    lock = locks.hold(other, "Jo", "10:15")
    with pytest.raises(PlanLocked, match="Jo"):
        copy_plan(plan, other, overwrite=True)
    lock.release()


@unix
def test_a_copy_never_replaces_the_plan_under_another_name(plan):
    plan.with_name("link.cxplan").symlink_to(plan)
    plan.with_name("hard.cxplan").hardlink_to(plan)
    for name in ("link.cxplan", "hard.cxplan"):
        with pytest.raises(UserError, match="over itself"):
            copy_plan(plan, plan.with_name(name), overwrite=True)


def test_a_copy_into_no_folder_is_refused(plan, tmp_path):
    with pytest.raises(UserError, match="can't be written"):
        copy_plan(plan, tmp_path / "nowhere" / "b.cxplan")


def test_a_damaged_plan_gives_no_backup(plan, folder):
    damage = bytearray(plan.read_bytes())
    damage[5000:9000] = b"\xff" * 4000
    plan.write_bytes(damage)
    with pytest.raises(PlanDamaged):
        make(plan, folder, at=NOON)
    assert not folder.exists()


def test_the_id_of_a_foreign_file_never_leads_out_of_the_folder(plan, folder):
    with sqlite3.connect(plan) as raw:
        raw.execute("UPDATE programme SET id = '../../evil'")
    raw.close()
    with pytest.raises(PlanDamaged, match="no programme"):
        make(plan, folder, at=NOON)
    assert not folder.exists()


@contextlib.contextmanager
def room_for(size):
    """A disk on which no file grows beyond a size: every write behind it fails, as on a full one."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@unix
@pytest.mark.parametrize("part", [0, 0.01, 0.3, 0.6, 0.99])
def test_a_full_disk_leaves_no_backup_and_no_piece_of_one(plan, folder, part):
    folder.mkdir(parents=True)
    before = plan.read_bytes()
    with room_for(int(len(before) * part)), pytest.raises(UserError):
        make(plan, folder, at=NOON)
    assert plan.read_bytes() == before
    assert lie_in(folder) == []
    assert lie_in(plan.parent) == ["a.cxplan"]


# ---------------------------------------------------------------------------------------------- rotation


def test_only_names_of_backups_are_listed(plan, folder):
    made = make(plan, folder, at=NOON)
    other = folder / stamped(NOON, "other")
    other.write_bytes(b"x")
    for name in (
        "notes.txt",
        stamped(NOON) + ".part",
        "p-20261399T000000Z.cxplan",
        "-20260311T120000Z.cxplan",
    ):
        (folder / name).write_bytes(b"x")
    (folder / stamped(NOON + timedelta(days=1), made.plan_id)).mkdir()
    assert listed(folder, made.plan_id) == [made]
    assert {one.path for one in listed(folder)} == {made.path, other}
    assert listed(folder / "nowhere", made.plan_id) == []


def year_of_backups():
    """Four backups on each day of 2025, at 3, 9, 15 and 21 o'clock."""
    first = datetime(2025, 1, 1, tzinfo=UTC)
    return [first + timedelta(days=day, hours=hour) for day in range(365) for hour in (3, 9, 15, 21)]


#: Counted by hand from a calendar: a Wednesday ends the year.
EXPECTED = {
    *((12, day, hour) for day in (30, 31) for hour in (3, 9, 15, 21)),  # all of 2 days, from 29 Dec 22:00 on
    *((12, day, 21) for day in range(18, 32)),  # 14 days
    *((12, day, 21) for day in (31, 28, 21, 14, 7)),  # 8 weeks, ending on Sundays but for the last
    *((11, day, 21) for day in (30, 23, 16)),
    *(
        (month, day, 21)
        for month, day in zip(range(1, 13), (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True)
    ),
}


def test_after_a_year_exactly_the_promised_backups_are_left(folder):
    now = datetime(2025, 12, 31, 22, tzinfo=UTC)
    moments = year_of_backups()
    stay = kept(moments, [1] * len(moments), now)
    assert {(m.month, m.day, m.hour) for m in (moments[place] for place in stay)} == EXPECTED
    assert len(stay) == len(EXPECTED)


def test_thinning_out_at_every_backup_leaves_the_same_as_once_at_the_end(tmp_path):
    for moment in year_of_backups():
        (tmp_path / stamped(moment)).touch()
        rotate(tmp_path, "p" * 32, moment + timedelta(hours=1))
    left = {(one.moment.month, one.moment.day, one.moment.hour) for one in listed(tmp_path, "p" * 32)}
    assert left == EXPECTED


def test_rotation_deletes_the_rest_and_says_what_and_spares_other_plans(tmp_path):
    moments = [NOON - timedelta(days=days, hours=hours) for days in range(5) for hours in (0, 1)]
    for moment in moments:
        (tmp_path / stamped(moment)).write_bytes(b"x")
        (tmp_path / stamped(moment, "other")).write_bytes(b"x")
    gone = rotate(tmp_path, "p" * 32, NOON)
    assert [one.moment for one in gone] == [NOON - timedelta(days=d, hours=1) for d in (2, 3, 4)]
    assert not any(one.path.exists() for one in gone)
    assert len(listed(tmp_path, "p" * 32)) == 7
    assert len(listed(tmp_path, "other")) == 10


def test_over_the_limit_the_oldest_go_and_the_newest_stays():
    moments = [NOON - timedelta(hours=hours) for hours in range(5)]
    assert kept(moments, [100] * 5, NOON, limit=300) == {0, 1, 2}
    assert kept(moments, [100] * 5, NOON, limit=299) == {0, 1}
    assert kept(moments, [900, 100, 100, 100, 100], NOON, limit=300) == {0}
    assert kept(moments[::-1], [100] * 5, NOON, limit=300) == {2, 3, 4}
    assert kept([], [], NOON) == set()


def test_a_plan_that_rested_for_years_keeps_its_last_backups():
    moments = [NOON - timedelta(days=1500 + days) for days in range(14)]
    assert kept(moments, [1] * 14, NOON) == set(range(14))


def test_periods_are_those_of_utc_whatever_zone_the_moments_are_in():
    from datetime import timezone

    moments = [NOON - timedelta(days=days, hours=hours) for days in range(60) for hours in (0, 5, 11)]
    elsewhere = [moment.astimezone(timezone(timedelta(hours=13))) for moment in moments]
    assert kept(elsewhere, [1] * len(moments), NOON) == kept(moments, [1] * len(moments), NOON)


# --------------------------------------------------------------------------------------------- restoring


def truncated(plan):
    plan.write_bytes(plan.read_bytes()[: plan.stat().st_size * 9 // 10])


def emptied(plan):
    plan.write_bytes(b"")


def flipped(plan):
    damage = bytearray(plan.read_bytes())
    for place in range(200, len(damage), 997):
        damage[place] ^= 0xFF
    plan.write_bytes(damage)


def altered(plan):
    """Bytes that SQLite finds nothing wrong with: only the journal tells."""
    before = plan.read_bytes()
    assert b"Agent Assist" in before
    plan.write_bytes(before.replace(b"Agent Assist", b"Agent Bssist", 1))


def other_content(plan):
    plan.write_bytes(b"Dear all, please find attached\n" * 100)


@pytest.mark.parametrize("damage", [truncated, emptied, flipped, altered, other_content])
def test_after_damage_the_records_are_those_at_the_backup_and_the_bytes_are_not_lost(plan, folder, damage):
    made = make(plan, folder, at=NOON)
    then = contents(plan)
    rename(plan, "Later")
    damage(plan)
    harmed = plan.read_bytes()
    before = restore(made.path, plan, folder, at=NOON)
    assert contents(plan) == then
    assert before == Backup(
        folder / "a.cxplan-20260311T120000Z.damaged", "", NOON, len(harmed), readable=False
    )
    assert before.path.read_bytes() == harmed
    assert listed(folder) == [made], "what is damaged never looks like a backup"
    assert lie_in(plan.parent) == ["a.cxplan"]


def test_a_deleted_plan_comes_back(plan, folder):
    made = make(plan, folder, at=NOON)
    then = contents(plan)
    plan.unlink()
    assert restore(made.path, plan, folder, at=NOON) is None
    assert contents(plan) == then
    assert lie_in(plan.parent) == ["a.cxplan"]


def test_another_plan_in_its_place_is_backed_up_under_its_own_name(plan, folder):
    made = make(plan, folder, at=NOON)
    then = contents(plan)
    plan.unlink()
    PlanBuilder(plan).with_pilot("Other").session.close()
    other = contents(plan)
    before = restore(made.path, plan, folder, at=NOON)
    assert before.readable
    assert before.plan_id != made.plan_id
    assert (contents(plan), contents(before.path)) == (then, other)


def test_the_replaced_plan_is_itself_backed_up(plan, folder):
    made = make(plan, folder, at=NOON)
    then = contents(plan)
    rename(plan, "Later")
    later = contents(plan)
    before = restore(made.path, plan, folder, at=NOON)
    assert (contents(plan), contents(before.path), contents(made.path)) == (then, later, then)
    assert listed(folder, made.plan_id) == [before, made]
    again = restore(before.path, plan, folder, at=NOON + timedelta(hours=1))
    assert (contents(plan), contents(again.path)) == (later, then)
    rename(plan, "And on")


@unix
def test_a_restored_plan_keeps_the_mode_of_the_old_and_a_new_one_is_private(plan, folder):
    made = make(plan, folder, at=NOON)
    plan.chmod(0o640)
    restore(made.path, plan, folder, at=NOON)
    assert stat.S_IMODE(plan.stat().st_mode) == 0o640
    plan.write_bytes(b"damaged")
    aside = restore(made.path, plan, folder, at=NOON)
    assert stat.S_IMODE(aside.path.stat().st_mode) == 0o600
    plan.unlink()
    restore(made.path, plan, folder, at=NOON)
    assert stat.S_IMODE(plan.stat().st_mode) == 0o600


@unix
def test_a_link_to_a_plan_stays_a_link(plan, folder, tmp_path):
    made = make(plan, folder, at=NOON)
    then = contents(plan)
    rename(plan, "Later")
    link = tmp_path / "link.cxplan"
    link.symlink_to(plan)
    restore(made.path, link, folder, at=NOON)
    assert link.is_symlink()
    assert contents(plan) == then


def test_nothing_is_restored_while_a_window_has_the_plan_open(plan, folder):
    made = make(plan, folder, at=NOON)
    rename(plan, "Later")
    before = plan.read_bytes()
    lock = locks.hold(plan, "Jo", "10:15")
    with pytest.raises(PlanLocked, match="Jo"):
        restore(made.path, plan, folder, at=NOON)
    assert plan.read_bytes() == before
    assert lie_in(folder) == [made.path.name]
    lock.release()
    restore(made.path, plan, folder, at=NOON)
    locks.hold(plan, "Jo", "10:16").release()


def test_nothing_is_restored_while_a_window_elsewhere_has_the_plan_open(plan, folder):
    made = make(plan, folder, at=NOON)
    text = '{"user": "Jo", "host": "far", "pid": 1, "since": "10:15"}'
    locks.lock_path(plan).write_text(text, encoding="utf-8")
    before = plan.read_bytes()
    with pytest.raises(PlanLocked, match="far"):
        restore(made.path, plan, folder, at=NOON)
    assert plan.read_bytes() == before
    assert locks.lock_path(plan).read_text(encoding="utf-8") == text


@unix
def test_no_command_writes_between_the_last_backup_and_the_replacement(plan, folder, monkeypatch):
    made = make(plan, folder, at=NOON)
    said = []

    def in_place(unfinished, target):
        tried = [sys.executable, "-c", WRITER, str(plan)]
        said.append(
            subprocess.run(tried, check=True, timeout=60, capture_output=True, text=True).stdout.strip()
        )
        with pytest.raises(PlanLocked) as refused:
            locks.hold(plan, "Jo", "10:15")
        said.append(refused.value.what)
        copies.put_in_place(unfinished, target)

    monkeypatch.setattr(backups, "put_in_place", in_place)
    restore(made.path, plan, folder, at=NOON)
    assert said[0] == "database is locked"
    assert "a restore" in said[1]


@pytest.mark.parametrize("end", ["-journal", "-wal", "-shm"])
def test_what_the_old_plan_left_beside_it_never_meets_the_restored_one(plan, folder, end):
    made = make(plan, folder, at=NOON)
    then = contents(plan)
    truncated(plan)
    left = plan.with_name(f"a.cxplan{end}")
    left.write_bytes(b"stale" * 1000)
    aside = restore(made.path, plan, folder, at=NOON)
    assert lie_in(plan.parent) == ["a.cxplan"]
    assert contents(plan) == then
    assert aside.path.with_name(aside.path.name + end).read_bytes() == b"stale" * 1000


def test_what_a_dead_command_left_is_rolled_back_before_it_is_backed_up(plan, folder):
    made = make(plan, folder, at=NOON)
    then = contents(plan)
    rename(plan, "Later")
    later = contents(plan)
    die_while_writing(plan)
    aside = restore(made.path, plan, folder, at=NOON)
    assert aside.readable
    assert contents(plan) == then
    assert contents(aside.path) == later
    assert lie_in(plan.parent) == ["a.cxplan"]


@pytest.mark.parametrize("damage", [truncated, emptied, flipped, altered, other_content, Path.unlink])
def test_a_backup_that_is_not_sound_replaces_nothing(plan, folder, damage):
    made = make(plan, folder, at=NOON)
    rename(plan, "Later")
    before = plan.read_bytes()
    damage(made.path)
    there = lie_in(folder)
    with pytest.raises(UserError):
        restore(made.path, plan, folder, at=NOON)
    assert plan.read_bytes() == before
    assert lie_in(folder) == there
    assert lie_in(plan.parent) == ["a.cxplan"]


def test_a_plan_is_not_restored_from_itself(plan, folder):
    with pytest.raises(UserError, match="itself"):
        restore(plan, plan, folder, at=NOON)


def test_a_newer_plan_is_not_replaced(plan, folder):
    made = make(plan, folder, at=NOON)
    with sqlite3.connect(plan) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = plan.read_bytes()
    with pytest.raises(PlanTooNew):
        restore(made.path, plan, folder, at=NOON)
    assert plan.read_bytes() == before


@unix
@pytest.mark.parametrize("sound", [True, False])
@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.99])
def test_a_full_disk_leaves_the_plan_as_it_was(plan, folder, part, sound):
    made = make(plan, folder, at=NOON)
    rename(plan, "Later")
    if not sound:
        altered(plan)
    before = plan.read_bytes()
    with room_for(int(len(before) * part)), pytest.raises(UserError):
        restore(made.path, plan, folder, at=NOON)
    assert plan.read_bytes() == before
    assert lie_in(folder) == [made.path.name]
    assert lie_in(plan.parent) == ["a.cxplan"]


@pytest.mark.parametrize("sound", [True, False])
def test_a_replacement_that_fails_leaves_the_plan_and_its_journal_as_they_were(
    plan, folder, monkeypatch, sound
):
    made = make(plan, folder, at=NOON)
    rename(plan, "Later")
    if not sound:
        truncated(plan)
        plan.with_name("a.cxplan-journal").write_bytes(b"stale")
    before, beside = plan.read_bytes(), lie_in(plan.parent)
    really = Path.replace

    def fails(path, target):
        if Path(target).name == "a.cxplan":
            raise PermissionError(13, "Permission denied")
        return really(path, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(UserError, match="Permission denied"):
        restore(made.path, plan, folder, at=NOON)
    assert plan.read_bytes() == before
    assert lie_in(plan.parent) == beside
