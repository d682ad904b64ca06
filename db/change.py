"""An open change: the only way to write to a plan. It becomes one step of the journal, or nothing at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from db.errors import FieldError
from db.journal import EXISTENCE, Batch, FieldChange
from db.records import FAMILIES, Record
from db.values import canonical, cell_reader, cell_writer, from_json, journal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from db.contents import Packed
    from db.fields import Field
    from db.readings import ReadingRows

R = TypeVar("R", bound=Record)
#: So many records are asked for in one query.
_AT_ONCE = 500


class Change:
    """Writes of one step, made by the session's ``change``; before and after of each field are kept as it goes."""

    def __init__(self, connection: Connection, new_id: Any) -> None:
        self._connection = connection
        self._new_id = new_id
        self._changes: dict[tuple[str, str, str], list[str | None]] = {}
        self.batches: list[Batch] = []
        #: The number given last, by kind of log item.
        self._numbers: dict[str, int] = {}

    # ------------------------------------------------------------------------------------------- records

    def add(self, record: R) -> R:
        """Add a record (with an id of the program's making unless it brings one); gives it back with its id.

        Raises:
            FieldError: a value that its field doesn't take.
        """
        family = type(record)
        id = record.id or self._new_id()
        values = {field.name: field.checked(record.__dict__[field.key]) for field in family.fields.values()}
        if "number" in family.fields and values["number"] is None and self._numbered_at_birth(values, family):
            values["number"] = self._next_number(family.kind)
        elif family.kind in self._numbers:
            self._numbers[family.kind] = max(self._numbers[family.kind], values.get("number") or 0)
        self._insert(family, id, values)
        return family.loaded(id, {family.fields[name].key: value for name, value in values.items()})

    def set(self, record: Record | type[Record], id: str = "", /, **values: Any) -> None:
        """Set fields (by name) of a record, given itself or by family and id.

        Raises:
            FieldError: a value that its field doesn't take; nothing of the change is kept unless it is caught.
        """
        family = record if isinstance(record, type) else type(record)
        id = id or (record.id if isinstance(record, Record) else "")
        before = self.state(family, id)
        if before is None:
            raise FieldError(
                f"this {family.label.lower()} is no longer in the plan",
                kept="nothing was changed",
                to_do="look for it in History",
            )
        self.set_known(family, id, before, values)

    def set_known(
        self, family: type[Record], id: str, state: Mapping[str, Any], values: Mapping[str, Any]
    ) -> None:
        """Set fields of a record whose state inside this change is known already, from :meth:`states`.

        A decision that is taken by it gets its number.

        Raises:
            FieldError: a value that its field doesn't take.
        """
        wanted = {name: family.fields[name].checked(value) for name, value in values.items()}
        changed = {name: value for name, value in wanted.items() if value != state[name]}
        if (
            family.kind == "decision"
            and state["number"] is None
            and changed.get("number") is None
            and self._numbered_at_birth(changed, family)
        ):
            changed["number"] = self._next_number(family.kind)
        self._update(family, id, state, changed)

    def bin(self, record: Record, at: datetime) -> None:
        """Put a record into the bin: hidden from all judgement, kept in the file."""
        self.set(record, binned=at)

    def put_back(self, record: Record) -> None:
        """Take a record out of the bin."""
        self.set(record, binned=None)

    def state(self, family: type[Record], id: str) -> dict[str, Any] | None:
        """The values of a record as they are inside this change, by field name; None where there is none."""
        return self.states(family, [id]).get(id)

    def states(self, family: type[Record], ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The same of several records, by id; those that there are none of are left out."""
        from db import tables

        table = tables.metadata.tables[family.kind]
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(ids), _AT_ONCE):
            wanted = list(ids[start : start + _AT_ONCE])
            for row in self._connection.execute(table.select().where(table.c.id.in_(wanted))).mappings():
                found[row["id"]] = {
                    field.name: self._links(family, field, row["id"])
                    if field.kind == "links"
                    else _value_of(field, row[field.name])
                    for field in family.fields.values()
                }
        return found

    def keep(self, content: bytes | Packed) -> str:
        """Keep a file in the plan; gives the hash by which a record names it. Equal files are kept once.

        Raises:
            FieldError: it is too large for a plan.
        """
        from db import contents

        return contents.keep(self._connection, content)

    # ------------------------------------------------------------------------------------------ readings

    def write_readings(self, series: str, rows: ReadingRows, *, puts_back: bool = False) -> Batch:
        """Write readings of one series: new periods are added, periods with other evidence replaced.

        Rows that the plan holds already change nothing. ``rows`` must not hold a period twice. A reading that was set
        aside stays so, whatever value comes for it, unless ``puts_back``.

        Raises:
            FieldError: a value that is no finite number, or a period given twice.
        """
        from db import bulk

        made = bulk.write(self._connection, series, rows, puts_back=puts_back)
        if made.added_count or made.replaced_count:
            self.batches.append(made)
        return made

    def remove_readings(self, series: str, rows: ReadingRows) -> Batch:
        """Take readings (by their periods) out of a series."""
        from db import bulk

        made = bulk.remove(self._connection, series, rows)
        if made.removed_count:
            self.batches.append(made)
        return made

    # ------------------------------------------------------------------------------------ the step itself

    def changes(self) -> list[FieldChange]:
        """The net changes so far: first before, last after; what ended where it began is left out."""
        return [FieldChange(*key, *ends) for key, ends in self._changes.items() if ends[0] != ends[1]]

    def take_back(self, changes: list[FieldChange], batches: list[Batch]) -> None:
        """Apply the reverse of a step's changes and batches.

        Raises:
            FieldError: a later step changed the same field, so that taking back would lose its work.
        """
        from db import bulk

        known = self._states_of({(one.record_kind, one.record_id): None for one in changes})
        for one in changes:
            self._still_there(one, known.get((one.record_kind, one.record_id)))
        restored: dict[tuple[str, str], dict[str, str | None]] = {}
        for one in changes:
            restored.setdefault((one.record_kind, one.record_id), {})[one.field] = one.before
        # Records come before the readings of their series, and go after them.
        leaving = [
            key for key, fields in restored.items() if EXISTENCE in fields and fields[EXISTENCE] is None
        ]
        for (kind, id), fields in restored.items():
            family = FAMILIES[kind]
            if EXISTENCE not in fields:
                values = {name: _parsed(family.fields[name], written) for name, written in fields.items()}
                self._update(family, id, known[kind, id], values)  # _still_there() saw the record
            elif fields[EXISTENCE] is not None:
                state = {name: _parsed(field, fields.get(name)) for name, field in family.fields.items()}
                self._insert(family, id, state)
        for many in reversed(batches):
            self.batches.append(bulk.take_back(self._connection, many))
        last = self._states_of(leaving)
        for kind, id in reversed(leaving):
            self._delete(FAMILIES[kind], id, last[kind, id])

    # ------------------------------------------------------------------------------------------- salvage

    def put_in(
        self, family: type[Record], id: str, values: Mapping[str, Any], told: Mapping[str, str | None] | None
    ) -> None:
        """Put in a salvaged record; what the journal told of it already (by field, None for nothing) is no change."""
        self._insert(family, id, values)
        if told is not None:
            for name in (EXISTENCE, *family.fields):
                self._changes.setdefault((family.kind, id, name), [None, None])[0] = told.get(name)

    def leave_out(self, family: type[Record], id: str, told: Mapping[str, str | None]) -> None:
        """Note that a record of which the journal told is lost."""
        for name, before in told.items():
            if before is not None:
                self._note(family.kind, id, name, before, None)

    def put_in_readings(self, series: str, rows: ReadingRows, *, told: bool) -> None:
        """Put in salvaged readings, as a batch unless the journal's own batches tell of them."""
        from db import bulk

        made = bulk.write(self._connection, series, rows)
        if not told:
            self.batches.append(made)

    def loose_link(self) -> tuple[str, str] | None:
        """A table with a link that leads nowhere, and where it should lead; None where all lead somewhere."""
        row = self._connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        return None if row is None else (str(row[0]), str(row[2]))

    # ------------------------------------------------------------------------------------------ inside

    def _states_of(self, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
        """The values of records of several families, by kind and id: a few queries, however many records."""
        by_kind: dict[str, list[str]] = {}
        for kind, id in places:
            by_kind.setdefault(kind, []).append(id)
        return {
            (kind, id): state
            for kind, ids in by_kind.items()
            for id, state in self.states(FAMILIES[kind], ids).items()
        }

    def _still_there(self, one: FieldChange, now: Mapping[str, Any] | None) -> None:
        family = FAMILIES[one.record_kind]
        if one.field == EXISTENCE:
            found = None if now is None else canonical(one.record_id)
        else:
            found = None if now is None else journal_text(family.fields[one.field], now[one.field])
        if found != one.after:
            name = "the record" if one.field == EXISTENCE else family.fields[one.field].label
            raise FieldError(
                f"{family.label}, {name}: a later change was made to it",
                kept="nothing was undone",
                to_do="set the value by hand, or undo the later change first",
            )

    def _numbered_at_birth(self, values: Mapping[str, Any], family: type[Record]) -> bool:
        # A decision gets its number when it is taken; all other log items when they are raised.
        return family.kind != "decision" or values.get("date") is not None

    def _next_number(self, kind: str) -> int:
        if kind in self._numbers:
            self._numbers[kind] += 1
            return self._numbers[kind]
        from sqlalchemy import func, select

        from db import tables

        table = tables.metadata.tables[kind]
        highest = self._connection.execute(select(func.max(table.c.number))).scalar()
        journalled = self._connection.exec_driver_sql(
            'SELECT max(CAST("after" AS INTEGER)) FROM change WHERE record_kind = ? AND field = ?',
            (kind, "number"),
        ).scalar()
        self._numbers[kind] = max(highest or 0, journalled or 0) + 1
        return self._numbers[kind]

    def _note(self, kind: str, id: str, field: str, before: str | None, after: str | None) -> None:
        ends = self._changes.setdefault((kind, id, field), [before, after])
        ends[1] = after

    def _insert(self, family: type[Record], id: str, values: Mapping[str, Any]) -> None:
        from db import bulk, tables

        table = tables.metadata.tables[family.kind]
        cells: dict[str, Any] = {"id": id}
        cells.update(
            {field.name: _cell(field, values[field.name]) for field in tables.columns_of(family.kind)}
        )
        if family.kind == "series":
            cells["key"] = bulk.free_key(self._connection)
        self._connection.execute(table.insert(), cells)
        self._note(family.kind, id, EXISTENCE, None, canonical(id))
        for field in family.fields.values():
            if field.kind == "links":
                self._write_links(family, field, id, (), values[field.name])
            after = journal_text(field, values[field.name])
            if after is not None:
                self._note(family.kind, id, field.name, None, after)

    def _update(
        self, family: type[Record], id: str, before: Mapping[str, Any], values: Mapping[str, Any]
    ) -> None:
        cells = {}
        for name, value in values.items():
            field = family.fields[name]
            if field.kind == "links":
                self._write_links(family, field, id, before[name], value)
            else:
                cells[name] = _cell(field, value)
            self._note(family.kind, id, name, journal_text(field, before[name]), journal_text(field, value))
        if cells:
            # Written out: putting together a statement takes longer than running it, and a paste has a thousand.
            given = ", ".join(f'"{name}" = ?' for name in cells)
            self._connection.exec_driver_sql(
                f'UPDATE "{family.kind}" SET {given} WHERE id = ?', (*cells.values(), id)
            )

    def _delete(self, family: type[Record], id: str, before: Mapping[str, Any]) -> None:
        from db import tables

        for field in family.fields.values():
            if field.kind == "links":
                self._write_links(family, field, id, before[field.name], ())
            self._note(family.kind, id, field.name, journal_text(field, before[field.name]), None)
        table = tables.metadata.tables[family.kind]
        self._connection.execute(table.delete().where(table.c.id == id))
        self._note(family.kind, id, EXISTENCE, canonical(id), None)

    def _link_table(self, family: type[Record], field: Field[Any]) -> tuple[Table, str, str]:
        from db import tables

        table = tables.metadata.tables[tables.link_table_name(family, field)]
        mine, theirs = (column.name for column in table.columns)
        return table, mine, theirs

    def _links(self, family: type[Record], field: Field[Any], id: str) -> tuple[str, ...]:
        table, mine, theirs = self._link_table(family, field)
        rows = self._connection.execute(table.select().where(table.c[mine] == id))
        return tuple(sorted(row._mapping[theirs] for row in rows))

    def _write_links(
        self,
        family: type[Record],
        field: Field[Any],
        id: str,
        before: tuple[str, ...],
        after: tuple[str, ...],
    ) -> None:
        table, mine, theirs = self._link_table(family, field)
        for target in set(before) - set(after):
            self._connection.execute(table.delete().where(table.c[mine] == id, table.c[theirs] == target))
        for target in sorted(set(after) - set(before)):
            self._connection.execute(table.insert(), {mine: id, theirs: target})


def _cell(field: Field[Any], value: Any) -> Any:
    writer = None if value is None else cell_writer(field)
    return value if writer is None else writer(value)


def _value_of(field: Field[Any], cell: Any) -> Any:
    if cell is None:
        return field.nothing
    reader = cell_reader(field)
    return cell if reader is None else reader(cell)


def _parsed(field: Field[Any], written: str | None) -> Any:
    return from_json(field, None if written is None else json.loads(written))
