"""The three moving parts of the Overview's matrix, and where each cell stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.sections.overview_matrix import Matrix


class MatrixParts:
    """The three moving parts of the matrix: heads above, names at the left, cells in the middle."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix
        self._head_clip, self._left_clip = QWidget(matrix), QWidget(matrix)
        self.heads, self.left = QWidget(self._head_clip), QWidget(self._left_clip)
        self.body = QWidget(matrix.viewport())
        self.names: list[QWidget] = []
        self.corner: QWidget | None = None
        #: The width of a column; the last is so much wider: it takes what dividing the width left over.
        self.column = self._spare = 0
        #: Top and height of each row, heads first.
        self._bands: list[tuple[int, int]] = []
        self._pilots = 0

    def clear(self) -> None:
        """Take all cells away."""
        for parent in (self.heads, self.left, self.body):
            for child in parent.findChildren(QWidget):
                child.hide()
                child.deleteLater()
        if self.corner is not None:
            self.corner.hide()
            self.corner.deleteLater()
        self.names = []

    def fit(
        self,
        names: int,
        head: int,
        column: int,
        rows: list[int],
        pilots: int,
        conditions: int,
        width: int,
    ) -> None:
        """Learn how wide and high everything is, and give the names of the rows their places."""
        self._head_clip.setGeometry(1 + names, 1, width, head)
        self._left_clip.setGeometry(1, 1 + head, names, max(self._matrix.viewport().height(), 0))
        total = sum(rows)
        across = max(column * pilots, self._matrix.viewport().width())
        self.heads.resize(across, head)
        self.left.resize(names, total)
        self.body.resize(across, total)
        if self.corner is not None:
            self.corner.setGeometry(1, 1, names, head)
            self.corner.show()
        tops = [sum(rows[:place]) for place in range(len(rows))]
        for place, name in enumerate(self.names):
            last = place == conditions
            top = tops[place] if place < len(tops) else total
            name.setGeometry(0, top, names, total - top if last else rows[place])
            name.show()
        self.column, self._pilots = column, pilots
        self._spare = max(0, self._matrix.viewport().width() - column * pilots)
        self._bands = [(0, head), *zip(tops, rows, strict=True)]

    def put(self, number: int, cells: list[QWidget]) -> None:
        """Give the cells of a column their places."""
        wide = self.column + (self._spare if number == self._pilots - 1 else 0)
        for (top, height), cell in zip(self._bands, cells, strict=True):
            cell.setGeometry(number * self.column, top, wide, height)
            cell.show()

    def place(self, across: int, down: int) -> None:
        """Move the parts to where the scroll bars stand."""
        self.heads.move(QPoint(-across, 0))
        self.left.move(QPoint(0, -down))
        self.body.move(QPoint(-across, -down))
