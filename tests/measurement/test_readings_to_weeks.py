"""Readings become closed ISO weeks: summed, never averaged, in the programme's own zone (statistics.md 0)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from cxworkbench.measurement.cohorts import sum_series
from cxworkbench.measurement.local_days import local_start
from cxworkbench.measurement.readings import ImpossibleReadingError, Readings
from cxworkbench.measurement.weeks import WeekState, weekly

MONDAY = date(2026, 1, 5)
LATER = date(2026, 12, 1)


def days(first: date, values, **columns) -> Readings:
    """One reading a day; None leaves a day out."""
    starts = [first + timedelta(days=day) for day in range(len(values))]
    kept = [day for day, value in enumerate(values) if value is not None]
    picked = {name: [column[day] for day in kept] for name, column in columns.items() if name != "time_zone"}
    return Readings.of_periods(
        [(starts[day], starts[day] + timedelta(days=1)) for day in kept],
        [values[day] for day in kept],
        time_zone=columns.get("time_zone", "UTC"),
        **picked,
    )


def as_weeks(readings: Readings, kind="mean", as_of=LATER, time_zone="UTC", **more):
    return weekly(readings, kind=kind, as_of=as_of, time_zone=time_zone, **more)


def test_a_rate_is_sum_over_sum_and_not_the_mean_of_rates():
    week = as_weeks(
        days(
            MONDAY,
            [50.0, 10.0] + [10.0] * 5,
            numerator=[50, 1, 1, 1, 1, 1, 1],
            n=[100, 10, 10, 10, 10, 10, 10],
        ),
        kind="proportion",
        unit_scale=100,
    )
    assert week.value[0] == pytest.approx(100 * 56 / 160)
    assert (week.numerator[0], week.n[0]) == (56, 160)


def test_without_numerators_a_rate_is_weighted_by_n():
    week = as_weeks(days(MONDAY, [50.0] + [10.0] * 6, n=[100] + [10] * 6), kind="proportion", unit_scale=100)
    assert week.value[0] == pytest.approx((50 * 100 + 10 * 60) / 160)


def test_a_mean_with_n_is_weighted_and_without_n_is_plain():
    values = [10.0] * 6 + [80.0]
    assert as_weeks(days(MONDAY, values, n=[1] * 6 + [94])).value[0] == pytest.approx((60 + 80 * 94) / 100)
    assert as_weeks(days(MONDAY, values)).value[0] == pytest.approx(20.0)
    one_unknown = as_weeks(days(MONDAY, values, n=[1] * 6 + [None]))
    assert one_unknown.value[0] == pytest.approx(20.0)
    assert np.isnan(one_unknown.n[0])


def test_counts_are_summed():
    assert as_weeks(days(MONDAY, [1.0, 2, 3, 4, 5, 6, 7]), kind="count").value[0] == 28


def test_days_without_a_case_do_not_move_a_rate():
    week = as_weeks(days(MONDAY, [50.0, 0.0] + [50.0] * 5, n=[10, 0, 10, 10, 10, 10, 10]), kind="proportion")
    assert week.value[0] == pytest.approx(50.0)
    assert week.state == (WeekState.CLOSED,)


def test_a_week_without_any_case_is_missing():
    week = as_weeks(Readings.of_weeks(MONDAY, [5.0, 6.0], n=[0, 10]))
    assert week.state == (WeekState.MISSING, WeekState.CLOSED)
    assert np.isnan(week.value[0])


def test_more_hits_than_cases_are_refused_for_a_proportion_only():
    wrong = Readings.of_weeks(MONDAY, [120.0], n=[10], numerator=[12])
    with pytest.raises(ImpossibleReadingError, match="reading 1 of 1: its numerator is above its n"):
        as_weeks(wrong, kind="proportion")
    assert as_weeks(wrong, kind="ratio").value[0] == 120.0


def test_readings_that_cannot_be_true_are_refused():
    with pytest.raises(ImpossibleReadingError, match="not a finite number"):
        Readings.of_weeks(MONDAY, [float("nan")])
    with pytest.raises(ImpossibleReadingError, match="negative"):
        Readings.of_weeks(MONDAY, [1.0], n=[-1])
    with pytest.raises(ImpossibleReadingError, match="ends before it begins"):
        Readings.of_periods([(MONDAY, MONDAY)], [1.0])


def test_a_week_closes_after_its_sunday():
    readings = Readings.of_weeks(MONDAY, [1.0])
    assert as_weeks(readings, as_of=date(2026, 1, 11)).state == (WeekState.OPEN,)
    assert as_weeks(readings, as_of=date(2026, 1, 12)).state == (WeekState.CLOSED,)


def test_three_of_seven_days_do_not_count():
    series = days(date(2021, 1, 1), [1.0] * 90)
    weeks = as_weeks(series, as_of=date(2021, 4, 5))
    assert len(weeks) == 14
    assert weeks.state[0] is weeks.state[-1] is WeekState.TOO_FEW_DAYS
    assert weeks.days.tolist() == [3, *[7] * 12, 3]
    assert weeks.counts.sum() == 12


def test_weekends_are_not_expected_of_a_weekday_series():
    weeks = as_weeks(days(MONDAY, ([1.0] * 5 + [None] * 2) * 4 + [1.0, 1.0, 1.0, None, None]))
    assert weeks.expected_days == 5
    assert weeks.state == (WeekState.CLOSED,) * 5


def test_under_four_weeks_all_seven_days_are_expected():
    weeks = as_weeks(days(MONDAY, ([1.0] * 4 + [None] * 3) * 3))
    assert weeks.expected_days == 7
    assert set(weeks.state) == {WeekState.TOO_FEW_DAYS}


def test_sixty_percent_of_the_expected_days_are_enough():
    full, three, two = [1.0] * 5 + [None] * 2, [1.0] * 3 + [None] * 4, [1.0] * 2 + [None] * 5
    weeks = as_weeks(days(MONDAY, full * 4 + three + two))
    assert weeks.state[4:] == (WeekState.CLOSED, WeekState.TOO_FEW_DAYS)


def test_a_week_set_aside_keeps_its_value_but_does_not_count():
    weeks = as_weeks(Readings.of_weeks(MONDAY, [1.0, 99.0, 3.0], excluded=[False, True, False]))
    assert weeks.state == (WeekState.CLOSED, WeekState.EXCLUDED, WeekState.CLOSED)
    assert weeks.value[1] == 99.0


def test_a_day_set_aside_leaves_the_sum_of_its_week():
    weeks = as_weeks(days(MONDAY, [1.0] * 6 + [100.0], excluded=[False] * 6 + [True]))
    assert weeks.value[0] == 1.0
    assert weeks.days[0] == 6


def test_too_small_a_sample_does_not_count():
    weeks = as_weeks(Readings.of_weeks(MONDAY, [1.0, 2.0, 3.0], n=[50, 49, None]), minimum_sample=50)
    assert weeks.state == (WeekState.CLOSED, WeekState.BELOW_MINIMUM, WeekState.CLOSED)


def test_the_sample_is_asked_of_the_week_and_not_of_its_days():
    weeks = as_weeks(days(MONDAY, [1.0] * 7, n=[20] * 7), minimum_sample=100)
    assert weeks.state == (WeekState.CLOSED,)


def test_a_week_without_reading_lies_between_others_as_missing():
    weeks = as_weeks(Readings.of_weeks(MONDAY, [1.0, None, 3.0]))
    assert weeks.state == (WeekState.CLOSED, WeekState.MISSING, WeekState.CLOSED)
    assert weeks.mondays == (date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19))


def test_a_month_is_never_judged():
    month = Readings.of_periods([(date(2026, 1, 1), date(2026, 2, 1))], [5.0])
    weeks = as_weeks(Readings.concat([Readings.of_weeks(MONDAY, [1.0]), month]))
    assert len(weeks) == 1
    assert weeks.slower.value.tolist() == [5.0]


def test_seven_days_from_a_wednesday_are_no_iso_week():
    weeks = as_weeks(Readings.of_periods([(date(2026, 1, 7), date(2026, 1, 14))], [5.0]))
    assert len(weeks) == 0
    assert len(weeks.slower) == 1


def test_a_reading_of_the_whole_week_stands_for_its_days():
    both = Readings.concat([days(MONDAY, [1.0] * 7), Readings.of_weeks(MONDAY, [8.0])])
    assert as_weeks(both, kind="count").value.tolist() == [8.0]


@pytest.mark.parametrize(
    ("zone", "first", "length"),
    [
        ("Europe/London", date(2026, 3, 23), 167 * 3600),
        ("Europe/London", date(2026, 10, 19), 169 * 3600),
        ("America/New_York", date(2026, 3, 2), 167 * 3600),
    ],
)
def test_weeks_in_which_the_clocks_change_are_whole_weeks(zone, first, length):
    readings = Readings.of_weeks(first, [1.0, 2.0], time_zone=zone)
    assert readings.period_to[0] - readings.period_from[0] == length
    weeks = as_weeks(readings, time_zone=zone, as_of=first + timedelta(days=14))
    assert weeks.state == (WeekState.CLOSED, WeekState.CLOSED)
    by_day = as_weeks(days(first, [1.0] * 7, time_zone=zone), time_zone=zone)
    assert by_day.days.tolist() == [7]


def test_midnight_that_the_clocks_skip_still_begins_the_day():
    # Beirut went from 00:00 to 01:00 on 31 March 2024, a Sunday.
    zone, sunday = "Asia/Beirut", date(2024, 3, 31)
    assert local_start(date(2024, 4, 1), zone) - local_start(sunday, zone) == 23 * 3600
    weeks = as_weeks(days(date(2024, 3, 25), [1.0] * 7, time_zone=zone), time_zone=zone)
    assert weeks.days.tolist() == [7]


def test_a_week_belongs_to_the_programmes_own_zone():
    auckland = Readings.of_weeks(MONDAY, [1.0], time_zone="Pacific/Auckland")
    assert as_weeks(auckland, time_zone="Pacific/Auckland").mondays == (MONDAY,)
    assert len(as_weeks(auckland, time_zone="UTC")) == 0


def test_order_of_readings_does_not_matter():
    ordered = days(MONDAY, list(np.arange(28.0)), n=list(range(1, 29)))
    shuffled = ordered.where(np.random.default_rng(3).permutation(28))
    assert as_weeks(ordered).value == pytest.approx(as_weeks(shuffled).value)


def test_no_readings_make_no_weeks():
    weeks = as_weeks(Readings.empty())
    assert len(weeks) == 0
    assert not weeks.counts.any()


def test_cohorts_are_summed_as_days_are():
    leeds = Readings.of_weeks(MONDAY, [50.0, 60.0], n=[100, 100], numerator=[50, 60])
    cardiff = Readings.of_weeks(MONDAY + timedelta(days=7), [20.0], n=[300], numerator=[60])
    summed = sum_series([leeds, cardiff], "proportion", unit_scale=100)
    assert summed.value.tolist() == [50.0, 30.0]
    assert summed.n.tolist() == [100, 400]


def test_a_cohort_set_aside_leaves_the_sum():
    leeds = Readings.of_weeks(MONDAY, [50.0, 60.0], n=[100, 100], excluded=[True, True])
    cardiff = Readings.of_weeks(MONDAY, [20.0], n=[300])
    summed = sum_series([leeds, cardiff], "proportion", unit_scale=100)
    assert summed.value.tolist() == [20.0, 60.0]
    assert summed.excluded.tolist() == [False, True]


def test_cohorts_of_different_cadence_meet_in_weeks():
    by_day = days(MONDAY, [10.0] * 7 + [10.0] * 2, n=[10] * 9)
    by_week = Readings.of_weeks(MONDAY, [20.0, 20.0], n=[70, 70])
    summed = sum_series([by_day, by_week], "mean")
    weeks = as_weeks(summed)
    # Two days of the second week are too few, so only the other cohort speaks for it.
    assert weeks.value.tolist() == [15.0, 20.0]
    assert weeks.n.tolist() == [140, 70]


def test_no_cohort_at_all_gives_an_empty_series():
    assert len(sum_series([], "mean")) == 0
