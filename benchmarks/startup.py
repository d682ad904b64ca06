"""Start-up against a bare PySide6 window, side by side in one run: ``python benchmarks/startup.py [runs]``.

Prints process start to first painted frame, and to the Overview of the sample with its data, each as a ratio to the
bare window's first painted frame; and the memory with the sample open. Targets: 1.5, 4.0, 200 MB. What changed since
the last review follows a moment after the Overview's data and has its own line. Python's bytecode is compiled first,
as it is after set-up and after the first start everywhere else. Paints are noted in the window's own ``paintEvent``, as
in the bare window: a filter of the application's events would make PySide6 look up the class of each object that gets
one, which takes longer than the plan does.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

BARE = """
import os, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("frame", time.time_ns(), flush=True)
        os._exit(0)
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

OURS = """
import os, resource, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
seen = set()
def painted():
    plan = program.window.plan if seen else None
    if "frame" not in seen:
        seen.add("frame")
        print("frame", time.time_ns(), flush=True)
    elif "data" not in seen and plan is not None and plan.is_loaded:
        seen.add("data")
        QTimer.singleShot(0, lambda: print("data", time.time_ns(), flush=True))
    elif "compared" not in seen and plan is not None and plan.is_compared:
        seen.add("compared")
        QTimer.singleShot(0, finish)
def finish():
    print("compared", time.time_ns(), flush=True)
    QTimer.singleShot(3000 if os.environ.get("MEMORY") else 0, end)
def end():
    print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, flush=True)
    os._exit(0)
application = QApplication([])
from ui.app import Application
from ui.frame import Frame
paint = Frame.paintEvent
Frame.paintEvent = lambda window, event: (paint(window, event), painted())
program = Application(Path(sys.argv[1]))
program.window.resize(1280, 800)
program.run()
"""


def run(code: str, *arguments: str, **more: str) -> dict[str, int]:
    start = time.time_ns()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "PYTHONPATH": str(ROOT),
            **more,
        },
        check=False,
    )
    found: dict[str, int] = {}
    for line in done.stdout.split("\n"):
        name, _, value = line.partition(" ")
        if name in {"frame", "data", "compared"}:
            found[name] = int(value) - start
        elif name == "memory":
            found[name] = int(value)
    if "frame" not in found:
        raise SystemExit(done.stderr)
    return found


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plan = str(Path(folder) / "s.cxplan")
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "main.py", "sample", plan], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        written = time.perf_counter() - begun
        data = {"CXWORKBENCH_DATA": folder}
        compileall.compile_dir(ROOT, maxlevels=0, quiet=1)
        for folder_of_code in ("cxworkbench", "db", "ui", "resources"):
            compileall.compile_dir(ROOT / folder_of_code, quiet=1)
        run(BARE), run(OURS, plan, **data)  # warm the file cache
        bare, frame, shown, compared = [], [], [], []
        for _ in range(runs):
            bare.append(run(BARE)["frame"] / 1e6)
            ours = run(OURS, plan, **data)
            frame.append(ours["frame"] / 1e6)
            shown.append(ours["data"] / 1e6)
            compared.append(ours["compared"] / 1e6)
        memory = run(OURS, plan, MEMORY="1", **data)["memory"] / 1e6
    floor = statistics.median(bare)
    print(f"bare window, first frame      {floor:7.0f} ms   1.00")
    print(
        f"CX Workbench, first frame     {statistics.median(frame):7.0f} ms   {statistics.median(frame) / floor:.2f}   (at most 1.50)"
    )
    print(
        f"Overview of the sample        {statistics.median(shown):7.0f} ms   {statistics.median(shown) / floor:.2f}   (at most 4.00)"
    )
    print(
        f"... and what changed          {statistics.median(compared):7.0f} ms   {statistics.median(compared) / floor:.2f}"
    )
    print(f"memory with the sample open   {memory:7.0f} MB          (under 200)")
    print(f"the sample written, by command {written * 1e3:6.0f} ms   {written * 1e3 / floor:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
