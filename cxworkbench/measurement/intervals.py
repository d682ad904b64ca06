"""Intervals of a share looked at once: Wilson's score interval (statistics.md e, g)."""

from __future__ import annotations

import math
from functools import lru_cache

#: Of the levels that every judgement asks for.
_KNOWN_Z = {0.90: 1.6448536269514715, 0.95: 1.9599639845400536}


@lru_cache(maxsize=16)
def two_sided_z(level: float) -> float:
    """The normal quantile of a two-sided level: 1.959964 for 0.95."""
    if level in _KNOWN_Z:
        return _KNOWN_Z[level]
    from statistics import NormalDist  # brings decimal and fractions, which no screen needs

    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(successes: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Lower and upper end of a share as 0 to 1; (0, 1) for n = 0.

    Raises:
        ValueError: successes outside 0 to n.
    """
    if n == 0 and successes == 0:
        return 0.0, 1.0
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    z, p = two_sided_z(level), successes / n
    center = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # Rounding must not leave a flawless sample a hair short of the end that it reaches exactly.
    return 0.0 if successes == 0 else center - half, 1.0 if successes == n else center + half
