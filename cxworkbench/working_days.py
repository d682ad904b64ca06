"""The programme's working days: its weekdays without its holidays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from db.fixed import fixed
from db.models import Holiday

if TYPE_CHECKING:
    from cxworkbench.plan import Plan

_WEEKDAYS = frozenset(range(5))


@fixed
class WorkingDays:
    """Which days are worked. Monday is 0."""

    weekdays: frozenset[int]
    holidays: frozenset[date]

    def is_one(self, day: date) -> bool:
        """Whether a day is worked."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def between(self, first: date, last: date) -> int:
        """Working days from one day to another; the same day is 0, backwards is negative.

        Counted are the days after the first up to and including the last.
        """
        if last < first:
            return -self.between(last, first)
        return sum(self.is_one(first + timedelta(days=place)) for place in range(1, (last - first).days + 1))

    def after(self, day: date, count: int) -> date:
        """The day that lies so many working days after a day."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_one(day)
        return day


def working_days(plan: Plan) -> WorkingDays:
    """The working days of a plan's programme; Monday to Friday where it names none."""
    chosen = plan.programme.working_weekdays
    named = (
        frozenset(one for one in chosen if isinstance(one, int) and 0 <= one <= 6) if chosen else _WEEKDAYS
    )
    return WorkingDays(named or _WEEKDAYS, frozenset(one.day for one in plan.all(Holiday)))
