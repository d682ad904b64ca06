"""The parts of a chart as small unchanging values: axes, lines, bands, flags, labels; colours by token."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    Column = npt.NDArray[Any]


class Role(StrEnum):
    """What a line means; each role has one look on screen and one on paper."""

    DATA = "data"
    BASELINE_DATA = "baseline_data"
    JOIN = "join"
    TREND = "trend"
    SUCCESS = "success"
    SCALE = "scale"
    GUARDRAIL = "guardrail"
    BASELINE = "baseline"
    LIMIT = "limit"
    MEAN = "mean"
    EVENT = "event"
    TARGET = "target"


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn: colour token, width in pixels on screen, dash as on and off lengths in pixels."""

    token: str
    width: float
    dash: tuple[float, ...] = ()


#: The look of each role (visual-language.md 7 and 13, ``chart`` in tokens.json).
STROKES: dict[Role, Stroke] = {
    Role.DATA: Stroke("series1", 2.0),
    Role.BASELINE_DATA: Stroke("reference", 1.5),
    Role.JOIN: Stroke("reference", 1.0, (2, 2)),
    Role.TREND: Stroke("series1", 1.5, (4, 3)),
    Role.SUCCESS: Stroke("met", 1.25),
    Role.SCALE: Stroke("met", 1.25),
    Role.GUARDRAIL: Stroke("fail", 1.25),
    Role.BASELINE: Stroke("ink3", 1.0, (5, 3)),
    Role.LIMIT: Stroke("reference", 1.2, (1, 3)),
    Role.MEAN: Stroke("met", 1.2, (6, 2)),
    Role.EVENT: Stroke("ink3", 1.0, (1, 2)),
    Role.TARGET: Stroke("ink2", 1.0, (3, 3)),
}


@dataclass(frozen=True)
class Tick:
    """A place on an axis with its label."""

    at: float
    label: str


@dataclass(frozen=True)
class Axis:
    """A range with its ticks. The days of a time axis are ``date.toordinal`` numbers."""

    low: float
    high: float
    ticks: tuple[Tick, ...] = ()

    def holds(self, value: float) -> bool:
        """Whether a value lies on the axis."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Point:
    """One measured point.

    Attributes:
        x: its day, as ordinal.
        y: its value; NaN breaks the line.
        filled: satisfied the rule; hollow points are shown but don't count.
        key: start of the period in epoch seconds, by which a page finds its row.
        text: what hovering says: day, value and n.
    """

    x: float
    y: float
    filled: bool = True
    key: int = 0
    text: str = ""

    @property
    def there(self) -> bool:
        """False in a gap."""
        return math.isfinite(self.y)


@dataclass(frozen=True)
class LineSeries:
    """A line through points in order of their days; ``markers`` draws the points too."""

    role: Role
    points: tuple[Point, ...]
    markers: bool = True
    newest_larger: bool = False
    token: str = ""
    dash: tuple[float, ...] = ()

    @property
    def stroke(self) -> Stroke:
        """The look of its role, in its own colour and dash where it has them."""
        stroke = STROKES[self.role]
        return Stroke(self.token or stroke.token, stroke.width, self.dash or stroke.dash)


@dataclass(frozen=True, eq=False)
class Trace:
    """Readings shorter than a week, as columns in order: a million of them are not points of their own.

    Attributes:
        x: days with the share that is over.
        y: values.
        key: starts of their periods in epoch seconds.
        aside: which a person set aside; they are drawn hollow, and the line passes them over.
        text: what hovering over one of them says, by its place.
    """

    x: Column
    y: Column
    key: Column
    aside: Column
    text: Callable[[int], str]
    token: str = "series1"  # noqa: S105 - a design token
    alpha: float = 0.4

    def __len__(self) -> int:
        return len(self.x)

    @property
    def stroke(self) -> Stroke:
        """The look of the line."""
        return Stroke(self.token, STROKES[Role.DATA].width)


@dataclass(frozen=True)
class Area:
    """A light tint from one value to another, over the whole width."""

    low: float
    high: float
    token: str
    alpha: float


@dataclass(frozen=True)
class Hatch:
    """45 degree hatch from one value to another, over the whole width: the wrong side of a guardrail."""

    low: float
    high: float
    token: str = "fail"  # noqa: S105 - a design token


@dataclass(frozen=True)
class Band:
    """The verdict's box: a mean and its range over the days of the weeks that count."""

    start: float
    end: float
    low: float
    high: float
    mean: float
    token: str = "met"  # noqa: S105
    alpha: float = 0.17


@dataclass(frozen=True)
class HLine:
    """A threshold, baseline or guardrail with its label at the right end; without a line, the name of one that ends.

    Attributes:
        value: where the line lies, or where the line that is named ends.
        drawn: whether there is a line at this value.
        ink: the colour of the line that is named; that of the role where empty.
    """

    value: float
    role: Role
    label: str
    bold: bool = True
    drawn: bool = True
    ink: str = ""

    @property
    def token(self) -> str:
        """The colour of the line and of its label."""
        return self.ink or STROKES[self.role].token


@dataclass(frozen=True)
class Flag:
    """A dated event: a flag above the plot, a dotted line down, its label beside the flag."""

    day: float
    label: str


@dataclass(frozen=True)
class VLine:
    """A date that something is to be reached by; beyond the axis only its label stands at the right edge."""

    day: float
    label: str
    role: Role = Role.TARGET


@dataclass(frozen=True)
class Segment:
    """A stretch of time, bracketed under the axis."""

    start: float
    end: float
    label: str


@dataclass(frozen=True)
class Fan:
    """P10 to P90 and P25 to P75 as bands, P50 as a line: a forecast, or how many pilots spread.

    Without P50 there are the bands alone.
    """

    days: tuple[float, ...]
    p10: tuple[float, ...]
    p25: tuple[float, ...]
    p50: tuple[float, ...]
    p75: tuple[float, ...]
    p90: tuple[float, ...]
    token: str = "series1"  # noqa: S105
    alpha80: float = 0.12
    alpha50: float = 0.16


class Place(StrEnum):
    """Where a note stands to its point, in words of its own text: it begins or ends there, above or below."""

    ABOVE = "above"
    BELOW = "below"
    ABOVE_LEFT = "above_left"
    BELOW_LEFT = "below_left"
    RIGHT = "right"


@dataclass(frozen=True)
class Note:
    """A label inside the plot, on a patch of surface; the first of its places that is free is taken.

    The label of a level line may also stand at its other end, ``until``.
    """

    x: float
    y: float
    text: str
    token: str
    places: tuple[Place, ...] = (Place.ABOVE, Place.BELOW)
    bold: bool = False
    larger: bool = False
    until: float | None = None


@dataclass(frozen=True)
class Table:
    """The chart's figures as text: for screen readers, the clipboard and the evidence on paper."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """The table as lines of cells, each cell with its head."""
        return "\n".join(
            ", ".join(f"{h} {c}" for h, c in zip(self.heads, row, strict=True)) for row in self.rows
        )


@dataclass(frozen=True)
class Chart:
    """Everything that a chart shows.

    Attributes:
        key: what it is a chart of; a view keeps zoom and selection while the key stays the same.
        title: its name.
        x: days as ordinals.
        y: values in the metric's own unit.
        by_week: x counts days from the go-live of each pilot, and is labelled by pilot week.
        closest: how many days are seen at least, however far one zooms in.
        empty: what is said in place of data; empty where there is data.
        sentence: one sentence for screen readers and captions.
    """

    key: str
    title: str
    x: Axis
    y: Axis
    sentence: str
    table: Table
    series: tuple[LineSeries, ...] = ()
    areas: tuple[Area, ...] = ()
    hatches: tuple[Hatch, ...] = ()
    bands: tuple[Band, ...] = ()
    hlines: tuple[HLine, ...] = ()
    fans: tuple[Fan, ...] = ()
    flags: tuple[Flag, ...] = ()
    vlines: tuple[VLine, ...] = ()
    segments: tuple[Segment, ...] = ()
    notes: tuple[Note, ...] = ()
    traces: tuple[Trace, ...] = ()
    closest: float = 21.0
    by_week: bool = False
    empty: str = ""

    def points(self) -> list[Point]:
        """All measured points of lines with markers, in order of their days."""
        found = [point for line in self.series if line.markers for point in line.points if point.there]
        return sorted(found, key=lambda point: point.x)

    def said(self) -> list[Point]:
        """All points that the mouse meets: measured ones, and those of lines without markers that say something."""
        met = [(line.markers, point) for line in self.series for point in line.points if point.there]
        return [point for markers, point in met if markers or point.text]
