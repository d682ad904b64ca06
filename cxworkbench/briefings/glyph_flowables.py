"""Status glyphs on paper, from the shapes that the window paints: alone, before a text, as a strip of gates."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from cxworkbench.briefings.text import TABLE_STRONG, TIGHT, Press, Text, bounded
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

#: 11 px, the size of a glyph in print.
SIZE = 8.25
GATE_SIZE = 9.0
GAP = 3.0
_THINNEST = 0.5


def draw_glyph(
    canvas: Canvas,
    press: Press,
    shown: Glyph,
    x: float,
    y: float,
    *,
    size: float = SIZE,
    ground: str = "paper",
    mark: str | None = None,
) -> None:
    """Draw a glyph with its lower left corner at x, y.

    Args:
        canvas: its state is left as it was.
        press: gives the colours.
        shown: what to draw.
        x: points.
        y: points.
        size: the side of its square, points.
        ground: the token of what lies behind it; ticks and crosses are cut out in it.
        mark: another token than the glyph's own, where it stands on its own colour.
    """
    canvas.saveState()
    canvas.translate(x, y + size)
    canvas.scale(size / BOX, -size / BOX)
    canvas.setLineCap(0)
    canvas.setLineJoin(0)
    for shape in shown.shapes:
        _draw(canvas, press, shape, mark or shown.mark, ground, BOX / size)
    canvas.restoreState()


def _draw(canvas: Canvas, press: Press, shape: Shape, mark: str, ground: str, unit: float) -> None:
    color = press.color(mark)
    canvas.setFillColor(color)
    canvas.setStrokeColor(color)
    canvas.setDash()
    match shape:
        case Disc():
            canvas.circle(shape.x, shape.y, shape.radius, stroke=0, fill=1)
        case HalfDisc():
            path = canvas.beginPath()
            side = (
                shape.x - shape.radius,
                shape.y - shape.radius,
                shape.x + shape.radius,
                shape.y + shape.radius,
            )
            path.arc(*side, startAng=90, extent=180)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)
        case Ring():
            canvas.setLineWidth(max(shape.width, _THINNEST * unit))
            if shape.dash is not None:
                canvas.setDash(list(shape.dash))
            canvas.circle(shape.x, shape.y, shape.radius, stroke=1, fill=0)
        case RoundedSquare():
            canvas.roundRect(shape.x, shape.y, shape.side, shape.side, shape.corner, stroke=0, fill=1)
        case Polygon() | Polyline():
            _draw_line(canvas, press, shape, ground, unit)


def _draw_line(canvas: Canvas, press: Press, shape: Polygon | Polyline, ground: str, unit: float) -> None:
    path = canvas.beginPath()
    path.moveTo(*shape.points[0])
    for point in shape.points[1:]:
        path.lineTo(*point)
    if isinstance(shape, Polygon):
        path.close()
    elif shape.knock_out:
        canvas.setStrokeColor(press.color(ground))
    if shape.width is None:
        canvas.drawPath(path, stroke=0, fill=1)
        return
    canvas.setLineWidth(max(shape.width, _THINNEST * unit))
    canvas.drawPath(path, stroke=1, fill=0)


class GlyphText(Flowable):
    """A glyph before a text, level with its first line; something may stand at the right of that line."""

    def __init__(
        self,
        press: Press,
        state: str,
        text: Text,
        *,
        gap: float = GAP,
        right: Text | None = None,
        ground: str = "paper",
        padding: float = 0.0,
    ) -> None:
        super().__init__()
        bounded(text)
        self._press, self._glyph, self._text = press, glyph(state), text
        self._gap, self._ground, self._right, self._padding = gap, ground, right, padding
        self._below = 0.0

    @property
    def natural(self) -> float:
        """How wide it is on one line, without what stands at the right."""
        return SIZE + self._gap + self._text.natural

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The text's height, and one line more where the right side finds no room."""
        self.width = available_width
        height = self._text.wrap(available_width - SIZE - self._gap, available_height)[1]
        self._below = 0.0
        if self._right is not None:
            self._right.wrap(available_width, available_height)
            if self._text.widest + SIZE + 2 * self._gap + self._right.widest > available_width:
                self._below = self._right.height
        self.height = height + self._below + 2 * self._padding
        return available_width, self.height

    def draw(self) -> None:
        """Glyph, text, right side."""
        top = self.height - self._padding
        line = self._text.leading
        draw_glyph(self.canv, self._press, self._glyph, 0, top - (line + SIZE) / 2, ground=self._ground)
        self._text.drawOn(self.canv, SIZE + self._gap, top - self._text.height)
        if self._right is not None:
            y = self._padding if self._below else top - (line + self._right.height) / 2
            self._right.drawOn(self.canv, 0, y)


def status_word(
    press: Press, state: str, word: str = "", *, was: str | None = None, ground: str = "paper"
) -> GlyphText:
    """A state as shape and word, and its old word at the right where it changed."""
    shown = glyph(state)
    text = press.text(word or shown.word, TABLE_STRONG.but(color=shown.token), most_lines=2)
    right = press.text(f"was {was}", TIGHT.but(color="ink3"), align="right", most_lines=1) if was else None
    return GlyphText(press, state, text, right=right, ground=ground)


class GateStrip(Flowable):
    """The gates of a pilot as diamonds on a line, in their order."""

    _WIDEST = 170.0

    def __init__(self, press: Press, states: Sequence[str]) -> None:
        super().__init__()
        self._press = press
        self._glyphs = [glyph(f"gate_{state}") for state in states]

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """One row of diamonds; nothing where there are no gates."""
        self.width = min(available_width, self._WIDEST)
        self.height = GATE_SIZE if self._glyphs else 0.0
        return available_width, self.height

    def draw(self) -> None:
        """The line first, then each diamond on a piece of paper that interrupts it."""
        if not self._glyphs:
            return
        canvas, press = self.canv, self._press
        canvas.setStrokeColor(press.color("line_strong"))
        canvas.setLineWidth(_THINNEST)
        middle, half = GATE_SIZE / 2, GATE_SIZE / 2
        canvas.line(half, middle, self.width - half, middle)
        step = self.width / len(self._glyphs)
        for place, shown in enumerate(self._glyphs):
            x = place * step
            canvas.setFillColor(press.color("paper"))
            canvas.rect(x - 1.5, 0, GATE_SIZE + 3, GATE_SIZE, stroke=0, fill=1)
            draw_glyph(canvas, press, shown, x, 0, size=GATE_SIZE)
