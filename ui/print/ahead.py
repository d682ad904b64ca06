"""What the first paper of a session needs, loaded beside the window: its first page comes as fast as the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module

#: In pieces: while a module is loaded the window waits, so no piece may bring many.
_PIECES = (
    "reportlab.pdfbase.ttfonts",
    "reportlab.pdfgen.canvas",
    "PIL.Image",
    "reportlab.platypus.flowables",
    "reportlab.graphics.renderPDF",
    "cxworkbench.briefings.compose",
    "cxworkbench.briefings.sponsor",
    "cxworkbench.briefings.steering",
    "cxworkbench.briefings.binding",
    "cxworkbench.briefings.evidence",
    "cxworkbench.briefings.metric_page",
    "cxworkbench.briefings.kept",
    *(
        f"cxworkbench.briefings.sections.{name}"
        for name in ("adoption", "changes", "data", "exceptions", "governance", "returns")
    ),
    "pypdfium2",
    "PySide6.QtPrintSupport",
    "ui.print.panes",
    "ui.sections.print_dialog",
)


def steps() -> Iterator[Callable[[], object]]:
    """What loads all that composes and shows a paper, on any thread; what is loaded already costs nothing."""
    yield from (partial(import_module, name) for name in _PIECES)
    yield _register_faces


def _register_faces() -> None:
    from cxworkbench.briefings import fonts

    fonts.register()
