"""What a relaunch needs: each criterion measured in the plan, or by hand, with its state as of a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cxworkbench import formats
from cxworkbench.assessment import PilotState
from cxworkbench.audit.readiness import readiness
from cxworkbench.governance_summary import samples
from cxworkbench.metric_states import figures_of
from cxworkbench.plan import Plan, Ref
from cxworkbench.usage import newest_use
from db.models import (
    Cohort,
    Control,
    ControlRun,
    DataSource,
    Metric,
    RecoveryCase,
    RelaunchCriterion,
    Usage,
    UsagePlan,
)
from db.records import Record

#: Of the control that draws outputs so many samples in a row must hold.
SAMPLES_IN_A_ROW = 2
#: What a word of a choice says that something is settled.
_SETTLED = frozenset({"agreed", "in place", "passed", "met", "done", "approved", "closed"})
_SAMPLING = "output_sampling"


@dataclass(frozen=True)
class Measured:
    """What a criterion's measure says: in words, what it needs in words, and whether it holds.

    ``counts`` is false where there is nothing to count yet: never run, not agreed, by hand.
    """

    now: str
    needs: str
    holds: bool
    counts: bool


@dataclass(frozen=True)
class RelaunchState:
    """One criterion as of a day.

    ``state`` is met, not_met, or not_yet_due: nothing is there to count yet, and its day is still to come.
    """

    criterion: RelaunchCriterion
    text: str
    now: str
    needs: str
    owner: str
    by: date | None
    state: str
    ref: Ref


def relaunch_states(
    plan: Plan, case: RecoveryCase, state: PilotState, as_of: date
) -> tuple[RelaunchState, ...]:
    """What the relaunch of a recovery needs, each criterion computed as of a day."""
    asked = plan.linking(RelaunchCriterion, "case", case.id)
    return tuple(_judged(plan, one, case, state, as_of) for one in asked)


def _judged(
    plan: Plan, one: RelaunchCriterion, case: RecoveryCase, state: PilotState, as_of: date
) -> RelaunchState:
    measured = measure(plan, one, case, state, as_of)
    by_hand = one.met_on is not None and one.met_on <= as_of
    # A measure speaks for itself: what was ticked by hand doesn't hold against what the plan measures.
    holds = measured.holds if measured.counts else by_hand or measured.holds
    if holds:
        word = "met"
    elif measured.counts or one.by is None or one.by <= as_of:
        word = "not_met"
    else:
        word = "not_yet_due"
    now = f"met {formats.near_day(one.met_on, as_of)}" if by_hand and one.met_on and holds else measured.now
    ref = _ref(one) or Ref("relaunch_criterion", one.id)
    return RelaunchState(
        one, one.text, now, measured.needs, plan.person_name(one.owner), one.by, word, ref
    )  # fmt: skip


def _ref(one: RelaunchCriterion) -> Ref | None:
    kind, _, id = (one.measure or "").partition("/")
    return Ref(kind, id, one.measure_field or "") if id else None


def measure(
    plan: Plan, one: RelaunchCriterion, case: RecoveryCase, state: PilotState, as_of: date
) -> Measured:
    """What a criterion's record says now, beside what it needs."""
    record = plan.find((one.measure or "").partition("/")[2])
    if record is None:
        needs = formats.MISSING if one.needs is None else _plain(one.needs)
        return Measured("by hand", needs, holds=False, counts=False)
    for family, read in _OF.items():
        if isinstance(record, family) and one.needs is not None:
            return read(plan, record, one.needs, state, as_of)
    return _of_field(record, one, case.started_on, as_of)


def _of_metric(_plan: Plan, metric: Any, needs: Decimal, state: PilotState, _as_of: date) -> Measured:
    write = figures_of(metric)
    found = next((one for one in state.metrics if one.metric.id == metric.id), None)
    if found is None or found.latest is None:
        return Measured("no reading", write(float(needs)), holds=False, counts=False)
    holds = not found.rule.worse(found.latest, float(needs))
    return Measured(found.latest_text, write(float(needs)), holds, counts=True)


def _of_cohort(plan: Plan, cohort: Any, needs: Decimal, _state: PilotState, as_of: date) -> Measured:
    weeks = plan.linking(Usage, "cohort", cohort.id)
    use = newest_use(cohort, weeks, plan.linking(UsagePlan, "cohort", cohort.id), as_of)
    if use.share is None:
        return Measured("not known", formats.percent(needs), holds=False, counts=False)
    return Measured(formats.percent(use.share), formats.percent(needs), use.share >= needs, counts=True)


def _of_source(plan: Plan, source: Any, needs: Decimal, _state: PilotState, as_of: date) -> Measured:
    said = formats.number(needs * 100, 0)
    judged = [one for one in readiness(plan, source, as_of).dimensions if one.dimension.required is not None]
    figures = [one.figure for one in judged if one.figure is not None]
    if not figures or len(figures) < len(judged):
        return Measured("not audited", said, holds=False, counts=bool(figures))
    low = min(figures)
    return Measured(formats.number(low * 100, 0), said, low >= needs, counts=True)


def _of_control(plan: Plan, control: Any, needs: Decimal, state: PilotState, as_of: date) -> Measured:
    if control.catalogue_id == _SAMPLING:
        return _of_samples(plan, needs, state, as_of)
    runs = [one for one in plan.linking(ControlRun, "control", control.id) if one.run_on <= as_of]
    last = max(runs, key=lambda one: one.run_on, default=None)
    said = _plain(needs)
    if last is None:
        return Measured("never run", said, holds=False, counts=False)
    now = "failed" if last.measured is None else _plain(last.measured)
    return Measured("passed" if last.passed and last.measured is None else now, said, bool(last.passed), True)


def _of_samples(plan: Plan, needs: Decimal, state: PilotState, as_of: date) -> Measured:
    """The newest samples drawn at random: so many of the outputs in each must be right."""
    rows = [
        one
        for one in samples(plan, state.pilot, as_of).rows
        if one.drawn != "reported" and one.n and one.wrong is not None
    ][:SAMPLES_IN_A_ROW]
    said = _plain(needs)
    if not rows:
        return Measured("no sample", said, holds=False, counts=False)
    newest = rows[0]
    size = newest.n or 0
    holds = len(rows) == SAMPLES_IN_A_ROW and all((one.n or 0) - (one.wrong or 0) >= needs for one in rows)
    return Measured(f"{size - (newest.wrong or 0)} of {size}", f"{said} of {size}", holds, counts=True)


def _of_field(record: Record, one: RelaunchCriterion, since: date, as_of: date) -> Measured:
    """Any other field: a number against what it needs; a date or a word by which it was settled since the pause."""
    field = record.fields.get(one.measure_field or "")
    value = record.value(field.name) if field is not None else None
    if isinstance(value, bool):
        return Measured("yes" if value else "no", "yes", value, counts=False)
    if isinstance(value, int | float | Decimal) and one.needs is not None:
        number = Decimal(str(value))
        return Measured(_plain(number), _plain(one.needs), number >= one.needs, counts=True)
    if isinstance(value, str) and value and field is not None:
        settled = value in _SETTLED
        agreed = record.value("agreed_on") if "agreed_on" in record.fields else None
        if settled and isinstance(agreed, date):
            return _settled_on(agreed, value, since, as_of)
        return Measured((field.choices or {}).get(value, value).lower(), "agreed", settled, counts=False)
    wanted = field.label.lower() if field is not None else "yes"
    if isinstance(value, date):
        return _settled_on(value, wanted, since, as_of)
    return Measured("not yet", wanted, holds=False, counts=False)


def _settled_on(day: date, word: str, since: date, as_of: date) -> Measured:
    """What was settled before the pause is what failed; it counts when it is settled again."""
    holds = since <= day <= as_of
    return Measured(
        formats.near_day(day, as_of), word if holds else f"{word} again", holds, counts=False
    )  # fmt: skip


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


_OF: dict[type[Record], Callable[[Plan, Any, Decimal, PilotState, date], Measured]] = {
    Metric: _of_metric,
    Cohort: _of_cohort,
    DataSource: _of_source,
    Control: _of_control,
}
