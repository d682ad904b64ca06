"""Files kept in the plan (attachments, frozen states, printed papers), under the hash of their bytes: equal ones once.

What is kept is only ever added: records name it by its hash, and the journal keeps the records.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from db.errors import FieldError, PlanDamaged

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlalchemy import Connection

#: No kept file is larger, compressed: the longest cell that a plan may hold.
LIMIT = 48_000_000


def keep(connection: Connection, content: bytes) -> str:
    """Keep a file inside an open change; gives its hash (SHA-256, hexadecimal).

    Raises:
        FieldError: it is too large for a plan.
    """
    from db import tables

    sha256 = hashlib.sha256(content).hexdigest()
    held = tables.content.select().where(tables.content.c.sha256 == sha256)
    if connection.execute(held).first() is None:
        compressed = zlib.compress(content, 6)
        if len(compressed) > LIMIT:
            raise FieldError(
                f"the file is too large for a plan ({len(compressed) / 1e6:,.0f} MB compressed)",
                kept="nothing was changed",
                to_do=f"keep it elsewhere and name the place; a plan takes {LIMIT / 1e6:,.0f} MB a file",
            )
        row = {"sha256": sha256, "size": len(content), "compressed": compressed}
        connection.execute(tables.content.insert(), row)
    return sha256


def kept(connection: sqlite3.Connection, sha256: str) -> bytes:
    """The bytes that were kept under a hash.

    Raises:
        PlanDamaged: there are none, or they are not those that were kept.
    """
    row = connection.execute("SELECT compressed FROM content WHERE sha256 = ?", (sha256,)).fetchone()
    found = None if row is None else _unpacked(row[0])
    if found is None or hashlib.sha256(found).hexdigest() != sha256:
        raise PlanDamaged(
            "a file kept in the plan is missing or damaged",
            where=sha256[:12],
            kept="the plan was left as it is",
            to_do="open a backup, which may hold it whole",
        )
    return found


def damaged(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the kept files, a sentence each."""
    for sha256, size, compressed in connection.execute("SELECT sha256, size, compressed FROM content"):
        if not is_whole(sha256, size, compressed):
            yield f"the kept file {str(sha256)[:12]} is damaged"


def is_whole(sha256: str, size: int, compressed: bytes) -> bool:
    """Whether what was kept is what its hash and size say."""
    found = _unpacked(compressed)
    return found is not None and len(found) == size and hashlib.sha256(found).hexdigest() == sha256


def _unpacked(compressed: bytes) -> bytes | None:
    try:
        return zlib.decompress(compressed)
    except (zlib.error, TypeError):
        return None
