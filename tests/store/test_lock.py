"""P11: a plan opened twice is seen, commands write beside a window, and a dead window lets go of its plan.

The campaigns are functions of a folder and a size: a short form runs here, the promised sizes in ``benchmarks/``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.errors import UserError
from db.locks import lock_path
from db.models import Pilot
from db.store import open_plan
from tests.store.sessions import ROOT, a_plan, as_a_window, rename, retitle, turn

ROWS = 120

IMPORTER = """
import contextlib, io, sys, time
from cxworkbench.commands import main
plan, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    with contextlib.redirect_stdout(io.StringIO()):  # nobody reads the pipe while the window is edited
        code = main(["import", "readings", f"{folder}/{number}.csv", "--plan", plan, "--metric", "aht"])
    print("IMPORTED", number, code, time.time(), flush=True)
"""

HOLDER = """
import sys, sqlite3, time
from pathlib import Path
from db.locks import hold
from db.store import open_plan
plan = Path(sys.argv[1])
session = open_plan(plan, origin="window")
lock = hold(plan, "Anna", "10:00")
session._connection.set_authorizer(None)
session._connection.execute("PRAGMA cache_size = 1")
session._connection.execute("BEGIN IMMEDIATE")
session._connection.execute("UPDATE pilot SET name = 'half written'")
session._connection.execute("UPDATE metric SET name = name || 'x'")
print("held", flush=True)
time.sleep(60)
"""

BUSY = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


@dataclass
class Beside:
    """What became of edits in a window and imports by a command beside it."""

    edits_lost: int = 0
    imports_lost: int = 0
    imports_torn: int = 0
    unsound: list[str] = field(default_factory=list)
    seen_after: list[float] = field(default_factory=list)


def child(program: str, *arguments: str, data: Path) -> subprocess.Popen[str]:
    """Another process of the program."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={**os.environ, "CXWORKBENCH_DATA": str(data), "CXWORKBENCH_USER": "Command"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def next_line(process: subprocess.Popen[str], word: str) -> str:
    """The next line of a process that begins with a word."""
    assert process.stdout is not None
    while line := process.stdout.readline():
        if line.startswith(word):
            return line
    raise AssertionError(f"the other process ended without {word!r}")


def edits_beside_imports(folder: Path, edits: int, imports: int) -> Beside:
    """Edits in a window while another process imports files: each is whole, all are there, the window follows."""
    plan, data = a_plan(folder), folder / "data"
    _write_files(folder, imports)
    done = Beside()
    seen: dict[int, float] = {}
    with as_a_window(plan, data) as window:
        start = window.session.head

        def note(_changed: object) -> None:
            now = time.time()
            for step in window.session.steps(start):
                if step.kind == "import":
                    seen.setdefault(step.seq, now)

        window.changed.connect(note)
        process = child(IMPORTER, str(plan), str(folder), str(imports), data=folder / "other")
        try:
            next_line(process, "ready")
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
            typed = 0
            # The edits are spread over the time that the imports take, the last of them after the last import.
            while typed < edits or process.poll() is None:
                if typed < edits:
                    retitle(window, typed)
                    typed += 1
                turn(0.03)
        finally:
            out = process.communicate(timeout=120)[0]
        turn(5, until=lambda: not window.pending.edits)
        turn(1, until=lambda: len(seen) >= imports)
    lines = [line.split() for line in out.splitlines() if line.startswith("IMPORTED")]
    done.imports_lost = imports - sum(line[2] == "0" for line in lines)
    session = open_plan(plan, read_only=True)
    try:
        from db.check import check

        steps = session.steps(start)
        labels = {step.label for step in steps if step.origin == "window"}
        done.edits_lost = sum(f"Retitle to Title {number}" not in labels for number in range(edits))
        taken = [step for step in steps if step.kind == "import"]
        for step, line in zip(taken, lines, strict=False):
            batches = session.batches_of(step.seq)
            done.imports_torn += sum(one.added_count + one.replaced_count for one in batches) != ROWS
            done.seen_after.append(max(0.0, seen.get(step.seq, time.time()) - float(line[3])))
        done.imports_lost += imports - len(taken)
        done.unsound = check(session)
    finally:
        session.close()
    return done


def _write_files(folder: Path, count: int) -> None:
    first = date(2023, 1, 2)
    for number in range(count):
        rows = [f"{first + timedelta(weeks=week)},{300 + number}.{week % 10},40" for week in range(ROWS)]
        (folder / f"{number}.csv").write_text("week,aht,n\n" + "\n".join(rows) + "\n", encoding="utf-8")


def two_windows(folder: Path, edits: int) -> tuple[int, int]:
    """Edits in two windows on one plan; gives how many of the first were lost, and how many of the second got in."""
    plan = a_plan(folder)
    refused = 0
    with as_a_window(plan, folder / "data") as first, as_a_window(plan, folder / "data 2") as second:
        assert first.can_edit
        assert not second.can_edit
        start = first.session.head
        for number in range(edits):
            assert rename(first, f"First {number}")
            try:
                rename(second, f"Second {number}")
            except UserError:
                refused += 1
        turn(1, until=lambda: second.session.head == first.session.head)
        assert second.session.head == first.session.head, "the second window follows"
        labels = [step.label for step in first.session.steps(start)]
    lost = sum(f"Rename to First {number}" not in labels for number in range(edits))
    return lost, edits - refused + sum("Second" in label for label in labels)


def killed_holder(folder: Path) -> float:
    """Seconds until a plan opens for writing whose window was killed in the middle of a write."""
    plan, data = a_plan(folder), folder / "data"
    before = _pilot_name(plan)
    process = child(HOLDER, str(plan), data=data)
    try:
        next_line(process, "held")
        assert lock_path(plan).exists()
        process.send_signal(signal.SIGKILL)
    finally:
        process.communicate(timeout=10)
    began = time.perf_counter()
    with as_a_window(plan, data) as window:
        took = time.perf_counter() - began
        assert window.can_edit
        assert window.plan.all(Pilot)[0].name == before
        assert rename(window, "After the kill")
    return took


def _pilot_name(plan: Path) -> str | None:
    session = open_plan(plan, read_only=True)
    try:
        return session.records(Pilot)[0].name
    finally:
        session.close()


# ------------------------------------------------------------------------------------------- short forms


def test_edits_in_a_window_beside_imports_by_command(qapp, tmp_path):
    done = edits_beside_imports(tmp_path, edits=30, imports=5)
    assert (done.edits_lost, done.imports_lost, done.imports_torn, done.unsound) == (0, 0, 0, [])
    assert len(done.seen_after) == 5
    assert max(done.seen_after) <= 1.0


@pytest.mark.slow
def test_two_hundred_edits_beside_fifty_imports(qapp, tmp_path):
    done = edits_beside_imports(tmp_path, edits=200, imports=50)
    assert (done.edits_lost, done.imports_lost, done.imports_torn, done.unsound) == (0, 0, 0, [])
    assert max(done.seen_after) <= 1.0


def test_of_two_windows_only_the_first_writes(qapp, tmp_path):
    assert two_windows(tmp_path, edits=25) == (0, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_window_that_was_killed_lets_go_within_two_seconds(qapp, tmp_path):
    assert killed_holder(tmp_path) <= 2.0


def test_a_command_waits_five_seconds_for_a_busy_plan_and_says_so(tmp_path, monkeypatch, capsys):
    from cxworkbench.commands import main

    plan = a_plan(tmp_path)
    _write_files(tmp_path, 1)
    monkeypatch.setenv("CXWORKBENCH_DATA", str(tmp_path / "data"))
    process = child(BUSY, str(plan), data=tmp_path)
    next_line(process, "held")
    began = time.perf_counter()
    try:
        code = main(["import", "readings", str(tmp_path / "0.csv"), "--plan", str(plan), "--metric", "aht"])
    finally:
        process.communicate("\n", timeout=10)
    said = capsys.readouterr().err
    assert code == 3
    assert time.perf_counter() - began <= 8
    assert "somebody is writing to the plan; nothing was changed; try again in a moment" in said
    assert said.count("\n") == 1
