"""Text on paper: styles, and blocks of text that wrap, split over pages, and say when they had to be cut short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

import resources
from cxworkbench.briefings import fonts, words
from cxworkbench.briefings.direction import is_leftward
from cxworkbench.briefings.fonts import Face
from cxworkbench.briefings.ink import ink_color
from cxworkbench.briefings.words import Word, clean, lacking_in

CUT = "…"
#: What stands in place of a name that an edition doesn't show.
NO_NAME = "Name withheld"
#: A text in a block that can't be split has no more lines, unless the block says otherwise.
MOST_WHOLE = 12
#: Texts so short are tried as one line before they are broken into words.
_SHORT = 120
Align = Literal["left", "right", "centre"]


@dataclass(frozen=True)
class Style:
    """How text looks: face, size and line height in points, the token of its colour, how far it is raised.

    ``leftward`` is set where a text as a whole is read from right to left.
    """

    face: Face
    size: float
    leading: float
    color: str = "ink"
    rise: float = 0.0
    leftward: bool = False

    def but(self, **values: object) -> Style:
        """The same style with something changed."""
        return replace(self, **values)  # type: ignore[arg-type]

    @property
    def drop(self) -> float:
        """From the top of a line to its baseline: the letters stand in the middle of the line's height."""
        return self.leading / 2 + 0.337 * self.size


def _pt(role: str) -> float:
    return float(resources.tokens()["type_print_pt"][role])


#: The styles of all papers (visual-language.md, 2 and 11).
TITLE = Style("Semibold", _pt("title"), 24)
LEAD = Style("Regular", _pt("lead"), 15, "ink2")
HEADING = Style("Semibold", _pt("heading"), 15)
NAME = Style("Semibold", 10, 13)
FIGURE = Style("Semibold", 18, 22)
BODY = Style("Regular", _pt("body"), 13)
STRONG = Style("Semibold", _pt("body"), 13)
TABLE = Style("Regular", _pt("table"), 11.5)
TABLE_STRONG = Style("Semibold", _pt("table"), 11.5)
TABLE_HEAD = Style("Semibold", 8, 11, "ink2")
SMALL = Style("Regular", 8, 11, "ink2")
SMALL_STRONG = Style("Semibold", 8, 11)
TIGHT = Style("Regular", 8, 10, "ink2")
FOOTER = Style("Regular", _pt("footer"), 10, "ink2")


@dataclass(frozen=True)
class Span:
    """A stretch of text in one style."""

    text: str
    style: Style


class Press:
    """One paper being made: its ink, and what was found while it was drawn.

    Attributes:
        ink: "colour" or "grey".
        lacking: letters that no font has, in the order in which they were drawn.
        unknown: the same of the texts that were broken into lines so far, drawn or not yet.
        cut: how many texts were cut short.
        smallest: the smallest size of letters drawn, points.
        page_of: by the key of a heading, the page that it stands on; filled when all pages are laid out.
        hidden: names that this edition doesn't show, the longest first, with the ids of their records.
        withheld: the records of those that would have been shown.
    """

    def __init__(self, ink: str, *, hidden: Mapping[str, str] | None = None) -> None:
        fonts.register()
        self.ink = ink
        self.lacking: dict[str, None] = {}
        self.unknown: dict[str, None] = {}
        self.cut = 0
        self.smallest = float("inf")
        self.page_of: dict[str, int] = {}
        self.hidden = dict(hidden or {})
        self.withheld: dict[str, None] = {}
        alone = "|".join(re.escape(name) for name in self.hidden)
        self._hidden = re.compile(rf"(?<!\w)(?:{alone})(?!\w)") if alone else None
        self._keys = 0

    def new_key(self) -> str:
        """A name for a place in the file, the same each time the same paper is made."""
        self._keys += 1
        return f"place-{self._keys}"

    def shown(self, text: str) -> str:
        """A text without the names that this edition doesn't show."""
        if self._hidden is None:
            return text
        return self._hidden.sub(self._withhold, text)

    def _withhold(self, found: re.Match[str]) -> str:
        self.withheld[self.hidden[found.group()]] = None
        return NO_NAME

    def color(self, token: str) -> Color:
        """The print colour of a token."""
        return ink_color(token, self.ink)

    def text(
        self,
        text: str,
        style: Style,
        *,
        align: Align = "left",
        most_lines: int | None = None,
        lines: bool = False,
    ) -> Text:
        """A block of text; ``lines`` keeps its line ends, ``most_lines`` cuts it short with "…"."""
        shown = clean(self.shown(text) if self.hidden else text, lines=lines)
        if is_leftward(shown):
            style = replace(style, leftward=True)
        return Text(self, [Span(shown, style)], align=align, most_lines=most_lines)

    def spans(
        self, spans: Sequence[tuple[str, Style]], *, align: Align = "left", most_lines: int | None = None
    ) -> Text:
        """A block of text in several styles; spaces between the parts belong to their texts."""
        kept = [Span(_kept_ends(self.shown(text)), style) for text, style in spans]
        return Text(self, kept, align=align, most_lines=most_lines)

    def draw(self, canvas: Canvas, x: float, y: float, text: str, style: Style) -> float:
        """Draw one line of cleaned text with its baseline at y; returns where it ends."""
        color = self.color(style.color)
        # Else a page of text says the same colour a thousand times.
        if getattr(canvas, "_fillColorObj", None) is not color:
            canvas.setFillColor(color)
        x, lacking = words.draw(
            canvas, x, y + style.rise, text, style.face, style.size, leftward=style.leftward
        )
        if lacking:
            self.lacking.update(dict.fromkeys(lacking))
        self.smallest = min(self.smallest, style.size)
        return x


def _kept_ends(text: str) -> str:
    """One line, but a space at either end still parts it from its neighbours."""
    inner = clean(text)
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' if before else ''}{inner}{' ' if after and inner else ''}"


@lru_cache(maxsize=16_384)
def text_width(text: str, style: Style) -> float:
    """How wide one line of cleaned text is, points."""
    return words.width(text, style.face, style.size)


#: Parts of a line with the style of each.
Line = list[Span]


class Text(Flowable):
    """A block of text. It breaks between words, in words that are too long anywhere, and between pages at lines."""

    def __init__(
        self, press: Press, spans: Sequence[Span], *, align: Align = "left", most_lines: int | None = None
    ) -> None:
        super().__init__()
        self.press = press
        self.spans = list(spans)
        self.align = align
        self.most_lines = most_lines
        self.lines: list[Line] = []
        self.is_cut = False
        self._wrapped_for: float | None = None
        self.leading = max((span.style.leading for span in self.spans), default=0.0)

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Break the text into lines; returns its width and height."""
        if available_width == self._wrapped_for:
            return available_width, self.height
        self.width = self._wrapped_for = available_width
        found: list[Line] = []
        self.is_cut = False
        for span in self.spans:
            self.press.unknown.update(dict.fromkeys(lacking_in(span.text, span.style.face)))
        for line in _lines(self.spans, available_width):
            if self.most_lines is not None and len(found) == self.most_lines:
                found[-1] = _shortened(found[-1], available_width)
                self.is_cut = True
                break
            found.append(line)
        self.lines = found
        self.height = len(found) * self.leading
        return available_width, self.height

    @property
    def widest(self) -> float:
        """The width of the widest line, after wrapping."""
        return max((_line_width(line) for line in self.lines), default=0.0)

    @property
    def natural(self) -> float:
        """How wide it would be on one line."""
        return sum(text_width(span.text, span.style) for span in self.spans)

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Two blocks, the first of which fits; never a single line on either side."""
        self.wrap(available_width, available_height)
        fitting = min(int((available_height + 1e-6) / self.leading), len(self.lines) - 2)
        if fitting < 2:
            return []
        return [_Set(self, self.lines[:fitting]), _Set(self, self.lines[fitting:])]

    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:
        """Draw it with its lower left corner there.

        Nothing that it sets needs to be taken back: who draws next sets colour and font.
        """
        self._draw_at(canvas, x, y)

    def draw(self) -> None:
        """Draw the lines, top to bottom."""
        self._draw_at(self.canv, 0.0, 0.0)

    def _draw_at(self, canvas: Canvas, left: float, bottom: float) -> None:
        self.press.cut += self.is_cut
        y = bottom + self.height - self._baseline()
        for line in self.lines:
            x = left
            if self.align != "left":
                spare = self.width - _line_width(line)
                x += spare if self.align == "right" else spare / 2
            for part in line:
                x = self.press.draw(canvas, x, y, part.text, part.style)
            y -= self.leading

    def _baseline(self) -> float:
        return max(span.style.drop for span in self.spans)


def bounded(block: Flowable) -> None:
    """Cut the texts of a block short that nothing else does: it can't be split over pages, and must fit one."""
    if isinstance(block, Text) and block.most_lines is None:
        block.most_lines = MOST_WHOLE
    for inner in getattr(block, "blocks", ()):
        bounded(inner)


class _Set(Text):
    """A part of a text that was broken into lines before."""

    def __init__(self, whole: Text, lines: list[Line]) -> None:
        super().__init__(whole.press, whole.spans, align=whole.align)
        self._lines = lines

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        self.width = available_width
        self.lines = self._lines
        self.height = len(self.lines) * self.leading
        return available_width, self.height


# ------------------------------------------------------------------------------------------------ breaking


def _lines(spans: Sequence[Span], width: float) -> Iterator[Line]:
    """Lines one after the other; asked for no more than are needed, a text of any length costs what is shown."""
    if len(spans) == 1 and len(spans[0].text) <= _SHORT and "\n" not in spans[0].text:
        # Most texts of a table fit as they are.
        if not spans[0].text:
            return
        if text_width(spans[0].text, spans[0].style) <= width + 1e-6:
            yield [spans[0]]
            return
    line: Line = []
    used = 0.0
    for word, style in _styled(spans):
        if word.before == "\n" and line:
            yield line
            line, used = [], 0.0
        space = text_width(" ", style) if word.before == " " and line else 0.0
        wide = text_width(word.text, style)
        if line and used + space + wide > width + 1e-6 and (word.before or wide <= width):
            yield line
            line, used, space = [], 0.0, 0.0
        rest = word.text
        while used + space + text_width(rest, style) > width + 1e-6:
            fits = _fitting(rest, style, width - used - space)
            if fits == 0 and not line:
                fits = 1
            if fits:
                _add(line, (" " if space else "") + rest[:fits], style)
                rest = rest[fits:]
            yield line
            line, used, space = [], 0.0, 0.0
        if rest:
            _add(line, (" " if space else "") + rest, style)
            used += space + text_width(rest, style)
    if line:
        yield line


def _styled(spans: Sequence[Span]) -> Iterator[tuple[Word, Style]]:
    pending = ""
    for span in spans:
        first = True
        for word in words.words(span.text):
            before = word.before or (pending if first else "")
            yield Word(word.text, before), span.style
            first = False
        ends = span.text[-1:] in {" ", "\n"}
        pending = span.text[-1:] if ends else ("" if not first else pending)


def _add(line: Line, text: str, style: Style) -> None:
    if line and line[-1].style == style:
        line[-1] = Span(line[-1].text + text, style)
    else:
        line.append(Span(text, style))


def _fitting(text: str, style: Style, room: float) -> int:
    """How many letters of a text fit into a width."""
    used, count = 0.0, 0
    for letter in text:
        used += text_width(letter, style)
        if used > room + 1e-6:
            break
        count += 1
    return count


def _shortened(line: Line, width: float) -> Line:
    """A line with "…" at its end, for which letters give way where they must."""
    kept = list(line)
    while kept:
        last = kept[-1]
        others = _line_width(kept[:-1])
        text = last.text
        while text and others + text_width(text + CUT, last.style) > width:
            text = text[:-1]
        if text or len(kept) == 1:
            kept[-1] = Span(text.rstrip() + CUT, last.style)
            return kept
        kept.pop()
    return kept


def _line_width(line: Line) -> float:
    return sum(text_width(part.text, part.style) for part in line)
