"""The RAID log: one list overdue first, each kind as a table that is typed into, risks on their matrix."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from cxworkbench.plan import Ref
from db.models import Action, Decision, Risk
from ui.sections.raid import RaidPage


@pytest.fixture
def page(window) -> RaidPage:
    with window.plan.change("Raise two risks") as change:
        change.add(Risk(title="Zebra fees", likelihood=5, impact=4, raised_on=date(2026, 2, 24)))
        change.add(Risk(title="Leaves in the peak", likelihood=2, impact=2))
    window.open_section("raid", "")
    found = window.pages.currentWidget()
    assert isinstance(found, RaidPage)
    return found


def codes(page):
    return [item.code for item in page.list.log.items]


def test_overdue_first_and_every_kind_counted(window, page):
    as_of = window.plan.assessment.as_of
    items = page.list.log.items
    late = [item.is_overdue(as_of) for item in items]
    assert late == sorted(late, reverse=True)
    assert any(late)
    assert page.late.word == f"{sum(late)} overdue"
    button = page.shown.segments._group.button(page.shown.segments.ids.index("risk"))
    rated = [one for one in window.plan.plan.all(Risk) if one.closed_on is None]
    assert button.text() == f"Risks  {len(rated)}"
    assert set(page.matrix.marks) == {one.id for one in rated}


def test_a_row_shows_its_form_and_its_place_on_the_matrix(page, window):
    risk = next(one for one in window.plan.plan.all(Risk) if one.title == "Zebra fees")
    page.list.select(risk.id)
    window.pages.finish()
    assert page.forms.currentWidget().record.id == risk.id
    assert page.matrix.marks[risk.id].isChecked()
    other = next(id for id in page.matrix.marks if id != risk.id)
    page.matrix.marks[other].click()
    assert page.forms.currentWidget().record.id == other


def test_the_filter_narrows_by_any_word(qtbot, page):
    qtbot.keyClicks(page.filter, "zebra fees")
    assert codes(page) == [next(iter(codes(page)))]
    qtbot.keyClicks(page.filter, " zzz")
    assert codes(page) == []
    page.filter.clear()
    assert len(codes(page)) > 5


def test_an_edit_in_the_form_is_one_step_and_the_list_follows(window, page):
    risk = next(one for one in window.plan.plan.all(Risk) if one.title == "Leaves in the peak")
    with window.plan.change("Rate") as change:
        change.set(risk, closed_on=date(2026, 3, 10))
    assert risk.id not in {item.record.id for item in page.list.log.items}
    assert risk.id not in page.matrix.marks
    window.plan.undo()
    assert risk.id in page.matrix.marks


def test_each_kind_has_a_table_and_a_new_item_begins_there(page):
    page.shown.choose("issue")
    table = page.stack.currentWidget()
    assert table.family.kind == "issue"
    assert page.filter.isHidden()
    page.shown.choose("all")
    page.add.click()
    assert page.stack.currentWidget().family is Action


def test_what_is_done_is_shown_in_its_own_table(window, page):
    taken = next(one for one in window.plan.plan.all(Decision) if one.date is not None)
    window.go_to(Ref("decision", taken.id))
    assert window.pages.section == "raid"
    assert page.stack.currentWidget().family is Decision
    assert page.stack.currentWidget().current.id == taken.id
    waits = next(one for one in window.plan.plan.all(Decision) if one.date is None)
    window.go_to(Ref("decision", waits.id))
    assert page.stack.currentWidget() is page.list
    window.pages.finish()
    assert page.forms.currentWidget().record.id == waits.id


def test_attention_and_search_lead_here(qtbot, window):
    window.focus_search()
    qtbot.keyClicks(window.search, "a-014")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.pages.section == "raid"
    window.pages.finish()
    assert window.pages.currentWidget().forms.currentWidget().record.number == 14


@pytest.mark.parametrize("kind", ["", "risk", "action"])
def test_alt_enter_puts_the_cursor_into_the_first_field_of_the_form(qtbot, window, page, kind):
    if kind:
        page.shown.choose(kind)
        page._table(kind).select(page._table(kind).records[0].id)
    else:
        page.list.select(page.list.log.items[0].record.id)
    window.pages.finish()
    view = page._table(kind).view if kind else page.list
    view.setFocus()
    qtbot.keyClick(
        view, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier if kind else Qt.KeyboardModifier.NoModifier
    )
    form = page.forms.currentWidget()
    first = next(iter(form.editors.values()))
    assert window.focusWidget() is first.control
    assert first.control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_f6_walks_choice_log_matrix_and_form(qtbot, window, page):
    page.list.select(page.list.log.items[0].record.id)
    window.pages.finish()
    window.navigation.setFocus()
    seen = []
    for _ in range(4):
        window.moves.next_pane()
        focus = window.focusWidget()
        seen.append(
            next(
                place for place, pane in enumerate(page.panes()) if pane is focus or pane.isAncestorOf(focus)
            )
        )
    assert seen == [0, 1, 2, 3]
