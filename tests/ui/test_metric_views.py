"""All metrics of a pilot side by side, and one metric in all pilots, on a real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from db.models import Metric, Series
from db.readings import ReadingRows
from tests.ui.test_metrics_page import AGENT, CHAT, Shown
from ui.main_window import MainWindow


@pytest.fixture
def shown(window: MainWindow) -> Shown:
    window.resize(1366, 768)
    return Shown(window, AGENT)


def test_all_metrics_stand_side_by_side_over_the_same_days(shown):
    shown.page.views.switch.choose("all")
    shown.page.slices.finish()
    cells = shown.page.views.all.cells
    assert [cell.chart.chart.title for cell in cells] == [
        "Resolved first time",
        "Handling time",
        "Quality score",
    ]
    assert len({cell.chart.shown_days for cell in cells}) == 1
    assert all(cell.chart.accessibleName() for cell in cells)


def test_open_shows_that_metric_alone(shown):
    shown.page.views.switch.choose("all")
    shown.page.slices.finish()
    shown.page.views.all.cells[1].button.click()
    assert shown.page.views.switch.value == "one"
    assert shown.page.state.metric.name == "Handling time"


def test_a_metric_is_compared_with_that_of_another_pilot(shown):
    metric = shown.page.state.metric
    chat = shown.plan.assessment.pilots[CHAT].pilot
    readings = shown.plan.plan.readings(metric)
    with shown.plan.change("The same in chat") as change:
        other = change.add(
            Metric(pilot=chat, name=metric.name, unit=metric.unit, catalogue_id=metric.catalogue_id)
        )
        rows = ReadingRows.of(readings.period_from, readings.period_to, readings.value - 5)
        change.write_readings(change.add(Series(metric=other)).id, rows)
    shown.page.views.switch.choose("compare")
    shown.page.slices.finish()
    compare = shown.page.views.compare
    assert [end.label.rpartition(" ")[0] for end in compare.chart.chart.hlines] == [
        "Agent Assist",
        "Chat Assistant",
    ]
    assert compare.said.text() == compare.chart.chart.sentence
    compare.aligned.choose("date")
    assert not compare.chart.chart.by_week
    first, second = compare.chart.chart.series
    assert first.points[-1].x == second.points[-1].x


def test_a_metric_that_no_other_pilot_has_says_so(shown):
    shown.page.views.switch.choose("compare")
    shown.page.slices.finish()
    assert shown.page.views.compare.said.text().endswith("No other pilot has readings of it.")
    shown.page.tabs.setCurrentIndex(1)
    assert "Handling time" in shown.page.views.compare.chart.chart.title


def test_copy_takes_the_chart_that_is_seen(shown):
    shown.page.views.switch.choose("compare")
    shown.page.slices.finish()
    shown.window.actions_.run("chart.copy")
    text = QGuiApplication.clipboard().mimeData().text()
    assert text.startswith("Pilot\tWeek\tResolved first time")
    shown.page.views.switch.choose("all")
    shown.page.slices.finish()
    shown.page.views.all.cells[2].chart.setFocus()
    shown.window.actions_.run("chart.copy")
    assert "Quality score" in QGuiApplication.clipboard().mimeData().text()


def menu_of(chart):
    """What the chart offers where somebody asks for its menu."""
    chart.customContextMenuRequested.emit(chart.rect().center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found = {one.text().partition("\t")[0]: one for one in menu.actions() if one.text()}
    menu.close()
    return found


def test_each_chart_of_all_metrics_offers_its_metric_copy_and_save(shown):
    shown.page.views.switch.choose("all")
    shown.page.slices.finish()
    cell = shown.page.views.all.cells[2]
    offered = menu_of(cell.chart)
    assert list(offered) == ["Open this metric", "Show all days", "Copy chart", "Save chart…"]
    offered["Copy chart"].trigger()
    assert "Quality score" in QGuiApplication.clipboard().mimeData().text()
    assert not offered["Show all days"].isEnabled()
    cell.chart.zoom(0.5)
    zoomed = menu_of(cell.chart)["Show all days"]
    assert zoomed.isEnabled()
    zoomed.trigger()
    assert not cell.chart.is_zoomed
    offered["Open this metric"].trigger()
    assert (shown.page.views.switch.value, shown.page.state.metric.name) == ("one", "Quality score")


def test_the_chart_that_compares_pilots_offers_copy_and_save(shown):
    shown.page.views.switch.choose("compare")
    offered = menu_of(shown.page.views.compare.chart)
    assert list(offered) == ["Show all days", "Copy chart", "Save chart…"]
    offered["Copy chart"].trigger()
    assert QGuiApplication.clipboard().mimeData().text().startswith("Pilot\tWeek\tResolved first time")


def test_hovering_over_the_control_says_date_value_and_n(shown):
    metric = shown.page.state.metric
    readings = shown.plan.plan.readings(metric)
    with shown.plan.change("A control group") as change:
        rows = ReadingRows.of(readings.period_from, readings.period_to, readings.value - 8, n=readings.n // 2)
        change.write_readings(change.add(Series(metric=metric, arm="control")).id, rows)
    chart = shown.page.chart
    (control,) = [line for line in chart.chart.series if line.token == "series2"]
    point = control.points[-2]
    frame = chart.frame()
    chart._hover(chart.plot.mapToScene(QPoint(round(frame.x(point.x)), round(frame.y(point.y)))))
    assert chart.words._tip.text == "Control, week to 1 Mar 2026 · 58.5% · 21,103 calls"
    assert control.points[-2] not in chart.chart.points(), "it is no reading of the pilot"
