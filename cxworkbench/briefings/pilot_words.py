"""What papers say of a pilot in a few sentences, each with the records that it rests on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.assessment import Assessment, PilotState
from cxworkbench.briefings.returns_words import worth_said
from cxworkbench.charts.metric_chart import writer
from cxworkbench.judged_metric import MetricState
from cxworkbench.measurement.figures import good_side, span
from cxworkbench.measurement.guardrail import Guarded
from cxworkbench.plan import Plan, Ref

if TYPE_CHECKING:
    from cxworkbench.briefings.edition import Edition

Said = tuple[str, tuple[Ref, ...]]

#: Ratings that a summary names, the gravest first.
_GRAVE = {"failing": 0, "at_risk": 1}
_SENTENCES = 4


def standing(state: PilotState) -> tuple[str, str]:
    """How a pilot stands: the state whose shape is drawn, and its word."""
    match state.pilot.status:
        case "paused":
            return "gate_held", "Paused"
        case "stopped":
            return "gate_held", "Stopped"
        case "scaled":
            return "gate_passed", "Scaled"
        case "live":
            return state.verdict, state.headline
        case _:
            return "gate_current", "Preparing"


def summary(edition: Edition, state: PilotState, *, most: int = _SENTENCES) -> list[Said]:
    """A pilot in a few sentences: what was measured, what fails, what it is worth, what is due."""
    found = edition.found
    said = [*_measured(found, state)][:2]
    grave = [one for one in state.ratings if one.state in _GRAVE]
    grave.sort(key=lambda one: _GRAVE[one.state])
    for rating in grave:
        if len(said) >= most:
            break
        refs = tuple(ref for finding in rating.findings for ref in finding.evidence)
        if any(text == rating.reason for text, _ in said):
            continue
        said.append((rating.reason, refs))
    worth = edition.worth(state) if state.pilot.status == "live" else None
    if worth is not None and worth.net is not None:
        said.append((worth_said(worth, found.plan.programme.currency), (worth.ref,)))
    gate = next((one for one in state.gates if one.state in {"current", "held"}), None)
    if gate is not None and state.pilot.status not in {"live", "paused"}:
        said.append((f"{gate.name} gate {gate.note}", (Ref("gate", gate.gate.id),)))
    return said


def _measured(found: Assessment, state: PilotState) -> Iterator[Said]:
    broken = [
        one for one in state.metrics if one.guardrail is not None and one.guardrail.status is Guarded.BREACHED
    ]
    for one in broken:
        yield breach_said(found.plan, one), (Ref("metric", one.metric.id),)
    primaries = [one for one in state.metrics if one.rule.role == "primary"]
    for one in [] if broken else primaries[:1]:
        for text in primary_said(found.plan, one):
            yield text, (Ref("metric", one.metric.id),)
    if not state.metrics:
        yield "No metric yet, so nothing can be confirmed", (Ref("pilot", state.pilot.id),)


def breach_said(plan: Plan, one: MetricState) -> str:
    """A broken guardrail: "Repeats 23.6%, above the 20.0% guardrail, 4 weeks in a row"."""
    write = writer(one.metric, plan.programme.currency)
    guardrail = one.guardrail
    assert guardrail is not None, "a breached guardrail has a status"
    side = "above" if guardrail.direction == "down" else "below"
    weeks = f", {formats.plural(guardrail.streak, 'week')} in a row" if guardrail.streak > 1 else ""
    return f"{one.metric.name} {one.latest_text}, {side} the {write(guardrail.limit)} guardrail{weeks}"


def primary_said(plan: Plan, one: MetricState) -> Iterator[str]:
    """A primary metric: its mean against the baseline, and its range against the threshold."""
    metric, band, write = one.metric, one.verdict.band, writer(one.metric, plan.programme.currency)
    name = metric.name[:1].lower() + metric.name[1:]
    against = (
        f" against {write(float(metric.baseline_value))} before" if metric.baseline_value is not None else ""
    )
    if one.window is None:
        week = one.shown_word.removeprefix("Baseline ")
        if one.latest is None:
            yield f"{metric.name} has no reading yet"
        elif week != one.shown_word:
            yield f"Baseline of {name}: week {week}, at {one.latest_text}"
        else:
            yield f"{metric.name} {one.latest_text} before go-live"
        return
    if not band.T or not math.isfinite(band.mean) or metric.comparison == "control":
        yield f"{metric.name} {one.latest_text}{against}: {one.shown_word.lower()}"
        return
    yield f"{write(band.mean)} {name}{against}"
    bar = one.verdict.bar
    if bar is None or not (math.isfinite(band.lower) and math.isfinite(band.upper)):
        return
    ends = span(write, band.lower, band.upper, bar)
    near = band.lower if metric.direction == "up" else band.upper
    far = band.upper if metric.direction == "up" else band.lower
    side = good_side(metric.direction or "up")
    if one.rule.better(near, bar):
        where = f"is {side}"
    elif one.rule.worse(far, bar):
        where = "is short of"
    else:
        where = "is not clear of"
    yield f"The range, {ends}, {where} the {write(bar)} success threshold"


def review_number(found: Assessment) -> str:
    """The next review by its number: "review 5"; empty where none is planned."""
    return f"review {found.review.next_number}" if found.review.next_day is not None else ""


def long_day(day: date) -> str:
    """A day in a heading."""
    return formats.long_day(day)
