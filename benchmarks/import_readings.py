"""100,000 readings against raw SQLite, side by side in one run: ``python benchmarks/import_readings.py [rounds]``.

"Written" is the change's own bulk write with digest, batch and commit; "from CSV" is the whole import: read, checked,
written and journalled. Raw is ``executemany`` into the same table with the same keys and pragmas. Targets: 0.7, 0.25.
"""

from __future__ import annotations

import csv
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cxworkbench.exchange import readings_job
from db.models import Metric, Pilot, Programme, Series
from db.readings import ReadingRows
from db.session import Session
from db.store import create_plan

COUNT = 100_000
AT = datetime(2026, 3, 11, 12, tzinfo=UTC)
START = datetime(2025, 1, 1, tzinfo=UTC)


def a_plan(path: Path) -> tuple[Session, Series]:
    session = create_plan(path, Programme(name="P"), at=AT, by="Bench")
    with session.change("Start", at=AT, by="Bench") as change:
        pilot = change.add(Pilot(name="Pilot"))
        metric = change.add(
            Metric(pilot=pilot, name="Handling time", unit="seconds", kind_="mean", direction="down")
        )
        series = change.add(Series(metric=metric))
    return session, series


def columns() -> ReadingRows:
    start = [int(START.timestamp()) + 60 * i for i in range(COUNT)]
    return ReadingRows.of(
        start,
        [one + 60 for one in start],
        [500 + i % 97 / 7 for i in range(COUNT)],
        n=[float(20 + i % 13) for i in range(COUNT)],
        recorded_on=int(AT.timestamp()),
        source="bench.csv",
    )


def raw(folder: Path, rows: ReadingRows) -> float:
    session, _ = a_plan(folder / "raw.cxplan")
    session.close()
    cells = rows.cells(1)
    connection = sqlite3.connect(folder / "raw.cxplan", isolation_level=None)
    for pragma in (
        "journal_mode = DELETE",
        "synchronous = EXTRA",
        "foreign_keys = ON",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    began = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", cells)
    connection.execute("COMMIT")
    took = time.perf_counter() - began
    connection.close()
    (folder / "raw.cxplan").unlink()
    return took


def written(folder: Path, rows: ReadingRows) -> float:
    session, series = a_plan(folder / "ours.cxplan")
    began = time.perf_counter()
    with session.change("Import", at=AT, by="Bench", kind="import") as change:
        change.write_readings(series.id, rows)
    took = time.perf_counter() - began
    session.close()
    (folder / "ours.cxplan").unlink()
    return took


def from_csv(folder: Path) -> float:
    session, _ = a_plan(folder / "csv.cxplan")
    began = time.perf_counter()
    prepared = readings_job.prepare(
        session, readings_job.Asked(file=folder / "bench.csv", metric="Handling time")
    )
    done = readings_job.write(session, prepared, at=AT, by="Bench")
    took = time.perf_counter() - began
    assert (done.added, len(prepared.taken.rejected)) == (COUNT, 0)
    session.close()
    (folder / "csv.cxplan").unlink()
    return took


def main(rounds: int) -> None:
    rows = columns()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "bench.csv").open("w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["period", "value", "n"])
            for i in range(COUNT):
                out.writerow(
                    [f"{START + timedelta(minutes=i):%Y-%m-%d %H:%M}", f"{rows.value[i]:.3f}", int(rows.n[i])]
                )
        written(folder, rows)
        taken: dict[str, list[float]] = {"raw": [], "written": [], "csv": []}
        for _ in range(rounds):
            taken["raw"].append(raw(folder, rows))
            taken["written"].append(written(folder, rows))
            taken["csv"].append(from_csv(folder))
    floor = statistics.median(taken["raw"])
    for key, label, target in (
        ("raw", "raw executemany", None),
        ("written", "written", 0.7),
        ("csv", "from CSV", 0.25),
    ):
        seconds = statistics.median(taken[key])
        said = "" if target is None else f"   (at least {target})"
        print(
            f"{label:16} {seconds:6.2f} s  {COUNT / seconds / 1000:6.0f} k rows/s  {floor / seconds:5.2f}{said}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
