"""How ROI realism speaks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.conditions.catalogue import Criterion
from cxworkbench.conditions.findings import Missing, Outcome
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.conditions.words.phrases import day, first_missing, lacks, name_of
from db.models import Benefit, Checkpoint, Metric, Promise

if TYPE_CHECKING:
    from cxworkbench.returns.promises import PromiseState

_COST_WORDS = {"one_off": "one-off", "recurring": "recurring", "volume": "volume-driven"}
#: What was told of payback is asked about first.
_KINDS = list(Promise.fields["kind"].choices or {})


def unmet(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> str:
    """What is missing, in the few words that the Overview has room for."""
    first = first_missing(outcome)
    if scope.case_in_force() is None and criterion.id not in {"roi_promises", "roi_scale_on_evidence"}:
        return "No ROI case yet"
    match criterion.id:
        case "roi_not_above_reference" if first is not None:
            return f"{name_of(scope, first.record)} exceeds the reference"
        case "roi_ramp" if first is not None and isinstance(first.record, Benefit):
            return _too_early(scope, first, first.record)
        case "roi_full_cost" if outcome.numbers.get("also") is False:
            return "No cost for people's time"
        case "roi_full_cost":
            kinds = [_COST_WORDS.get(one.numbers["item"], one.numbers["item"]) for one in outcome.missing]
            return f"No {formats.listed(kinds)} cost"
        case "roi_finance_agreed" if outcome.missing:
            return f"{_count(outcome)} not agreed by finance"
        case "roi_promises" if outcome.missing:
            return _promised(scope, outcome)
        case "roi_checkpoints":
            return f"{outcome.numbers['found']} of {outcome.numbers['wanted']} checkpoints set"
        case "roi_on_course" if first is not None and isinstance(first.record, Checkpoint):
            return _off_course(scope, first.record)
        case "roi_scale_on_evidence" if first is not None:
            return f"Scale decision cites {first.numbers['found']} readings with n, needs 3"
        case _:
            return lacks(criterion, outcome, scope)


def _count(outcome: Outcome) -> str:
    of = outcome.numbers.get("of", len(outcome.missing))
    return f"{len(outcome.missing)} of {of} benefits"


def _too_early(scope: PilotScope, first: Missing, benefit: Benefit) -> str:
    """From which month the benefit is said to be full: "Full benefit assumed from month 1"."""
    live = scope.gate_day("go_live")
    if live is None:
        return "No go-live date to count the ramp from"
    name = "steady_on" if "steady_on" in first.names else "starts_on"
    when = benefit.value(name)
    if when is None:
        return f"{benefit.name} has no {benefit.fields[name].label.lower()}"
    month = max(0, (when.year - live.year) * 12 + when.month - live.month) + 1
    said = "Full benefit" if name == "steady_on" else "Benefit"
    return f"{said} assumed from month {month}"


def _promised(scope: PilotScope, outcome: Outcome) -> str:
    """The promise that the case doesn't bear out: "Board told month 9, P50 month 13"."""
    from cxworkbench.returns.promises import judged_promise

    promises = [one.record for one in outcome.missing if isinstance(one.record, Promise)]
    states = [judged_promise(scope, one) for one in promises]
    worst = min(
        states,
        key=lambda one: (one.range is None, _is_modest(one), _KINDS.index(one.promise.kind_ or "date")),
    )
    promise, spread = worst.promise, worst.range
    if spread is None or promise.value_ is None:
        return f"{promise.told_to or 'Somebody'} told “{promise.text}”, no agreed case"
    currency = scope.plan.programme.currency

    def write(value: float) -> str:
        if math.isinf(value):
            return "not reached"
        match promise.kind_:
            case "payback_month":
                return f"month {value:.0f}"
            case "net_value":
                return formats.money(round(value, -3), currency)
            case "active_share":
                return formats.percent(value)
            case _:
                metric = scope.plan.get(Metric, promise.metric)
                unit, decimals = (metric.unit, metric.decimals) if metric else (None, 1)
                return formats.metric_change(value, unit, decimals)

    return f"{promise.told_to or 'Told'} told {write(float(promise.value_))}, P50 {write(spread.p50)}"


def _is_modest(state: PromiseState) -> bool:
    """Whether less was promised than the case gives: that comes last."""
    return state.share_kept is not None and state.share_kept >= 0.5


def _off_course(scope: PilotScope, one: Checkpoint) -> str:
    metric = scope.plan.get(Metric, one.metric) if one.what == "metric" else None
    if one.actual is None or one.expected_low is None:
        return f"Checkpoint of {day(scope, one.date)} has no actual"
    if metric is not None:
        found = formats.metric_value(one.actual, metric.unit, metric.decimals)
        falls = metric.direction == "down" and one.expected_high is not None
        needs = formats.metric_value(one.expected_high if falls else one.expected_low, metric.unit, 0)
        return f"Case needs {needs}, now {found}"
    currency = scope.plan.programme.currency
    return (
        f"Case needs {formats.money(one.expected_low, currency)}, now {formats.money(one.actual, currency)}"
    )


def met(scope: PilotScope) -> str:
    """What the case rests on: "2 benefits with ranges, 4 checkpoints"."""
    benefits, points = scope.records("benefit"), scope.records("checkpoint")
    said = f"{formats.plural(len(benefits), 'benefit')} with ranges"
    return f"{said}, {formats.plural(len(points), 'checkpoint')}" if points else said
