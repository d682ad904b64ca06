"""Connections to plan files, and the one door to a plan's bytes while this process may have it open.

On Unix, closing a file by any hand lifts every lock that this process holds on it, also those of SQLite in another
thread. So each connection is counted for its file, and nobody opens by hand what is open here through SQLite.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_FileId = tuple[int, int]
_open: Counter[_FileId] = Counter()
_one_at_a_time = threading.Lock()


class Connection(sqlite3.Connection):
    """A connection that counts for its file until it is closed. Made by :func:`connect`."""

    file_id: _FileId | None = None

    def close(self) -> None:
        """Let go of the file."""
        super().close()
        file_id, self.file_id = self.file_id, None
        _let_go(file_id)


def connect(path: Path, *, read_only: bool = False) -> Connection:
    """Open an existing file through SQLite; nothing of it is read yet.

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
        )
    except BaseException:
        _let_go(file_id)
        raise
    connection.file_id = file_id
    return connection


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
