"""Large plans against raw SQLite, side by side, and how it grows: ``python benchmarks/large_plan.py [rounds]``.

Two plans are written, one of 200 pilots, 2,000 milestones, 1,000,000 readings and 50,000 steps in its journal, and one
of a tenth of that. For each: opening in the store, opening until the window shows the plan and how far it is judged,
the judgement of all of it with the Overview and the comparison with the last review (in slices, between which the window
answers: the longest pause from the click on, and that of the comparison), an edit
with all that follows it in the window's own thread, the newest lines of history, undo's line, the plan as an earlier
review saw it, check and backup. Each beside what SQLite alone takes for the same rows, with the growth from the tenth to
the whole, and the limit. Every measurement has a process of its own, whose memory is that of the window at most.

Then every section with every view and table that can be chosen on it, for the first time and again, of both plans and of
the sample, whose pilots hold more records each: the longest single pause until it is shown or after it, and how long
until all of it is there. ``python benchmarks/large_plan.py sections PLAN`` takes these of one plan.
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

#: Milliseconds at most, for the whole plan. Growth is from the tenth: 10 is linear.
LIMITS: dict[str, float | None] = {
    "open": 1_500,
    "window shows the plan": 1_500,
    "longest pause meanwhile": 100,
    "all judged, Overview": None,
    "commit of an edit": 20,
    "pause after an edit": 100,
    "longest pause, comparison": 100,
    "history, newest 50": 200,
    "undo's line": 100,
    "check": 10_000,
    "backup": 2_000,
}
MEMORY_MB = 300
#: The limits of check and backup are those for a plan of so many MB.
SIZED = {"open": 50, "check": 50, "backup": 50}

Times = dict[str, float]


def timed(do: Callable[[], object], rounds: int = 1) -> float:
    """The median of some rounds, in milliseconds."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        do()
        took.append((time.perf_counter() - began) * 1e3)
    return statistics.median(took)


# ------------------------------------------------------------------------------- each in a process of its own


def raw(plan: Path) -> Times:
    """What SQLite alone takes."""
    from db.readings import COLUMNS

    def readings() -> None:
        with closing(sqlite3.connect(plan)) as connection:
            for (key,) in connection.execute("SELECT key FROM series").fetchall():
                connection.execute(
                    f"SELECT {', '.join(COLUMNS)} FROM reading WHERE series = ?"
                    " ORDER BY period_from, period_to",
                    (key,),
                ).fetchall()

    def pragma(name: str) -> None:
        with closing(sqlite3.connect(plan)) as connection:
            connection.execute(f"PRAGMA {name}").fetchall()

    def lines() -> None:
        with closing(sqlite3.connect(plan)) as connection:
            connection.execute(
                'SELECT * FROM changeset JOIN "change" ON changeset = seq ORDER BY seq DESC LIMIT 50'
            ).fetchall()

    def copy() -> None:
        with (
            closing(sqlite3.connect(plan)) as connection,
            closing(sqlite3.connect(plan.with_suffix(".raw"))) as other,
        ):
            connection.backup(other)

    return {
        "open": timed(lambda: pragma("quick_check")),
        "all judged, Overview": timed(lambda: pragma("quick_check")) + timed(readings),
        "history, newest 50": timed(lines, 5),
        "check": timed(lambda: pragma("integrity_check")),
        "backup": timed(copy),
        "commit of an edit": raw_commit(plan),
    }


def raw_commit(plan: Path) -> float:
    """One row of a milestone, one of the journal and one change, as the plan's own pragmas write them."""
    with closing(sqlite3.connect(plan, isolation_level=None)) as connection:
        for pragma in ("journal_mode = DELETE", "synchronous = EXTRA", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        ids = [row[0] for row in connection.execute("SELECT id FROM milestone LIMIT 50")]
        (head,) = connection.execute("SELECT max(seq) FROM changeset").fetchone()
        took = []
        for number, id in enumerate(ids, head + 1):
            began = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE milestone SET evidence = ? WHERE id = ?", ("raw", id))
            connection.execute(
                "INSERT INTO changeset VALUES (?, ?, '', 'b', 'h', 'raw', 'l', 'edit', NULL, '[]', '')",
                (number, f"{number:032d}"),
            )
            connection.execute(
                "INSERT INTO \"change\" VALUES (?, 0, 'milestone', ?, 'evidence', NULL, 'raw')", (number, id)
            )
            connection.execute("COMMIT")
            took.append((time.perf_counter() - began) * 1e3)
    return statistics.median(took)


def store(plan: Path) -> Times:
    """Opening, history, undo, check and backup: what needs no window."""
    from cxworkbench.history import Wording
    from db import backups
    from db.check import check_file
    from db.store import open_plan

    found = {"open": timed(lambda: open_plan(plan, read_only=True).close(), 3)}
    with closing(open_plan(plan, read_only=True, origin="window")) as session:

        def undo_line() -> None:
            session._undo_line = None
            session.undo_label()

        def history() -> None:
            steps = session.steps(session.head - 50)
            list(Wording(session).lines(steps))

        found["undo's line"] = timed(undo_line, 5)
        found["history, newest 50"] = timed(history, 5)
    found["check"] = timed(lambda: check_file(plan))
    now = datetime(2026, 3, 11, 12, tzinfo=UTC)
    found["backup"] = timed(lambda: backups.make(plan, plan.parent / "backups", at=now))
    return found


def window(plan: Path) -> Times:
    """A window on the plan: its Overview, then edits; the longest pause is what its thread was busy with at once."""
    import resource

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    import cxworkbench.assess
    from db.models import Milestone
    from ui.app import Application
    from ui.frame import Frame

    assert cxworkbench.assess
    found: Times = {}
    painted: list[float] = []
    paint = Frame.paintEvent
    Frame.paintEvent = lambda shown, event: (paint(shown, event), painted.append(time.perf_counter()))  # type: ignore[assignment,method-assign,return-value,func-returns-value]
    program = Application(None)
    wait(lambda: program.window.is_built)

    began = time.perf_counter()
    ticks = [began]
    ticking = QTimer()
    ticking.timeout.connect(lambda: ticks.append(time.perf_counter()))
    ticking.start(1)
    program.window.open_path(plan)
    session = program.window.plan
    assert session is not None
    wait(lambda: painted[-1] > began)
    found["window shows the plan"] = (time.perf_counter() - began) * 1e3
    wait(lambda: session.is_loaded)
    done = QEventLoop()
    QTimer.singleShot(0, done.quit)
    done.exec()
    found["all judged, Overview"] = (time.perf_counter() - began) * 1e3
    shown = len(ticks)
    found["longest pause meanwhile"] = max(b - a for a, b in pairwise(ticks)) * 1e3
    wait(lambda: session.is_compared, 60)
    rest(0.2)
    ticking.stop()
    found["longest pause, comparison"] = max(b - a for a, b in pairwise(ticks[shown - 1 :])) * 1e3

    commits, pauses = [], []
    milestones = session.plan.all(Milestone)
    program.window.open_section("metrics", session.plan.pilots[0].id)
    application.processEvents()
    for number in range(200):
        before = session.session.change
        started = time.perf_counter()
        with before("Reword", at=datetime.now(UTC), by="Bench") as change:
            change.set(Milestone, milestones[number % len(milestones)].id, evidence=f"Seen {number}")
        commits.append((time.perf_counter() - started) * 1e3)
        started = time.perf_counter()
        session._committed(session.plan.version, None)
        application.processEvents()
        pauses.append((time.perf_counter() - started) * 1e3)
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found["commit of an edit"] = statistics.median(commits)
    found["pause after an edit"] = statistics.median(pauses)
    program.window.close()
    return found


def sections(plan: Path) -> Times:
    """Every section and every view and table of each, shown for the first time and again.

    Of each the longest pause until it is shown or after it, and how long until all of it is there: "first:raid/risk".
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    from ui.app import Application
    from ui.sections.catalogue import SECTIONS

    program = Application(None)
    window = program.window
    wait(lambda: window.is_built)
    window.open_path(plan)
    session = window.plan
    assert session is not None
    wait(lambda: session.is_loaded)
    wait(lambda: session.is_compared, 5)
    wait(lambda: program.beforehand.is_done, 10)
    pilots = [one.id for one in session.plan.pilots]
    found: Times = {}

    def measure(name: str, do: Callable[[], object]) -> None:
        began = time.perf_counter()
        do()
        application.processEvents()
        pause = time.perf_counter() - began
        done = quiet = time.perf_counter()
        while quiet - done < 0.06:
            turn = time.perf_counter()
            application.processEvents()
            quiet = time.perf_counter()
            if quiet - turn > 0.002:
                pause, done = max(pause, quiet - turn), quiet
            else:
                time.sleep(0.001)
        found[f"pause {name}"], found[f"whole {name}"] = pause * 1e3, (done - began) * 1e3

    def home(of: str) -> None:
        window.open_section("overview" if of != "overview" else "reviews", "")
        rest(0.05)

    for spec in SECTIONS:
        places = pilots[:2] if spec.scope == "pilot" else [""]
        home(spec.id)
        measure(f"first {spec.id}", lambda: window.open_section(spec.id, places[0]))  # noqa: B023 - called at once
        home(spec.id)
        measure(f"again {spec.id}", lambda: window.open_section(spec.id, places[-1]))  # noqa: B023
        choice = getattr(window.pages.currentWidget(), "choice", None)
        choice = choice or getattr(window.pages.currentWidget(), "shown", None)
        views = getattr(window.pages.currentWidget(), "views", None)
        choice = choice or getattr(views, "switch", None)
        for id in choice.ids[1:] if choice is not None else ():
            measure(f"first {spec.id}/{id}", lambda: choice.choose(id))  # noqa: B023
            choice.choose(choice.ids[0])
            rest(0.05)
            measure(f"again {spec.id}/{id}", lambda: choice.choose(id))  # noqa: B023
    window.close()
    return found


def slowest(taken: dict[str, list[float]], kind: str) -> tuple[float, str]:
    """The slowest section or view of a kind, each by its median, and its name."""
    medians = {
        name.removeprefix(kind): statistics.median(times)
        for name, times in taken.items()
        if name.startswith(kind)
    }
    names = sorted(medians, key=medians.__getitem__, reverse=True)
    said = ", ".join(f"{name.strip()} {medians[name]:.0f}" for name in names[:6])
    print(f"    {kind}: {said}")
    return medians[names[0]], names[0]


def rest(seconds: float) -> None:
    """Let the window work for a while."""
    end = time.perf_counter() + seconds
    wait(lambda: time.perf_counter() >= end, seconds)


def wait(until: Callable[[], bool], seconds: float = 60) -> None:
    """Let the window work until something holds."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    end = time.perf_counter() + seconds
    while not until() and time.perf_counter() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


PARTS: dict[str, Callable[[Path], Times]] = {"raw": raw, "store": store, "window": window}
ALONE = {**PARTS, "sections": sections}
#: Kinds of the times of sections, with their limits.
SHOWN = {"pause first": 100, "pause again": 100, "whole first": 500, "whole again": 500}


def measured(part: str, plan: Path) -> Times:
    """One part, on a copy, in a process of its own."""
    copy = plan.with_name(f"{part}-{plan.name}")
    copy.write_bytes(plan.read_bytes())
    done = subprocess.run(
        [sys.executable, __file__, part, str(copy)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "CXWORKBENCH_DATA": str(plan.parent / "data")},
    )
    copy.unlink()
    if done.returncode:
        raise SystemExit(done.stderr)
    print("".join(line for line in done.stderr.splitlines(keepends=True) if line.startswith("    ")), end="")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def shown_sections(plan: Path, rounds: int) -> dict[str, list[float]]:
    """The times of every section, in so many processes."""
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, ms in measured("sections", plan).items():
            taken.setdefault(name, []).append(ms)
    return taken


# -------------------------------------------------------------------------------------------------- the table


def main(rounds: int) -> int:
    from tests.large import large_plan

    with tempfile.TemporaryDirectory() as folder:
        plans = {"tenth": Path(folder) / "tenth.cxplan", "whole": Path(folder) / "whole.cxplan"}
        large_plan(plans["tenth"], 0.1)
        large_plan(plans["whole"])
        size = plans["whole"].stat().st_size / 1e6
        print(f"{size:.0f} MB, {date(2026, 3, 11)}; milliseconds, medians of {rounds}")
        taken: dict[str, dict[str, dict[str, list[float]]]] = {}
        for _ in range(rounds):
            for name, plan in plans.items():
                for part in PARTS:
                    for what, ms in measured(part, plan).items():
                        kind = taken.setdefault(what, {}).setdefault("raw" if part == "raw" else name, {})
                        kind.setdefault(name, []).append(ms)
        shown = {name: shown_sections(plan, rounds) for name, plan in plans.items()}
        sample = Path(folder) / "sample.cxplan"
        subprocess.run([sys.executable, ROOT / "main.py", "sample", sample], check=True, capture_output=True)
        shown["sample"] = shown_sections(sample, rounds)
    kept = True
    print(f"{'':26}{'a tenth':>9}{'whole':>9}{'growth':>8}{'raw':>9}{'ratio':>7}{'limit':>9}")
    for what, limit in LIMITS.items():
        small = statistics.median(taken[what]["tenth"]["tenth"])
        whole = statistics.median(taken[what]["whole"]["whole"])
        floors = taken[what].get("raw", {}).get("whole", [])
        floor = statistics.median(floors) if floors else None
        most = math.inf if limit is None else limit * max(size / SIZED[what], 1) if what in SIZED else limit
        beside = f"{floor:9.1f}{whole / floor:7.1f}" if floor else f"{'':16}"
        print(
            f"{what:26}{small:9.1f}{whole:9.1f}{whole / small:8.1f}{beside}{'' if limit is None else f'{most:9.0f}'}"
            f"{'' if whole <= most else '   NOT KEPT'}"
        )
        kept = kept and whole <= most
    memory = statistics.median(taken["memory"]["whole"]["whole"])
    small = statistics.median(taken["memory"]["tenth"]["tenth"])
    for name, times in shown.items():
        print(f"sections of the {name} plan, each with every view and table, first time and again:")
        for kind, limit in SHOWN.items():
            most, which = slowest(times, kind)
            print(
                f"{f'{kind}: {which.strip()}':44}{most:9.1f}{limit:9}{'' if most <= limit else '   NOT KEPT'}"
            )
            kept = kept and most <= limit
    print(
        f"{'memory of the window, MB':26}{small:9.0f}{memory:9.0f}{memory / small:8.1f}{'':16}{MEMORY_MB:9}"
    )
    return 0 if kept and memory <= MEMORY_MB else 1


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in ALONE:
        print(json.dumps(ALONE[sys.argv[1]](Path(sys.argv[2]))))
    else:
        raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
