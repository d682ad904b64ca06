"""Charts and sparklines on paper: the same descriptions as on screen, drawn in print colours or in grey."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor

import resources
from cxworkbench.briefings import words as letters
from cxworkbench.briefings.fonts import font_name, register
from cxworkbench.briefings.words import clean
from cxworkbench.charts.description import STROKES, Chart, Fan, LineSeries, Role, Stroke, Trace
from cxworkbench.charts.layout import Words, flag_y, is_low, margins, words
from cxworkbench.charts.placement import Frame
from cxworkbench.charts.traces import peaks

REGULAR, SEMIBOLD = font_name("Regular"), font_name("Semibold")
LABEL_PT = 7.5
LARGER = 1.25
THINNEST_PT = 0.5
#: Points on paper for a pixel on screen.
_SCALE = 0.75

#: Which print token a screen token becomes.
_COLOUR = {
    "series1": "accent",
    "series2": "accent",
    "series3": "accent",
    "reference": "line_strong",
    "surface": "paper",
    "grid": "tint_fail",
}
_GREY = {
    "series1": "ink",
    "series2": "ink2",
    "series3": "ink3",
    "met": "ink2",
    "fail": "ink",
    "risk": "ink2",
    "none": "ink3",
    "accent": "ink",
    "reference": "ink3",
    "surface": "paper",
    "grid": "tint_fail",
}


@cache
def print_color(token: str, ink: str) -> Color:
    """The print colour of a token, for ``ink`` "colour" or "grey"."""
    name = (_GREY if ink == "grey" else _COLOUR).get(token, token)
    return HexColor(resources.tokens()["color"]["print"][name])


def mixed(token: str, share: float, ink: str) -> Color:
    """A token's colour on paper as a solid tint: printers raster transparency as they like."""
    over = print_color(token, ink)
    return Color(*(1 - share * (1 - part) for part in (over.red, over.green, over.blue)))


def paper_chart(chart: Chart, width: float, height: float, *, ink: str = "colour") -> Drawing:
    """A chart as vectors.

    Args:
        chart: the description, all of it in view.
        width: of the drawing, points.
        height: of the drawing, points.
        ink: "colour" or "grey"; in grey, dashes, hatch and labels carry all differences.
    """
    register()
    low = is_low(height, LABEL_PT)
    room = margins(chart, width, height, LABEL_PT, _measure)
    frame = Frame(
        room.left,
        room.top,
        max(width - room.left - room.right, 1.0),
        max(height - room.top - room.bottom, 1.0),
        chart.x.low,
        chart.x.high,
        chart.y.low,
        chart.y.high,
    )
    sheet = _Sheet(width, height, ink)
    _grounds(sheet, chart, frame)
    _lines(sheet, chart, frame)
    placed = words(chart, frame, LABEL_PT, _measure, low=low)
    _words(sheet, frame, placed)
    _notes(sheet, chart, frame, placed)
    if chart.empty:
        x, y = frame.left + frame.width / 2, frame.top + frame.height / 2
        wide = _measure(chart.empty, False, False)
        sheet.box(x - wide / 2 - 4, y - LABEL_PT, wide + 8, 2 * LABEL_PT, sheet.color("surface"))
        sheet.write(chart.empty, x, y, "ink2", align="middle")
    return sheet.drawing


def spark(
    values: Sequence[float],
    *,
    low: float,
    high: float,
    baseline: float | None = None,
    threshold: float | None = None,
    threshold_token: str = "met",  # noqa: S107 - a design token
    end_token: str = "series1",  # noqa: S107
    width: float = 52.5,
    height: float = 16.5,
    ink: str = "colour",
) -> Drawing:
    """A sparkline: line, baseline dotted, threshold solid, a dot at the newest value.

    Args:
        values: oldest first, metric unit; NaN leaves a gap.
        low: value at the lower edge.
        high: value at the upper edge.
        baseline: dotted line; None draws none.
        threshold: solid line; None draws none.
        threshold_token: colour of the threshold ("met" or "fail").
        end_token: colour of the dot.
        width: points.
        height: points.
        ink: "colour" or "grey".
    """
    sheet = _Sheet(width, height, ink)
    frame = Frame(1.5, 2.25, width - 5.25, height - 4.5, 0, max(len(values) - 1, 1), low, high)
    if baseline is not None:
        y = frame.y(baseline)
        sheet.line(frame.left, y, frame.right, y, Stroke("reference", 1.0, (2, 2)))
    if threshold is not None:
        y = frame.y(threshold)
        sheet.line(frame.left, y, frame.right, y, Stroke(threshold_token, 1.0))
    places = [
        None if math.isnan(value) else (frame.x(week if len(values) > 1 else 1), frame.y(value))
        for week, value in enumerate(values)
    ]
    sheet.path(places, Stroke("series1", 1.6))
    there = [place for place in places if place is not None]
    if there:
        sheet.dot(*there[-1], 2.0, end_token, filled=True)
    return sheet.drawing


# ------------------------------------------------------------------------------------------------ drawing


class _Sheet:
    """A drawing with y growing downwards, as the layout has it."""

    def __init__(self, width: float, height: float, ink: str) -> None:
        self.drawing = Drawing(width, height)
        self._height = height
        self.ink = ink

    def color(self, token: str) -> Color:
        return print_color(token, self.ink)

    def box(self, left: float, top: float, width: float, height: float, fill: Color) -> None:
        look: dict[str, Any] = {"fillColor": fill, "strokeColor": None}
        self._add(Rect(left, self._height - top - height, width, height, **look))

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: Stroke) -> None:
        self._add(Line(x1, self._height - y1, x2, self._height - y2, **self._stroke(stroke)))

    def path(
        self, places: Sequence[tuple[float, float] | None], stroke: Stroke, *, color: Color | None = None
    ) -> None:
        """A line through places; None breaks it. In another colour than the stroke's where one is given."""
        look = self._stroke(stroke) | ({} if color is None else {"strokeColor": color})
        part: list[float] = []
        for place in [*places, None]:
            if place is not None:
                part += [place[0], self._height - place[1]]
                continue
            if len(part) > 2:
                self._add(PolyLine(part, strokeLineJoin=1, strokeLineCap=1, **look))
            part = []

    def polygon(self, places: Sequence[tuple[float, float]], fill: Color) -> None:
        flat = [value for x, y in places for value in (x, self._height - y)]
        self._add(Polygon(flat, fillColor=fill, strokeColor=None))

    def dot(self, x: float, y: float, radius: float, token: str, *, filled: bool, edge: float = 0.0) -> None:
        color = self.color(token)
        fill = color if filled else self.color("surface")
        pen = {"strokeColor": color, "strokeWidth": edge} if edge else {"strokeColor": None}
        self._add(Circle(x, self._height - y, radius, fillColor=fill, **pen))

    def write(
        self,
        text: str,
        x: float,
        middle: float,
        token: str,
        *,
        align: Literal["start", "middle", "end"] = "start",
        bold: bool = False,
        larger: bool = False,
    ) -> None:
        """Write a text with its middle at a height."""
        size = LABEL_PT * (LARGER if larger else 1.0)
        name = SEMIBOLD if bold else REGULAR
        place = self._height - middle - 0.34 * size
        look: dict[str, Any] = {
            "fontName": name,
            "fontSize": size,
            "fillColor": self.color(token),
            "textAnchor": align,
        }
        self._add(String(x, place, clean(text), **look))

    def hatch(self, left: float, top: float, width: float, height: float, token: str) -> None:
        """45 degree lines, clipped to a rectangle by their ends."""
        color = mixed(token, 0.6 if self.ink == "grey" else 0.45, self.ink)
        step = 6 * _SCALE
        bottom = top + height
        for place in range(1, math.ceil((width + height) / step)):
            # From a place on the left or lower edge up to the right, as far as the rectangle goes.
            along = place * step
            x1, y1 = left + max(0.0, along - height), top + min(height, along)
            x2, y2 = left + min(width, along), top + max(0.0, along - width)
            if y1 <= bottom + 1e-6 and x2 - x1 > 1e-6:
                at = (x1, self._height - y1, x2, self._height - y2)
                self._add(Line(*at, strokeColor=color, strokeWidth=THINNEST_PT))

    def _stroke(self, stroke: Stroke) -> dict[str, Any]:
        dash = [length * _SCALE for length in stroke.dash] or None
        width = max(stroke.width * _SCALE, THINNEST_PT)
        return {"strokeColor": self.color(stroke.token), "strokeWidth": width, "strokeDashArray": dash}

    def _add(self, shape: Any) -> None:
        self.drawing.add(shape)


def _measure(text: str, bold: bool, larger: bool) -> float:
    size = LABEL_PT * (LARGER if larger else 1.0)
    return letters.width(clean(text), "Semibold" if bold else "Regular", size)


def _grounds(sheet: _Sheet, chart: Chart, frame: Frame) -> None:
    """Tints, hatch, grid, the verdict's box and the fan, from back to front."""
    for area in chart.areas:
        top, bottom = frame.y(area.high), frame.y(area.low)
        sheet.box(frame.left, top, frame.width, bottom - top, mixed(area.token, area.alpha, sheet.ink))
    for hatch in chart.hatches:
        top, bottom = frame.y(hatch.high), frame.y(hatch.low)
        sheet.hatch(frame.left, top, frame.width, bottom - top, hatch.token)
    for tick in chart.y.ticks:
        sheet.line(frame.left, frame.y(tick.at), frame.right, frame.y(tick.at), Stroke("grid", 1.0))
    for trace in chart.traces:
        _trace(sheet, trace, frame)
    for band in chart.bands:
        left, top = frame.x(band.start), frame.y(band.high)
        wide, tall = frame.x(band.end) - left, frame.y(band.low) - top
        sheet.box(left, top, wide, tall, mixed(band.token, band.alpha, sheet.ink))
    for fan in chart.fans:
        _fan(sheet, fan, frame)


def _trace(sheet: _Sheet, trace: Trace, frame: Frame) -> None:
    """Readings shorter than a week: of each stretch half a point wide the lowest and the highest."""
    counted = ~trace.aside
    x, y = peaks(trace.x[counted], trace.y[counted], max(int(4 * frame.width), 4))
    places = [(frame.x(day), frame.y(value)) for day, value in zip(x.tolist(), y.tolist(), strict=True)]
    sheet.path(places, trace.stroke, color=mixed(trace.token, trace.alpha, sheet.ink))
    for day, value in zip(trace.x[trace.aside].tolist(), trace.y[trace.aside].tolist(), strict=True):
        sheet.dot(frame.x(day), frame.y(value), 2.25, trace.token, filled=False, edge=1.4 * _SCALE)


def _fan(sheet: _Sheet, fan: Fan, frame: Frame) -> None:
    whole = 1 - (1 - fan.alpha80) * (1 - fan.alpha50)
    for low, high, share in ((fan.p10, fan.p90, fan.alpha80), (fan.p25, fan.p75, whole)):
        upper = [(frame.x(day), frame.y(value)) for day, value in zip(fan.days, high, strict=True)]
        lower = [(frame.x(day), frame.y(value)) for day, value in zip(fan.days, low, strict=True)]
        sheet.polygon([*upper, *reversed(lower)], mixed(fan.token, share, sheet.ink))


def _lines(sheet: _Sheet, chart: Chart, frame: Frame) -> None:
    """Thresholds, events, limits, trend and data."""
    for level in (one for one in chart.hlines if one.drawn):
        y = frame.y(level.value)
        sheet.line(frame.left, y, frame.right, y, STROKES[level.role])
    for flag in chart.flags:
        sheet.line(frame.x(flag.day), frame.top, frame.x(flag.day), frame.bottom, STROKES[Role.EVENT])
    for date in chart.vlines:
        if chart.x.holds(date.day):
            sheet.line(frame.x(date.day), frame.top, frame.x(date.day), frame.bottom, STROKES[date.role])
    for band in chart.bands:
        stroke = STROKES[Role.MEAN]
        mean = Stroke(band.token, stroke.width, stroke.dash)
        sheet.line(frame.x(band.start), frame.y(band.mean), frame.x(band.end), frame.y(band.mean), mean)
    for fan in (one for one in chart.fans if one.p50):
        middle = [(frame.x(day), frame.y(value)) for day, value in zip(fan.days, fan.p50, strict=True)]
        sheet.path(middle, STROKES[Role.TREND])
    for line in sorted(chart.series, key=lambda one: one.markers):
        _series(sheet, line, frame)


def _series(sheet: _Sheet, line: LineSeries, frame: Frame) -> None:
    sheet.path([(frame.x(p.x), frame.y(p.y)) if p.there else None for p in line.points], line.stroke)
    if not line.markers:
        return
    there = [point for point in line.points if point.there]
    for point in there:
        newest = line.newest_larger and point is there[-1]
        if line.role is Role.BASELINE_DATA:
            sheet.dot(frame.x(point.x), frame.y(point.y), 1.5, line.stroke.token, filled=True)
        else:
            radius = (4.0 if newest else 3.0) * _SCALE
            at = frame.x(point.x), frame.y(point.y)
            sheet.dot(*at, radius, line.stroke.token, filled=point.filled, edge=1.6 * _SCALE)


def _words(sheet: _Sheet, frame: Frame, placed: Words) -> None:
    size, axis = LABEL_PT, Stroke("line_strong", 1.0)
    sheet.line(frame.left, frame.bottom, frame.right, frame.bottom, axis)
    for tick, x in placed.days:
        sheet.line(x, frame.bottom, x, frame.bottom + size / 3, axis)
        sheet.write(tick.label, x, frame.bottom + 1.05 * size, "ink3", align="middle")
    for tick, y in placed.values:
        sheet.write(tick.label, frame.left - 0.6 * size, y, "ink3", align="end")
    for line, y in placed.ends:
        sheet.write(line.label, frame.right + 0.5 * size, y, line.token, bold=line.bold)
    for one in placed.flags:
        top = flag_y(frame, one.row, size)
        sheet.line(one.x, top, one.x, frame.top, STROKES[Role.EVENT])
        corners = [(one.x, top), (one.x + 0.58 * size, top + 0.375 * size), (one.x, top + 0.75 * size)]
        sheet.polygon(corners, sheet.color("ink2"))
        if one.shown:
            sheet.write(one.flag.label, one.text_x, top + 0.38 * size, "ink2")
    for date in placed.dates:
        y = flag_y(frame, date.row, size) + 0.38 * size
        if date.x is not None:
            sheet.line(date.x, y + 0.8 * size, date.x, frame.top, STROKES[date.line.role])
        sheet.write(date.text, date.text_x, y, "ink2")
    for part in placed.segments:
        y = frame.bottom + 1.9 * size
        sheet.line(part.left, y, part.right, y, axis)
        if part.shown:
            sheet.write(
                part.segment.label, (part.left + part.right) / 2, y + 0.8 * size, "ink3", align="middle"
            )


def _notes(sheet: _Sheet, chart: Chart, frame: Frame, placed: Words) -> None:
    """Labels inside the plot, each on a patch of the ground that it stands on."""
    for note, box in placed.notes:
        middle = box.top + box.height / 2
        tints = [one for one in chart.areas if frame.y(one.high) <= middle <= frame.y(one.low)]
        ground = mixed(tints[0].token, tints[0].alpha, sheet.ink) if tints else sheet.color("surface")
        sheet.box(box.left - 1, box.top + 1, box.width + 2, box.height - 2, ground)
        sheet.write(note.text, box.left, middle, note.token, bold=note.bold, larger=note.larger)
