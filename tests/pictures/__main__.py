"""Pictures of every page, view, table, dialog of the sample, in every look: ``python -m tests.pictures OUT``.

OUT gets a PNG for each and ``index.html`` with all of them. ``--only`` takes the places whose name holds a word.
Under Linux a screen of its own is started where Xvfb is installed; elsewhere Qt's offscreen platform draws.
What is cut off anywhere is told at the end, and is the exit code.
"""

from __future__ import annotations

import argparse
import html
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Screens, and the windows that fill them but for a task bar.
SIZES = {"1366x768": (1366, 740), "1920x1080": (1920, 1040)}
SCALES = (1.0, 1.5)
MODES = ("light", "dark")


@contextmanager
def screen() -> Iterator[str]:
    """A screen for Qt: its platform's name, with DISPLAY set where it is one of X."""
    server = shutil.which("Xvfb") if sys.platform.startswith("linux") else None
    if server is None:
        yield "offscreen"
        return
    reading, writing = os.pipe()
    command = [server, "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    running = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        if number:
            os.environ["DISPLAY"] = f":{number}"
        yield "xcb" if number else "offscreen"
    finally:
        running.terminate()
        running.wait(10)


def take(out: Path, only: str, sizes: list[str]) -> list[str]:
    """Start the program on the sample and take all pictures; gives what is cut off."""
    from PySide6.QtCore import QTimer

    from tests.pictures.cut import faults
    from tests.pictures.places import dialogs, pages, picture, settle, shown, windows
    from ui.app import Application
    from ui.notices import WHO

    program = Application(None, sample=True)
    program.settings.tell_once(WHO)
    found: list[str] = []

    def look(path: Path, size: str, mode: str) -> None:
        window = program.window
        window.setGeometry(0, 0, *SIZES[size])
        window.set_mode(mode)
        window.open_path(path)
        settle(1.0)
        scale = round(100 * window.theme.scale)
        for place in [*pages(window), *dialogs(window)]:
            if only in place.name:
                name = f"{place.name}_{size}_{scale}_{mode}"
                with shown(window, place):
                    picture(window).save(str(out / f"{name}.png"))
                    found.extend(f"{name}: {fault}" for one in windows(window) for fault in faults(one))
        print(f"{size}, {scale} %, {mode}", flush=True)

    def go() -> None:
        assert program.window.plan is not None
        path = program.window.plan.path
        for scale in SCALES:
            if scale != program.window.theme.scale:
                program.window.open_path(path)
                program.window.remade.emit(scale)
            for size in sizes:
                contrast = ("contrast",) if (scale, size) == (SCALES[0], sizes[0]) else ()
                for mode in (*MODES, *contrast):
                    look(path, size, mode)
        program.window.close()

    def begin() -> None:
        program.window.plan_shown.disconnect(begin)
        QTimer.singleShot(0, program.window, go)

    program.window.plan_shown.connect(begin)
    program.run()
    return found


def write_index(out: Path, found: list[str]) -> None:
    """One page with all pictures, those of one place side by side, and what is cut off."""
    rows: dict[str, list[Path]] = {}
    for path in sorted(out.glob("*_*.png")):
        rows.setdefault(path.name.partition("_")[0], []).append(path)
    lines = [
        "<!doctype html><meta charset=utf-8><title>CX Workbench, every page</title>",
        "<style>body{font:14px sans-serif;margin:24px}img{width:440px;border:1px solid #ccc}</style>",
        "<style>figure{display:inline-block;margin:0 12px 12px 0}</style>",
        f"<p>{sum(map(len, rows.values()))} pictures of {len(rows)} places.</p>",
        *(f"<p>{html.escape(fault)}</p>" for fault in found),
    ]
    for place, paths in rows.items():
        lines.append(f"<h2>{html.escape(place)}</h2>")
        for path in paths:
            look = html.escape(path.stem.partition("_")[2].replace("_", ", "))
            name = html.escape(path.name)
            lines.append(
                f'<figure><a href="{name}"><img loading=lazy src="{name}"></a><figcaption>{look}</figcaption></figure>'
            )
    (out / "index.html").write_text("\n".join(lines), encoding="utf-8")


def main() -> int:
    """Take them; 1 if anything is cut off."""
    reader = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    reader.add_argument("out", type=Path, metavar="OUT")
    reader.add_argument("--only", default="", help="places whose name holds this")
    reader.add_argument("--size", choices=SIZES, action="append", help="this screen only")
    asked = reader.parse_args()
    out: Path = asked.out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cxworkbench-pictures-") as data, screen() as platform:
        os.environ["CXWORKBENCH_DATA"] = data
        os.environ["QT_QPA_PLATFORM"] = platform
        os.environ.pop("WAYLAND_DISPLAY", None)
        found = take(out, asked.only, asked.size or list(SIZES))
    write_index(out, found)
    for fault in found:
        print(fault)
    print(f"{len(list(out.glob('*_*.png')))} pictures in {out}, {len(found)} of something cut off")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
