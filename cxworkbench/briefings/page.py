"""The page grammar: paper, margins, columns, running header and footer, and the flow of blocks over pages.

Blocks are ReportLab flowables. A block that can't be split (a chart, a box) moves to the next page whole, a heading
stays with what follows it, and type never shrinks: what doesn't fit one page is for the caller to leave out and say.
"""

from __future__ import annotations

import io
import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfbase.ttfonts import TTFError
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

import resources
from cxworkbench.briefings import fonts
from cxworkbench.briefings.blocks import Heading
from cxworkbench.briefings.text import FOOTER, SMALL, Press, Text

#: ReportLab keeps fonts and their subsets in module state: one paper is written at a time.
_WRITING = threading.Lock()
#: The language of the program's own words.
LANGUAGE = "en-GB"
_SIZES = {"a4": A4, "letter": LETTER}
_HEAD_GAP = 3.75
_BELOW_HEAD = 12.0
_ABOVE_FOOT = 10.0
_HEAD_RULE, _FOOT_RULE = 0.75, 0.5


@dataclass(frozen=True)
class Made:
    """A paper that was made.

    Attributes:
        pdf: the file.
        pages: how many pages it has.
        left_out: what isn't on it, and what couldn't be shown as it is, a line each.
        smallest: the smallest letters on it, points.
    """

    pdf: bytes
    pages: int
    left_out: list[str]
    smallest: float


@dataclass(frozen=True)
class Form:
    """A page's measures, all in points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    footer: float
    columns: int
    gutter: float

    @property
    def text_width(self) -> float:
        """Between the margins."""
        return self.width - self.left - self.right

    @property
    def first_line(self) -> float:
        """The height, from the paper's lower edge, at which content begins below the header."""
        return self.height - self.top - SMALL.leading - _HEAD_GAP - _HEAD_RULE - _BELOW_HEAD

    @property
    def last_line(self) -> float:
        """The height above which content ends, over the footer."""
        return self.bottom + _ABOVE_FOOT

    @property
    def room(self) -> float:
        """The height that content has on one page."""
        return self.first_line - self.last_line

    def span(self, columns: int) -> float:
        """The width of some of the grid's columns with the gutters between them."""
        one = (self.text_width - (self.columns - 1) * self.gutter) / self.columns
        return columns * one + (columns - 1) * self.gutter


def form_of(paper: str) -> Form:
    """The measures of "a4" or "letter" paper (design tokens, print_page)."""
    described = resources.tokens()["print_page"]
    margin = described["margin_mm"]
    width, height = _SIZES[paper]
    return Form(
        width=width,
        height=height,
        left=margin["left"] * mm,
        right=margin["right"] * mm,
        top=margin["top"] * mm,
        bottom=margin["bottom"] * mm,
        footer=margin["footer_from_edge"] * mm,
        columns=described["columns"],
        gutter=described["gutter_mm"] * mm,
    )


@dataclass(frozen=True)
class Running:
    """What stands at the top and at the foot of every page; all of it may come from the plan."""

    organisation: str
    programme: str
    pack: str
    as_of: str
    printed: str
    source: str


@dataclass(frozen=True)
class Placed:
    """A block in its place: ``top`` is measured from the paper's lower edge."""

    block: Flowable
    top: float
    height: float


# -------------------------------------------------------------------------------------------------- flow


def height_of(flow: Sequence[Flowable], width: float) -> float:
    """How high blocks are one below the other, with the space between them."""
    total = 0.0
    for place, block in enumerate(flow):
        total += _wrapped(block, width) + (_space(block) if place else 0.0)
    return total


def lay_out(flow: Sequence[Flowable], form: Form) -> list[list[Placed]]:
    """Blocks on as many pages as they need.

    Raises:
        ValueError: a block that can't be split is higher than a page: a mistake in the paper's own layout.
    """
    queue, pages = list(flow), [list[Placed]()]
    y = form.first_line
    while queue:
        block = queue.pop(0)
        space = _space(block) if pages[-1] else 0.0
        height = _wrapped(block, form.text_width)
        needed = space + height + _kept_below(block, queue, form)
        if needed <= y - form.last_line + 1e-6:
            y -= space
            pages[-1].append(Placed(block, y, height))
            y -= height
            continue
        parts = [] if _stays(block) else block.split(form.text_width, y - space - form.last_line)
        if len(parts) > 1:
            queue[:0] = parts
        elif pages[-1]:
            queue.insert(0, block)
            pages.append([])
            y = form.first_line
        else:
            raise ValueError(f"a block of {height:.0f} points doesn't fit a page of {form.room:.0f}")
    return pages


def _wrapped(block: Flowable, width: float) -> float:
    return float(block.wrap(width, 1e6)[1])


def _space(block: Flowable) -> float:
    return float(block.getSpaceBefore())


def _stays(block: Flowable) -> bool:
    """Whether a block stands on the same page as the next one."""
    return bool(getattr(block, "keepWithNext", 0))


def _kept_below(block: Flowable, queue: Sequence[Flowable], form: Form) -> float:
    """What must stand on the same page below a block that stays with the next: all of that, or its first part."""
    total = 0.0
    for after in queue:
        if not _stays(block):
            break
        height = _wrapped(after, form.text_width)
        if height > form.room / 3 and not _stays(after):
            first = after.split(form.text_width, form.room / 3)
            height = _wrapped(first[0], form.text_width) if len(first) > 1 else height
            after.wrap(form.text_width, 1e6)
        total += _space(after) + height
        block = after
    return total


# -------------------------------------------------------------------------------------------------- file


def write(pages: Sequence[Sequence[Placed]], form: Form, press: Press, running: Running, title: str) -> bytes:
    """The pages as a PDF: fonts embedded, title, language and outline set, no author, no time of making.

    Raises:
        resources.MissingResource: a font file is damaged.
    """
    buffer = io.BytesIO()
    with _WRITING:
        canvas = Canvas(
            buffer,
            pagesize=(form.width, form.height),
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.font_name("Regular"),  # type: ignore[arg-type]
            initialFontSize=FOOTER.size,
            lang=LANGUAGE,
        )
        canvas.setTitle(title)
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator("CX Workbench")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        for number, page in enumerate(pages, 1):
            _frame(canvas, form, press, running, f"Page {number} of {len(pages)}")
            for placed in page:
                if isinstance(placed.block, Heading):
                    _outline(canvas, placed)
                placed.block.drawOn(canvas, form.left, placed.top - placed.height)
            canvas.showPage()
        try:
            canvas.save()
        except (TTFError, struct.error) as error:
            raise resources.MissingResource("fonts") from error
    return buffer.getvalue()


def _outline(canvas: Canvas, placed: Placed) -> None:
    heading = placed.block
    assert isinstance(heading, Heading)
    key = f"page-{canvas.getPageNumber()}-at-{placed.top:.2f}"
    canvas.bookmarkHorizontal(key, 0, placed.top)
    canvas.addOutlineEntry(heading.title, key, heading.level, closed=False)


def _frame(canvas: Canvas, form: Form, press: Press, running: Running, page: str) -> None:
    """Header and footer with their rules."""
    bold = SMALL.but(face="Bold")
    named = [(running.organisation, bold), (", ", SMALL), (running.programme, SMALL)]
    if not running.organisation.strip():
        named = [(running.programme, bold)]
    pack = press.text(running.pack, SMALL, align="right", most_lines=1)
    wide = _widest(pack, form.text_width * 0.4)
    top = form.height - form.top - SMALL.leading
    _put(canvas, press.spans(named, most_lines=1), form.left, top, form.text_width - wide - form.gutter)
    _put(canvas, pack, form.width - form.right - wide, top, wide)
    _rule(canvas, form, press, top - _HEAD_GAP, _HEAD_RULE, "ink")

    count = press.text(page, FOOTER, align="right", most_lines=1)
    wide = _widest(count, form.text_width * 0.3)
    _put(canvas, count, form.width - form.right - wide, form.footer, wide)
    x, end = form.left, form.width - form.right - wide - form.gutter
    for part in (running.as_of, running.printed, running.source):
        text = press.text(part, FOOTER, most_lines=1)
        took = _widest(text, end - x)
        _put(canvas, text, x, form.footer, took)
        x += took + form.gutter
    _rule(canvas, form, press, form.footer + FOOTER.leading + _HEAD_GAP, _FOOT_RULE, "line_strong")


def _widest(text: Text, room: float) -> float:
    text.wrap(max(room, 1.0), 1e6)
    return text.widest + 0.01


def _put(canvas: Canvas, text: Text, x: float, y: float, width: float) -> None:
    text.wrap(width, 1e6)
    text.drawOn(canvas, x, y)


def _rule(canvas: Canvas, form: Form, press: Press, y: float, width: float, token: str) -> None:
    canvas.setStrokeColor(press.color(token))
    canvas.setLineWidth(width)
    canvas.line(form.left, y, form.width - form.right, y)
