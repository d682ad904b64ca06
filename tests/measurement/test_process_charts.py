"""Limits of chance, their signals, and when new limits may begin (statistics.md a)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from larkfield import day_after

from cxworkbench.measurement.phases import LimitStatus, adverse_signals, behaviour
from cxworkbench.measurement.process import Rule, p_chart, signals, u_chart, xmr
from cxworkbench.measurement.readings import Readings
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.weeks import weekly

FIRST = date(2026, 1, 5)
UP = MetricRule("mean", "up")


def completed(values, rule, baseline=None):
    return [one.index for one in signals(values, xmr(values, baseline)) if one.rule is rule]


def weeks_of(values, kind="mean", n=None):
    return weekly(
        Readings.of_weeks(FIRST, values, n),
        kind=kind,
        as_of=day_after(FIRST, len(values)),
        time_zone="UTC",
        unit_scale=100 if kind == "proportion" else 1,
    )


def wobble(level, size, step=1.0):
    return [level + step * (-1) ** week for week in range(size)]


def test_limits_rest_on_the_baseline_and_are_extended_forward():
    limits = xmr([1.0, 2.0, 1.0, 2.0, 50.0, 60.0], baseline=4)
    assert limits.center.tolist() == [1.5] * 6
    assert limits.upper[5] == pytest.approx(1.5 + 3 / 1.128)


def test_a_point_outside_is_r1():
    assert completed([*wobble(10, 10), 20.0], Rule.R1, baseline=10) == [10]


def test_eight_in_a_row_on_one_side_are_r2_and_the_ninth_too():
    values = [*wobble(10, 10), *[10.5] * 9]
    assert completed(values, Rule.R2, baseline=10) == [17, 18]


def test_a_point_on_the_centre_breaks_the_run():
    values = [*wobble(10, 10), *[10.5] * 7, 10.0, *[10.5] * 7]
    assert completed(values, Rule.R2, baseline=10) == []


def test_two_of_three_far_out_on_one_side_are_r3():
    far = 10 + 2.5 * 2 / 1.128
    assert completed([*wobble(10, 10), far, 10.0, far, 10.0], Rule.R3, baseline=10) == [12]
    assert completed([*wobble(10, 10), far, 10.0, 20 - far], Rule.R3, baseline=10) == []


def test_an_all_equal_baseline_gives_no_signals():
    limits = xmr([5.0] * 10 + [9.0], baseline=10)
    assert not limits.varies
    assert signals([5.0] * 10 + [9.0], limits) == ()


def test_limits_of_shares_step_with_n_and_stay_between_0_and_1():
    limits = p_chart([1, 2, 1, 2], [20, 40, 20, 400], laney=False)
    assert limits.sigma[0] > limits.sigma[1] > limits.sigma[3]
    assert (limits.lower >= 0).all()
    assert (p_chart([19, 20], [20, 20], laney=False).upper <= 1).all()


def test_laney_widens_overdispersed_limits_and_never_narrows():
    shares, n = np.asarray([0.6, 0.64, 0.59, 0.66, 0.61, 0.65]), np.full(6, 40_000.0)
    plain, wide = p_chart(shares * n, n, laney=False), p_chart(shares * n, n)
    assert wide.overdispersion > 5
    assert len(signals(shares, plain)) > len(signals(shares, wide)) == 0
    calm = np.full(6, 0.6)
    assert p_chart(calm * n, n).overdispersion == 1.0


def test_counts_per_exposure_have_no_negative_limit():
    limits = u_chart([4, 2, 5], [100, 100, 400], laney=False)
    center = 11 / 600
    assert limits.center[0] == pytest.approx(center)
    assert limits.upper[2] == pytest.approx(center + 3 * np.sqrt(center / 400))
    assert limits.lower.tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("points", "status"),
    [
        (7, LimitStatus.NOT_ENOUGH_DATA),
        (8, LimitStatus.PROVISIONAL),
        (19, LimitStatus.PROVISIONAL),
        (20, LimitStatus.FIRM),
    ],
)
def test_limits_are_as_firm_as_their_baseline_is_long(points, status):
    shown = behaviour(weeks_of(wobble(10, points)), UP)
    assert shown.status is status
    assert np.isfinite(shown.upper).any() == (status is not LimitStatus.NOT_ENOUGH_DATA)


def test_no_variation_says_so():
    assert behaviour(weeks_of([3.0] * 9), UP).status is LimitStatus.NO_VARIATION


def test_the_baseline_ends_with_go_live_unless_the_metric_names_its_period():
    values = wobble(10, 10) + wobble(20, 10)
    go_live = day_after(FIRST, 10)
    shown = behaviour(weeks_of(values), UP, go_live=go_live)
    assert shown.phases[0].points == 10
    assert shown.center[-1] == pytest.approx(10.0)
    named = MetricRule("mean", "up", baseline_from=FIRST, baseline_to=day_after(FIRST, 8))
    assert behaviour(weeks_of(values), named, go_live=go_live).phases[0].points == 8


def test_a_declared_change_gets_new_limits_after_eight_weeks_and_a_signal():
    change = day_after(FIRST, 10)
    short = behaviour(weeks_of(wobble(10, 10) + wobble(20, 7)), UP, go_live=change, declared_changes=[change])
    assert len(short.phases) == 1
    long = behaviour(weeks_of(wobble(10, 10) + wobble(20, 8)), UP, go_live=change, declared_changes=[change])
    assert [phase.start for phase in long.phases] == [FIRST, change]
    assert long.center[9] == pytest.approx(10.0)
    assert long.center[10] == pytest.approx(20.0)
    assert all(one.index < 10 for one in long.signals)


def test_a_declared_change_without_a_signal_changes_no_limits():
    change = day_after(FIRST, 10)
    shown = behaviour(weeks_of(wobble(10, 22)), UP, go_live=change, declared_changes=[change])
    assert len(shown.phases) == 1


def test_new_limits_are_not_computed_anew_each_week():
    change = day_after(FIRST, 10)

    def upper(more):
        drifting = [20 + 0.3 * week + (-1) ** week for week in range(8 + more)]
        shown = behaviour(weeks_of(wobble(10, 10) + drifting), UP, go_live=change, declared_changes=[change])
        return float(shown.upper[12])

    assert upper(0) == upper(5) == upper(11)
    assert upper(12) == upper(25)


def test_limits_of_a_percent_metric_are_in_percent():
    shown = behaviour(
        weeks_of(wobble(60, 12), "proportion", [400] * 12), MetricRule("proportion", "up", unit="percent")
    )
    assert shown.center[0] == pytest.approx(60.0)
    assert shown.upper[0] > 62


def test_limits_of_counts_are_counts():
    counts, exposure = [10.0, 12, 9, 11, 10, 12, 9, 11], [1000, 1000, 1000, 1000, 1000, 1000, 1000, 2000]
    shown = behaviour(weeks_of(counts, "count", exposure), MetricRule("count", "down"))
    assert shown.center[7] == pytest.approx(2 * shown.center[0])


def test_only_signals_on_the_bad_side_in_the_last_eight_weeks_are_adverse():
    go_live = day_after(FIRST, 10)
    worse = weeks_of(wobble(10, 10) + wobble(5, 9))
    shown = behaviour(worse, UP, go_live=go_live)
    assert {one.rule for one in adverse_signals(shown, worse, UP)} == {Rule.R1, Rule.R2} & {
        one.rule for one in shown.signals
    }
    assert adverse_signals(shown, worse, UP)
    assert not adverse_signals(shown, worse, MetricRule("mean", "down"))
    recovered = weeks_of([*wobble(10, 10), 1.0, *wobble(10, 8)])
    assert not adverse_signals(behaviour(recovered, UP, go_live=go_live), recovered, UP)


def test_weeks_that_resemble_each_other_make_limits_too_narrow():
    drifting = [10 + 0.5 * week for week in range(20)]
    assert behaviour(weeks_of(drifting), UP).phases[0].may_be_too_narrow
    assert not behaviour(weeks_of(wobble(10, 20)), UP).phases[0].may_be_too_narrow
