"""After whatever damage, a restored plan holds what it held when the backup was made, and what lay there is kept (P8)."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import timedelta

import pytest
from damage import die_while_writing, records_of
from hostile import FOUND, REFUSED

from db import backups
from db.check import check
from db.errors import PlanTooNew
from db.store import open_plan
from tests.plans import NOON, PlanBuilder, weeks

#: Of a newer program: put back by that program, never by an older one.
NEWER = {"newer", "unknown migration", "two migrations"}
DAMAGE = {name: make for name, make in {**REFUSED, **FOUND}.items() if name not in {*NEWER, "5,000 tables"}}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A plan and its backup."""
    folder = tmp_path_factory.mktemp("sound")
    builder = PlanBuilder(folder / "a.cxplan").with_pilot().with_metric().with_objective()
    builder.with_readings(weeks([61.0, 62.0, 63.0]))
    kept = backups.make(builder.session, folder / "backups", at=NOON)
    builder.session.close()
    return folder / "a.cxplan", kept


def test_twenty_kinds_of_damage_at_least():
    assert len(DAMAGE) >= 20


@pytest.mark.parametrize("what", DAMAGE)
def test_records_are_those_of_the_backup(what, sound, tmp_path):
    original, kept = sound
    plan = tmp_path / "a.cxplan"
    shutil.copyfile(original, plan)
    DAMAGE[what](plan)
    broken = plan.read_bytes()
    before = backups.restore(kept.path, plan, tmp_path / "backups", at=NOON + timedelta(days=1))
    with closing(open_plan(plan)) as session:
        assert check(session) == []
    assert records_of(plan.read_bytes()) == records_of(original.read_bytes())
    assert before is not None
    # What was sound enough to be a backup is one; of all else the bytes are put aside.
    if not before.readable:
        assert before.path.read_bytes() == broken
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [plan.name]


def test_a_journal_of_the_old_file_never_meets_the_restored_one(sound, tmp_path):
    original, kept = sound
    plan = tmp_path / "a.cxplan"
    shutil.copyfile(original, plan)
    seed = next(seed for seed in range(20) if die_while_writing(plan, seed))
    assert seed is not None
    plan.write_bytes(plan.read_bytes()[: 4096 * 3])
    (tmp_path / "a.cxplan-wal").write_bytes(b"planted")
    backups.restore(kept.path, plan, tmp_path / "backups", at=NOON + timedelta(days=1))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [plan.name]
    assert records_of(plan.read_bytes()) == records_of(original.read_bytes())


@pytest.mark.parametrize("what", sorted(NEWER))
def test_a_plan_of_a_newer_program_is_not_replaced(what, sound, tmp_path):
    original, kept = sound
    plan = tmp_path / "a.cxplan"
    shutil.copyfile(original, plan)
    REFUSED[what](plan)
    before = plan.read_bytes()
    with pytest.raises(PlanTooNew):
        backups.restore(kept.path, plan, tmp_path / "backups", at=NOON + timedelta(days=1))
    assert plan.read_bytes() == before
