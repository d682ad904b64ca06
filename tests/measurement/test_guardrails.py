"""Guardrails look for harm from go-live on, each by its own rule, and stay breached until a person closes it (b4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from larkfield import Series, day_after

from cxworkbench.measurement.guardrail import (
    BreachClosure,
    Guarded,
    Guardrail,
    guardrail_status,
    guardrail_statuses,
)
from cxworkbench.measurement.readings import Readings
from cxworkbench.measurement.rule import MetricRule, WhyNot
from cxworkbench.measurement.weeks import weekly
from cxworkbench.measurement.window import evaluation_window

FIRST = date(2026, 1, 5)
STREAK = MetricRule("mean", "down", role="guardrail", guardrail_limit=20.0)
BAND = replace(STREAK, guardrail_rule="band")
HARD = replace(STREAK, guardrail_rule="hard")
RARE = MetricRule(
    "proportion", "down", role="guardrail", unit="percent", guardrail_limit=2.0, guardrail_rule="rare"
)
SAFE = [18.0, 18.4, 17.8, 18.2, 18.1, 17.9, 18.3, 18.0]


def judged(values, rule=STREAK, *closures, as_of=None, n=None, **more):
    day = as_of or day_after(FIRST, len(values))
    return Series(FIRST, values, rule, n, as_of=day, **more).guardrail(*closures)


def sunday(week: int) -> date:
    return day_after(FIRST, week) - timedelta(days=1)


def test_three_weeks_in_a_row_breach_a_streak():
    status = judged([*SAFE, 20.5, 21.0, 20.1])
    assert status.status is Guarded.BREACHED
    assert status.breached_on == sunday(11)
    assert (status.streak, status.beyond) == (3, (9, 10, 11))
    assert (status.worst, status.worst_week) == (21.0, 10)


def test_guardrails_looked_at_in_one_pass_are_as_each_by_itself():
    """Calendars of different length, gaps, counts and unknown n beside each other, of each rule."""
    as_of = day_after(FIRST, 14)
    made = [
        Series(FIRST, [*SAFE, 20.5, 21.0, 20.1], STREAK, as_of=as_of),
        Series(FIRST + timedelta(days=21), [None, 25.0, None, 19.0, 18.0], STREAK, as_of=as_of),
        Series(FIRST, [22.0] * 12, BAND, as_of=as_of),
        Series(FIRST, [6.0] * 8, RARE, [200] * 8, as_of=as_of),
        Series(FIRST, [3.0, None, 30.0], replace(STREAK, kind="count"), [5, 5, 5], as_of=as_of),
        Series(FIRST, [61.0, 19.0], replace(STREAK, direction=""), as_of=as_of),
        Series(FIRST + timedelta(days=91), [], STREAK, as_of=as_of),
    ]
    given = [Guardrail(one.weeks, one.rule, one.window) for one in made]
    alone = [guardrail_status(one.weeks, one.rule, window=one.window) for one in given]
    together = guardrail_statuses(given)
    assert len({one.status for one in alone}) > 2, "or they are all alike"
    # Written out, since a NaN is equal to nothing.
    assert [repr(one) for one in together] == [repr(one) for one in alone]


@pytest.mark.parametrize("newest", [[20.5], [20.5, 20.6]])
def test_the_latest_one_or_two_weeks_are_watched(newest):
    status = judged([*SAFE, *newest])
    assert status.status is Guarded.WATCH
    assert status.streak == len(newest)


def test_weeks_on_the_safe_side_are_clear():
    assert judged(SAFE).status is Guarded.CLEAR
    assert judged([*SAFE, 20.5, 20.6, 19.0]).status is Guarded.CLEAR


def test_a_value_at_the_limit_is_not_beyond_it():
    assert judged([*SAFE, 20.0, 20.0, 20.0]).status is Guarded.CLEAR


def test_a_gap_breaks_the_streak():
    assert judged([*SAFE, 20.5, 20.6, None, 20.7]).status is Guarded.WATCH


def test_a_late_reading_ends_no_watch():
    status = judged([*SAFE, 20.5, 20.6], as_of=day_after(FIRST, 11))
    assert status.status is Guarded.WATCH
    assert status.streak == 2


def test_a_mean_on_the_bad_side_is_watched_though_the_latest_weeks_are_fine():
    assert judged([30.0, 30.0, 19.0, 30.0, 30.0, 19.0, 19.0, 19.0]).status is Guarded.WATCH


def test_harm_in_the_warm_up_counts():
    assert judged([25.0, 25.0, 25.0, 18.0]).status is Guarded.BREACHED


def test_weeks_before_go_live_do_not_count():
    values = [25.0] * 5 + SAFE
    series = Series(FIRST, values, STREAK, as_of=day_after(FIRST, 13))
    window = evaluation_window(day_after(FIRST, 5), as_of=series.as_of)
    assert guardrail_status(series.weeks, STREAK, window=window).status is Guarded.CLEAR


def test_under_eight_safe_weeks_there_is_not_enough_data():
    status = judged(SAFE[:7])
    assert status.status is Guarded.NOT_ENOUGH_DATA
    assert status.weeks == 7


def test_up_metrics_are_harmed_downwards():
    rule = replace(STREAK, direction="up", guardrail_limit=17.0)
    assert judged(SAFE, rule).status is Guarded.CLEAR
    assert judged([*SAFE, 16.0, 16.0, 16.0], rule).status is Guarded.BREACHED


def test_restarts_of_the_window_do_not_touch_a_guardrail():
    restarted = judged([25.0, 25.0, 25.0, *SAFE], restarts=[day_after(FIRST, 5)])
    assert restarted.breached_on == sunday(3)


def test_a_breach_stays_until_a_person_closes_it():
    values = [*SAFE, 21.0, 21.0, 21.0, *SAFE]
    assert judged(values).status is Guarded.BREACHED
    closed = judged(values, STREAK, BreachClosure(sunday(11), sunday(12)))
    assert closed.status is Guarded.CLEAR
    assert (closed.closed, closed.since) == (1, sunday(12))


def test_only_weeks_later_than_the_closure_count_towards_a_new_breach():
    closure = BreachClosure(sunday(11), sunday(12))
    values = [*SAFE, 21.0, 21.0, 21.0, 21.0]
    again = judged([*values, 21.0, 21.0], STREAK, closure)
    assert again.status is Guarded.WATCH
    assert again.beyond == (13, 14)
    third = judged([*values, 21.0, 21.0, 21.0], STREAK, closure)
    assert third.status is Guarded.BREACHED
    assert third.breached_on == sunday(15)


def test_a_closure_does_not_work_ahead_of_its_day_or_for_a_later_breach():
    values = [*SAFE, 21.0, 21.0, 21.0]
    assert judged(values, STREAK, BreachClosure(sunday(11), sunday(20))).status is Guarded.BREACHED
    assert judged(values, STREAK, BreachClosure(sunday(4), sunday(5))).status is Guarded.BREACHED


def test_a_whole_band_beyond_the_limit_breaches():
    status = judged([22.0, 22.4, 21.9, 22.1, 22.2, 21.8], BAND)
    assert status.status is Guarded.BREACHED
    assert status.lower > 20.0
    assert status.breached_on is not None
    assert status.breached_on < sunday(7)


def test_a_mean_beyond_the_limit_with_a_wide_band_is_watched():
    assert judged([15.0, 27.0, 16.0, 28.0, 14.0, 26.0, 15.0, 27.0], BAND).status is Guarded.WATCH


def test_a_mean_within_the_limit_is_clear_by_band():
    assert judged([*SAFE, 21.0, 21.0, 21.0], BAND).status is Guarded.CLEAR


def test_a_band_breach_stays_though_the_band_widens_again():
    status = judged([22.0, 22.4, 21.9, 22.1, 22.2, 21.8, 5.0, 40.0, 3.0], BAND)
    assert status.lower < 20.0
    assert status.status is Guarded.BREACHED


def test_equal_values_beyond_the_limit_are_watched_not_proven():
    assert judged([22.0] * 9, BAND).status is Guarded.WATCH


def days_since_monday(values, **more):
    periods = [(FIRST + timedelta(days=day), FIRST + timedelta(days=day + 1)) for day in range(len(values))]
    return Readings.of_periods(periods, values, **more)


def hard(readings, *, as_of, go_live=FIRST, rule=HARD, closures=()):
    weeks = weekly(readings, kind="mean", as_of=as_of, time_zone="UTC")
    window = evaluation_window(go_live, as_of=as_of)
    return guardrail_status(weeks, rule, window=window, readings=readings, closures=closures)


def test_a_single_day_beyond_a_hard_limit_breaches_even_in_the_open_week():
    status = hard(days_since_monday([18.0, 18.0, 20.5]), as_of=FIRST + timedelta(days=3))
    assert status.status is Guarded.BREACHED
    assert status.breached_on == FIRST + timedelta(days=2)


def test_a_hard_limit_holds_from_the_day_of_go_live_and_not_before():
    readings = days_since_monday([25.0, 18.0, 18.0, 25.0])
    as_of = FIRST + timedelta(days=5)
    assert hard(readings, as_of=as_of, go_live=FIRST + timedelta(days=3)).breached_on == FIRST + timedelta(
        days=3
    )
    assert hard(readings, as_of=as_of, go_live=FIRST + timedelta(days=4)).status is Guarded.NOT_ENOUGH_DATA


def test_a_day_set_aside_or_with_too_few_cases_breaks_no_hard_limit():
    as_of = FIRST + timedelta(days=3)
    aside = days_since_monday([18.0, 25.0], excluded=[False, True])
    assert hard(aside, as_of=as_of).status is Guarded.NOT_ENOUGH_DATA
    small = days_since_monday([18.0, 25.0], n=[100, 3])
    assert hard(small, as_of=as_of, rule=replace(HARD, minimum_sample=30)).status is Guarded.NOT_ENOUGH_DATA


def test_hard_limits_watch_by_the_mean_and_are_clear_after_eight_weeks():
    as_of = day_after(FIRST, 8)
    assert hard(days_since_monday([18.0, 19.0] * 28), as_of=as_of).status is Guarded.CLEAR
    harmed = days_since_monday([25.0] + [19.9] * 55)
    closed = hard(harmed, as_of=as_of, closures=[BreachClosure(FIRST, FIRST + timedelta(days=1))])
    assert closed.status is Guarded.CLEAR
    # No day has enough cases to break the limit by itself, but the week as a whole has.
    small_days = days_since_monday([25.0] * 7, n=[10] * 7)
    watched = hard(small_days, as_of=day_after(FIRST, 1), rule=replace(HARD, minimum_sample=30))
    assert watched.status is Guarded.WATCH


def test_a_hard_limit_without_single_readings_is_refused():
    series = Series(FIRST, SAFE, HARD, as_of=day_after(FIRST, 8))
    with pytest.raises(ValueError, match="single readings"):
        guardrail_status(series.weeks, HARD, window=series.window)


def test_a_rate_that_the_sample_puts_beyond_the_limit_breaches():
    status = judged([6.0] * 8, RARE, n=[200] * 8)
    assert status.status is Guarded.BREACHED
    assert 2.0 < status.lower < 6.0 < status.upper


def test_a_rate_above_the_limit_that_may_be_chance_is_watched():
    status = judged([2.5] * 8, RARE, n=[40] * 8)
    assert status.status is Guarded.WATCH
    assert status.lower < 2.0


def test_a_rate_within_the_limit_is_clear():
    assert judged([1.0] * 8, RARE, n=[200] * 8).status is Guarded.CLEAR
    assert judged([0.0] * 8, RARE, n=[200] * 8).status is Guarded.CLEAR


def test_a_rate_without_n_cannot_be_judged():
    status = judged([6.0] * 8, RARE, n=[200] * 7 + [None])
    assert status.status is Guarded.NOT_ENOUGH_DATA
    assert status.n_unknown


def test_a_guardrail_without_direction_or_too_slow_cannot_be_judged():
    status = judged([30.0] * 9, replace(STREAK, direction="band"))
    assert status.status is Guarded.NOT_ENOUGH_DATA
    assert status.obstacles == (WhyNot.NO_DIRECTION,)
    assert judged([30.0] * 9, replace(STREAK, cadence="month")).obstacles == (WhyNot.SLOW_CADENCE,)


def test_a_metric_without_limit_has_no_guardrail_status():
    with pytest.raises(ValueError, match="no guardrail limit"):
        judged(SAFE, replace(STREAK, guardrail_limit=None))
