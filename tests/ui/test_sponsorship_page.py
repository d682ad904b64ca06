"""Sponsorship of a pilot at a glance: who sponsors, contacts on a timeline, clocks and commitments."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from cxworkbench import sponsorship
from db.models import Engagement, Person, Sponsor, Stakeholder
from tests.plans import PlanBuilder
from ui.sections.sponsorship import SponsorshipPage


def shown(window, name) -> SponsorshipPage:
    pilot = next(one for one in window.plan.plan.pilots if one.name.startswith(name))
    window.open_section("sponsorship", pilot.id)
    page = window.pages.currentWidget()
    assert isinstance(page, SponsorshipPage)
    return page


@pytest.fixture
def page(window) -> SponsorshipPage:
    return shown(window, "Chat")


def test_the_page_says_who_sponsors_and_what_is_missing(window, page):
    facts = sponsorship.facts(window.plan.plan, page.pilot_id, window.plan.assessment.as_of)
    assert [row.said for row in page.who.rows] == [f"{one.what}: {one.value}" for one in facts]
    assert page.who.aside.text() == ""
    sponsor = sponsorship.sponsors(window.plan.plan, page.pilot_id, window.plan.assessment.as_of)[0]
    with window.plan.change("No deputy") as change:
        change.set(sponsor, deputy=None)
    assert page.who.aside.text() == "1 missing"
    assert "Deputy: Nobody named" in [row.said for row in page.who.rows]


def test_another_pilot_shows_its_own_sponsor(window, page):
    first = page.who.rows[0].said
    other = shown(window, "Agent")
    assert other is page
    assert page.who.rows[0].said != first


def test_every_contact_of_the_half_year_is_a_mark_in_the_order_of_days(page):
    marks = page.timeline.marks
    states = {mark.contact.state for mark in marks}
    assert {"kept", "missed", "planned"} <= states
    by_day = sorted(marks, key=lambda mark: mark.contact.day)
    assert [mark.x() for mark in by_day] == sorted(mark.x() for mark in marks)
    assert all(mark.contact.state in mark.accessibleName() for mark in marks)
    assert page.timeline.accessibleName().startswith("Contacts with sponsors: ")


def test_contacts_of_one_day_do_not_cover_each_other(page):
    places = [mark.pos() for mark in page.timeline.marks]
    assert len({(at.x(), at.y()) for at in places}) == len(places)


def test_a_mark_opens_its_contact_and_the_pilot_stays(qtbot, window, page):
    mark = next(one for one in page.timeline.marks if one.contact.state == "missed")
    mark.setFocus()
    qtbot.keyClick(mark, Qt.Key.Key_Space)
    assert (window.pages.section, window.pages.pilot) == ("sponsorship", page.pilot_id)
    assert page.tables["engagement"].current.id == mark.contact.ref.id


def test_why_a_contact_was_missed_is_said_without_hovering(page):
    missed = [row for row in page.contacts.rows if "missed: " in row.said]
    assert missed
    assert all(row.parts[-1].text for row in missed)


def test_rows_lead_to_sponsor_decision_and_commitment(qtbot, page):
    for panel, kind in ((page.who, "sponsor"), (page.clocks, "decision"), (page.promised, "commitment")):
        page.show_part("glance")
        row = panel.rows[0]
        panel.cells[0].click()
        assert page.choice.value == kind
        assert page.tables[kind].current.id == row.ref.id


def test_the_limit_is_the_programmes(window, page):
    assert page.clocks.aside.text() == "limit 10 days"
    assert any("over the limit of 10" in row.said for row in page.clocks.rows)
    with window.plan.change("Limit") as change:
        change.set(window.plan.plan.programme, sponsor_decision_limit=60)
    assert page.clocks.aside.text() == "limit 60 days"
    assert not any("over the limit" in row.said for row in page.clocks.rows)


def test_badge_and_why_stand_where_the_condition_is_rated(window, page):
    state = window.plan.assessment.pilot(page.pilot_id)
    rating = next((one for one in state.ratings if one.condition == "active_sponsor"), None)
    assert page.badge.isVisible() is (rating is not None)
    assert page.why.isVisible() is (rating is not None and bool(rating.results))


def test_nobody_named_is_said_and_mended_from_here(qtbot, open_window, tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot()
    builder.session.close()
    window = open_window(tmp_path / "a.cxplan")
    page = shown(window, "Agent")
    assert page.who.empty.isVisible()
    assert not page.timeline.isVisible()
    assert page.contacts.empty.isVisible()
    pilot = window.plan.plan.pilots[0]
    with window.plan.change("Name") as change:
        person = window.plan.plan.all(Person)[0]
        change.add(Sponsor(pilot=pilot, person=person, role="executive"))
        who = change.add(Stakeholder(person=person, role="executive_sponsor"))
        change.add(Engagement(stakeholder=who, planned=window.plan.assessment.as_of))
    assert not page.who.empty.isVisible()
    assert page.timeline.isVisible()
    assert len(page.timeline.marks) == 1
    window.plan.undo()
    page.name_one.click()
    assert page.choice.value == "sponsor"
