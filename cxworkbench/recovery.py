"""Recovery of a pilot: what suggests it, its four steps in their order, what a relaunch needs, and what it costs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import resources
from cxworkbench.assessment import CONDITION_WORDS, CriterionResult, PilotState, Rating
from cxworkbench.conditions.expressions import Expression, parse
from cxworkbench.conditions.rating import scope_of
from cxworkbench.plan import Plan, Ref
from cxworkbench.recovery_evidence import Line, Remedy, lines_of, remedies_of
from cxworkbench.relaunch import RelaunchState, relaunch_states
from cxworkbench.working_days import working_days
from db.models import (
    Action,
    Pilot,
    RecoveryAnswer,
    RecoveryCase,
    RecoveryCause,
    RecoveryStep,
    Stakeholder,
)
from db.records import FAMILIES

STEPS = ("objective", "data", "adoption", "governance")
#: Statuses in which triggers are asked: what isn't used yet can't be rescued.
_IN_USE = frozenset({"live", "paused"})


@dataclass(frozen=True)
class Trigger:
    """Something that suggests a recovery; ``fires`` is None where only a person can say so."""

    id: str
    text: str
    fires: bool | None


@dataclass(frozen=True)
class Fix:
    """An action that a cause asks for: suggested, and the action of the plan where somebody took it up.

    ``owner`` is the id of the person in the role that it is suggested to; None where nobody holds it.
    """

    text: str
    role: str
    owner: str | None
    days: int
    action: Action | None


@dataclass(frozen=True)
class Cause:
    """A possible cause of a step.

    Attributes:
        found: whether its signs were found; None while nobody looked.
        signs: what to look for; ``seen`` what was seen.
        unmet, criteria: how many of its criteria the plan doesn't meet, of those that apply.
        evidence: the records behind the unmet ones.
    """

    id: str
    name: str
    signs: tuple[str, ...]
    found: bool | None
    seen: str
    unmet: int
    criteria: int
    evidence: tuple[Ref, ...]
    fixes: tuple[Fix, ...]
    record: RecoveryCause | None


@dataclass(frozen=True)
class Question:
    """A question of a step, where to look, and what was answered."""

    id: str
    text: str
    look_at: str
    answer: str
    evidence: str
    ref: Ref | None


@dataclass(frozen=True)
class StepState:
    """One of the four steps.

    ``is_open`` says whether it may be answered: the one before is. ``waits_for`` names that one, else it is empty.
    """

    id: str
    name: str
    question: str
    why_first: str
    done_when: str
    record: RecoveryStep | None
    rating: Rating | None
    is_open: bool
    waits_for: str
    questions: tuple[Question, ...]
    causes: tuple[Cause, ...]
    lines: tuple[Line, ...]
    fixes: tuple[Remedy, ...]

    @property
    def is_answered(self) -> bool:
        """Whether its question is answered, by a named person on a day."""
        return self.record is not None and is_answered(self.record)

    @property
    def answer(self) -> str:
        """What was answered so far."""
        return (self.record.answer or "") if self.record is not None else ""

    @property
    def state(self) -> str:
        """The state of its condition."""
        return self.rating.state if self.rating is not None else "not_assessed"

    @property
    def summary(self) -> str:
        """How it stands, in a few words."""
        if self.is_answered:
            count = len(self.rating.findings) if self.rating is not None else 0
            return f"Answered, {count} open" if count else "Answered"
        if self.waits_for:
            return f"After {self.waits_for}"
        if self.rating is not None and self.rating.findings:
            return self.rating.reason
        return "Open" if self.is_open else CONDITION_WORDS[self.state]


@dataclass(frozen=True)
class RecoveryState:
    """The recovery of a pilot as of a day; ``case`` is None while none was begun.

    Attributes:
        day: the day of the pause, from 1; 0 without a case.
        cost: what the pause cost so far; None where its cost a week isn't known.
        is_late: longer than planned.
        decide_on: the last day on which it is decided in time how to go on, in working days from the pause; the way to
            the relaunch is counted apart. None where no recovery runs.
    """

    pilot: Pilot
    case: RecoveryCase | None
    triggers: tuple[Trigger, ...]
    steps: tuple[StepState, ...]
    relaunch: tuple[RelaunchState, ...]
    day: int = 0
    cost: Decimal | None = None
    is_late: bool = False
    decide_on: date | None = None

    @property
    def is_running(self) -> bool:
        """Whether a recovery was begun and hasn't ended."""
        return self.case is not None and self.case.ended_on is None

    @property
    def suggested(self) -> tuple[Trigger, ...]:
        """The triggers that fire."""
        return tuple(one for one in self.triggers if one.fires)

    @property
    def met(self) -> int:
        """How many of the relaunch criteria are met."""
        return sum(one.state == "met" for one in self.relaunch)

    @property
    def current(self) -> StepState:
        """The first step that isn't answered; the last one when all are."""
        return next((one for one in self.steps if not one.is_answered), self.steps[-1])


def recovery_state(plan: Plan, state: PilotState, as_of: date) -> RecoveryState:
    """The recovery of a pilot: its open case, else its newest."""
    pilot = state.pilot
    case = case_of(plan, pilot, as_of)
    steps = _steps(plan, state, case, as_of)
    found = _triggers(plan, state, as_of)
    if case is None:
        return RecoveryState(pilot, None, found, steps, ())
    until = min(case.ended_on or as_of, as_of)
    day = (until - case.started_on).days + (0 if case.ended_on is not None else 1)
    cost = None if case.cost_per_week is None else (case.cost_per_week * day / 7).quantize(Decimal(1))
    is_late = case.ended_on is None and case.planned_days is not None and day > case.planned_days
    relaunch = relaunch_states(plan, case, state, as_of)
    decide_on = None
    if case.ended_on is None:
        lasts = int(resources.toml("recovery")["pause"]["duration_working_days"])
        decide_on = working_days(plan).after(case.started_on, lasts)
    return RecoveryState(pilot, case, found, steps, relaunch, day, cost, is_late, decide_on)


def is_suggested(plan: Plan, state: PilotState, as_of: date) -> bool:
    """Whether a trigger suggests the recovery of a pilot that is in use."""
    return state.pilot.status in _IN_USE and any(one.fires for one in _triggers(plan, state, as_of))


def case_of(plan: Plan, pilot: Pilot, as_of: date) -> RecoveryCase | None:
    """A pilot's recovery that runs as of a day, else the one that began last; None where there is none."""
    cases = [one for one in plan.of_pilot(RecoveryCase, pilot) if one.started_on <= as_of]
    return max(cases, key=lambda one: (one.ended_on is None, one.started_on), default=None)


def is_answered(step: RecoveryStep) -> bool:
    """Whether a step says what, who and when."""
    return bool((step.answer or "").strip()) and step.answered_on is not None and step.answered_by is not None


def _triggers(plan: Plan, state: PilotState, as_of: date) -> tuple[Trigger, ...]:
    in_use = state.pilot.status in _IN_USE
    scope = scope_of(plan, state.pilot, as_of, metrics=state.metrics)
    case = case_of(plan, state.pilot, as_of)
    named = set(case.triggers) if case is not None and case.ended_on is None else set()
    found = []
    for id, text, test in _tests():
        by_hand = True if id in named else None
        found.append(Trigger(id, text, (in_use and test.holds(scope)) if test is not None else by_hand))
    return tuple(found)


@cache
def _tests() -> tuple[tuple[str, str, Expression | None], ...]:
    """Id, text and test of each trigger; a trigger that only a person can tell of has no test."""
    return tuple(
        (
            one["id"],
            one["text"],
            parse(one["test"], f"recovery.toml, trigger {one['id']}") if one.get("test") else None,
        )
        for one in resources.toml("recovery")["trigger"]
    )


# ---------------------------------------------------------------------------------------------- the steps


def _steps(
    plan: Plan, state: PilotState, case: RecoveryCase | None, as_of: date
) -> tuple[StepState, ...]:  # fmt: skip
    records = {one.step: one for one in plan.linking(RecoveryStep, "case", case.id)} if case else {}
    results = {one.id: one for rating in state.ratings for one in rating.results}
    actions = _by_source(plan, state.pilot)
    before, found = "", []
    for entry in sorted(resources.toml("recovery")["step"], key=lambda one: int(one["order"])):
        record = records.get(entry["id"])
        rating = next((one for one in state.ratings if one.condition == entry["condition"]), None)
        causes = tuple(_cause(plan, one, record, results, actions) for one in entry["cause"])
        step = StepState(
            entry["id"], entry["name"], entry["question"], entry["why_first"], entry["done_when"],
            record, rating, case is not None and not before, before,
            tuple(_question(plan, one, record) for one in entry["diagnostic"]),
            causes, lines_of(plan, state, case, entry["id"], rating, as_of),
            _remedies(plan, state, causes, record, rating, actions, as_of),
        )  # fmt: skip
        found.append(step)
        if case is not None and not before and not step.is_answered:
            before = step.name
    return tuple(found)


def _by_source(plan: Plan, pilot: Pilot) -> dict[str, list[Action]]:
    found: dict[str, list[Action]] = {}
    for one in plan.of_pilot(Action, pilot):
        found.setdefault((one.came_from or "").partition("/")[2], []).append(one)
    return found


def _plainly(look_at: str) -> str:
    """Where to look, with families by their names."""

    def named(found: re.Match[str]) -> str:
        family = FAMILIES.get(found[0])
        return family.label_many.lower() if family is not None else found[0].replace("_", " ")

    return re.sub(r"[a-z_]+", named, look_at).replace(".", " ")


def _question(plan: Plan, entry: dict[str, Any], record: RecoveryStep | None) -> Question:
    given = plan.linking(RecoveryAnswer, "step", record.id) if record is not None else []
    answer = next((one for one in given if one.diagnostic == entry["id"]), None)
    return Question(
        entry["id"], entry["text"], _plainly(entry["look_at"]),
        (answer.text or "") if answer is not None else "",
        (answer.evidence or "") if answer is not None else "",
        Ref("recovery_answer", answer.id) if answer is not None else None,
    )  # fmt: skip


def _cause(
    plan: Plan,
    entry: dict[str, Any],
    step: RecoveryStep | None,
    results: dict[str, CriterionResult],
    actions: dict[str, list[Action]],
) -> Cause:
    rows = plan.linking(RecoveryCause, "step", step.id) if step is not None else []
    record = next((one for one in rows if one.cause == entry["id"]), None)
    asked = [results[id] for id in entry["criteria"] if id in results]
    applying = [one for one in asked if one.state != "not_applicable"]
    unmet = [one for one in applying if one.is_open]
    taken = actions.get(record.id, []) if record is not None else []
    return Cause(
        entry["id"], entry["name"], tuple(entry["signs"]),
        record.found if record is not None else None,
        (record.signs or "") if record is not None else "",
        len(unmet), len(applying),
        tuple(dict.fromkeys(ref for one in unmet for ref in one.evidence)),
        tuple(_fix(plan, one, taken) for one in entry["actions"]),
        record,
    )  # fmt: skip


def _fix(plan: Plan, entry: dict[str, Any], taken: list[Action]) -> Fix:
    role = entry["owner"]
    holder = next((one.person for one in plan.all(Stakeholder) if one.role == role), None)
    action = next((one for one in taken if one.text == entry["text"]), None)
    return Fix(entry["text"], role, holder, int(entry["days"]), action)


def _remedies(
    plan: Plan,
    state: PilotState,
    causes: tuple[Cause, ...],
    record: RecoveryStep | None,
    rating: Rating | None,
    actions: dict[str, list[Action]],
    as_of: date,
) -> tuple[Remedy, ...]:
    """The fixes of a step: what is being done by a person to a date, wherever the plan keeps it."""
    sources = [record.id] if record is not None else []
    sources += [one.record.id for one in causes if one.record is not None]
    for finding in rating.findings if rating is not None else ():
        sources += [ref.id for ref in finding.evidence]
    found = {one.id: one for id in sources for one in actions.get(id, [])}
    condition = rating.condition if rating is not None else ""
    return remedies_of(plan, state, condition, list(found.values()), actions, as_of)
