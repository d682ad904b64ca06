"""Promises against the case: whether what was told lies in the range that the agreed case gives (statistics.md, d)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxworkbench.returns.case import Played, played
from cxworkbench.returns.simulation import Range, range_of
from db.fixed import fixed
from db.models import Benefit, Metric, Promise

if TYPE_CHECKING:
    from cxworkbench.conditions.scope import PilotScope
    from cxworkbench.returns.cash import Floats

#: From which share of draws that keep it a promise is likely; up to which it is unlikely.
LIKELY, UNLIKELY = 0.80, 0.20


@fixed
class PromiseState:
    """A promise beside the case.

    Attributes:
        promise: what was told.
        status: likely, open, unlikely, or not_judged (withdrawn, restated, no agreed case, nothing to compare).
        within: whether its value lies between P10 and P90; None where it can't be said.
        range: what the case gives for its kind at its due date.
        share_kept: the share of draws that keep it.
    """

    promise: Promise
    status: str
    within: bool | None = None
    range: Range | None = None
    share_kept: float | None = None


def judged_promise(scope: PilotScope, promise: Promise) -> PromiseState:
    """A promise against the agreed case in force; judged once in a scope's judgement."""
    key = ("promise", promise.id)
    if key not in scope.known.answers:
        scope.known.answers[key] = _judge(scope, promise)
    found: PromiseState = scope.known.answers[key]
    return found


def _judge(scope: PilotScope, promise: Promise) -> PromiseState:
    case = scope.case_in_force()
    value = promise.value_
    if case is None or case.status != "agreed" or value is None:
        return PromiseState(promise, "not_judged")
    found = played(scope)
    outcome = None if found is None else _outcome(scope, found, promise)
    if outcome is None:
        return PromiseState(promise, "not_judged")
    draws, more_is_better = outcome
    told, spread = float(value), range_of(draws)
    share = float(((draws >= told) if more_is_better else (draws <= told)).mean())
    status = "likely" if share >= LIKELY else "unlikely" if share <= UNLIKELY else "open"
    if promise.withdrawn_on is not None or promise.restated_by is not None:
        status = "not_judged"
    return PromiseState(promise, status, spread.holds(told), spread, share)


def _outcome(scope: PilotScope, found: Played, promise: Promise) -> tuple[Floats, bool] | None:
    """What the case gives for the promise's kind at its due date, of each draw, and whether more is better."""
    simulation = found.simulation
    if promise.kind_ == "payback_month":
        return simulation.payback_months, False
    if promise.due is None:
        return None
    month = found.month_of(promise.due)
    grown = float(found.ramp.share(month))
    if promise.kind_ == "net_value":
        return simulation.net_by(round(month)), True
    benefits: list[Benefit] = scope.records("benefit")
    if promise.kind_ == "active_share":
        shares = [float(one.adoption_assumed) for one in benefits if one.adoption_assumed is not None]
        return (np.full(1, max(shares) * grown), True) if shares else None
    if promise.kind_ == "effect":
        ids = [one.id for one in benefits if one.metric == promise.metric]
        effects = [found.effects[id] for id in ids if id in found.effects]
        metric = scope.plan.get(Metric, promise.metric)
        if effects and metric is not None:
            return sum(effects[1:], effects[0]) * grown, metric.direction != "down"
    return None
