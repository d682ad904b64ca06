"""What is taken to the next review: the record of the review is found or made, and nothing is asked twice."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cxworkbench.plan import Plan
from cxworkbench.review.agenda import next_review, take_to_review
from db.errors import UserError
from db.models import AgendaItem, Engagement, Review, Sponsor, Stakeholder
from tests.plans import PlanBuilder

DAY = date(2026, 3, 11)


@pytest.fixture
def built(tmp_path):
    return PlanBuilder(tmp_path / "p.cxplan").with_pilot()


def plan_of(built):
    return Plan(built.session, version=built.session.head)


def take(built, question="Decide?"):
    plan = plan_of(built)
    with built.change("Take") as change:
        return take_to_review(change, plan, DAY, pilot=plan.pilots[0], kind="gate", question=question)


def with_day(built, day):
    with built.change("Contact") as change:
        change.add(Sponsor(person=built.made["sponsor"], role="executive"))
        stakeholder = change.add(Stakeholder(person=built.made["sponsor"]))
        change.add(Engagement(stakeholder=stakeholder, kind_="review", planned=day))


def test_without_a_planned_review_it_is_refused_and_nothing_changes(built):
    before = built.session.head
    with pytest.raises(UserError, match="no sponsor review is planned"):
        take(built)
    assert built.session.head == before


def test_a_review_known_by_its_day_only_gets_its_record(built):
    with_day(built, date(2026, 3, 12))
    item = take(built)
    (review,) = plan_of(built).all(Review)
    assert (review.number, review.planned, item.review) == (
        1,
        datetime(2026, 3, 12, 10, tzinfo=UTC),
        review.id,
    )


def test_the_next_question_follows_on_the_same_agenda(built):
    with_day(built, date(2026, 3, 12))
    take(built)
    take(built, "Relaunch?")
    plan = plan_of(built)
    assert len(plan.all(Review)) == 1
    assert [one.position for one in plan.all(AgendaItem)] == [1, 2]


def test_the_same_question_is_not_asked_twice(built):
    with_day(built, date(2026, 3, 12))
    take(built)
    with pytest.raises(UserError, match="on the agenda already"):
        take(built)
    assert len(plan_of(built).all(AgendaItem)) == 1


def test_a_review_that_was_held_or_of_another_kind_is_not_the_next(built):
    with built.change("Reviews") as change:
        change.add(Review(kind_="governance", planned=datetime(2026, 3, 12, 9, tzinfo=UTC)))
        change.add(
            Review(kind_="sponsor", planned=datetime(2026, 3, 13, 9, tzinfo=UTC), done=date(2026, 3, 11))
        )
    assert next_review(plan_of(built), DAY) is None
