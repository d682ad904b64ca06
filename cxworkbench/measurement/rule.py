"""What was agreed beforehand for one metric, and whether it can be judged at all (statistics.md b4)."""

from __future__ import annotations

import math
from datetime import date
from enum import StrEnum
from typing import Literal

import numpy as np

from cxworkbench.measurement.readings import FloatColumn, Kind, Mask
from cxworkbench.values import value

Role = Literal["primary", "guardrail", "secondary"]
Cadence = Literal["day", "week", "month"]
GuardrailRule = Literal["streak", "band", "hard", "rare"]

EQUAL_WITHIN = 1e-9
_SIGNS = {"up": 1.0, "down": -1.0}


class WhyNot(StrEnum):
    """Why a metric is shown, not judged (statistics.md b4, row 0)."""

    NO_SUCCESS_THRESHOLD = "no_success_threshold"
    SLOW_CADENCE = "slow_cadence"
    NO_DIRECTION = "no_direction"


@value
class MetricRule:
    """A metric as frozen. All values are in the metric's own unit; None means not set.

    Attributes:
        kind: proportion, mean, ratio or count.
        direction: "up" or "down" is better; anything else can't be judged.
        role: primary decides, guardrail protects, secondary is shown.
        cadence: how often it is measured; slower than a week can't be judged.
        unit: unit of the values; percent decides `unit_scale`.
        success: success threshold.
        scale: scale threshold.
        stop: stop threshold.
        guardrail_limit: beyond it by the guardrail's rule means pause.
        guardrail_rule: streak, band, hard or rare.
        guardrail_k: weeks in a row that break a streak guardrail.
        minimum_sample: least n of a week that counts.
        comparison: against the success threshold (baseline) or against the control arm.
        margin: by how much the pilot must be better than control, counted towards the good side.
        confirm_rule: the anytime band, or k weeks in a row.
        k: weeks in a row of the simple rule.
        alpha: two-sided error of the band.
        g: mixture parameter of the band.
        laney: over-dispersion factor of p- and u-charts on.
        baseline_value: mean of the baseline.
        baseline_from: first day of the baseline.
        baseline_to: first day after the baseline.
    """

    kind: Kind
    direction: str
    role: Role = "primary"
    cadence: Cadence = "week"
    unit: str = ""
    success: float | None = None
    scale: float | None = None
    stop: float | None = None
    guardrail_limit: float | None = None
    guardrail_rule: GuardrailRule = "streak"
    guardrail_k: int = 3
    minimum_sample: float | None = None
    comparison: Literal["baseline", "control"] = "baseline"
    margin: float = 0.0
    confirm_rule: Literal["band", "k_in_a_row"] = "band"
    k: int = 10
    alpha: float = 0.10
    g: float = 1.0
    laney: bool = True
    baseline_value: float | None = None
    baseline_from: date | None = None
    baseline_to: date | None = None

    @property
    def unit_scale(self) -> float:
        """What a share is multiplied by to give a value: 100 for percent, else 1."""
        return 100.0 if self.unit == "percent" else 1.0

    @property
    def sign(self) -> float:
        """1 where up is better, -1 where down is; 0 where neither."""
        return _SIGNS.get(self.direction, 0.0)

    @property
    def bands_weigh(self) -> bool:
        """Whether the band weighs weeks by n: those of counts and of pilot minus control count alike."""
        return self.kind != "count" and self.comparison != "control"

    def n_for_band(self, n: FloatColumn) -> FloatColumn | None:
        """The weights of the band: n, or none."""
        return n if self.bands_weigh else None

    @property
    def band_kind(self) -> Kind:
        """The kind for the floor of the band's spread: differences have none (b2)."""
        return "mean" if self.comparison == "control" else self.kind

    @property
    def bar(self) -> float | None:
        """What the verdict's mean is held against: the success threshold, or the margin over control (b2)."""
        return self.sign * self.margin if self.comparison == "control" else self.success

    def better(self, value: float, bar: float) -> bool:
        """Strictly on the good side; equal isn't."""
        return self.sign * (value - bar) > EQUAL_WITHIN * max(1.0, abs(bar))

    def worse(self, value: float, bar: float) -> bool:
        """Strictly on the bad side; equal isn't."""
        return -self.sign * (value - bar) > EQUAL_WITHIN * max(1.0, abs(bar))

    def at_or_past(self, value: float, bar: float) -> bool:
        """On the good side or equal."""
        return self.sign != 0 and not math.isnan(value) and not self.worse(value, bar)

    def are_better(self, values: FloatColumn, bar: float) -> Mask:
        """Which values lie strictly on the good side; equal ones and NaN don't."""
        return are_beyond(values, bar, self.sign)

    def are_worse(self, values: FloatColumn, bar: float) -> Mask:
        """Which values lie strictly on the bad side; equal ones and NaN don't."""
        return are_beyond(values, bar, -self.sign)


def are_beyond(values: FloatColumn, bar: float | FloatColumn, sign: float | FloatColumn) -> Mask:
    """Which values lie strictly beyond a bar, above it for a sign of 1 and below it for -1; NaN never does.

    A mean is a sum of rounded numbers, so what differs from the bar by less than 1e-9 of it is equal to it.
    """
    with np.errstate(invalid="ignore"):
        far = sign * (values - bar) > EQUAL_WITHIN * np.maximum(1.0, np.abs(bar))
    return np.asarray(far, dtype=np.bool_)


def obstacles(rule: MetricRule) -> tuple[WhyNot, ...]:
    """What keeps a metric from being judged at all; empty for a fit primary or guardrail (freeze)."""
    found = []
    if rule.cadence not in {"day", "week"}:
        found.append(WhyNot.SLOW_CADENCE)
    if rule.sign == 0:
        found.append(WhyNot.NO_DIRECTION)
    return tuple(found)


def judged(rule: MetricRule) -> tuple[WhyNot, ...]:
    """Why success can't be judged (statistics.md b4, row 0); empty where it can.

    A metric compared with control is held against its margin, so it needs no success threshold.
    """
    missing = (WhyNot.NO_SUCCESS_THRESHOLD,) if rule.bar is None else ()
    return missing + obstacles(rule)
