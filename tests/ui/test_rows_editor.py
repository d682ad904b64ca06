"""Fields of several entries in a form: a line each, in the names of the column's own description."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from db.models import AgendaItem, CustomField, DataSource, PulseResult
from ui.forms.record_form import RecordForm


@pytest.fixture
def form_of(qtbot, window):
    """A form of the first record of a family, on the screen."""

    def shown(family):
        form = RecordForm(window._handed(window.plan), family)
        qtbot.addWidget(form)
        form.resize(420, 700)
        form.show_record(window.plan.plan.all(family)[0])
        window.plan.assessed.connect(lambda _: form.show_record(form.record))
        form.show()
        qtbot.waitExposed(form)
        form.activateWindow()
        return form

    return shown


def type_over(qtbot, line, text):
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def held(window, form, name):
    return window.plan.plan.find(form.record.id).value(name)


def test_each_dimension_has_its_level_as_a_percentage(qtbot, window, form_of):
    form = form_of(DataSource)
    editor = form.editors["required"]
    names = {beside.accessibleName(): beside for _, beside in editor.rows}
    accuracy = names["Required levels, Accuracy"]
    assert accuracy.text() == "75%"
    type_over(qtbot, accuracy, "82.5")
    assert held(window, form, "required")["accuracy"] == 0.825
    assert accuracy.text() == "82.5%"
    assert window.plan.undo_label == "Change required levels"
    type_over(qtbot, accuracy, "")
    assert "accuracy" not in held(window, form, "required")


def test_a_level_that_is_none_is_refused_and_the_plan_keeps_what_it_has(qtbot, window, form_of):
    form = form_of(DataSource)
    editor = form.editors["required"]
    before = held(window, form, "required")
    type_over(qtbot, editor.rows[0][1], "lots")
    assert "no number" in editor.message
    assert held(window, form, "required") == before
    qtbot.keyClick(editor.rows[0][1], Qt.Key.Key_Escape)
    assert editor.rows[0][1].text() == "75%"


def test_an_option_is_added_in_the_empty_line_and_taken_away_by_emptying_it(qtbot, window, form_of):
    item = next(one for one in window.plan.plan.all(AgendaItem) if one.options)
    form = form_of(AgendaItem)
    form.show_record(item)
    editor = form.editors["options"]
    count = len(item.options)
    assert len(editor.rows) == count + 1
    name, meaning = editor.rows[-1]
    assert (name.text(), meaning.text()) == ("", "")
    name.setFocus()
    qtbot.keyClicks(name, "Wait")
    assert len(editor.rows) == count + 2
    meaning.setFocus()
    qtbot.keyClicks(meaning, "Ask again: on 25 Mar")
    qtbot.keyClick(meaning, Qt.Key.Key_Return)
    assert held(window, form, "options")[-1] == {"name": "Wait", "text": "Ask again: on 25 Mar"}
    for line in editor.rows[count]:
        line.clear()
    editor.commit()
    assert len(held(window, form, "options")) == count
    assert len(editor.rows) == count + 1


def test_answers_are_counted_by_word(qtbot, window, form_of):
    form = form_of(PulseResult)
    editor = form.editors["answers"]
    word, count = editor.rows[0]
    answers = held(window, form, "answers")
    assert (word.text(), int(count.text())) == next(iter(answers.items()))
    type_over(qtbot, count, "50")
    assert held(window, form, "answers")[word.text()] == 50


def test_the_choices_of_an_own_field_are_a_list_of_words(qtbot, window, form_of):
    with window.plan.change("Field") as change:
        change.add(CustomField(table="action", name="Region", kind_="choice", choices=("North",), position=1))
    form = form_of(CustomField)
    form.show_record(next(one for one in window.plan.plan.all(CustomField) if one.name == "Region"))
    editor = form.editors["choices"]
    assert [name.text() for name, _ in editor.rows] == ["North", ""]
    type_over(qtbot, editor.rows[1][0], "South, coast")
    assert held(window, form, "choices") == ("North", "South, coast")


def test_what_can_not_be_changed_has_no_empty_line(window, form_of):
    form = form_of(AgendaItem)
    editor = form.editors["options"]
    editor.set_read_only(True)
    assert editor.rows[-1][0].isHidden()
    assert all(line.isReadOnly() for row in editor.rows for line in row)
