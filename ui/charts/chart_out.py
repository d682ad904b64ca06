"""A chart leaves the window: onto the clipboard as a picture and as its table, and into PNG, SVG and PDF files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint
from PySide6.QtGui import QGuiApplication, QImage, QRegion
from PySide6.QtWidgets import QFileDialog, QWidget

from cxworkbench.charts.stretch import within
from cxworkbench.charts.table_text import as_html, as_tabs
from db.errors import UserError
from ui.charts.plot_items import thicker

if TYPE_CHECKING:
    from cxworkbench.charts.description import Chart
    from ui.charts.chart_view import ChartView

RATIO = 2.0
FILTERS = {".png": "Picture (*.png)", ".svg": "Vectors for the web (*.svg)", ".pdf": "Page (*.pdf)"}


def picture(view: ChartView, ratio: float = RATIO) -> QImage:
    """The chart as it is seen, without focus, mark and hover, with so many pixels for each of the window's."""
    size = view.size()
    image = QImage(size * ratio, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(view.theme.color("surface"))
    with view.words.bare():
        with thicker(ratio):
            view.redraw()
            view.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
        view.redraw()
    return image


def shown_chart(view: ChartView) -> Chart:
    """The description of what is seen: zoomed in, of the days in view.

    Raises:
        UserError: there is no chart.
    """
    chart = view.chart
    if chart is None:
        raise UserError("there is no chart to save", kept="nothing was written", to_do="open a metric")
    return within(chart, *view.shown_days)


def copy(view: ChartView) -> None:
    """Put picture and table on the clipboard; each program takes what it can use.

    Raises:
        UserError: there is no chart.
    """
    shown_chart(view)
    assert view.chart is not None
    data = QMimeData()
    data.setImageData(picture(view))
    data.setText(as_tabs(view.chart.table))
    data.setHtml(as_html(view.chart))
    QGuiApplication.clipboard().setMimeData(data)


def content_of(view: ChartView, kind: str) -> bytes:
    """The chart as a file of a kind (".png", ".svg", ".pdf").

    Raises:
        UserError: a chart is not saved as that.
    """
    if kind == ".png":
        bytes_ = QByteArray()
        buffer = QBuffer(bytes_)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture(view).save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(bytes_.data())
    from cxworkbench.briefings.chart_file import pdf_of, svg_of

    if kind not in FILTERS:
        raise UserError(
            f"a chart is not saved as “{kind or 'a file without an ending'}”",
            kept="nothing was written",
            to_do="choose a name that ends in .png, .svg or .pdf",
        )
    chart = shown_chart(view)
    return svg_of(chart) if kind == ".svg" else pdf_of(chart)


def save(view: ChartView, target: Path, *, plan: Path) -> None:
    """Write the chart; the ending of the name says as what. The file is there whole, or as it was.

    Raises:
        UserError: another ending, the plan itself, or the folder can't be written.
    """
    from cxworkbench.exchange.whole_file import write_whole

    write_whole(target, content_of(view, target.suffix.lower()), not_over=plan)


def ask_where(view: ChartView, folder: Path) -> Path | None:
    """Ask for a file; without an ending it gets that of the kind chosen."""
    chart = shown_chart(view)
    name = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in chart.title).strip()
    chosen, kind = QFileDialog.getSaveFileName(
        view, "Save chart", str(folder / f"{name or 'Chart'}.png"), ";;".join(FILTERS.values())
    )
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix:
        return path
    ending = next((end for end, words in FILTERS.items() if words == kind), ".png")
    return path.with_name(path.name + ending)
