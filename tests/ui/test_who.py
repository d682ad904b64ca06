"""Who works here is asked once, and stands in the journal from then on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from db.models import Pilot
from ui.settings import Settings
from ui.who import WhoDialog


@pytest.fixture
def settings(tmp_path):
    """A person whom the program doesn't know yet."""
    return Settings(tmp_path)


def asked(window):
    return any("Changes stand in the journal under" in text for text in window.banners.texts())


def test_the_name_is_asked_once_and_stands_in_the_journal(qtbot, open_window, sample, settings):
    window = open_window(sample)
    assert asked(window)
    window.actions_.run("tools.who")
    dialog = window.findChild(WhoDialog)
    qtbot.keyClick(dialog.name, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(dialog.name, "  Jo   Whitcombe ")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert not asked(window)
    with window.plan.change("Rename") as change:
        change.set(Pilot, window.plan.plan.pilots[0].id, name="Assist")
    assert window.plan.session.steps(window.plan.session.head - 1)[0].by == "Jo Whitcombe"
    window.close()
    assert Settings(settings.folder).who == "Jo Whitcombe"
    assert not asked(open_window(sample))


def test_who_leaves_it_is_not_asked_again(qtbot, open_window, sample, settings):
    before = settings.who
    window = open_window(sample)
    window.actions_.run("tools.who")
    dialog = window.findChild(WhoDialog)
    dialog.name.clear()
    assert not dialog.take.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert settings.who == before
    window.close()
    assert not asked(open_window(sample))
