"""P1: saved means on disk. The 500 kills of the promise run in ``benchmarks/reliability.py``."""

from __future__ import annotations

import sys

import pytest

from tests.crash.kill import kills


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
def test_what_was_said_to_be_saved_is_there_after_a_kill(tmp_path):
    found = kills(tmp_path, 25, edits=30)
    assert (found.lost, found.torn, found.unsound) == (0, 0, [])
    assert found.kills == 25
    assert found.saved > 100
