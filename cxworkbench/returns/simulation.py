"""The case played ten thousand times: worth, payback and every month's cash as ranges (statistics.md, d)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from cxworkbench.returns.cash import Floats, Ramp, monthly, paybacks
from cxworkbench.returns.draws import Input, ranks
from db.fixed import fixed


@fixed
class Stream:
    """One uncertain amount and the months that it falls in.

    Attributes:
        name: of the benefit or the cost.
        amount: the uncertain part, with its sign: benefits add, costs take away.
        months: what one unit of the amount gives in each month, 0 to H.
        is_benefit: benefits move together when asked to.
    """

    name: str
    amount: Input
    months: Floats
    is_benefit: bool = False


@fixed
class Range:
    """A tenth lies below P10, half below P50, a tenth above P90. Infinite: not reached."""

    p10: float
    p50: float
    p90: float

    def holds(self, value: float) -> bool:
        """Whether a value lies between P10 and P90, both included."""
        return self.p10 <= value <= self.p90


@fixed
class Simulation:
    """A case played many times.

    Attributes:
        amounts: the inputs drawn, one row a draw, one column a stream.
        months: what one unit of each stream gives in each month, one row a stream.
        rate: a month.
    """

    amounts: Floats
    months: Floats
    rate: float

    @cached_property
    def totals(self) -> Floats:
        """Cash summed up to each month, one row a draw."""
        return np.asarray(self.amounts @ np.cumsum(self.months, axis=1))

    @cached_property
    def worths(self) -> Floats:
        """Net present value of each draw."""
        return np.asarray(self.amounts @ (self.months @ (1 + self.rate) ** -np.arange(self.months.shape[1])))

    @cached_property
    def payback_months(self) -> Floats:
        """Payback of each draw; infinite where it isn't reached."""
        return paybacks(self.totals)

    @cached_property
    def npv(self) -> Range:
        """Net present value as a range."""
        return range_of(self.worths)

    @cached_property
    def payback(self) -> Range:
        """Payback in months as a range."""
        return range_of(self.payback_months)

    @property
    def share_positive(self) -> float:
        """The share of draws that are worth more than nought."""
        return float((self.worths > 0).mean())

    @property
    def share_paid_back(self) -> float:
        """The share of draws that pay back within the horizon."""
        return float(np.isfinite(self.payback_months).mean())

    def net_by(self, month: int) -> Floats:
        """The sum of cash up to and with a month, of each draw."""
        return np.asarray(self.totals[:, max(0, min(month, self.months.shape[1] - 1))])


def range_of(values: Floats) -> Range:
    """P10, P50 and P90 of draws; each is one of them, for between two draws one may be infinite."""
    count = len(values)
    places = [max(0, -(-count * tenths // 10) - 1) for tenths in (1, 5, 9)]
    ordered = np.partition(values, places)
    p10, p50, p90 = (float(ordered[place]) for place in places)
    return Range(p10, p50, p90)


def simulate(
    streams: Sequence[Stream],
    *,
    annual_rate: float = 0.0,
    draws: int = 10_000,
    seed: int = 1,
    together: bool = False,
) -> Simulation:
    """Play a case.

    Args:
        streams: benefits and costs, each with as many months.
        annual_rate: the discount rate a year.
        draws: how often.
        seed: the same seed gives the same draws.
        together: benefits move together, by one shared rank; else every input is drawn by itself.

    Raises:
        ValueError: there is nothing to play.
    """
    if not streams:
        raise ValueError("a case without benefits and costs can't be played")
    amounts = np.empty((draws, len(streams)), order="F")
    first: int | None = None
    for place, one in enumerate(streams):
        if one.amount.is_certain:
            amounts[:, place] = one.amount.mode
            continue
        if one.is_benefit and first is None:
            first = place
        shared = first if together and one.is_benefit and first is not None else place
        amounts[:, place] = one.amount.at(ranks(seed, draws, shared))
    months = np.array([one.months for one in streams])
    return Simulation(amounts, months, monthly(annual_rate))


@fixed
class Swing:
    """What one input moves: the worth with it at its P10 and its P90, all others at their P50."""

    name: str
    at_p10: float
    at_p90: float

    @property
    def size(self) -> float:
        """How far it moves the worth."""
        return abs(self.at_p90 - self.at_p10)


def tornado(streams: Sequence[Stream], *, annual_rate: float = 0.0) -> list[Swing]:
    """What each uncertain input moves, the largest first."""
    quantiles = np.array([0.1, 0.5, 0.9])
    worth = np.array(
        [one.months @ (1 + monthly(annual_rate)) ** -np.arange(len(one.months)) for one in streams]
    )
    points = np.array([one.amount.at(quantiles) for one in streams])
    middle = float(points[:, 1] @ worth)
    found = [
        Swing(
            one.name,
            middle + float((points[place, 0] - points[place, 1]) * worth[place]),
            middle + float((points[place, 2] - points[place, 1]) * worth[place]),
        )
        for place, one in enumerate(streams)
    ]
    return sorted(found, key=lambda one: (-one.size, one.name))


__all__ = ["Input", "Ramp", "Range", "Simulation", "Stream", "Swing", "range_of", "simulate", "tornado"]
