"""What can be read of a damaged plan becomes a new plan that passes every check; the old one stays as it is (P6)."""

from __future__ import annotations

import contextlib
import json
from datetime import date

import pytest

from cxworkbench.commands import main
from db import backups
from db.boundary import NotAPlan
from db.check import check_file
from db.fields import reference
from db.models import Attachment, Evidence, Metric, Objective, Person, Pilot
from db.records import FAMILIES
from db.salvage import salvage
from db.store import open_plan
from tests.plans import NOON, PlanBuilder, weeks
from tests.store.damage import flips


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A plan with some hundred records and a thousand readings, written over many steps."""
    builder = PlanBuilder(tmp_path_factory.mktemp("made") / "a.cxplan")
    for place in range(30):
        builder.with_pilot(f"Pilot {place}", gates={"go_live": (date(2026, 3, 1), None)})
        builder.with_metric(f"metric{place}", name=f"Metric {place}")
        builder.with_readings(weeks([61.0 + i / 7 for i in range(25)]), f"metric{place}")
    builder.with_metric().with_objective()
    builder.session.close()
    return builder.session.path.read_bytes()


@pytest.fixture
def plan(tmp_path, made):
    path = tmp_path / "plan.cxplan"
    path.write_bytes(made)
    return path


def saved(plan, **more):
    target = plan.with_name("saved.cxplan")
    before = plan.read_bytes()
    report = salvage(plan, target, at=NOON, by="Test", **more)
    assert plan.read_bytes() == before
    assert check_file(target) == []
    return report, target


def counted(path):
    session = open_plan(path, read_only=True)
    records = {kind: len(session.records(family)) for kind, family in FAMILIES.items()}
    readings = sum(len(session.readings(series)) for series in session.series_digests())
    history = [step.label for step in session.steps()]
    session.close()
    return records, readings, history


def test_a_sound_plan_is_saved_whole_with_its_history(plan):
    report, target = saved(plan)
    assert counted(target) == counted(plan)
    assert report.is_everything
    assert report.steps_kept == report.steps_found


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A plan of some megabytes: four thousand records and forty thousand readings, in forty steps.

    The first megabyte of a plan is that of its empty tables: of a small one all the more of what was written is lost.
    """
    builder = PlanBuilder(tmp_path_factory.mktemp("large") / "a.cxplan").with_pilot()
    for step in range(40):
        builder.with_metric(f"metric{step}", name=f"Metric {step}")
        with builder.change("Add people") as change:
            for place in range(100):
                change.add(Person(name=f"Person {step}-{place} " * 25))
        builder.with_readings(weeks([61.0 + i / 7 for i in range(1_000)], date(1980, 1, 7)), f"metric{step}")
    builder.session.close()
    return builder.session.path.read_bytes()


def test_a_plan_cut_off_at_90_percent_gives_85_percent_of_its_records_back(tmp_path, large):
    plan = tmp_path / "plan.cxplan"
    plan.write_bytes(large)
    whole, readings, _ = counted(plan)
    plan.write_bytes(large[: len(large) * 9 // 10])
    _, target = saved(plan)
    records, read, history = counted(target)
    assert (sum(records.values()) + read) / (sum(whole.values()) + readings) >= 0.85
    assert history[-1] == "Salvaged from plan.cxplan"


@pytest.mark.parametrize("share", [0.8, 0.6, 0.1])
def test_a_plan_cut_off_anywhere_gives_a_sound_plan_or_is_refused(plan, made, share):
    plan.write_bytes(made[: int(len(made) * share)])
    with contextlib.suppress(NotAPlan):
        saved(plan)


def test_flipped_plans_never_crash_and_what_is_saved_is_sound(plan, made):
    done = 0
    for flip in flips(made, seed=6):
        if not flip.alters:
            continue
        plan.write_bytes(flip.raw)
        _, target = saved(plan)
        target.unlink()
        done += 1
        if done == 10:
            break


def test_where_the_journal_holds_its_values_are_trusted(plan):
    import sqlite3

    connection = sqlite3.connect(plan, isolation_level=None)
    connection.execute("UPDATE person SET name = 'Mallory' WHERE name = 'Helen Marsh'")
    connection.execute("DELETE FROM objective_agreed_by")
    connection.execute("DELETE FROM gate WHERE rowid % 2")
    connection.close()
    report, target = saved(plan)
    session = open_plan(target, read_only=True)
    assert {person.name for person in session.records(Person)} == {"Priya Raman", "Helen Marsh"}
    assert len(session.records(Objective)[0].agreed_by) == 2
    assert "Salvaged" not in session.steps()[-1].label
    session.close()
    told = {table.table: table for table in report.tables}
    assert (told["person"].doubtful, told["objective"].doubtful) == (1, 1)
    assert told["gate"].saved > told["gate"].found
    assert not report.is_everything


def test_where_the_journal_breaks_the_tables_are_trusted_and_the_difference_is_a_step(plan):
    import sqlite3

    connection = sqlite3.connect(plan, isolation_level=None)
    connection.execute("UPDATE person SET name = 'Newer' WHERE name = 'Helen Marsh'")
    connection.execute("UPDATE changeset SET label = 'Altered' WHERE seq = 30")
    connection.execute("DELETE FROM changeset WHERE seq > 70")
    connection.close()
    report, target = saved(plan)
    assert report.steps_kept == 29
    session = open_plan(target, read_only=True)
    assert {person.name for person in session.records(Person)} == {"Priya Raman", "Newer"}
    assert len(session.records(Pilot)) == 30
    assert [step.seq for step in session.steps()] == list(range(1, 31))
    session.close()


def test_the_readings_of_a_lost_metric_are_kept_under_one_that_says_so(plan):
    import sqlite3

    connection = sqlite3.connect(plan, isolation_level=None)
    connection.execute("DELETE FROM metric WHERE name = 'Metric 3'")
    connection.execute("DELETE FROM pilot WHERE name = 'Pilot 3'")
    connection.execute("DELETE FROM changeset")
    connection.execute('DELETE FROM "change"')
    connection.close()
    _, target = saved(plan)
    session = open_plan(target, read_only=True)
    assert "Lost metric" in {metric.name for metric in session.records(Metric)}
    assert "Lost pilot" in {pilot.name for pilot in session.records(Pilot)}
    assert sum(len(session.readings(series)) for series in session.series_digests()) == 30 * 25
    assert [step.label for step in session.steps()] == ["Salvaged from plan.cxplan"]
    session.close()


def test_a_kept_file_that_is_damaged_takes_its_record_with_it(plan):
    import sqlite3

    session = open_plan(plan)
    with session.change("Keep", at=NOON, by="T") as change:
        for content in (b"sound", b"damaged"):
            attached = change.add(Attachment(name=content.decode(), sha256=change.keep(content)))
            change.add(Evidence(attachment=attached, record=reference("pilot", "0" * 32)))
    session.close()
    connection = sqlite3.connect(plan, isolation_level=None)
    connection.execute("UPDATE content SET compressed = zeroblob(9) WHERE size = 7")
    connection.close()
    report, target = saved(plan)
    session = open_plan(target, read_only=True)
    assert [one.name for one in session.records(Attachment)] == ["sound"]
    assert len(session.records(Evidence)) == 1
    session.close()
    told = {table.table: table.missing for table in report.tables}
    assert (told["attachment"], told["evidence"], told["content"]) == (1, 1, 1)


def test_the_report_names_the_backup(plan, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CXWORKBENCH_DATA", str(tmp_path / "data"))
    made = backups.make(plan, tmp_path / "data" / "backups", at=NOON)
    plan.write_bytes(plan.read_bytes()[:-40_000])
    assert main(["salvage", str(plan), "--to", str(tmp_path / "new.cxplan"), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["backups"] == [made.path.name]
    assert main(["check", str(tmp_path / "new.cxplan")]) == 0
    assert main(["salvage", str(plan), "--to", str(tmp_path / "new.cxplan")]) == 3
    assert "exists already" in capsys.readouterr().err


def test_nothing_is_written_where_nothing_can_be_read(tmp_path, capsys):
    (tmp_path / "x.cxplan").write_bytes(b"SQLite format 3\0" + bytes(9000))
    assert main(["salvage", str(tmp_path / "x.cxplan"), "--to", str(tmp_path / "new.cxplan")]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["x.cxplan"]
