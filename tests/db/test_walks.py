"""P14: undo and redo over restarts, beside commands. The 1,000 walks run in ``benchmarks/reliability.py``."""

from __future__ import annotations

from tests.db.walks import walks


def test_random_walks_give_back_what_was_there(tmp_path):
    found = walks(tmp_path, 6)
    assert found.wrong == []
    assert found.walks == 6
    assert found.beside > 10
