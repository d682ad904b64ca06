"""Tables on paper: widths given, head repeated on every page, rules between rows, grounds only for trouble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.platypus.flowables import Flowable

from cxworkbench.briefings.text import Press

HEAD_RULE, ROW_RULE = 0.75, 0.5
#: How far a row's ground reaches past the text on both sides: 6 px.
PAST = 4.5
VAlign = Literal["top", "middle", "bottom"]


@dataclass(frozen=True)
class Cell:
    """What a cell holds, and the token of its ground."""

    block: Flowable | None = None
    ground: str = ""


@dataclass(frozen=True)
class Look:
    """How a table's cells are set, points.

    Attributes:
        beside: padding at the left and right of a cell; the first and last column stand on the text's edge.
        above: padding at the top and the bottom of a cell.
        upright: whether lines stand between the columns, and how far text keeps from them.
        align: where a cell's block stands in a row that is higher.
        least: the least height of a row's content.
        head_rule: whether a black rule stands above the first row where there is no head.
    """

    beside: float = 4.5
    above: float = 2.6
    upright: float | None = None
    align: VAlign = "top"
    least: float = 0.0
    head_rule: bool = True


Row = Sequence[Cell]


class Table(Flowable):
    """A table. It splits between rows, repeats its head, and leaves no single row behind.

    Attributes:
        widths: of its columns, points.
        rows: their cells.
        head: the cells of its head; None where it has none.
    """

    def __init__(
        self,
        press: Press,
        widths: Sequence[float],
        rows: Sequence[Row],
        *,
        head: Row | None = None,
        look: Look = Look(),
    ) -> None:
        super().__init__()
        self._press, self._look = press, look
        self.widths, self.rows, self.head = list(widths), list(rows), head
        #: Of the cells of each row, by the row: widths are given, so that a row is measured once.
        self._measured: dict[int, list[float]] = {}
        self._heights: list[float] = []
        self._head_height = 0.0

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """The widths given, and the height of all rows."""
        self.width = sum(self.widths)
        self._head_height = self._row_height(self.head) if self.head is not None else 0.0
        self._heights = [
            max(self._row_height(row), self._look.least + 2 * self._look.above) for row in self.rows
        ]
        self.height = self._head_height + sum(self._heights)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Two tables with the same head, the first of which fits; [] where less than two rows would."""
        self.wrap(available_width, available_height)
        room, count = available_height - self._head_height, 0
        while count < len(self._heights) and self._heights[count] <= room + 1e-6:
            room -= self._heights[count]
            count += 1
        count = min(count, len(self.rows) - 2)
        if count < 2:
            return []
        parts = (self.rows[:count], self.rows[count:])
        tables = [Table(self._press, self.widths, rows, head=self.head, look=self._look) for rows in parts]
        for table in tables:
            table._measured = self._measured
        return list(tables)

    def draw(self) -> None:
        """Grounds, then content, then rules: no ground hides a rule."""
        placed: list[tuple[Row, float, float, VAlign]] = []
        y = self.height
        if self.head is not None:
            y -= self._head_height
            placed.append((self.head, y, self._head_height, "bottom"))
        for row, height in zip(self.rows, self._heights, strict=True):
            y -= height
            placed.append((row, y, height, self._look.align))
        for row, y, height, _ in placed:
            self._draw_grounds(row, y, height)
        for row, y, height, align in placed:
            self._draw_row(row, y, height, align)
        self._rules([y for row, y, _, _ in placed if row is not self.head], ROW_RULE, "line")
        if self._look.upright is not None:
            self._uprights()
        if self.head is not None or self._look.head_rule:
            self._rules([self.height - self._head_height], HEAD_RULE, "ink")

    # ----------------------------------------------------------------------------------------- geometry

    def _padding(self, column: int) -> tuple[float, float]:
        look, last = self._look, len(self.widths) - 1
        left = 0.0 if column == 0 else (look.beside if look.upright is None else look.upright)
        return left, 0.0 if column == last and look.upright is None else look.beside

    def _inner(self, column: int) -> float:
        left, right = self._padding(column)
        return max(self.widths[column] - left - right, 1.0)

    def _row_height(self, row: Row) -> float:
        return max(self._cell_heights(row), default=0.0) + 2 * self._look.above

    def _cell_heights(self, row: Row) -> list[float]:
        if id(row) not in self._measured:
            self._measured[id(row)] = [
                0.0 if cell.block is None else float(cell.block.wrap(self._inner(column), 1e6)[1])
                for column, cell in enumerate(row)
            ]
        return self._measured[id(row)]

    def _draw_grounds(self, row: Row, y: float, height: float) -> None:
        x = 0.0
        grounds = {cell.ground for cell in row}
        if len(grounds) == 1 and (ground := grounds.pop()):
            # A whole row's ground reaches past the text, which stays on the column's edge.
            self.canv.setFillColor(self._press.color(ground))
            self.canv.rect(-PAST, y, self.width + 2 * PAST, height, stroke=0, fill=1)
            return
        for column, cell in enumerate(row):
            width = self.widths[column]
            if cell.ground:
                self.canv.setFillColor(self._press.color(cell.ground))
                self.canv.rect(x, y, width, height, stroke=0, fill=1)
            x += width

    def _draw_row(self, row: Row, y: float, height: float, align: VAlign) -> None:
        canvas, x = self.canv, 0.0
        for column, (cell, own) in enumerate(zip(row, self._cell_heights(row), strict=True)):
            width = self.widths[column]
            if cell.block is not None:
                spare = height - own - 2 * self._look.above
                below = {"top": spare, "middle": spare / 2, "bottom": 0.0}[align]
                cell.block.drawOn(canvas, x + self._padding(column)[0], y + self._look.above + below)
            x += width

    def _rules(self, heights: Sequence[float], width: float, token: str) -> None:
        self.canv.setStrokeColor(self._press.color(token))
        self.canv.setLineWidth(width)
        self.canv.lines([(0, y, self.width, y) for y in heights])

    def _uprights(self) -> None:
        self.canv.setStrokeColor(self._press.color("line"))
        self.canv.setLineWidth(ROW_RULE)
        x = 0.0
        for width in self.widths[:-1]:
            x += width
            self.canv.line(x, 0, x, self.height)
