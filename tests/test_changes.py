"""What was done to the plan since a review: two states of a plan side by side."""

from __future__ import annotations

from datetime import date

import pytest
from plans import NOON, PlanBuilder

from cxworkbench.plan import Plan
from cxworkbench.review.changes import Changes, changes
from db.models import (
    Action,
    Amendment,
    Cohort,
    Framework,
    Milestone,
    Override,
    Risk,
    Settlement,
    Usage,
    Waiver,
)
from db.past import Past


@pytest.fixture
def built(tmp_path):
    built = (
        PlanBuilder(tmp_path / "p.cxplan")
        .with_pilot(gates={"go_live": (date(2026, 3, 2), None)})
        .with_metric()
    )
    with built.change("Add") as change:
        pilot, owner = built.made["pilot"], built.made["owner"]
        built.made["action"] = change.add(
            Action(pilot=pilot, text="Ask the vendor", owner=owner, due=date(2026, 3, 1))
        )
        built.made["risk"] = change.add(Risk(pilot=pilot, title="Leavers", likelihood=2, impact=2))
        built.made["milestone"] = change.add(Milestone(pilot=pilot, title="Test", planned=date(2026, 3, 1)))
        built.made["cohort"] = change.add(Cohort(pilot=pilot, name="Leeds"))
    return built


def since(built: PlanBuilder, do) -> Changes:
    """What is different after something was done."""
    seq = built.session.head
    with built.change("Do it") as change:
        do(change)
    return changes(Plan(Past(built.session, seq), version=seq), built.plan)


def test_nothing_done_is_nothing_found(built):
    found = since(built, lambda change: change.set(built.made["pilot"], name="Agent Assist"))
    assert found.total == 0
    assert found == Changes()


def test_a_date_that_moved_later_slipped_by_its_days_and_one_moved_earlier_changed(built):
    def do(change):
        change.set(built.made["action"], due=date(2026, 3, 11))
        change.set(built.made["go_live"], planned_on=date(2026, 4, 1))
        change.set(built.made["milestone"], planned=date(2026, 2, 20))

    found = since(built, do)
    assert [(one.name, one.field, one.after, one.days) for one in found.slipped] == [
        ("Go-live gate", "planned", "1 Apr 2026", 30),
        ("A-001 Ask the vendor", "due", "11 Mar 2026", 10),
    ]
    assert [(one.name, one.days) for one in found.changed] == [("Milestone Test", -9)]
    assert {one.pilot for one in found.slipped} == {"Agent Assist"}


def test_rows_that_came_and_went_are_named_with_their_numbers(built):
    def do(change):
        change.add(Action(pilot=built.made["pilot"], text="Name a deputy"))
        change.bin(built.made["risk"], NOON)

    found = since(built, do)
    assert [one.name for one in found.added] == ["A-002 Name a deputy"]
    assert [(one.name, one.after) for one in found.deleted] == [("R-01 Leavers", "in the bin")]


def test_a_field_that_changed_says_before_and_after_in_words(built):
    found = since(built, lambda change: change.set(built.made["risk"], likelihood=5, title="People leave"))
    assert {(one.field, one.before, one.after) for one in found.changed} == {
        ("likelihood", "2", "5"), ("risk", "Leavers", "People leave"),
    }  # fmt: skip


def test_amendments_overrides_waivers_and_settlements_stand_apart_with_their_reason(built):
    pilot, owner = built.made["pilot"], built.made["owner"]
    with built.change("Freeze") as change:
        frozen = change.add(Framework(pilot=pilot, version=1, frozen_on=NOON.date(), hash="1" * 64))

    def do(change):
        change.add(
            Amendment(
                pilot=pilot, framework=frozen, metric=built.made["metric"], field="definition", before='"Old"', after='"New"',
                reason="Counted two ways",
            )
        )  # fmt: skip
        change.add(
            Override(pilot=pilot, of="recommendation", said="Stop", chosen="Hold", reason="Peak", by=owner)
        )
        change.add(Waiver(pilot=pilot, reason="In time", given_by=owner))
        change.add(Settlement(pilot=pilot, criterion="data_passed", reason="Too late", by=owner))

    found = since(built, do)
    assert [(one.name, one.field, one.before, one.after) for one in found.amended] == [
        ("Resolved first time, definition", "Counted two ways", "Old", "New")
    ]
    assert {(one.name, one.field) for one in found.overruled} == {
        ("Override O-01", "Peak"), ("Waiver W-01", "In time"), ("Settlement S-01", "Too late"),
    }  # fmt: skip
    assert not found.added


def test_many_small_rows_are_counted_and_not_named(built):
    def do(change):
        for week in range(4):
            monday = date(2026, 1, 5 + 7 * week)
            change.add(
                Usage(
                    pilot=built.made["pilot"], cohort=built.made["cohort"], week=monday, in_scope=10, active=3
                )
            )

    found = since(built, do)
    assert found.total == 0
    assert found.counted == ((Usage.label_many, 4),)
