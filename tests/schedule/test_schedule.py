"""Milestones as a network: golden cases, what can't be ordered, and dates from the plan."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest

from cxworkbench.plan import Plan
from cxworkbench.schedule.forecast import four_in_five
from cxworkbench.schedule.network import NetworkError, critical_path
from cxworkbench.schedule.simulation import DEFAULT_RATIOS, Activity, simulate
from db.models import Milestone, MilestoneLink
from tests.plans import PlanBuilder
from tests.shared_data import shared_file

DAY = date(2026, 3, 11)
ALL_ON_TIME = [1.0] * 8


def golden(name):
    return json.loads(shared_file(f"data/golden/{name}.json").read_text(encoding="utf-8"))["cases"]


def test_the_critical_path_is_that_of_the_golden_case():
    for case in golden("critical_path"):
        found = critical_path(case["inputs"]["durations"], case["inputs"]["predecessors"])
        expected = case["expected"]
        assert found.finish == expected["finish"]
        assert dict(found.early_start) == expected["early_start"]
        assert dict(found.early_finish) == expected["early_finish"]
        assert dict(found.slack) == expected["slack"]
        assert list(found.critical) == expected["critical"]


def test_the_simulation_is_that_of_the_golden_case():
    for case in golden("milestone_forecast"):
        given = case["inputs"]
        activities = {
            name: Activity(planned, predecessors=tuple(given["predecessors"].get(name, ())))
            for name, planned in given["planned"].items()
        }
        found = simulate(
            activities,
            given["finished_ratios"],
            common_share=given["common_share"],
            draws=given["draws"],
            seed=given["seed"],
        )
        assert (found.finish.p50, found.finish.p80) == (case["expected"]["p50"], case["expected"]["p80"])


class TestNetwork:
    def test_a_circle_is_named(self):
        with pytest.raises(NetworkError) as caught:
            critical_path({"a": 1, "b": 1, "c": 1}, {"a": ["b"], "b": ["a"]})
        assert (caught.value.reason, caught.value.names) == ("cycle", ("a", "b"))

    def test_an_unknown_predecessor_is_named(self):
        with pytest.raises(NetworkError) as caught:
            critical_path({"a": 1}, {"a": ["x"]})
        assert (caught.value.reason, caught.value.names) == ("unknown_predecessor", ("x",))

    def test_five_thousand_in_a_row_need_no_recursion(self):
        names = [f"m{place}" for place in range(5_000)]
        chain = {after: [before] for before, after in pairwise(names)}
        assert critical_path(dict.fromkeys(names, 1), chain).finish == 5_000


class TestSimulation:
    def test_few_finished_milestones_are_helped_by_the_default_class(self):
        assert not simulate({"a": Activity(10)}, [1.0] * 7).is_own
        assert simulate({"a": Activity(10)}, ALL_ON_TIME).is_own

    def test_the_default_class_alone_gives_its_own_quantiles(self):
        found = simulate({"a": Activity(100)}, []).finish
        assert found.p50 in {round(100 * ratio) for ratio in DEFAULT_RATIOS}
        assert found.p80 >= found.p50
        assert (found.p50, found.p80) == (110, 150)

    def test_one_in_progress_takes_only_what_its_days_still_allow(self):
        found = simulate({"a": Activity(10, elapsed=11.0)}, [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.5])
        assert (found.finish.p50, found.finish.p80) == (4, 4), "only 1.5 times is left: 15 less 11 days"

    def test_one_past_every_draw_has_a_tenth_of_its_plan_left(self):
        assert simulate({"a": Activity(50, elapsed=90.0)}, ALL_ON_TIME).finish.p50 == 5

    def test_the_same_seed_gives_the_same(self):
        one, other = (simulate({"a": Activity(30), "b": Activity(40)}, []) for _ in range(2))
        assert one == other


@pytest.fixture
def built(tmp_path):
    return PlanBuilder(tmp_path / "p.cxplan").with_pilot()


def add(built, **values):
    with built.change("Milestone") as change:
        return change.add(Milestone(pilot=built.made["pilot"], **values))


def asked(built):
    plan = Plan(built.session, version=built.session.head)
    return four_in_five(plan, plan.pilots[0], DAY)


class TestFromThePlan:
    def test_one_with_a_start_has_a_date_no_earlier_than_it_takes(self, built):
        one = add(built, title="Train", start=DAY, planned=DAY + timedelta(days=20))
        assert asked(built)[one.id] == DAY + timedelta(days=30), (
            "20 days at 1.5, four of five of the default class"
        )

    def test_one_without_a_start_and_without_what_it_waits_for_has_none(self, built):
        add(built, title="Train", planned=DAY + timedelta(days=20))
        assert asked(built) == {}

    def test_one_that_waits_ends_after_what_it_waits_for(self, built):
        first = add(built, title="Train", start=DAY, planned=DAY + timedelta(days=20))
        then = add(built, title="Use", planned=DAY + timedelta(days=30))
        with built.change("Link") as change:
            change.add(MilestoneLink(before=first, after=then))
        found = asked(built)
        assert found[then.id] > found[first.id]

    def test_a_circle_gives_no_dates(self, built):
        one = add(built, title="A", start=DAY, planned=DAY + timedelta(days=5))
        other = add(built, title="B", start=DAY, planned=DAY + timedelta(days=5))
        with built.change("Link") as change:
            change.add(MilestoneLink(before=one, after=other))
            change.add(MilestoneLink(before=other, after=one))
        assert asked(built) == {}

    def test_one_that_is_done_has_none(self, built):
        add(built, title="Train", start=DAY - timedelta(days=30), planned=DAY, done=DAY)
        assert asked(built) == {}
