"""The collector is as it was after an import, whatever happens in it."""

from __future__ import annotations

import gc

import pytest

from cxworkbench.exchange.many_rows import without_garbage_collection


def test_it_is_off_inside_and_on_again_after_an_error():
    seen = []

    @without_garbage_collection()
    def read() -> None:
        seen.append(gc.isenabled())
        raise ValueError("bad row")

    with pytest.raises(ValueError, match="bad row"):
        read()
    assert seen == [False]
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off():
    gc.disable()
    try:
        with without_garbage_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
