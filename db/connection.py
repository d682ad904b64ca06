"""Connections to plan files, hardened, and the one door to a plan's bytes while this process may have it open.

On Unix, closing a file by any hand lifts every lock that this process holds on it, also those of SQLite in another
thread. So each connection is counted for its file, and nobody opens by hand what is open here through SQLite.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

#: No cell or row is longer (a batch of readings, a kept PDF), no statement, and no other file is attached.
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 50_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
#: The functions of SQL that the program uses; a file that calls others is refused.
FUNCTIONS = frozenset(
    {"coalesce", "count", "like", "max", "min", "sum", "typeof", "length", "lower", "total"}
)

_READS = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
        sqlite3.SQLITE_PRAGMA,
        sqlite3.SQLITE_TRANSACTION,
    }
)
_WRITES = _READS | {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}
#: How many of SQLite's steps lie between two looks at the watch.
_STEPS = 20_000

_FileId = tuple[int, int]
_open: Counter[_FileId] = Counter()
_one_at_a_time = threading.RLock()  # the collector may close a connection at any moment


class Connection(sqlite3.Connection):
    """A connection that counts for its file until it is closed. Made by :func:`connect`."""

    file_id: _FileId | None = None

    def close(self) -> None:
        """Let go of the file."""
        super().close()
        self._uncount()

    def __del__(self) -> None:
        self._uncount()

    def _uncount(self) -> None:
        file_id, self.file_id = self.file_id, None
        _let_go(file_id)


def connect(path: Path, *, read_only: bool = False, moves: bool = False) -> Connection:
    """Open an existing file through SQLite, with limits; nothing of it is read yet.

    Args:
        path: the file.
        read_only: never write.
        moves: it is handed to another thread, which has it for itself from then on.

    Raises:
        sqlite3.OperationalError: there is no such file, or it can't be opened.
    """
    # The path goes in as a quoted URI: names may hold % ? # and must never become options.
    quoted = urllib.parse.quote(os.fsencode(path.absolute()))
    file_id = _count(path)
    try:
        connection = sqlite3.connect(
            f"file:{quoted}?mode={'ro' if read_only else 'rw'}",
            uri=True,
            isolation_level=None,
            factory=Connection,
            check_same_thread=not moves,
        )
    except BaseException:
        _let_go(file_id)
        raise
    connection.file_id = file_id
    for what, most in LIMITS.items():
        connection.setlimit(what, most)
    # From Python 3.12 on: nothing in a file may corrupt it further, fire, or stand for a table.
    if configure := getattr(connection, "setconfig", None):
        configure(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)  # type: ignore[attr-defined,unused-ignore]
        configure(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)  # type: ignore[attr-defined,unused-ignore]
        configure(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False)  # type: ignore[attr-defined,unused-ignore]
    return connection


def guard(connection: sqlite3.Connection, *, writing: bool) -> None:
    """Let SQLite itself refuse what the program doesn't do; every write too, outside an open change.

    Set anew, it expires the statements that were prepared before. Denied are all changes of the structure, other
    files, extensions, unknown functions, and whatever a trigger or a view would do.
    """
    allowed = _WRITES if writing else _READS

    def permit(action: int, _: str | None, name: str | None, *__: str | None) -> int:
        known = action != sqlite3.SQLITE_FUNCTION or (name or "").lower() in FUNCTIONS
        return sqlite3.SQLITE_OK if action in allowed and known else sqlite3.SQLITE_DENY

    connection.set_authorizer(permit)


@contextlib.contextmanager
def time_limit(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """What takes SQLite longer is interrupted: a foreign file may hold expressions without end."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@contextlib.contextmanager
def bytes_of(path: Path) -> Iterator[IO[bytes] | None]:
    """A plan's file opened by hand; None where this process has it open through SQLite.

    No connection to any plan begins meanwhile: what is done with the bytes must be quick, or with a file that only
    this thread knows.
    """
    with _one_at_a_time:
        if _open[_id_of(path)]:
            yield None
        else:
            with path.open("rb") as file:
                yield file


def _count(path: Path) -> _FileId | None:
    try:
        with _one_at_a_time:
            file_id = _id_of(path)
            _open[file_id] += 1
    except OSError:
        return None  # it can't be looked at: SQLite will say so
    return file_id


def _let_go(file_id: _FileId | None) -> None:
    if file_id is not None:
        with _one_at_a_time:
            _open[file_id] -= 1
            if not _open[file_id]:
                del _open[file_id]


def _id_of(path: Path) -> _FileId:
    found = path.stat()
    return (found.st_dev, found.st_ino)
