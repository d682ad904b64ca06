"""What each person owes, by date, and one message that asks for it."""

from __future__ import annotations

from datetime import date

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
