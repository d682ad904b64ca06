"""Anything in a plan is found by its name, its number, or words that are written in it."""

from __future__ import annotations

import pytest

from cxworkbench.plan import Plan
from cxworkbench.search import Index, folded, score
from db.models import Action, Person, Risk
from tests.plans import PlanBuilder


@pytest.fixture
def plan(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot().with_metric().with_objective()
    with builder.change("Log") as change:
        change.add(
            Risk(title="Kundenakte unvollständig", response="Ask the CRM team\nfor the missing fields")
        )
        change.add(Action(text="Brief the Łódź team", owner=builder.made["owner"]))
        change.add(Person(name="Siân Pugh"))
    yield builder
    builder.session.close()


def found(plan: PlanBuilder, query: str) -> list[str]:
    return [hit.title for hit in Index(plan.plan).by_name(query, 5)]


def test_names_are_compared_without_case_and_accents():
    assert folded("  Siân\nPUGH ß") == "sian pugh ss"
    assert score("sian", "Siân Pugh") == 0


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("agent", "Agent Assist", "Assist the agent"),
        ("assist", "Agent Assist", "Reassisted"),
        ("rslvd", "Resolved first time", None),
        ("first time", "Resolved first time", None),
        ("pilot 20, strat", "Pilot 20 in the north, Strategy & tools", None),
        ("agent, obj", "Agent Assist, Objective", None),
    ],
)
def test_the_start_of_a_name_comes_before_the_start_of_a_word_and_that_before_the_rest(query, better, worse):
    assert score(query, better) is not None
    if worse is not None:
        assert score(query, better) < score(query, worse)


def test_letters_that_only_happen_to_be_there_are_no_answer():
    assert score("rob", "Cardiff floor briefings") is None
    assert score("xyz", "Agent Assist") is None
    assert score("  ", "Agent Assist") is None


def test_log_items_are_found_by_number_and_people_before_others(plan):
    assert found(plan, "r-01") == ["R-01 Kundenakte unvollständig"]
    assert found(plan, "a-001") == ["A-001 Brief the Łódź team"]
    assert found(plan, "pugh")[0] == "Siân Pugh"


def test_words_within_a_record_are_found_with_what_stands_around(plan):
    (hit,) = Index(plan.plan).by_text("missing crm", 5)
    assert hit.title == "R-01 Kundenakte unvollständig"
    assert hit.about == "Risk · Response: Ask the CRM team for the missing fields"
    assert hit.ref.field == "response"
    assert Index(plan.plan).by_text("missing crm", 5, without=[hit.ref.id]) == []
    assert Index(plan.plan).by_text("", 5) == []


def test_what_is_in_the_bin_is_not_found(plan):
    with plan.change("Bin") as change:
        change.bin(plan.session.records(Risk)[0], plan.session.steps()[-1].at)
    assert found(plan, "Kundenakte") == []


def test_a_state_without_anything(tmp_path):
    builder = PlanBuilder(tmp_path / "b.cxplan")
    assert Index(Plan(builder.session, version=1)).by_name("agent", 5) == []
    builder.session.close()
