"""What readings hold week by week, before it is asked which weeks count: days, sums, what was set aside.

A week holds its own readings and no others. Of a series by the minute that others write to, the weeks that are over are
therefore added up once, and with each new reading only the last one is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cxworkbench.measurement.local_days import IntColumn, day_ordinals, local_start
from cxworkbench.measurement.pooling import LONG, SHARES, pooled
from cxworkbench.measurement.readings import FloatColumn, Kind, Mask, Readings


class Measured(NamedTuple):
    """A series as it is to be seen by weeks: its readings, the metric's kind, the least n of a week, and its scale."""

    readings: Readings
    kind: Kind
    minimum_sample: float | None = None
    unit_scale: float = 1.0


@dataclass(frozen=True, eq=False)
class Collected:
    """Several series, one row a week, without a gap from the first week of each to its last.

    Attributes:
        places: which of the series asked for these are; those without a reading within a week are left out.
        first: the Monday of the first week of each, as `date.toordinal` number.
        length: how many weeks each has.
        kept: whether a week holds anything that isn't set aside.
        days: which weekdays (columns, Monday first) of each week are covered by some reading.
        used_days: the same of the readings that are added up.
        value: what they add up to (``Pooled``), NaN where there is nothing.
        numerator: counts, NaN unknown.
        n: counts, NaN unknown.
        slower: readings that don't lie within one ISO week, of those series that have any.
    """

    places: IntColumn
    first: IntColumn
    length: IntColumn
    kept: Mask
    days: Mask
    used_days: Mask
    value: FloatColumn
    numerator: FloatColumn
    n: FloatColumn
    slower: Mapping[int, Readings] = field(default_factory=dict)

    def rows(self) -> dict[str, npt.NDArray[Any]]:
        """What is known of each week."""
        names = ("kept", "days", "used_days", "value", "numerator", "n")
        return {name: getattr(self, name) for name in names}


def collected(series: Sequence[Measured], time_zone: str) -> Collected:
    """Readings added up by weeks of a time zone, of any number of series: the short ones in one pass.

    Args:
        series: each daily, weekly or mixed, in any order.
        time_zone: IANA name of the programme's zone.

    Raises:
        ImpossibleReadingError: a numerator of a proportion is above its n.
    """
    every = list(enumerate(series))
    short = [(place, one) for place, one in every if len(one.readings) <= LONG]
    if len(short) == len(every):
        return _together(short, time_zone)
    parts = [_long(place, one, time_zone) for place, one in every if len(one.readings) > LONG]
    parts += [_together(short, time_zone)] if short else []
    if len(parts) == 1:
        return parts[0]
    names = ("places", "first", "length", *parts[0].rows())
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return Collected(**columns, slower={place: one for part in parts for place, one in part.slower.items()})


# ------------------------------------------------------------------------------------------- long series


class _Over(NamedTuple):
    """The weeks of a series that are over, and how many readings they hold."""

    weeks: Collected
    readings: int


def _long(place: int, one: Measured, time_zone: str) -> Collected:
    """A long series; of one that readings were added to, the weeks that were over before are known."""
    readings, room = one.readings, one.readings.room
    if room is None:
        return _together([(place, one)], time_zone)
    name = (one.kind, one.unit_scale, time_zone)
    over = room.known.get(name)
    if over is None or over.readings > len(readings):
        found = _together([(place, one)], time_zone)
        if (readings.period_from[1:] < readings.period_from[:-1]).any():
            return found
        over = None
    else:
        rest = one._replace(readings=readings.chosen(slice(over.readings, None)))
        found = _followed(over.weeks, _together([(place, rest)], time_zone, long=True), place)
    weeks = int(found.length[0]) - 1 if len(found.length) else 0
    if weeks > 0 and (over is None or weeks > int(over.weeks.length[0])):
        last = date.fromordinal(int(found.first[0]) + 7 * weeks)
        count = int(np.searchsorted(readings.period_from, local_start(last, time_zone)))
        slower = found.slower.get(place)
        before = (
            {} if slower is None else {place: slower.where(slower.period_from < readings.period_from[count])}
        )
        rows = {name: column[:weeks] for name, column in found.rows().items()}
        room.known[name] = _Over(
            Collected(found.places, found.first, np.array([weeks]), **rows, slower=before), count
        )
    return found


def _followed(over: Collected, rest: Collected, place: int) -> Collected:
    """The weeks of one series, and those that follow them; between them there may be some without a reading."""
    slower = [part.slower[key] for part in (over, rest) for key in part.slower]
    both = {place: slower[0] if len(slower) == 1 else Readings.concat(slower)} if slower else {}
    places = np.array([place])
    if not len(rest.places):
        return Collected(places, over.first, over.length, **over.rows(), slower=both)
    missing = int(rest.first[0] - over.first[0]) // 7 - int(over.length[0])
    columns = {}
    for name, column in over.rows().items():
        nothing = np.nan if column.dtype == np.float64 else False
        between = np.full((missing, *column.shape[1:]), nothing, column.dtype)
        columns[name] = np.concatenate([column, between, getattr(rest, name)])
    return Collected(places, over.first, over.length + missing + rest.length, **columns, slower=both)


# -------------------------------------------------------------------------------------------- in one pass


def _together(asked: Sequence[tuple[int, Measured]], time_zone: str, *, long: bool = False) -> Collected:
    """Some series with their places. With ``long`` they are added up as a long series is, to the last digit."""
    _require([one for _, one in asked])
    there = [(place, one) for place, one in asked if len(one.readings)]
    places, series = [place for place, _ in there], [one for _, one in there]
    every = [one.readings for one in series]
    slower: dict[int, Readings] = {}
    if every:
        sizes = np.asarray([len(one) for one in every])
        runs = _Runs.of(every, sizes, time_zone)
        within = (runs.first_day - 1) // 7 == (runs.last_day - 1) // 7
        if not within.all():
            starts = np.concatenate([[0], np.cumsum(sizes)])
            inside = np.repeat(within, runs.length)
            for place in np.unique(runs.owner[~within]).tolist():
                own = inside[starts[place] : starts[place + 1]]
                slower[places[place]] = every[place].where(~own)
                every[place] = every[place].where(own)
            filled = [place for place, one in enumerate(every) if len(one)]
            places = [places[place] for place in filled]
            series = [series[place] for place in filled]
            every = [every[place] for place in filled]
            if every:
                runs = _Runs.of(every, np.asarray([len(one) for one in every]), time_zone)
    if not every:
        none, nothing = np.empty(0, dtype=np.int64), np.empty(0)
        no_days = np.empty((0, 7), dtype=np.bool_)
        return Collected(
            none, none, none, none.astype(np.bool_), no_days, no_days, nothing, nothing, nothing, slower
        )
    owner, first_day, last_day, excluded = runs.owner, runs.first_day, runs.last_day, runs.excluded
    begins = np.searchsorted(owner, np.arange(len(every)))
    first_monday = np.minimum.reduceat(first_day, begins)
    first_monday -= (first_monday - 1) % 7
    week = (first_day - first_monday[owner]) // 7
    length = np.maximum.reduceat(week, begins) + 1
    week += np.concatenate([[0], np.cumsum(length)[:-1]])[owner]
    size = int(length.sum())
    of_week = np.repeat(np.arange(len(every)), length)

    kept = np.bincount(week[~excluded], minlength=size) > 0
    candidate = ~excluded | ~kept[week]
    whole = candidate & (last_day - first_day == 6)
    has_whole = np.bincount(week[whole], minlength=size) > 0
    used = candidate & (whole | ~has_whole[week])

    start, end = (first_day - 1) % 7, (last_day - 1) % 7
    days = _days_held(week, start, end, size)
    used_days = days if used.all() else _days_held(week[used], start[used], end[used], size)

    columns = [_joined([getattr(one, name) for one in every]) for name in ("value", "numerator", "n")]
    many = runs.length[used]
    if not used.all():
        chosen = np.repeat(used, runs.length)
        columns = [column[chosen] for column in columns]
    totals = pooled(
        (columns[0], columns[1], columns[2]),
        np.repeat(week[used], many),
        summed=np.asarray([one.kind == "count" for one in series])[of_week],
        shares=np.asarray([one.kind in SHARES for one in series])[of_week],
        unit_scale=np.asarray([one.unit_scale for one in series])[of_week],
        weight=np.repeat((last_day - first_day + 1)[used].astype(np.float64), many),
        long=long,
    )
    return Collected(
        np.asarray(places),
        first_monday,
        length,
        kept,
        days,
        used_days,
        totals.value,
        totals.numerator,
        totals.n,
        slower,
    )


@dataclass(frozen=True, eq=False)
class _Runs:
    """Neighbouring readings of one series with the same first and last day and the same exclusion, as one row each.

    Of readings by the minute a day is a row: what is asked of days need not be asked a thousand times.
    """

    owner: IntColumn
    first_day: IntColumn
    last_day: IntColumn
    excluded: Mask
    length: IntColumn

    @classmethod
    def of(cls, every: Sequence[Readings], sizes: IntColumn, time_zone: str) -> _Runs:
        """The runs of several series, one after another."""
        first = day_ordinals(_joined([one.period_from for one in every]), time_zone)
        last = day_ordinals(_joined([one.period_to for one in every]) - 1, time_zone)
        excluded = _joined([one.excluded for one in every])
        new = np.empty(len(first), dtype=np.bool_)
        new[0] = True
        new[1:] = (first[1:] != first[:-1]) | (last[1:] != last[:-1]) | (excluded[1:] != excluded[:-1])
        new[np.cumsum(sizes)[:-1]] = True
        at = np.flatnonzero(new)
        owner = np.repeat(np.arange(len(every)), sizes) if len(every) > 1 else None
        return cls(
            np.zeros(len(at), dtype=np.int64) if owner is None else owner[at],
            first[at],
            last[at],
            excluded[at],
            np.diff(at, append=len(first)),
        )


def _joined(columns: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Columns one after another; one alone is not copied."""
    return columns[0] if len(columns) == 1 else np.concatenate(columns)


def _require(series: Sequence[Measured]) -> None:
    """Refuse a proportion with more hits than cases, of whichever series."""
    shares = [one.readings for one in series if one.kind == "proportion" and len(one.readings)]
    if shares:
        hits, cases = (np.concatenate([getattr(one, name) for one in shares]) for name in ("numerator", "n"))
        if ((hits > cases) | (hits < 0)).any():
            for one in shares:
                one.require("proportion")  # says which


def _days_held(week: IntColumn, start: IntColumn, end: IntColumn, size: int) -> Mask:
    """Which weekdays (columns, Monday first) of each week are covered by some reading."""
    held = np.zeros((size, 7), dtype=np.bool_)
    for weekday in range(7):
        held[week[(start <= weekday) & (weekday <= end)], weekday] = True
    return held
