"""The Objective condition: what its expressions ask of an objective, and its findings and reasons in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from typing import Any

import resources
from cxworkbench import formats
from cxworkbench.assessment import ObjectiveState, PrecisionTest
from cxworkbench.conditions.catalogue import Catalogue, Criterion, TestOfPrecision
from cxworkbench.conditions.findings import Outcome
from cxworkbench.conditions.overruled import overruled_tests
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.plan import Plan
from cxworkbench.values import holder
from db.models import FrictionPoint, Metric, Objective, Person, Pilot
from db.records import Record

#: Which failed test is named first: those that make the measure itself doubtful before those of wording.
_GRAVEST_FIRST = (
    "one_metric",
    "measured_baseline",
    "reachable_target",
    "one_friction_point",
    "observable_outcome",
    "date_and_owner",
)

_WORD = re.compile(r"[a-z][a-z'-]*")


# ------------------------------------------------------------------------------- functions of the expressions


def metric_of(plan: Plan, objective: Record | None) -> Metric | None:
    """The metric that an objective names."""
    return plan.get(Metric, objective.metric) if isinstance(objective, Objective) else None


def better(metric: Metric | None, a: Any, b: Any) -> bool:
    """Whether ``a`` lies strictly on the good side of ``b``, by the direction of an objective's metric."""
    if metric is None or not isinstance(a, Decimal) or not isinstance(b, Decimal):
        return False
    return {"up": a > b, "down": a < b}.get(metric.direction or "", False)


def within_reference(pilot: Pilot | None, objective: Record | None, metric: Metric | None) -> bool:
    """Whether the change from baseline to target doesn't exceed the reference effect of the deployment type.

    The reference is the typical effect for the same metric, else the low one; where there is no figure at all, any
    change exceeds it (header of failure_modes.toml).
    """
    if not isinstance(objective, Objective) or metric is None:
        return False
    baseline, target = objective.baseline_value, objective.target_value
    if baseline is None or target is None or not better(metric, target, baseline):
        return False
    effect = reference_effect(pilot.deployment_type if pilot else None, metric.catalogue_id)
    if effect is None:
        return False
    allowed = Decimal(str(effect.get("typical", effect.get("low", 0))))
    change = target - baseline
    if effect["unit"] == "percent_change":
        change = change / baseline * 100 if baseline else Decimal(0)
    return abs(change) <= abs(allowed) if (change > 0) == (allowed > 0) else False


@cache
def reference_effect(deployment_type: str | None, catalogue_id: str | None) -> Mapping[str, Any] | None:
    """The effect that the reference gives for a metric, for the widest group; None where it has no figure."""
    types = resources.toml("deployment_types")["deployment"]
    entry = next((one for one in types if one["id"] == deployment_type), None)
    if entry is None:
        return None
    for effect in entry.get("effect", ()):
        if effect["metric"] == catalogue_id and ("typical" in effect or "low" in effect):
            found: Mapping[str, Any] = effect
            return found
    return None


def observable(plan: Plan, text: Any) -> bool:
    """Whether somebody could observe what a text says.

    It holds a number, a metric's name, or a verb with a countable noun, and isn't made of vague words only.
    """
    if not isinstance(text, str) or not text.strip():
        return False
    lowered = text.lower()
    words = set(_WORD.findall(lowered))
    if any(letter.isdigit() for letter in lowered):
        return True
    if words and words <= _word_list("vague"):
        return False
    if words & _word_list("verbs") and words & _word_list("nouns"):
        return True
    names = {metric.name.lower() for metric in plan.all(Metric)}
    return any(name and name in lowered for name in names) or any(
        name in lowered for name in _catalogue_names()
    )


def _word_list(name: str) -> frozenset[str]:
    return _word_lists()[name]


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    lists = resources.toml("words")
    return {name: frozenset(lists[name]) for name in ("vague", "verbs", "nouns")}


@cache
def _catalogue_names() -> frozenset[str]:
    return frozenset(entry["name"].split(" (")[0].lower() for entry in resources.toml("metrics")["metric"])


# ------------------------------------------------------------------------------------------ findings in words


def short_reason(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> str:
    """What is missing, in the few words that the Overview has room for."""
    plan = scope.plan
    first = outcome.missing[0] if outcome.missing else None
    record, names = (first.record, first.names) if first is not None else (None, ())
    match criterion.id:
        case "obj_precise" if isinstance(record, Objective):
            worst = next((name for name in _GRAVEST_FIRST if name in names), names[0])
            return _test_detail(record, Named.of(plan, record), worst, passed=False)
        case "obj_focus":
            return f"{outcome.numbers['found']} objectives, at most {outcome.numbers['allowed']}"
        case "obj_guardrails":
            found, wanted = outcome.numbers["found"], outcome.numbers["wanted"]
            return f"{formats.plural(found, 'guardrail')} set, {wanted} needed"
        case "obj_agreed" if isinstance(record, Objective):
            return "Not agreed by sponsor and operations"
        case "obj_thresholds_early" if isinstance(record, Metric) and record.defined_on:
            return f"{record.name}: thresholds set {formats.near_day(record.defined_on, scope.as_of)}, after the start"
    if record is None:
        return _nothing(criterion)
    labels = [record.fields[name].label.lower() for name in names]
    named = f"{record.name}: " if isinstance(record, Metric) else ""
    return f"{named}no {formats.listed(labels)}" if named else f"No {formats.listed(labels)}"


def _nothing(criterion: Criterion) -> str:
    words = {
        "objective": "No objective yet",
        "metric": "No primary metric yet",
        "friction_point": "No friction point named",
    }
    return words.get(criterion.subject, criterion.text)


def met_reason(scope: PilotScope) -> str:
    """What the objective asks, once all criteria hold: "Resolved first time 61 → 70% by 30 Jun"."""
    plan = scope.plan
    objectives = [one for one in scope.records("objective") if isinstance(one, Objective)]
    if not objectives:
        return ""
    first = min(objectives, key=lambda one: (one.priority is None, one.priority or 0))
    metric = plan.get(Metric, first.metric)
    if (
        metric is None
        or first.baseline_value is None
        or first.target_value is None
        or first.target_date is None
    ):
        return first.outcome or ""
    start, end = (_threshold(metric, value) for value in (first.baseline_value, first.target_value))
    return f"{formats.bare(start)} → {end} by {formats.near_day(first.target_date, scope.as_of)}"


def _threshold(metric: Metric, value: Decimal) -> str:
    """A threshold as people say it: whole percentages without decimals."""
    whole = metric.unit == "percent" and value == value.to_integral_value()
    return formats.metric_value(value, metric.unit, 0 if whole else metric.decimals)


# ------------------------------------------------------------------------------------------ precision tests


def failed_tests(scope: PilotScope, objective: Record, catalogue: Catalogue) -> tuple[str, ...]:
    """The precision tests that an objective fails and that nobody overruled, by id, in their order."""
    key = ("failed_tests", objective.id)
    if key not in scope.known.answers:
        about = scope.about(objective)
        failed = [one.id for one in catalogue.precision_tests if not one.test.holds(about)]
        overruled = overruled_tests(scope, objective) if failed else ()
        scope.known.answers[key] = tuple(id for id in failed if id not in overruled)
    found: tuple[str, ...] = scope.known.answers[key]
    return found


@holder
class Named:
    """The records that an objective names; None where it names none, or one that isn't there."""

    pilot: Pilot | None
    metric: Metric | None
    friction_point: FrictionPoint | None
    owner: Person | None

    @classmethod
    def of(cls, plan: Plan, objective: Objective) -> Named:
        """As they stand in the plan."""
        return cls(
            plan.get(Pilot, objective.pilot),
            plan.get(Metric, objective.metric),
            plan.get(FrictionPoint, objective.friction_point),
            plan.get(Person, objective.owner),
        )


def state_of(plan: Plan, objective: Objective, scope: PilotScope, catalogue: Catalogue) -> ObjectiveState:
    """An objective with its six tests, each with what it found, and the sentence that it reads as."""
    failed = failed_tests(scope, objective, catalogue)
    named = Named.of(plan, objective)
    return ObjectiveState(
        objective,
        named.pilot,
        len(catalogue.precision_tests) - len(failed),
        partial(_explained, objective, named, catalogue.precision_tests, failed),
    )


def _explained(
    objective: Objective, named: Named, tests: Sequence[TestOfPrecision], failed: Collection[str]
) -> tuple[tuple[PrecisionTest, ...], str]:
    """The tests in words and the sentence, worded when they are asked for."""
    said = []
    for test in tests:
        passed = test.id not in failed
        detail = _test_detail(objective, named, test.id, passed=passed)
        said.append(PrecisionTest(test.id, test.text, passed, detail))
    return tuple(said), reads_as(objective, named)


def _test_detail(objective: Objective, named: Named, test: str, *, passed: bool) -> str:
    match test:
        case "one_friction_point":
            point = named.friction_point
            if point is None:
                return "No friction point named"
            needed = ("journey_step", "affected_people", "volume_per_month", "evidence")
            wanting = [point.fields[name].label.lower() for name in needed if not point.value(name)]
            return f"“{point.title}”" if passed else f"Friction point without {formats.listed(wanting)}"
        case "observable_outcome":
            if not objective.outcome:
                return "No outcome stated"
            return f"“{objective.outcome}”" if passed else f"“{objective.outcome}” can’t be counted"
        case "one_metric":
            return _metric_detail(named.metric, passed=passed)
        case "measured_baseline":
            return _baseline_detail(objective, named.metric, passed=passed)
        case "reachable_target":
            return _target_detail(objective, named, passed=passed)
        case _:
            who = named.owner.name if named.owner is not None else "Nobody named"
            when = formats.day(objective.target_date) if objective.target_date else "No target date"
            return f"{when}, {who}"


def _metric_detail(metric: Metric | None, *, passed: bool) -> str:
    if metric is None:
        return "No metric named"
    if metric.rival_definition:
        return f"“{metric.name}” is counted two ways"
    if metric.role != "primary":
        return f"{metric.name} is not the primary metric"
    wanting = [
        metric.fields[name].label.lower()
        for name in ("definition", "unit", "source")
        if not metric.value(name)
    ]
    return metric.name if passed else f"{metric.name} without {formats.listed(wanting)}"


def _baseline_detail(objective: Objective, metric: Metric | None, *, passed: bool) -> str:
    value = objective.baseline_value
    if value is None:
        return "No baseline measured"
    if metric is not None:
        shown = formats.metric_value(value, metric.unit, metric.decimals)
    else:
        shown = (
            f"{value.normalize():,f}"  # as it was typed: without a metric nobody said how many decimals count
        )
    start, end = objective.baseline_from, objective.baseline_to
    if start is None or end is None:
        return f"{shown}, no period"
    weeks = formats.plural((end - start).days // 7, "week")
    if passed:
        return f"{shown}, {weeks}, {objective.baseline_source}"
    return (
        f"{shown} over {weeks}: needs four before go-live"
        if objective.baseline_source
        else f"{shown}, no source"
    )


def _target_detail(objective: Objective, named: Named, *, passed: bool) -> str:
    metric = named.metric
    if objective.target_value is None or metric is None:
        return "No target set"
    shown = formats.metric_value(objective.target_value, metric.unit, metric.decimals)
    if passed:
        within = within_reference(named.pilot, objective, metric)
        return f"{shown}, within the reference" if within else f"{shown}, justified in the case"
    if not better(metric, objective.target_value, objective.baseline_value):
        return f"{shown} is no better than the baseline"
    return f"{shown} is above the reference and not justified"


def reads_as(objective: Objective, named: Named) -> str:
    """The objective as one sentence; what is missing shows as a gap that says so."""
    metric = named.metric
    unit, decimals = (metric.unit, metric.decimals) if metric else (None, None)
    name = metric.name[:1].lower() + metric.name[1:] if metric else "a metric not named yet"
    start = (
        formats.metric_value(objective.baseline_value, unit, decimals)
        if objective.baseline_value is not None
        else "a baseline not measured yet"
    )
    end = (
        formats.metric_value(objective.target_value, unit, decimals)
        if objective.target_value is not None
        else "a target not set yet"
    )
    by = formats.day(objective.target_date) if objective.target_date else "a date not set yet"
    outcome = objective.outcome or "an outcome not stated yet"
    who = named.owner.name if named.owner is not None else "nobody named"
    return f"Move {name} from {start} to {end} by {by}, so that: {outcome[:1].lower() + outcome[1:]}. Owner {who}."
