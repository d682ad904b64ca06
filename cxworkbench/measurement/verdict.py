"""The verdict of a metric as of a day, with all that it rests on (statistics.md b4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Literal

import numpy as np

from cxworkbench.measurement.band import LAST_WEEKS, Band, anytime_band
from cxworkbench.measurement.local_days import IntColumn
from cxworkbench.measurement.looks import (
    FEWEST_WEEKS,
    VERDICTS,
    Amended,
    Looks,
    Verdict,
    Watched,
    compared,
    replay_all,
)
from cxworkbench.measurement.phases import NARROW_FROM_CARRY_OVER
from cxworkbench.measurement.process import run_lengths
from cxworkbench.measurement.readings import FloatColumn
from cxworkbench.measurement.rule import MetricRule, WhyNot, judged
from cxworkbench.measurement.weeks import Weeks
from cxworkbench.measurement.window import Window, age_in_days, is_stale, too_many_missing
from cxworkbench.values import holder
from db.fixed import fixed

#: The code of a look that was confirmed.
_CONFIRMED = VERDICTS.index(Verdict.CONFIRMED)
WEEKS_FOR_SCALE = 12
LOOKS_FOR_SCALE = 2

DataQuality = Literal["ready", "not_ready", "not_proven"]


class Lacks(StrEnum):
    """Why there is not enough data (row 1)."""

    NOT_LIVE = "not_live"
    FEW_WEEKS = "few_weeks"
    GAPS = "gaps"
    STALE = "stale"
    NO_VARIATION = "no_variation"
    DATA_NOT_READY = "data_not_ready"


class Note(StrEnum):
    """What a reader must know beside the verdict."""

    N_UNKNOWN = "n_unknown"
    MINIMUM_NOT_CHECKED = "minimum_not_checked"
    CARRY_OVER = "carry_over"
    RESTARTED = "restarted"
    WEAKENED = "weakened"
    SLOWER_READINGS = "slower_readings"


class ScaleClause(StrEnum):
    """What a metric needs for Ready to scale beyond its own verdict (pilot verdict, row 5)."""

    CONFIRMED = "confirmed"
    SECOND_LOOK = "second_look"
    WEEKS = "weeks"
    SCALE_THRESHOLD = "scale_threshold"


@fixed
class Missing:
    """An unfulfilled clause for scaling: what is there and what is needed (looks, weeks or metric unit)."""

    clause: ScaleClause
    have: float
    need: float


@holder
class MetricVerdict:
    """A verdict with its evidence; values in the metric's unit (pilot minus control where compared).

    Attributes:
        verdict: row of the table.
        clearly: with `below`, the whole band is on the bad side.
        not_judged_because: reasons of row 0.
        lacks: reasons of row 1.
        band: over the weeks of the window that count; T = 0 where none does.
        expected: weeks of the calendar from the window's start to the newest closed week.
        mondays: of the weeks that count, as ordinals.
        values: their values.
        last4: n-weighted mean of the newest four, NaN with fewer.
        bar: what the mean is held against; None where there is no threshold.
        looks: every look, for the table of readings.
        first_confirmed: Sunday of the first confirmed look of the present window.
        confirmed_looks: how many of the newest looks in a row were confirmed.
        latest_day: Sunday of the newest week that counts, whenever it was.
        age_days: days from that Sunday to the day of the judgement.
        stale: older than 14 days.
        weeks_read: weeks from the first reading to the last.
        weeks_counted: those of them that count.
        missing_for_scale: clauses of row 5 that this metric doesn't fulfil yet.
        notes: what must be said beside it.
        window: as given; None before go-live.
        as_of: the day of the judgement.
    """

    verdict: Verdict
    clearly: bool
    not_judged_because: tuple[WhyNot, ...]
    lacks: tuple[Lacks, ...]
    band: Band
    expected: int
    mondays: IntColumn
    values: FloatColumn
    last4: float
    bar: float | None
    looks: Looks
    first_confirmed: date | None
    confirmed_looks: int
    latest_day: date | None
    age_days: int | None
    stale: bool
    weeks_read: int
    weeks_counted: int
    missing_for_scale: tuple[Missing, ...]
    notes: tuple[Note, ...]
    window: Window | None
    as_of: date

    @property
    def week_numbers(self) -> tuple[int, ...]:
        """Pilot weeks that count, for example 5 to 18; none before go-live."""
        return () if self.window is None else self.window.week_numbers(self.mondays)

    @property
    def missing(self) -> int:
        """Closed weeks of the window that don't count."""
        return self.expected - self.band.T

    @property
    def last_values(self) -> FloatColumn:
        """The newest four values that count."""
        return self.values[-LAST_WEEKS:]


def k_consecutive(values: FloatColumn, threshold: float, k: int, direction: str) -> int | None:
    """The first 0-based index at which k values in a row lie strictly beyond a threshold, else None.

    A NaN (a missing week) breaks the run, and so does a value equal to the threshold.
    """
    rule = MetricRule("mean", direction)
    reached = np.flatnonzero(run_lengths(rule.are_better(values, threshold)) >= k)
    return int(reached[0]) if len(reached) else None


def judge_metric(
    weeks: Weeks,
    rule: MetricRule,
    *,
    window: Window | None,
    as_of: date,
    control: Weeks | None = None,
    data_ready: DataQuality | None = None,
    amended: Sequence[Amended] = (),
) -> MetricVerdict:
    """The verdict of one metric: :func:`judge_metrics` of it alone.

    Args:
        weeks: the metric's weeks of arm pilot.
        rule: as in force on the day.
        window: as of the same day; None while the pilot isn't live.
        as_of: the day of the judgement, not later than that of the weeks.
        control: weeks of arm control, where the rule compares with it; None counts as no matched week.
        data_ready: the readiness of the metric's data source; `not_ready` takes any verdict away.
        amended: earlier rules, by which earlier looks are judged.

    Raises:
        ValueError: the weeks were made for an earlier day.
    """
    one = Watched(weeks, rule, window, control, amended)
    return judge_metrics([one], as_of=as_of, data_ready=data_ready)[0]


def judge_metrics(
    watched: Sequence[Watched], *, as_of: date, data_ready: DataQuality | None = None
) -> list[MetricVerdict]:
    """The verdict table of b4, for any number of metrics in one pass.

    Args:
        watched: the metrics.
        as_of: the day of the judgement, not later than that of the weeks.
        data_ready: the readiness of their data source; `not_ready` takes any verdict away.

    Raises:
        ValueError: weeks were made for an earlier day.
    """
    looks = replay_all(watched, as_of=as_of)
    return [_verdict(one, seen, as_of, data_ready) for one, seen in zip(watched, looks, strict=True)]


def _verdict(one: Watched, looks: Looks, as_of: date, data_ready: DataQuality | None) -> MetricVerdict:
    weeks, rule, window = one.weeks, one.rule, one.window
    own = compared(weeks, rule, one.control)
    shown = own.counts if as_of == own.as_of else own.counts & (own.monday + 6 < as_of.toordinal())
    # Weeks follow each other without a gap: the window's begin at a place.
    begin = (
        len(own) if window is None or not len(own) else (window.start.toordinal() - int(own.monday[0])) // 7
    )
    seen_weeks = shown.nonzero()[0]
    counting = seen_weeks[seen_weeks >= begin] if begin > 0 else seen_weeks
    monday, values, n = own.monday[counting], own.value[counting], own.n[counting]
    current = _current(looks, window)
    band = _band(rule, window, looks, current, values, n)
    counted = seen_weeks if own is weeks else weeks.counts.nonzero()[0]
    if own is not weeks and as_of != weeks.as_of:
        counted = counted[weeks.monday[counted] + 6 < as_of.toordinal()]
    newest = int(weeks.monday[counted[-1]]) if len(counted) else 0
    age = age_in_days(date.fromordinal(newest), as_of) if newest else None

    expected = int(looks.expected[-1]) if current else 0
    last4 = float(looks.last4[-1]) if current else float("nan")
    why_not = judged(rule)
    lacks = _lacks(band, expected, monday, as_of, data_ready, window)
    verdict = VERDICTS[looks.code[-1]] if current else Verdict.NOT_ENOUGH_DATA
    if why_not:
        verdict = Verdict.NOT_JUDGED
    elif lacks:
        verdict = Verdict.NOT_ENOUGH_DATA
    codes = _codes(looks, current)
    first = current[codes.index(_CONFIRMED)] if _CONFIRMED in codes else None
    in_a_row = next((at for at, code in enumerate(reversed(codes)) if code != _CONFIRMED), len(codes))
    bad_edge = band.upper if rule.direction == "up" else band.lower
    notes = _notes(weeks, rule, window, n, band)
    if first is not None and verdict in {Verdict.ON_TRACK, Verdict.BELOW}:
        notes = (*notes, Note.WEAKENED)
    return MetricVerdict(
        verdict=verdict,
        clearly=verdict is Verdict.BELOW and rule.bar is not None and rule.worse(bad_edge, rule.bar),
        not_judged_because=why_not,
        lacks=lacks if verdict is Verdict.NOT_ENOUGH_DATA else (),
        band=band,
        expected=expected,
        mondays=monday,
        values=values,
        last4=last4,
        bar=rule.bar,
        looks=looks,
        first_confirmed=None if first is None else looks.day(first),
        confirmed_looks=in_a_row,
        latest_day=date.fromordinal(newest + 6) if newest else None,
        age_days=age,
        stale=age is not None and is_stale(age),
        weeks_read=len(weeks),
        weeks_counted=len(seen_weeks),
        missing_for_scale=_missing_for_scale(rule, verdict, band.T, in_a_row, looks, current),
        notes=notes,
        window=window,
        as_of=as_of,
    )


def _current(looks: Looks, window: Window | None) -> Sequence[int]:
    """The looks of the stretch that is in force; none while its first week is open."""
    if window is None or not len(looks) or looks.expected[-1] == 0:
        return ()
    if int(looks.segment[-1]) != window.restarts:
        return ()
    if not window.restarts:
        return range(len(looks))
    return np.flatnonzero((looks.segment == window.restarts) & (looks.expected > 0)).tolist()


def _codes(looks: Looks, current: Sequence[int]) -> list[int]:
    """The verdicts of the looks of the stretch, as places in `VERDICTS`."""
    if not current:
        return []
    codes: list[int] = (looks.code if isinstance(current, range) else looks.code[list(current)]).tolist()
    return codes


def _band(
    rule: MetricRule,
    window: Window | None,
    looks: Looks,
    current: Sequence[int],
    values: FloatColumn,
    n: FloatColumn,
) -> Band:
    """The band of the weeks that count: that of the newest look, where it was taken by the rule in force."""
    if current and looks.band is not None:
        return looks.band
    alpha = rule.alpha if window is None else window.segments[-1].alpha(rule.alpha)
    return anytime_band(values, rule.n_for_band(n), rule.band_kind, alpha, rule.g, unit_scale=rule.unit_scale)


def _lacks(
    band: Band,
    expected: int,
    counted: IntColumn,
    as_of: date,
    data_ready: DataQuality | None,
    window: Window | None,
) -> tuple[Lacks, ...]:
    found = []
    if window is None or window.go_live > as_of:
        found.append(Lacks.NOT_LIVE)
    elif band.T < FEWEST_WEEKS:
        found.append(Lacks.FEW_WEEKS)
    if too_many_missing(expected - band.T, expected):
        found.append(Lacks.GAPS)
    if len(counted) and is_stale(age_in_days(date.fromordinal(int(counted[-1])), as_of)):
        found.append(Lacks.STALE)
    if band.T > 1 and band.sd == 0:
        found.append(Lacks.NO_VARIATION)
    if data_ready == "not_ready":
        found.append(Lacks.DATA_NOT_READY)
    return tuple(found)


def _notes(
    weeks: Weeks, rule: MetricRule, window: Window | None, n: FloatColumn, band: Band
) -> tuple[Note, ...]:
    found = []
    known = np.isfinite(n)
    if rule.comparison != "control" and len(n) and not known.all():
        # A mean that never had an n is whole without it; a share is not.
        if known.any() or rule.kind in {"proportion", "ratio"}:
            found.append(Note.N_UNKNOWN)
        if rule.minimum_sample is not None:
            found.append(Note.MINIMUM_NOT_CHECKED)
    if band.T >= FEWEST_WEEKS and band.r >= NARROW_FROM_CARRY_OVER:
        found.append(Note.CARRY_OVER)
    if window is not None and window.restarts:
        found.append(Note.RESTARTED)
    if len(weeks.slower):
        found.append(Note.SLOWER_READINGS)
    return tuple(found)


def _missing_for_scale(
    rule: MetricRule, verdict: Verdict, T: int, in_a_row: int, looks: Looks, current: Sequence[int]
) -> tuple[Missing, ...]:
    found = []
    if verdict is not Verdict.CONFIRMED:
        found.append(Missing(ScaleClause.CONFIRMED, 0, 1))
    elif in_a_row < LOOKS_FOR_SCALE:
        found.append(Missing(ScaleClause.SECOND_LOOK, in_a_row, LOOKS_FOR_SCALE))
    if T < WEEKS_FOR_SCALE:
        found.append(Missing(ScaleClause.WEEKS, T, WEEKS_FOR_SCALE))
    if rule.scale is not None:
        newest = current[-LOOKS_FOR_SCALE:]
        reached = [bool(looks.at_scale[look]) for look in newest]
        if len(newest) < LOOKS_FOR_SCALE or not all(reached):
            have = float(looks.mean[newest[-1]]) if newest else float("nan")
            found.append(Missing(ScaleClause.SCALE_THRESHOLD, have, rule.scale))
    return tuple(found)
