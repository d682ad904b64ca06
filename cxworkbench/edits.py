"""Edits as data: what a form writes, so that it can be written now, in a moment, or after the program was closed.

An edit names what it sets and what the plan held when it was typed. Where somebody else changed that meanwhile, it is
not written but asked about (reliability.md, P12).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from cxworkbench.objectives import set_objective
from db.errors import FieldError, UserError
from db.models import DecisionRule, FrictionPoint, Metric, Objective, Pilot, Series
from db.records import FAMILIES, Record
from db.values import as_json, from_json

if TYPE_CHECKING:
    from cxworkbench.measurement.readings import Readings
    from cxworkbench.plan import Plan
    from db.change import Change
    from db.readings import ReadingRows
    from db.session import Session

#: Start and end of a reading's period, value and n; None where n is unknown.
Reading = tuple[int, int, float, float | None]
BY_HAND = "typed"
_FRICTION_POINT = "What hurts the customer today"


class ChangedMeanwhile(UserError):
    """What an edit sets was changed by somebody else since it was typed."""


@dataclass(frozen=True)
class Edit:
    """One edit that was typed.

    Attributes:
        do: which of the writers below writes it.
        label: the name of its step in the journal.
        record: id of the record that it is about.
        field: the field, or the period and column of a reading; record and field name the place.
        name: what the place is called on the screen.
        text: what was typed.
        value: what is to be written, as JSON.
        before: what the plan held then, as JSON.
    """

    do: str
    label: str
    record: str
    field: str
    name: str
    text: str
    value: Any = None
    before: Any = None
    kind: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Where it belongs; a newer edit of the same place takes its place."""
        return self.record, self.field

    def as_json(self) -> dict[str, Any]:
        """What a draft keeps of it."""
        return asdict(self)


def from_draft(kept: Any) -> Edit:
    """The edit that :meth:`Edit.as_json` gave.

    Raises:
        ValueError: it is none.
    """
    names = set(Edit.__dataclass_fields__)
    if not isinstance(kept, dict) or set(kept) != names or kept["do"] not in _WRITERS:
        raise ValueError("not an edit")
    if not all(isinstance(kept[name], str) for name in names - {"value", "before"}):
        raise ValueError("not an edit")
    return Edit(**kept)


# --------------------------------------------------------------------------------------------- making them


def of_field(record: Record, name: str, value: Any, *, label: str, shown: str, text: str) -> Edit:
    """Set one field of a record."""
    return _edit("field", type(record), record, record.id, name, value, label, shown, text)


def of_objective(objective: Objective, name: str, value: Any, *, label: str, shown: str, text: str) -> Edit:
    """Set one field of an objective; a change of what was agreed makes a new version."""
    return _edit("objective", Objective, objective, objective.id, name, value, label, shown, text)


def of_friction_point(
    objective: Objective,
    point: FrictionPoint | None,
    name: str,
    value: Any,
    *,
    label: str,
    shown: str,
    text: str,
) -> Edit:
    """Set one field of an objective's friction point, which is added if there is none."""
    return _edit("friction_point", FrictionPoint, point, objective.id, name, value, label, shown, text)


def of_rule(
    pilot: Pilot, rule: DecisionRule | None, name: str, value: Any, *, label: str, shown: str, text: str
) -> Edit:
    """Set one field of a pilot's decision rule, which is added if there is none."""
    return _edit("rule", DecisionRule, rule, pilot.id, name, value, label, shown, text)


def of_readings(
    metric: Metric,
    rows: Sequence[Reading],
    before: Sequence[Reading],
    *,
    label: str,
    shown: str,
    text: str,
    place: str,
) -> Edit:
    """Write readings of a metric's pilot arm; ``before`` are those that the plan holds for the same periods."""
    return Edit(
        "readings",
        label,
        metric.id,
        place,
        shown,
        text,
        [list(row) for row in rows],
        [list(row) for row in before],
        Metric.kind,
    )


def reading_place(period: tuple[int, int], column: str) -> str:
    """The name of one cell of the table of readings."""
    return f"{period[0]}:{period[1]}:{column}"


def _edit(
    do: str,
    family: type[Record],
    record: Record | None,
    place: str,
    name: str,
    value: Any,
    label: str,
    shown: str,
    text: str,
) -> Edit:
    described = family.fields[name]
    before = None if record is None else as_json(described, record.value(name))
    wanted = as_json(described, described.checked(value))
    return Edit(do, label, place, name, shown, text, wanted, before, family.kind)


# ------------------------------------------------------------------------------------------- writing them


@dataclass(frozen=True)
class _Target:
    """What the writers are handed."""

    session: Session
    plan: Plan
    change: Change
    recorded_on: int
    forced: bool


def write(
    edit: Edit, session: Session, plan: Plan, change: Change, *, recorded_on: int, forced: bool = False
) -> None:
    """Write an edit into an open change.

    Args:
        edit: the edit.
        session: the open plan.
        plan: the plan as loaded last.
        change: the open change.
        recorded_on: the moment, in epoch seconds.
        forced: also where somebody else changed the place meanwhile.

    Raises:
        ChangedMeanwhile: somebody else did, and it isn't forced.
        FieldError: the record is gone, or its field doesn't take the value.
    """
    _WRITERS[edit.do](edit, _Target(session, plan, change, recorded_on, forced))


def _write_field(edit: Edit, target: _Target) -> None:
    family = FAMILIES[edit.kind]
    state = _state(target, family, edit.record)
    _refuse_if_changed(edit, target, family, state)
    target.change.set(family, edit.record, **{edit.field: _value(family, edit)})


def _write_objective(edit: Edit, target: _Target) -> None:
    state = _state(target, Objective, edit.record)
    _refuse_if_changed(edit, target, Objective, state)
    set_objective(
        target.change,
        _record(Objective, edit.record, state),
        **{edit.field: _value(Objective, edit)},
    )


def _write_friction_point(edit: Edit, target: _Target) -> None:
    objective = _record(Objective, edit.record, _state(target, Objective, edit.record))
    point = objective.friction_point
    state = None if point is None else target.change.state(FrictionPoint, point)
    _refuse_if_changed(edit, target, FrictionPoint, state)
    values = {edit.field: _value(FrictionPoint, edit)}
    if point is None or state is None:
        made = FrictionPoint(pilot=objective.pilot, **{"title": _FRICTION_POINT, **values})
        set_objective(target.change, objective, friction_point=target.change.add(made))
    else:
        target.change.set(FrictionPoint, point, **values)


def _write_rule(edit: Edit, target: _Target) -> None:
    rules = [
        one for one in target.session.records(DecisionRule) if one.pilot == edit.record and not one.binned
    ]
    state = target.change.state(DecisionRule, rules[0].id) if rules else None
    _refuse_if_changed(edit, target, DecisionRule, state)
    values = {edit.field: _value(DecisionRule, edit)}
    if rules:
        target.change.set(rules[0], **values)
    else:
        target.change.add(DecisionRule(pilot=edit.record, **values))


def _write_readings(edit: Edit, target: _Target) -> None:
    from db.readings import ReadingRows

    _state(target, Metric, edit.record)
    found = [
        one.id
        for one in target.session.records(Series)
        if one.metric == edit.record and (one.arm or "pilot") == "pilot" and not one.binned
    ]
    rows: list[Reading] = [(int(a), int(b), float(value), n) for a, b, value, n in edit.value]
    if not target.forced:
        held = readings_of(target.session.readings(found[0]), rows) if found else []
        if not _same(held, edit.before):
            raise _changed(edit, _readings_text(held))
    series = found[0] if found else target.change.add(Series(metric=edit.record, arm="pilot")).id
    target.change.write_readings(
        series,
        ReadingRows.of(
            [row[0] for row in rows],
            [row[1] for row in rows],
            [row[2] for row in rows],
            n=[math.nan if row[3] is None else row[3] for row in rows],
            recorded_on=target.recorded_on,
            source=BY_HAND,
        ),
    )


def _write_cells(edit: Edit, target: _Target) -> None:
    from cxworkbench.grid.writing import write_cells

    write_cells(edit, target.plan, target.change, forced=target.forced)


_WRITERS: dict[str, Callable[[Edit, _Target], None]] = {
    "cells": _write_cells,
    "field": _write_field,
    "objective": _write_objective,
    "friction_point": _write_friction_point,
    "rule": _write_rule,
    "readings": _write_readings,
}


def readings_of(held: ReadingRows | Readings, rows: Sequence[Reading]) -> list[Reading]:
    """The readings that are held for the periods of others, in the order of their periods."""
    wanted = {(row[0], row[1]) for row in rows}
    cells = zip(
        held.period_from.tolist(),
        held.period_to.tolist(),
        held.value.tolist(),
        held.n.tolist(),
        strict=True,
    )
    return sorted(
        (start, end, value, None if math.isnan(n) else n)
        for start, end, value, n in cells
        if (start, end) in wanted
    )


def _same(held: Sequence[Reading], before: Any) -> bool:
    return [list(row) for row in held] == sorted((list(row) for row in before), key=lambda row: row[:2])


def _readings_text(held: Sequence[Reading]) -> str:
    if len(held) == 1:
        return f"{held[0][2]:.10g}"
    return f"{len(held):,} other readings" if held else "nothing"


def _state(target: _Target, family: type[Record], id: str) -> dict[str, Any]:
    state = target.change.state(family, id)
    if state is None:
        raise FieldError(
            f"this {family.label.lower()} is no longer in the plan",
            kept="nothing was changed",
            to_do="look for it in History",
        )
    return state


def _record(family: type[Any], id: str, state: dict[str, Any]) -> Any:
    return family.loaded(id, {family.fields[name].key: value for name, value in state.items()})


def _value(family: type[Record], edit: Edit) -> Any:
    try:
        return from_json(family.fields[edit.field], edit.value)
    except (ValueError, TypeError, ArithmeticError, KeyError) as error:
        raise FieldError(
            f"{edit.name}: this is no value of that field",
            kept="nothing was changed",
            to_do="type it again",
        ) from error


def _refuse_if_changed(
    edit: Edit, target: _Target, family: type[Record], state: dict[str, Any] | None
) -> None:
    described = family.fields.get(edit.field)
    if described is None:
        raise FieldError(f"{edit.name}: there is no such field", kept="nothing was changed")
    held = None if state is None else as_json(described, state[edit.field])
    if not target.forced and held not in (edit.before, edit.value):
        raise _changed(edit, "nothing" if held is None else str(held))


def overtaken(edit: Edit) -> ChangedMeanwhile:
    """The question about an edit whose place changed while it was typed: ``before`` is what the plan holds now."""
    if edit.do == "readings":
        return _changed(edit, _readings_text([tuple(row) for row in edit.before]))
    return _changed(edit, "nothing" if edit.before is None else str(edit.before))


def _changed(edit: Edit, held: str) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        f"{edit.name} was changed by somebody else while you typed",
        kept=f"the plan holds “{held[:80]}”; you typed “{edit.text[:80]}”",
        to_do="choose which of the two stays",
    )


def as_text(edits: Sequence[Edit]) -> str:
    """Edits as a draft's file keeps them."""
    return json.dumps({"version": 1, "edits": [one.as_json() for one in edits]}, ensure_ascii=False, indent=1)
