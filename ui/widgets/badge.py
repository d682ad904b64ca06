"""The badge of a state: glyph and word, heavier as trouble grows (visual-language.md, 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cxworkbench.glyphs import glyph
from ui.glyphs import paint_glyph

if TYPE_CHECKING:
    from ui.theme import Theme

_GLYPH, _GAP, _LEFT, _RIGHT, _HEIGHT = 13, 5, 6, 8, 22


class Badge(QLabel):
    """A state with its word, read as words are. Failing is the only solid badge; Not assessed has a dashed outline."""

    def __init__(self, theme: Theme, state: str, word: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(state, word)
        theme.changed.connect(self.updateGeometry)

    def show_state(self, state: str, word: str = "") -> None:
        """Show another state; ``word`` replaces the state's own where more is known ("3 of 8 weeks")."""
        self.glyph = glyph(state)
        self.word = word or self.glyph.word
        self.setAccessibleName(self.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        theme = self._theme
        self.setFont(theme.weighted("small", 600))
        width = self.fontMetrics().horizontalAdvance(self.word) + theme.px(_LEFT + _GLYPH + _GAP + _RIGHT) + 2
        return QSize(width, theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, outline, glyph and word."""
        theme, tone = self._theme, self.glyph.token
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, ink, mark = self._colors(tone)
        pen = QPen(edge, 1)
        if tone == "none":
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(ground)
        outline = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(outline, theme.px(3), theme.px(3))
        side = theme.px(_GLYPH)
        at = QRectF(theme.px(_LEFT), (self.height() - side) // 2, side, side)
        paint_glyph(painter, self.glyph, at, mark, ground)
        painter.setPen(ink)
        painter.setFont(theme.weighted("small", 600))
        text = self.rect().adjusted(theme.px(_LEFT + _GLYPH + _GAP), 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.word)

    def _colors(self, tone: str) -> tuple[QColor, QColor, QColor, QColor]:
        theme = self._theme
        if tone == "fail":
            # Text on the filled badge is the surface's white by day, nearly black by night.
            ink = theme.color("on_accent")
            return theme.color("fail"), theme.color("fail"), ink, ink
        if tone in {"met", "risk", "none"}:
            ground = theme.color(f"{tone}_soft")
            edge = theme.color("line") if tone == "none" else theme.blend(tone, f"{tone}_soft", 0.25)
            return ground, edge, theme.color(tone), theme.color(self.glyph.mark)
        ground = theme.color("accent_soft" if tone == "accent" else "raised")
        return ground, theme.color("line"), theme.color(tone), theme.color(self.glyph.mark)
