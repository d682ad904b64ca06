"""The journal is the only way to change a plan, and it can take back what it wrote."""

from __future__ import annotations

import random
import sqlite3
import time
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from db.check import check
from db.errors import FieldError, UserError
from db.models import Action, Decision, Metric, Objective, Person, Pilot
from db.past import Past
from db.records import FAMILIES
from db.store import open_plan
from tests.plans import MONDAY, NOON, PlanBuilder, weeks


@pytest.fixture
def plan(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot().with_metric().with_objective()
    yield builder
    builder.session.close()


def state(session):
    """Everything the plan holds, as plain values."""
    records = {
        kind: {
            record.id: [record.value(name) for name in family.fields] for record in session.records(family)
        }
        for kind, family in FAMILIES.items()
    }
    readings = {series: session.readings(series).cells(0) for series in session.series_digests()}
    return records, repr(readings)


def test_a_step_keeps_before_and_after_of_each_field(plan):
    plan.set("metric", success_threshold="66.0", name="FCR")
    changes = {one.field: (one.before, one.after) for one in plan.session.changes_of(plan.session.head)}
    assert changes == {"success_threshold": (None, '"66.0"'), "name": ('"Resolved first time"', '"FCR"')}


def test_what_ends_where_it_began_is_no_step(plan):
    head = plan.session.head
    with plan.change("Back and forth") as change:
        change.set(plan.made["metric"], name="Other")
        change.set(plan.made["metric"], name="Resolved first time")
    with plan.change("Nothing"):
        pass
    assert plan.session.head == head


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pilot SET name = 'x'",
        "DELETE FROM pilot",
        "INSERT INTO person (id, name) VALUES ('1', 'x')",
        "DROP TABLE pilot",
        "CREATE TABLE t (a)",
        "ATTACH ':memory:' AS other",
        "ALTER TABLE pilot ADD COLUMN x",
    ],
)
def test_a_plain_edit_outside_the_journal_is_impossible(plan, statement):
    before = state(plan.session)
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        plan.session._connection.execute(statement)
    assert state(plan.session) == before


def test_a_statement_prepared_inside_a_change_is_refused_after_it(plan):
    statement = "UPDATE pilot SET name = name || '!'"
    with plan.change("Prepare it") as change:
        change.set(plan.made["pilot"], name="Other")
        plan.session._connection.execute(statement)
    with pytest.raises(sqlite3.DatabaseError):
        plan.session._connection.execute(statement)


def test_a_change_that_fails_leaves_nothing_behind(plan):
    before, head = state(plan.session), plan.session.head
    with pytest.raises(FieldError), plan.change("Half") as change:  # noqa: PT012  the change fails at its end
        change.set(plan.made["metric"], name="Other")
        change.write_readings(plan.made["metric_series"].id, weeks([60.0, 61.0]))
        change.set(plan.made["metric"], role="hero")
    assert state(plan.session) == before
    assert plan.session.head == head


def test_undo_and_redo_walk_back_and_forth_to_equal_values(plan):
    walk = [state(plan.session)]
    steps = [
        lambda: plan.set("metric", success_threshold=Decimal("66.0")),
        lambda: plan.with_readings(weeks([60.4, 61.7, 63.2], n=[10, 20, 30])),
        lambda: plan.set("objective", agreed_by=[], agreed_on=None),
        lambda: plan.with_readings(weeks([60.4, 62.0, 63.2, 65.0])),
        lambda: plan.set("pilot", name="Other", exposure=Decimal("0.10")),
    ]
    for step in steps:
        step()
        walk.append(state(plan.session))
    for expected in reversed(walk[:-1]):
        assert plan.session.undo(at=NOON, by="Test") is not None
        assert state(plan.session) == expected
    for expected in walk[1:]:
        assert plan.session.redo(at=NOON, by="Test") is not None
        assert state(plan.session) == expected
    assert plan.session.redo(at=NOON, by="Test") is None
    assert check(plan.session) == []


def test_random_undo_and_redo_over_restarts_end_where_the_journal_says(tmp_path):
    chance = random.Random(5)
    builder = PlanBuilder(tmp_path / "walk.cxplan").with_pilot().with_metric()
    session = builder.session
    for step in range(200):
        doing = chance.random()
        if doing < 0.4:
            with session.change("Edit", at=NOON, by="T") as change:
                change.set(builder.made["metric"], name=f"M{step}", k=chance.randint(2, 52))
        elif doing < 0.5:
            with session.change("Import", at=NOON, by="T", kind="import") as change:
                change.write_readings(
                    builder.made["metric_series"].id, weeks([chance.random() for _ in range(5)])
                )
        elif doing < 0.75:
            session.undo(at=NOON, by="T")
        else:
            session.redo(at=NOON, by="T")
        if step % 40 == 39:
            session.close()
            session = open_plan(tmp_path / "walk.cxplan", origin="window")
    assert check(session) == []
    assert session.broken_link() is None
    session.close()


def test_undo_survives_a_restart(plan, tmp_path):
    before = state(plan.session)
    plan.set("metric", name="FCR")
    plan.session.close()
    again = open_plan(tmp_path / "a.cxplan", origin="window")
    assert again.undo_label() == "Set name"
    again.undo(at=NOON, by="Test")
    assert state(again) == before
    again.close()


def test_undo_in_a_window_takes_back_only_what_windows_did(plan, tmp_path):
    plan.set("metric", name="By the window")
    command = open_plan(tmp_path / "a.cxplan", origin="command")
    with command.change("By a command", at=NOON, by="Script") as change:
        change.set(plan.made["pilot"], name="By a command")
    command.close()
    plan.session.poll()
    assert plan.session.undo_label() == "Set name"
    plan.session.undo(at=NOON, by="Test")
    assert [pilot.name for pilot in plan.session.records(Pilot)] == ["By a command"]
    assert [metric.name for metric in plan.session.records(Metric)] == ["Resolved first time"]


def test_undo_refuses_to_lose_a_later_change_of_the_same_field(plan, tmp_path):
    plan.set("metric", name="By the window")
    command = open_plan(tmp_path / "a.cxplan", origin="command")
    with command.change("Later", at=NOON, by="Script") as change:
        change.set(plan.made["metric"], name="Later")
    command.close()
    with pytest.raises(FieldError, match="later change"):
        plan.session.undo(at=NOON, by="Test")
    assert plan.session.records(Metric)[0].name == "Later"


def test_time_never_runs_backwards_in_the_journal(plan):
    with plan.change("Early", at=NOON - timedelta(days=3)) as change:
        change.set(plan.made["metric"], name="Early")
    assert plan.session.steps(plan.session.head - 1)[0].at == NOON


def test_the_hash_chain_finds_an_altered_step(plan, tmp_path):
    plan.set("metric", name="FCR")
    plan.session.close()
    with sqlite3.connect(tmp_path / "a.cxplan") as raw:
        raw.execute("UPDATE change SET \"after\" = '\"Other\"' WHERE changeset = 3 AND field = 'name'")
    raw.close()
    again = open_plan(tmp_path / "a.cxplan")
    assert again.broken_link() == 3
    assert any("chain breaks at version 3" in line for line in check(again))
    again.close()


def test_check_finds_a_record_that_was_altered_outside_the_journal(plan, tmp_path):
    plan.with_readings(weeks([60.0, 61.0]))
    plan.session.close()
    with sqlite3.connect(tmp_path / "a.cxplan") as raw:
        raw.execute("UPDATE metric SET name = 'Other'")
        raw.execute("UPDATE reading SET value = 99 WHERE value = 60")
    raw.close()
    again = open_plan(tmp_path / "a.cxplan")
    found = check(again)
    assert any("Metric" in line and "differs" in line for line in found)
    assert any("readings are not those" in line for line in found)
    again.close()


def test_log_items_get_numbers_that_are_never_used_twice(plan):
    with plan.change("Two actions") as change:
        first = change.add(Action(text="One"))
        second = change.add(Action(text="Two"))
    assert (first.number, second.number) == (1, 2)
    plan.session.undo(at=NOON, by="Test")
    with plan.change("Another") as change:
        assert change.add(Action(text="Three")).number == 3


def test_a_decision_gets_its_number_when_it_is_taken(plan):
    with plan.change("Ask") as change:
        asked = change.add(Decision(question="Go on?"))
        taken = change.add(Decision(question="Pause?", date=date(2026, 3, 9)))
    assert asked.number is None
    assert taken.number == 1


def test_a_decision_that_was_asked_gets_its_number_when_it_is_taken_later_and_loses_it_by_undo(plan):
    def number():
        return plan.session.records(Decision)[0].number

    with plan.change("Ask") as change:
        asked = change.add(Decision(question="What now?"))
    with plan.change("Say more") as change:
        change.set(asked, reason="It is time")
    assert number() is None
    with plan.change("Take") as change:
        change.set(asked, date=date(2026, 3, 1))
    assert number() == 1
    with plan.change("The day before") as change:
        change.set(asked, date=date(2026, 2, 28))
    assert number() == 1
    plan.session.undo(at=NOON, by="Test")
    plan.session.undo(at=NOON, by="Test")
    assert number() is None


def test_links_to_several_people_are_one_journalled_field(plan):
    other = plan.made["owner"]
    plan.set("objective", agreed_by=[other])
    objective = plan.session.records(Objective)[0]
    assert objective.agreed_by == (other.id,)
    changes = plan.session.changes_of(plan.session.head)
    assert [one.field for one in changes] == ["agreed_by"]
    assert other.id in changes[0].after


def test_the_bin_hides_a_record_and_gives_it_back(plan):
    with plan.change("Bin it") as change:
        change.bin(plan.made["metric"], NOON)
    assert plan.plan.all(Metric) == []
    with plan.change("Put it back") as change:
        change.put_back(plan.made["metric"])
    assert [metric.name for metric in plan.plan.all(Metric)] == ["Resolved first time"]


def test_the_past_is_what_the_plan_held_then(plan):
    plan.with_readings(weeks([60.0, 61.0]))
    then, seq = state(plan.session), plan.session.head
    plan.with_readings(weeks([60.0, 62.0, 63.0]))
    plan.set("metric", name="FCR", success_threshold="66")
    with plan.change("More people") as change:
        change.add(Person(name="New"))
    plan.session.undo(at=NOON, by="Test")
    past = Past(plan.session, seq)
    records, readings = then
    for kind, family in FAMILIES.items():
        assert {
            one.id: [one.value(name) for name in family.fields] for one in past.records(family)
        } == records[kind]
    assert repr({series: past.readings(series).cells(0) for series in past.series_digests()}) == readings
    assert past.series_digests() == {
        series: past.readings(series).digest() for series in past.series_digests()
    }


class TestReadings:
    def test_the_same_rows_twice_change_nothing(self, plan):
        plan.with_readings(weeks([60.0, 61.0], n=[5, 6]))
        head = plan.session.head
        plan.with_readings(weeks([60.0, 61.0], n=[5, 6], recorded_on=7))
        assert plan.session.head == head

    def test_the_digest_follows_every_write(self, plan):
        series = plan.made["metric_series"].id
        for rows in (
            weeks([1.0, 2.0]),
            weeks([1.0, 3.0, 4.0]),
            weeks([9.0], first=MONDAY - timedelta(days=70)),
        ):
            plan.with_readings(rows)
            assert plan.session.series_digests()[series] == plan.session.readings(series).digest()

    def test_two_values_for_one_period_are_refused(self, plan):
        rows = weeks([60.0, 61.0])
        double = rows.joined(weeks([62.0]))
        with pytest.raises(FieldError, match="two values for one period"):
            plan.with_readings(double)

    @pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
    def test_only_finite_values_enter_a_plan(self, plan, bad):
        with pytest.raises(FieldError, match="finite"):
            plan.with_readings(weeks([60.0, bad]))
        assert len(plan.session.readings(plan.made["metric_series"].id)) == 0

    def test_unknown_n_stays_unknown(self, plan):
        plan.with_readings(weeks([60.0, 61.0], n=[5, np.nan]))
        rows = plan.session.readings(plan.made["metric_series"].id)
        assert rows.n[0] == 5
        assert np.isnan(rows.n[1])


def test_a_look_never_waits_for_somebody_who_is_writing(plan, tmp_path):
    holder = sqlite3.connect(tmp_path / "a.cxplan", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    begun = time.monotonic()
    assert plan.session.poll() is None
    assert time.monotonic() - begun < 1
    holder.execute("ROLLBACK")
    holder.close()
    other = open_plan(tmp_path / "a.cxplan")
    with other.change("Elsewhere", at=NOON, by="Script") as change:
        change.set(plan.made["pilot"], name="Other")
    other.close()
    assert plan.session.poll().kinds == {"pilot"}


def test_somebody_elses_step_is_seen_with_what_it_touched(plan, tmp_path):
    assert plan.session.poll() is None
    other = open_plan(tmp_path / "a.cxplan")
    with other.change("Elsewhere", at=NOON, by="Script") as change:
        change.write_readings(plan.made["metric_series"].id, weeks([60.0]))
        change.set(plan.made["pilot"], name="Other")
    other.close()
    seen = plan.session.poll()
    assert seen.kinds == {"pilot", "reading"}
    assert seen.series == {plan.made["metric_series"].id}
    assert plan.session.poll() is None


def test_two_writers_on_one_computer_lose_nothing(plan, tmp_path):
    other = open_plan(tmp_path / "a.cxplan")
    for step in range(20):
        with plan.change("Here") as change:
            change.set(plan.made["metric"], name=f"Here {step}")
        with other.change("There", at=NOON, by="Script") as change:
            change.set(plan.made["pilot"], name=f"There {step}")
    other.close()
    assert len([step for step in plan.session.steps() if step.label in {"Here", "There"}]) == 40
    assert check(plan.session) == []


def test_nothing_is_written_over_a_replaced_file(plan, tmp_path):
    copy = (tmp_path / "a.cxplan").read_bytes()
    plan.set("metric", name="Newer")
    replaced = tmp_path / "b.cxplan"
    replaced.write_bytes(copy)
    replaced.replace(tmp_path / "a.cxplan")
    with pytest.raises(UserError, match="replaced"):
        plan.set("metric", name="Newest")
    assert (tmp_path / "a.cxplan").read_bytes() == copy


class TestTyping:
    """Edits of one field that follow each other closely are one step for undo, and stay steps of the journal."""

    def typed(self, plan, name, seconds):
        with plan.change("Rename the pilot", at=NOON + timedelta(seconds=seconds)) as change:
            change.set(plan.made["pilot"], name=name)

    def name(self, plan):
        return plan.session.records(Pilot)[0].name

    def test_undo_takes_it_back_as_one_and_redo_brings_it_all(self, plan):
        head = plan.session.head
        for place, name in enumerate(("A", "Ag", "Age", "Agent")):
            self.typed(plan, name, 2 * place)
        assert plan.session.head == head + 4
        plan.session.undo(at=NOON, by="Test")
        assert self.name(plan) == "Agent Assist"
        plan.session.redo(at=NOON, by="Test")
        assert self.name(plan) == "Agent"
        plan.session.undo(at=NOON, by="Test")
        assert self.name(plan) == "Agent Assist"
        assert plan.session.undo_label() != "Rename the pilot"
        assert check(plan.session) == []

    def test_a_session_that_opens_later_sees_the_same(self, plan):
        self.typed(plan, "A", 0)
        self.typed(plan, "Ag", 1)
        plan.session.undo(at=NOON, by="Test")
        again = open_plan(plan.session.path, origin="window")
        assert again.redo_label() == "Rename the pilot"
        assert again.undo_label() == "Add an objective"
        again.redo(at=NOON, by="Test")
        again.undo(at=NOON, by="Test")
        assert again.records(Pilot)[0].name == "Agent Assist"
        again.close()

    def test_a_pause_ends_it(self, plan):
        self.typed(plan, "A", 0)
        self.typed(plan, "Ag", 6)
        plan.session.undo(at=NOON, by="Test")
        assert self.name(plan) == "A"

    def test_so_does_another_person_another_field_and_what_was_redone(self, plan):
        self.typed(plan, "A", 0)
        with plan.change("Rename the pilot", at=NOON, by="Another") as change:
            change.set(plan.made["pilot"], name="B")
        plan.session.undo(at=NOON, by="Test")
        assert self.name(plan) == "A"
        with plan.change("Rename the pilot", at=NOON) as change:
            change.set(plan.made["pilot"], short_name="AA")
        plan.session.undo(at=NOON, by="Test")
        assert self.name(plan) == "A"
        plan.session.undo(at=NOON, by="Test")
        plan.session.redo(at=NOON, by="Test")
        self.typed(plan, "Ab", 1)
        plan.session.undo(at=NOON, by="Test")
        assert self.name(plan) == "A", "what was done again is a step of its own"


def test_a_chosen_import_is_taken_back_though_other_work_came_later(plan):
    plan.with_readings(weeks([61.0, 62.0, 63.0]))
    batch = plan.session.head
    plan.set("pilot", name="Renamed")
    plan.session.take_back(batch, at=NOON, by="Test")
    assert len(plan.session.readings(plan.made["metric_series"].id)) == 0
    assert plan.session.records(Pilot)[0].name == "Renamed"
    assert plan.session.undo_label() == "Take back: Import"
    plan.session.undo(at=NOON, by="Test")
    assert len(plan.session.readings(plan.made["metric_series"].id)) == 3
    assert check(plan.session) == []


def test_a_chosen_step_that_later_work_built_on_stays(plan):
    plan.set("pilot", name="First")
    first = plan.session.head
    plan.set("pilot", name="Second")
    with pytest.raises(FieldError, match="a later change"):
        plan.session.take_back(first, at=NOON, by="Test")
    assert plan.session.records(Pilot)[0].name == "Second"
