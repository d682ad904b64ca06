"""Readings shorter than a week: the line behind a metric's weeks, on screen and on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from plans import MONDAY, PlanBuilder, epoch
from reportlab.graphics.shapes import PolyLine

from cxworkbench.briefings.paper_charts import paper_chart
from cxworkbench.charts.axes import day_ticks
from cxworkbench.charts.traces import closest_view, peaks
from db.readings import ReadingRows
from tests.test_charts import LIVE, UP, chart_of

DAYS = 56


@pytest.fixture
def builder(tmp_path: Path) -> PlanBuilder:
    return PlanBuilder(tmp_path / "plan.cxplan")


def daily(values: list[float], aside: int | None = None) -> ReadingRows:
    starts = [epoch(MONDAY + timedelta(days=place)) for place in range(len(values))]
    ends = [epoch(MONDAY + timedelta(days=place + 1)) for place in range(len(values))]
    rows = ReadingRows.of(starts, ends, values, n=[100.0] * len(values))
    reasons: list[str | None] = ["outage" if place == aside else None for place in range(len(values))]
    return replace(rows, excluded_reason=reasons)


def test_daily_readings_stand_on_their_days_behind_their_weeks(builder):
    values = [60.0 + place % 7 for place in range(DAYS)]
    builder.with_pilot(gates=LIVE).with_metric(**UP).with_readings(daily(values))
    chart = chart_of(builder)
    (trace,) = chart.traces
    assert trace.x.tolist() == [MONDAY.toordinal() + place for place in range(DAYS)]
    assert trace.y.tolist() == values
    assert trace.text(0) == "3 Nov 2025 · 60.0% · 100 calls"
    assert len(chart.points()) == DAYS // 7
    assert chart.y.low < 60, "a reading lies outside the plot"
    assert chart.y.high > 66, "a reading lies outside the plot"


def test_a_reading_set_aside_is_hollow_and_the_week_is_that_of_the_others(builder):
    values = [60.0] * DAYS
    values[10] = 90.0
    builder.with_pilot(gates=LIVE).with_metric(**UP).with_readings(daily(values, aside=10))
    chart = chart_of(builder)
    assert np.flatnonzero(chart.traces[0].aside).tolist() == [10]
    assert chart.traces[0].text(10).endswith("set aside: outage")
    assert [point.y for point in chart.points()] == [60.0] * (DAYS // 7)


def test_weekly_readings_and_counts_have_no_such_line(builder):
    builder.with_pilot(gates=LIVE).with_metric(kind_="count", unit="count")
    builder.with_readings(daily([5.0] * DAYS))
    assert chart_of(builder).traces == ()


def test_readings_by_the_minute_stand_at_their_time_of_day_and_can_be_seen_singly(builder):
    start = epoch(MONDAY) + 60 * np.arange(3 * 1440)
    rows = ReadingRows.of(start, start + 60, 60.0 + np.arange(len(start)) % 5)
    builder.with_pilot(gates=LIVE).with_metric(**UP).with_readings(rows)
    (trace,) = chart_of(builder).traces
    assert trace.x[720] == pytest.approx(MONDAY.toordinal() + 0.5)
    assert trace.text(721).startswith("3 Nov 2025, 12:01")
    assert closest_view(trace) == pytest.approx(30 / 1440, rel=0.01)
    assert closest_view(None) == 21


def test_of_many_readings_each_stretch_keeps_its_lowest_and_its_highest():
    x = np.arange(100_000.0)
    y = np.sin(x / 700)
    y[51_234] = 9.0
    y[7_777] = -9.0
    thin_x, thin_y = peaks(x, y, 1_000)
    assert len(thin_x) <= 1_000
    assert (thin_y.max(), thin_y.min()) == (9.0, -9.0)
    assert abs(thin_x[int(thin_y.argmax())] - 51_234) <= 200
    assert (np.diff(thin_x) >= 0).all()
    few = peaks(x[:10], y[:10], 1_000)
    assert few[1] is y[:10] or few[1].tolist() == y[:10].tolist()


def test_paper_draws_a_line_of_as_many_places_as_can_be_seen(builder):
    start = epoch(MONDAY) + 60 * np.arange(20_000)
    rows = ReadingRows.of(start, start + 60, 60.0 + np.arange(len(start)) % 5)
    builder.with_pilot(gates=LIVE).with_metric(**UP).with_readings(rows)
    drawing = paper_chart(chart_of(builder), 480, 200)
    longest = max(len(one.points) // 2 for one in drawing.contents if isinstance(one, PolyLine))
    assert 500 < longest <= 4 * 480


@pytest.mark.parametrize(
    ("width", "labels"),
    [
        (10, ["3 Nov", "5 Nov", "7 Nov", "9 Nov", "11 Nov", "13 Nov"]),
        (1, ["3 Nov", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "4 Nov"]),
        (1 / 48, ["3 Nov", "00:05", "00:10", "00:15", "00:20", "00:25", "00:30"]),
    ],
)
def test_short_views_are_labelled_by_day_hour_and_minute(width, labels):
    low = float(MONDAY.toordinal())
    assert [tick.label for tick in day_ticks(low, low + width, 9)] == labels
