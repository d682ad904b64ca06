"""What a person does with the live chart: mark a period, go from point to point, set aside, copy, save."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from db.errors import UserError
from tests.ui.test_metrics_aside import acts, dialog
from tests.ui.test_metrics_page import AGENT, SUMMARY, Shown
from ui.charts import chart_out
from ui.main_window import MainWindow
from ui.sections.metrics_model import VALUE, VERDICT

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shown(window: MainWindow) -> Shown:
    window.resize(1366, 768)
    found = Shown(window, AGENT)
    window.pages.finish()  # the chart comes in a turn of its own
    return found


def drag(chart, low: float, high: float, modifier: Qt.KeyboardModifier) -> None:
    frame, place = chart.frame(), chart.plot.viewport()
    middle = round(frame.top + frame.height / 2)
    ends = [QPoint(round(frame.x(day)), middle) for day in (low, high)]
    QTest.mousePress(place, Qt.MouseButton.LeftButton, modifier, ends[0])
    QTest.mouseMove(place, ends[1])
    QTest.mouseRelease(place, Qt.MouseButton.LeftButton, modifier, ends[1])


def day(year: int, month: int, number: int) -> float:
    return float(date(year, month, number).toordinal())


# -------------------------------------------------------------------------------------------- marking


def test_a_period_marked_by_shift_and_drag_says_count_mean_and_n_and_selects_its_rows(shown):
    chart = shown.page.chart
    before = chart.shown_days
    drag(chart, day(2026, 2, 12), day(2026, 3, 11), SHIFT)
    weeks = shown.page.state.weeks
    values, n = weeks.value[-4:], weeks.n[-4:]
    mean = float((values * n).sum() / n.sum())
    said = chart.words.period_text
    assert f"4 weeks, mean {mean:.1f}%, {int(n.sum()):,}" in said
    assert [row.ending for row in shown.table.selected_rows()] == [
        date(2026, 3, 8) - timedelta(weeks=place) for place in range(4)
    ]
    assert chart.shown_days == before, "marking doesn't pan"


def test_esc_takes_the_mark_away(shown):
    chart = shown.page.chart
    drag(chart, day(2026, 2, 1), day(2026, 3, 1), SHIFT)
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert (chart.brush.days, chart.words.period_text) == (None, "")


def test_the_menu_lets_the_next_drag_mark_without_shift(shown):
    chart = shown.page.chart
    menu = shown.page.acts.menu()
    next(one for one in menu.actions() if one.text().startswith("Mark a period")).trigger()
    drag(chart, day(2026, 1, 5), day(2026, 2, 5), Qt.KeyboardModifier.NoModifier)
    low, high = chart.brush.days
    assert (round(low), round(high)) == pytest.approx((day(2026, 1, 5), day(2026, 2, 5)), abs=1)
    assert "Zoom to the period" in acts(shown.page.acts.menu())


def test_shift_and_arrows_mark_by_keyboard(shown):
    chart = shown.page.chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Left, CONTROL)
    newest = chart.selected_point
    for _ in range(3):
        QTest.keyClick(chart, Qt.Key.Key_Left, SHIFT)
    assert chart.brush.days == (newest.x - 21, newest.x)
    assert "4 weeks" in chart.words.period_text


def test_a_period_without_readings_says_so(shown):
    chart = shown.page.chart
    chart.brush.mark(day(2026, 5, 1), day(2026, 5, 20))
    assert chart.words.period_text.endswith("no readings")
    assert shown.table.selected_rows() == []


# ------------------------------------------------------------------------------------ points and keys


def test_ctrl_and_arrows_go_from_point_to_point_with_row_and_words(shown):
    chart = shown.page.chart
    chart.setFocus()
    for _ in range(2):
        QTest.keyClick(chart, Qt.Key.Key_Left, CONTROL)
    assert shown.table.selected_rows()[0].ending == date(2026, 3, 1)
    assert "66.5%" in chart.accessibleDescription()
    assert "42,207" in chart.accessibleDescription()


def test_hovering_says_date_value_and_n(shown):
    chart = shown.page.chart
    point = chart.chart.points()[-2]
    frame = chart.frame()
    chart._hover(chart.plot.mapToScene(QPoint(round(frame.x(point.x)), round(frame.y(point.y)))))
    assert chart.words._tip.text == "Week to 1 Mar 2026 · 66.5% · 42,207 calls"


def test_the_point_under_the_mouse_is_set_aside_from_the_menu(shown):
    chart = shown.page.chart
    point = chart.chart.points()[-1]
    frame = chart.frame()
    menu = shown.page.acts.menu(QPoint(round(frame.x(point.x)), round(frame.y(point.y))))
    next(one for one in menu.actions() if one.text().startswith("Set 1 reading aside")).trigger()
    QTest.keyClicks(dialog().reason, "Outage")
    QTest.keyClick(dialog().reason, Qt.Key.Key_Return)
    assert shown.text(0, VERDICT) == "Set aside"
    assert chart.selected == point.key
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Delete, SHIFT)
    assert shown.text(0, VERDICT) == "Confirmed"


def test_the_keyboard_map_names_the_chart_s_keys(shown):
    from ui.actions import COMMANDS
    from ui.help import open_keyboard_map
    from ui.widgets.label import Label

    texts = [label.text() for label in open_keyboard_map(shown.window, COMMANDS).findChildren(Label)]
    assert "On a chart: zoom in and out" in texts
    assert "Copy chart" in texts


# --------------------------------------------------------------------------------------- copy and save


def test_copy_puts_a_picture_text_and_a_table_on_the_clipboard(shown):
    shown.window.actions_.run("chart.copy")
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    image = QGuiApplication.clipboard().image()
    assert image.width() == 2 * shown.page.chart.width()
    lines = data.text().splitlines()
    assert lines[0].split("\t")[:2] == ["Week ending", "Resolved first time"]
    assert lines[1].split("\t") == ["8 Mar 2026", "68.1%", "43,918", "yes"]
    assert "<td>68.1%</td>" in data.html()


def test_what_people_typed_is_neither_markup_nor_formula_on_the_clipboard(shown):
    table = replace(shown.page.chart.chart.table, heads=("=1+1<b>x</b>", "Value", "n", "Counts"))
    shown.page.chart.set_chart(replace(shown.page.chart.chart, table=table))
    shown.page.acts.copy()
    data = QGuiApplication.clipboard().mimeData()
    assert "'=1+1<b>x</b>" in data.text().splitlines()[0]
    assert "<b>" not in data.html()


def test_a_chart_is_saved_as_picture_and_as_vectors(shown, tmp_path):
    chart, plan = shown.page.chart, shown.plan.path
    for kind in ("png", "svg", "pdf"):
        chart_out.save(chart, tmp_path / f"chart.{kind}", plan=plan)
    assert QImage(str(tmp_path / "chart.png")).width() == 2 * chart.width()
    svg = ET.parse(tmp_path / "chart.svg").getroot()
    words = [one.text for one in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert "Success 66.0%" in words
    assert not list(svg.iter("{http://www.w3.org/2000/svg}image"))
    pdf = (tmp_path / "chart.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"/Subtype /Image" not in pdf
    chart_out.save(chart, tmp_path / "again.pdf", plan=plan)
    assert (tmp_path / "again.pdf").read_bytes() == pdf


def test_zoomed_in_the_file_holds_what_is_seen(shown, tmp_path):
    chart = shown.page.chart
    chart.show_days(day(2026, 1, 5), day(2026, 3, 10))
    chart_out.save(chart, tmp_path / "chart.svg", plan=shown.plan.path)
    words = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert ">Tariff content refreshed<" in words
    assert ">Go-live Leeds 1<" not in words


def test_a_chart_is_never_saved_over_the_plan_nor_as_something_else(shown, tmp_path):
    plan = shown.plan.path
    before = plan.read_bytes()
    link = tmp_path / "link.png"
    link.symlink_to(plan)
    with pytest.raises(UserError, match="the target is the plan itself"):
        chart_out.save(shown.page.chart, link, plan=plan)
    with pytest.raises(UserError, match="not saved as"):
        chart_out.save(shown.page.chart, tmp_path / "chart.docx", plan=plan)
    assert plan.read_bytes() == before
    assert not (tmp_path / "chart.docx").exists()


def test_trouble_with_the_folder_is_said_in_words(shown, tmp_path, monkeypatch):
    target = tmp_path / "nowhere" / "chart.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    shown.page.acts.save()
    QApplication.processEvents()
    assert any("chart.pdf" in text or "nowhere" in text for text in shown.window.banners.texts())


# -------------------------------------------------------------------------------------------- being live

WRITE = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from db.readings import ReadingRows
from db.store import open_plan
session = open_plan(Path(sys.argv[1]), origin="command")
monday = int(datetime(2026, 3, 9, tzinfo=UTC).timestamp())
with session.change("A reading", at=datetime(2026, 3, 16, tzinfo=UTC), by="Feed") as change:
    change.write_readings(sys.argv[2], ReadingRows.of([monday], [monday + 7 * 86400], [67.7], n=[43000.0]))
session.close()
"""


def test_what_another_process_commits_appears_and_zoom_selection_and_mark_stay(shown, qtbot):
    chart, page = shown.page.chart, shown.page
    chart.show_days(day(2026, 1, 5), day(2026, 3, 29))
    shown.table.setCurrentIndex(shown.model.index(3, VALUE))
    chart.brush.mark(day(2026, 2, 20), day(2026, 3, 20))
    selected, days, said = chart.selected, chart.shown_days, chart.words.period_text
    series = shown.plan.plan.series(page.state.metric).id
    other = subprocess.run(
        [sys.executable, "-c", WRITE, str(shown.plan.path), series],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert other.returncode == 0, other.stderr
    qtbot.waitUntil(lambda: shown.text(0, VALUE) == "67.7%")
    assert chart.chart.points()[-1].y == 67.7
    assert (chart.selected, chart.brush.days) == (selected, (day(2026, 2, 20), day(2026, 3, 20)))
    assert chart.shown_days == pytest.approx(days, abs=0.01)
    assert said != chart.words.period_text, "what is said of the marked period counts the new reading"


def test_a_metric_without_readings_has_nothing_to_mark_and_can_still_be_copied(window):
    shown = Shown(window, SUMMARY)
    shown.page.tabs.setCurrentIndex(2)
    chart = shown.page.chart
    QTest.keyClick(chart, Qt.Key.Key_Left, CONTROL)
    assert chart.selected_point is None
    shown.page.acts.copy()
    assert QGuiApplication.clipboard().mimeData().hasImage()
