"""From what a cell of time says to a period in epoch seconds of the programme's zone, half-open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cxworkbench.exchange.column_values import DAY, MONTH, TIME, WEEK, Moments

Ints = NDArray[np.int64]
DAY_S = 86_400


class LocalDays:
    """Starts of local days as epoch seconds; each day is asked once."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[date, int] = {}

    def start(self, day: date) -> int:
        """Midnight at which a day begins."""
        if day not in self._known:
            self._known[day] = int(datetime(day.year, day.month, day.day, tzinfo=self._zone).timestamp())
        return self._known[day]

    def times(self, ordinals: Ints, seconds: Ints) -> Ints:
        """Times of days; on a day with a clock change by the clock that people saw."""
        known, places = np.unique(ordinals, return_inverse=True)
        begins = [self.start(date.fromordinal(int(one))) for one in known]
        found = np.array(begins, np.int64)[places] + seconds
        for place, (ordinal, begin) in enumerate(zip(known.tolist(), begins, strict=True)):
            day = date.fromordinal(ordinal)
            if self.start(day + timedelta(days=1)) - begin != DAY_S:
                for row in np.flatnonzero(places == place).tolist():
                    clock = datetime(day.year, day.month, day.day, tzinfo=self._zone)
                    found[row] = int((clock + timedelta(seconds=int(seconds[row]))).timestamp())
        return found


def week_meaning(heading: str, days: Iterable[date]) -> str:
    """What a weekly date says: the week's "end", its "start", or any day "within" it.

    The heading decides where it says so; else the dates: all Sundays are ends, all Mondays are starts.
    """
    lowered = heading.lower()
    if "ending" in lowered or "week end" in lowered or lowered == "to":
        return "end"
    if "commencing" in lowered or "beginning" in lowered or "starting" in lowered:
        return "start"
    weekdays = {day.weekday() for day in days}
    return {frozenset({6}): "end", frozenset({0}): "start"}.get(frozenset(weekdays), "within")


def periods(
    moments: Moments, chosen: Ints, *, cadence: str, meaning: str, days: LocalDays
) -> tuple[Ints, Ints]:
    """The periods of readings, as starts and ends.

    Args:
        moments: what the cells of time say.
        chosen: the rows asked for.
        cadence: the metric's cadence (day, week, month), for cells that name a day only.
        meaning: for weekly cadence, what the day says of the week.
        days: local days.
    """
    ordinals, grains = moments.days[chosen], moments.grains[chosen]
    kind = np.where(grains == DAY, {"month": MONTH, "week": WEEK}.get(cadence, DAY), grains)
    codes, places = np.unique(ordinals * 8 + kind, return_inverse=True)
    bounds = np.array([_bounds(int(code), meaning, days) for code in codes], np.int64).reshape(-1, 2)
    start, end = bounds[places, 0], bounds[places, 1]
    timed = kind == TIME
    if timed.any():
        start[timed] = days.times(ordinals[timed], moments.seconds[chosen][timed])
        gaps = np.diff(np.unique(start[timed]))
        end[timed] = start[timed] + (int(gaps.min()) if len(gaps) else 60)
    return start, end


def _bounds(code: int, meaning: str, days: LocalDays) -> tuple[int, int]:
    ordinal, kind = divmod(code, 8)
    day = date.fromordinal(ordinal)
    if kind == MONTH:
        first = day.replace(day=1)
        return days.start(first), days.start((first + timedelta(days=32)).replace(day=1))
    if kind == WEEK:
        monday = week_of(day, meaning)
        return days.start(monday), days.start(monday + timedelta(days=7))
    return days.start(day), days.start(day + timedelta(days=1))


def week_of(day: date, meaning: str = "within") -> date:
    """The Monday of the week that a day names; an end that isn't a Sunday still names the ISO week it lies in."""
    return day - timedelta(days=day.weekday()) if meaning != "start" or day.weekday() == 0 else day
