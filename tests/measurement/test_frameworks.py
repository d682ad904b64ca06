"""A frozen framework: its hash, what is amended, what was changed past it, and verdicts that don't reach back."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cxworkbench import frameworks
from cxworkbench.freeze_checks import freeze_checks, may_freeze
from cxworkbench.metric_states import judge
from cxworkbench.plan import Plan
from db.errors import FieldError
from db.models import Checkpoint, DecisionRule, Metric, RoiCase, Series, Sponsor
from tests.plans import MONDAY, NOON, PlanBuilder, weeks

FROZEN = date(2025, 10, 24)


@pytest.fixture
def built(tmp_path):
    builder = PlanBuilder(tmp_path / "p.cxplan")
    builder.with_pilot(gates={"go_live": (MONDAY, MONDAY)})
    with builder.change("Metrics") as change:
        pilot = builder.made["pilot"]
        owner = builder.made["owner"]
        for name, role, extra in (
            (
                "First time",
                "primary",
                {"success_threshold": "66.0", "scale_threshold": "70.0", "baseline_value": "61"},
            ),
            ("Quality", "guardrail", {"guardrail_limit": "4.1"}),
        ):
            builder.made[name] = change.add(
                Metric(
                    pilot=pilot,
                    name=name,
                    role=role,
                    unit="percent" if role == "primary" else "score",
                    direction="up",
                    cadence="week",
                    owner=owner,
                    baseline_from=MONDAY - timedelta(weeks=6),
                    baseline_to=MONDAY,
                    **extra,
                )
            )
        for rule in Plan(builder.session, version=builder.session.head).of_pilot(DecisionRule, pilot):
            change.bin(rule, NOON)
        builder.made["rule"] = change.add(
            DecisionRule(
                pilot=pilot, warm_up_weeks=4, shortest_weeks=8, decide_by=date(2026, 6, 30), fallback="hold"
            )
        )
    yield builder
    builder.session.close()


def plan_of(built):
    return Plan(built.session, version=built.session.head)


def frozen(built, on=FROZEN):
    plan = plan_of(built)
    with built.change("Freeze") as change:
        return frameworks.freeze(
            change, plan, plan.pilots[0], on=on, signers=[(built.made["sponsor"].id, "sponsor")]
        )


def metric_of(built, name="First time"):
    return plan_of(built).get(Metric, built.made[name].id)


def test_the_hash_can_be_computed_with_any_tool(built):
    made = frozen(built)
    kept = frameworks.frameworks(plan_of(built), plan_of(built).pilots[0])[0]
    written = json.dumps(kept.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(written.encode()).hexdigest() == kept.hash == made.hash
    assert kept.content["metrics"][built.made["First time"].id]["success_threshold"] == "66.0"
    assert frameworks.short_hash(kept.hash) == f"{kept.hash[:4]} {kept.hash[4:8]} {kept.hash[8:12]}"


def test_a_sponsor_is_asked_to_sign_up_to_the_day_before_the_end(built):
    pilot, sponsor = built.made["pilot"], built.made["sponsor"]
    with built.change("Sponsor") as change:
        change.add(Sponsor(pilot=pilot, person=sponsor, ended_on=FROZEN + timedelta(days=1)))
    plan = plan_of(built)
    assert (sponsor.id, "sponsor") in frameworks.asked_to_sign(plan, plan.pilots[0], FROZEN)
    assert (sponsor.id, "sponsor") not in frameworks.asked_to_sign(
        plan, plan.pilots[0], FROZEN + timedelta(days=1)
    )


def test_any_frozen_value_changes_the_hash_and_nothing_else_does(built):
    def now():
        return frameworks.hash_of(frameworks.content_of(plan_of(built), plan_of(built).pilots[0]))

    first = now()
    with built.change("Owner") as change:
        change.set(metric_of(built), owner=built.made["sponsor"].id)
    assert now() == first, "who owns a metric isn't frozen"
    with built.change("Threshold") as change:
        change.set(metric_of(built), success_threshold=Decimal("65.0"))
    assert now() != first
    built.session.undo(at=NOON, by="Test")
    assert now() == first
    with built.change("Rule") as change:
        change.set(plan_of(built).all(DecisionRule)[0], fallback="stop")
    assert now() != first


def test_an_amendment_changes_the_value_and_keeps_what_was(built):
    frozen(built)
    plan = plan_of(built)
    with built.change("Amend") as change:
        frameworks.amend(
            change,
            plan,
            metric_of(built),
            "success_threshold",
            Decimal("65.0"),
            reason="Seasonal mix",
            on=date(2026, 2, 2),
            agreed_by=built.made["sponsor"].id,
        )
    (found,) = frameworks.verify(plan_of(built))
    (difference,) = found.differences
    assert found.is_whole
    assert (difference.field, difference.before, difference.after) == ("Success", "66.0", "65.0")
    assert difference.is_amended
    assert difference.amendments[0].reason == "Seasonal mix"
    assert found.unamended == ()


def test_a_change_past_the_framework_is_named(built):
    frozen(built)
    with built.change("Quietly") as change:
        change.set(metric_of(built), success_threshold=Decimal("60.0"))
        change.set(plan_of(built).all(DecisionRule)[0], decide_by=date(2026, 9, 1))
    (found,) = frameworks.verify(plan_of(built))
    assert [(one.name, one.field) for one in found.unamended] == [
        ("First time", "Success"),
        ("Decision rule", "Decide by"),
    ]


def test_a_metric_that_came_or_went_since_is_named(built):
    frozen(built)
    with built.change("Another") as change:
        change.add(Metric(pilot=plan_of(built).pilots[0], name="Late", role="primary"))
        change.bin(metric_of(built, "Quality"), NOON)
    (found,) = frameworks.verify(plan_of(built))
    assert {(one.name, one.before is None) for one in found.unamended} == {("Late", True), ("Quality", False)}


def test_content_that_was_tampered_with_is_found(built):
    frozen(built)
    plan = plan_of(built)
    framework = frameworks.frameworks(plan, plan.pilots[0])[0]
    content = json.loads(json.dumps(framework.content))
    content["decision_rule"]["fallback"] = "stop"
    with built.change("Tamper") as change:
        change.set(framework, content=content)
    (found,) = frameworks.verify(plan_of(built))
    assert not found.is_whole


@pytest.mark.parametrize(
    ("field", "value", "reason", "says"),
    [
        ("owner", None, "x", "not frozen"),
        ("success_threshold", Decimal("66.0"), "x", "is the one that is frozen"),
        ("success_threshold", Decimal("65.0"), "  ", "needs a reason"),
    ],
)
def test_what_is_no_amendment_is_refused(built, field, value, reason, says):
    frozen(built)
    head = built.session.head
    with pytest.raises(FieldError, match=says), built.change("Amend") as change:
        frameworks.amend(
            change, plan_of(built), metric_of(built), field, value, reason=reason, on=date(2026, 2, 2)
        )
    assert built.session.head == head


def test_a_verdict_confirmed_under_the_old_threshold_stands_for_its_own_days(built):
    frozen(built)
    with built.change("Readings") as change:
        made = change.add(Series(metric=built.made["First time"].id, arm="pilot"))
        change.write_readings(made.id, weeks([67.0 + 0.2 * (week % 3) for week in range(16)]))
    as_of = date(2026, 3, 2)
    plan = plan_of(built)
    before = judge(plan, plan.pilots[0], metric_of(built), as_of)
    assert before.state == "confirmed"
    with built.change("Amend") as change:
        frameworks.amend(
            change,
            plan,
            metric_of(built),
            "success_threshold",
            Decimal(75),
            reason="Bar raised",
            on=date(2026, 2, 25),
        )
    plan = plan_of(built)
    after = judge(plan, plan.pilots[0], metric_of(built), as_of)
    assert after.state != "confirmed"
    looks = after.verdict.looks
    by_day = {looks.day(place): str(looks.verdict[place]) for place in range(len(looks))}
    assert by_day[date(2026, 2, 22)] == "confirmed", "a look is judged by what was in force on its day"
    assert by_day[date(2026, 3, 1)] != "confirmed"
    earlier = judge(plan, plan.pilots[0], metric_of(built), date(2026, 2, 23))
    assert earlier.rule.success == 66.0


def test_a_second_freeze_replaces_the_first(built):
    first = frozen(built)
    with built.change("Change") as change:
        change.set(metric_of(built), scale_threshold=Decimal(71))
    second = frozen(built, date(2026, 1, 5))
    plan = plan_of(built)
    assert (second.version, second.replaces) == (2, first.id)
    assert frameworks.in_force(plan, plan.pilots[0], date(2025, 12, 1)).id == first.id
    assert frameworks.in_force(plan, plan.pilots[0], date(2026, 3, 1)).id == second.id
    assert frameworks.in_force(plan, plan.pilots[0], date(2025, 1, 1)) is None
    assert all(not one.differences for one in frameworks.verify(plan))


# ------------------------------------------------------------------------------------------------ checks


def held(built, as_of=FROZEN):
    plan = plan_of(built)
    return {one.text: one for one in freeze_checks(plan, plan.pilots[0], as_of)}


def test_what_is_complete_may_be_frozen(built):
    checks = held(built, date(2025, 11, 3))
    assert may_freeze(list(checks.values())), [one for one in checks.values() if not one.holds]


@pytest.mark.parametrize(
    ("name", "values", "text", "detail"),
    [
        ("First time", {"role": "secondary"}, "0 primary, 1 guardrail", "one of each"),
        (
            "First time",
            {"scale_threshold": None},
            "Thresholds and limits set",
            "not for First time",
        ),
        (
            "Quality",
            {"guardrail_limit": None},
            "Thresholds and limits set",
            "not for Quality",
        ),
        ("First time", {"direction": None}, "Every metric can be judged", "up or down"),
        ("Quality", {"cadence": "month"}, "Every metric can be judged", "less often"),
        ("First time", {"baseline_value": None}, "Baseline measured", "no value"),
        ("First time", {"baseline_from": None}, "Baseline measured", "no period"),
        ("First time", {"baseline_to": MONDAY - timedelta(weeks=4)}, "Baseline measured", "under four weeks"),
    ],
)
def test_what_is_missing_stops_the_freeze(built, name, values, text, detail):
    with built.change("Change") as change:
        change.set(metric_of(built, name), **values)
    checks = held(built, date(2025, 11, 3))
    assert not checks[text].holds
    assert detail in checks[text].detail
    assert not may_freeze(list(checks.values()))


def test_a_baseline_that_still_runs_says_how_far_it_is(built):
    check = held(built, date(2025, 10, 20))["Baseline measured"]
    assert (check.holds, check.detail) == (False, "0 of 6 weeks, last on 2 Nov")


@pytest.mark.parametrize(
    ("decide_by", "holds", "detail"),
    [
        (date(2026, 1, 11), False, "5 weeks count: no verdict possible by then"),
        (date(2026, 2, 8), True, "9 weeks count: can only hold or stop by then"),
        (date(2026, 6, 28), True, "29 weeks count by 28 Jun"),
    ],
)
def test_the_decide_by_date_leaves_room_for_a_verdict_or_not(built, decide_by, holds, detail):
    with built.change("Change") as change:
        change.set(plan_of(built).all(DecisionRule)[0], decide_by=decide_by)
    check = held(built)["Time for a verdict"]
    assert (check.holds, check.needed, check.detail) == (holds, False, detail)


def test_checkpoints_are_advised(built):
    assert not held(built)["3 return checkpoints set"].holds
    with built.change("Case") as change:
        case = change.add(RoiCase(pilot=plan_of(built).pilots[0], name="Case"))
        for month in (5, 7, 10):
            change.add(
                Checkpoint(
                    pilot=plan_of(built).pilots[0], case=case, what="net_benefit", date=date(2026, month, 1)
                )
            )
    check = held(built)["3 return checkpoints set"]
    assert (check.holds, check.needed, check.detail) == (True, False, "May, Jul, Oct")
