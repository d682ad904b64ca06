"""Whether a metric is being harmed: the status of its guardrail since go-live (statistics.md b4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

import numpy as np

from cxworkbench.measurement.band import bands_of_all_looks
from cxworkbench.measurement.local_days import IntColumn, day_ordinals, last_closed_monday
from cxworkbench.measurement.looks import FEWEST_WEEKS
from cxworkbench.measurement.process import run_lengths
from cxworkbench.measurement.rare import beta_binomial_interval, beyond_rate
from cxworkbench.measurement.readings import FloatColumn, Mask, Readings
from cxworkbench.measurement.rule import GuardrailRule, MetricRule, WhyNot, are_beyond, obstacles
from cxworkbench.measurement.weeks import Weeks
from cxworkbench.measurement.window import Window
from cxworkbench.values import holder, value
from db.fixed import fixed


class Guarded(StrEnum):
    """Status of a guardrail, worst first."""

    BREACHED = "breached"
    WATCH = "watch"
    NOT_ENOUGH_DATA = "not_enough_data"
    CLEAR = "clear"


@fixed
class BreachClosure:
    """A person's record that a breach is over; only weeks later than `closed_on` count towards a new one."""

    breached_on: date
    closed_on: date


@value
class GuardrailStatus:
    """A guardrail's status with its evidence; values in the metric's unit.

    Attributes:
        status: breached, watch, not enough data, clear.
        limit: the guardrail limit.
        rule: streak, band, hard or rare.
        k: weeks in a row that break a streak.
        direction: which way is better.
        breached_on: last day of the week or reading that broke it; None unless breached.
        streak: newest weeks in a row beyond the limit.
        beyond: pilot weeks beyond the limit since the last closure.
        weeks: T, weeks that count since week 1, closures or not.
        mean: n-weighted mean of the weeks that count now; NaN without one.
        worst: worst weekly value since week 1; NaN without one.
        worst_week: its pilot week; 0 without one.
        lower: lower end of the band (rule band) or of the rate (rule rare); NaN otherwise.
        upper: upper end of the same.
        closed: how many breaches were closed before.
        since: after which day evidence counts: the last closure, else None.
        obstacles: why the metric can't be judged as a guardrail; empty where it can.
        n_unknown: rule `rare` can't be asked where n is unknown in some week.
    """

    status: Guarded
    limit: float
    rule: GuardrailRule
    k: int
    direction: str
    breached_on: date | None
    streak: int
    beyond: tuple[int, ...]
    weeks: int
    mean: float
    worst: float
    worst_week: int
    lower: float
    upper: float
    closed: int
    since: date | None
    obstacles: tuple[WhyNot, ...] = ()
    n_unknown: bool = False


@holder
class Guardrail:
    """A guardrail as it is to be judged.

    Attributes:
        weeks: the metric's weeks of arm pilot.
        rule: with a guardrail limit.
        window: gives go-live and week 1; its restarts don't touch a guardrail.
        closures: recorded ends of breaches; those after the day of the weeks don't count yet.
        readings: the single readings; rule `hard` needs them, since a day can break it in an open week.
    """

    weeks: Weeks
    rule: MetricRule
    window: Window
    closures: Sequence[BreachClosure] = ()
    readings: Readings | None = None


@holder
class _Evidence:
    """Closed weeks of the calendar from week 1 on, under a rule.

    Attributes:
        rule: with the limit.
        limit: the same, as a number that is there.
        monday: one a week, as ordinal.
        value, n: NaN where a week doesn't count.
        present: which weeks count.
        beyond: which of them lie beyond the limit.
        runs: weeks in a row beyond it; one that doesn't count breaks the run: a row is one of the calendar.
        mean: n-weighted mean of the weeks that count; NaN without one.
        worst: place of the worst of them; None without one, or where neither way is better.
    """

    rule: MetricRule
    limit: float
    monday: IntColumn
    value: FloatColumn
    n: FloatColumn
    present: Mask
    beyond: Mask
    runs: IntColumn
    mean: float
    worst: int | None

    def after(self, day: int) -> _Evidence:
        """What counts after a day (ordinal)."""
        if not day:
            return self
        later = self.monday > day
        return _seen([self.rule], [self.monday[later]], self.value[later][None], self.n[later][None])[0]


def _seen(
    rules: Sequence[MetricRule], mondays: Sequence[IntColumn], value: FloatColumn, n: FloatColumn
) -> list[_Evidence]:
    """The evidence of several guardrails in one pass.

    Args:
        rules: one a row, each with a limit.
        mondays: one calendar a row.
        value: one row a guardrail, in the metric's unit; NaN where a week doesn't count, and behind the calendar's end.
        n: the same of n.
    """
    limits = [rule.guardrail_limit for rule in rules]
    if None in limits:
        raise ValueError("this metric holds no guardrail limit")
    limit = np.asarray(limits, dtype=np.float64)[:, None]
    sign = np.asarray([rule.sign for rule in rules])[:, None]
    present = np.isfinite(value)
    beyond = are_beyond(value, limit, -sign)
    runs = run_lengths(beyond)
    weighted = np.asarray([rule.kind != "count" for rule in rules])
    known = (np.isfinite(n) | ~present).all(axis=1) & weighted
    weight = np.where(present, np.where(known[:, None], n, 1.0), 0.0)
    with np.errstate(invalid="ignore"):
        mean = (weight * np.where(present, value, 0.0)).sum(axis=1) / weight.sum(axis=1)
    has_worst = present.any(axis=1) & (sign[:, 0] != 0)
    toward = np.where(present, sign * value, np.inf)
    worst = toward.argmin(axis=1) if value.shape[1] else np.zeros(len(rules), dtype=np.int64)
    return [
        _Evidence(
            rule,
            limit_of,
            monday,
            value[row, : len(monday)],
            n[row, : len(monday)],
            present[row, : len(monday)],
            beyond[row, : len(monday)],
            runs[row, : len(monday)],
            mean_of,
            worst_of if has else None,
        )
        for row, (rule, limit_of, monday, mean_of, worst_of, has) in enumerate(
            zip(
                rules,
                limit[:, 0].tolist(),
                mondays,
                mean.tolist(),
                worst.tolist(),
                has_worst.tolist(),
                strict=True,
            )
        )
    ]


def guardrail_status(
    weeks: Weeks,
    rule: MetricRule,
    *,
    window: Window,
    closures: Sequence[BreachClosure] = (),
    readings: Readings | None = None,
    time_zone: str = "UTC",
) -> GuardrailStatus:
    """The status of one guardrail: :func:`guardrail_statuses` of it alone."""
    return guardrail_statuses([Guardrail(weeks, rule, window, closures, readings)], time_zone)[0]


def guardrail_statuses(guardrails: Sequence[Guardrail], time_zone: str = "UTC") -> list[GuardrailStatus]:
    """The status of each guardrail as of the day of its weeks, their weeks looked at in one pass.

    Args:
        guardrails: any number.
        time_zone: the programme's zone, for the days of single readings.

    Raises:
        ValueError: no guardrail limit, or rule `hard` without readings.
    """
    if not guardrails:
        return []
    mondays = [
        np.arange(one.window.week_1.toordinal(), last_closed_monday(one.weeks.as_of) + 1, 7, dtype=np.int64)
        for one in guardrails
    ]
    shape = (len(guardrails), max(map(len, mondays), default=0))
    value, n = np.full(shape, np.nan), np.full(shape, np.nan)
    for row, (one, monday) in enumerate(zip(guardrails, mondays, strict=True)):
        one.weeks.put(monday, value[row], n[row])
    evidence = _seen([one.rule for one in guardrails], mondays, value, n)
    return [_status(one, own, time_zone) for one, own in zip(guardrails, evidence, strict=True)]


def _status(one: Guardrail, everything: _Evidence, time_zone: str) -> GuardrailStatus:
    rule, window, as_of = one.rule, one.window, one.weeks.as_of
    hindered = obstacles(rule)
    n_known = rule.guardrail_rule != "rare" or bool(np.isfinite(everything.n[everything.present]).all())
    askable = not hindered and n_known
    find = _finder(everything, window, one.readings, time_zone, as_of)
    after, breach, closed = 0, find(0) if askable else None, 0
    while breach is not None:
        ends = [
            done.closed_on.toordinal()
            for done in one.closures
            if done.closed_on.toordinal() >= breach and done.closed_on <= as_of
        ]
        if not ends:
            break
        after, closed = min(ends), closed + 1
        breach = find(after)

    now = everything.after(after)
    streak = _streak_at_newest(now)
    T = int(np.count_nonzero(everything.present))
    watch = rule.worse(now.mean, now.limit) or (rule.guardrail_rule == "streak" and streak > 0)
    if breach is not None:
        status = Guarded.BREACHED
    elif askable and watch:
        status = Guarded.WATCH
    elif not askable or T < FEWEST_WEEKS:
        status = Guarded.NOT_ENOUGH_DATA
    else:
        status = Guarded.CLEAR
    worst = everything.worst
    lower, upper = _interval(now)
    return GuardrailStatus(
        status=status,
        limit=everything.limit,
        rule=rule.guardrail_rule,
        k=rule.guardrail_k,
        direction=rule.direction,
        breached_on=None if breach is None else date.fromordinal(breach),
        streak=streak,
        beyond=window.week_numbers(now.monday[now.beyond]),
        weeks=T,
        mean=now.mean,
        worst=float("nan") if worst is None else float(everything.value[worst]),
        worst_week=0
        if worst is None
        else window.week_number(date.fromordinal(int(everything.monday[worst]))),
        lower=lower,
        upper=upper,
        closed=closed,
        since=date.fromordinal(after) if after else None,
        obstacles=hindered,
        n_unknown=not n_known,
    )


def _finder(
    everything: _Evidence,
    window: Window,
    readings: Readings | None,
    time_zone: str,
    as_of: date,
) -> Callable[[int], int | None]:
    """The last day (ordinal) of what first breaks the guardrail among evidence that begins after a day."""
    rule = everything.rule
    if rule.guardrail_rule == "hard":
        if readings is None:
            raise ValueError("rule hard looks at single readings; none were given")
        begins = day_ordinals(readings.period_from, time_zone)
        ends = day_ordinals(readings.period_to - 1, time_zone)
        broken = rule.are_worse(readings.value, everything.limit) & ~readings.excluded
        broken &= (begins >= window.go_live.toordinal()) & (ends < as_of.toordinal())
        if rule.minimum_sample is not None:
            broken &= ~(readings.n < rule.minimum_sample)

        def first_reading(day: int) -> int | None:
            later = ends[broken & (begins > day)]
            return int(later.min()) if len(later) else None

        return first_reading

    broken_by = {"streak": _streak, "band": _whole_band, "rare": _rate}[rule.guardrail_rule]

    def first_week(day: int) -> int | None:
        later = everything.after(day)
        places = broken_by(later).nonzero()[0]
        return int(later.monday[places[0]]) + 6 if len(places) else None

    return first_week


def _streak(weeks: _Evidence) -> Mask:
    return np.asarray(weeks.runs >= weeks.rule.guardrail_k, dtype=np.bool_)


def _whole_band(weeks: _Evidence) -> Mask:
    """Looks at which the whole band lies beyond; a spread of nought is a matter for the feed, not a proof."""
    rule, present = weeks.rule, weeks.present
    n = rule.n_for_band(weeks.n[present])
    bands = bands_of_all_looks(
        weeks.value[present], n, rule.kind, rule.alpha, rule.g, unit_scale=rule.unit_scale
    )
    beyond = rule.are_worse(bands.upper if rule.direction == "up" else bands.lower, weeks.limit) & (
        bands.sd > 0
    )
    broken = np.zeros(len(present), dtype=np.bool_)
    broken[present] = beyond
    return broken


def _rate(weeks: _Evidence) -> Mask:
    """Looks at which the rate that all weeks so far still allow lies wholly beyond."""
    rule = weeks.rule
    cases = np.nan_to_num(weeks.n)
    events = np.cumsum(np.nan_to_num(weeks.value) / rule.unit_scale * cases)
    share = weeks.limit / rule.unit_scale
    looks = zip(events.tolist(), np.cumsum(cases).tolist(), strict=True)
    return np.asarray(
        [beyond_rate(min(hit, total), total, share, rule.sign, rule.alpha) for hit, total in looks],
        dtype=np.bool_,
    )


def _streak_at_newest(weeks: _Evidence) -> int:
    """Weeks in a row beyond the limit, up to the newest that counts: a reading that is late ends no run."""
    places = weeks.present.nonzero()[0]
    return int(weeks.runs[places[-1]]) if len(places) else 0


def _interval(weeks: _Evidence) -> tuple[float, float]:
    rule = weeks.rule
    if rule.guardrail_rule not in {"band", "rare"}:
        return float("nan"), float("nan")
    value, n = weeks.value[weeks.present], weeks.n[weeks.present]
    if len(value) and rule.guardrail_rule == "band":
        bands = bands_of_all_looks(
            value, rule.n_for_band(n), rule.kind, rule.alpha, rule.g, unit_scale=rule.unit_scale
        )
        return float(bands.lower[-1]), float(bands.upper[-1])
    if len(value) and rule.guardrail_rule == "rare" and np.isfinite(n).all():
        total = float(n.sum())
        events = min(float((value / rule.unit_scale * n).sum()), total)
        low, high = beta_binomial_interval(events, total, rule.alpha)
        return rule.unit_scale * low, rule.unit_scale * high
    return float("nan"), float("nan")
