"""Text of the plan never acts as markup, in any widget of any page (P18)."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QMessageBox,
    QTextEdit,
    QWidget,
)

from db.records import FAMILIES
from db.store import open_plan
from tests.everything import write_everything
from tests.hostile.strings import CASES, TEXTS, with_text_everywhere
from tests.pictures.places import dialogs, pages, settle, shown, windows
from ui.sections.catalogue import SECTIONS

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


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
        window.pages.finish()
        for label in window.findChildren(QLabel):
            if label.text() and label.pixmap().isNull():
                assert label.textFormat() == Qt.TextFormat.PlainText, label.text()[:80]
            if "<" in text:  # as it is, Qt would take it for markup
                assert text not in label.toolTip()
        assert all(not edit.acceptRichText() for edit in window.findChildren(QTextEdit))
    assert "\n" not in window.windowTitle()


#: Read as a mark-up by any widget that takes rich text, whatever stands around it.
MARKUP = '<b>bold</b><img src="file:///etc/passwd">'
#: What a programme computes with; a text there is refused or means something else.
KEYS = {"currency", "time_zone", "locale", "hash", "field", "table", "criterion", "before", "after"}


@pytest.fixture
def marked_up(sample):
    """The sample with markup in every text of every record that the pages show."""
    with closing(open_plan(sample)) as session, session.change(MARKUP, at=NOW, by=MARKUP) as change:
        for family in FAMILIES.values():
            names = [
                name for name, field in family.fields.items() if field.kind in TEXTS and name not in KEYS
            ]
            if not names or family.kind in {
                "snapshot",
                "attachment",
                "printed_paper",
                "pack",
                "import_mapping",
            }:
                continue
            for record in session.records(family):
                change.set(family, record.id, **dict.fromkeys(names, MARKUP))
    return sample


def test_no_view_table_or_dialog_of_the_sample_renders_it(marked_up, open_window):
    window = open_window(marked_up)
    settle(0.3)
    seen = 0
    for place in [*pages(window), *dialogs(window)]:
        with shown(window, place, 0.0):
            for top in windows(window):
                for one in top.findChildren(QWidget):
                    assert MARKUP not in one.toolTip(), (place.name, type(one).__name__)
                    if isinstance(one, QLabel) and one.text() and one.pixmap().isNull():
                        seen += MARKUP in one.text()
                        assert one.textFormat() == Qt.TextFormat.PlainText, (place.name, one.text()[:80])
                    if isinstance(one, QMessageBox):
                        assert one.textFormat() == Qt.TextFormat.PlainText
                    if isinstance(one, QTextEdit):
                        assert not one.acceptRichText()
                    if isinstance(one, QGraphicsView) and one.scene() is not None:
                        assert not [text for text in drawn(one) if "bold" in text and "<b>" not in text]
                    if (
                        isinstance(one, QAbstractItemView)
                        and one.isVisibleTo(top)
                        and one.model() is not None
                    ):
                        assert not [tip for tip in tips(one.model()) if MARKUP in tip], place.name
    assert seen > 200


def drawn(view):
    """Texts of a chart as they are seen."""
    return [one.toPlainText() for one in view.scene().items() if isinstance(one, QGraphicsTextItem)]


def tips(model):
    """Tooltips of the first rows of a list or table."""
    for row in range(min(model.rowCount(), 8)):
        for column in range(model.columnCount()):
            yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")
