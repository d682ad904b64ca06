"""A plan with something lying beside it is looked at as a private copy first, and stays as it is meanwhile.

A program that died while it wrote leaves a ``-journal``: with it SQLite brings back the pages as they were. But SQLite
believes any file of that name, and any ``-wal``, which our programs never write. A mailed or synchronised folder may
hold such a file from elsewhere; it would alter the plan, or have another file deleted that it names.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from db.boundary import HOSTILE
from db.connection import connect
from db.fixed import fixed

#: What SQLite may leave beside a plan's file.
BESIDE = ("-journal", "-wal", "-shm")

_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_HEADER_MOST = 65_536
#: Where SQLite locks one byte for whoever means to write.
_RESERVED_BYTE = 0x40000001
_ROLLBACK_MODE = b"\1\1"


@fixed
class Suspect:
    """A private copy of a plan beside which something lies, and what that is.

    ``genuine``: it is the journal of a writer that died, and the copy was healed with it. If not, the copy is the plan
    without what lay beside it. ``sound``: the healed copy passes every check, so that the plan itself may be healed.
    """

    copy: Path
    beside: str
    genuine: bool
    sound: bool = False

    def discard(self) -> None:
        """Delete the copy."""
        discard(self.copy)


def discard(copy: Path) -> None:
    """Delete a private copy with its folder."""
    import shutil  # here and below: opening a sound plan does without it

    shutil.rmtree(copy.parent, ignore_errors=True)


def taken(plan: Path, file: IO[bytes]) -> tuple[Path, str] | None:
    """A private copy of a plan and of what lies beside it, and what that is.

    None where nothing lies there, or what a living writer wrote.

    Args:
        plan: the plan's name.
        file: its bytes; nobody of this process may have it open through SQLite.

    Raises:
        OSError: it can't be copied.
    """
    place = plan.resolve()  # SQLite, too, looks beside the file itself and not beside a link to it
    beside = _beside(place, file)
    if beside is None:
        return None
    with _no_writer(file) as nobody_writes:
        if not nobody_writes:
            return None
        copy = private_copy(file)
        try:
            source = _named(place, beside)
            if _may_be_ours(source, place):
                _copy(source, _named(copy, ".beside"))
        except BaseException:
            discard(copy)
            raise
    return copy, beside


def judged(copy: Path, beside: str, is_sound: Callable[[Path], bool]) -> Suspect:
    """Heal the copy that was taken, or leave out what lay beside the plan, and harms it.

    Args:
        copy: the copy that was taken.
        beside: what lay beside the plan.
        is_sound: says of a copy whether it passes every check.
    """
    kept = _named(copy, ".beside")
    with copy.open("rb") as file:
        header = file.read(100)
    if header[18:20] != _ROLLBACK_MODE:
        # Another program put the plan itself into the other mode: what was written last lies in the -wal.
        if kept.exists():
            kept.rename(_named(copy, "-wal"))
        heal(copy)
        return Suspect(copy, beside, genuine=False)
    if beside != "-journal" or not kept.exists() or not _is_of(kept, header):
        return Suspect(copy, beside, genuine=False)
    before = _named(copy, ".before")
    _copy(copy, before)
    kept.rename(_named(copy, "-journal"))
    if heal(copy) and is_sound(copy):
        return Suspect(copy, beside, genuine=True, sound=True)
    if not is_sound(before):
        return Suspect(copy, beside, genuine=True)  # the plan was damaged before; these are its oldest pages
    _named(copy, "-journal").unlink(missing_ok=True)
    before.replace(copy)
    return Suspect(copy, beside, genuine=False)


def private_copy(file: IO[bytes]) -> Path:
    """A copy of an open plan in a folder that only this user may enter. The caller deletes the folder."""
    import shutil
    import tempfile

    # A short name of our own: the plan's may be as long as a name can be.
    copy = Path(tempfile.mkdtemp(prefix="cxworkbench-")) / "copy.cxplan"
    file.seek(0)
    try:
        with os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            shutil.copyfileobj(file, target)
    except BaseException:
        discard(copy)
        raise
    return copy


def heal(copy: Path) -> bool:
    """Let SQLite roll back, or take in, what lies beside a copy; whether it could."""
    try:
        with contextlib.closing(connect(copy)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except HOSTILE:
        return False
    return True


def _copy(source: Path, target: Path) -> None:
    import shutil

    shutil.copyfile(source, target)


def _beside(place: Path, file: IO[bytes]) -> str | None:
    file.seek(18)
    if file.read(2) != _ROLLBACK_MODE or os.path.lexists(_named(place, "-wal")):
        return "-wal"
    journal = _named(place, "-journal")
    if not os.path.lexists(journal):
        return None
    if not _is_regular(journal):
        return "-journal"
    with journal.open("rb") as written:
        # SQLite takes an empty journal, or one whose header was wiped, for one that has ended.
        return None if written.read(1) in {b"", b"\0"} else "-journal"


def _may_be_ours(source: Path, place: Path) -> bool:
    # A journal holds each page of the plan once at most; a pipe or device is never read.
    return _is_regular(source) and source.stat().st_size <= 2 * place.stat().st_size + 1_000_000


def _is_regular(path: Path) -> bool:
    return os.path.lexists(path) and stat.S_ISREG(path.lstat().st_mode)


def _is_of(journal: Path, plan: bytes) -> bool:
    """Whether a journal has the marks of one that was written for the plan with this header.

    It names no journal above it (SQLite would delete the file of that name), its pages have the plan's size, and the
    first page, if it brings that back, is one of this plan's: of now, or of one transaction before.
    """
    with journal.open("rb") as file:
        header = file.read(28)
        file.seek(max(journal.stat().st_size - 8, 0))
        names_another = file.read(8) == _JOURNAL
        count, sector, page = (_number(header, place) for place in (8, 20, 24))
        ours = header[:8] == _JOURNAL and page == _page_size(plan) and 0 < sector <= _HEADER_MOST
        if not ours or names_another:
            return False
        place = sector
        for _ in range(min(count, journal.stat().st_size // page)):
            file.seek(place)
            if file.read(4) == b"\0\0\0\1":
                first = file.read(100)
                steps = _number(plan, 24) - _number(first, 24)
                return first[:24] == plan[:24] and first[68:72] == plan[68:72] and steps in {0, 1}
            place += page + 8
    return True


def _number(header: bytes, place: int) -> int:
    return int.from_bytes(header[place : place + 4], "big")


def _page_size(header: bytes) -> int:
    size = int.from_bytes(header[16:18], "big")
    return 65_536 if size == 1 else size


def _named(plan: Path, end: str) -> Path:
    return plan.with_name(plan.name + end)


if sys.platform == "win32":
    import msvcrt

    @contextlib.contextmanager
    def _no_writer(file: IO[bytes]) -> Iterator[bool]:
        """Whether nobody means to write; while this lasts, nobody begins to."""
        file.seek(_RESERVED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            yield False
            return
        try:
            yield True
        finally:
            file.seek(_RESERVED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    @contextlib.contextmanager
    def _no_writer(file: IO[bytes]) -> Iterator[bool]:
        """Whether nobody means to write; while this lasts, nobody begins to."""
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, _RESERVED_BYTE)
        except (BlockingIOError, PermissionError):
            yield False
            return
        except OSError:
            yield True  # a file system without locks
            return
        try:
            yield True
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN, 1, _RESERVED_BYTE)
