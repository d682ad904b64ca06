"""What the Metrics page writes: readings corrected, added, removed, pasted, each as one step."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cxworkbench import edits, formats
from db.errors import FieldError
from db.models import DecisionRule, Metric, Person, Pilot

if TYPE_CHECKING:
    from cxworkbench.measurement.readings import Readings
    from db.readings import ReadingRows
    from ui.plan_session import PlanSession
    from ui.sections.metrics_typed import PastedRow

Period = tuple[int, int]


@dataclass(frozen=True)
class Typed:
    """What was typed and where.

    Attributes:
        text: the text.
        shown: what the place is called.
        column: the column in the table of readings.
        overtaken: somebody else changed the place meanwhile.
    """

    text: str
    shown: str
    column: str = ""
    overtaken: bool = False


@dataclass(frozen=True)
class Corrected:
    """A reading as it is to be; None leaves what the plan holds."""

    period: Period
    value: float | None = None
    n: float | None = None
    forget_n: bool = False


def correct(plan: PlanSession, metric: Metric, wanted: Corrected, typed: Typed) -> bool:
    """Set value or n of a reading; one that isn't there yet is added. Gives whether it is saved.

    The numerator is forgotten: it no longer fits what was typed.

    Raises:
        UserError: the plan is open for reading only, or a new reading has no value.
    """
    held = _held(plan, metric, [wanted.period])
    if not held and wanted.value is None:
        raise FieldError(
            "a reading needs its value first", kept="nothing was changed", to_do="type the value"
        )
    value, n = (held[0][2], held[0][3]) if held else (0.0, None)
    row = (
        *wanted.period,
        value if wanted.value is None else wanted.value,
        None if wanted.forget_n else n if wanted.n is None else wanted.n,
    )
    edit = edits.of_readings(
        metric,
        [row],
        held,
        label="Correct a reading" if held else "Add a reading",
        shown=f"{metric.name}, {typed.shown}",
        text=typed.text,
        place=edits.reading_place(wanted.period, typed.column),
    )
    return plan.write(edit, overtaken=typed.overtaken)


def remove(plan: PlanSession, metric: Metric, periods: Iterable[Period]) -> int:
    """Take readings out of the plan; undo puts them back. Gives how many.

    Raises:
        UserError: the plan can't be written.
    """
    series = plan.plan.series(metric)
    wanted = set(periods)
    if series is None or not wanted:
        return 0
    chosen = plan.session.readings_at(series.id, [one[0] for one in wanted], [one[1] for one in wanted])
    if not len(chosen):
        return 0
    count = len(chosen)
    with plan.change(
        "Remove a reading" if count == 1 else f"Remove {formats.count(count)} readings"
    ) as change:
        change.remove_readings(series.id, chosen)
    return count


def set_aside(plan: PlanSession, metric: Metric, periods: Iterable[Period], reason: str) -> int:
    """Set readings aside with a reason, as one step: they stay, hollow, and are no evidence. Gives how many.

    Raises:
        FieldError: no reason was given.
        UserError: the plan can't be written.
    """
    if not reason.strip():
        raise FieldError(
            "a reading is set aside for a reason that others can read",
            kept="nothing was changed",
            to_do="say what happened: an outage, a strike, a file that was wrong",
        )
    return _with_reason(plan, metric, periods, reason.strip())


def put_back(plan: PlanSession, metric: Metric, periods: Iterable[Period]) -> int:
    """Let readings that were set aside count again, as one step. Gives how many.

    Raises:
        UserError: the plan can't be written.
    """
    return _with_reason(plan, metric, periods, None)


def _with_reason(plan: PlanSession, metric: Metric, periods: Iterable[Period], reason: str | None) -> int:
    series = plan.plan.series(metric)
    wanted = sorted(set(periods))
    if series is None or not wanted:
        return 0
    rows = plan.session.readings_at(series.id, [one[0] for one in wanted], [one[1] for one in wanted])
    if reason is None:
        rows = rows.where(_array([one is not None for one in rows.excluded_reason]))
    if not len(rows):
        return 0
    person = next((one.id for one in plan.plan.all(Person) if one.name == plan.user), None)
    marked = replace(
        rows,
        excluded_reason=[reason] * len(rows),
        excluded_by=[None if reason is None else person] * len(rows),
    )
    count = formats.plural(len(rows), "reading")
    with plan.change(f"Set {count} aside" if reason is not None else f"Put {count} back") as change:
        change.write_readings(series.id, marked, puts_back=reason is None)
    return len(rows)


def _array(mask: list[bool]) -> Any:
    import numpy as np

    return np.array(mask, bool)


def paste(plan: PlanSession, metric: Metric, rows: list[PastedRow]) -> tuple[list[str], bool]:
    """Write pasted rows as one step; a row without n keeps the n that the plan holds.

    Returns:
        The rows that were refused because the plan holds other readings of the same days, in words; and whether the
        others are saved.

    Raises:
        UserError: the plan is open for reading only.
    """
    known = plan.plan.readings(metric)
    cells = zip(known.value.tolist(), known.n.tolist(), strict=True)
    held: dict[Period, tuple[float, float]] = dict(zip(_periods(known), cells, strict=True))
    kept: list[edits.Reading] = []
    refused = []
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
            kept.append((*period, row.value, None if math.isnan(pasted_n) else pasted_n))
    if not kept:
        return refused, True
    label = f"Paste {formats.plural(len(kept), 'reading')}"
    periods = [(row[0], row[1]) for row in kept]
    edit = edits.of_readings(
        metric,
        kept,
        _held(plan, metric, periods),
        label=label,
        shown=metric.name,
        text=label,
        place=edits.reading_place((min(periods)[0], max(periods)[1]), "pasted"),
    )
    return refused, plan.write(edit)


def set_threshold(
    plan: PlanSession, metric: Metric, field: str, label: str, value: Decimal | None, typed: Typed
) -> bool:
    """Set one threshold of a metric. Gives whether it is saved.

    Raises:
        UserError: the plan is open for reading only, or the field doesn't take the value.
    """
    shown = f"{metric.name}, {typed.shown}"
    edit = edits.of_field(metric, field, value, label=label, shown=shown, text=typed.text)
    return plan.write(edit, overtaken=typed.overtaken)


def set_rule(plan: PlanSession, pilot: Pilot, field: str, label: str, value: Any, typed: Typed) -> bool:
    """Set one field of a pilot's decision rule, which is added if there is none. Gives whether it is saved.

    Raises:
        UserError: the plan is open for reading only, or the field doesn't take the value.
    """
    rules = plan.plan.of_pilot(DecisionRule, pilot)
    rule = rules[0] if rules else None
    edit = edits.of_rule(pilot, rule, field, value, label=label, shown=typed.shown, text=typed.text)
    return plan.write(edit, overtaken=typed.overtaken)


# ------------------------------------------------------------------------------------------------- inside


def _held(plan: PlanSession, metric: Metric, periods: list[Period]) -> list[edits.Reading]:
    """What the plan holds for periods, as loaded last: the file itself may be held by somebody who writes."""
    return edits.readings_of(plan.plan.readings(metric), [(*period, 0.0, None) for period in periods])


def _periods(rows: ReadingRows | Readings) -> list[Period]:
    return list(zip(rows.period_from.tolist(), rows.period_to.tolist(), strict=True))
