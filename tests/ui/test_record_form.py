"""The form of one record: typed, refused with a suggestion, warned about, and following its table."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from tables_host import go, shown_table, texts

from db.models import Action, CustomField
from ui.forms.record_form import RecordForm


@pytest.fixture
def pair(qtbot, window):
    with window.plan.change("Field") as change:
        change.add(
            CustomField(table="action", name="Region", kind_="choice", choices=("North", "South"), position=1)
        )
    table = shown_table(qtbot, window, Action, columns=("text", "owner", "due"))
    opened = []
    form = RecordForm(
        table.handed,
        Action,
        (("What", ("text", "owner")), ("When", ("due", "evidence", "confidential"))),
        history=opened.append,
        warn=lambda record, name: "Nobody answers for it" if name == "owner" and not record.owner else "",
    )
    form.opened = opened
    qtbot.addWidget(form)
    form.resize(420, 600)
    form.show()
    qtbot.waitExposed(form)
    form.activateWindow()
    table.current_changed.connect(form.show_record)
    table.handed.plan.assessed.connect(lambda _: form.show_record(table.current))
    go(table, 1, "text")
    go(table, 0, "text")
    return table, form


def retype(qtbot, form, name, text, key=Qt.Key.Key_Return):
    control = form.editors[name].control
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, text)
    qtbot.keyClick(control, key)


def test_it_follows_the_row_and_saves_what_is_typed(qtbot, pair):
    table, form = pair
    assert form.record.id == table.current.id
    retype(qtbot, form, "owner", "rob ellery")
    assert texts(table, "owner")[0] == "Rob Ellery"
    assert form.editors["owner"].text == "Rob Ellery"
    assert table.handed.plan.undo_label == "Change owner"
    go(table, 1, "text")
    assert form.editors["text"].text == table.current.text


def test_a_refusal_says_what_the_plan_keeps_and_offers_what_was_meant(qtbot, pair):
    table, form = pair
    retype(qtbot, form, "due", "31 Jun 2026")
    editor = form.editors["due"]
    assert editor.message == f"June has 30 days. The plan keeps {editor.kept} until this is fixed."
    assert not editor.below.accept.isHidden()
    editor.below.accept.click()
    assert table.current.due == date(2026, 6, 30)
    assert editor.message == ""


def test_a_warning_never_blocks(qtbot, pair):
    table, form = pair
    retype(qtbot, form, "owner", " ")
    assert table.current.owner is None
    assert form.editors["owner"].message == "Nobody answers for it"


def test_fields_of_the_programme_and_text_of_several_lines(qtbot, pair):
    table, form = pair
    retype(qtbot, form, "custom:Region", "sou")
    assert table.current.custom == {"Region": "South"}
    sheet = form.editors["evidence"].control
    sheet.setFocus()
    sheet.selectAll()
    qtbot.keyClicks(sheet, "one")
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.keyClicks(sheet, "<b>two</b>")
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert table.current.evidence == "one\n<b>two</b>"


def test_a_confidential_record_is_marked_and_its_history_offered(qtbot, pair):
    table, form = pair
    assert form.confidential.isHidden()
    retype(qtbot, form, "confidential", "yes")
    assert not form.confidential.isHidden()
    form.history_button.click()
    assert form.opened[0].id == table.current.id


def test_a_long_text_is_seen_from_its_beginning_once_its_field_is_left(qtbot, pair):
    _, form = pair
    line = form.editors["text"].control
    line.setFocus(Qt.FocusReason.TabFocusReason)
    line.end(False)
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert not line.hasFocus()
    assert line.cursorPosition() == 0
