"""The table of objectives: a row a pilot's objective, then the candidates, each with its tests and its condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cxworkbench import formats
from cxworkbench.assessment import CONDITION_WORDS
from db.models import FrictionPoint, Metric
from ui.glyphs import glyph_icon
from ui.theme import plain_tooltip
from ui.widgets.giving_way import GivingWay

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, ObjectiveState
    from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADS = (
    "Pilot",
    "Friction point",
    "Outcome",
    "Metric",
    "Baseline",
    "Target",
    "By",
    "Owner",
    "Tests",
    "Condition",
)
_WIDTHS = (112, 0, 0, 124, 66, 60, 98, 116, 106, 92)
_RIGHT = frozenset({4, 5, 6})
_TESTS = 8
#: Owner, baseline, tests, metric: the form says them all. What hurts and what is to come of it keep their room.
_GIVE_WAY, _LEAST = (7, 4, 8, 3), 110
_MOST_ROWS = 7
_COUNTS = Qt.ItemDataRole.UserRole
_MUTED = frozenset({"Not stated", "Nobody named", formats.MISSING})


@dataclass(frozen=True)
class Shown:
    """One row: an objective, whose it is, and how its condition stands; empty for a candidate."""

    state: ObjectiveState
    pilot: str
    rating: str


class ObjectivesModel(QAbstractTableModel):
    """Objectives; what a row says is looked up when it is seen first."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._assessment: Assessment | None = None
        self.rows: list[Shown] = []
        self._said: dict[int, tuple[str, ...]] = {}

    def show_rows(self, assessment: Assessment, rows: list[Shown]) -> None:
        """Show rows in their order."""
        self.beginResetModel()
        self._assessment, self.rows = assessment, rows
        self._said.clear()
        self.endResetModel()

    def said(self, row: int) -> tuple[str, ...]:
        """What the cells of a row say."""
        if row not in self._said:
            assert self._assessment is not None
            self._said[row] = _said(self._assessment, self.rows[row])
        return self._said[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One an objective."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One for each head."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The heads."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return _HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, weight, colour and glyph of a cell; of the tests, how many pass of how many."""
        if not index.isValid():
            return None
        row, column, theme = self.rows[index.row()], index.column(), self._theme
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.FontRole:
            return theme.weighted("small", 600 if column == 0 and row.rating else 400)
        if role == Qt.ItemDataRole.DecorationRole:
            is_state = column == len(_HEADS) - 1 and row.rating
            return glyph_icon(theme, row.rating, 12) if is_state else None
        if role == _COUNTS:
            return (row.state.passed, len(row.state.tests))
        if role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.ForegroundRole,
        }:
            return None
        text = self.said(index.row())[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(text)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color("ink3" if text in _MUTED else "ink" if row.rating else "ink2")
        return " ".join(text.split())


class ObjectivesTable(QTableView):
    """Choosing a row shows its objective. Emits its id and its pilot's (None for a candidate)."""

    chosen = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.objectives = ObjectivesModel(theme, self)
        self.setModel(self.objectives)
        self.setProperty("panel", "table")
        self.setAccessibleName("Objectives and candidates")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.control("row_default"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegateForColumn(_TESTS, _Tests(theme, self))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for place, width in enumerate(_WIDTHS):
            if width:
                self.setColumnWidth(place, theme.px(width))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        least = theme.px(_LEAST)
        GivingWay(self, _GIVE_WAY, {1: least, 2: least})
        self.selectionModel().selectionChanged.connect(lambda *_: self._say())
        self._is_told = True

    def rowCount(self) -> int:
        """How many objectives there are."""
        return len(self.objectives.rows)

    def show_states(self, assessment: Assessment, chosen: str) -> None:
        """Show every objective; the chosen one is selected."""
        rows: list[Shown] = []
        for pilot in assessment.pilots:
            rating = next(
                (one.state for one in pilot.ratings if one.condition == "clear_objective"), "not_assessed"
            )
            rows += [Shown(one, pilot.pilot.name, rating) for one in pilot.objectives]
        rows += [Shown(one, "Candidate", "") for one in assessment.candidates]
        self._is_told = False
        self.objectives.show_rows(assessment, rows)
        place = next((at for at, one in enumerate(rows) if one.state.objective.id == chosen), None)
        if place is not None:
            self.selectRow(place)
        self._is_told = True
        self._fit(len(rows))

    def _fit(self, rows: int) -> None:
        shown = max(min(rows, _MOST_ROWS), 1)
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(self._theme.control("row_default") * shown + head + 2 * self.frameWidth() + 2)
        self.setVisible(rows > 0)

    def _say(self) -> None:
        row = self.currentIndex().row()
        if self._is_told and 0 <= row < self.rowCount():
            objective = self.objectives.rows[row].state.objective
            self.chosen.emit(objective.id, objective.pilot)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _said(assessment: Assessment, row: Shown) -> tuple[str, ...]:
    """What the cells of an objective say."""
    plan, state, objective = assessment.plan, row.state, row.state.objective
    point = plan.get(FrictionPoint, objective.friction_point)
    metric = plan.get(Metric, objective.metric)
    unit, decimals = (metric.unit, metric.decimals) if metric is not None else (None, None)
    parked = "Parked" if objective.parked else "Open"
    return (
        row.pilot,
        point.title if point is not None else "Not stated",
        objective.outcome or "Not stated",
        metric.name if metric is not None else "Not stated",
        formats.metric_value(objective.baseline_value, unit, decimals),
        formats.metric_value(objective.target_value, unit, decimals),
        formats.day(objective.target_date),
        plan.person_name(objective.owner),
        f"{state.passed} of {len(state.tests)}",
        CONDITION_WORDS.get(row.rating, parked),
    )


class _Tests(QStyledItemDelegate):
    """Six small boxes, filled for each test that passes, and their count in words."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the boxes and the count."""
        theme = self._theme
        told = index.data(_COUNTS)
        passed, tests = told if isinstance(told, tuple | list) else (0, 0)
        rect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selection"))
        width, height, gap = theme.px(7), theme.px(9), theme.px(2)
        left, top = rect.left() + theme.px(8), rect.center().y() - height // 2
        for place in range(tests):
            painter.setPen(QPen(theme.color("ink2" if place < passed else "line_strong"), 1))
            painter.setBrush(theme.color("ink2") if place < passed else Qt.BrushStyle.NoBrush)
            painter.drawRect(left + place * (width + gap), top, width - 1, height - 1)
        painter.setPen(theme.color("ink"))
        painter.setFont(theme.font("micro"))
        words = rect.adjusted(theme.px(8) + tests * (width + gap) + theme.px(4), 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), index.data())
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()
