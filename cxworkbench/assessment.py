"""What the program says of a plan as of a day: plain data that window, paper and command line all show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from cxworkbench.plan import Plan, Ref
from cxworkbench.values import value
from db.fixed import fixed

if TYPE_CHECKING:
    from cxworkbench.conditions.catalogue import Criterion
    from cxworkbench.judged_metric import MetricState
    from cxworkbench.measurement.pilot import PilotStanding
    from db.models import Gate, Objective, Pilot

#: Words of the status vocabulary, by state (visual-language.md, 4).
CONDITION_WORDS = {"met": "Met", "at_risk": "At risk", "failing": "Failing", "not_assessed": "Not assessed"}
VERDICT_WORDS = {
    "not_enough_data": "Not enough data",
    "below": "Below",
    "on_track": "On track",
    "confirmed": "Confirmed",
    "ready_to_scale": "Ready to scale",
    "guardrail_breached": "Guardrail breached",
    "not_judged": "Shown, not judged",
}
GATE_WORDS = {"passed": "Passed", "current": "Due", "ahead": "Ahead", "held": "Held"}
CRITERION_WORDS = {
    "met": "Met",
    "not_met": "Not met",
    "not_yet_due": "Not yet due",
    "not_applicable": "Does not apply",
    "settled": "Met, late",
}
RECOMMENDATION_WORDS = {"scale": "Scale", "hold": "Hold", "pause": "Pause", "stop": "Stop"}
SEVERITY_WORDS = {"blocker": "Blocker", "major": "Major", "minor": "Minor"}


@value
class CriterionResult:
    """One criterion of a condition, checked for one pilot.

    Attributes:
        criterion: the criterion.
        state: met, not_met, not_yet_due, not_applicable, or settled (met, late).
        holds: whether it holds, whatever its date.
        due: the day from which it counts; None while no date is known.
        detail: what is missing in a few words; empty where it holds.
        evidence: the records behind it.
        cover: the waiver or gate condition in force that covers it, in words; empty where none does.
        shortfall: how far it is from holding, from 0 to 1.
        faults: what is missing, as record and field: criteria that miss the same are one line.
    """

    criterion: Criterion
    state: str
    holds: bool
    due: date | None
    detail: str
    evidence: tuple[Ref, ...] = ()
    cover: str = ""
    cover_ref: Ref | None = None
    shortfall: float = 0.0
    faults: frozenset[tuple[str, str, str]] = frozenset()
    settled_by: tuple[Ref, ...] = ()

    @property
    def id(self) -> str:
        """The criterion's id."""
        return self.criterion.id

    @property
    def text(self) -> str:
        """What it asks."""
        return self.criterion.text

    @property
    def severity(self) -> str:
        """Its grade: blocker, major, minor."""
        return self.criterion.severity

    @property
    def gate(self) -> str:
        """The gate that asks it."""
        return self.criterion.gate

    @property
    def next_action(self) -> str:
        """What to do where it doesn't hold."""
        return self.criterion.next_action

    @property
    def word(self) -> str:
        """The state in words."""
        return CRITERION_WORDS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether it applies and doesn't hold."""
        return not self.holds and self.state != "not_applicable"


@value
class Finding:
    """One fault: what is missing, where, how grave, what to do next.

    Several criteria that miss the same field of the same record are one finding, spoken by the most urgent;
    ``criteria`` and ``conditions`` name all that it touches. ``cover`` says what covers it.
    """

    criterion: str
    conditions: tuple[str, ...]
    severity: str
    gate: str
    due: date | None
    is_due: bool
    short: str
    next_action: str
    evidence: tuple[Ref, ...] = ()
    criteria: tuple[str, ...] = ()
    cover: str = ""
    shortfall: float = 0.0
    faults: frozenset[tuple[str, str, str]] = frozenset()
    blocks_nearest: bool = False


@fixed
class Overruled:
    """A rating that a person overruled: what the rule said, by whom and why; judged later."""

    said: str
    by: str
    second_reader: str
    reason: str
    judge_on: date | None
    ref: Ref


@value
class Rating:
    """A condition of one pilot: met, at_risk, failing or not_assessed, with its reason and its evidence.

    ``state`` is what is in force: an override's choice where there is one; ``overruled`` then says what the rule said.
    """

    condition: str
    name: str
    sublabel: str
    state: str
    reason: str
    results: tuple[CriterionResult, ...]
    findings: tuple[Finding, ...]
    due_count: int
    was: str | None = None
    overruled: Overruled | None = None

    @property
    def word(self) -> str:
        """The state in words."""
        return CONDITION_WORDS[self.state]

    @property
    def due_words(self) -> str:
        """How many of its criteria are due: "7 of 9 due"; empty where all are."""
        count = len(self.results)
        return "" if self.due_count == count else f"{self.due_count} of {count} due"


@value
class PrecisionTest:
    """One of the six precision tests of an objective, with what it found."""

    id: str
    text: str
    passed: bool
    detail: str


@fixed
class ObjectiveState:
    """An objective (or candidate) with its precision tests and the sentence that it reads as."""

    objective: Objective
    pilot: Pilot | None
    passed: int
    explain: Callable[[], tuple[tuple[PrecisionTest, ...], str]]

    @cached_property
    def _said(self) -> tuple[tuple[PrecisionTest, ...], str]:
        return self.explain()

    @property
    def tests(self) -> tuple[PrecisionTest, ...]:
        """Its precision tests, of which ``passed`` pass; worded when first asked for."""
        return self._said[0]

    @property
    def reads_as(self) -> str:
        """The sentence that it reads as."""
        return self._said[1]


@fixed
class GateState:
    """A gate as it stands: passed, current (the nearest open one), ahead or held."""

    gate: Gate
    name: str
    state: str
    note: str

    @property
    def word(self) -> str:
        """The state in words."""
        return GATE_WORDS[self.state]


@fixed
class PilotState:
    """Everything said of one pilot."""

    pilot: Pilot
    ratings: tuple[Rating, ...]
    gates: tuple[GateState, ...]
    metrics: tuple[MetricState, ...]
    objectives: tuple[ObjectiveState, ...]
    verdict: str
    headline: str
    status_line: str
    gate_line: str
    standing: PilotStanding

    @property
    def gate_glyph(self) -> str:
        """The glyph that navigation shows for the pilot: its current gate's state."""
        open_gates = [gate for gate in self.gates if gate.state in {"current", "held"}]
        if open_gates:
            return open_gates[0].state
        return "passed" if self.gates and all(gate.state == "passed" for gate in self.gates) else "ahead"


@value
class Attention:
    """One line under Needs attention: what, who, by when, where it belongs."""

    state: str
    text: str
    who: str
    due: date | None
    due_text: str
    area: str
    evidence: tuple[Ref, ...] = ()


@fixed
class Difference:
    """One thing that changed since the last review: its state now, what, and before and after in words."""

    state: str
    what: str
    before: str
    after: str
    evidence: tuple[Ref, ...] = ()


@fixed
class Ahead:
    """Something dated in the weeks ahead, for the strip and the list of what comes next."""

    day: date
    pilot: Pilot | None
    text: str
    state: str
    bold: bool
    evidence: tuple[Ref, ...] = ()


@fixed
class ReviewState:
    """The next sponsor review, and the last one held."""

    next_day: date | None
    next_number: int
    last_day: date | None
    last_number: int
    sponsors: tuple[str, ...]
    decisions: tuple[DecisionAsked, ...]


@fixed
class DecisionAsked:
    """A decision that waits for a sponsor: the question, why now, who decides, since when it was asked."""

    question: str
    reason: str
    decides: str
    asked_on: date | None
    pilot: Pilot | None
    evidence: tuple[Ref, ...] = ()


@fixed
class Assessment:
    """The whole judgement of a plan as of a day; ``past`` is the plan as the last review saw it, if that is known."""

    plan: Plan
    as_of: date
    readings_to: date | None
    conditions: tuple[tuple[str, str, str], ...]
    pilots: tuple[PilotState, ...]
    candidates: tuple[ObjectiveState, ...]
    review: ReviewState
    attention: tuple[Attention, ...]
    differences: tuple[Difference, ...]
    ahead: tuple[Ahead, ...]
    headline: str
    counts: dict[str, int] = field(default_factory=dict)
    past: Plan | None = field(default=None, repr=False)

    def pilot(self, id: str) -> PilotState | None:
        """What is said of one pilot."""
        return next((state for state in self.pilots if state.pilot.id == id), None)

    def metric(self, id: str) -> MetricState | None:
        """What is said of one metric."""
        return next((m for p in self.pilots for m in p.metrics if m.metric.id == id), None)
