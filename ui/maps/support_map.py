"""Influence upwards, support to the right: where stakeholders stand, and where they stood (visual-language.md, 13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from cxworkbench.stakeholders import INFLUENCE_STEPS, SUPPORT_STEPS, WIN_INFLUENCE, WIN_SUPPORT
from db.models.people import INFLUENCE, SUPPORT
from ui.maps.ground import MapGround

if TYPE_CHECKING:
    from cxworkbench.stakeholders import MapPoint

_STEPS = 5
#: People of one place stand side by side, so far apart as a share of a step.
_APART = 0.3


class SupportMap(MapGround):
    """Stakeholders by influence and support; a fall of support is red."""

    def show_points(self, points: Sequence[MapPoint]) -> None:
        """Show stakeholders."""
        self.clear()
        together: dict[tuple[int, int], int] = {}
        for point in points:
            beside = together.get(point.now, 0)
            together[point.now] = beside + 1
            place = _place(point.now, beside)
            influence, support = (
                INFLUENCE[INFLUENCE_STEPS[point.now[0]]],
                SUPPORT[SUPPORT_STEPS[point.now[1]]],
            )
            said = f"{point.name}: influence {influence.lower()}, {support.lower()}"
            if point.was is not None and point.was[1] != point.now[1]:
                said += f", was {SUPPORT[SUPPORT_STEPS[point.was[1]]].lower()}"
            tone = "fail" if point.fell else "series1"
            self.put(point.ref, point.name, said, place, shape="dot", tone=tone)
            if point.was is not None:
                self.trails.append((_place(point.was, 0), place, "fail" if point.fell else "ink2"))
        fell = sum(point.fell for point in points)
        self.setAccessibleName(f"Influence and support: {len(points)} people, support of {fell} fell")
        self.lay_out()
        self.update()

    def plot(self) -> QRectF:
        """The box of the map within the widget, without the words of its axes."""
        left, bottom = self.theme.px(72), self.theme.px(24)
        top = self.theme.px(14)
        return QRectF(left, top, max(self.width() - left, 1), max(self.height() - bottom - top, 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a line a step, the corner that is to be won first, the axes in words, and the trails."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.plot()
        wide, tall = box.width() / _STEPS, box.height() / _STEPS
        corner = QRectF(box.left(), box.top(), wide * (WIN_SUPPORT + 1), tall * (_STEPS - WIN_INFLUENCE))
        painter.fillRect(corner, self.color("risk_soft"))
        words = corner.adjusted(self.theme.px(6), corner.height() - self.theme.px(18), 0, 0)
        self.words(painter, words, "Win these first", Qt.AlignmentFlag.AlignLeft, "risk")
        for step, word in enumerate(INFLUENCE_STEPS):
            middle = box.bottom() - (step + 0.5) * tall
            painter.setPen(self.color("line"))
            painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
            row = QRectF(0, middle - tall / 2, box.left() - self.theme.px(8), tall)
            self.words(painter, row, INFLUENCE[word], Qt.AlignmentFlag.AlignRight)
        painter.setPen(self.color("line_strong"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        for step, word in enumerate(SUPPORT_STEPS):
            column = QRectF(box.left() + step * wide, box.bottom(), wide, self.height() - box.bottom())
            self.words(painter, column, SUPPORT[word], Qt.AlignmentFlag.AlignHCenter)
        self.paint_trails(painter)


def _place(at: tuple[int, int], beside: int) -> QPointF:
    """The middle of a step both ways; who stands there too steps to the side, right and left in turn."""
    influence, support = at
    aside = (beside + 1) // 2 * _APART * (1 if beside % 2 else -1)
    return QPointF((support + 0.5 + aside) / _STEPS, (influence + 0.5) / _STEPS)
