"""What tests of papers share: a plan's judgement, the text and the picture of a PDF."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pypdfium2

from cxworkbench.assess import assess
from cxworkbench.assessment import Assessment
from cxworkbench.briefings.compose import compose
from cxworkbench.briefings.direction import reads_left
from cxworkbench.briefings.made import Made
from cxworkbench.briefings.settings import settings_of
from cxworkbench.plan import Plan

DAY = date(2026, 3, 11)
PRINTED = "11 Mar 2026, 10:42"


def judged(plan: Plan, as_of: date = DAY) -> Assessment:
    return assess(plan, as_of)


def sponsor_page(found: Assessment, paper: str = "a4", ink: str = "colour") -> Made:
    settings = settings_of(found.plan, paper=paper, ink=ink, printed=PRINTED)
    return compose("sponsor", found, settings)


def made_of(kind: str, found: Assessment, paper: str = "a4", ink: str = "colour", **more: Any) -> Made:
    """A paper of any kind."""
    return compose(kind, found, settings_of(found.plan, paper=paper, ink=ink, printed=PRINTED, **more))


def text_of(pdf: bytes) -> str:
    """The text of all pages; a hyphen at the end of a line comes back as pdfium's own mark."""
    return "\n".join(pages_of(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [page.replace("\ufffe", "-").replace("\x02", "-") for page in pages]


def squeezed(text: str) -> str:
    """A text without spaces and line ends: paper breaks lines where it must."""
    return "".join(text.split())


def picture_of(pdf: bytes, scale: float = 1.5, page: int = 0) -> Any:
    """A page as an array of rows, columns, red green blue."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return np.array(document[page].render(scale=scale).to_pil().convert("RGB"), dtype=np.int16)
    finally:
        document.close()


def as_read(text: str) -> list[str]:
    """What of a text is looked for in that of a page: all of it, or word by word.

    Letters that are read from right to left stand in the order of the line, and pdfium turns each word by itself.
    """
    return [squeezed(one) for one in text.split()] if reads_left(text) else [squeezed(text)]
