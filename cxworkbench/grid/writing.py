"""What a table writes: cells of records, new records, in one step of the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cxworkbench import formats
from cxworkbench.edits import ChangedMeanwhile, Edit
from cxworkbench.grid.columns import CUSTOM, EMPTY, Column, custom_field, custom_value, with_custom
from cxworkbench.objectives import set_objective
from db.errors import FieldError
from db.models import CustomField, Objective
from db.records import FAMILIES
from db.values import as_json, from_json

if TYPE_CHECKING:
    from cxworkbench.grid.refusal import Refused
    from cxworkbench.plan import Plan
    from db.change import Change
    from db.fields import Field
    from db.records import Record

#: So many refused cells are named; the rest is counted.
NAMED = 2


@dataclass(frozen=True)
class CellChange:
    """One cell with its new value."""

    record: Record
    column: Column
    value: Any


@dataclass(frozen=True)
class RefusedCell:
    """A text that its column doesn't take.

    Attributes:
        row: its place in the pasted block, counted from 1; 0 where it was typed.
        record: the row; None where it would have been a new one.
        column: the column.
        text: what was pasted or typed.
        why: why not.
        added: the place of its row among the block's new ones; None where it is none of them.
    """

    row: int
    record: Record | None
    column: Column
    text: str
    why: Refused
    added: int | None = None

    def sentence(self) -> str:
        """Row and column, and what is wrong there."""
        place = f"row {formats.count(self.row)}, {self.column.label}" if self.row else self.column.label
        return f"{place}: {self.why.sentence()}"


@dataclass
class Block:
    """What a paste, a fill or a row that was typed comes to.

    Attributes:
        changes: cells of records.
        added: new records, by column.
        refused: what its column doesn't take.
        left_out: what has no column to go to, in sentences.
        taken: how many cells are as was asked; those of a row that can't be added are not.
    """

    changes: list[CellChange] = field(default_factory=list)
    added: list[dict[str, Any]] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    taken: int = 0

    @property
    def size(self) -> int:
        """How many cells it writes."""
        return len(self.changes) + sum(len(row) for row in self.added)

    def refusals(self, read: int) -> str:
        """What was refused or left out, in sentences; empty where nothing was."""
        without = " ".join(self.left_out)
        if not self.refused:
            return without
        named = " ".join(one.sentence()[:1].upper() + one.sentence()[1:] for one in self.refused[:NAMED])
        rest = self._more(self.refused[NAMED:])
        others = (
            f" The other {formats.count(self.taken)} are in." if self.taken > 1 else " The other one is in."
        )
        count = f"{formats.count(len(self.refused))} of {formats.plural(read, 'cell')} refused."
        said = f"{count} {named}{rest}{others if self.taken else ' Nothing was taken in.'}"
        return f"{said} {without}".rstrip()

    def _more(self, unnamed: Sequence[RefusedCell]) -> str:
        """How many others there are; a row that couldn't be added has no place in the table."""
        marked = sum(one.record is not None or one.added is not None for one in unnamed)
        if not unnamed:
            return ""
        which = "marked" if marked == len(unnamed) else f"{formats.count(marked)} of them marked"
        return f" And {formats.count(len(unnamed))} more{f', {which} in the table' if marked else ''}."


def value_json(column: Column, value: Any) -> Any:
    """A column's value as an edit and a record's custom fields write it; a number that was given as it is."""
    return as_json(column.field, value)


def edit_of(
    family: type[Record], block: Block, *, label: str, text: str, new_id: Callable[[], str], place: str = ""
) -> Edit:
    """A block as one edit that the plan writes, keeps as a draft where it can't be written, and asks about.

    Args:
        family: the family of all its records.
        block: its cells and new rows.
        label: the name of its step.
        text: what was typed, for one cell; what is told of it otherwise.
        new_id: makes ids for new records, so that writing again adds nothing twice.
        place: what a draft is kept under; one cell is kept under its record and column.
    """
    cells: list[list[Any]] = [
        [one.record.id, one.column.name, value_json(one.column, one.value)] for one in block.changes
    ]
    before = [value_json(one.column, one.column.value(one.record)) for one in block.changes]
    added = [[new_id(), row] for row in block.added]
    single = block.changes[0] if len(cells) == 1 and not added else None
    return Edit(
        "cells",
        label,
        single.record.id if single else place or str(cells[0][0] if cells else added[0][0]),
        single.column.name if single else "rows",
        f"{family.label}, {single.column.label.lower()}" if single else label,
        text,
        {"set": cells, "add": added},
        before,
        family.kind,
    )


def added_ids(edit: Edit) -> list[str]:
    """The ids of the records that an edit adds."""
    return [id for id, _ in edit.value["add"]]


def new_row(columns: Sequence[Column], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new record by column, as an edit writes them.

    Raises:
        FieldError: a field that can't be empty is.
    """
    known = {column.name: column for column in columns}
    for column in columns:
        if column.field.required and column.computed is None and values.get(column.name) in EMPTY:
            raise column.field.refusal("it can't be empty", to_do=f"give {column.label.lower()}")
    return {
        name: value_json(known[name], known[name].field.checked(value))
        for name, value in values.items()
        if name in known and value not in EMPTY
    }


def write_cells(edit: Edit, plan: Plan, change: Change, *, forced: bool) -> None:
    """Write the cells and new rows of an edit into an open change.

    Raises:
        ChangedMeanwhile: somebody else changed one of the cells, and it isn't forced.
        FieldError: a record is gone, or a field doesn't take its value.
    """
    family = FAMILIES[edit.kind]
    fields = {
        f"{CUSTOM}{one.name}": custom_field(one) for one in plan.all(CustomField) if one.table == family.kind
    }
    by_record: dict[str, list[tuple[str, Any, Any]]] = {}
    for (id, name, value), before in zip(edit.value["set"], edit.before or [], strict=True):
        by_record.setdefault(id, []).append((name, value, before))
    states = change.states(family, list(by_record))
    for id, cells in by_record.items():
        state = states.get(id)
        if state is None:
            raise FieldError(
                f"this {family.label.lower()} is no longer in the plan",
                kept="nothing was changed",
                to_do="look for it in History",
            )
        values = _new_values(edit, family, fields, state, cells, forced=forced)
        if family is Objective:
            held = {field.key: state[name] for name, field in family.fields.items()}
            set_objective(change, Objective.loaded(id, held), **values)
        else:
            change.set_known(family, id, state, values)
    for id, row in edit.value["add"]:
        change.add(_record(family, fields, id, row))


def _new_values(
    edit: Edit,
    family: type[Record],
    fields: Mapping[str, Field[Any]],
    state: Mapping[str, Any],
    cells: Sequence[tuple[str, Any, Any]],
    *,
    forced: bool,
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, wanted, before in cells:
        described = fields.get(name) or family.fields.get(name)
        if described is None:
            raise FieldError(f"{edit.name}: there is no such field", kept="nothing was changed")
        custom = values.get("custom", state["custom"])
        held_value = custom_value(described, custom) if name in fields else state[name]
        held = as_json(described, held_value)
        if not forced and held not in (before, wanted):
            raise ChangedMeanwhile(
                f"{family.label}, {described.label.lower()} was changed by somebody else while you typed",
                kept=f"the plan holds “{str(held)[:80]}”; you gave “{str(wanted)[:80]}”",
                to_do="choose which of the two stays",
            )
        value = _value(edit, described, wanted)
        if name in fields:
            values["custom"] = with_custom(custom, described, described.checked(value))
        else:
            values[name] = value
    return values


def _record(
    family: type[Record], fields: Mapping[str, Field[Any]], id: str, row: Mapping[str, Any]
) -> Record:
    values: dict[str, Any] = {}
    custom: Any = None
    for name, written in row.items():
        if name in fields:
            custom = with_custom(custom, fields[name], from_json(fields[name], written))
        elif name in family.fields:
            values[family.fields[name].key] = from_json(family.fields[name], written)
    return family(id=id, **values, **({"custom": custom} if custom else {}))


def _value(edit: Edit, described: Field[Any], written: Any) -> Any:
    try:
        return from_json(described, written)
    except (ValueError, TypeError, ArithmeticError, KeyError) as error:
        raise FieldError(
            f"{edit.name}: this is no value of that field", kept="nothing was changed", to_do="type it again"
        ) from error
