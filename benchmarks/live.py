"""Whether the window stands still while readings come in: ``python benchmarks/live.py``.

**While a file of 1,000,000 calls is imported** on the import page, a timer of 5 ms on the thread that draws notes the
longest gap between two of its ticks: once while the file is looked at, once while it is imported and the chart is shown
again. Target: at most 100 ms. Beside it stands how long that thread itself worked in one of them, which other programs don't
change. (Both pages were shown before; how soon a page is first shown is ``large_plan.py``'s.)

**While files come in through the watched folder**, the same. How soon a reading that another process commits is on the
screen is measured by ``charts.py``, with a million readings on the chart.

All offscreen (floors.md: offscreen and Xvfb agree within 5 %).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NOW = datetime(2026, 3, 11, 11, 0, tzinfo=UTC)
CALLS = 1_000_000


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


def main() -> None:
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
        pilot = window.plan.plan.pilots[0].id  # type: ignore[attr-defined]
        window.open_section("metrics", pilot)  # type: ignore[attr-defined]
        wait(0.5)
        file = folder / "calls.csv"
        write_calls(file)
        looked, imported = stands_still(window, file)
        print(f"longest pause, {CALLS:,} calls looked at: {looked}   (at most 100)")
        print(f"longest pause, they are imported:      {imported}   (at most 100)")
        pause = comes_in(window, folder / "in", write_calls)
        print(f"longest pause, they come in by folder: {pause}   (at most 100)")
        window.close()  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
