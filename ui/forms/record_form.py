"""The form of one record, made from its fields' own descriptions, beside or under its table.

``RecordForm(handed, Milestone, sections=(("What", ("title", "owner")), ("When", ("planned", "forecast"))))`` shows the
fields named, those that the programme added in a section of their own; without sections all fields. ``show_record``
takes the record to show, ``None`` for none; it follows a table's ``current_changed``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from cxworkbench.grid import structured
from cxworkbench.grid.columns import Column, choices_of, columns_of
from cxworkbench.grid.finding import Finder
from cxworkbench.grid.reading import Reader
from cxworkbench.grid.words import Words
from cxworkbench.grid.writing import Block, CellChange, edit_of
from cxworkbench.naming import code_of
from cxworkbench.plan import Ref
from db.errors import FieldError, UserError
from db.records import Confidential, Record
from ui.forms.attached_files import AttachedFiles
from ui.forms.editors import FieldEditor
from ui.forms.more_editors import DayEditor, ListedEditor, SheetEditor
from ui.forms.rows_editor import RowsEditor
from ui.moves import tab_after
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.panel import Panel, scrolled

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

    from ui.sections.page import Handed

#: So many fields stand beside each other.
_ACROSS = 2
_LISTED = frozenset({"choice", "link", "yes_no", "links", "several"})
_WIDE = frozenset({"long_text", "json"})
_LONG = 28
#: Between fields and at their sides; the narrowest field; room for a scroll bar.
_SIDES, _CELL, _BAR = 14, 92, 15
#: The number stands in the head; the place is changed by moving the row.
_SAID_ELSEWHERE = frozenset({"position", "number"})
_OWN = "Fields of this programme"
#: What is itself a file, or names one: its file is shown, and none is added.
_FILES = frozenset({"attachment", "evidence"})

Sections = Sequence[tuple[str, Sequence[str]]]


class RecordForm(Panel):
    """A record's fields, edited in place; each save is one step of the journal.

    Attributes:
        record: what is shown.
        editors: by column.
    """

    def __init__(
        self,
        handed: Handed,
        family: type[Record],
        sections: Sections | None = None,
        *,
        title: Callable[[Any], str] | None = None,
        history: Callable[[Ref], None] | None = None,
        warn: Callable[[Any, str], str] | None = None,
        across: int = _ACROSS,
        parent: QWidget | None = None,
    ) -> None:
        """Make a form, empty until it is shown a record.

        Args:
            handed: what the page was handed.
            family: whose records.
            sections: headings and the fields under each; None shows all fields.
            title: what the head says of a record; its name where nothing is given.
            history: opens the history of a record; offered where it is given.
            warn: says of a record and a field what deserves a second look, without refusing it.
            across: so many fields beside each other.
            parent: what it stands in.
        """
        super().__init__(handed.theme, family.label, parent=parent)
        self.handed = handed
        self.family = family
        self.record: Record | None = None
        self.editors: dict[str, FieldEditor] = {}
        self._sections = sections
        self._title = title
        self._history = history
        self._warn = warn
        self._across = across
        self._made_of: list[tuple[str, str, str]] = []
        self._lines: list[tuple[Label | None, list[Column]]] = []
        self._grid = QGridLayout()
        self._placed: list[tuple[int, ...]] = []
        self._words: Words | None = None
        self._columns: dict[str, Column] = {}
        self._nothing = Label(
            self.theme, f"Choose a row to see its {family.label.lower()}.", "small", "ink2", wrap=True
        )
        self._nothing.setMargin(self.theme.px(14))
        self.body.addWidget(self._nothing)
        self._scroll: QWidget | None = None
        head = self.head.layout()
        assert head is not None
        self.confidential = Label(self.theme, "Confidential", "small", "risk", weight=600)
        self.confidential.setToolTip("Withheld, and counted, on papers for other audiences")
        head.addWidget(self.confidential)
        self.history_button = Button(self.theme, "History", self._open_history, kind="flat", icon="history")
        self.history_button.setToolTip("History of this record")
        head.addWidget(self.history_button)
        self.files = AttachedFiles(handed)
        self.setAcceptDrops(family.kind not in _FILES)
        self.show_record(None)

    # ------------------------------------------------------------------------------------------ showing

    def show_record(self, record: Record | None) -> None:
        """Show a record as the plan holds it now; what was typed and isn't saved stays, unless it is another one."""
        other = (record.id if record else "") != (self.record.id if self.record else "")
        if other and self.record is not None:
            self.commit_typing()
        if record is not None:
            # It may have changed since it was taken from a table, or by what was just saved.
            record = self.handed.plan.plan.find(record.id)
        self.record = record
        self._nothing.setVisible(record is None)
        self.history_button.setVisible(record is not None and self._history is not None)
        self.confidential.setVisible(isinstance(record, Confidential) and bool(record.confidential))
        if self._scroll is not None:
            self._scroll.setVisible(record is not None)
        if record is None:
            self.show_title(self.family.label)
            return
        plan = self.handed.plan.plan
        self._words = Words(plan)
        columns = [one for one in columns_of(plan, self.family) if one.name not in _SAID_ELSEWHERE]
        made_of = [(one.name, one.label, one.field.kind) for one in columns]
        if made_of != self._made_of:
            self._made_of = made_of
            self._make(columns)
        self._columns = {one.name: one for one in columns}
        title = self._title(record) if self._title is not None else self._words.names.linked(record)
        self.show_title(title or self.family.label, code_of(record))
        self.files.show_record(record)
        unsaved = self.handed.plan.pending.texts_of(record.id)
        for name, editor in self.editors.items():
            column = self._columns[name]
            if isinstance(editor, ListedEditor):
                editor.offer(partial(self._offered, column))
            kept = self._kept(column)
            warning = self._warn(record, name) if self._warn is not None else ""
            editor.show_kept(kept, force=other, warning=warning, unsaved=unsaved.get(name))
            editor.set_read_only(not (self.handed.plan.can_edit and column.can_edit))

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        first = next(iter(self.editors.values()), None)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field."""
        editor = self.editors.get(name)
        if editor is not None:
            editor.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit_typing(self) -> None:
        """Save what was typed and not left yet."""
        for editor in self.editors.values():
            if editor.is_touched:
                editor.commit()

    # ------------------------------------------------------------------------------------------- making

    def _make(self, columns: Sequence[Column]) -> None:
        theme, px = self.theme, self.theme.px
        if self._scroll is not None:
            self.files.setParent(None)
            self.body.removeWidget(self._scroll)
            self._scroll.deleteLater()
        self.editors = {}
        inside = QWidget(self)
        inside.setProperty("panel", "inside")
        self._scroll = scrolled(inside, self)
        self._grid = grid = QGridLayout(inside)
        grid.setContentsMargins(px(_SIDES), px(2), px(_SIDES), px(12))
        grid.setHorizontalSpacing(px(_SIDES))
        grid.setVerticalSpacing(px(8))
        self._lines = []
        for heading, named in self._sectioned(columns):
            label = Label(theme, heading, "section", parent=inside) if heading else None
            if label is not None:
                label.setContentsMargins(0, px(6), 0, 0)
            for column in named:
                editor = self._editor(column, inside)
                # Fields beside each other are equally wide, whatever their texts.
                editor.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                self.editors[column.name] = editor
            self._lines.append((label, list(named)))
        self.body.addWidget(self._scroll, 1)
        self._placed = []
        self._place()
        tab_after(self.history_button, self._scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many fields beside each other as there is room for their names."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Lay the fields out; a long text, and a field whose name needs it, has the whole width."""
        px = self.theme.px
        room = self.width() - px(2 * _SIDES) - px(_BAR)
        across = max(1, min(self._across, (room + px(_SIDES)) // px(_CELL + _SIDES)))
        cell = (room - (across - 1) * px(_SIDES)) // across
        placed: list[tuple[int, ...]] = []
        row = 0
        for label, named in self._lines:
            if label is not None:
                placed.append((row, 0, across))
                row += 1
            at = 0
            for column in named:
                wide = across > 1 and self._is_wide(column, cell)
                if wide and at:
                    row, at = row + 1, 0
                placed.append((row, at, across if wide else 1))
                at = across if wide else at + 1
                if at >= across:
                    row, at = row + 1, 0
            row += 1 if at else 0
        placed.append((row, 0, across))
        if placed == self._placed or not self._lines:
            return
        self._placed = placed
        grid, top = self._grid, Qt.AlignmentFlag.AlignTop
        for place in range(self._across):
            grid.setColumnStretch(place, 1 if place < across else 0)
        for place in range(grid.rowCount()):
            grid.setRowStretch(place, 0)
        places = iter(placed)
        for label, named in self._lines:
            if label is not None:
                line, at, span = next(places)
                grid.addWidget(label, line, at, 1, span)
            for column in named:
                line, at, span = next(places)
                grid.addWidget(self.editors[column.name], line, at, 1, span, top)
        grid.addWidget(self.files, row, 0, 1, across)
        grid.setRowStretch(row + 1, 1)

    def _is_wide(self, column: Column, cell: int) -> bool:
        kind = column.field.kind
        if kind in _WIDE or column.field.shape or (kind == "text" and column.field.width >= _LONG):
            return True
        return self.editors[column.name].label.sizeHint().width() + self.theme.px(8) > cell

    def _sectioned(self, columns: Sequence[Column]) -> list[tuple[str, list[Column]]]:
        known = {one.name: one for one in columns}
        if self._sections is None:
            found = [("", [one for one in columns if not one.is_custom])]
        else:
            found = [
                (heading, [known[name] for name in names if name in known])
                for heading, names in self._sections
            ]
        own = [one for one in columns if one.is_custom]
        return [*found, *([(_OWN, own)] if own else [])]

    def _editor(self, column: Column, parent: QWidget) -> FieldEditor:
        name, kind = column.name, column.field.kind
        described: dict[str, Any] = {
            "read": lambda text: self._read(name, text),
            "save": lambda value, overtaken: self._save(name, value, overtaken),
            "help": self._help(column),
            "parent": parent,
        }
        if kind == "date":
            editor: FieldEditor = DayEditor(self.theme, column.field, **described)
        elif column.field.shape:
            editor = RowsEditor(self.theme, column.field, **described)
        elif kind in _WIDE:
            editor = SheetEditor(self.theme, column.field, **described)
        elif kind in _LISTED:
            editor = ListedEditor(self.theme, column.field, **described)
        else:
            editor = FieldEditor(self.theme, column.field, **described)
        editor.given_up.connect(lambda: self._let_go(name))
        return editor

    def _help(self, column: Column) -> str:
        field = column.field
        if field.help:
            return (
                f"{field.help[:1].lower()}{field.help[1:]}".removesuffix(".")
                if field.help[1:2].islower()
                else field.help.removesuffix(".")
            )
        return field.unit

    def _offered(self, column: Column) -> list[str]:
        field = column.field
        if field.kind == "yes_no":
            return ["Yes", "No"]
        if field.to and self._words is not None:
            return Finder(self._words).offered(field, self.record)
        return list(choices_of(field).values())

    # ------------------------------------------------------------------------------------------- saving

    def _kept(self, column: Column) -> str:
        if self.record is None or self._words is None:
            return ""
        if column.field.shape:
            return structured.typed(column.field, column.value(self.record), self._words.locale)
        if column.field.kind in _WIDE or column.field.kind == "text":
            return self._words.editable(column, self.record)
        return self._words.text(column, self.record)

    def _read(self, name: str, text: str) -> Any:
        if self._words is None:
            raise FieldError("there is no record to change")
        today = self._words.plan.judged_as_of(self.handed.plan.today())
        return Reader(self._words, today).read(self._columns[name], text, self.record)

    def _save(self, name: str, value: Any, overtaken: bool) -> bool:
        if self.record is None:
            return True
        column, editor = self._columns[name], self.editors[name]
        block = Block([CellChange(self.record, column, value)])
        label = f"Change {column.label if column.label[:2].isupper() else column.label[:1].lower() + column.label[1:]}"
        edit = edit_of(
            self.family, block, label=label, text=editor.shown_text, new_id=lambda: uuid.uuid4().hex
        )
        try:
            return self.handed.plan.write(edit, overtaken=overtaken)
        except UserError as error:
            self.handed.show_trouble(error)
            editor.show_kept(self._kept(column), force=True)
            return True

    def _let_go(self, name: str) -> None:
        """Esc: what waits for this field is discarded too."""
        if self.record is not None:
            place = (self.record.id, name)
            waiting = self.handed.plan.pending
            waiting.discard(*(edit for edit in waiting.all() if edit.place == place))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped on a record that is shown."""
        if self.record is not None and self.files.takes and _paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep what was dropped as evidence of the record."""
        event.acceptProposedAction()
        self.files.take(_paths(event))

    def _open_history(self) -> None:
        if self.record is not None and self._history is not None:
            self._history(Ref(self.record.kind, self.record.id))


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
