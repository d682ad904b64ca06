"""The anytime band: a range of a mean that stays valid though looked at every week (statistics.md b1)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxworkbench.measurement.readings import FloatColumn, Kind
from cxworkbench.values import value

LARGEST_CARRY_OVER = 0.8
LAST_WEEKS = 4


@value
class Band:
    """The band of one look.

    Attributes:
        T: weeks that count.
        mean: their (n-weighted) mean, metric unit.
        lower: lower end, metric unit; minus infinity where unbounded.
        upper: upper end, metric unit; infinity where unbounded.
        n_eff: independent weeks that T weeks are worth.
        r1: lag-1 carry-over as measured.
        r: carry-over as used, 0 to 0.8.
        sd: spread of a week, metric unit; 0 means identical values and no n.
    """

    T: int
    mean: float
    lower: float
    upper: float
    n_eff: float
    r1: float
    r: float
    sd: float


#: The band of no week.
NO_BAND = Band(0, math.nan, -math.inf, math.inf, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class LookBands:
    """The bands of all looks: element [..., t] is the band over the first t + 1 weeks. Fields as in `Band`.

    `last4` is the (n-weighted) mean of the last four weeks of each look, NaN before the fourth.
    """

    weeks: FloatColumn
    mean: FloatColumn
    lower: FloatColumn
    upper: FloatColumn
    n_eff: FloatColumn
    r1: FloatColumn
    r: FloatColumn
    sd: FloatColumn
    last4: FloatColumn

    def at(self, look: int) -> Band:
        """The band of one look of a single series."""
        return Band(
            int(self.weeks[look]),
            float(self.mean[look]),
            float(self.lower[look]),
            float(self.upper[look]),
            float(self.n_eff[look]),
            float(self.r1[look]),
            float(self.r[look]),
            float(self.sd[look]),
        )

    def of_looks(self, looks: npt.NDArray[np.int64]) -> list[Band]:
        """Of many series the band of one look each."""
        rows = np.arange(len(looks))
        columns = (self.weeks, self.mean, self.lower, self.upper, self.n_eff, self.r1, self.r, self.sd)
        each = (column[rows, looks].tolist() for column in columns)
        return [Band(0 if math.isnan(one[0]) else int(one[0]), *one[1:]) for one in zip(*each, strict=True)]


def multiplier(T: int, alpha: float = 0.10, g: float = 1.0) -> float:
    """Standard errors on each side of the mean after T weeks; infinite where unbounded (b1, step 5)."""
    return float(_multipliers(np.asarray([float(T)]), np.asarray(alpha), g)[0])


def _multipliers(T: FloatColumn, alpha: FloatColumn, g: float | FloatColumn) -> FloatColumn:
    G = 1.0 + g * T
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        K = np.exp(np.log(G / alpha**2) / T)
        bounded = np.sqrt((T - 1.0) * (K - 1.0) / (1.0 - K / G))
    return np.where((T > 0) & (K < G), bounded, np.inf)


def _variance_inflation(T: FloatColumn, r: FloatColumn) -> FloatColumn:
    """1 + 2 sum over k of (1 - k/T) r^k in closed form, for 0 <= r < 1."""
    return 1.0 + 2.0 * (r / (1.0 - r) - r * (1.0 - r**T) / (T * (1.0 - r) ** 2))


def anytime_band(
    values: Sequence[float] | FloatColumn,
    n: Sequence[float] | FloatColumn | None = None,
    kind: Kind = "mean",
    alpha: float = 0.10,
    g: float = 1.0,
    r: float | None = None,
    *,
    unit_scale: float = 1.0,
) -> Band:
    """The anytime-valid t band of the mean of weeks, present ones taken as neighbours (statistics.md b1).

    Args:
        values: weekly values in the metric's unit, oldest first.
        n: weekly n; a NaN in any week makes n unknown for the whole window (no weighting, no floor).
        kind: only a proportion has a floor under its spread.
        alpha: two-sided error; 0.10 is 5 % one-sided.
        g: spread of the effect sizes of the mixture; 1 is the published default.
        r: carry-over fixed instead of estimated.
        unit_scale: 100 where the values of a proportion are in percent, 1 where they are shares.
    """
    v = np.asarray(values, dtype=np.float64)
    T = len(v)
    if T == 0:
        return NO_BAND
    weight = np.ones(T) if n is None else np.asarray(n, dtype=np.float64)
    known = n is not None and bool(np.isfinite(weight).all())
    if not known:
        weight = np.ones(T)
    # Taking off the first value first leaves exact noughts where all values are equal.
    y = v - v[0]
    from_first = float((weight * y).sum() / weight.sum())
    d = (y - from_first) * weight / weight.mean()
    squares = float((d**2).sum())
    r1 = float((d[:-1] * d[1:]).sum()) / squares if squares > 0 else 0.0
    if r is None:
        estimated = r1 + (1 + 4 * r1) / T + 1 / math.sqrt(T)
        r = min(max(estimated, 0.0), LARGEST_CARRY_OVER) if T >= 3 and squares > 0 else 0.0
    vif = 1 + 2 * sum((1 - k / T) * r**k for k in range(1, T))
    floor = 0.0
    if known and kind == "proportion":
        share = (float((v / unit_scale * weight).sum()) + 1) / (float(weight.sum()) + 2)
        floor = unit_scale**2 * max(share * (1 - share), 0.0) / float(weight.mean())
    sd = math.sqrt(max(squares / max(T - vif, 0.5), floor))
    half = (
        multiplier(T, alpha, g) * sd / math.sqrt(T / vif) if multiplier(T, alpha, g) < math.inf else math.inf
    )
    mean = float(v[0]) + from_first
    return Band(T, mean, mean - half, mean + half, T / vif, r1, r, sd)


def bands_of_all_looks(
    values: FloatColumn,
    n: FloatColumn | None = None,
    kind: Kind | Sequence[Kind] = "mean",
    alpha: float | FloatColumn = 0.10,
    g: float | FloatColumn = 1.0,
    *,
    unit_scale: float | FloatColumn = 1.0,
) -> LookBands:
    """The bands over the first 1, 2, ... T weeks of one or many series in one pass (b4, assessment).

    Prefix sums make the whole O(T); each element equals `anytime_band` of the same weeks to 1e-9.

    Args:
        values: shape (T,) or (series, T), metric unit, oldest week first; shorter series end in NaN.
        n: same shape; from the first NaN on n counts as unknown for that series.
        kind: one for all, or one for each series.
        alpha: one for all, or one for each series.
        g: one for all, or one for each series; as in `anytime_band`.
        unit_scale: one for all, or one for each series.
    """
    alone = values.ndim == 1
    v = np.atleast_2d(np.asarray(values, dtype=np.float64))
    alphas = np.broadcast_to(np.asarray(alpha, dtype=np.float64).reshape(-1, 1), (len(v), 1))
    spreads = np.broadcast_to(np.asarray(g, dtype=np.float64).reshape(-1, 1), (len(v), 1))
    scales = np.broadcast_to(np.asarray(unit_scale, dtype=np.float64).reshape(-1, 1), (len(v), 1))
    kinds = [kind] * len(v) if isinstance(kind, str) else list(kind)
    proportion = np.asarray([of == "proportion" for of in kinds], dtype=np.bool_).reshape(-1, 1)

    first = v[:, :1]
    y = v - first
    T = np.broadcast_to(np.arange(1.0, v.shape[1] + 1), v.shape)
    plain = _Sums.of(y, np.ones_like(v), T)
    sums, floor = plain, np.zeros_like(v)
    if n is not None:
        weight = np.atleast_2d(np.asarray(n, dtype=np.float64))
        known = np.logical_and.accumulate(np.isfinite(weight), axis=1)
        weight = np.where(known, weight, 1.0)
        sums = plain.where(known, _Sums.of(y, weight, T))
        total = np.cumsum(weight, axis=1)
        share = (np.cumsum(v / scales * weight, axis=1) + 1.0) / (total + 2.0)
        spread = scales**2 * np.maximum(share * (1.0 - share), 0.0) / (total / T)
        floor = np.where(known & proportion, spread, 0.0)

    squares = np.maximum(sums.squares, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        r1 = np.where(squares > 0, sums.lagged / squares, 0.0)
    estimated = np.clip(r1 + (1 + 4 * r1) / T + 1 / np.sqrt(T), 0.0, LARGEST_CARRY_OVER)
    r = np.where((T >= 3) & (squares > 0), estimated, 0.0)
    vif = _variance_inflation(T, r)
    sd = np.sqrt(np.maximum(squares / np.maximum(T - vif, 0.5), floor))
    wide = _multipliers(T, alphas, spreads)
    with np.errstate(invalid="ignore"):
        half = np.where(np.isfinite(wide), wide * sd / np.sqrt(T / vif), np.inf)
    mean = first + sums.mean
    bands = (T, mean, mean - half, mean + half, T / vif, r1, r, sd, first + sums.last4)
    ended = np.isnan(v)
    shaped = [np.where(ended, np.nan, column) for column in bands]
    return LookBands(*(column[0] if alone else column for column in shaped))


@dataclass(frozen=True, eq=False)
class _Sums:
    """What prefix sums give for every look: means of y, sums of squares and of lag-1 products of d."""

    mean: FloatColumn
    squares: FloatColumn
    lagged: FloatColumn
    last4: FloatColumn

    @classmethod
    def of(cls, y: FloatColumn, weight: FloatColumn, T: FloatColumn) -> _Sums:
        total, weighted = np.cumsum(weight, axis=1), np.cumsum(weight * y, axis=1)
        mean = weighted / total
        average = total / T
        w2 = weight**2
        squares = np.cumsum(w2 * y**2, axis=1) - 2 * mean * np.cumsum(w2 * y, axis=1)
        squares = (squares + mean**2 * np.cumsum(w2, axis=1)) / average**2
        pair = weight[:, :-1] * weight[:, 1:]
        lagged = _from_second(pair * y[:, :-1] * y[:, 1:]) - mean * _from_second(
            pair * (y[:, :-1] + y[:, 1:])
        )
        lagged = (lagged + mean**2 * _from_second(pair)) / average**2
        last4 = np.full_like(y, np.nan)
        if y.shape[1] >= LAST_WEEKS:
            window = np.lib.stride_tricks.sliding_window_view
            share = window(weight, LAST_WEEKS, axis=1)
            part = (share * window(y, LAST_WEEKS, axis=1)).sum(axis=2) / share.sum(axis=2)
            last4[:, LAST_WEEKS - 1 :] = part
        return cls(mean, squares, lagged, last4)

    def where(self, known: npt.NDArray[np.bool_], weighted: _Sums) -> _Sums:
        return _Sums(
            np.where(known, weighted.mean, self.mean),
            np.where(known, weighted.squares, self.squares),
            np.where(known, weighted.lagged, self.lagged),
            np.where(known, weighted.last4, self.last4),
        )


def _from_second(pairs: FloatColumn) -> FloatColumn:
    """Running sums of neighbours' products: nothing at the first week, the first pair at the second."""
    return np.concatenate([np.zeros((len(pairs), 1)), np.cumsum(pairs, axis=1)], axis=1)


def normal_mixture_radius(n: float, sigma: float, alpha: float = 0.10, g: float = 1.0) -> float:
    """Half-width of the confidence sequence with known sigma: a self-test of the band's limit (b1)."""
    ng = n * g
    return sigma / math.sqrt(n) * math.sqrt((1 + ng) / ng * math.log((1 + ng) / alpha**2))
