"""The log in its order, risks on their matrix, and what is known of stakeholders."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cxworkbench import raid, stakeholders
from cxworkbench.plan import Plan
from db.models import (
    Action,
    Commitment,
    Decision,
    Engagement,
    Issue,
    Override,
    Person,
    Risk,
    Stakeholder,
    Waiver,
)
from db.past import Past
from tests.plans import PlanBuilder

TODAY = date(2026, 3, 11)


def day(places: int) -> date:
    return TODAY + timedelta(days=places)


@pytest.fixture
def plan(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot()
    yield builder
    builder.session.close()


def add(plan: PlanBuilder, *records):
    with plan.change("Add") as change:
        return [change.add(record) for record in records]


class TestLog:
    """One list over six kinds of record."""

    def test_overdue_first_then_by_date_then_without_a_date_and_what_is_closed_last(self, plan):
        add(
            plan,
            Action(text="Later", due=day(5)),
            Action(text="Without a date"),
            Action(text="Done", due=day(-30), done_on=day(-1)),
            Issue(title="Late", due=day(-54)),
            Waiver(reason="Contract signed before the audit", until=day(-10)),
            Risk(title="Tomorrow", review_on=day(1), likelihood=5, impact=4),
        )
        items = raid.log(plan.plan, TODAY)
        assert [one.what for one in items] == [
            "Late",
            "Contract signed before the audit",
            "Tomorrow",
            "Later",
            "Without a date",
            "Done",
        ]
        assert [one.clock for one in items[:4]] == ["54 days overdue", "11 days overdue", "tomorrow", ""]
        assert [one.is_overdue(TODAY) for one in items] == [True, True, False, False, False, False]
        assert items[2].level == 20
        assert raid.counts(items) == {"action": 2, "issue": 1, "waiver": 1, "risk": 1}

    def test_a_decision_that_waits_has_no_number_and_a_clock_since_it_was_asked(self, plan):
        sponsor = plan.made["sponsor"]
        add(
            plan,
            Decision(question="Scale?", asked_on=day(-13), asked_of=sponsor),
            Decision(question="Pause?", asked_on=day(-9), date=day(-2), outcome="Paused", decided_by=sponsor),
        )
        waits, taken = raid.log(plan.plan, TODAY)
        assert (waits.code, waits.clock, waits.owner) == ("asked", "asked 13 days ago", "Helen Marsh")
        assert (taken.code, taken.what, taken.is_open) == ("D-01", "Paused", False)

    def test_an_override_is_open_until_it_is_judged(self, plan):
        add(
            plan,
            Override(reason="Kept live", judge_on=day(1)),
            Override(reason="Was right", judged_right=True),
        )
        first, second = raid.log(plan.plan, TODAY)
        assert (first.clock, first.is_open, second.is_open) == ("judge it tomorrow", True, False)


class TestMatrix:
    """Risks by probability and impact."""

    @pytest.mark.parametrize(
        ("likelihood", "impact", "word"),
        [(5, 3, "High"), (2, 4, "Medium"), (1, 5, "Low"), (3, 5, "High"), (None, 5, ""), (2, 3, "Low")],
    )
    def test_the_level_is_the_product(self, likelihood, impact, word):
        assert raid.level_word(likelihood, impact) == word

    def test_open_risks_with_where_they_stood(self, plan):
        risk, *_ = add(
            plan,
            Risk(title="Moves", likelihood=3, impact=4),
            Risk(title="Stays", likelihood=2, impact=2),
            Risk(title="Closed", likelihood=5, impact=5, closed_on=day(-1)),
            Risk(title="Not rated", likelihood=5),
        )
        then = plan.session.head
        with plan.change("Rate") as change:
            change.set(risk, likelihood=5)
        past = Plan(Past(plan.session, then), version=then)
        points = {one.code: (one.now, one.was, one.level) for one in raid.matrix(plan.plan, past)}
        assert points == {"R-01": ((5, 4), (3, 4), "High"), "R-02": ((2, 2), None, "Low")}


class TestStakeholders:
    """Where people stand, whether they are met, and what they promised."""

    @pytest.fixture
    def rob(self, plan):
        (person,) = add(plan, Person(name="Rob Ellery"))
        (made,) = add(
            plan,
            Stakeholder(person=person, role="coo_cx_director", influence="very high", support="supports"),
        )
        return made

    def test_a_fall_of_support_is_seen_and_who_is_to_be_won_first(self, plan, rob):
        then = plan.session.head
        with plan.change("Move") as change:
            change.set(rob, support="doubtful")
        past = Plan(Past(plan.session, then), version=then)
        (point,) = stakeholders.stakeholder_map(plan.plan, past)
        assert (point.name, point.now, point.was) == ("Rob Ellery", (4, 1), (4, 3))
        assert point.fell
        assert point.win_first
        (went,) = stakeholders.moved([point])
        assert (went.name, went.was, went.now, went.fell) == ("Rob Ellery", "supports", "doubtful", True)
        assert went.ref.id == rob.id

    def test_who_stands_still_has_no_ring_and_unknown_places_are_left_out(self, plan, rob):
        add(plan, Stakeholder(person=plan.made["owner"], role="pmo", influence="low"))
        past = Plan(Past(plan.session, plan.session.head), version=plan.session.head)
        assert [one.was for one in stakeholders.stakeholder_map(plan.plan, past)] == [None]

    def test_planned_contacts_are_kept_or_missed_whatever_the_reason(self, plan, rob):
        add(
            plan,
            *(
                Engagement(
                    stakeholder=rob,
                    kind_="one-to-one",
                    planned=day(-14 * n),
                    done=day(-14 * n) if n % 2 else None,
                )
                for n in range(1, 9)
            ),
            Engagement(stakeholder=rob, planned=day(-3), cancelled_reason="Budget round"),
            Engagement(stakeholder=rob, planned=day(1), cancelled_reason="Moved by a day"),
            Engagement(stakeholder=rob, planned=day(2)),
        )
        (one,) = stakeholders.cadences(plan.plan, TODAY)
        assert one.kept == (True, False, True, False, True, False)
        assert one.count == "3 of 6"
        assert one.next is not None
        assert one.next.planned == day(2)
        assert one.last_held == day(-14)
        assert one.state == "failing"

    @pytest.mark.parametrize(
        ("held", "state"), [([True] * 3, "met"), ([True, True, False], "at_risk"), ([True, False], "failing")]
    )
    def test_a_cadence_is_kept_in_part_or_failing(self, plan, rob, held, state):
        contacts = [
            Engagement(stakeholder=rob, planned=day(-14 * n - 1), done=day(-14 * n - 1) if kept else None)
            for n, kept in enumerate(held)
        ]
        add(plan, *contacts)
        (one,) = stakeholders.cadences(plan.plan, TODAY)
        assert one.state == state

    def test_a_wanted_cadence_in_words(self):
        assert [stakeholders.every(days) for days in (14, 7, 10, None)] == [
            "2 weeks",
            "1 week",
            "10 days",
            "",
        ]

    def test_days_from_ask_to_decision_with_the_limit_of_the_programme(self, plan, rob):
        person = rob.person
        add(
            plan,
            Decision(question="A", asked_on=day(-40), asked_of=person, date=day(-26), outcome="Agreed"),
            Decision(question="B", asked_on=day(-20), asked_of=person, date=day(-13)),
            Decision(question="C", asked_on=day(-13), asked_of=person),
            Decision(question="D", asked_on=day(3), asked_of=person),
        )
        found = stakeholders.clocks(plan.plan, TODAY)
        assert [(one.text, one.days, one.is_open, one.over_limit) for one in found] == [
            ("A", 14, False, True),
            ("B", 7, False, False),
            ("C", 13, True, True),
        ]
        assert stakeholders.medians(found) == [("Rob Ellery", 10.5)]
        assert stakeholders.said_of_clocks(found) == (
            "Rob Ellery 10.5 days at the median of decisions taken. One open ask is over the limit."
        )
        assert (
            stakeholders.said_of_clocks(found[1:2]) == "Rob Ellery 7 days at the median of decisions taken."
        )
        assert stakeholders.said_of_clocks([]) == ""

    def test_commitments_overdue_first(self, plan, rob):
        add(
            plan,
            Commitment(stakeholder=rob, text="Kept", due=day(-7), kept_on=day(-7)),
            Commitment(stakeholder=rob, text="Due", due=day(7)),
            Commitment(stakeholder=rob, text="Late", due=day(-6)),
            Commitment(stakeholder=rob, text="Gone", due=day(-6), withdrawn_reason="Moved on"),
        )
        found = stakeholders.commitments(plan.plan, TODAY)
        assert [(one.commitment.text, one.state) for one in found] == [
            ("Late", "overdue"),
            ("Due", "due"),
            ("Kept", "kept"),
            ("Gone", "withdrawn"),
        ]


def test_open_items_are_counted_without_making_them(plan):
    add(
        plan,
        Action(text="Open", due=day(3)),
        Action(text="Done", due=day(-3), done_on=day(-4)),
        Risk(title="Open"),
        Risk(title="Closed", closed_on=day(-1)),
        Issue(title="Open"),
        Decision(question="Open?"),
        Decision(question="Taken?", date=day(-2)),
    )
    assert raid.open_count(plan.plan) == sum(one.is_open for one in raid.log(plan.plan, TODAY)) == 4
