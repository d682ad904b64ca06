"""Files are written whole or not at all: beside the target, flushed, then put in place in one step."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from db.errors import UserError


def write_whole(target: Path, content: bytes, *, not_over: Path | None = None) -> None:
    """Write a file so that its old content stays until the new one is complete.

    Args:
        target: the file to write; a link's own target is replaced, never emptied by a failure.
        content: all of it.
        not_over: a file (the plan) that must not be overwritten.

    Raises:
        UserError: the folder can't be written, the disk is full, or the target is the plan itself.
    """
    real = Path(os.path.realpath(target))
    if not_over is not None and real == Path(os.path.realpath(not_over)):
        raise UserError(
            "the target is the plan itself",
            where=target.name,
            kept="nothing was written",
            to_do="choose another name",
        )
    unfinished = ""
    try:
        handle, unfinished = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if real.exists():
            Path(unfinished).chmod(real.stat().st_mode & 0o777)
        Path(unfinished).replace(real)
        _flush_folder(real.parent)
    except OSError as error:
        if unfinished:
            Path(unfinished).unlink(missing_ok=True)
        raise UserError(
            f"the file can't be written ({error.strerror})",
            where=str(target),
            kept="what stood there before is unchanged",
            to_do="choose a folder that exists, can be written and has room",
        ) from error


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
