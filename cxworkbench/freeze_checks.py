"""What a measurement framework must hold before it can be frozen, and what should be there too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from cxworkbench import formats
from cxworkbench.frameworks import in_force
from cxworkbench.measurement.local_days import first_monday_from
from cxworkbench.measurement.rule import WhyNot, obstacles
from cxworkbench.measurement.sample_size import Answer, Freeze, freeze_check, time_to_tell
from cxworkbench.measurement.window import weeks_until
from cxworkbench.metric_states import baseline_weeks, figures_of, judge, rule_of
from cxworkbench.plan import Ref
from db.models import Checkpoint, DataSource, DecisionRule, FrameworkSignature, Gate, Metric, Pilot

if TYPE_CHECKING:
    from cxworkbench.measurement.figures import FormatValue
    from cxworkbench.measurement.rule import MetricRule
    from cxworkbench.plan import Plan
    from db.records import Record

#: A baseline covers at least so many days (product.md, precision test 4).
BASELINE_DAYS = 28
#: So many checkpoints of the returns are expected, and so many signatures.
CHECKPOINTS = 3
SIGNATURES = 3
GUARDRAILS = 2
_WHY = {
    WhyNot.NO_SUCCESS_THRESHOLD: "has no success threshold",
    WhyNot.SLOW_CADENCE: "is measured less often than weekly",
    WhyNot.NO_DIRECTION: "says not whether up or down is better",
}


@dataclass(frozen=True)
class FreezeCheck:
    """One check.

    Attributes:
        text: what must hold.
        holds: whether it does.
        needed: whether nothing can be frozen without it; else it is advised, and what is open is shown.
        detail: what was found.
        refs: the records behind it.
    """

    text: str
    holds: bool
    needed: bool
    detail: str = ""
    refs: tuple[Ref, ...] = ()


def freeze_checks(plan: Plan, pilot: Pilot, as_of: date) -> list[FreezeCheck]:
    """All checks of a pilot's framework, in the order of the page."""
    metrics = plan.of_pilot(Metric, pilot)
    deciding = [one for one in metrics if one.role in {"primary", "guardrail"}]
    primaries = [one for one in deciding if one.role == "primary"]
    return [
        _roles(primaries, deciding),
        _thresholds(deciding),
        _judged(deciding),
        _rule(plan, pilot),
        _room(plan, pilot),
        _baselines(plan, pilot, primaries, as_of),
        _audited(plan, deciding, as_of),
        _owned(deciding),
        _readings(plan, deciding),
        _checkpoints(plan, pilot),
    ]


def may_freeze(checks: Sequence[FreezeCheck]) -> bool:
    """Whether everything that is needed holds."""
    return all(one.holds for one in checks if one.needed)


def signed(plan: Plan, pilot: Pilot, on: date) -> list[FrameworkSignature]:
    """The signatures under the framework in force."""
    frozen = in_force(plan, pilot, on)
    return [] if frozen is None else plan.linking(FrameworkSignature, "framework", frozen.id)


@dataclass(frozen=True)
class TimeAsked:
    """What the time until one can tell is played for.

    Attributes:
        key: equal for equal questions.
        baseline: the weeks before go-live that count, in the metric's unit.
        n: their n; None where it isn't known.
        rule: of the first primary metric.
        decide_by_weeks: weeks that can count by the decide-by date; None where that isn't set.
        write: writes a value of the metric.
    """

    key: tuple[object, ...]
    baseline: tuple[float, ...]
    n: tuple[float, ...] | None
    rule: MetricRule
    decide_by_weeks: int | None
    write: FormatValue

    def answer(self) -> tuple[list[tuple[str, list[str]]], list[str], str, str]:
        """Play (statistics.md b7), on any thread: rows of truth and shares, heads, a note, and the sentence."""
        found = time_to_tell(self.baseline, self.rule, n=self.n, decide_by_weeks=self.decide_by_weeks)
        if not found.chances or self.rule.bar is None:
            return [], [], "", ""
        weeks = [week for week, _ in found.chances[0].by_week if week]
        heads = [f"week {week}" for week in weeks]
        rows = []
        for one in found.chances:
            truth = self.write(self.rule.bar + self.rule.sign * one.difference)
            words = f"{truth}, the threshold itself" if one.difference == 0 else truth
            # 400 plays are good to 5 points.
            rows.append((words, [f"{5 * round(20 * one.by(week))} in 100" for week in weeks]))
        spread = f"weekly spread {self.write(found.sd)} from {found.baseline_weeks} baseline weeks"
        note = f"{spread}, provisional" if found.answer is Answer.PROVISIONAL else spread
        if self.decide_by_weeks is None:
            return (
                rows,
                heads,
                note,
                "Share of pilots confirmed by then, of 400 played with the spread of the baseline.",
            )
        week = min(self.decide_by_weeks, max(weeks, default=0))
        best = found.chances[-1]
        about = 5 * round(20 * best.by(week)) if week in weeks else 0
        truth = self.write(self.rule.bar + self.rule.sign * best.difference)
        return (
            rows,
            heads,
            note,
            f"By the decide-by date {week} weeks can count: {about} in 100 if the truth were {truth}.",
        )


def time_until(plan: Plan, pilot: Pilot, as_of: date) -> TimeAsked | None:
    """The question for a pilot's first primary metric; None where nothing could be answered."""
    for metric in plan.of_pilot(Metric, pilot):
        rule = rule_of(metric)
        if metric.role != "primary" or rule.success is None or not rule.sign:
            continue
        state = judge(plan, pilot, metric, as_of)
        weeks = state.weeks
        before = state.window.week_1.toordinal() if state.window is not None else as_of.toordinal()
        chosen = weeks.counts & (weeks.monday < before)
        values, counted = weeks.value[chosen], weeks.n[chosen]
        rules = plan.of_pilot(DecisionRule, pilot)
        gates = [one for one in plan.of_pilot(Gate, pilot) if one.kind_ == "go_live"]
        go_live = gates[0].passed_on or gates[0].planned_on if gates else None
        decide_by = rules[0].decide_by if rules else None
        room = counting_weeks(rules[0], go_live, decide_by) if rules and go_live and decide_by else None
        n = tuple(counted.tolist()) if np.isfinite(counted).all() else None
        baseline = tuple(values.tolist())
        return TimeAsked((metric.id, rule, baseline, n, room), baseline, n, rule, room, figures_of(metric))
    return None


def _roles(primaries: Sequence[Metric], deciding: Sequence[Metric]) -> FreezeCheck:
    guardrails = len(deciding) - len(primaries)
    text = f"{len(primaries)} primary, {formats.plural(guardrails, 'guardrail')}"
    holds = bool(primaries) and guardrails >= 1
    detail = (
        "" if guardrails >= GUARDRAILS else "two guardrails are better" if holds else "one of each is needed"
    )
    return FreezeCheck(text, holds, True, detail, _refs(deciding))


def _thresholds(deciding: Sequence[Metric]) -> FreezeCheck:
    lacking = [
        one
        for one in deciding
        if (
            one.success_threshold is None or one.scale_threshold is None
            if one.role == "primary"
            else one.guardrail_limit is None
        )
    ]
    return FreezeCheck(
        "Thresholds and limits set",
        bool(deciding) and not lacking,
        True,
        f"not for {_named(lacking)}" if lacking else "",
        _refs(lacking or deciding),
    )


def _judged(deciding: Sequence[Metric]) -> FreezeCheck:
    found: list[tuple[Metric, str]] = []
    for one in deciding:
        # A guardrail needs no success threshold.
        why = [reason for reason in obstacles(rule_of(one)) if reason in _WHY]
        why = [reason for reason in why if one.role == "primary" or reason is not WhyNot.NO_SUCCESS_THRESHOLD]
        if why:
            found.append((one, _WHY[why[0]]))
    detail = f"{found[0][0].name} {found[0][1]}" if found else ""
    return FreezeCheck(
        "Every metric can be judged", not found, True, detail, _refs([one for one, _ in found])
    )


def _rule(plan: Plan, pilot: Pilot) -> FreezeCheck:
    rules = plan.of_pilot(DecisionRule, pilot)
    lacking = ["decide-by date", "fallback", "shortest duration"]
    if rules:
        rule = rules[0]
        held = (rule.decide_by, rule.fallback, rule.shortest_weeks)
        lacking = [name for name, value in zip(lacking, held, strict=True) if value is None]
    detail = f"{formats.listed(lacking)} not set" if lacking else ""
    return FreezeCheck("Decision rule chosen", not lacking, True, detail, _refs(rules))


def _room(plan: Plan, pilot: Pilot) -> FreezeCheck:
    """Whether the weeks until the decide-by date are enough for a verdict (statistics.md b7)."""
    text = "Time for a verdict"
    rules = plan.of_pilot(DecisionRule, pilot)
    decide_by = rules[0].decide_by if rules else None
    go_live = next(
        (one.passed_on or one.planned_on for one in plan.of_pilot(Gate, pilot) if one.kind_ == "go_live"),
        None,
    )
    if decide_by is None or go_live is None:
        lacking = "decide-by date" if decide_by is None else "planned go-live"
        return FreezeCheck(text, False, False, f"no {lacking}", _refs(rules))
    weeks = counting_weeks(rules[0], go_live, decide_by)
    room = freeze_check(weeks, rules[0].shortest_weeks or 0)
    said = {
        Freeze.NO_VERDICT: f"{formats.plural(weeks, 'week counts', 'weeks count')}: no verdict possible by then",
        Freeze.HOLD_OR_STOP: f"{weeks} weeks count: can only hold or stop by then",
        Freeze.ENOUGH: f"{weeks} weeks count by {formats.short_day(decide_by)}",
    }
    return FreezeCheck(text, room is not Freeze.NO_VERDICT, False, said[room], _refs(rules))


def counting_weeks(rule: DecisionRule, go_live: date, decide_by: date) -> int:
    """Weeks that can count by the decide-by date: from the first Monday after go-live, the warm-up set aside."""
    warm_up = 4 if rule.warm_up_weeks is None else rule.warm_up_weeks
    start = first_monday_from(go_live) + timedelta(weeks=warm_up)
    return weeks_until(start, decide_by)


def _baselines(plan: Plan, pilot: Pilot, primaries: Sequence[Metric], as_of: date) -> FreezeCheck:
    found = [(one, _baseline_lacks(plan, pilot, one, as_of)) for one in primaries]
    lacking = [(one, lacks) for one, lacks in found if lacks]
    detail = lacking[0][1] if lacking else ""
    if len(primaries) > 1 and lacking:
        detail = f"{lacking[0][0].name}: {detail}"
    return FreezeCheck(
        "Baseline measured",
        bool(primaries) and not lacking,
        True,
        detail,
        _refs([one for one, _ in lacking] or primaries),
    )


def _baseline_lacks(plan: Plan, pilot: Pilot, metric: Metric, as_of: date) -> str:
    """What a baseline lacks: its value, a period of four weeks or more, its weeks where they are read here."""
    if metric.baseline_from is None or metric.baseline_to is None:
        return "no period"
    if (metric.baseline_to - metric.baseline_from).days < BASELINE_DAYS:
        return "under four weeks"
    if metric.baseline_to > as_of:
        weeks = baseline_weeks(metric, judge(plan, pilot, metric, as_of).weeks)
        last = formats.short_day(metric.baseline_to - timedelta(days=1))
        return f"{weeks[0]} of {weeks[1]} weeks, last on {last}" if weeks is not None else f"to {last}"
    return "no value" if metric.baseline_value is None else ""


def _audited(plan: Plan, deciding: Sequence[Metric], as_of: date) -> FreezeCheck:
    from cxworkbench.audit.readiness import audit_passed

    open_: list[Record] = []
    named = []
    for one in deciding:
        source = plan.get(DataSource, one.data_source)
        if source is None:
            open_.append(one)
            named.append(f"{one.name} names no source")
        elif not audit_passed(plan, source, as_of):
            open_.append(source)
            named.append(source.name)
    detail = named[0] if named else ""
    return FreezeCheck("Sources audited", bool(deciding) and not open_, False, detail, _refs(open_))


def _owned(deciding: Sequence[Metric]) -> FreezeCheck:
    lacking = [one for one in deciding if one.owner is None or one.cadence is None]
    detail = f"not for {_named(lacking)}" if lacking else ""
    return FreezeCheck("Owner and cadence set", bool(deciding) and not lacking, False, detail, _refs(lacking))


def _readings(plan: Plan, deciding: Sequence[Metric]) -> FreezeCheck:
    lacking = [one for one in deciding if not len(plan.readings(one))]
    detail = f"none of {_named(lacking)}" if lacking else ""
    return FreezeCheck(
        "A first reading of each", bool(deciding) and not lacking, False, detail, _refs(lacking)
    )


def _checkpoints(plan: Plan, pilot: Pilot) -> FreezeCheck:
    found = sorted(
        (one for one in plan.of_pilot(Checkpoint, pilot) if one.date is not None),
        key=lambda one: one.date or date.max,
    )
    months = [formats.month(one.date) for one in found if one.date is not None]
    return FreezeCheck(
        f"{CHECKPOINTS} return checkpoints set",
        len(found) >= CHECKPOINTS,
        False,
        ", ".join(months[:CHECKPOINTS]),
        _refs(found),
    )


def _named(metrics: Sequence[Metric]) -> str:
    names = [one.name for one in metrics]
    return formats.listed(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} more"


def _refs(records: Sequence[Record]) -> tuple[Ref, ...]:
    return tuple(Ref(one.kind, one.id) for one in records)
