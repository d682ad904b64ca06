"""The promises about plans in numbers, their long forms: ``python benchmarks/reliability.py [campaign …]``.

Campaigns: flips (1,000 single bits that alter a record), cut (a plan cut off at 90%, and 32 flipped plans salvaged),
journals (100 hot journals, and those of killed writers), disk (each k-th write fails, k up to 400), kills (500 kills
during 200 edits each: about ten minutes), walks (1,000 walks of undo and redo), twice (a plan opened twice, imports
beside a window, killed windows), replaced (the file is replaced, a command writes, an older copy is put back), speed
(opening, check and backup of a plan of 50 MB). Without a name all of them run; each prints its line with the number
that is promised, and the exit code says whether every promise was kept.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from db import backups
from db.check import check, check_file
from db.errors import UserError
from db.models import Person
from db.records import FAMILIES
from db.salvage import salvage
from db.store import open_plan
from tests.crash.kill import kills
from tests.db.walks import walks
from tests.plans import NOON, PlanBuilder, weeks
from tests.store.bitrot import rotten
from tests.store.damage import caught_writing, die_while_writing, flips
from tests.store.faults import ATTEMPTS, SQLITE, campaign, export_under_limit

KEPT: list[bool] = []


def say(name: str, result: str, promised: str, *, kept: bool) -> None:
    KEPT.append(kept)
    print(f"{name:34} {result:46} (promised: {promised}){'' if kept else '   NOT KEPT'}", flush=True)


def a_plan(folder: Path, *, steps: int = 20, people: int = 20, weeks_each: int = 100) -> Path:
    """A plan written in steps: pilots, metrics, people and readings in each."""
    builder = PlanBuilder(folder / "plan.cxplan")
    for step in range(steps):
        builder.with_pilot(f"Pilot {step}").with_metric(f"m{step}", name=f"Metric {step}")
        with builder.change("Add people") as change:
            for place in range(people):
                change.add(Person(name=f"Person {step}-{place}"))
        rows = weeks([61.0 + i / 7 for i in range(weeks_each)], date(1990, 1, 1))
        builder.with_readings(rows, f"m{step}")
    builder.session.close()
    return builder.session.path


def flipped(folder: Path, count: int = 1_000) -> None:
    """P5: single-bit flips that alter a record."""
    plan = a_plan(folder)
    began = time.perf_counter()
    rot = rotten(plan.read_bytes(), folder, count)
    share = rot.reported / rot.altered
    opening = rot.refused_on_opening / rot.altered
    say(
        f"{count:,} flips that alter a record",
        f"{share:.1%} reported, {opening:.0%} on opening, {len(rot.crashed)} crashes, "
        f"{time.perf_counter() - began:.0f} s",
        "99%, 0 crashes",
        kept=share >= 0.99 and not rot.crashed,
    )


def counted(plan: Path) -> int:
    with contextlib.closing(open_plan(plan, read_only=True)) as session:
        records = sum(len(session.records(family)) for family in FAMILIES.values())
        return records + sum(len(session.readings(series)) for series in session.series_digests())


def cut(folder: Path, count: int = 32) -> None:
    """P6: truncated and flipped plans, salvaged."""
    plan = a_plan(folder, steps=60, people=100, weeks_each=1_000)
    whole, raw = counted(plan), plan.read_bytes()
    short, saved = folder / "short.cxplan", folder / "saved.cxplan"
    short.write_bytes(raw[: len(raw) * 9 // 10])
    salvage(short, saved, at=NOON, by="Bench")
    back = counted(saved) / whole
    sound = not check_file(saved)
    say("cut off at 90%", f"{back:.1%} back, sound: {sound}", "85%, sound", kept=back >= 0.85 and sound)
    (folder / "small").mkdir()
    raw = a_plan(folder / "small").read_bytes()
    crashed = unsound = altered = salvaged = 0
    for flip in flips(raw, 11):
        if not flip.alters:
            continue
        short.write_bytes(flip.raw)
        saved.unlink()
        try:
            salvage(short, saved, at=NOON, by="Bench")
            unsound += bool(check_file(saved))
        except UserError:
            saved.touch()
        except Exception as error:  # noqa: BLE001 - a crash is what is counted here
            print(f"   {type(error).__name__}: {error}")
            crashed += 1
            saved.touch()
        altered += short.read_bytes() != flip.raw
        salvaged += 1
        if salvaged == count:
            break
    say(
        f"{count} flipped plans salvaged",
        f"{crashed} crashes, {unsound} unsound, {altered} originals altered",
        "0, 0, 0",
        kept=not (crashed or unsound or altered),
    )


def journals(folder: Path, count: int = 100, killed: int = 20) -> None:
    """P3: plans of writers that died."""
    plan = a_plan(folder, steps=4)
    sound = plan.read_bytes()
    healed = hot = 0
    began = time.perf_counter()
    for seed in range(count):
        copy = caught_writing(plan, folder / f"caught{seed}", seed)
        with contextlib.closing(open_plan(copy)) as session:
            healed += not session.notices and not check(session) and copy.read_bytes() == sound
    for seed in range(killed):
        if die_while_writing(plan, seed):
            hot += 1
            with contextlib.closing(open_plan(plan)) as session:
                healed += not session.notices and not check(session) and plan.read_bytes() == sound
    say(
        f"{count} hot journals, {hot} of killed writers",
        f"{healed} of {count + hot} healed, {time.perf_counter() - began:.0f} s",
        "all",
        kept=healed == count + hot,
    )


def disk(folder: Path, most: int = 400) -> None:
    """P4: each k-th write fails."""
    if SQLITE is None:
        print("disk: this Python's SQLite can't be reached; not run")
        return
    plan = a_plan(folder, steps=2)
    work = folder / "work"
    work.mkdir()
    for attempt in ATTEMPTS:
        for for_good in (True, False):
            outcome = campaign(attempt, plan, work, iter(range(1, most + 1)), for_good=for_good)
            say(
                f"{attempt.name}, k-th write fails {'and all later' if for_good else 'once'}",
                f"{outcome.tried} tried, {outcome.refused} refused, {len(outcome.wrong)} wrong",
                "0 wrong",
                kept=not outcome.wrong,
            )
            for wrong in outcome.wrong[:3]:
                print(f"   {wrong}")
    target, broken = folder / "export.csv", 0
    for limit in range(0, 100_000, 5_000):
        target.write_bytes(b"old")
        said = export_under_limit(target, 100_000, limit)
        broken += target.read_bytes() != b"old" or "UserError" not in said
    say("export under a quota", f"20 tried, {broken} truncated", "0 truncated", kept=not broken)


def speed(folder: Path, readings: int = 1_000_000) -> None:
    """P21: opening, check and backup of a large plan."""
    from db.readings import ReadingRows

    builder = PlanBuilder(folder / "large.cxplan").with_pilot()
    start = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
    for place in range(10):
        builder.with_metric(f"m{place}", name=f"Metric {place}")
        starts = [start + 3_600 * i for i in range(readings // 10)]
        rows = ReadingRows.of(
            starts, [one + 3_600 for one in starts], [i * 1.37 for i in range(len(starts))], recorded_on=start
        )
        builder.with_readings(rows, f"m{place}")
    for step in range(200):
        with builder.change(f"Step {step}") as change:
            for place in range(20):
                change.add(Person(name=f"Person {step}-{place} of the team"))
    builder.session.close()
    plan = builder.session.path
    size = plan.stat().st_size / 1e6
    took: list[tuple[str, float, float]] = []
    for name, do, most in (
        ("open", lambda: open_plan(plan).close(), 1.5),
        ("check", lambda: check_file(plan), 10.0),
        ("backup", lambda: backups.make(plan, folder / "backups", at=NOON + timedelta(days=1)), 2.0),
    ):
        began = time.perf_counter()
        do()
        took.append((name, time.perf_counter() - began, most))
    for name, seconds, most in took:
        say(
            f"{name} of {size:.0f} MB",
            f"{seconds:.2f} s",
            f"{most:g} s for 50 MB",
            kept=seconds <= most * max(size / 50, 1),
        )


def killed_writers(folder: Path, count: int = 500, edits: int = 200) -> None:
    """P1: a writer killed at a random moment."""
    if sys.platform == "win32":
        print("kills: Windows has neither fork nor SIGKILL; not run")
        return
    began = time.perf_counter()
    found = kills(folder, count, edits)
    say(
        f"{count} kills during {edits} edits each",
        f"{found.lost} of {found.saved:,} saved steps lost, {found.torn} torn, {len(found.unsound)} unsound; "
        f"{found.hot} died within a commit, {time.perf_counter() - began:.0f} s",
        "0, 0, 0",
        kept=not (found.lost or found.torn or found.unsound),
    )


def walked(folder: Path, count: int = 1_000) -> None:
    """P14: undo and redo over restarts, in every second walk beside a command."""
    began = time.perf_counter()
    found = walks(folder, count)
    say(
        f"{count:,} walks of undo and redo",
        f"{len(found.wrong)} wrong; {found.steps:,} steps, {found.beside:,} of commands in between, "
        f"{time.perf_counter() - began:.0f} s",
        "0",
        kept=not found.wrong,
    )


def opened_twice(folder: Path, edits: int = 200, imports: int = 50, holders: int = 20) -> None:
    """P11: two windows, commands beside a window, windows that were killed."""
    from tests.store.test_lock import edits_beside_imports, killed_holder, two_windows

    for name in ("beside", "two"):
        (folder / name).mkdir()
    done = edits_beside_imports(folder / "beside", edits, imports)
    say(
        f"{edits} edits beside {imports} imports",
        f"{done.edits_lost} edits and {done.imports_lost} imports lost, {done.imports_torn} torn, "
        f"seen after {max(done.seen_after):.2f} s at most",
        "0, 0, 0, 1 s",
        kept=not (done.edits_lost or done.imports_lost or done.imports_torn or done.unsound)
        and max(done.seen_after) <= 1,
    )
    lost, mixed = two_windows(folder / "two", edits)
    say(f"2 windows, {edits} edits each", f"{lost} lost, {mixed} mixed", "0, 0", kept=not (lost or mixed))
    took = []
    for number in range(holders):
        place = folder / f"killed{number}"
        place.mkdir()
        took.append(killed_holder(place))
    say(
        f"{holders} killed windows",
        f"opened again after {max(took):.2f} s at most",
        "2 s",
        kept=max(took) <= 2,
    )


def replaced_files(folder: Path) -> None:
    """P12: somebody else's change is never overwritten."""
    from tests.store.test_replaced import descended, older_put_back, replaced

    for name, trial, count in (
        ("replaced", replaced, 200),
        ("written to by a command", descended, 200),
        ("an older copy put back", older_put_back, 50),
    ):
        (folder / name).mkdir()
        found = trial(folder / name, count)
        say(
            f"{name}, {count} trials",
            f"{found.overwrites} overwrites, {found.lost} lost, {found.needless_stops} needless stops",
            "0, 0, 0",
            kept=not (found.overwrites or found.lost or found.needless_stops),
        )


CAMPAIGNS: dict[str, Callable[[Path], None]] = {
    "flips": flipped,
    "cut": cut,
    "journals": journals,
    "disk": disk,
    "kills": killed_writers,
    "walks": walked,
    "twice": opened_twice,
    "replaced": replaced_files,
    "speed": speed,
}


def main(names: list[str]) -> int:
    for name in names or CAMPAIGNS:
        with tempfile.TemporaryDirectory() as folder:
            CAMPAIGNS[name](Path(folder))
    return 0 if all(KEPT) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
