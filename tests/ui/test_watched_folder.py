"""A folder is watched beside a real window: what is dropped there comes in, waits or is refused, and that is said."""

from __future__ import annotations

import pytest

from db.models import Metric
from ui import watched_folder
from ui.sections.import_page import ImportPage

LONG = "week ending,metric,value,n\n15/03/2026,Resolved first time,68.4,43000\n22/03/2026,Resolved first time,68.9,43100\n"


@pytest.fixture
def folder(window, tmp_path, monkeypatch):
    monkeypatch.setattr(watched_folder, "FIRST_MS", 0)
    made = tmp_path / "in"
    made.mkdir()
    window.watched.watch(made)
    window.watched._timer.setInterval(200)
    return made


def metric(window):
    plan = window.plan.plan
    return next(one for one in plan.of_pilot(Metric, plan.pilots[0]) if one.name == "Resolved first time")


def test_an_unknown_file_waits_is_looked_at_once_and_the_next_comes_in_by_itself(window, folder, qtbot):
    before = len(window.plan.plan.readings(metric(window)))
    path = folder / "w19.csv"
    path.write_text(LONG, encoding="utf-8")
    qtbot.waitUntil(lambda: window.watched.waiting != {})
    assert path.exists()
    (said,) = [text for text in window.banners.texts() if "waits in the watched folder" in text]
    assert "no mapping is remembered" in said
    window.open_import(path)
    page = window.pages.currentWidget()
    assert isinstance(page, ImportPage)
    qtbot.waitUntil(lambda: page.is_busy is False)
    page.import_now()
    qtbot.waitUntil(lambda: len(window.plan.plan.readings(metric(window))) == before + 2)
    qtbot.waitUntil((folder / "done" / "w19.csv").exists)
    assert not window.banners.shows("watched waits")

    (folder / "w20.csv").write_text(LONG.replace("22/03", "29/03"), encoding="utf-8")
    qtbot.waitUntil(lambda: len(window.plan.plan.readings(metric(window))) == before + 3)
    qtbot.waitUntil(lambda: any("w20.csv came in" in text for text in window.banners.texts()))
    assert (folder / "done" / "w20.csv.txt").exists()
    window.plan.undo()
    assert len(window.plan.plan.readings(metric(window))) == before + 2


def test_what_is_no_table_is_refused_and_said(window, folder, qtbot):
    (folder / "t.csv").write_bytes(b"%PDF-1.7")
    qtbot.waitUntil(lambda: any("t.csv was refused" in text for text in window.banners.texts()))
    assert (folder / "refused" / "t.csv").read_bytes() == b"%PDF-1.7"


def test_the_folder_is_kept_for_the_plan_and_watching_can_be_stopped(
    window, folder, open_window, sample, qtbot
):
    assert window.settings.watched_folder(window.plan.plan.programme.id) == folder
    window.open_path(sample)
    assert window.watched.folder == folder
    window.watched.watch(None)
    (folder / "t.csv").write_bytes(b"%PDF-1.7")
    qtbot.wait(600)
    assert (folder / "t.csv").exists()


def test_nothing_is_taken_while_the_past_is_shown(window, folder, qtbot):
    from db.past import Past
    from ui.seen import Seen

    past = Past(window.plan.session, 3)
    window.plan.see(Seen(past, 3, "then", window.today()))
    (folder / "t.csv").write_bytes(b"%PDF-1.7")
    qtbot.wait(3000)
    assert (folder / "t.csv").exists()
    window.plan.see(None)
    qtbot.waitUntil((folder / "refused" / "t.csv").exists)


def test_a_folder_that_goes_is_said_once(window, folder, qtbot):
    folder.rmdir()
    qtbot.waitUntil(lambda: window.banners.shows("watched trouble"))
    folder.mkdir()
    qtbot.waitUntil(lambda: not window.banners.shows("watched trouble"))


def test_the_dialog_shows_the_folder_and_stops(window, folder):
    from ui.sections.watch_dialog import open_watch_dialog

    dialog = open_watch_dialog(window)
    assert dialog.folder.text() == str(folder)
    dialog.stop.click()
    assert dialog.folder.text() == ""
    assert window.watched.folder is None
    dialog.accept()
