"""Scale, hold, pause or stop: each row of the table, what would change it, and who was measured."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cxworkbench.assess import judged_pilot
from cxworkbench.clauses import ByMilestones
from cxworkbench.plan import Ref
from cxworkbench.recommendation import recommend
from cxworkbench.representative import cautions
from tests.conditions.drafted import AS_OF, LIVE, Draft, id_of, sound
from tests.plans import weeks


def told(draft: Draft, as_of: date = AS_OF):
    plan = draft.plan
    return recommend(plan, judged_pilot(plan, plan.pilots[0], as_of), as_of)


def steady(draft: Draft, key: str, value: float) -> Draft:
    rows = [value + (place % 2) * 0.1 for place in range(18)]
    draft.rows[f"series_{key}"] = weeks(rows, LIVE, n=[100.0] * 18)
    return draft


def ready() -> Draft:
    """Eighteen weeks well past the scale threshold, guardrails clear."""
    return steady(sound(), "metric", 57)


class TestRows:
    def test_a_pilot_that_fulfils_every_clause_may_scale_and_shows_its_smallest_reserves(self):
        found = told(ready())
        assert found.outcome == "scale"
        assert 1 <= len(found.changes) <= 3
        assert {one.towards for one in found.changes} == {""}

    def test_short_of_the_scale_threshold_it_holds_and_says_so(self):
        found = told(sound())
        assert found.outcome == "hold"
        assert "The metric, scale threshold" in [one.what for one in found.changes]
        assert {one.towards for one in found.changes} == {"scale"}

    def test_a_failing_condition_holds_it(self):
        found = told(ready().set("source1", owner=None))
        assert (found.outcome, found.reasons) == ("hold", ("Data: Source1 has no owner",))

    def test_a_waived_blocker_is_unmet(self):
        draft = ready().set("source1", owner=None)
        draft.add("waiver", number=1, criteria=["data_inventory"], reason="Soon", given_by="sponsor",
                  second_reader="finance", until=date(2026, 6, 1))  # fmt: skip
        assert draft.ratings()["data_ready"].state == "at_risk"
        assert told(draft).outcome == "hold"

    def test_before_the_shortest_duration_it_holds_with_week_and_ramp(self):
        found = told(ready().set("rule", shortest_weeks=20))
        assert found.outcome == "hold"
        (clause,) = found.changes
        assert (clause.now, clause.needs, clause.by_when) == ("week 14 of 20", "20 weeks", "19 Apr")
        assert found.progress.startswith("week 14 of 20, ramp ")

    def test_a_breached_guardrail_pauses(self):
        found = told(steady(ready(), "guard1", 30))
        assert (found.outcome, found.changes[0].what) == ("pause", "The guard1 guardrail")

    def test_an_open_incident_of_the_first_severity_pauses_until_it_is_closed(self):
        draft = ready().set("incident", severity="sev1", number=4, closed_on=None)
        assert told(draft).reasons == ("INC-04: open, needs closed",)
        assert told(draft.set("incident", closed_on=datetime(2026, 3, 1, tzinfo=UTC))).outcome == "scale"

    @pytest.mark.parametrize(("until", "status", "outcome"), [
        (AS_OF, "planned", "pause"),
        (AS_OF + timedelta(days=1), "planned", "hold"),
        (AS_OF, "in place", "scale"),
    ])  # fmt: skip
    def test_an_ended_waiver_on_a_control_that_is_still_missing_pauses(self, until, status, outcome):
        draft = ready().set("c_logging", status=status)
        draft.add("waiver", number=1, criteria=["gov_controls_core"], record="c_logging", reason="Soon",
                  given_by="sponsor", second_reader="finance", until=until)  # fmt: skip
        assert told(draft).outcome == outcome
        if outcome == "pause":
            assert told(draft).changes[0].now == "not in place, W-01 ended 10 Mar", (
                "its last day, as the log says it"
            )

    def waived(self, **more):
        draft = ready().set("c_logging", status="planned")
        return draft.add("waiver", number=1, **{"criteria": ["gov_controls_core"], "reason": "Soon", "until": AS_OF,
                         "given_by": "sponsor", "second_reader": "finance", **more})  # fmt: skip

    def test_a_waiver_that_names_the_criterion_only_is_one_on_the_controls_that_it_asks_for(self):
        found = told(self.waived())
        assert found.outcome == "pause"
        (clause,) = found.changes
        assert (clause.now, clause.needs) == ("not in place, W-01 ended 10 Mar", "in place")
        assert told(self.waived().set("c_logging", status="in place")).outcome == "scale"
        assert told(self.waived(criteria=["data_passed"])).outcome == "hold", "it is about other things"

    def test_a_waiver_that_was_closed_before_its_end_has_ended(self):
        more = {"record": "c_logging", "until": AS_OF + timedelta(days=30)}
        assert told(self.waived(**more)).outcome == "hold"
        assert told(self.waived(**more, closed_on=AS_OF + timedelta(days=1))).outcome == "hold"
        assert told(self.waived(**more, closed_on=AS_OF)).outcome == "pause"

    @pytest.mark.parametrize("record", ["c_logging", None])
    def test_a_waiver_that_was_given_anew_still_lets_it_pass(self, record):
        draft = self.waived(record="c_logging")
        assert told(draft).outcome == "pause"
        draft.add("waiver", number=2, criteria=["gov_controls_core"], record=record, reason="Sooner",
                  given_by="sponsor", second_reader="finance", until=AS_OF + timedelta(days=9))  # fmt: skip
        assert told(draft).outcome == "hold"

    def test_a_control_that_does_not_apply_to_the_pilot_needs_no_waiver(self):
        draft = ready().set("c_disclose_ai", status="planned").set("pilot", customer_facing=False)
        draft.add("waiver", number=1, criteria=["gov_controls_core"], record="c_disclose_ai", reason="Soon",
                  given_by="sponsor", second_reader="finance", until=AS_OF)  # fmt: skip
        assert told(draft).outcome != "pause"

    def test_the_whole_range_beyond_the_stop_threshold_stops(self):
        found = told(steady(sound(), "metric", 45))
        assert (found.outcome, found.changes[0].what) == ("stop", "The metric beyond stop")

    def test_two_pauses_stop(self):
        draft = ready()
        for day in (date(2025, 12, 1), date(2026, 1, 12)):
            draft.add("phase", kind="paused", started_on=day, ended_on=day + timedelta(days=7))
        assert told(draft).outcome == "stop"
        assert told(draft.set("rule", stop_after_pauses=3)).outcome == "scale"

    @pytest.mark.parametrize(("began", "outcome"), [(AS_OF, "stop"), (AS_OF + timedelta(days=1), "scale")])
    def test_a_pause_counts_from_its_first_day_on(self, began, outcome):
        draft = ready().add("phase", kind="paused", started_on=LIVE, ended_on=LIVE + timedelta(days=7))
        assert told(draft.add("phase", kind="paused", started_on=began)).outcome == outcome

    @pytest.mark.parametrize(("opened", "outcome"), [(AS_OF, "pause"), (AS_OF + timedelta(days=1), "scale")])
    def test_an_incident_counts_from_the_day_it_was_opened(self, opened, outcome):
        at = datetime(opened.year, opened.month, opened.day, 9, tzinfo=UTC)
        assert told(ready().set("incident", severity="sev1", opened_on=at, closed_on=None)).outcome == outcome

    def test_at_the_decide_by_date_the_fallback_stands_beside_it(self):
        draft = sound().set("rule", decide_by=AS_OF, fallback="hold")
        assert (told(draft).outcome, told(draft).fallback) == ("hold", "hold")
        assert told(draft.set("rule", decide_by=AS_OF + timedelta(days=1))).fallback == ""

    def test_a_fallback_of_stop_stops_what_may_not_scale(self):
        draft = sound().set("rule", decide_by=AS_OF, fallback="stop")
        assert told(draft).outcome == "stop"
        assert told(steady(draft, "metric", 57)).outcome == "scale"

    def test_a_paused_pilot_is_read_for_harm_only_else_its_recovery_speaks(self):
        assert told(ready().set("pilot", status="paused")) is None
        assert told(steady(ready(), "guard1", 30).set("pilot", status="paused")).outcome == "pause"

    def test_a_pilot_that_is_not_live_has_none(self):
        assert told(ready().set("pilot", status="preparing")) is None

    def test_an_unready_source_is_not_enough_data_whatever_the_readings_say(self):
        draft = ready().set("source1_2026-02-16_accuracy", score="0.5")
        plan = draft.plan
        assert judged_pilot(plan, plan.pilots[0], AS_OF).verdict == "not_enough_data"


class TestByWhen:
    def clause(self, draft: Draft, what: str):
        return next(one for one in told(draft).changes if one.what == what)

    def rising(self, first: float, slope: float) -> Draft:
        draft = sound()
        rows = [first + slope * place + (place % 2) * 0.05 for place in range(18)]
        draft.rows["series_metric"] = weeks(rows, LIVE, n=[100.0] * 18)
        return draft

    def test_a_trend_gives_the_day_of_the_scale_threshold_with_its_range(self):
        found = self.clause(self.rising(51, 0.15), "The metric, scale threshold")
        assert re.fullmatch(r"\d+ \w{3} \(\d+ \w{3} to \d+ \w{3}\)", found.by_when), found.by_when

    def test_a_trend_gives_the_day_of_the_success_threshold_of_what_is_not_confirmed(self):
        found = self.clause(self.rising(49, 0.14), "The metric, confirmed")
        assert re.fullmatch(r"\d+ \w{3} \(\d+ \w{3} to .*\)", found.by_when), found.by_when

    def test_without_a_trend_there_is_no_date(self):
        assert self.clause(steady(sound(), "metric", 51), "The metric, confirmed").by_when == "no date"

    def test_a_blocker_that_hangs_on_a_milestone_names_the_day_by_which_four_in_five_have_it(self):
        key = next(key for key, kind in ready().kinds.items() if kind == "milestone")
        draft = ready().set(key, done=None, start=AS_OF, planned=AS_OF + timedelta(days=20))
        plan = draft.plan
        days = ByMilestones(plan, plan.pilots[0], AS_OF)
        assert re.fullmatch(r"\d+ \w{3} \(4 in 5\)", days.when((Ref("milestone", id_of(key)),)))
        assert days.when((Ref("metric", id_of("metric")),)) == "no date"

    def test_the_reserves_of_what_may_scale_name_the_guardrail_the_bound_and_the_evidence_that_ends_first(
        self,
    ):
        guardrail, bound, evidence = told(ready()).changes
        assert guardrail.what.endswith("to its limit")
        assert bound.what == "The metric to its threshold"
        assert evidence.what.startswith("Evidence that ends first, ")
        assert evidence.now.endswith("left")


class TestCautions:
    def population(self, **values):
        same = {"name": "All", "headcount": 500, "mean_tenure": "3", "sites": ["Leeds"], "contact_types": ["Calls"],
                "volunteers": "0"}  # fmt: skip
        draft = sound().set("cohort", mean_tenure="3", site="Leeds", contact_type="Calls", volunteers="0")
        plan = draft.add("population", **{**same, **values}).plan
        return [one.what for one in cautions(plan, plan.pilots[0])]

    def test_alike_needs_no_caution(self):
        assert self.population() == []

    @pytest.mark.parametrize(
        ("values", "what"),
        [
            ({"mean_tenure": "6"}, "Tenure"),
            ({"volunteers": "0.5"}, "Volunteers"),
            ({"sites": ["Leeds", "Cardiff"]}, "Sites"),
            ({"contact_types": ["Chats"]}, "Contacts"),
        ],
    )
    def test_each_difference_is_named(self, values, what):
        assert self.population(**values) == [what]

    def test_a_cohort_was_measured_from_the_day_on_which_it_is_live(self):
        draft = (
            sound()
            .set("cohort", site="Leeds")
            .add("population", name="All", headcount=500, sites=["Leeds", "York"])
        )
        draft.add("cohort", "york", name="York", headcount=20, site="York", live_on=AS_OF + timedelta(days=1))
        assert [one.what for one in told(draft).cautions] == ["Sites"]
        assert told(draft.set("york", live_on=AS_OF)).cautions == ()


def test_the_recommendation_of_a_pilot_does_not_depend_on_its_memory():
    plan = ready().plan
    state = judged_pilot(plan, plan.pilots[0], AS_OF)
    assert recommend(plan, state, AS_OF) == recommend(plan, replace(state), AS_OF)
