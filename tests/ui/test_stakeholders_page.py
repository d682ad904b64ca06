"""Stakeholders at a glance: the map, contacts kept and missed, clocks of decisions, commitments; all lead to records."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt

from cxworkbench import stakeholders
from cxworkbench.plan import Ref
from db.models import Commitment, Decision, Engagement, Person, Stakeholder
from tests.plans import PlanBuilder
from ui.sections.stakeholders import StakeholdersPage


def shown(window) -> StakeholdersPage:
    window.open_section("stakeholders", "")
    page = window.pages.currentWidget()
    assert isinstance(page, StakeholdersPage)
    return page


@pytest.fixture
def page(qtbot, window) -> StakeholdersPage:
    found = shown(window)
    # Where everybody stood at the last review comes in when the window is idle.
    qtbot.waitUntil(lambda: window.plan.is_compared and bool(found.map.trails))
    return found


@pytest.fixture
def empty(open_window, tmp_path):
    builder = PlanBuilder(tmp_path / "empty.cxplan")
    builder.session.close()
    return open_window(tmp_path / "empty.cxplan")


def said(panel):
    return [row.said for row in panel.rows]


def test_everybody_stands_on_the_map_and_no_name_covers_another(window, page):
    points = stakeholders.stakeholder_map(window.plan.plan, window.plan.past_plan)
    assert set(page.map.marks) == {point.ref.id for point in points}
    marks = [mark for mark in page.map.marks.values() if mark.is_named]
    assert len(marks) > 10
    for place, one in enumerate(marks):
        for other in marks[place + 1 :]:
            both = one.geometry().intersected(other.geometry())
            assert both.height() <= page.theme.px(6) or both.width() == 0, (one.text(), other.text())
    assert page.map.accessibleName().startswith(f"Influence and support: {len(points)} people")


def test_a_dot_stays_in_its_step_though_many_share_it(qtbot, window, page):
    with window.plan.change("Crowd") as change:
        for number in range(9):
            person = change.add(Person(name=f"Neutral person {number}"))
            change.add(Stakeholder(person=person, influence="high", support="neutral"))
    step = page.map.plot().width() / 5
    for point in stakeholders.stakeholder_map(window.plan.plan):
        if point.now == (3, 2):
            mark = page.map.marks[point.ref.id]
            across = mark.pos().x() + mark.anchor().x() - page.map.plot().left()
            assert 2 * step - 1 <= across <= 3 * step + 1, point.name
    assert all(mark.accessibleName() for mark in page.map.marks.values())


def test_a_mark_opens_its_stakeholder_by_keyboard(qtbot, window, page):
    id, mark = next(iter(page.map.marks.items()))
    mark.setFocus()
    qtbot.keyClick(mark, Qt.Key.Key_Space)
    assert page.choice.value == "stakeholder"
    assert page.tables["stakeholder"].current.id == id


def test_who_moved_is_named_falls_first_and_leads_to_the_record(qtbot, window, page):
    went = stakeholders.moved(stakeholders.stakeholder_map(window.plan.plan, window.plan.past_plan))
    assert went
    assert went[0].fell
    first = page.movers.links[0]
    assert (
        first.accessibleName()
        == f"{went[0].name} moved from {went[0].was} to {went[0].now} since the last review"
    )
    assert page.moved.word == f"{went[0].name} moved from {went[0].was} to {went[0].now}"
    first.click()
    assert page.tables["stakeholder"].current.id == went[0].ref.id


def test_contacts_worst_kept_first_with_the_count_in_words(window, page):
    found = stakeholders.cadences(window.plan.plan, window.plan.assessment.as_of)
    assert len(page.cadence.rows) == len(found)
    first = page.cadence.rows[0]
    assert first.said.startswith(found[0].name)
    assert f"{found[0].count} planned contacts kept" in first.said
    shares = [sum(one.kept) / len(one.kept) for one in found if one.kept]
    assert shares == sorted(shares)
    assert shares[0] < 1


def test_a_contact_that_is_held_counts_at_once(window, page):
    as_of = window.plan.assessment.as_of
    plan = window.plan.plan
    rob = next(one for one in plan.all(Stakeholder) if plan.person_name(one.person) == "Rob Ellery")
    before = next(one for one in said(page.cadence) if one.startswith("Rob Ellery"))
    missed = [
        one
        for one in plan.linking(Engagement, "stakeholder", rob.id)
        if one.done is None and one.planned < as_of
    ]
    with window.plan.change("Held after all") as change:
        change.set(missed[-1], done=missed[-1].planned)
    after = next(one for one in said(page.cadence) if one.startswith("Rob Ellery"))
    assert before != after
    window.plan.undo()
    assert before in said(page.cadence)


def test_rows_open_their_records_by_click_and_by_enter(qtbot, window, page):
    row = page.promised.rows[0]
    qtbot.mouseClick(page.promised.cells[0], Qt.MouseButton.LeftButton)
    assert page.choice.value == "commitment"
    assert page.tables["commitment"].current.id == row.ref.id
    page.show_part("glance")
    cell = page.clocks.cells[-1]
    cell.setFocus()
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    assert window.pages.section == "raid"


def test_commitments_overdue_first_with_their_days(window, page):
    assert "overdue" in page.promised.rows[0].said
    states = [one.state for one in stakeholders.commitments(window.plan.plan, window.plan.assessment.as_of)]
    assert f"{states.count('overdue')} overdue" in page.promised.aside.text()


def test_a_clock_past_the_limit_says_so(window, page):
    limit = stakeholders.decision_limit(window.plan.plan)
    late = [one for one in page.clocks.rows if f"over the limit of {limit}" in one.said]
    clocks = stakeholders.clocks(window.plan.plan, window.plan.assessment.as_of)
    assert len(late) == sum(one.over_limit for one in clocks) > 0
    assert page.clocks.foot.text() == stakeholders.said_of_clocks(clocks)
    with window.plan.change("Longer limit") as change:
        change.set(window.plan.plan.programme, sponsor_decision_limit=300)
    assert not [one for one in page.clocks.rows if "over the limit" in one.said]


def test_what_does_not_fit_is_counted_and_one_click_away(qtbot, page):
    panel = page.cadence
    assert len(panel.cells) < len(panel.rows)
    assert panel.more.text() == f"{len(panel.cells)} of {len(panel.rows)}"
    panel.more.click()
    assert page.choice.value == "engagement"


def test_the_newest_clocks_are_those_that_are_shown(page):
    assert len(page.clocks.cells) < len(page.clocks.rows)
    assert page.clocks.cells[-1].accessibleName() == page.clocks.rows[-1].said


def test_arrows_walk_the_rows(qtbot, window, page):
    cells = page.cadence.cells
    window.activateWindow()
    cells[0].setFocus()
    qtbot.keyClick(cells[0], Qt.Key.Key_Down)
    assert window.focusWidget() is cells[1]


def test_a_narrow_window_has_the_panels_below_each_other_and_nothing_is_cut(qtbot, window, page):
    window.resize(980, 640)
    qtbot.waitUntil(lambda: page.cadence.mapTo(page, QPoint()).y() > page.map_panel.geometry().bottom())
    assert page.map_panel.x() == page.cadence.x()
    assert page.map.height() >= page.map.minimumSizeHint().height()


def test_an_engagement_is_logged_from_the_head(page):
    page.log.click()
    assert page.choice.value == "engagement"
    assert not page.log.isVisible()
    page.show_part("glance")
    assert page.log.isVisible()


def test_without_anybody_the_page_says_what_belongs_here(qtbot, empty):
    page = shown(empty)
    assert page.nobody.isVisible()
    assert not page.map.isVisible()
    with empty.plan.change("Somebody") as change:
        person = change.add(Person(name="Ada"))
        who = change.add(Stakeholder(person=person, influence="low", support="neutral"))
    assert page.map.isVisible()
    assert set(page.map.marks) == {who.id}
    for panel in (page.cadence, page.clocks, page.promised):
        assert panel.empty.isVisible()
        assert panel.cells == []
    with empty.plan.change("Promises") as change:
        change.add(Commitment(stakeholder=who, text="<b>Come</b>", due=date(2026, 3, 1)))
        change.add(Decision(question="Scale?", asked_on=date(2026, 3, 1), asked_of=person))
    assert not page.promised.empty.isVisible()
    assert page.promised.rows[0].said.startswith("Ada: <b>Come</b>")
    assert page.clocks.cells[0].accessibleName() == "Asked: Scale?, Ada, 10 days, open"
    assert page.movers.isHidden()


def test_search_still_leads_to_a_persons_row(window):
    person = window.plan.plan.all(Person)[0]
    window.go_to(Ref("person", person.id))
    assert window.pages.currentWidget().tables["person"].current.id == person.id
