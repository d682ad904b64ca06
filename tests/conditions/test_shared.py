"""Results that pilots share: the same as each pilot's own, and as fresh as the records that they rest on."""

from __future__ import annotations

import pytest

from cxworkbench.assess import assess, judged_pilot
from cxworkbench.conditions import rating
from cxworkbench.conditions.shared import MOST_HELD, Shared, WatchingScope
from cxworkbench.memory import Memories, loaded_anew
from cxworkbench.own_reference import catalogue_of
from cxworkbench.plan import Plan
from db.models import Engagement, Person, Pilot, Sponsor, Stakeholder, Waiver
from db.store import open_plan
from tests.large import weekly_plan
from tests.plans import NOON

DAY = NOON.date()


@pytest.fixture
def session(tmp_path):
    weekly_plan(tmp_path / "many.cxplan", 6)
    session = open_plan(tmp_path / "many.cxplan")
    yield session
    session.close()


def step(session, make):
    with session.change("Step", at=NOON, by="Test") as change:
        make(change)


def said(state):
    return [
        (one.condition, one.state, one.reason, [(r.id, r.state, r.detail, r.evidence) for r in one.results])
        for one in state.ratings
    ]


def test_a_pilot_judged_with_others_is_judged_as_alone(session):
    plan = Plan(session, version=session.head)
    together = assess(plan, DAY)
    for pilot in plan.pilots:
        assert said(together.pilot(pilot.id)) == said(judged_pilot(plan, pilot, DAY))


def test_what_rests_on_the_same_records_is_checked_once(session, monkeypatch):
    plan = Plan(session, version=session.head)
    checked = []
    honest = rating.result_of

    def counted(criterion, *rest):
        checked.append(criterion.id)
        return honest(criterion, *rest)

    monkeypatch.setattr(rating, "result_of", counted)  # counts the calls, and makes them
    assess(plan, DAY)
    assert checked.count("data_inventory") == 1, "no pilot has a data source"
    assert checked.count("obj_complete") == len(plan.pilots), "each has an objective of its own"


def test_a_pilot_with_records_of_its_own_is_judged_by_them(session):
    plan = Plan(session, version=session.head)
    first, last = plan.pilots[0], plan.pilots[-1]
    step(
        session,
        lambda change: change.add(
            Waiver(
                pilot=last,
                criteria=("data_inventory",),
                given_by=plan.all(Person)[0],
                second_reader=plan.all(Person)[1],
                reason="Under way",
                from_=DAY,
                until=DAY.replace(year=DAY.year + 1),
            )
        ),
    )
    found = assess(Plan(session, version=session.head), DAY)

    def cover(pilot):
        rows = [one for r in found.pilot(pilot.id).ratings for one in r.results if one.id == "data_inventory"]
        return rows[0].cover

    assert cover(first) == ""
    assert cover(last).startswith("waived by")


def test_a_shared_result_is_worked_out_anew_when_a_record_behind_it_changes(session):
    """The name of a programme's sponsor stands in the words that all pilots share."""
    plan = Plan(session, version=session.head)
    who = plan.all(Person)[0]
    sponsor = plan.all(Sponsor)[0]
    step(session, lambda change: change.set(sponsor, role="executive"))
    memories = Memories()
    plan = loaded_anew(session, plan, memories.readings)
    before = assess(plan, DAY, memories=memories)
    words = [r.detail for state in before.pilots for one in state.ratings for r in one.results]
    assert any(who.name in one for one in words), "else this test says nothing"
    assert plan.all(Stakeholder), "else nobody is in touch"
    assert plan.all(Engagement), "else nobody is in touch"
    step(session, lambda change: change.set(who, name="Ana Renamed"))
    plan = loaded_anew(session, plan, memories.readings)
    after = assess(plan, DAY, memories=memories)
    fresh = assess(Plan(session, version=session.head), DAY)
    assert [said(one) for one in after.pilots] == [said(one) for one in fresh.pilots]
    assert any("Ana Renamed" in r.detail for s in after.pilots for one in s.ratings for r in one.results)


def test_a_scope_that_is_watched_tells_whether_the_pilot_was_asked(session):
    plan = Plan(session, version=session.head)
    watching = WatchingScope.of(rating.scope_of(plan, plan.pilots[0], DAY))
    assert watching.records("risk")
    assert not watching.known.asked_pilot
    assert set(watching.known.lists) == {"risk"}
    assert isinstance(watching.pilot, Pilot)
    assert watching.known.asked_pilot


def test_a_condition_that_all_share_is_one_tuple(session):
    plan = Plan(session, version=session.head)
    catalogue = catalogue_of(plan, DAY)
    shared = rating.sharing(catalogue)
    assert isinstance(shared, Shared)
    rows = [
        rating.rate(plan, pilot, DAY, catalogue, rating.scope_of(plan, pilot, DAY), shared)
        for pilot in plan.pilots
    ]
    data = [next(one for one in own if one.condition == "data_ready").results for own in rows]
    assert data[-1] is data[-2]


def of_governance(assessment, pilot):
    return next(one for one in assessment.pilot(pilot.id).ratings if one.condition == "governance_in_place")


def test_pilots_of_the_same_flags_share_their_controls_and_others_have_theirs(session):
    """Which controls apply follows from what a pilot touches: a value of the pilot, asked of each."""
    plan = Plan(session, version=session.head)
    inside = plan.pilots[:3]

    def face_nobody(change):
        for pilot in inside:
            change.set(pilot, customer_facing=False, affects_workers=False)

    step(session, face_nobody)
    plan = Plan(session, version=session.head)
    together = assess(plan, DAY)
    for pilot in plan.pilots:
        assert said(together.pilot(pilot.id)) == said(judged_pilot(plan, pilot, DAY))
    rows = [of_governance(together, pilot) for pilot in plan.pilots]
    disclosure = [next(r for r in row.results if r.id == "gov_disclosure").state for row in rows]
    assert disclosure == ["not_applicable"] * 3 + [disclosure[-1]] * 3
    assert disclosure[-1] != "not_applicable"
    assert rows[1].results is rows[2].results
    assert rows[4].results is rows[5].results
    assert rows[1].results is not rows[4].results


def test_a_check_that_asks_more_of_some_pilots_is_shared_by_all_that_it_asked(session):
    """Of a pilot that affects workers nothing more is asked; of the others whether it faces customers."""
    plan = Plan(session, version=session.head)
    pilots = plan.pilots
    flags = [(True, None), (False, True), (False, False), (True, None), (False, True), (False, False)]

    def flag(change):
        for pilot, (workers, facing) in zip(pilots, flags, strict=True):
            change.set(pilot, affects_workers=workers, customer_facing=facing)

    step(session, flag)
    plan = Plan(session, version=session.head)
    catalogue = catalogue_of(plan, DAY)
    one = next(c for condition in catalogue.conditions for c in condition.criteria if c.id == "str_scope")
    checked = []

    def check(criterion, scope, due):
        workers = scope.path(("pilot", "affects_workers"))
        facing = None if workers else scope.path(("pilot", "customer_facing"))
        checked.append((workers, facing))
        return rating.result_of(
            criterion,
            rating.scope_of(plan, plan.pilots[0], DAY),
            due,
            catalogue,
            rating.VOICES["strategy_first"],
        )

    shared = Shared(check)
    found = [shared._result(one, rating.scope_of(plan, pilot, DAY), DAY) for pilot in plan.pilots]
    # The first was found before anything more was asked; the fourth lacks an answer to that, and is asked anew.
    assert checked == [(True, None), (False, True), (False, False), (True, None)]
    assert found[3] is not found[0]
    assert found[4] is found[1]
    assert found[5] is found[2]


def test_values_that_differ_for_every_pilot_are_not_held_without_end(session):
    plan = Plan(session, version=session.head)
    pilot = plan.pilots[0]
    catalogue = catalogue_of(plan, DAY)
    one = next(c for condition in catalogue.conditions for c in condition.criteria if c.id == "str_scope")

    class Asking(rating.PilotScope):
        __slots__ = ("day",)

        def gate_day(self, kind):
            return self.day

    def check(criterion, scope, due):
        scope.gate_day("go_live")
        return rating.result_of(
            criterion, rating.scope_of(plan, pilot, DAY), due, catalogue, rating.VOICES["strategy_first"]
        )

    shared = Shared(check)
    for number in range(MOST_HELD + 5):
        scope = Asking(plan, pilot, DAY)
        scope.day = number
        shared._result(one, scope, DAY)
    assert len(shared._found["str_scope"].held) == MOST_HELD
