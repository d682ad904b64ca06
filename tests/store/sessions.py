"""Plans and open sessions as a window holds them, for campaigns that tests and benchmarks run alike."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QApplication

from cxworkbench import edits
from cxworkbench.new_plan import new_plan
from db.models import Milestone, Pilot
from ui.opening import open_for_window
from ui.plan_session import PlanSession

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


def program() -> QCoreApplication:
    """The one application of this process; without a screen it draws nowhere."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QApplication.instance() or QApplication([])


def a_plan(folder: Path, name: str = "p.cxplan") -> Path:
    """A plan with one pilot and the metrics of its type; of one name always the same, of another another."""
    path = folder / name
    path.write_bytes(_made(name))
    return path


@cache
def _made(name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        new_plan(path, programme="P", type="agent_assist", pilot="Calls", at=NOON, by="Anna")
        return path.read_bytes()


@contextlib.contextmanager
def as_a_window(plan: Path, data: Path) -> Iterator[PlanSession]:
    """A plan open as a window opens it: with its lock, its drafts and its own way of waiting."""
    program()
    session, _ = open_for_window(
        plan, user="Anna", now=lambda: datetime.now(UTC), today=lambda: date(2026, 3, 11), data=data
    )
    try:
        session.load()
        yield session
    finally:
        session.close()


def rename(session: PlanSession, name: str) -> bool:
    """Type another name for the pilot; whether it is saved."""
    pilot = session.plan.all(Pilot)[0]
    edit = edits.of_field(pilot, "name", name, label=f"Rename to {name}", shown="Name", text=name)
    return session.write(edit)


def retitle(session: PlanSession, number: int) -> bool:
    """Type another title for one milestone after the other, so that an edit that waits is not typed over."""
    milestones = session.plan.all(Milestone)
    one = milestones[number % len(milestones)]
    title = f"Title {number}"
    edit = edits.of_field(one, "title", title, label=f"Retitle to {title}", shown="Title", text=title)
    return session.write(edit)


def turn(seconds: float = 0.0, until: Callable[[], bool] = lambda: False) -> None:
    """Let the window's own clocks run for a while, or until something holds."""
    ends = time.monotonic() + seconds
    while True:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        if until() or time.monotonic() >= ends:
            return
        time.sleep(0.002)
