"""Which weeks can prove success, and when readings are too old or too thin (statistics.md 0, b1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from cxworkbench.measurement.local_days import IntColumn, first_monday_from, last_closed_monday
from db.fixed import fixed

STALE_AFTER_DAYS = 14
MISSING_SHARE_ALLOWED = 0.25


@fixed
class Segment:
    """A stretch of counting: from which day it is in force, and from which Monday its weeks count.

    `halvings` is k of the k-th restart: the band takes alpha / 2^k.
    """

    day: date
    start: date
    halvings: int

    def alpha(self, alpha: float) -> float:
        """The two-sided error of this stretch, so that all restarts together stay below twice the whole."""
        return alpha / 2.0**self.halvings


@fixed
class Window:
    """The evaluation window of a pilot as of a day.

    Attributes:
        go_live: the day of go-live.
        week_1: first Monday from go-live on; guardrails are judged from here.
        warm_up_weeks: weeks set aside beforehand for success only.
        segments: stretches of counting, oldest first; the last is in force.
    """

    go_live: date
    week_1: date
    warm_up_weeks: int
    segments: tuple[Segment, ...]

    @property
    def start(self) -> date:
        """The first Monday whose week can count for success now."""
        return self.segments[-1].start

    @property
    def restarts(self) -> int:
        """How often the window began anew; every paper prints it."""
        return len(self.segments) - 1

    def week_number(self, monday: date) -> int:
        """Pilot time: 1 for the week of `week_1`, 0 and less before."""
        return (monday - self.week_1).days // 7 + 1

    def week_numbers(self, mondays: IntColumn) -> tuple[int, ...]:
        """Pilot time of Mondays given as ordinals."""
        return tuple(((mondays - self.week_1.toordinal()) // 7 + 1).tolist())

    def in_force(self, day: date) -> Segment:
        """The stretch that was in force on a day (the first one before go-live)."""
        reached = [segment for segment in self.segments if segment.day <= day]
        return reached[-1] if reached else self.segments[0]


def evaluation_window(
    go_live: date, *, as_of: date, warm_up_weeks: int = 4, restarts: Sequence[date] = ()
) -> Window:
    """The window as it stands on a day (statistics.md 0 and b1, restart).

    A restart begins anew on the first Monday from its event's day on, without a new warm-up. One that would
    not move the start (during the warm-up, or a second one in the same week) changes nothing and costs no
    alpha.

    Args:
        go_live: the day on which the gate Go-live was passed.
        as_of: restarts after this day are not in force yet.
        warm_up_weeks: weeks set aside beforehand.
        restarts: days of chart events with `restarts_measurement`, in any order.
    """
    if warm_up_weeks < 0:
        raise ValueError(f"warm-up of {warm_up_weeks} weeks")
    week_1 = first_monday_from(go_live)
    segments = [Segment(go_live, week_1 + timedelta(weeks=warm_up_weeks), 0)]
    for day in sorted(restarts):
        start = first_monday_from(day)
        if day <= as_of and start > segments[-1].start:
            segments.append(Segment(day, start, len(segments)))
    return Window(go_live, week_1, warm_up_weeks, tuple(segments))


def age_in_days(last_counted_monday: date, as_of: date) -> int:
    """Days since the last day (Sunday) of the newest week that counts: 8 Mar is 3 days old on 11 Mar."""
    return (as_of - last_counted_monday).days - 6


def is_stale(age: int) -> bool:
    """Older than 14 days: two closed weeks have passed without a reading that counts."""
    return age > STALE_AFTER_DAYS


def too_many_missing(missing: int, expected: int) -> bool:
    """More than a quarter of the expected weeks are missing; exactly a quarter is allowed."""
    return missing > MISSING_SHARE_ALLOWED * expected


def weeks_until(start: date, day: date) -> int:
    """How many weeks from a Monday on are closed on a day: the most that can count by then."""
    return max(0, (last_closed_monday(day) - start.toordinal()) // 7 + 1)
