"""PDF files read back by PDFium, which works for one thread at a time: this is its only doorway."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def opened(pdf: bytes) -> Iterator[PdfDocument]:
    """The document of a file; another thread waits until it is closed, the window's must therefore not ask for it."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """How many pages a file has."""
    with opened(pdf) as document:
        return len(document)
