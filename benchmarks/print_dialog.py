"""The print dialog for the first time in a session: ``python benchmarks/print_dialog.py [runs]``.

Each run is a process of its own: the real program on the sample at 1366x768, offscreen. Once the window stands and has
loaded what it loads beside itself, the dialog is opened as ``Ctrl+P`` does. Printed are the longest time for which the
window's thread did nothing else (target: at most 100 ms), the time until the first page is seen (300 ms), and what all
threads worked meanwhile, which other programs don't change. Medians.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
KINDS = ("sponsor", "steering")

PROGRAM = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop
from ui.app import Application
program = Application(Path(sys.argv[1]))
window, turn = program.window, QEventLoop.ProcessEventsFlag.WaitForMoreEvents
window.resize(1366, 768)
def live(is_so):
    longest, end = 0.0, time.perf_counter() + 60
    while not is_so():
        assert time.perf_counter() < end, "it never came"
        began = time.perf_counter()
        program.qt.processEvents()
        longest = max(longest, time.perf_counter() - began)
        time.sleep(0.001)
    return longest
live(lambda: window.plan is not None and window.plan.is_compared)
live(lambda: "ui.sections.print_dialog" in sys.modules and window.work.is_idle)
began, worked = time.perf_counter(), time.process_time()
window.actions_.print_paper(sys.argv[2], "", "")
opened = time.perf_counter() - began
from ui.sections.print_dialog import PrintDialog
dialog = window.findChild(PrintDialog)
longest = max(opened, live(lambda: bool(dialog.preview_pane.preview.pages)))
print(longest * 1e3, (time.perf_counter() - began) * 1e3, (time.process_time() - worked) * 1e3)
dialog.close()
window.close()
"""


def main(runs: int) -> None:
    from tests.prepared import put_sample

    with tempfile.TemporaryDirectory() as folder:
        plan = put_sample(Path(folder) / "larkfield.cxplan")
        print("                       longest pause, ms   first page, ms   worked, ms")
        for kind in KINDS:
            found = [_run(plan, kind, folder) for _ in range(runs)]
            pause, page, worked = (statistics.median(column) for column in zip(*found, strict=True))
            print(f"{kind:20} {pause:16.0f} {page:18.0f} {worked:12.0f}")
    print("at most                             100                300")


def _run(plan: Path, kind: str, folder: str) -> tuple[float, ...]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(plan), kind],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CXWORKBENCH_DATA": folder,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(map(float, done.stdout.split()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
