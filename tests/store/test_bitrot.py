"""No silent damage from bits: what alters a record is reported (P5); all 1,000 flips are in benchmarks/reliability.py."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from db.check import check_file
from tests.plans import PlanBuilder, weeks
from tests.store.bitrot import rotten


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    builder = PlanBuilder(tmp_path_factory.mktemp("plan") / "a.cxplan")
    for place in range(6):
        builder.with_pilot(f"Pilot {place}").with_metric(f"m{place}", name=f"Metric {place}")
        builder.with_readings(weeks([61.0 + i / 7 for i in range(200)]), f"m{place}")
    builder.with_metric().with_objective()
    builder.session.close()
    return builder.session.path


def test_flipped_bits_that_alter_a_record_are_reported(plan, tmp_path):
    rot = rotten(plan.read_bytes(), tmp_path, count=40)
    assert rot.missed == []
    assert not rot.crashed


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE person SET name = 'Mallory' WHERE rowid = 1", "differs from its last value in the journal"),
        ("DELETE FROM gate WHERE rowid = 3", "is in the journal and not in the plan"),
        ("DELETE FROM objective_agreed_by", "Agreed by"),
        (
            "UPDATE reading SET value = value + 1 WHERE series = 2",
            "its readings are not those that were written",
        ),
        ("DELETE FROM reading WHERE series = 3", "its readings are not those that were written"),
        ("UPDATE series SET digest = digest + 1", "its readings are not those that were written"),
        ("UPDATE changeset SET label = 'Nothing' WHERE seq = 4", "chain breaks at version 4"),
        (
            'UPDATE "change" SET "before" = \'"x"\' WHERE changeset = 3 AND position = 1',
            "chain breaks at version 3",
        ),
        ("DELETE FROM changeset WHERE seq = 6", "chain breaks at version"),
        ("UPDATE batch SET added_count = 7", "isn't as long as it says"),
        ("UPDATE batch SET added = x'1234'", "can't be read"),
    ],
)
def test_each_kind_of_silent_alteration_is_named(plan, tmp_path, statement, said):
    copy = tmp_path / "a.cxplan"
    copy.write_bytes(plan.read_bytes())
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute(statement)
    found = check_file(copy)
    assert any(said in one for one in found), found
