"""The anytime band, its vectorised looks, the comparison with control, and intervals of shares (b1 to b3, e)."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from larkfield import day_after

from cxworkbench.measurement.band import anytime_band, bands_of_all_looks, multiplier, normal_mixture_radius
from cxworkbench.measurement.control import difference, difference_in_differences
from cxworkbench.measurement.intervals import wilson
from cxworkbench.measurement.looks import Verdict
from cxworkbench.measurement.rare import beta_binomial_interval, beyond_rate
from cxworkbench.measurement.readings import Readings
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.verdict import judge_metric
from cxworkbench.measurement.weeks import Weeks, weekly
from cxworkbench.measurement.window import evaluation_window

FIELDS = ("mean", "lower", "upper", "n_eff", "r1", "r", "sd")
FIRST = date(2026, 1, 5)


def assert_same_bands(values, n, kind, scale=1.0):
    looks = bands_of_all_looks(
        np.asarray(values), None if n is None else np.asarray(n), kind, unit_scale=scale
    )
    for T in range(1, len(values) + 1):
        single = anytime_band(values[:T], None if n is None else n[:T], kind, unit_scale=scale)
        for name in FIELDS:
            one, many = getattr(single, name), float(getattr(looks, name)[T - 1])
            assert many == pytest.approx(one, rel=1e-9, abs=1e-9), (name, T)


@pytest.mark.parametrize(
    ("T", "expected"), [(4, 14.36), (5, 5.09), (8, 3.56), (12, 3.23), (20, 3.08), (26, 3.06), (52, 3.06)]
)
def test_multipliers_are_those_of_the_table(T, expected):
    assert multiplier(T) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("T", [0, 1, 2, 3])
def test_up_to_three_weeks_the_band_is_unbounded(T):
    assert multiplier(T) == math.inf
    band = anytime_band([float(v) for v in range(T)])
    assert (band.lower, band.upper) == (-math.inf, math.inf)


@given(
    some.lists(some.floats(0.0, 100.0), min_size=1, max_size=40),
    some.booleans(),
    some.sampled_from(["mean", "proportion"]),
)
@settings(max_examples=60, deadline=None)
def test_all_looks_in_one_pass_equal_single_bands(values, weighted, kind):
    rounded = [round(value, 3) for value in values]
    n = [50.0 + 7 * (i % 11) for i in range(len(values))] if weighted else None
    assert_same_bands(rounded, n, kind, 100.0)


def test_one_unknown_n_takes_weights_and_floor_from_its_look_on():
    values, n = [70.0, 70.0, 71.0, 70.0, 72.0], [100.0, 50.0, np.nan, 80.0, 90.0]
    assert_same_bands(values, n, "proportion", 100.0)
    assert anytime_band(values, n, "proportion") == anytime_band(values, None, "mean")


def test_many_series_of_different_length_go_through_one_pass():
    long, short = np.linspace(1.0, 2.0, 9), np.asarray([5.0, 6.0, 5.5, 7.0])
    padded = np.vstack([long, np.concatenate([short, np.full(5, np.nan)])])
    looks = bands_of_all_looks(padded, kind=["mean", "proportion"], alpha=np.asarray([0.1, 0.05]))
    assert looks.lower[0, 8] == pytest.approx(anytime_band(long).lower)
    assert looks.lower[1, 3] == pytest.approx(anytime_band(short, alpha=0.05).lower)
    assert np.isnan(looks.mean[1, 4:]).all()


def test_identical_values_have_no_spread_without_n_and_the_floor_with_n():
    assert anytime_band([0.1] * 10).sd == 0.0
    assert anytime_band([0.1] * 10).upper == 0.1
    floored = anytime_band([0.5] * 10, [100.0] * 10, "proportion")
    share = (500 + 1) / (1000 + 2)
    assert floored.sd == pytest.approx(math.sqrt(share * (1 - share) / 100))


def test_carry_over_is_capped_and_widens_the_band():
    rising = [float(v) for v in range(20)]
    band = anytime_band(rising)
    assert band.r == 0.8
    assert band.n_eff < 4
    assert (
        band.upper - band.lower
        > 3 * (anytime_band(rising, r=0.0).upper - anytime_band(rising, r=0.0).lower) / 2
    )


def test_the_band_is_equivariant_to_unit_and_direction():
    values = [71.2, 72.9, 70.8, 73.4, 72.1, 74.0, 71.7, 73.2]
    band, turned = anytime_band(values), anytime_band([-10 * value for value in values])
    assert turned.upper == pytest.approx(-10 * band.lower)
    assert turned.n_eff == pytest.approx(band.n_eff)


def test_the_band_tends_to_the_known_sigma_sequence():
    assert multiplier(400) / math.sqrt(400) == pytest.approx(normal_mixture_radius(400, 1.0), rel=0.02)


def weeks_of(values, n=None, as_of=None) -> Weeks:
    day = as_of or day_after(FIRST, len(values))
    return weekly(Readings.of_weeks(FIRST, values, n), kind="mean", as_of=day, time_zone="UTC")


def test_only_weeks_that_count_in_both_arms_are_matched():
    gap = difference(weeks_of([5.0, 6.0, 7.0, None, 8.0]), weeks_of([1.0, None, 2.0, 3.0, 4.0]))
    assert gap.value[gap.counts].tolist() == [4.0, 5.0, 4.0]
    assert np.isnan(gap.n).all()


def test_a_shock_that_hits_both_arms_cancels():
    wobble = [0.2, -0.1, 0.1, -0.2, 0.15, -0.15, 0.05, -0.05, 0.2, -0.2]
    shock = [0, -20, 5, 0, -30, 10, 0, 0, 15, -10]
    control = [50.0 + s for s in shock]
    pilot = [53.0 + s + w for s, w in zip(shock, wobble, strict=True)]
    rule = MetricRule("mean", "up", comparison="control", margin=2.0)
    as_of = day_after(FIRST, 10)
    window = evaluation_window(FIRST, as_of=as_of, warm_up_weeks=0)
    verdict = judge_metric(weeks_of(pilot), rule, window=window, as_of=as_of, control=weeks_of(control))
    assert verdict.verdict is Verdict.CONFIRMED
    assert verdict.band.mean == pytest.approx(3.0)
    assert verdict.bar == 2.0


def test_the_margin_counts_towards_the_good_side():
    rule = MetricRule("mean", "down", comparison="control", margin=2.0)
    assert rule.bar == -2.0
    assert rule.better(-3.0, rule.bar)


def test_without_a_control_series_nothing_is_matched():
    rule = MetricRule("mean", "up", comparison="control")
    as_of = day_after(FIRST, 10)
    window = evaluation_window(FIRST, as_of=as_of, warm_up_weeks=0)
    verdict = judge_metric(weeks_of([1.0, 2.0] * 5), rule, window=window, as_of=as_of)
    assert verdict.verdict is Verdict.NOT_ENOUGH_DATA
    assert verdict.band.T == 0


def test_difference_in_differences_needs_eight_matched_baseline_weeks():
    gap = difference(weeks_of([5.0] * 8 + [9.0] * 4), weeks_of([4.0] * 12))
    start = FIRST.toordinal() + 56
    moved = difference_in_differences(gap, before=start, since=start)
    assert moved is not None
    assert (moved.change, moved.weeks_before) == (4.0, 8)
    assert difference_in_differences(gap, before=start - 7, since=start) is None


def test_a_rare_event_never_seen_leaves_an_upper_end():
    lower, upper = beta_binomial_interval(0, 50)
    assert lower == 0.0
    assert 0.05 < upper < 0.2
    assert beta_binomial_interval(50, 50)[1] == 1.0
    assert beta_binomial_interval(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="is no share"):
        beta_binomial_interval(3, 2)


@pytest.mark.parametrize(("events", "n"), [(3, 100), (1, 50), (20, 80), (0, 30)])
def test_holding_a_rate_against_the_sample_equals_looking_for_the_end(events, n):
    lower, upper = beta_binomial_interval(events, n)
    if lower > 0:
        assert beyond_rate(events, n, lower * 0.999, -1.0)
        assert not beyond_rate(events, n, lower * 1.001, -1.0)
    assert beyond_rate(events, n, min(upper * 1.001, 0.999), 1.0)
    assert not beyond_rate(events, n, upper * 0.999, 1.0)


def test_wilson_of_nothing_is_everything():
    assert wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="is no share"):
        wilson(5, 4)
