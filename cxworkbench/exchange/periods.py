"""From what a cell of time says to a period in epoch seconds of the programme's zone, half-open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from cxworkbench.exchange.cells import Moment

DAY = 86_400


class LocalDays:
    """Starts of local days as epoch seconds; each day is asked once."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[date, int] = {}
        self._plain: dict[date, int] = {}

    def start(self, day: date) -> int:
        """Midnight at which a day begins."""
        if day not in self._known:
            self._known[day] = int(datetime(day.year, day.month, day.day, tzinfo=self._zone).timestamp())
        return self._known[day]

    def at(self, day: date, seconds: int) -> int:
        """A time of a day; on a day with a clock change by the clock that people saw."""
        plain = self._plain.get(day)
        if plain is not None:
            return plain + seconds
        start = self.start(day)
        if self.start(day + timedelta(days=1)) - start == DAY:
            self._plain[day] = start
            return start + seconds
        clock = datetime(day.year, day.month, day.day, tzinfo=self._zone) + timedelta(seconds=seconds)
        return int(clock.timestamp())


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


def period(moment: Moment, *, cadence: str, meaning: str, step: int, days: LocalDays) -> tuple[int, int]:
    """The period of one reading.

    Args:
        moment: what the cell says.
        cadence: the metric's cadence (day, week, month), for cells that name a day only.
        meaning: for weekly cadence, what the day says of the week.
        step: length in seconds for readings at times of day.
        days: local days.
    """
    day = moment.day
    if moment.grain == "time":
        start = days.at(day, moment.seconds)
        return start, start + step
    if moment.grain == "month" or (cadence == "month" and moment.grain == "day"):
        first = day.replace(day=1)
        return days.start(first), days.start((first + timedelta(days=32)).replace(day=1))
    if moment.grain == "week" or cadence == "week":
        monday = week_of(day, meaning)
        return days.start(monday), days.start(monday + timedelta(days=7))
    return days.start(day), days.start(day + timedelta(days=1))


def week_of(day: date, meaning: str = "within") -> date:
    """The Monday of the week that a day names; an end that isn't a Sunday still names the ISO week it lies in."""
    return day - timedelta(days=day.weekday()) if meaning != "start" or day.weekday() == 0 else day


def regular_step(starts: Iterable[int]) -> int | None:
    """The shortest distance between readings at times of day; None where there are fewer than two."""
    ordered = sorted(set(starts))
    gaps = [later - earlier for earlier, later in pairwise(ordered)]
    return min(gaps) if gaps else None
