"""Files kept in the plan (attachments, frozen states, printed papers), under the hash of their bytes: equal ones once.

What is kept is only ever added: records name it by its hash, and the journal keeps the records.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.errors import FieldError, PlanDamaged

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlalchemy import Connection

#: No kept file is larger, compressed: the longest cell that a plan may hold.
LIMIT = 48_000_000
#: Nor larger as it was: what says that it is more is never unpacked, whoever made the plan.
SIZE_LIMIT = 1_000_000_000


@dataclass(frozen=True)
class Packed:
    """A file ready to be kept: its hash (SHA-256, hexadecimal), its size in bytes, and its bytes compressed."""

    sha256: str
    size: int
    compressed: bytes


def pack(content: bytes) -> Packed:
    """Compress a file for a plan. It takes seconds for a large one, and may be done on any thread.

    Raises:
        FieldError: it is too large for a plan.
    """
    compressed = zlib.compress(content, 6)
    if len(compressed) > LIMIT or len(content) > SIZE_LIMIT:
        raise FieldError(
            f"the file is too large for a plan ({len(compressed) / 1e6:,.0f} MB compressed)",
            kept="nothing was changed",
            to_do=f"keep it elsewhere and name the place; a plan takes {LIMIT / 1e6:,.0f} MB a file",
        )
    return Packed(hashlib.sha256(content).hexdigest(), len(content), compressed)


def keep(connection: Connection, content: bytes | Packed) -> str:
    """Keep a file inside an open change; gives its hash.

    Raises:
        FieldError: it is too large for a plan.
    """
    from db import tables

    sha256 = content.sha256 if isinstance(content, Packed) else hashlib.sha256(content).hexdigest()
    held = tables.content.select().where(tables.content.c.sha256 == sha256)
    if connection.execute(held).first() is None:
        packed = content if isinstance(content, Packed) else pack(content)
        row = {"sha256": sha256, "size": packed.size, "compressed": packed.compressed}
        connection.execute(tables.content.insert(), row)
    return sha256


def kept(connection: sqlite3.Connection, sha256: str) -> bytes:
    """The bytes that were kept under a hash.

    Raises:
        PlanDamaged: there are none, or they are not those that were kept.
    """
    row = connection.execute("SELECT size, compressed FROM content WHERE sha256 = ?", (sha256,)).fetchone()
    found = None if row is None else _unpacked(*row)
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
    found = _unpacked(size, compressed)
    return found is not None and hashlib.sha256(found).hexdigest() == sha256


def _unpacked(size: int, compressed: bytes) -> bytes | None:
    """The bytes, where they are as many as the plan says; never more, however far the compressed ones would unfold."""
    if not isinstance(size, int) or not 0 <= size <= SIZE_LIMIT:
        return None
    try:
        unpacking = zlib.decompressobj()
        # One byte more than expected is enough to see that there are too many.
        found = unpacking.decompress(compressed, size + 1)
    except (zlib.error, TypeError):
        return None
    return found if len(found) == size and unpacking.eof else None
