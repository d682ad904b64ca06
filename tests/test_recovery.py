"""Recovery: what suggests it, steps that open in order, relaunch criteria computed, and decisions as one step."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

import resources
from cxworkbench.assess import judged_pilot
from cxworkbench.recovery import is_suggested, recovery_state
from cxworkbench.recovery_acts import (
    EXTEND,
    RESHAPE,
    RESUME,
    STOP,
    EndDraft,
    PauseDraft,
    answer,
    answer_lacks,
    end,
    end_lacks,
    judge_cause,
    outcome_lacks,
    pause,
    pause_lacks,
    take_up,
)
from db.errors import FieldError
from db.models import (
    Action,
    Audit,
    AuditDimension,
    Checkpoint,
    Cohort,
    Control,
    ControlRun,
    DataSource,
    Decision,
    Gate,
    Holiday,
    Incident,
    Interview,
    OutputSample,
    Phase,
    Pilot,
    RecoveryCase,
    RecoveryStep,
    RelaunchCriterion,
    RoiCase,
    Stakeholder,
    Usage,
    Waiver,
)
from tests.plans import PlanBuilder, weeks

TODAY = date(2026, 3, 11)
MONDAY = date(2026, 3, 2)


def day(offset):
    return TODAY + timedelta(days=offset)


def at(offset):
    return datetime.combine(day(offset), datetime.min.time(), tzinfo=UTC)


@pytest.fixture
def live(tmp_path):
    """A live pilot with a phase, six weeks in, its Decide gate three months off."""
    gates = {
        "frame": (day(-120), day(-120)), "prepare": (day(-80), day(-80)), "measure": (day(-60), day(-60)),
        "go_live": (day(-42), day(-42)), "decide": (day(60), None), "scale": (day(120), None),
    }  # fmt: skip
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot(status="live", gates=gates)
    builder.with_metric()
    add(builder, Phase(pilot=builder.made["pilot"], kind_="live", started_on=day(-42)))
    yield builder
    builder.session.close()


def add(plan, *records):
    with plan.change("Add") as change:
        return [change.add(record) for record in records]


def judged(plan):
    return judged_pilot(plan.plan, plan.plan.get(Pilot, plan.made["pilot"].id), TODAY)


def state(plan):
    return recovery_state(plan.plan, judged(plan), TODAY)


def fires(plan):
    return {one.id for one in state(plan).suggested}


def paused(plan, **more):
    """Pause the pilot as a person would; gives the state."""
    draft = PauseDraft(
        plan.made["sponsor"].id, "Wrong answers", "10% of chats", day(33), Decimal(7000), **more
    )
    with plan.change("Pause") as change:
        pause(change, plan.plan, state(plan), draft, TODAY)
    return state(plan)


def answered(plan, *steps):
    for name in steps or ("objective", "data", "adoption", "governance"):
        now = state(plan)
        step = next(one for one in now.steps if one.id == name)
        with plan.change("Answer") as change:
            answer(change, now, step, "It was not", plan.made["owner"].id, TODAY)
    return state(plan)


def criterion(plan, **values):
    case = state(plan).case
    made = add(plan, RelaunchCriterion(case=case, **{"text": "Holds again", "by": day(20), **values}))
    found = next(one for one in state(plan).relaunch if one.criterion.id == made[0].id)
    return found.state, found.now, found.needs


class TestTriggers:
    def test_a_pilot_that_runs_as_planned_suggests_nothing(self, live):
        assert fires(live) == set()
        assert not is_suggested(live.plan, judged(live), TODAY)

    def test_each_trigger_of_the_reference_is_asked(self, live):
        known = [one["id"] for one in resources.toml("recovery")["trigger"]]
        assert [one.id for one in state(live).triggers] == known

    @pytest.mark.parametrize(("last", "found"), [("50", True), ("90", False)])
    def test_two_checkpoints_in_a_row_below_the_low_case(self, live, last, found):
        (case,) = add(
            live, RoiCase(pilot=live.made["pilot"], name="Case", status="agreed", agreed_on=day(-90))
        )
        add(live, *(
            Checkpoint(case=case, pilot=live.made["pilot"], date=day(off), actual=actual,
                       expected_low="80", expected_high="100")
            for off, actual in ((-40, "60"), (-10, last))
        ))  # fmt: skip
        assert ("benefit_below_low" in fires(live)) is found

    @pytest.mark.parametrize(("value", "found"), [(48.0, True), (20.0, False)])
    def test_a_guardrail_breach(self, live, value, found):
        live.with_metric("guard", name="Repeat", role="guardrail", direction="down", guardrail_limit="30")
        first = day(-42) - timedelta(days=day(-42).weekday())
        live.with_readings(weeks([value] * 6, first=first, n=[2000.0] * 6), "guard")
        assert ("guardrail_breach" in fires(live)) is found

    @pytest.mark.parametrize(("newest", "found"), [(30, True), (60, False)])
    def test_low_use_in_each_of_four_weeks(self, live, newest, found):
        (cohort,) = add(live, Cohort(pilot=live.made["pilot"], name="All", live_on=day(-42)))
        add(live, *(
            Usage(pilot=live.made["pilot"], cohort=cohort, week=MONDAY - timedelta(weeks=back),
                  in_scope=100, active=newest if back == 0 else 30)
            for back in range(4)
        ))  # fmt: skip
        assert ("use_low" in fires(live)) is found

    @pytest.mark.parametrize(("planned", "found"), [(-20, True), (-5, False)])
    def test_running_a_third_longer_than_planned(self, live, planned, found):
        live.set("decide", planned_on=day(planned))
        assert ("pilot_overrun" in fires(live)) is found

    def test_a_decision_to_scale_ends_the_overrun(self, live):
        live.set("decide", planned_on=day(-20))
        add(live, Decision(pilot=live.made["pilot"], kind_="scale", date=day(-1), outcome="Scale"))
        assert "pilot_overrun" not in fires(live)

    @pytest.mark.parametrize(
        ("incidents", "found"),
        [
            ([("sev1", -90, None)], True),
            ([("sev1", -20, -19)], True),
            ([("sev1", -90, -80)], False),
            ([("sev2", -3, None)] * 3, True),
            ([("sev2", -3, None)] * 2, False),
        ],
    )
    def test_serious_incidents(self, live, incidents, found):
        add(live, *(
            Incident(pilot=live.made["pilot"], title=f"Wrong {place}", severity=severity, opened_on=at(opened),
                     closed_on=None if closed is None else at(closed))
            for place, (severity, opened, closed) in enumerate(incidents)
        ))  # fmt: skip
        assert ("serious_incident" in fires(live)) is found

    def test_doubt_of_the_sponsor_is_said_by_a_person(self, live):
        assert next(one for one in state(live).triggers if one.id == "sponsor_doubt").fires is None
        assert "sponsor_doubt" in {one.id for one in paused(live, doubted=True).suggested}

    def test_a_pilot_that_is_not_in_use_is_not_asked(self, live):
        live.set("decide", planned_on=day(-20)).set("pilot", status="preparing")
        assert fires(live) == set()


class TestPausing:
    def test_what_a_pause_needs(self, live):
        now, who = state(live), live.made["sponsor"].id
        assert pause_lacks(now, PauseDraft(), TODAY) == "Needs who decides"
        assert pause_lacks(now, PauseDraft(who), TODAY) == "Needs a reason"
        assert pause_lacks(now, PauseDraft(who, "Harm"), TODAY) == "Needs a day to relaunch by"
        assert "later" in pause_lacks(now, PauseDraft(who, "Harm", relaunch_on=TODAY), TODAY)
        assert pause_lacks(now, PauseDraft(who, "Harm", relaunch_on=day(1)), TODAY) == ""
        with live.change("Pause") as change, pytest.raises(FieldError, match="who decides"):
            pause(change, live.plan, now, PauseDraft(), TODAY)

    def test_it_pauses_pilot_phase_and_gate_and_begins_four_steps_as_one_step(self, live):
        live.set("decide", planned_on=day(-20))
        before = live.session.head
        now = paused(live)
        assert live.session.head == before + 1
        plan, pilot = live.plan, live.made["pilot"]
        assert plan.get(Pilot, pilot.id).status == "paused"
        phases = {one.kind_: one for one in plan.of_pilot(Phase, pilot)}
        assert phases["live"].ended_on == TODAY
        assert phases["paused"].started_on == TODAY
        assert [one.kind_ for one in plan.of_pilot(Gate, pilot) if one.held] == ["decide"]
        decision = plan.get(Decision, now.case.decision)
        assert (decision.kind_, decision.decided_by) == ("pause", live.made["sponsor"].id)
        assert now.case.triggers == ("pilot_overrun",)
        assert len(plan.linking(RecoveryStep, "case", now.case.id)) == 4
        assert (now.day, now.case.planned_days, now.is_running) == (1, 33, True)
        assert pause_lacks(now, PauseDraft(), TODAY) == "A recovery runs already"

    def test_how_to_go_on_is_decided_in_fifteen_working_days_and_the_relaunch_has_its_own_day(self, live):
        now = paused(live)
        assert (now.decide_on, now.case.relaunch_on) == (date(2026, 4, 1), day(33))
        add(live, Holiday(name="Company day", day=date(2026, 3, 17)))
        assert state(live).decide_on == date(2026, 4, 2)

    def test_a_pilot_paused_at_its_gate_keeps_its_decision(self, live):
        live.set("pilot", status="paused")
        (taken,) = add(
            live, Decision(pilot=live.made["pilot"], kind_="pause", date=day(-2), outcome="Paused")
        )
        now = paused(live)
        assert now.case.decision == taken.id
        assert len(live.plan.of_pilot(Decision, live.made["pilot"])) == 1

    def test_a_pilot_that_is_not_live_cannot_be_paused(self, live):
        live.set("pilot", status="preparing")
        assert pause_lacks(state(live), PauseDraft(), TODAY) == "The pilot is not live"

    def test_what_the_pause_costs_so_far(self, live):
        now = paused(live)
        assert now.cost == Decimal(1000)
        with live.change("Earlier") as change:
            change.set(now.case, started_on=day(-13))
        assert (state(live).day, state(live).cost, state(live).is_late) == (14, Decimal(14000), False)
        with live.change("Short") as change:
            change.set(now.case, planned_days=10, cost_per_week=None)
        assert (state(live).cost, state(live).is_late) == (None, True)


class TestSteps:
    def test_none_is_open_before_the_pause(self, live):
        assert not any(one.is_open for one in state(live).steps)

    def test_the_next_opens_when_the_one_before_is_answered(self, live):
        now = paused(live)
        assert [one.is_open for one in now.steps] == [True, False, False, False]
        assert now.steps[1].waits_for == "Objective"
        owner = live.made["owner"].id
        assert answer_lacks(now, now.steps[1], "Yes", owner) == "Opens when Objective is answered"
        with live.change("Answer") as change, pytest.raises(FieldError, match="Objective"):
            answer(change, now, now.steps[1], "Yes", owner, TODAY)
        assert answer_lacks(now, now.steps[0], " ", owner) == "Needs an answer"
        assert answer_lacks(now, now.steps[0], "Yes", None) == "Needs who answers"
        now = answered(live, "objective")
        assert [one.is_open for one in now.steps] == [True, True, False, False]
        assert now.current.id == "data"

    def test_words_without_a_name_are_no_answer(self, live):
        now = paused(live)
        with live.change("Words") as change:
            change.set(now.steps[0].record, answer="No", answered_on=TODAY)
        assert not state(live).steps[0].is_answered

    def test_questions_and_causes_are_those_of_the_reference(self, live):
        now = paused(live)
        for step, entry in zip(now.steps, resources.toml("recovery")["step"], strict=True):
            assert [one.id for one in step.questions] == [one["id"] for one in entry["diagnostic"]]
            assert [one.id for one in step.causes] == [one["id"] for one in entry["cause"]]

    def test_a_cause_says_what_the_plan_does_not_meet(self, live):
        now = paused(live)
        owner_less = next(one for one in now.steps[3].causes if one.id == "no_owner")
        assert (owner_less.found, owner_less.unmet) == (None, owner_less.criteria)
        asked = {
            id for one in resources.toml("recovery")["step"] for c in one["cause"] for id in c["criteria"]
        }
        known = {one.id for rating in judged(live).ratings for one in rating.results}
        assert asked <= known, "each criterion named by a cause is one of the seven conditions'"

    def test_signs_found_or_not(self, live):
        now = paused(live)
        step = now.steps[0]
        for found in (True, False, None):
            cause = next(one for one in state(live).steps[0].causes if one.id == "goal_vague")
            with live.change("Judge") as change:
                judge_cause(change, state(live), step, cause, found=found)
            cause = next(one for one in state(live).steps[0].causes if one.id == "goal_vague")
            assert cause.found is found

    def test_a_fix_becomes_an_action_of_who_holds_the_role(self, live):
        role = "coo_cx_director"
        add(live, Stakeholder(person=live.made["sponsor"], role=role))
        now = paused(live)
        cause = now.steps[0].causes[0]
        fix = cause.fixes[0]
        with live.change("Act") as change:
            take_up(change, now, now.steps[0], cause, fix, TODAY)
        action = live.plan.of_pilot(Action, live.made["pilot"])[0]
        assert (action.text, action.owner, action.due) == (fix.text, live.made["sponsor"].id, day(fix.days))
        now = state(live)
        cause = now.steps[0].causes[0]
        assert cause.found is True
        assert cause.fixes[0].action.id == action.id
        assert cause.fixes[1].owner is None
        assert [one.ref.id for one in now.steps[0].fixes] == [action.id]
        with live.change("Again") as change, pytest.raises(FieldError, match="already"):
            take_up(change, now, now.steps[0], cause, cause.fixes[0], TODAY)

    def test_interviews_are_counted_by_cause(self, live):
        now = paused(live)
        add(live, *(Interview(case=now.case, causes=causes) for causes in (
            ["workflow_poor"], ["workflow_poor", "training_insufficient"], ["need_mismatch"])))  # fmt: skip
        lines = state(live).steps[2].lines
        assert (lines[0].text, lines[0].value) == ("Poorly integrated into the workflow", "2")
        assert len(lines) == 3


class TestRelaunchCriteria:
    def test_by_hand(self, live):
        paused(live)
        assert criterion(live, needs="3") == ("not_yet_due", "by hand", "3")
        assert criterion(live, text="Late", by=TODAY)[0] == "not_met"
        assert criterion(live, text="Done", met_on=TODAY)[0] == "met"

    def test_a_metric_by_its_good_side(self, live):
        paused(live)
        first = day(-42) - timedelta(days=day(-42).weekday())
        live.with_readings(weeks([64.0] * 6, first=first, n=[2000.0] * 6))
        measure = f"metric/{live.made['metric'].id}"
        assert criterion(live, measure=measure, needs="70") == ("not_met", "64.0%", "70.0%")
        assert criterion(live, text="Enough", measure=measure, needs="60")[0] == "met"
        ticked = criterion(live, text="Ticked", measure=measure, needs="70", met_on=TODAY)
        assert ticked[0] == "not_met", "what the plan measures speaks, not what was ticked"

    @pytest.mark.parametrize(("active", "found"), [(80, "met"), (38, "not_met")])
    def test_use_of_a_cohort(self, live, active, found):
        paused(live)
        (cohort,) = add(live, Cohort(pilot=live.made["pilot"], name="All", live_on=day(-42)))
        measure = f"cohort/{cohort.id}"
        assert criterion(live, text="Before", measure=measure, needs="0.75")[:2] == (
            "not_yet_due",
            "not known",
        )
        add(live, Usage(pilot=live.made["pilot"], cohort=cohort, week=MONDAY, in_scope=100, active=active))
        assert criterion(live, measure=measure, needs="0.75")[0] == found

    @pytest.mark.parametrize(("score", "found"), [("0.80", "met"), ("0.46", "not_met")])
    def test_the_lowest_dimension_of_a_source(self, live, score, found):
        paused(live)
        (source,) = add(live, DataSource(
            pilot=live.made["pilot"], name="Articles", required_={"accuracy": "0.75", "currency": "0.75"}
        ))  # fmt: skip
        measure = f"data_source/{source.id}"
        assert criterion(live, text="Before", measure=measure, needs="0.75")[:2] == (
            "not_yet_due",
            "not audited",
        )
        (audit,) = add(live, Audit(pilot=live.made["pilot"], data_source=source, audited_on=day(-1)))
        add(live, AuditDimension(audit=audit, dimension="accuracy", score="0.9"))
        add(live, AuditDimension(audit=audit, dimension="currency", score=score))
        assert criterion(live, measure=measure, needs="0.75")[0] == found

    def test_a_control_by_its_newest_run(self, live):
        paused(live)
        (control,) = add(
            live, Control(pilot=live.made["pilot"], name="Stop test", catalogue_id="kill_switch")
        )
        measure = f"control/{control.id}"
        assert criterion(live, text="a", measure=measure, needs="15") == ("not_yet_due", "never run", "15")
        add(live, ControlRun(control=control, run_on=day(-2), passed=False, measured="22"))
        assert criterion(live, text="b", measure=measure, needs="15") == ("not_met", "22", "15")
        add(live, ControlRun(control=control, run_on=day(-1), passed=True, measured="12"))
        assert criterion(live, text="c", measure=measure, needs="15")[:2] == ("met", "12")

    def test_samples_hold_twice_in_a_row(self, live):
        paused(live)
        (control,) = add(
            live, Control(pilot=live.made["pilot"], name="Samples", catalogue_id="output_sampling")
        )
        measure = f"control/{control.id}"
        assert criterion(live, text="a", measure=measure, needs="47")[:2] == ("not_yet_due", "no sample")
        for place, (wrong, found) in enumerate(((6, "not_met"), (2, "not_met"), (3, "met"))):
            add(live, OutputSample(pilot=live.made["pilot"], date=day(place - 3), n=50, wrong=wrong))
            now = criterion(live, text=f"b{place}", measure=measure, needs="47")
            assert now == (found, f"{50 - wrong} of 50", "47 of 50")

    def test_what_was_agreed_before_the_pause_must_be_agreed_again(self, live):
        paused(live)
        (case,) = add(
            live, RoiCase(pilot=live.made["pilot"], name="Case", status="agreed", agreed_on=day(-90))
        )
        given = {"measure": f"roi_case/{case.id}", "measure_field": "status"}
        assert criterion(live, text="a", **given)[0] == "not_yet_due"
        with live.change("Agree") as change:
            change.set(case, agreed_on=TODAY)
        assert criterion(live, text="b", **given)[0] == "met"

    def test_a_date_that_is_empty_is_not_met(self, live):
        paused(live)
        live.with_objective(agreed_on=None, agreed_by=[])
        given = {"measure": f"objective/{live.made['objective'].id}", "measure_field": "agreed_on"}
        assert criterion(live, text="a", **given)[0] == "not_yet_due"
        live.set("objective", agreed_on=TODAY)
        assert criterion(live, text="b", **given)[0] == "met"


def ending(plan, outcome, **more):
    values = {"decided_by": plan.made["sponsor"].id, "reason": "The causes are gone", "owner": plan.made["owner"].id,
              "by": day(10), "allows": "400 chats, then scale or stop", **more}  # fmt: skip
    return EndDraft(outcome, **values)


def ended(plan, outcome, **more):
    with plan.change("End") as change:
        end(change, plan.plan, judged(plan), state(plan), ending(plan, outcome, **more), TODAY)


def lacks(plan, outcome, **more):
    return end_lacks(plan.plan, judged(plan), state(plan), ending(plan, outcome, **more), TODAY)


def agree_anew(plan):
    plan.with_objective(agreed_on=TODAY)
    add(plan, RoiCase(pilot=plan.made["pilot"], name="New", status="agreed", agreed_on=TODAY))


class TestTheEnd:
    def test_nothing_ends_where_nothing_runs(self, live):
        assert outcome_lacks(live.plan, judged(live), state(live), STOP, TODAY) == "No recovery runs"

    @pytest.mark.parametrize("outcome", [RESUME, RESHAPE, EXTEND])
    def test_going_on_needs_all_four_answers(self, live, outcome):
        paused(live)
        assert lacks(live, outcome) == "Objective is not answered"
        answered(live, "objective", "data", "adoption")
        assert lacks(live, outcome) == "Governance is not answered"

    def test_resuming_needs_its_relaunch_criteria_and_no_unmet_blocker(self, live):
        paused(live)
        answered(live)
        assert lacks(live, RESUME) == "No relaunch criterion is written"
        (one,) = add(live, RelaunchCriterion(case=state(live).case, text="Tested", by=day(3)))
        assert lacks(live, RESUME) == "Relaunch criterion not met: Tested"
        with live.change("Met") as change:
            change.set(one, met_on=TODAY)
        assert lacks(live, RESUME).startswith("Unmet blocker: ")
        waive_blockers(live)
        assert lacks(live, RESUME) == ""

    def test_reshaping_needs_scope_and_case_agreed_since_the_pause(self, live):
        paused(live)
        answered(live)
        live.with_objective(agreed_on=day(-100))
        assert lacks(live, RESHAPE).startswith("The new scope is not agreed")
        live.set("objective", agreed_on=TODAY)
        assert lacks(live, RESHAPE) == "No ROI case was agreed since the pause"
        add(live, RoiCase(pilot=live.made["pilot"], name="New", status="agreed", agreed_on=TODAY))
        assert lacks(live, RESHAPE) == ""

    def test_who_why_and_by_when(self, live):
        paused(live)
        assert lacks(live, STOP, decided_by=None) == "Needs who decides"
        assert lacks(live, STOP, reason=" ") == "Needs a reason"
        assert lacks(live, STOP, owner=None) == "Needs who does what follows"
        assert lacks(live, STOP, by=None) == "Needs a date"
        assert lacks(live, STOP, by=TODAY) == "The date must be later than today"
        assert lacks(live, STOP) == ""
        with live.change("End") as change, pytest.raises(FieldError, match="a reason"):
            end(change, live.plan, judged(live), state(live), ending(live, STOP, reason=""), TODAY)

    def test_one_extension_only_and_it_says_what_it_allows(self, live):
        add(
            live,
            RecoveryCase(pilot=live.made["pilot"], started_on=day(-30), ended_on=day(-20), outcome=EXTEND),
        )
        paused(live)
        answered(live)
        assert lacks(live, EXTEND) == "It was extended once already"

    def test_extending_moves_the_decision(self, live):
        paused(live)
        answered(live)
        assert lacks(live, EXTEND, allows="") == "Needs the sample and the decision that it will allow"
        ended(live, EXTEND, by=day(90))
        decide = next(one for one in live.plan.of_pilot(Gate, live.made["pilot"]) if one.kind_ == "decide")
        assert (decide.planned_on, decide.held) == (day(90), False)
        outcomes = [one.outcome for one in live.plan.of_pilot(Decision, live.made["pilot"])]
        assert "Extended: 400 chats, then scale or stop" in outcomes

    def test_reshaping_relaunches_as_one_step(self, live):
        paused(live)
        with live.change("Began earlier") as change:
            began_earlier(change, live)
        answered(live)
        agree_anew(live)
        before = live.session.head
        ended(live, RESHAPE)
        assert live.session.head == before + 1
        plan, pilot = live.plan, live.made["pilot"]
        assert plan.get(Pilot, pilot.id).status == "live"
        phases = {one.kind_: one for one in plan.of_pilot(Phase, pilot)}
        assert phases["paused"].ended_on == TODAY
        assert (phases["relaunched"].started_on, phases["relaunched"].ended_on) == (TODAY, None)
        assert not any(one.held for one in plan.of_pilot(Gate, pilot))
        case = state(live).case
        assert (case.outcome, case.ended_on) == ("reshape", TODAY)
        action = plan.of_pilot(Action, pilot)[-1]
        assert (action.owner, action.due) == (live.made["owner"].id, day(10))
        assert action.text.startswith("New scope")
        decision = next(one for one in plan.of_pilot(Decision, pilot) if one.kind_ == "relaunch")
        assert action.came_from == f"decision/{decision.id}"
        assert not state(live).is_running

    def test_stopping_ends_the_phase_and_holds_the_gate(self, live):
        paused(live)
        with live.change("Began earlier") as change:
            began_earlier(change, live)
        ended(live, STOP)
        plan, pilot = live.plan, live.made["pilot"]
        assert plan.get(Pilot, pilot.id).status == "stopped"
        assert all(one.ended_on is not None for one in plan.of_pilot(Phase, pilot))
        assert [one.kind_ for one in plan.of_pilot(Gate, pilot) if one.held] == ["decide"]
        assert plan.of_pilot(Decision, pilot)[-1].kind_ == "stop"

    def test_paused_and_relaunched_on_one_day_is_one_phase(self, live):
        paused(live)
        answered(live)
        agree_anew(live)
        ended(live, RESHAPE)
        kinds = [one.kind_ for one in live.plan.of_pilot(Phase, live.made["pilot"])]
        assert kinds == ["live", "relaunched"]


def began_earlier(change, plan):
    """The pause lies ten days back."""
    case = state(plan).case
    change.set(case, started_on=day(-10))
    for one in plan.plan.of_pilot(Phase, plan.made["pilot"]):
        if one.kind_ == "paused":
            change.set(one, started_on=day(-10))
        else:
            change.set(one, ended_on=day(-10))


def waive_blockers(plan):
    """Let every unmet blocker pass by name."""
    open_ones = {
        one.id for rating in judged(plan).ratings for one in rating.results
        if one.severity == "blocker" and one.is_open
    }  # fmt: skip
    add(plan, Waiver(
        pilot=plan.made["pilot"], criteria=sorted(open_ones), reason="Known", given_by=plan.made["sponsor"],
        second_reader=plan.made["owner"], from_=day(-1), until=day(60),
    ))  # fmt: skip
