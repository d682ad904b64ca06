"""History: the journal with filter and search, and what is different since a step."""

from __future__ import annotations

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
from ui.sections.history_model import CHANGE, KIND, PILOT, TIME, WHAT, WHO, BeforeAfter, HistoryModel
from ui.sections.page import Handed, Page
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.panel import Panel, rule, scrolled
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.history import Comparison, Line, Wording

_STEPS = 300
_SIDE_WIDTH = 320
_WIDTHS = {TIME: 56, WHO: 116, PILOT: 112, KIND: 122}
_ANYBODY = "Any person"
_MOST = 14
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
        self._words: Wording | None = None
        self._step = 0
        self._arrange()

    def show_assessment(self, assessment: Assessment, _pilot_state: PilotState | None) -> None:
        """Show the journal as it stands."""
        from cxworkbench.history import Wording

        session = self.handed.plan.session
        head = session.head
        self._words = Wording(session)
        steps = session.steps(max(head - self._steps, 0))
        self._lines = list(self._words.lines(steps))[::-1]
        self._count = (
            f"in {formats.plural(head, 'step')}"
            if len(steps) == head
            else f"in the newest {formats.count(len(steps))} of {formats.count(head)} steps"
        )
        people = [_ANYBODY, *sorted({step.by for step in steps}, key=str.casefold)]
        held = self.person.currentText()
        if people != [self.person.itemText(place) for place in range(self.person.count())]:
            self.person.clear()
            self.person.addItems(people)
            self.person.setCurrentIndex(max(self.person.findText(held), 0))
        self.older.setVisible(head > self._steps)
        self.undo.setEnabled(self.handed.plan.undo_label is not None)
        undone = self.handed.plan.undo_label
        self.undo.setToolTip("Nothing to take back" if undone is None else f"Takes back: {undone} (Ctrl+Z)")
        self._zone = assessment.plan.zone
        self._filter()

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
        self._show_since(None)

    def _show_older(self) -> None:
        self._steps *= 4
        if self.handed.plan.is_loaded:
            self.show_assessment(self.handed.plan.assessment, None)

    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._show_since(self.model.line_at(index.row()) if index.isValid() else None)

    def _open(self, index: QModelIndex) -> None:
        line = self.model.line_at(index.row())
        if line is not None:
            self.handed.go_to(line.ref)

    # ----------------------------------------------------------------------------------- what is different

    def _show_since(self, line: Line | None) -> None:
        while self._since.count():
            item = self._since.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if line is None or self._words is None:
            self._side.show_title("What is different since")
            self._say("Choose a change to see what is different between the plan before it and now.")
            self._since.addStretch(1)
            return
        head = self.handed.plan.session.head
        found = self._words.compared(line.step.seq - 1, head)
        when = formats.moment(line.step.at.astimezone(self._zone))
        self._side.show_title("What is different since", when)
        self._say(f"Step {line.step.seq}: {line.step.label}. {line.step.by}.")
        self._say(
            f"{len(found.added)} added, {formats.plural(len(found.changed), 'value')} changed, "
            f"{len(found.removed)} deleted since."
        )
        self._list(found)
        self._since.addStretch(1)

    def _list(self, found: Comparison) -> None:
        rows = [(what, how) for what, how in found.changed]
        rows += [(name, "added") for name in found.added] + [(name, "deleted") for name in found.removed]
        for what, how in rows[:_MOST]:
            self._since.addWidget(rule())
            self._say(what, how)
        if len(rows) > _MOST:
            self._since.addWidget(rule())
            self._say(f"and {formats.count(len(rows) - _MOST)} more")

    def _say(self, text: str, below: str = "") -> None:
        box = QWidget()
        words = QVBoxLayout(box)
        words.setContentsMargins(self.theme.px(14), self.theme.px(5), self.theme.px(14), self.theme.px(5))
        words.setSpacing(0)
        words.addWidget(
            Label(
                self.theme, text, "small", "ink" if below else "ink2", weight=600 if below else 400, wrap=True
            )
        )
        if below:
            words.addWidget(Label(self.theme, below, "small", "ink2", wrap=True))
        self._since.addWidget(box)

    # ---------------------------------------------------------------------------------------- arranging

    def _arrange(self) -> None:
        theme, px = self.theme, self.theme.px
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(16), px(10), px(16), px(12))
        outer.setSpacing(px(12))
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(theme, "Programme", "small", "ink3"))
        words.addWidget(ElidedLabel(theme, "History", "title"))
        head.addLayout(words, 1)
        self.undo = Button(theme, "Undo", lambda: self.handed.run("edit.undo"), icon="undo-2")
        head.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignBottom)
        outer.addLayout(head)
        bar = QHBoxLayout()
        bar.setSpacing(px(8))
        self.shown = Segments(theme, "Show", _SHOWN, "all")
        self.shown.chosen.connect(lambda _: self._filter())
        bar.addWidget(self.shown)
        bar.addStretch(1)
        self.person = Choice(theme)
        self.person.addItem(_ANYBODY)
        self.person.setAccessibleName("Person")
        self.person.setMinimumWidth(px(150))
        self.person.activated.connect(lambda _: self._filter())
        bar.addWidget(self.person)
        self.search = QLineEdit()
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
        self._journal = Panel(theme, "Journal")
        self.model = HistoryModel(theme)
        self.table = QTableView()
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
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.activated.connect(self._open)
        self._journal.body.addWidget(self.table, 1)
        self._nothing = Label(theme, "No change fits this filter.", "small", "ink2")
        self._nothing.setMargin(theme.px(14))
        self._journal.body.addWidget(self._nothing)
        self.older = Button(theme, "Show older steps", self._show_older, kind="flat")
        self._journal.body.addWidget(self.older)
        return self._journal

    def _make_side(self) -> Panel:
        self._side = Panel(self.theme, "What is different since")
        self._side.setFixedWidth(self.theme.px(_SIDE_WIDTH))
        inside = QWidget()
        inside.setProperty("panel", "inside")
        self._since = QVBoxLayout(inside)
        self._since.setContentsMargins(0, 0, 0, 0)
        self._since.setSpacing(0)
        scroll = scrolled(inside)
        self._side.body.addWidget(scroll, 1)
        return self._side


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
