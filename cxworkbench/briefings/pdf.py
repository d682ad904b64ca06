"""Pages as a PDF file: fonts embedded, title, language and outline set, header and footer on every page."""

from __future__ import annotations

import io
import struct
import threading
from collections.abc import Callable, Sequence

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.ttfonts import TTFError
from reportlab.pdfgen.canvas import Canvas

import resources
from cxworkbench.briefings import fonts
from cxworkbench.briefings.blocks import Heading, headings_in
from cxworkbench.briefings.page import FOOT_RULE, HEAD_GAP, HEAD_RULE, Form, Page
from cxworkbench.briefings.text import FOOTER, SMALL, Press, Text

# Pages are compressed, not spelled out in letters as well: a quarter less of a file, and of the time to write it.
rl_config.useA85 = 0

#: ReportLab keeps fonts and their subsets in module state: one paper is written at a time.
_WRITING = threading.Lock()
#: The language of the program's own words.
LANGUAGE = "en-GB"
_LOGO_HEIGHT, _LOGO_WIDEST = 16.0, 90.0


def write(
    pages: Sequence[Page],
    form: Form,
    press: Press,
    title: str,
    *,
    of: int | None = None,
    logo: bytes | None = None,
    step: Callable[[int, int], None] | None = None,
) -> bytes:
    """The pages as a PDF without author and without a time of making.

    Args:
        pages: what stands on each.
        form: the paper.
        press: gives inks, and takes down what was found while drawing.
        title: the file's own title.
        of: how many pages there are; 0 where that isn't known yet, so that pages are only numbered.
        logo: a picture for the head of each page.
        step: told how many pages are drawn, of how many; may raise to break off.

    Raises:
        resources.MissingResource: a font file is damaged.
    """
    buffer = io.BytesIO()
    count = len(pages) if of is None else of
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
        outline = _Outline(canvas)
        picture = None if logo is None else ImageReader(io.BytesIO(logo))
        for number, page in enumerate(pages, 1):
            _frame(
                canvas, form, press, page, f"Page {number} of {count}" if count else f"Page {number}", picture
            )
            for placed in page.placed:
                for heading in headings_in(placed.block):
                    outline.add(heading, placed.top)
                placed.block.drawOn(canvas, form.left, placed.top - placed.height)
            canvas.showPage()
            if step is not None:
                step(number, len(pages))
        try:
            canvas.save()
        except (TTFError, struct.error) as error:
            raise resources.MissingResource("fonts") from error
    return buffer.getvalue()


class _Outline:
    """The outline while it grows: an entry is at most one level below the one before it."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas, self._level = canvas, -1

    def add(self, heading: Heading, top: float) -> None:
        """An entry that leads to a heading; deep headings have only a place to lead to."""
        self._canvas.bookmarkHorizontal(heading.key, 0, top)
        if heading.level <= Heading.DEEPEST:
            self._level = min(heading.level, self._level + 1)
            self._canvas.addOutlineEntry(heading.title, heading.key, self._level, closed=False)


def _frame(
    canvas: Canvas, form: Form, press: Press, page: Page, count: str, logo: ImageReader | None
) -> None:
    """Header and footer with their rules."""
    running = page.running
    bold = SMALL.but(face="Bold")
    named = [(running.organisation, bold), (", ", SMALL), (running.programme, SMALL)]
    if running.own_header.strip():
        named = [(running.own_header, bold)]
    elif not running.organisation.strip():
        named = [(running.programme, bold)]
    pack = press.text(running.pack, SMALL, align="right", most_lines=1)
    wide = _widest(pack, form.text_width * 0.4)
    top = form.height - form.top - SMALL.leading
    left = form.left + (_logo(canvas, logo, form.left, top) if logo is not None else 0.0)
    room = form.width - form.right - wide - form.gutter - left
    _put(canvas, press.spans(named, most_lines=1), left, top, room)
    _put(canvas, pack, form.width - form.right - wide, top, wide)
    _rule(canvas, form, press, top - HEAD_GAP, HEAD_RULE, "ink")

    y = form.footer
    if running.own_footer.strip():
        _put(canvas, press.text(running.own_footer, FOOTER, most_lines=1), form.left, y, form.text_width)
        y += FOOTER.leading
    shown = press.text(count, FOOTER, align="right", most_lines=1)
    wide = _widest(shown, form.text_width * 0.3)
    _put(canvas, shown, form.width - form.right - wide, y, wide)
    x, end = form.left, form.width - form.right - wide - form.gutter
    for part in (running.as_of, running.printed, running.source):
        if not part or x >= end:
            continue
        text = press.text(part, FOOTER, most_lines=1)
        took = _widest(text, end - x)
        _put(canvas, text, x, y, took)
        x += took + form.gutter
    _rule(canvas, form, press, y + FOOTER.leading + HEAD_GAP, FOOT_RULE, "line_strong")


def _logo(canvas: Canvas, logo: ImageReader, x: float, line: float) -> float:
    """Draw the logo on the head's line; returns how much of the line it takes."""
    across, down = logo.getSize()
    height = _LOGO_HEIGHT
    width = height * across / max(down, 1)
    if width > _LOGO_WIDEST:
        height, width = height * _LOGO_WIDEST / width, _LOGO_WIDEST
    canvas.drawImage(logo, x, line + SMALL.leading - height, width, height, mask="auto")
    return width + 2 * HEAD_GAP


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
