"""Trend and date: given only when the past supports it, never further ahead than it looks back (statistics.md c)."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from larkfield import Series, day_after

from cxworkbench.measurement.forecast import TrendStatus, forecast, forecast_of, sunday_of, theil_sen
from cxworkbench.measurement.rule import MetricRule

FIRST = date(2026, 1, 5)
T = np.arange(16.0)
NOISE = np.random.default_rng(11).normal(scale=0.5, size=16)


def test_too_few_weeks_have_no_trend():
    found = forecast(T[:7], T[:7], 100, "up")
    assert found.status is TrendStatus.NOT_ENOUGH_DATA
    assert math.isnan(found.p_toward)
    assert not found.improving


def test_a_rising_metric_gets_a_date_with_a_range():
    found = forecast(T, 60 + 0.5 * T + NOISE, 70, "up")
    assert found.status is TrendStatus.FORECAST
    assert 15 < found.p10 <= found.p50 <= found.p90 < 15 + 16
    assert found.improving


def test_a_falling_metric_mirrors_a_rising_one():
    up = forecast(T, 60 + 0.5 * T + NOISE, 70, "up")
    down = forecast(T, -(60 + 0.5 * T + NOISE), -70, "down")
    assert (down.p10, down.p50, down.p90) == pytest.approx((up.p10, up.p50, up.p90))


def test_a_level_past_the_target_is_already_there():
    found = forecast(T, 60 + 0.5 * T + NOISE, 64, "up")
    assert found.status is TrendStatus.ALREADY_THERE
    assert found.p50 is None


@pytest.mark.parametrize("levels", [60 + NOISE, 60 - 0.5 * T, np.full(16, 60.0)])
def test_no_slope_or_the_wrong_one_is_no_trend(levels):
    found = forecast(T, levels, 70, "up")
    assert found.status is TrendStatus.NO_TREND
    assert found.fan is None


def test_a_slow_slope_ends_beyond_the_horizon_without_a_date():
    found = forecast(T, 60 + 0.1 * T + NOISE / 20, 70, "up")
    assert found.status is TrendStatus.BEYOND_HORIZON
    assert (found.p10, found.p50, found.p90) == (None, None, None)
    assert found.fan is not None


def test_a_late_end_of_the_range_is_infinite():
    found = forecast(T, 60 + 0.3 * T + 2 * NOISE, 71.5, "up", horizon=28)
    assert found.status is TrendStatus.FORECAST
    assert found.p90 == math.inf
    assert found.p_within < 0.9


def test_it_looks_no_further_ahead_than_back_and_26_weeks_at_most():
    assert forecast(T, T, 1000, "up").horizon == 16
    long = forecast(np.arange(60.0), np.arange(60.0), 1000, "up")
    assert long.horizon == 26
    assert long.fan.t.tolist() == list(range(59, 86))


def test_only_the_newest_52_weeks_speak():
    levels = np.concatenate([np.full(10, 500.0), np.arange(52.0)])
    assert forecast(np.arange(62.0), levels, 60, "up").slope == pytest.approx(1.0)


def test_the_fan_is_ordered_and_widens():
    fan = forecast(T, 60 + 0.1 * T + NOISE, 70, "up").fan
    widths = fan.levels[:, 4] - fan.levels[:, 0]
    assert (np.diff(fan.levels, axis=1) >= 0).all()
    assert widths[-1] > widths[0]


def test_the_same_seed_gives_the_same_answer():
    levels = 60 + 0.5 * T + NOISE
    assert forecast(T, levels, 70, "up", seed=4).p90 == forecast(T, levels, 70, "up", seed=4).p90


def test_a_trend_needs_two_different_weeks():
    with pytest.raises(ValueError, match="two different weeks"):
        theil_sen([1, 1, 1], [1, 2, 3])


def test_weeks_of_the_window_carry_their_gaps_into_the_trend():
    values = [60.0 + week if week not in {3, 4} else None for week in range(14)]
    series = Series(
        FIRST, values, MetricRule("mean", "up", success=80.0), as_of=day_after(FIRST, 14), warm_up=1
    )
    found = forecast_of(series.weeks, series.rule, window=series.window, target=80.0)
    assert found.slope == pytest.approx(1.0)
    assert found.p50 == pytest.approx(19.0)
    # Week 21 of the pilot is the 20th of the window; its Sunday is the date that is printed.
    assert sunday_of(found.p50, series.window) == date(2026, 1, 12 + 6) + (day_after(FIRST, 19) - FIRST)


def test_a_share_cannot_reach_more_than_all():
    rule = MetricRule("proportion", "up", unit="percent", success=80.0)
    series = Series(FIRST, [60.0 + week for week in range(10)], rule, as_of=day_after(FIRST, 10))
    with pytest.raises(ValueError, match="can't reach"):
        forecast_of(series.weeks, rule, window=series.window, target=101.0)
