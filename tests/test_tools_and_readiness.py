"""Whether a source is ready by its audits, and whether an option may be bought."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import resources
from cxworkbench import tools
from cxworkbench.audit.readiness import (
    Dimension,
    audit_passed,
    judge,
    newest_audit,
    readiness,
    required_levels,
)
from db.models import (
    Audit,
    AuditDimension,
    DataSource,
    Decision,
    Requirement,
    Tool,
    ToolScore,
    Waiver,
)
from tests.plans import PlanBuilder

TODAY = date(2026, 3, 11)
LEVELS = {"completeness": 0.75, "timeliness": 0.75}


def day(places: int) -> date:
    return TODAY + timedelta(days=places)


def add(plan: PlanBuilder, *records):
    with plan.change("Add") as change:
        return [change.add(record) for record in records]


@pytest.fixture
def plan(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot().with_metric().with_objective()
    yield builder
    builder.session.close()


def audited(plan: PlanBuilder, on: date, scores: dict[str, str], **values):
    """A critical source with one audit."""
    (source,) = add(
        plan,
        DataSource(
            pilot=plan.made["pilot"], name="Knowledge base", critical=True, required_=LEVELS, **values
        ),
    )
    (audit,) = add(plan, Audit(pilot=plan.made["pilot"], data_source=source, audited_on=on))
    add(plan, *(AuditDimension(audit=audit, dimension=name, score=score) for name, score in scores.items()))
    return source


class TestReadiness:
    """The worst dimension decides, and an old audit proves nothing."""

    def test_a_source_is_as_good_as_its_worst_dimension(self, plan):
        source = audited(plan, day(-10), {"completeness": "0.99", "timeliness": "0.58", "accuracy": "0.10"})
        found = readiness(plan.plan, source, TODAY)
        assert found.state == "not_ready"
        assert found.worst is not None
        assert (found.worst.dimension.name, found.worst.figure) == ("timeliness", 0.58)
        assert not audit_passed(plan.plan, source, TODAY)

    def test_ready_until_the_audit_is_too_old(self, plan):
        source = audited(plan, day(-92), {"completeness": "0.99", "timeliness": "0.75"})
        assert audit_passed(plan.plan, source, TODAY)
        assert readiness(plan.plan, source, day(1)).state == "not_proven"
        assert readiness(plan.plan, source, day(-93)).state == "not_proven", "not audited yet on that day"

    def test_the_newest_audit_by_the_day_counts(self, plan):
        source = audited(plan, day(-50), {"completeness": "0.5", "timeliness": "0.5"})
        (better,) = add(plan, Audit(pilot=plan.made["pilot"], data_source=source, audited_on=day(-5)))
        add(plan, *(AuditDimension(audit=better, dimension=name, score="0.9") for name in LEVELS))
        assert audit_passed(plan.plan, source, TODAY)
        assert not audit_passed(plan.plan, source, day(-6))
        found = newest_audit(plan.plan, source, TODAY)
        assert found is not None
        assert found.id == better.id

    def test_a_dimension_that_was_not_looked_at_is_not_proven(self, plan):
        source = audited(plan, day(-5), {"completeness": "0.9"})
        assert readiness(plan.plan, source, TODAY).state == "not_proven"

    def test_a_sample_that_was_extended_needs_more_than_one_looked_at_once(self):
        once = judge([Dimension("accuracy", 0.9, passed=96, n=100)])
        often = judge([Dimension("accuracy", 0.9, passed=96, n=100, looks=4)])
        assert (once.state, often.state) == ("ready", "not_proven")
        assert often.dimensions[0].lower < once.dimensions[0].lower
        assert judge([]).state == "not_proven"

    def test_core_dimensions_are_required_where_nobody_said_otherwise(self):
        assert set(required_levels(DataSource(name="CRM")).values()) == {0.75}
        core = {one["id"] for one in resources.toml("data_quality")["dimension"] if one["core"]}
        assert set(required_levels(DataSource(name="CRM"))) == core
        own = required_levels(DataSource(name="CRM", required_={"accuracy": "0.9", "timeliness": "much"}))
        assert own == {"accuracy": 0.9}


class TestBuying:
    """Requirements, options, and the buying gate."""

    def offers(self, plan, **of_first):
        pilot, objective = plan.made["pilot"], plan.made["objective"]
        first = {
            "status": "contracted",
            "signed_on": day(-80),
            "owner": plan.made["owner"],
            "objective": objective,
            "score": "71",
            "exit_terms": "30 days",
            "data_terms": "Returned",
            "price_driver": "A conversation",
            "service_levels": "99.5 %",
        }
        evaluated = {"pilot": pilot, "evaluated_on": day(-100)}
        return add(
            plan,
            Tool(**{"name": "Vendor", "kind_": "vendor_product", **evaluated, **first, **of_first}),
            Tool(name="Own", kind_="own_build", score="54", **evaluated),
            Tool(name="Fix 40 answers", kind_="non_ai", score="66", **evaluated),
        )

    def states(self, plan):
        return {one.id: one.state for one in tools.buying_gate(plan.plan, plan.made["pilot"], TODAY)}

    def test_all_holds(self, plan):
        self.offers(plan)
        audited(plan, day(-90), {"completeness": "0.9", "timeliness": "0.8"})
        decided = Decision(
            pilot=plan.made["pilot"],
            kind_="select",
            question="Which tool?",
            date=day(-85),
            decided_by=plan.made["sponsor"],
        )
        add(plan, decided)
        assert set(self.states(plan).values()) == {"met"}
        checks = tools.buying_gate(plan.plan, plan.made["pilot"], TODAY)
        assert tools.may_buy(checks)
        assert {one.id: one.detail for one in checks}["decided"] == "D-01, Helen Marsh, 16 Dec 2025"

    def test_what_forbids_it_and_what_only_puts_it_at_risk(self, plan):
        self.offers(plan, owner=None, exit_terms=None)
        audited(plan, day(-90), {"completeness": "0.9", "timeliness": "0.51"})
        found = {one.id: one for one in tools.buying_gate(plan.plan, plan.made["pilot"], TODAY)}
        assert (found["owner"].state, found["audited"].state) == ("failing", "failing")
        assert found["audited"].detail == "Knowledge base 51 at signing, needs 75"
        assert (found["terms"].state, found["terms"].detail) == ("at_risk", "3 of 4")
        assert found["decided"].state == "at_risk"
        assert not tools.may_buy(list(found.values()))

    def test_an_audit_after_the_signing_is_too_late(self, plan):
        self.offers(plan)
        audited(plan, day(-79), {"completeness": "0.9", "timeliness": "0.9"})
        assert self.states(plan)["audited"] == "failing"

    def test_nothing_there_is_said(self, tmp_path):
        builder = PlanBuilder(tmp_path / "b.cxplan").with_pilot()
        found = {one.id: one for one in tools.buying_gate(builder.plan, builder.made["pilot"], TODAY)}
        assert found["objective"].state == found["audited"].state == "failing"
        assert found["owner"].detail == "No option is chosen yet"
        builder.session.close()

    def test_the_chosen_option_stands_first_and_the_one_without_ai_last(self, plan):
        vendor, *_ = self.offers(plan)
        pilot = plan.made["pilot"]
        first, second, wish = add(
            plan,
            Requirement(pilot=pilot, text="Answer correctly", must=True, objective=plan.made["objective"]),
            Requirement(pilot=pilot, text="Hand over", must=True, objective=plan.made["objective"]),
            Requirement(pilot=pilot, text="Brand voice", must=False),
        )
        add(
            plan,
            ToolScore(tool=vendor, requirement=first, met="yes"),
            ToolScore(tool=vendor, requirement=second, met="part"),
            ToolScore(tool=vendor, requirement=wish, met="yes"),
        )
        found = tools.options(plan.plan, pilot)
        assert [one.tool.name for one in found] == ["Vendor", "Own", "Fix 40 answers"]
        assert (found[0].must_haves, found[1].must_haves) == ("1 of 2", "")
        assert [(one.code, one.objective is not None) for one in tools.traced(plan.plan, pilot)] == [
            ("RQ-1", True),
            ("RQ-2", True),
            ("RQ-3", False),
        ]

    def test_what_is_selected_stands_before_the_gate_though_another_is_live(self, plan):
        vendor, own, _ = self.offers(plan, status="live")
        found = tools.options(plan.plan, plan.made["pilot"])
        assert tools.at_gate(found).name == "Vendor"
        with plan.change("Select") as change:
            change.set(own, status="selected")
        found = tools.options(plan.plan, plan.made["pilot"])
        assert tools.at_gate(found).name == "Own"
        owned = {
            one.id: one.state
            for one in tools.buying_gate(plan.plan, plan.made["pilot"], TODAY, tools.at_gate(found))
        }
        assert owned["owner"] == "failing"
        assert self.states(plan)["owner"] == "met"
        assert vendor.id

    def test_a_waiver_is_in_force_by_two_names_and_an_end_from_its_first_day_on(self, plan):
        pilot, giver, reader = plan.made["pilot"], plan.made["sponsor"], plan.made["owner"]
        whole = {"pilot": pilot, "given_by": giver, "second_reader": reader, "until": day(5)}
        for more, state, lacks in (
            ({"from_": day(0)}, "in_force", ""),
            ({"from_": day(1)}, "ahead", ""),
            ({"given_by": None}, "void", "nobody gives it"),
            ({"second_reader": None}, "void", "no second reader"),
            ({"second_reader": giver}, "void", "the second reader gives it"),
            ({"until": None}, "void", "no end"),
        ):
            (made,) = add(plan, Waiver(reason="Soon", **{**whole, **more}))
            one = next(one for one in tools.waivers(plan.plan, pilot, TODAY) if one.waiver.id == made.id)
            assert (one.state, one.lacks) == (state, lacks), more

    def test_a_waiver_that_ended_comes_first_and_closed_ones_are_left_out(self, plan):
        pilot, giver, reader = plan.made["pilot"], plan.made["sponsor"], plan.made["owner"]
        add(
            plan,
            Waiver(pilot=pilot, reason="In force", until=day(5), given_by=giver, second_reader=reader),
            Waiver(pilot=pilot, reason="Ended", until=day(-10)),
            Waiver(pilot=pilot, reason="Closed", until=day(-10), closed_on=day(-1)),
        )
        found = tools.waivers(plan.plan, pilot, TODAY)
        assert [(one.waiver.reason, one.state, one.days_over) for one in found] == [
            ("Ended", "ended", 10),
            ("In force", "in_force", 0),
        ]
