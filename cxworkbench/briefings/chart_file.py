"""A chart as vectors in a file: SVG or PDF, from the same description as on screen, in the colours of print."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from cxworkbench.briefings.fonts import Face, font_name, register
from cxworkbench.briefings.paper_charts import paper_chart

if TYPE_CHECKING:
    from cxworkbench.charts.description import Chart

WIDTH_PT, HEIGHT_PT = 620.0, 310.0
_MARGIN, _TITLE = 14.0, 18.0


def pdf_of(chart: Chart) -> bytes:
    """One page as large as the chart, with its title; the same chart gives the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    from cxworkbench.briefings import words
    from cxworkbench.briefings.chart_canvas import set_on

    register()
    drawing = paper_chart(chart, WIDTH_PT, HEIGHT_PT)
    out = BytesIO()
    size = (WIDTH_PT + 2 * _MARGIN, HEIGHT_PT + _TITLE + 2 * _MARGIN)
    canvas = Canvas(out, size, invariant=1, initialFontName=font_name("Regular"))  # type: ignore[arg-type]
    canvas.setTitle(chart.title)
    canvas.setSubject(chart.sentence)
    canvas.setCreator("CX Workbench")
    words.draw(canvas, _MARGIN, _MARGIN + HEIGHT_PT + 6, words.clean(chart.title), "Semibold", 11)
    set_on(canvas, drawing, _MARGIN, _MARGIN)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def svg_of(chart: Chart) -> bytes:
    """The drawing with its title and its sentence; letters stay letters, in our own face where it is installed."""
    from reportlab.graphics import renderSVG

    drawn = str(renderSVG.drawToString(paper_chart(chart, WIDTH_PT, HEIGHT_PT)))
    faces: tuple[tuple[Face, int], ...] = (("Semibold", 600), ("Regular", 400))
    for face, weight in faces:
        ours = f"font-family: {font_name(face)};"
        drawn = drawn.replace(ours, f"font-family: 'Source Sans 3', sans-serif; font-weight: {weight};")
    drawn = drawn.replace("<title>...</title>", f"<title>{escape(chart.title)}</title>", 1)
    return drawn.replace("<desc>...</desc>", f"<desc>{escape(chart.sentence)}</desc>", 1).encode()
