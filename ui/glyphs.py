"""Status glyphs on screen: painted from the shapes of ``cxworkbench.glyphs`` at any size and pixel ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cxworkbench.glyphs import (
    BOX,
    Disc,
    Glyph,
    HalfDisc,
    Polygon,
    Polyline,
    Ring,
    RoundedSquare,
    Shape,
    glyph,
)

if TYPE_CHECKING:
    from ui.theme import Theme


def paint_glyph(painter: QPainter, shown: Glyph, at: QRectF, mark: QColor, ground: QColor) -> None:
    """Paint a glyph into a square.

    Args:
        painter: its state is left as it was.
        shown: what to paint.
        at: the square.
        mark: the colour of the shapes.
        ground: the colour behind the glyph, in which ticks and crosses are cut out.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(at.topLeft())
    painter.scale(at.width() / BOX, at.height() / BOX)
    for shape in shown.shapes:
        _paint(painter, shape, mark, ground)
    painter.restore()


def paint_state(
    painter: QPainter, theme: Theme, state: str, left: float, middle: float, size: float, ground: QColor
) -> None:
    """Paint a state's glyph in the theme's colours, its left edge and its middle given."""
    shown = glyph(state)
    at = QRectF(left, round(middle - size / 2), size, size)
    paint_glyph(painter, shown, at, theme.color(shown.mark), ground)


def glyph_icon(theme: Theme, state: str, size: int = 14) -> QIcon:
    """A state as an icon, for tabs and item models; drawn anew when the theme changes."""
    key = ("state", state, size)
    found = theme.icons.get(key)
    if found is None:
        found = theme.icons[key] = _icon(theme, state, size)
    return found


def _icon(theme: Theme, state: str, size: int) -> QIcon:
    shown = glyph(state)
    icon = QIcon()
    for ratio in (1, 2, 3):
        picture = QPixmap(theme.px(size) * ratio, theme.px(size) * ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        at = QRectF(0, 0, picture.width(), picture.height())
        paint_glyph(painter, shown, at, theme.color(shown.mark), theme.color("surface"))
        painter.end()
        picture.setDevicePixelRatio(ratio)
        icon.addPixmap(picture)
    return icon


class GlyphLabel(QLabel):
    """One glyph; its accessible name is the state's word, and it is read as words are."""

    def __init__(self, theme: Theme, state: str, size: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self.ground = "surface"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(state)
        theme.changed.connect(self.updateGeometry)

    def show_state(self, state: str) -> None:
        """Show another state."""
        self.glyph = glyph(state)
        self.setAccessibleName(self.glyph.word)
        self.update()

    def sizeHint(self) -> QSize:
        """The glyph's square."""
        side = self._theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the glyph."""
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        side = self.sizeHint().width()
        at = QRectF((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        ground = self._theme.color(self.ground)
        paint_glyph(painter, self.glyph, at, self._theme.color(self.glyph.mark), ground)


def _paint(painter: QPainter, shape: Shape, mark: QColor, ground: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mark)
    match shape:
        case Disc():
            painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
        case HalfDisc():
            painter.drawPie(_around(shape), 90 * 16, 180 * 16)
        case Ring():
            painter.setPen(_pen(mark, shape.width, shape.dash))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(_around(shape))
        case RoundedSquare():
            square = QRectF(shape.x, shape.y, shape.side, shape.side)
            painter.drawRoundedRect(square, shape.corner, shape.corner)
        case Polygon():
            if shape.width is not None:
                painter.setPen(_pen(mark, shape.width, None))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(QPolygonF([QPointF(*point) for point in shape.points]))
        case Polyline():
            path = QPainterPath(QPointF(*shape.points[0]))
            for point in shape.points[1:]:
                path.lineTo(QPointF(*point))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.strokePath(path, _pen(ground if shape.knock_out else mark, shape.width, None))


def _around(circle: Ring | HalfDisc) -> QRectF:
    side = 2 * circle.radius
    return QRectF(circle.x - circle.radius, circle.y - circle.radius, side, side)


def _pen(color: QColor, width: float, dash: tuple[float, float] | None) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dash is not None:
        # Qt counts dashes in widths of the pen.
        pen.setDashPattern([length / width for length in dash])
    return pen
