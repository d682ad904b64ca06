"""The matrix of the Overview: conditions and metrics by pilots; heads and row names stay while it scrolls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.sections.overview_cells import (
    HEAD_STACKS_FROM,
    STACKS_FROM,
    WRAPS_FROM,
    blank,
    corner_name,
    metric_cell,
    no_metrics,
    pilot_head,
    rating_cell,
    row_name,
)
from ui.sections.overview_parts import MatrixParts
from ui.widgets.cell import Cell

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState, Rating
    from cxworkbench.plan import Ref
    from ui.theme import Theme

_NAMES_WIDTH, _LEAST_COLUMN = 148, 204
_HEAD, _HEAD_LOW = 96, 92
_CONDITION, _CONDITION_LOW, _CONDITION_TALL = 50, 46, 58
_METRIC, _METRIC_LOW, _METRIC_TALL = 54, 50, 66
#: Where text is large, columns are narrower and rows so high that what no longer fits on a line stands on the next.
_NAMES_NARROW, _COLUMN_NARROW, _CONDITION_NARROW, _METRIC_NARROW = 112, 178, WRAPS_FROM + 6, STACKS_FROM + 4
#: So many pilots must fit beside each other before the rail may stand beside them.
_FIT = 3


class Matrix(QAbstractScrollArea):
    """One column a pilot. Only this area scrolls sideways; it is no taller than what it holds.

    Args:
        theme: colours, sizes, type.
        go_to: opens a record's page.
        open_pilot: opens a pilot's first section, by the pilot's id.
        why: explains a rating, beside the cell given.

    Signals:
        reached: the cell that the keyboard came to.
    """

    reached = Signal(object)

    def __init__(
        self,
        theme: Theme,
        *,
        go_to: Callable[[Ref], None],
        open_pilot: Callable[[str, str], None],
        why: Callable[[PilotState, Rating, QWidget], None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._go_to = go_to
        self._open = open_pilot
        self._why = why
        self.low = False
        self.narrow = False
        self.setProperty("panel", "plain")
        self.setAccessibleName("Conditions and metrics by pilot")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Made here: asked for the one that Qt makes, PySide6 would look it up among the classes of all widgets, which
        # takes longer than reading the plan.
        seen = QWidget()
        seen.setAutoFillBackground(True)
        seen.setBackgroundRole(QPalette.ColorRole.Base)
        self.setViewport(seen)
        self._parts = MatrixParts(self)
        self._assessment: Assessment | None = None
        #: The columns that were made so far, by their place: one is made when it is first needed.
        self._columns: dict[int, list[QWidget]] = {}
        self._pilots = 0
        self._conditions = 0
        self._metrics = 0

    # ------------------------------------------------------------------------------------------- content

    def show_assessment(self, assessment: Assessment) -> None:
        """Show a judgement; the keyboard stays in the cell where it was."""
        held = self._focused_place()
        # First: a cell that goes while the keyboard is in it hands that on, which would make others of the old columns.
        self._columns, self._pilots = {}, 0
        self._parts.clear()
        self._conditions = len(assessment.conditions)
        self._metrics = max([1, *(len(state.metrics) for state in assessment.pilots)])
        self._parts.corner = corner_name(self._theme, "Conditions", counts_line(assessment), self, head=True)
        for _, name, sublabel in assessment.conditions:
            self._parts.names.append(row_name(self._theme, name, sublabel, self._parts.left))
        self._parts.names.append(
            corner_name(
                self._theme, "Metrics", "Latest week, verdict, threshold", self._parts.left, head=False
            )
        )
        self._assessment, self._pilots = assessment, len(assessment.pilots)
        self._arrange()
        if held is not None and self._pilots:
            row, column = held
            self._focus_at(row, column)
        self.updateGeometry()

    def _column(self, state: PilotState, owner: str, assessment: Assessment) -> list[QWidget]:
        theme, body = self._theme, self._parts.body
        id = state.pilot.id
        head = pilot_head(theme, state, owner, self._parts.heads)
        head.clicked.connect(lambda: self._open("objective", id))
        cells: list[QWidget] = [head]
        ratings = {rating.condition: rating for rating in state.ratings}
        for condition, _, _ in assessment.conditions:
            rating = ratings.get(condition)
            cells.append(blank(theme, body) if rating is None else self._rating(state, rating))
        for metric in state.metrics:
            cell = metric_cell(theme, metric, state.pilot.name, body)
            cell.clicked.connect(self._opener(metric.metric.id))
            cells.append(cell)
        if not state.metrics:
            none = no_metrics(theme, state.pilot.name, body)
            none.clicked.connect(lambda: self._open("metrics", id))
            cells.append(none)
        return cells + [blank(theme, body) for _ in range(self._rows - len(cells))]

    def _rating(self, state: PilotState, rating: Rating) -> Cell:
        cell = rating_cell(self._theme, state, rating, self._parts.body)
        cell.clicked.connect(lambda: self._why(state, rating, cell))
        return cell

    def _opener(self, metric: str) -> Callable[[], None]:
        def open_metric() -> None:
            from cxworkbench.plan import Ref

            self._go_to(Ref("metric", metric))

        return open_metric

    # ------------------------------------------------------------------------------------------- keyboard

    def _make_shown(self) -> None:
        """Make the columns on screen, one more to either side, and those that Tab comes to at the ends of a row."""
        if not self._pilots:
            return
        left, wide = self.horizontalScrollBar().value(), max(self._parts.column, 1)
        last = (left + self.viewport().width()) // wide
        self._make({0, self._pilots - 1, *range(left // wide - 1, last + 2)})

    def _make(self, wanted: Iterable[int]) -> None:
        """Make columns that weren't made yet; 200 pilots at once would stop the window."""
        assert self._assessment is not None
        plan = self._assessment.plan
        for place in sorted(set(wanted) - self._columns.keys()):
            if 0 <= place < self._pilots:
                state = self._assessment.pilots[place]
                cells = self._column(state, plan.person_name(state.pilot.owner), self._assessment)
                self._columns[place] = cells
                self._wire(place, cells)
                self._parts.put(place, cells)

    def _wire(self, column: int, cells: list[QWidget]) -> None:
        """Tab walks the cells row by row; arrows move in the grid."""
        for row, cell in enumerate(cells):
            if isinstance(cell, Cell):
                before = self._before(row, column)
                if before is not None:
                    QWidget.setTabOrder(before, cell)
                cell.moved.connect(lambda dx, dy, r=row: self._step(r, column, dx, dy))
                cell.focused.connect(lambda shown=cell: self._came_to(column, shown))

    def _before(self, row: int, column: int) -> Cell | None:
        """The cell from which Tab comes to this place: the nearest at its left, else the last of the rows above."""
        made = sorted(self._columns, reverse=True)
        for above in range(row, -1, -1):
            for place in made:
                cell = self._columns[place][above]
                if isinstance(cell, Cell) and (above < row or place < column):
                    return cell
        return None

    def _came_to(self, column: int, cell: QWidget) -> None:
        self._make((column - 1, column + 1))
        self._bring_into_view(cell)

    def _step(self, row: int, column: int, dx: int, dy: int) -> None:
        row, column = row + dy, column + dx
        while 0 <= column < self._pilots and 0 <= row < self._rows:
            self._make((column,))
            if isinstance(self._columns[column][row], Cell):
                self._focus_at(row, column)
                return
            row, column = row + dy, column + dx

    def _focus_at(self, row: int, column: int) -> None:
        if row < self._rows and column < self._pilots:
            self._make((column,))
            self._columns[column][row].setFocus(Qt.FocusReason.TabFocusReason)

    def _focused_place(self) -> tuple[int, int] | None:
        for column, cells in self._columns.items():
            for row, cell in enumerate(cells):
                if cell.hasFocus():
                    return row, column
        return None

    @property
    def _rows(self) -> int:
        """How many rows there are, heads counted."""
        return 1 + self._conditions + self._metrics

    def _bring_into_view(self, cell: QWidget) -> None:
        self.reached.emit(cell)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        left, right = cell.x(), cell.x() + cell.width()
        if left < across.value() or right > across.value() + self.viewport().width():
            across.setValue(left if left < across.value() else right - self.viewport().width())
        if cell.parentWidget() is self._parts.body:
            top, bottom = cell.y(), cell.y() + cell.height()
            if top < down.value() or bottom > down.value() + self.viewport().height():
                down.setValue(top if top < down.value() else bottom - self.viewport().height())

    # ------------------------------------------------------------------------------------------- geometry

    def sizeHint(self) -> QSize:
        """Tall enough for all rows at their tallest; narrower and lower is scrolled."""
        names, column = self._least()
        return QSize(names + 3 * column, self._tallest())

    def minimumSizeHint(self) -> QSize:
        """Room for the row names and one pilot; narrow, it is shown in its whole height: its page scrolls."""
        low = self._theme.px(_HEAD + 2 * _CONDITION)
        return QSize(sum(self._least()), self._tallest() if self.narrow else low)

    def fits_in(self, width: int) -> bool:
        """Whether so wide a matrix shows its pilots, or the first few of them, without being narrow."""
        return width >= self._theme.px(_NAMES_WIDTH + min(self._pilots, _FIT) * _LEAST_COLUMN)

    def set_narrow(self, narrow: bool) -> None:
        """Narrow columns with high rows, all of them shown."""
        if narrow != self.narrow:
            self.narrow = narrow
            self._arrange()
            self.updateGeometry()

    def _least(self) -> tuple[int, int]:
        """How wide the names of the rows are, and the least width of a pilot's column."""
        px = self._theme.px
        if self.narrow:
            return px(_NAMES_NARROW), px(_COLUMN_NARROW)
        return px(_NAMES_WIDTH), px(_LEAST_COLUMN)

    def set_low(self, low: bool) -> None:
        """Rows of a low window are lower."""
        if low != self.low:
            self.low = low
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit columns and rows into the new size."""
        super().resizeEvent(event)
        self._arrange()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Heads move sideways only, row names up and down only."""
        self._make_shown()
        self._parts.place(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _tallest(self) -> int:
        px = self._theme.px
        if self.narrow:
            names, column = self._least()
            sideways = column * self._pilots > self.width() - names - 2
            bar = self.horizontalScrollBar().sizeHint().height() if sideways else 0
            return self._head_height() + sum(self._row_heights(0)) + 2 + bar
        rows = self._conditions * px(_CONDITION_TALL) + self._metrics * px(_METRIC_TALL)
        return self._head_height() + rows + 2

    def _head_height(self) -> int:
        if self.narrow:
            return self._theme.px(HEAD_STACKS_FROM + 12)
        return self._theme.px(_HEAD_LOW if self.low else _HEAD)

    def _row_heights(self, room: int) -> list[int]:
        """Heights of conditions and metrics: what there is room for, between their least and their tallest."""
        px, low = self._theme.px, self.low
        if self.narrow:
            return [px(_CONDITION_NARROW)] * self._conditions + [px(_METRIC_NARROW)] * self._metrics
        least = [px(_CONDITION_LOW if low else _CONDITION)] * self._conditions
        least += [px(_METRIC_LOW if low else _METRIC)] * self._metrics
        most = [px(_CONDITION_TALL)] * self._conditions + [px(_METRIC_TALL)] * self._metrics
        spare = room - sum(least)
        if spare <= 0 or not least:
            return least
        possible = sum(most) - sum(least)
        return [
            low_one + int((high - low_one) * min(spare / possible, 1))
            for low_one, high in zip(least, most, strict=True)
        ]

    def _arrange(self) -> None:
        px = self._theme.px
        (names, least), head = self._least(), self._head_height()
        self.setMaximumHeight(max(self._tallest(), self.minimumSizeHint().height()))
        self.setViewportMargins(names, head, 0, 0)
        width, height = self.width() - names - 2, self.height() - head - 2
        pilots = self._pilots
        column = max(least, width // pilots) if pilots else width
        sideways = column * pilots > width
        bar = self.horizontalScrollBar().sizeHint().height() if sideways else 0
        rows = self._row_heights(height - bar)
        upright = sum(rows) > height - bar
        if upright and not sideways and pilots:
            column = max(least, (width - self.verticalScrollBar().sizeHint().width()) // pilots)
        self._parts.fit(names, head, column, rows, pilots, self._conditions, width)
        shown = self.viewport().size()
        self.horizontalScrollBar().setRange(0, max(0, column * pilots - width if sideways else 0))
        self.horizontalScrollBar().setPageStep(shown.width())
        self.horizontalScrollBar().setSingleStep(px(40))
        self.verticalScrollBar().setRange(0, max(0, sum(rows) - (height - bar)))
        self.verticalScrollBar().setPageStep(shown.height())
        self.verticalScrollBar().setSingleStep(px(20))
        self._make_shown()
        for place, cells in self._columns.items():
            self._parts.put(place, cells)
        self._parts.place(self.horizontalScrollBar().value(), self.verticalScrollBar().value())


def counts_line(assessment: Assessment) -> str:
    """How many ratings are in each state: "8 met, 9 at risk, 3 failing"."""
    from cxworkbench.assessment import CONDITION_WORDS

    counts = assessment.counts
    return ", ".join(
        f"{counts[state]} {word.lower()}" for state, word in CONDITION_WORDS.items() if counts.get(state)
    )
