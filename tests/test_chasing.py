"""What each person owes, by date, and one message that asks for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cxworkbench.chasing import all_messages, chased, message, nobodys
from cxworkbench.working_days import WorkingDays, working_days
from db.models import (
    Action,
    Commitment,
    Decision,
    Engagement,
    GateCondition,
    Holiday,
    Incident,
    Milestone,
    Objective,
    RecoveryCase,
    RelaunchCriterion,
    Risk,
    Stakeholder,
)
from tests.plans import NOON, PlanBuilder

TODAY = date(2026, 3, 11)


@pytest.fixture
def plan(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot()
    owner, sponsor, pilot = builder.made["owner"], builder.made["sponsor"], builder.made["pilot"]
    with builder.change("Log") as change:
        change.add(Action(text="Brief the teams", owner=owner, due=date(2026, 3, 5), pilot=pilot))
        change.add(Action(text="Already done", owner=owner, due=date(2026, 3, 1), done_on=date(2026, 3, 2)))
        change.add(Action(text="Far away", owner=owner, due=date(2026, 6, 1)))
        change.add(Action(text="Nobody's", due=date(2026, 3, 1)))
        change.add(
            Milestone(title="All active", owner=owner, planned=date(2026, 2, 1), forecast=date(2026, 3, 20))
        )
        change.add(GateCondition(pilot=pilot, gate=builder.made["decide"], text="Name a deputy", owner=owner))
        change.add(Risk(title="Data late", owner=sponsor, review_on=TODAY))
        builder.made["stakeholder"] = change.add(
            Stakeholder(person=sponsor, role="executive_sponsor", engagement_owner=owner)
        )
        change.add(
            Commitment(stakeholder=builder.made["stakeholder"], text="Speak at launch", due=date(2026, 3, 1))
        )
        change.add(
            Commitment(
                stakeholder=builder.made["stakeholder"],
                text="Withdrawn",
                due=date(2026, 3, 2),
                withdrawn_reason="Moved",
            )
        )
        change.add(
            Engagement(stakeholder=builder.made["stakeholder"], kind_="one-to-one", planned=date(2026, 3, 12))
        )
        change.add(Decision(question="Scale?", asked_on=date(2026, 2, 20), asked_of=sponsor))
        change.add(Incident(pilot=pilot, title="Wrong tariff", opened_on=NOON, owner=owner))
    yield builder
    builder.session.close()


def test_each_owes_what_is_open_and_due_or_soon_by_date(plan):
    people = {one.person.name: one for one in chased(plan.plan, TODAY)}
    assert [owed.text for owed in people["Priya Raman"].owed] == [
        "A-001 Brief the teams",
        "INC-01 Wrong tariff",
        "One-to-one with Helen Marsh",
        "All active",
        "Name a deputy",
    ]
    assert [owed.text for owed in people["Helen Marsh"].owed] == [
        "Speak at launch",
        "Scale?",
        "R-01 Data late",
    ]
    assert [one.text for one in people["Helen Marsh"].overdue(TODAY)] == ["Speak at launch", "Scale?"]
    assert people["Helen Marsh"].owed[1].due == date(2026, 3, 2), "asked on 20 Feb, ten days by default"


def test_who_is_longest_in_debt_comes_first(plan):
    assert [one.person.name for one in chased(plan.plan, TODAY)] == ["Helen Marsh", "Priya Raman"]


def test_the_message_names_everything_in_plain_words(plan):
    helen = chased(plan.plan, TODAY)[0]
    text = message(helen, TODAY, programme="Larkfield", sender="Jo Whitcombe")
    assert text.splitlines()[0] == "Hello Helen,"
    assert "I have 3 items from Larkfield with you, 2 overdue:" in text
    assert "- 1 Mar (10 days overdue): Speak at launch (commitment)" in text
    assert "- 11 Mar: R-01 Data late (risk to review)" in text
    assert text.endswith("Jo Whitcombe")


def test_all_messages_say_whom_each_goes_to(plan):
    found = chased(plan.plan, TODAY)
    with plan.change("Mail") as change:
        change.set(found[0].person, email="helen@larkfield.example")
    found = chased(plan.plan, TODAY)
    text = all_messages(found, TODAY, programme="Larkfield", sender="Jo Whitcombe")
    assert text.startswith("To: Helen Marsh <helen@larkfield.example>\n\nHello Helen,")
    assert "\n\n----\n\nTo: Priya Raman\n\nHello Priya," in text
    assert all_messages([], TODAY, programme="Larkfield", sender="Jo") == ""


def test_what_is_overdue_and_nobodys_is_found(plan):
    assert [one.text for one in nobodys(plan.plan, TODAY)] == ["A-004 Nobody's"]
    assert nobodys(plan.plan, date(2026, 2, 1)) == ()


def test_who_owes_nothing_is_not_chased(tmp_path):
    builder = PlanBuilder(tmp_path / "b.cxplan").with_pilot()
    assert chased(builder.plan, TODAY) == []
    builder.session.close()


class TestWorkingDays:
    """Weekdays of the programme without its holidays."""

    WEEK = WorkingDays(frozenset(range(5)), frozenset({date(2026, 4, 3), date(2026, 4, 6)}))

    def test_the_same_day_is_none_and_backwards_is_negative(self):
        assert self.WEEK.between(TODAY, TODAY) == 0
        assert self.WEEK.between(date(2026, 3, 9), date(2026, 3, 13)) == 4
        assert self.WEEK.between(date(2026, 3, 13), date(2026, 3, 9)) == -4

    def test_weekends_and_holidays_do_not_count(self):
        assert self.WEEK.between(date(2026, 4, 2), date(2026, 4, 7)) == 1
        assert self.WEEK.after(date(2026, 4, 2), 1) == date(2026, 4, 7)

    def test_they_are_the_programmes_own(self, tmp_path):
        builder = PlanBuilder(tmp_path / "c.cxplan")
        with builder.change("Days") as change:
            change.set(builder.plan.programme, working_weekdays=[6, 0, 1, 2, 3])
            change.add(Holiday(day=date(2026, 3, 11), name="Founders' Day"))
        found = working_days(builder.plan)
        assert found.is_one(date(2026, 3, 8))
        assert not found.is_one(date(2026, 3, 6))
        assert not found.is_one(date(2026, 3, 11))
        builder.session.close()


def owed_by(plan, name="Priya Raman"):
    return next(one.owed for one in chased(plan.plan, TODAY) if one.person.name == name)


def test_an_incident_is_owed_by_the_end_of_the_time_that_its_severity_leaves(plan):
    incident = plan.plan.all(Incident)[0]
    with plan.change("Grade it") as change:
        change.set(incident, severity="sev2", opened_on=NOON - timedelta(days=10))
    one = next(one for one in owed_by(plan) if one.ref.id == incident.id)
    assert one.due == TODAY, "ten days for the second severity, the last one included"
    assert not one.is_overdue(TODAY)
    with plan.change("A day longer") as change:
        change.set(incident, opened_on=NOON - timedelta(days=11))
    assert next(one for one in owed_by(plan) if one.ref.id == incident.id).is_overdue(TODAY)


def test_what_a_condition_asks_is_owed_once_and_to_be_confirmed_when_its_action_is_done(plan):
    condition = plan.plan.all(GateCondition)[0]
    with plan.change("Its action") as change:
        action = change.add(Action(text=condition.text, owner=condition.owner, due=TODAY))
        change.set(condition, action=action)
    assert [one.kind for one in owed_by(plan) if "Name a deputy" in one.text] == ["Action"]
    with plan.change("Done") as change:
        change.set(action, done_on=TODAY)
    assert [one.kind for one in owed_by(plan) if "Name a deputy" in one.text] == ["Gate condition"]


def test_a_relaunch_criterion_is_owed_while_its_recovery_runs_and_the_plan_does_not_measure_it_as_met(plan):
    pilot, owner = plan.made["pilot"], plan.made["owner"]
    with plan.change("Recover") as change:
        case = change.add(RecoveryCase(pilot=pilot, started_on=date(2026, 3, 2)))
        objective = change.add(Objective(pilot=pilot, title="What for", outcome="Fewer calls"))
        change.add(RelaunchCriterion(case=case, text="Say yes", owner=owner))
        change.add(
            RelaunchCriterion(
                case=case, text="Agree it anew", owner=owner, measure=objective, measure_field="agreed_on"
            )
        )

    def owed():
        return {one.text for one in owed_by(plan) if one.kind == "Relaunch criterion"}

    assert owed() == {"Say yes", "Agree it anew"}
    with plan.change("Agree") as change:
        change.set(objective, agreed_on=date(2026, 3, 9))
    assert owed() == {"Say yes"}
    with plan.change("End") as change:
        change.set(case, ended_on=TODAY, outcome="resume")
    assert owed() == set()
