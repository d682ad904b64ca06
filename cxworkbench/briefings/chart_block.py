"""A chart as a block of a page: drawn when its page is, from the same description as on screen; it never splits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.platypus.flowables import Flowable

from cxworkbench.briefings.chart_canvas import set_on
from cxworkbench.briefings.paper_charts import LABEL_PT, paper_chart
from cxworkbench.briefings.text import Press

if TYPE_CHECKING:
    from cxworkbench.charts.description import Chart


class ChartBlock(Flowable):
    """A chart over the whole width, of a given height; ``chart`` is its description."""

    def __init__(self, press: Press, chart: Chart, height: float, *, before: float = 0.0) -> None:
        super().__init__()
        self.spaceBefore = before
        self._press, self.chart, self._height = press, chart, height

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """The width there is, the height asked for."""
        self.width, self.height = available_width, self._height
        return self.width, self.height

    def split(self, _available_width: float, _available_height: float) -> list[Flowable]:
        """Never."""
        return []

    def draw(self) -> None:
        """The drawing, made now: a page that isn't shown costs nothing."""
        drawing = paper_chart(self.chart, self.width, self.height, ink=self._press.ink)
        self._press.smallest = min(self._press.smallest, LABEL_PT)
        self._press.lacking.update(dict.fromkeys(set_on(self.canv, drawing, 0, 0)))
