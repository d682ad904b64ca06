"""Who answers for which question, how controls run, and what happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

import resources
from cxworkbench import governance
from cxworkbench.governance_summary import coverage, finding, samples
from cxworkbench.new_plan import new_plan
from cxworkbench.plan import Plan
from db.models import Accountability, Control, ControlRun, DataSource, Incident, OutputSample, Pilot
from db.store import open_plan
from tests.plans import NOON, PlanBuilder

TODAY = date(2026, 3, 11)


def day(places: int) -> date:
    return TODAY + timedelta(days=places)


@pytest.fixture
def plan(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot(gates={"go_live": (day(-50), day(-50))})
    yield builder
    builder.session.close()


def add(plan: PlanBuilder, *records):
    with plan.change("Add") as change:
        return [change.add(record) for record in records]


class TestQuestions:
    """Seven questions, one answer a pilot."""

    def test_named_with_a_deputy_missing_once_due_and_not_due_before(self, plan):
        owner, sponsor = plan.made["owner"], plan.made["sponsor"]
        add(
            plan,
            Accountability(
                pilot=plan.made["pilot"], question="handle_errors", accountable=owner, deputy=sponsor
            ),
            Accountability(pilot=plan.made["pilot"], question="monitor_outputs"),
        )
        plan.with_pilot("Later", gates={"go_live": (day(47), None)})
        found = {one.id: one for one in governance.questions(plan.plan, TODAY)}
        assert len(found) == 7
        first, later = found["handle_errors"].answers
        assert (first.state, first.person, first.deputy) == ("named", "Priya Raman", "Helen Marsh")
        assert (later.state, later.due) == ("not_due", day(47))
        missing = found["monitor_outputs"].answers[0]
        assert (missing.state, missing.due) == ("missing", day(-50))
        assert missing.ref is not None
        assert found["output_quality"].answers[0].ref is None, "the row itself is missing"

    def test_every_question_of_the_reference_has_a_short_name(self):
        assert {one["id"] for one in resources.toml("governance")["question"]} == set(governance.SUBJECTS)


class TestControls:
    """A control is judged by its newest run, its next date and its owner."""

    @pytest.mark.parametrize(
        ("values", "runs", "state"),
        [
            ({"owner": True, "next_due": day(5)}, [(day(-5), True)], "met"),
            ({"owner": True, "next_due": day(5)}, [(day(-9), True), (day(-5), False)], "at_risk"),
            ({"owner": False, "next_due": day(5)}, [(day(-5), False)], "failing"),
            ({"owner": True, "next_due": day(-6)}, [(day(-40), True)], "at_risk"),
            ({"owner": True, "next_due": day(-54)}, [], "failing"),
            ({"owner": True, "next_due": day(5)}, [], "not_assessed"),
            ({"owner": True, "status": "planned"}, [], "not_assessed"),
            ({"owner": False, "status": "planned", "next_due": day(-1)}, [], "failing"),
            ({"not_needed_reason": "No voice", "not_needed_by": True}, [], "not_needed"),
            ({"owner": True, "next_due": day(5)}, [(day(-5), True), (day(3), False)], "met"),
        ],
    )
    def test_each_state(self, plan, values, runs, state):
        for name in ("owner", "not_needed_by"):
            if name in values:
                values = {**values, name: plan.made["owner"] if values[name] else None}
        (made,) = add(
            plan, Control(**{"pilot": plan.made["pilot"], "name": "Sample", "status": "in place", **values})
        )
        add(plan, *(ControlRun(control=made, run_on=on, passed=passed) for on, passed in runs))
        (found,) = governance.controls(plan.plan, plan.made["pilot"], TODAY)
        assert found.state == state

    def test_what_fails_comes_first_and_results_are_said(self, plan):
        pilot, owner = plan.made["pilot"], plan.made["owner"]
        good, bad = add(
            plan,
            Control(pilot=pilot, name="Log", status="in place", owner=owner, next_due=day(1)),
            Control(pilot=pilot, name="Accuracy", status="in place", next_due=day(2)),
        )
        add(
            plan,
            ControlRun(control=good, run_on=day(-2), passed=True, text="6 changes, 6 approved"),
            ControlRun(control=bad, run_on=day(-5), passed=False, measured="44", needs="47"),
        )
        found = governance.controls(plan.plan, pilot, TODAY)
        assert [(one.control.name, one.result) for one in found] == [
            ("Accuracy", "44, needs 47"),
            ("Log", "6 changes, 6 approved"),
        ]


def test_open_incidents_first_with_their_days(plan):
    def at(places):
        return datetime(2026, 3, 11, 9, tzinfo=UTC) + timedelta(days=places)

    pilot = plan.made["pilot"]
    add(
        plan,
        Incident(pilot=pilot, title="Closed", opened_on=at(-36), closed_on=at(-35)),
        Incident(pilot=pilot, title="Old", opened_on=at(-22)),
        Incident(pilot=pilot, title="New", opened_on=at(-15)),
    )
    found = governance.incidents(plan.plan, pilot, TODAY)
    assert [(one.incident.title, one.is_open, one.days) for one in found] == [
        ("New", True, 15),
        ("Old", True, 22),
        ("Closed", False, 1),
    ]


class TestWhatApplies:
    """Which controls of the catalogue a pilot must have."""

    def entry(self, *words):
        return {"applies_to": list(words)}

    def test_what_is_not_known_counts_as_yes(self):
        assert governance.applies(self.entry("customer_facing"), Pilot(name="P"), [])
        assert not governance.applies(
            self.entry("customer_facing"), Pilot(name="P", customer_facing=False), []
        )
        assert governance.applies(self.entry("all"), Pilot(name="P", customer_facing=False), [])

    def test_personal_data_is_known_from_the_sources(self):
        entry = self.entry("personal_data")
        assert not governance.applies(entry, Pilot(name="P"), [])
        assert governance.applies(entry, Pilot(name="P"), [DataSource(name="CRM")])
        assert not governance.applies(
            entry, Pilot(name="P"), [DataSource(name="Prices", personal_data=False)]
        )

    def test_a_new_pilot_brings_its_questions_and_controls(self, tmp_path):
        path = tmp_path / "new.cxplan"
        new_plan(path, programme="P", type="agent_assist", pilot="Calls", at=NOON, by="Test")
        session = open_plan(path, read_only=True)
        made = Plan(session, version=session.head)
        assert len(made.all(Accountability)) == 7
        assert {one.accountable for one in made.all(Accountability)} == {None}
        wanted = {one["id"] for one in resources.toml("governance")["control"] if one["mandatory"]} - {
            one["id"]
            for one in resources.toml("governance")["control"]
            if one["applies_to"] == ["personal_data"]
        }
        assert {one.catalogue_id for one in made.all(Control)} == wanted
        assert {one.status for one in made.all(Control)} == {"planned"}
        session.close()


class TestFigures:
    """What the page says first, and what the samples of outputs prove."""

    def test_an_incident_has_a_limit_by_its_severity_and_says_what_it_lacks(self, plan):
        def at(places):
            return datetime(2026, 3, 11, 9, tzinfo=UTC) + timedelta(days=places)

        pilot, owner = plan.made["pilot"], plan.made["owner"]
        add(
            plan,
            Incident(
                pilot=pilot,
                title="Late",
                severity="sev2",
                opened_on=at(-11),
                owner=owner,
                cause="Known",
                customers_affected=11,
                customers_told=9,
            ),
            Incident(
                pilot=pilot, title="In time", severity="sev2", opened_on=at(-10), owner=owner, cause="K"
            ),
            Incident(pilot=pilot, title="Nobody's", severity="sev4", opened_on=at(-1), cause="K"),
            Incident(
                pilot=pilot, title="Shut", severity="sev1", opened_on=at(-30), closed_on=at(-5), owner=owner
            ),
        )
        found = {one.incident.title: one for one in governance.incidents(plan.plan, pilot, TODAY)}
        late = found["Late"]
        assert (late.state, late.clock, late.gaps) == (
            "failing",
            "Open 11 days, limit 10",
            ("2 customers not told",),
        )
        assert (found["In time"].state, found["In time"].is_late) == ("at_risk", False)
        assert (found["Nobody's"].state, found["Nobody's"].gaps) == ("failing", ("nobody owns it",))
        shut = found["Shut"]
        assert (shut.state, shut.clock) == ("met", "Closed after 25 days, limit 20")
        assert shut.gaps == ("no cause", "no action")

    def test_gaps_are_counted_and_said_in_one_sentence(self, plan):
        owner, pilot = plan.made["owner"], plan.made["pilot"]
        add(plan, Accountability(pilot=pilot, question="handle_errors", accountable=owner))
        plan.with_pilot("Later", gates={"go_live": (day(47), None)})
        found = governance.questions(plan.plan, TODAY)
        both, own = coverage(found), coverage(found, pilot.id)
        assert both.words == "1 of 14 named, 6 gaps, 1 without deputy, 7 not due"
        assert finding(own, [], []) == "6 questions have nobody"
        later = coverage(found, plan.made["pilot"].id)
        assert finding(later, [], []) == "No question is due yet"

    def test_only_random_samples_of_the_last_four_weeks_say_how_much_is_wrong(self, plan):
        pilot = plan.made["pilot"]
        add(
            plan,
            OutputSample(pilot=pilot, date=day(-5), n=50, wrong=6),
            OutputSample(pilot=pilot, date=day(-12), n=50, wrong=4),
            OutputSample(pilot=pilot, date=day(-6), n=20, wrong=20, drawn="reported"),
            OutputSample(pilot=pilot, date=day(-33), n=50, wrong=2),
            OutputSample(pilot=pilot, date=day(2), n=50, wrong=50),
        )
        found = samples(plan.plan, pilot, TODAY)
        assert (found.checked, found.wrong, found.before, found.state) == (100, 10, 0.04, "met")
        assert found.words == "10 of 100 wrong in four weeks, 10.0% (5.5 to 17.4%); 4.0% in the four before"
        assert samples(plan.plan, pilot, day(20)).state == "at_risk"

    def test_no_sample_is_said(self, plan):
        pilot = plan.made["pilot"]
        assert samples(plan.plan, pilot, TODAY).words == "No output was checked yet"
        add(plan, OutputSample(pilot=pilot, date=day(-60), n=30, wrong=1))
        old = samples(plan.plan, pilot, TODAY)
        assert (old.state, old.words) == (
            "at_risk",
            "No random sample in four weeks, the last on 10 Jan 2026",
        )
