"""How long until we can tell: pilots played with the spread of the baseline, before the freeze (b7)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from cxworkbench.measurement.band import LARGEST_CARRY_OVER, anytime_band, bands_of_all_looks
from cxworkbench.measurement.looks import FEWEST_WEEKS
from cxworkbench.measurement.readings import FloatColumn
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.verdict import WEEKS_FOR_SCALE

FEWEST_BASELINE_WEEKS = 4
RUNS = 400
WEEKS_PLAYED = 52
SHOWN_WEEKS = (8, 12, 26, 52)
DIFFERENCES_IN_SD = (0.5, 1.0, 2.0, 4.0)


class Answer(StrEnum):
    """How far the answer can be trusted."""

    NONE = "none"
    PROVISIONAL = "provisional"
    FULL = "full"


@dataclass(frozen=True)
class Chance:
    """Share of played pilots confirmed by a week, if the truth were that much better than the bar."""

    difference: float
    by_week: tuple[tuple[int, float], ...]

    def by(self, week: int) -> float:
        """The share for one of the weeks that were asked for."""
        return dict(self.by_week)[week]


@dataclass(frozen=True)
class TimeToTell:
    """The answer; `chances` is empty for `none`, else one row a difference with 0 first.

    `sd` and `carry_over` are those of the baseline, in metric units and 0 to 0.8.
    """

    answer: Answer
    baseline_weeks: int
    sd: float
    carry_over: float
    seed: int
    chances: tuple[Chance, ...]


def time_to_tell(
    baseline: Sequence[float] | FloatColumn,
    rule: MetricRule,
    *,
    n: Sequence[float] | FloatColumn | None = None,
    differences: Sequence[float] | None = None,
    decide_by_weeks: int | None = None,
    seed: int = 1,
    runs: int = RUNS,
) -> TimeToTell:
    """Plays pilots of AR(1) Gaussian weeks around threshold + difference and judges each as b4 does.

    Args:
        baseline: weekly values before go-live, metric unit; under four give no answer, under eight a
            provisional one.
        rule: success threshold, direction, kind, unit and alpha.
        n: n of the baseline weeks, for the least spread that a proportion can have.
        differences: how much better than the threshold, metric unit, counted towards the good side.
        decide_by_weeks: weeks that can count by the decide-by date; asked for beside 8, 12, 26 and 52.
        seed: of the play, stored with the result.
        runs: pilots played for each difference.

    Raises:
        ValueError: no success threshold, or a direction neither up nor down.
    """
    bar = rule.bar
    if bar is None or rule.sign == 0:
        raise ValueError("a success threshold and a direction are needed to play pilots")
    values = np.asarray(baseline, dtype=np.float64)
    T = len(values)
    if T < FEWEST_BASELINE_WEEKS:
        return TimeToTell(Answer.NONE, T, math.nan, math.nan, seed, ())
    r1 = anytime_band(values).r1
    carry_over = min(max(r1 + (1 + 4 * r1) / T, 0.0), LARGEST_CARRY_OVER)
    sd = max(float(values.std(ddof=1)), _least_sd(values, n, rule))
    if sd == 0:
        return TimeToTell(Answer.NONE, T, 0.0, 0.0, seed, ())
    asked = tuple(differences) if differences is not None else tuple(sd * d for d in DIFFERENCES_IN_SD)
    steps = np.asarray([0.0, *asked])
    played = _play(bar + rule.sign * steps, sd, carry_over, runs, seed)
    confirmed = _ever_confirmed(played, rule, bar)
    weeks = sorted({*SHOWN_WEEKS, *([] if decide_by_weeks is None else [min(decide_by_weeks, WEEKS_PLAYED)])})
    shares = confirmed.reshape(len(steps), runs, WEEKS_PLAYED).mean(axis=1)
    chances = tuple(
        Chance(float(step), tuple((week, float(row[week - 1]) if week else 0.0) for week in weeks))
        for step, row in zip(steps, shares, strict=True)
    )
    answer = Answer.FULL if T >= FEWEST_WEEKS else Answer.PROVISIONAL
    return TimeToTell(answer, T, sd, carry_over, seed, chances)


def _least_sd(values: FloatColumn, n: Sequence[float] | FloatColumn | None, rule: MetricRule) -> float:
    if n is None or rule.kind != "proportion":
        return 0.0
    weight = np.asarray(n, dtype=np.float64)
    if not np.isfinite(weight).all():
        return 0.0
    share = float((values * weight).sum() / weight.sum()) / rule.unit_scale
    return rule.unit_scale * math.sqrt(max(share * (1 - share), 0.0) / float(weight.mean()))


def _play(means: FloatColumn, sd: float, carry_over: float, runs: int, seed: int) -> FloatColumn:
    """Stationary AR(1) weeks, shape (means x runs, weeks)."""
    noise = np.random.default_rng(seed).standard_normal((len(means) * runs, WEEKS_PLAYED))
    fresh = math.sqrt(1 - carry_over**2)
    weeks = np.empty_like(noise)
    weeks[:, 0] = noise[:, 0]
    for week in range(1, WEEKS_PLAYED):
        weeks[:, week] = carry_over * weeks[:, week - 1] + fresh * noise[:, week]
    played: FloatColumn = np.repeat(means, runs)[:, np.newaxis] + sd * weeks
    return played


def _ever_confirmed(
    played: FloatColumn, rule: MetricRule, bar: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Row 2 at this or an earlier look, from the eighth week on."""
    bands = bands_of_all_looks(played, alpha=rule.alpha, g=rule.g)
    edge = bands.lower if rule.sign > 0 else bands.upper
    confirmed = rule.are_better(edge, bar) & rule.are_better(bands.last4, bar)
    confirmed[:, : FEWEST_WEEKS - 1] = False
    return np.logical_or.accumulate(confirmed, axis=1)


class Freeze(StrEnum):
    """What the decide-by date leaves room for."""

    NO_VERDICT = "no_verdict"
    HOLD_OR_STOP = "hold_or_stop"
    ENOUGH = "enough"


def freeze_check(countable_weeks: int, shortest_weeks: int = 0) -> Freeze:
    """Whether a verdict, or a scale decision, is possible by the decide-by date at all.

    Args:
        countable_weeks: weeks of the window that are closed by then (`window.weeks_until`).
        shortest_weeks: shortest duration of the decision rule.
    """
    if countable_weeks < FEWEST_WEEKS:
        return Freeze.NO_VERDICT
    if countable_weeks < max(WEEKS_FOR_SCALE, shortest_weeks):
        return Freeze.HOLD_OR_STOP
    return Freeze.ENOUGH
