"""Every criterion: a plan that meets it, plans that don't, and where it can be one to which it doesn't apply."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from cxworkbench.conditions.catalogue import built_in
from tests.conditions.drafted import AS_OF, LIVE, WEEKS, Draft, sound

Spoil = Callable[[Draft], object]
TERMS = ("exit_terms", "data_terms", "price_driver", "service_levels")


def without(key: str, *names: str) -> list[Spoil]:
    """The plan without each of these fields of a record."""
    return [lambda draft, name=name: draft.set(key, **{name: None}) for name in names]


def with_(key: str, **values: object) -> Spoil:
    return lambda draft: draft.set(key, **values)


def leaving_out(*keys: str) -> Spoil:
    return lambda draft: draft.drop(*keys)


def unsigned(draft: Draft) -> None:
    draft.set("vendor", signed_on=None)


def four_objectives(draft: Draft) -> None:
    for place in (2, 3, 4):
        draft.add("objective", f"objective{place}", **{**draft.values["objective"], "priority": place})


def low_use(draft: Draft, weeks: int, active: int) -> None:
    for week in WEEKS[:weeks]:
        draft.set(f"usage_{week}", active=active)


def no_go_live(draft: Draft) -> None:
    draft.set("gate_go_live", planned_on=None, passed_on=None)


def another_cohort(draft: Draft, **values: object) -> None:
    draft.add("cohort", "second", name="Cardiff", role="frontline_agents", headcount=10, champion="champion",
              how_work_changes="As Leeds", told_about_jobs=date(2025, 9, 1), **values)  # fmt: skip


def few_reviews(draft: Draft) -> None:
    draft.drop("review1", "review2", "review3", "here1", "here2", "here3")


def second_case(draft: Draft) -> None:
    """A newer agreed case without benefits and costs replaces the one that has them."""
    draft.add("roi_case", "case2", name="Case", version=2, status="agreed", agreed_by="finance",
              agreed_on=date(2026, 3, 1), replaces="case")  # fmt: skip


def unfinished_audits(draft: Draft) -> None:
    for key in [one for one, kind in draft.kinds.items() if kind == "audit" and one.startswith("source1")]:
        draft.set(key, result=None)


NEW_BARRIER = {"cohort": "cohort", "date": date(2026, 2, 2), "phase": "use", "text": "Not asked"}

#: criterion: what leaves it unmet
UNMET: dict[str, list[Spoil]] = {
    "obj_complete": [
        *without("objective", "friction_point", "metric", "baseline_value", "baseline_from", "baseline_to",
                 "baseline_source", "target_value", "target_date", "owner"),
        leaving_out("objective"),
    ],
    "obj_precise": [with_("objective", outcome="Better digital experience"), with_("objective", target_value="80")],
    "obj_friction_evidence": [
        *without("point", "journey_step", "affected_people", "volume_per_month", "evidence"),
        leaving_out("point"),
    ],
    "obj_business_outcome": without("objective", "outcome"),
    "obj_focus": [four_objectives],
    "obj_agreed": [with_("objective", agreed_by=[]), *without("objective", "agreed_on")],
    "obj_thresholds": [
        *without("metric", "success_threshold", "stop_threshold", "scale_threshold", "minimum_sample", "comparison",
                 "defined_on"),
        with_("metric", role="secondary"),
    ],
    "obj_thresholds_early": [with_("metric", defined_on=LIVE + timedelta(days=1)), *without("metric", "defined_on")],
    "obj_guardrails": without("guard1", "guardrail_limit"),
    "data_inventory": [
        *without("source1", "kind", "owner", "refresh", "personal_data", "critical"),
        leaving_out("source1", "source2"),
    ],
    "data_audited": [leaving_out("audit"), unfinished_audits],
    "data_passed": [
        with_("source1_2026-02-16_accuracy", score="0.70"),
        leaving_out("source1_2026-02-16_accuracy"),
        with_("source1", audit_cadence=20),
        leaving_out("source1", "source2"),
    ],
    "data_audit_before_choice": [with_("select", date=date(2025, 8, 1))],
    "data_no_open_blocker": [
        with_("gap", severity="blocker", remedy=None),
        with_("gap", severity="blocker", due=None),
        with_("gap", severity="blocker", due=LIVE + timedelta(days=1)),
    ],
    "data_remedies_owned": without("gap", "remedy", "remedy_owner", "due"),
    "data_joinable": [leaving_out("match"), *without("match", "measured", "threshold")],
    "data_lawful": without("source2", "lawful_basis", "retention"),
    "data_access": without("source2", "access_confirmed_on"),
    "data_fresh_audit": [leaving_out("source2_2026-02-16"), leaving_out("audit")],
    "str_objective_before_contract": [
        with_("objective", agreed_on=date(2025, 9, 21)),
        *without("objective", "agreed_on"),
    ],
    "str_contract_gate": [
        *without("vendor", "owner", "objective"),
        with_("objective", agreed_by=[]),
        leaving_out("source1_2025-08-20", "source1_2025-09-15"),
        with_("source1_2025-09-15_accuracy", score="0.5"),
        leaving_out("source1", "source2"),
    ],
    "str_requirements_traced": [*without("need", "objective"), leaving_out("need")],
    "str_options": [leaving_out("own"), *without("own", "score", "evaluated_on")],
    "str_non_ai_option": [with_("none", kind="own_build"), *without("none", "evaluated_on", "reason")],
    "str_selection_decision": [*without("select", "date", "outcome", "decided_by", "reason"), leaving_out("select")],
    "str_scope": without("pilot", "scope_in", "scope_out", "deployment_type"),
    "str_exit": without("vendor", *TERMS, "owner"),
    "str_used": [lambda draft: low_use(draft, 4, 49), leaving_out("usage")],
    "spo_named": [
        *without("exec", "appointed_on", "deputy", "role"),
        leaving_out("exec"),
        with_("exec", ended_on=date(2026, 3, 1)),
    ],
    "spo_authority": without("exec", "holds_budget", "spans_departments"),
    "spo_benefit_owner": [*without("exec", "benefit_owner"), leaving_out("exec")],
    "spo_actions_planned": [leaving_out("talk"), *without("talk", "planned", "kind"), leaving_out("exec")],
    "spo_recent": [with_("visit", done=AS_OF - timedelta(days=43)), leaving_out("engagement")],
    "spo_attends": [
        lambda draft: draft.set("here0", state="missed").set("here1", state="apologies"),
        with_("exec", appointed_on=date(2026, 1, 1)),
    ],
    "spo_commitments": [with_("promised", kept_on=None)],
    "spo_decides": [
        with_("asked", date=None),
        lambda draft: draft.set("asked", date=None).set("programme_0", sponsor_decision_limit=None),
    ],
    "spo_blockers": [*without("issue", "escalated_on"), with_("issue", escalated_on=None, cross_department=None)],
    "spo_stakeholders": [*without("boss", "support", "needs", "engagement_owner"), with_("boss", influence="medium")],
    "spo_briefed_bad_news": [with_("range", done=LIVE + timedelta(days=1)), leaving_out("range"), no_go_live],
    "ado_groups": [*without("cohort", "role", "headcount", "champion", "how_work_changes"), leaving_out("cohort")],
    "ado_milestones": [leaving_out("involved"), *without("trained", "planned")],
    "ado_early": [
        with_("aware", done=LIVE - timedelta(days=55)),
        leaving_out("aware"),
        lambda draft: another_cohort(draft, live_on=date(2026, 1, 5)),
    ],
    "ado_resourced": [with_("train", funded=False), with_("train", workstream="technology"), second_case],
    "ado_tested_by_users": [*without("early", "responded_on"), *without("involved", "done")],
    "ado_trained": [
        with_("training", completed=89),
        with_("training", protected_minutes=0),
        with_("training", invited=0, completed=0),
        leaving_out("training"),
    ],
    "ado_job_message": without("cohort", "told_about_jobs"),
    "ado_in_use": [
        lambda draft: low_use(draft, 4, 59),
        lambda draft: another_cohort(draft, live_on=date(2026, 2, 1)),
        leaving_out("cohort"),
    ],
    "ado_on_plan": [
        lambda draft: low_use(draft, 1, 60),
        leaving_out("usage_plan"),
        lambda draft: low_use(draft, 1, 101),
        leaving_out("usage"),
    ],
    "ado_feedback_loop": [
        lambda draft: draft.add("barrier", "slow", **NEW_BARRIER),
        with_("late", responded_on=date(2026, 3, 10)),
    ],
    "roi_range": [*without("benefit", "low", "expected", "high"), leaving_out("benefit"), second_case],
    "roi_evidence": without("benefit", "source"),
    "roi_not_above_reference": [
        with_("benefit", expected="5.1"),
        with_("metric", baseline_value=None),
        with_("metric", catalogue_id="csat"),
        *without("benefit", "expected", "metric"),
    ],
    "roi_ramp": [
        with_("benefit", starts_on=date(2025, 11, 10)),
        with_("benefit", steady_on=date(2026, 1, 1)),
        *without("benefit", "starts_on", "steady_on"),
        no_go_live,
    ],
    "roi_adoption_assumed": without("benefit", "reach", "adoption_assumed"),
    "roi_full_cost": [leaving_out("seats"), *without("calls", "amount"), with_("train", is_people_time=False)],
    "roi_finance_agreed": without("benefit", "agreed_by", "cashable"),
    "roi_promises": [
        with_("promise", value="0.9"),
        with_("case", status="draft"),
        with_("promise", kind="payback_month", value="2", due=date(2026, 1, 3)),
        with_("promise", kind="net_value", value="9000000", due=date(2027, 11, 3)),
        with_("promise", kind="effect", metric="metric", value="7", due=date(2035, 1, 1)),
        with_("promise", kind="effect", metric="guard1", value="1", due=date(2035, 1, 1)),
        *without("promise", "value", "kind"),
    ],
    "roi_checkpoints": [leaving_out("point2"), *without("point2", "expected_low", "expected_high")],
    "roi_on_course": [
        with_("point0", actual="-250000"),
        with_("point0", actual=None, date=date(2026, 2, 24)),
        with_("point0", what="metric", metric="guard1", expected_low="50", expected_high="55", actual="49"),
    ],
    "roi_scale_on_evidence": [
        with_("scale", cites=None),
        lambda draft: draft.values["scale"]["cites"].pop(),
        lambda draft: draft.values["scale"]["cites"][0].update(n=None),
        lambda draft: draft.values["scale"]["cites"][0].update({"from": "2027-01-04"}),
        with_("guard2", guardrail_limit=None),
    ],
    "gov_questions": [*without("q_handle_errors", "accountable"), leaving_out("q_handle_errors")],
    "gov_deputies": [*without("q_handle_errors", "deputy"), leaving_out("accountability")],
    "gov_separation": [
        with_("q_monitor_outputs", accountable="owner"),
        *without("q_monitor_outputs", "accountable"),
        *without("pilot", "owner"),
    ],
    "gov_controls_core": [
        *without("c_logging", "owner", "evidence"),
        with_("c_logging", status="planned"),
        leaving_out("run_c_logging"),
        leaving_out("c_logging"),
    ],
    "gov_controls_in_time": [
        with_("c_logging", next_due=AS_OF - timedelta(days=1)),
        with_("run_c_logging", passed=False),
        leaving_out("run_c_logging"),
        lambda draft: draft.add("control_run", control="c_logging", run_on=date(2026, 3, 1), passed=None),
    ],
    "gov_disclosure": [with_("c_disclose_ai", status="suspended"), *without("c_human_route", "evidence")],
    "gov_stop": [*without("c_kill_switch", "owner"), leaving_out("run_c_kill_switch"), leaving_out("c_kill_switch")],
    "gov_impact_assessed": [*without("impact", "outcome", "done"), leaving_out("impact")],
    "gov_sampling": [with_("sample", n=49), with_("sample", date=AS_OF - timedelta(days=15)), leaving_out("sample")],
    "gov_incidents": [
        *without("incident", "cause", "action"),
        with_("incident", closed_on=None),
    ],
    "gov_reviews": [with_("governed", done=AS_OF - timedelta(days=93)), leaving_out("governed")],
}  # fmt: skip

#: criterion: a plan to which it doesn't apply
NOT_APPLICABLE: dict[str, Spoil] = {
    "obj_thresholds_early": no_go_live,
    "data_audit_before_choice": leaving_out("select"),
    "data_remedies_owned": with_("gap", closed_on=date(2026, 3, 1)),
    "data_joinable": with_("source2", critical=False),
    "data_lawful": lambda draft: draft.set("source1", personal_data=False).set(
        "source2", personal_data=False
    ),
    "str_objective_before_contract": unsigned,
    "str_contract_gate": unsigned,
    "str_exit": unsigned,
    "spo_attends": leaving_out("review"),
    "ado_feedback_loop": leaving_out("late"),
    "roi_promises": with_("promise", withdrawn_on=date(2026, 1, 1)),
    "roi_on_course": with_("point0", date=date(2026, 4, 1)),
    "roi_scale_on_evidence": leaving_out("scale"),
    "gov_disclosure": with_("pilot", customer_facing=False),
    "gov_impact_assessed": lambda draft: (
        draft.set("pilot", customer_facing=False, affects_workers=False)
        .set("source1", personal_data=False)
        .set("source2", personal_data=False)
    ),
}

#: criterion: plans that differ from the sound one and meet it as well
MET_TOO: dict[str, list[Spoil]] = {
    "obj_precise": [
        lambda draft: draft.set("objective", target_value="80").set("benefit", justification="A trial")
    ],
    "data_passed": [
        lambda draft: draft.set("source1_2026-02-16_accuracy", score=None, passed=100, n=100),
        with_("source1", critical=False),
    ],
    "data_no_open_blocker": [with_("gap", severity="blocker", due=LIVE), with_("gap", accepted_by="owner")],
    "spo_attends": [with_("here0", state="missed"), few_reviews],
    "spo_recent": [with_("visit", done=AS_OF - timedelta(days=42))],
    "spo_commitments": [
        with_("promised", kept_on=None, due=AS_OF - timedelta(days=5)),
        with_("promised", kept_on=None, withdrawn_reason="Not needed any more"),
    ],
    "spo_blockers": [
        with_("issue", escalated_on=None, cross_department=False),
        with_("issue", escalated_on=None, raised_on=date(2026, 2, 18)),
    ],
    "ado_milestones": [with_("involved", cohort=None)],
    "ado_early": [
        lambda draft: another_cohort(draft, live_on=date(2026, 6, 1)),
        lambda draft: draft.set("aware", cohort=None) and another_cohort(draft, live_on=date(2026, 1, 5)),
    ],
    "ado_tested_by_users": [leaving_out("early")],
    "ado_trained": [with_("training", completed=90)],
    "ado_in_use": [lambda draft: low_use(draft, 4, 60)],
    "ado_on_plan": [lambda draft: another_cohort(draft, live_on=date(2026, 3, 2))],
    "roi_not_above_reference": [
        with_("benefit", expected="9", high="9", justification="A trial with 40 advisers"),
        with_("benefit", expected="9", high="9", source="Own measurement: readings of The metric"),
    ],
    "roi_ramp": [with_("benefit", starts_on=LIVE, steady_on=LIVE, justification="A trial")],
    "roi_promises": [
        with_("promise", kind="effect", metric="metric", value="4.5", due=date(2035, 1, 1)),
    ],
    "roi_on_course": [
        with_("point0", actual="-250000", date=date(2025, 7, 1)),
        with_("point0", actual=None, date=AS_OF - timedelta(days=14)),
    ],
    "gov_controls_core": [
        with_("c_logging", status="planned", not_needed_reason="No logs", not_needed_by="owner")
    ],
    "gov_sampling": [with_("sample", date=AS_OF - timedelta(days=14))],
    "gov_incidents": [with_("incident", closed_on=None, opened_on=datetime(2026, 3, 1, 9, tzinfo=UTC))],
}
CRITERIA = built_in().criteria


def spoiled(spoil: Spoil) -> Draft:
    draft = sound()
    spoil(draft)
    return draft


def cases(of: dict[str, list[Spoil]]) -> list[object]:
    return [
        pytest.param(criterion, spoil, id=f"{criterion}-{place}")
        for criterion, spoils in of.items()
        for place, spoil in enumerate(spoils)
    ]


def test_the_sound_plan_meets_all_seventy_one():
    results = sound().results()
    assert len(results) == 71
    assert {id: one.state for id, one in results.items() if one.state != "met"} == {}
    assert {id for id, one in results.items() if not one.evidence} == {
        "data_no_open_blocker", "spo_commitments", "spo_decides", "spo_blockers", "gov_incidents",
    }, "of what must not be there, there is nothing to show"  # fmt: skip


def test_every_criterion_is_tried_unmet_and_not_applicable_where_it_can_be():
    assert set(UNMET) == set(CRITERIA)
    may_not_apply = {one.id for one in CRITERIA.values() if one.empty == "not_applicable"}
    assert set(NOT_APPLICABLE) | {"ado_tested_by_users"} == may_not_apply


@pytest.mark.parametrize(("criterion", "spoil"), cases(UNMET))
def test_what_is_missing_leaves_it_unmet(criterion, spoil):
    draft = spoiled(spoil)
    one = draft.results(date(2026, 3, 11))[criterion]
    if one.due is None:
        assert one.state == "not_yet_due"
        assert not one.holds
    else:
        assert one.state == "not_met"
    assert one.detail
    assert one.faults


@pytest.mark.parametrize(("criterion", "spoil"), cases({id: [spoil] for id, spoil in NOT_APPLICABLE.items()}))
def test_where_there_is_nothing_to_judge_it_does_not_apply(criterion, spoil):
    assert spoiled(spoil).results()[criterion].state == "not_applicable"


@pytest.mark.parametrize(("criterion", "spoil"), cases(MET_TOO))
def test_other_plans_meet_it_as_well(criterion, spoil):
    assert spoiled(spoil).results()[criterion].state == "met"
