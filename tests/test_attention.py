"""Needs attention and the headline: what a rule forces, who moves a finding by when, what became of a pilot."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cxworkbench.assess import assess
from tests.conditions.drafted import AS_OF, sound


def lines(draft, area):
    return [one for one in assess(draft.plan, AS_OF).attention if one.area == area]


def forced(draft):
    return [one.text for one in lines(draft, "Gates") if "decide-by date" in one.text]


def undecided():
    return sound().set("gate_decide", passed_on=None, planned_on=AS_OF + timedelta(days=30))


class TestDecideBy:
    @pytest.mark.parametrize(("away", "is_forced"), [(0, True), (-3, True), (1, False)])
    def test_a_decision_is_forced_from_its_decide_by_date_on(self, away, is_forced):
        draft = undecided().set("rule", decide_by=AS_OF + timedelta(days=away), fallback="extend")
        said = [one.endswith("its decide-by date is reached, fallback extend") for one in forced(draft)]
        assert said == ([True] if is_forced else [])

    def test_not_once_it_is_decided_nor_while_the_pilot_is_paused(self):
        draft = undecided().set("rule", decide_by=AS_OF, fallback="hold")
        assert forced(draft)
        assert not forced(draft.copy().set("gate_decide", passed_on=AS_OF))
        assert not forced(draft.set("pilot", status="paused"))

    def test_not_beside_the_same_decision_that_was_asked_already(self):
        draft = undecided().set("rule", decide_by=AS_OF, fallback="hold")
        draft.add(
            "decision", "ask", kind="pass gate", question="Decide on it", asked_on=AS_OF, asked_of="sponsor"
        )
        assert not forced(draft)
        assert "Decide on it" in [one.text for one in assess(draft.plan, AS_OF).attention]


def test_who_remedies_a_source_is_not_who_was_to_remedy_what_somebody_accepted():
    draft = sound().set("source1", owner=None)
    draft.add("audit_finding", "open", data_source="source1", severity="minor", remedy="Fill it", remedy_owner="finance",
              due=AS_OF + timedelta(days=90), passed=False)  # fmt: skip
    (line,) = lines(draft, "Data")
    assert (line.who, line.due) == ("Finance", AS_OF + timedelta(days=90))
    draft.set("open", accepted_by="sponsor", accepted_reason="It is enough")
    (line,) = lines(draft, "Data")
    assert line.who != "Finance"


def test_the_headline_says_of_a_stopped_pilot_that_it_is_stopped():
    assert assess(sound().set("pilot", status="stopped").plan, AS_OF).headline.endswith(" is stopped.")
    assert not assess(sound().plan, AS_OF).headline.endswith(" is stopped.")
