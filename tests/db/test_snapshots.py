"""A snapshot is the plan as it stood: equal to the journal's account of it, provable by its hash, never changed."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from cxworkbench import baselines
from cxworkbench.assess import assess
from cxworkbench.comparing import compare, versions
from cxworkbench.plan import Plan
from db import snapshots
from db.check import check
from db.errors import PlanDamaged
from db.models import BaselinePlan, Gate, Milestone, Objective, Snapshot
from db.past import Past
from db.records import FAMILIES
from db.store import open_plan
from tests.everything import id_of, write_everything
from tests.plans import NOON, PlanBuilder, weeks


def freeze(session, name, seq=None):
    seq = seq or session.head
    content = snapshots.frozen(session, seq)
    with session.change(f"Freeze {name}", at=NOON + timedelta(days=3), by="Test") as change:
        return snapshots.keep(change, content, name=name, seq=seq, at=NOON)


def states(source):
    records = {
        kind: {record.id: record.__dict__ for record in source.records(family)}
        for kind, family in FAMILIES.items()
    }
    return records, {id: source.readings(id).cells(0) for id in source.series_digests()}


def test_a_snapshot_holds_every_table_as_it_stood(tmp_path):
    session = write_everything(tmp_path / "a.cxplan")
    at_first = session.head
    with session.change("Later", at=NOON + timedelta(days=1), by="Test") as change:
        change.set(FAMILIES["risk"], id_of("risk"), title="Later")
        change.write_readings(id_of("series"), weeks([9.0, 2.0, 3.0, 4.0], n=[1, None, 2, 3]))
    made = freeze(session, "As it was", at_first)
    now = freeze(session, "As it is")
    path = session.path
    session.close()
    with closing(open_plan(path, read_only=True)) as session:
        assert states(snapshots.Frozen(session, made)) == states(Past(session, at_first))
        records, readings = states(snapshots.Frozen(session, now))
        assert records["risk"] == states(Past(session, now.changeset))[0]["risk"]
        assert len(readings[id_of("series")]) == 4
        assert hashlib.sha256(session.kept(made.hash)).hexdigest() == made.hash
        assert snapshots.frozen(session, at_first) == session.kept(made.hash), (
            "the same state, the same bytes"
        )
        assert check(session) == []


def test_a_snapshot_whose_content_was_altered_is_refused_and_found(tmp_path):
    session = write_everything(tmp_path / "a.cxplan")
    made = freeze(session, "As it is")
    session.close()
    with sqlite3.connect(tmp_path / "a.cxplan") as raw:
        raw.execute(
            "UPDATE content SET compressed = substr(compressed, 1, 40) WHERE sha256 = ?", (made.hash,)
        )
    raw.close()
    with closing(open_plan(tmp_path / "a.cxplan", read_only=True)) as session:
        assert check(session) == [f"the kept file {made.hash[:12]} is damaged"]
        with pytest.raises(PlanDamaged, match="missing or damaged"):
            snapshots.Frozen(session, made).records(Gate)


class TestComparing:
    """Any two states of a plan, judged each as of its own day."""

    @pytest.fixture
    def plan(self, tmp_path):
        builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot().with_metric().with_objective()
        yield builder
        builder.session.close()

    def test_the_frozen_states_are_offered_newest_first(self, plan):
        first = freeze(plan.session, "First")
        plan.set("pilot", name="Renamed")
        freeze(plan.session, "Second")
        assert {one.name for one in versions(plan.session)} == {"First", "Second"}
        assert versions(plan.session)[1].seq == first.changeset

    def test_figures_and_differences_of_two_states(self, plan):
        before = plan.session.head
        plan.set("objective", outcome=None, agreed_on=None)
        freeze(plan.session, "Not a change of the plan")
        found = compare(plan.session, before, plan.session.head, today=date(2026, 3, 11))
        assert found.changes.added == found.changes.removed == ()
        assert len(found.changes.changed) == 2
        figures = {one.name: (one.before, one.after) for one in found.figures}
        assert figures["Open log items"] == ("0", "0")
        then = assess(Plan(Past(plan.session, before), version=before), date(2026, 3, 11))
        assert figures["Conditions met"][0] == str(then.counts.get("met", 0))

    def test_the_beginning_has_no_figures(self, plan):
        found = compare(plan.session, 0, plan.session.head, today=date(2026, 3, 11))
        assert {one.before for one in found.figures} == {"—"}
        assert len(found.changes.added) > 5


class TestBaselines:
    """A named copy of dates, targets and values, and what has moved away from it."""

    def test_what_moved_is_said_and_only_that(self, tmp_path):
        plan = PlanBuilder(tmp_path / "a.cxplan").with_pilot(gates={"decide": (date(2026, 5, 4), None)})
        plan.with_metric(success_threshold="66.0").with_objective()
        with plan.change("Milestone") as change:
            plan.made["milestone"] = change.add(
                Milestone(pilot=plan.made["pilot"], title="All active", planned=date(2026, 4, 20))
            )
        with plan.change("Baseline") as change:
            made = baselines.make(change, plan.plan, "March", made_on=date(2026, 3, 11))
        assert baselines.moved(plan.plan, made) == []
        plan.set("milestone", planned=date(2026, 5, 4), evidence="not copied")
        plan.set("decide", planned_on=None)
        plan.set("metric", success_threshold="67.0")
        with plan.change("Bin") as change:
            change.bin(plan.made["objective"], NOON)
        found = {
            (one.ref.kind, one.ref.field): (one.then, one.now) for one in baselines.moved(plan.plan, made)
        }
        assert found["milestone", "planned"] == (date(2026, 4, 20), date(2026, 5, 4))
        assert found["gate", "planned_on"] == (date(2026, 5, 4), None)
        assert str(found["metric", "success_threshold"][1]) == "67.0"
        assert found["objective", "target_date"] == (date(2026, 6, 30), None)
        assert ("milestone", "evidence") not in found
        assert [one.name for one in plan.plan.all(BaselinePlan)] == ["March"]
        assert check(plan.session) == []
        plan.session.close()

    def test_every_copied_field_exists(self):
        for kind, fields in baselines.COPIED.items():
            assert set(fields) <= set(FAMILIES[kind].fields), kind

    def test_a_pilots_own(self, tmp_path):
        plan = PlanBuilder(tmp_path / "a.cxplan").with_pilot().with_metric().with_objective()
        first = plan.made["pilot"]
        plan.with_pilot("Other", gates={"decide": (date(2026, 5, 4), None)})
        with plan.change("Baseline") as change:
            made = baselines.make(change, plan.plan, "Mine", made_on=date(2026, 3, 11), pilot=first.id)
        with plan.change("Move") as change:
            change.set(plan.made["decide"], planned_on=date(2026, 6, 1))
            change.set(Objective, plan.made["objective"].id, target_value="80")
        assert [one.ref.kind for one in baselines.moved(plan.plan, made)] == ["objective"]
        plan.session.close()


def test_snapshots_never_change_by_an_edit_of_the_plan(tmp_path):
    plan = PlanBuilder(tmp_path / "a.cxplan").with_pilot()
    made = freeze(plan.session, "First")
    before = plan.session.kept(made.hash)
    plan.set("pilot", name="Renamed")
    assert plan.session.kept(made.hash) == before
    frozen = Plan(snapshots.Frozen(plan.session, made), version=made.changeset)
    assert frozen.pilots[0].name == "Agent Assist"
    assert [one.name for one in plan.session.records(Snapshot)] == ["First"]
    plan.session.close()
