"""The page grammar: paper, margins, columns, and the flow of blocks over pages.

Blocks are ReportLab flowables. A block that can't be split (a chart, a box) moves to the next page whole, a heading
stays with what follows it, and type never shrinks: what doesn't fit one page is for the caller to leave out and say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

import resources
from cxworkbench.briefings.text import FOOTER, SMALL

_SIZES = {"a4": A4, "letter": LETTER}
HEAD_GAP = 3.75
BELOW_HEAD = 12.0
ABOVE_FOOT = 10.0
HEAD_RULE, FOOT_RULE = 0.75, 0.5


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
        return self.height - self.top - SMALL.leading - HEAD_GAP - HEAD_RULE - BELOW_HEAD

    @property
    def last_line(self) -> float:
        """The height above which content ends, over the footer."""
        return self.bottom + ABOVE_FOOT

    @property
    def room(self) -> float:
        """The height that content has on one page."""
        return self.first_line - self.last_line

    def span(self, columns: int) -> float:
        """The width of some of the grid's columns with the gutters between them."""
        one = (self.text_width - (self.columns - 1) * self.gutter) / self.columns
        return columns * one + (columns - 1) * self.gutter


def form_of(paper: str, *, own_footer: bool = False) -> Form:
    """The measures of "a4" or "letter" paper (design tokens, print_page); own words at its foot take one line more."""
    described = resources.tokens()["print_page"]
    margin = described["margin_mm"]
    width, height = _SIZES[paper]
    return Form(
        width=width,
        height=height,
        left=margin["left"] * mm,
        right=margin["right"] * mm,
        top=margin["top"] * mm,
        bottom=margin["bottom"] * mm + (FOOTER.leading if own_footer else 0.0),
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
    own_header: str = ""
    own_footer: str = ""


@dataclass
class Sheet:
    """Blocks that begin on a page of their own, under one running head.

    Attributes:
        flow: the blocks.
        running: header and footer.
        shares: whether it may begin on the page on which the sheet before it ended.
    """

    flow: list[Flowable]
    running: Running
    shares: bool = False


@dataclass(frozen=True)
class Placed:
    """A block in its place: ``top`` is measured from the paper's lower edge."""

    block: Flowable
    top: float
    height: float


@dataclass
class Page:
    """One page: what stands on it, and its header and footer."""

    placed: list[Placed]
    running: Running


def height_of(flow: Sequence[Flowable], width: float) -> float:
    """How high blocks are one below the other, with the space between them."""
    total = 0.0
    for place, block in enumerate(flow):
        total += _wrapped(block, width) + (_space(block) if place else 0.0)
    return total


def bound(sheets: Iterable[Sheet], form: Form) -> Iterator[Page]:
    """All sheets on as many pages as they need, one page at a time.

    Raises:
        ValueError: as :func:`lay_out`.
    """
    joined: list[tuple[list[Flowable], Running]] = []
    for sheet in sheets:
        if sheet.shares and joined:
            joined[-1][0].extend(sheet.flow)
            continue
        for flow, running in joined:
            for placed in flowing(flow, form):
                yield Page(placed, running)
        joined = [(list(sheet.flow), sheet.running)]
    for flow, running in joined:
        for placed in flowing(flow, form):
            yield Page(placed, running)


def lay_out(flow: Sequence[Flowable], form: Form) -> list[list[Placed]]:
    """Blocks on as many pages as they need.

    Raises:
        ValueError: a block that can't be split is higher than a page: a mistake in the paper's own layout.
    """
    return list(flowing(flow, form))


def flowing(flow: Sequence[Flowable], form: Form) -> Iterator[list[Placed]]:
    """The same, one page at a time."""
    queue, page = list(flow), list[Placed]()
    y = form.first_line
    while queue:
        block = queue.pop(0)
        space = _space(block) if page else 0.0
        height = _wrapped(block, form.text_width)
        if not height:
            page.append(Placed(block, y, height))  # it has nothing to say, and begins no page for that
            continue
        needed = space + height + _kept_below(block, queue, form)
        if needed <= y - form.last_line + 1e-6:
            y -= space
            page.append(Placed(block, y, height))
            y -= height
            continue
        parts = [] if _stays(block) else block.split(form.text_width, y - space - form.last_line)
        if len(parts) > 1:
            queue[:0] = parts
        elif page:
            queue.insert(0, block)
            yield page
            page, y = [], form.first_line
        elif height <= form.room:
            # What it should stay with has no room beside it on any page.
            page.append(Placed(block, y, height))
            y -= height
        else:
            raise ValueError(f"a block of {height:.0f} points doesn't fit a page of {form.room:.0f}")
    yield page


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
            for part in (3.0, 1.5, 1.1):
                first = after.split(form.text_width, form.room / part)
                if len(first) > 1:
                    height = _wrapped(first[0], form.text_width)
                    break
            after.wrap(form.text_width, 1e6)
        total += _space(after) + height
        block = after
    return total
