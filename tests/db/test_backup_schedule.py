"""When a backup is due, and that it is made, checked to its end and thinned out."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import backups
from db.backup_schedule import Newest, Occasion, Version, is_due, make_due, newest_of, version_of
from db.backups import Backup
from db.errors import PlanDamaged, UserError
from db.models import Pilot, Programme
from db.session import Session
from db.store import create_plan, open_plan

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
HERE = Version(9, "a" * 64)
BEFORE = Version(8, "b" * 64)


def newest(version: Version, minutes: int) -> Newest:
    backup = Backup(Path("b.cxplan"), "p", NOW - timedelta(minutes=minutes), 1)
    return Newest(backup, version)


@pytest.mark.parametrize("occasion", Occasion)
def test_a_version_that_the_newest_backup_holds_is_not_backed_up_again(occasion: Occasion) -> None:
    assert not is_due(occasion, HERE, newest(HERE, 600), NOW, rows=1_000)


@pytest.mark.parametrize("occasion", Occasion)
def test_a_plan_that_was_just_made_needs_none_and_one_without_a_backup_does(occasion: Occasion) -> None:
    assert not is_due(occasion, Version(2, "c" * 64, is_new=True), None, NOW, rows=1_000)
    assert is_due(occasion, HERE, None, NOW, rows=1_000)


@pytest.mark.parametrize(("minutes", "due"), [(0, False), (29, False), (30, True), (600, True), (-40, True)])
def test_every_half_hour_with_changes(minutes: int, due: bool) -> None:
    """A clock that was set back does not put it off either."""
    assert is_due(Occasion.HALF_HOUR, HERE, newest(BEFORE, minutes), NOW) is due


@pytest.mark.parametrize("occasion", [one for one in Occasion if one.name not in {"HALF_HOUR", "IMPORT"}])
def test_opening_closing_and_risky_steps_at_once_after_a_change(occasion: Occasion) -> None:
    assert is_due(occasion, HERE, newest(BEFORE, 0), NOW)


@pytest.mark.parametrize(("rows", "due"), [(1, False), (100, False), (101, True), (100_000, True)])
def test_an_import_of_over_a_hundred_rows_is_risky(rows: int, due: bool) -> None:
    assert is_due(Occasion.IMPORT, HERE, newest(BEFORE, 0), NOW, rows=rows) is due


def test_the_same_number_with_another_hash_is_another_version() -> None:
    """A restored plan may have gone on from an older step: its number says nothing alone."""
    assert is_due(Occasion.OPENED, HERE, newest(Version(9, "d" * 64), 0), NOW)


# ------------------------------------------------------------------------------------------------ making


@pytest.fixture
def session(tmp_path: Path):
    made = create_plan(tmp_path / "p.cxplan", Programme(name="P"), at=NOW, by="Anna")
    yield made
    made.close()


def grow(session: Session, steps: int) -> None:
    for number in range(steps):
        with session.change("Add a pilot", at=NOW, by="Anna") as change:
            change.add(Pilot(name=f"Pilot {number}"))


def test_a_plan_is_new_for_three_typed_steps(session: Session) -> None:
    assert version_of(session).is_new
    grow(session, 2)
    assert version_of(session).is_new
    grow(session, 1)
    assert not version_of(session).is_new


def test_what_came_by_an_import_is_never_new(session: Session) -> None:
    with session.change("Import", at=NOW, by="Anna", kind="import") as change:
        change.add(Pilot(name="Pilot"))
    assert not version_of(session).is_new


def test_one_version_gives_one_backup(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    grow(session, 5)
    made = make_due(session, folder, Occasion.OPENED, now=NOW)
    assert made is not None
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert make_due(session, folder, Occasion.CLOSING, now=NOW + timedelta(hours=1)) is None
    grow(session, 1)
    assert make_due(session, folder, Occasion.HALF_HOUR, now=NOW + timedelta(minutes=5)) is None
    assert make_due(session, folder, Occasion.HALF_HOUR, now=NOW + timedelta(minutes=31)) is not None
    known = newest_of(folder, made.plan_id)
    assert known is not None
    assert known.version == version_of(session)


def test_old_backups_are_thinned_out_when_one_is_made(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for day in range(40):
        grow(session, 4)
        assert make_due(session, folder, Occasion.OPENED, now=NOW + timedelta(days=day), thorough=False)
    last = NOW + timedelta(days=39)
    left = [one.moment for one in backups.listed(folder)]
    moments = [NOW + timedelta(days=day) for day in range(40)]
    assert set(left) == {moments[place] for place in backups.kept(moments, [1] * 40, last)}


def test_a_backup_that_can_not_be_read_does_not_count(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    grow(session, 5)
    first = make_due(session, folder, Occasion.OPENED, now=NOW)
    assert first is not None
    first.path.write_bytes(first.path.read_bytes()[:3000])
    assert newest_of(folder, first.plan_id) is None
    assert make_due(session, folder, Occasion.OPENED, now=NOW + timedelta(hours=1)) is not None


def test_an_unsound_plan_leaves_no_backup_behind(session: Session, tmp_path: Path) -> None:
    """A value that the journal never gave is found only by the check to the end."""
    folder = tmp_path / "backups"
    grow(session, 5)
    path = session.path
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE pilot SET name = 'not by the journal' WHERE name = 'Pilot 3'")
    raw.close()
    with pytest.raises(PlanDamaged):
        make_due(path, folder, Occasion.OPENED, now=NOW)
    assert backups.listed(folder) == []


def test_a_check_that_is_broken_off_keeps_the_backup(session: Session, tmp_path: Path) -> None:
    grow(session, 5)
    assert make_due(session, tmp_path / "b", Occasion.OPENED, now=NOW, leaves=lambda: True) is not None


def test_a_folder_that_can_not_be_made_is_said(session: Session, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("in the way", encoding="utf-8")
    grow(session, 5)
    with pytest.raises(UserError, match="can't be written"):
        make_due(session, tmp_path / "b", Occasion.OPENED, now=NOW)


def test_a_plan_that_another_thread_has_open_is_backed_up_by_its_path(
    session: Session, tmp_path: Path
) -> None:
    grow(session, 5)
    made = make_due(session.path, tmp_path / "b", Occasion.OPENED, now=NOW)
    assert made is not None
    copy = open_plan(made.path, read_only=True)
    assert copy.head == session.head
    copy.close()
