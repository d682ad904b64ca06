"""Needs attention: one ordered list over the programme of what blocks, who moves it, and by when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any

from cxworkbench import formats
from cxworkbench.assessment import Attention, Finding, PilotState, ReviewState
from cxworkbench.conditions.weighing import Urgency, merged, urgency
from cxworkbench.measurement.guardrail import Guarded
from cxworkbench.plan import Plan, Ref
from db.fields import reference
from db.models import Action, AuditFinding, Barrier, DecisionRule, Gate, Metric, Person
from db.models.pilots import GATES


def needs_attention(
    plan: Plan, pilots: tuple[PilotState, ...], review: ReviewState, as_of: date
) -> tuple[Attention, ...]:
    """Breaches, what is asked of a sponsor or forced by a rule, findings, overdue actions, gates without a date."""
    lines: list[Attention] = []
    lines += _breaches(plan, pilots, as_of)
    lines += _asked(review, as_of)
    lines += _forced(plan, pilots, review, as_of)
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


def _forced(plan: Plan, pilots: tuple[PilotState, ...], review: ReviewState, as_of: date) -> list[Attention]:
    """From its decide-by date on the rule of a live pilot forces a decision, with the fallback chosen beforehand.

    Where that decision was asked of somebody already, its own line says so.
    """
    title = GATES["decide"]
    asked = {one.pilot.id for one in review.decisions if one.pilot is not None and title in one.question}
    lines = []
    for pilot in pilots:
        open_gates = (one.gate for one in pilot.gates if one.state != "passed")
        gate = next((one for one in open_gates if one.kind_ == "decide"), None)
        if pilot.pilot.status != "live" or gate is None or pilot.pilot.id in asked:
            continue
        for rule in plan.of_pilot(DecisionRule, pilot.pilot)[:1]:
            if rule.decide_by is None or rule.decide_by > as_of:
                continue
            fallback = f", fallback {rule.fallback}" if rule.fallback else ""
            lines.append(
                Attention(
                    "gate_current",
                    f"Decide on {pilot.pilot.name}: its decide-by date is reached{fallback}",
                    plan.person_name(pilot.pilot.owner),
                    rule.decide_by,
                    _due(rule.decide_by, as_of),
                    "Gates",
                    (Ref(Gate.kind, gate.id), Ref(DecisionRule.kind, rule.id, "decide_by")),
                )
            )
    return lines


def _findings(plan: Plan, pilots: tuple[PilotState, ...], as_of: date) -> list[Attention]:
    """The findings of all pilots, each fault once, what blocks most first; who moves it and by when."""
    names = {rating.condition: rating.name for pilot in pilots for rating in pilot.ratings}
    # Pilots share findings: how urgent one is, and what several are as one line, is worked out once.
    ranked: dict[int, Urgency] = {}
    joined: dict[tuple[int, ...], list[Finding]] = {}
    found = []
    for pilot in pilots:
        own = [one for rating in pilot.ratings for one in rating.findings]
        # A fault that touches several conditions stands in each of them, and here once.
        several = [one for one in own if len(one.conditions) > 1]
        if several:
            places = {one.criterion: place for place, one in enumerate(own)}
            same = tuple([id(one) for one in several])
            lines = joined.get(same)
            if lines is None:
                lines = joined[same] = merged(several)
            own = [one for one in own if len(one.conditions) == 1] + lines
            own.sort(key=lambda one: places[one.criterion])
        for one in own:
            rank = ranked.get(id(one))
            if rank is None:
                rank = ranked[id(one)] = urgency(one)
            found.append((rank, pilot, one))
    found.sort(key=itemgetter(0))
    movers = _Movers(plan)
    people, days = _Said(plan.person_name), _Said(partial(_due, as_of=as_of))
    said = []
    for rank, pilot, finding in found:
        who, due = movers.of(finding, pilot)
        said.append(
            Attention(
                "at_risk" if rank[0] else "failing",
                f"{finding.short}, {pilot.pilot.name}",
                people[who],
                due,
                days[due],
                names[finding.conditions[0]],
                finding.evidence,
            )
        )
    return said


class _Said(dict[Any, str]):
    """How people and days are said, each worked out once: thousands of lines name the same few."""

    def __init__(self, say: Callable[[Any], str]) -> None:
        super().__init__()
        self._say = say

    def __missing__(self, what: Any) -> str:
        said = self[what] = self._say(what)
        return said


#: Records whose fault somebody else may be putting right: a remedy of theirs says who, and by when.
_WITH_REMEDY = frozenset({"audit_finding", "data_source", "cohort"})


class _Movers:
    """Who moves a finding, and by when: the open action or remedy for its record says so, else the pilot."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._actions: dict[str, Action] = {}
        for one in plan.all(Action):
            if one.came_from and one.done_on is None:
                self._actions.setdefault(one.came_from, one)

    def of(self, finding: Finding, pilot: PilotState) -> tuple[str | None, date | None]:
        """Owner and date; where nobody set one, the pilot's owner and the day from which it counts."""
        for ref in finding.evidence:
            action = self._actions.get(reference(ref.kind, ref.id)) if self._actions else None
            if action is not None and action.owner is not None:
                return action.owner, action.due
            if ref.kind in _WITH_REMEDY:
                owner, due = self._remedy(ref)
                if owner is not None and due is not None:
                    return owner, due
        return pilot.pilot.owner, finding.due

    def _remedy(self, ref: Ref) -> tuple[str | None, date | None]:
        if ref.kind == "audit_finding":
            one = self._plan.get(AuditFinding, ref.id)
            is_open = one is not None and one.closed_on is None and one.accepted_by is None
            return (one.remedy_owner, one.due) if one is not None and is_open else (None, None)
        if ref.kind == "data_source":
            rows = self._plan.linking(AuditFinding, "data_source", ref.id)
            waiting = [
                one
                for one in rows
                if one.closed_on is None and one.accepted_by is None and one.passed is not True and one.due
            ]
            last = max(waiting, key=lambda one: one.due or date.min, default=None)
            return (None, None) if last is None else (last.remedy_owner, last.due)
        if ref.kind == "cohort":
            rows_of = self._plan.linking(Barrier, "cohort", ref.id)
            waiting_b = [one for one in rows_of if one.closed_on is None and one.due]
            first = min(waiting_b, key=lambda one: one.due or date.max, default=None)
            return (None, None) if first is None else (first.owner, first.due)
        return None, None


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


def action_of(plan: Plan, line: Attention) -> Action | None:
    """The open action that came from a line's record already; None where there is none, or the line is one itself."""
    found = [plan.get(Action, one.id) for one in line.evidence if one.kind == Action.kind]
    for one in line.evidence:
        found += plan.linking(Action, "came_from", reference(one.kind, one.id))
    ids = {one.id for one in found if one is not None and one.done_on is None}
    return next((one for one in plan.all(Action) if one.id in ids), None) if ids else None


def as_action(plan: Plan, line: Attention) -> Action:
    """A line as an action: its words, its owner where the plan knows the name, its date where that is ahead."""
    from cxworkbench.belonging import pilot_of

    first = line.evidence[0] if line.evidence else None
    record = plan.find(first.id) if first is not None else None
    owners = [one.id for one in plan.all(Person) if one.name == line.who]
    return Action(
        pilot=pilot_of(plan, record) if record is not None else None,
        text=line.text,
        owner=owners[0] if len(owners) == 1 else None,
        due=line.due,
        came_from=reference(first.kind, first.id) if first is not None else None,
    )
