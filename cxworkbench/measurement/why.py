"""The "Why" of a verdict as lines: one clause each, with its state and its figures (statistics.md b4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from cxworkbench.measurement.band import LAST_WEEKS
from cxworkbench.measurement.figures import (
    FormatValue,
    apart,
    bad_side,
    capital,
    counted,
    day_text,
    good_side,
    listed,
    span,
    weeks_text,
)
from cxworkbench.measurement.guardrail import Guarded, GuardrailStatus
from cxworkbench.measurement.looks import FEWEST_WEEKS, Verdict
from cxworkbench.measurement.rule import MetricRule, WhyNot
from cxworkbench.measurement.verdict import Lacks, MetricVerdict, Note, ScaleClause

State = Literal["met", "not_met", "not_yet_due", "at_risk"]

WHY_NOT_JUDGED = {
    WhyNot.NO_SUCCESS_THRESHOLD: "no success threshold is set",
    WhyNot.SLOW_CADENCE: "it is measured less often than once a week",
    WhyNot.NO_DIRECTION: "neither up nor down is better",
}


@dataclass(frozen=True)
class Line:
    """One clause of a verdict: whether it holds, what it says, and the figures behind it."""

    state: State
    title: str
    detail: str


def why_lines(
    verdict: MetricVerdict,
    rule: MetricRule,
    write: FormatValue,
    *,
    guardrail: GuardrailStatus | None = None,
    improving: bool = False,
) -> tuple[Line, ...]:
    """The lines under "Why Confirmed" and its like, composed from the values of the verdict.

    Args:
        verdict: as judged.
        rule: by which it was judged.
        write: writes values of this metric.
        guardrail: the status of its guardrail, where it holds a limit.
        improving: what the trend says, asked only where the verdict is Below.
    """
    if verdict.verdict is Verdict.NOT_JUDGED:
        lines = [_not_judged(verdict)]
    elif verdict.verdict is Verdict.NOT_ENOUGH_DATA:
        lines = _lacking(verdict, write)
    else:
        lines = [_main(verdict, rule, write, improving=improving), *_last_weeks(verdict, rule, write)]
        lines.append(_weeks(verdict))
    if guardrail is not None:
        lines.append(guardrail_line(guardrail, write))
    if verdict.verdict is not Verdict.NOT_JUDGED and (rule.role == "primary" or rule.scale is not None):
        lines.append(_scale(verdict, rule, write))
    return tuple(lines)


def window_text(verdict: MetricVerdict) -> str:
    """Which weeks the figures are of: "weeks 5 to 18", "weeks 5 to 18 without 2"."""
    numbers = verdict.week_numbers
    if not numbers:
        return "no week yet"
    inside = numbers[-1] - numbers[0] + 1 - len(numbers)
    text = weeks_text(range(numbers[0], numbers[-1] + 1))
    return f"{text}, {inside} missing" if inside else text


def set_aside_text(verdict: MetricVerdict) -> str:
    """Why counting began when it did, and what is missing since."""
    window = verdict.window
    if window is None:
        return "Weeks count from go-live on"
    if window.restarts:
        newest = window.segments[-1]
        day = day_text(newest.start, beside=verdict.as_of)
        text = f"Counting began anew on {day}, restart {window.restarts}"
    elif window.warm_up_weeks:
        warm_up = capital(weeks_text(range(1, window.warm_up_weeks + 1)))
        text = f"{warm_up} {'was' if window.warm_up_weeks == 1 else 'were'} set aside beforehand"
    else:
        text = "Every week since go-live"
    return f"{text}; {counted(verdict.missing, 'week', 'weeks')} missing" if verdict.missing else text


def note_texts(verdict: MetricVerdict) -> tuple[str, ...]:
    """What must be said beside a verdict, a sentence each."""
    texts = {
        Note.N_UNKNOWN: "The number of cases is not known for every week, so all weeks weigh the same.",
        Note.MINIMUM_NOT_CHECKED: "Where the number of cases is not known, the least sample was not checked.",
        Note.CARRY_OVER: f"Weeks resemble each other: {verdict.band.T} weeks are worth "
        f"{verdict.band.n_eff:.1f} independent ones.",
        Note.RESTARTED: "",
        Note.WEAKENED: "",
        Note.SLOWER_READINGS: "Readings that do not lie within one week are drawn, but never judged.",
    }
    if verdict.window is not None and verdict.window.restarts:
        times = counted(verdict.window.restarts, "time", "times")
        texts[Note.RESTARTED] = f"Measurement was restarted {times}; the range is wider for it."
    if verdict.first_confirmed is not None:
        day = day_text(verdict.first_confirmed, beside=verdict.as_of)
        texts[Note.WEAKENED] = f"It was confirmed on {day} and has weakened since."
    return tuple(texts[note] for note in verdict.notes)


def guardrail_line(status: GuardrailStatus, write: FormatValue) -> Line:
    """The line of a guardrail; after a breach that was closed, it says so."""
    line = _guardrail_line(status, write)
    if status.since is None:
        return line
    closed = f"Breach closed {day_text(status.since)}"
    return Line(line.state, line.title, f"{line.detail}. {closed}" if line.detail else closed)


def _guardrail_line(status: GuardrailStatus, write: FormatValue) -> Line:
    limit, side = write(status.limit), bad_side(status.direction)
    if status.status is Guarded.BREACHED and status.breached_on is not None:
        over = f"{capital(weeks_text(status.beyond))} {side} it, " if status.beyond else ""
        return Line(
            "not_met",
            f"Guardrail breached at {limit}",
            capital(f"{over}breached {day_text(status.breached_on)}"),
        )
    if status.status is Guarded.WATCH:
        return Line("at_risk", f"Guardrail at {limit} on watch", _watched(status, write, side))
    extreme = "Lowest" if status.direction == "up" else "Highest"
    worst = (
        f"{extreme} week {apart(write, status.worst, status.limit)}" if status.worst_week else "No week yet"
    )
    if status.status is Guarded.CLEAR:
        return Line("met", f"Guardrail held at {limit}", worst)
    if status.obstacles:
        reasons = listed([WHY_NOT_JUDGED[one] for one in status.obstacles])
        return Line("not_yet_due", f"Guardrail at {limit} can't be judged", capital(reasons))
    if status.n_unknown:
        return Line(
            "not_yet_due", f"Guardrail at {limit} can't be judged", "The number of cases is not known"
        )
    return Line(
        "not_yet_due",
        f"Guardrail at {limit} not judged yet",
        f"{status.weeks} of {FEWEST_WEEKS} weeks count. {worst}",
    )


def _watched(status: GuardrailStatus, write: FormatValue, side: str) -> str:
    if status.rule == "streak" and status.streak:
        newest = weeks_text(status.beyond[-status.streak :])
        return f"{capital(newest)} {side} it, {status.k} in a row break it"
    return f"Mean {apart(write, status.mean, status.limit)} is {side} it"


def _not_judged(verdict: MetricVerdict) -> Line:
    reasons = listed([WHY_NOT_JUDGED[one] for one in verdict.not_judged_because])
    weeks = f"{verdict.weeks_counted} of {counted(verdict.weeks_read, 'week', 'weeks')} count"
    return Line("not_yet_due", "Shown, not judged", f"{capital(reasons)}. {weeks}")


def _lacking(verdict: MetricVerdict, write: FormatValue) -> list[Line]:
    lines = [_weeks(verdict)]
    if Lacks.GAPS in verdict.lacks:
        title = f"{verdict.missing} of {counted(verdict.expected, 'week', 'weeks')} missing"
        lines.append(Line("not_met", title, "More than a quarter, so nothing is said"))
    if Lacks.STALE in verdict.lacks and verdict.latest_day is not None:
        newest = day_text(verdict.latest_day, beside=verdict.as_of)
        lines.append(
            Line(
                "at_risk",
                f"Readings are {verdict.age_days} days old",
                f"The newest week that counts ended {newest}",
            )
        )
    if Lacks.NO_VARIATION in verdict.lacks:
        title = f"All {verdict.band.T} weeks are {write(verdict.band.mean)}"
        lines.append(Line("at_risk", title, "Nothing varies like that: check the feed"))
    if Lacks.DATA_NOT_READY in verdict.lacks:
        lines.append(
            Line("not_met", "Data quality is Not ready", "A required level of its source is not reached")
        )
    return lines


def _weeks(verdict: MetricVerdict) -> Line:
    T = verdict.band.T
    if Lacks.NOT_LIVE in verdict.lacks:
        return Line("not_yet_due", "Not live yet", set_aside_text(verdict))
    if T < FEWEST_WEEKS:
        return Line("not_yet_due", f"{T} of {FEWEST_WEEKS} weeks count", set_aside_text(verdict))
    return Line("met", f"{T} weeks count, {FEWEST_WEEKS} are needed", set_aside_text(verdict))


def _main(verdict: MetricVerdict, rule: MetricRule, write: FormatValue, *, improving: bool) -> Line:
    """The clause of the range: the whole of it for Confirmed, the mean for the others."""
    bar = 0.0 if verdict.bar is None else verdict.bar
    side, band = good_side(rule.direction), verdict.band
    mean, ends = apart(write, band.mean, bar), span(write, band.lower, band.upper, bar)
    detail = f"{capital(window_text(verdict))}: {mean}, range {ends}"
    subject = "difference to control" if rule.comparison == "control" else "mean"
    whole = "whole difference to control" if rule.comparison == "control" else "whole range"
    near, far = (band.lower, band.upper) if rule.direction == "up" else (band.upper, band.lower)
    if verdict.verdict is Verdict.BELOW:
        detail = f"{detail}. Improving" if improving else detail
        if rule.worse(far, bar):
            return Line("not_met", f"The {whole} is {bad_side(rule.direction)} {write(bar)}", detail)
        return Line("not_met", f"The {subject} is not {side} {write(bar)}", detail)
    if rule.confirm_rule == "k_in_a_row":
        if verdict.verdict is Verdict.CONFIRMED:
            return Line("met", f"The last {rule.k} weeks are all {side} {write(bar)}", detail)
        return Line("not_yet_due", f"Not yet {rule.k} weeks in a row {side} {write(bar)}", detail)
    if rule.better(near, bar):
        return Line("met", f"The {whole} is {side} {write(bar)}", detail)
    return Line("not_yet_due", f"The {whole} is not {side} {write(bar)} yet", detail)


def _last_weeks(verdict: MetricVerdict, rule: MetricRule, write: FormatValue) -> list[Line]:
    """The clause of the latest month; the simple rule has none."""
    bar = verdict.bar
    if bar is None or rule.confirm_rule == "k_in_a_row" or np.isnan(verdict.last4):
        return []
    values = ", ".join(apart(write, float(value), bar, unit=False) for value in verdict.last_values)
    detail = f"Mean {apart(write, verdict.last4, bar)}: {values}"
    side, too = good_side(rule.direction), " too" if verdict.verdict is not Verdict.BELOW else ""
    subject = f"The last {LAST_WEEKS} weeks"
    if not rule.better(verdict.last4, bar):
        return [Line("at_risk", f"{subject} are not {side} it on average", detail)]
    if rule.are_better(verdict.last_values, bar).all():
        return [Line("met", f"{subject} are {side} it{too}", detail)]
    return [Line("met", f"{subject} are {side} it{too} on average", detail)]


def _scale(verdict: MetricVerdict, rule: MetricRule, write: FormatValue) -> Line:
    """What this metric itself lacks for Ready to scale; guardrails and data are the pilot's part."""
    needs = []
    for gap in verdict.missing_for_scale:
        if gap.clause is ScaleClause.CONFIRMED:
            needs.append("Confirmed at two looks in a row")
        elif gap.clause is ScaleClause.SECOND_LOOK:
            needs.append("a second look in a row")
        elif gap.clause is ScaleClause.WEEKS:
            needs.append(f"{gap.need:.0f} weeks")
        elif rule.at_or_past(gap.have, gap.need):
            needs.append(f"{write(gap.need)} at a second look")
        else:
            needs.append(write(gap.need))
    if needs:
        text = needs[0] if len(needs) == 1 else f"{', '.join(needs[:-1])}, and {needs[-1]}"
        return Line("not_yet_due", "Not yet Ready to scale", f"Needs {text}")
    looks = f"{verdict.band.T} weeks, confirmed at {verdict.confirmed_looks} looks in a row"
    if rule.scale is None:
        return Line("met", "Nothing missing here for Ready to scale", looks)
    mean = f"{looks}, mean {apart(write, verdict.band.mean, rule.scale)} against {write(rule.scale)}"
    return Line("met", "Nothing missing here for Ready to scale", mean)
