"""Pilots judged as of a day, several at once: their metrics in one pass, then all else stage by stage."""

from __future__ import annotations

from collections.abc import Generator, Hashable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.assessment import VERDICT_WORDS, PilotState
from cxworkbench.conditions import objective
from cxworkbench.conditions.rating import rate_all, scope_of, sharing
from cxworkbench.conditions.shared import Shared
from cxworkbench.gates import gate_line, gate_states
from cxworkbench.judged_metric import MetricState
from cxworkbench.memory import Answers, Held, Memory, NotedPlan, note, noting
from cxworkbench.own_reference import catalogue_of
from db.models import Gate, Metric, Objective, Pilot

if TYPE_CHECKING:
    from cxworkbench.metric_states import Asked
    from cxworkbench.plan import Plan

#: The metrics of so many readings are judged in one pass: few passes, and each of them short.
READINGS_AT_ONCE = 10_000
#: So many pilots are judged at once at most.
PILOTS_AT_ONCE = 50


def judged_pilots(
    plan: Plan, as_of: date, memory: Memory | None = None, pilots: Sequence[Pilot] | None = None
) -> Iterator[PilotState | None]:
    """Pilots judged as of a day, in their order; None after each step of several that are judged at once.

    Args:
        plan: the plan.
        as_of: the day of the judgement.
        memory: what was judged before; the answer is the same with it and without.
        pilots: which of them; all of them by default.
    """
    noted = plan if memory is None else NotedPlan(plan)
    shared = sharing(catalogue_of(plan, as_of))
    every = plan.pilots if pilots is None else pilots
    for begin in range(0, len(every), PILOTS_AT_ONCE):
        yield from _together(noted, every[begin : begin + PILOTS_AT_ONCE], as_of, memory, shared)


def _together(
    plan: Plan, pilots: Sequence[Pilot], as_of: date, memory: Memory | None, shared: Shared
) -> Iterator[PilotState | None]:
    """Some pilots: those that are remembered as they are, and all others judged."""
    held: dict[str, PilotState] = {}
    wanted = []
    for pilot in pilots:
        known = _recalled(plan, memory, *_name(plan, pilot, as_of))
        if known is None:
            wanted.append(pilot)
        else:
            held[pilot.id] = known.made
    for state in (yield from _judged(plan, wanted, as_of, memory, shared)):
        held[state.pilot.id] = state
    for pilot in pilots:
        yield held[pilot.id]


def _few(plan: Plan, pilots: Sequence[Pilot]) -> Iterator[list[Pilot]]:
    """The pilots, as many at a time as have so many readings together that their metrics are judged in one pass."""
    few: list[Pilot] = []
    readings = 0
    for pilot in pilots:
        few.append(pilot)
        readings += sum(len(plan.readings(metric)) for metric in plan.of_pilot(Metric, pilot))
        if readings >= READINGS_AT_ONCE:
            yield few
            few, readings = [], 0
    if few:
        yield few


def _name(
    plan: Plan, pilot: Pilot, as_of: date, metric: Metric | None = None
) -> tuple[Hashable, tuple[object, ...]]:
    """By what the judgement of a pilot, or of one of its metrics, is remembered, and what else it depends on."""
    given = (as_of, plan.programme, pilot)
    return (("pilot", pilot.id), given) if metric is None else (("metric", metric.id), (*given, metric))


def _metrics(
    plan: Plan, pilots: Sequence[Pilot], as_of: date, memory: Memory | None
) -> dict[str, list[tuple[MetricState, Answers]]]:
    """The metrics of some pilots judged in one pass, each with what the plan was asked for it."""
    from cxworkbench.metric_states import asked, judge_all, window_of

    found: dict[str, list[tuple[MetricState, Answers] | None]] = {}
    places: list[tuple[Pilot, int, Answers]] = []
    wanted: list[Asked] = []
    for pilot in pilots:
        with noting(plan) as of_window:
            window = window_of(plan, pilot, as_of)
        own = found[pilot.id] = []
        for metric in plan.of_pilot(Metric, pilot):
            known = _recalled(plan, memory, *_name(plan, pilot, as_of, metric))
            if known is not None:
                own.append((known.made, known.answers))
                continue
            with noting(plan) as answers:
                wanted.append(asked(plan, metric, window, as_of))
            places.append((pilot, len(own), answers | of_window))
            own.append(None)
    for (pilot, place, answers), state in zip(places, judge_all(plan, wanted, as_of), strict=True):
        found[pilot.id][place] = (state, answers)
        if memory is not None:
            what, given = _name(plan, pilot, as_of, state.metric)
            memory.hold(what, given, answers, state)
    return {id: [one for one in own if one is not None] for id, own in found.items()}


def _recalled(plan: Plan, memory: Memory | None, what: Hashable, given: Hashable) -> Held | None:
    return memory.recalled(plan, what, given) if memory is not None and isinstance(plan, NotedPlan) else None


def _judged(
    plan: Plan, pilots: Sequence[Pilot], as_of: date, memory: Memory | None, shared: Shared
) -> Generator[None, None, list[PilotState]]:
    """Some pilots judged, in short steps: one stage after another, each for all of them."""
    from cxworkbench.metric_states import standing

    metrics: dict[str, list[tuple[MetricState, Answers]]] = {}
    for few in _few(plan, pilots):
        metrics |= _metrics(plan, few, as_of, memory)
        yield
    # What is asked of the plan is noted for each pilot by itself.
    plans = [plan.apart() if isinstance(plan, NotedPlan) else plan for _ in pilots]
    gates = [gate_states(own, pilot, as_of) for own, pilot in zip(plans, pilots, strict=True)]
    scopes, objectives = [], []
    for own, pilot in zip(plans, pilots, strict=True):
        own.of_pilot(Metric, pilot)
        for _, answers in metrics[pilot.id]:
            note(own, answers)
        states = tuple(state for state, _ in metrics[pilot.id])
        scope = scope_of(own, pilot, as_of, metrics=states, memory=memory)
        catalogue = catalogue_of(own, as_of)
        objectives.append(
            tuple(objective.state_of(own, one, scope, catalogue) for one in own.of_pilot(Objective, pilot))
        )
        scopes.append(scope)
        yield
    ratings = yield from rate_all(scopes, catalogue_of(plan, as_of), shared)
    made = []
    for place, (own, pilot) in enumerate(zip(plans, pilots, strict=True)):
        states = tuple(state for state, _ in metrics[pilot.id])
        stands = standing(own, pilot, states, as_of)
        verdict = str(stands.verdict)
        state = PilotState(
            pilot=pilot,
            ratings=ratings[place],
            gates=gates[place],
            metrics=states,
            objectives=objectives[place],
            verdict=verdict,
            headline=VERDICT_WORDS[verdict],
            status_line=_status_line(own, pilot, states, as_of),
            gate_line=gate_line(gates[place]),
            standing=stands,
        )
        made.append(state)
        if memory is not None and isinstance(own, NotedPlan):
            what, given = _name(plan, pilot, as_of)
            memory.hold(what, given, own.answers, state)
        yield
    return made


def _status_line(plan: Plan, pilot: Pilot, metrics: tuple[MetricState, ...], as_of: date) -> str:
    """Where the pilot is: "Live, week 18", "Paused · 10% of contacts", "Preparing · go-live planned 27 Apr"."""
    label = pilot.fields["status"].label_of(pilot.status)
    window = next((state.window for state in metrics if state.window is not None), None)
    parts = [label or "Preparing"]
    if pilot.status == "live" and window is not None:
        # The newest week that has ended: the one a reading can be of.
        ended = as_of - timedelta(days=as_of.weekday() + 7)
        parts = [f"Week {max(window.week_number(ended), 0)} live"]
    elif pilot.status in {"preparing", "candidate"}:
        gate = next((one for one in plan.of_pilot(Gate, pilot) if one.kind_ == "go_live"), None)
        if gate is not None and gate.planned_on is not None:
            parts.append(f"go-live planned {formats.near_day(gate.planned_on, as_of)}")
    if pilot.exposure is not None:
        parts.append(f"{formats.percent(pilot.exposure)} of contacts")
    return " · ".join(parts)
