"""One sentence for every verdict and status, as said to a CFO, composed from the computed values."""

from __future__ import annotations

import math

import numpy as np

from cxworkbench.measurement.figures import (
    FormatValue,
    apart,
    bad_side,
    counted,
    day_text,
    good_side,
    listed,
    span,
    weeks_text,
)
from cxworkbench.measurement.forecast import Forecast, TrendStatus, sunday_of
from cxworkbench.measurement.guardrail import Guarded, GuardrailStatus
from cxworkbench.measurement.looks import FEWEST_WEEKS, Looks, Verdict
from cxworkbench.measurement.phases import Behaviour, LimitStatus
from cxworkbench.measurement.pilot import PilotStanding, PilotVerdict
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.sample_size import Answer, TimeToTell
from cxworkbench.measurement.verdict import Lacks, MetricVerdict
from cxworkbench.measurement.why import WHY_NOT_JUDGED, window_text
from cxworkbench.measurement.window import Window


def verdict_sentence(
    verdict: MetricVerdict, rule: MetricRule, write: FormatValue, *, improving: bool = False
) -> str:
    """The verdict of a metric in one sentence that begins with its word."""
    band, bar, weeks = verdict.band, verdict.bar, window_text(verdict)
    if verdict.verdict is Verdict.NOT_JUDGED:
        reasons = listed([WHY_NOT_JUDGED[one] for one in verdict.not_judged_because])
        read = counted(verdict.weeks_read, "week", "weeks")
        return f"Shown, not judged: {reasons}; {verdict.weeks_counted} of {read} count."
    if verdict.verdict is Verdict.NOT_ENOUGH_DATA or bar is None:
        return f"Not enough data: {listed(_lacks(verdict, write))}."
    mean, side = apart(write, band.mean, bar), good_side(rule.direction)
    what = "mean difference to control" if rule.comparison == "control" else "mean"
    start = f"the {what} of {weeks} is {mean}"
    ends = span(write, band.lower, band.upper, bar)
    if verdict.verdict is Verdict.CONFIRMED:
        if rule.confirm_rule == "k_in_a_row":
            return f"Confirmed: the last {rule.k} weeks were all {side} the {write(bar)} agreed beforehand."
        last = apart(write, verdict.last4, bar)
        return (
            f"Confirmed: {start} and its whole range, {ends}, is {side} the {write(bar)} agreed beforehand; "
            f"the last 4 weeks agree with {last}."
        )
    if verdict.verdict is Verdict.ON_TRACK:
        but = _not_yet(verdict, rule, write, bar)
        return f"On track{_was(verdict)}: {start}, {side} {write(bar)}, but {but}."
    word = "Clearly below" if verdict.clearly else "Below"
    better = "; it is improving" if improving else ""
    if not rule.worse(band.mean, bar):
        at_it = f"which is the {write(bar)} agreed beforehand and not past it"
        return f"{word}{_was(verdict)}: {start}, {at_it}{better}."
    whole = f", and so is its whole range, {ends}" if verdict.clearly else f" (range {ends})"
    return f"{word}{_was(verdict)}: {start}, short of the {write(bar)} agreed beforehand{whole}{better}."


def _was(verdict: MetricVerdict) -> str:
    if verdict.first_confirmed is None:
        return ""
    return f" (was confirmed on {day_text(verdict.first_confirmed, beside=verdict.as_of)}, has weakened)"


def _not_yet(verdict: MetricVerdict, rule: MetricRule, write: FormatValue, bar: float) -> str:
    band = verdict.band
    if rule.confirm_rule == "k_in_a_row":
        return f"not yet for {rule.k} weeks in a row"
    if rule.better(band.lower if rule.direction == "up" else band.upper, bar):
        return f"the last 4 weeks, {apart(write, verdict.last4, bar)}, do not agree"
    return f"its range, {span(write, band.lower, band.upper, bar)}, is not clear of it yet"


def _lacks(verdict: MetricVerdict, write: FormatValue) -> list[str]:
    newest = "" if verdict.latest_day is None else day_text(verdict.latest_day, beside=verdict.as_of)
    texts = {
        Lacks.NOT_LIVE: "the pilot is not live yet",
        Lacks.FEW_WEEKS: f"{verdict.band.T} of the {FEWEST_WEEKS} weeks needed count so far",
        Lacks.GAPS: f"{verdict.missing} of {verdict.expected} weeks are missing, more than a quarter",
        Lacks.STALE: f"the newest week that counts ended {newest}, {verdict.age_days} days ago",
        Lacks.NO_VARIATION: f"all {verdict.band.T} weeks are {write(verdict.band.mean)}, so check the feed",
        Lacks.DATA_NOT_READY: "the quality of its data is not ready",
    }
    return [texts[one] for one in verdict.lacks]


def look_note(looks: Looks, look: int, rule: MetricRule, write: FormatValue) -> str:
    """What a look's row of the readings says beside its verdict; empty where there is nothing to say.

    The first confirmed look, and a look on track just before one, say how their range stood to the threshold.
    """
    bar = float(looks.bar[look])
    if rule.confirm_rule == "k_in_a_row" or math.isnan(bar):
        return ""
    confirmed = [which is Verdict.CONFIRMED for which in looks.verdict]
    if confirmed[look] and not any(confirmed[:look]):
        return f"Range clears {write(bar)} for the first time"
    if looks.verdict[look] is Verdict.ON_TRACK and any(
        confirmed[look - 1 : look] + confirmed[look + 1 : look + 2]
    ):
        lower, upper = float(looks.lower[look]), float(looks.upper[look])
        ends = span(write, lower, upper, bar)
        if rule.better(lower if rule.direction == "up" else upper, bar):
            last = apart(write, float(looks.last4[look]), bar)
            return f"Last 4 weeks {last}, not {good_side(rule.direction)} {write(bar)}"
        return f"Range {ends}, not clear of {write(bar)}"
    return ""


def guardrail_sentence(status: GuardrailStatus, write: FormatValue) -> str:
    """The status of a guardrail in one sentence; after a breach that was closed, a second one says so."""
    said = _guardrail_sentence(status, write)
    if status.since is None:
        return said
    closed = "A breach was" if status.closed == 1 else f"{status.closed} breaches were"
    return (
        f"{said} {closed} closed before: only weeks after {day_text(status.since)} count towards a new one."
    )


def _guardrail_sentence(status: GuardrailStatus, write: FormatValue) -> str:
    limit, side = write(status.limit), bad_side(status.direction)
    if status.status is Guarded.BREACHED and status.breached_on is not None:
        how = {
            "streak": f"{status.k} weeks in a row {side} {limit}",
            "band": f"its whole range was {side} {limit}",
            "hard": f"a single reading was {side} {limit}",
            "rare": f"even the most favourable rate that the sample allows is {side} {limit}",
        }[status.rule]
        day = day_text(status.breached_on)
        return f"Guardrail breached on {day}: {how}; it stays so until a person closes it."
    if status.status is Guarded.WATCH:
        if status.rule == "streak" and status.streak:
            newest = weeks_text(status.beyond[-status.streak :])
            verb = "is" if status.streak == 1 else "are"
            return f"Guardrail on watch: {newest} {verb} {side} {limit}; {status.k} in a row break it."
        return f"Guardrail on watch: the mean, {apart(write, status.mean, status.limit)}, is {side} {limit}."
    if status.status is Guarded.CLEAR:
        extreme = "lowest" if status.direction == "up" else "highest"
        worst = apart(write, status.worst, status.limit)
        weeks = counted(status.weeks, "week", "weeks")
        return f"Guardrail clear: in {weeks} since go-live the {extreme} was {worst}, the limit is {limit}."
    if status.obstacles:
        return f"Guardrail not judged: {listed([WHY_NOT_JUDGED[one] for one in status.obstacles])}."
    if status.n_unknown:
        return "Guardrail not judged: the number of cases is not known for every week."
    weeks = f"{status.weeks} of {FEWEST_WEEKS} weeks since go-live count"
    broke = "" if status.closed else ", none broke it"
    return f"Guardrail not judged yet: {weeks}{broke}."


def pilot_sentence(pilot: PilotStanding) -> str:
    """The verdict of a pilot in one sentence."""
    names = listed(pilot.because)
    missing = counted(len(pilot.missing), "thing is", "things are")
    return {
        PilotVerdict.GUARDRAIL_BREACHED: f"Guardrail breached: {names}; harm is looked at before success.",
        PilotVerdict.NOT_ENOUGH_DATA: f"Not enough data{f' for {names}' if names else ''}.",
        PilotVerdict.BELOW: f"Below: {names}.",
        PilotVerdict.ON_TRACK: f"On track: {names} not confirmed yet.",
        PilotVerdict.CONFIRMED: f"Confirmed: {names}; {missing} missing for Ready to scale.",
        PilotVerdict.READY_TO_SCALE: f"Ready to scale: {names} confirmed at two looks, nothing is missing.",
    }[pilot.verdict]


def limits_sentence(shown: Behaviour, write: FormatValue) -> str:
    """What the limits of chance say, with how far they can be trusted."""
    phase = shown.phases[-1]
    if phase.status is LimitStatus.NOT_ENOUGH_DATA:
        weeks = counted(phase.points, "week", "weeks")
        return f"No limits of chance yet: the baseline has {weeks}, 8 are needed."
    if phase.status is LimitStatus.NO_VARIATION:
        return f"No limits of chance: all {phase.points} weeks of the baseline are equal, so check the feed."
    newest = np.flatnonzero(np.isfinite(shown.lower))[-1]
    ends = (
        f"{write(float(shown.lower[newest]), unit=False)} to {write(float(shown.upper[newest]), unit=False)}"
    )
    trust = " provisional" if phase.status is LimitStatus.PROVISIONAL else ""
    caution = "; they may be too narrow because weeks resemble each other" if phase.may_be_too_narrow else ""
    return (
        f"When nothing has changed, this metric wanders from {ends} ({phase.points} weeks,{trust} limits); "
        f"only a reading outside, or eight in a row on one side, is news{caution}."
    )


def trend_sentence(trend: Forecast, target: float, window: Window, write: FormatValue) -> str:
    """What the trend says about a target, with a date only where the method gives one."""
    goal = write(target)
    if trend.status is TrendStatus.NOT_ENOUGH_DATA:
        return f"No trend yet: it needs {FEWEST_WEEKS} weeks."
    if trend.status is TrendStatus.ALREADY_THERE:
        return f"The trend is already at {goal}."
    if trend.status is TrendStatus.NO_TREND:
        return f"No trend towards {goal}: {_in_100(trend.p_toward)} in 100 replayed courses point that way."
    ahead = counted(math.floor(trend.horizon), "week", "weeks")
    if (
        trend.status is TrendStatus.BEYOND_HORIZON
        or trend.p10 is None
        or trend.p50 is None
        or trend.p90 is None
    ):
        few = f"{_in_100(trend.p_within)} in 100"
        return f"If the recent slope went on, {few} would reach {goal} within {ahead}: no date."
    late = "not within the horizon" if math.isinf(trend.p90) else day_text(sunday_of(trend.p90, window))
    first, middle = day_text(sunday_of(trend.p10, window)), day_text(sunday_of(trend.p50, window))
    return (
        f"If the recent slope went on, {goal} would be reached around {middle} (8 in 10: {first} to {late})."
    )


def _in_100(share: float) -> int:
    return round(100 * share)


def sample_size_sentences(
    answer: TimeToTell, week: int, rule: MetricRule, write: FormatValue
) -> tuple[str, ...]:
    """For each difference the share of pilots confirmed by a week, to the 5 points that 400 plays give."""
    if answer.answer is Answer.NONE or rule.bar is None:
        weeks = counted(answer.baseline_weeks, "baseline week", "baseline weeks")
        return (f"No answer: {weeks}, at least 4 that vary are needed.",)
    trust = " (provisional, under 8 baseline weeks)" if answer.answer is Answer.PROVISIONAL else ""
    texts = []
    for chance in answer.chances:
        about = 5 * round(20 * chance.by(week))
        truth = write(rule.bar + rule.sign * chance.difference)
        at = f"exactly at {truth}" if chance.difference == 0 else f"{truth}"
        texts.append(
            f"If the truth were {at}, about {about} in 100 would be confirmed by week {week}{trust}."
        )
    return tuple(texts)
