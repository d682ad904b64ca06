"""A gate's page: its criteria with evidence, what blocks it, and what passing needs."""

from __future__ import annotations

from datetime import date

import pytest

from cxworkbench.gate_page import gate_state, passed_by
from tests.conditions.drafted import AS_OF, sound

WAIVER = {"reason": "Soon", "given_by": "sponsor", "second_reader": "finance", "until": date(2026, 6, 1)}
CONDITION = {"gate": "gate_decide", "text": "Do it", "owner": "owner", "due": date(2026, 4, 1)}


def page(draft, gate="decide"):
    plan = draft.plan
    return gate_state(plan, plan.pilots[0], gate, AS_OF)


def open_gate():
    return sound().set("gate_decide", passed_on=None, planned_on=date(2026, 3, 12))


def test_a_gate_whose_criteria_hold_may_be_passed():
    found = page(open_gate())
    assert found.can_pass
    assert found.blockers == 0
    assert (found.earlier_met, found.earlier) == (60, 60)
    assert [row.text for row in found.of_rule] == [
        "The metric confirmed", "Guardrails clear", "Shortest duration reached", "Confirmed at two looks in a row",
    ]  # fmt: skip
    assert found.question == "Did the pilot pass the thresholds set beforehand?"


def test_an_unmet_blocker_needs_a_waiver():
    draft = open_gate()
    for week in [key for key in draft.kinds if key.startswith("usage_2026")]:
        draft.set(week, active=10)
    found = page(draft)
    assert [(need.criterion, need.needs, need.is_covered) for need in found.needs] == [
        ("ado_in_use", "waiver", False)
    ]
    assert (found.blockers, found.can_pass) == (1, False)
    assert found.summary.endswith("met, 1 blocker")
    covered = page(draft.copy().add("waiver", number=1, criteria=["ado_in_use"], **WAIVER))
    assert covered.can_pass
    assert page(draft.add("gate_condition", covers=["ado_in_use"], **CONDITION)).can_pass is False


def test_an_unmet_major_needs_a_condition_with_owner_and_date():
    draft = open_gate().drop("sample")
    assert [(need.criterion, need.needs) for need in page(draft).needs] == [("gov_sampling", "condition")]
    assert page(draft.copy().add("gate_condition", covers=["gov_sampling"], **CONDITION)).can_pass
    assert not page(
        draft.add("gate_condition", covers=["gov_sampling"], **{**CONDITION, "owner": None})
    ).can_pass


def test_an_unmet_minor_needs_nothing():
    draft = sound().drop("governed")
    found = page(draft, "scale")
    assert "gov_reviews" in [row.criterion for row in found.criteria if row.state == "not_met"]
    assert found.can_pass


def test_what_an_earlier_gate_asked_and_no_longer_holds_is_listed():
    found = page(open_gate().set("source1", owner=None))
    row = next(row for row in found.criteria if row.criterion == "data_inventory")
    assert (row.state, row.note, row.evidence) == ("not_met", "blocker", "Source1 has no owner")
    assert found.earlier_met == found.earlier - 1


def test_a_passed_gate_says_who_passed_it_on_which_conditions():
    draft = sound().add(
        "decision", "d", number=5, kind="pass gate", date=date(2026, 3, 2), decided_by="sponsor"
    )
    draft.set("gate_decide", decision="d").add("gate_condition", **CONDITION)
    found = page(draft)
    assert passed_by(found) == "Sponsor, D-05"
    assert [one.text for one in found.conditions] == ["Do it"]


@pytest.mark.parametrize("gate", ["frame", "prepare", "measure", "go_live", "decide", "scale"])
def test_each_gate_of_a_sound_pilot_may_be_passed(gate):
    assert page(sound(), gate).can_pass


def test_a_pilot_without_the_gate_has_no_page():
    assert page(sound().drop("gate_scale"), "scale") is None
