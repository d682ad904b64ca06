"""Cash over months: net present value, internal rate, payback and the ramp (statistics.md, d)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.fixed import fixed

Floats = NDArray[np.float64]

#: Month of half the effect and months from a tenth to nine tenths, where neither case nor deployment type has any.
DEFAULT_MID, DEFAULT_WIDTH = 6.0, 8.0
#: Between these monthly rates the internal one is looked for.
_LOWEST, _HIGHEST = -0.99, 10.0


@fixed
class Ramp:
    """How the effect grows: the month of half of it, and the months from a tenth to nine tenths."""

    mid: float = DEFAULT_MID
    width: float = DEFAULT_WIDTH

    def share(self, months: float | Floats) -> Any:
        """The share of the full effect after so many months; nought up to go-live."""
        t = np.asarray(months, dtype=float)
        grown = 1 / (1 + np.exp(-math.log(81) / self.width * (t - self.mid)))
        return np.where(t > 0, grown, 0.0)

    @classmethod
    def of_type(cls, ramp: dict[str, Any]) -> Ramp:
        """The ramp of a deployment type: a tenth at its mean first effect, nine tenths at its mean steady state."""
        first, steady = ramp.get("first_effect_months"), ramp.get("steady_state_months")
        if not first or not steady:
            return cls()
        a, e = sum(first) / len(first), sum(steady) / len(steady)
        return cls((a + e) / 2, e - a) if e > a else cls()


def monthly(annual: float) -> float:
    """The monthly rate of an annual one."""
    return float((1 + annual) ** (1 / 12) - 1)


def npv(flows: Sequence[float] | Floats, rate: float) -> float:
    """Net present value from month 0 on.

    Raises:
        ValueError: there are no flows.
    """
    cash = _checked(flows)
    return float(cash @ (1 + rate) ** -np.arange(len(cash)))


def irr(flows: Sequence[float] | Floats) -> float | None:
    """The internal rate a period; None unless the flows that aren't nought change sign exactly once.

    Raises:
        ValueError: there are no flows.
    """
    cash = _checked(flows)
    signs = np.sign(cash[cash != 0])
    if int(np.sum(signs[1:] != signs[:-1])) != 1:
        return None
    low, high = _LOWEST, _HIGHEST
    at_low = npv(cash, low)
    if at_low * npv(cash, high) > 0:
        return None
    for _ in range(200):
        middle = (low + high) / 2
        at_middle = npv(cash, middle)
        if at_middle * at_low > 0:
            low, at_low = middle, at_middle
        else:
            high = middle
    return (low + high) / 2


def payback(flows: Sequence[float] | Floats) -> float | None:
    """The period in which the sum of cash stops being negative; 0 where it never is, None where it stays so.

    Raises:
        ValueError: there are no flows.
    """
    found = float(paybacks(np.cumsum(_checked(flows))[None, :])[0])
    return found if math.isfinite(found) else None


def paybacks(total: Floats) -> Floats:
    """The payback of each row of cash summed up; infinite where it isn't reached."""
    months = total.shape[1]
    negative = total < 0
    last = months - 1 - np.argmax(negative[:, ::-1], axis=1)
    rows = np.arange(len(total))
    after = np.minimum(last + 1, months - 1)
    step = total[rows, after] - total[rows, last]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = last + np.where(step > 0, -total[rows, last] / step, np.inf)
    found = np.where(last == months - 1, np.inf, found)
    return np.where(negative.any(axis=1), found, 0.0)


def _checked(flows: Sequence[float] | Floats) -> Floats:
    cash = np.asarray(flows, dtype=float)
    if not len(cash):
        raise ValueError("a case without months has no value")
    return cash
