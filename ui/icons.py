"""Lucide icons in the theme's colours."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

import resources

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

    from ui.theme import Theme

#: 1.5 px at 16 px, in the 24 units of the drawing.
_STROKE = 'stroke-width="2.25"'


def paint_icon(painter: QPainter, theme: Theme, name: str, at: QRectF, tone: str = "ink3") -> None:
    """Paint an icon into a square."""
    _drawing(name, theme.color(tone).name()).render(painter, at)


def icon(theme: Theme, name: str, tone: str = "ink3", size: int = 16, gap: int = 0) -> QIcon:
    """An icon for buttons and fields, sharp at one, two and three pixels a point; ``gap`` is left free at its right."""
    key = (name, tone, size, gap)
    found = theme.icons.get(key)
    if found is None:
        found = theme.icons[key] = _drawn(theme, name, tone, size, gap)
    return found


def _drawn(theme: Theme, name: str, tone: str, size: int, gap: int) -> QIcon:
    found = QIcon()
    for ratio in (1, 2, 3):
        side = theme.px(size) * ratio
        picture = QPixmap(side + theme.px(gap) * ratio, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, theme, name, QRectF(0, 0, side, side), tone)
        painter.end()
        picture.setDevicePixelRatio(ratio)
        found.addPixmap(picture)
    return found


@lru_cache(maxsize=256)
def _drawing(name: str, color: str) -> QSvgRenderer:
    from PySide6.QtSvg import QSvgRenderer

    drawn = resources.icon(name).replace("currentColor", color).replace('stroke-width="2"', _STROKE)
    return QSvgRenderer(QByteArray(drawn.encode()))
