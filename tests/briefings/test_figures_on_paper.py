"""Every figure on paper is the judgement's own, in the words that the screen has for the same day."""

from __future__ import annotations

import re
from unicodedata import normalize

import pytest
from papers import DAY, judged, made_of, pages_of, squeezed, text_of
from plans import PlanBuilder
from rich import full_plan

from cxworkbench import formats
from cxworkbench.briefings.kinds import EVERY
from cxworkbench.frameworks import in_force, short_hash
from cxworkbench.naming import code_of
from cxworkbench.recovery import recovery_state
from db.models import Accountability, Action, AuditFinding, Control, DataSource, Incident, Promise, Risk


@pytest.fixture(scope="module")
def steering(sample):
    """The steering pack with a page for every metric."""
    made = made_of("steering", sample)
    return made, squeezed(text_of(made.pdf))


def test_the_pack_says_how_each_pilot_stands(sample, steering):
    _, text = steering
    for state in sample.pilots:
        assert squeezed(state.status_line) in text
        for rating in state.ratings:
            assert squeezed(rating.word) in text
            assert squeezed(rating.reason) in text
        for gate in state.gates:
            if gate.state in {"current", "held"}:
                assert squeezed(f"{gate.name} {gate.note}") in text


def test_each_metric_page_has_the_verdict_its_reasons_and_its_readings(sample):
    for state in sample.pilots:
        made = made_of("steering", sample, subject=state.pilot.id, sections=("metrics", "more_metrics"))
        pages = {name: squeezed(page) for page in pages_of(made.pdf) for name in _names(state, page)}
        for one in state.metrics:
            if one.metric.name not in pages:
                continue
            text = pages[one.metric.name]
            assert squeezed(one.word) in text
            assert squeezed(one.latest_text) in text
            for line in one.lines:
                assert squeezed(f"{line.title}{line.detail}") in text or squeezed(line.detail) in text
            for value in (
                one.metric.success_threshold,
                one.metric.scale_threshold,
                one.metric.guardrail_limit,
            ):
                if value is not None:
                    shown = formats.metric_value(value, one.metric.unit, one.metric.decimals)
                    assert squeezed(shown) in text
            for place, week in enumerate(one.weeks.monday.tolist()):
                value, window = float(one.weeks.value[place]), one.window
                if value == value and window is not None and week >= window.week_1.toordinal():  # noqa: PLR0124 - not NaN
                    assert squeezed(formats.metric_value(value, one.metric.unit, one.metric.decimals)) in text
        assert pages


def _names(state, page: str) -> list[str]:
    first = " ".join(page.split())[:400]
    return [one.metric.name for one in state.metrics if one.metric.name and one.metric.name in first]


def test_the_log_has_every_open_risk_and_overdue_action_with_its_day(sample, steering):
    _, text = steering
    for one in sample.plan.all(Risk):
        if one.closed_on is None:
            assert squeezed(f"{code_of(one)}{one.title}") in text
    for one in sample.plan.all(Action):
        if one.done_on is None and one.due is not None and one.due < DAY:
            assert squeezed(f"{code_of(one)}{one.text}") in text
            assert squeezed(formats.plural((DAY - one.due).days, "day")) in text


def test_the_data_pages_have_every_source_and_open_finding(sample, steering):
    _, text = steering
    for source in sample.plan.all(DataSource):
        assert squeezed(source.name) in text
    report = squeezed(text_of(made_of("data", sample, subject=EVERY).pdf))
    for finding in sample.plan.all(AuditFinding):
        if finding.closed_on is None and finding.severity == "blocker":
            assert squeezed(finding.text) in report


def test_the_register_has_who_answers_every_control_and_every_open_incident(sample):
    text = squeezed(
        text_of(made_of("governance", sample, sections=("governance", "all_controls", "incidents")).pdf)
    )
    for row in sample.plan.all(Accountability):
        if row.accountable is not None:
            assert squeezed(sample.plan.person_name(row.accountable)) in text
    for control in sample.plan.all(Control):
        assert squeezed(control.name) in text
    for incident in sample.plan.all(Incident):
        if incident.closed_on is None:
            assert squeezed(code_of(incident)) in text


def test_the_recovery_plan_has_the_recovery_page_figures(sample):
    state = next(one for one in sample.pilots if one.pilot.status == "paused")
    text = squeezed(text_of(made_of("recovery", sample, subject=state.pilot.id).pdf))
    found = recovery_state(sample.plan, state, DAY)
    assert squeezed(f"{found.met} met today") in text
    for step in found.steps:
        assert squeezed(step.name) in text
        if step.answer:
            assert squeezed(step.answer)[:150] in text
    for one in found.relaunch:
        assert squeezed(one.text) in text
        assert squeezed(one.now) in text
        assert squeezed(one.needs) in text


def test_the_framework_has_every_frozen_value_and_its_hash(sample):
    for state in sample.pilots:
        text = squeezed(text_of(made_of("framework", sample, subject=state.pilot.id).pdf))
        framework = in_force(sample.plan, state.pilot, DAY)
        if framework is not None:
            assert squeezed(short_hash(framework.hash)) in text
        for one in state.metrics:
            if one.metric.role == "primary":
                for value in (
                    one.metric.success_threshold,
                    one.metric.scale_threshold,
                    one.metric.baseline_value,
                ):
                    if value is not None:
                        shown = formats.metric_value(value, one.metric.unit, one.metric.decimals)
                        assert squeezed(shown) in text


def test_the_returns_have_every_promise(sample, steering):
    _, text = steering
    for promise in sample.plan.all(Promise):
        assert squeezed(promise.text) in text


def test_as_of_another_day_the_figures_are_that_days(tmp_path):
    built = full_plan(PlanBuilder(tmp_path / "p.cxplan"))
    early, late = (judged(built.plan, day) for day in (DAY.replace(month=1), DAY))
    texts = [squeezed(text_of(made_of("steering", found).pdf)) for found in (early, late)]
    for found, text, other in zip((early, late), texts, reversed(texts), strict=True):
        latest = squeezed(found.pilots[0].metrics[0].latest_text)
        assert latest in text
        assert squeezed(f"As of {formats.day(found.as_of)}") in text
        assert squeezed(f"As of {formats.day(found.as_of)}") not in other


# ------------------------------------------------------------------------------------------ notes, contents


def test_every_number_in_small_print_leads_to_a_note_that_names_records(steering):
    made, _ = steering
    part = next(part for part in made.parts if part.name == "Where it comes from")
    pages = pages_of(made.pdf)[part.first - 1 :]
    numbers = [int(found) for page in pages for found in re.findall(r"^(\d{1,3})\s", page, re.MULTILINE)]
    run = [number for place, number in enumerate(numbers) if number == place + 1]
    assert len(run) > 20
    text = " ".join(" ".join(pages).split())
    for named in ("Metric ", "Data source ", "weeks read to", "framework "):
        assert named in text


def test_the_contents_name_every_part_with_the_page_that_it_stands_on(steering):
    made, _ = steering
    pages = [squeezed(normalize("NFKC", page)) for page in pages_of(made.pdf)]
    contents = next(place for place, part in enumerate(made.parts) if part.name == "Contents")
    page = pages[made.parts[contents].first - 1]
    for part in made.parts[contents:]:
        if part.level:
            continue
        assert squeezed(part.name) in pages[part.first - 1]
        assert squeezed(part.name) in page
        assert re.search(re.escape(squeezed(part.name)) + r"\D{0,60}" + str(part.first), page), part


def test_the_case_for_a_candidate_has_its_tests_with_what_was_found(sample):
    for candidate in sample.candidates:
        text = squeezed(text_of(made_of("board", sample, subject=candidate.objective.id).pdf))
        assert squeezed(f"{candidate.passed} of {len(candidate.tests)} passed") in text
        for test in candidate.tests:
            assert squeezed(test.text) in text
            assert squeezed(test.detail) in text
        value = candidate.objective.baseline_value
        if value is not None:
            assert squeezed(f"{value.normalize():,f}") in text
            assert "Nobaselinemeasured" not in text
