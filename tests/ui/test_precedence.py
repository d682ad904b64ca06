"""What is loaded beside the window stands still while a page is made, and never for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Event, Thread
from time import perf_counter, sleep

from ui.precedence import MOST_S, WINDOW, Precedence
from ui.slices import Slices

#: Longer than any page takes on a busy machine.
LONG_S = 30.0


@contextmanager
def busy_thread(precedence: Precedence, *, yields: bool = True) -> Iterator[list[bool]]:
    """A thread that calls a function all the while; with each call, whether the window worked at that moment."""
    seen: list[bool] = []
    end = Event()

    def look() -> None:
        seen.append(precedence.is_taken)

    def work() -> None:
        with precedence.yielding() if yields else nullcontext():
            while not end.is_set():
                look()

    thread = Thread(target=work)
    thread.start()
    wait_for(lambda: bool(seen))
    try:
        yield seen
    finally:
        end.set()
        thread.join()


def wait_for(condition) -> None:
    end = perf_counter() + LONG_S
    while not condition():
        assert perf_counter() < end
        sleep(0.001)


def used(seconds: float) -> None:
    """Use the processor for a while."""
    begun = perf_counter()
    while perf_counter() - begun < seconds:
        sum(range(100))


def test_a_thread_that_yields_stands_still_while_the_window_works():
    precedence = Precedence(LONG_S)
    with busy_thread(precedence) as seen:
        for _ in range(10):
            with precedence.taken():
                used(0.02)
            before = len(seen)
            wait_for(lambda before=before: len(seen) > before)
    # A call may have been under way, one each time.
    assert sum(seen) <= 10


def test_one_that_does_not_yield_goes_on():
    """Or the test above would prove nothing."""
    precedence = Precedence(LONG_S)
    with busy_thread(precedence, yields=False) as seen, precedence.taken():
        wait_for(lambda: (used(0.01), sum(seen) > 100)[1])


def test_a_window_that_waits_for_the_thread_is_not_waited_for_for_ever():
    precedence = Precedence()
    assert precedence.most_s == MOST_S
    with busy_thread(precedence) as seen, precedence.taken():
        wait_for(lambda: sum(seen) > 100)


def test_pages_and_what_they_make_later_come_first(qtbot, window, monkeypatch):
    qtbot.waitUntil(lambda: window.plan.is_compared and window.pages.is_complete)
    monkeypatch.setattr(WINDOW, "most_s", LONG_S)
    with busy_thread(WINDOW) as seen:
        before = len(seen)
        window.open_section("governance", window.plan.plan.pilots[0].id)
        assert sum(seen[before:]) <= 1
    found = []
    later = Slices(window)
    later.add("look", lambda: found.append(WINDOW.is_taken))
    qtbot.waitUntil(lambda: found == [True])
    assert not WINDOW.is_taken
