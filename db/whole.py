"""A plan that is told from its first step to its last before anybody sees it: in place whole, or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from db.copies import put_in_place
from db.errors import UserError
from db.session import Session
from db.store import open_plan, unfinished_plan


@contextlib.contextmanager
def whole_plan(
    path: Path | str,
    *,
    new_id: Callable[[], str] | None = None,
    host: str | None = None,
    origin: str = "command",
    overwrite: bool = False,
) -> Iterator[Session]:
    """An empty new plan, open for writing; it is put in place when the block ends well.

    Raises:
        UserError: the file exists already, or the folder can't be written.
    """
    target = Path(path)
    if target.exists() and not overwrite:
        raise UserError(
            "a file of this name exists already",
            where=str(target),
            kept="it was left as it is",
            to_do="choose another name",
        )
    with unfinished_plan(target) as unfinished:
        with contextlib.closing(open_plan(unfinished, new_id=new_id, host=host, origin=origin)) as session:
            # Nobody needs half of it: it is flushed once, when it is whole.
            session._connection.execute("PRAGMA synchronous = OFF")
            session._connection.execute("PRAGMA journal_mode = MEMORY")
            yield session
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())  # by hand: nobody else knows this file yet
        put_in_place(unfinished, target)
