"""Rows added, copied, moved and put into the bin, and the one door through which a table writes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.grid import blocks
from cxworkbench.grid.writing import Block, CellChange, added_ids, edit_of
from db.errors import UserError
from db.records import Positioned

if TYPE_CHECKING:
    from db.records import Record
    from ui.tables.table import RecordTable


class RowActs:
    """What is done with whole rows of one table."""

    def __init__(self, table: RecordTable) -> None:
        self._table = table
        self._handed = table.handed
        self._family = table.family

    def write(
        self, block: Block, label: str, text: str = "", *, overtaken: bool = False, ids: Iterable[str] = ()
    ) -> bool:
        """Write a block as one step; whether it is saved. Its new rows get these ids, where they are given.

        Raises:
            UserError: a value that its field doesn't take.
        """
        given = iter(ids)
        edit = edit_of(
            self._family, block, label=label, text=text or label, new_id=lambda: next(given, "") or _new_id()
        )
        saved = self._handed.plan.write(edit, overtaken=overtaken)
        if not saved:
            self._table.tell_rows()
        return saved

    def _added(self, block: Block, label: str, below: str = "") -> bool:
        table = self._table
        edit = edit_of(self._family, block, label=label, text=label, new_id=_new_id)
        ids = added_ids(edit)
        for id in reversed(ids):
            if below:
                table.rows.add_below(id, below)
        saved = self._handed.plan.write(edit)
        if saved and ids:
            table.select(ids[0], keep_column=True)
        return saved

    def _place_below(self, block: Block, below: str) -> None:
        """Positions of new rows, and of the rows that make room for them, where rows have an order."""
        table = self._table
        if not issubclass(self._family, Positioned):
            return
        ordered = table.records
        at = next((place for place, one in enumerate(ordered, 1) if one.id == below), len(ordered))
        position = next(one for one in table.model.columns if one.name == "position")
        rows = [*ordered[:at], *[None] * len(block.added), *ordered[at:]]
        for place, record in enumerate(rows, 1):
            if isinstance(record, Positioned) and record.position != place:
                block.changes.append(CellChange(record, position, place))
        for place, row in enumerate(block.added, at + 1):
            row["position"] = place

    # --------------------------------------------------------------------------------------------- rows

    def add(self) -> None:
        """Begin a new row below the cursor's; typing makes it a record."""
        table = self._table
        current = table.current
        table.model.new_below = current.id if current is not None else ""
        table.tell_rows()
        row = table.model.new_row
        first = next(
            (place for place in table.view.shown_columns() if table.model.columns[place].field.required), -1
        )
        if row >= 0:
            table.view.setFocus()
            table.view.go_to(row, first)

    def duplicate(self) -> None:
        """Copies of the chosen rows below the last of them."""
        table = self._table
        records = table.view.chosen_records()
        if not records:
            return
        block = Block(
            added=blocks.copied(records, table.model.columns, table.handed.plan.plan.all(self._family))
        )
        below = records[-1].id
        self._place_below(block, below)
        self._added(block, f"Duplicate {self._counted(records)}", below)

    def bin(self) -> None:
        """Put the chosen rows into the bin; undo puts them back."""
        table = self._table
        records = table.view.chosen_records()
        if not records:
            return
        row, column = table.view.chosen_rows()[0], table.view.currentIndex().column()
        label = f"Bin {self._counted(records)}"
        with self._handed.plan.change(label) as change:
            for record in records:
                change.bin(record, self._handed.plan.now())
        for record in records:
            for place in [one for one in table.model.refused if one[0] == record.id]:
                del table.model.refused[place]
        table.tell_rows()
        table.view.go_to(row, column)
        self._handed.say(f"{label}. Undo: Ctrl+Z")

    def move(self, by: int) -> None:
        """Move the cursor's row up or down, where rows have an order."""
        current = self._table.current
        if current is None:
            return
        ordered = self._table.records
        at = next(place for place, one in enumerate(ordered) if one.id == current.id)
        self.move_to(current, at + by)

    def move_to(self, record: Record, place: int) -> None:
        """Move a row to a place among the rows in scope."""
        table = self._table
        if not table.can_reorder:
            self._handed.say(
                f"{self._many.capitalize()} have no order of their own"
                if not issubclass(self._family, Positioned)
                else "Rows can be moved while the table is neither sorted, filtered nor grouped"
            )
            return
        ordered = [one for one in table.records if one.id != record.id]
        ordered.insert(min(max(place, 0), len(ordered)), record)
        position = next(one for one in table.model.columns if one.name == "position")
        block = blocks.renumbered(ordered, position)
        if block.size:
            column = table.view.currentIndex().column()
            self.write(block, f"Move {self._family.label.lower()}")
            table.select(record.id)
            table.view.go_to(table.model.row_of(record.id), column)

    def reorder(self, record: Record, place: int) -> None:
        """The same after a drag; what a person can mend is told."""
        try:
            self.move_to(record, place)
        except UserError as error:
            self._handed.show_trouble(error)

    @property
    def _many(self) -> str:
        return self._family.label_many.lower()

    def _counted(self, records: list[Record]) -> str:
        return formats.plural(len(records), self._family.label.lower(), self._many)


def _new_id() -> str:
    return uuid.uuid4().hex
