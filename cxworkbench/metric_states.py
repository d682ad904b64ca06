"""A metric of the plan, judged as of a day: its rule and window from the records, its verdict from the readings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, cast

from cxworkbench import formats
from cxworkbench.assessment import VERDICT_WORDS
from cxworkbench.breaches import closures_of
from cxworkbench.frameworks import in_force_on, rules_before
from cxworkbench.judged_metric import Described, MetricDetail, MetricState
from cxworkbench.late_metrics import as_judged
from cxworkbench.measurement.figures import FormatValue, plain_figures
from cxworkbench.measurement.guardrail import (
    BreachClosure,
    Guarded,
    Guardrail,
    GuardrailStatus,
    guardrail_statuses,
)
from cxworkbench.measurement.looks import Amended, Verdict, Watched
from cxworkbench.measurement.pilot import (
    GuardrailStanding,
    PilotStanding,
    PilotVerdict,
    PrimaryStanding,
    pilot_verdict,
)
from cxworkbench.measurement.readings import Kind, Readings
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.verdict import Lacks, MetricVerdict, judge_metrics
from cxworkbench.measurement.weekly_sums import Measured
from cxworkbench.measurement.weeks import Weeks, weekly_all
from cxworkbench.measurement.window import Window, evaluation_window
from cxworkbench.plan import Plan
from cxworkbench.values import holder
from db.models import Amendment, ChartEvent, DataSource, DecisionRule, Gate, Metric, Pilot

if TYPE_CHECKING:
    from cxworkbench.measurement.forecast import Forecast
    from cxworkbench.measurement.phases import Behaviour
    from cxworkbench.measurement.verdict import DataQuality
    from cxworkbench.measurement.why import Line


def rule_of(metric: Metric) -> MetricRule:
    """The metric's own rule, thresholds as numbers in its unit."""
    number = _number
    return MetricRule(
        kind=metric.kind_ or "mean",  # type: ignore[arg-type]
        direction=metric.direction or "",
        role=metric.role or "secondary",  # type: ignore[arg-type]
        cadence=metric.cadence if metric.cadence in {"day", "week", "month"} else "month",  # type: ignore[arg-type]
        unit=metric.unit or "",
        success=number(metric.success_threshold),
        scale=number(metric.scale_threshold),
        stop=number(metric.stop_threshold),
        guardrail_limit=number(metric.guardrail_limit),
        guardrail_rule=metric.guardrail_rule or "streak",  # type: ignore[arg-type]
        guardrail_k=metric.guardrail_k or 3,
        minimum_sample=None if metric.minimum_sample is None else float(metric.minimum_sample),
        comparison="control" if metric.comparison == "control" else "baseline",
        margin=number(metric.margin) or 0.0,
        confirm_rule="k_in_a_row" if metric.confirm_rule == "k_in_a_row" else "band",
        k=metric.k or 10,
        alpha=number(metric.alpha) or 0.10,
        laney=metric.laney is not False,
        baseline_value=number(metric.baseline_value),
        baseline_from=metric.baseline_from,
        baseline_to=metric.baseline_to,
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def window_of(plan: Plan, pilot: Pilot, as_of: date) -> Window | None:
    """The pilot's evaluation window; None while it hasn't gone live by the day."""
    gates = {gate.kind_: gate for gate in plan.of_pilot(Gate, pilot)}
    went_live = gates["go_live"].passed_on if "go_live" in gates else None
    if went_live is None or went_live > as_of:
        return None
    rules = plan.of_pilot(DecisionRule, pilot)
    warm_up = rules[0].warm_up_weeks if rules else None
    restarts = [event.day for event in plan.of_pilot(ChartEvent, pilot) if event.restarts_measurement]
    return evaluation_window(
        went_live, as_of=as_of, warm_up_weeks=4 if warm_up is None else warm_up, restarts=restarts
    )


def figures_of(metric: Metric) -> FormatValue:
    """Writes values of a metric in its unit and with its decimals."""
    return plain_figures(metric.unit or "", 1 if metric.decimals is None else metric.decimals)


@holder
class Asked:
    """All that the plan says of a metric as of a day; it is judged from this alone.

    Attributes:
        metric: as it stands in the plan.
        rule: as in force on the day.
        amended: what was in force before.
        window: None while its pilot isn't live.
        pilot, control: the readings of both arms; control only where the rule compares with it.
        closures: breaches of its guardrail that somebody closed.
    """

    metric: Metric
    rule: MetricRule
    amended: tuple[Amended, ...]
    window: Window | None
    pilot: Readings
    control: Readings | None
    closures: tuple[BreachClosure, ...] = ()


def judge(plan: Plan, pilot: Pilot, metric: Metric, as_of: date) -> MetricState:
    """A metric as of a day, with all that its row, its cell and its page say of it."""
    return judge_all(plan, [asked(plan, metric, window_of(plan, pilot, as_of), as_of)], as_of)[0]


def asked(plan: Plan, metric: Metric, window: Window | None, as_of: date) -> Asked:
    """What the plan says of a metric as of a day."""
    rule = rule_of(as_judged(plan, metric, as_of))
    amended: tuple[Amended, ...] = ()
    if plan.linking(Amendment, "metric", metric.id):
        rule = rule_of(as_judged(plan, in_force_on(plan, metric, as_of), as_of))
        amended = tuple(Amended(day, rule_of(before)) for day, before in rules_before(plan, metric, as_of))
    control = plan.readings(metric, "control") if rule.comparison == "control" else None
    closures: tuple[BreachClosure, ...] = ()
    if rule.guardrail_limit is not None:
        closures = closures_of(plan, metric)
    return Asked(metric, rule, amended, window, plan.readings(metric), control, closures)


def judge_all(plan: Plan, metrics: Sequence[Asked], as_of: date) -> list[MetricState]:
    """Metrics judged as of a day: their weeks, and the bands of all looks, in one pass. Only the programme is asked."""
    zone = plan.zone.key
    series = [Measured(one.pilot, *_by_week(one.rule)) for one in metrics]
    series += [Measured(one.control, *_by_week(one.rule)) for one in metrics if one.control is not None]
    seen = weekly_all(series, as_of=as_of, time_zone=zone)
    controls = iter(seen[len(metrics) :])
    watched = [
        Watched(weeks, one.rule, one.window, None if one.control is None else next(controls), one.amended)
        for one, weeks in zip(metrics, seen, strict=False)
    ]
    verdicts = judge_metrics(watched, as_of=as_of)
    # One stage after another: the same few functions for all metrics are sooner done than all of them for each.
    guarded = [
        (place, Guardrail(shown.weeks, one.rule, one.window, one.closures, one.pilot))
        for place, (one, shown) in enumerate(zip(metrics, watched, strict=True))
        if one.rule.guardrail_limit is not None and one.window is not None
    ]
    guardrails: list[GuardrailStatus | None] = [None] * len(metrics)
    for (place, _), status in zip(
        guarded, guardrail_statuses([one for _, one in guarded], zone), strict=True
    ):
        guardrails[place] = status
    currency = plan.programme.currency
    return [
        _state_of(one, shown.weeks, verdict, guardrail, currency)
        for one, shown, verdict, guardrail in zip(metrics, watched, verdicts, guardrails, strict=True)
    ]


def _by_week(rule: MetricRule) -> tuple[Kind, float | None, float]:
    return rule.kind, rule.minimum_sample, rule.unit_scale


def _explained(
    metric: Metric, rule: MetricRule, verdict: MetricVerdict, guardrail: GuardrailStatus | None
) -> tuple[str, tuple[Line, ...]]:
    """The sentence and the lines of a verdict, worded when they are asked for."""
    from cxworkbench.measurement.sentences import guardrail_sentence, verdict_sentence
    from cxworkbench.measurement.why import why_lines

    write = figures_of(metric)
    sentence = verdict_sentence(verdict, rule, write)
    if guardrail is not None and (
        verdict.verdict is Verdict.NOT_JUDGED or guardrail.status is Guarded.BREACHED
    ):
        sentence = guardrail_sentence(guardrail, write)
    return sentence, why_lines(verdict, rule, write, guardrail=guardrail)


def _state(verdict: MetricVerdict, guardrail: GuardrailStatus | None) -> str:
    """The state that the metric shows: a breach before all else; a bare guardrail shows its own status."""
    if guardrail is not None and guardrail.status is Guarded.BREACHED:
        return "guardrail_breached"
    return str(verdict.verdict)


_GUARDRAIL_WORDS = {
    Guarded.CLEAR: ("Guardrail clear", "met"),
    Guarded.WATCH: ("Guardrail watched", "at_risk"),
    Guarded.NOT_ENOUGH_DATA: ("Not enough data", "not_enough_data"),
}


def _state_of(
    one: Asked, weeks: Weeks, verdict: MetricVerdict, guardrail: GuardrailStatus | None, currency: str | None
) -> MetricState:
    state = _state(verdict, guardrail)
    word, glyph = VERDICT_WORDS[state], state
    if state == "not_judged" and guardrail is not None:
        word, glyph = _GUARDRAIL_WORDS[guardrail.status]
    return MetricState(
        metric=one.metric,
        rule=one.rule,
        weeks=weeks,
        window=one.window,
        verdict=verdict,
        guardrail=guardrail,
        state=glyph,
        word=word,
        describe=partial(_described, one.metric, weeks, verdict, word, state, currency),
        explain=partial(_explained, one.metric, one.rule, verdict, guardrail),
        stale_days=verdict.age_days if verdict.stale and one.window is not None else None,
    )


def _described(
    metric: Metric, weeks: Weeks, verdict: MetricVerdict, word: str, state: str, currency: str | None
) -> Described:
    window = verdict.window
    counted = weeks.counts.nonzero()[0]
    latest = int(counted[-1]) if len(counted) else None
    value = None if latest is None else float(weeks.value[latest])
    monday = None if latest is None else date.fromordinal(int(weeks.monday[latest]))
    week = None
    if monday is not None and window is not None and monday >= window.week_1:
        week = window.week_number(monday)
    return Described(
        _short_word(metric, weeks, verdict, window, word, state),
        value,
        formats.metric_value(value, metric.unit, metric.decimals, currency=currency),
        None if monday is None else monday + timedelta(days=6),
        week,
        _note(metric, len(weeks) > 0),
    )


def _short_word(
    metric: Metric, weeks: Weeks, verdict: MetricVerdict, window: Window | None, word: str, state: str
) -> str:
    """The verdict where room is scarce: how far the evidence has come rather than that it is missing."""
    if state not in {"not_enough_data", "not_judged"} or not len(weeks):
        return word if len(weeks) else "No readings"
    if window is None:
        return _baseline_word(metric, weeks) or "Before go-live"
    if Lacks.FEW_WEEKS in verdict.lacks:
        return f"{verdict.band.T} of 8 weeks"
    return word


def _baseline_word(metric: Metric, weeks: Weeks) -> str | None:
    found = baseline_weeks(metric, weeks)
    return None if found is None else f"Baseline {found[0]} of {found[1]}"


def baseline_weeks(metric: Metric, weeks: Weeks) -> tuple[int, int] | None:
    """How many weeks of the baseline's period count, of how many; None where it has no period."""
    if metric.baseline_from is None or metric.baseline_to is None:
        return None
    inside = (weeks.monday >= metric.baseline_from.toordinal()) & (
        weeks.monday < metric.baseline_to.toordinal()
    )
    return int((weeks.counts & inside).sum()), (metric.baseline_to - metric.baseline_from).days // 7


def _note(metric: Metric, has_readings: bool) -> str:
    """The threshold beside the latest value: success, else the guardrail, else when readings start."""
    if not has_readings and metric.baseline_from is not None:
        return f"from {formats.short_day(metric.baseline_from)}"
    for name, value in (("success", metric.success_threshold), ("guardrail", metric.guardrail_limit)):
        if value is not None:
            whole = metric.unit == "percent" and value == value.to_integral_value()
            return f"{name} {formats.metric_value(value, metric.unit, 0 if whole else metric.decimals)}"
    return "no threshold set"


def standing(
    plan: Plan, pilot: Pilot, states: tuple[MetricState, ...], as_of: date | None = None
) -> PilotStanding:
    """The pilot's verdict from its metrics (statistics.md b4, pilot verdict).

    With a day, the readiness of its critical data sources counts, and, where nothing else stands in the way of Ready
    to scale, signals on the bad side; without one the data are not known, which is never ready.
    """
    primaries = [
        PrimaryStanding.of(one.metric.name, one.verdict, has_scale=one.rule.scale is not None)
        for one in states
        if one.rule.role == "primary"
    ]
    guardrails = [
        GuardrailStanding(one.metric.name, one.guardrail.status)
        for one in states
        if one.guardrail is not None
    ]
    rules = plan.of_pilot(DecisionRule, pilot)
    needed = rules[0].scale_needs if rules else ()
    needs = []
    for one in states:
        if one.metric.id in needed and one.rule.scale is not None:
            looks = one.verdict.looks.at_scale
            needs.append((one.metric.name, len(looks) > 1 and bool(looks[-2:].all())))
    quality = None if as_of is None else data_quality(plan, pilot, as_of)
    found = pilot_verdict(primaries, guardrails, data_quality=quality, scale_needs=needs)
    if as_of is None or found.verdict is not PilotVerdict.READY_TO_SCALE:
        return found
    adverse = _adverse(plan, pilot, states, as_of)
    return pilot_verdict(
        primaries, guardrails, data_quality=quality, adverse_signals=adverse, scale_needs=needs
    )


def data_quality(plan: Plan, pilot: Pilot, as_of: date) -> DataQuality | None:
    """The worst readiness of the pilot's critical data sources; None where it names none."""
    from cxworkbench.audit.readiness import READY, readiness

    sources = [*plan.of_pilot(DataSource, pilot), *plan.linking(DataSource, "shared_with", pilot.id)]
    states = {readiness(plan, one, as_of).state for one in sources if one.critical}
    for state in ("not_ready", "not_proven", READY):
        if state in states:
            return cast("DataQuality", state)
    return None


def _adverse(plan: Plan, pilot: Pilot, states: tuple[MetricState, ...], as_of: date) -> list[str]:
    """The metrics that decide with a signal on the bad side in the last weeks."""
    from cxworkbench.measurement.phases import adverse_signals

    found = []
    for one in states:
        if one.rule.role == "primary" or one.guardrail is not None:
            limits = detail_of(plan, pilot, one, as_of).limits
            if limits is not None and adverse_signals(limits, one.weeks, one.rule):
                found.append(one.metric.name)
    return found


def detail_of(plan: Plan, pilot: Pilot, state: MetricState, as_of: date) -> MetricDetail:
    """What a metric's own page and paper add: the limits of chance, and the trend to its next threshold."""
    from cxworkbench.measurement.phases import behaviour

    events = plan.of_pilot(ChartEvent, pilot)
    limits: Behaviour | None = None
    if len(state.weeks):
        limits = behaviour(
            state.weeks,
            state.rule,
            go_live=None if state.window is None else state.window.go_live,
            declared_changes=[event.day for event in events if event.new_limits_from and event.day <= as_of],
        )
    target = _next_target(state)
    return MetricDetail(limits, trend_of(state, target), target)


def trend_of(state: MetricState, target: float | None) -> Forecast | None:
    """When a metric's trend gets to a target (statistics.md c); None where it isn't live or has no direction.

    A second's tenth of work, so it is kept with the state that it is of.
    """
    from cxworkbench.measurement.forecast import forecast_of

    if state.window is None or target is None or not state.rule.sign:
        return None
    if target not in state.trends:
        state.trends[target] = forecast_of(state.weeks, state.rule, window=state.window, target=target)
    return state.trends[target]


def _next_target(state: MetricState) -> float | None:
    """The threshold that the trend is asked about: success until the mean is past it, then scale."""
    rule = state.rule
    if rule.success is None:
        return rule.scale
    past = state.verdict.band.T > 0 and rule.better(state.verdict.band.mean, rule.success)
    return rule.scale if past and rule.scale is not None else rule.success
