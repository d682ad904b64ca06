"""Imports side by side with the floor below them, in one run: ``python benchmarks/import_readings.py [rounds]``.

**Readings**, 100,000, against raw SQLite. "Written" is the change's own bulk write with digest, batch and commit; "from CSV" is the whole import: read, checked,
written and journalled. Raw is ``executemany`` into the same table with the same keys and pragmas. Targets: 0.7, 0.25.

**Records**, 10,000, 100,000 and 1,000,000 calls (eight columns, 57 bytes a row) summed up to weekly readings of two metrics, of three
cohorts and of all, with a filter. The floor is what polars alone takes to read the file as text, read the dates, filter and group.
Ours is the whole import: opened plan, file looked through, read, checked, settled, written, journalled. Target at 1,000,000: 2.5 times,
under 700 MB, measured in a process of its own. "With a key" also looks for calls that stand in the file twice, which polars doesn't.
"""

from __future__ import annotations

import csv
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cxworkbench.exchange import readings_job
from cxworkbench.exchange.filters import Keep
from cxworkbench.exchange.mapping import Mapping, Measure
from db.models import Cohort, Metric, Pilot, Programme, Series
from db.readings import ReadingRows
from db.session import Session
from db.store import create_plan, open_plan

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
        session, readings_job.Asked(file=folder / "bench.csv", metric="Handling time"), at=AT
    )
    done = readings_job.write(session, prepared, at=AT, by="Bench")
    took = time.perf_counter() - began
    assert (done.added, len(prepared.taken.rejected)) == (COUNT, 0)
    session.close()
    (folder / "csv.cxplan").unlink()
    return took


# ---------------------------------------------------------------------------------------------------- records


def write_records(path: Path, count: int) -> None:
    """Calls of a year, as a telephone system exports them."""
    draw = random.Random(1)
    begin = datetime(2025, 1, 6, tzinfo=UTC)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("contact_id,ended_at,site,queue,repeat_7d,handle_s,agent_no,note\n")
        for i in range(count):
            ended = begin + timedelta(seconds=int(i * 364 * 86400 / count))
            site, queue = draw.choice(("LDS1", "LDS2", "CDF")), draw.choice(("Billing", "Billing", "Moves"))
            file.write(
                f"8841-{i:07d}-A,{ended:%d/%m/%Y %H:%M},{site},{queue},{draw.choice('YN')},"
                f"{draw.randint(60, 1500)},A{draw.randint(1000, 1400)},\n"
            )


def polars_alone(path: Path) -> float:
    """Read the file as text, read its dates, filter and group."""
    import polars as pl

    began = time.perf_counter()
    frame = pl.read_csv(path, infer_schema=False)
    ended = pl.col("ended_at").str.to_datetime("%d/%m/%Y %H:%M")
    calls = frame.select(
        ended.dt.truncate("1w").alias("week"),
        "site",
        (pl.col("repeat_7d") == "N").alias("hit"),
        pl.col("handle_s").cast(pl.Float64),
        pl.col("queue"),
    ).filter(pl.col("queue") == "Billing")
    what = (pl.col("hit").sum(), pl.len(), pl.col("handle_s").mean())
    by_site = calls.group_by("week", "site").agg(*what)
    of_all = calls.group_by("week").agg(*what)
    took = time.perf_counter() - began
    assert len(by_site) == 3 * len(of_all)
    return took


def a_records_plan(path: Path) -> None:
    """A plan with the two metrics and the three cohorts of the calls."""
    session = create_plan(path, Programme(name="P"), at=AT, by="Bench")
    with session.change("Start", at=AT, by="Bench") as change:
        pilot = change.add(Pilot(name="Pilot"))
        change.add(Metric(pilot=pilot, name="FCR", unit="percent", kind_="proportion", direction="up"))
        change.add(Metric(pilot=pilot, name="AHT", unit="seconds", kind_="mean", direction="down"))
        for name in ("LDS1", "LDS2", "CDF"):
            change.add(Cohort(pilot=pilot, name=name))
    session.close()


def records(folder: Path, path: Path, *, key: str = "") -> float:
    """The whole import, into a new plan each time."""
    plan = folder / "records.cxplan"
    a_records_plan(plan)
    mapping = Mapping(
        "records",
        "ended_at",
        cohort="site",
        key=key,
        keep=(Keep("queue", ("Billing",)),),
        measures=(
            Measure("rate", "repeat_7d", counts=("N",), metric="FCR"),
            Measure("mean", "handle_s", metric="AHT"),
        ),
    )
    began = time.perf_counter()
    session = open_plan(plan)
    prepared = readings_job.prepare(session, readings_job.Asked(path, mapping=mapping), at=AT)
    done = readings_job.write(session, prepared, at=AT, by="Bench")
    took = time.perf_counter() - began
    assert (done.added, prepared.rejected) == (52 * 4 * 2, [])
    session.close()
    plan.unlink()
    return took


def memory(path: Path) -> int:
    """The most memory of a process that does the import once, in MB."""
    said = subprocess.run(
        [sys.executable, __file__, "--memory", str(path)], check=True, capture_output=True, text=True
    ).stdout
    return int(said)


def print_records(folder: Path, rounds: int) -> None:
    """Side by side, in turn."""
    print("\nRecords            polars       ours    ratio    with a key    memory")
    for count in (10_000, 100_000, 1_000_000):
        path = folder / f"calls{count}.csv"
        write_records(path, count)
        polars_alone(path), records(folder, path), records(folder, path, key="contact_id")
        taken: dict[str, list[float]] = {"polars": [], "ours": [], "key": []}
        for _ in range(rounds):
            taken["polars"].append(polars_alone(path))
            taken["ours"].append(records(folder, path))
            taken["key"].append(records(folder, path, key="contact_id"))
        floor, ours, key = (statistics.median(taken[name]) for name in ("polars", "ours", "key"))
        target = "   (at most 2.5, 700 MB)" if count == 1_000_000 else ""
        print(
            f"{count:>9,}     {floor:8.3f} s {ours:8.3f} s {ours / floor:8.2f}"
            f"    {key / floor:10.2f} {memory(path):6} MB{target}"
        )


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
    with tempfile.TemporaryDirectory() as name:
        print_records(Path(name), rounds)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        with tempfile.TemporaryDirectory() as made:
            records(Path(made), Path(sys.argv[2]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
