"""History: the journal with filter and search; states compared; what was frozen, and what is in the bin."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cxworkbench import formats
from db.models import Snapshot
from ui.sections.history_acts import HistoryActs
from ui.sections.history_compare import ComparePanel
from ui.sections.history_kept import BinPanel, SnapshotsPanel
from ui.sections.history_model import CHANGE, KIND, PILOT, TIME, WHAT, WHO, BeforeAfter, HistoryModel
from ui.sections.page import Handed, Page
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.family_choice import FamilyChoice
from ui.widgets.giving_way import GivingWay
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.panel import Panel, rule, scrolled

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.history import Line, Wording
    from cxworkbench.plan import Ref

_STEPS = 200
_SIDE_WIDTH = 320
_WIDTHS = {TIME: 56, WHO: 116, PILOT: 112, KIND: 122}
#: What changed is never narrower; other columns give way.
_LEAST = 110
_ANYBODY = "Any person"
_SHOWN = (
    ("all", "Everything"),
    ("readings", "Readings"),
    ("dates", "Dates"),
    ("decisions", "Decisions"),
    ("amendments", "Amendments"),
    ("gone", "Deleted"),
)


class HistoryPage(Page):
    """The newest steps of the journal in words; older ones on demand. A row chosen shows what differs since it."""

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed)
        self._steps = _STEPS
        self._lines: list[Line] = []
        self._line: Line | None = None
        #: The id of the record whose history alone is shown.
        self._only: str | None = None
        self._acts = HistoryActs(handed, self)
        self._arrange()

    def show_assessment(self, assessment: Assessment, _pilot_state: PilotState | None) -> None:
        """Show the journal as it stands."""
        from cxworkbench.history import Wording

        session = self.handed.plan.session
        head = session.head
        words = Wording(session, None if self.handed.plan.seen is not None else assessment.plan)
        steps = (
            session.steps(max(head - self._steps, 0)) if self._only is None else session.steps_of(self._only)
        )
        lines = words.lines(steps)
        self._lines = [line for line in lines if self._only in {None, line.ref.id}][::-1]
        self._count = (
            "of one record"
            if self._only is not None
            else (
                f"in {formats.plural(head, 'step')}"
                if len(steps) == head
                else f"in the newest {formats.count(len(steps))} of {formats.count(head)} steps"
            )
        )
        people = [_ANYBODY, *sorted({step.by for step in steps}, key=str.casefold)]
        held = self.person.currentText()
        if people != [self.person.itemText(place) for place in range(self.person.count())]:
            self.person.clear()
            self.person.addItems(people)
            self.person.setCurrentIndex(max(self.person.findText(held), 0))
        self.older.setVisible(head > self._steps and self._only is None)
        self.undo.setEnabled(self.handed.plan.undo_label is not None)
        undone = self.handed.plan.undo_label
        self.undo.setToolTip("Nothing to take back" if undone is None else f"Takes back: {undone} (Ctrl+Z)")
        self._zone = assessment.plan.zone
        self._filter()
        show_side = partial(self._show_side, words)
        if self._side.isVisibleTo(self):
            show_side()
        else:
            self.slices.add("side", show_side)

    def _show_side(self, words: Wording) -> None:
        """What can be compared, what is frozen, and what is in the bin."""
        from cxworkbench.binned import in_the_bin
        from cxworkbench.comparing import versions

        session, can_edit = self.handed.plan.session, self.handed.plan.can_edit
        self.compare.offer(versions(session), self._zone)
        snapshots = sorted(
            (one for one in session.records(Snapshot) if one.binned is None),
            key=lambda one: (one.taken_at, one.changeset),
            reverse=True,
        )
        self.snapshots.show_snapshots(snapshots, self._zone, can_edit=can_edit)
        self.bin.show_binned(in_the_bin(session, words), self._zone, can_edit=can_edit)
        self._side.show()  # once it is filled: what is put into what is seen has its place a turn later

    def show_record(self, ref: Ref) -> None:
        """Show the history of one record alone."""
        self._only = ref.id
        if self.handed.plan.is_loaded:
            self.show_assessment(self.handed.plan.assessment, None)
        first = next((row for row in range(self.model.rowCount()) if self.model.line_at(row)), None)
        if first is not None:
            self.table.selectRow(first)

    # ---------------------------------------------------------------------------------------- filtering

    def _filter(self) -> None:
        kind, person, text = self.shown.value, self.person.currentText(), self.search.text().casefold()
        found = [
            line
            for line in self._lines
            if _is_of(line, kind)
            and person in {_ANYBODY, line.step.by}
            and text in f"{line.step.label} {line.pilot} {line.what} {line.before} {line.after}".casefold()
        ]
        self.model.show_lines(found, self._zone)
        for row in range(self.model.rowCount()):
            if self.model.line_at(row) is None:
                self.table.setSpan(row, 0, 1, self.model.columnCount())
        self._journal.show_title("Journal", f"{formats.plural(len(found), 'change')} {self._count}")
        self._nothing.setVisible(not found)
        self._show_line(None)

    def _show_older(self) -> None:
        self._steps *= 4
        if self.handed.plan.is_loaded:
            self.show_assessment(self.handed.plan.assessment, None)

    # ------------------------------------------------------------------------------------ the chosen line

    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._show_line(self.model.line_at(index.row()) if index.isValid() else None)

    def _open(self, index: QModelIndex) -> None:
        line = self.model.line_at(index.row())
        if line is not None:
            self.handed.go_to(line.ref)

    def _show_line(self, line: Line | None) -> None:
        """Say more of the chosen line, and compare the state before it with the present."""
        self._line = line
        self._strip.setVisible(line is not None)
        if line is None:
            return
        step = line.step
        when = formats.moment(step.at.astimezone(self._zone))
        self._said.setText(f"Step {step.seq}, {when}, {step.by}: {step.label}.")
        can_edit = self.handed.plan.can_edit
        self.open_button.setEnabled(self.handed.has_page(line.ref))
        self.only_button.setText("All changes" if self._only is not None else "Only this record")
        self.take_back_button.setVisible(step.kind == "import")
        self.take_back_button.setEnabled(can_edit)
        self.compare.compare_since(step.seq, f"Before step {step.seq}")

    def _toggle_only(self) -> None:
        """Show the history of the chosen line's record alone, or everything again."""
        if self._line is None:
            return
        self._only = None if self._only is not None else self._line.ref.id
        if self.handed.plan.is_loaded:
            self.show_assessment(self.handed.plan.assessment, None)

    def _look(self) -> None:
        if self._line is not None:
            self._acts.look_at_step(self._line.step)

    def _take_back(self) -> None:
        if self._line is not None:
            self._acts.take_back(self._line.step)

    # ---------------------------------------------------------------------------------------- arranging

    def _arrange(self) -> None:
        theme, px = self.theme, self.theme.px
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(16), px(10), px(16), px(12))
        outer.setSpacing(px(12))
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(theme, "Programme", "small", "ink3", parent=self))
        words.addWidget(ElidedLabel(theme, "History", "title", parent=self))
        head.addLayout(words, 1)
        self.undo = Button(theme, "Undo", lambda: self.handed.run("edit.undo"), icon="undo-2", parent=self)
        head.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignBottom)
        self.export = Button(theme, "Export journal…", self._acts.export, icon="download", parent=self)
        head.addWidget(self.export, 0, Qt.AlignmentFlag.AlignBottom)
        outer.addLayout(head)
        bar = QHBoxLayout()
        bar.setSpacing(px(8))
        self.shown = FamilyChoice(theme, "Show", _SHOWN, self)
        self.shown.chosen.connect(lambda _: self._filter())
        bar.addWidget(self.shown, 1)
        self.person = Choice(theme, self)
        self.person.addItem(_ANYBODY)
        self.person.setAccessibleName("Person")
        self.person.setMinimumWidth(px(150))
        self.person.activated.connect(lambda _: self._filter())
        bar.addWidget(self.person)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Filter this journal")
        self.search.setAccessibleName("Filter this journal")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(px(190))
        self.search.textChanged.connect(lambda _: self._filter())
        bar.addWidget(self.search)
        outer.addLayout(bar)
        columns = QHBoxLayout()
        columns.setSpacing(px(12))
        columns.addWidget(self._make_journal(), 1)
        columns.addWidget(self._make_side())
        outer.addLayout(columns, 1)

    def _make_journal(self) -> Panel:
        theme = self.theme
        self._journal = journal = Panel(theme, "Journal", parent=self)
        self.model = HistoryModel(theme)
        self.table = QTableView(journal)
        self.table.setModel(self.model)
        self.table.setProperty("panel", "table")
        self.table.setAccessibleName("Journal")
        self.table.setItemDelegateForColumn(CHANGE, BeforeAfter(theme, self.model, self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.px(26))
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, width in _WIDTHS.items():
            self.table.setColumnWidth(column, theme.px(width))
        for column in (WHAT, CHANGE):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        least = theme.px(_LEAST)
        GivingWay(self.table, (KIND, PILOT, WHO), {WHAT: least, CHANGE: least})
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.activated.connect(self._open)
        self._journal.body.addWidget(self.table, 1)
        self._nothing = Label(theme, "No change fits this filter.", "small", "ink2", parent=journal)
        self._nothing.setMargin(theme.px(14))
        self._journal.body.addWidget(self._nothing)
        self.older = Button(theme, "Show older steps", self._show_older, kind="flat", parent=journal)
        self._journal.body.addWidget(self.older)
        self._journal.body.addWidget(self._make_strip())
        return self._journal

    def _make_strip(self) -> QWidget:
        """Under the table: the chosen step in full, and what can be done with it."""
        theme, px = self.theme, self.theme.px
        self._strip = strip = QWidget(self._journal)
        column = QVBoxLayout(self._strip)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule(strip))
        row = QHBoxLayout()
        row.setContentsMargins(px(13), px(6), px(8), px(6))
        row.setSpacing(px(6))
        self._said = Label(theme, "", "small", "ink2", wrap=True, parent=strip)
        row.addWidget(self._said, 1)
        small = partial(Button, theme, kind="small", parent=strip)
        self.take_back_button = small("Take back import", self._take_back)
        self.open_button = small("Open record", lambda: self._open(self.table.currentIndex()))
        self.only_button = small("Only this record", self._toggle_only)
        self.look_button = small("See plan then", self._look)
        for button in (self.take_back_button, self.open_button, self.only_button, self.look_button):
            row.addWidget(button)
        column.addLayout(row)
        self._strip.hide()
        return self._strip

    def _make_side(self) -> QWidget:
        theme = self.theme
        self._side = inside = QWidget(self)
        inside.setProperty("panel", "ground")
        side = scrolled(inside, self)
        side.setFixedWidth(theme.px(_SIDE_WIDTH))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        self.compare = ComparePanel(self.handed, inside)
        self.snapshots = SnapshotsPanel(theme, inside)
        self.bin = BinPanel(theme, inside)
        self.snapshots.freeze.connect(self._freeze)
        self.snapshots.look.connect(self._acts.look_at)
        self.bin.put_back.connect(self._acts.put_back)
        for panel in (self.compare, self.snapshots, self.bin):
            column.addWidget(panel)
        column.addStretch(1)
        inside.hide()  # until it has something to show, in the turn after the journal
        return side

    def _freeze(self, name: str) -> None:
        self.snapshots.name.clear()
        self._acts.freeze(name)


def _is_of(line: Line, kind: str) -> bool:
    """Whether a line belongs to a choice of what is shown."""
    if kind == "readings":
        return line.ref.kind == "series"
    if kind == "dates":
        return line.is_day
    if kind == "decisions":
        return line.ref.kind == "decision"
    if kind == "amendments":
        return line.step.kind == "amendment"
    return kind == "all" or line.is_gone
