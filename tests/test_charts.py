"""What a metric's chart shows, on which side things lie, and where its words stand."""

from __future__ import annotations

import math
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from plans import MONDAY, PlanBuilder, weeks
from reportlab.graphics.renderPDF import drawToString
from reportlab.graphics.shapes import Circle, Line, PolyLine, String

from cxworkbench.assess import assess, metric_detail
from cxworkbench.briefings.paper_charts import LABEL_PT, THINNEST_PT, paper_chart, spark
from cxworkbench.charts import axes, placement
from cxworkbench.charts.description import Chart, Role
from cxworkbench.charts.layout import words
from cxworkbench.charts.metric_chart import metric_chart
from cxworkbench.charts.placement import Frame
from db.models import ChartEvent

AS_OF = date(2026, 3, 11)
BASE_MONDAY = date(2025, 8, 11)
# A rise within four weeks that stays: confirmed by the method (statistics.md b1).
RISE = [
    60.4,
    61.7,
    63.2,
    65.0,
    66.4,
    66.7,
    66.6,
    67.9,
    66.6,
    68.1,
    67.0,
    66.8,
    68.0,
    66.9,
    68.0,
    67.5,
    67.5,
    68.1,
]
BASE = [60.2, 61.6, 61.0, 60.4, 61.9, 61.3, 60.7, 61.5, 60.1, 61.2, 61.4, 60.7]
LIVE = {"go_live": (MONDAY, MONDAY)}
UP = {
    "baseline_value": "61.0",
    "baseline_from": BASE_MONDAY,
    "baseline_to": MONDAY,
    "success_threshold": "66.0",
    "scale_threshold": "70.0",
    "guardrail_limit": "59.0",
    "n_name": "calls",
}
DOWN = {
    "name": "Handling time",
    "unit": "seconds",
    "kind_": "mean",
    "direction": "down",
    "decimals": 0,
    "baseline_value": "580",
    "success_threshold": "525",
    "scale_threshold": "495",
    "guardrail_limit": "620",
}


def chart_of(builder: PlanBuilder, as_of: date = AS_OF) -> Chart:
    assessment = assess(builder.plan, as_of)
    state = assessment.pilots[0].metrics[0]
    return metric_chart(assessment, state, metric_detail(assessment, state))


@pytest.fixture
def builder(tmp_path: Path) -> PlanBuilder:
    return PlanBuilder(tmp_path / "plan.cxplan")


@pytest.fixture
def golden(builder: PlanBuilder) -> PlanBuilder:
    builder.with_pilot(gates=LIVE).with_metric(**UP)
    builder.with_readings(weeks(BASE, BASE_MONDAY, [42_000.0] * 12))
    builder.with_readings(weeks(RISE, n=[43_000.0] * 18))
    builder.with_objective()
    with builder.change("Events") as change:
        for day, label in ((MONDAY, "Go-live Leeds 1"), (date(2025, 12, 1), "Leeds 2")):
            change.add(ChartEvent(pilot=builder.made["pilot"], day=day, label_=label))
    return builder


def line(chart: Chart, role: Role):
    return next(one for one in chart.series if one.role is role)


# ------------------------------------------------------------------------------------------- what is shown


def test_baseline_weeks_are_grey_and_live_weeks_are_data(golden):
    chart = chart_of(golden)
    assert [point.y for point in line(chart, Role.BASELINE_DATA).points] == BASE
    assert [point.y for point in line(chart, Role.DATA).points] == RISE


def test_weeks_set_aside_are_hollow_and_counted_weeks_filled(golden):
    points = line(chart_of(golden), Role.DATA).points
    assert [point.filled for point in points] == [False] * 4 + [True] * 14
    assert "set aside beforehand" in points[0].text
    assert points[-1].text == "Week to 8 Mar 2026 · 68.1% · 43,000 calls"


def test_a_week_that_is_not_over_is_hollow(golden):
    golden.with_readings(weeks([68.0], date(2026, 3, 9)))
    point = line(chart_of(golden), Role.DATA).points[-1]
    assert not point.filled
    assert "week not over yet" in point.text


def test_a_week_without_a_reading_breaks_the_line(builder):
    builder.with_pilot(gates=LIVE).with_metric(**UP).with_readings(weeks(RISE[:6]))
    builder.with_readings(weeks(RISE[8:], date(2025, 12, 29)))
    points = line(chart_of(builder), Role.DATA).points
    assert [math.isnan(point.y) for point in points[5:9]] == [False, True, True, False]


def test_thresholds_are_labelled_with_their_values(golden):
    labels = [one.label for one in chart_of(golden).hlines]
    assert labels == ["Scale 70.0%", "Success 66.0%", "Baseline 61.0%", "Guardrail 59.0%"]


def test_the_band_of_the_verdict_is_said_in_one_line(golden):
    chart = chart_of(golden)
    assessment = assess(golden.plan, AS_OF)
    band = assessment.pilots[0].metrics[0].verdict.band
    (box,) = chart.bands
    assert (box.low, box.mean, box.high) == (band.lower, band.mean, band.upper)
    text = next(note.text for note in chart.notes if note.text.startswith("Mean that counts"))
    assert text.startswith(f"Mean that counts {band.mean:.1f}%, range {band.lower:.1f} to ")


def test_provisional_limits_say_so(golden):
    notes = [note.text for note in chart_of(golden).notes]
    assert any(text.startswith("Limits of chance, ") and text.endswith("provisional") for text in notes)


def test_segments_bracket_baseline_and_live_weeks(golden):
    labels = [one.label for one in chart_of(golden).segments]
    assert labels[:2] == ["Baseline, 12 weeks", "Live, 18 weeks"]


def test_events_are_flags_and_the_target_date_a_line(golden):
    chart = chart_of(golden)
    assert [flag.label for flag in chart.flags] == ["Go-live Leeds 1", "Leeds 2"]
    assert [one.label for one in chart.vlines] == ["Target date 30 Jun"]


def test_the_sentence_and_the_table_say_what_the_chart_shows(golden):
    chart = chart_of(golden)
    assert chart.sentence.startswith(
        "Resolved first time, Agent Assist: 68.1% in the week to 8 Mar 2026. Confirmed"
    )
    assert chart.table.heads == ("Week ending", "Resolved first time", "calls", "Counts")
    assert chart.table.rows[0] == ("8 Mar 2026", "68.1%", "43,000", "yes")
    assert len(chart.table.rows) == 30


# ---------------------------------------------------------------------------------------- sides and ends


def test_up_is_better_tints_above_and_hatches_below(golden):
    chart = chart_of(golden)
    assert [(one.low, one.high) for one in chart.areas] == [(66, 70), (70, chart.y.high)]
    assert [(one.low, one.high) for one in chart.hatches] == [(chart.y.low, 59)]


def test_down_is_better_tints_below_and_hatches_above_without_turning_the_axis(builder):
    builder.with_pilot(gates=LIVE).with_metric(**DOWN)
    builder.with_readings(weeks([578, 566, 551, 537, 522, 524, 509, 523, 521, 508, 518, 507]))
    chart = chart_of(builder)
    assert [(one.low, one.high) for one in chart.areas] == [(495, 525), (chart.y.low, 495)]
    assert [(one.low, one.high) for one in chart.hatches] == [(620, chart.y.high)]
    assert chart.y.low < chart.y.high
    assert line(chart, Role.DATA).points[0].y == 578


def test_a_metric_without_a_better_side_has_neither_tint_nor_hatch(builder):
    builder.with_pilot(gates=LIVE).with_metric(**UP, direction="band").with_readings(weeks(RISE))
    chart = chart_of(builder)
    assert (chart.areas, chart.hatches) == ((), ())


@pytest.mark.parametrize("count", [0, 1, 4, 200])
def test_any_number_of_readings_can_be_drawn(builder, count):
    first = date(2022, 5, 9) if count == 200 else MONDAY
    builder.with_pilot(gates={"go_live": (first, first)}).with_metric()
    if count:
        builder.with_readings(weeks([60 + place % 7 for place in range(count)], first))
    chart = chart_of(builder)
    assert len(chart.points()) == count
    assert bool(chart.empty) is (count == 0)
    assert chart.x.low < chart.x.high
    assert chart.y.low < chart.y.high
    assert drawToString(paper_chart(chart, 480, 220))


def test_before_go_live_there_is_no_band_and_no_trend(builder):
    builder.with_pilot().with_metric(**UP).with_readings(weeks(BASE, BASE_MONDAY))
    chart = chart_of(builder)
    assert (chart.bands, chart.fans) == ((), ())
    assert [one.label for one in chart.segments] == ["Baseline, 12 weeks"]
    assert all(point.filled for point in chart.points())


def test_a_monthly_reading_is_shown_hollow(builder):
    builder.with_pilot(gates=LIVE).with_metric(cadence="month")
    rows = weeks([61.0, 62.0])
    rows.period_to[:] = rows.period_from + 30 * 86400
    builder.with_readings(rows)
    points = chart_of(builder).points()
    assert [point.filled for point in points] == [False, False]


# --------------------------------------------------------------------------------------------------- axes


def test_seconds_are_ticked_as_minutes_and_seconds():
    axis = axes.value_axis([500, 620], "seconds")
    assert [tick.at % 15 for tick in axis.ticks] == [0] * len(axis.ticks)
    assert axis.ticks[0].label.startswith("from 8:")
    assert axis.ticks[-1].label.endswith(" min:s")


@pytest.mark.parametrize(
    ("values", "step"), [([512, 515], 1), ([500, 560], 10), ([500, 620], 30), ([400, 900], 120)]
)
def test_steps_of_time_are_those_of_a_clock(values, step):
    ticks = axes.value_axis(values, "seconds").ticks
    assert ticks[1].at - ticks[0].at == step


@pytest.mark.parametrize(
    ("values", "unit", "top"),
    [
        ([58, 72], "percent", "70%"),
        ([4.1, 4.3], "score", "4.30"),
        ([12_000, 47_000], "money", "£50k"),
        ([800, 1900], "count", "1,800"),
    ],
)
def test_the_unit_stands_on_the_top_label_only(values, unit, top):
    labels = [tick.label for tick in axes.value_axis(values, unit, currency="GBP").ticks]
    assert labels[-1] == top
    assert not any("%" in label or "£" in label for label in labels[:-1])


def test_an_axis_from_0_does_not_say_where_it_begins():
    assert axes.value_axis([3, 40], "count").ticks[0].label == "0"


def test_shares_never_reach_past_100():
    assert axes.value_axis([96, 99.9], "percent").high == 100


@pytest.mark.parametrize(
    ("days", "first", "second"),
    [(50, "11 Jan 26", "18 Jan"), (300, "Feb 26", "Mar"), (1500, "Jul 26", "Jan 27")],
)
def test_days_are_ticked_by_weeks_months_or_longer(days, first, second):
    low = date(2026, 1, 10).toordinal()
    ticks = axes.day_ticks(low, low + days, 12)
    assert [tick.label for tick in ticks[:2]] == [first, second]
    assert 2 <= len(ticks) <= 12


# ---------------------------------------------------------------------------------------------- placement


def test_of_two_labels_that_collide_the_lower_moves_by_what_is_missing():
    assert placement.line_ends([100, 106, 150], 14, top=0, bottom=300) == [100, 114, 150]


def test_labels_keep_the_order_of_their_lines_at_the_lower_edge():
    placed = placement.line_ends([296, 290, 298], 14, top=0, bottom=300)
    assert placed == [286, 272, 300]


def test_flags_closer_than_their_labels_stand_in_different_rows():
    near = placement.flags([100, 140], [80, 80], left=0, right=800, size=12)
    assert len({place.row for place in near}) == 2 or near[0].right is not near[1].right
    far = placement.flags([100, 300], [80, 80], left=0, right=800, size=12)
    assert [(place.row, place.right) for place in far] == [(0, True), (0, True)]


def test_a_flag_without_room_keeps_its_pole_and_loses_its_label():
    places = placement.flags([50, 52, 54, 56], [90] * 4, left=40, right=160, size=12)
    assert [place.shown for place in places].count(False) >= 1


def test_notes_cover_neither_thresholds_nor_each_other(golden):
    chart = chart_of(golden)
    frame = Frame(50, 50, 640, 260, chart.x.low, chart.x.high, chart.y.low, chart.y.high)
    placed = words(chart, frame, 12, lambda text, bold, larger: 6.0 * len(text)).notes
    assert len(placed) == len(chart.notes)
    levels = [frame.y(one.value) for one in chart.hlines]
    for place, (_, box) in enumerate(placed):
        assert not any(box.top < level < box.top + box.height for level in levels)
        assert not any(box.meets(other) for _, other in placed[place + 1 :])


# -------------------------------------------------------------------------------------------------- paper


@pytest.mark.parametrize("ink", ["colour", "grey"])
def test_paper_has_no_small_text_and_no_hairline(golden, ink):
    shapes = paper_chart(chart_of(golden), 493, 220, ink=ink).contents
    assert min(one.fontSize for one in shapes if isinstance(one, String)) >= LABEL_PT == 7.5
    lines = [one for one in shapes if isinstance(one, Line | PolyLine)]
    assert min(one.strokeWidth for one in lines) >= THINNEST_PT == 0.5


def test_grey_paper_uses_no_colour(golden):
    for shape in paper_chart(chart_of(golden), 493, 220, ink="grey").contents:
        for name in ("fillColor", "strokeColor"):
            color = getattr(shape, name, None)
            assert color is None or color.red == color.green == color.blue, shape


def test_the_same_plan_gives_the_same_drawing(golden):
    first, second = (
        [
            (type(shape).__name__, str(shape.getProperties()))
            for shape in paper_chart(chart_of(golden), 493, 220).contents
        ]
        for _ in range(2)
    )
    assert first == second


def test_a_sparkline_marks_its_newest_value_and_survives_gaps():
    drawing = spark([60.0, math.nan, 62.0, 64.0], low=58, high=70, baseline=61, threshold=66)
    (dot,) = [one for one in drawing.contents if isinstance(one, Circle)]
    assert dot.cx == pytest.approx(1.5 + 47.25)
    assert BytesIO(drawToString(drawing)).read(4) == b"%PDF"
