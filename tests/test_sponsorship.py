"""Sponsorship of a pilot: who sponsors it, with what authority, and what concerns that pilot of what they do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cxworkbench import sponsorship
from db.models import Commitment, Decision, Engagement, Person, Pilot, Sponsor, Stakeholder
from tests.plans import PlanBuilder

TODAY = date(2026, 3, 11)


def day(offset):
    return TODAY + timedelta(days=offset)


@pytest.fixture
def plan(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot()
    with builder.change("Another pilot") as change:
        builder.made["other"] = change.add(
            Pilot(name="Other", owner=builder.made["owner"], deployment_type="agent_assist")
        )
        builder.made["stakeholder"] = change.add(
            Stakeholder(person=builder.made["sponsor"], role="executive_sponsor", cadence_days=14)
        )
    yield builder
    builder.session.close()


def add(plan, *records):
    with plan.change("Add") as change:
        return [change.add(record) for record in records]


def pilot(plan):
    return plan.made["pilot"].id


def named(plan, **more):
    values = {"person": plan.made["sponsor"], "pilot": plan.made["pilot"], "role": "executive", **more}
    return add(plan, Sponsor(**values))[0]


class TestWhoSponsors:
    def test_nobody(self, plan):
        assert sponsorship.facts(plan.plan, pilot(plan), TODAY) == []
        assert sponsorship.lines(plan.plan, pilot(plan), TODAY) == []

    def test_everything_known(self, plan):
        owner = plan.made["owner"]
        named(
            plan,
            appointed_on=day(-30),
            holds_budget=True,
            spans_departments=True,
            deputy=owner,
            benefit_owner=owner,
        )
        found = sponsorship.facts(plan.plan, pilot(plan), TODAY)
        assert [(one.what, one.value, one.state) for one in found] == [
            ("Executive sponsor", "Helen Marsh, since 9 Feb", "met"),
            ("Holds the budget", "Yes", "met"),
            ("Spans the departments", "Yes", "met"),
            ("Deputy", "Priya Raman", "met"),
            ("Owns the benefit", "Priya Raman", "met"),
        ]

    def test_what_is_missing_or_denied_is_said(self, plan):
        named(plan, holds_budget=False)
        found = sponsorship.facts(plan.plan, pilot(plan), TODAY)
        assert [(one.value, one.state) for one in found] == [
            ("Helen Marsh, no day of appointment", "not_met"),
            ("No", "not_met_lesser"),
            ("Not said", "not_met_lesser"),
            ("Nobody named", "not_met"),
            ("Nobody named", "not_met_lesser"),
        ]

    def test_who_has_ended_or_sponsors_another_pilot_does_not_count(self, plan):
        named(plan, ended_on=day(-1))
        named(plan, pilot=plan.made["other"])
        (whole,) = add(plan, Sponsor(person=plan.made["owner"], role="second"))
        found = sponsorship.sponsors(plan.plan, pilot(plan), TODAY)
        assert [one.id for one in found] == [whole.id]

    def test_executives_stand_first_and_own_ones_before_the_programmes(self, plan):
        second = named(plan, role="second", person=plan.made["owner"])
        whole = named(plan, pilot=None)
        own = named(plan)
        found = sponsorship.sponsors(plan.plan, pilot(plan), TODAY)
        assert [one.id for one in found] == [own.id, whole.id, second.id]


class TestWhatTheyDo:
    @pytest.fixture
    def sponsored(self, plan):
        named(plan)
        return plan

    def test_contacts_are_kept_missed_planned_or_called_off(self, sponsored):
        who = sponsored.made["stakeholder"]
        add(
            sponsored,
            Engagement(stakeholder=who, kind_="one-to-one", planned=day(-20), done=day(-19), evidence="Note"),
            Engagement(stakeholder=who, kind_="review", planned=day(-5), cancelled_reason="Budget round"),
            Engagement(stakeholder=who, planned=day(3)),
            Engagement(stakeholder=who, planned=day(4), cancelled_reason="Ill"),
            Engagement(stakeholder=who, planned=day(5), pilot=sponsored.made["other"]),
        )
        (line,) = sponsorship.lines(sponsored.plan, pilot(sponsored), TODAY)
        assert [one.state for one in line.contacts] == ["kept", "missed", "planned", "called off"]
        assert line.contacts[1].said(TODAY) == "Review 6 Mar, missed: Budget round"
        assert line.words == "1 of 2 kept, every 2 weeks"

    def test_a_sponsor_who_is_no_stakeholder_has_no_contact(self, sponsored):
        (person,) = add(sponsored, Person(name="New"))
        named(sponsored, person=person)
        lines = sponsorship.lines(sponsored.plan, pilot(sponsored), TODAY)
        line = next(one for one in lines if one.name == "New")
        assert (line.contacts, line.stakeholder, line.words) == ((), None, "no contact planned")

    def test_decisions_and_commitments_of_this_pilot_and_of_all_but_of_no_other(self, sponsored):
        sponsor, who = sponsored.made["sponsor"], sponsored.made["stakeholder"]
        own, other = sponsored.made["pilot"], sponsored.made["other"]
        add(
            sponsored,
            Decision(question="Own", asked_on=day(-12), asked_of=sponsor, pilot=own),
            Decision(question="All", asked_on=day(-3), asked_of=sponsor),
            Decision(question="Other", asked_on=day(-3), asked_of=sponsor, pilot=other),
            Decision(question="Of another", asked_on=day(-3), asked_of=sponsored.made["owner"], pilot=own),
            Commitment(stakeholder=who, text="Own", due=day(-3), pilot=own),
            Commitment(stakeholder=who, text="All", due=day(3)),
            Commitment(stakeholder=who, text="Other", due=day(3), pilot=other),
        )
        clocks = sponsorship.clocks(sponsored.plan, pilot(sponsored), TODAY)
        assert [(one.text, one.over_limit) for one in clocks] == [("Own", True), ("All", False)]
        promised = sponsorship.commitments(sponsored.plan, pilot(sponsored), TODAY)
        assert [(one.commitment.text, one.state) for one in promised] == [("Own", "overdue"), ("All", "due")]
