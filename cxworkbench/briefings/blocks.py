"""Blocks that pages are made of: headings, blocks over and beside each other, framed boxes with black numbers."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from cxworkbench.briefings.text import STRONG, TABLE, Press, Style, Text
from cxworkbench.briefings.words import clean

_ASIDE_GAP = 4.5


class Heading(Flowable):
    """A heading of the outline, with something smaller behind it; it stays with the block that follows.

    Attributes:
        title: its words in the outline.
        level: 0 for the paper's own title, 1 for a section.
    """

    def __init__(
        self,
        press: Press,
        text: str,
        style: Style,
        *,
        level: int = 1,
        aside: str = "",
        before: float = 0.0,
        after: float = 0.0,
        most_lines: int = 2,
    ) -> None:
        super().__init__()
        self.title = clean(text)
        self.level = level
        self.keepWithNext = 1
        self.spaceBefore = before
        self._after = after
        self._text = press.text(text, style, most_lines=most_lines)
        self._aside = press.text(aside, TABLE.but(color="ink3"), most_lines=1) if aside else None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The heading's lines and the space below them."""
        self.width = available_width
        self.height = self._text.wrap(available_width, available_height)[1] + self._after
        return available_width, self.height

    def draw(self) -> None:
        """The text, and the aside on the same baseline."""
        self._text.drawOn(self.canv, 0, self._after)
        if self._aside is None or len(self._text.lines) > 1:
            return
        x = self._text.widest + _ASIDE_GAP
        self._aside.wrap(max(self.width - x, 1.0), self.height)
        line = self._text.spans[0].style
        baseline = self._after + line.leading - line.drop
        own = self._aside.spans[0].style
        self._aside.drawOn(self.canv, x, baseline - own.leading + own.drop)


class Stack(Flowable):
    """Blocks one below the other."""

    def __init__(self, blocks: Sequence[Flowable], gap: float = 0.0) -> None:
        super().__init__()
        self._blocks = list(blocks)
        self._gap = gap
        self._heights: list[float] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """All heights and the gaps."""
        self.width = available_width
        self._heights = [float(one.wrap(available_width, available_height)[1]) for one in self._blocks]
        self.height = sum(self._heights) + self._gap * max(len(self._blocks) - 1, 0)
        return available_width, self.height

    def draw(self) -> None:
        """From the top down."""
        y = self.height
        for block, height in zip(self._blocks, self._heights, strict=True):
            y -= height
            block.drawOn(self.canv, 0, y)
            y -= self._gap


class Beside(Flowable):
    """Blocks beside each other, tops level, each in a width of its own."""

    def __init__(
        self, blocks: Sequence[Flowable], widths: Sequence[float], gap: float, *, before: float = 0.0
    ) -> None:
        super().__init__()
        self.spaceBefore = before
        self._blocks = list(blocks)
        self._widths = list(widths)
        self._gap = gap
        self._heights: list[float] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as the highest."""
        self.width = available_width
        self._heights = [
            float(block.wrap(width, available_height)[1])
            for block, width in zip(self._blocks, self._widths, strict=True)
        ]
        self.height = max(self._heights, default=0.0)
        return available_width, self.height

    def draw(self) -> None:
        """From left to right; boxes grow to the height of the highest."""
        x = 0.0
        for block, width, height in zip(self._blocks, self._widths, self._heights, strict=True):
            if isinstance(block, Box):
                block.grow(self.height)
                block.drawOn(self.canv, x, 0)
            else:
                block.drawOn(self.canv, x, self.height - height)
            x += width + self._gap


class Box(Flowable):
    """A block in a frame of 0.75 pt, with a number in a black square at its left."""

    _PADDING, _SQUARE, _GAP, _RULE = (5.25, 6.0), 12.75, 6.0, 0.75

    def __init__(self, press: Press, number: str, block: Flowable) -> None:
        super().__init__()
        self._press = press
        self._block = block
        self._number = number
        self._inner = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The block's height and the padding."""
        above, beside = self._PADDING
        self.width = available_width
        inside = available_width - 2 * beside - self._SQUARE - self._GAP
        self._inner = float(self._block.wrap(inside, available_height)[1])
        self.height = max(self._inner, self._SQUARE) + 2 * above
        return available_width, self.height

    def grow(self, height: float) -> None:
        """Stand as high as the boxes beside it."""
        self.height = max(height, self.height)

    def draw(self) -> None:
        """Frame, square, number, block."""
        above, beside = self._PADDING
        press, canvas = self._press, self.canv
        canvas.setStrokeColor(press.color("ink"))
        canvas.setLineWidth(self._RULE)
        canvas.rect(0, 0, self.width, self.height, stroke=1, fill=0)
        top = self.height - above
        canvas.setFillColor(press.color("ink"))
        canvas.rect(beside, top - self._SQUARE, self._SQUARE, self._SQUARE, stroke=0, fill=1)
        number = press.text(
            self._number, STRONG.but(size=9.0, leading=self._SQUARE, color="paper"), align="centre"
        )
        number.wrap(self._SQUARE, self._SQUARE)
        number.drawOn(canvas, beside, top - self._SQUARE)
        self._block.drawOn(canvas, beside + self._SQUARE + self._GAP, top - self._inner)


class Aligned(Flowable):
    """A text at the height of another's first line: a date before an entry, a value beside a name."""

    def __init__(self, label: Text, width: float, gap: float, text: Text, *, padding: float = 0.0) -> None:
        super().__init__()
        self._label, self._text = label, text
        self._width, self._gap, self._padding = width, gap, padding

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as the longer of both."""
        self.width = available_width
        label = self._label.wrap(self._width, available_height)[1]
        text = self._text.wrap(available_width - self._width - self._gap, available_height)[1]
        self.height = max(label, text) + 2 * self._padding
        return available_width, self.height

    def draw(self) -> None:
        """Label, text."""
        top = self.height - self._padding
        self._label.drawOn(self.canv, 0, top - self._label.height)
        self._text.drawOn(self.canv, self._width + self._gap, top - self._text.height)
