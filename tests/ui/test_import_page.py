"""The import assistant in a real window: a file is shown as understood, asked about, imported as one step, undone."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxworkbench.exchange.mapping import Mapping
from cxworkbench.exchange.roles import Role
from cxworkbench.exchange.table import Said
from db.models import Cohort, ImportMapping, Metric
from db.store import open_plan
from ui.sections.import_page import ImportPage
from ui.sections.import_reading import ReadAs

LONG = "week ending,metric,value,n\n15/03/2026,Resolved first time,68.4,43000\n22/03/2026,Resolved first time,68.9,43100\n"


def records(days=14, *, site="Leeds 1", bad=0, first=9):
    lines = ["contact_id,ended_at,site,queue,repeat_7d,handle_s"]
    for i in range(days * 20):
        day = first + i // 20
        month, day = (3, day) if day <= 31 else (4, day - 31)
        repeat = "maybe" if i < bad else "N" if i % 3 else "Y"
        queue = "Moves" if i % 10 == 0 else "Billing"
        lines.append(f"c{i},{day:02d}/{month:02d}/2026 09:{i % 60:02d},{site},{queue},{repeat},{300 + i % 7}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def page(window, qtbot, tmp_path):
    def open_file(text, name="t.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        window.open_import(path)
        found = window.pages.currentWidget()
        assert isinstance(found, ImportPage)
        settled(qtbot, found)
        return found

    return open_file


def settled(qtbot, page):
    qtbot.waitUntil(lambda: not page.is_busy)


def metric(window, name="Resolved first time"):
    plan = window.plan.plan
    return next(one for one in plan.of_pilot(Metric, plan.pilots[0]) if one.name == name)


def of_two_sheets(window, qtbot, folder):
    """The page with a workbook whose first sheet holds no readings."""
    book = openpyxl.Workbook()
    book.active.append(["Notes"])
    book.active.append(["nothing"])
    second = book.create_sheet("Readings")
    for row in (["week ending", "metric", "value"], ["15/03/2026", "Quality score", 4.2]):
        second.append(row)
    book.save(folder / "t.xlsx")
    window.open_import(folder / "t.xlsx")
    found = window.pages.currentWidget()
    settled(qtbot, found)
    return found


def imported(qtbot, window, page):
    page.import_now()
    qtbot.waitUntil(lambda: window.pages.section == "metrics")


def test_a_long_file_is_shown_and_comes_in_as_one_step_that_undo_takes_back(page, window, qtbot):
    found = page(LONG)
    head, before = window.plan.session.head, len(window.plan.plan.readings(metric(window)))
    assert found.import_button.text() == "Import 2 readings"
    assert "2 new" in found.counts.said
    assert "dates day first" in found._about.text()
    assert [row.parts[-1].text for row in found.becomes.list.lines.rows] == ["new", "new"]
    assert window.plan.session.head == head, "nothing is written by looking"
    imported(qtbot, window, found)
    assert window.plan.session.head == head + 1
    assert len(window.plan.plan.readings(metric(window))) == before + 2
    assert "Import 2 readings" in window.plan.undo_label
    window.plan.undo()
    assert len(window.plan.plan.readings(metric(window))) == before
    shapes = [one.name for one in window.plan.plan.all(ImportMapping)]
    assert "t" not in shapes, "the remembered mapping is taken back with it"


def test_the_same_file_again_has_nothing_to_import(page, window, qtbot):
    imported(qtbot, window, page(LONG))
    again = page(LONG)
    assert "2 agree" in again.counts.said
    assert not again.import_button.isEnabled()
    head = window.plan.session.head
    again.import_now()
    assert window.plan.session.head == head


def test_records_are_summed_up_by_week_for_each_cohort_with_a_filter(page, window, qtbot):
    found = page(records())
    assert found.preview.mapping.shape == "records"
    found.columns.give("queue", Role("keep", words=("Billing",)))
    settled(qtbot, found)
    said = found.counts.said
    assert "Left out by the filter: 28 not Billing" in said
    assert {row.parts[2].text for row in found.becomes.list.lines.rows} == {"All", "Leeds 1"}
    count = found.preview.prepared.settled.added
    imported(qtbot, window, found)
    series = [one for one in window.plan.session.records(_series()) if one.cohort]
    cohort = next(one for one in window.plan.plan.all(Cohort) if one.name == "Leeds 1")
    assert cohort.id in {one.cohort for one in series}
    assert count == 8, "two weeks of two metrics, of all and of one cohort"


def _series():
    from db.models import Series

    return Series


def test_every_word_of_a_list_is_offered_wherever_it_stands(page):
    text = records(days=31, first=1)
    found = page(text[: text.rindex(",Billing,")] + ",Rare," + text[text.rindex(",Billing,") + 9 :])
    (queue,) = [one for one in found.preview.columns if one.heading == "queue"]
    assert queue.words == ("Billing", "Moves", "Rare")


def test_the_mapping_is_remembered_for_files_of_the_same_shape(page, window, qtbot):
    found = page(records())
    found.columns.give("queue", Role("keep", words=("Billing",)))
    settled(qtbot, found)
    imported(qtbot, window, found)
    again = page(records(days=7, first=25), "next.csv")
    assert "as remembered: t" in again.columns.aside.text()
    assert [one.words for one in again.preview.mapping.keep] == [("Billing",)]
    imported(qtbot, window, again)
    assert [one.name for one in window.plan.plan.all(ImportMapping)].count("t") == 1


def test_words_of_the_file_can_be_named_as_cohorts(page, window, qtbot):
    found = page(records(site="LDS1").replace(",LDS1,", ",Leeds 1,", 5))
    assert found.preview.prepared.bad_rows == 275
    row = [one.heading for one in found.preview.columns].index("site")
    menu = found.columns.menu(found.preview.columns[row])
    naming = next(one.menu() for one in menu.actions() if one.text() == "LDS1 is the cohort")
    next(one for one in naming.actions() if one.text() == "Leeds 1").trigger()
    settled(qtbot, found)
    assert found.preview.prepared.rejected == []


def test_dates_that_can_be_read_two_ways_are_asked_about(page, window, qtbot):
    found = page("week ending,metric,value\n01/03/2026,Quality score,4.1\n08/03/2026,Quality score,4.2\n")
    assert "their order can't be told" in found.banners.texts()[0]
    assert not found.import_button.isEnabled()
    found.answer("date_order", "day first")
    settled(qtbot, found)
    assert found.banners.texts() == []
    assert found.preview.prepared.taken.count == 2


def test_a_lone_thousands_or_decimal_comma_is_asked_about(page, qtbot):
    found = page('week ending,metric,value\n15/03/2026,Handling time,"1,234"\n')
    assert "1234 or 1.234" in found.banners.texts()[0]
    found.answer("decimal_mark", ".")
    settled(qtbot, found)
    (rows,) = found.preview.prepared.taken.readings.values()
    assert rows.value.tolist() == [1234.0]


def test_over_one_percent_of_bad_rows_asks_before_the_others_come_in(page, window, qtbot):
    found = page(records(days=55, bad=13, first=1))
    assert "over 1%" in found.banners.texts()[0]
    assert not found.import_button.isEnabled()
    assert sum("repeat_7d: maybe" in row.said for row in found.rejected.list.lines.rows) == 13
    found.allow()
    assert found.import_button.isEnabled()


def test_rejected_rows_can_be_saved_and_copied(page, qtbot, tmp_path):
    found = page(LONG + "29/03/2026,Resolved first time,=1+1,1\n31/02/2026,Resolved first time,68,1\n")
    found.rejected.save_as(tmp_path / "rejected.csv")
    text = (tmp_path / "rejected.csv").read_text(encoding="utf-8-sig")
    assert "4,value,'=1+1,is refused: not a number" in text
    assert "5,week ending,31/02/2026,is refused: February has 28 days" in text
    found.rejected.copy_all()
    assert QGuiApplication.clipboard().text().splitlines()[1].split("\t")[:2] == ["4", "value"]


def test_a_file_dropped_on_the_window_opens_the_assistant(window, qtbot, tmp_path):
    path = tmp_path / "dropped.csv"
    path.write_text(LONG, encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(400, 300), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, left, none))
    found = window.pages.currentWidget()
    assert isinstance(found, ImportPage)
    settled(qtbot, found)
    assert found.preview.table.name == "dropped.csv"


def test_another_sheet_is_chosen_and_the_choice_is_said(window, qtbot, tmp_path):
    found = of_two_sheets(window, qtbot, tmp_path)
    assert any("the first of 2" in text for text in found.banners.texts())
    found.say_how()
    (popup,) = found.findChildren(ReadAs)
    popup.sheet.setCurrentIndex(popup.sheet.findData("Readings"))
    popup.accept()
    settled(qtbot, found)
    assert found.preview.table.read_as.sheet == "Readings"
    assert found.import_button.text() == "Import 1 reading"


def test_a_sheet_that_was_chosen_stays_when_the_plan_is_judged_anew_meanwhile(window, qtbot, tmp_path):
    found = of_two_sheets(window, qtbot, tmp_path)
    found.read_as(Said(sheet="Readings"), Mapping("", ""))
    assert found.is_busy
    found._look()
    settled(qtbot, found)
    assert found.preview.table.read_as.sheet == "Readings"


def test_a_file_without_known_headings_is_mapped_by_hand(page, window, qtbot):
    found = page("Woche;Wert\n23.03.2026;4,5\n30.03.2026;4,6\n")
    assert found.banners.texts()
    found.columns.give("Woche", Role("period"))
    settled(qtbot, found)
    found.columns.give("Wert", Role("value", metric(window, "Quality score").id))
    settled(qtbot, found)
    assert found.preview.problem is None
    (rows,) = found.preview.prepared.taken.readings.values()
    assert rows.value.tolist() == [4.5, 4.6]


def test_ctrl_enter_imports_wherever_the_focus_is_on_the_page(page, window, qtbot):
    found = page(LONG)
    window.activateWindow()
    found.columns.list.setFocus()
    QTest.keyClick(found.columns.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.pages.section == "metrics")


def test_the_columns_are_mapped_by_keyboard(page, qtbot):
    found = page(LONG)
    found.columns.list.setFocus()
    found.columns.list.selectRow(0)
    QTest.keyClick(found.columns.list, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    settled(qtbot, found)
    assert found.preview.mapping.period == ""
    assert not found.import_button.isEnabled()


def test_reading_a_large_file_is_shown_and_can_be_cancelled(window, qtbot, tmp_path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("S")
    sheet.append(["week ending", "metric", "value"])
    for _ in range(60_000):
        sheet.append(["15/03/2026", "Quality score", 4.2])
    book.save(tmp_path / "large.xlsx")
    window.open_import(tmp_path / "large.xlsx")
    found = window.pages.currentWidget()
    qtbot.waitUntil(lambda: found.under_way.isVisible() and "rows" in found.under_way.text.text())
    found.cancel()
    assert found.preview is None
    assert not found.is_busy
    assert found._empty.isVisible()
    qtbot.waitUntil(lambda: window.work.is_idle)
    assert found.preview is None, "what was cancelled never comes"


def test_what_is_no_table_is_said_and_another_file_can_be_chosen(page):
    found = page("%PDF-1.7")
    assert "PDF" in found.banners.texts()[0]
    assert found.preview is None


def test_a_read_only_plan_shows_the_file_and_imports_nothing(open_window, sample, qtbot, tmp_path):
    window = open_window(None)
    assert window.open_path(sample, read_only=True)
    assert not window.actions_.commands["plan.import"].usable(window)
    (tmp_path / "t.csv").write_text(LONG, encoding="utf-8")
    window.open_import(tmp_path / "t.csv")
    found = window.pages.currentWidget()
    settled(qtbot, found)
    assert not found.import_button.isEnabled()


def test_what_a_command_writes_meanwhile_is_looked_at_again(page, window, qtbot):
    found = page(LONG)
    other = open_plan(window.plan.path)
    from cxworkbench.exchange import readings_job
    from tests.plans import NOON

    prepared = readings_job.prepare(other, readings_job.Asked(found.preview and found._wanted.file), at=NOON)
    readings_job.write(other, prepared, at=NOON, by="Command")
    other.close()
    qtbot.waitUntil(lambda: not found.is_busy and "2 agree" in found.counts.said)
    assert not found.import_button.isEnabled()
