"""Probability and impact: five by five, both axes in words, risks as numbered chips (visual-language.md, 13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cxworkbench.raid import HIGH, IMPACT, LIKELIHOOD, MEDIUM
from ui.maps.ground import MapGround, Mark

if TYPE_CHECKING:
    from cxworkbench.raid import RiskPoint
    from ui.theme import Theme

_STEPS = 5
#: So many risks of a cell stand in it at most, and no more than it has room for; of the others it says how many they
#: are. The chosen one stands there always.
_MOST = 4
_TONES = {"High": "fail", "Medium": "risk", "Low": "ink2"}


class RiskMatrix(MapGround):
    """Risks where they stand; a ring and a line show where they stood at the last review."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        #: The risks that have no chip, by id, and how many they are, by cell.
        self._rest: dict[str, tuple[RiskPoint, str]] = {}
        self.more: dict[tuple[int, int], int] = {}
        self._counts: Counter[tuple[int, int]] = Counter()
        self._cells: dict[str, tuple[int, int]] = {}

    def show_points(self, points: Sequence[RiskPoint], titles: dict[str, str]) -> None:
        """Show risks; ``titles`` gives the text of each by its id."""
        self.clear()
        self._rest, self._cells = {}, {}
        counts: Counter[tuple[int, int]] = Counter()
        for point in points:
            counts[point.now] += 1
            title = titles.get(point.ref.id, "")
            if counts[point.now] <= _MOST:
                self._put(point, title)
            else:
                self._rest[point.ref.id] = point, title
            if point.was is not None:
                self.trails.append((_place(point.was), _place(point.now), "ink2"))
        self._counts = counts
        high = sum(point.level == "High" for point in points)
        self.setAccessibleName(f"Probability and impact: {len(points)} open risks, {high} high")
        self.lay_out()
        self.update()

    def choose(self, id: str) -> None:
        """Show one risk as the chosen one; it gets a chip where it had none."""
        if id in self._rest:
            self._put(*self._rest.pop(id))
            self.lay_out()
        super().choose(id)
        self.lay_out()
        self.update()

    def lay_out(self) -> None:
        """Chips below and beside each other within their cell, as many as it has room for."""
        box, gap = self.plot(), self.theme.px(2)
        wide, tall = box.width() / _STEPS, box.height() / _STEPS
        inside: dict[tuple[int, int], list[Mark]] = {}
        for id, mark in self.marks.items():
            inside.setdefault(self._cells[id], []).append(mark)
        self.more = {}
        for cell, marks in inside.items():
            width, height = max(one.width() for one in marks) + gap, marks[0].height() + gap
            across, down = max(int(wide // width), 1), max(int(tall // height), 1)
            seen = marks[: min(across * down, _MOST)]
            chosen = [one for one in marks if one.isChecked() and one not in seen]
            seen = [*seen[: len(seen) - len(chosen)], *chosen]
            if self._counts[cell] > len(seen):
                self.more[cell] = self._counts[cell] - len(seen)
            likelihood, impact = cell
            left, top = box.left() + (impact - 1) * wide, box.bottom() - likelihood * tall
            columns = min(across, len(seen))
            for place, mark in enumerate(seen):
                x = min(left + place % columns * width + gap, self.width() - mark.width())
                y = min(top + place // columns * height + gap / 2, box.bottom() - mark.height())
                mark.move(round(x), round(y))
            for mark in marks:
                mark.setVisible(mark in seen)
                if mark not in seen:
                    mark.move(seen[-1].pos())

    def _put(self, point: RiskPoint, title: str) -> None:
        words = f"{LIKELIHOOD[point.now[0] - 1]}, {IMPACT[point.now[1] - 1].lower()}: {point.level}"
        was = "" if point.was is None else f", was {LIKELIHOOD[point.was[0] - 1].lower()}"
        said = f"{point.code} {title}. {words}{was}"
        tone = _TONES[point.level or "Low"]
        self._cells[point.ref.id] = point.now
        self.put(point.ref, point.code, said, _place(point.now), shape="chip", tone=tone)

    def plot(self) -> QRectF:
        """The box of the map within the widget, without the words of its axes."""
        left, bottom = self.theme.px(62), self.theme.px(20)
        return QRectF(left, 0, max(self.width() - left, 1), max(self.height() - bottom, 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the 25 cells with their products, the axes in words, and the trails."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.plot()
        wide, tall, gap = box.width() / _STEPS, box.height() / _STEPS, self.theme.px(1)
        for likelihood in range(1, _STEPS + 1):
            top = box.bottom() - likelihood * tall
            for impact in range(1, _STEPS + 1):
                cell = QRectF(box.left() + (impact - 1) * wide, top, wide, tall).adjusted(
                    gap, gap, -gap, -gap
                )
                self._paint_cell(painter, cell, likelihood * impact, self.more.get((likelihood, impact), 0))
            row = QRectF(0, top, box.left() - self.theme.px(8), tall)
            self.words(painter, row, LIKELIHOOD[likelihood - 1], Qt.AlignmentFlag.AlignRight)
        for impact, word in enumerate(IMPACT):
            column = QRectF(box.left() + impact * wide, box.bottom(), wide, self.height() - box.bottom())
            self.words(painter, column, word, Qt.AlignmentFlag.AlignHCenter)
        self.paint_trails(painter)

    def _paint_cell(self, painter: QPainter, cell: QRectF, product: int, more: int) -> None:
        tone = "fail_soft" if product >= HIGH else "risk_soft" if product >= MEDIUM else "surface"
        painter.fillRect(cell, self.color(tone))
        painter.setPen(self.color("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(cell.adjusted(0.5, 0.5, -0.5, -0.5))
        side = self.theme.px(4)
        corner = cell.adjusted(side, cell.height() - self.theme.px(10), -side, 0)
        text, ink = (f"+{more}", "ink2") if more else (str(product), "ink3")
        self.words(painter, corner, text, Qt.AlignmentFlag.AlignRight, ink)


def _place(at: tuple[int, int]) -> QPointF:
    """The middle of a cell, given by likelihood and impact."""
    likelihood, impact = at
    return QPointF((impact - 0.5) / _STEPS, (likelihood - 0.5) / _STEPS)
