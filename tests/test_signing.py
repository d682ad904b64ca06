"""No option is contracted before its buying gate holds, whichever way it is written, except by a named waiver."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cxworkbench import signing, tools
from cxworkbench.edit_rules import keep_rules
from db.errors import FieldError
from db.models import Audit, AuditDimension, DataSource, Tool, Waiver
from tests.plans import PlanBuilder

TODAY = date(2026, 3, 11)
LEVELS = {"completeness": 0.75}


def day(places: int) -> date:
    return TODAY + timedelta(days=places)


def add(plan: PlanBuilder, *records):
    with plan.change("Add") as change:
        return [change.add(record) for record in records]


@pytest.fixture
def plan(tmp_path):
    """A plan with an agreed objective, an option with an owner, and a critical source whose audit passed."""
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot().with_metric().with_objective()
    pilot = builder.made["pilot"]
    (tool,) = add(
        builder,
        Tool(
            pilot=pilot,
            name="Vendor",
            status="selected",
            owner=builder.made["owner"],
            objective=builder.made["objective"],
        ),
    )
    (source,) = add(builder, DataSource(pilot=pilot, name="Articles", critical=True, required_=LEVELS))
    (audit,) = add(builder, Audit(pilot=pilot, data_source=source, audited_on=day(-5)))
    (score,) = add(builder, AuditDimension(audit=audit, dimension="completeness", score="0.9"))
    builder.made |= {"tool": tool, "score": score}
    builder.session.keeps_rules = lambda change: keep_rules(builder.session, change, TODAY)
    yield builder
    builder.session.close()


def status(plan: PlanBuilder) -> str:
    return plan.plan.get(Tool, plan.made["tool"].id).status


def sign(plan: PlanBuilder, **values):
    with plan.change("Sign") as change:
        change.set(Tool, plan.made["tool"].id, status="contracted", **values)


def fail_the_audit(plan: PlanBuilder):
    with plan.change("Score") as change:
        change.set(plan.made["score"], score="0.51")


def waiver(plan: PlanBuilder, **values):
    given = {
        "pilot": plan.made["pilot"],
        "record": f"tool/{plan.made['tool'].id}",
        "criteria": (signing.GATE,),
        "reason": "The price holds until Friday",
        "given_by": plan.made["sponsor"],
        "second_reader": plan.made["owner"],
        "from_": day(-1),
        "until": day(20),
    }
    return add(plan, Waiver(**{**given, **values}))[0]


def test_an_option_whose_gate_holds_is_contracted(plan):
    sign(plan, signed_on=TODAY)
    assert status(plan) == "contracted"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda plan, change: change.set(plan.made["score"], score="0.51"), "Articles 51"),
        (lambda plan, change: change.set(plan.made["tool"], owner=None), "no owner: Nobody named"),
        (
            lambda plan, change: change.set(plan.made["objective"], agreed_on=None, agreed_by=()),
            "Version 1 is not agreed",
        ),
    ],
)
def test_it_is_refused_with_what_is_missing_and_nothing_of_the_step_is_kept(plan, spoil, said):
    with plan.change("Spoil") as change:
        spoil(plan, change)
    head = plan.session.head
    with pytest.raises(FieldError) as refused:
        sign(plan, reason="Cheapest")
    assert said in refused.value.what
    assert plan.session.head == head
    assert (status(plan), plan.plan.get(Tool, plan.made["tool"].id).reason) == ("selected", None)


@pytest.mark.parametrize("wanted", ["contracted", "live"])
def test_a_new_option_can_not_begin_as_signed(plan, wanted):
    fail_the_audit(plan)
    with pytest.raises(FieldError):
        add(plan, Tool(pilot=plan.made["pilot"], name="Other", status=wanted, owner=plan.made["owner"]))
    assert [one.name for one in plan.plan.all(Tool)] == ["Vendor"]


def test_other_edits_and_other_states_pass(plan):
    fail_the_audit(plan)
    for values in ({"status": "evaluated"}, {"reason": "Quick"}, {"status": "retired"}):
        with plan.change("Edit") as change:
            change.set(Tool, plan.made["tool"].id, **values)
    assert status(plan) == "retired"


def test_what_is_mended_in_the_same_step_counts(plan):
    fail_the_audit(plan)
    with plan.change("Mend and sign") as change:
        change.set(plan.made["score"], score="0.8")
        change.set(Tool, plan.made["tool"].id, status="contracted")
    assert status(plan) == "contracted"


def test_what_is_signed_already_goes_live_and_stays_editable(plan):
    sign(plan, signed_on=TODAY)
    fail_the_audit(plan)
    with plan.change("Go live") as change:
        change.set(Tool, plan.made["tool"].id, status="live")
    assert status(plan) == "live"


def test_undo_and_redo_bring_back_what_was_there(plan):
    sign(plan, signed_on=TODAY)
    from tests.plans import NOON

    plan.session.undo(at=NOON, by="Test")
    assert status(plan) == "selected"
    plan.session.redo(at=NOON, by="Test")
    assert status(plan) == "contracted"


class TestWaiver:
    """A named person lets it pass, for a while."""

    def test_a_waiver_of_the_gate_lets_it_pass(self, plan):
        fail_the_audit(plan)
        waiver(plan)
        sign(plan)
        assert status(plan) == "contracted"

    @pytest.mark.parametrize(
        "values",
        [
            {"until": TODAY},
            {"until": None},
            {"from_": day(1)},
            {"closed_on": day(-1)},
            {"second_reader": None},
            {"given_by": None},
            {"criteria": ("str_exit",)},
            {"record": None, "criteria": ()},
            {"record": f"tool/{'0' * 32}"},
        ],
    )
    def test_one_that_ended_is_not_named_or_is_for_something_else_does_not(self, plan, values):
        fail_the_audit(plan)
        waiver(plan, **values)
        with pytest.raises(FieldError):
            sign(plan)

    def test_a_reader_must_be_another_person(self, plan):
        fail_the_audit(plan)
        waiver(plan, second_reader=plan.made["sponsor"])
        with pytest.raises(FieldError):
            sign(plan)

    def test_a_waiver_of_one_check_leaves_the_others(self, plan):
        fail_the_audit(plan)
        with plan.change("Nobody owns it") as change:
            change.set(plan.made["tool"], owner=None)
        waiver(plan, criteria=("data_passed",))
        (left,) = signing.lacking(plan.plan, plan.plan.get(Tool, plan.made["tool"].id), TODAY)
        assert left.id == "owner"
        with pytest.raises(FieldError, match="Nobody named"):
            sign(plan)

    def test_it_is_judged_on_the_signing_day(self, plan):
        fail_the_audit(plan)
        waiver(plan, from_=day(-30), until=day(-10))
        with pytest.raises(FieldError):
            sign(plan)
        sign(plan, signed_on=day(-12))
        assert status(plan) == "contracted"


def test_the_option_without_ai_is_compared_with_the_chosen_one(plan):
    with plan.change("Score") as change:
        change.set(plan.made["tool"], score="71", cost_12_months="372000")
    assert tools.looking_back(tools.options(plan.plan, plan.made["pilot"]), "GBP") == ""
    add(
        plan,
        Tool(
            pilot=plan.made["pilot"], name="Fix answers", kind_="non_ai", score="66", cost_12_months="58000"
        ),
    )
    said = tools.looking_back(tools.options(plan.plan, plan.made["pilot"]), "GBP")
    assert said == "Fix answers, without AI, scored 5 points less and costs £314k less."


def test_the_sample_signed_under_its_waiver(tmp_path):
    from cxworkbench.plan import Plan
    from db.store import open_plan
    from tests.prepared import put_sample

    session = open_plan(put_sample(tmp_path / "s.cxplan"), read_only=True)
    made = Plan(session, version=session.head)
    tool = next(one for one in made.all(Tool) if one.name == "Brightline Chat")
    pilot = next(one for one in made.pilots if one.id == tool.pilot)
    assert not tools.may_buy(tools.buying_gate(made, pilot, TODAY, tool))
    assert signing.lacking(made, tool, TODAY) == []
    session.close()
