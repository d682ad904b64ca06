"""What the window says of its plan: damaged, newer, a backup, where it lies, conflict copies; each with what helps."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from pathlib import Path

import pytest
from shared_data import ROOT

from db.backups import listed, make
from db.errors import UserError
from db.models import Programme
from db.places import Place
from db.store import open_plan
from ui.banners import Banner
from ui.main_window import MainWindow
from ui.notices import Notices
from ui.widgets.buttons import Button


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr("ui.notices.LOOK_AFTER_MS", 0)


def press(window: MainWindow, text: str) -> None:
    for banner in window.banners.findChildren(Banner):
        for button in banner.findChildren(Button):
            if banner.isVisibleTo(window.banners) and button.accessibleName().startswith(text):
                button.click()
                return
    pytest.fail(f"no button {text!r} on {window.banners.texts()}")


def offers(window: MainWindow) -> list[str]:
    return [
        button.accessibleName()
        for banner in window.banners.findChildren(Banner)
        if banner.isVisibleTo(window.banners)
        for button in banner.findChildren(Button)
        if button.text()
    ]


def said(window: MainWindow, words: str) -> bool:
    return any(words in text for text in window.banners.texts())


@pytest.fixture
def known(open_window, sample, settings) -> Path:
    """The sample, opened once before, with a backup."""
    window = open_window(sample)
    make(window.plan.session, settings.backups, at=window.now())
    window.close()
    return sample


# --------------------------------------------------------------------------------- damaged, newer, a backup


def damage(plan: Path) -> None:
    content = bytearray(plan.read_bytes())
    content[4096:20_000] = bytes(len(content[4096:20_000]))
    plan.write_bytes(content)


def test_a_damaged_plan_offers_its_newest_backup_and_puts_it_back(qtbot, open_window, known, settings):
    damage(known)
    broken = known.read_bytes()
    window = open_window(None)
    assert not window.open_path(known)
    assert said(window, "This plan is damaged (larkfield.cxplan)")
    press(window, "Open the newest backup")
    assert said(window, "This is a backup of larkfield.cxplan")
    assert not window.plan.can_edit
    assert known.read_bytes() == broken, "only looked at so far"
    press(window, "Put it in the place of the plan")
    qtbot.waitUntil(lambda: window.plan is not None and window.plan.path == known, timeout=10_000)
    assert window.plan.can_edit
    (aside,) = settings.backups.glob("*.damaged")
    assert aside.read_bytes() == broken


def test_a_damaged_plan_that_was_never_open_here_offers_nothing_wrong(open_window, sample):
    damage(sample)
    window = open_window(None)
    assert not window.open_path(sample)
    assert offers(window) == ["Look at what can be read", "Salvage…"]


def test_what_is_no_plan_at_all_offers_nothing(open_window, tmp_path):
    wrong = tmp_path / "wrong.cxplan"
    wrong.write_text("not a plan", encoding="utf-8")
    window = open_window(None)
    assert not window.open_path(wrong)
    assert offers(window) == []


@pytest.mark.parametrize("upto", [20_000, 400_000])
def test_a_damaged_plan_can_be_looked_at_or_is_said_to_be_too_broken(open_window, sample, upto):
    content = bytearray(sample.read_bytes())
    content[4096 * 3 : upto] = bytes(len(content[4096 * 3 : upto]))
    sample.write_bytes(content)
    window = open_window(None)
    assert not window.open_path(sample)
    press(window, "Look at what can be read")
    assert "Salvage…" in offers(window)
    assert window.plan is None or not window.plan.can_edit
    assert sample.read_bytes() == content


def test_a_newer_plan_offers_the_newest_backup_that_can_be_read(open_window, known, settings):
    raw = sqlite3.connect(known)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    newer = settings.backups / next(settings.backups.iterdir()).name.replace("20260311", "20260312")
    shutil.copy(known, newer)
    content = known.read_bytes()
    window = open_window(None)
    assert not window.open_path(known)
    assert said(window, "newer CX Workbench")
    press(window, "Open the newest backup (11 Mar 2026")
    assert "20260311" in window.plan.path.name
    assert not window.plan.can_edit
    assert known.read_bytes() == content


def test_a_backup_opened_by_hand_is_only_read(open_window, known, settings):
    (backup,) = settings.backups.iterdir()
    window = open_window(backup)
    assert said(window, "This is a backup")
    assert not window.plan.can_edit
    assert settings.recent == [known], "a backup is no plan to go on with"


def test_what_the_store_says_of_a_session_is_shown(open_window, sample):
    """A trigger in the file: the store opens it for reading only, and says why."""
    raw = sqlite3.connect(sample)
    raw.execute("CREATE TRIGGER foreign_hand AFTER UPDATE ON pilot BEGIN SELECT 1; END")
    raw.close()
    window = open_window(sample)
    assert not window.plan.can_edit
    assert window.plan.session.notices
    assert len(window.banners.texts()) == 1
    assert "Save a copy…" in offers(window)


def test_a_damaged_plan_can_be_looked_at_and_salvaged(qtbot, open_window, known, tmp_path):
    damage(known)
    broken = known.read_bytes()
    window = open_window(None)
    assert not window.open_path(known)
    assert "Salvage…" in offers(window)
    target = tmp_path / "salvaged.cxplan"
    window.files.salvage(known, target)
    qtbot.waitUntil(lambda: window.plan is not None or said(window, "can't"), timeout=20_000)
    assert window.plan.path == target
    assert said(window, "with what could be read in larkfield.cxplan")
    assert known.read_bytes() == broken


def test_a_plan_of_an_older_program_is_brought_up_to_date_with_a_backup_before(
    qtbot, open_window, tmp_path, settings
):
    older = tmp_path / "older.cxplan"
    older.write_bytes(gzip.decompress((ROOT / "tests/migrations/format_1.cxplan.gz").read_bytes()))
    content = older.read_bytes()
    window = open_window(None)
    window.open_path(older)
    qtbot.waitUntil(lambda: window.plan is not None, timeout=20_000)
    assert window.plan.can_edit
    assert said(window, "is kept among the backups")
    assert content != older.read_bytes()
    assert len(listed(settings.backups)) >= 1


# ------------------------------------------------------------------------------------------ where it lies


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("sync", "OneDrive"), "in a folder that OneDrive keeps in step"),
        (Place("network", "/mnt/nas"), "on a network drive (/mnt/nas)"),
        (Place("removable", "STICK"), "on a removable drive (STICK)"),
    ],
)
def test_a_particular_place_is_said_once(qtbot, open_window, sample, monkeypatch, place, words):
    monkeypatch.setattr("db.places.place_here", lambda _plan: place)
    first = open_window(sample)
    qtbot.waitUntil(lambda: said(first, words), timeout=3000)
    assert said(first, "backups stay on this computer")
    first.close()
    second = open_window(sample)
    qtbot.wait(100)
    qtbot.waitUntil(lambda: second.work.is_idle, timeout=3000)
    qtbot.wait(50)
    assert not second.banners.texts()


def test_an_ordinary_place_is_not_spoken_of(qtbot, window):
    qtbot.wait(100)
    qtbot.waitUntil(lambda: window.work.is_idle, timeout=3000)
    assert not window.banners.texts()


# --------------------------------------------------------------------------------------- conflict copies


def test_a_conflict_copy_is_pointed_out_with_both_dates_and_opened_for_reading(qtbot, open_window, sample):
    copy = sample.with_name("larkfield (Anna's conflicted copy 2026-03-08).cxplan")
    shutil.copy(sample, copy)
    content = copy.read_bytes()
    session = open_plan(sample)
    with session.change("Later", at=session.steps()[-1].at.replace(hour=23), by="Anna") as change:
        change.set(session.records(Programme)[0], name="Later")
    session.close()
    window = open_window(sample)
    qtbot.waitUntil(lambda: said(window, "A conflict copy of this plan lies beside it"), timeout=3000)
    (text,) = window.banners.texts()
    assert copy.name in text
    assert "The copy was changed last on" in text
    assert text.count(" 2026, ") == 2
    assert "Show the folder" in offers(window)
    press(window, "Open it read-only")
    assert window.plan.path == copy
    assert not window.plan.can_edit
    window.close()
    assert copy.read_bytes() == content


# ----------------------------------------------------------------------------------------------- banners


def test_a_banner_that_was_closed_by_hand_can_be_shown_again(qtbot, window):
    """Its widget is gone by then."""
    error = UserError("something", kept="all")
    window.banners.show_error(error)
    next(one for one in window.banners.findChildren(Banner)).close_now()
    qtbot.wait(20)
    window.banners.show_error(error)
    assert len(window.banners.texts()) == 1


def test_another_plan_takes_the_banners_of_the_last_one_away(window, tmp_path):
    from cxworkbench.new_plan import new_plan

    window.banners.show_error(UserError("about the last plan"))
    other = tmp_path / "other.cxplan"
    new_plan(other, programme="Other", at=window.now(), by="Test")
    window.open_path(other)
    assert not window.banners.texts()


def test_paths_and_names_are_shown_as_text(window):
    notices: Notices = window.notices
    notices.show_backup_failed(UserError("<b>bold</b>\x1b[31m", to_do="<img src=x>"))
    (text,) = window.banners.texts()
    assert "\\x1b" in text
    assert "<b>bold</b>" in text
