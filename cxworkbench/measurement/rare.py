"""Rare events and audited samples looked at again and again: the beta-binomial sequence (b3)."""

from __future__ import annotations

import math
from collections.abc import Callable

STEPS = 200


def beta_binomial_interval(
    events: float, n: float, alpha: float = 0.10, prior: tuple[float, float] = (1.0, 1.0)
) -> tuple[float, float]:
    """The true rates (0 to 1) that a sample still allows, however often one looks.

    Args:
        events: how many of the sample.
        n: size of the sample; 0 allows everything.
        alpha: two-sided error.
        prior: parameters of the beta mixture.

    Raises:
        ValueError: events outside 0 to n.
    """
    if n == 0 and events == 0:
        return 0.0, 1.0
    if not 0 <= events <= n:
        raise ValueError(f"{events} of {n} is no share")
    ruled_out = _test(events, n, alpha, prior)
    rate = events / n
    lower = 0.0 if events == 0 else _edge(0.0, rate, ruled_out)
    upper = 1.0 if events == n else _edge(1.0, rate, ruled_out)
    return lower, upper


def beyond_rate(events: float, n: float, limit: float, sign: float, alpha: float = 0.10) -> bool:
    """Whether the whole interval lies beyond a rate: above it for sign -1 (down is better), below it for 1.

    The same as holding an end of `beta_binomial_interval` against the limit, without looking for that end.
    """
    if n == 0 or sign * (events / n - limit) >= 0:
        return False
    return not 0 < limit < 1 or _test(events, n, alpha, (1.0, 1.0))(limit)


def _test(events: float, n: float, alpha: float, prior: tuple[float, float]) -> Callable[[float], bool]:
    """Whether a sample rules a true rate (strictly between 0 and 1) out."""
    a, b = prior
    mixture = _log_beta(a + events, b + n - events) - _log_beta(a, b)
    bar = math.log(1 / alpha)

    def ruled_out(p: float) -> bool:
        hits = events * math.log(p) if events else 0.0
        rest = (n - events) * math.log1p(-p) if n - events else 0.0
        return mixture - hits - rest >= bar

    return ruled_out


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _edge(outside: float, inside: float, ruled_out: Callable[[float], bool]) -> float:
    """Where rates stop being allowed, between an end of the scale and the observed rate."""
    for _ in range(STEPS):
        middle = (outside + inside) / 2
        if middle in {outside, inside}:
            break
        if ruled_out(middle):
            outside = middle
        else:
            inside = middle
    return (outside + inside) / 2
