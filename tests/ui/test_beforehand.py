"""The other pages are loaded beside the window: a module at a time, and none while the window has something to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ui.beforehand import Beforehand

ROOT = Path(__file__).parents[2]

#: Says, of each module that another thread begins to load, whether the plan was still being judged or compared.
WATCHED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ui import beforehand
from ui.app import Application

begun, real = [], beforehand.import_module
def watched(name):
    begun.append((name, program.window.plan.is_judging))
    return real(name)
beforehand.import_module = watched
program = Application(Path(sys.argv[1]))
def look():
    if program.beforehand.is_done:
        program.window.close()
timer = QTimer()
timer.timeout.connect(look)
program.window.first_painted.connect(lambda: timer.start(20))
program.run()
print(len(begun), sum(judging for _, judging in begun))
from ui.sections.catalogue import SECTIONS
print(all(one.factory_path.partition(":")[0] in sys.modules for one in SECTIONS), "db.tables" in sys.modules)
"""


def test_it_begins_once_the_plan_is_compared_and_loads_every_page(sample, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(sample)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT,
        env={"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "CXWORKBENCH_DATA": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    counts, loaded = done.stdout.splitlines()[-2:]
    number, while_judging = map(int, counts.split())
    assert number > 20
    assert while_judging == 0
    assert loaded == "True True"


def test_it_waits_while_a_page_is_still_being_made(qtbot, window):
    qtbot.waitUntil(lambda: window.plan.is_compared)
    loading = Beforehand(window)
    window.open_section("metrics", window.plan.plan.pilots[0].id)
    assert not window.pages.is_complete
    loading._go_on()
    assert window.work.is_idle, "nothing was begun"
    window.pages.finish()
    qtbot.waitUntil(lambda: loading.is_done)
