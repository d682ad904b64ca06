"""A chart's drawing set on a page by ReportLab's own renderer, but its texts go through the door of all texts."""

from __future__ import annotations

from typing import Any, cast

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, String
from reportlab.pdfgen.canvas import Canvas

from cxworkbench.briefings import words
from cxworkbench.briefings.fonts import FAMILY, Face, font_name

_ReportLabs: Any = renderPDF._PDFRenderer


class _Renderer(_ReportLabs):  # type: ignore[misc]
    """ReportLab's knows neither fallback fonts nor the order of letters of names in other scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.lacking = ""

    def drawString(self, one: String) -> None:
        """Draw a text of a chart; what is set is cleaned already."""
        state: dict[str, Any] = self._tracker.getState()
        face = cast("Face", state["fontName"].removeprefix(f"{FAMILY}-").replace(FAMILY, "Regular"))
        wide = words.width(one.text, face, state["fontSize"])
        back = {"middle": wide / 2, "end": wide}.get(state["textAnchor"], 0.0)
        lacking = words.draw(self._canvas, one.x - back, one.y, one.text, face, state["fontSize"])[1]
        self.lacking += lacking


def set_on(canvas: Canvas, drawing: Drawing, x: float, y: float) -> str:
    """Draw a chart with its lower left corner there; returns the letters in it that no font has."""
    # Else ReportLab names Helvetica in the file, which isn't embedded.
    drawing.initialFontName = font_name("Regular")  # type: ignore[attr-defined]
    renderer = _Renderer()
    renderer.draw(drawing, canvas, x, y, showBoundary=False)
    return renderer.lacking
