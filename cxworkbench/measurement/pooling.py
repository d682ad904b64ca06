"""How several readings become one: days to a week, cohorts to a pilot, rates never averaged (section 0)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxworkbench.measurement.local_days import IntColumn
from cxworkbench.measurement.readings import FloatColumn, Kind, Mask, Readings

#: Kinds whose value is a share of n.
SHARES = frozenset({"proportion", "ratio"})

#: So many readings are summed group by group where groups follow each other: in a third of the time.
LONG = 100_000


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
    """The readings of each group as one; all groups are of one kind.

    Args:
        readings: what is pooled.
        group: the group of each reading, 0 to groups - 1.
        groups: how many rows to give.
        kind: the metric's kind.
        unit_scale: 100 for percent, else 1.
        weight: weights of the plain mean; equal by default.
    """
    return pooled(
        (readings.value, readings.numerator, readings.n),
        group,
        summed=np.full(groups, kind == "count"),
        shares=np.full(groups, kind in SHARES),
        unit_scale=np.full(groups, unit_scale),
        weight=np.ones(len(readings)) if weight is None else weight,
    )


def pooled(
    columns: tuple[FloatColumn, FloatColumn, FloatColumn],
    group: IntColumn,
    *,
    summed: Mask,
    shares: Mask,
    unit_scale: FloatColumn,
    weight: FloatColumn,
    long: bool = False,
) -> Pooled:
    """The readings of each group as one, where groups may be of different kinds.

    Proportions and ratios are sum of numerators over sum of n where both are known throughout the group,
    else the n-weighted mean of the values; means are n-weighted; without n in any of them the plain mean (by
    `weight`, the days that each reading covers); counts are summed. A reading alone in its group keeps its
    value. n = 0 in all of a group gives no value.

    Args:
        columns: value, numerator and n of each reading.
        group: the group of each reading, 0 to the number of groups - 1.
        summed: whether a group is of counts.
        shares: whether it is of a kind in `SHARES`.
        unit_scale: of each group.
        weight: of each reading in a plain mean.
        long: these are part of a long series; they are summed as all of it would be, to the last digit.
    """
    values, numerators, ns = columns
    groups = len(summed)
    begins = _begins(group) if long or len(group) > LONG else None

    def total(column: FloatColumn) -> FloatColumn:
        if begins is not None:
            found = np.zeros(groups)
            found[group[begins]] = np.add.reduceat(column, begins)
            return found
        return np.bincount(group, weights=column, minlength=groups).astype(np.float64)

    readings_of = np.bincount(group, minlength=groups)
    filled = readings_of > 0
    numerator, n, sums = total(numerators), total(ns), total(values)
    numerator[~filled] = n[~filled] = np.nan
    # A reading on its own keeps its value as it was given, whatever was rounded in it; counts are summed.
    value = sums
    several = (readings_of > 1) & ~summed
    if several.any():
        with np.errstate(divide="ignore", invalid="ignore"):
            weighted = total(values * np.nan_to_num(ns)) / n
            plain = total(values * weight) / total(weight)
            known = np.isfinite(n)
            mean = np.where(known, weighted, plain)
            mean = np.where(shares & known & np.isfinite(numerator), unit_scale * numerator / n, mean)
        value = np.where(several, mean, sums)
    value = np.where(filled & (n != 0), value, np.nan)
    return Pooled(value, numerator, n)


def _begins(group: IntColumn) -> IntColumn | None:
    """Where each group begins; None where its readings don't all stand together, in the order of groups."""
    if (group[1:] < group[:-1]).any():
        return None
    return np.flatnonzero(np.diff(group, prepend=group[0] - 1))
