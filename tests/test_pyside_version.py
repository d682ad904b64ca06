"""PySide6 must not take references away from None and True: on Python 3.11 that ends the process.

See docs/decisions/003-pyside.md. The calls are made in a child process, because an unsound version may kill it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from importlib.metadata import version

from packaging.requirements import Requirement
from shared_data import ROOT

CALLS = 3000

PROBE = """
import ctypes, json, sys
from PySide6 import QtCore, QtGui, QtWidgets

watched = (None, True, False)
if sys.version_info < (3, 12):  # a reserve, so that an unsound version can be told from a crash; 3.12 needs none
    for one in watched:
        ctypes.c_ssize_t.from_address(id(one)).value += 1 << 30

app = QtWidgets.QApplication([])
label, widget, item = QtWidgets.QLabel(), QtWidgets.QWidget(), QtWidgets.QGraphicsRectItem()
image = QtGui.QImage(8, 8, QtGui.QImage.Format.Format_ARGB32)
painter, pen = QtGui.QPainter(image), QtGui.QPen()


class Source(QtCore.QObject):
    plain = QtCore.Signal()
    loaded = QtCore.Signal(object)


source = Source()
source.plain.connect(lambda: None)
source.loaded.connect(lambda value: None)
calls = {
    "QLabel.setText": lambda: label.setText("x"),
    "QWidget.update": widget.update,
    "QWidget.isVisible": widget.isVisible,
    "QObject.parent": widget.parent,
    "QPainter.setPen": lambda: painter.setPen(pen),
    "QGraphicsItem.setPos": lambda: item.setPos(0, 0),
    "Signal().emit": source.plain.emit,
    "Signal(object).emit": lambda: source.loaded.emit(True),
}
lost = {}
for name, call in calls.items():
    call()
    before = [sys.getrefcount(one) for one in watched]
    for _ in range(CALLS):
        call()
    after = [sys.getrefcount(one) for one in watched]
    lost[name] = max(b - a for b, a in zip(before, after))
painter.end()
print(json.dumps(lost))
"""


def requirement() -> Requirement:
    """What pyproject.toml asks of PySide6."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [Requirement(line) for line in project["dependencies"]]
    (found,) = [one for one in asked if one.name.startswith("pyside6")]
    return found


def test_no_call_of_qt_takes_a_reference_away() -> None:
    probe = PROBE.replace("CALLS", str(CALLS))
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, f"PySide6 {version('pyside6-essentials')}: {done.stderr}"
    lost = {name: count for name, count in json.loads(done.stdout).items() if count > CALLS / 2}
    assert not lost, f"PySide6 {version('pyside6-essentials')} takes references away in {CALLS} calls: {lost}"


def test_the_unsound_version_is_excluded() -> None:
    assert requirement().name == "pyside6-essentials"
    assert not requirement().specifier.contains("6.12.0")
    assert not requirement().specifier.contains("6.13.0"), "measured before it is allowed"


def test_the_installed_version_is_one_that_we_allow() -> None:
    assert requirement().specifier.contains(version("pyside6-essentials"))
    assert version("shiboken6") == version("pyside6-essentials")
