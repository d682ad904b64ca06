"""Days of a time zone as instants: when a local day begins, and on which one an instant lies."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

IntColumn = npt.NDArray[np.int64]

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
SECONDS_A_DAY = 86_400
# No time zone is or was further than this from UTC.
WIDEST_OFFSET = 26 * 3600


def local_start(day: date, time_zone: str) -> int:
    """The instant at which a day begins in a time zone, in epoch seconds UTC.

    Where clocks skip midnight, the day begins with the skip; where midnight comes twice, with the first.
    """
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(time_zone)).timestamp())


@lru_cache(maxsize=512)
def _starts_of_year(year: int, time_zone: str) -> IntColumn:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    starts = [local_start(date.fromordinal(day), time_zone) for day in range(first, last + 1)]
    return np.asarray(starts, dtype=np.int64)


def day_ordinals(instants: IntColumn, time_zone: str) -> IntColumn:
    """The local day on which each instant lies, as `date.toordinal` numbers.

    Args:
        instants: epoch seconds UTC, any order.
        time_zone: IANA name, for example ``Europe/London``.
    """
    if len(instants) == 0:
        return np.empty(0, dtype=np.int64)
    low, high = int(instants.min()) - WIDEST_OFFSET, int(instants.max()) + WIDEST_OFFSET
    first_year = date.fromordinal(EPOCH_ORDINAL + low // SECONDS_A_DAY).year
    last_year = date.fromordinal(EPOCH_ORDINAL + high // SECONDS_A_DAY).year
    starts = np.concatenate([_starts_of_year(year, time_zone) for year in range(first_year, last_year + 1)])
    first_day = date(first_year, 1, 1).toordinal()
    if len(instants) > len(starts) and (instants[1:] >= instants[:-1]).all():
        # In order and many a day: where each day begins is found sooner than the day of each instant.
        begins = np.searchsorted(instants, starts, side="left")
        days = np.arange(first_day, first_day + len(starts), dtype=np.int64)
        return np.repeat(days, np.diff(begins, append=len(instants)))
    return (np.searchsorted(starts, instants, side="right") - 1 + first_day).astype(np.int64)


def local_times(instants: IntColumn, time_zone: str) -> npt.NDArray[np.float64]:
    """Instants as local days with the share of the day that is over: noon of day 739000 is 739000.5.

    Args:
        instants: epoch seconds UTC, any order.
        time_zone: IANA name.
    """
    if len(instants) == 0:
        return np.empty(0)
    first, last = day_ordinals(np.asarray([instants.min(), instants.max()]), time_zone).tolist()
    days = np.arange(first, last + 2)
    begins = [local_start(date.fromordinal(day), time_zone) for day in days.tolist()]
    return np.interp(instants, begins, days)


def monday_of(ordinal: int) -> int:
    """The Monday of the ISO week that holds a day, both as ordinals (ordinal 1 was a Monday)."""
    return ordinal - (ordinal - 1) % 7


def first_monday_from(day: date) -> date:
    """The day itself if it is a Monday, else the next Monday."""
    return date.fromordinal(monday_of(day.toordinal() + 6))


def last_closed_monday(as_of: date) -> int:
    """The Monday (ordinal) of the newest week that is closed on a day: its Sunday lies before the day."""
    return monday_of(as_of.toordinal()) - 7
