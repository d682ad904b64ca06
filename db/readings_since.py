"""Which readings later steps touched, and what they were before: a series is never read anew for a few of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from db.readings import Ints, ReadingRows, unpacked_keys

if TYPE_CHECKING:
    from db.journal import Batch

Periods = tuple[Ints, Ints]


def touched_periods(batches: Sequence[Batch]) -> Periods:
    """The periods, as starts and ends, that bulk writes added, replaced or removed; each once, in order."""
    parts = [part for batch in batches for part in (_added(batch), *map(_periods, _before(batch)))]
    start, end = _joined([one[0] for one in parts]), _joined([one[1] for one in parts])
    if len(batches) == 1 and not batches[0].replaced_count and not batches[0].removed_count:
        return start, end  # no period is added twice by one write
    return _first_of_each(start, end)[:2]


def as_they_stood(batches: Sequence[Batch]) -> tuple[Periods, ReadingRows]:
    """The periods that bulk writes touched, and the readings that were there before the first of them.

    Args:
        batches: of one series, in the order in which they were written.
    """
    starts, ends, places = [], [], []
    then, count = ReadingRows.empty(), 0
    for batch in batches:
        start, end = _added(batch)
        starts.append(start)
        ends.append(end)
        places.append(np.full(len(start), -1, np.int64))
        for before in _before(batch):
            starts.append(before.period_from)
            ends.append(before.period_to)
            places.append(np.arange(count, count + len(before)))
            count += len(before)
            then = then.followed_by(before)
    start, end = _joined(starts), _joined(ends)
    place = _joined(places)
    if len(batches) > 1:
        start, end, first = _first_of_each(start, end)
        place = place[first]
    kept = then.where(place[place >= 0])
    return (start, end), kept.where(np.lexsort((kept.period_to, kept.period_from)))


def _added(batch: Batch) -> Periods:
    none = np.empty(0, np.int64)
    return (none, none) if batch.added is None else unpacked_keys(batch.added)


def _before(batch: Batch) -> list[ReadingRows]:
    return [ReadingRows.unpacked(packed) for packed in (batch.replaced, batch.removed) if packed is not None]


def _periods(rows: ReadingRows) -> Periods:
    return rows.period_from, rows.period_to


def _joined(columns: list[Ints]) -> Ints:
    return np.concatenate(columns) if columns else np.empty(0, np.int64)


def _first_of_each(start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """Each period once, in order, with the place at which it stood first."""
    order = np.lexsort((end, start))  # stable: of equal periods the first written comes first
    start, end = start[order], end[order]
    new = np.ones(len(start), bool)
    new[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    return start[new], end[new], order[new]
