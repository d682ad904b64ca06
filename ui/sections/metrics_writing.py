"""What the Metrics page writes: readings corrected, added, removed, pasted, each as one step."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cxworkbench import formats
from db.errors import FieldError
from db.models import DecisionRule, Metric, Pilot, Series

if TYPE_CHECKING:
    from cxworkbench.exchange.readings_import import Row
    from db.change import Change
    from db.readings import ReadingRows
    from ui.plan_session import PlanSession

Period = tuple[int, int]
BY_HAND = "typed"


@dataclass(frozen=True)
class Corrected:
    """A reading as it is to be; None leaves what the plan holds."""

    period: Period
    value: float | None = None
    n: float | None = None
    forget_n: bool = False


def correct(plan: PlanSession, metric: Metric, wanted: Corrected) -> None:
    """Set value or n of a reading; one that isn't there yet is added.

    The numerator is forgotten: it no longer fits what was typed.

    Raises:
        UserError: the plan can't be written, or a new reading has no value.
    """
    held = _held(plan, metric, wanted.period)
    old = None if not len(held) else held
    if old is None and wanted.value is None:
        raise FieldError(
            "a reading needs its value first", kept="nothing was changed", to_do="type the value"
        )
    value = wanted.value if wanted.value is not None else float(old.value[0]) if old is not None else 0.0
    n = wanted.n if wanted.n is not None else float(old.n[0]) if old is not None else float("nan")
    if wanted.forget_n:
        n = float("nan")
    label = "Add a reading" if old is None else "Correct a reading"
    with plan.change(label) as change:
        rows = _rows(plan, [(wanted.period, value, n)])
        change.write_readings(_series(plan, change, metric), rows)


def remove(plan: PlanSession, metric: Metric, periods: Iterable[Period]) -> int:
    """Take readings out of the plan; undo puts them back. Gives how many.

    Raises:
        UserError: the plan can't be written.
    """
    series = plan.plan.series(metric)
    wanted = set(periods)
    if series is None or not wanted:
        return 0
    rows = plan.session.readings(series.id)
    chosen = rows.where(_chosen(rows, wanted))
    if not len(chosen):
        return 0
    count = len(chosen)
    with plan.change(
        "Remove a reading" if count == 1 else f"Remove {formats.count(count)} readings"
    ) as change:
        change.remove_readings(series.id, chosen)
    return count


def paste(plan: PlanSession, metric: Metric, rows: list[Row]) -> list[str]:
    """Write pasted rows as one step; a row without n keeps the n that the plan holds.

    Returns:
        The rows that were refused because the plan holds other readings of the same days, in words.

    Raises:
        UserError: the plan can't be written.
    """
    series = plan.plan.series(metric)
    held: dict[Period, tuple[float, float]] = {}
    if series is not None:
        known = plan.session.readings(series.id)
        cells = zip(known.value.tolist(), known.n.tolist(), strict=True)
        held = dict(zip(_periods(known), cells, strict=True))
    kept, refused = [], []
    for row in rows:
        period = (row.start, row.end)
        if any(period != other and other[0] < row.end and row.start < other[1] for other in held):
            why = "the plan holds readings of another length for these days"
            refused.append(f"line {row.line:,}, column date: {row.value:g} is refused: {why}")
            continue
        value, n = held.get(period, (math.nan, math.nan))
        pasted_n = n if row.n is None else row.n
        # What is there already stays as it is, with the numerator that it may have.
        if not (math.isclose(value, row.value, rel_tol=1e-9) and (pasted_n == n or math.isnan(pasted_n))):
            kept.append((period, row.value, pasted_n))
    if kept:
        with plan.change(f"Paste {formats.plural(len(kept), 'reading')}") as change:
            change.write_readings(_series(plan, change, metric), _rows(plan, kept))
    return refused


def set_threshold(plan: PlanSession, metric: Metric, field: str, label: str, value: Decimal | None) -> None:
    """Set one threshold of a metric.

    Raises:
        UserError: the plan can't be written.
    """
    with plan.change(label) as change:
        change.set(metric, **_values(field, value))


def set_rule(plan: PlanSession, pilot: Pilot, field: str, label: str, value: Any) -> None:
    """Set one field of a pilot's decision rule, which is added if there is none.

    Raises:
        UserError: the plan can't be written, or the field doesn't take the value.
    """
    rules = plan.plan.of_pilot(DecisionRule, pilot)
    with plan.change(label) as change:
        if rules:
            change.set(rules[0], **_values(field, value))
        else:
            change.add(DecisionRule(pilot=pilot.id, **_values(field, value)))


# ------------------------------------------------------------------------------------------------- inside


def _values(field: str, value: Any) -> dict[str, Any]:
    return {field: value}


def _series(plan: PlanSession, change: Change, metric: Metric) -> str:
    series = plan.plan.series(metric)
    return series.id if series is not None else change.add(Series(metric=metric.id, arm="pilot")).id


def _held(plan: PlanSession, metric: Metric, period: Period) -> ReadingRows:
    from db.readings import ReadingRows

    series = plan.plan.series(metric)
    if series is None:
        return ReadingRows.empty()
    rows = plan.session.readings(series.id)
    return rows.where(_chosen(rows, {period}))


def _chosen(rows: ReadingRows, wanted: set[Period]) -> Any:
    import numpy as np

    return np.array([period in wanted for period in _periods(rows)], bool)


def _periods(rows: ReadingRows) -> list[Period]:
    return list(zip(rows.period_from.tolist(), rows.period_to.tolist(), strict=True))


def _rows(plan: PlanSession, readings: list[tuple[Period, float, float]]) -> ReadingRows:
    from db.readings import ReadingRows

    return ReadingRows.of(
        [period[0] for period, _, _ in readings],
        [period[1] for period, _, _ in readings],
        [value for _, value, _ in readings],
        n=[n for _, _, n in readings],
        recorded_on=int(plan.now().timestamp()),
        source=BY_HAND,
    )
