"""Fields of the programme's own are added from a table's head; working days are ticked."""

from __future__ import annotations

from cxworkbench.working_days import working_days
from db.models import CustomField
from ui.tables.add_field import open_add_field


def risks(window):
    window.open_section("raid", "")
    page = window.pages.currentWidget()
    page.shown.choose("risk")
    return page._tables["risk"]


def test_a_choice_is_added_and_then_typed_pasted_and_sorted_like_any_field(qtbot, window):
    table = risks(window)
    dialog = open_add_field(table)
    dialog.add()
    assert dialog.message.text() == "Name the field."
    dialog.name.setText(table.model.columns[0].label.upper())
    dialog.add()
    assert "already" in dialog.message.text()
    dialog.name.setText("Region code")
    dialog.kind.setCurrentIndex(dialog.kind.findData("choice"))
    dialog.choices.setText("North")
    dialog.add()
    assert dialog.message.text() == "Give two choices or more, with commas between."
    dialog.choices.setText("North, South ,  North")
    dialog.add()
    made = next(one for one in window.plan.plan.all(CustomField) if one.name == "Region code")
    assert (made.table, made.kind_, made.choices) == ("risk", "choice", ("North", "South"))
    names = [one.name for one in table.model.columns]
    assert "custom:Region code" in names
    assert window.plan.undo_label == "Add the field Region code"
    window.plan.undo()
    assert "custom:Region code" not in [one.name for one in table.model.columns]


def test_working_days_are_ticked_and_one_stays(window):
    window.actions_.run("plan.settings")
    boxes = window.pages.currentWidget().weekdays.boxes
    assert [box.isChecked() for box in boxes] == [True] * 5 + [False] * 2
    boxes[4].click()
    assert working_days(window.plan.plan).weekdays == frozenset(range(4))
    assert window.plan.undo_label == "Change the working days"
    window.plan.undo()
    assert boxes[4].isChecked()
    for box in boxes[:5]:
        box.click()
    assert boxes[4].isChecked(), "the last one stays"
    assert working_days(window.plan.plan).weekdays == frozenset({4})
