"""Every family of records can be shown, edited and pasted by the one table, and shown by the one form."""

from __future__ import annotations

import pytest
from tables_host import shown_table

from cxworkbench.grid.writing import Block, CellChange
from db.records import FAMILIES
from tests.everything import a_value, write_everything
from ui.forms.record_form import RecordForm


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    path = tmp_path_factory.mktemp("all") / "all.cxplan"
    write_everything(path).close()
    return path


@pytest.fixture
def window(open_window, everything, tmp_path):
    import shutil

    return open_window(shutil.copy(everything, tmp_path / "all.cxplan"))


def test_every_family_is_shown_edited_copied_and_pasted(qtbot, window):
    seen = 0
    for kind, family in FAMILIES.items():
        table = shown_table(qtbot, window, family)
        model, plan = table.model, table.handed.plan
        record = model.record_at(0)
        assert record is not None, kind
        column = next(
            (
                one
                for one in model.columns
                if one.field.kind in {"text", "long_text", "date", "integer", "share", "yes_no", "choice"}
                and one.can_edit
                and one.name not in family.key
            ),
            None,
        )
        # There is one programme, and what was frozen is not edited any more.
        if column is not None and kind not in {"programme", "framework"}:
            wanted = a_value(column.field, other=True)
            other = wanted if wanted != column.value(record) else a_value(column.field)
            assert table.acts.write(Block([CellChange(record, column, other)]), "Change"), kind
            assert column.value(plan.plan.find(record.id)) == other, (kind, column)
            plan.undo()
            text = table.model.words.text(column, record)
            table.view.go_to(0, model.column_of(column.name))
            if not table.view.isColumnHidden(model.column_of(column.name)) and text:
                before = plan.session.head
                table.acts.paste(text)
                assert plan.session.head == before, (
                    kind,
                    column,
                    "a cell pasted onto itself changes nothing",
                )
        form = RecordForm(table.handed, family)
        qtbot.addWidget(form)
        form.show_record(record)
        assert set(form.editors) == {one.name for one in model.columns} - {"position", "number"}
        for name, editor in form.editors.items():
            assert not editor.is_touched, (kind, name)
        window.pages_of_tests[-1].close()
        plan.assessed.disconnect(window.pages_of_tests[-1]._show)
        seen += 1
    assert seen == 77
