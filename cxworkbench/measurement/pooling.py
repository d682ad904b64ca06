"""How several readings become one: days to a week, cohorts to a pilot, rates never averaged (section 0)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxworkbench.measurement.local_days import IntColumn
from cxworkbench.measurement.readings import FloatColumn, Kind, Readings


@dataclass(frozen=True, eq=False)
class Pooled:
    """One row a group: value in the metric's unit (NaN without any), numerator and n (NaN unknown)."""

    value: FloatColumn
    numerator: FloatColumn
    n: FloatColumn


def pool(
    readings: Readings,
    group: IntColumn,
    groups: int,
    *,
    kind: Kind,
    unit_scale: float = 1.0,
    weight: FloatColumn | None = None,
) -> Pooled:
    """The readings of each group as one.

    Proportions and ratios are sum of numerators over sum of n where both are known throughout the group,
    else the n-weighted mean of the values; means are n-weighted; without n in any of them the plain mean (by
    `weight`, the days that each reading covers); counts are summed. A reading alone in its group keeps its
    value. n = 0 in all of a group gives no value.

    Args:
        readings: what is pooled.
        group: the group of each reading, 0 to groups - 1.
        groups: how many rows to give.
        kind: the metric's kind.
        unit_scale: 100 for percent, else 1.
        weight: weights of the plain mean; equal by default.
    """

    def total(column: FloatColumn) -> FloatColumn:
        return np.bincount(group, weights=column, minlength=groups).astype(np.float64)

    readings_of = np.bincount(group, minlength=groups)
    filled = readings_of > 0
    numerator, n = total(readings.numerator), total(readings.n)
    numerator[~filled] = n[~filled] = np.nan
    if kind == "count":
        value = total(readings.value)
    else:
        known = np.isfinite(n)
        plain_weight = np.ones(len(readings)) if weight is None else weight
        with np.errstate(divide="ignore", invalid="ignore"):
            weighted = total(readings.value * np.nan_to_num(readings.n)) / n
            plain = total(readings.value * plain_weight) / total(plain_weight)
            value = np.where(known, weighted, plain)
            if kind in {"proportion", "ratio"}:
                value = np.where(known & np.isfinite(numerator), unit_scale * numerator / n, value)
        # A reading on its own keeps its value as it was given, whatever was rounded in it.
        value = np.where(readings_of == 1, total(readings.value), value)
    value = np.where(filled & (n != 0), value, np.nan)
    return Pooled(value, numerator, n)
