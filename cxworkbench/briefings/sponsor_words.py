"""The sentences of the sponsor one-pager, composed from the judgement: finding, audience, counts, what is missing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from cxworkbench import formats
from cxworkbench.assessment import CONDITION_WORDS, Ahead, Assessment, DecisionAsked, Difference, PilotState
from cxworkbench.charts.metric_chart import writer
from cxworkbench.judged_metric import MetricState
from cxworkbench.measurement.figures import span
from cxworkbench.raid import level_word
from cxworkbench.recommendation import Recommendation
from db.models import Action, Decision, Review, Risk

#: A decide gate this near is what the pilot is about.
_NEAR = timedelta(days=14)
_WORDS = ("to decide", "paused", "live", "preparing", "scaled", "stopped")
_PREPARING = {"candidate", "preparing"}


def title(assessment: Assessment) -> str:
    """The finding first: "One pilot to decide, one paused, one preparing"."""
    found = Counter(_standing(assessment, state) for state in assessment.pilots)
    parts: list[str] = []
    for word in _WORDS:
        if count := found[word]:
            noun = "" if parts else (" pilot" if count == 1 else " pilots")
            parts.append(f"{formats.in_words(count)}{noun} {word}")
    return _sentence(", ".join(parts)) if parts else "No pilots yet"


def _standing(assessment: Assessment, state: PilotState) -> str:
    """Where a pilot is: its status, or that its decision is due."""
    status = state.pilot.status or "preparing"
    if status in _PREPARING:
        return "preparing"
    if status != "live":
        return status
    current = next((gate for gate in state.gates if gate.state == "current"), None)
    if current is None or current.gate.kind_ != "decide" or current.gate.planned_on is None:
        return "live"
    near = max(assessment.as_of + _NEAR, assessment.review.next_day or assessment.as_of)
    return "to decide" if current.gate.planned_on <= near else "live"


def lead(assessment: Assessment) -> str:
    """For whom, and for which review."""
    review = assessment.review
    who = f"For {formats.listed(list(review.sponsors))}" if review.sponsors else ""
    if review.next_day is None:
        return (
            f"{who}. No sponsor review is planned."
            if who
            else "No sponsor is named, no sponsor review is planned."
        )
    when = f"sponsor review {review.next_number}, {formats.long_day(review.next_day)}{_at(assessment)}."
    return f"{who}, {when}" if who else f"No sponsor is named yet. {_sentence(when)}"


def decisions_heading(asked: int) -> str:
    """How many decisions wait for a sponsor."""
    if not asked:
        return "Decisions"
    return _sentence(f"{formats.in_words(asked)} {'decision' if asked == 1 else 'decisions'} needed")


def _at(assessment: Assessment) -> str:
    """The hour of the next review where the plan holds it: ", 14:00"."""
    plan, day = assessment.plan, assessment.review.next_day
    for one in plan.all(Review):
        if one.kind_ == "sponsor" and one.planned is not None and plan.day_of(one.planned) == day:
            return f", {one.planned.astimezone(plan.zone):%H:%M}"
    return ""


#: Decisions on a pilot that its rule has something to say of.
_RULED = {"pass gate", "scale", "hold", "pause", "stop"}


def why_asked(found: Assessment, one: DecisionAsked, advice: Mapping[str, Recommendation]) -> str:
    """Why a decision is asked: of a live pilot what its rule says, else the reason that somebody wrote."""
    ref = one.evidence[0] if one.evidence else None
    decision = found.plan.get(Decision, ref.id) if ref is not None else None
    state = found.pilot(one.pilot.id) if one.pilot is not None else None
    if decision is None or state is None or decision.kind_ not in _RULED or state.pilot.id not in advice:
        return one.reason
    said = advice[state.pilot.id]
    conditions = {rating.name for rating in state.ratings}
    # A condition in the way says more to a sponsor than how many looks a metric still needs.
    clause = next((clause for clause in said.changes if clause.what in conditions), None)
    why = clause.now if clause is not None else (said.reasons[0] if said.reasons else "")
    parts = [_measured(metric, found) for metric in state.metrics if metric.rule.role == "primary"][:1]
    parts.append(f"The rule says {said.outcome}{': ' if why else ''}{why}")
    return " ".join(f"{part}." for part in parts if part)


def _measured(state: MetricState, found: Assessment) -> str:
    """The mean that counts and its range: "67.0% resolved first time, range 66.1 to 67.8%"."""
    band, write = state.verdict.band, writer(state.metric, found.plan.programme.currency)
    name = state.metric.name
    lowered = name[:1].lower() + name[1:]
    if not band.T or not math.isfinite(band.lower) or state.metric.comparison == "control":
        return f"{state.latest_text} {lowered}, {state.word.lower()}" if state.latest is not None else ""
    return f"{write(band.mean)} {lowered}, range {span(write, band.lower, band.upper, state.verdict.bar)}"


def decides(name: str) -> str:
    """Who decides: "Helen Marsh decides"."""
    return f"{name} decides" if name != "Nobody named" else "Nobody is named to decide"


def conditions_heading(assessment: Assessment, all_conditions: int) -> str:
    """Which conditions are shown."""
    rated = len(assessment.conditions)
    if rated < all_conditions:
        return "Conditions rated so far"
    return _sentence(f"{formats.in_words(rated)} conditions")


def condition_counts(assessment: Assessment) -> str:
    """How many ratings are in each state: "8 met, 9 at risk, 3 failing"."""
    return counted_states(assessment.counts)


def counted_states(counts: dict[str, int]) -> str:
    """States with their number, in the vocabulary's order."""
    return ", ".join(
        f"{counts[state]} {word.lower()}" for state, word in CONDITION_WORDS.items() if counts.get(state)
    )


def pilots_left_out(states: Sequence[PilotState]) -> str:
    """The pilots that found no column, with what their ratings are: a failing one is never just left away."""
    counts = Counter(rating.state for state in states for rating in state.ratings)
    rated = f" (conditions: {counted_states(counts)})" if counts else ""
    return f"{not_shown(len(states), 'pilot')}{rated}"


def not_shown(count: int, one: str) -> str:
    """That some are missing: "6 more metrics are not shown"."""
    if count == 1:
        return f"{formats.count(count)} more {one} is not shown"
    many = {"risk or action": "risks and actions"}.get(one, f"{one}s")
    return f"{formats.count(count)} more {many} are not shown"


def gate_line(state: PilotState) -> str:
    """The gates in one line: "4 of 6 gates, Decide due 12 Mar"."""
    if not state.gates:
        return "No gates are set"
    passed = sum(gate.state == "passed" for gate in state.gates)
    current = next((gate for gate in state.gates if gate.state in {"current", "held"}), None)
    line = f"{passed} of {formats.plural(len(state.gates), 'gate')}"
    return f"{line}, {current.name} {current.note}" if current is not None else f"{line} passed"


def thresholds(state: MetricState, currency: str | None) -> str:
    """What a metric is measured against: "baseline 61.0, success 66.0, scale 70.0"."""
    metric = state.metric
    guarded = state.state == "guardrail_breached" or metric.success_threshold is None
    levels = [
        ("baseline", metric.baseline_value),
        ("success", metric.success_threshold),
        ("scale", metric.scale_threshold),
        ("guardrail", metric.guardrail_limit if guarded else None),
    ]
    parts = []
    for name, value in levels:
        if value is not None:
            shown = formats.metric_value(float(value), metric.unit, metric.decimals, currency=currency)
            parts.append(f"{name} {formats.bare(shown)}")
    if state.window is None and state.shown_word.startswith("Baseline "):
        # The baseline is still being read: how far it is says more than its value so far.
        parts = [part for part in parts if not part.startswith("baseline ")]
        parts.insert(0, f"baseline week {state.shown_word.removeprefix('Baseline ')}")
    if not len(state.weeks):
        parts.append(f"readings {state.note}" if state.note.startswith("from ") else "no readings yet")
    return ", ".join(parts) or "no threshold set"


def metrics_legend(states: Sequence[MetricState]) -> str:
    """What the sparklines show; nothing where none is drawn."""
    drawn = [state for state in states if len(state.weeks)]
    if not drawn:
        return ""
    weekly = "weekly since go-live" if any(state.window is not None for state in drawn) else "weekly"
    return f"{weekly}, dotted line is baseline, solid line is success or guardrail"


def changed(one: Difference) -> str:
    """A change: "Agent Assist: Confirmed, was On track"."""
    if one.before == formats.MISSING:
        return f"{one.what}: {one.after}"
    return f"{one.what}: {one.after}, was {one.before}"


def ahead(one: Ahead) -> str:
    """Something that comes: whose it is and what."""
    return f"{one.pilot.name}: {one.text}" if one.pilot is not None else one.text


def overdue_actions(assessment: Assessment) -> list[Action]:
    """Open actions whose day has passed, the longest overdue first."""
    late = [
        action
        for action in assessment.plan.all(Action)
        if action.done_on is None and action.due is not None and action.due < assessment.as_of
    ]
    late.sort(key=lambda action: (action.due or assessment.as_of, action.number or 0))
    return late


def top_risks(assessment: Assessment) -> list[Risk]:
    """Open risks of level high and medium, the highest first."""
    rated = [
        (one.likelihood * one.impact, one)
        for one in assessment.plan.all(Risk)
        if one.closed_on is None and one.likelihood is not None and one.impact is not None
    ]
    rated = [pair for pair in rated if level_word(pair[1].likelihood, pair[1].impact) in {"High", "Medium"}]
    rated.sort(key=lambda pair: (-pair[0], pair[1].number or 0))
    return [one for _, one in rated]


def _sentence(text: str) -> str:
    return text[:1].title() + text[1:]
