"""Pilot against control, week by week, so that holidays and outages cancel (statistics.md b2)."""

from __future__ import annotations

import numpy as np

from cxworkbench.measurement.local_days import IntColumn
from cxworkbench.measurement.readings import FloatColumn
from cxworkbench.measurement.weeks import Weeks
from db.fixed import fixed

FEWEST_BASELINE_WEEKS = 8


@fixed
class DifferenceInDifferences:
    """For information only: how far the gap to control moved since the baseline, metric unit."""

    mean: float
    mean_before: float
    weeks_before: int

    @property
    def change(self) -> float:
        """Mean difference now minus mean difference before."""
        return self.mean - self.mean_before


def difference(pilot: Weeks, control: Weeks) -> Weeks:
    """Weeks of pilot minus control: those that count in both; n is unknown, so nothing is weighted."""
    if not len(pilot):
        return pilot
    other, _ = control.on(pilot.monday)
    gap = np.where(pilot.counts, pilot.value, np.nan) - other
    return pilot.compared(gap)


def difference_in_differences(gap: Weeks, *, before: int, since: int) -> DifferenceInDifferences | None:
    """How far the gap moved; None with fewer than eight matched baseline weeks or none since.

    Args:
        gap: what `difference` gave.
        before: Monday (ordinal) from which on weeks are no longer baseline.
        since: Monday (ordinal) of the window's start.
    """
    monday: IntColumn = gap.monday
    counts = gap.counts
    earlier: FloatColumn = gap.value[counts & (monday < before)]
    later: FloatColumn = gap.value[counts & (monday >= since)]
    if len(earlier) < FEWEST_BASELINE_WEEKS or not len(later):
        return None
    return DifferenceInDifferences(float(later.mean()), float(earlier.mean()), len(earlier))
