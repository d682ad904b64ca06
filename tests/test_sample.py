"""The sample programme says, computed, what the pictures show."""

from __future__ import annotations

from datetime import date

import pytest

from cxworkbench.commands.judging import with_past
from cxworkbench.sample import PINNED_DAY, write_sample
from db.check import check
from db.store import open_plan


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "s.cxplan"
    write_sample(path)
    session = open_plan(path, read_only=True)
    yield session
    session.close()


@pytest.fixture(scope="module")
def found(session):
    return with_past(session, PINNED_DAY)


def metric(found, pilot, name):
    state = next(one for one in found.pilots if one.pilot.name == pilot)
    return next(one for one in state.metrics if one.metric.name == name)


def test_the_plan_pins_its_day(found):
    assert found.plan.judged_as_of(date(2030, 1, 1)) == date(2026, 3, 11)
    assert found.readings_to == date(2026, 3, 8)


@pytest.mark.parametrize(
    ("pilot", "name", "latest", "word", "shown"),
    [
        ("Agent Assist", "Resolved first time", "68.1%", "Confirmed", "Confirmed"),
        ("Agent Assist", "Handling time", "8:32", "Confirmed", "Confirmed"),
        ("Agent Assist", "Quality score", "4.27", "On track", "On track"),
        ("Chat Assistant", "Contained in chat", "16.2%", "Not enough data", "3 of 8 weeks"),
        ("Chat Assistant", "Repeats", "23.6%", "Guardrail breached", "Guardrail breached"),
        ("Chat Assistant", "Chat satisfaction", "3.62", "Not enough data", "3 of 8 weeks"),
        ("Auto-Summary", "After-call work", "3:19", "Not enough data", "Baseline 4 of 6"),
        ("Auto-Summary", "Reopened", "8.1%", "Shown, not judged", "Baseline 4 of 6"),
        ("Auto-Summary", "Note accuracy", "—", "Shown, not judged", "No readings"),
    ],
)
def test_verdicts_are_those_of_the_pictures(found, pilot, name, latest, word, shown):
    state = metric(found, pilot, name)
    assert (state.latest_text, state.word, state.shown_word) == (latest, word, shown)


def test_resolved_first_time_was_confirmed_for_the_first_time_on_8_march(found):
    state = metric(found, "Agent Assist", "Resolved first time")
    assert state.verdict.first_confirmed == date(2026, 3, 8)
    assert state.was == "On track"
    assert [(line.title, line.detail) for line in state.lines] == [
        ("The whole range is above 66.0%", "Weeks 5 to 18: 67.0%, range 66.1 to 67.8"),
        ("The last 4 weeks are above it too", "Mean 67.5%: 68.0, 67.5, 66.5, 68.1"),
        ("14 weeks count, 8 are needed", "Weeks 1 to 4 were set aside beforehand"),
        ("Guardrail held at 59.0%", "Lowest week 60.4%"),
        ("Not yet Ready to scale", "Needs a second look in a row, and 70.0%"),
    ]


def test_objectives_are_rated_as_in_the_pictures(found):
    ratings = {one.pilot.name: (one.ratings[0].word, one.ratings[0].was) for one in found.pilots}
    assert ratings == {
        "Agent Assist": ("Met", None),
        "Chat Assistant": ("At risk", "Met"),
        "Auto-Summary": ("Met", None),
    }
    chat = next(one for one in found.pilots if one.pilot.name == "Chat Assistant")
    assert chat.ratings[0].reason == "“Contained in chat” is counted two ways"
    assert chat.objectives[0].passed == 4


def test_gates_stand_where_the_pictures_have_them(found):
    assert {one.pilot.name: one.gate_line for one in found.pilots} == {
        "Agent Assist": "4 of 6 gates passed · Decide due 12 Mar",
        "Chat Assistant": "4 of 6 gates passed · Decide held",
        "Auto-Summary": "1 of 6 gates passed · Prepare due 25 Mar",
    }


def test_since_review_4_tells_the_turns_of_the_story(found):
    told = {(one.what, one.before, one.after) for one in found.differences}
    assert found.review.last_day == date(2026, 2, 12)
    assert found.review.next_number == 5
    assert {
        ("Agent Assist", "On track", "Confirmed"),
        ("Chat Assistant objective", "Met", "At risk"),
        ("Chat Assistant", "Live", "Paused"),
        ("Resolved first time", "65.9%", "68.1%"),
        ("Cardiff 70% active", "23 Mar", "6 Apr"),
        ("Auto-Summary Prepare gate", "20 Mar", "25 Mar"),
    } <= told


def test_the_same_sample_is_written_twice(tmp_path, session):
    write_sample(tmp_path / "t.cxplan")
    again = open_plan(tmp_path / "t.cxplan", read_only=True)
    assert [step.hash for step in again.steps()] == [step.hash for step in session.steps()]
    again.close()


def test_the_sample_is_sound_and_carries_its_history(session):
    assert check(session) == []
    first = session.steps()[0]
    assert first.at.date() == date(2025, 7, 3)


def test_the_same_day_gives_the_same_answer_and_another_day_another(session):
    assert with_past(session, PINNED_DAY).headline == with_past(session, PINNED_DAY).headline
    earlier = with_past(session, date(2026, 3, 1))
    assert metric(earlier, "Agent Assist", "Resolved first time").word == "On track"
