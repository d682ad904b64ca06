"""Where the program begins: the window, or the command line, without loading what the other needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ENDING = ".cxplan"
_WRONG_USAGE, _CANNOT = 2, 3


@dataclass(frozen=True)
class Wanted:
    """What the window is to open: a plan, the sample, or neither."""

    plan: Path | None = None
    sample: bool = False


def main(argv: Sequence[str] | None = None) -> int:
    """Start the window or run a command; gives the exit code.

    No arguments, ``--sample``, ``open PLAN`` or the name of a plan open the window; all else is a command.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments in (["open"], ["open", "--sample"]):
        return _refuse("open: no plan given; nothing was changed; name a .cxplan file.", _WRONG_USAGE)
    wanted = wanted_window(arguments)
    if wanted is None:
        from cxworkbench.commands import main as command_line

        return command_line(arguments, open_window=_open_window)
    if wanted.plan is not None and not wanted.plan.is_file():
        return _refuse(
            f"{wanted.plan}: there is no such plan; nothing was changed; check the name and the folder.",
            _CANNOT,
        )
    return _open(wanted)


def _open_window(plan: str) -> int:
    return _open(Wanted(Path(plan)))


def _open(wanted: Wanted) -> int:
    if not has_screen(os.environ, sys.platform):
        return _refuse(
            "CX Workbench: there is no screen here; nothing was changed; use a command (cxworkbench --help).",
            _CANNOT,
        )
    from ui.app import run

    return run(wanted.plan, sample=wanted.sample)


def wanted_window(arguments: Sequence[str]) -> Wanted | None:
    """What the window is to open; None where the arguments are a command."""
    if not arguments:
        return Wanted()
    if list(arguments) == ["--sample"]:
        return Wanted(sample=True)
    if len(arguments) == 2 and arguments[0] == "open" and not arguments[1].startswith("-"):
        return Wanted(Path(arguments[1]))
    if len(arguments) == 1 and arguments[0].endswith(_ENDING):
        return Wanted(Path(arguments[0]))
    return None


def has_screen(environ: Mapping[str, str], platform: str) -> bool:
    """Whether Qt finds a screen; without one it would end the process by abort()."""
    if not platform.startswith("linux") or environ.get("QT_QPA_PLATFORM") or environ.get("WAYLAND_DISPLAY"):
        return True
    return bool(environ.get("DISPLAY")) and _x_server_answers()


def _x_server_answers() -> bool:
    """Whether the X server that DISPLAY names lets us in."""
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt's own message is the better one
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def _refuse(line: str, code: int) -> int:
    sys.stderr.write(f"{line}\n")
    return code
