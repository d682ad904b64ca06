"""Ratings at each review are replayed from the journal: what was written since changes nothing of them."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from cxworkbench.plan import Plan
from cxworkbench.review.ratings import history, states_of
from db.models import Audit
from db.store import open_plan
from tests.commands.test_commands import run, sample
from tests.prepared import put_sample

__all__ = ["run", "sample"]
AS_OF = date(2026, 3, 11)


@pytest.fixture
def session(tmp_path):
    with closing(open_plan(put_sample(tmp_path / "s.cxplan"), origin="window")) as opened:
        yield opened


def found(session):
    plan = Plan(session, version=session.head)
    return plan, history(session, plan, AS_OF)


def test_each_review_that_was_held_has_its_ratings(session):
    plan, reviews = found(session)
    assert [one.day for one in reviews] == [
        date(2025, 11, 20),
        date(2025, 12, 18),
        date(2026, 1, 15),
        date(2026, 2, 12),
    ]
    chat = next(one for one in plan.pilots if one.name == "Chat Assistant")
    assert states_of(reviews, chat.id, "data_ready")[-1] == (4, "at_risk"), "was At risk, and is Failing now"


def test_what_is_written_later_changes_nothing_of_an_earlier_review(session):
    plan, before = found(session)
    at = datetime(2026, 3, 12, 9, tzinfo=UTC)
    with session.change("Later", at=at, by="Test") as change:
        for one in plan.all(Audit):
            change.bin(one, at)
        for pilot in plan.pilots:
            change.set(pilot, status="stopped")
    assert [one.ratings for one in found(session)[1]] == [one.ratings for one in before]


def test_it_can_be_broken_off(session):
    plan = Plan(session, version=session.head)

    def stop(done, _of):
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        history(session, plan, AS_OF, step=stop)


def test_assess_says_them(run, sample):
    out = run("assess", "s.cxplan", "--reviews")[1]
    assert "At the reviews of 20 Nov 2025, 18 Dec 2025, 15 Jan 2026, 12 Feb 2026" in out
    assert "Chat Assistant, Data: " in out
    answer = json.loads(run("assess", "s.cxplan", "--reviews", "--json")[1])
    assert [one["number"] for one in answer["reviews"]] == [1, 2, 3, 4]
    assert "reviews" not in json.loads(run("assess", "s.cxplan", "--json")[1])
