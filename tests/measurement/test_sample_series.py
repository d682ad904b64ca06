"""The sample programme's series give the verdicts of the pictures, by the method and not by decree."""

from __future__ import annotations

from datetime import date

import pytest
from larkfield import (
    AGENT_ASSIST,
    AS_OF,
    CALLS,
    CHAT_ASSISTANT,
    CONTAINED,
    FCR,
    FCR_BASELINE,
    HANDLED,
    HANDLING,
    QUALITY,
    REPEATS,
    RESOLVED,
    SATISFACTION,
    SCORED,
    ZONE,
    Series,
)

from cxworkbench.measurement.forecast import TrendStatus, forecast_of
from cxworkbench.measurement.guardrail import Guarded
from cxworkbench.measurement.looks import Verdict
from cxworkbench.measurement.phases import LimitStatus, behaviour
from cxworkbench.measurement.readings import Readings
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.weeks import weekly

RESOLUTION = Series(AGENT_ASSIST, FCR, RESOLVED, CALLS)


def test_first_contact_resolution_is_confirmed_at_the_look_of_8_march():
    verdict = RESOLUTION.verdict()
    assert verdict.verdict is Verdict.CONFIRMED
    assert verdict.first_confirmed == date(2026, 3, 8)
    assert verdict.confirmed_looks == 1
    assert verdict.band.mean == pytest.approx(66.951, abs=5e-4)
    assert verdict.band.lower == pytest.approx(66.110, abs=5e-4)
    assert verdict.band.upper == pytest.approx(67.792, abs=5e-4)
    assert verdict.week_numbers == tuple(range(5, 19))
    assert verdict.last4 == pytest.approx(67.535, abs=5e-4)
    assert RESOLUTION.guardrail().status is Guarded.CLEAR


def test_a_week_earlier_its_range_was_not_clear():
    looks = RESOLUTION.verdict().looks
    assert looks.verdict[-2] is Verdict.ON_TRACK
    assert looks.lower[-2] == pytest.approx(65.9954, abs=5e-5)


def test_percent_and_share_give_the_same_band():
    shares = [value / 100 for value in FCR]
    rule = MetricRule("proportion", "up", success=0.66)
    as_share = Series(AGENT_ASSIST, shares, rule, [400] * 18).verdict().band
    as_percent = Series(AGENT_ASSIST, FCR, RESOLVED, [400] * 18).verdict().band
    assert as_percent.lower == pytest.approx(100 * as_share.lower)
    assert as_percent.sd == pytest.approx(100 * as_share.sd)


def test_handling_time_is_confirmed_downwards():
    verdict = Series(AGENT_ASSIST, HANDLING, HANDLED).verdict()
    assert verdict.verdict is Verdict.CONFIRMED
    assert verdict.first_confirmed == date(2026, 3, 1)
    assert (verdict.band.lower, verdict.band.upper) == pytest.approx((506.44, 523.84), abs=0.01)


def test_quality_is_on_track():
    series = Series(AGENT_ASSIST, QUALITY, SCORED)
    verdict = series.verdict()
    assert verdict.verdict is Verdict.ON_TRACK
    assert verdict.first_confirmed is None
    assert (verdict.band.lower, verdict.band.upper) == pytest.approx((4.2441, 4.2702), abs=1e-4)
    assert series.guardrail().status is Guarded.CLEAR


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        (CONTAINED, MetricRule("proportion", "up", unit="percent", success=25.0)),
        (SATISFACTION, MetricRule("mean", "up", unit="score", success=3.9)),
    ],
)
def test_chat_metrics_have_3_of_8_weeks(values, rule):
    verdict = Series(CHAT_ASSISTANT, values, rule).verdict()
    assert verdict.verdict is Verdict.NOT_ENOUGH_DATA
    assert verdict.band.T == 3


def test_repeat_contact_broke_its_guardrail_on_1_march():
    rule = MetricRule("proportion", "down", unit="percent", role="guardrail", guardrail_limit=20.0)
    status = Series(CHAT_ASSISTANT, REPEATS, rule).guardrail()
    assert status.status is Guarded.BREACHED
    assert status.breached_on == date(2026, 3, 1)
    assert status.streak == 4
    assert status.beyond == (4, 5, 6, 7)


def test_limits_of_chance_are_those_of_the_picture():
    readings = Readings.of_weeks(date(2025, 8, 11), FCR_BASELINE + FCR, [42359] * 12 + CALLS, time_zone=ZONE)
    weeks = weekly(readings, kind="proportion", as_of=AS_OF, time_zone=ZONE, unit_scale=100)
    shown = behaviour(weeks, RESOLVED, go_live=AGENT_ASSIST)
    assert shown.status is LimitStatus.PROVISIONAL
    assert (shown.lower[0], shown.upper[0]) == pytest.approx((58.7, 63.3), abs=0.05)


def test_the_scale_threshold_gets_no_date():
    trend = forecast_of(RESOLUTION.weeks, RESOLVED, window=RESOLUTION.window, target=70.0)
    assert trend.status is TrendStatus.BEYOND_HORIZON
    assert trend.p_within < 0.05
    assert trend.p50 is None
    assert trend.horizon == 14
    assert trend.fan is not None
    assert trend.fan.levels[-1] == pytest.approx([66.8, 67.6, 67.9, 68.3, 69.0], abs=0.25)
