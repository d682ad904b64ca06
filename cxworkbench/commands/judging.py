"""``assess``: what the plan says as of a day, for people and for scripts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from cxworkbench import formats
from cxworkbench.assess import assess as judge
from cxworkbench.assess import collector_at_rest, metric_detail
from cxworkbench.assessment import (
    CONDITION_WORDS,
    CRITERION_WORDS,
    RECOMMENDATION_WORDS,
    Assessment,
    PilotState,
)
from cxworkbench.commands import clock
from cxworkbench.commands.line import Findings, app, opened_plan, put, put_json
from cxworkbench.judged_metric import MetricState
from cxworkbench.plan import Plan
from cxworkbench.recommendation import recommend
from cxworkbench.review.dates import review_state
from cxworkbench.review.ratings import ReviewRatings, history, states_of
from db.errors import WrongUsage
from db.past import Past
from db.session import Session


def with_past(session: Session, as_of: date) -> Assessment:
    """The assessment of an open plan as of a day, compared with the plan after its last review."""
    plan = stood(session, as_of)
    review = review_state(plan, as_of)
    past = None
    if review.last_day is not None:
        evening = datetime.combine(review.last_day + timedelta(days=1), time(), plan.zone)
        seq = session.step_at(evening)
        if 0 < seq < session.head:
            past = Plan(Past(session, seq), version=seq)
    with collector_at_rest():
        return judge(plan, as_of, past=past)


def stood(session: Session, as_of: date) -> Plan:
    """The plan as it stood at the end of a day, by its journal; the plan of today for a day not over yet.

    The same call for the same day gives the same answer a year later.
    """
    now = Plan(session, version=session.head)
    evening = datetime.combine(as_of + timedelta(days=1), time(), now.zone)
    seq = session.step_at(evening)
    return now if not 0 < seq < session.head else Plan(Past(session, seq), version=seq)


@app.command()
def assess(
    plan: Annotated[Path, typer.Argument(help="The plan file.", show_default=False)],
    as_of: Annotated[str | None, typer.Option(help="Judge as of this day, as 2026-03-11.")] = None,
    pilot: Annotated[str | None, typer.Option(help="Only this pilot.")] = None,
    reviews: Annotated[bool, typer.Option("--reviews", help="Also how it stood at each review.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say which conditions hold, what the readings allow to be said, and what to do next."""
    session = opened_plan(plan)
    try:
        loaded = Plan(session, version=session.head)
        found = with_past(session, clock.judged_day(loaded, as_of))
        states = [one for one in found.pilots if pilot is None or one.pilot.name.lower() == pilot.lower()]
        if pilot is not None and not states:
            raise WrongUsage(
                f"the plan has no pilot {pilot!r}", kept="nothing was done", to_do="check its name"
            )
        held = history(session, loaded, found.as_of) if reviews else []
        if as_json:
            put_json({**_as_json(found, states), **({"reviews": _reviews(held)} if reviews else {})})
        else:
            _say(found, states)
            _say_reviews(held, states)
    finally:
        session.close()
    if any(rating.state == "failing" for state in states for rating in state.ratings):
        raise Findings
    if any(state.verdict == "guardrail_breached" for state in states):
        raise Findings


def _reviews(held: list[ReviewRatings]) -> list[dict[str, Any]]:
    return [
        {
            "number": one.number,
            "day": one.day.isoformat(),
            "ratings": [
                {"pilot": pilot, "condition": condition, "state": state}
                for (pilot, condition), state in one.ratings.items()
            ],
        }
        for one in held
    ]


def _say_reviews(held: list[ReviewRatings], states: list[PilotState]) -> None:
    if not held:
        return
    put()
    put(f"At the reviews of {', '.join(formats.day(one.day) for one in held)}")
    for state in states:
        for rating in state.ratings:
            said = states_of(held, state.pilot.id, rating.condition)
            words = ", ".join(f"{number} {CONDITION_WORDS[word]}" for number, word in said)
            put(f"  {state.pilot.name}, {rating.name}: {words or 'not known yet'}")


def _say(found: Assessment, states: list[PilotState]) -> None:
    name = found.plan.programme.name
    to = f", readings to {formats.day(found.readings_to)}" if found.readings_to else ""
    put(f"{name}. As of {formats.day(found.as_of)}{to}.")
    put(found.headline)
    for state in states:
        put()
        put(f"{state.pilot.name}. {state.status_line}. {state.gate_line}.")
        _say_recommendation(found, state)
        for rating in state.ratings:
            was = f" (was {rating.was})" if rating.was else ""
            due = f" ({rating.due_words})" if rating.due_words else ""
            put(f"  {rating.name}: {rating.word}{was}. {rating.reason}{due}")
            if rating.overruled is not None:
                told = rating.overruled
                put(f"    The rule said {told.said}. {told.by}, read by {told.second_reader}: {told.reason}")
            for finding in rating.findings:
                cover = f", {finding.cover}" if finding.cover else ""
                put(f"    {finding.short} [{finding.severity}{cover}]. Next: {finding.next_action}")
            for late in (one for one in rating.results if one.state == "settled"):
                put(f"    Accepted as late: {late.text}")
        for metric in state.metrics:
            put(f"  {metric.metric.name}: {_metric_line(found, metric)}")
    if found.attention:
        put()
        put("Needs attention")
        for line in found.attention:
            put(f"  {line.text}. {line.who}, {line.due_text}. {line.area}")


def _say_recommendation(found: Assessment, state: PilotState) -> None:
    told = recommend(found.plan, state, found.as_of)
    if told is None:
        return
    beside = f" ({told.progress})" if told.progress else ""
    fallback = (
        f" The decide-by date is reached; the rule falls back to {told.fallback}." if told.fallback else ""
    )
    put(
        f"  Recommendation: {RECOMMENDATION_WORDS[told.outcome]}{beside}. {'; '.join(told.reasons)}.{fallback}"
    )
    for one in told.changes:
        put(f"    {one.text}, {one.by_when}")
    for caution in told.cautions:
        put(f"    Caution, {caution.what.lower()}: measured {caution.measured}, roll-out {caution.rollout}")


def _recommendation_json(found: Assessment, state: PilotState) -> dict[str, Any] | None:
    told = recommend(found.plan, state, found.as_of)
    if told is None:
        return None
    return {
        "outcome": told.outcome,
        "reasons": list(told.reasons),
        "fallback": told.fallback or None,
        "progress": told.progress or None,
        "changes": [
            {
                "what": one.what,
                "now": one.now,
                "needs": one.needs,
                "by_when": one.by_when,
                "towards": one.towards,
            }
            for one in told.changes
        ],
        "cautions": [
            {"what": one.what, "measured": one.measured, "rollout": one.rollout} for one in told.cautions
        ],
    }


#: How far limits of chance can be trusted, in a list of a line each.
_LIMITS = {"not_enough_data": "no"}


def _metric_line(found: Assessment, state: MetricState) -> str:
    """The latest week, the weeks that count, how far the limits of chance can be trusted, and the verdict."""
    verdict = state.verdict
    unjudged = state.rule.success is None and state.rule.guardrail_limit is None
    if not verdict.weeks_read:
        return f"no readings{' and no threshold set' if unjudged else ''}, so no verdict"
    weeks = f"{verdict.weeks_counted} of {verdict.weeks_read} weeks count"
    limits = metric_detail(found, state).limits
    shown = "" if limits is None else f", {_LIMITS.get(str(limits.status), str(limits.status))} limits"
    if unjudged:
        return f"{state.latest_text}; {weeks}{shown}, no threshold set, so no verdict"
    return f"{state.latest_text}; {weeks}{shown}. {state.sentence}"


def _as_json(found: Assessment, states: list[PilotState]) -> dict[str, Any]:
    return {
        "programme": found.plan.programme.name,
        "as_of": found.as_of.isoformat(),
        "readings_to": found.readings_to.isoformat() if found.readings_to else None,
        "version": found.plan.version,
        "headline": found.headline,
        "conditions": found.counts,
        "pilots": [_pilot_json(found, state) for state in states],
        "attention": [
            {
                "text": line.text,
                "who": line.who,
                "due": line.due.isoformat() if line.due else None,
                "area": line.area,
            }
            for line in found.attention
        ],
        "since_last_review": [
            {"what": one.what, "before": one.before, "after": one.after} for one in found.differences
        ],
    }


def _pilot_json(found: Assessment, state: PilotState) -> dict[str, Any]:
    return {
        "name": state.pilot.name,
        "status": state.pilot.status,
        "verdict": state.verdict,
        "recommendation": _recommendation_json(found, state),
        "gates": [{"gate": gate.gate.kind_, "state": gate.state, "note": gate.note} for gate in state.gates],
        "conditions": [
            {
                "condition": rating.condition,
                "name": rating.name,
                "state": rating.state,
                "was": rating.was,
                "reason": rating.reason,
                "due": rating.due_count,
                "said_by_rule": rating.overruled.said if rating.overruled is not None else None,
                "criteria": [
                    {
                        "id": one.id,
                        "state": CRITERION_WORDS[one.state],
                        "severity": one.severity,
                        "gate": one.gate,
                        "due": one.due.isoformat() if one.due else None,
                        "detail": one.detail,
                        "covered": one.cover or None,
                        "records": [
                            {"kind": ref.kind, "id": ref.id, "field": ref.field} for ref in one.evidence
                        ],
                    }
                    for one in rating.results
                ],
            }
            for rating in state.ratings
        ],
        "metrics": [_metric_json(found, one) for one in state.metrics],
    }


def _metric_json(found: Assessment, state: MetricState) -> dict[str, Any]:
    band = state.verdict.band
    limits = metric_detail(found, state).limits
    known = band.T > 0 and band.lower > float("-inf")
    return {
        "name": state.metric.name,
        "verdict": str(state.verdict.verdict),
        "guardrail": None if state.guardrail is None else str(state.guardrail.status),
        "word": state.word,
        "latest": state.latest,
        "latest_text": state.latest_text,
        "latest_day": state.latest_day.isoformat() if state.latest_day else None,
        "weeks_read": state.verdict.weeks_read,
        "weeks_counted": state.verdict.weeks_counted,
        "weeks_in_window": band.T,
        "mean": band.mean if band.T else None,
        "lower": band.lower if known else None,
        "upper": band.upper if known else None,
        "limits": None if limits is None else str(limits.status),
        "sentence": state.sentence,
        "lines": [{"state": line.state, "title": line.title, "detail": line.detail} for line in state.lines],
    }
