"""What readings that were taken would do to a plan: which are new, which change one, which it holds, which it refuses.

The same answer is shown before an import and carried out by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cxworkbench.exchange.readings_import import Place, Rejected, Rows
from db.bulk import matching
from db.readings import ReadingRows

NEW, CHANGED, SAME, REFUSED = range(4)
OVERLAPS = "is refused: the plan holds a longer or overlapping period already"

#: The readings that the plan holds in a series; none where there is no such series.
Held = Callable[[Place], ReadingRows]


@dataclass(frozen=True)
class SettledSeries:
    """What happens to the readings of one series.

    Attributes:
        rows: as they were taken.
        what: for each row NEW, CHANGED, SAME or REFUSED.
        before: the value that the plan holds, where a row changes it; else NaN.
        written: the rows that come in, ready to be written.
        covered: readings of the plan that a longer period takes the place of.
    """

    rows: Rows
    what: NDArray[np.int64]
    before: NDArray[np.float64]
    written: ReadingRows
    covered: ReadingRows

    def count(self, what: int) -> int:
        """How many rows are NEW, CHANGED, SAME or REFUSED."""
        return int((self.what == what).sum())


@dataclass
class Settled:
    """What happens to all readings of an import, by series."""

    series: dict[Place, SettledSeries] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)

    def count(self, what: int) -> int:
        """How many readings are NEW, CHANGED, SAME or REFUSED."""
        return sum(one.count(what) for one in self.series.values())

    @property
    def added(self) -> int:
        """How many readings are new."""
        return self.count(NEW)

    @property
    def replaced(self) -> int:
        """How many take the place of others."""
        return self.count(CHANGED)

    @property
    def same(self) -> int:
        """How many the plan holds already."""
        return self.count(SAME)

    @property
    def changes(self) -> bool:
        """Whether anything of the plan's readings changes."""
        return any(one.count(NEW) or one.count(CHANGED) or len(one.covered) for one in self.series.values())


def settle(readings: Iterable[tuple[Place, Rows]], held: Held, *, recorded_on: int, source: str) -> Settled:
    """Lay readings beside those that a plan holds.

    A longer period takes the place of the shorter ones that it covers; a period that lies inside a longer one of the
    plan, or cuts across one, is refused: no day counts twice. A reading that somebody set aside stays set aside.

    Args:
        readings: by series; no series holds a period twice.
        held: what the plan holds.
        recorded_on: the moment of the import, in epoch seconds.
        source: the file's name, kept with each reading.
    """
    found = Settled()
    for place, rows in readings:
        if not len(rows):
            continue
        mine = ReadingRows.of(
            rows.start,
            rows.end,
            rows.value,
            numerator=rows.numerator,
            n=rows.n,
            recorded_on=recorded_on,
            source=source,
        )
        theirs = held(place)
        keep, covered = _fit(mine, theirs)
        what = np.where(keep, NEW, REFUSED)
        before = np.full(len(rows), np.nan)
        at_mine, at_theirs = matching(mine, theirs)
        for one, other in zip(at_mine.tolist(), at_theirs.tolist(), strict=True):
            mine.excluded_reason[one] = theirs.excluded_reason[other]
            mine.excluded_by[one] = theirs.excluded_by[other]
        same = mine.where(at_mine).same_evidence(theirs.where(at_theirs))
        what[at_mine] = np.where(same, SAME, CHANGED)
        before[at_mine[~same]] = theirs.value[at_theirs[~same]]
        comes = (what == NEW) | (what == CHANGED)
        found.series[place] = SettledSeries(rows, what, before, mine.where(comes), theirs.where(covered))
        for one in np.flatnonzero(~keep).tolist():
            found.rejected.append(Rejected(int(rows.line[one]), "period", f"{rows.value[one]:g}", OVERLAPS))
    return found


def _fit(mine: ReadingRows, theirs: ReadingRows) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which new periods fit in, and which of those held they cover."""
    keep = np.ones(len(mine), bool)
    covered = np.zeros(len(theirs), bool)
    if not len(theirs):
        return keep, covered
    order = np.argsort(theirs.period_from, kind="stable")
    starts, ends = theirs.period_from[order], theirs.period_to[order]
    first = np.searchsorted(ends, mine.period_from, side="right")
    last = np.searchsorted(starts, mine.period_to, side="left")
    for place in np.flatnonzero(last > first).tolist():
        begin, end = mine.period_from[place], mine.period_to[place]
        overlapping = np.arange(first[place], last[place])
        overlapping = overlapping[(starts[overlapping] != begin) | (ends[overlapping] != end)]
        inside = (begin <= starts[overlapping]) & (ends[overlapping] <= end)
        if inside.all():
            covered[order[overlapping]] = True
        else:
            keep[place] = False
    return keep, covered
