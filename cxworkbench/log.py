"""The log: what kind of fault there was and where, never its message, which may quote the plan or name a file."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
import traceback
from pathlib import Path
from typing import IO

from db.folders import make_private

LOG = "cxworkbench.log"
#: With the one that is written to: five files at most.
_OLD, _LONGEST = 4, 1_000_000


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """A log that only its owner may read."""

    def _open(self) -> IO[str]:  # type: ignore[override]
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, _record: logging.LogRecord) -> None:
        """A full disk, or no folder: the fault itself was said already, and no traceback belongs on the terminal."""


def note_fault(folder: Path, error: BaseException) -> None:
    """Write one line about a fault of our own into the log of the program's data folder."""
    log = logging.getLogger("cxworkbench")
    log.propagate = False
    path = folder / LOG
    for handler in list(log.handlers):
        if isinstance(handler, _PrivateFile) and Path(handler.baseFilename) != path.absolute():
            log.removeHandler(handler)
            handler.close()
    if not any(isinstance(handler, _PrivateFile) for handler in log.handlers):
        with contextlib.suppress(OSError):  # then the line below says nothing, and the program goes on
            make_private(folder)
        handler = _PrivateFile(path, maxBytes=_LONGEST, backupCount=_OLD, delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(handler)
    log.error(fault_line(error))


def fault_line(error: BaseException) -> str:
    """What kind of fault it is and where, on one line."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(frames))
    return f"{type(error).__name__} at {places or 'an unknown place'}"
