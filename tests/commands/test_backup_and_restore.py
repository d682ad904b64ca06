"""backup and restore from their arguments to their exit codes and lines, on real files."""

from __future__ import annotations

import json
import stat
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from cxworkbench.commands import clock, main
from db import locks
from tests.plans import NOON


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("CXWORKBENCH_USER", "Test")
    monkeypatch.setenv("CXWORKBENCH_DATA", str(tmp_path / "data"))

    def command(*arguments):
        code = main([str(one) for one in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert said.err.count("\n") <= 1, said.err
        return code, said.out, said.err

    return command


@pytest.fixture
def plan(run):
    assert run("new", "p.cxplan", "--type", "agent_assist", "--pilot", "Calls")[0] == 0
    return Path("p.cxplan").absolute()


@pytest.fixture
def at(monkeypatch):
    def set_clock(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(NOON)
    return set_clock


def assessed(run):
    return run("assess", "p.cxplan", "--json", "--as-of", "2026-03-11")[1]


def test_a_backup_lies_in_the_data_folder_and_is_listed(run, plan, at, tmp_path):
    code, out, err = run("backup", "p.cxplan")
    assert (code, err) == (0, "")
    (made,) = (tmp_path / "data" / "backups").iterdir()
    assert out == f"p.cxplan: backed up as {made}\n"
    assert made.name.endswith("-20260311T120000Z.cxplan")
    code, out, _ = run("backup", "p.cxplan", "--list")
    assert code == 0
    assert out.splitlines()[0] == f"1 backup in {made.parent}"
    assert "2026-03-11 12:00:00 UTC" in out.splitlines()[1]
    assert made.name in out.splitlines()[1]
    assert run("check", made)[0] == 0
    if sys.platform != "win32":
        assert [stat.S_IMODE(one.stat().st_mode) for one in (made, made.parent)] == [0o600, 0o700]


def test_backup_answers_as_json(run, plan, at):
    made = json.loads(run("backup", "p.cxplan", "--json")[1])
    assert made["backup"]["moment"] == "2026-03-11T12:00:00+00:00"
    assert made["backup"]["bytes"] == Path(made["backup"]["path"]).stat().st_size
    assert made["deleted"] == []
    found = json.loads(run("backup", "p.cxplan", "--list", "--json")[1])
    assert found["backups"] == [made["backup"]]


def test_the_own_folder_is_thinned_out_and_a_named_one_is_not(run, plan, at, tmp_path):
    for hours in (0, 1, 100):
        at(NOON + timedelta(hours=hours))
        _, own, _ = run("backup", "p.cxplan")
        assert run("backup", "p.cxplan", "--to", tmp_path / "stick")[0] == 0
    assert "1 old backup was thinned out." in own
    assert len(list((tmp_path / "data" / "backups").iterdir())) == 2
    assert len(list((tmp_path / "stick").iterdir())) == 3
    assert run("backup", "p.cxplan", "--to", tmp_path / "stick", "--list")[1].startswith("3 backups in")


def test_restore_without_a_name_lists_and_changes_nothing(run, plan, at):
    run("backup", "p.cxplan")
    before = plan.read_bytes()
    code, out, err = run("restore", "p.cxplan")
    assert code == 2
    assert out.startswith("1 backup in")
    assert "name one of those listed, or give --latest" in err
    assert plan.read_bytes() == before


@pytest.mark.parametrize("named", ["latest", "name", "path"])
def test_a_plan_comes_back_and_what_stood_there_is_kept(run, plan, at, tmp_path, named):
    run("backup", "p.cxplan")
    (made,) = (tmp_path / "data" / "backups").iterdir()
    then = assessed(run)
    Path("r.csv").write_text("period,metric,value,n\n2026-01-05,fcr,61,500\n", encoding="utf-8")
    assert run("import", "readings", "r.csv", "--create")[0] == 0
    later = assessed(run)
    assert later != then
    at(NOON + timedelta(hours=1))
    code, out, _ = run("restore", "p.cxplan", {"latest": "--latest", "name": made.name, "path": made}[named])
    assert code == 0
    assert out.splitlines()[0] == f"p.cxplan: restored from {made.name}"
    assert "What stood there before is backed up as" in out
    assert assessed(run) == then
    at(NOON + timedelta(hours=2))
    assert run("restore", "p.cxplan", "--latest")[0] == 0
    assert assessed(run) == later, "the newest backup is what the first restore replaced"


def test_a_damaged_or_deleted_plan_comes_back(run, plan, at):
    run("backup", "p.cxplan")
    then = assessed(run)
    plan.write_bytes(b"")
    code, out, _ = run("restore", "p.cxplan", "--latest")
    assert code == 0
    assert "its bytes lie in" in out
    assert assessed(run) == then
    plan.unlink()
    assert run("restore", "p.cxplan", "--latest")[0] == 0
    assert assessed(run) == then


def test_a_damaged_plan_among_the_backups_of_several_needs_a_name(run, plan, at):
    run("new", "q.cxplan", "--pilot", "Other")
    run("backup", "p.cxplan")
    run("backup", "q.cxplan")
    assert run("backup", "p.cxplan", "--list")[1].startswith("1 backup in")
    plan.write_bytes(b"")
    code, _, err = run("restore", "p.cxplan", "--latest")
    assert (code, "several plans" in err) == (2, True)
    assert plan.read_bytes() == b""
    assert run("restore", "p.cxplan")[1].startswith("2 backups in")


def test_restore_from_another_folder(run, plan, at, tmp_path):
    run("backup", "p.cxplan", "--to", tmp_path / "stick")
    code, _, err = run("restore", "p.cxplan", "--latest")
    assert (code, "no backup of this plan" in err) == (3, True)
    assert run("restore", "p.cxplan", "--latest", "--from", tmp_path / "stick")[0] == 0


def test_a_plan_that_is_open_in_a_window_is_backed_up_and_not_replaced(run, plan, at):
    lock = locks.hold(plan, "Jo", "10:15")
    assert run("backup", "p.cxplan")[0] == 0
    before = plan.read_bytes()
    code, _, err = run("restore", "p.cxplan", "--latest")
    lock.release()
    assert (code, "Jo" in err) == (3, True)
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("backup",), 2),
        (("backup", "none.cxplan"), 3),
        (("backup", "none.cxplan", "--list"), 3),
        (("backup", "t.txt"), 3),
        (("backup", "p.cxplan", "--to", "t.txt"), 3),
        (("restore",), 2),
        (("restore", "p.cxplan", "--latest"), 3),
        (("restore", "p.cxplan", "t.txt", "--latest"), 2),
        (("restore", "p.cxplan", "t.txt"), 3),
        (("restore", "p.cxplan", "none.cxplan"), 3),
        (("restore", "p.cxplan", "p.cxplan"), 3),
    ],
)
def test_errors_are_one_line_with_their_exit_code_and_the_plan_is_unchanged(run, plan, at, arguments, code):
    Path("t.txt").write_text("just text\n" * 100, encoding="utf-8")
    before = plan.read_bytes()
    given, _, err = run(*arguments)
    assert given == code
    assert err.strip()
    assert plan.read_bytes() == before
    assert sorted(path.name for path in plan.parent.iterdir()) == ["p.cxplan", "t.txt"]


@pytest.mark.parametrize("given", [True, False])
def test_the_commands_and_the_window_mean_the_same_folder(tmp_path, monkeypatch, given):
    from cxworkbench.commands.folders import data_folder
    from ui import settings

    monkeypatch.setenv("CXWORKBENCH_DATA", str(tmp_path / "named")) if given else monkeypatch.delenv(
        "CXWORKBENCH_DATA"
    )
    if sys.platform.startswith("linux"):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert data_folder() == settings.data_folder()
