"""Columns of a list of fixed columns that give way, one after the other, where there is no room for what matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHeaderView, QTableView


class GivingWay(QObject):
    """Hides columns of a table while those that stretch would be too narrow, so that nothing is cut."""

    def __init__(self, view: QTableView, order: Sequence[int], least: Mapping[int, int]) -> None:
        """Watch over a table.

        Args:
            view: whose columns have fixed widths or stretch.
            order: the columns that give way, the first of them first.
            least: the columns that stretch, and the pixels that each needs.
        """
        super().__init__(view)
        self._view, self._order, self._least = view, tuple(order), dict(least)
        self._widths: dict[int, int] = {}
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the columns whenever the table has another width."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Hide as few columns as need be."""
        head = self._view.horizontalHeader()
        for column in range(head.count()):
            if not head.isSectionHidden(column) and head.sectionResizeMode(column) != _STRETCH:
                self._widths[column] = head.sectionSize(column)
        needed = {**self._widths, **self._least}
        hidden: set[int] = set()
        for column in self._order:
            if sum(width for place, width in needed.items() if place not in hidden) <= self._room():
                break
            hidden.add(column)
        for column in self._order:
            if head.isSectionHidden(column) != (column in hidden):
                self._view.setColumnHidden(column, column in hidden)

    def _room(self) -> int:
        return self._view.viewport().width()


_STRETCH = QHeaderView.ResizeMode.Stretch
