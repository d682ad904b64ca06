"""The verdict table row by row, every look replayed, windows and restarts (statistics.md b4, b1, 0)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from larkfield import Series, day_after

from cxworkbench.measurement.looks import Amended, Verdict
from cxworkbench.measurement.rule import MetricRule, WhyNot, judged
from cxworkbench.measurement.verdict import Lacks, Note, ScaleClause, judge_metric, k_consecutive
from cxworkbench.measurement.window import age_in_days, evaluation_window, is_stale, weeks_until

FIRST = date(2026, 1, 5)
UP = MetricRule("mean", "up", success=70.0)
GOOD = [71.2, 72.9, 70.8, 73.4, 72.1, 74.0, 71.7, 73.2, 72.5, 73.9, 72.2, 73.6]


def series(values, rule=UP, *, as_of=None, warm_up=0, **more):
    return Series(FIRST, values, rule, as_of=as_of or day_after(FIRST, len(values)), warm_up=warm_up, **more)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"success": None}, WhyNot.NO_SUCCESS_THRESHOLD),
        ({"cadence": "month"}, WhyNot.SLOW_CADENCE),
        ({"direction": "band"}, WhyNot.NO_DIRECTION),
    ],
)
def test_what_cannot_be_judged_is_shown_with_its_reason(change, reason):
    verdict = series([*GOOD, None], replace(UP, **change)).verdict()
    assert verdict.verdict is Verdict.NOT_JUDGED
    assert verdict.not_judged_because == (reason,)
    assert (verdict.weeks_counted, verdict.weeks_read) == (12, 12)
    assert set(verdict.looks.verdict) == {Verdict.NOT_JUDGED}


def test_no_row_comes_before_not_judged():
    rule = replace(UP, success=None)
    assert series(GOOD[:2], rule).verdict().verdict is Verdict.NOT_JUDGED
    assert (
        judge_metric(series(GOOD, rule).weeks, rule, window=None, as_of=date(2026, 3, 1)).verdict
        is Verdict.NOT_JUDGED
    )


def test_a_metric_against_control_needs_no_success_threshold():
    assert judged(MetricRule("mean", "up", comparison="control")) == ()


def test_before_go_live_there_is_not_enough_data():
    plan = series(GOOD)
    verdict = judge_metric(plan.weeks, UP, window=None, as_of=plan.as_of)
    assert verdict.verdict is Verdict.NOT_ENOUGH_DATA
    assert verdict.lacks == (Lacks.NOT_LIVE,)


def test_seven_weeks_are_too_few_and_eight_are_enough():
    assert series(GOOD[:7]).verdict().lacks == (Lacks.FEW_WEEKS,)
    assert series(GOOD[:8]).verdict().lacks == ()


def test_the_warm_up_does_not_count_for_success():
    verdict = series([10.0] * 4 + GOOD, warm_up=4).verdict()
    assert verdict.verdict is Verdict.CONFIRMED
    assert verdict.week_numbers == tuple(range(5, 17))


def test_a_quarter_of_missing_weeks_is_allowed_and_more_is_not():
    quarter = [72.0, None, 71.0, 73.0] * 3
    assert series(quarter).verdict().lacks == ()
    more = [72.0, None, 71.0, None, 73.0, 72.0, 71.0, 73.0, 72.0, 71.0, None, 73.0, 72.0, None, 71.0]
    verdict = series(more).verdict()
    assert verdict.lacks == (Lacks.GAPS,)
    assert (verdict.missing, verdict.expected) == (4, 15)


def test_weeks_set_aside_or_too_small_count_as_missing():
    verdict = series(GOOD, excluded=[True] * 4 + [False] * 8).verdict()
    assert Lacks.GAPS in verdict.lacks
    small = series(GOOD, replace(UP, minimum_sample=50), n=[10] * 4 + [100] * 8).verdict()
    assert Lacks.GAPS in small.lacks


def test_present_weeks_are_neighbours():
    with_gap = series([*GOOD[:6], None, *GOOD[6:]]).verdict()
    assert with_gap.band == series(GOOD).verdict().band


def test_readings_older_than_two_weeks_are_stale():
    last_sunday = day_after(FIRST, 12) - timedelta(days=1)
    assert series(GOOD, as_of=last_sunday + timedelta(days=14)).verdict().verdict is Verdict.CONFIRMED
    stale = series(GOOD, as_of=last_sunday + timedelta(days=15)).verdict()
    assert stale.verdict is Verdict.NOT_ENOUGH_DATA
    assert stale.lacks == (Lacks.STALE,)
    assert (stale.stale, stale.age_days, stale.latest_day) == (True, 15, last_sunday)


def test_staleness_turns_with_the_second_missed_week():
    newest = date(2026, 3, 2)
    assert age_in_days(newest, date(2026, 3, 11)) == 3
    assert not is_stale(age_in_days(newest, date(2026, 3, 22)))
    assert is_stale(age_in_days(newest, date(2026, 3, 23)))


def test_identical_values_without_n_are_no_evidence():
    assert series([72.0] * 10).verdict().lacks == (Lacks.NO_VARIATION,)
    rule = MetricRule("proportion", "up", unit="percent", success=70.0)
    with_n = series([72.0] * 10, rule, n=[5000] * 10).verdict()
    assert with_n.lacks == ()
    assert with_n.band.sd > 0


def test_data_that_is_not_ready_takes_the_verdict_away():
    plan = series(GOOD)
    assert plan.verdict("not_ready").lacks == (Lacks.DATA_NOT_READY,)
    assert plan.verdict("not_proven").verdict is Verdict.CONFIRMED


def test_a_clear_band_with_a_bad_last_month_is_only_on_track():
    values = [75.0, 75.3, 74.8, 75.1] * 5 + [69.9, 69.8, 69.9, 70.0]
    verdict = series(values).verdict()
    assert verdict.band.lower > 70
    assert verdict.last4 < 70
    assert verdict.verdict is Verdict.ON_TRACK
    assert verdict.first_confirmed is not None
    assert Note.WEAKENED in verdict.notes


def test_a_mean_exactly_at_the_threshold_is_below():
    verdict = series([69.0, 71.0, 70.1, 69.9] * 3).verdict()
    assert verdict.verdict is Verdict.BELOW
    assert not verdict.clearly


def test_clearly_below_needs_the_whole_band():
    assert series([60.0, 61.0, 60.5, 59.5] * 3).verdict().clearly
    assert not series([60.0, 79.0, 65.0, 71.0] * 3).verdict().clearly


def test_down_mirrors_up():
    up, down = (
        series(GOOD).verdict(),
        series([-value for value in GOOD], MetricRule("mean", "down", success=-70.0)).verdict(),
    )
    assert up.verdict is down.verdict is Verdict.CONFIRMED
    assert up.first_confirmed == down.first_confirmed
    assert down.band.upper == pytest.approx(-up.band.lower)


def test_one_unknown_n_leaves_the_window_unweighted_and_says_so():
    n = [100, 5000, 100, 100, None, 100, 100, 100, 100, 100, 100, 100]
    verdict = series(GOOD, n=n).verdict()
    assert Note.N_UNKNOWN in verdict.notes
    assert verdict.band == series(GOOD).verdict().band
    assert Note.N_UNKNOWN not in series(GOOD).verdict().notes


def test_a_sample_that_could_not_be_checked_is_said():
    assert Note.MINIMUM_NOT_CHECKED in series(GOOD, replace(UP, minimum_sample=30)).verdict().notes


def test_every_look_equals_the_verdict_of_its_own_day():
    rng = np.random.default_rng(7)
    values = [None if rng.random() < 0.1 else float(v) for v in 70.4 + rng.normal(size=40)]
    values[0] = values[39] = 70.0
    looks = series(values).verdict().looks
    for look in range(len(looks)):
        then = series(values[: look + 1], as_of=looks.day(look) + timedelta(days=1)).verdict()
        assert looks.verdict[look] is then.verdict, look
        assert looks.weeks[look] == then.band.T
        if then.band.T > 3:
            assert looks.lower[look] == pytest.approx(then.band.lower, rel=1e-9)


def test_weeks_can_be_judged_for_an_earlier_day_but_not_for_a_later_one():
    plan = series(GOOD)
    earlier = judge_metric(plan.weeks, UP, window=plan.window, as_of=day_after(FIRST, 8))
    assert earlier.band.T == 8
    with pytest.raises(ValueError, match="can't be judged as of"):
        judge_metric(plan.weeks, UP, window=plan.window, as_of=plan.as_of + timedelta(days=1))


def test_the_open_week_never_enters():
    plan = series([*GOOD, 10.0], as_of=day_after(FIRST, 12) + timedelta(days=3))
    assert plan.verdict().band.T == 12


def test_an_amendment_does_not_reach_back():
    plan = series(GOOD)
    lenient = judge_metric(plan.weeks, UP, window=plan.window, as_of=plan.as_of)
    strict = replace(UP, success=73.0)
    day = day_after(FIRST, 11)
    amended = judge_metric(
        plan.weeks, strict, window=plan.window, as_of=plan.as_of, amended=[Amended(day, UP)]
    )
    assert amended.looks.verdict[:11] == lenient.looks.verdict[:11]
    assert amended.looks.verdict[11] is Verdict.BELOW
    assert amended.looks.bar.tolist() == [70.0] * 11 + [73.0]


def test_a_restart_begins_anew_with_half_the_alpha():
    restart = day_after(FIRST, 5) + timedelta(days=2)
    plan = series(GOOD + GOOD, restarts=[restart])
    verdict = plan.verdict()
    assert plan.window.start == day_after(FIRST, 6)
    assert verdict.week_numbers == tuple(range(7, 25))
    assert Note.RESTARTED in verdict.notes
    fresh = Series(
        day_after(FIRST, 6), (GOOD + GOOD)[6:], replace(UP, alpha=0.05), as_of=plan.as_of, warm_up=0
    )
    assert verdict.band == fresh.verdict().band


def test_earlier_looks_keep_the_window_of_their_day():
    plan, untouched = series(GOOD + GOOD, restarts=[day_after(FIRST, 12)]), series(GOOD)
    looks = plan.verdict().looks
    assert looks.verdict[:12] == untouched.verdict().looks.verdict
    assert looks.weeks[12] == 1
    assert plan.verdict().first_confirmed > looks.day(12)


def test_a_restart_takes_the_verdict_back_at_once():
    verdict = series(GOOD, restarts=[day_after(FIRST, 12)], as_of=day_after(FIRST, 12)).verdict()
    assert verdict.verdict is Verdict.NOT_ENOUGH_DATA
    assert verdict.band.T == 0
    assert verdict.first_confirmed is None


def test_restarts_add_up_and_one_in_the_warm_up_changes_nothing():
    days = [date(2026, 1, 14), date(2026, 4, 1), date(2026, 4, 2), date(2026, 6, 1), date(2027, 1, 1)]
    window = evaluation_window(FIRST, as_of=date(2026, 8, 1), restarts=days)
    assert window.restarts == 2
    assert [segment.alpha(0.1) for segment in window.segments] == [0.1, 0.05, 0.025]


def test_week_1_is_the_first_monday_from_go_live_on():
    assert evaluation_window(date(2026, 1, 5), as_of=FIRST).week_1 == date(2026, 1, 5)
    window = evaluation_window(date(2026, 1, 6), as_of=FIRST)
    assert window.week_1 == date(2026, 1, 12)
    assert window.start == date(2026, 2, 9)
    assert window.week_number(date(2026, 2, 9)) == 5
    assert weeks_until(window.start, date(2026, 4, 6)) == 8
    assert weeks_until(window.start, date(2026, 1, 1)) == 0


def test_k_in_a_row_replaces_the_band_and_a_gap_breaks_the_run():
    rule = replace(UP, confirm_rule="k_in_a_row", k=10)
    assert series(GOOD, rule).verdict().verdict is Verdict.CONFIRMED
    gap = [*GOOD[:6], None, *GOOD[6:]]
    assert series(gap, rule).verdict().verdict is Verdict.ON_TRACK
    assert k_consecutive(np.asarray([3.0, 3, np.nan, 3, 3, 3]), 2.0, 3, "up") == 5
    assert k_consecutive(np.asarray([3.0, 3, 2]), 2.0, 3, "up") is None


def test_scaling_needs_two_looks_twelve_weeks_and_the_scale_threshold_at_both():
    rule = replace(UP, scale=72.0)
    short = series(GOOD[:8], rule).verdict().missing_for_scale
    assert ScaleClause.WEEKS in {gap.clause for gap in short}
    full = series(GOOD, rule).verdict()
    assert full.confirmed_looks >= 2
    assert full.missing_for_scale == ()
    jump = series([*GOOD[:11], 99.0], replace(UP, scale=74.0)).verdict()
    gaps = {gap.clause: gap for gap in jump.missing_for_scale}
    assert gaps[ScaleClause.SCALE_THRESHOLD].have > 74.0
    exact = series(GOOD, replace(UP, scale=series(GOOD).verdict().band.mean)).verdict()
    assert ScaleClause.SCALE_THRESHOLD in {gap.clause for gap in exact.missing_for_scale}


def test_readings_slower_than_a_week_are_noted():
    from cxworkbench.measurement.readings import Readings
    from cxworkbench.measurement.weeks import weekly

    month = Readings.of_periods([(date(2026, 1, 1), date(2026, 2, 1))], [71.0])
    readings = Readings.concat([Readings.of_weeks(FIRST, GOOD), month])
    as_of = day_after(FIRST, 12)
    weeks = weekly(readings, kind="mean", as_of=as_of, time_zone="UTC")
    window = evaluation_window(FIRST, as_of=as_of, warm_up_weeks=0)
    verdict = judge_metric(weeks, UP, window=window, as_of=as_of)
    assert verdict.notes == (Note.SLOWER_READINGS,)
    assert verdict.verdict is Verdict.CONFIRMED


def test_a_plan_without_readings_is_judged_without_complaint():
    verdict = series([], as_of=date(2026, 3, 11)).verdict()
    assert verdict.verdict is Verdict.NOT_ENOUGH_DATA
    assert verdict.latest_day is None
    assert not verdict.stale
