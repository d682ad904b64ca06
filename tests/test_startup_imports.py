"""The start-up budget: what may be loaded when the first frame stands, and when the Overview shows its data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from shared_data import ROOT

from tests.prepared import put_sample

HEAVY = {
    "sqlalchemy",
    "numpy",
    "alembic",
    "pyqtgraph",
    "reportlab",
    "polars",
    "openpyxl",
    "typer",
    "pypdfium2",
}

PROBE = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ui.app import Application

seen = {}
running = Application(Path(sys.argv[1]))
window = running.window

def note(when):
    seen[when] = sorted({name.partition(".")[0] for name in sys.modules})

# Connected after the application's own slot would be too late: its slot loads the plan.
window.first_painted.disconnect()
window.first_painted.connect(lambda: note("painted"))
window.first_painted.connect(running._open)
window.plan_shown.connect(lambda: QTimer.singleShot(50, lambda: (note("shown"), window.close())))
code = running.run()
print(json.dumps(seen))
sys.exit(code)
"""

COMMAND_PROBE = """
import json, sys
from ui.start import wanted_window
wanted_window(["assess", "plan.cxplan"])
print(json.dumps(sorted(name for name in sys.modules if name.startswith(("PySide6", "db", "cxworkbench")))))
"""


def child(program: str, *arguments: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={**os.environ, "CXWORKBENCH_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    folder = tmp_path_factory.mktemp("start")
    plan = folder / "larkfield.cxplan"
    put_sample(plan)
    return {when: set(names) for when, names in json.loads(child(PROBE, str(plan), folder=folder)).items()}


def test_the_first_frame_needs_nothing_heavy(loaded):
    assert not loaded["painted"] & HEAVY


def test_the_overview_with_its_data_needs_numpy_at_most(loaded):
    assert loaded["shown"] & HEAVY <= {"numpy"}


def test_pyside_does_not_read_the_source_of_every_module(tmp_path):
    """Its hook for ``__feature__`` would: a tenth of the time until the Overview stands."""
    probe = "import builtins; import ui.app; print(builtins.__import__.__name__)"
    assert child(probe, folder=tmp_path).strip() != "__feature_import__"


def test_the_command_line_is_reached_without_qt(tmp_path):
    assert json.loads(child(COMMAND_PROBE, folder=tmp_path)) == []


def test_without_a_screen_it_says_so_in_one_line(tmp_path):
    environ = {
        name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}
    }
    environ.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from ui.start import main; sys.exit(main(['--sample']))"],
        cwd=ROOT,
        env={**environ, "CXWORKBENCH_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if not sys.platform.startswith("linux"):
        pytest.skip("Windows and macOS always have a screen")
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "no screen" in done.stderr


def test_a_plan_that_is_not_there_is_refused_before_the_window(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "main", "open", str(tmp_path / "none.cxplan")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
