"""All words of a chart with their places, by the same rules for window and paper."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cxworkbench.charts import placement
from cxworkbench.charts.axes import FROM, day_ticks, week_ticks
from cxworkbench.charts.description import Chart, Flag, HLine, Note, Segment, Tick, VLine
from cxworkbench.charts.placement import Box, FlagPlace, Frame, Measure

#: Lengths in widths of the label's size (12 px on screen), as the reference pictures have them.
_ROW = 1.35
_BESIDE = 0.75
_LOW = 21.0


@dataclass(frozen=True)
class Margins:
    """Room around the plot for axis labels, flags, line ends and brackets."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class PlacedFlag:
    """A flag with its pole; its label begins at ``text_x`` where there is room for it."""

    flag: Flag
    x: float
    row: int
    text_x: float
    shown: bool


@dataclass(frozen=True)
class PlacedDate:
    """A date's line (None where the day lies beyond the view), the left edge of its label, and its row."""

    line: VLine
    x: float | None
    text_x: float
    text: str
    row: int = 0


@dataclass(frozen=True)
class PlacedSegment:
    """A bracket from left to right; the label stands in the middle where there is room for it."""

    segment: Segment
    left: float
    right: float
    shown: bool


@dataclass(frozen=True)
class Words:
    """Everything that is written on a chart, in the drawing's unit."""

    days: tuple[tuple[Tick, float], ...]
    values: tuple[tuple[Tick, float], ...]
    ends: tuple[tuple[HLine, float], ...]
    flags: tuple[PlacedFlag, ...]
    dates: tuple[PlacedDate, ...]
    segments: tuple[PlacedSegment, ...]
    notes: tuple[tuple[Note, Box], ...]


def is_low(height: float, size: float) -> bool:
    """Whether a drawing is too low for brackets and several rows of flags."""
    return height < _LOW * size


def margins(chart: Chart, width: float, height: float, size: float, measure: Measure) -> Margins:
    """The room that the words need around a plot.

    Args:
        chart: all of it is in view.
        width: of the whole drawing.
        height: of the whole drawing.
        size: of the labels.
        measure: widths of texts.
    """
    low = is_low(height, size)
    left = max((measure(tick.label, False, False) for tick in chart.y.ticks), default=0.0) + size
    right = max((measure(line.label, line.bold, False) for line in chart.hlines), default=0.0) + size
    frame = Frame(left, 0.0, max(width - left - right, 1.0), 1.0, chart.x.low, chart.x.high, 0.0, 1.0)
    placed, dates = _above(chart, frame, size, measure, low=low)
    rows = max([1 + flag.row for flag in placed] + [1 + one.row for one in dates], default=0)
    top = 0.9 * size if rows == 0 else (1.1 + _ROW * rows) * size
    return Margins(left, top, right, (3.6 if chart.segments and not low else 1.9) * size)


def words(chart: Chart, frame: Frame, size: float, measure: Measure, *, low: bool = False) -> Words:
    """The words of a chart as far as it is in view.

    Args:
        chart: what is drawn.
        frame: the plot with the days and values at its edges.
        size: of the labels.
        measure: widths of texts.
        low: leaves out brackets and keeps flags to one row.
    """
    most = max(2, int(frame.width / (4.6 * size)))
    days = (week_ticks if chart.by_week else day_ticks)(frame.x_low, frame.x_high, most)
    levels = [frame.y(line.value) for line in chart.hlines]
    ends = placement.line_ends(levels, 14 / 12 * size, top=frame.top, bottom=frame.bottom)
    above, dates = _above(chart, frame, size, measure, low=low)
    return Words(
        tuple((tick, frame.x(tick.at)) for tick in days),
        tuple((tick, frame.y(tick.at)) for tick in _apart(chart.y.ticks, frame, size)),
        tuple(zip(chart.hlines, ends, strict=True)),
        above,
        dates,
        () if low else _segments(chart, frame, size, measure),
        tuple(placement.notes(chart, frame, size, measure)),
    )


def _above(
    chart: Chart, frame: Frame, size: float, measure: Measure, *, low: bool
) -> tuple[tuple[PlacedFlag, ...], tuple[PlacedDate, ...]]:
    """Flags and dates above the plot; a date stands in the first row, or the last if flags are in its way."""
    seen = [flag for flag in chart.flags if frame.x_low <= flag.day <= frame.x_high]
    poles = [frame.x(flag.day) for flag in seen]
    dates = []
    taken: dict[int, list[tuple[float, float]]] = {}
    for line in chart.vlines:
        inside = frame.x_low <= line.day <= frame.x_high
        if not inside and line.day < frame.x_low:
            continue
        text = line.label if inside else f"{line.label} →"
        width = measure(text, False, False)
        x = frame.x(line.day) if inside else None
        left = frame.right - width if x is None else max(x + 2 - width, frame.left)
        in_the_way = any(left - size < pole < left + width + size for pole in poles)
        row = placement.MOST_ROWS - 1 if in_the_way and not low else 0
        dates.append(PlacedDate(line, x, left, text, row))
        taken.setdefault(row, []).append((left, left + width))
    widths = [measure(flag.label, False, False) for flag in seen]
    right = frame.right + 4 * size
    places = placement.flags(
        poles,
        widths,
        left=frame.left - 2 * size,
        right=right,
        size=size,
        taken=taken,
        most=1 if low else placement.MOST_ROWS,
    )
    placed = tuple(
        PlacedFlag(flag, x, place.row, _text_x(x, width, place, size), place.shown)
        for flag, x, width, place in zip(seen, poles, widths, places, strict=True)
    )
    return placed, tuple(dates)


def _apart(ticks: tuple[Tick, ...], frame: Frame, size: float) -> list[Tick]:
    """As many ticks as can be read, counted from the top one, which has the unit; the lowest keeps its "from"."""
    if len(ticks) < 2:
        return list(ticks)
    gap = frame.y(ticks[0].at) - frame.y(ticks[1].at)
    step = max(1, math.ceil(1.2 * size / gap)) if gap > 0 else len(ticks)
    kept = [tick for place, tick in enumerate(ticks) if (len(ticks) - 1 - place) % step == 0]
    if ticks[0].label.startswith(FROM) and kept[0] is not ticks[0]:
        kept[0] = Tick(kept[0].at, f"{FROM}{kept[0].label}")
    return kept


def _text_x(pole: float, width: float, place: FlagPlace, size: float) -> float:
    return pole + _BESIDE * size if place.right else pole - 0.35 * size - width


def _segments(chart: Chart, frame: Frame, size: float, measure: Measure) -> tuple[PlacedSegment, ...]:
    placed = []
    for segment in chart.segments:
        left = max(frame.x(segment.start), frame.left)
        right = min(frame.x(segment.end), frame.right)
        if right - left > size / 2:
            fits = measure(segment.label, False, False) <= right - left + 2 * size
            placed.append(PlacedSegment(segment, left, right, fits))
    return tuple(placed)


def flag_y(frame: Frame, row: int, size: float) -> float:
    """The top of a flag in a row above the plot."""
    return frame.top - (1.75 + _ROW * row) * size
