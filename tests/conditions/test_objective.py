"""Each criterion of the Objective condition: a plan that meets it, one that doesn't, one to which it doesn't apply."""

from __future__ import annotations

from datetime import date

import pytest

from cxworkbench.conditions.rating import rate
from db.models import Metric, Pilot
from tests.plans import PlanBuilder

AS_OF = date(2026, 3, 11)
LIVE = {
    "frame": (date(2025, 7, 22), date(2025, 7, 22)),
    "prepare": (date(2025, 9, 12), date(2025, 9, 12)),
    "measure": (date(2025, 10, 24), date(2025, 10, 24)),
    "go_live": (date(2025, 11, 3), date(2025, 11, 3)),
    "decide": (date(2026, 3, 12), None),
}
THRESHOLDS = {
    "success_threshold": "66",
    "scale_threshold": "70",
    "stop_threshold": "60",
    "minimum_sample": 100,
    "defined_on": date(2025, 10, 24),
}


@pytest.fixture
def sound(tmp_path):
    """A live pilot whose objective meets all nine criteria."""
    builder = (
        PlanBuilder(tmp_path / "a.cxplan")
        .with_pilot(gates=LIVE)
        .with_metric(catalogue_id="issues_per_hour", unit="count", kind_="mean", **THRESHOLDS)
        .with_metric("guard1", name="AHT", role="guardrail", guardrail_limit="600")
        .with_metric("guard2", name="QA", role="guardrail", guardrail_limit="4.1")
        .with_objective(baseline_value="50", target_value="55")
    )
    yield builder
    builder.session.close()


def rating(builder, as_of=AS_OF):
    return rate(builder.plan, builder.plan.pilots[0], as_of)[0]


def states(builder, as_of=AS_OF):
    return {one.id: one.state for one in rating(builder, as_of).results}


def test_a_sound_objective_is_met_and_says_what_it_asks(sound):
    found = rating(sound)
    assert set(states(sound).values()) == {"met"}
    assert (found.state, found.word) == ("met", "Met")
    assert found.reason == "50 → 55 by 30 Jun"


@pytest.mark.parametrize(
    ("criterion", "spoil", "state"),
    [
        ("obj_complete", ("objective", {"baseline_source": None}), "failing"),
        ("obj_complete", ("objective", {"owner": None}), "failing"),
        ("obj_precise", ("objective", {"outcome": "Better digital experience"}), "at_risk"),
        ("obj_friction_evidence", ("friction_point", {"evidence": None}), "at_risk"),
        ("obj_business_outcome", ("objective", {"outcome": None}), "at_risk"),
        ("obj_agreed", ("objective", {"agreed_by": [], "agreed_on": None}), "at_risk"),
        ("obj_thresholds", ("metric", {"stop_threshold": None}), "failing"),
        ("obj_thresholds_early", ("metric", {"defined_on": date(2025, 11, 4)}), "at_risk"),
        ("obj_guardrails", ("guard2", {"guardrail_limit": None}), "at_risk"),
    ],
)
def test_what_is_missing_is_found_and_rated_by_its_severity(sound, criterion, spoil, state):
    key, values = spoil
    sound.set(key, **values)
    found = rating(sound)
    result = next(one for one in found.results if one.id == criterion)
    assert result.state == "not_met"
    assert result.detail
    assert result.next_action
    assert result.evidence or criterion == "obj_guardrails"
    assert found.state == state


def test_more_than_three_objectives_are_too_many(sound):
    for _ in range(3):
        sound.with_objective(baseline_value="50", target_value="55")
    assert states(sound)["obj_focus"] == "not_met"
    assert (
        next(one for one in rating(sound).results if one.id == "obj_focus").detail
        == "4 objectives, at most 3"
    )


def test_a_pilot_without_an_objective_fails_its_blocker_once_frame_is_due(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot(gates={"frame": (date(2026, 3, 1), None)})
    found = rating(builder)
    assert found.state == "failing"
    assert found.reason == "No objective yet"
    builder.session.close()


def test_thresholds_do_not_apply_before_there_is_a_start(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot(gates={"measure": (date(2026, 3, 1), None)})
    builder.with_metric(**THRESHOLDS)
    assert states(builder)["obj_thresholds_early"] == "not_applicable"
    builder.session.close()


class TestWhenDue:
    def test_nothing_is_due_before_its_gate(self, tmp_path):
        builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot(gates={"frame": (date(2026, 4, 30), None)})
        found = rating(builder)
        assert found.state == "not_assessed"
        assert found.reason == "First due at Frame, 30 Apr"
        builder.session.close()

    @pytest.mark.parametrize(("planned", "state"), [(25, "at_risk"), (26, "not_assessed")])
    def test_within_14_days_puts_at_risk_and_the_14th_day_counts(self, tmp_path, planned, state):
        builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot(
            gates={"frame": (date(2026, 3, planned), None)}
        )
        assert rating(builder).state == state
        builder.session.close()

    def test_a_gate_without_a_date_takes_the_next_later_ones(self, tmp_path):
        builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot(gates={"go_live": (date(2026, 3, 1), None)})
        due = {one.id: one.due for one in rating(builder).results}
        assert due["obj_complete"] == due["obj_thresholds"] == date(2026, 3, 1)
        builder.session.close()

    def test_without_any_date_frame_is_due_28_days_after_the_pilot_was_added(self, tmp_path):
        builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot()
        due = {one.id: one.due for one in rating(builder).results}
        assert due["obj_complete"] == date(2026, 4, 8)
        assert due["obj_thresholds"] is None
        builder.session.close()

    def test_passing_early_makes_due_and_a_later_plan_does_not_undo_it(self, tmp_path):
        gates = {"frame": (date(2026, 5, 1), date(2026, 3, 1))}
        builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot(gates=gates)
        assert rating(builder).state == "failing"
        builder.session.close()


class TestScope:
    def test_a_candidate_is_no_pilots_objective(self, sound):
        sound.with_objective(pilot=None, owner=None)
        assert rating(sound).state == "met"

    def test_another_pilots_gaps_are_not_ours(self, sound):
        with sound.change("Another pilot") as change:
            other = change.add(Pilot(name="Other"))
            change.add(Metric(pilot=other, name="M", role="primary"))
        assert rating(sound).state == "met"

    def test_what_lies_in_the_bin_counts_for_nothing(self, sound):
        with sound.change("Bin") as change:
            change.bin(sound.made["guard2"], sound.session.steps()[0].at)
        assert states(sound)["obj_guardrails"] == "not_met"


class TestPrecision:
    @pytest.mark.parametrize(
        ("outcome", "passes"),
        [
            ("More calls settled first time", True),
            ("Shorter complaint wrap-up", True),
            ("Customers wait 2 minutes", True),
            ("Higher first contact resolution", True),
            ("Better digital experience", False),
            ("An innovative, seamless service", False),
            ("Happiness", False),
        ],
    )
    def test_an_outcome_that_someone_can_observe(self, sound, outcome, passes):
        sound.set("objective", outcome=outcome)
        assert (states(sound)["obj_precise"] == "met") is passes

    @pytest.mark.parametrize(
        ("key", "values"),
        [
            ("metric", {"rival_definition": "Closed calls"}),
            ("metric", {"definition": None}),
            ("metric", {"role": "secondary"}),
            ("objective", {"baseline_to": date(2025, 8, 20)}),
            ("objective", {"baseline_to": date(2025, 12, 1)}),
            ("objective", {"target_value": "50"}),
            ("objective", {"target_value": "40"}),
            ("objective", {"target_value": "80"}),
        ],
    )
    def test_each_of_the_other_tests_can_fail(self, sound, key, values):
        sound.set(key, **values)
        assert states(sound)["obj_precise"] == "not_met"

    def test_a_target_beyond_the_reference_is_allowed_when_justified(self, sound):
        from db.models import Benefit, RoiCase

        sound.set("objective", target_value="80")
        with sound.change("Justify") as change:
            case = change.add(RoiCase(pilot=sound.made["pilot"], name="Case"))
            change.add(
                Benefit(
                    case=case,
                    pilot=sound.made["pilot"],
                    name="B",
                    objective=sound.made["objective"],
                    justification="Measured in a trial",
                )
            )
        assert states(sound)["obj_precise"] == "met"
