"""How a metric spreads over more pilots than can be told apart as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxworkbench.charts.description import Fan

if TYPE_CHECKING:
    from cxworkbench.assessment import PilotState
    from cxworkbench.judged_metric import MetricState

#: Of fewer pilots a week has no spread.
FEWEST_PILOTS = 5
#: The shares of the pilots that lie below the edges of the bands, and below the middle.
SHARES = (10, 25, 50, 75, 90)


@dataclass(frozen=True)
class Spread:
    """A row a week, in order.

    Attributes:
        days: ends of the weeks: ordinals of their Sundays, or days from each pilot's week 1.
        levels: tenth, quarter, middle, three quarters and nine tenths of the pilots, in the metric's unit.
        pilots: how many have a week that counts.
    """

    days: tuple[float, ...]
    levels: tuple[tuple[float, ...], ...]
    pilots: tuple[int, ...]

    @property
    def fan(self) -> Fan:
        """Its bands; the middle is a line of its own."""
        p10, p25, _, p75, p90 = zip(*self.levels, strict=True)
        return Fan(self.days, p10, p25, (), p75, p90, token="reference", alpha80=0.18, alpha50=0.22)  # noqa: S106


def spread(members: Sequence[tuple[PilotState, MetricState]], *, by_week: bool) -> Spread | None:
    """The spread of the weeks that count; None where no week has enough pilots.

    Args:
        members: the pilots with their metric.
        by_week: weeks are those from each pilot's go-live; pilots that aren't live are left out then. Else they are
            those of the calendar.
    """
    days, values = [], []
    for _, state in members:
        weeks, window = state.weeks, state.window
        if by_week and window is None:
            continue
        start = window.week_1.toordinal() if by_week and window is not None else 0
        there = weeks.counts & np.isfinite(weeks.value)
        days.append(weeks.monday[there] + 6 - start)
        values.append(weeks.value[there])
    if not days:
        return None
    day, value = np.concatenate(days), np.concatenate(values)
    order = np.argsort(day, kind="stable")
    each, first, counts = np.unique(day[order], return_index=True, return_counts=True)
    found = [
        (float(at), np.percentile(part, SHARES), len(part))
        for at, part, many in zip(each, np.split(value[order], first[1:]), counts, strict=True)
        if many >= FEWEST_PILOTS
    ]
    if not found:
        return None
    return Spread(
        tuple(at for at, _, _ in found),
        tuple(tuple(float(level) for level in levels) for _, levels, _ in found),
        tuple(pilots for _, _, pilots in found),
    )
