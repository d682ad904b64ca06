"""Which sponsor reviews were held and which is the next: the meetings, and contacts with those who sponsor then."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cxworkbench.plan import Plan
from cxworkbench.review.dates import review_state
from db.models import Engagement, Review, Sponsor, Stakeholder
from tests.plans import PlanBuilder

DAY = date(2026, 3, 11)


@pytest.fixture
def built(tmp_path):
    return PlanBuilder(tmp_path / "p.cxplan").with_pilot()


def state_of(built, as_of=DAY):
    return review_state(Plan(built.session, version=built.session.head), as_of)


def with_meeting(built, day, *, is_held, kind="sponsor"):
    with built.change("Meeting") as change:
        planned = datetime(day.year, day.month, day.day, 14, tzinfo=UTC)
        change.add(Review(kind_=kind, planned=planned, done=day if is_held else None))


def with_contacts(built, *days, ended_on=None):
    """Contacts of kind review with a sponsor, held on these days."""
    with built.change("Contacts") as change:
        change.add(Sponsor(person=built.made["sponsor"], role="executive", ended_on=ended_on))
        stakeholder = change.add(Stakeholder(person=built.made["sponsor"]))
        for day in days:
            change.add(Engagement(stakeholder=stakeholder, kind_="review", planned=day, done=day))


def test_a_meeting_counts_without_any_contact(built):
    with_meeting(built, date(2026, 2, 12), is_held=True)
    with_meeting(built, date(2026, 3, 12), is_held=False)
    with_meeting(built, date(2026, 3, 11), is_held=False, kind="governance")
    found = state_of(built)
    assert (found.last_day, found.last_number) == (date(2026, 2, 12), 1)
    assert (found.next_day, found.next_number) == (date(2026, 3, 12), 2)


def test_a_meeting_and_the_contacts_in_it_are_one_review(built):
    with_meeting(built, date(2026, 2, 12), is_held=True)
    with_contacts(built, date(2026, 1, 15), date(2026, 2, 12))
    assert state_of(built).last_number == 2


def test_a_review_stays_held_when_the_one_who_sponsored_then_goes(built):
    with_contacts(built, date(2026, 1, 15), date(2026, 2, 12), date(2026, 3, 5), ended_on=date(2026, 3, 1))
    assert (state_of(built).last_day, state_of(built).last_number) == (date(2026, 2, 12), 2)


def test_who_sponsors_is_said_up_to_the_day_before_the_end(built):
    with_contacts(built, ended_on=date(2026, 3, 1))
    assert state_of(built, date(2026, 2, 28)).sponsors == ("Helen Marsh",)
    assert state_of(built, date(2026, 3, 1)).sponsors == ()
