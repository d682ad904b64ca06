"""The verdict of a pilot from its metrics, and what is missing for Ready to scale (statistics.md b4)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from cxworkbench.measurement.guardrail import Guarded
from cxworkbench.measurement.looks import Verdict
from cxworkbench.measurement.verdict import (
    LOOKS_FOR_SCALE,
    WEEKS_FOR_SCALE,
    DataQuality,
    MetricVerdict,
    ScaleClause,
)
from db.fixed import fixed


class PilotVerdict(StrEnum):
    """What may be said of a pilot."""

    GUARDRAIL_BREACHED = "guardrail_breached"
    NOT_ENOUGH_DATA = "not_enough_data"
    BELOW = "below"
    ON_TRACK = "on_track"
    CONFIRMED = "confirmed"
    READY_TO_SCALE = "ready_to_scale"


class Clause(StrEnum):
    """A clause of row 5 that a pilot may lack."""

    CONFIRMED = "confirmed"
    SECOND_LOOK = "second_look"
    WEEKS = "weeks"
    SCALE_THRESHOLD = "scale_threshold"
    GUARDRAIL = "guardrail"
    DATA_QUALITY = "data_quality"
    ADVERSE_SIGNAL = "adverse_signal"


@fixed
class PrimaryStanding:
    """What the pilot verdict asks of a primary metric.

    Attributes:
        name: of the metric.
        verdict: its own.
        weeks: T.
        looks_confirmed: newest looks in a row that were confirmed.
        at_scale: mean at or past the scale threshold at the two newest looks; None where none is set.
    """

    name: str
    verdict: Verdict
    weeks: int
    looks_confirmed: int
    at_scale: bool | None = None

    @classmethod
    def of(cls, name: str, verdict: MetricVerdict, *, has_scale: bool) -> Self:
        """The standing of a judged metric."""
        short = any(gap.clause is ScaleClause.SCALE_THRESHOLD for gap in verdict.missing_for_scale)
        at_scale = not short if has_scale else None
        return cls(name, verdict.verdict, verdict.band.T, verdict.confirmed_looks, at_scale)


@fixed
class GuardrailStanding:
    """A metric that holds a guardrail limit, whatever its role."""

    name: str
    status: Guarded


@fixed
class Lacking:
    """A clause that isn't fulfilled and the metric that it is about (empty for the pilot as a whole)."""

    clause: Clause
    metric: str
    have: str
    need: str


@fixed
class PilotStanding:
    """A pilot's verdict.

    Attributes:
        verdict: first matching row.
        because: names of the metrics that decided it.
        missing: all of row 5 that isn't fulfilled; empty for Ready to scale.
    """

    verdict: PilotVerdict
    because: tuple[str, ...]
    missing: tuple[Lacking, ...]


def pilot_verdict(
    primaries: Sequence[PrimaryStanding],
    guardrails: Sequence[GuardrailStanding],
    *,
    data_quality: DataQuality | None = None,
    adverse_signals: Sequence[str] = (),
    scale_needs: Sequence[tuple[str, bool]] = (),
) -> PilotStanding:
    """The pilot table of b4, first matching row wins.

    Args:
        primaries: all metrics of role primary.
        guardrails: all metrics with a guardrail limit, of any role.
        data_quality: worst of the data sources; None (not known) never counts as ready.
        adverse_signals: names of metrics with R1 or R2 on the bad side in the last eight weeks.
        scale_needs: metrics of `decision_rule.scale_needs` that have a scale threshold, and whether they
            are there.
    """
    missing = _missing(primaries, guardrails, data_quality, adverse_signals, scale_needs)

    def having(*verdicts: Verdict) -> tuple[str, ...]:
        return tuple(metric.name for metric in primaries if metric.verdict in verdicts)

    breached = tuple(one.name for one in guardrails if one.status is Guarded.BREACHED)
    if breached:
        return PilotStanding(PilotVerdict.GUARDRAIL_BREACHED, breached, missing)
    silent = having(Verdict.NOT_ENOUGH_DATA, Verdict.NOT_JUDGED)
    if not primaries or silent or data_quality == "not_ready":
        return PilotStanding(PilotVerdict.NOT_ENOUGH_DATA, silent, missing)
    for own, whole in (
        (Verdict.BELOW, PilotVerdict.BELOW),
        (Verdict.ON_TRACK, PilotVerdict.ON_TRACK),
    ):
        if having(own):
            return PilotStanding(whole, having(own), missing)
    whole = PilotVerdict.CONFIRMED if missing else PilotVerdict.READY_TO_SCALE
    return PilotStanding(whole, having(Verdict.CONFIRMED), missing)


def _missing(
    primaries: Sequence[PrimaryStanding],
    guardrails: Sequence[GuardrailStanding],
    data_quality: DataQuality | None,
    adverse_signals: Sequence[str],
    scale_needs: Sequence[tuple[str, bool]],
) -> tuple[Lacking, ...]:
    found = []
    if not primaries:
        found.append(Lacking(Clause.CONFIRMED, "", "no primary metric", "one"))
    for metric in primaries:
        if metric.verdict is not Verdict.CONFIRMED:
            found.append(Lacking(Clause.CONFIRMED, metric.name, metric.verdict, Verdict.CONFIRMED))
        elif metric.looks_confirmed < LOOKS_FOR_SCALE:
            looks = str(metric.looks_confirmed)
            found.append(Lacking(Clause.SECOND_LOOK, metric.name, looks, str(LOOKS_FOR_SCALE)))
        if metric.weeks < WEEKS_FOR_SCALE:
            found.append(Lacking(Clause.WEEKS, metric.name, str(metric.weeks), str(WEEKS_FOR_SCALE)))
    at_scale = [(metric.name, metric.at_scale) for metric in primaries if metric.at_scale is not None]
    primary_names = {metric.name for metric in primaries}
    at_scale += [(name, there) for name, there in scale_needs if name not in primary_names]
    found += [
        Lacking(Clause.SCALE_THRESHOLD, name, "short of it", "at or past it at two looks")
        for name, there in at_scale
        if not there
    ]
    found += [
        Lacking(Clause.GUARDRAIL, one.name, one.status, Guarded.CLEAR)
        for one in guardrails
        if one.status is not Guarded.CLEAR
    ]
    if data_quality != "ready":
        found.append(Lacking(Clause.DATA_QUALITY, "", data_quality or "not known", "ready"))
    found += [
        Lacking(Clause.ADVERSE_SIGNAL, name, "signal in the last 8 weeks", "none") for name in adverse_signals
    ]
    return tuple(found)
