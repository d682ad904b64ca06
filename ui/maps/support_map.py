"""Influence upwards, support to the right: where stakeholders stand, and where they stood (visual-language.md, 13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from cxworkbench.stakeholders import INFLUENCE_STEPS, SUPPORT_STEPS, WIN_INFLUENCE, WIN_SUPPORT
from db.models.people import INFLUENCE, SUPPORT
from ui.maps.ground import MapGround

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cxworkbench.stakeholders import MapPoint
    from ui.maps.ground import Mark
    from ui.theme import Theme

_STEPS = 5
#: People of one place stand side by side, so far apart as a share of a step.
_APART = 0.45
#: Marks of a row keep so far apart; a ring keeps so far from a dot.
_BESIDE, _RING = 2, 12


class SupportMap(MapGround):
    """Stakeholders by influence and support; a fall of support is red."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._was: list[tuple[QPointF, str, str]] = []

    def minimumSizeHint(self) -> QSize:
        """Room for a name above the dot in each row."""
        return QSize(self.theme.px(240), self.theme.px(212))

    def show_points(self, points: Sequence[MapPoint]) -> None:
        """Show stakeholders."""
        self.clear()
        self._was = []
        together = Counter(point.now for point in points)
        already: Counter[tuple[int, int]] = Counter()
        for point in points:
            place = _place(point.now, already[point.now], together[point.now])
            already[point.now] += 1
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
                self._was.append((_place(point.was), point.ref.id, "fail" if point.fell else "ink2"))
        fell = sum(point.fell for point in points)
        self.setAccessibleName(f"Influence and support: {len(points)} people, support of {fell} fell")
        self.lay_out()
        self.update()

    def lay_out(self) -> None:
        """Each row of people side by side; nobody's dot leaves its step while names can give way for it."""
        rows: dict[float, list[str]] = {}
        for id, place in self.places.items():
            rows.setdefault(place.y(), []).append(id)
        for y, ids in rows.items():
            ids.sort(key=lambda one: self.places[one].x())
            self._lay_row(y, ids)
        dots = [self._dot(mark) for mark in self.marks.values()]
        self.trails = []
        for was, id, tone in self._was:
            ring, now = self.point(was), self._dot(self.marks[id])
            if any(abs(dot.x() - ring.x()) + abs(dot.y() - ring.y()) < self.theme.px(_RING) for dot in dots):
                ring.setX(ring.x() + self.theme.px(_RING) * (1 if now.x() > ring.x() else -1))
            self.trails.append((self._share(ring), self._share(now), tone))

    def _lay_row(self, y: float, ids: list[str]) -> None:
        marks = [self.marks[id] for id in ids]
        wanted = [self.point(self.places[id]).x() for id in ids]
        for mark in marks:
            mark.show_name(named=True)
        if sum(mark.width() for mark in marks) > 2 * self.plot().width():
            for mark in marks:
                mark.show_name(named=mark.tone != "series1")
        half = self.plot().width() / _STEPS / 2
        middles = [self._middle(self.places[id].x()) for id in ids]
        while True:
            at = self._spread(wanted, [mark.width() for mark in marks])
            out = [place for place, x in enumerate(at) if abs(x - middles[place]) > half]
            # Whoever moved keeps the name longest.
            named = [
                mark for mark in marks if mark.is_named and (mark.tone == "series1" or len(marks) > _STEPS)
            ]
            if not out:
                break
            if not named:
                # More than a step can hold: dots overlap, and none stands where its person doesn't.
                at = wanted
                break
            near = [mark for mark in named if abs(middles[marks.index(mark)] - middles[out[0]]) <= 2 * half]
            max(near or named, key=lambda mark: mark.width()).show_name(named=False)
        top = self.point(QPointF(0, y)).y()
        for mark, x in zip(marks, at, strict=True):
            left = min(max(x - mark.width() / 2, 0), max(self.width() - mark.width(), 0))
            mark.move(round(left), round(top - mark.anchor().y()))

    def _spread(self, wanted: list[float], widths: list[int]) -> list[float]:
        """Middles that keep apart, as near to where they want to be as both sides allow.

        Pushing to the right from the left end keeps them apart, as pushing to the left from the right end does; so
        does the mean of both.
        """
        gap = self.theme.px(_BESIDE)
        right = list(wanted)
        for place in range(1, len(right)):
            least = (widths[place - 1] + widths[place]) / 2 + gap
            right[place] = max(right[place], right[place - 1] + least)
        left = list(wanted)
        for place in range(len(left) - 2, -1, -1):
            least = (widths[place + 1] + widths[place]) / 2 + gap
            left[place] = min(left[place], left[place + 1] - least)
        return [(a + b) / 2 for a, b in zip(left, right, strict=True)]

    def _middle(self, share: float) -> float:
        step = min(int(share * _STEPS), _STEPS - 1)
        return self.point(QPointF((step + 0.5) / _STEPS, 0)).x()

    @staticmethod
    def _dot(mark: Mark) -> QPointF:
        return QPointF(mark.pos()) + mark.anchor()

    def _share(self, at: QPointF) -> QPointF:
        box = self.plot()
        return QPointF((at.x() - box.left()) / box.width(), (box.bottom() - at.y()) / box.height())

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
        painter.fillRect(corner, self.theme.tint("risk"))
        words = corner.adjusted(self.theme.px(6), tall, 0, 0)
        words.setHeight(self.theme.px(16))
        words.moveTop(corner.center().y() - words.height() / 2)
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


def _place(at: tuple[int, int], beside: int = 0, together: int = 1) -> QPointF:
    """The middle of a step both ways; people of one place stand side by side around it."""
    influence, support = at
    aside = (beside - (together - 1) / 2) * min(_APART, 0.9 / together)
    return QPointF((support + 0.5 + aside) / _STEPS, (influence + 0.5) / _STEPS)
