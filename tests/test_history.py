"""The journal in words, and what is different between two versions."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from cxworkbench.commands import main
from cxworkbench.history import Wording
from db.models import Action, Metric
from tests.plans import NOON, PlanBuilder, weeks
from tests.prepared import put_sample


@pytest.fixture
def plan(tmp_path):
    return PlanBuilder(tmp_path / "a.cxplan").with_pilot().with_metric()


def step(plan, label, **more):
    return plan.session.change(label, at=NOON + timedelta(hours=plan.session.head), by="Ann", **more)


def texts(plan, after):
    lines = Wording(plan.session).lines(plan.session.steps(after))
    return [(line.what, line.before, line.after) for line in lines]


def test_a_field_is_told_with_its_label_before_and_after(plan):
    head = plan.session.head
    with step(plan, "Pause") as change:
        change.set(plan.made["pilot"], status="paused")
    ((what, _, after),) = texts(plan, head)
    assert what.endswith(", status")
    assert after == "Paused"


def test_a_record_that_came_and_one_that_went_are_one_line_each(plan):
    head = plan.session.head
    with step(plan, "Add") as change:
        made = change.add(Action(text="Call the works council"))
    assert texts(plan, head) == [("Action Call the works council", "—", "added")]
    plan.session.undo(at=NOON + timedelta(days=2), by="Ann")
    assert texts(plan, head + 1) == [("Action Call the works council", "—", "removed")], made.id


def test_a_value_in_a_metrics_unit_and_a_link_are_words(plan):
    head = plan.session.head
    metric = plan.made["metric"]
    with step(plan, "Threshold") as change:
        change.set(Metric, metric.id, success_threshold=Decimal(66), unit="percent", decimals=1)
        change.set(plan.made["pilot"], owner=plan.made["sponsor"])
    said = {what: after for what, _, after in texts(plan, head)}
    assert next(after for what, after in said.items() if "success" in what) == "66.0%"
    assert plan.made["sponsor"].name in said.values()


def test_readings_of_an_import_are_counted(plan):
    head = plan.session.head
    plan.with_readings(weeks([60.0, 61.0]))
    assert [(after) for *_, after in texts(plan, head)] == ["2 new"]


def test_what_was_changed_and_changed_back_is_no_difference(plan):
    head = plan.session.head
    with step(plan, "Pause") as change:
        change.set(plan.made["pilot"], status="paused")
    middle = plan.session.head
    plan.session.undo(at=NOON + timedelta(days=2), by="Ann")
    words = Wording(plan.session)
    assert len(words.compared(head, middle).changed) == 1
    assert words.compared(head, plan.session.head) == words.compared(head, head)


def test_a_record_that_came_and_went_in_between_is_no_difference(plan):
    head = plan.session.head
    with step(plan, "Add") as change:
        change.add(Action(text="Short"))
    assert Wording(plan.session).compared(head, plan.session.head).added == ("Action Short",)
    plan.session.undo(at=NOON + timedelta(days=2), by="Ann")
    assert Wording(plan.session).compared(head, plan.session.head).added == ()


class TestCommand:
    @pytest.fixture
    def run(self, capsys, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)

        def command(*arguments):
            code = main([str(one) for one in arguments])
            said = capsys.readouterr()
            assert "Traceback" not in said.err
            return code, said.out, said.err

        put_sample(tmp_path / "s.cxplan")
        return command

    def test_newest_first_and_it_says_how_many_more(self, run):
        code, out, _ = run("history", "s.cxplan", "--limit", "2")
        assert code == 0
        lines = out.splitlines()
        newest = int(lines[0].split()[0])
        assert lines[1].strip() == (
            "Chat Assistant: Objective, outcome: Better service → Better digital experience"
        )
        assert lines[-1].startswith(f"2 of {newest} steps shown")

    def test_a_link_to_any_record_is_said_by_name_and_a_part_by_its_pilot(self, run):
        out = run("history", "s.cxplan", "--find", "came from", "--limit", "600")[1]
        said = [line for line in out.splitlines() if "came from:" in line]
        assert any("→ Cause Poorly integrated into the workflow" in line for line in said), said
        assert not any("/" in line for line in said), "an id tells nobody anything"
        out = run("history", "s.cxplan", "--find", "relaunch criterion", "--limit", "600")[1]
        said = [line for line in out.splitlines() if "Relaunch criterion" in line]
        assert said
        assert all(line.strip().startswith("Chat Assistant: ") for line in said)

    def test_since_a_day_a_person_and_a_text(self, run):
        found = json.loads(run("history", "s.cxplan", "--since", "2026-03-09", "--by", "ellery", "--json")[1])
        assert {step["by"] for step in found} == {"Rob Ellery"}
        assert all(step["at"] >= "2026-03-09" for step in found)
        out = run("history", "s.cxplan", "--find", "with works council")[1]
        assert all("orks council" in line for line in out.splitlines() if line.startswith("        "))

    def test_the_difference_between_two_days(self, run):
        found = json.loads(
            run("history", "s.cxplan", "--since", "2026-02-13", "--net", "--json")[1],
        )
        assert {"what": "Chat Assistant: Pilot Chat Assistant, exposure", "how": "40% → 10%"} in found[
            "changed"
        ]
        assert "Chat Assistant: Decision D-10" in found["added"]

    @pytest.mark.parametrize("since", ["900", "yesterday"])
    def test_no_such_version_or_day_is_wrong_usage(self, run, since):
        code, _, error = run("history", "s.cxplan", "--since", since)
        assert code == 2
        assert error.count("\n") == 1
