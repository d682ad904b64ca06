"""The readings of one series as columns: what was measured over which period, out of how many."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt

from cxworkbench.measurement.local_days import IntColumn, local_start

FloatColumn = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Kind = Literal["proportion", "mean", "ratio", "count"]

Period = tuple[date, date]


class ImpossibleReadingError(ValueError):
    """A reading that can't be true: its text says which one and why."""


class Room:
    """Columns with room behind them: what follows is written there, and whoever holds a part keeps it as it is.

    Attributes:
        size: for how many rows there is room.
        filled: how many there are.
        known: what was worked out of the first rows, which stay as they are; whoever puts it there says of how many.
    """

    def __init__(
        self, columns: list[npt.NDArray[Any]], size: int, known: dict[Hashable, Any] | None = None
    ) -> None:
        self.known: dict[Hashable, Any] = {} if known is None else known
        self.filled, self.size = len(columns[0]), size
        self._columns = [np.empty(size, column.dtype) for column in columns]
        for own, column in zip(self._columns, columns, strict=True):
            own[: self.filled] = column

    def has(self, after: int, more: int) -> bool:
        """Whether there is room for more rows after so many, and nobody else has put any there."""
        return self.filled == after and after + more <= self.size

    def is_longer(self, rows: int) -> bool:
        """Whether others follow after so many rows."""
        return self.filled > rows

    def put(self, columns: list[npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        """All rows with more behind them, if there are any."""
        if columns:
            first, self.filled = self.filled, self.filled + len(columns[0])
            for own, column in zip(self._columns, columns, strict=True):
                own[first : self.filled] = column
        return [own[: self.filled] for own in self._columns]


@dataclass(frozen=True, eq=False)
class Readings:
    """One series as columns of equal length, in any order.

    Attributes:
        period_from: start of the period, epoch seconds UTC.
        period_to: end of the period, epoch seconds UTC, half-open (the first instant after it).
        value: the value in the metric's own unit (percent 68.1, seconds 512).
        numerator: counts, NaN where unknown. Times unit_scale over n it is the value of a proportion or
            ratio.
        n: counts, NaN where unknown.
        excluded: a person set the reading aside with a reason.
        recorded_on: when it was recorded, epoch seconds UTC; None where not asked for.
        room: where the columns lie if there is room behind them for readings that follow.

    Raises:
        ImpossibleReadingError: columns of unequal length, a value that isn't finite, a period that ends
            before it begins, an infinite or negative n, an infinite numerator.
    """

    period_from: IntColumn
    period_to: IntColumn
    value: FloatColumn
    numerator: FloatColumn
    n: FloatColumn
    excluded: Mask
    recorded_on: IntColumn | None = None
    room: Room | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.room is not None:
            return  # what lies there came out of readings: it was looked at
        columns = [self.period_from, self.period_to, self.value, self.numerator, self.n, self.excluded]
        if self.recorded_on is not None:
            columns.append(self.recorded_on)
        if {len(column) for column in columns} != {len(self.value)}:
            raise ImpossibleReadingError("columns of readings differ in length")
        self._refuse(~np.isfinite(self.value), "its value is not a finite number")
        self._refuse(self.period_to <= self.period_from, "its period ends before it begins")
        self._refuse(np.isinf(self.n) | (self.n < 0), "its n is negative or infinite")
        self._refuse(np.isinf(self.numerator), "its numerator is infinite")

    def _refuse(self, wrong: Mask, why: str) -> None:
        if wrong.any():
            raise ImpossibleReadingError(f"reading {int(np.argmax(wrong)) + 1} of {len(self)}: {why}")

    def require(self, kind: Kind) -> None:
        """Refuses what a kind rules out: a proportion with more hits than cases (statistics.md 0).

        Raises:
            ImpossibleReadingError: a numerator of a proportion is above its n or below nought.
        """
        if kind == "proportion":
            self._refuse(self.numerator > self.n, "its numerator is above its n")
            self._refuse(self.numerator < 0, "its numerator is negative")

    def __len__(self) -> int:
        return len(self.value)

    def where(self, mask: Mask) -> Self:
        """The readings for which the mask is true, in the same order; a stretch of them shares their memory."""
        if mask.all():
            return self
        chosen = _stretch(mask)
        return type(self)(
            self.period_from[chosen],
            self.period_to[chosen],
            self.value[chosen],
            self.numerator[chosen],
            self.n[chosen],
            self.excluded[chosen],
            None if self.recorded_on is None else self.recorded_on[chosen],
        )

    def renewed(self, start: IntColumn, end: IntColumn, rows: Mapping[str, Any]) -> Self | None:
        """These readings, which are in order, without those of some periods and with others in their place.

        Args:
            start: where the periods begin that are taken out, epoch seconds.
            end: where they end.
            rows: the columns of those that are put in, in order.

        Returns:
            The readings in order; None where they can't be told apart this way and must be read anew.
        """
        if not len(start):
            return self
        if len(self) and int(start.min()) > int(self.period_from[-1]):
            return self.followed_by(type(self)(**rows))
        first = int(np.searchsorted(self.period_from, start.min(), side="left"))
        after = int(np.searchsorted(self.period_from, start.max(), side="right"))
        middle = self._cut(first, after)
        keys, gone = _keys(middle.period_from, middle.period_to), _keys(start, end)
        if keys is None or gone is None:
            return None
        fresh = type(self)(**rows)
        kept = middle.where(~np.isin(keys, gone)) if len(middle) else middle
        between = type(self).concat([kept, fresh])
        order = np.lexsort((between.period_to, between.period_from))
        return type(self).concat([self._cut(0, first), between.chosen(order), self._cut(after, len(self))])

    def with_room(self, rows: int) -> Self:
        """The same, where so many rows in all have room, and those that are written later."""
        if self.recorded_on is None:
            return self
        room = Room(self._columns(), _with_room(rows))
        start, end, value, numerator, n, excluded, recorded = room.put([])
        return type(self)(start, end, value, numerator, n, excluded, recorded, room)

    def followed_by(self, later: Readings) -> Self:
        """These readings, then later ones; a million are not copied for the sake of one."""
        if self.recorded_on is None or later.recorded_on is None:
            return type(self).concat([self, later])
        room = self.room
        if room is None or not room.has(len(self), len(later)):
            known = None if room is None or room.is_longer(len(self)) else room.known
            room = Room(self._columns(), _with_room(len(self) + len(later)), known)
        start, end, value, numerator, n, excluded, recorded = room.put(later._columns())
        return type(self)(start, end, value, numerator, n, excluded, recorded, room)

    def _columns(self) -> list[npt.NDArray[Any]]:
        assert self.recorded_on is not None
        numbers = [self.period_from, self.period_to, self.value, self.numerator, self.n]
        return [*numbers, self.excluded, self.recorded_on]

    def _cut(self, first: int, after: int) -> Self:
        return self.chosen(slice(first, after))

    def chosen(self, places: slice | IntColumn) -> Self:
        """The readings at these places, in their order."""
        return type(self)(
            self.period_from[places],
            self.period_to[places],
            self.value[places],
            self.numerator[places],
            self.n[places],
            self.excluded[places],
            None if self.recorded_on is None else self.recorded_on[places],
        )

    @classmethod
    def concat(cls, parts: Iterable[Readings]) -> Self:
        """All readings of the parts, one after another; recorded_on is kept only where every part has it."""
        rows = list(parts)
        if not rows:
            return cls.empty()
        recorded = [part.recorded_on for part in rows if part.recorded_on is not None]
        return cls(
            np.concatenate([part.period_from for part in rows]),
            np.concatenate([part.period_to for part in rows]),
            np.concatenate([part.value for part in rows]),
            np.concatenate([part.numerator for part in rows]),
            np.concatenate([part.n for part in rows]),
            np.concatenate([part.excluded for part in rows]),
            np.concatenate(recorded) if len(recorded) == len(rows) else None,
        )

    @classmethod
    def empty(cls) -> Self:
        """A series without readings."""
        return cls.of_periods([], [])

    @classmethod
    def of_periods(
        cls,
        periods: Sequence[Period],
        values: Sequence[float],
        *,
        n: Sequence[float | None] | None = None,
        numerator: Sequence[float | None] | None = None,
        excluded: Sequence[bool] | None = None,
        time_zone: str = "UTC",
    ) -> Self:
        """Readings over local days.

        Args:
            periods: first day and first day after, of the time zone.
            values: one value for each period, in the metric's unit.
            n: counts; None where unknown.
            numerator: counts; None where unknown.
            excluded: which readings were set aside; none by default.
            time_zone: IANA name.
        """
        size = len(values)
        return cls(
            np.asarray([local_start(first, time_zone) for first, _ in periods], dtype=np.int64),
            np.asarray([local_start(after, time_zone) for _, after in periods], dtype=np.int64),
            np.asarray(values, dtype=np.float64),
            _column(numerator, size),
            _column(n, size),
            np.zeros(size, dtype=np.bool_) if excluded is None else np.asarray(excluded, dtype=np.bool_),
        )

    @classmethod
    def of_weeks(
        cls,
        first_monday: date,
        values: Sequence[float | None],
        n: Sequence[float | None] | None = None,
        numerator: Sequence[float | None] | None = None,
        *,
        excluded: Sequence[bool] | None = None,
        time_zone: str = "UTC",
    ) -> Self:
        """One reading a week from a Monday on; None as value leaves that week without a reading."""
        starts = [first_monday + timedelta(days=7 * week) for week in range(len(values))]
        kept = [week for week, value in enumerate(values) if value is not None]
        return cls.of_periods(
            [(starts[week], starts[week] + timedelta(days=7)) for week in kept],
            [value for value in values if value is not None],
            n=None if n is None else [n[week] for week in kept],
            numerator=None if numerator is None else [numerator[week] for week in kept],
            excluded=None if excluded is None else [excluded[week] for week in kept],
            time_zone=time_zone,
        )


def _with_room(rows: int) -> int:
    return rows + max(rows // 8, 1024)


def _keys(start: IntColumn, end: IntColumn) -> IntColumn | None:
    """One number a period; None where a period is longer than such a number holds (8 years)."""
    length = end - start
    if len(length) and (int(length.max()) >= 1 << 28 or int(abs(start).max()) >= 1 << 34):
        return None
    return (start << 28) + length


def _column(values: Sequence[float | None] | None, size: int) -> FloatColumn:
    if values is None:
        return np.full(size, np.nan)
    return np.asarray([np.nan if value is None else value for value in values], dtype=np.float64)


def _stretch(mask: Mask) -> Mask | slice:
    """One run of true places as a slice, which copies nothing; any other mask as it is."""
    first = int(np.argmax(mask))
    count = int(np.count_nonzero(mask))
    return slice(first, first + count) if mask[first : first + count].all() else mask
