"""A run of a control moves the day on which the next is due, in whatever way it is entered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cxworkbench.edit_rules import keep_rules
from db.models import Control, ControlRun
from tests.plans import NOON, PlanBuilder

TODAY = date(2026, 3, 11)
WAS_DUE = date(2026, 3, 1)


@pytest.fixture
def built(tmp_path):
    """A plan as the window opens it: rules of the whole plan are kept."""
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot()
    builder.session.keeps_rules = lambda change: keep_rules(builder.session, change, TODAY)
    with builder.change("Control") as change:
        builder.made["control"] = change.add(
            Control(pilot=builder.made["pilot"], name="Stop test", cadence_days=30, next_due=WAS_DUE)
        )
    return builder


def run(built, day, *, passed=True):
    with built.change("Run") as change:
        return change.add(ControlRun(control=built.made["control"], run_on=day, passed=passed))


def due(built):
    return built.session.records(Control)[0].next_due


def test_the_next_is_due_after_the_cadence_and_undo_takes_both_back(built):
    run(built, TODAY)
    assert due(built) == TODAY + timedelta(days=30)
    built.session.undo(at=NOON, by="Test")
    assert due(built) == WAS_DUE
    assert built.session.records(ControlRun) == []


def test_a_run_that_did_not_pass_moves_nothing_until_it_is_said_to_have_passed(built):
    made = run(built, TODAY, passed=False)
    assert due(built) == WAS_DUE
    with built.change("It did") as change:
        change.set(made, passed=True)
    assert due(built) == TODAY + timedelta(days=30)


def test_an_older_run_moves_nothing_back(built):
    run(built, date(2026, 1, 2))
    assert due(built) == WAS_DUE


def test_a_day_that_the_same_step_sets_stays(built):
    with built.change("Run and plan") as change:
        change.add(ControlRun(control=built.made["control"], run_on=TODAY, passed=True))
        change.set(built.made["control"], next_due=TODAY + timedelta(days=7))
    assert due(built) == TODAY + timedelta(days=7)


def test_without_a_cadence_nothing_is_known(built):
    with built.change("No cadence") as change:
        change.set(built.made["control"], cadence_days=None)
    run(built, TODAY)
    assert due(built) == WAS_DUE
