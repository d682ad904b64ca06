"""Process-behaviour charts: limits of chance, and which points are news (statistics.md a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cxworkbench.measurement.readings import FloatColumn, Mask
from db.fixed import fixed

SIGMA_PER_MOVING_RANGE = 1 / 1.128
MOVING_RANGE_LIMIT = 3.267
RUN_LENGTH = 8


class Rule(StrEnum):
    """The three signals: one point outside, eight in a row on one side, two of three far out."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"


@fixed
class Signal:
    """A point that completes a signal: its 0-based index, and the side of the centre (1 above, -1 below)."""

    rule: Rule
    index: int
    side: int


@dataclass(frozen=True, eq=False)
class Limits:
    """A chart's limits, one row a point, so that limits that step with n need no second shape.

    Attributes:
        center: centre line.
        sigma: spread of a single point; 0 throughout means that nothing varies.
        lower: lower limit.
        upper: upper limit.
        mr_bar: mean moving range of the baseline; NaN for p- and u-charts.
        mr_upper: upper limit of the moving range; NaN for p- and u-charts.
        overdispersion: Laney's factor, 1 where off or not needed.
    """

    center: FloatColumn
    sigma: FloatColumn
    lower: FloatColumn
    upper: FloatColumn
    mr_bar: float
    mr_upper: float
    overdispersion: float

    @property
    def varies(self) -> bool:
        """False where the baseline was all equal: no signals, check the feed."""
        return bool((self.sigma > 0).any())


def xmr(values: Sequence[float] | FloatColumn, baseline: int | None = None) -> Limits:
    """Individuals chart: means, scores, ratios, anything without n.

    Args:
        values: weekly values, metric unit, oldest first, without gaps (present weeks are neighbours).
        baseline: how many of the first values set the limits; all by default.
    """
    x = np.asarray(values, dtype=np.float64)
    base = x[:baseline]
    mr_bar = float(np.abs(np.diff(base)).mean()) if len(base) > 1 else 0.0
    sigma = mr_bar * SIGMA_PER_MOVING_RANGE
    center, spread = np.full(len(x), base.mean() if len(base) else np.nan), np.full(len(x), sigma)
    lower, upper = center - 3 * spread, center + 3 * spread
    return Limits(center, spread, lower, upper, mr_bar, MOVING_RANGE_LIMIT * mr_bar, 1.0)


def p_chart(
    numerators: Sequence[float] | FloatColumn,
    denominators: Sequence[float] | FloatColumn,
    *,
    laney: bool = True,
    baseline: int | None = None,
) -> Limits:
    """Shares of n, as 0 to 1; limits step with n and are cut to 0 and 1.

    Args:
        numerators: hits a week.
        denominators: cases a week, above 0.
        laney: widen by the over-dispersion that the baseline shows (never narrow).
        baseline: how many of the first weeks set the limits; all by default.
    """
    x, n = np.asarray(numerators, dtype=np.float64), np.asarray(denominators, dtype=np.float64)
    center = float(x[:baseline].sum() / n[:baseline].sum())
    return _stepping(x, n, center, center * (1 - center), laney=laney, baseline=baseline, top=1.0)


def u_chart(
    counts: Sequence[float] | FloatColumn,
    exposure: Sequence[float] | FloatColumn,
    *,
    laney: bool = True,
    baseline: int | None = None,
) -> Limits:
    """Counts per unit of exposure; limits step with the exposure, the lower one never under 0.

    Args:
        counts: events a week.
        exposure: what they could happen to, above 0.
        laney: as in `p_chart`.
        baseline: as in `p_chart`.
    """
    c, a = np.asarray(counts, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    center = float(c[:baseline].sum() / a[:baseline].sum())
    return _stepping(c, a, center, center, laney=laney, baseline=baseline, top=np.inf)


def _stepping(
    x: FloatColumn,
    n: FloatColumn,
    center: float,
    variance: float,
    *,
    laney: bool,
    baseline: int | None,
    top: float,
) -> Limits:
    chance = np.sqrt(max(variance, 0.0) / n)
    factor = 1.0
    if laney and variance > 0 and len(x[:baseline]) > 1:
        z = ((x / n - center) / chance)[:baseline]
        factor = max(1.0, float(np.abs(np.diff(z)).mean()) * SIGMA_PER_MOVING_RANGE)
    sigma, middle = factor * chance, np.full(len(x), center)
    lower, upper = np.maximum(middle - 3 * sigma, 0.0), np.minimum(middle + 3 * sigma, top)
    return Limits(middle, sigma, lower, upper, np.nan, np.nan, factor)


def signals(values: Sequence[float] | FloatColumn, limits: Limits) -> tuple[Signal, ...]:
    """Every point that completes a signal, by rule and then by index; none where nothing varies.

    R1 one point beyond 3 sigma; R2 eight in a row strictly on one side (a point on the centre breaks the
    run); R3 two of three successive points beyond 2 sigma on one side, the latest being one of them. Rules
    look backwards only.
    """
    if not limits.varies:
        return ()
    x = np.asarray(values, dtype=np.float64)
    away = x - limits.center
    found = []
    for side in (1, -1):
        towards = side * away
        far = towards > 2 * limits.sigma
        found += [Signal(Rule.R1, i, side) for i in _places(towards > 3 * limits.sigma)]
        found += [Signal(Rule.R2, i, side) for i in _places(run_lengths(towards > 0) >= RUN_LENGTH)]
        earlier = np.zeros(len(x), dtype=np.bool_)
        earlier[1:] |= far[:-1]
        earlier[2:] |= far[:-2]
        found += [Signal(Rule.R3, i, side) for i in _places(far & earlier)]
    return tuple(sorted(found, key=lambda signal: (signal.rule, signal.index)))


def run_lengths(mask: Mask) -> npt.NDArray[np.int64]:
    """How many true values in a row end at each place, along the last axis."""
    place = np.arange(1, mask.shape[-1] + 1)
    return (place - np.maximum.accumulate(np.where(mask, 0, place), axis=-1)).astype(np.int64)


def _places(mask: Mask) -> list[int]:
    return [int(place) for place in np.flatnonzero(mask)]
