"""Plans that many tests begin with: written once a process, then copied."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from cxworkbench.sample import write_sample


def put_sample(path: Path) -> Path:
    """A copy of the sample programme, as ``write_sample`` writes it."""
    path.touch(mode=0o600)
    path.write_bytes(_sample())
    return path


@cache
def _sample() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.cxplan"
        write_sample(path)
        return path.read_bytes()
