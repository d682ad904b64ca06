"""Two states of the plan side by side: what each says, and how much is different in between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from cxworkbench import formats
from ui.glyphs import GlyphLabel
from ui.slices import Slices
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.panel import Panel, rule

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from cxworkbench.comparing import Compared, Figure, Version
    from cxworkbench.history import Comparison
    from ui.sections.page import Handed
    from ui.theme import Theme
    from ui.work import Job, Progress

#: A person who walks through the journal by arrow keys is not kept waiting for each line.
_WAIT_MS = 150
_NOW, _BEGINNING = -1, 0
_UNDER_WAY = "Comparing…"
#: So many letters of both states fit beside the name of a figure.
_WIDE = 21
#: So many figures are shown whatever they say, and so many are made in one turn.
_MOST_SAME, _AT_ONCE = 60, 15


class ComparePanel(Panel):
    """Chooses two states and shows what is different. The judging runs beside the window.

    Signals:
        compared: the two states are on the screen.
    """

    compared = Signal()

    def __init__(self, handed: Handed, parent: QWidget | None = None) -> None:
        theme = handed.theme
        super().__init__(theme, "Compare two states", parent=parent)
        self._handed = handed
        self._job: Job | None = None
        self._slices = Slices(self)
        self._row = 0
        self._asked: tuple[int, int] | None = None
        self.result: Compared | None = None
        self.before, self.after = Choice(theme, self), Choice(theme, self)
        self.before.setAccessibleName("Earlier state")
        self.after.setAccessibleName("Later state")
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(13), 0, theme.px(13), theme.px(6))
        row.setSpacing(theme.px(8))
        row.addWidget(self.before, 3)
        row.addWidget(Label(theme, "with", "small", "ink2", parent=self))
        row.addWidget(self.after, 2)
        for choice in (self.before, self.after):
            choice.setMinimumWidth(theme.px(60))
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.activated.connect(lambda _: self._ask())
        self.body.addLayout(row)
        self._figures = QWidget(self)
        self._grid = QGridLayout(self._figures)
        self._grid.setContentsMargins(theme.px(13), 0, theme.px(13), 0)
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self.body.addWidget(self._figures)
        self.body.addWidget(rule(self))
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(13), theme.px(5), theme.px(8), theme.px(5))
        self.counted = Label(theme, _UNDER_WAY, "small", "ink2", wrap=True, parent=self)
        foot.addWidget(self.counted, 1)
        self.show_all = Button(theme, "Show all", self._show_all, kind="flat", parent=self)
        self.show_all.hide()
        foot.addWidget(self.show_all)
        self.body.addLayout(foot)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._start)

    # ----------------------------------------------------------------------------------------- choosing

    def offer(self, versions: list[Version], zone: ZoneInfo) -> None:
        """Offer the frozen states, the beginning and the present; what is chosen stays chosen if it is still there."""
        held = (self.before.currentData(), self.after.currentData())
        year = self._handed.plan.today()
        named = [
            (f"{one.name}, {formats.day(one.moment.astimezone(zone).date(), current=year)}", one.seq)
            for one in versions
        ]
        self._fill(self.before, [*named, ("The beginning", _BEGINNING)], held[0])
        self._fill(self.after, [("Now", _NOW), *named], held[1])
        self._ask()

    def compare_since(self, seq: int, name: str) -> None:
        """Compare the state before a step with the present."""
        if self.before.itemText(0).startswith("Before "):
            self.before.removeItem(0)
        self.before.insertItem(0, name, seq - 1)
        self.before.setCurrentIndex(0)
        self.after.setCurrentIndex(0)
        self._ask()

    def _fill(self, choice: Choice, items: list[tuple[str, int]], held: int | None) -> None:
        kept = (choice.itemText(0), choice.itemData(0)) if choice.itemText(0).startswith("Before ") else None
        choice.clear()
        for text, seq in ([kept] if kept is not None else []) + items:
            choice.addItem(text, seq)
        place = choice.findData(held) if held is not None else -1
        choice.setCurrentIndex(max(place, 0))

    def _chosen(self) -> tuple[int, int]:
        head = self._handed.plan.session.head
        before, after = self.before.currentData(), self.after.currentData()
        pair = (head if before == _NOW else int(before or 0), head if after in {_NOW, None} else int(after))
        return (min(pair), max(pair))

    # ---------------------------------------------------------------------------------------- comparing

    def _ask(self) -> None:
        self.counted.setText(_UNDER_WAY)
        self._timer.start()

    def _start(self) -> None:
        plan = self._handed.plan
        if plan.is_closed:
            return
        before, after = self._asked = self._chosen()
        path, today = plan.path, plan.today()

        def judge(progress: Progress) -> Compared:
            from contextlib import closing

            from cxworkbench.comparing import compare
            from db.store import open_plan

            progress.step(0, 1, "Comparing")
            with closing(open_plan(path, read_only=True)) as session:
                return compare(session, before, after, today=today)

        if self._job is not None:
            self._job.cancel()
        self._job = self._handed.work.start(judge, asker=self)
        self._job.done.connect(lambda found, asked=(before, after): self._show(found, asked))
        self._job.failed.connect(self._handed.show_failure)
        self._job.failed.connect(lambda _: self.counted.setText("Not compared."))

    def _show(self, found: Compared, asked: tuple[int, int]) -> None:
        if asked != self._asked:
            return  # another pair was chosen meanwhile
        self._job, self.result = None, found
        self._slices.drop()
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._head(asked)
        self._row = 1
        shown = found.figures
        if len(shown) > _MOST_SAME:  # of many, those that say the same twice are only counted
            shown = tuple(one for one in shown if one.before != one.after)
        for first in range(0, len(shown), _AT_ONCE):
            self._slices.add(first, partial(self._add_figures, shown[first : first + _AT_ONCE]))
        if len(shown) < len(found.figures):
            said = f"{formats.plural(len(found.figures) - len(shown), 'figure')} the same in both"
            self._slices.add(
                "same", lambda: self._cell(self._row, 0, Label(self.theme, said, "small", "ink2"), 4)
            )
        if len(shown) <= _AT_ONCE:
            self._slices.finish()
        changes = found.changes
        total = len(changes.added) + len(changes.changed) + len(changes.removed)
        self.counted.setText(
            f"{formats.count(len(changes.added))} added, {formats.plural(len(changes.changed), 'value')} changed, "
            f"{formats.count(len(changes.removed))} deleted"
        )
        self.show_all.setText(f"Show all {formats.count(total)}")
        self.show_all.setVisible(total > 0)
        self.compared.emit()

    def _add_figures(self, figures: Sequence[Figure]) -> None:
        for figure in figures:
            same = figure.before == figure.after
            wide = len(figure.before) + len(figure.after) > _WIDE
            self._cell(self._row, 0, ElidedLabel(self.theme, figure.name, "small"), 4 if wide else 1)
            ink, weight = ("ink2", 400) if same else ("ink", 600)
            before = Label(self.theme, figure.before, "small", "ink3")
            after = Label(self.theme, figure.after, "small", ink, weight=weight)
            if wide:  # two long words get a line of their own
                self._row += 1
                self._cell(self._row, 0, self._pair(before, after), 3)
            else:
                self._cell(self._row, 1, before)
                self._cell(self._row, 2, after)
            if figure.state:
                self._cell(self._row, 3, GlyphLabel(self.theme, figure.state, 12))
            self._row += 1

    def _head(self, asked: tuple[int, int]) -> None:
        later = "Now" if asked[1] == self._handed.plan.session.head else self.after.currentText()
        for column, text in ((0, "Figure"), (1, "Before"), (2, later if later == "Now" else "After")):
            self._cell(0, column, Label(self.theme, text, "small", "ink3"))

    def _pair(self, before: QWidget, after: QWidget) -> QWidget:
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(6))
        row.addStretch(1)
        for widget in (before, Label(self.theme, "→", "small", "ink3"), after):
            row.addWidget(widget)
        return pair

    def _cell(self, row: int, column: int, widget: QWidget, span: int = 1) -> None:
        widget.setFixedHeight(self.theme.px(20))
        side = Qt.AlignmentFlag(0) if column == 0 else Qt.AlignmentFlag.AlignRight
        place = side | Qt.AlignmentFlag.AlignVCenter if column else Qt.AlignmentFlag(0)
        self._grid.addWidget(widget, row, column, 1, span, place)

    def _show_all(self) -> None:
        if self.result is not None:
            Differences(self.theme, self.result.changes, self._title(), self.window()).open()

    def _title(self) -> str:
        return f"{self.before.currentText()} with {self.after.currentText().lower()}"


class Differences(Panel):
    """Everything that is different, in three groups; Esc closes it."""

    def __init__(self, theme: Theme, changes: Comparison, title: str, parent: QWidget) -> None:
        super().__init__(theme, title, "", parent)
        self.setWindowFlags(Qt.WindowType.Dialog)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("panel", "popup")
        self.setWindowTitle("What is different")
        self.tree = QTreeWidget()
        self.tree.setProperty("panel", "table")
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels(["What", "Before → after"])
        self.tree.setAccessibleName("What is different")
        self.tree.setUniformRowHeights(True)
        for name, rows in (
            ("Added", [(text, "") for text in changes.added]),
            ("Changed", list(changes.changed)),
            ("Deleted", [(text, "") for text in changes.removed]),
        ):
            if rows:
                group = QTreeWidgetItem([f"{name}, {formats.count(len(rows))}"])
                group.addChildren([QTreeWidgetItem([" ".join(cell.split()) for cell in row]) for row in rows])
                self.tree.addTopLevelItem(group)
        self.tree.expandAll()
        self.tree.setColumnWidth(0, theme.px(380))
        self.body.addWidget(self.tree, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(13), theme.px(8), theme.px(13), theme.px(10))
        foot.addStretch()
        foot.addWidget(Button(theme, "Close", self.close))
        column = QVBoxLayout()
        column.addLayout(foot)
        self.body.addLayout(column)
        self.resize(theme.px(820), min(theme.px(560), parent.height() - theme.px(60)))

    def open(self) -> None:
        """Show it over the window."""
        self.show()
        self.tree.setFocus()

    def keyPressEvent(self, event: object) -> None:
        """Esc closes it."""
        from PySide6.QtGui import QKeyEvent

        assert isinstance(event, QKeyEvent)
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)
