"""The panel of readings: the table, adding and pasting, and a line that names what was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.edits import reading_place
from db.errors import FieldError, UserError
from ui.glyphs import GlyphLabel
from ui.sections import metrics_writing
from ui.sections.metrics_aside import Aside
from ui.sections.metrics_model import VALUE, N, ReadingsModel
from ui.sections.metrics_rows import Period, ReadingRow, next_period, one_part, reading_rows
from ui.sections.metrics_table import ReadingsTable
from ui.sections.metrics_typed import pasted, typed_count, typed_value
from ui.sections.metrics_writing import Corrected, Typed
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.panel import EmptyState, Panel

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.judged_metric import MetricState
    from db.models import Metric
    from ui.plan_session import PlanSession
    from ui.theme import Theme

#: So many refused rows are named; the rest is counted.
NAMED = 2
_COLUMN_NAMES = {VALUE: "value", N: "n"}


class ReadingsPanel(Panel):
    """Readings of one metric, newest first. ``chosen`` gives the start of the chosen row's period."""

    chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        plan: PlanSession,
        say: Callable[[str], None],
        trouble: Callable[[UserError], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "Readings", parent=parent)
        self._plan = plan
        self._say = say
        self._trouble = trouble
        self._assessment: Assessment | None = None
        self._state: MetricState | None = None
        self._rows: list[ReadingRow] = []
        self._draft: ReadingRow | None = None
        self._refused_draft = False
        self.model = ReadingsModel(theme, self._typed)
        self.paste_button = Button(
            theme,
            "Paste from Excel",
            self._paste_clipboard,
            kind="small",
            keys="Ctrl+V in the table",
            parent=self.head,
        )
        self.table = ReadingsTable(theme, self.model, self)
        head = self.head.layout()
        assert isinstance(head, QHBoxLayout)
        head.addWidget(self.paste_button)
        framed = QWidget(self)
        empty = EmptyState(
            theme,
            "No readings yet.",
            "The verdict needs eight weeks that count. Type them, paste them from Excel, or import a file.",
            Button(theme, "Add reading", self.add_reading, icon="plus", keys="Ctrl+N"),
            parent=framed,
        )
        around = QVBoxLayout(framed)
        around.setContentsMargins(theme.px(14), theme.px(4), theme.px(14), theme.px(14))
        around.addWidget(empty)
        around.addStretch(1)
        # The first readings are pasted where no table is yet.
        here = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), framed, self._paste_clipboard)
        here.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._stack = QStackedLayout()
        # In its place before anything is put into it: the first widget is shown at once.
        self.body.addLayout(self._stack, 1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(framed)
        self.refusal = self._made_refusal()
        self.body.addWidget(self.refusal)
        self.table.pasted.connect(self.paste)
        self.table.removed.connect(self.remove)
        self.table.chosen.connect(self.chosen)
        self.asides = Aside(theme, plan, say, trouble, self)
        self.table.switched.connect(lambda: self._with_chosen(self.asides.switch))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.edit_left.connect(self._left)

    @property
    def ground(self) -> QWidget:
        """Where the keyboard goes first: the table, or what asks for the first reading."""
        return self._stack.currentWidget() or self

    @property
    def refusal_text(self) -> str:
        """What was refused last; empty where nothing was."""
        return self._refused.text() if self.refusal.isVisibleTo(self) else ""

    def show_state(self, assessment: Assessment, state: MetricState) -> None:
        """Show the readings of a metric; selection and open editors stay where the metric does."""
        if self._state is None or self._state.metric.id != state.metric.id:
            self._draft = None
            self.show_refusal("")
        self._assessment, self._state = assessment, state
        self._rows = reading_rows(assessment, state)
        if self._draft is not None and any(row.period == self._draft.period for row in self._rows):
            self._draft = None
        self.model.can_edit = self._plan.can_edit
        self.paste_button.setEnabled(self._plan.can_edit)
        self._show_rows()

    def _show_rows(self) -> None:
        if self._state is None or self._assessment is None:
            return
        rows = [self._draft, *self._rows] if self._draft is not None else self._rows
        currency = self._assessment.plan.programme.currency
        self.model.unsaved = self._waiting()
        self.model.show_rows(self._state.metric, rows, currency=currency, year=self._assessment.as_of.year)
        self._stack.setCurrentIndex(0 if rows else 1)
        count = formats.count(len(self._rows))
        self.show_title("Readings", f"{count}, newest first" if self._rows else "")

    def select_period(self, start: int) -> None:
        """Select the row whose period begins then."""
        self.table.select_period(start)

    def menu(self) -> QMenu:
        """What can be done with the chosen rows."""
        menu = QMenu(self)
        rows = self.table.selected_rows()
        self._with_chosen(lambda metric, periods: self.asides.add_to(menu, metric, periods))
        menu.addAction("Copy\tCtrl+C", self.table.copy)
        remove = menu.addAction("Remove\tDel", lambda: self.remove(rows))
        remove.setEnabled(self._plan.can_edit and bool(rows))
        return menu

    def _open_menu(self, at: QPoint) -> None:
        self.menu().popup(self.table.viewport().mapToGlobal(at))

    def _with_chosen(self, do: Callable[[Metric, list[Period]], None]) -> None:
        periods = [period for row in self.table.selected_rows() for period in row.parts if not row.is_draft]
        if self._state is not None and periods:
            do(self._state.metric, periods)

    def select_days(self, low: float, high: float) -> None:
        """Select the rows that end between two days (ordinals)."""
        self.table.select_rows(
            [place for place, row in enumerate(self.model.rows) if low <= row.ending.toordinal() <= high]
        )

    def periods_at(self, start: int) -> list[Period]:
        """The readings that a point stands for: those of a row that begins then, or the one that does."""
        for row in self._rows:
            if row.period[0] == start:
                return list(row.parts)
            if row.period[0] <= start < row.period[1]:
                return [period for period in row.parts if period[0] == start]
        return []

    # -------------------------------------------------------------------------------------------- doing

    def add_reading(self) -> None:
        """Add a row for the period after the newest reading and open its value for typing."""
        if self._state is None or self._assessment is None or not self._plan.can_edit:
            return
        if self._draft is not None and self.table.is_editing:
            return
        plan, metric = self._assessment.plan, self._state.metric
        if self._draft is None:
            period, ending = next_period(self._rows, metric.cadence, self._assessment.as_of, plan.zone)
            self._draft = ReadingRow(period, None, ending, None, None, None, "", "", "", one_part(period))
            self._refused_draft = False
            self._show_rows()
        self.table.setFocus()
        self.table.edit_value(self._draft.period)

    def remove(self, rows: list[ReadingRow]) -> None:
        """Take the readings of rows out of the plan; undo brings them back."""
        if self._state is None or not self._plan.can_edit:
            return
        if any(row.is_draft for row in rows):
            self._drop_draft()
        periods = [period for row in rows for period in row.parts]
        try:
            count = metrics_writing.remove(self._plan, self._state.metric, periods)
        except UserError as error:
            self._trouble(error)
            return
        if count:
            self._say(f"{formats.plural(count, 'reading')} removed. Undo: Ctrl+Z")

    def paste(self, text: str) -> None:
        """Take in rows of date, value and n from a spreadsheet, as one step; what is refused is named."""
        if self._state is None or self._assessment is None or not self._plan.can_edit:
            return
        plan, metric = self._assessment.plan, self._state.metric
        try:
            found = pasted(text, metric, plan.programme, plan.zone)
            overlapping, saved = metrics_writing.paste(self._plan, metric, found.rows)
        except UserError as error:
            self.show_refusal(_sentence(error))
            return
        refused = [*found.refused, *overlapping]
        taken = len(found.rows) - len(overlapping)
        if refused:
            named = "; ".join(refused[:NAMED])
            more = f"; and {formats.count(len(refused) - NAMED)} more" if len(refused) > NAMED else ""
            others = "The other one is in." if taken == 1 else f"The other {formats.count(taken)} are in."
            rest = others if taken else "Nothing was taken in."
            count = f"{formats.count(len(refused))} of {formats.plural(found.rows_read, 'pasted row')}"
            self.show_refusal(f"{count} refused: {named}{more}. {rest}")
        else:
            self.show_refusal("")
        if taken and not refused and saved:
            self._say(f"{formats.plural(taken, 'reading')} pasted. Undo: Ctrl+Z")

    def _paste_clipboard(self) -> None:
        self.table.setFocus()
        self.paste(QGuiApplication.clipboard().text())

    def _typed(self, row: ReadingRow, column: int, text: str, overtaken: bool) -> bool:
        """What was typed into a cell; False leaves the plan as it is and says why."""
        if self._state is None or self._assessment is None:
            return False
        metric, programme = self._state.metric, self._assessment.plan.programme
        try:
            if column == VALUE:
                if not text:
                    raise FieldError("a reading has a value; Del removes the reading")
                wanted = Corrected(row.period, value=float(typed_value(text, metric, programme)))
            elif text:
                wanted = Corrected(row.period, n=typed_count(text, metric, programme))
            else:
                wanted = Corrected(row.period, forget_n=True)
            # Noted beforehand: the plan is judged anew before this returns.
            self.show_refusal("")
            shown = f"{'value' if column == VALUE else 'n'}, week ending {formats.day(row.ending)}"
            typed = Typed(text, shown, _COLUMN_NAMES[column], overtaken)
            saved = metrics_writing.correct(self._plan, metric, wanted, typed)
        except FieldError as error:
            self._refused_draft = row.is_draft
            self.show_refusal(self._kept(row, error))
            return False
        except UserError as error:
            self._trouble(error)
            return False
        if not saved:
            self._show_rows()
        return saved

    def _waiting(self) -> dict[tuple[Period, int], str]:
        """What was typed into cells and isn't saved yet."""
        if self._state is None:
            return {}
        texts = self._plan.pending.texts_of(self._state.metric.id)
        rows = [*self._rows, self._draft] if self._draft is not None else self._rows
        return {
            (row.period, column): texts[place]
            for row in rows
            for column, name in _COLUMN_NAMES.items()
            if texts and (place := reading_place(row.period, name)) in texts
        }

    def _kept(self, row: ReadingRow, error: FieldError) -> str:
        metric = self._state.metric if self._state is not None else None
        ending = formats.day(row.ending)
        what = f"Week ending {ending}: {error.what}."
        if row.is_draft or metric is None:
            return f"{what} Nothing was added yet."
        value = formats.metric_value(row.value, metric.unit, metric.decimals, currency=self.model.currency)
        cases = "" if row.n is None else f", n {formats.count(row.n)}"
        return f"{what} The plan keeps {value}{cases}."

    # -------------------------------------------------------------------------------------------- draft

    def _left(self, reverted: bool) -> None:
        if self._draft is None or any(period == self._draft.period for period, _ in self.model.unsaved):
            return
        if self._refused_draft and not reverted:
            self._refused_draft = False
            return
        self._drop_draft()

    def _drop_draft(self) -> None:
        self._draft = None
        self._show_rows()

    # ---------------------------------------------------------------------------------------- refusals

    def _made_refusal(self) -> QFrame:
        theme = self.theme
        frame = QFrame(self)
        frame.setProperty("banner", "error")
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.px(12), theme.px(5), theme.px(6), theme.px(5))
        row.setSpacing(theme.px(8))
        mark = GlyphLabel(theme, "failing", 13, frame)
        mark.ground = "fail_soft"
        row.addWidget(mark)
        self._refused = Label(theme, "", "small", wrap=True, parent=frame)
        row.addWidget(self._refused, 1)
        close = Button(theme, "", lambda: self.show_refusal(""), kind="flat", icon="x", parent=frame)
        close.setAccessibleName("Close this message")
        close.setToolTip("Close this message")
        row.addWidget(close)
        frame.hide()
        return frame

    def show_refusal(self, text: str) -> None:
        """Say below the table what was refused; an empty text takes the line away."""
        self._refused.setText(text)
        self.refusal.setAccessibleName(text)
        self.refusal.setVisible(bool(text))


def _sentence(error: UserError) -> str:
    parts = [error.what, error.kept, error.to_do]
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}."
