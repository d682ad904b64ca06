"""The table of objectives: a row a pilot's objective, then the candidates, each with its tests and its condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from cxworkbench import formats
from cxworkbench.assessment import CONDITION_WORDS
from db.models import FrictionPoint, Metric
from ui.glyphs import glyph_icon
from ui.theme import plain_tooltip
from ui.widgets.giving_way import GivingWay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxworkbench.assessment import Assessment, ObjectiveState
    from ui.theme import Theme

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
_STATE = Qt.ItemDataRole.UserRole
_PILOT = Qt.ItemDataRole.UserRole + 1


class ObjectivesTable(QTableWidget):
    """Choosing a row shows its objective. Emits its id and its pilot's (None for a candidate)."""

    chosen = Signal(str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(0, len(_HEADS))
        self._theme = theme
        #: What the rows show, in which mode and size of text: what would be the same again stays.
        self._filled: list[tuple[object, ...]] = []
        self._looks = ("", 0.0)
        self.setProperty("panel", "table")
        self.setAccessibleName("Objectives and candidates")
        self.setHorizontalHeaderLabels(_HEADS)
        self.verticalHeader().hide()
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
            side = Qt.AlignmentFlag.AlignRight if place in _RIGHT else Qt.AlignmentFlag.AlignLeft
            head = self.horizontalHeaderItem(place)
            if head is not None:
                head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        least = theme.px(_LEAST)
        GivingWay(self, _GIVE_WAY, {1: least, 2: least})
        self.itemSelectionChanged.connect(self._say)

    def show_states(self, assessment: Assessment, chosen: str) -> None:
        """Show every objective; the chosen one is selected."""
        rows: list[tuple[ObjectiveState, str, str]] = []
        for pilot in assessment.pilots:
            rating = next(
                (one.state for one in pilot.ratings if one.condition == "clear_objective"), "not_assessed"
            )
            rows += [(one, pilot.pilot.name, rating) for one in pilot.objectives]
        rows += [(one, "Candidate", "") for one in assessment.candidates]
        self.blockSignals(True)
        self.setRowCount(len(rows))
        theme = self._theme
        icons = {
            rating: glyph_icon(theme, rating, 12) for rating in {rating for *_, rating in rows} if rating
        }
        looks = (theme.mode, theme.scale)
        if looks != self._looks:
            self._looks, self._filled = looks, []
        before, self._filled = self._filled, []
        for line, (state, pilot_name, rating) in enumerate(rows):
            said = _said(assessment, state, pilot_name, rating)
            row = (said, rating, state.objective.id, state.objective.pilot, state.passed, len(state.tests))
            if line >= len(before) or before[line] != row:
                self._fill(line, said, state, icons.get(rating))
            self._filled.append(row)
            if state.objective.id == chosen:
                self.selectRow(line)
        self.blockSignals(False)
        self._fit(len(rows))

    def _fill(self, line: int, cells: Sequence[str], state: ObjectiveState, icon: QIcon | None) -> None:
        theme, objective = self._theme, state.objective
        strong, plain = theme.weighted("small", 600), theme.weighted("small", 400)
        muted = {"Not stated", "Nobody named", formats.MISSING}
        for place, text in enumerate(cells):
            item = QTableWidgetItem(" ".join(text.split()))
            side = Qt.AlignmentFlag.AlignRight if place in _RIGHT else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(plain_tooltip(text))
            item.setForeground(theme.color("ink3" if text in muted else "ink" if icon else "ink2"))
            item.setFont(strong if place == 0 and icon else plain)
            if place == len(cells) - 1 and icon:
                item.setIcon(icon)
            item.setData(_STATE, objective.id if place != _TESTS else (state.passed, len(state.tests)))
            item.setData(_PILOT, objective.pilot)
            self.setItem(line, place, item)
        self.setRowHeight(line, self._theme.control("row_default"))

    def _fit(self, rows: int) -> None:
        shown = max(min(rows, _MOST_ROWS), 1)
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(self._theme.control("row_default") * shown + head + 2 * self.frameWidth() + 2)
        self.setVisible(rows > 0)

    def _say(self) -> None:
        item = self.item(self.currentRow(), 0)
        if item is not None:
            self.chosen.emit(item.data(_STATE), item.data(_PILOT))


def _said(assessment: Assessment, state: ObjectiveState, pilot_name: str, rating: str) -> tuple[str, ...]:
    """What the cells of an objective say."""
    plan, objective = assessment.plan, state.objective
    point = plan.get(FrictionPoint, objective.friction_point)
    metric = plan.get(Metric, objective.metric)
    unit, decimals = (metric.unit, metric.decimals) if metric is not None else (None, None)
    parked = "Parked" if objective.parked else "Open"
    return (
        pilot_name,
        point.title if point is not None else "Not stated",
        objective.outcome or "Not stated",
        metric.name if metric is not None else "Not stated",
        formats.metric_value(objective.baseline_value, unit, decimals),
        formats.metric_value(objective.target_value, unit, decimals),
        formats.day(objective.target_date),
        plan.person_name(objective.owner),
        f"{state.passed} of {len(state.tests)}",
        CONDITION_WORDS.get(rating, parked),
    )


class _Tests(QStyledItemDelegate):
    """Six small boxes, filled for each test that passes, and their count in words."""

    def __init__(self, theme: Theme, parent: QTableWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the boxes and the count."""
        theme = self._theme
        told = index.data(_STATE)
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
