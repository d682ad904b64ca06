"""What the decision rule and the conditions say of a pilot: scale, hold, pause or stop (statistics.md, b6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cxworkbench import formats
from cxworkbench.assessment import Assessment, CriterionResult, PilotState
from cxworkbench.clauses import NO_DATE, ByMilestones, Clause, reached_by, reserves
from cxworkbench.conditions.catalogue import GATE_ORDER
from cxworkbench.conditions.rating import scope_of
from cxworkbench.judged_metric import MetricState
from cxworkbench.lapsed_waivers import no_longer_waived
from cxworkbench.measurement.guardrail import Guarded
from cxworkbench.measurement.pilot import Clause as PilotClause
from cxworkbench.measurement.pilot import Lacking
from cxworkbench.metric_states import figures_of
from cxworkbench.naming import code_of
from cxworkbench.plan import Plan, Ref
from cxworkbench.representative import Caution, cautions
from db.models import DecisionRule, Incident, Metric, Phase

#: Weeks in the band before the stop threshold is asked, and pauses after which a pilot stops.
WEEKS_TO_STOP, PAUSES_TO_STOP = 8, 2
#: Blockers of these gates must hold before a pilot scales.
_UP_TO_DECIDE = frozenset(GATE_ORDER[: GATE_ORDER.index("decide") + 1])


@dataclass(frozen=True)
class Recommendation:
    """What is recommended for a pilot as of a day.

    Attributes:
        outcome: scale, hold, pause or stop.
        reasons: the clauses that decided, in a few words.
        changes: what would change it.
        fallback: what the rule says now that its decide-by date is reached; empty before.
        progress: how far the pilot is: "week 6 of 12, ramp 26%"; empty once the shortest duration is over.
        cautions: where the people who were measured differ from those it is to be rolled out to.
    """

    outcome: str
    reasons: tuple[str, ...]
    changes: tuple[Clause, ...]
    fallback: str = ""
    progress: str = ""
    cautions: tuple[Caution, ...] = ()


def recommend(plan: Plan, state: PilotState, as_of: date) -> Recommendation | None:
    """The recommendation for a live or paused pilot; None where it is neither, or its recovery speaks.

    Args:
        plan: the plan.
        state: the pilot as it was judged.
        as_of: the day.
    """
    pilot = state.pilot
    if pilot.status not in {"live", "paused"}:
        return None
    rules = plan.of_pilot(DecisionRule, pilot)
    rule = rules[0] if rules else None
    to_scale = _short_of_scale(plan, state, rule, as_of)
    stops, pauses = _stops(plan, state, rule, as_of), _pauses(plan, state, as_of)
    reached = rule is not None and rule.decide_by is not None and rule.decide_by <= as_of
    fallback = (rule.fallback or "") if rule is not None and reached else ""
    if reached and rule is not None and rule.fallback == "stop" and to_scale:
        stops += [replace(one, towards="hold") for one in to_scale]
    progress, beside = _progress(plan, state, rule, as_of), cautions(plan, pilot, as_of)

    def said(outcome: str, clauses: Sequence[Clause], reasons: tuple[str, ...] = ()) -> Recommendation:
        why = reasons or tuple(one.text for one in clauses[:3])
        return Recommendation(outcome, why, tuple(clauses), fallback, progress, beside)

    if stops:
        return said("stop", stops)
    if pauses:
        return said("pause", pauses)
    if pilot.status == "paused":
        return None
    if not to_scale:
        return said("scale", reserves(plan, state, as_of), ("Every clause of the rule holds",))
    return said("hold", to_scale)


def recommendations(found: Assessment) -> dict[str, Recommendation]:
    """The recommendation of each pilot that has one, by its id."""
    made = ((one.pilot.id, recommend(found.plan, one, found.as_of)) for one in found.pilots)
    return {id: one for id, one in made if one is not None}


# --------------------------------------------------------------------------------------------- stop and pause


def _stops(plan: Plan, state: PilotState, rule: DecisionRule | None, as_of: date) -> list[Clause]:
    found = []
    for one in state.metrics:
        band, stop = one.verdict.band, one.rule.stop
        if one.rule.role != "primary" or stop is None or band.T < WEEKS_TO_STOP or not one.rule.sign:
            continue
        near = band.upper if one.rule.sign > 0 else band.lower
        if one.rule.worse(near, stop):
            write = figures_of(one.metric)
            now = f"range {write(band.lower)} to {write(band.upper)}"
            found.append(_clause(f"{one.metric.name} beyond stop", now, write(stop), one.metric))
    pauses = [
        one for one in plan.of_pilot(Phase, state.pilot) if one.kind_ == "paused" and one.started_on <= as_of
    ]
    most = (rule.stop_after_pauses if rule is not None else None) or PAUSES_TO_STOP
    if len(pauses) >= most:
        refs = tuple(Ref("phase", one.id) for one in pauses)
        found.append(
            Clause("Paused", formats.plural(len(pauses), "time"), f"under {most}", NO_DATE, "hold", refs)
        )
    return found


def _clause(what: str, now: str, needs: str, metric: Metric) -> Clause:
    return Clause(what, now, needs, NO_DATE, "hold", (Ref("metric", metric.id),))


def _pauses(plan: Plan, state: PilotState, as_of: date) -> list[Clause]:
    found = [
        _clause(f"{one.metric.name} guardrail", "breached", "closed by name", one.metric)
        for one in state.metrics
        if one.guardrail is not None and one.guardrail.status is Guarded.BREACHED
    ]
    for incident in plan.of_pilot(Incident, state.pilot):
        closed = None if incident.closed_on is None else plan.day_of(incident.closed_on)
        is_ahead = incident.opened_on is not None and plan.day_of(incident.opened_on) > as_of
        if incident.severity == "sev1" and not is_ahead and (closed is None or closed > as_of):
            refs = (Ref("incident", incident.id),)
            found.append(Clause(code_of(incident) or "Incident", "open", "closed", NO_DATE, "hold", refs))
    return [*found, *no_longer_waived(plan, state, as_of)]


# ------------------------------------------------------------------------------------------------------ scale

_ROW_5 = {
    PilotClause.CONFIRMED: "confirmed",
    PilotClause.SECOND_LOOK: "confirmed at two looks in a row",
    PilotClause.WEEKS: "weeks that count",
    PilotClause.SCALE_THRESHOLD: "scale threshold",
    PilotClause.GUARDRAIL: "guardrail clear",
    PilotClause.DATA_QUALITY: "Critical data sources",
    PilotClause.ADVERSE_SIGNAL: "no signal on the bad side",
}
_PLAIN = {
    "not_enough_data": "not enough data",
    "not_judged": "not judged",
    "on_track": "on track",
    "not_ready": "not ready",
    "not_proven": "not proven",
}


def _short_of_scale(plan: Plan, state: PilotState, rule: DecisionRule | None, as_of: date) -> list[Clause]:
    """Each clause of row 3 that is false, taken apart."""
    by_name = {one.metric.name: one for one in state.metrics}
    found = [_lacking(one, by_name.get(one.metric), as_of) for one in state.standing.missing]
    done_by = ByMilestones(plan, state.pilot, as_of)
    least = (rule.shortest_weeks or 0) if rule is not None else 0
    for one in state.metrics:
        if one.rule.role == "primary" and least > one.verdict.band.T:
            refs = (Ref("metric", one.metric.id),)
            when = _weeks_from(one, least - one.verdict.band.T, as_of)
            now = f"week {one.verdict.band.T} of {least}"
            found.append(
                Clause(f"{one.metric.name}, shortest duration", now, f"{least} weeks", when, "scale", refs)
            )
    blockers: set[str] = set()
    for rating in state.ratings:
        for result in rating.results:
            if _blocks_scale(result, as_of):
                blockers.add(rating.condition)
                when = done_by.when(result.evidence)
                found.append(Clause(rating.name, result.detail, "", when, "scale", result.evidence))
    for rating in state.ratings:
        if rating.state == "failing" and rating.condition not in blockers:
            behind = rating.findings[0].evidence if rating.findings else ()
            found.append(Clause(rating.name, rating.reason, "", done_by.when(behind), "scale", behind))
    return found


def _blocks_scale(one: CriterionResult, as_of: date) -> bool:
    """A blocker due up to gate Decide that doesn't hold, a waived one as well."""
    is_due = one.due is not None and one.due <= as_of
    at_decide = one.gate == "decide"
    return one.severity == "blocker" and one.gate in _UP_TO_DECIDE and one.is_open and (is_due or at_decide)


def _lacking(one: Lacking, metric: MetricState | None, as_of: date) -> Clause:
    said = _ROW_5[one.clause]
    what = f"{one.metric}, {said}" if one.metric else said
    when = NO_DATE
    if metric is not None and one.clause is PilotClause.SECOND_LOOK:
        when = _weeks_from(metric, 1, as_of)
    elif metric is not None and one.clause is PilotClause.WEEKS:
        when = _weeks_from(metric, int(one.need) - int(one.have), as_of)
    elif metric is not None and one.clause is PilotClause.CONFIRMED:
        when = reached_by(metric, metric.rule.success, as_of)
    elif metric is not None and one.clause is PilotClause.SCALE_THRESHOLD:
        when = reached_by(metric, metric.rule.scale, as_of)
    have, need = (_PLAIN.get(str(value), str(value)) for value in (one.have, one.need))
    if one.clause is PilotClause.SECOND_LOOK:
        have, need = f"{have} look", f"{need} in a row"
    refs = (Ref("metric", metric.metric.id),) if metric is not None else ()
    return Clause(what, have, need, when, "scale", refs)


def _weeks_from(metric: MetricState, count: int, as_of: date) -> str:
    """The earliest Sunday by which so many more weeks can have counted."""
    last = metric.latest_day
    if last is None:
        return NO_DATE
    return formats.near_day(last + timedelta(weeks=max(1, count)), as_of)


def _progress(plan: Plan, state: PilotState, rule: DecisionRule | None, as_of: date) -> str:
    """How far a pilot is that isn't at its shortest duration yet: many are cut before their benefit can have come."""
    counted = [one.verdict.band.T for one in state.metrics if one.rule.role == "primary"]
    window = next((one.window for one in state.metrics if one.window is not None), None)
    if rule is None or not rule.shortest_weeks or not counted or window is None:
        return ""
    if min(counted) >= rule.shortest_weeks:
        return ""
    from cxworkbench.returns.case import ramp_of

    scope = scope_of(plan, state.pilot, as_of)
    months = (as_of - window.go_live).days / 30.4375
    share = float(ramp_of(scope, scope.case_in_force()).share(months))
    return f"week {min(counted)} of {rule.shortest_weeks}, ramp {formats.percent(share)}"
