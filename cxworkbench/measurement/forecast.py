"""Trend and date of reaching a threshold: Theil-Sen line and block bootstrap (statistics.md c)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import numpy as np

from cxworkbench.measurement.local_days import IntColumn
from cxworkbench.measurement.readings import FloatColumn
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.weeks import Weeks
from cxworkbench.measurement.window import Window

FEWEST_WEEKS = 8
LONGEST_HORIZON = 26
MOST_WEEKS = 52
REPLICATES = 1000
TOWARDS = 0.80
IMPROVING = 0.90
WITHIN = 0.5
FAN_LEVELS = (0.10, 0.25, 0.50, 0.75, 0.90)


class TrendStatus(StrEnum):
    """What may be said of the trend, in the order in which it is asked."""

    NOT_ENOUGH_DATA = "not_enough_data"
    ALREADY_THERE = "already_there"
    NO_TREND = "no_trend"
    BEYOND_HORIZON = "beyond_horizon"
    FORECAST = "forecast"


@dataclass(frozen=True, eq=False)
class Fan:
    """Range of the trend, not of single weeks: row i of `levels` is P10, P25, P50, P75, P90 at `t[i]`."""

    t: FloatColumn
    levels: FloatColumn


@dataclass(frozen=True, eq=False)
class Forecast:
    """A trend and, for status `forecast` only, the weeks in which it reaches the target.

    Attributes:
        status: what may be said.
        slope: metric units a week; NaN with too few weeks.
        intercept: fitted level at t = 0.
        p10: week (in units of t) by which 1 in 10 replicates is there; None unless `forecast`.
        p50: by which half are.
        p90: by which 9 in 10 are; infinity where that lies beyond the horizon.
        p_within: share of replicates that get there within the horizon; NaN with too few weeks.
        p_toward: share of replicates with a slope towards the target.
        last: t of the newest week.
        horizon: weeks looked ahead from there.
        seed: of the bootstrap.
        fan: for `forecast` and `beyond_horizon`, else None.
    """

    status: TrendStatus
    slope: float
    intercept: float
    p10: float | None
    p50: float | None
    p90: float | None
    p_within: float
    p_toward: float
    last: float
    horizon: float
    seed: int
    fan: Fan | None

    @property
    def improving(self) -> bool:
        """At least 9 in 10 replicates move towards the target (b4, row 4)."""
        return self.p_toward >= IMPROVING


def theil_sen(t: Sequence[float] | FloatColumn, y: Sequence[float] | FloatColumn) -> tuple[float, float]:
    """Slope and intercept: median of all pair slopes, median of what is left (scipy's method "joint").

    Raises:
        ValueError: no two different t.
    """
    times, levels = np.asarray(t, dtype=np.float64), np.asarray(y, dtype=np.float64)
    slope, intercept = _fit(times, levels[np.newaxis, :])
    return float(slope[0]), float(intercept[0])


def _fit(t: FloatColumn, y: FloatColumn) -> tuple[FloatColumn, FloatColumn]:
    """Lines through rows of y, shape (rows, T)."""
    early, late = np.triu_indices(len(t), 1)
    apart = t[late] != t[early]
    early, late = early[apart], late[apart]
    if not len(early):
        raise ValueError("a trend needs two different weeks")
    slope = np.median((y[:, late] - y[:, early]) / (t[late] - t[early]), axis=1)
    intercept = np.median(y - slope[:, np.newaxis] * t, axis=1)
    return slope, intercept


def forecast(
    t: Sequence[float] | FloatColumn,
    y: Sequence[float] | FloatColumn,
    target: float,
    direction: str,
    *,
    horizon: float | None = None,
    seed: int = 1,
    replicates: int = REPLICATES,
) -> Forecast:
    """When the recent slope, if it continued, would reach a target; 1000 x 30 weeks take about 0.1 s.

    Args:
        t: weeks since the window's start, ascending, gaps kept; only the newest 52 are used.
        y: value of each week, metric unit.
        target: what is to be reached, same unit.
        direction: "up" or "down" is better.
        horizon: weeks ahead of the last; by default the observed span, 26 at most.
        seed: of the block bootstrap, stored with the result.
        replicates: B.
    """
    times = np.asarray(t, dtype=np.float64)[-MOST_WEEKS:]
    levels = np.asarray(y, dtype=np.float64)[-MOST_WEEKS:]
    rule = MetricRule("mean", direction)
    last = float(times[-1]) if len(times) else math.nan
    span = last - float(times[0]) + 1 if len(times) else 0.0
    ahead = min(span, LONGEST_HORIZON) if horizon is None else horizon
    if len(times) < FEWEST_WEEKS:
        nan = math.nan
        return Forecast(
            TrendStatus.NOT_ENOUGH_DATA, nan, nan, None, None, None, nan, nan, last, ahead, seed, None
        )
    slope, intercept = theil_sen(times, levels)
    slopes, intercepts = _replicates(times, levels, slope, intercept, seed, replicates)
    towards = rule.sign * slopes > 0
    p_toward = float(towards.mean())
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = np.where(towards, (target - intercepts) / slopes, math.inf)
    there = ~rule.are_worse(intercepts + slopes * last, target)
    crossing = np.where(there, last, crossing)
    crossing = np.sort(np.where(crossing > last + ahead, math.inf, crossing))
    p_within = float(np.isfinite(crossing).mean())
    if rule.at_or_past(intercept + slope * last, target):
        status = TrendStatus.ALREADY_THERE
    elif p_toward < TOWARDS or rule.sign * slope <= 0:
        status = TrendStatus.NO_TREND
    elif p_within < WITHIN:
        status = TrendStatus.BEYOND_HORIZON
    else:
        status = TrendStatus.FORECAST
    dates = [
        _higher(crossing, share) if status is TrendStatus.FORECAST else None for share in (0.1, 0.5, 0.9)
    ]
    fan = None
    if status in {TrendStatus.FORECAST, TrendStatus.BEYOND_HORIZON}:
        weeks = last + np.arange(0.0, math.floor(ahead) + 1)
        fitted = intercepts[:, np.newaxis] + slopes[:, np.newaxis] * weeks
        fan = Fan(weeks, np.quantile(fitted, FAN_LEVELS, axis=0).T)
    return Forecast(
        status, slope, intercept, dates[0], dates[1], dates[2], p_within, p_toward, last, ahead, seed, fan
    )


def _replicates(
    t: FloatColumn, y: FloatColumn, slope: float, intercept: float, seed: int, replicates: int
) -> tuple[FloatColumn, FloatColumn]:
    """Lines through the fit plus residuals drawn in blocks, so that neighbours stay neighbours."""
    T = len(t)
    fitted = intercept + slope * t
    block = max(2, math.ceil(T ** (1 / 3) - 1e-9))
    blocks = math.ceil(T / block)
    starts = np.random.default_rng(seed).integers(0, T - block + 1, size=(replicates, blocks))
    rows = (starts[:, :, np.newaxis] + np.arange(block)).reshape(replicates, -1)[:, :T]
    return _fit(t, fitted + (y - fitted)[rows])


def _higher(ascending: FloatColumn, share: float) -> float:
    """The quantile that is one of the values, the higher of two; infinities allowed."""
    return float(ascending[math.ceil(share * (len(ascending) - 1) - 1e-9)])


def forecast_of(weeks: Weeks, rule: MetricRule, *, window: Window, target: float, seed: int = 1) -> Forecast:
    """The forecast of a metric from the weeks of its window that count; t = 0 is the window's first week.

    Raises:
        ValueError: a target of a proportion outside 0 to 100 %.
    """
    if rule.kind == "proportion" and not 0 <= target <= rule.unit_scale:
        raise ValueError(f"a proportion can't reach {target:g}")
    start = window.start.toordinal()
    inside = weeks.counted_from(start)
    t: IntColumn = (weeks.monday[inside] - start) // 7
    return _forecast_of(t.tobytes(), weeks.value[inside].tobytes(), target, rule.direction, seed)


@lru_cache(maxsize=256)
def _forecast_of(t: bytes, value: bytes, target: float, direction: str, seed: int) -> Forecast:
    """The forecast of the weeks whose columns these are: a reading of a week that isn't over changes none of them."""
    weeks = np.frombuffer(t, np.int64).astype(np.float64)
    return forecast(weeks, np.frombuffer(value, np.float64), target, direction, seed=seed)


def sunday_of(t: float, window: Window) -> date:
    """The day to print for a week of the trend: the Sunday of the week in which t lies or ends."""
    return window.start + timedelta(weeks=math.ceil(t - 1e-9), days=6)
