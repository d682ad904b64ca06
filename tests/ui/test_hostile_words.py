"""Text of the plan never acts as markup, in any widget of any page (P18)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTextEdit

from tests.everything import write_everything
from tests.hostile.strings import CASES, with_text_everywhere
from ui.sections.catalogue import SECTIONS


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    path = tmp_path_factory.mktemp("everything") / "all.cxplan"
    write_everything(path).close()
    return path


@pytest.mark.parametrize("text", CASES)
def test_every_page_shows_it_as_plain_text(text, everything, open_window, tmp_path):
    window = open_window(with_text_everywhere(everything, tmp_path / "hostile.cxplan", text))
    pilot = window.plan.plan.pilots[0].id
    for section in SECTIONS:
        window.open_section(section.id, pilot if section.scope == "pilot" else "")
        for label in window.findChildren(QLabel):
            if label.text() and label.pixmap().isNull():
                assert label.textFormat() == Qt.TextFormat.PlainText, label.text()[:80]
            if "<" in text:  # as it is, Qt would take it for markup
                assert text not in label.toolTip()
        assert all(not edit.acceptRichText() for edit in window.findChildren(QTextEdit))
    assert "\n" not in window.windowTitle()
