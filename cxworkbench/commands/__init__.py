"""The command line: every command for scripts and schedules, on machines without a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def main(argv: Sequence[str], *, open_window: Callable[[str], int] | None = None) -> int:
    """Run one command and give its exit code: 0 done, 1 with findings, 2 wrong usage, 3 bad input or no access.

    Args:
        argv: the arguments after the program's name.
        open_window: opens a plan in a window; absent where there is no screen.
    """
    from cxworkbench.commands.line import run

    return run(list(argv), open_window)
