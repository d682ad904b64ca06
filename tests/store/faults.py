"""A disk that fails at the k-th write: SQLite's own seam for its system calls, and a limit on the size of files."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import errno
import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from db.check import check, check_file
from db.copies import copy_plan
from db.errors import UserError
from db.store import create_plan, open_plan
from tests.plans import NOON, weeks

ROOT = Path(__file__).resolve().parents[2]
_SIZE = ctypes.c_size_t
_WRITE = ctypes.CFUNCTYPE(
    ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, _SIZE, ctypes.c_int64, use_errno=True
)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, use_errno=True)


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("iVersion", ctypes.c_int),
        ("szOsFile", ctypes.c_int),
        ("mxPathname", ctypes.c_int),
        *((name, ctypes.c_void_p) for name in ("pNext", "zName", "pAppData")),
        *((f"x{place}", ctypes.c_void_p) for place in range(13)),
        ("xSetSystemCall", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)),
        ("xGetSystemCall", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)),
        ("xNextSystemCall", ctypes.c_void_p),
    ]


def _sqlite() -> ctypes.CDLL | None:
    """The library that Python's sqlite3 uses, where it is one of its own that can be found."""
    if not sys.platform.startswith("linux"):
        return None
    import _sqlite3

    mapped = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    paths = [line.split()[-1] for line in mapped if "libsqlite3" in line]
    library = ctypes.CDLL(paths[0] if paths else _sqlite3.__file__)
    return library if hasattr(library, "sqlite3_vfs_find") else None


SQLITE = _sqlite()


@dataclass
class Disk:
    """What a disk was asked for, and what it refused."""

    writes: int = 0
    refused: int = 0


@contextlib.contextmanager
def failing_disk(kth: int, *, for_good: bool) -> Iterator[Disk]:
    """Every write or flush of SQLite's is counted; the k-th fails as on a full disk, and all later ones ``for_good``."""
    assert SQLITE is not None
    SQLITE.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    vfs = SQLITE.sqlite3_vfs_find(None)
    libc = ctypes.CDLL(None, use_errno=True)
    disk = Disk()

    def refuses() -> bool:
        disk.writes += 1
        wrong = disk.writes == kth or (for_good and disk.writes > kth)
        if wrong:
            disk.refused += 1
            ctypes.set_errno(errno.ENOSPC)
        return wrong

    def write(file: int, data: int, size: int, place: int) -> int:
        if refuses():
            return -1
        # Half a page may come through before the disk is full.
        return int(libc.pwrite64(file, ctypes.c_void_p(data), _SIZE(size), ctypes.c_int64(place)))

    def sync(file: int) -> int:
        return -1 if refuses() else int(libc.fdatasync(file))

    replaced = {b"pwrite64": _WRITE(write), b"pwrite": _WRITE(write), b"fsync": _SYNC(sync)}
    libc.pwrite64.restype = ctypes.c_ssize_t
    before = {name: vfs.contents.xGetSystemCall(vfs, name) for name in replaced}
    names = [name for name, was in before.items() if was]
    for name in names:
        vfs.contents.xSetSystemCall(vfs, name, ctypes.cast(replaced[name], ctypes.c_void_p))
    try:
        yield disk
    finally:
        for name in names:
            vfs.contents.xSetSystemCall(vfs, name, before[name])


# ------------------------------------------------------------------------------------------- what is tried


@dataclass(frozen=True)
class Attempt:
    """Something that writes: what it does with a plan, and which file it makes beside it."""

    name: str
    do: Callable[[Path, Path], None]
    makes: bool = False
    #: The plan that it is tried with, where not any will do.
    begins_with: Callable[[], bytes] | None = None


ROWS = weeks([50.0 + i % 17 for i in range(400)])


def import_readings(plan: Path, _: Path) -> None:
    with contextlib.closing(open_plan(plan)) as session, session.change("Import", at=NOON, by="T") as change:
        for series in session.series_digests():
            change.write_readings(series, ROWS)


def back_up(plan: Path, target: Path) -> None:
    copy_plan(plan, target)


def make_new(_: Path, target: Path) -> None:
    from db.models import Programme

    create_plan(target, Programme(name="New"), at=NOON, by="T").close()


OLDER = ROOT / "tests" / "migrations" / "format_1.cxplan.gz"


def migrate(plan: Path, target: Path) -> None:
    from db.upgrade import upgrade_plan

    folder = target.parent.with_name(f"{target.parent.name} backups")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        upgrade_plan(plan, folder, at=NOON)
    finally:
        for backup in folder.glob("*.cxplan"):
            with contextlib.closing(open_plan(backup, read_only=True, any_format=True)) as session:
                assert not check(session), "a damaged backup"


ATTEMPTS = (
    Attempt("import", import_readings),
    Attempt("backup", back_up, makes=True),
    Attempt("new plan", make_new, makes=True),
    Attempt("migration", migrate, begins_with=lambda: gzip.decompress(OLDER.read_bytes())),
)


@dataclass
class Outcome:
    """How often writing was refused, and what then wasn't as promised."""

    tried: int = 0
    refused: int = 0
    wrong: list[str] = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.wrong = []


def campaign(attempt: Attempt, plan: Path, folder: Path, kths: Iterator[int], *, for_good: bool) -> Outcome:
    """Let each k-th write of an attempt fail until there is no k-th any more; the plan stays whole each time."""
    outcome = Outcome()
    sound = plan.read_bytes() if attempt.begins_with is None else attempt.begins_with()
    for path in folder.iterdir():
        path.unlink()
    done_one = folder / "done.cxplan"
    done_one.write_bytes(sound)
    before = _counts(done_one)
    attempt.do(done_one, folder / "made.cxplan")
    whole = {before, _counts(done_one)}
    assert len(whole) == (1 if attempt.makes else 2)
    for kth in kths:
        copy, target = folder / "copy.cxplan", folder / "made.cxplan"
        for path in folder.iterdir():
            path.unlink()
        copy.write_bytes(sound)
        done = True
        with failing_disk(kth, for_good=for_good) as disk:
            try:
                attempt.do(copy, target)
            except UserError:
                done = False
        outcome.tried += 1
        outcome.refused += not done
        if found := check_file(copy):
            outcome.wrong.append(f"{kth}: {found[0]}")
        if _counts(copy) not in whole:
            outcome.wrong.append(f"{kth}: half a batch, or half a migration")
        if target.exists() and check_file(target):
            outcome.wrong.append(f"{kth}: a damaged {attempt.name}")
        if attempt.makes and target.exists() != done:
            outcome.wrong.append(f"{kth}: it said {done} and the file says otherwise")
        left = {path.name for path in folder.iterdir()} - {
            "copy.cxplan",
            "copy.cxplan-journal",
            "made.cxplan",
        }
        if left:
            outcome.wrong.append(f"{kth}: {sorted(left)} left behind")
        if not disk.refused:
            break
    return outcome


def _counts(plan: Path) -> tuple[int, int]:
    """Its format, and how many readings it has."""
    with contextlib.closing(open_plan(plan, read_only=True, any_format=True)) as session:
        return session.format(), session.count("reading")


#: Writes an export in a process whose files can't grow past a limit, as with a quota.
EXPORT = """
import resource, sys
from pathlib import Path
from cxworkbench.exchange.whole_file import write_whole
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    write_whole(Path(sys.argv[1]), b"n" * int(sys.argv[2]))
except Exception as error:
    print(type(error).__name__, error)
"""


def export_under_limit(target: Path, size: int, limit: int) -> str:
    """Export ``size`` bytes where a file may hold ``limit``; what the exporter said, nothing where it was done."""
    done = subprocess.run(
        [sys.executable, "-c", EXPORT, str(target), str(size), str(limit)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=dict(os.environ),
    )
    return (done.stdout + done.stderr).strip()


__all__ = ["ATTEMPTS", "SQLITE", "Attempt", "Outcome", "campaign", "export_under_limit", "failing_disk"]
