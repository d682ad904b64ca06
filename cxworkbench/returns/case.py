"""An ROI case of the plan as streams of cash, played as it says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

import resources
from cxworkbench.memory import Memory, NotedPlan
from cxworkbench.returns.cash import Floats, Ramp
from cxworkbench.returns.draws import Input
from cxworkbench.returns.simulation import Simulation, Stream, simulate
from db.fixed import fixed
from db.models import Benefit, CostLine, Metric, RoiCase

if TYPE_CHECKING:
    from cxworkbench.conditions.scope import PilotScope

DEFAULT_HORIZON = 24


@fixed
class Played:
    """A case as it was played.

    Attributes:
        case: which one.
        base: the day of month 0.
        ramp: how its effects grow.
        simulation: its ranges.
        effects: by benefit, its effect on the metric at full ramp, of each draw.
        left_out: benefits and costs whose figures are missing or out of order.
    """

    case: RoiCase
    base: date
    ramp: Ramp
    simulation: Simulation
    effects: dict[str, Floats]
    left_out: tuple[str, ...]

    def month_of(self, day: date) -> float:
        """How many months after the base a day lies."""
        whole = (day.year - self.base.year) * 12 + day.month - self.base.month
        return whole + (day.day - self.base.day) / 30.4375


def played(scope: PilotScope) -> Played | None:
    """The case in force of a pilot, played; None where there is none, or nothing in it has figures.

    It is played once as long as nothing of it changes.
    """
    case = scope.case_in_force()
    if case is None:
        return None
    key = ("played", case.id)
    if key not in scope.known.answers:
        memory, plan = scope.known.memory, scope.plan
        play = partial(_play, scope, case)
        if isinstance(memory, Memory) and isinstance(plan, NotedPlan):
            benefits, costs = scope.records("benefit"), scope.records("cost_line")
            given = (case, scope.pilot, scope.gate_day("go_live"), *benefits, *costs)
            scope.known.answers[key] = memory.of(plan, key, given, play)
        else:
            scope.known.answers[key] = play()
    found: Played | None = scope.known.answers[key]
    return found


def _play(scope: PilotScope, case: RoiCase) -> Played | None:
    base = case.base_date or scope.gate_day("go_live") or case.agreed_on
    if base is None:
        return None
    horizon = case.horizon_months or DEFAULT_HORIZON
    ramp = ramp_of(scope, case)
    benefits: list[Benefit] = scope.records("benefit")
    costs: list[CostLine] = scope.records("cost_line")
    volume = max(
        (float(one.volume * (one.reach or 1)) for one in benefits if one.volume is not None), default=0.0
    )
    streams: list[Stream] = []
    left_out: list[str] = []
    of_benefit: dict[str, int] = {}
    for benefit in benefits:
        stream = _benefit(scope, benefit, ramp, horizon)
        if stream is None:
            left_out.append(benefit.name)
        else:
            of_benefit[benefit.id] = len(streams)
            streams.append(stream)
    for cost in costs:
        made = _cost(cost, base, horizon, volume)
        if made is None:
            left_out.append(cost.name)
        else:
            streams.append(made)
    if not streams:
        return None
    simulation = simulate(
        streams,
        annual_rate=float(case.discount_rate or 0),
        draws=case.draws or 10_000,
        seed=1 if case.seed is None else case.seed,
    )
    effects = {id: simulation.amounts[:, place] for id, place in of_benefit.items()}
    return Played(case, base, ramp, simulation, effects, tuple(left_out))


def ramp_of(scope: PilotScope, case: RoiCase | None) -> Ramp:
    """The ramp of a case: its own, else its deployment type's, else the default."""
    wanted = scope.pilot.deployment_type if scope.pilot is not None else None
    entries = resources.toml("deployment_types")["deployment"]
    entry = next((one for one in entries if one["id"] == wanted), None)
    given = Ramp.of_type(entry.get("ramp", {})) if entry is not None else Ramp()
    if case is None:
        return given
    mid = given.mid if case.ramp_mid is None else float(case.ramp_mid)
    width = float(case.ramp_width) if case.ramp_width else given.width
    return Ramp(mid, width)


def _input(low: Any, mode: Any, high: Any, kind: str | None) -> Input | None:
    """An input from the figures of a record; certain where it has no range, None where they are missing or wrong."""
    if mode is None:
        return None
    if low is None or high is None or kind == "fixed":
        return Input.fixed(float(mode))
    try:
        return Input(kind or "triangular", float(low), float(mode), float(high))
    except ValueError:
        return None


def _benefit(scope: PilotScope, one: Benefit, ramp: Ramp, horizon: int) -> Stream | None:
    metric = scope.plan.get(Metric, one.metric)
    effect = _input(one.low, one.expected, one.high, one.distribution)
    if effect is None or one.volume is None or one.value_per_unit is None:
        return None
    worth = one.volume * one.value_per_unit * (1 if one.reach is None else one.reach)
    worth *= (1 if one.adoption_assumed is None else one.adoption_assumed) * (
        1 if one.released is None else one.released
    )
    if metric is not None and metric.unit == "percent":
        worth /= Decimal(100)
    falls = metric is not None and metric.direction == "down"
    months = ramp.share(np.arange(horizon + 1, dtype=float)) * float(-worth if falls else worth)
    return Stream(one.name, effect, months, is_benefit=True)


def _cost(one: CostLine, base: date, horizon: int, volume: float) -> Stream | None:
    amount = _input(one.low, one.amount, one.high, "triangular")
    if amount is None:
        return None
    months = np.zeros(horizon + 1)
    start = 0 if one.from_ is None else _months(base, one.from_)
    if one.kind_ == "one_off":
        if start > horizon:
            return None
        months[max(0, start)] = -1.0
    else:
        end = horizon if one.to is None else min(horizon, _months(base, one.to))
        months[max(1, start + 1) : end + 1] = -(volume if one.kind_ == "volume" else 1.0)
        if start < 0 and one.kind_ == "recurring":
            # What ran before go-live was spent by then.
            months[0] = float(start)
    return Stream(one.name, amount, months)


def _months(base: date, day: date) -> int:
    """Whole months from the base to a day; negative before it."""
    return (day.year - base.year) * 12 + day.month - base.month - (day.day < base.day)
