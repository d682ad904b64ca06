"""The records behind a verdict: what it was judged by, what was measured, what was set aside or happened meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cxworkbench import formats
from cxworkbench.frameworks import in_force, short_hash
from cxworkbench.judged_metric import MetricState
from cxworkbench.measurement.weeks import WeekState
from cxworkbench.plan import Plan, Ref
from db.models import Amendment, BreachClosure, ChartEvent, DecisionRule, Gate, Objective


@dataclass(frozen=True)
class Behind:
    """One heading with its records; each has its words in its text."""

    heading: str
    refs: tuple[Ref, ...]


def behind_metric(plan: Plan, state: MetricState, as_of: date) -> tuple[Behind, ...]:
    """What a metric's verdict rests on, as of a day; headings without records are left out."""
    metric = state.metric
    pilot = metric.pilot
    by: list[Ref] = [Ref("metric", metric.id, text=f"{metric.name}: definition and thresholds")]
    frozen = in_force(plan, pilot, as_of)
    if frozen is not None and frozen.frozen_on is not None:
        said = f"Framework frozen {formats.day(frozen.frozen_on)}, {short_hash(frozen.hash)}"
        by.append(Ref("framework", frozen.id, text=said))
    by += [
        Ref("amendment", one.id, text=f"Amended: {one.reason}")
        for one in plan.of_pilot(Amendment, pilot)
        if one.metric == metric.id
    ]
    by += [
        Ref("decision_rule", one.id, text="Decision rule: warm-up, shortest duration, decide-by date")
        for one in plan.of_pilot(DecisionRule, pilot)
    ]
    measured = []
    series = plan.series(metric)
    if series is not None:
        counted = int(state.weeks.counts.sum())
        readings = formats.plural(len(plan.readings(metric)), "reading")
        said = f"{readings} in {formats.plural(counted, 'week')} that count"
        measured.append(Ref("metric", metric.id, text=said))
        aside = sum(one not in {WeekState.CLOSED, WeekState.OPEN} for one in state.weeks.state)
        if aside:
            said = f"{formats.plural(aside, 'week')} set aside, each with its reason in the table"
            measured.append(Ref("metric", metric.id, text=said))
    happened = [
        Ref("gate", one.id, text=f"Went live {formats.day(one.passed_on)}")
        for one in plan.of_pilot(Gate, pilot)
        if one.kind_ == "go_live" and one.passed_on is not None and one.passed_on <= as_of
    ]
    happened += [
        Ref("chart_event", one.id, text=f"{formats.short_day(one.day)}: {one.label_}")
        for one in sorted(plan.of_pilot(ChartEvent, pilot), key=lambda one: one.day)
        if one.day <= as_of
    ]
    happened += [
        Ref("breach_closure", one.id, text=f"Breach closed {formats.day(one.closed_on)}: {one.reason}")
        for one in plan.linking(BreachClosure, "metric", metric.id)
        if one.closed_on is not None and one.closed_on <= as_of
    ]
    serves = [
        Ref("objective", one.id, text=one.outcome or "An objective")
        for one in plan.all(Objective)
        if one.metric == metric.id
    ]
    found = (
        Behind("Judged by", tuple(by)),
        Behind("Measured", tuple(measured)),
        Behind("Meanwhile", tuple(happened)),
        Behind("Serves", tuple(serves)),
    )
    return tuple(one for one in found if one.refs)
