"""One metric in several pilots, the control arm beside the pilot, and a stretch of a chart."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from plans import MONDAY, PlanBuilder, weeks
from reportlab.graphics.shapes import Line, String

from cxworkbench.assess import assess, metric_detail
from cxworkbench.briefings.paper_charts import paper_chart, print_color
from cxworkbench.charts.axes import week_ticks
from cxworkbench.charts.compare_chart import comparable, compare_chart
from cxworkbench.charts.metric_chart import days_of, metric_chart, writer
from cxworkbench.charts.stretch import said_of, within
from db.models import Gate, Metric, Pilot, Series
from tests.test_charts import AS_OF, LIVE, RISE, UP

LATER = MONDAY + timedelta(weeks=6)


@pytest.fixture
def two(tmp_path: Path) -> PlanBuilder:
    """Two pilots, live six weeks apart, with a metric from the same entry of the catalogue; a third of another unit."""
    builder = PlanBuilder(tmp_path / "plan.cxplan")
    builder.with_pilot(gates=LIVE).with_metric(**UP, catalogue_id="first_contact_resolution")
    builder.with_readings(weeks(RISE, n=[43_000.0] * 18))
    for name, unit, values in (("Chat", "percent", RISE[:12]), ("Letters", "count", RISE[:3])):
        with builder.change(f"Add {name}") as change:
            pilot = change.add(Pilot(name=name, status="live"))
            change.add(Gate(pilot=pilot, kind_="go_live", planned_on=LATER, passed_on=LATER))
            metric = change.add(
                Metric(pilot=pilot, name="Solved", unit=unit, catalogue_id="first_contact_resolution")
            )
            change.write_readings(change.add(Series(metric=metric)).id, weeks(values, LATER))
    return builder


def test_the_same_entry_of_the_catalogue_in_the_same_unit_is_compared(two):
    assessment = assess(two.plan, AS_OF)
    state = assessment.pilots[0].metrics[0]
    assert [pilot.pilot.name for pilot, _ in comparable(assessment, state.metric)] == ["Agent Assist", "Chat"]


def test_by_pilot_week_both_begin_at_week_1_and_by_date_six_weeks_apart(two):
    assessment = assess(two.plan, AS_OF)
    metric = assessment.pilots[0].metrics[0].metric
    members = comparable(assessment, metric)
    by_week = compare_chart(assessment, metric, members, by_week=True)
    assert [line.points[0].x for line in by_week.series] == [6.0, 6.0]
    assert [tick.label for tick in by_week.x.ticks][:2] in (["week 1", "week 2"], ["week 2", "week 4"])
    by_date = compare_chart(assessment, metric, members, by_week=False)
    first, second = (line.points[0].x for line in by_date.series)
    assert second - first == 42


def test_lines_are_named_at_their_ends_in_their_colour_and_have_no_lines_of_their_own(two):
    assessment = assess(two.plan, AS_OF)
    metric = assessment.pilots[0].metrics[0].metric
    chart = compare_chart(assessment, metric, comparable(assessment, metric), by_week=True)
    assert [end.label for end in chart.hlines] == ["Agent Assist 68.1%", "Chat 66.8%"]
    assert [end.token for end in chart.hlines] == ["series1", "series2"]
    assert [line.stroke.dash for line in chart.series] == [(), (6, 2)], "in grey they are told apart by dash"
    drawing = paper_chart(chart, 480, 200)
    texts = {one.text for one in drawing.contents if isinstance(one, String)}
    assert {"Agent Assist 68.1%", "Chat 66.8%"} <= texts
    inks = [print_color(token, "colour") for token in ("series1", "series2")]
    level = [one for one in drawing.contents if isinstance(one, Line) and one.y1 == one.y2]
    assert not [one for one in level if one.strokeColor in inks]
    assert chart.sentence.startswith("Resolved first time in 2 pilots, by pilot week.")
    assert len(chart.table.rows) == 30
    assert len({point.key for point in chart.points()}) == 30, "each point is one of its own"


def test_weeks_before_go_live_have_a_true_minus():
    assert [tick.label for tick in week_ticks(-20, 12, 9)] == ["week −2", "week −1", "week 0", "week 1"]
    assert [tick.label for tick in week_ticks(0, 200, 9)] == [
        "week 4",
        "week 8",
        "week 12",
        "week 16",
        "week 20",
        "week 24",
        "week 28",
    ]


def test_pilot_and_control_are_both_drawn_where_a_control_has_readings(two):
    with two.change("Control") as change:
        series = change.add(Series(metric=two.made["metric"], arm="control"))
        change.write_readings(series.id, weeks([61.0, 61.5, 61.2]))
    assessment = assess(two.plan, AS_OF)
    state = assessment.pilots[0].metrics[0]
    chart = metric_chart(assessment, state, metric_detail(assessment, state))
    control = next(line for line in chart.series if line.token == "series2")
    assert [point.y for point in control.points] == [61.0, 61.5, 61.2]
    assert [end.label for end in chart.hlines if not end.drawn] == ["Control 61.2%"]
    assert chart.points()[-1].y == RISE[-1], "the points that can be chosen are those of the pilot"


def test_charts_side_by_side_show_the_same_days(two):
    assessment = assess(two.plan, AS_OF)
    states = [state for pilot in assessment.pilots for state in pilot.metrics]
    axis = days_of(states)
    assert axis.low < MONDAY.toordinal() + 6
    assert axis.high > LATER.toordinal() + 12 * 7 - 1
    assert days_of([]) is None


def test_what_is_said_of_a_stretch_leaves_out_what_was_set_aside_nothing_else(two):
    assessment = assess(two.plan, AS_OF)
    state = assessment.pilots[0].metrics[0]
    chart = metric_chart(assessment, state, metric_detail(assessment, state))
    low = float(MONDAY.toordinal())
    said = said_of(state, chart, low, low + 27, writer(state.metric, None))
    mean = sum(RISE[:4]) / 4
    assert said == f"3 Nov 2025 to 30 Nov 2025: 4 weeks, mean {mean:.1f}%, 172,000 calls"


def test_a_stretch_of_a_chart_holds_only_what_lies_in_it(two):
    assessment = assess(two.plan, AS_OF)
    state = assessment.pilots[0].metrics[0]
    chart = metric_chart(assessment, state, metric_detail(assessment, state))
    low, high = float(date(2025, 12, 1).toordinal()), float(date(2026, 1, 31).toordinal())
    cut = within(chart, low, high)
    assert all(low <= point.x <= high for line in cut.series for point in line.points)
    assert (cut.x.low, cut.x.high, cut.y) == (low, high, chart.y)
    assert within(chart, chart.x.low, chart.x.high) is chart


def test_more_pilots_than_can_be_told_apart_are_a_spread_with_one_of_them(two):
    with two.change("Many") as change:
        for number in range(12):
            pilot = change.add(Pilot(name=f"Site {number}", status="live"))
            change.add(Gate(pilot=pilot, kind_="go_live", planned_on=LATER, passed_on=LATER))
            metric = change.add(
                Metric(pilot=pilot, name="Solved", unit="percent", catalogue_id="first_contact_resolution")
            )
            change.write_readings(change.add(Series(metric=metric)).id, weeks([50.0 + number] * 8, LATER))
    assessment = assess(two.plan, AS_OF)
    metric = assessment.pilots[0].metrics[0].metric
    chart = compare_chart(assessment, metric, comparable(assessment, metric), by_week=True)
    middle, own = chart.series
    assert [point.y for point in own.points] == RISE, "the pilot that is looked at has its line"
    fan = chart.fans[0]
    assert fan.days == tuple(6.0 + 7 * week for week in range(8)), "two pilots alone have no spread"
    first = sorted([RISE[0], RISE[0], *(50.0 + number for number in range(12))])
    assert middle.points[0].y == pytest.approx((first[6] + first[7]) / 2)
    assert fan.p10[0] < fan.p25[0] < middle.points[0].y < fan.p75[0] < fan.p90[0]
    assert chart.table.heads == ("Week", "Pilots", "P10", "P25", "P50", "P75", "P90", "Agent Assist")
    assert [row[:2] for row in chart.table.rows][-1] == ("week 1", "14")
    assert len(chart.table.rows) == len(RISE), "weeks without a spread show the pilot alone"
    by_date = compare_chart(assessment, metric, comparable(assessment, metric), by_week=False)
    assert min(by_date.fans[0].days) == LATER.toordinal() + 6
    assert by_date.table.rows[-1][1] == "", "before the others began"
    drawing = paper_chart(chart, 480, 200)
    texts = {one.text for one in drawing.contents if isinstance(one, String)}
    assert "Agent Assist 68.1%" in texts
    assert any(text.startswith("P50 ") for text in texts)
