"""When open milestones are likely to be done: own slips applied to the rest of the plan (statistics.md f).

Each is said with an even chance and with one of four in five.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cxworkbench.measurement.readings import FloatColumn
from cxworkbench.schedule.network import in_order

#: Actual over planned duration where an organisation has no record of its own: a house assumption, shown as such.
DEFAULT_RATIOS = (0.9, 1.0, 1.0, 1.1, 1.2, 1.3, 1.5, 2.0)
#: With so many finished milestones of its own, only those count.
ENOUGH_OF_ITS_OWN = 8
#: What is left of one that took longer than any draw says: a tenth of its plan.
LEFT_WHEN_OVER = 0.1
#: How likely a milestone shares the slip of all others; independence would be too optimistic.
COMMON_SHARE = 0.5
DRAWS = 10_000


@dataclass(frozen=True)
class Activity:
    """An open milestone as it is simulated, in days from the day of judgement.

    Attributes:
        planned: its planned duration, a day at least.
        start: when it is to start at the earliest; 0 and less where it has begun.
        predecessors: what it waits for, of those simulated.
        elapsed: days that it has been worked on; None where it hasn't begun.
    """

    planned: float
    start: float = 0.0
    predecessors: tuple[str, ...] = ()
    elapsed: float | None = None


@dataclass(frozen=True)
class Spread:
    """Half of the draws are done by ``p50``, four of five by ``p80``: days from the day of judgement, rounded up."""

    p50: int
    p80: int


@dataclass(frozen=True)
class Simulated:
    """Each milestone's spread, and that of the last of all; ``is_own``: the ratios are the programme's own alone."""

    of: Mapping[str, Spread]
    finish: Spread
    is_own: bool
    seed: int


def reference_class(finished: Sequence[float]) -> tuple[FloatColumn, bool]:
    """The ratios to draw from, and whether they are the programme's own alone."""
    own = len(finished) >= ENOUGH_OF_ITS_OWN
    return np.asarray([*finished, *(() if own else DEFAULT_RATIOS)], dtype=np.float64), own


def simulate(
    activities: Mapping[str, Activity],
    finished: Sequence[float],
    *,
    common_share: float = COMMON_SHARE,
    draws: int = DRAWS,
    seed: int = 1,
) -> Simulated:
    """Play the rest of the plan many times.

    In each draw one common ratio stands for all that hits everything; each milestone takes it with ``common_share``,
    else a ratio of its own. One in progress takes only ratios that its elapsed days still allow.

    Args:
        activities: the open milestones by name.
        finished: actual over planned duration of finished ones.
        common_share: 0 to 1.
        draws: how many times.
        seed: of the draws; the same gives the same.

    Raises:
        NetworkError: they wait in a circle, or for one that isn't among them.
        ValueError: nothing to simulate.
    """
    if not activities:
        raise ValueError("no open milestone")
    order = in_order(list(activities), {name: one.predecessors for name, one in activities.items()})
    ratios, own = reference_class(finished)
    chance = np.random.default_rng(seed)
    common = chance.integers(0, len(ratios), draws)
    ends: dict[str, FloatColumn] = {}
    for name in order:
        one = activities[name]
        drawn = np.where(chance.random(draws) < common_share, common, chance.integers(0, len(ratios), draws))
        left = _left(one, ratios, drawn, chance)
        begin = np.full(draws, max(one.start, 0.0))
        for before in one.predecessors:
            begin = np.maximum(begin, ends[before])
        ends[name] = begin + left
    last = np.maximum.reduce(list(ends.values()))
    return Simulated({name: _spread(ends[name]) for name in activities}, _spread(last), own, seed)


def _left(
    one: Activity,
    ratios: FloatColumn,
    drawn: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    chance: np.random.Generator,
) -> FloatColumn:
    """Days that a milestone still takes in each draw."""
    if one.elapsed is None or one.elapsed <= 0:
        return np.asarray(ratios[drawn] * one.planned)
    possible = np.flatnonzero(ratios * one.planned > one.elapsed)
    if not len(possible):
        return np.full(len(drawn), LEFT_WHEN_OVER * one.planned)
    # A ratio that its elapsed days have ruled out is drawn anew among those that are left.
    ruled_out = ~np.isin(drawn, possible)
    again = possible[chance.integers(0, len(possible), len(drawn))]
    return np.asarray(ratios[np.where(ruled_out, again, drawn)] * one.planned - one.elapsed)


def _spread(ends: FloatColumn) -> Spread:
    p50, p80 = np.quantile(ends, [0.5, 0.8], method="higher")
    return Spread(math.ceil(p50 - 1e-9), math.ceil(p80 - 1e-9))
