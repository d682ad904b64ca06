"""An import of many rows is backed up before: `import readings` from its arguments to the backup."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from cxworkbench.commands import main
from db.store import open_plan


@pytest.fixture
def plan(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("CXWORKBENCH_DATA", str(tmp_path / "data"))
    path = tmp_path / "p.cxplan"
    assert main(["new", str(path), "--type", "agent_assist", "--pilot", "Calls"]) == 0
    return path


def take_in(plan: Path, rows: int, value: int = 300) -> int:
    file = plan.with_name(f"{rows} {value}.csv")
    weeks = [date(2022, 1, 3) + timedelta(weeks=week) for week in range(rows)]
    file.write_text("week,aht,n\n" + "".join(f"{week},{value},40\n" for week in weeks), encoding="utf-8")
    return main(["import", "readings", str(file), "--plan", str(plan), "--metric", "aht"])


def heads(tmp_path: Path) -> list[int]:
    found = []
    for path in sorted((tmp_path / "data").glob("backups/*.cxplan")):
        session = open_plan(path, read_only=True)
        found.append(session.head)
        session.close()
    return found


def test_a_plan_that_was_just_made_needs_none(plan, tmp_path):
    assert take_in(plan, 120) == 0
    assert heads(tmp_path) == []


def test_before_many_rows_one_is_made_of_the_plan_as_it_was(plan, tmp_path):
    assert take_in(plan, 120) == 0
    before = open_plan(plan, read_only=True)
    head = before.head
    before.close()
    assert take_in(plan, 120, value=310) == 0
    assert heads(tmp_path) == [head]


def test_before_a_hundred_rows_and_before_a_dry_run_none_is(plan, tmp_path):
    assert take_in(plan, 120) == 0
    assert take_in(plan, 100, value=320) == 0
    file = plan.with_name("120 300.csv")
    assert main(["import", "readings", str(file), "--plan", str(plan), "--metric", "aht", "--dry-run"]) == 0
    assert heads(tmp_path) == []


def test_where_no_backup_can_be_made_nothing_is_taken_in(plan, tmp_path, capsys):
    assert take_in(plan, 120) == 0
    content = plan.read_bytes()
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "backups").write_text("in the way", encoding="utf-8")
    capsys.readouterr()
    assert take_in(plan, 120, value=330) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "no backup can be made before the import" in said
    assert "nothing was taken in" in said
    assert plan.read_bytes() == content
