"""A PMO's first hour by keyboard alone; then the program is killed, and all of it is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

from cxworkbench import frameworks
from cxworkbench.plan import Plan
from db.models import (
    DecisionRule,
    FrameworkSignature,
    Metric,
    Milestone,
    Objective,
    Person,
    Stakeholder,
)
from db.store import open_plan
from tests.ui.first_hour import PEOPLE

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_of_the_first_hour_is_lost_when_the_program_is_killed(qtbot, open_window, tmp_path):
    environment = {
        **os.environ,
        "CXWORKBENCH_DATA": str(tmp_path / "data"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.first_hour", str(tmp_path)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        said = process.stdout.readline()
        if said.strip() != "done":
            process.wait(20)
            raise AssertionError(process.stderr.read())
    finally:
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        process.wait(20)
        process.stdout.close()
        process.stderr.close()

    with closing(open_plan(tmp_path / "first.cxplan")) as session:
        plan = Plan(session, version=session.head)
        (pilot,) = plan.pilots
        assert (plan.programme.name, pilot.name) == ("Northgate service programme", "Chat Assistant")
        (objective,) = plan.of_pilot(Objective, pilot)
        assert objective.outcome == "Customers get 35% of answers in chat without an adviser"
        found = {one.name: one for one in plan.of_pilot(Metric, pilot)}
        assert found["Answered in chat"].success_threshold == Decimal(30)
        assert found["Answered in chat"].baseline_to == date(2026, 3, 2)
        assert found["Called again"].guardrail_limit == Decimal(20)
        (rule,) = plan.of_pilot(DecisionRule, pilot)
        assert (rule.shortest_weeks, rule.decide_by, rule.fallback) == (8, date(2026, 9, 30), "hold")
        assert {plan.person_name(one.person) for one in plan.all(Stakeholder)} == set(PEOPLE)
        assert len(plan.all(Person)) == 3
        (milestone,) = [one for one in plan.of_pilot(Milestone, pilot) if one.title == "Advisers trained"]
        assert milestone.planned == date(2026, 4, 20)
        (verified,) = frameworks.verify(plan)
        assert verified.is_whole
        assert verified.differences == ()
        assert plan.all(FrameworkSignature) == []
        assert sum(len(plan.readings(one)) for one in found.values()) == 1

    window = open_window(tmp_path / "first.cxplan")
    qtbot.waitUntil(lambda: window.plan.is_loaded)
    assert window.plan.undo_label is not None
    assert window.windowTitle().startswith("Northgate service programme")
