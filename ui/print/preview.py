"""The preview: pages of the PDF itself, rendered off the UI thread and shown at any size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from cxworkbench.pdfium import opened
from ui.print.remembered import WHOLE_PAGE

if TYPE_CHECKING:
    from ui.theme import Theme

#: Pixels for a point at 100%.
_FULL = 96 / 72
ZOOMS = (50, 75, 100, 125, 150, 200)
_MARGIN, _GAP = 12, 12
_SETTLED_MS = 60
#: All pages of a preview together have no more (160 MB); the points of an A4 page.
_MOST_PIXELS, _PAGE_POINTS = 40_000_000, 595 * 842


@dataclass(frozen=True)
class PageImage:
    """A rendered page, and its size in points."""

    image: QImage
    width: float
    height: float


def render_pages(
    pdf: bytes, pixels_per_point: float, step: Callable[[int, int], None] | None = None
) -> list[PageImage]:
    """The pages of a PDF as pictures; may run on any thread.

    Args:
        pdf: the file.
        pixels_per_point: how large.
        step: told how many pages are done, of how many; may raise to break off.
    """
    with opened(pdf) as document:
        found = []
        for number in range(len(document)):
            page = document[number]
            bitmap = page.render(scale=pixels_per_point, prefer_bgrx=True)
            kind = QImage.Format.Format_RGB32
            picture = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind)
            # The copy owns its pixels: PDFium's go with the bitmap.
            found.append(PageImage(picture.copy(), *page.get_size()))
            bitmap.close()
            page.close()
            if step is not None:
                step(number + 1, len(document))
        return found


def within(pixels_per_point: float, pages: int) -> float:
    """As sharp as asked, and no sharper than so many pages may be: a long pack must not fill the memory."""
    return float(min(pixels_per_point, (_MOST_PIXELS / (max(pages, 1) * _PAGE_POINTS)) ** 0.5))


class Preview(QScrollArea):
    """Pages one below the other.

    Signals:
        wanted: pages at this many pixels a point, because size or zoom changed.
        zoomed: how large the pages are now, in percent.
    """

    wanted = Signal(float)
    zoomed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sheets = _Sheets(theme)
        self._zoom = WHOLE_PAGE
        self._size = (595.0, 842.0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(self._sheets)
        self.setAccessibleName("Preview")
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(lambda: self.wanted.emit(self.pixels_per_point))

    @property
    def zoom(self) -> int:
        """The zoom chosen: percent, or ``WHOLE_PAGE``."""
        return self._zoom

    @property
    def percent(self) -> int:
        """How large the pages are shown."""
        return round(100 * self._scale() / _FULL)

    @property
    def pixels_per_point(self) -> float:
        """What a sharp picture needs on this screen."""
        return self._scale() * self.devicePixelRatioF()

    @property
    def pages(self) -> Sequence[PageImage]:
        """The pages shown now."""
        return self._sheets.pages

    def show_pages(self, pages: Sequence[PageImage]) -> None:
        """Show pages; blurred where they were rendered for another size, until they come again."""
        if pages:
            self._size = (max(page.width for page in pages), max(page.height for page in pages))
        self._sheets.pages = list(pages)
        self._fit()

    def set_zoom(self, zoom: int) -> None:
        """Show at a size in percent, or the whole page."""
        self._zoom = zoom if zoom == WHOLE_PAGE else max(ZOOMS[0], min(zoom, ZOOMS[-1]))
        self._fit()
        self._settling.start()

    def step(self, up: bool) -> None:
        """The next size up or down from what is shown."""
        now = self.percent
        others = [zoom for zoom in ZOOMS if (zoom > now if up else zoom < now)]
        if others:
            self.set_zoom(min(others) if up else max(others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A whole page follows the window."""
        super().resizeEvent(event)
        self._fit()
        self._settling.start()

    def _scale(self) -> float:
        """Screen pixels for a point."""
        if self._zoom != WHOLE_PAGE:
            return self._zoom / 100 * _FULL
        margin = 2 * self._theme.px(_MARGIN)
        # Without scroll bars: a whole page needs none.
        room = self.maximumViewportSize()
        width, height = self._size
        return max(min((room.width() - margin) / width, (room.height() - margin) / height), 0.1)

    def _fit(self) -> None:
        self._sheets.fit(self._scale(), self.viewport().size())
        self.zoomed.emit(self.percent)


class _Sheets(QWidget):
    """The pages as sheets of paper on the window's ground."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._scale = 1.0
        self.pages: list[PageImage] = []

    def fit(self, scale: float, least: QSize) -> None:
        """Take the size that the pages need, and no less than the area around them."""
        self._scale = scale
        margin, gap = self._theme.px(_MARGIN), self._theme.px(_GAP)
        width = max((page.width * scale for page in self.pages), default=0) + 2 * margin
        height = sum(page.height * scale + gap for page in self.pages) - gap + 2 * margin
        self.resize(max(round(width), least.width()), max(round(height), least.height()))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each page with a thin line around it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(self._theme.color("line_strong"), 1))
        y = self._theme.px(_MARGIN)
        for page in self.pages:
            width, height = round(page.width * self._scale), round(page.height * self._scale)
            at = QRectF((self.width() - width) // 2, y, width, height)
            painter.drawImage(at, page.image)
            painter.drawRect(at.adjusted(-0.5, -0.5, 0.5, 0.5))
            y += height + self._theme.px(_GAP)
