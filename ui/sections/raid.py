"""RAID log: everything that is open, overdue first; each kind as a table of its own; risks on their matrix."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from cxworkbench import formats, raid
from db.models import Action, Decision, Issue, Override, Risk, Waiver
from db.records import FAMILIES
from ui.forms.record_form import RecordForm
from ui.maps.risk_matrix import RiskMatrix
from ui.sections.page import Handed, Page
from ui.sections.raid_list import LogList
from ui.tables.table import RecordTable
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.family_choice import FamilyChoice
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.panel import Panel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.plan import Plan, Ref
    from db.records import Record

_ALL = "all"
_FAMILIES: dict[str, type[Record]] = {
    "risk": Risk,
    "action": Action,
    "issue": Issue,
    "decision": Decision,
    "waiver": Waiver,
    "override": Override,
}
#: The columns of each kind's own table that are shown at first.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "risk": (
        "number",
        "title",
        "pilot",
        "owner",
        "likelihood",
        "impact",
        "strategy",
        "review_on",
        "closed_on",
    ),
    "action": ("number", "text", "pilot", "owner", "due", "done_on", "evidence"),
    "issue": ("number", "title", "pilot", "owner", "raised_on", "due", "escalated_on", "resolved_on"),
    "decision": (
        "number",
        "question",
        "pilot",
        "kind",
        "asked_of",
        "asked_on",
        "date",
        "outcome",
        "decided_by",
    ),
    "waiver": (
        "number",
        "reason",
        "pilot",
        "given_by",
        "second_reader",
        "from",
        "until",
        "closed_on",
        "kept",
    ),
    "override": ("number", "reason", "pilot", "said", "chosen", "by", "judge_on", "judged_right"),
}
_SIDE = 330
#: How tall the map is; in a page lower than that, how tall then.
_MAP, _LOW, _LOW_MAP = 190, 560, 140


class RaidPage(Page):
    """The log of the programme."""

    #: A line may come from, be for or threaten any record, and waits for the next review; readings aren't in the log.
    SHOWS = frozenset(FAMILIES)

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed)
        self._plan: Plan | None = None
        self._tables: dict[str, RecordTable] = {}
        self._forms: dict[str, RecordForm] = {}
        self._arrange()

    # ------------------------------------------------------------------------------------------- showing

    def show_assessment(self, assessment: Assessment, _pilot_state: PilotState | None) -> None:
        """Show the log as of the day, and where risks stood at the last review."""
        plan, as_of = assessment.plan, assessment.as_of
        self._plan = plan
        items = raid.log(plan, as_of)
        is_open = [one for one in items if one.is_open]
        counts = raid.counts(items)
        self.shown.rename(_ALL, f"All open  {len(is_open)}")
        for kind, family in _FAMILIES.items():
            self.shown.rename(kind, f"{family.label_many}  {counts[kind]}")
        late = sum(one.is_overdue(as_of) for one in items)
        self.late.setVisible(late > 0)
        self.late.show_state("failing", f"{late} overdue")
        self.list.show_items(is_open, as_of)
        past = self.handed.plan.past_plan
        points = raid.matrix(plan, past)
        titles = {one.id: str(one.title) for one in plan.all(Risk)}
        self.matrix.show_points(points, titles)
        last = assessment.review.last_number
        was = f"ring is review {last}" if last and any(one.was is not None for one in points) else ""
        self.map.show_title("Probability and impact", was)
        for table in self._tables.values():
            table.show_plan(plan)
        self._show_current()

    def show_record(self, ref: Ref) -> None:
        """Bring a record into view: in the open list, or in the table of its kind where it is done."""
        if self._plan is None or ref.kind not in _FAMILIES:
            return
        if any(one.record.id == ref.id for one in self.list.log.items):
            self.shown.choose(_ALL)
            self.list.select(ref.id)
        else:
            self.shown.choose(ref.kind)
            self._table(ref.kind).select(ref.id)

    def panes(self) -> Sequence[QWidget]:
        """What is chosen between, the log, the matrix and the form."""
        return (self.shown, self.stack.currentWidget() or self.stack, self.matrix, self.forms)

    def ground(self) -> QWidget:
        """The log, or the table of one kind."""
        return self.stack.currentWidget() or self.stack

    # ----------------------------------------------------------------------------------------- what is chosen

    def _choose(self, kind: str) -> None:
        """Everything, or one kind as a table of its own."""
        self.filter.setVisible(kind == _ALL)
        if kind == _ALL:
            self.stack.setCurrentWidget(self.list)
        else:
            self.stack.setCurrentWidget(self._table(kind))
        self._show_current()

    def _table(self, kind: str) -> RecordTable:
        if kind not in self._tables:
            table = RecordTable(self.handed, _FAMILIES[kind], columns=_COLUMNS[kind], key=f"raid {kind}")
            table.current_changed.connect(self._show_form)
            table.opened.connect(lambda _record: self._open_form())
            self._tables[kind] = table
            self.stack.addWidget(table)
            if self._plan is not None:
                table.show_plan(self._plan)
        return self._tables[kind]

    def _show_current(self) -> None:
        shown = self.stack.currentWidget()
        if isinstance(shown, RecordTable):
            self._show_form(shown.current)
            return
        index = self.list.currentIndex()
        item = self.list.log.items[index.row()] if index.isValid() else None
        self._show_form(None if item is None else item.record)

    def _show_listed(self, ref: Ref | None) -> None:
        if self.stack.currentWidget() is self.list:
            record = self._plan.find(ref.id) if self._plan is not None and ref is not None else None
            self._show_form(record)

    def _show_form(self, record: Record | None) -> None:
        """Show a record's form at the right; and where it is a risk, its place on the matrix."""
        self.matrix.choose(record.id if record is not None else "")
        if record is None:
            self._nothing.show_title("Nothing chosen")
            self.forms.setCurrentWidget(self._nothing)
            return
        form = self._forms.get(record.kind)
        if form is None:
            # The list is seen and used while the form is made.
            self._nothing.show_title(record.label)
            self.forms.setCurrentWidget(self._nothing)
            self.slices.add("form", partial(self._make_form, type(record)))
            return
        form.show_record(record)
        self.forms.setCurrentWidget(form)

    def _make_form(self, family: type[Record]) -> None:
        """Make the form of a kind, and show in it what the cursor is on by now."""
        if family.kind not in self._forms:
            form = RecordForm(
                self.handed,
                family,
                title=_title,
                history=self.handed.show_history,
                across=2,
                parent=self.forms,
            )
            self._forms[family.kind] = form
            self.forms.addWidget(form)
        self._show_current()

    def _add(self) -> None:
        """Begin a new item: of the kind that is shown; of everything an action."""
        kind = self.shown.value if self.shown.value != _ALL else "action"
        self.shown.choose(kind)
        self._table(kind).add()

    # ---------------------------------------------------------------------------------------- arranging

    def _arrange(self) -> None:
        theme, px = self.theme, self.theme.px
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(16), px(10), px(16), px(12))
        outer.setSpacing(px(10))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(theme, "Programme", "small", "ink3"))
        words.addWidget(ElidedLabel(theme, "RAID log", "title"))
        head.addLayout(words, 1)
        self.late = Badge(theme, "failing")
        head.addWidget(self.late, 0, Qt.AlignmentFlag.AlignBottom)
        self.add = Button(theme, "Add item", self._add, icon="plus", keys="Ctrl+N")
        self.beginners = (self.add,)
        head.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        outer.addLayout(head)
        bar = QHBoxLayout()
        choices = [(_ALL, "All open"), *((kind, family.label_many) for kind, family in _FAMILIES.items())]
        self.shown = FamilyChoice(theme, "Show", choices)
        self.shown.chosen.connect(self._choose)
        bar.addWidget(self.shown, 1)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter this table")
        self.filter.setAccessibleName("Filter this table")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(px(180))
        bar.addWidget(self.filter)
        outer.addLayout(bar)
        columns = QHBoxLayout()
        columns.setSpacing(px(12))
        outer.addLayout(columns, 1)
        columns.addWidget(self._make_log(), 1)
        columns.addWidget(self._make_side())
        self.filter.textChanged.connect(self.list.filter)

    def _make_log(self) -> Panel:
        panel = Panel(self.theme)
        self.stack = QStackedWidget()
        self.list = LogList(self.theme)
        self.list.current.connect(self._show_listed)
        self.list.activated.connect(lambda _: self._open_form())
        self.stack.addWidget(self.list)
        panel.body.addWidget(self.stack, 1)
        note = "Overdue first, then by date. Level is probability times impact. A decision gets its number when taken."
        foot = Label(self.theme, note, "small", "ink2", wrap=True)
        foot.setMargin(self.theme.px(8))
        panel.body.addWidget(foot)
        return panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the map leaves room for the form."""
        super().resizeEvent(event)
        px = self.theme.px
        self.matrix.setFixedHeight(px(_MAP if self.height() >= px(_LOW) else _LOW_MAP))

    def _make_side(self) -> QWidget:
        theme = self.theme
        side = QWidget(self)
        side.setFixedWidth(theme.px(_SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        self.map = Panel(theme, "Probability and impact", parent=side)
        self.matrix = RiskMatrix(theme)
        self.matrix.chosen.connect(self.show_record)
        self.map.body.addWidget(self.matrix)
        self.map.body.addSpacing(theme.px(6))
        column.addWidget(self.map)
        self.forms = QStackedWidget(side)
        self._nothing = Panel(theme, "Nothing chosen", parent=self.forms)
        self._nothing.body.addStretch(1)
        self.forms.addWidget(self._nothing)
        column.addWidget(self.forms, 1)
        return side

    def _open_form(self) -> None:
        """Put the keyboard into the form at the right."""
        self.slices.finish()
        form = self.forms.currentWidget()
        if isinstance(form, RecordForm):
            form.focus_first()


def _title(record: Any) -> str:
    """Its kind; of a risk its level and when it was raised."""
    if isinstance(record, Risk):
        word = raid.level_word(record.likelihood, record.impact)
        raised = f"raised {formats.day(record.raised_on)}" if record.raised_on else ""
        return ", ".join(filter(None, (f"{word} risk" if word else "Risk", raised)))
    return str(record.label)
