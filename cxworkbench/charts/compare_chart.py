"""One metric in several pilots: a line each, aligned by pilot week or by date, named at its end.

More pilots than can be told apart are shown as the spread of all of them, with the line of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from cxworkbench import formats
from cxworkbench.charts import axes
from cxworkbench.charts.control import named
from cxworkbench.charts.description import Axis, Chart, HLine, LineSeries, Point, Role, Segment, Table
from cxworkbench.charts.metric_chart import SHORTEST_SPAN, writer
from cxworkbench.charts.spread import SHARES, Spread, spread
from cxworkbench.measurement.weeks import WeekState
from db.models import Metric

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.judged_metric import MetricState
    from cxworkbench.measurement.figures import FormatValue

Member = tuple["PilotState", "MetricState"]
#: Colour and dash of each line in turn: in grey they are told apart by their dash and by their name.
LOOKS: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("series1", ()),
    ("series2", (6, 2)),
    ("series3", (2, 2)),
    ("ink2", (8, 3, 2, 3)),
    ("met", (4, 2)),
    ("risk", (10, 3)),
)
#: More lines than this have neither looks of their own nor room for their names.
MOST_LINES = 2 * len(LOOKS)


def comparable(assessment: Assessment, metric: Metric) -> list[Member]:
    """The same metric in all pilots that have readings of it, in their order.

    The same is what comes from the same entry of the catalogue; of own metrics, what has the same name. The unit is
    the same in any case.
    """

    def is_same(other: Metric) -> bool:
        if other.unit != metric.unit:
            return False
        if metric.catalogue_id or other.catalogue_id:
            return metric.catalogue_id == other.catalogue_id
        return other.name.casefold() == metric.name.casefold()

    return [
        (pilot, state)
        for pilot in assessment.pilots
        for state in pilot.metrics
        if is_same(state.metric) and len(state.weeks)
    ]


def compare_chart(
    assessment: Assessment, metric: Metric, members: Sequence[Member], *, by_week: bool
) -> Chart:
    """The chart of a metric in several pilots; of more than ``MOST_LINES`` their spread, with one pilot's line.

    Args:
        assessment: as of which day.
        metric: gives unit, decimals and the pilot that is shown within a spread; its own thresholds aren't drawn: each
            pilot has its own.
        members: the pilots with their metric.
        by_week: x counts from each pilot's week 1; pilots that aren't live are left out then. Else x is the date.
    """
    write = writer(metric, assessment.plan.programme.currency)
    if len(members) > MOST_LINES:
        return _spread_chart(assessment, metric, members, write, by_week=by_week)
    lines: list[LineSeries] = []
    ends: list[HLine] = []
    rows: list[tuple[str, ...]] = []
    names: list[str] = []
    for place, (pilot, state) in enumerate(members):
        token, dash = LOOKS[place % len(LOOKS)]
        points = _points(pilot, state, write, by_week=by_week)
        if not points:
            continue
        line = LineSeries(Role.DATA, points, token=token, dash=dash, newest_larger=True)
        lines.append(line)
        names.append(pilot.pilot.name)
        ends.append(named(line, f"{pilot.pilot.name} {write(points[-1].y)}"))
        rows += [
            (pilot.pilot.name, *point.text.split(" · ")[1:3], "yes" if point.filled else "no")
            for point in reversed(points)
        ]
    return Chart(
        key=f"compare {metric.id} {by_week}",
        title=f"{metric.name}, {formats.plural(len(lines), 'pilot')}",
        x=_axis(assessment, lines, by_week=by_week),
        y=axes.value_axis(
            [point.y for line in lines for point in line.points],
            metric.unit,
            currency=assessment.plan.programme.currency,
        ),
        sentence=_sentence(metric, names, ends, by_week=by_week),
        table=Table(("Pilot", "Week", metric.name, "Counts"), tuple(rows)),
        series=tuple(lines),
        hlines=tuple(ends),
        segments=_week_1(lines, by_week=by_week),
        by_week=by_week,
        empty="" if lines else "No pilot that is live has readings of this metric.",
    )


def _spread_chart(
    assessment: Assessment, metric: Metric, members: Sequence[Member], write: FormatValue, *, by_week: bool
) -> Chart:
    own = next((one for one in members if one[1].metric.id == metric.id), None)
    points = () if own is None else _points(*own, write, by_week=by_week)
    seen = spread(members, by_week=by_week)
    lines: list[LineSeries] = []
    ends: list[HLine] = []
    if seen is not None:
        middle = tuple(Point(day, levels[2]) for day, levels in zip(seen.days, seen.levels, strict=True))
        lines.append(LineSeries(Role.DATA, middle, markers=False, token="ink3"))  # noqa: S106 - a design token
        ends.append(named(lines[-1], f"P50 {write(middle[-1].y)}"))
    if own is not None and points:
        lines.append(LineSeries(Role.DATA, points, newest_larger=True))
        ends.append(named(lines[-1], f"{own[0].pilot.name} {write(points[-1].y)}"))
    title = f"{metric.name}, {formats.plural(len(members), 'pilot')}"
    how = "by pilot week" if by_week else "by date"
    bands = "" if seen is None else " Bands: the middle half of the pilots, and eight of ten."
    newest = "; ".join(end.label for end in ends)
    values = [point.y for line in lines for point in line.points]
    return Chart(
        key=f"compare {metric.id} {by_week}",
        title=title,
        x=_axis(assessment, lines, by_week=by_week),
        y=axes.value_axis(
            [*values, *(level for levels in (() if seen is None else seen.levels) for level in levels)],
            metric.unit,
            currency=assessment.plan.programme.currency,
        ),
        sentence=f"{metric.name} in {formats.plural(len(members), 'pilot')}, {how}.{bands} Newest: {newest}."
        if lines
        else _sentence(metric, [], [], by_week=by_week),
        table=_spread_table(own, points, seen, write, by_week=by_week),
        series=tuple(lines),
        fans=() if seen is None else (seen.fan,),
        hlines=tuple(ends),
        segments=_week_1(lines, by_week=by_week),
        by_week=by_week,
        empty="" if lines else "No pilot that is live has readings of this metric.",
    )


def _spread_table(
    own: Member | None, points: Sequence[Point], seen: Spread | None, write: FormatValue, *, by_week: bool
) -> Table:
    """A row a week, the newest first: how many pilots, their shares, and the one that is shown among them."""
    of_own = {point.x: write(point.y) for point in points}
    of_all = (
        {} if seen is None else dict(zip(seen.days, zip(seen.pilots, seen.levels, strict=True), strict=True))
    )
    rows = []
    for day in sorted({*of_own, *of_all}, reverse=True):
        when = (
            f"week {round(day - 6) // 7 + 1}"
            if by_week
            else f"to {formats.day(date.fromordinal(round(day)))}"
        )
        pilots, levels = of_all.get(day, (0, ()))
        shares = tuple(map(write, levels)) or ("",) * len(SHARES)
        rows.append((when, str(pilots) if pilots else "", *shares, of_own.get(day, "")))
    name = "" if own is None else own[0].pilot.name
    return Table(("Week", "Pilots", *(f"P{share}" for share in SHARES), name), tuple(rows))


def _points(pilot: PilotState, state: MetricState, write: FormatValue, *, by_week: bool) -> tuple[Point, ...]:
    weeks, window = state.weeks, state.window
    if by_week and window is None:
        return ()
    start = window.week_1.toordinal() if by_week and window is not None else 0
    found = []
    columns = (weeks.monday.tolist(), weeks.value.tolist(), weeks.state)
    for monday, value, why in zip(*columns, strict=True):
        if not np.isfinite(value):
            continue
        number = "" if window is None else f"week {(monday - window.week_1.toordinal()) // 7 + 1}, "
        when = f"{number}to {formats.day(date.fromordinal(monday + 6))}"
        said = write(value)
        text = f"{pilot.pilot.name} · {when} · {said}"
        # A key of its own: weeks of several pilots begin on the same day.
        key = hash((pilot.pilot.id, monday))
        found.append(Point(float(monday + 6 - start), value, why is WeekState.CLOSED, key, text))
    return tuple(found)


def _axis(assessment: Assessment, lines: list[LineSeries], *, by_week: bool) -> Axis:
    days = [point.x for line in lines for point in line.points]
    if not days:
        days = [0.0 if by_week else float(assessment.as_of.toordinal())]
    low, high = min(days) - 4.0, max(days) + 4.0
    high = max(high, low + SHORTEST_SPAN)
    return Axis(low, high, (axes.week_ticks if by_week else axes.day_ticks)(low, high, 14))


def _week_1(lines: list[LineSeries], *, by_week: bool) -> tuple[Segment, ...]:
    """What was before go-live and after, where pilots are aligned by it."""
    days = [point.x for line in lines for point in line.points]
    if not by_week or not days:
        return ()
    before = (Segment(min(days) - 3.5, -0.5, "Before go-live"),) if min(days) < 0 else ()
    return (*before, Segment(0.5, max(days) + 1.0, "Live"))


def _sentence(metric: Metric, names: list[str], ends: list[HLine], *, by_week: bool) -> str:
    if not names:
        return f"{metric.name}: no pilot that is live has readings of it."
    how = "by pilot week" if by_week else "by date"
    newest = "; ".join(end.label for end in ends)
    return f"{metric.name} in {formats.plural(len(names), 'pilot')}, {how}. Newest: {newest}."
