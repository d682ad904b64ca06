"""What a table writes: each typing, paste, fill, copy, move or binning is one step of the journal."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from cxworkbench import formats
from cxworkbench.grid import blocks, clipboard
from cxworkbench.grid.columns import EMPTY
from cxworkbench.grid.refusal import Refused
from cxworkbench.grid.writing import Block, CellChange, RefusedCell, new_row
from db.errors import FieldError, UserError
from ui.tables import saving
from ui.tables.commands import READS
from ui.tables.model import NEW, Index, NewRow
from ui.tables.row_acts import RowActs

if TYPE_CHECKING:
    from cxworkbench.grid.columns import Column
    from ui.tables.table import RecordTable


class TableActs(RowActs):
    """The commands of one table, by their id, and typing."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._done = {
            "open": self.open,
            "edit": self.edit,
            "cut": self.cut,
            "copy": self.copy,
            "paste": self.paste_clipboard,
            "empty": self.empty,
            "fill": self.fill,
            "add": self.add,
            "duplicate": self.duplicate,
            "up": lambda: self.move(-1),
            "down": lambda: self.move(1),
            "bin": self.bin,
            "toggle": self.toggle,
            "save": lambda: saving.choose(table),
            "filter": table.focus_filter,
            "menu": table.open_head_menu,
        }

    def run(self, id: str) -> None:
        """Run a command; what a person can mend is told as the pages tell it."""
        if id not in READS and not self._table.model.can_edit:
            self._handed.say("Nothing was changed: this plan can only be read here.")
            return
        try:
            self._done[id]()
        except UserError as error:
            self._handed.show_trouble(error)

    # ------------------------------------------------------------------------------------------- typing

    def typed(self, index: Index, text: str, began: str | None) -> bool:
        """Take what was typed into a cell; a text that its column doesn't take stays, with what is wrong with it.

        Args:
            index: the cell.
            text: what was typed.
            began: what the cell held when typing began; None where that is what it holds now.
        """
        table, model = self._table, self._table.model
        column, place = model.columns[index.column()], model.place(index)
        record = model.record_at(index.row())
        now = model.editable(index)
        if text == (now if began is None else began) and place not in model.refused:
            return False
        try:
            value = table.reader.read(column, text, record)
        except Refused as why:
            model.refused[place] = RefusedCell(0, record, column, text, why)
            table.tell_refusal()
            return False
        model.refused.pop(place, None)
        if record is None:
            return self._drafted(column, value)
        if value == column.value(record) and place not in model.unsaved:
            table.tell_refusal()
            return False
        overtaken = began is not None and began != now
        block = Block([CellChange(record, column, value)])
        return self.write(block, f"Change {_lowered(column.label)}", text, overtaken=overtaken)

    def _drafted(self, column: Column, value: Any) -> bool:
        """What was typed into the new row: it becomes a record as soon as nothing that it needs is missing."""
        table, model = self._table, self._table.model
        if value in EMPTY:
            model.draft.pop(column.name, None)
        else:
            model.draft[column.name] = value
        if not model.draft:
            table.tell_rows()
            return False
        try:
            row = new_row(model.columns, {**table.defaults(), **model.draft})
        except FieldError:
            table.tell_rows()  # the cells that are missing say so
            return False
        below, held = model.new_below, dict(model.draft)
        block = Block(added=[row])
        self._place_below(block, below)
        model.draft, model.new_below = {}, ""
        try:
            return self._added(block, f"Add {self._family.label.lower()}", below)
        except UserError:
            model.draft, model.new_below = held, below
            raise

    def give_up(self) -> bool:
        """Esc: what was refused or isn't saved goes, the plan's value stands again; whether there was anything."""
        table, model = self._table, self._table.model
        index = table.view.currentIndex()
        if not index.isValid() or index.row() >= len(model.items):
            return False
        place = model.place(index)
        waiting = [one for one in self._handed.plan.pending.all() if one.place == place]
        found = model.refused.pop(place, None) is not None
        if isinstance(model.items[index.row()], NewRow) and not found and (model.draft or model.new_below):
            model.draft, model.new_below, found = {}, "", True
        if waiting:
            self._handed.plan.pending.discard(*waiting)
        table.tell_rows()
        return found or bool(waiting)

    def accept_suggestion(self) -> None:
        """Take over what was suggested for the cell of the cursor."""
        index = self._table.view.currentIndex()
        refused = self._table.model.refusal(index)
        if refused is not None:
            self._table.view.setFocus()
            self.run_typed(index, refused.why.suggestion)

    def run_typed(self, index: Index, text: str) -> bool:
        """The same as :meth:`typed`; what a person can mend is told."""
        return self.taken(index, text, None)

    def taken(self, index: Index, text: str, began: str | None) -> bool:
        """What the model hands on."""
        try:
            return self.typed(index, text, began)
        except UserError as error:
            self._handed.show_trouble(error)
            return False

    # -------------------------------------------------------------------------------------------- cells

    def edit(self) -> None:
        """Open the editor of the cell."""
        self._table.view.begin_edit(self._table.view.currentIndex())

    def open(self) -> None:
        """Tell that the record of the cursor is to be opened."""
        record = self._table.current
        if record is not None:
            self._table.opened.emit(record)

    def toggle(self) -> None:
        """Yes becomes no, no or nothing becomes yes."""
        view, model = self._table.view, self._table.model
        index = view.currentIndex()
        record, column = model.record_at(index.row()), model.columns[index.column()]
        held = model.draft.get(column.name) if record is None else column.value(record)
        self.typed(index, "no" if held else "yes", None)

    def copy(self) -> None:
        """Put the chosen cells on the clipboard, as they are shown."""
        view, model = self._table.view, self._table.model
        columns = view.chosen_columns()
        rows = [
            [model.shown(model.index(row, column)) for column in columns]
            for row in view.chosen_rows()
            if model.record_at(row) is not None
        ]
        if not rows:
            return
        data = QMimeData()
        data.setText(clipboard.as_text(rows))
        data.setHtml(clipboard.as_html(rows))
        QGuiApplication.clipboard().setMimeData(data)
        self._handed.say(f"{formats.plural(len(rows) * len(columns), 'cell')} copied")

    def cut(self) -> None:
        """Copy, then empty."""
        self.copy()
        self._emptied("Cut")

    def empty(self) -> None:
        """Take the values out of the chosen cells."""
        self._emptied("Empty")

    def _emptied(self, verb: str) -> None:
        view, model = self._table.view, self._table.model
        columns = [model.columns[one] for one in view.chosen_columns()]
        for row in view.chosen_rows():
            for column in columns:
                model.refused.pop((getattr(model.items[row], "id", NEW), column.name), None)
        block = blocks.emptied(view.chosen_records(), columns)
        self._finish(
            block,
            f"{verb} {formats.plural(len(block.changes), 'cell')} of {self._many}",
            len(block.changes) + len(block.refused),
        )

    def fill(self) -> None:
        """The first chosen row's values in all below it; a single row takes those of the row above."""
        view, model = self._table.view, self._table.model
        records = view.chosen_records()
        if len(records) == 1:
            above = model.record_at(view.chosen_rows()[0] - 1)
            records = [above, *records] if above is not None else records
        block = blocks.filled(records, [model.columns[one] for one in view.chosen_columns()])
        if block.size:
            self.write(block, f"Fill {formats.plural(block.size, 'cell')} of {self._many}")

    def paste_clipboard(self) -> None:
        """Paste what is on the clipboard."""
        self.paste(QGuiApplication.clipboard().text())

    def paste(self, text: str) -> None:
        """Take in a block from a spreadsheet, as one step; what is refused is named and marked.

        Raises:
            UserError: there is nothing to paste, or the plan can't be written.
        """
        table, view, model = self._table, self._table.view, self._table.model
        cells = clipboard.cells_of(text)
        chosen, columns = view.chosen_rows(), view.chosen_columns()
        shown = [model.columns[one] for one in view.shown_columns()]
        records = table.shown_records
        at = {one.id: place for place, one in enumerate(records)}
        first = model.record_at(chosen[0]) if chosen else None
        target = blocks.Target(
            records,
            shown,
            model.columns,
            at[first.id] if first is not None else len(records),
            shown.index(model.columns[columns[0]]) if columns else 0,
            max(len(chosen), 1),
            max(len(columns), 1),
            table.defaults() if model.adds else None,
        )
        block, read = blocks.pasted(cells, target, table.reader)
        if not model.adds:
            block.added.clear()
        if block.added:
            self._place_below(block, records[-1].id if records else "")
        self._finish(
            block,
            f"Paste {formats.plural(block.size, 'cell')} into {self._many}",
            read,
            begins_below=first is None,
        )

    def _finish(self, block: Block, label: str, read: int, *, begins_below: bool = False) -> None:
        """Write what can be written; show and name what can't."""
        table, model = self._table, self._table.model
        for one in block.changes:
            model.refused.pop((one.record.id, one.column.name), None)
        for cell in block.refused:
            if cell.record is not None:
                model.refused[cell.record.id, cell.column.name] = cell
        ids = [uuid.uuid4().hex for _ in block.added]
        saved = True
        if block.size:
            saved = self.write(block, label, ids=ids)
        for cell in block.refused:
            if cell.added is not None:
                made = self._handed.plan.plan.get(self._family, ids[cell.added])
                model.refused[ids[cell.added], cell.column.name] = replace(cell, record=made)
        if ids and saved and begins_below:
            table.select(
                ids[0], keep_column=True
            )  # the cursor stood in the line for a new row, which moved down
        table.refusals.show_text(block.refusals(read))
        if block.size and saved and not block.refused and not block.left_out:
            self._handed.say(f"{label}. Undo: Ctrl+Z")
        table.tell_rows()


def _lowered(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
