"""How a job of CUPS ended, asked of CUPS' own library: ``lpstat`` lists printed and cancelled jobs alike.

The library is there wherever ``lp`` is, which is made of it. Only its oldest call is used, unchanged since CUPS 1.4.
"""

from __future__ import annotations

import ctypes
import sys
from typing import ClassVar, Literal

End = Literal["held", "stopped", "cancelled", "aborted", "printed"]
#: Values of ``job-state`` (RFC 8011, 5.3.7) that say more than that a job waits or is printed now.
_STATES: dict[int, End] = {4: "held", 6: "stopped", 7: "cancelled", 8: "aborted", 9: "printed"}
_LIBRARY = "libcups.2.dylib" if sys.platform == "darwin" else "libcups.so.2"
_ALL_JOBS = -1


class _Job(ctypes.Structure):
    """``cups_job_t`` of cups/cups.h."""

    _fields_: ClassVar = [
        ("id", ctypes.c_int),
        *((name, ctypes.c_char_p) for name in ("dest", "title", "user", "format")),
        *((name, ctypes.c_int) for name in ("state", "size", "priority")),
        *((name, ctypes.c_long) for name in ("completed_time", "creation_time", "processing_time")),
    ]


def state_in_cups(job: str) -> End | None:
    """What became of a job; never on the UI thread.

    Args:
        job: the print service's name for it, "Office-7".

    Returns:
        None where it waits or is printed now, where the print service has forgotten it, or can't be asked so.
    """
    printer, _, number = job.rpartition("-")
    if not number.isascii() or not number.isdigit():
        return None
    try:
        library = ctypes.CDLL(_LIBRARY)
        ask, free = library.cupsGetJobs2, library.cupsFreeJobs
    except (OSError, AttributeError):
        return None
    listed = ctypes.POINTER(_Job)()
    ask.argtypes = [
        ctypes.c_void_p, ctypes.POINTER(ctypes.POINTER(_Job)), ctypes.c_char_p, ctypes.c_int, ctypes.c_int,
    ]  # fmt: skip
    free.argtypes = [ctypes.c_int, ctypes.POINTER(_Job)]
    count = ask(None, ctypes.byref(listed), printer.encode(), 0, _ALL_JOBS)
    if count <= 0:
        return None
    try:
        found = next((listed[place].state for place in range(count) if listed[place].id == int(number)), 0)
    finally:
        free(count, listed)
    return _STATES.get(found)
