"""What is frozen changes by amendment only, from whichever door: looked at before the step is written."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cxworkbench import frameworks
from cxworkbench.edit_rules import keep_rules
from cxworkbench.metric_states import judge
from cxworkbench.plan import Plan
from db.errors import FieldError
from db.models import Amendment, DecisionRule, Framework, Metric, Pilot
from tests.plans import NOON, PlanBuilder

TODAY = NOON.date()
FROZEN = date(2025, 10, 24)


@pytest.fixture
def built(tmp_path):
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot()
    pilot = builder.made["pilot"]
    with builder.change("Metrics") as change:
        for one in plan_of(builder).of_pilot(Metric, pilot):
            change.bin(one, NOON)
        builder.made["metric"] = change.add(
            Metric(pilot=pilot, name="First time", role="primary", unit="percent", success_threshold="66.0")
        )
    with builder.change("Freeze") as change:
        plan = plan_of(builder)
        frameworks.freeze(change, plan, plan.pilots[0], on=FROZEN)
    session = builder.session
    session.keeps_rules = lambda change: keep_rules(session, change, TODAY)
    yield builder
    session.close()


def plan_of(built):
    return Plan(built.session, version=built.session.head)


def metric(built):
    return plan_of(built).get(Metric, built.made["metric"].id)


def rule(built):
    return plan_of(built).all(DecisionRule)[0]


def refused(built, write, says):
    before = built.session.head
    with pytest.raises(FieldError) as caught, built.change("Past it") as change:
        write(change)
    assert says in caught.value.what
    assert caught.value.to_do
    assert built.session.head == before


def test_a_frozen_threshold_is_refused_with_since_when_and_what_to_do(built):
    refused(
        built,
        lambda change: change.set(metric(built), success_threshold=Decimal("60.0")),
        "frozen since 24 Oct 2025",
    )
    assert metric(built).success_threshold == Decimal("66.0")


def test_the_decision_rule_is_refused_too(built):
    refused(built, lambda change: change.set(rule(built), warm_up_weeks=1), "frozen since")


def test_a_frozen_metric_does_not_go_into_the_bin(built):
    refused(built, lambda change: change.bin(metric(built), NOON), "can't go into the bin")


def test_what_a_freeze_signed_is_not_written_again(built):
    one = plan_of(built).all(Framework)[0]
    refused(built, lambda change: change.set(one, hash="0" * 64), "doesn't change")
    refused(built, lambda change: change.bin(one, NOON), "doesn't change")


def test_an_amendment_in_the_same_step_lets_it_pass(built):
    plan = plan_of(built)
    with built.change("Amend") as change:
        frameworks.amend(
            change, plan, metric(built), "success_threshold", "68.0", reason="Seasonal mix", on=TODAY
        )
    with built.change("Amend the rule") as change:
        frameworks.amend(change, plan_of(built), rule(built), "warm_up_weeks", 6, reason="Holidays", on=TODAY)
    assert metric(built).success_threshold == Decimal("68.0")
    assert rule(built).warm_up_weeks == 6
    (found,) = frameworks.verify(plan_of(built))
    assert found.unamended == ()


@pytest.mark.parametrize(
    "changed", [{"after": '"61.0"'}, {"field": "scale_threshold"}, {"reason": " "}], ids=str
)
def test_an_amendment_that_says_something_else_does_not(built, changed):
    said = {"field": "success_threshold", "before": '"66.0"', "after": '"60.0"', "reason": "Because"}

    def write(change):
        one = metric(built)
        change.set(one, success_threshold=Decimal("60.0"))
        frozen = plan_of(built).all(Framework)[0]
        change.add(
            Amendment(
                pilot=one.pilot, framework=frozen, metric=one.id, agreed_on=TODAY, **{**said, **changed}
            )
        )

    refused(built, write, "frozen since")


def test_what_is_not_frozen_is_edited_as_ever(built):
    with built.change("Edit") as change:
        change.set(metric(built), owner=built.made["owner"])
        change.add(Metric(pilot=plan_of(built).pilots[0], name="Late"))
    late = next(one for one in plan_of(built).all(Metric) if one.name == "Late")
    with built.change("Edit the new one") as change:
        change.set(late, success_threshold=Decimal(5))
        change.bin(late, NOON)


def test_undo_brings_back_what_was(built):
    plan = plan_of(built)
    with built.change("Amend") as change:
        frameworks.amend(change, plan, metric(built), "success_threshold", "68.0", reason="Mix", on=TODAY)
    built.session.undo(at=NOON, by="Test")
    assert metric(built).success_threshold == Decimal("66.0")


# -------------------------------------------------------------------------------- metrics that come after a freeze


def late(built, **values):
    with built.change("Another") as change:
        made = change.add(Metric(pilot=plan_of(built).pilots[0], name="Late", unit="percent", **values))
    return plan_of(built).get(Metric, made.id)


@pytest.mark.parametrize(
    "values", [{"role": "primary"}, {"role": "guardrail"}, {"guardrail_limit": Decimal("4.1")}], ids=str
)
def test_a_metric_that_comes_after_the_freeze_may_not_decide(built, values):
    pilot = plan_of(built).pilots[0]
    refused(
        built,
        lambda change: change.add(Metric(pilot=pilot, name="Late", **values)),
        "Late came after it and decides nothing",
    )


def test_one_that_is_only_shown_is_added_and_kept_like_any_other(built):
    shown = late(built, role="secondary", success_threshold="50.0")
    with built.change("Its threshold is free") as change:
        change.set(shown, success_threshold=Decimal("55.0"))
    (found,) = frameworks.verify(plan_of(built))
    (difference,) = found.differences
    assert difference.decides_nothing
    assert found.unamended == ()
    with built.change("Away with it") as change:
        change.bin(plan_of(built).get(Metric, shown.id), NOON)


def test_it_is_let_decide_by_amendment_and_is_frozen_from_then_on(built):
    shown = late(built, role="secondary", success_threshold="50.0")
    refused(built, lambda change: change.set(shown, role="primary"), "decides nothing")
    with built.change("Amend") as change:
        frameworks.amend(
            change, plan_of(built), shown, "role", "primary", reason="The pilot was widened", on=TODAY
        )
    (found,) = frameworks.verify(plan_of(built))
    assert found.unamended == ()
    assert [one.decides_nothing for one in found.differences] == [False]
    now = plan_of(built).get(Metric, shown.id)
    refused(built, lambda change: change.set(now, success_threshold=Decimal("40.0")), "frozen since")
    refused(built, lambda change: change.set(now, role="secondary"), "frozen since")
    refused(built, lambda change: change.bin(now, NOON), "frozen since")


def test_what_was_written_past_the_rules_decides_nothing_either(built):
    built.session.keeps_rules = None  # a copy made elsewhere, merged or read from JSON
    went_live = date(2025, 11, 3)
    shown = late(
        built,
        role="primary",
        direction="up",
        cadence="week",
        guardrail_limit="10.0",
        success_threshold="50.0",
    )
    plan = plan_of(built)
    state = judge(plan, plan.pilots[0], shown, went_live)
    assert state.rule.role == "secondary"
    assert state.guardrail is None
    assert state.rule.guardrail_limit is None
    (found,) = frameworks.verify(plan)
    assert [one.name for one in found.unamended] == ["Late"]
    assert judge(plan, plan.pilots[0], shown, FROZEN - timedelta(days=1)).rule.role == "primary"


def test_frozen_again_with_it_it_is_a_metric_of_the_framework(built):
    shown = late(built, role="secondary")
    with built.change("Freeze again") as change:
        plan = plan_of(built)
        frameworks.freeze(change, plan, plan.pilots[0], on=TODAY)
    refused(built, lambda change: change.set(shown, unit="score"), "frozen since")
    assert frameworks.verify(plan_of(built))[-1].differences == ()


def test_a_frozen_metric_stays_with_its_pilot(built):
    with built.change("Another pilot") as change:
        other = change.add(Pilot(name="Other"))
    refused(built, lambda change: change.set(metric(built), pilot=other.id), "stays with its pilot")
