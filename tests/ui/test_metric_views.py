"""All metrics of a pilot side by side, and one metric in all pilots, on a real window."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

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
    shown.window.actions_.run("chart.copy")
    text = QGuiApplication.clipboard().mimeData().text()
    assert text.startswith("Pilot\tWeek\tResolved first time")
    shown.page.views.switch.choose("all")
    shown.page.slices.finish()
    shown.page.views.all.cells[2].chart.setFocus()
    shown.window.actions_.run("chart.copy")
    assert "Quality score" in QGuiApplication.clipboard().mimeData().text()
