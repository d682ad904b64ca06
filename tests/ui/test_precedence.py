"""What is loaded beside the window stands still while a page is made, and never for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import pairwise
from threading import Event, Thread
from time import perf_counter, sleep

from ui.precedence import MOST_S, WINDOW, Precedence
from ui.slices import Slices


@contextmanager
def busy_thread(precedence: Precedence | None = None) -> Iterator[list[float]]:
    """A thread that calls functions all the while; the moments at which it did."""
    moments: list[float] = []
    end = Event()

    def note() -> None:
        moments.append(perf_counter())

    def work() -> None:
        with precedence.yielding() if precedence is not None else nullcontext():
            while not end.is_set():
                note()

    thread = Thread(target=work)
    thread.start()
    while not moments:
        sleep(0.001)
    try:
        yield moments
    finally:
        end.set()
        thread.join()


def worked_between(moments: list[float], begin: float, end: float) -> float:
    """Seconds in which the thread went on, of those between two moments."""
    inside = [one for one in moments if begin <= one <= end]
    return sum(after - before for before, after in pairwise(inside) if after - before < 0.002)


def used(seconds: float) -> None:
    """Use the processor for a while."""
    begun = perf_counter()
    while perf_counter() - begun < seconds:
        sum(range(100))


def test_a_thread_that_yields_stands_still_while_the_window_works():
    precedence = Precedence()
    with busy_thread(precedence) as moments:
        begun = perf_counter()
        with precedence.taken():
            used(MOST_S / 2)
        ended = perf_counter()
        sleep(0.05)
    assert worked_between(moments, begun, ended) < (ended - begun) / 4
    assert moments[-1] > ended, "it went on afterwards"


def test_one_that_does_not_takes_half_of_the_time():
    """Or the test above would prove nothing."""
    with busy_thread() as moments:
        begun = perf_counter()
        used(MOST_S / 2)
        ended = perf_counter()
    assert worked_between(moments, begun, ended) > (ended - begun) / 4


def test_a_window_that_waits_for_the_thread_is_not_waited_for_for_ever():
    precedence = Precedence()
    with busy_thread(precedence) as moments, precedence.taken():
        before = len(moments)
        sleep(3 * MOST_S)
        assert len(moments) > before


def test_pages_and_what_they_make_later_come_first(qtbot, window):
    qtbot.waitUntil(lambda: window.plan.is_compared and window.pages.is_complete)
    with busy_thread(WINDOW) as moments:
        begun = perf_counter()
        window.open_section("governance", window.plan.plan.pilots[0].id)
        ended = perf_counter()
    assert worked_between(moments, begun, min(ended, begun + MOST_S)) < (ended - begun) / 4
    seen = []
    later = Slices(window)
    later.add("look", lambda: seen.append(WINDOW.is_taken))
    qtbot.waitUntil(lambda: seen == [True])
    assert not WINDOW.is_taken
