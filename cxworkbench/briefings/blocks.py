"""Blocks that pages are made of: headings, blocks over and beside each other, framed boxes with black numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from cxworkbench.briefings.text import STRONG, TABLE, Press, Style, Text, bounded
from cxworkbench.briefings.words import clean

_ASIDE_GAP = 4.5


class Heading(Flowable):
    """A heading of the outline, with something smaller behind it; it stays with the block that follows.

    Attributes:
        title: its words in the outline.
        level: 0 for the paper's own title, 1 for a section; from ``DEEPEST`` on the outline doesn't show it.
        key: the name of its place in the file.
    """

    DEEPEST = 2

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
        right: Flowable | None = None,
        key: str = "",
    ) -> None:
        super().__init__()
        self.title = clean(press.shown(text)) or "—"
        self.level = level
        self.key = key or press.new_key()
        self.keepWithNext = 1
        self.spaceBefore = before
        self._after = after
        self._text = press.text(text, style, most_lines=most_lines)
        self._aside = press.text(aside, TABLE.but(color="ink3"), most_lines=1) if aside else None
        self._right = right

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The heading's lines and the space below them."""
        self.width = available_width
        room = available_width
        if self._right is not None:
            beside = self._right.wrap(available_width / 2, available_height)
            room -= beside[0] + 2 * _ASIDE_GAP
        self.height = self._text.wrap(room, available_height)[1] + self._after
        return available_width, self.height

    def draw(self) -> None:
        """The text, and the aside on the same baseline; at the right edge what stands there."""
        self._text.drawOn(self.canv, 0, self._after)
        if self._right is not None:
            wide, high = self._right.wrap(self.width / 2, self.height)
            middle = self._text.spans[0].style.leading / 2
            self._right.drawOn(self.canv, self.width - wide, self.height - middle - high / 2)
        if self._aside is None or len(self._text.lines) > 1:
            return
        x = self._text.widest + _ASIDE_GAP
        self._aside.wrap(max(self._text.width - x, 1.0), self.height)
        line = self._text.spans[0].style
        baseline = self._after + line.leading - line.drop
        own = self._aside.spans[0].style
        self._aside.drawOn(self.canv, x, baseline - own.leading + own.drop)


def headings_in(block: Flowable) -> Iterator[Heading]:
    """The headings of a block and of those that it consists of, in the order of reading."""
    if isinstance(block, Heading):
        yield block
    for inner in getattr(block, "blocks", ()):
        yield from headings_in(inner)


def _stays(block: Flowable) -> bool:
    return bool(getattr(block, "keepWithNext", 0))


class Stack(Flowable):
    """Blocks one below the other. It splits between them, and within one that can be split.

    Attributes:
        blocks: from the top down.
    """

    def __init__(self, blocks: Sequence[Flowable], gap: float = 0.0, *, before: float = 0.0) -> None:
        super().__init__()
        self.spaceBefore = before
        self.blocks = list(blocks)
        self._gap = gap
        self._heights: list[float] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """All heights and the gaps."""
        self.width = available_width
        self._heights = [float(one.wrap(available_width, available_height)[1]) for one in self.blocks]
        self.height = sum(self._heights) + sum(self._before(place) for place in range(len(self.blocks)))
        return available_width, self.height

    def _before(self, place: int) -> float:
        """The space above a block: the gap, and what the block itself asks for."""
        return self._gap + float(self.blocks[place].getSpaceBefore()) if place else 0.0

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Two stacks, the first of which fits; [] where nothing of it would, or nothing would be left."""
        self.wrap(available_width, available_height)
        room, first = available_height + 1e-6, list[Flowable]()
        for place, block in enumerate(self.blocks):
            room -= self._before(place)
            if self._heights[place] <= room:
                room -= self._heights[place]
                first.append(block)
                continue
            parts = list[Flowable]() if _stays(block) else block.split(available_width, room)
            rest = [*(parts[1:] or [block]), *self.blocks[place + 1 :]]
            first += parts[:1] if len(parts) > 1 else []
            while first and _stays(first[-1]):
                rest.insert(0, first.pop())
            if not first:
                return []
            return [Stack(first, self._gap, before=float(self.getSpaceBefore())), Stack(rest, self._gap)]
        return []

    def draw(self) -> None:
        """From the top down."""
        y = self.height
        for place, (block, height) in enumerate(zip(self.blocks, self._heights, strict=True)):
            y -= self._before(place) + height
            block.drawOn(self.canv, 0, y)


class Beside(Flowable):
    """Blocks beside each other, tops level, each in a width of its own. What is too high goes on on the next page.

    Attributes:
        blocks: from left to right.
    """

    def __init__(
        self,
        blocks: Sequence[Flowable],
        widths: Sequence[float],
        gap: float,
        *,
        before: float = 0.0,
        whole_up_to: float = 0.0,
    ) -> None:
        """Set blocks beside each other; up to a height they rather move to the next page than split."""
        super().__init__()
        self.spaceBefore = before
        self.blocks = list(blocks)
        self._whole_up_to = whole_up_to
        self._widths = list(widths)
        self._gap = gap
        self._heights: list[float] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as the highest."""
        self.width = available_width
        self._heights = [
            float(block.wrap(width, available_height)[1])
            for block, width in zip(self.blocks, self._widths, strict=True)
        ]
        self.height = max(self._heights, default=0.0)
        return available_width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Two rows: what fits of each block, and the rest of those that don't; [] where one can't be split."""
        self.wrap(available_width, available_height)
        if self.height <= self._whole_up_to:
            return []
        first, rest = list[Flowable](), list[Flowable]()
        for block, width, height in zip(self.blocks, self._widths, self._heights, strict=True):
            if height <= available_height + 1e-6:
                first.append(block)
                rest.append(Stack([]))
                continue
            parts = block.split(width, available_height)
            if len(parts) < 2:
                return []
            first.append(parts[0])
            rest.append(parts[1] if len(parts) == 2 else Stack(parts[1:]))
        return [
            Beside(first, self._widths, self._gap, before=float(self.getSpaceBefore())),
            Beside(rest, self._widths, self._gap),
        ]

    def draw(self) -> None:
        """From left to right; boxes grow to the height of the highest."""
        x = 0.0
        for block, width, height in zip(self.blocks, self._widths, self._heights, strict=True):
            if isinstance(block, Box):
                block.grow(self.height)
                block.drawOn(self.canv, x, 0)
            else:
                block.drawOn(self.canv, x, self.height - height)
            x += width + self._gap


class Box(Flowable):
    """A block in a frame of 0.75 pt, with a number in a black square at its left where it has one.

    Attributes:
        blocks: what is in it.
    """

    _PADDING, _SQUARE, _GAP, _RULE = (5.25, 6.0), 12.75, 6.0, 0.75

    def __init__(self, press: Press, number: str, block: Flowable, *, before: float = 0.0) -> None:
        super().__init__()
        self.spaceBefore = before
        bounded(block)
        self.blocks = [block]
        self._press = press
        self._block = block
        self._number = number
        self._inner = 0.0

    @property
    def _indent(self) -> float:
        return self._SQUARE + self._GAP if self._number else 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The block's height and the padding."""
        above, beside = self._PADDING
        self.width = available_width
        inside = available_width - 2 * beside - self._indent
        self._inner = float(self._block.wrap(inside, available_height)[1])
        self.height = max(self._inner, self._SQUARE if self._number else 0.0) + 2 * above
        return available_width, self.height

    def grow(self, height: float) -> None:
        """Stand as high as the boxes beside it."""
        self.height = max(height, self.height)

    def draw(self) -> None:
        """Frame, square, number, block."""
        above, beside = self._PADDING
        canvas, press, top = self.canv, self._press, self.height - above
        canvas.setStrokeColor(press.color("ink"))
        canvas.setLineWidth(self._RULE)
        canvas.rect(0, 0, self.width, self.height, stroke=1, fill=0)
        if self._number:
            black_number(press, canvas, self._number, beside, top - self._SQUARE, self._SQUARE)
        self._block.drawOn(canvas, beside + self._indent, top - self._inner)


def black_number(press: Press, canvas: Canvas, number: str, x: float, y: float, side: float) -> None:
    """A number in a black square with its lower left corner at x, y."""
    canvas.setFillColor(press.color("ink"))
    canvas.rect(x, y, side, side, stroke=0, fill=1)
    digits = press.text(number, STRONG.but(size=9, leading=side, color="paper"), align="centre")
    digits.wrap(side, side)
    digits.drawOn(canvas, x, y)


class Aligned(Flowable):
    """A text at the height of another's first line: a date before an entry, a value beside a name."""

    def __init__(self, label: Text, width: float, gap: float, text: Text, *, padding: float = 0.0) -> None:
        super().__init__()
        bounded(label)
        bounded(text)
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
