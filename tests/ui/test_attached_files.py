"""Files of a record: dropped on its form, kept in the plan, opened as a private copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QMessageBox

from db.models import Evidence
from ui.widgets.buttons import Button


@pytest.fixture
def form(window):
    window.open_section("stakeholders", "")
    page = window.pages.currentWidget()
    page.show_part("stakeholder")
    return page.forms["stakeholder"]


def drop(form, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    form.dropEvent(event)


def button(form, name):
    return next(one for one in form.findChildren(Button) if one.accessibleName() == name)


def test_files_dropped_on_a_record_are_kept_in_one_step_and_undone_in_one(qtbot, window, form, tmp_path):
    for name in ("a.txt", "b <i>.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    drop(form, tmp_path / "a.txt", tmp_path / "b <i>.txt")
    qtbot.waitUntil(lambda: len(form.files.rows) == 2)
    assert [(one.attachment.name, one.size) for one in form.files.rows] == [
        ("a.txt", "5 bytes"),
        ("b <i>.txt", "9 bytes"),
    ]
    assert window.plan.undo_label == "Attach 2 files"
    window.plan.undo()
    assert form.files.rows == []
    window.plan.redo()
    assert len(form.files.rows) == 2


def test_the_same_file_dropped_from_two_folders_is_kept_once(qtbot, form, tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text("the same", encoding="utf-8")
    drop(form, tmp_path / "one" / "same.txt", tmp_path / "two" / "same.txt")
    qtbot.waitUntil(lambda: form.files.job is None and bool(form.files.rows))
    assert [one.attachment.name for one in form.files.rows] == ["same.txt"]


def test_a_file_opens_as_a_copy_that_is_gone_when_the_window_closes(
    qtbot, window, form, tmp_path, monkeypatch
):
    (tmp_path / "note.txt").write_text("as evidence", encoding="utf-8")
    drop(form, tmp_path / "note.txt")
    qtbot.waitUntil(lambda: len(form.files.rows) == 1)
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    button(form, "Open note.txt").click()
    copy = Path(opened[0])
    assert copy.read_text(encoding="utf-8") == "as evidence"
    assert copy != tmp_path / "note.txt"
    window.close()
    assert not copy.exists()


def test_a_program_is_kept_and_not_opened(qtbot, form, tmp_path):
    (tmp_path / "setup.exe").write_bytes(b"MZ")
    drop(form, tmp_path / "setup.exe")
    qtbot.waitUntil(lambda: len(form.files.rows) == 1)
    assert not button(form, "Open setup.exe").isEnabled()
    assert button(form, "Save a copy of setup.exe").isEnabled()


def test_a_large_file_is_asked_about(qtbot, window, form, tmp_path, monkeypatch):
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(26_000_000)
    asked = []

    def answer(box):
        asked.append(box.text())
        wanted = "Leave it out" if len(asked) == 1 else "Keep it in the plan"
        next(one for one in box.buttons() if one.text() == wanted).click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    drop(form, large)
    first = len(form.files.rows)
    drop(form, large)
    qtbot.waitUntil(lambda: form.files.job is None and len(form.files.rows) == 1)
    assert first == 0
    assert "26.0 MB" in asked[0]
    assert len(asked) == 2
    assert len(window.plan.plan.all(Evidence)) >= 1


def test_a_removed_file_comes_back_with_undo(qtbot, window, form, tmp_path):
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    drop(form, tmp_path / "note.txt")
    qtbot.waitUntil(lambda: len(form.files.rows) == 1)
    button(form, "Remove note.txt").click()
    assert form.files.rows == []
    window.plan.undo()
    assert len(form.files.rows) == 1


def test_a_folder_dropped_is_refused_in_words(qtbot, window, form, tmp_path):
    (tmp_path / "folder").mkdir()
    drop(form, tmp_path / "folder")
    qtbot.waitUntil(lambda: form.files.job is None)
    assert any("only a file can be attached" in text.lower() for text in window.banners.texts())
