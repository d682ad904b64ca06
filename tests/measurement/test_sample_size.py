"""How long until we can tell, asked of the own baseline before the freeze (statistics.md b7)."""

from __future__ import annotations

import time

import numpy as np
import pytest

from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.sample_size import Answer, Freeze, freeze_check, time_to_tell

UP = MetricRule("mean", "up", success=66.0)
# Alternating by one: no carry-over, and a spread of about one.
CALM = [60.0, 62.0, 60.2, 61.8, 60.1, 61.9, 60.3, 61.7, 60.0, 62.0, 60.2, 61.8]


def test_under_four_weeks_there_is_no_answer_and_under_eight_a_provisional_one():
    assert time_to_tell(CALM[:3], UP).answer is Answer.NONE
    assert time_to_tell(CALM[:4], UP).answer is Answer.PROVISIONAL
    assert time_to_tell(CALM[:8], UP).answer is Answer.FULL


def test_a_baseline_that_does_not_vary_has_no_answer():
    assert time_to_tell([60.0] * 10, UP).answer is Answer.NONE


@pytest.mark.parametrize("direction", ["up", "down"])
def test_shares_agree_with_the_check_of_the_method(direction):
    found = time_to_tell(CALM, MetricRule("mean", direction, success=66.0), runs=1500)
    assert found.carry_over == 0.0
    nothing, _, one_sd, two_sd, _ = found.chances
    assert nothing.difference == 0.0
    assert nothing.by(52) < 0.03
    for chance, expected in ((one_sd, (0.17, 0.40, 0.88, 1.0)), (two_sd, (0.60, 0.89, 1.0, 1.0))):
        assert [share for _, share in chance.by_week] == pytest.approx(expected, abs=0.05)


def test_carry_over_makes_it_take_longer():
    slow = [60 + float(np.sin(week / 1.5)) for week in range(24)]
    found = time_to_tell(slow, UP)
    assert found.carry_over > 0.6
    assert found.chances[2].by(12) < 0.30


def test_the_spread_of_a_share_is_at_least_that_of_its_sample():
    rule = MetricRule("proportion", "up", unit="percent", success=66.0)
    found = time_to_tell([60.0, 60.1] * 5, rule, n=[100] * 10)
    assert found.sd == pytest.approx(100 * np.sqrt(0.6005 * 0.3995 / 100), rel=1e-3)
    assert time_to_tell([60.0, 60.1] * 5, rule).sd < 0.1


def test_own_differences_and_the_decide_by_week_can_be_asked():
    found = time_to_tell(CALM, UP, differences=[1.5], decide_by_weeks=20)
    assert [chance.difference for chance in found.chances] == [0.0, 1.5]
    assert [week for week, _ in found.chances[1].by_week] == [8, 12, 20, 26, 52]
    assert time_to_tell(CALM, UP, decide_by_weeks=0).chances[4].by(0) == 0.0


def test_the_seed_is_kept_and_gives_the_same_play():
    assert time_to_tell(CALM, UP, seed=9) == time_to_tell(CALM, UP, seed=9)


def test_without_threshold_or_direction_there_is_nothing_to_play():
    with pytest.raises(ValueError, match="success threshold"):
        time_to_tell(CALM, MetricRule("mean", "up"))


def test_it_answers_within_a_second():
    begun = time.perf_counter()
    time_to_tell(CALM, UP)
    assert time.perf_counter() - begun < 1.0


@pytest.mark.parametrize(
    ("weeks", "shortest", "expected"),
    [
        (7, 0, Freeze.NO_VERDICT),
        (8, 0, Freeze.HOLD_OR_STOP),
        (12, 0, Freeze.ENOUGH),
        (14, 16, Freeze.HOLD_OR_STOP),
        (16, 16, Freeze.ENOUGH),
    ],
)
def test_the_decide_by_date_leaves_room_for_a_verdict_or_not(weeks, shortest, expected):
    assert freeze_check(weeks, shortest) is expected
