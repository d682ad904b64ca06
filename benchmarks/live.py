"""How soon the window shows what others write, and whether it stands still: ``python benchmarks/live.py [readings]``.

**From a reading committed by another process to pixels.** A child process adds a reading to the sample's first metric, as
``import readings`` does, and tells the time right after its commit; the window shows that metric's chart. The clock stops
when the first event after the chart's repaint is handled. Commits come at random moments, so that the window's habit of
looking for them counts too. Target: at most 300 ms median.

**While a file of 1,000,000 calls is imported** on the import page, a timer of 5 ms on the thread that draws notes the
longest gap between two of its ticks: once while the file is looked at, once while it is imported and the chart is shown
again. Target: at most 100 ms. Beside it stands how long that thread itself worked in one of them, which other programs don't
change. (Both pages were shown before; how soon a page is first shown is ``large_plan.py``'s.)

**While files come in through the watched folder**, the same.

All offscreen (floors.md: offscreen and Xvfb agree within 5 %).
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NOW = datetime(2026, 3, 11, 11, 0, tzinfo=UTC)
#: Readings after those of the sample, a week each.
FIRST = date(2026, 3, 9)
CALLS = 1_000_000

WRITER = """
import sys, time
from datetime import UTC, datetime, timedelta
from db.models import Metric, Series
from db.readings import ReadingRows
from db.store import open_plan
plan, metric = sys.argv[1], sys.argv[2]
session = open_plan(plan)
series = next(one for one in session.records(Series) if one.metric == metric and not one.cohort and one.arm == "pilot")
for line in sys.stdin:
    start = int(line)
    rows = ReadingRows.of([start], [start + 7 * 86400], [67.0 + start / 86400 % 3], n=[43000.0], recorded_on=start)
    session.poll()
    with session.change("Import 1 reading", at=datetime.now(UTC), by="Command", kind="import") as change:
        change.write_readings(series.id, rows)
    print(session.head, time.time_ns(), flush=True)
"""


def a_window(folder: Path) -> object:
    """The real window on the sample."""
    os.environ["CXWORKBENCH_DATA"] = str(folder)
    from PySide6.QtWidgets import QApplication

    from tests.prepared import put_sample
    from ui.main_window import MainWindow
    from ui.notices import WHO
    from ui.settings import Settings
    from ui.theme import Theme, load_faces

    app = QApplication.instance() or QApplication([])
    app.setStyle("Fusion")  # type: ignore[attr-defined]
    load_faces()
    theme = Theme()
    theme.apply()
    settings = Settings(folder)
    settings.tell_once(WHO)
    window = MainWindow(theme, settings, now=lambda: NOW, today=NOW.date)
    window.build()
    window.resize(1366, 740)
    window.show()
    assert window.open_path(put_sample(folder / "larkfield.cxplan"))
    spin_until(lambda: window.plan is not None and window.plan.is_compared)
    return window


def spin_until(is_so: Callable[[], bool], most_s: float = 60.0) -> None:
    """Let the window live until something is so."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    end = time.perf_counter() + most_s
    while not is_so():
        assert time.perf_counter() < end, "it never came"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)


def to_pixels(window: object, count: int) -> list[float]:
    """Milliseconds from each commit of another process to the chart's pixels."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from db.models import Metric

    plan = window.plan  # type: ignore[attr-defined]
    pilot = plan.plan.pilots[0]
    window.open_section("metrics", pilot.id)  # type: ignore[attr-defined]
    page = window.pages.currentWidget()  # type: ignore[attr-defined]
    metric = page.state.metric
    assert isinstance(metric, Metric)
    spin_until(page.chart.isVisible)
    wait(0.5)
    told: list[tuple[int, int]] = []
    shown: dict[int, int] = {}
    judged = 0

    def note_judged(_assessment: object) -> None:
        nonlocal judged
        judged = plan.session.head

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and judged not in shown:
                inside = isinstance(watched, QWidget) and (
                    watched is page.chart or page.chart.isAncestorOf(watched)
                )
                if inside:
                    head = judged
                    shown[head] = 0
                    QTimer.singleShot(0, lambda: shown.__setitem__(head, time.time_ns()))
            return False

    plan.assessed.connect(note_judged)
    painted = Painted()
    QApplication.instance().installEventFilter(painted)  # type: ignore[union-attr]
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(plan.path), metric.id],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None

    def listen() -> None:
        for line in child.stdout or ():
            head, at = map(int, line.split())
            told.append((head, at))

    threading.Thread(target=listen, daemon=True).start()
    draw = random.Random(1)
    took: list[float] = []
    start = int(datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC).timestamp())
    for number in range(count):
        wait(0.35 + draw.random() * 0.4)
        child.stdin.write(f"{start + number * 7 * 86400}\n")
        child.stdin.flush()
        spin_until(lambda number=number: len(told) > number and shown.get(told[number][0], 0) > 0)
        head, at = told[number]
        took.append((shown[head] - at) / 1e6)
    child.stdin.close()
    child.wait(10)
    QApplication.instance().removeEventFilter(painted)  # type: ignore[union-attr]
    plan.assessed.disconnect(note_judged)
    return took


def wait(seconds: float) -> None:
    """Let the window live for a while."""
    end = time.perf_counter() + seconds
    spin_until(lambda: time.perf_counter() >= end)


class Watchdog:
    """The longest gaps between two ticks of a timer of 5 ms, in milliseconds."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.gaps: list[float] = []
        self.own: list[float] = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append((now - self._last) * 1e3)
        self.own.append((worked - self._worked) * 1e3)
        self._last, self._worked = now, worked

    def stop(self) -> str:
        """The longest gap, the one that goes on included; and the most that this thread worked in one."""
        self._tick()
        self._timer.stop()
        return f"{max(self.gaps):4.0f} ms, own work {max(self.own):4.0f} ms"


def stands_still(window: object, file: Path) -> tuple[str, str]:
    """The longest pauses while a file is looked at, and while it is imported, in milliseconds."""
    pilot = window.plan.plan.pilots[0].id  # type: ignore[attr-defined]
    window.open_section("import", pilot)  # type: ignore[attr-defined]
    page = window.pages.currentWidget()  # type: ignore[attr-defined]
    wait(0.5)
    dog = Watchdog()
    page.open_file(file)
    spin_until(lambda: not page.is_busy)
    wait(0.2)
    looked = dog.stop()
    assert page.preview.prepared is not None, page.preview.problem
    dog = Watchdog()
    page.import_now()
    spin_until(lambda: window.pages.section == "metrics")  # type: ignore[attr-defined]
    wait(0.5)
    return looked, dog.stop()


def comes_in(window: object, folder: Path, make: Callable[[Path], None]) -> str:
    """The longest pause while a file comes in through the watched folder, in milliseconds."""
    watched = window.watched  # type: ignore[attr-defined]
    folder.mkdir()
    watched.watch(folder)
    make(folder / ".writing")
    (folder / ".writing").rename(folder / "calls2.csv")
    came: list[object] = []
    watched.came.connect(came.append)
    dog = Watchdog()
    spin_until(lambda: bool(came))
    assert (folder / "done" / "calls2.csv").exists(), came
    wait(0.5)
    watched.watch(None)
    return dog.stop()


def main(count: int) -> None:
    """Measure and print."""
    from benchmarks.import_readings import write_records

    def write_calls(path: Path) -> None:
        write_records(path, CALLS)
        # The sample's cohorts, and its way to say a repeat.
        text = path.read_text(encoding="utf-8")
        for site, name in (("LDS1", "Leeds 1"), ("LDS2", "Leeds 2"), ("CDF", "Cardiff")):
            text = text.replace(f",{site},", f",{name},")
        path.write_text(text, encoding="utf-8")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        window = a_window(folder)
        took = to_pixels(window, count)
        print(
            f"committed to pixels, {count} readings: median {statistics.median(took):.0f} ms, "
            f"95 in 100 within {sorted(took)[int(len(took) * 0.95)]:.0f} ms, worst {max(took):.0f} ms   (at most 300)"
        )
        file = folder / "calls.csv"
        write_calls(file)
        looked, imported = stands_still(window, file)
        print(f"longest pause, {CALLS:,} calls looked at: {looked}   (at most 100)")
        print(f"longest pause, they are imported:      {imported}   (at most 100)")
        pause = comes_in(window, folder / "in", write_calls)
        print(f"longest pause, they come in by folder: {pause}   (at most 100)")
        window.close()  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
