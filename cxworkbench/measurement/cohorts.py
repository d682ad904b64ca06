"""Cohorts summed to a pilot, where only they have series (statistics.md 0)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from cxworkbench.measurement.local_days import local_start
from cxworkbench.measurement.pooling import pool
from cxworkbench.measurement.readings import Kind, Readings
from cxworkbench.measurement.weeks import WeekState, weekly


def sum_series(
    series: Sequence[Readings], kind: Kind, *, unit_scale: float = 1.0, time_zone: str = "UTC"
) -> Readings:
    """Series of several cohorts as one: readings of the same period are summed as days are.

    A reading that was set aside leaves the sum; where all of a period were set aside, the sum is set aside.
    Where no cohort had a case in a period, n stays 0, so that its week counts as missing. Cohorts measured in
    different cadence (one by day, one by week) are each made into weeks first.

    Args:
        series: one for each cohort.
        kind: the metric's kind.
        unit_scale: 100 for percent, else 1.
        time_zone: the programme's zone, in which weeks begin.

    Raises:
        ImpossibleReadingError: a numerator of a proportion is above its n.
    """
    parts = [part for part in series if len(part)]
    if len(parts) <= 1:
        return parts[0] if parts else Readings.empty()
    if _overlap(Readings.concat(parts)):
        parts = [_as_weeks(part, kind, unit_scale, time_zone) for part in parts]
    everything = Readings.concat(parts)
    everything.require(kind)
    periods = np.stack([everything.period_from, everything.period_to], axis=1)
    unique, group = np.unique(periods, axis=0, return_inverse=True)
    group = group.reshape(-1).astype(np.int64)
    taken_in = np.bincount(group[~everything.excluded], minlength=len(unique)) > 0
    used = ~everything.excluded | ~taken_in[group]
    pooled = pool(everything.where(used), group[used], len(unique), kind=kind, unit_scale=unit_scale)
    return Readings(
        unique[:, 0].astype(np.int64),
        unique[:, 1].astype(np.int64),
        np.nan_to_num(pooled.value),
        pooled.numerator,
        pooled.n,
        ~taken_in,
    )


def _overlap(readings: Readings) -> bool:
    """Whether some period reaches into another one that isn't the same."""
    periods = np.unique(np.stack([readings.period_from, readings.period_to], axis=1), axis=0)
    return bool((periods[1:, 0] < np.maximum.accumulate(periods[:, 1])[:-1]).any())


def _as_weeks(readings: Readings, kind: Kind, unit_scale: float, time_zone: str) -> Readings:
    """One reading for each week that is whole enough or was set aside; slower readings as they are."""
    weeks = weekly(readings, kind=kind, as_of=date.max, time_zone=time_zone, unit_scale=unit_scale)
    aside = np.asarray([state is WeekState.EXCLUDED for state in weeks.state], dtype=np.bool_)
    kept = weeks.counts | aside
    days = [date.fromordinal(int(monday)) for monday in weeks.monday[kept]]
    after = [date.fromordinal(int(monday) + 7) for monday in weeks.monday[kept]]
    whole = Readings(
        np.asarray([local_start(day, time_zone) for day in days], dtype=np.int64),
        np.asarray([local_start(day, time_zone) for day in after], dtype=np.int64),
        weeks.value[kept],
        weeks.numerator[kept],
        weeks.n[kept],
        aside[kept],
    )
    return Readings.concat([whole, weeks.slower])
