"""Readings as columns: how they lie in memory, in the journal's batches, and what a series' digest is.

A million readings never become a million objects. The digest of a series is the sum, modulo 2**64, of a mix of
each row's bits: it doesn't depend on order, so that a write renews it from the rows it touches alone.
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from db.fixed import fixed

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: recorded_on where it is not known.
UNKNOWN = np.int64(-(2**62))

COLUMNS = (
    "period_from",
    "period_to",
    "value",
    "numerator",
    "n",
    "recorded_on",
    "source",
    "excluded_reason",
    "excluded_by",
)


@fixed
class ReadingRows:
    """Rows of one series: instants as epoch seconds (UTC), half-open periods, NaN where a number is unknown."""

    period_from: Ints
    period_to: Ints
    value: Floats
    numerator: Floats
    n: Floats
    recorded_on: Ints
    source: list[str | None]
    excluded_reason: list[str | None]
    excluded_by: list[str | None]

    def __len__(self) -> int:
        return len(self.period_from)

    @classmethod
    def empty(cls) -> Self:
        """No rows."""
        none, nought = np.empty(0, np.int64), np.empty(0)
        return cls(none, none, nought, nought, nought, none, [], [], [])

    @classmethod
    def of(
        cls,
        period_from: Any,
        period_to: Any,
        value: Any,
        *,
        numerator: Any = None,
        n: Any = None,
        recorded_on: int | None = None,
        source: str | None = None,
    ) -> Self:
        """Rows from columns, all recorded at one moment (epoch seconds) from one source."""
        start = np.asarray(period_from, np.int64)
        count = len(start)
        return cls(
            start,
            np.asarray(period_to, np.int64),
            np.asarray(value, np.float64),
            np.full(count, np.nan) if numerator is None else np.asarray(numerator, np.float64),
            np.full(count, np.nan) if n is None else np.asarray(n, np.float64),
            np.full(count, UNKNOWN if recorded_on is None else recorded_on, np.int64),
            [source] * count,
            [None] * count,
            [None] * count,
        )

    @classmethod
    def from_cells(cls, rows: list[tuple[Any, ...]]) -> Self:
        """Rows from what the file holds, in the order of :data:`COLUMNS`."""
        if not rows:
            return cls.empty()
        start, end, value, numerator, n, recorded, source, reason, by = zip(*rows, strict=True)
        return cls(
            np.array(start, np.int64),
            np.array(end, np.int64),
            np.array(value, np.float64),
            _or_nan(numerator),
            _or_nan(n),
            np.array([UNKNOWN if cell is None else cell for cell in recorded], np.int64),
            list(source),
            list(reason),
            list(by),
        )

    def numbers(self) -> dict[str, Any]:
        """What is judged: all columns of numbers, and whether each row was set aside."""
        return {
            "period_from": self.period_from,
            "period_to": self.period_to,
            "value": self.value,
            "numerator": self.numerator,
            "n": self.n,
            "recorded_on": self.recorded_on,
            "excluded": np.array([reason is not None for reason in self.excluded_reason], np.bool_),
        }

    def cells(self, series_key: int) -> list[tuple[Any, ...]]:
        """Rows as the file holds them: series number first, then :data:`COLUMNS`."""
        return list(
            zip(
                [series_key] * len(self),
                self.period_from.tolist(),
                self.period_to.tolist(),
                self.value.tolist(),
                _or_none(self.numerator),
                _or_none(self.n),
                [None if cell == UNKNOWN else cell for cell in self.recorded_on.tolist()]
                if (self.recorded_on == UNKNOWN).any()
                else self.recorded_on.tolist(),
                self.source,
                self.excluded_reason,
                self.excluded_by,
                strict=True,
            )
        )

    def where(self, chosen: NDArray[Any]) -> Self:
        """The rows that a mask or a list of positions chooses."""
        positions = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        order = positions.tolist()
        return type(self)(
            self.period_from[positions],
            self.period_to[positions],
            self.value[positions],
            self.numerator[positions],
            self.n[positions],
            self.recorded_on[positions],
            [self.source[i] for i in order],
            [self.excluded_reason[i] for i in order],
            [self.excluded_by[i] for i in order],
        )

    def joined(self, other: Self) -> Self:
        """These rows and the other's, in order of their periods."""
        both = self.followed_by(other)
        return both.where(np.lexsort((both.period_to, both.period_from)))

    def followed_by(self, other: Self) -> Self:
        """These rows, then the other's."""
        return type(self)(
            np.concatenate([self.period_from, other.period_from]),
            np.concatenate([self.period_to, other.period_to]),
            np.concatenate([self.value, other.value]),
            np.concatenate([self.numerator, other.numerator]),
            np.concatenate([self.n, other.n]),
            np.concatenate([self.recorded_on, other.recorded_on]),
            self.source + other.source,
            self.excluded_reason + other.excluded_reason,
            self.excluded_by + other.excluded_by,
        )

    def same_evidence(self, other: Self) -> NDArray[np.bool_]:
        """Row by row: the same value, numerator, n and exclusion (when it was recorded doesn't matter)."""
        same = self.value == other.value
        for mine, theirs in ((self.numerator, other.numerator), (self.n, other.n)):
            same = same & ((mine == theirs) | (np.isnan(mine) & np.isnan(theirs)))
        reasons = zip(self.excluded_reason, other.excluded_reason, strict=True)
        if any(self.excluded_reason) or any(other.excluded_reason):
            same = same & np.array([a == b for a, b in reasons], bool)
        return np.asarray(same, np.bool_)

    def keys(self) -> bytes:
        """The periods alone, packed for a batch: steps from start to start, then lengths, which repeat and shrink."""
        steps = np.diff(self.period_from, prepend=np.int64(0))
        return zlib.compress(np.stack([steps, self.period_to - self.period_from]).astype("<i8").tobytes(), 1)

    def packed(self) -> bytes:
        """All columns, packed for a batch."""
        words = json.dumps(
            [_shortened(self.source), _shortened(self.excluded_reason), _shortened(self.excluded_by)]
        )
        numbers = b"".join(
            np.ascontiguousarray(column, kind).tobytes()
            for column, kind in (
                (self.period_from, "<i8"),
                (self.period_to, "<i8"),
                (self.value, "<f8"),
                (self.numerator, "<f8"),
                (self.n, "<f8"),
                (self.recorded_on, "<i8"),
            )
        )
        return zlib.compress(struct.pack("<q", len(self)) + numbers + words.encode(), 6)

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """What :meth:`packed` wrote."""
        raw = zlib.decompress(packed)
        (count,) = struct.unpack_from("<q", raw)
        columns: list[Any] = []
        for place, kind in enumerate(("<i8", "<i8", "<f8", "<f8", "<f8", "<i8")):
            columns.append(np.frombuffer(raw, kind, count, 8 + place * 8 * count).copy())
        source, reason, by = (_lengthened(words, count) for words in json.loads(raw[8 + 48 * count :]))
        start, end, value, numerator, n, recorded = columns
        return cls(start, end, value, numerator, n, recorded, source, reason, by)

    def digest(self) -> int:
        """The sum of the rows' mixed bits, modulo 2**64, as a signed number for the file."""
        with np.errstate(over="ignore"):
            mixed = np.full(len(self), 0x9E3779B97F4A7C15, np.uint64)
            for column in (
                self.period_from,
                self.period_to,
                self.value,
                self.numerator,
                self.n,
                self.recorded_on,
            ):
                mixed = _mix(mixed ^ _bits(column))
            for words in (self.source, self.excluded_reason, self.excluded_by):
                mixed = _mix(mixed ^ _word_bits(words))
            total = int(mixed.sum(dtype=np.uint64))
        return signed(total)


def unpacked_keys(packed: bytes) -> tuple[Ints, Ints]:
    """The periods that :meth:`ReadingRows.keys` wrote: starts and ends."""
    steps, lengths = np.frombuffer(zlib.decompress(packed), "<i8").reshape(2, -1).astype(np.int64)
    starts = np.cumsum(steps)
    return starts, starts + lengths


def signed(total: int) -> int:
    """A number modulo 2**64 as SQLite's signed integer."""
    total %= 2**64
    return total - 2**64 if total >= 2**63 else total


def _bits(column: NDArray[Any]) -> NDArray[np.uint64]:
    # Adding 0.0 makes −0.0 and 0.0 the same; every NaN means "not known" and gets one pattern.
    if column.dtype == np.float64:
        column = np.where(np.isnan(column), np.nan, column + 0.0)
    return np.ascontiguousarray(column).view(np.uint64)


def _mix(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64 (Steele, Lea and Flood 2014): each bit of input moves half of the output."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def _word_bits(words: list[str | None]) -> NDArray[np.uint64]:
    known = {word: (0 if word is None else zlib.crc32(word.encode()) + 1) for word in set(words)}
    if len(known) == 1:
        return np.full(len(words), next(iter(known.values())), np.uint64)
    return np.array([known[word] for word in words], np.uint64)


NUMBERS = "period_from, period_to, value, numerator, n, recorded_on, excluded_reason IS NOT NULL"


def numbers_from(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    """:meth:`ReadingRows.numbers` from what the file holds, in the order of :data:`NUMBERS`: half the time and memory.

    Numbers that are whole are so up to 2**53, and so are all days that a calendar has.
    """
    if not rows:
        return ReadingRows.empty().numbers()
    start, end, value, numerator, n, recorded, excluded = (
        np.fromiter(column, np.float64, len(rows)) if place in _NEVER_EMPTY else np.array(column, np.float64)
        for place, column in enumerate(zip(*rows, strict=True))
    )
    return {
        "period_from": start.astype(np.int64),
        "period_to": end.astype(np.int64),
        "value": value,
        "numerator": numerator,
        "n": n,
        "recorded_on": np.where(np.isnan(recorded), UNKNOWN, np.nan_to_num(recorded)).astype(np.int64),
        "excluded": excluded.astype(np.bool_),
    }


#: The places of the numbers that every reading has.
_NEVER_EMPTY = {0, 1, 2, 6}


def _or_nan(cells: tuple[float | None, ...]) -> Floats:
    return np.array([np.nan if cell is None else cell for cell in cells], np.float64)


def _or_none(column: Floats) -> list[float | None]:
    unknown = np.isnan(column)
    if unknown.all():
        return [None] * len(column)
    if not unknown.any():
        return list(column.tolist())
    return [
        None if missing else cell for cell, missing in zip(column.tolist(), unknown.tolist(), strict=True)
    ]


def _shortened(words: list[str | None]) -> Any:
    return words[0] if words and len(set(words)) == 1 else words


def _lengthened(words: Any, count: int) -> list[str | None]:
    return list(words) if isinstance(words, list) else [words] * count
