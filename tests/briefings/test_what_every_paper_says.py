"""What papers must not keep to themselves: exceptions, whose criteria judged, which framework, and groups too small to show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from papers import DAY, judged, made_of, text_of
from plans import NOON, PlanBuilder
from rich import full_plan

import resources
from cxworkbench import own_reference
from cxworkbench.briefings.kinds import KINDS
from cxworkbench.briefings.packs import Preset, compose_pack, settings_for
from cxworkbench.frameworks import in_force, short_hash
from db.models import Cohort, Override, Settlement, Usage, UsagePlan, Waiver

#: Papers that judge nothing and use no threshold say nothing of either.
JUDGING = ("sponsor", "steering", "board", "data", "governance", "recovery")


def said(pdf: bytes) -> str:
    return " ".join(text_of(pdf).replace("-\r\n", "-").split())


# ------------------------------------------------------------------------------------------------ exceptions


@pytest.mark.parametrize("sections", [("pilots",), ("risks", "decisions"), ("contents", "paper:frontline")])
def test_waivers_settlements_and_overrides_are_in_every_pack_whatever_was_chosen(sample, sections):
    preset = Preset("", "Short", "steering", sections)
    text = said(compose_pack(preset, sample, settings_for(preset, sample.plan, printed="now")).pdf)
    for family in (Waiver, Settlement, Override):
        for one in sample.plan.all(family):
            assert (one.reason or "")[:60] in text, family


@pytest.mark.parametrize("kind", JUDGING)
def test_a_paper_that_judges_names_the_exceptions_in_force(sample, kind):
    text = said(made_of(kind, sample, subject="every" if KINDS[kind].needs_subject else None).pdf)
    assert "W-01" in text or "Waiver" in text
    assert "O-01" in text


def test_a_waiver_that_ended_says_since_when(tmp_path):
    built = full_plan(PlanBuilder(tmp_path / "p.cxplan"))
    with built.change("End") as change:
        change.set(built.plan.all(Waiver)[0], until=date(2026, 3, 1))
    assert "ended 28 Feb, 11 days over" in said(made_of("sponsor", judged(built.plan)).pdf)


# ------------------------------------------------------------------------------------- criteria and frameworks


@pytest.mark.parametrize("kind", JUDGING)
def test_own_criteria_are_named_on_every_paper_that_judges(tmp_path, kind):
    built = full_plan(PlanBuilder(tmp_path / "p.cxplan"))
    assert "own criteria" not in said(made_of(kind, judged(built.plan)).pdf)
    with built.change("Take own criteria") as change:
        own_reference.take(
            change,
            built.plan,
            resources.read_text("reference", "failure_modes.toml"),
            at=NOON - timedelta(days=2),
            file="ours.toml",
        )
    text = said(made_of(kind, judged(built.plan)).pdf)
    assert "Judged by the programme's own criteria (failure_modes" in text


@pytest.mark.parametrize("kind", ["sponsor", "steering", "board", "frontline", "framework", "recovery"])
def test_the_hash_of_the_frozen_framework_is_on_every_paper_that_uses_it(sample, kind):
    if KINDS[kind].needs_subject:
        for subject in KINDS[kind].subjects(sample):
            framework = in_force(sample.plan, subject.id, DAY)
            if framework is not None:
                assert short_hash(framework.hash) in said(made_of(kind, sample, subject=subject.id).pdf)
        return
    text = said(made_of(kind, sample).pdf)
    for state in sample.pilots:
        framework = in_force(sample.plan, state.pilot, DAY)
        assert (short_hash(framework.hash) if framework else f"{state.pilot.name} not frozen") in text


def test_the_framework_has_lines_to_sign_on(sample):
    text = said(made_of("framework", sample).pdf)
    assert "Sign before go-live" in text
    assert "Marta Kowalczyk, pilot owner Date" in text
    assert "Helen Marsh, sponsor Date" in text


# ------------------------------------------------------------------------------------------------- small groups


@pytest.mark.parametrize(("people", "is_shown"), [(4, False), (5, True)])
def test_groups_under_five_people_show_no_use_on_paper(tmp_path, people, is_shown):
    built = PlanBuilder(tmp_path / "p.cxplan").with_pilot(
        status="live", gates={"go_live": (date(2025, 11, 3), date(2025, 11, 3))}
    )
    with built.change("Add a group") as change:
        pilot = built.made["pilot"]
        group = change.add(
            Cohort(pilot=pilot, name="Small room", headcount=people, live_on=date(2025, 11, 3))
        )
        monday = date(2026, 3, 2)
        change.add(Usage(pilot=pilot, cohort=group, week=monday, in_scope=people, active=3))
        change.add(UsagePlan(pilot=pilot, cohort=group, week_since_live=18, share="0.7"))
    found = judged(built.plan)
    shown = f"{100 * 3 / people:.0f}%"
    for kind in ("steering", "frontline", "data", "governance"):
        text = said(made_of(kind, found).pdf)
        if is_shown and kind == "steering":
            assert shown in text
        if not is_shown:
            assert shown not in text, kind
            assert "3 of 4" not in text
    assert ("under five people, not shown" in said(made_of("steering", found).pdf)) is not is_shown
