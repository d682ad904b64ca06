"""Small things on paper: badges, boxes to tick, large figures, quotes with a bar, bullets, lines to sign on."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from cxworkbench.briefings.blocks import black_number
from cxworkbench.briefings.glyph_flowables import SIZE, draw_glyph
from cxworkbench.briefings.text import FIGURE, NAME, SMALL, TABLE, Press, Style, Text, bounded, text_width
from cxworkbench.briefings.words import clean
from cxworkbench.glyphs import glyph

_RULE, _THIN = 0.75, 0.5


class Badge(Flowable):
    """A state in a frame at the right of a title: shape and word; filled where it is the gravest, dashed for drafts."""

    _BESIDE, _ABOVE, _GAP = 6.0, 2.25, 4.5

    def __init__(
        self, press: Press, word: str, *, state: str = "", filled: bool = False, dashed: bool = False
    ) -> None:
        super().__init__()
        self._press, self._glyph = press, glyph(state) if state else None
        self._filled, self._dashed = filled, dashed
        token = self._glyph.token if self._glyph is not None else "ink"
        self._token = token
        self._text = press.text(word, NAME.but(color="paper" if filled else token), most_lines=1)
        self._text.wrap(1e6, 1e6)

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """As wide as its word."""
        mark = SIZE + self._GAP if self._glyph is not None else 0.0
        room = available_width - 2 * self._BESIDE - mark
        self._text.wrap(room, 1e6)
        self.width = self._text.widest + 2 * self._BESIDE + mark + 0.1
        self.height = self._text.height + 2 * self._ABOVE
        return self.width, self.height

    def draw(self) -> None:
        """Frame, glyph, word."""
        canvas, press = self.canv, self._press
        canvas.saveState()
        canvas.setStrokeColor(press.color(self._token))
        canvas.setFillColor(press.color(self._token))
        canvas.setLineWidth(_RULE)
        if self._dashed:
            canvas.setDash([2, 1.5])
        canvas.rect(0, 0, self.width, self.height, stroke=1, fill=int(self._filled))
        canvas.restoreState()
        x = self._BESIDE
        if self._glyph is not None:
            ground = self._token if self._filled else "paper"
            mark = "paper" if self._filled else None
            draw_glyph(canvas, press, self._glyph, x, (self.height - SIZE) / 2, ground=ground, mark=mark)
            x += SIZE + self._GAP
        self._text.drawOn(canvas, x, self._ABOVE)


class TickBox(Flowable):
    """A square that can be inked before a text; a tick stands in it where that is done."""

    SIDE, _GAP = 8.25, 7.5

    def __init__(
        self, press: Press, text: Flowable, *, ticked: bool = False, gap: float | None = None
    ) -> None:
        super().__init__()
        bounded(text)
        self._press, self._text, self._ticked = press, text, ticked
        self._gap = self._GAP if gap is None else gap
        self.blocks = [text]

    @property
    def natural(self) -> float:
        """How wide it is on one line."""
        return self.SIDE + self._gap + float(getattr(self._text, "natural", 0.0))

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The text's height."""
        self.width = available_width
        own = self._text.wrap(available_width - self.SIDE - self._gap, available_height)[1]
        self.height = max(float(own), self.SIDE)
        return available_width, self.height

    def draw(self) -> None:
        """Square, text."""
        canvas, press = self.canv, self._press
        first = next(iter(getattr(self._text, "blocks", ())), self._text)
        line = getattr(first, "leading", self.SIDE)
        y = self.height - (line + self.SIDE) / 2
        canvas.setStrokeColor(press.color("ink"))
        canvas.setLineWidth(_RULE)
        canvas.rect(0, y, self.SIDE, self.SIDE, stroke=1, fill=0)
        if self._ticked:
            canvas.setLineWidth(1.2)
            side = self.SIDE
            canvas.lines(
                [
                    (0.2 * side, y + 0.5 * side, 0.42 * side, y + 0.25 * side),
                    (0.42 * side, y + 0.25 * side, 0.82 * side, y + 0.78 * side),
                ]
            )
        self._text.drawOn(canvas, self.SIDE + self._gap, self.height - self._text.height)


class Numbered(Flowable):
    """A black number before a name; at its right edge what stands there."""

    _GAP = 6.0

    def __init__(self, press: Press, number: int, text: Text, *, side: float = 14.0) -> None:
        super().__init__()
        bounded(text)
        self._press, self._number, self._text, self._side = press, str(number), text, side

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as the square or the text."""
        self.width = available_width
        own = self._text.wrap(available_width - self._side - self._GAP, available_height)[1]
        self.height = max(float(own), self._side)
        return available_width, self.height

    def draw(self) -> None:
        """Square, name."""
        black_number(self._press, self.canv, self._number, 0, self.height - self._side, self._side)
        own = min(self._text.leading, self._text.height)
        self._text.drawOn(
            self.canv, self._side + self._GAP, self.height - (self._side - own) / 2 - self._text.height
        )


class Figures(Flowable):
    """Large figures beside each other between two rules, each with what it is."""

    _ABOVE, _BESIDE = 6.0, 10.5

    def __init__(self, press: Press, figures: Sequence[tuple[str, str]], *, before: float = 0.0) -> None:
        super().__init__()
        self.spaceBefore = before
        self._press = press
        self._parts = [
            (press.text(figure, FIGURE, most_lines=1), press.text(what, TABLE, most_lines=2))
            for figure, what in figures
        ]

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as the highest pair."""
        self.width = available_width
        inside = available_width / max(len(self._parts), 1) - self._BESIDE
        heights = [
            float(figure.wrap(inside, available_height)[1] + what.wrap(inside, available_height)[1])
            for figure, what in self._parts
        ]
        self.height = max(heights, default=0.0) + 2 * self._ABOVE
        return available_width, self.height

    def draw(self) -> None:
        """Rules, figures, words."""
        canvas, press = self.canv, self._press
        canvas.setStrokeColor(press.color("ink"))
        canvas.setLineWidth(_RULE)
        canvas.line(0, self.height, self.width, self.height)
        canvas.setStrokeColor(press.color("line"))
        canvas.setLineWidth(_THIN)
        canvas.line(0, 0, self.width, 0)
        one = self.width / max(len(self._parts), 1)
        for place, (figure, what) in enumerate(self._parts):
            x = place * one
            if place:
                canvas.setStrokeColor(press.color("line"))
                canvas.line(x, self._ABOVE - 2, x, self.height - self._ABOVE + 1)
                x += self._BESIDE
            top = self.height - self._ABOVE - figure.height
            figure.drawOn(canvas, x, top)
            what.drawOn(canvas, x, top - what.height)


class Barred(Flowable):
    """A block behind a thick bar: a reason, own words."""

    _BAR, _GAP = 3.0, 10.5

    def __init__(self, press: Press, block: Flowable, *, before: float = 0.0, token: str = "ink") -> None:  # noqa: S107
        super().__init__()
        self.spaceBefore = before
        self._press, self._block, self._token = press, block, token
        self.blocks = [block]

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The block's height."""
        self.width = available_width
        self.height = float(self._block.wrap(available_width - self._BAR - self._GAP, available_height)[1])
        return available_width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Two parts, each behind its bar."""
        parts = self._block.split(available_width - self._BAR - self._GAP, available_height)
        before = float(self.getSpaceBefore())
        return [
            Barred(self._press, part, before=0.0 if place else before, token=self._token)
            for place, part in enumerate(parts)
        ]

    def draw(self) -> None:
        """Bar, block."""
        self.canv.setFillColor(self._press.color(self._token))
        self.canv.rect(0, 0, self._BAR, self.height, stroke=0, fill=1)
        self._block.drawOn(self.canv, self._BAR + self._GAP, 0)


class Bullet(Flowable):
    """A text behind a small square."""

    _SIDE, _GAP = 5.25, 7.5

    def __init__(self, press: Press, text: Text) -> None:
        super().__init__()
        bounded(text)
        self._press, self._text = press, text

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The text's height."""
        self.width = available_width
        self.height = float(self._text.wrap(available_width - self._SIDE - self._GAP, available_height)[1])
        return available_width, self.height

    def draw(self) -> None:
        """Square, text."""
        self.canv.setFillColor(self._press.color("ink"))
        y = self.height - (self._text.leading + self._SIDE) / 2
        self.canv.rect(0, y, self._SIDE, self._SIDE, stroke=0, fill=1)
        self._text.drawOn(self.canv, self._SIDE + self._GAP, 0)


class Signatures(Flowable):
    """Lines to sign on, three in a row, each with who signs as what, and a date; what was signed says so."""

    _ROW, _GAP, _ABOVE = 3, 17.25, 12.0

    def __init__(
        self, press: Press, who: Sequence[tuple[str, str]], *, before: float = 0.0, across: int = _ROW
    ) -> None:
        super().__init__()
        self.spaceBefore = before
        self._press, self._across = press, across
        self._who = [
            (
                press.text(name, SMALL, most_lines=2),
                press.text(signed or "Date", SMALL, most_lines=2),
                bool(signed),
            )
            for name, signed in who
        ]
        self._rows: list[float] = []

    @property
    def _one(self) -> float:
        return (self.width - (self._across - 1) * self._GAP) / self._across

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """A row for every few names."""
        self.width = available_width
        self._rows = []
        for start in range(0, len(self._who), self._across):
            heights = []
            for name, day, _ in self._who[start : start + self._across]:
                heights.append(float(name.wrap(self._one * 0.66, available_height)[1]))
                heights.append(float(day.wrap(self._one * 0.32, available_height)[1]))
            self._rows.append(max(heights) + 3 * self._ABOVE)
        self.height = sum(self._rows)
        return available_width, self.height

    def draw(self) -> None:
        """Names above, the line below them."""
        canvas, press, y = self.canv, self._press, self.height
        for row, height in enumerate(self._rows):
            y -= height
            for place, (name, day, _) in enumerate(self._who[row * self._across : (row + 1) * self._across]):
                x = place * (self._one + self._GAP)
                top = y + height - self._ABOVE / 2
                name.drawOn(canvas, x, top - name.height)
                day.drawOn(canvas, x + self._one * 0.68, top - day.height)
                canvas.setStrokeColor(press.color("ink"))
                canvas.setLineWidth(_RULE)
                canvas.line(x, y + _RULE, x + self._one, y + _RULE)


class Rule(Flowable):
    """A line over the whole width."""

    def __init__(self, press: Press, *, before: float = 0.0, after: float = 0.0, token: str = "ink") -> None:  # noqa: S107
        super().__init__()
        self.spaceBefore = before
        self._press, self._after, self._token = press, after, token

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own thickness, and the space below it."""
        self.width, self.height = available_width, _RULE + self._after
        return self.width, self.height

    def draw(self) -> None:
        """The line."""
        self.canv.setStrokeColor(self._press.color(self._token))
        self.canv.setLineWidth(_RULE if self._token == "ink" else _THIN)  # noqa: S105 - a design token
        self.canv.line(0, self.height, self.width, self.height)


class PageNumber(Flowable):
    """The page on which a heading stands, set from the right; known when all pages are laid out."""

    def __init__(self, press: Press, key: str, style: Style = TABLE) -> None:
        super().__init__()
        self._press, self._key, self._style = press, key, style
        self.natural = text_width("000", style)

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """One line."""
        self.width, self.height = available_width, self._style.leading
        return self.width, self.height

    def draw(self) -> None:
        """The number, which leads to its page."""
        page = self._press.page_of.get(self._key)
        # While only the first page is made, the pages of the others aren't known; a part that isn't there has none.
        shown = str(page) if page is not None else ("—" if self._press.page_of else "…")
        x = self.width - text_width(shown, self._style)
        self._press.draw(self.canv, x, self.height - self._style.drop, shown, self._style)
        if page is not None:
            self.canv.linkRect("", self._key, (x - 6, 0, self.width, self.height), relative=1, thickness=0)


def sentence(text: str) -> str:
    """A text that begins with a capital and ends with a stop, as a sentence of the paper."""
    told = clean(text)
    if not told:
        return ""
    return f"{told[:1].title()}{told[1:]}{'' if told[-1] in '.!?…' else '.'}"
