"""Where the real inputs and golden cases lie: in ``shared/`` beside the project, read in place, never copied."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def shared_file(relative: str) -> Path:
    """The file, or a skip that says which file this machine lacks."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"needs shared/{relative}, which this machine does not have")
    return path
