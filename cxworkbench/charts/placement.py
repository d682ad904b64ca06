"""Where labels stand so that none covers another: line ends, flags above the plot, notes inside it.

All lengths are in the drawing's own unit (pixels on screen, points on paper), y growing downwards.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from cxworkbench.charts.description import Chart, Note, Place

#: Width of a text at the chart's label size; the second argument says bold, the third larger.
Measure = Callable[[str, bool, bool], float]

MOST_ROWS = 3
_TOO_CROWDED = 8.0


@dataclass(frozen=True)
class Frame:
    """The plot's rectangle with the values at its edges."""

    left: float
    top: float
    width: float
    height: float
    x_low: float
    x_high: float
    y_low: float
    y_high: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def x(self, day: float) -> float:
        """Where a day lies."""
        return self.left + (day - self.x_low) / ((self.x_high - self.x_low) or 1.0) * self.width

    def day(self, x: float) -> float:
        """The day that lies there."""
        return self.x_low + (x - self.left) / (self.width or 1.0) * (self.x_high - self.x_low)

    def y(self, value: float) -> float:
        """Where a value lies."""
        return self.top + (self.y_high - value) / ((self.y_high - self.y_low) or 1.0) * self.height


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing."""

    left: float
    top: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles share any place."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )


@dataclass(frozen=True)
class FlagPlace:
    """Where a flag's label stands: its row (0 next to the plot), right or left of the pole, or not at all."""

    row: int
    right: bool
    shown: bool


def line_ends(positions: Sequence[float], gap: float, *, top: float, bottom: float) -> list[float]:
    """Places of labels at line ends, at least a gap apart and in the order of their lines.

    Of two that collide the lower moves down by what is missing; where the last would leave the plot,
    the stack moves up.
    """
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed = list(positions)
    previous = top - gap
    for i in order:
        placed[i] = previous = max(positions[i], previous + gap)
    limit = bottom
    for i in reversed(order):
        placed[i] = limit = min(placed[i], limit)
        limit -= gap
    return placed


def flags(
    poles: Sequence[float],
    widths: Sequence[float],
    *,
    left: float,
    right: float,
    size: float,
    taken: Mapping[int, Sequence[tuple[float, float]]] | None = None,
    most: int = MOST_ROWS,
) -> list[FlagPlace]:
    """Rows and sides for the labels of flags, so that none covers another; the first row is preferred.

    Args:
        poles: x of each flag, ascending.
        widths: of each label.
        left: where labels may begin.
        right: where they must end.
        size: the text's size; distances follow from it.
        taken: stretches of rows that other labels hold, by row.
        most: rows that may be used.
    """
    rows: list[list[tuple[float, float]]] = [list((taken or {}).get(row, ())) for row in range(MOST_ROWS)]
    air, after, before = 0.5 * size, 0.75 * size, 0.35 * size
    placed = []
    for i, (pole, width) in enumerate(zip(poles, widths, strict=True)):
        best: tuple[float, FlagPlace, tuple[float, float]] | None = None
        for row in range(most):
            for to_right in (True, False):
                reach = (
                    (pole - 1, pole + after + width) if to_right else (pole - before - width, pole + after)
                )
                if reach[0] < left or reach[1] > right or _taken(rows[row], reach, air):
                    continue
                crossed = sum(
                    reach[0] - air < other < reach[1] + air for j, other in enumerate(poles) if j > i
                )
                if most == 1 and any(
                    reach[0] - air < other < reach[1] + air for j, other in enumerate(poles) if j != i
                ):
                    continue
                under = sum(_taken(rows[lower], (pole, pole), air / 2) for lower in range(row))
                # A label left of its pole right after another label would be taken for that flag's.
                astray = not to_right and _taken(rows[row], reach, 3 * size)
                # Later poles mostly end in the first row.
                crossing = 0 if row else 15 * crossed
                cost = 10 * row + crossing + 8 * under + (not to_right) + 12 * astray
                if best is None or cost < best[0]:
                    best = (cost, FlagPlace(row, to_right, shown=True), reach)
        if best is None:
            placed.append(FlagPlace(0, right=True, shown=False))
            continue
        rows[best[1].row].append(best[2])
        placed.append(best[1])
    return placed


def _taken(row: list[tuple[float, float]], reach: tuple[float, float], air: float) -> bool:
    return any(low - air < reach[1] and reach[0] < high + air for low, high in row)


def notes(chart: Chart, frame: Frame, size: float, measure: Measure) -> list[tuple[Note, Box]]:
    """Places of the notes that cover neither each other nor lines nor points, where there is room."""
    levels = [frame.y(line.value) for line in chart.hlines]
    marks = sorted(_marks(chart, frame))
    placed: list[tuple[Note, Box]] = []
    for note in chart.notes:
        of_a_point = note.larger or Place.RIGHT in note.places
        if of_a_point and not frame.x_low <= note.x <= frame.x_high:
            continue
        width = measure(note.text, note.bold, note.larger)
        height = (1.25 if note.larger else 1.0) * 1.3 * size
        best: tuple[float, Box] | None = None
        for far in (False, True) if note.until is not None else (False,):
            for preference, place in enumerate(note.places):
                for further in range(6):
                    box = _beside(note, place, frame, width, height, size, further, far=far)
                    if box is None:
                        continue
                    cost = 0.6 * preference + 0.5 * further + 0.8 * far
                    cost += 6 * sum(box.top - 1 < level < box.top + height + 1 for level in levels)
                    cost += 2 * _covered(box, marks, 0.3 * size)
                    cost += 20 * sum(box.meets(other) for _, other in placed)
                    if best is None or cost < best[0]:
                        best = (cost, box)
        # Where there is no clean place left the label gives way; the newest value always has one.
        if best is not None and (best[0] < _TOO_CROWDED or note.larger):
            placed.append((note, best[1]))
    return placed


def _beside(
    note: Note,
    place: Place,
    frame: Frame,
    width: float,
    height: float,
    size: float,
    further: int,
    *,
    far: bool,
) -> Box | None:
    x, y = frame.x(note.x), frame.y(note.y)
    if far and note.until is not None:
        x = frame.x(note.until) - width
    gap = 0.35 * size + further * 0.6 * size
    if place in {Place.ABOVE_LEFT, Place.BELOW_LEFT}:
        x -= width
    if place is Place.RIGHT:
        x, top = x + 0.35 * size, y - height / 2 + (further + 1) // 2 * (-1) ** further * 0.6 * size
    elif place in {Place.ABOVE, Place.ABOVE_LEFT}:
        top = y - gap - height
    else:
        top = y + gap
    # A label that would leave the plot slides along its line instead.
    x = min(max(x, frame.left + 2), frame.right - width - 2)
    if x < frame.left or top < frame.top or top + height > frame.bottom:
        return None
    return Box(x, top, width, height)


def _marks(chart: Chart, frame: Frame) -> list[tuple[float, float]]:
    """Points, and places halfway between neighbours, that notes keep clear of."""
    marks: list[tuple[float, float]] = []
    for line in chart.series:
        if len(line.points) > 500:
            continue
        previous: tuple[float, float] | None = None
        for point in line.points:
            if not point.there:
                previous = None
                continue
            here = (frame.x(point.x), frame.y(point.y))
            if previous is not None:
                marks += [
                    (
                        previous[0] + share * (here[0] - previous[0]),
                        previous[1] + share * (here[1] - previous[1]),
                    )
                    for share in (0.25, 0.5, 0.75)
                ]
            marks.append(here)
            previous = here
    return marks


def _covered(box: Box, marks: list[tuple[float, float]], air: float) -> int:
    """How many of the marks, in order of their x, lie in a box with some air around it."""
    first = bisect_right(marks, box.left - air, key=itemgetter(0))
    last = bisect_left(marks, box.left + box.width + air, key=itemgetter(0))
    return sum(box.top - air < y < box.top + box.height + air for _, y in marks[first:last])
