"""The story of the sample holds together: every family is told, days fit, links lead somewhere, catalogues know ids."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

import resources
from cxworkbench.sample import PINNED_DAY, write_sample
from db.journal import EXISTENCE
from db.models import (
    Action,
    Barrier,
    Incident,
    Issue,
    Override,
    Requirement,
    Risk,
    Waiver,
)
from db.records import FAMILIES
from db.store import open_plan

LONDON = ZoneInfo("Europe/London")

#: Families that the sample can't tell honestly, and why.
NOT_TOLD = {
    "breach_closure": "the one breach of the story is open",
    "printed_paper": "holds the PDF itself",
    "reference_file": "the sample is judged by the built-in reference data",
}
#: Days that may lie before the step that writes them, but never after it.
HAPPENED = {
    ("action", "done_on"), ("milestone", "done"), ("engagement", "done"), ("review", "done"), ("gate", "passed_on"),
    ("commitment", "made_on"), ("commitment", "kept_on"), ("decision", "asked_on"), ("decision", "date"),
    ("audit", "audited_on"), ("audit_finding", "closed_on"), ("control_run", "run_on"), ("incident", "opened_on"),
    ("incident", "contained_on"), ("incident", "closed_on"), ("output_sample", "date"), ("training", "done"),
    ("barrier", "date"), ("barrier", "responded_on"), ("barrier", "closed_on"), ("issue", "raised_on"),
    ("issue", "escalated_on"), ("issue", "resolved_on"), ("risk", "raised_on"), ("risk", "closed_on"),
    ("roi_case", "agreed_on"), ("promise", "told_on"), ("waiver", "from"), ("override", "made_on"),
    ("settlement", "on"), ("tool", "evaluated_on"), ("tool", "signed_on"), ("objective", "agreed_on"),
    ("data_source", "access_confirmed_on"), ("cohort", "told_about_jobs"), ("phase", "started_on"),
    ("recovery_step", "answered_on"), ("interview", "day"), ("gate_condition", "met_on"), ("pulse_result", "day"),
    ("baseline_plan", "made_on"), ("metric", "defined_on"), ("sponsor", "appointed_on"), ("recovery_case", "started_on"),
}  # fmt: skip
#: First the day that comes first.
IN_ORDER = {
    "barrier": ("date", "responded_on"),
    "incident": ("opened_on", "contained_on", "closed_on"),
    "issue": ("raised_on", "escalated_on"),
    "risk": ("raised_on", "closed_on"),
    "decision": ("asked_on", "date"),
    "commitment": ("made_on", "kept_on"),
    "tool": ("evaluated_on", "signed_on"),
    "cost_line": ("from", "to"),
    "waiver": ("from", "until"),
    "phase": ("started_on", "ended_on"),
}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    path = tmp_path_factory.mktemp("story") / "s.cxplan"
    write_sample(path)
    session = open_plan(path, read_only=True)
    yield session
    session.close()


@pytest.fixture(scope="module")
def rows(session):
    return {kind: session.records(family) for kind, family in FAMILIES.items()}


@pytest.fixture(scope="module")
def kept(rows):
    """What isn't in the bin."""
    return {kind: [one for one in all_ if one.binned is None] for kind, all_ in rows.items()}


def pilot_id(kept, name):
    return next(one.id for one in kept["pilot"] if one.name == name)


def test_every_family_is_told_but_those_that_cannot_be(rows):
    assert {kind for kind, found in rows.items() if not found} == set(NOT_TOLD)


def test_the_logs_have_the_numbers_of_the_pictures(kept, rows):
    open_actions = {one.number for one in kept["action"] if one.done_on is None}
    assert open_actions == {14, 22, 24, 25, 26, 27, 28, 30}
    assert {one.number: one.title for one in kept["risk"] if one.closed_on is None}[9].endswith("exit fees")
    assert {one.number for one in kept["risk"] if one.closed_on is None} == set(range(9, 16))
    assert {one.number for one in kept["issue"] if one.resolved_on is None} == {2, 3, 5}
    assert {one.number for one in kept["decision"] if one.date is not None} == set(range(1, 12))
    assert next(one for one in kept["decision"] if one.number == 10).question == "Pause Chat Assistant"
    assert [one.number for one in kept["waiver"]] == [1]
    assert [one.number for one in kept["override"]] == [1]
    assert {one.number for one in kept["incident"] if one.closed_on is None} == {6, 7}
    waiting = [one for one in kept["decision"] if one.date is None]
    assert len(waiting) + 7 + 8 + 3 + 1 + 1 == 23, "open items of the RAID log"
    for kind in ("action", "risk", "issue", "decision", "incident", "requirement", "barrier"):
        numbers = [one.number for one in rows[kind] if one.number is not None]
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), kind


def test_numbers_were_given_in_the_order_of_the_story(session, rows):
    for family in (Action, Risk, Issue, Incident, Requirement, Barrier, Waiver, Override):
        born = session.born(family)
        in_time = sorted(rows[family.kind], key=lambda one: (born[one.id], one.number))
        assert [one.number for one in in_time] == sorted(one.number for one in in_time), family.kind
    taken = sorted((one for one in rows["decision"] if one.date), key=lambda one: one.number)
    assert [one.date for one in taken] == sorted(one.date for one in taken)


def test_the_bin_holds_three_records(rows):
    named = {
        getattr(one, "title", None) for found in rows.values() for one in found if one.binned is not None
    }
    assert named == {"Bill explainer", "Chat tells customers wrong fees", "Second Leeds test"}


def test_nothing_is_said_to_have_happened_before_it_did(session):
    wrong = []
    for step in session.steps():
        today = step.at.astimezone(LONDON).date()
        for one in session.changes_of(step.seq):
            if (one.record_kind, one.field) in HAPPENED and one.after not in {None, "null"}:
                day = date.fromisoformat(json.loads(one.after)[:10])
                if day > today:
                    wrong.append((step.label, one.record_kind, one.field, day, today))
    assert not wrong


def test_the_days_of_a_record_follow_each_other(rows):
    wrong = []
    for kind, fields in IN_ORDER.items():
        for one in rows[kind]:
            days = [day for day in (one.value(field) for field in fields) if day is not None]
            if days != sorted(days):
                wrong.append((kind, days))
    assert not wrong


def test_no_action_is_done_before_it_was_raised(session, kept):
    born = session.born(Action)
    for one in kept["action"]:
        raised = born[one.id].astimezone(LONDON).date()
        assert one.due >= raised, one.text
        assert one.done_on is None or one.done_on >= raised, one.text


def test_nothing_is_written_after_the_pinned_day(session):
    assert session.steps()[-1].at.astimezone(LONDON).date() == PINNED_DAY
    moments = [step.at for step in session.steps()]
    assert moments == sorted(moments)


def test_all_links_lead_to_records_that_are_not_in_the_bin(rows, kept):
    there = {one.id for found in kept.values() for one in found}
    wrong = []
    for kind, found in kept.items():
        for one in found:
            for field in FAMILIES[kind].fields.values():
                value = one.value(field.name)
                ids = (
                    [value] if field.kind == "link" and value
                    else list(value) if field.kind == "links"
                    else [value.partition("/")[2]] if field.kind == "record" and value
                    else []
                )  # fmt: skip
                wrong += [(kind, field.name) for id in ids if id not in there]
    assert not wrong


def test_all_ids_of_catalogues_exist_in_the_reference_data(rows):
    unknown = []
    for kind, found in rows.items():
        for field in FAMILIES[kind].fields.values():
            if field.catalogue:
                known = catalogue(field.catalogue)
                for one in found:
                    value = one.value(field.name)
                    # Levels and counts name their ids as keys.
                    several = isinstance(value, tuple | list | dict)
                    given = tuple(value) if several else (value,) if value else ()
                    unknown += [(kind, field.name, id) for id in given if id not in known]
    assert not unknown


def catalogue(path):
    """The ids that a catalogue holds ("recovery.step.cause": those of all steps)."""
    name, *tables = path.split(".")
    entries = [resources.toml(name)]
    for table in tables:
        entries = [entry for parent in entries for entry in parent.get(table, ())]
    assert entries, path
    return {entry["id"] for entry in entries}


def test_decisions_of_gates_and_phases_are_taken_ones(kept):
    decisions = {one.id: one for one in kept["decision"]}
    for one in kept["gate"]:
        if one.decision:
            assert decisions[one.decision].date == one.passed_on
    for one in kept["phase"]:
        if one.decision:
            assert decisions[one.decision].date == one.started_on


# ------------------------------------------------------------------------------------------------- adoption


def test_weekly_use_adds_up_to_what_the_pictures_say(kept):
    cohorts = {one.id: one for one in kept["cohort"]}
    newest = max(one.week for one in kept["usage"])
    assert newest == date(2026, 3, 2)
    last = {cohorts[one.cohort].name: one for one in kept["usage"] if one.week == newest}
    assert {name: one.active for name, one in last.items()} == {
        "Leeds 1": 71, "Leeds 2": 47, "Cardiff": 54, "Chat advisers": 24,
    }  # fmt: skip
    assert sum(one.active for name, one in last.items() if name != "Chat advisers") == 172
    assert sum(one.in_scope for name, one in last.items() if name != "Chat advisers") == 240
    for one in kept["usage"]:
        assert 0 <= one.proficient <= one.active <= one.in_scope == cohorts[one.cohort].headcount
        assert one.week.weekday() == 0
        assert one.week >= cohorts[one.cohort].live_on


def test_each_live_cohort_has_every_week_and_a_plan_for_it(kept):
    weeks, planned = defaultdict(set), defaultdict(set)
    for one in kept["usage"]:
        weeks[one.cohort].add(one.week)
    for one in kept["usage_plan"]:
        planned[one.cohort].add(one.week_since_live)
    for cohort in kept["cohort"]:
        if cohort.live_on is None:
            assert cohort.id not in weeks
            continue
        count = (date(2026, 3, 9) - cohort.live_on).days // 7
        assert weeks[cohort.id] == {cohort.live_on + timedelta(days=7 * week) for week in range(count)}
        assert planned[cohort.id] >= set(range(1, count + 1))


def test_cardiff_and_chat_are_short_of_what_is_asked_over_four_weeks(kept):
    cohorts = {one.id: one.name for one in kept["cohort"]}
    active, people = Counter(), Counter()
    for one in kept["usage"]:
        if one.week >= date(2026, 2, 9):
            active[cohorts[one.cohort]] += one.active
            people[cohorts[one.cohort]] += one.in_scope
    share = {name: active[name] / people[name] for name in people}
    assert {name: round(100 * value) for name, value in share.items()} == {
        "Leeds 1": 87, "Leeds 2": 75, "Cardiff": 50, "Chat advisers": 38,
    }  # fmt: skip


def test_barriers_are_as_in_the_pictures(kept):
    of_assist = [one for one in kept["barrier"] if one.pilot == pilot_id(kept, "Agent Assist")]
    assert Counter(one.closed_on is None for one in of_assist) == {True: 4, False: 6}


# ----------------------------------------------------------------------------------------------------- data


def test_the_newest_audits_give_the_lowest_scores_of_the_pictures(kept):
    newest = {}
    for one in sorted(kept["audit"], key=lambda one: one.audited_on):
        newest[one.data_source] = one
    lowest = {}
    for source in kept["data_source"]:
        found = [one for one in kept["audit_dimension"] if one.audit == newest[source.id].id]
        scores = {one.dimension: round(100 * float(of_sample(one))) for one in found}
        assert set(scores) == set(source.required_)
        lowest[source.name] = min(scores.values())
        assert (newest[source.id].result == "ready") == (min(scores.values()) >= 75)
    of_chat = {"Knowledge base": 46, "Intent labels": 76, "Customer accounts": 78, "Chat transcripts": 81}
    assert (
        lowest.items() >= {**of_chat, "Tariff table": 92, "Complaint codes": 71, "Call platform": 84}.items()
    )
    assist = pilot_id(kept, "Agent Assist")
    assert min(lowest[one.name] for one in kept["data_source"] if one.pilot == assist) == 82


def of_sample(one):
    return one.score if one.n is None else one.passed / one.n


def test_the_findings_of_the_knowledge_base_are_eight_and_each_has_an_owner(kept):
    source = next(one for one in kept["data_source"] if one.name == "Knowledge base")
    found = [one for one in kept["audit_finding"] if one.data_source == source.id and one.closed_on is None]
    assert len(found) == 8
    assert all(one.remedy and one.remedy_owner and one.due for one in found)
    assert all(one.rows_failed <= one.rows_checked for one in kept["audit_finding"])


def test_the_evidence_of_the_knowledge_base_agrees_with_its_scores(kept):
    review = next(one for one in kept["audit_finding"] if one.text == "412 articles unreviewed for 12 months")
    scores = {
        one.dimension: one for one in kept["audit_dimension"] if one.audit == review.audit
    }  # fmt: skip
    assert round(611 / 1328, 2) == float(scores["timeliness"].score)
    assert round(730 / 1328, 2) == float(scores["consistency"].score)
    assert (scores["accuracy"].passed, scores["accuracy"].n) == (59, 120)


# -------------------------------------------------------------------------------------- tools, money, reviews


def test_weighted_scores_are_those_of_the_options(kept):
    tools = {one.id: one for one in kept["tool"]}
    points, weights = defaultdict(int), defaultdict(int)
    for one in kept["tool_score"]:
        points[one.tool] += one.points * one.weight
        weights[one.tool] += one.weight
    assert {tools[id].name: points[id] / weights[id] for id in points} == {
        "Brightline Chat": 71, "Extend the web forms": 54, "Fix 40 answers, call back": 66,
    }  # fmt: skip
    assert all(points[id] / weights[id] == tools[id].score for id in points)


def test_spent_to_date_is_as_in_the_pictures(kept):
    lines = {one.id: one for one in kept["cost_line"]}
    spent = Counter()
    for one in kept["cost_actual"]:
        spent[lines[one.cost_line].kind_ == "one_off"] += one.amount
    assert (spent[True], spent[False]) == (310_000, 88_000)


def test_benefits_and_costs_have_ranges_in_order(kept):
    for one in (*kept["benefit"], *kept["checkpoint"]):
        low, high = (one.low, one.high) if one.kind == "benefit" else (one.expected_low, one.expected_high)
        assert low <= high
    for one in kept["benefit"]:
        assert one.low <= one.expected <= one.high
    for one in kept["cost_line"]:
        assert one.low <= one.amount <= one.high


def test_one_case_of_each_pilot_is_in_force(kept):
    replaced = {one.replaces for one in kept["roi_case"]}
    agreed = [one for one in kept["roi_case"] if one.status == "agreed" and one.id not in replaced]
    assert len({one.pilot for one in agreed}) == len(agreed) == 2, "Auto-Summary's is a draft"


def test_sponsor_reviews_are_held_frozen_and_attended(kept):
    names = {one.id: one.name for one in kept["person"]}
    held = [one for one in kept["review"] if one.kind_ == "sponsor" and one.done]
    assert [one.number for one in sorted(held, key=lambda one: one.done)] == [1, 2, 3, 4]
    frozen = {one.id: one.name for one in kept["snapshot"]}
    assert {frozen[one.snapshot] for one in held} == {f"Review {number}" for number in range(1, 5)}
    here = Counter(
        names[one.person]
        for one in kept["attendance"]
        if one.state == "here" and one.review in {review.id for review in held}
    )
    assert (here["Helen Marsh"], here["Rob Ellery"]) == (4, 2)
    assert sum(one.why == "freeze" for one in kept["snapshot"]) == 2
    items = [
        one
        for one in kept["agenda_item"]
        if one.review == next(r.id for r in kept["review"] if r.number == 5)
    ]
    assert sum(one.minutes_planned for one in items) == 45


def test_reviews_fall_on_working_days(kept):
    holidays = {one.day for one in kept["holiday"]}
    for one in kept["review"]:
        day = one.planned.astimezone(LONDON).date()
        assert day.weekday() < 5
        assert day not in holidays


def test_each_control_knows_when_it_is_due_next(kept):
    runs = defaultdict(list)
    for one in kept["control_run"]:
        runs[one.control].append(one.run_on)
    for one in kept["control"]:
        assert one.id not in runs or one.next_due > max(runs[one.id])
    chat = [one for one in kept["control"] if one.pilot == pilot_id(kept, "Chat Assistant")]
    assert {one.name for one in chat if one.owner is None} == {
        "Sample 50 chats a week for accuracy",
        "Stop test: take chat offline in 15 min",
    }
    assert next(one for one in chat if one.catalogue_id == "kill_switch").id not in runs


def test_three_questions_have_nobody_and_three_are_not_due(kept):
    blank = Counter(one.pilot for one in kept["accountability"] if one.accountable is None)
    assert blank == {pilot_id(kept, "Chat Assistant"): 3, pilot_id(kept, "Auto-Summary"): 3}
    assert len(kept["accountability"]) == 21


def test_a_sample_that_breaks_off_leaves_nothing_behind(tmp_path, monkeypatch):
    from db import snapshots

    def break_off(*_):
        raise RuntimeError("here")

    monkeypatch.setattr(snapshots, "frozen", break_off)
    with pytest.raises(RuntimeError):
        write_sample(tmp_path / "s.cxplan")
    assert list(tmp_path.iterdir()) == []


def test_existence_is_told_once_for_each_record(session, rows):
    added = Counter(
        one.record_kind
        for step in session.steps()
        for one in session.changes_of(step.seq)
        if one.field == EXISTENCE
    )
    assert added == {kind: len(found) for kind, found in rows.items() if found}
