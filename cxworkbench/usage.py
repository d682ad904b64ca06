"""Use against plan: what last week's share says, given what chance alone could explain (statistics.md, e)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cxworkbench.measurement.intervals import wilson
from db.fixed import fixed

if TYPE_CHECKING:
    from db.models import Cohort

#: A week older than this says nothing of today.
STALE_AFTER = timedelta(weeks=4)


@fixed
class Use:
    """A cohort's newest closed week beside its plan.

    Attributes:
        status: ahead, in_line, behind, not_enough_data, invalid, or no_plan.
        week: its Monday; None where no week is known.
        active, in_scope: people.
        planned: share planned for that week.
    """

    status: str
    week: date | None = None
    active: int = 0
    in_scope: int = 0
    planned: float | None = None

    @property
    def share(self) -> float | None:
        """The share of people who were active."""
        return self.active / self.in_scope if self.in_scope else None


def use_status(active: float, eligible: float, planned: float) -> str:
    """Where a share stands against its plan: ahead, behind or in line; not_enough_data of nobody; invalid."""
    if active > eligible or active < 0:
        return "invalid"
    if eligible == 0:
        return "not_enough_data"
    lower, upper = wilson(active, eligible)
    return "ahead" if lower > planned else "behind" if upper < planned else "in_line"


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def closed_weeks(as_of: date, count: int) -> list[date]:
    """Mondays of the newest closed weeks, newest first. A week is closed when the day is later than its Sunday."""
    newest = monday(as_of) - timedelta(weeks=1)
    return [newest - timedelta(weeks=place) for place in range(count)]


def newest_use(cohort: Cohort, weeks: Sequence[Any], plans: Sequence[Any], as_of: date) -> Use:
    """A cohort's newest closed week against its plan, from its own rows of use and of planned use."""
    closed = [one for one in weeks if one.week < monday(as_of)]
    newest = max(closed, key=lambda one: one.week, default=None)
    if newest is None or newest.week < monday(as_of) - STALE_AFTER or cohort.live_on is None:
        return Use("not_enough_data")
    number = (newest.week - monday(cohort.live_on)).days // 7 + 1
    plan = next((one.share for one in plans if one.week_since_live == number and one.share is not None), None)
    known = newest.active is not None and newest.in_scope is not None
    if plan is None or not known:
        status = "no_plan" if plan is None else "not_enough_data"
        return Use(status, newest.week, newest.active or 0, newest.in_scope or 0)
    share = float(plan)
    status = use_status(newest.active, newest.in_scope, share)
    return Use(status, newest.week, newest.active, newest.in_scope, share)
