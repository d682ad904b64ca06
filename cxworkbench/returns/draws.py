"""Draws of uncertain inputs: by the inverse of each one's distribution, from seeded numbers between 0 and 1.

The numbers come from a counter that is mixed (splitmix64), not from a library's generator: the same seed gives the
same draws on every machine and with every version, as a judgement that is repeated a year later must.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from cxworkbench.returns.cash import Floats
from db.fixed import fixed

#: Distance between the 10th and the 90th percentile of a normal distribution, in standard deviations.
_P10_TO_P90 = 2.563103
_GRID = 2001


@fixed
class Input:
    """An uncertain number: ``low``, ``mode``, ``high``; of a lognormal one low and high are its P10 and P90.

    Raises:
        ValueError: low, mode and high aren't in this order, or a lognormal P10 isn't above nought.
    """

    kind: str
    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        if self.kind == "lognormal":
            if not 0 < self.low <= self.high:
                raise ValueError("a lognormal input needs a P10 above nought and not above its P90")
        elif not self.low <= self.mode <= self.high:
            raise ValueError("an input's low, expected and high must be in this order")

    @classmethod
    def fixed(cls, value: float) -> Input:
        """A number that is certain."""
        return cls("fixed", value, value, value)

    @property
    def is_certain(self) -> bool:
        """Whether every draw is the same."""
        return self.kind == "fixed" or self.low == self.high

    def at(self, u: Floats) -> Floats:
        """Its values at these ranks between 0 and 1."""
        if self.is_certain:
            return np.full(np.shape(u), self.mode if self.kind == "fixed" else self.low)
        if self.kind == "lognormal":
            return np.asarray(np.exp(self.mu + self.sigma * normal_at(u)))
        if self.kind == "pert":
            return self.low + (self.high - self.low) * _pert_at(self._peak, u)
        return self._triangular(u)

    @property
    def mu(self) -> float:
        """The mean of the logarithm of a lognormal input."""
        return float(np.log(self.low) + np.log(self.high)) / 2

    @property
    def sigma(self) -> float:
        """The standard deviation of the logarithm of a lognormal input."""
        return float(np.log(self.high) - np.log(self.low)) / _P10_TO_P90

    @property
    def _peak(self) -> float:
        return (self.mode - self.low) / (self.high - self.low)

    def _triangular(self, u: Floats) -> Floats:
        span, peak = self.high - self.low, self._peak
        rising = self.low + span * np.sqrt(u * peak)
        falling = self.high - span * np.sqrt((1 - u) * (1 - peak))
        return np.where(u < peak, rising, falling)


def ranks(seed: int, draws: int, place: int = 0) -> Floats:
    """Numbers between 0 and 1, one a draw; those of each place are independent of all others."""
    first = (seed * 0xD1342543DE82EF95 + (place + 1) * 0xA0761D6478BD642F) % 2**64
    x = np.arange(1, draws + 1, dtype=np.uint64)
    x *= np.uint64(0x9E3779B97F4A7C15)  # wraps around, as it is meant to
    x += np.uint64(first)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        x ^= x >> np.uint64(shift)
        x *= np.uint64(factor)
    x ^= x >> np.uint64(31)
    u: Floats = (x >> np.uint64(11)).astype(float)
    u += 0.5
    u /= 2.0**53
    return u


def normal_at(u: Floats) -> Floats:
    """Quantiles of the standard normal distribution."""
    shares, values = _normal_table()
    return np.interp(u, shares, values)


@cache
def _normal_table() -> tuple[Floats, Floats]:
    from statistics import NormalDist  # brings decimal and fractions, which no screen needs

    # Dense towards both ends, where the curve is steep.
    shares = 0.5 - 0.5 * np.cos(np.linspace(0.005, np.pi - 0.005, 2 * _GRID))
    quantile = NormalDist().inv_cdf
    return shares, np.array([quantile(float(share)) for share in shares])


@cache
def _pert_table(peak: float) -> tuple[Floats, Floats]:
    a, b = 1 + 4 * peak, 1 + 4 * (1 - peak)
    x = np.linspace(0.0, 1.0, _GRID)
    middle = (x[1:] + x[:-1]) / 2
    density = middle ** (a - 1) * (1 - middle) ** (b - 1)
    total = np.concatenate(([0.0], np.cumsum(density)))
    return total / total[-1], x


def _pert_at(peak: float, u: Floats) -> Floats:
    shares, x = _pert_table(peak)
    return np.interp(u, shares, x)
