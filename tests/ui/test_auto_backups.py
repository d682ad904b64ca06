"""Backups by themselves: after opening, every half hour with changes, at closing; a failure is said in the window."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from db.backups import listed
from db.store import open_plan
from ui.auto_backups import AutoBackups
from ui.banners import Banner
from ui.main_window import MainWindow
from ui.widgets.buttons import Button


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr("ui.auto_backups.OPENED_AFTER_MS", 20)


@pytest.fixture
def folder(settings) -> Path:
    return settings.backups


def rename(window: MainWindow, name: str) -> None:
    with window.plan.change("Rename the pilot") as change:
        change.set(window.plan.plan.pilots[0], name=name)


def heads(folder: Path) -> list[int]:
    found = []
    for one in listed(folder):
        session = open_plan(one.path, read_only=True)
        found.append(session.head)
        session.close()
    return found


def backups(window: MainWindow) -> AutoBackups:
    assert window.files.backups is not None
    return window.files.backups


def test_the_plan_as_it_was_opened_is_backed_up_once(qtbot, open_window, sample, folder):
    first = open_window(sample)
    head = first.plan.session.head
    with qtbot.waitSignal(backups(first).made, timeout=5000):
        pass
    assert heads(folder) == [head]
    first.close()
    second = open_window(sample)
    with qtbot.waitSignal(backups(second).made, timeout=5000) as made:
        pass
    assert made.args == [None], "the same version is not kept twice"
    assert heads(folder) == [head]


def test_every_half_hour_with_changes_and_not_before(qtbot, window, folder, monkeypatch):
    auto = backups(window)
    with qtbot.waitSignal(auto.made, timeout=5000):
        pass
    opened = window.plan.now()
    auto._half_hour()
    assert auto._job is None, "nothing was changed"
    rename(window, "One")
    with qtbot.waitSignal(auto.made, timeout=5000) as early:
        auto._half_hour()
    assert early.args == [None]
    monkeypatch.setattr(window.plan, "now", lambda: opened + timedelta(minutes=31))
    qtbot.waitUntil(lambda: auto._job is None)
    with qtbot.waitSignal(auto.made, timeout=5000) as made:
        auto._half_hour()
    assert made.args != [None]
    assert len(listed(folder)) == 2
    assert heads(folder)[0] == window.plan.session.head


def test_closing_after_a_change_backs_it_up_and_takes_no_second(qtbot, window, folder):
    import time

    with qtbot.waitSignal(backups(window).made, timeout=5000):
        pass
    rename(window, "Last words")
    head = window.plan.session.head
    qtbot.waitUntil(lambda: window.work.is_idle)
    began = time.perf_counter()
    window.close()
    assert time.perf_counter() - began < 1.5
    assert max(heads(folder)) == head


def test_closing_without_a_change_makes_none(qtbot, window, folder):
    with qtbot.waitSignal(backups(window).made, timeout=5000):
        pass
    count = len(listed(folder))
    window.close()
    assert len(listed(folder)) == count


def test_a_backup_that_fails_is_said_within_five_seconds_and_the_banner_goes_with_the_next(
    qtbot, open_window, sample, folder
):
    folder.write_text("in the way", encoding="utf-8")
    window = open_window(sample)
    qtbot.waitUntil(lambda: any("backup failed" in text for text in window.banners.texts()), timeout=5000)
    said = next(text for text in window.banners.texts() if "backup failed" in text)
    assert "The plan itself is saved" in said
    assert str(folder) not in said
    folder.unlink()
    banner = next(
        one for one in window.banners.findChildren(Banner) if "backup failed" in one.accessibleName()
    )
    qtbot.waitUntil(lambda: window.work.is_idle)
    with qtbot.waitSignal(backups(window).made, timeout=5000):
        next(one for one in banner.findChildren(Button) if one.accessibleName() == "Try again").click()
    assert not window.banners.texts()
    assert len(listed(folder)) == 1


def test_a_window_that_only_reads_makes_none(qtbot, open_window, sample, folder):
    first = open_window(sample)
    with qtbot.waitSignal(backups(first).made, timeout=5000):
        pass
    second = open_window(sample)
    rename(first, "More")
    qtbot.wait(200)
    assert backups(second)._job is None
    assert len(listed(folder)) == 1


def test_editing_goes_on_while_a_backup_is_made(qtbot, open_window, sample, folder):
    window = open_window(sample)
    qtbot.wait(10)
    done: list[object] = []
    backups(window).made.connect(done.append)
    count = 0
    while not done and count < 500:
        rename(window, f"Name {count}")
        count += 1
        qtbot.wait(1)
    assert done
    assert not window.plan.pending.edits
    assert window.plan.plan.pilots[0].name == f"Name {count - 1}"
