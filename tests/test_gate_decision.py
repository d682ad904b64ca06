"""What a recorded decision on a gate makes of the plan: status, phase, the evidence it cites, the question it answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cxworkbench.gate_decision import PASS, PAUSE, STOP, Asked, Draft, is_against, lacking, record
from cxworkbench.gate_page import gate_state
from cxworkbench.plan import Plan
from cxworkbench.recommendation import Recommendation
from db.models import Decision, Gate, Phase, RecoveryCase, Waiver
from tests.plans import MONDAY, PlanBuilder, weeks

DAY = date(2026, 3, 11)


@pytest.fixture
def built(tmp_path):
    return PlanBuilder(tmp_path / "p.cxplan")


def plan_of(built):
    return Plan(built.session, version=built.session.head)


def page_of(built, gate):
    plan = plan_of(built)
    return gate_state(plan, plan.pilots[0], gate, DAY)


def waive_all(built, gate, *, but=()):
    needs = [one.criterion for one in page_of(built, gate).needs if one.criterion not in but]
    with built.change("Waive") as change:
        change.add(
            Waiver(
                criteria=needs, reason="To see what follows", given_by=built.made["sponsor"],
                second_reader=built.made["owner"], until=DAY + timedelta(days=30),
            )
        )  # fmt: skip


def decide(built, gate, choice=PASS):
    plan, page = plan_of(built), page_of(built, gate)
    needs = tuple(one.criterion for one in page.needs if one.needs == "condition" and not one.is_covered)
    asked = Asked("Put the rest right", built.made["owner"].id, DAY + timedelta(days=9), needs)
    draft = Draft(choice, built.made["sponsor"].id, reason="Because", conditions=(asked,) if needs else ())
    with built.change("Decide") as change:
        made = record(change, plan, plan.pilots[0], page, draft, None, DAY)
    return plan_of(built).get(Decision, made.id)


def test_passing_go_live_makes_the_pilot_live_from_that_day(built):
    built.with_pilot(status="preparing")
    waive_all(built, "go_live")
    decision = decide(built, "go_live")
    plan = plan_of(built)
    assert plan.pilots[0].status == "live"
    (phase,) = plan.all(Phase)
    assert (phase.kind_, phase.started_on, phase.decision) == ("live", DAY, decision.id)


def test_passing_an_earlier_gate_leaves_the_status(built):
    built.with_pilot(status="preparing")
    waive_all(built, "measure")
    decide(built, "measure")
    assert plan_of(built).pilots[0].status == "preparing"


def test_passing_scale_makes_it_scaled(built):
    built.with_pilot(status="live")
    waive_all(built, "scale")
    decide(built, "scale")
    assert plan_of(built).pilots[0].status == "scaled"


def test_passing_decide_is_the_decision_to_scale_and_cites_the_newest_closed_weeks(built):
    built.with_pilot(status="live", gates={"go_live": (MONDAY, MONDAY)}).with_metric(role="primary")
    # The nineteenth week isn't over on the day.
    built.with_readings(weeks([50.0 + place for place in range(19)], MONDAY, n=[100.0] * 19))
    waive_all(built, "decide")
    decision = decide(built, "decide")
    assert decision.kind_ == "scale"
    assert [one["value"] for one in decision.cites] == [64.0, 65.0, 66.0, 67.0]
    assert decision.cites[-1]["from"] == "2026-03-02"
    assert decision.cites[-1]["to"] == "2026-03-09"
    assert {one["n"] for one in decision.cites} == {100.0}


def test_without_sample_sizes_passing_decide_needs_a_waiver(built):
    built.with_pilot(status="live", gates={"go_live": (MONDAY, MONDAY)}).with_metric(role="primary")
    built.with_readings(weeks([50.0] * 18, MONDAY))
    waive_all(built, "decide", but={"roi_scale_on_evidence"})
    draft = Draft(PASS, built.made["sponsor"].id, reason="Because")
    assert (
        lacking(page_of(built, "decide"), draft, None)
        == "Needs a waiver: Scale decision cites 0 readings with n, needs 3"
    )
    waive_all(built, "decide")
    assert decide(built, "decide").kind_ == "scale"


def test_the_decision_that_was_asked_for_the_gate_is_the_one_that_is_taken(built):
    built.with_pilot(status="preparing")
    pilot = plan_of(built).pilots[0]
    with built.change("Ask") as change:
        asked = change.add(
            Decision(
                pilot=pilot, kind_="pass gate", question="Can we pass Measure?", asked_on=date(2026, 3, 2),
                asked_of=built.made["sponsor"],
            )
        )  # fmt: skip
        other = change.add(Decision(pilot=pilot, kind_="agree", question="Agree on Measure?", asked_on=DAY))
    waive_all(built, "measure")
    taken = decide(built, "measure")
    assert (taken.id, taken.date, taken.asked_on) == (asked.id, DAY, date(2026, 3, 2))
    assert taken.number is not None
    plan = plan_of(built)
    assert plan.get(Decision, other.id).date is None
    assert next(one for one in plan.all(Gate) if one.kind_ == "measure").decision == asked.id


def test_stopping_ends_the_recovery_that_runs(built):
    built.with_pilot(status="paused")
    with built.change("Recover") as change:
        change.add(RecoveryCase(pilot=plan_of(built).pilots[0], started_on=date(2026, 3, 2)))
    decide(built, "decide", STOP)
    (case,) = plan_of(built).all(RecoveryCase)
    assert (case.ended_on, case.outcome) == (DAY, "stop")


@pytest.mark.parametrize(
    ("gate", "choice", "advised", "against"),
    [
        ("scale", STOP, "hold", True),
        ("scale", PAUSE, "hold", True),
        ("scale", PAUSE, "pause", False),
        ("scale", PASS, "hold", False),
        ("decide", PASS, "hold", True),
        ("decide", PASS, "scale", False),
    ],
)
def test_a_decision_against_the_recommendation_is_one_at_any_gate_that_pauses_or_stops(
    built, gate, choice, advised, against
):
    built.with_pilot(status="live")
    advice = Recommendation(advised, (), ())
    assert is_against(Draft(choice), page_of(built, gate), advice) is against
