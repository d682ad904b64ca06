"""Work on very many small values, without Python looking through them for garbage again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Also a decorator. Rows hold numbers and texts, never each other, so that nothing of them is ever left over.

    Without it an import of 100,000 rows spends a quarter of its time in the collector (benchmarks/import_readings.py).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
