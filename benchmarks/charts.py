"""The live chart of the Metrics page with a million readings by the minute: ``python benchmarks/charts.py [seconds]``.

The real page in the real window, with bands, limits of chance, thresholds and flags on. Each part has a process of its
own. Printed are: the longest pause of the window's thread while the plan is opened and while the page is; milliseconds
a frame (new range, and all of it painted) while it pans and zooms, in view of all readings, of 1 % of them, of 5,000
and closest, beside a bare pyqtgraph plot of the same line (the ratio); then another process commits 100 readings a
second for a minute to the same metric: the longest pause, the memory before and after, and the time from a commit to
pixels. Exit code 1 where a limit isn't kept.

Wall time is what a person waits. On a busy machine the time of the thread alone ("cpu") says what the program takes.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.charts.chart_view import ChartView
    from ui.main_window import MainWindow
    from ui.sections.metrics import MetricsPage

COUNT = 1_000_000
A_SECOND = 100
AT = datetime(2026, 3, 11, 12, tzinfo=UTC)
TODAY = date(2026, 3, 11)
END = int(datetime(2026, 3, 9, tzinfo=UTC).timestamp())
SIZES = ((1366, 768), (1920, 1080))
#: Milliseconds at most; megabytes for what is said to be flat.
LIMITS = {
    "opening: longest pause": 100.0,
    "Metrics page: longest pause": 100.0,
    "frame, median": 16.0,
    "live: longest pause": 100.0,
    "live: commit to pixels, median": 300.0,
    "live: memory, growth in MB": 20.0,
}
_FRAMES = 60

Figures = dict[str, float]


# ----------------------------------------------------------------------------------------------- the plan


def a_plan(path: Path, count: int = COUNT) -> None:
    """A live pilot with a metric by the minute, a baseline, all thresholds, and events."""
    import numpy as np

    from db.models import ChartEvent, DecisionRule, Gate, Metric, Pilot, Programme, Series
    from db.models.pilots import GATES
    from db.readings import ReadingRows
    from db.store import create_plan

    went_live = date(2025, 6, 2)
    session = create_plan(path, Programme(name="Minutes", pinned_date=TODAY), at=AT, by="Bench")
    with session.change("Begin", at=AT, by="Bench") as change:
        pilot = change.add(Pilot(name="Agent Assist", deployment_type="agent_assist", status="live"))
        for place, kind in enumerate(GATES):
            planned = went_live + timedelta(days=60 * (place - 3))
            passed = planned if place < 4 else None
            change.add(Gate(pilot=pilot, kind_=kind, planned_on=planned, passed_on=passed))
        change.add(DecisionRule(pilot=pilot, warm_up_weeks=4))
        metric = change.add(
            Metric(
                pilot=pilot,
                name="Answered in time",
                role="primary",
                unit="percent",
                kind_="mean",
                direction="up",
                cadence="day",
                baseline_value=Decimal(61),
                baseline_from=date(2025, 3, 3),
                baseline_to=went_live,
                success_threshold=Decimal(63),
                scale_threshold=Decimal(70),
                guardrail_limit=Decimal(52),
            )
        )
        series = change.add(Series(metric=metric))
        for day, label in (
            (went_live, "Go-live Leeds"),
            (date(2025, 9, 1), "Cardiff"),
            (date(2026, 1, 5), "Tariff"),
        ):
            change.add(ChartEvent(pilot=pilot, day=day, label_=label))
    start = END - 60 * np.arange(count, 0, -1)
    noise = np.random.default_rng(1).normal(0, 2, count)
    value = 63 + 3 * np.sin(2 * np.pi * start / 86_400) + noise
    with session.change("Readings", at=AT, by="Bench", kind="import") as change:
        change.write_readings(series.id, ReadingRows.of(start, start + 60, value, recorded_on=END))
    session.close()


# ------------------------------------------------------------------------------------- the window's process


class Pauses:
    """How long the window's thread didn't come to the next turn of its loop, and how much of that it worked itself."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._ticks: list[tuple[float, float]] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def _tick(self) -> None:
        self._ticks.append((time.perf_counter(), time.thread_time()))

    def begin(self) -> None:
        """Forget what was, and begin."""
        self._ticks = []
        self._tick()
        self._timer.start(1)

    def longest(self, what: str) -> Figures:
        """The longest pause since, and the most that the thread itself worked in one, in milliseconds."""
        self._timer.stop()
        self._tick()
        wall, own = (
            max(1e3 * (after[which] - before[which]) for before, after in pairwise(self._ticks))
            for which in (0, 1)
        )
        return {f"{what}: longest pause": wall, f"{what}: most own work": own}


def opened(plan: Path) -> tuple[QApplication, Any, MainWindow, Pauses, Figures]:
    """The program with the plan open, and how long it paused meanwhile."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    from ui.app import Application

    program = Application(None)
    wait(lambda: program.window.is_built)
    program.window.resize(*SIZES[0])
    # Loading modules for the first time is the matter of benchmarks/startup.py and large_plan.py.
    import cxworkbench.assess
    import ui.charts.chart_view
    import ui.sections.metrics

    assert cxworkbench.assess, ui.charts.chart_view

    pauses = Pauses()
    began = time.perf_counter()
    pauses.begin()
    program.window.open_path(plan)
    session = program.window.plan
    assert session is not None
    wait(lambda: session.is_loaded)
    wait(_never, 0.5)
    found = {
        **pauses.longest("opening"),
        "opening: until judged": 1e3 * (time.perf_counter() - began - 0.5),
    }
    return application, program, program.window, pauses, found


def the_page(window: MainWindow) -> MetricsPage:
    """The Metrics page of the pilot."""
    from ui.sections.metrics import MetricsPage

    assert window.plan is not None
    window.open_section("metrics", window.plan.plan.pilots[0].id)
    page = window.pages.currentWidget()
    assert isinstance(page, MetricsPage)
    return page


def frames(plan: Path) -> Figures:
    """Milliseconds a frame of the real chart, panned and zoomed, beside a bare plot."""
    application, _program, window, pauses, found = opened(plan)
    pauses.begin()
    page = the_page(window)
    wait(_never, 0.8)
    found |= pauses.longest("Metrics page")
    chart = page.chart
    shown = chart.chart
    assert shown is not None
    parts = (shown.traces, shown.bands, shown.hlines, shown.hatches, shown.flags, shown.series)
    assert all(parts), "the chart lacks something"
    days = shown.x.high - shown.x.low
    minutes = 1 / 1440
    views = {"all": 0.8 * days, "1 %": days / 100, "5,000": 4_900 * minutes, "closest": shown.closest}
    worst = 0.0
    for size in SIZES:
        window.resize(*size)
        application.processEvents()
        for name, width in views.items():
            wall, cpu = panned(chart, width)
            bare = bare_frame(shown.traces[0].x, shown.traces[0].y, chart, width)
            median = statistics.median(wall)
            key = f"frame {size[0]}x{size[1]}, {name}"
            found[key] = median
            found[f"{key}: p95"] = statistics.quantiles(wall, n=20)[-1]
            found[f"{key}: cpu"] = statistics.median(cpu)
            found[f"{key}: bare"] = bare
            worst = max(worst, median)
    found["frame, median"] = worst
    window.close()
    return found


def panned(chart: ChartView, width: float) -> tuple[list[float], list[float]]:
    """Wall and thread milliseconds of each frame: half of them pan, half of them zoom."""
    shown = chart.chart
    assert shown is not None
    middle = shown.traces[0].x[-1] - width
    wall, cpu = [], []
    for number in range(_FRAMES):
        shift = (number % 20 - 10) * width / 100
        half = width / 2 * (1 + (number % 10 - 5) / 50 * (number >= _FRAMES // 2))
        began, worked = time.perf_counter(), time.thread_time()
        chart.show_days(middle + shift - half, middle + shift + half)
        chart.repaint()  # with all that it holds, as one pass of the window's own
        wall.append(1e3 * (time.perf_counter() - began))
        cpu.append(1e3 * (time.thread_time() - worked))
    return wall, cpu


def bare_frame(x: Any, y: Any, chart: ChartView, width: float) -> float:
    """The same line in a plot with nothing else: the floor."""
    import pyqtgraph as pg

    plot = pg.PlotWidget()
    plot.resize(chart.size())
    line = pg.PlotDataItem(x, y, pen=pg.mkPen("#1B4F82", width=1), skipFiniteCheck=True)
    plot.addItem(line)
    line.setDownsampling(auto=True, method="peak")
    line.setClipToView(True)
    plot.setYRange(float(y.min()), float(y.max()))
    plot.show()
    wait(_never, 0.1)
    middle, took = x[-1] - width, []
    for number in range(_FRAMES // 2):
        shift = (number % 20 - 10) * width / 100
        began = time.perf_counter()
        plot.setXRange(middle + shift - width / 2, middle + shift + width / 2, padding=0)
        plot.viewport().repaint()
        took.append(1e3 * (time.perf_counter() - began))
    plot.close()
    return statistics.median(took)


def live(plan: Path) -> Figures:
    """Another process writes; the page follows, zoomed in on the newest day."""
    seconds = int(os.environ.get("CXWORKBENCH_LIVE_SECONDS", "60"))
    _application, _program, window, pauses, _ = opened(plan)
    page = the_page(window)
    wait(_never, 0.8)
    chart = page.chart
    assert chart.chart is not None
    newest = chart.chart.traces[0].x[-1]
    chart.show_days(newest - 1, newest)
    seen: dict[int, float] = {}
    page.chart.plot.viewport().installEventFilter(_noting(chart, seen))

    found: Figures = {}
    writer = written(plan, 15, 0.37, seconds=15)
    wait(lambda: writer.poll() is not None, 60)
    wait(_never, 0.6)
    took = _latencies(writer, seen)
    found["live: commit to pixels, median"] = statistics.median(took)
    found["live: commit to pixels, longest"] = max(took)

    before, memory = chart.shown_days, []
    writer = written(plan, A_SECOND * seconds, 1 / A_SECOND, seconds=seconds, first=15)
    pauses.begin()
    until = time.perf_counter() + seconds + 30
    while writer.poll() is None and time.perf_counter() < until:
        wait(lambda: writer.poll() is not None, 1.0)
        memory.append(_resident())
    wait(_never, 0.6)
    found |= pauses.longest("live")
    found["live: memory, MB"] = memory[-1]
    third = len(memory) // 3
    found["live: memory, growth in MB"] = max(memory[-third:]) - max(memory[third : 2 * third])
    commits = json.loads(writer.communicate()[0])
    found["live: readings a second"] = len(commits) / (commits[-1][1] - commits[0][1])
    trace = chart.chart.traces[0] if chart.chart is not None else None
    assert trace is not None
    assert len(trace) == COUNT + 15 + len(commits), "readings are missing"
    assert chart.shown_days == before, "the zoom was lost"
    window.close()
    return found


def _noting(chart: ChartView, seen: dict[int, float]) -> Any:
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Noting(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and chart.chart is not None and chart.chart.traces:
                QTimer.singleShot(0, self, self.note)
            return super().eventFilter(watched, event)

        def note(self) -> None:
            if chart.chart is not None and chart.chart.traces:
                seen.setdefault(int(chart.chart.traces[0].key[-1]), time.monotonic())

    return Noting(chart)


def _latencies(writer: subprocess.Popen[str], seen: dict[int, float]) -> list[float]:
    """Milliseconds from each commit to the first paint that shows it or a later one."""
    shown = sorted(seen.items())
    took = []
    for start, at in json.loads(writer.communicate()[0]):
        first = min((moment for key, moment in shown if key >= start), default=float("inf"))
        took.append(1e3 * (first - at))
    return took


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    if pages:
        return pages * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def written(plan: Path, count: int, apart: float, *, seconds: int, first: int = 0) -> subprocess.Popen[str]:
    """Another process that commits so many readings, each on its own; it prints when each was committed."""
    return subprocess.Popen(
        [sys.executable, __file__, "write", str(plan), str(count), str(apart), str(first), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def write(plan: Path, count: int, apart: float, first: int, seconds: int) -> None:
    """Commit readings at a steady pace, until they or the seconds are over."""
    from db.models import Series
    from db.readings import ReadingRows
    from db.store import open_plan

    session = open_plan(plan, origin="command")
    (series,) = session.records(Series)
    commits = []
    began = time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, began + number * apart - time.monotonic()))
        if time.monotonic() > began + seconds:
            break
        start = END + 60 * (first + number)
        with session.change("A reading", at=datetime.now(UTC), by="Feed") as change:
            change.write_readings(
                series.id, ReadingRows.of([start], [start + 60], [64 + number % 7], recorded_on=start)
            )
        commits.append((start, time.monotonic()))
    session.close()
    print(json.dumps(commits))


def _never() -> bool:
    return False


def wait(until: Callable[[], bool], seconds: float = 60) -> None:
    """Let the window work until something holds."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    end = time.perf_counter() + seconds
    while not until() and time.perf_counter() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


# -------------------------------------------------------------------------------------------------- the table

PARTS: dict[str, Callable[[Path], Figures]] = {"frames": frames, "live": live}


def measured(part: str, plan: Path) -> Figures:
    """One part in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, part, str(plan)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "CXWORKBENCH_DATA": str(plan.parent / f"data-{part}")},
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(seconds: int) -> int:
    """Measure and print; whether all limits are kept."""
    os.environ["CXWORKBENCH_LIVE_SECONDS"] = str(seconds)
    found: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "minutes.cxplan"
        a_plan(plan)
        for part in PARTS:
            found |= measured(part, plan)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{COUNT:,} readings by the minute; load {load:.1f} on {os.cpu_count()} cores; milliseconds")
    kept = True
    for what, value in found.items():
        if what.endswith((": p95", ": cpu", ": bare")):
            continue
        beside = ""
        if f"{what}: bare" in found:
            bare = found[f"{what}: bare"]
            beside = f"p95 {found[f'{what}: p95']:6.1f}  cpu {found[f'{what}: cpu']:6.1f}  bare {bare:6.1f}"
            beside += f"  ratio {value / bare:4.1f}"
        limit = LIMITS.get(what)
        fails = limit is not None and value > limit
        kept = kept and not fails
        said = "" if limit is None else f"limit {limit:g}"
        print(f"{what:36}{value:9.1f}  {said:10}{beside}{'   NOT KEPT' if fails else ''}")
    return 0 if kept else 1


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] in PARTS:
        print(json.dumps(PARTS[sys.argv[1]](Path(sys.argv[2]))))
    elif len(sys.argv) > 2 and sys.argv[1] == "write":
        write(Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5]), int(sys.argv[6]))
    else:
        raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
