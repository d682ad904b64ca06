"""Needs attention: one ordered list over the programme of what blocks, who moves it, and by when."""

from __future__ import annotations

from datetime import date

from cxworkbench import formats
from cxworkbench.assessment import Attention, Finding, PilotState, Rating, ReviewState
from cxworkbench.conditions.rating import urgency
from cxworkbench.measurement.guardrail import Guarded
from cxworkbench.plan import Plan, Ref
from db.models import Action, Gate, Metric


def needs_attention(
    plan: Plan, pilots: tuple[PilotState, ...], review: ReviewState, as_of: date
) -> tuple[Attention, ...]:
    """Breaches first, then what is asked of a sponsor, then findings, overdue actions, and gates without a date."""
    lines: list[Attention] = []
    lines += _breaches(plan, pilots, as_of)
    lines += _asked(review, as_of)
    lines += _findings(plan, pilots, as_of)
    lines += _overdue(plan, as_of)
    lines += _undated(plan, pilots)
    return tuple(lines)


def _due(day: date | None, as_of: date) -> str:
    if day is None:
        return "no date"
    return f"was {formats.near_day(day, as_of)}" if day < as_of else formats.meeting_day(day)


def _breaches(plan: Plan, pilots: tuple[PilotState, ...], as_of: date) -> list[Attention]:
    return [
        Attention(
            "guardrail_breached",
            f"Close the breach of {state.metric.name}, {pilot.pilot.name}",
            plan.person_name(state.metric.owner or pilot.pilot.owner),
            None,
            f"since {formats.near_day(state.guardrail.breached_on, as_of)}"
            if state.guardrail.breached_on
            else "now",
            "Metrics",
            (Ref("metric", state.metric.id),),
        )
        for pilot in pilots
        for state in pilot.metrics
        if state.guardrail is not None and state.guardrail.status is Guarded.BREACHED
    ]


def _asked(review: ReviewState, as_of: date) -> list[Attention]:
    day = review.next_day
    return [
        Attention(
            "gate_current",
            asked.question,
            asked.decides,
            day,
            _due(day, as_of)
            if day
            else f"asked {formats.near_day(asked.asked_on, as_of)}"
            if asked.asked_on
            else "asked",
            "Decision",
            asked.evidence,
        )
        for asked in review.decisions
    ]


def _findings(plan: Plan, pilots: tuple[PilotState, ...], as_of: date) -> list[Attention]:
    found = [
        (urgency(finding), pilot, rating, finding)
        for pilot in pilots
        for rating in pilot.ratings
        for finding in rating.findings
    ]
    found.sort(key=lambda entry: entry[0])
    # Several criteria that miss the same thing are one thing to do: the most urgent of them speaks.
    once: dict[tuple[str, str], tuple[PilotState, Rating, Finding]] = {}
    for _, pilot, rating, finding in found:
        once.setdefault((pilot.pilot.id, finding.short), (pilot, rating, finding))
    return [
        Attention(
            "failing" if finding.severity == "blocker" and finding.is_due else "at_risk",
            f"{finding.short}, {pilot.pilot.name}",
            plan.person_name(pilot.pilot.owner),
            finding.due,
            _due(finding.due, as_of),
            rating.name,
            finding.evidence,
        )
        for pilot, rating, finding in once.values()
    ]


def _overdue(plan: Plan, as_of: date) -> list[Attention]:
    late = [
        one for one in plan.all(Action) if one.done_on is None and one.due is not None and one.due < as_of
    ]
    late.sort(key=lambda one: (one.due or as_of, one.number or 0))
    return [
        Attention(
            "at_risk",
            one.text,
            plan.person_name(one.owner),
            one.due,
            _due(one.due, as_of),
            f"Action A-{one.number:03d}" if one.number else "Action",
            (Ref(one.kind, one.id),),
        )
        for one in late
    ]


def _undated(plan: Plan, pilots: tuple[PilotState, ...]) -> list[Attention]:
    """A missing gate date is itself a finding: without it nothing of the gate ever falls due by itself."""
    lines = []
    for pilot in pilots:
        current = next((gate for gate in pilot.gates if gate.state == "current"), None)
        if current is not None and current.gate.planned_on is None:
            lines.append(
                Attention(
                    "at_risk",
                    f"Set a date for {current.name}, {pilot.pilot.name}",
                    plan.person_name(pilot.pilot.owner),
                    None,
                    "no date",
                    "Gates",
                    (Ref(Gate.kind, current.gate.id, "planned_on"),),
                )
            )
        if not pilot.metrics:
            lines.append(
                Attention(
                    "not_assessed",
                    f"Add a metric to {pilot.pilot.name}",
                    plan.person_name(pilot.pilot.owner),
                    None,
                    "no date",
                    Metric.label_many,
                    (Ref("pilot", pilot.pilot.id),),
                )
            )
    return lines
