"""A real AT-SPI client reads the running program, as a screen reader does, on a screen and a D-Bus session of its own.

Runs where Xvfb, openbox, D-Bus, at-spi2-core and the system Python's pyatspi are installed: ``bootstrap.py test --all``
installs them. Elsewhere it is skipped, and says what is missing.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[1] / "spoken"
ROOT = PROGRAM.parents[1]
SYSTEM_PYTHON = "/usr/bin/python3"
#: What a person can press, type into or choose from: never without a name.
SPOKEN = {
    *(
        "push button",
        "text",
        "check box",
        "radio button",
        "table",
        "page tab",
        "combo box",
        "menu item",
        "tree",
    ),
    "link",
}


def lacking():
    """What of the system is missing here; empty if nothing is."""
    missing = [
        name for name in ("Xvfb", "xvfb-run", "openbox", "dbus-run-session") if shutil.which(name) is None
    ]
    if not missing:
        asked = subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False)
        if asked.returncode:
            missing.append("python3-pyatspi")
    return ", ".join(missing)


class Reader:
    """Asks the client, which sits beside the program."""

    def __init__(self, process):
        self._process = process

    def ask(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self.answer()

    def answer(self):
        """The next line that is an answer; daemons of the session write to the same output."""
        for line in self._process.stdout:
            word, _, told = line.partition(" ")
            if word == "told":
                return json.loads(told)
        raise AssertionError("the client ended: the program is not in the accessibility tree")

    def seen(self):
        """What is on the screen now."""
        return [one for one in self.ask("tree") if "showing" in one["states"]]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    if not sys.platform.startswith("linux"):
        pytest.skip("AT-SPI is of Linux")
    missing = lacking()
    if missing:
        pytest.skip(f"needs {missing}: python3 bootstrap.py test --all installs it")
    environ = {
        **os.environ,
        "CXWORKBENCH_DATA": str(tmp_path_factory.mktemp("data")),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    inside = 'openbox >/dev/null 2>&1 & exec "$@"'
    spoken = [SYSTEM_PYTHON, str(PROGRAM / "reader.py"), sys.executable, str(PROGRAM / "program.py")]
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", "dbus-run-session", "--"]
    process = subprocess.Popen(
        [*screen, "sh", "-c", inside, "sh", *spoken],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        made = Reader(process)
        assert made.answer() == "ready"
        yield made
        process.stdin.close()
        process.wait(30)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        process.stdout.close()


def named(seen, role):
    return [one["name"] for one in seen if one["role"] == role]


def test_window_menus_and_navigation_with_its_states_are_read(reader):
    reader.ask("do open adoption")
    seen = reader.seen()
    assert named(seen, "frame") == ["Larkfield service programme — CX Workbench"]
    assert named(seen, "menu item") == ["File", "Edit", "View", "Plan", "Tools", "Help"]
    assert named(seen, "tree") == ["Navigation"]
    entries = named(seen, "table cell")
    assert {"Overview", "Objective, Met", "Adoption, At risk", "Add pilot"} <= set(entries)


def test_a_table_gives_its_heads_and_the_words_of_its_cells(reader):
    reader.ask("do open governance control")
    told = reader.ask("cells Controls")
    assert {"Control", "Owner", "Status"} <= set(told["heads"])
    first = dict(zip(told["heads"], told["rows"][0], strict=True))
    assert first["Owner"] == "Owner: Jo Whitcombe"
    assert first["Control"].startswith("Control: Entry in the register")


def test_the_fields_of_a_form_have_the_names_that_stand_beside_them(reader):
    reader.ask("do open governance control")
    fields = [one for one in reader.seen() if one["role"] == "text" and one["labelled_by"]]
    names = [one["name"] for one in fields]
    assert {"Control", "Owner", "Status", "Evidence"} <= set(names)
    assert all(one["labelled_by"] == [one["name"]] for one in fields)


def test_a_choice_is_one_of_several_of_which_one_holds(reader):
    reader.ask("do open governance control")
    choices = [one for one in reader.seen() if one["role"] == "radio button"]
    names = [one["name"].partition("  ")[0] for one in choices]
    assert names[:2] == ["Governance: At a glance", "Governance: Accountability"]
    held = [one["name"].partition("  ")[0] for one in choices if "checked" in one["states"]]
    assert held == ["Governance: Controls"]


def test_a_chart_is_a_sentence_and_a_glyph_is_its_word(reader):
    reader.ask("do open metrics")
    seen = reader.seen()
    charts = [name for name in named(seen, "panel") if name.startswith("Resolved first time, Agent Assist:")]
    assert len(charts) == 1
    assert "68.1%" in charts[0]
    words = named(seen, "label")
    assert {"Confirmed", "Met", "Not yet due"} <= set(words)
    assert "Resolved first time, Confirmed" in named(seen, "page tab")


def test_the_keyboard_is_followed(reader):
    reader.ask("do open governance control")
    reader.ask("focus")
    reader.ask("do press Right")
    cells = [one["name"] for one in reader.ask("focus")]
    assert any(name.startswith("Control: Entry in the register") for name in cells), cells
    reader.ask("do press F6")
    for _ in range(2):
        reader.ask("do press Tab")
    fields = [one["name"] for one in reader.ask("focus")]
    assert fields == ["History", "Pilot", "From the catalogue"], fields


@pytest.mark.parametrize(
    "place",
    ["overview", "raid", "history", "objective", "metrics", "governance control", "strategy", "framework"],
)
def test_whatever_can_be_used_has_a_name(reader, place):
    reader.ask(f"do open {place}")
    nameless = [one for one in reader.seen() if one["role"] in SPOKEN and not one["name"].strip()]
    assert nameless == []
