"""Painting text: one line, plain, cut short with "…" where there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

if TYPE_CHECKING:
    from ui.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
_LINE = Qt.TextFlag.TextSingleLine


def one_line(text: str) -> str:
    """A text of the plan on one line."""
    return " ".join(text.split())


def text_width(text: str, font: QFont) -> float:
    """How wide a text is in a font."""
    return QFontMetricsF(font).horizontalAdvance(one_line(text))


def draw_line(
    painter: QPainter, at: QRectF, text: str, font: QFont, color: QColor, side: Qt.AlignmentFlag = LEFT
) -> bool:
    """Draw one line of text, middle of the box.

    Returns:
        Whether all of it is shown.
    """
    line = one_line(text)
    shown = QFontMetricsF(font).elidedText(line, Qt.TextElideMode.ElideRight, at.width())
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(at, int(side | Qt.AlignmentFlag.AlignVCenter) | int(_LINE), shown)
    return shown == line


def draw_ends(
    painter: QPainter,
    at: QRectF,
    left: tuple[str, QFont, QColor],
    right: tuple[str, QFont, QColor],
    gap: float,
) -> bool:
    """Draw a text at the left and one at the right of a line; the left one is cut short where they would meet.

    Returns:
        Whether all of both is shown.
    """
    taken = min(text_width(right[0], right[1]) + 1, at.width() * 0.7)
    beside = QRectF(at.right() - taken, at.top(), taken, at.height())
    whole = draw_line(painter, beside, *right, RIGHT)
    room = at.width() - (taken + gap if right[0] else 0)
    return draw_line(painter, QRectF(at.left(), at.top(), max(room, 0), at.height()), *left) and whole


def draw_focus(painter: QPainter, theme: Theme, at: QRectF) -> None:
    """Mark where the keyboard is: a line of 2 px in the accent, inside the box."""
    painter.save()
    pen = painter.pen()
    pen.setColor(theme.color("focus"))
    pen.setWidth(2)
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(at.adjusted(1, 1, -1, -1))
    painter.restore()
