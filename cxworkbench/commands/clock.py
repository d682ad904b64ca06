"""The clock and the user, asked here and nowhere below: judgement and journal are given both."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, date, datetime

from cxworkbench.plan import Plan
from db.errors import WrongUsage


def now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


def user() -> str:
    """Who stands in the journal: the name given to the program, else the account's."""
    named = os.environ.get("CXWORKBENCH_USER")
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def judged_day(plan: Plan, asked: str | None) -> date:
    """The day to judge as of: the one asked for, else the plan's pinned day, else today in the programme's zone.

    Raises:
        WrongUsage: no day of the form 2026-03-11.
    """
    if asked is None:
        return plan.judged_as_of(plan.day_of(now()))
    return day(asked)


def day(written: str) -> date:
    """A day written as 2026-03-11.

    Raises:
        WrongUsage: it isn't one.
    """
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise WrongUsage(
            f"{written!r} is no day", kept="nothing was done", to_do="write it as 2026-03-11"
        ) from None
