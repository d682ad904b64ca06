"""A writer that is killed at a random moment of its edits, imports and undos, and what is looked for after it.

The writer is forked from a process that has everything loaded, so that hundreds of kills take minutes. What it said was
saved is looked for with plain sqlite3, in a copy of the plan together with its journal; then the plan itself is opened
and checked.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from db.check import check
from db.models import Milestone, Person, Series
from db.session import Session
from db.store import open_plan
from tests.plans import MONDAY, NOON, PlanBuilder, weeks

ROOT = Path(__file__).resolve().parents[2]
#: Rows of one import: an import is there with all of them, or not at all.
ROWS = 120
#: A plan is used for so many kills; then the next begins with a fresh one, so that it doesn't grow without end.
KILLS_A_PLAN = 25
_OURS = ("Import", "Paste", "Edit")
_WORKSTREAMS = tuple(Milestone.workstream.choices or ())

FORKING = """
import os, sys
from pathlib import Path
from tests.crash.kill import write
import db.bulk, db.tables, sqlalchemy.dialects.sqlite
for line in sys.stdin:
    plan, seed, edits = line.rstrip("\\n").split("\\t")
    writer = os.fork()
    if writer == 0:
        try:
            write(Path(plan), int(seed), int(edits))
        except BaseException as error:
            print(error, file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    os.write(1, b"WRITER %d\\n" % writer)
    _, how = os.waitpid(writer, 0)
    os.write(1, b"GONE %d\\n" % os.waitstatus_to_exitcode(how))
"""


@dataclass
class Outcome:
    """What was found after the kills."""

    kills: int = 0
    saved: int = 0
    hot: int = 0
    lost: int = 0
    torn: int = 0
    unsound: list[str] = field(default_factory=list)


# ----------------------------------------------------------------------------------------------- the writer


def write(plan: Path, seed: int, edits: int) -> None:
    """Edit, import, undo and redo at random; after each commit the step's number and hash are said."""
    chance = random.Random(seed)
    session = open_plan(plan, origin="window")
    for number in range(edits + 1_000):  # more than it is let live for, however late the kill comes
        _one_step(session, chance, f"{seed}-{number}")
        os.write(1, f"SAVED {session.head} {session._head_hash}\n".encode())
    session.close()


def _one_step(session: Session, chance: random.Random, name: str) -> None:
    doing = chance.random()
    if doing < 0.12:
        if session.undo_label() in _OURS:  # never what the plan was begun with
            session.undo(at=NOON, by="T")
    elif doing < 0.2:
        session.redo(at=NOON, by="T")
    elif doing < 0.4:
        with session.change("Import", at=NOON, by="T", kind="import") as change:
            series = chance.choice(session.records(Series))
            values = [chance.random() for _ in range(ROWS)]
            change.write_readings(series.id, weeks(values, MONDAY, source=name))
    elif doing < 0.6:  # a paste: many records in one step
        with session.change("Paste", at=NOON, by="T") as change:
            for _ in range(20):
                change.add(Person(name=name))
    else:
        with session.change("Edit", at=NOON, by="T") as change:
            milestone = chance.choice(session.records(Milestone))
            change.set(
                milestone, title=name, workstream=chance.choice(_WORKSTREAMS), weight=str(chance.random())
            )


# ---------------------------------------------------------------------------------------------- the campaign


def kills(folder: Path, count: int, edits: int, seed: int = 1) -> Outcome:
    """Kill a writer so many times, each at a random moment of so many edits."""
    chance, found = random.Random(seed), Outcome()
    builder = PlanBuilder(folder / "begun.cxplan").with_pilot().with_metric().with_metric("other", name="AHT")
    with builder.change("Milestones") as change:
        for number in range(20):
            change.add(Milestone(pilot=builder.made["pilot"], title=f"Milestone {number}"))
    builder.session.close()
    plan = folder / "plan.cxplan"
    with _writers() as writers:
        for number in range(count):
            if number % KILLS_A_PLAN == 0:
                shutil.copy(builder.session.path, plan)
            said = _killed(writers, plan, number, edits, chance)
            found.kills += 1
            found.saved += len(said)
            _look(plan, folder / "copy", said, found)
    return found


@contextlib.contextmanager
def _writers() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", FORKING],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=20)


def _killed(
    writers: subprocess.Popen[str], plan: Path, seed: int, edits: int, chance: random.Random
) -> list[tuple[int, str]]:
    """Start a writer, kill it after a random number of its edits and a moment more; what it said was saved."""
    assert writers.stdin is not None
    assert writers.stdout is not None
    writers.stdin.write(f"{plan}\t{seed}\t{edits}\n")
    writers.stdin.flush()
    said: list[tuple[int, str]] = []
    after, moment = chance.randrange(edits), chance.uniform(0, 0.006)
    writer = 0
    for line in writers.stdout:
        word, *rest = line.split()
        if word == "GONE":
            assert int(rest[0]) == -signal.SIGKILL, "the writer ended before it was killed"
            return said
        if word == "WRITER":
            writer = int(rest[0])
        else:
            said.append((int(rest[0]), rest[1]))
        if len(said) == after:
            time.sleep(moment)
            os.kill(writer, signal.SIGKILL)
            after = -1
    raise AssertionError("the process that forks the writers died")


def _look(plan: Path, copy: Path, said: list[tuple[int, str]], found: Outcome) -> None:
    journal = plan.with_name(f"{plan.name}-journal")
    found.hot += journal.exists() and journal.stat().st_size > 512
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in (plan, journal):
        if path.exists():
            shutil.copy(path, copy / path.name)
    with closing(sqlite3.connect(copy / plan.name)) as raw:
        there = dict(raw.execute("SELECT seq, hash FROM changeset"))
        batches = dict(raw.execute("SELECT source, count(*) FROM reading GROUP BY source"))
        pasted = dict(raw.execute("SELECT name, count(*) FROM person WHERE name LIKE '%-%' GROUP BY name"))
    found.lost += sum(there.get(seq) != digest for seq, digest in said)
    found.torn += len(there) != max(there)
    # A later import replaces all rows of an earlier one in the same periods, so that each is whole or gone.
    found.torn += sum(rows % ROWS != 0 for rows in batches.values())
    found.torn += sum(records != 20 for records in pasted.values())
    if said and max(there) - said[-1][0] not in {0, 1}:
        found.torn += 1  # more than the one step that was committed and not yet said
    with closing(open_plan(plan)) as session:
        found.unsound += check(session)
        found.lost += session.head != max(there)
