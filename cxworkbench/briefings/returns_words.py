"""Returns on paper: what a case is worth as a range, when it pays back, in the words that the ratings use."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cxworkbench import formats
from cxworkbench.assessment import PilotState
from cxworkbench.conditions.rating import scope_of
from cxworkbench.plan import Plan, Ref
from cxworkbench.returns.case import DEFAULT_HORIZON, Played, played
from cxworkbench.returns.promises import PromiseState, judged_promise
from cxworkbench.returns.simulation import Range, range_of
from db.models import Metric, Promise, RoiCase

#: States of promises as shapes of the status vocabulary, with their words.
PROMISED = {
    "likely": ("met", "likely"),
    "open": ("at_risk", "open"),
    "unlikely": ("failing", "unlikely"),
    "not_judged": ("not_assessed", "not judged"),
}


@dataclass(frozen=True)
class Worth:
    """A pilot's case in force, played.

    Attributes:
        case: which.
        played: its draws; None where nothing of it has figures.
        horizon: months.
        net: what it comes to by the horizon; None where it couldn't be played.
        promises: what was told, against it.
    """

    case: RoiCase
    played: Played | None
    horizon: int
    net: Range | None
    promises: tuple[PromiseState, ...]

    @property
    def ref(self) -> Ref:
        """The case."""
        return Ref("roi_case", self.case.id)


def worth_of(plan: Plan, state: PilotState, as_of: object) -> Worth | None:
    """What a pilot's case in force is worth; None where it has none."""
    from datetime import date

    assert isinstance(as_of, date)
    scope = scope_of(plan, state.pilot, as_of, metrics=state.metrics)
    case = scope.case_in_force()
    if case is None:
        return None
    found = played(scope)
    horizon = case.horizon_months or DEFAULT_HORIZON
    net = None if found is None else range_of(found.simulation.net_by(horizon))
    promises = tuple(judged_promise(scope, one) for one in plan.of_pilot(Promise, state.pilot))
    return Worth(case, found, horizon, net, promises)


def money(value: float, currency: str | None) -> str:
    """An amount of a case, to the thousand."""
    return "not reached" if math.isinf(value) else formats.money(round(value, -3), currency)


def month(value: float) -> str:
    """A month of payback."""
    return "not reached" if math.isinf(value) else f"month {value:.0f}"


def months(spread: Range) -> str:
    """A range of months: "month 11 to 14"; what isn't reached is said."""
    if math.isinf(spread.p10):
        return "not reached"
    if math.isinf(spread.p90):
        return f"{month(spread.p10)} at the earliest"
    return f"{month(spread.p10)} to {spread.p90:.0f}"


def worth_said(worth: Worth, currency: str | None) -> str:
    """The case in one sentence: "P50 net £544k by month 24, pays back in month 13"."""
    if worth.net is None or worth.played is None:
        return "The ROI case has no figures to play"
    payback = worth.played.simulation.payback.p50
    when = "doesn't pay back by then" if math.isinf(payback) else f"pays back in {month(payback)}"
    return f"P50 net {money(worth.net.p50, currency)} by month {worth.horizon}, {when}"


def promised(plan: Plan, promise: Promise, value: float | None) -> str:
    """A value of a promise in its own unit."""
    if value is None:
        return formats.MISSING
    if math.isinf(value):
        return "not reached"
    match promise.kind_:
        case "payback_month":
            return month(value)
        case "net_value":
            return money(value, plan.programme.currency)
        case "active_share":
            return formats.percent(value)
        case "effect":
            metric = plan.get(Metric, promise.metric)
            unit, decimals = (metric.unit, metric.decimals) if metric else (None, 1)
            return formats.metric_change(value, unit, decimals)
        case _:
            return formats.number(value, 0)


def promised_range(plan: Plan, state: PromiseState) -> str:
    """What the case gives for a promise: its P50 with P10 to P90."""
    if state.range is None:
        return formats.MISSING
    low, middle, high = (
        promised(plan, state.promise, value) for value in (state.range.p10, state.range.p50, state.range.p90)
    )
    if state.promise.kind_ == "payback_month":
        low, high = low.removeprefix("month "), high.removeprefix("month ")
    return f"{middle}, range {formats.value_range(low, high)}"


def likelihood(state: PromiseState) -> str:
    """How likely a promise is kept, in words."""
    if state.promise.withdrawn_on is not None:
        return "withdrawn"
    if state.promise.restated_by is not None:
        return "restated"
    if state.share_kept is None:
        return "not judged"
    share = state.share_kept
    if 0 < share < 0.01 or share == 0:
        return "under 1% likely"
    return f"{formats.percent(share)} likely" if share < 0.995 else "over 99% likely"
