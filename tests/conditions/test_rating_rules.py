"""What the criteria add up to: due dates, waivers, conditions, settlements, one fault one line, overrides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conditions.drafted import AS_OF, LIVE, sound

WAIVER = {"reason": "The fix is on its way", "given_by": "sponsor", "second_reader": "finance"}
OVERRIDE = {"of": "rating", "condition": "data_ready", "said": "Failing", "chosen": "At risk",
            "reason": "The source isn't used yet", "by": "sponsor", "second_reader": "finance"}  # fmt: skip


def failing():
    """A due blocker of Data doesn't hold."""
    return sound().set("source1_2026-02-16_accuracy", score="0.6")


LATE = {"criterion": "obj_thresholds_early", "reason": "Set in week 2", "by": "sponsor", "second_reader": "finance",
            "on": date(2025, 12, 1)}  # fmt: skip


class TestCover:
    def waived(self, **more):
        values = {"criteria": ["data_passed"], "until": AS_OF + timedelta(days=1), **WAIVER, **more}
        return failing().add("waiver", "w", number=3, **values)

    def test_a_blocker_that_is_due_fails(self):
        assert failing().ratings()["data_ready"].state == "failing"

    def test_a_waiver_in_force_leaves_it_at_risk_never_met(self):
        draft = self.waived()
        one = draft.ratings()["data_ready"]
        assert one.state == "at_risk"
        assert one.findings[0].cover == "waived by Sponsor until 11 Mar", "its last day, as the log says it"
        assert draft.results()["data_passed"].state == "not_met"

    @pytest.mark.parametrize(
        "more",
        [
            {"until": AS_OF},
            {"until": None},
            {"second_reader": None},
            {"second_reader": "sponsor"},
            {"given_by": None},
            {"closed_on": AS_OF},
            {"from": AS_OF + timedelta(days=1)},
            {"criteria": ["data_lawful"]},
            {"record": "source2"},
        ],
        ids=str,
    )
    def test_a_waiver_that_ended_or_lacks_a_name_covers_nothing(self, more):
        assert self.waived(**more).ratings()["data_ready"].state == "failing"

    def test_a_waiver_for_the_record_or_its_gate_covers_it(self):
        assert self.waived(record="source1").ratings()["data_ready"].state == "at_risk"
        assert self.waived(record="gate_prepare").ratings()["data_ready"].state == "at_risk"

    @pytest.mark.parametrize(
        ("more", "state"),
        [
            ({}, "at_risk"),
            ({"due": AS_OF - timedelta(days=1)}, "failing"),
            ({"owner": None}, "failing"),
            ({"met_on": AS_OF}, "failing"),
        ],
        ids=str,
    )
    def test_a_gate_condition_covers_while_it_is_open_and_not_overdue(self, more, state):
        values = {
            "gate": "gate_prepare",
            "text": "Fix it",
            "owner": "owner",
            "due": AS_OF,
            "covers": ["data_passed"],
        }
        draft = failing().add("gate_condition", **{**values, **more})
        assert draft.ratings()["data_ready"].state == state


class TestSettled:
    def late(self):
        return sound().set("metric", defined_on=date(2025, 11, 20))

    def test_what_came_too_late_counts_as_met_once_it_is_settled(self):
        draft = self.late().add("settlement", "s", **LATE)
        one = draft.results()["obj_thresholds_early"]
        assert (one.state, one.word, one.holds) == ("settled", "Met, late", True)
        assert [ref.kind for ref in one.settled_by] == ["settlement"]
        assert draft.ratings()["clear_objective"].state == "met"

    @pytest.mark.parametrize(
        "more",
        [
            {"second_reader": None},
            {"on": None},
            {"on": date(2026, 4, 1)},
            {"record": "guard1"},
            {"by": None},
            {"criterion": "obj_agreed"},
        ],
        ids=str,
    )
    def test_a_settlement_without_names_or_for_something_else_settles_nothing(self, more):
        draft = self.late().add("settlement", "s", **{**LATE, **more})
        assert draft.results()["obj_thresholds_early"].state == "not_met"

    def test_a_criterion_that_says_so_can_be_settled_though_it_is_no_before(self):
        draft = sound().set("vendor", owner=None)
        settled = {**LATE, "criterion": "str_contract_gate", "record": "vendor"}
        assert draft.results()["str_contract_gate"].state == "not_met"
        assert draft.add("settlement", **settled).results()["str_contract_gate"].state == "settled"

    def test_a_later_decision_that_reconfirms_the_choice_settles_an_audit_that_came_late(self):
        draft = sound().set("select", date=date(2025, 8, 1))
        assert draft.results()["data_audit_before_choice"].state == "not_met"
        draft.add("decision", "again", kind="select", question="Still?", date=date(2025, 10, 1), outcome="Yes",
                  decided_by="sponsor", reason="Audits passed", reconfirms="select")  # fmt: skip
        assert draft.results()["data_audit_before_choice"].state == "settled"


class TestWhenDue:
    def test_operating_criteria_are_due_from_the_first_review_after_go_live(self):
        assert sound().results()["gov_reviews"].due == date(2025, 11, 20)

    def test_and_28_days_after_go_live_at_the_latest(self):
        assert sound().drop("review").results()["gov_reviews"].due == LIVE + timedelta(days=28)

    def test_and_not_before_the_pilot_is_live(self):
        draft = sound().set("gate_go_live", passed_on=None, planned_on=date(2026, 5, 1))
        assert draft.results()["gov_reviews"].due is None

    def test_without_any_date_events_make_due(self):
        draft = sound()
        for gate in ("frame", "prepare", "measure", "go_live", "decide"):
            draft.set(f"gate_{gate}", planned_on=None, passed_on=None, first_planned_on=None)
        due = {one.gate: one.due for one in draft.results().values()}
        assert due["frame"] == date(2025, 7, 29), "28 days after the pilot was added"
        assert due["prepare"] == date(2025, 9, 20), "a tool was signed"
        assert due["measure"] == due["go_live"] == LIVE, "a cohort is live"
        assert due["decide"] is None

    def moved(self, on, *, from_=date(2026, 3, 1), to=date(2026, 4, 1)):
        draft = sound().set("gate_decide", first_planned_on=from_, planned_on=to, passed_on=None)
        draft.moves["gate_decide"] = [(datetime(on.year, on.month, on.day, 12, tzinfo=UTC), f'"{from_}"')]
        return draft

    def test_a_date_may_be_moved_freely_until_it_is_reached(self):
        draft = self.moved(date(2026, 2, 28))
        assert draft.results()["ado_in_use"].due == date(2026, 4, 1)

    def test_once_reached_the_old_date_counts(self):
        draft = self.moved(date(2026, 3, 1))
        assert draft.results()["ado_in_use"].due == date(2026, 3, 1)

    def test_unless_a_recorded_decision_moved_it(self):
        draft = self.moved(date(2026, 3, 3))
        draft.add(
            "decision",
            kind="hold",
            question="Wait?",
            date=date(2026, 3, 2),
            outcome="Wait",
            decided_by="sponsor",
        )
        assert draft.results()["ado_in_use"].due == date(2026, 4, 1)

    def paused(self, **more):
        draft = sound().set("gate_decide", planned_on=date(2026, 3, 9), passed_on=None)
        return draft.add("phase", kind="paused", **{"started_on": date(2026, 3, 2), **more})

    def test_what_falls_due_in_a_pause_waits_for_the_relaunch(self):
        draft = self.paused()
        assert draft.results()["ado_in_use"].due is None
        draft.add("recovery_case", started_on=date(2026, 3, 2), relaunch_on=date(2026, 4, 13))
        assert draft.results()["ado_in_use"].due == date(2026, 4, 13)
        assert draft.results()["ado_in_use"].state == "met"

    def test_a_pause_keeps_what_was_due(self):
        assert self.paused(started_on=date(2026, 3, 10)).results()["ado_in_use"].due == date(2026, 3, 9)

    def test_a_pause_that_is_over_moved_it_to_its_end(self):
        draft = self.paused(ended_on=date(2026, 3, 16))
        assert draft.results()["ado_in_use"].due == date(2026, 3, 16)


class TestRating:
    def test_fewer_than_all_due_is_said(self):
        draft = sound().set("gate_decide", planned_on=date(2026, 6, 1), passed_on=None)
        assert draft.ratings()["people_ready"].due_words == "9 of 10 due"
        assert sound().ratings()["people_ready"].due_words == ""

    def test_nothing_due_is_not_assessed_and_says_when_the_first_will_be(self):
        draft = sound()
        for gate in ("frame", "prepare", "measure", "go_live", "decide"):
            draft.set(f"gate_{gate}", planned_on=date(2026, 9, 1), passed_on=None)
        draft.set("gate_go_live", planned_on=date(2026, 8, 1))
        one = draft.ratings()["governance_in_place"]
        assert (one.state, one.reason) == ("not_assessed", "First due at Go-live, 1 Aug")

    def test_findings_about_one_record_and_field_are_one_line(self):
        draft = sound().set("c_kill_switch", owner=None)
        (finding,) = draft.ratings()["governance_in_place"].findings
        assert set(finding.criteria) == {"gov_stop", "gov_controls_core"}

    def test_a_line_names_every_condition_that_it_touches(self):
        draft = sound().set("objective", agreed_on=None)
        line = draft.ratings()["clear_objective"].findings[0]
        other = draft.ratings()["strategy_first"].findings
        assert line.short == "Not agreed by sponsor and operations"
        assert [one.criterion for one in other] == ["str_objective_before_contract", "str_contract_gate"]

    def test_blockers_come_before_majors_and_majors_before_minors(self):
        draft = failing().set("source2", access_confirmed_on=None).drop("source2_2026-02-16")
        severities = [one.severity for one in draft.ratings()["data_ready"].findings]
        assert severities == ["blocker", "major", "minor"]

    def test_of_equally_grave_findings_the_larger_shortfall_leads(self):
        draft = sound().drop("own").set("need", objective=None)
        for place in range(4):
            draft.add("requirement", f"more{place}", text="Serves", objective="objective")
        leads = draft.ratings()["strategy_first"].findings
        assert [one.criterion for one in leads] == ["str_options", "str_requirements_traced"]


class TestOverride:
    def overruled(self, **more):
        return failing().add("override", "o", number=2, **{**OVERRIDE, "made_on": date(2026, 3, 1), **more})

    def test_an_override_in_force_is_applied_and_says_what_the_rule_said(self):
        one = self.overruled().ratings()["data_ready"]
        assert (one.state, one.word) == ("at_risk", "At risk")
        assert one.reason == "Sponsor overruled failing, O-02"
        assert (one.overruled.said, one.overruled.by, one.overruled.second_reader) == (
            "Failing",
            "Sponsor",
            "Finance",
        )
        assert one.findings, "what is missing stays on the list"

    @pytest.mark.parametrize(
        "more",
        [{"second_reader": None}, {"by": None}, {"second_reader": "sponsor"}, {"ended_on": AS_OF},
         {"made_on": AS_OF + timedelta(days=1)}, {"chosen": "Splendid"}, {"condition": "people_ready"}],
        ids=str,
    )  # fmt: skip
    def test_without_two_names_or_out_of_its_time_it_changes_nothing(self, more):
        one = self.overruled(**more).ratings()["data_ready"]
        assert one.state == "failing"
        assert one.overruled is None

    def test_a_precision_test_can_be_overruled(self):
        draft = sound().set("objective", outcome="Better digital experience")
        assert draft.results()["obj_precise"].state == "not_met"
        draft.add("override", of="precision_test", record="objective", test="observable_outcome", reason="Known here",
                  by="sponsor", second_reader="finance", made_on=date(2026, 3, 1))  # fmt: skip
        assert draft.results()["obj_precise"].state == "met"


class TestScope:
    def test_a_source_that_another_pilot_shares_is_judged_here_too(self):
        draft = failing().add("pilot", "other", name="Other")
        draft.set("source1", pilot="other", shared_with=["pilot"])
        for key, kind in draft.kinds.items():
            if kind in {"audit", "audit_finding"} and draft.values[key]["data_source"] == "source1":
                draft.set(key, pilot="other")
        assert draft.results()["data_passed"].state == "not_met"

    def test_a_benefit_of_a_case_that_is_replaced_counts_for_nothing(self):
        draft = sound().set("benefit", low=None)
        draft.add("roi_case", "new", name="Case", version=2, status="agreed", agreed_on=date(2026, 3, 1),
                  replaces="case")  # fmt: skip
        draft.add("benefit", "other", **{**draft.values["benefit"], "case": "new", "low": "3"})
        assert draft.results()["roi_range"].state == "met"

    def test_while_none_is_agreed_the_newest_draft_counts(self):
        draft = sound().set("case", status="draft")
        draft.add("roi_case", "new", name="Case", version=2, status="draft")
        assert draft.results()["roi_range"].state == "not_met"
