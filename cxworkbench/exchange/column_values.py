"""Numbers and moments of a whole column: read by the rules of ``cells``, once for each distinct text.

Large columns go the fast way where a text can only mean one thing (digits and a point; a day, then a time); all other
texts, and all refusals, are left to ``cells``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cxworkbench.exchange import cells
from cxworkbench.exchange.column import Column, Distinct, LargeColumn, Mask, taken_apart

#: What ``cells.number`` takes without a second look, whatever the decimal mark of its column.
_WHOLE = r"^[0-9]{1,15}$"
_POINTED = r"^[0-9]{1,15}\.[0-9]{1,15}$"
_DAY_S = 86_400
#: Stands in a column of offsets where a cell doesn't say how far its clock is from UTC.
NO_OFFSET = -(10**6)
#: Grains of a moment, as they are kept in columns.
NONE, TIME, DAY, WEEK, MONTH = range(5)
_GRAINS = {"time": TIME, "day": DAY, "week": WEEK, "month": MONTH}


@dataclass(frozen=True)
class Numbers:
    """A number a row; NaN where the cell is empty or refused.

    Attributes:
        refused: rows whose cell is no number.
        why: the reason for each refused text.
    """

    values: NDArray[np.float64]
    refused: Mask
    why: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> Mask:
        """Rows whose cell is empty."""
        return np.isnan(self.values) & ~self.refused


def decimal_mark(column: Column) -> cells.DecimalMark:
    """Which mark sets decimals apart in a column.

    Raises:
        Undecided: as ``cells.decimal_mark``.
    """
    series = column.series
    if series is None or column.is_narrow:
        return cells.decimal_mark(column.distinct.texts)

    pointed = series.str.contains(_POINTED)
    others = series.filter(~pointed & ~series.str.contains(_WHOLE)).unique().to_list()
    # One plain number with a point says of the point all that a million say.
    plain = [str(series.filter(pointed).head(1).item())] if pointed.any() else []
    return cells.decimal_mark([*others, *plain])


def numbers(column: Column, read: Callable[[str], float], mark: cells.DecimalMark = ".") -> Numbers:
    """The numbers of a column.

    Args:
        column: the cells.
        read: reads one text, by the column's decimal mark; its ValueError says why a text is refused.
        mark: that decimal mark.
    """
    series = column.series
    if series is None or column.is_narrow:
        return _each(column.distinct, read)
    import polars as pl

    plain = series.str.contains(_WHOLE)
    if mark == ".":
        plain |= series.str.contains(_POINTED)
    if plain.all():
        values = series.cast(pl.Float64).to_numpy()
        return Numbers(values, np.zeros(len(values), bool))
    values = series.set(~plain, "nan").cast(pl.Float64).to_numpy().copy()
    others = (~plain).to_numpy()
    found = _each(taken_apart(series.filter(~plain)), read)
    values[others] = found.values
    refused = np.zeros(len(values), bool)
    refused[others] = found.refused
    return Numbers(values, refused, found.why)


def _each(distinct: Distinct, read: Callable[[str], float]) -> Numbers:
    values, refused, why = [], [], {}
    for text in distinct.texts:
        value, bad = np.nan, False
        if text and not text.isspace():
            try:
                value = read(text)
            except ValueError as error:
                bad, why[text] = True, str(error)
        values.append(value)
        refused.append(bad)
    return Numbers(distinct.spread(values, np.float64), distinct.spread(refused, bool), why)


# ---------------------------------------------------------------------------------------------------- moments


@dataclass(frozen=True)
class Moments:
    """What a column of time says, a row each.

    Attributes:
        days: ordinals of ``date``; 0 where the cell is refused.
        grains: NONE where it is refused, else TIME, DAY, WEEK or MONTH.
        seconds: from midnight, where the grain is TIME.
        offsets: how far the cell's clock is ahead of UTC, in seconds; NO_OFFSET where it doesn't say it.
        why: the reason for each refused text.
    """

    days: NDArray[np.int64]
    grains: NDArray[np.int64]
    seconds: NDArray[np.int64]
    offsets: NDArray[np.int64]
    why: dict[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> Mask:
        """Rows whose cell is no moment."""
        return np.asarray(self.grains == NONE)


class MomentColumn:
    """A column of time: in which order it gives day and month, and what each cell says."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._halves = column.halves if isinstance(column, LargeColumn) else None

    def order(self) -> cells.DateOrder:
        """The order of day and month.

        Raises:
            Undecided: as ``cells.date_order``.
        """
        return cells.date_order(self._days())

    def _days(self) -> Iterable[str]:
        return self._column.distinct.texts if self._halves is None else self._halves[0].texts

    def read(self, order: cells.DateOrder) -> Moments:
        """What each cell says, by an order of day and month."""
        if self._halves is None:
            return _moments(self._column.distinct, order)
        days = _moments(self._halves[0], order)
        times = [_time(text) for text in self._halves[1].texts]
        seconds = self._halves[1].spread([one[0] for one in times], np.int64)
        offsets = self._halves[1].spread([one[1] for one in times], np.int64)
        # A rest without a time (-1) leaves a day a day; a time needs a day before it, not a week or a month.
        good = (seconds == -1) | ((seconds >= 0) & (days.grains == DAY))
        good &= days.grains != NONE
        grains = np.where(good & (seconds >= 0), TIME, np.where(good, days.grains, NONE))
        found = Moments(np.where(good, days.days, 0), grains, np.maximum(seconds, 0), offsets)
        return found if good.all() else self._with_others(found, ~good, order)

    def _with_others(self, found: Moments, others: Mask, order: cells.DateOrder) -> Moments:
        import polars as pl

        assert self._column.series is not None, "only large columns are taken apart"
        rest = _moments(taken_apart(self._column.series.filter(pl.Series(others))), order)
        for name in ("days", "grains", "seconds", "offsets"):
            getattr(found, name)[others] = getattr(rest, name)
        return replace(found, why=rest.why)


def _time(rest: str) -> tuple[int, int]:
    """Seconds from midnight of what follows a day, -1 where nothing does, -2 where that is no time; and its offset."""
    if not rest:
        return -1, NO_OFFSET
    try:
        found = cells.moment(f"2001-01-01{rest}", "year first")
    except ValueError:
        return -2, NO_OFFSET
    return (found.seconds, _of(found.offset)) if found.grain == "time" else (-1, NO_OFFSET)


def _of(offset: int | None) -> int:
    return NO_OFFSET if offset is None else offset


def local(moments: Moments, zone: ZoneInfo) -> Moments:
    """Moments as the clocks of a zone show them: those that say how far they are from UTC are moved."""
    chosen = moments.offsets != NO_OFFSET
    if not chosen.any():
        return moments
    utc = moments.days[chosen] * _DAY_S + moments.seconds[chosen] - moments.offsets[chosen]
    # No zone changes its clock but at a quarter of an hour.
    quarters, places = np.unique(utc // 900, return_inverse=True)
    first = datetime(1, 1, 1, tzinfo=UTC)
    ahead = [
        (first + timedelta(seconds=int(quarter) * 900 - _DAY_S)).astimezone(zone).utcoffset()
        for quarter in quarters
    ]
    shown = utc + np.array([0 if one is None else one.total_seconds() for one in ahead], np.int64)[places]
    days, seconds = moments.days.copy(), moments.seconds.copy()
    days[chosen], seconds[chosen] = shown // _DAY_S, shown % _DAY_S
    return replace(moments, days=days, seconds=seconds)


def _moments(distinct: Distinct, order: cells.DateOrder) -> Moments:
    days: list[int] = []
    grains: list[int] = []
    seconds: list[int] = []
    offsets: list[int] = []
    why: dict[str, str] = {}
    read = cells.reader_of(order)
    for text in distinct.texts:
        try:
            found = read(text)
        except ValueError as error:
            why[text] = str(error)
            days.append(0)
            grains.append(NONE)
            seconds.append(0)
            offsets.append(NO_OFFSET)
            continue
        days.append(found.day.toordinal())
        grains.append(_GRAINS[found.grain])
        seconds.append(found.seconds)
        offsets.append(_of(found.offset))
    day, grain, second, offset = (distinct.spread(one, np.int64) for one in (days, grains, seconds, offsets))
    return Moments(day, grain, second, offset, why)


def words(column: Column, yes: Sequence[str], no: Sequence[str]) -> tuple[Mask, Mask]:
    """Rows whose word is one of the first, and rows whose word is neither; without ``no``, all others say no."""
    hits: Mask = column.distinct.where(lambda text: text.strip().casefold() in yes)
    if not no:
        return hits, np.zeros(len(hits), bool)
    return hits, ~hits & ~column.distinct.where(lambda text: text.strip().casefold() in no)
