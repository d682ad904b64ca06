"""Commands of the page that is shown: begin a new item of it, copy and save its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.sections.metrics import MetricsPage
    from ui.sections.metrics_chart import ChartActs
    from ui.sections.page import Page


def _page(window: MainWindow) -> Page | None:
    """The section's page that is seen."""
    if window.plan is None or not window.plan.is_loaded:
        return None
    from ui.sections.page import Page

    page = window.pages.currentWidget()
    return page if isinstance(page, Page) else None


def can_begin(window: MainWindow) -> bool:
    """Whether the page that is shown can take new items."""
    page = _page(window)
    return page is not None and bool(page.beginners) and page.handed.plan.can_edit


def new_name(window: MainWindow) -> str:
    """What Ctrl+N does there, as its button says it."""
    page = _page(window)
    button = page.beginner if page is not None else None
    return button.accessibleName() if button is not None else "New item"


def begin(window: MainWindow) -> None:
    """Begin a new item of what is shown."""
    page = _page(window)
    button = page.beginner if page is not None else None
    if button is not None:
        button.click()
    else:
        window.say("Nothing is added to what is shown here. Choose a table above it first.")


def _metrics_page(window: MainWindow) -> MetricsPage | None:
    """The page that is seen, where it shows a metric."""
    if _page(window) is None or window.pages.section != "metrics":
        return None
    from ui.sections.metrics import MetricsPage

    page = window.pages.currentWidget()
    return page if isinstance(page, MetricsPage) and page.state is not None else None


def has_chart(window: MainWindow) -> bool:
    """Whether a chart is shown."""
    return _metrics_page(window) is not None


def _chart_acts(window: MainWindow) -> ChartActs | None:
    """What can be done with the chart that is seen, made now where it waits for its turn; None where there is none."""
    page = _metrics_page(window)
    if page is None:
        return None
    page.slices.finish()
    return page.acts


def copy_chart(window: MainWindow) -> None:
    """Put the chart on the clipboard."""
    if acts := _chart_acts(window):
        acts.copy()


def save_chart(window: MainWindow) -> None:
    """Ask where the chart is saved."""
    if acts := _chart_acts(window):
        acts.save()
