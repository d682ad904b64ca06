"""A guardrail's breach stays until a person closes it by name; after that only later weeks make a new one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cxworkbench.assess import assess
from cxworkbench.breaches import close_breach
from cxworkbench.plan import Plan
from db.errors import FieldError
from db.models import BreachClosure
from tests.plans import MONDAY, NOON, PlanBuilder, weeks

AS_OF = NOON.date()
LIVE = {"go_live": (MONDAY, MONDAY)}
#: Beyond the limit of 55 in weeks 3 to 5: the third in a row breaks it.
BROKEN = [
    61.0,
    60.0,
    54.0,
    53.0,
    54.5,
    60.0,
    61.0,
    60.5,
    60.0,
    62.0,
    61.0,
    60.0,
    61.0,
    60.0,
    61.0,
    60.0,
    61.0,
    60.0,
]
BREACHED_ON = MONDAY + timedelta(days=34)
CLOSED_ON = BREACHED_ON + timedelta(days=21)


def plan_with(tmp_path, values=BROKEN):
    built = PlanBuilder(tmp_path / "a.cxplan").with_pilot(gates=LIVE, status="live")
    built.with_metric(
        role="guardrail",
        unit="percent",
        kind_="proportion",
        direction="up",
        cadence="week",
        guardrail_limit="55.0",
    )
    return built.with_readings(weeks(values, n=[500.0] * len(values)))


def judged(built, as_of=AS_OF):
    plan = Plan(built.session, version=built.session.head)
    return assess(plan, as_of).pilots[0]


def closed(built, **more):
    values = {"closed_on": CLOSED_ON, "by": built.made["owner"].id, "reason": "Rolled back, checked", **more}
    with built.change("Close the breach") as change:
        return close_breach(change, built.made["metric"], BREACHED_ON, as_of=AS_OF, **values)


def test_a_breach_stays_until_it_is_closed(tmp_path):
    built = plan_with(tmp_path)
    before = judged(built)
    assert before.metrics[0].guardrail.breached_on == BREACHED_ON
    assert before.verdict == "guardrail_breached"
    assert before.metrics[0].state == "guardrail_breached"
    closed(built)
    after = judged(built)
    assert after.metrics[0].guardrail.status == "clear"
    assert after.verdict != "guardrail_breached"
    assert after.metrics[0].sentence == (
        "Guardrail clear: in 18 weeks since go-live the lowest was 53.0%, the limit is 55.0%. "
        "A breach was closed before: only weeks after 28 Dec count towards a new one."
    )
    said = " ".join(f"{line.title} {line.detail}" for line in after.metrics[0].lines)
    assert "Breach closed 28 Dec" in said


def test_on_a_day_before_the_closure_it_is_still_breached(tmp_path):
    built = plan_with(tmp_path)
    closed(built)
    assert judged(built, CLOSED_ON - timedelta(days=1)).metrics[0].guardrail.breached_on == BREACHED_ON


def test_only_weeks_after_the_closure_make_a_new_breach(tmp_path):
    again = [*BROKEN[:12], 54.0, 53.0, 54.0, *BROKEN[15:]]
    built = plan_with(tmp_path, again)
    closed(built)
    guardrail = judged(built).metrics[0].guardrail
    assert guardrail.breached_on == MONDAY + timedelta(days=14 * 7 + 6)
    assert guardrail.closed == 1


@pytest.mark.parametrize("missing", ["closed_on", "by", "reason"])
def test_a_closure_without_day_name_or_reason_closes_nothing(tmp_path, missing):
    built = plan_with(tmp_path)
    values = {"closed_on": CLOSED_ON, "by": built.made["owner"], "reason": "Checked"}
    values.pop(missing)
    with built.change("Half a closure") as change:
        change.add(
            BreachClosure(
                pilot=built.made["pilot"], metric=built.made["metric"], breached_on=BREACHED_ON, **values
            )
        )
    assert judged(built).metrics[0].guardrail.breached_on == BREACHED_ON


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"closed_on": None}, "Closed on"),
        ({"closed_on": BREACHED_ON - timedelta(days=1)}, "Closed on"),
        ({"closed_on": date(2026, 3, 12)}, "Closed on"),
        ({"by": None}, "Closed by"),
        ({"reason": "  "}, "Reason"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_written(tmp_path, values, where):
    built = plan_with(tmp_path)
    head = built.session.head
    with pytest.raises(FieldError) as refused:
        closed(built, **values)
    assert refused.value.where == where
    assert built.session.head == head
