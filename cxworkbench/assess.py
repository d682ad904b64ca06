"""The whole judgement of a plan as of a day. Pure: the same plan and day give the same answer, for ever."""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.assessment import VERDICT_WORDS, Ahead, Assessment, Difference, ObjectiveState, PilotState
from cxworkbench.attention import needs_attention
from cxworkbench.conditions import objective
from cxworkbench.conditions.catalogue import GATE_ORDER
from cxworkbench.conditions.rating import rated_conditions
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.in_steps import at_once
from cxworkbench.judged_metric import MetricDetail, MetricState
from cxworkbench.judging import judged_pilots
from cxworkbench.memory import Memories
from cxworkbench.own_reference import catalogue_of
from cxworkbench.plan import Plan, Ref
from cxworkbench.review.dates import review_state
from cxworkbench.review.since import differences
from db.models import Gate, Milestone, Objective, Pilot
from db.models.pilots import GATES

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

#: How many weeks the strip of the weeks ahead shows.
WEEKS_AHEAD = 8


def assess(
    plan: Plan, as_of: date, *, past: Plan | None = None, memories: Memories | None = None
) -> Assessment:
    """What the plan says as of a day.

    Args:
        plan: the plan as it stands.
        as_of: the day of the judgement.
        past: the plan as it stood after the last review; what changed since is empty without it.
        memories: what was judged before; the answer is the same with them and without, only sooner.
    """
    return at_once(step_by_step(plan, as_of, past=past, memories=memories))


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from looking through a plan again and again while its judgement is made.

    What a judgement makes holds no cycles: there is nothing to collect. The window has it rest by itself.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def step_by_step(
    plan: Plan, as_of: date, *, past: Plan | None, memories: Memories | None, sentences: bool = False
) -> Generator[bool | None, None, Assessment]:
    """The same as :func:`assess` in steps, each of them short: a part of some pilots, or of what is said of them all.

    A step yields whether it ended the judgement of a pilot, or a part of what is said of all. First, where there are
    many readings, they are loaded: such a step yields None.

    Args:
        plan: the plan as it stands.
        as_of: the day of the judgement.
        past: the plan as it stood after the last review.
        memories: what was judged before; None where nothing is to be remembered.
        sentences: work out the sentences too, which are so when they are first read: a table of all would wait.
    """
    for _ in plan.loading():
        yield None
    review = review_state(plan, as_of)
    judged = []
    for pilot in judged_pilots(plan, as_of, None if memories is None else memories.present):
        if pilot is not None:
            judged.append(pilot)
            if sentences:
                for metric in pilot.metrics:
                    _ = metric.sentence
        yield pilot is not None
    pilots = tuple(judged)
    changed: tuple[Difference, ...] = ()
    if past is not None and review.last_day is not None:
        for _ in past.loading():
            yield None
        before = []
        for pilot in judged_pilots(past, review.last_day, None if memories is None else memories.past):
            if pilot is not None:
                before.append(pilot)
            yield pilot is not None
        then = tuple(before)
        changed = differences(then, pilots, past, plan)
        yield True
        pilots = _with_was(pilots, then)
        yield True
    attention = needs_attention(plan, pilots, review, as_of)
    yield True
    states = Counter(rating.state for pilot in pilots for rating in pilot.ratings)
    ahead = tuple(_ahead(plan, review.next_day, review.next_number, as_of))
    yield True
    return Assessment(
        plan=plan,
        as_of=as_of,
        readings_to=plan.readings_to,
        conditions=tuple((one.id, one.name, one.sublabel) for one in rated_conditions()),
        pilots=pilots,
        candidates=_candidates(plan, as_of),
        review=review,
        attention=attention,
        differences=changed,
        ahead=ahead,
        headline=_headline(pilots, as_of),
        counts=dict(states),
        past=past,
    )


def judged_pilot(plan: Plan, pilot: Pilot, as_of: date) -> PilotState:
    """One pilot judged as of a day; the same as in the assessment of the whole plan."""
    return next(one for one in judged_pilots(plan, as_of, pilots=[pilot]) if one is not None)


def metric_detail(assessment: Assessment, state: MetricState) -> MetricDetail:
    """Limits of chance and trend of one metric: for its page and its paper, never for the whole assessment."""
    from cxworkbench.metric_states import detail_of

    pilot = assessment.plan.get(Pilot, state.metric.pilot)
    assert pilot is not None, "a judged metric belongs to a pilot"
    return detail_of(assessment.plan, pilot, state, assessment.as_of)


def _with_was(now: tuple[PilotState, ...], then: tuple[PilotState, ...]) -> tuple[PilotState, ...]:
    """Each rating and metric with its old word, where the last review saw another."""
    old_ratings = {(state.pilot.id, one.condition): one for state in then for one in state.ratings}
    old_metrics = {one.metric.id: one for state in then for one in state.metrics}
    shown = []
    for state in now:
        ratings = tuple(
            replace(one, was=before.word)
            if (before := old_ratings.get((state.pilot.id, one.condition))) and before.state != one.state
            else one
            for one in state.ratings
        )
        metrics = tuple(
            replace(one, was=earlier.word)
            if (earlier := old_metrics.get(one.metric.id)) and earlier.word != one.word
            else one
            for one in state.metrics
        )
        differs = (ratings, metrics) != (state.ratings, state.metrics)
        shown.append(replace(state, ratings=ratings, metrics=metrics) if differs else state)
    return tuple(shown)


# ------------------------------------------------------------------------------------------ the programme


def _candidates(plan: Plan, as_of: date) -> tuple[ObjectiveState, ...]:
    """Objectives without a pilot: by tests passed, then expected value, then effort."""
    scope = PilotScope(plan, None, as_of)
    catalogue = catalogue_of(plan, as_of)
    states = [
        objective.state_of(plan, one, scope, catalogue) for one in plan.all(Objective) if one.pilot is None
    ]
    effort = {"small": 0, "medium": 1, "large": 2}
    states.sort(
        key=lambda one: (
            -one.passed,
            -(one.objective.expected_value or 0),
            effort.get(one.objective.effort or "", 3),
        )
    )
    return tuple(states)


def _ahead(plan: Plan, review: date | None, number: int, as_of: date) -> Iterator[Ahead]:
    """Gates, open milestones and reviews of the weeks ahead, in order of their day."""
    end = as_of + timedelta(weeks=WEEKS_AHEAD)
    found: list[Ahead] = []
    for gate in plan.all(Gate):
        if gate.passed_on is not None or gate.planned_on is None or not as_of <= gate.planned_on <= end:
            continue
        pilot = plan.get(Pilot, gate.pilot)
        if pilot is not None:
            earlier = (other for other in plan.of_pilot(Gate, pilot) if _place(other) < _place(gate))
            current = all(other.passed_on is not None for other in earlier)
            state = "gate_current" if current and not gate.held else "gate_ahead"
            text = f"{GATES[gate.kind_]} gate" if gate.kind_ != "go_live" else "Go-live"
            found.append(Ahead(gate.planned_on, pilot, text, state, current, (Ref("gate", gate.id),)))
    for one in plan.all(Milestone):
        day = one.forecast or one.planned
        if one.done is None and day is not None and as_of <= day <= end:
            found.append(
                Ahead(
                    day,
                    plan.get(Pilot, one.pilot),
                    one.title,
                    "gate_ahead",
                    False,
                    (Ref("milestone", one.id),),
                )
            )
    if review is not None and review <= end:
        found.append(Ahead(review, None, f"Review {number}", "gate_ahead", True))
    yield from sorted(found, key=lambda one: (one.day, one.text))


def _place(gate: Gate) -> int:
    return GATE_ORDER.index(gate.kind_)


def _headline(pilots: tuple[PilotState, ...], as_of: date) -> str:
    """The finding first: one sentence a pilot, from its verdict, status and nearest gate."""
    if not pilots:
        return "No pilots yet. Add the first one to see what it needs."
    return " ".join(_pilot_sentence(state, as_of) for state in pilots[:3])


def _pilot_sentence(state: PilotState, as_of: date) -> str:
    name = state.pilot.name
    current = next((gate for gate in state.gates if gate.state in {"current", "held"}), None)
    failing = sum(rating.state == "failing" for rating in state.ratings)
    if state.pilot.status == "paused":
        also = f", with {formats.in_words(failing)} conditions failing" if failing > 1 else ""
        why = " after a guardrail breach" if state.verdict == "guardrail_breached" and not also else also
        return f"{name} is paused{why}."
    if state.pilot.status == "stopped":
        return f"{name} is stopped."
    if state.pilot.status in {"preparing", "candidate"}:
        if current is None or current.gate.planned_on is None:
            return f"{name} is preparing, with no date for its next gate."
        days = (current.gate.planned_on - as_of).days
        if days < 0:
            return f"{name} is {formats.plural(-days, 'day')} past its {current.name} date."
        return f"{name} has {formats.plural(days, 'day')} to close {current.name}."
    word = VERDICT_WORDS[state.verdict].lower()
    said = f"{name} has {word}" if state.verdict == "not_enough_data" else f"{name} is {word}"
    if (
        current is not None
        and current.gate.planned_on is not None
        and (current.gate.planned_on - as_of).days <= 14
    ):
        said += f" and due its {current.name} gate"
    return f"{said}."
